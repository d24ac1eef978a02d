"""JSONL: one record per line with `id`, `title`, `date`, `text`, `url` and `lang`, of which only `text` is required."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

from tasks.sources.document import SourceDocument
from tasks.sources.publication_date import parse_date
from tasks.sources.source_issues import source_issue
from tasks.text.decoding import UndecodableError, decode, unsound_character
from warehouse import schema

KEYS = ("id", "title", "date", "text", "url", "lang")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_json_lines(file: BinaryIO, uri: str) -> Iterator[SourceDocument | schema.Issue]:
    """Read one `.jsonl` file, a line at a time.

    A line is decoded by itself, so that one in a strange encoding costs no other; only a file in UTF-16, whose lines bytes do not
    show, is decoded whole. A record without an id is identified by a hash of its text, never by its line, which moves.

    Args:
        file: The open file.
        uri: Its URI; a record's is `<uri>#<id>`.

    Yields:
        Documents, and issues with the number of the line: of what is no record, of what a record has wrong, and, last, of every
        key that nothing is read from, once with its count.
    """
    unknown: Counter[str] = Counter()
    first_line: dict[str, int] = {}
    nameless = 0
    found = False
    try:
        for number, line in _lines(file):
            if not line.strip():
                continue
            found = True
            for item in _read_record(line, number, uri, unknown):
                if isinstance(item, SourceDocument):
                    nameless += _is_nameless(item, uri)
                    if (earlier := first_line.setdefault(item.source_uri, number)) != number:
                        yield source_issue(item.source_uri, "id-duplicate", f"line {number}: same id as line {earlier}, which counts")
                        continue
                yield item
    except UndecodableError as error:
        yield source_issue(uri, error.code, str(error))
        return
    if not found:
        yield source_issue(uri, "source-empty", "there is no record in it")
    for key, count in sorted(unknown.items()):
        yield source_issue(uri, "key-unknown", f"key {key!r} of {count} record(s): nothing is read from it; known are {', '.join(KEYS)}")
    if nameless:
        yield source_issue(uri, "id-from-content", f"{nameless} record(s) have no id and are known by a hash of their text")


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    head = file.read(3)
    file.seek(len(_BYTE_ORDER_MARK) if head == _BYTE_ORDER_MARK else 0)
    if head.startswith(_WIDE_MARKS) or b"\0" in head:
        yield from enumerate(decode(file.read()).text.encode().split(b"\n"), start=1)
    else:
        yield from enumerate(file, start=1)


def _read_record(line: bytes, number: int, uri: str, unknown: Counter[str]) -> Iterator[SourceDocument | schema.Issue]:
    where = f"line {number}"
    try:
        record: Any = json.loads(decode(line).text)
    except UndecodableError as error:
        yield source_issue(uri, error.code, f"{where}: {error}")
        return
    except ValueError as error:
        yield source_issue(uri, "json-invalid", f"{where}: no JSON: {error}")
        return
    except RecursionError:
        yield source_issue(uri, "json-invalid", f"{where}: nested too deep")
        return
    if not isinstance(record, dict):
        yield source_issue(uri, "json-invalid", f"{where}: a JSON object was expected, found {type(record).__name__}")
        return
    text = record.pop("text", None)
    if not isinstance(text, str) or not text.strip():
        yield source_issue(uri, "text-missing", f"{where}: 'text' is {'missing or empty' if not text else type(text).__name__}")
        return
    identity = record.pop("id", None)
    if isinstance(identity, bool | float | list | dict) or identity == "":
        yield source_issue(uri, "value-invalid", f"{where}: 'id' is {identity!r}; a string or whole number was expected")
        identity = None
    strings: dict[str, str | None] = {}
    for key in ("title", "url", "lang", "date"):
        value = record.pop(key, None)
        if value is not None and not isinstance(value, str):
            yield source_issue(uri, "date-invalid" if key == "date" else "value-invalid", f"{where}: {key!r} is {value!r}, no string")
            value = None
        strings[key] = value or None
    unknown.update(map(str, record))
    for value in (text, str(identity), *strings.values()):
        if value is not None and (fault := unsound_character(value)):
            yield source_issue(uri, "text-invalid", f"{where}: {fault}")
            return
    name = f"sha256:{hashlib.sha256(text.encode()).hexdigest()[:20]}" if identity is None else str(identity)
    record_uri = f"{uri}#{name}"
    published_on = None
    if (date := strings["date"]) is not None:
        try:
            published_on = parse_date(date)
        except ValueError:
            yield source_issue(record_uri, "date-invalid", f"{where}: 'date' is {date!r}, no ISO 8601 date")
    yield SourceDocument(
        source_uri=record_uri,
        text=text,
        title=strings["title"],
        published_on=published_on,
        url=strings["url"],
        language=strings["lang"],
    )


def _is_nameless(document: SourceDocument, uri: str) -> bool:
    return document.source_uri.startswith(f"{uri}#sha256:")
