"""JSONL: one record per line, with the keys of `tasks.sources.records`."""

import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from tasks.sources.document import SourceDocument
from tasks.sources.records import RecordReader
from tasks.sources.source_issues import source_issue
from tasks.text.decoding import UndecodableError, decode
from warehouse import schema

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_json_lines(file: BinaryIO, uri: str) -> Iterator[SourceDocument | schema.Issue]:
    """Read one `.jsonl` file, a line at a time.

    A line is decoded by itself, so that one in a strange encoding costs no other; only a file in UTF-16, whose lines bytes do not
    show, is decoded whole.

    Args:
        file: The open file, which need not be seekable.
        uri: Its URI.

    Yields:
        Documents, and issues with the number of the line.
    """
    records = RecordReader(uri)
    try:
        for number, line in _lines(file):
            if line.strip():
                yield from _read_line(line, f"line {number}", records)
    except UndecodableError as error:
        yield source_issue(uri, error.code, str(error))
        return
    yield from records.end()


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    buffered = io.BufferedReader(cast("io.RawIOBase", file))
    head = buffered.peek(3)[:3]
    if head == _BYTE_ORDER_MARK:
        buffered.read(3)
    if head.startswith(_WIDE_MARKS) or b"\0" in head:
        yield from enumerate(decode(buffered.read()).text.encode().split(b"\n"), start=1)
    else:
        yield from enumerate(buffered, start=1)


def _read_line(line: bytes, where: str, records: RecordReader) -> Iterator[SourceDocument | schema.Issue]:
    try:
        record: Any = json.loads(decode(line).text)
    except UndecodableError as error:
        yield records.refuse(error.code, f"{where}: {error}")
    except ValueError as error:
        yield records.refuse("json-invalid", f"{where}: no JSON: {error}")
    except RecursionError:
        yield records.refuse("json-invalid", f"{where}: nested too deep")
    else:
        if isinstance(record, dict):
            yield from records.read(record, where)
        else:
            yield records.refuse("json-invalid", f"{where}: a JSON object was expected, found {type(record).__name__}")
