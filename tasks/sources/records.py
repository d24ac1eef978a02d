"""Records of a file of many: `id`, `title`, `date`, `text`, `url` and `lang`, of which only `text` is required."""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tasks.sources.document import SourceDocument
from tasks.sources.publication_date import parse_date
from tasks.sources.source_issues import source_issue
from tasks.text.decoding import unsound_character
from warehouse import schema

KEYS = ("id", "title", "date", "text", "url", "lang")


class RecordReader:
    """Turns the records of one file into documents, and remembers what only the whole file shows."""

    def __init__(self, uri: str) -> None:
        """Read a file's records.

        Args:
            uri: The file's URI; a record's is `<uri>#<id>`, and without an id a hash of its text, never its line, which moves.
        """
        self._uri = uri
        self._unknown: Counter[str] = Counter()
        self._first: dict[str, str] = {}
        self._nameless = 0
        self._found = False

    def read(self, record: dict[str, Any], where: str) -> Iterator[SourceDocument | schema.Issue]:
        """Read one record.

        Args:
            record: The record; it is emptied.
            where: Its place in the file, such as `line 3`.

        Yields:
            A document, and issues of what the record has wrong; a second record of one id is an issue alone.
        """
        self._found = True
        for item in self._read(record, where):
            if isinstance(item, SourceDocument):
                if (earlier := self._first.setdefault(item.source_uri, where)) != where:
                    yield source_issue(item.source_uri, "id-duplicate", f"{where}: same id as {earlier}, which counts")
                    continue
                self._nameless += item.source_uri.startswith(f"{self._uri}#sha256:")
            yield item

    def refuse(self, code: str, message: str) -> schema.Issue:
        """An issue of something that stands where a record should."""
        self._found = True
        return source_issue(self._uri, code, message)

    def ignore(self, key: str, count: int) -> None:
        """Note a key that nothing is read from, of so many records."""
        self._unknown[key] += count

    def end(self) -> Iterator[schema.Issue]:
        """What the whole file shows: that it is empty, keys that nothing is read from, records without an id."""
        if not self._found:
            yield source_issue(self._uri, "source-empty", "there is no record in it")
        for key, count in sorted(self._unknown.items()):
            message = f"key {key!r} of {count} record(s): nothing is read from it; known are {', '.join(KEYS)}"
            yield source_issue(self._uri, "key-unknown", message)
        if self._nameless:
            yield source_issue(self._uri, "id-from-content", f"{self._nameless} record(s) have no id and are known by a hash of their text")

    def _read(self, record: dict[str, Any], where: str) -> Iterator[SourceDocument | schema.Issue]:
        text = record.pop("text", None)
        if not isinstance(text, str) or not text.strip():
            yield source_issue(self._uri, "text-missing", f"{where}: 'text' is {'missing or empty' if not text else type(text).__name__}")
            return
        identity = record.pop("id", None)
        if isinstance(identity, bool | float | list | dict | bytes | dt.date) or identity == "":
            yield source_issue(self._uri, "value-invalid", f"{where}: 'id' is {identity!r}; a string or whole number was expected")
            identity = None
        strings: dict[str, str | None] = {}
        for key in ("title", "url", "lang", "date"):
            value = record.pop(key, None)
            if key == "date" and isinstance(value, dt.date):
                value = value.isoformat()
            if value is not None and not isinstance(value, str):
                code = "date-invalid" if key == "date" else "value-invalid"
                yield source_issue(self._uri, code, f"{where}: {key!r} is {value!r}, no string")
                value = None
            strings[key] = value or None
        self._unknown.update(map(str, record))
        for value in (text, str(identity), *strings.values()):
            if value is not None and (fault := unsound_character(value)):
                yield source_issue(self._uri, "text-invalid", f"{where}: {fault}")
                return
        name = f"sha256:{hashlib.sha256(text.encode()).hexdigest()[:20]}" if identity is None else str(identity)
        record_uri = f"{self._uri}#{name}"
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
