"""Parts: the same bytes for the same rows, whole or absent."""

import dataclasses
import itertools
import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse import schema
from warehouse.arrow import PartFile, arrow_schema, row_group_size, to_table, verify_parts, write_export, write_parts
from warehouse.errors import DamagedLakeError


def batch_of(rows: Any, report: Any, count: int) -> dict[type[schema.Row], list[schema.Row]]:
    batch: dict[type[schema.Row], list[schema.Row]] = {}
    for number in range(count):
        for table, found in rows(f"{number}.txt", report(words=f"word {number}")).items():
            batch.setdefault(table, []).extend(found)
    return batch


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_work_does_not_show(tmp_path: Path, rows: Any, report: Any, seed: int) -> None:
    batch = batch_of(rows, report, 9)
    first = write_parts(tmp_path / "one", batch)
    for found in batch.values():
        random.Random(seed).shuffle(found)
    second = write_parts(tmp_path / "two", batch)
    assert first == second
    for part in first:
        assert (tmp_path / "one" / part.path).read_bytes() == (tmp_path / "two" / part.path).read_bytes()


def test_a_part_holds_its_rows_in_order_without_what_only_the_load_knows(tmp_path: Path, rows: Any, report: Any) -> None:
    batch = batch_of(rows, report, 3)
    parts = {part.table: part for part in write_parts(tmp_path, batch)}
    assert set(parts) == {table.TABLE for table in batch}
    for table, written in batch.items():
        part = parts[table.TABLE]
        read = pq.read_table(tmp_path / part.path, page_checksum_verification=True)
        names = [column.name for column in schema.columns(table) if not column.at_load]
        assert read.column_names == names
        assert part.rows == read.num_rows == len(written)
        keys = [name for name in table.ORDER if name in names]
        found = [tuple(row[key] for key in keys) for row in read.to_pylist()]
        assert found == sorted(found, key=lambda key: [(value is None, value) for value in key])
    assert not {"first_run", "changed_run"} & set(pq.read_schema(tmp_path / parts["documents"].path).names)


def test_tables_without_rows_have_no_file(tmp_path: Path) -> None:
    assert write_parts(tmp_path, {schema.Stop: []}) == []
    assert list(tmp_path.iterdir()) == []


def test_null_where_none_may_be_stops_the_batch_and_leaves_nothing(tmp_path: Path, rows: Any, report: Any) -> None:
    (document,) = rows("a.txt", report())[schema.Document]
    with pytest.raises(pa.ArrowInvalid):
        write_parts(tmp_path, {schema.Document: [dataclasses.replace(document, language=None)]})
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_rows_of_another_table_are_refused(rows: Any, report: Any) -> None:
    with pytest.raises(TypeError, match="rows of Stop expected, found Document"):
        to_table(schema.Stop, rows("a.txt", report())[schema.Document])


def test_a_flipped_byte_and_a_missing_file_are_noticed(tmp_path: Path, rows: Any, report: Any) -> None:
    parts = write_parts(tmp_path, rows("a.txt", report()))
    verify_parts(tmp_path, parts)
    path = tmp_path / parts[0].path
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(DamagedLakeError, match=f"expected {parts[0].sha256}"):
        verify_parts(tmp_path, parts)
    with pytest.raises(DamagedLakeError, match=r"nowhere\.parquet is missing"):
        verify_parts(tmp_path, [PartFile(table="stops", path="nowhere.parquet", sha256="", rows=0)])


@settings(deadline=None)
@given(sizes=st.lists(st.integers(1, 9_000), max_size=8))
def test_the_chunks_of_an_export_do_not_show(tmp_path_factory: pytest.TempPathFactory, sizes: list[int]) -> None:
    directory = tmp_path_factory.mktemp("export")
    total = 2 * row_group_size(schema.Statement) + 7
    target = arrow_schema(schema.Statement)
    numbers = pa.array(range(total), pa.int32())
    columns = [numbers if field.type == pa.int32() else pa.repeat(pa.scalar(1), total).cast(field.type) for field in target]
    table = pa.Table.from_arrays(columns, schema=target)
    cuts = [0, *sorted({min(sum(sizes[: n + 1]), total) for n in range(len(sizes))}), total]
    batches = [piece for begin, end in itertools.pairwise(cuts) for piece in table.slice(begin, end - begin).combine_chunks().to_batches()]
    assert write_export(directory / "whole", schema.Statement, table.to_batches(), run=1) == total
    assert write_export(directory / "cut", schema.Statement, batches, run=1) == total
    assert (directory / "whole").read_bytes() == (directory / "cut").read_bytes()
    assert pq.ParquetFile(directory / "cut").num_row_groups == 3
