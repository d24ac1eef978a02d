"""The published Parquet data sets: whole, sorted, equal for equal tables, and written anew only where something changed."""

import datetime as dt
import itertools
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from warehouse import datasets, schema
from warehouse.arrow import arrow_schema
from warehouse.datasets import write_datasets
from warehouse.home import DATABASE, PARQUET, Home

DAYS = [dt.date(2030, 1, 2), dt.date(2030, 1, 30), dt.date(2030, 2, 1), dt.date(2031, 1, 1), None]
URIS = [f"{number}.txt" for number in range(12)]
CHANGE = st.tuples(st.sampled_from(URIS), st.sampled_from(DAYS), st.sampled_from(["Ada Moss", "Ada Fern"]), st.booleans())


def files_of(directory: Path) -> dict[str, bytes]:
    return {path.relative_to(directory).as_posix(): path.read_bytes() for path in directory.rglob("*.parquet")}


def inodes(directory: Path) -> dict[str, int]:
    return {path.relative_to(directory).as_posix(): path.stat().st_ino for path in directory.rglob("*.parquet")}


def current(press: Any) -> Path:
    return (press.home / "current" / PARQUET).resolve()


@pytest.mark.parametrize("most", [32_768, 1])
def test_every_table_is_a_folder_of_parquet(press: Any, report: Any, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets, "_MOST_DOCUMENTS", most)
    press.publish({uri: report(published_on=day) for uri, day in zip(URIS, itertools.cycle(DAYS), strict=False)})
    contents = press.contents()
    assert {path.name for path in current(press).iterdir()} == {table.TABLE for table in schema.TABLES}
    for table in schema.TABLES:
        paths = sorted((press.home / "current" / PARQUET / table.TABLE).glob("*.parquet"))
        assert paths, table.TABLE
        rows = []
        for path in paths:
            read = pq.read_table(path)
            assert read.schema.equals(arrow_schema(table))
            assert {b"run", b"schema_version", b"table"} <= read.schema.metadata.keys()
            keys = [tuple(row[key] for key in table.ORDER) for row in read.to_pylist()]
            assert keys == sorted(keys, key=lambda key: [(value is None, value) for value in key])
            rows += [tuple(row.values()) for row in read.to_pylist()]
        assert sorted(rows, key=repr) == sorted(contents[table.TABLE], key=repr)


def test_a_file_says_how_it_is_made(press: Any, report: Any) -> None:
    press.publish({"a.txt": report()})
    press.publish({"b.txt": report()})
    found = pq.ParquetFile(current(press) / "mentions" / "all.parquet")
    group = found.metadata.row_group(0)
    assert found.metadata.metadata[b"run"] == b"2"
    assert found.metadata.metadata[b"schema_version"] == schema.SCHEMA_VERSION.encode()
    assert {group.column(number).compression for number in range(group.num_columns)} == {"ZSTD"}
    assert all(group.column(number).is_stats_set for number in range(group.num_columns))
    names = [group.column(order.column_index).path_in_schema for order in group.sorting_columns]
    assert names == list(schema.Mention.ORDER)


def test_equal_runs_are_equal_parquet(press: Any, fresh_press: Any, report: Any) -> None:
    reports = {f"{number}.txt": report(place=f"Place {number}") for number in range(5)}
    other = fresh_press()
    press.publish(reports)
    other.publish(dict(reversed(reports.items())), batch_size=3)
    assert files_of(current(press)) == files_of(current(other))


def test_only_the_months_of_changed_documents_are_written_again(press: Any, report: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets, "_MOST_DOCUMENTS", 2)
    days = {"a.txt": DAYS[0], "b.txt": DAYS[1], "c.txt": DAYS[2], "d.txt": DAYS[3], "e.txt": DAYS[4]}
    press.publish({uri: report(published_on=day) for uri, day in days.items()})
    before = inodes(current(press))
    assert {path for path in before if path.startswith("stops")} == {
        f"stops/{name}.parquet" for name in ("2030-01", "2030-02", "2031", "undated")
    }
    press.publish({"c.txt": report(published_on=DAYS[3])})
    after = inodes(current(press))
    # Three documents of 2030 were divided by months; two are not.
    kept = {path for path, inode in after.items() if before.get(path) == inode}
    assert {path for path in kept if path.startswith("stops")} == {"stops/undated.parquet"}
    assert {path for path in after if path.startswith("stops")} == {f"stops/{name}.parquet" for name in ("2030", "2031", "undated")}


def test_a_large_month_is_divided_by_ids(press: Any, report: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets, "_MOST_DOCUMENTS", 2)
    press.publish({uri: report(published_on=DAYS[0]) for uri in URIS[:9]})
    found = {path.stem: pq.read_table(path)["document_id"].to_pylist() for path in (current(press) / "documents").iterdir()}
    assert sum(map(len, found.values())) == 9
    for name, documents in found.items():
        month, bits = name.rsplit("-", 1)
        assert (month, len(bits)) == ("2030-01", 3)  # nine documents, two to a file
        assert {f"{int(document.removeprefix('doc_')[:4], 16):016b}"[:3] for document in documents} == {bits}


def test_files_of_another_form_are_not_taken_over(press: Any, report: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets, "_MOST_DOCUMENTS", 1)
    press.publish({"a.txt": report(published_on=DAYS[0]), "b.txt": report(published_on=DAYS[3])})
    before = inodes(current(press))
    monkeypatch.setattr(schema, "SCHEMA_VERSION", "0")
    press.publish({"b.txt": report(place="Old Quay", published_on=DAYS[3])})
    after = inodes(current(press))
    assert not [path for path, inode in after.items() if before.get(path) == inode]


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(runs=st.lists(st.lists(CHANGE, min_size=1, max_size=6, unique_by=lambda change: change[0]), min_size=2, max_size=4))
def test_what_is_kept_is_what_would_be_written(fresh_press: Any, report: Any, runs: Any) -> None:
    press = fresh_press()

    def adas_are_one(candidates: Any) -> list[schema.Link]:
        people = sorted(c.entity_id for c in candidates if c.kind == "person")
        return [schema.Link(proposed_entity_id=other, entity_id=people[0], rule="made-up") for other in people[1:]]

    standing: set[str] = set()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(datasets, "_MOST_DOCUMENTS", 2)
        for number, changes in enumerate(runs):
            wanted = {uri: report(visitor=visitor, published_on=day) for uri, day, visitor, gone in changes if not gone}
            wanted |= {uri: None for uri, *_, gone in changes if gone and uri in standing}
            press.publish(wanted, link=adas_are_one if number % 2 else None)
            standing = (standing | wanted.keys()) - {uri for uri, made in wanted.items() if made is None}
            if (run := Home(press.home).published_run()) is not None:
                whole = press.home / f"whole-{number}"
                write_datasets(Home(press.home).version(run) / DATABASE, whole)
                assert files_of(current(press)) == files_of(whole)
