"""Tables of records, CSV and Parquet: one row per record, with the keys of `tasks.sources.records` as columns."""

import csv
import io
import sys
from collections.abc import Iterator, Sequence
from typing import BinaryIO

import pyarrow.parquet as pq  # type: ignore[import-untyped]  # pyarrow ships no types

from tasks.sources.document import SourceDocument
from tasks.sources.records import KEYS, RecordReader
from tasks.sources.source_issues import source_issue
from tasks.text.decoding import UndecodableError, decode
from warehouse import schema

_DELIMITERS = ",;\t|"
_ROWS = 1000


def read_csv(file: BinaryIO, uri: str) -> Iterator[SourceDocument | schema.Issue]:
    """Read one `.csv` file with a line of column names; fields are parted by commas, semicolons, tabs or bars.

    Args:
        file: The open file.
        uri: Its URI.

    Yields:
        Documents, and issues with the number of the row, the first after the names being 1.
    """
    try:
        text = decode(file.read()).text
    except UndecodableError as error:
        yield source_issue(uri, error.code, str(error))
        return
    csv.field_size_limit(sys.maxsize)  # a whole text in one field is what these files are for
    head = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=head.count))
    records = RecordReader(uri)
    columns = [name.strip().lower() for name in next(rows, [])]
    if columns and (fault := _column_fault(columns)):
        yield source_issue(uri, "source-structure", fault)
        return
    number = 0
    try:
        for number, row in enumerate((row for row in rows if row), start=1):
            if len(row) != len(columns):
                yield records.refuse("row-invalid", f"row {number}: {len(row)} fields for {len(columns)} columns")
                continue
            yield from records.read({name: value or None for name, value in zip(columns, row, strict=True)}, f"row {number}")
    except csv.Error as error:
        yield records.refuse("file-damaged", f"after row {number}: {error}")
    yield from records.end()


def read_parquet(file: BinaryIO, uri: str) -> Iterator[SourceDocument | schema.Issue]:
    """Read one `.parquet` file, a thousand rows at a time.

    Args:
        file: The open file.
        uri: Its URI.

    Yields:
        Documents, and issues with the number of the row, from 1.

    Raises:
        pyarrow.ArrowException: The file is damaged or cut.
    """
    table = pq.ParquetFile(file if file.seekable() else io.BytesIO(file.read()), page_checksum_verification=True)
    columns: list[str] = table.schema_arrow.names
    if fault := _column_fault(columns):
        yield source_issue(uri, "source-structure", fault)
        return
    records = RecordReader(uri)
    for name in columns:
        if name not in KEYS:
            records.ignore(name, table.metadata.num_rows)
    number = 0
    for batch in table.iter_batches(batch_size=_ROWS, columns=[name for name in columns if name in KEYS]):
        for record in batch.to_pylist():
            number += 1
            yield from records.read(record, f"row {number}")
    yield from records.end()


def _column_fault(columns: Sequence[str]) -> str | None:
    if "text" not in columns:
        return f"there is no column 'text'; columns are {', '.join(columns)}"
    twice = sorted({name for name in columns if columns.count(name) > 1})
    return f"two columns have the name {twice[0]!r}" if twice else None
