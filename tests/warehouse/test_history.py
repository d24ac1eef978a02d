"""Any run can be asked again, and the lake alone gives what the load gave."""

import datetime as dt
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tasks.text.ids import stable_id
from warehouse import schema
from warehouse.errors import DamagedLakeError, UnknownRunError
from warehouse.history import open_as_of, rebuild
from warehouse.home import Home
from warehouse.store import open_read_only

URIS = ["a.txt", "b.txt", "c.txt", "d.txt"]
VISITORS = ["Ada Moss", "Ada Fern", "Adam Reed"]
PLACES = ["Reed Valley Mill", "Old Quay"]
PROVINCES = ["Westmark", None, "Eastmark"]
CHANGE = st.tuples(*(st.sampled_from(values) for values in (URIS, VISITORS, PLACES, PROVINCES)), st.booleans())
READERS = ["1", "2"]
NOT_TOLD = [("a.txt", None), ("b.txt", dt.date(2031, 2, 3)), ("b.txt", dt.date(2032, 3, 4)), ("d.txt", dt.date(2033, 4, 5))]
RUNS = st.lists(
    st.tuples(
        st.lists(CHANGE, max_size=4, unique_by=lambda change: change[0]),
        st.sampled_from(["none", "adas", "by-first-letter"]),
        st.lists(st.sampled_from(["bad-record", "unknown-key"]), max_size=2),
        st.sampled_from(READERS),
        st.lists(st.sampled_from(NOT_TOLD), max_size=2, unique_by=lambda made: made[0]),
    ),
    min_size=1,
    max_size=5,
)


def correction(uri: str, day: dt.date | None) -> schema.Correction:
    return schema.Correction(
        correction_id=stable_id("cor", uri, str(day)), kind="stop-date", document=uri, document_id=stable_id("doc", uri), subject="any",
        char_start=None, value=str(day), reason="made up", author="A. Reader", file_name="mine.csv",
    )  # fmt: skip


def reader(version: str, made: Mapping[str, schema.Correction]) -> Any:
    """What a version of the reader and the corrections do to the rows of a document."""

    def edit(found: Any) -> None:
        (record,), (stop,) = found[schema.ReadingRecord], found[schema.Stop]
        key = made.get(record.source_uri)
        found[schema.ReadingRecord] = [replace(record, reader_version=version, corrections=key.correction_id if key else None)]
        stop = replace(stop, rule=f"made-up-{version}")
        if key is not None:
            day = None if key.value == "None" else dt.date.fromisoformat(str(key.value))
            basis = "stop" if day else "none"
            stop = replace(stop, date_start=day, date_end=day, date_basis=basis, corrected_by=key.correction_id)
        found[schema.Stop] = [stop]

    return edit


def linker(rule: str) -> Any:
    """Linkers that change their mind from run to run."""

    def link(candidates: Any) -> list[schema.Link]:
        people = [c for c in candidates if c.kind == "person" and (rule == "by-first-letter" or c.name.startswith("Ada "))]
        return [schema.Link(proposed_entity_id=c.entity_id, entity_id=people[0].entity_id, rule=rule) for c in people[1:]]

    return None if rule == "none" else link


def source_issue(code: str) -> schema.Issue:
    return schema.Issue(
        document_id=None, source_uri="box#1", run=0, severity="warning", code=code, char_start=None, char_end=None, message=f"{code} here"
    )


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(runs=RUNS)
def test_every_run_can_be_asked_again_exactly(fresh_press: Any, report: Any, contents: Any, runs: Any) -> None:
    press = fresh_press()
    standing: dict[str, Any] = {}
    before: tuple[str, dict[str, schema.Correction]] = ("", {})
    saved = {}
    for changes, rule, codes, version, corrected in runs:
        made = {uri: correction(uri, day) for uri, day in corrected}
        # As the flow does: another reader reads everything again, another correction its document.
        again = {uri for uri in standing if before[0] != version or before[1].get(uri) != made.get(uri)}
        wanted = {uri: standing[uri] for uri in sorted(again)}
        for uri, visitor, place, province, gone in changes:
            if not gone:
                wanted[uri] = report(visitor=visitor, place=place, province=province)
            elif uri in standing:
                wanted[uri] = None
        issues = {"box": [source_issue(code) for code in codes]}
        run = press.publish(wanted, link=linker(rule), source_issues=issues, corrections=list(made.values()), edit=reader(version, made))
        standing = {uri: seen for uri, seen in (standing | wanted).items() if seen is not None}
        before = (version, made)
        if run is not None:
            saved[run] = press.contents()
    for run, expected in saved.items():
        with open_as_of(press.home, run) as kept:
            assert contents(kept) == expected
        rebuild(Home(press.home), run, press.home / f"again-{run}.duckdb")
        with open_read_only(press.home / f"again-{run}.duckdb") as again:
            assert contents(again) == expected


def test_a_pruned_run_is_rebuilt_once(press: Any, report: Any, contents: Any) -> None:
    press.publish({"a.txt": report()})
    before = press.contents()
    press.publish({"a.txt": report(place="Old Quay")})
    shutil.rmtree(Home(press.home).version(1))
    with open_as_of(press.home, 1) as first:
        assert contents(first) == before
    shutil.rmtree(press.home / "lake")
    with open_as_of(press.home, 1) as second:
        assert contents(second) == before


@pytest.mark.parametrize("run", [-1, 0, 2])
def test_unknown_runs_are_refused(press: Any, report: Any, run: int) -> None:
    press.publish({"a.txt": report()})
    with pytest.raises(UnknownRunError, match=rf"run {run} was never published .* published: 1 to 1"):
        open_as_of(press.home, run)


def test_damage_to_the_lake_is_noticed(press: Any, report: Any) -> None:
    press.publish({"a.txt": report()})
    press.publish({"a.txt": report(place="Old Quay")})
    shutil.rmtree(Home(press.home).version(1))
    part = next((press.home / "lake" / "stops").iterdir())
    for path in (press.home / "lake" / "stops").iterdir():
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(bytes(content))
    with pytest.raises(DamagedLakeError, match=r"has SHA-256 .*, expected "):
        open_as_of(press.home, 1)
    part.unlink()
    for path in (press.home / "lake" / "stops").iterdir():
        path.unlink()
    with pytest.raises(DamagedLakeError, match="is missing"):
        open_as_of(press.home, 1)


def test_a_missing_manifest_is_noticed(press: Any, report: Any) -> None:
    press.publish({"a.txt": report()})
    with pytest.raises(DamagedLakeError, match=r"000002\.json is missing"):
        rebuild(Home(press.home), 2, press.home / "two.duckdb")


def test_a_read_only_home_is_no_obstacle(press: Any, report: Any, contents: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    press.publish({"a.txt": report()})
    before = press.contents()
    press.publish({"a.txt": report(place="Old Quay")})
    shutil.rmtree(Home(press.home).version(1))
    make = Path.mkdir

    def refuse(path: Path, *args: Any, **options: Any) -> None:
        if path.is_relative_to(press.home):
            raise PermissionError(path)
        make(path, *args, **options)

    monkeypatch.setattr(Path, "mkdir", refuse)
    with open_as_of(press.home, 1) as first:
        assert contents(first) == before
