"""What is remembered of sources from pull to pull: their originals in the archive, and how every pull went.

A file of SQLite in the home, apart from the warehouse: it changes when nothing is published, too. Losing it costs no document; but pages
are asked for anew, and which original is whose is known again only when its source has been pulled.
"""

import datetime as dt
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from tasks.sources.archive import archived
from tasks.sources.original import Original

FILE_NAME = "sources.sqlite"

_TABLES = """
CREATE TABLE IF NOT EXISTS originals (
    source TEXT NOT NULL, uri TEXT NOT NULL, sha256 TEXT NOT NULL, kind TEXT NOT NULL, charset TEXT, title TEXT, published_on TEXT,
    url TEXT, etag TEXT, last_modified TEXT, checked_at TEXT NOT NULL, PRIMARY KEY (source, uri)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS extracted (
    source TEXT NOT NULL, uri TEXT NOT NULL, key TEXT NOT NULL, source_uri TEXT NOT NULL, fingerprint TEXT NOT NULL, published_on TEXT,
    PRIMARY KEY (source, uri)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pulls (
    pull INTEGER PRIMARY KEY, source TEXT NOT NULL, address TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT NOT NULL,
    is_red INTEGER NOT NULL, seen INTEGER NOT NULL, failed INTEGER NOT NULL, waiting INTEGER NOT NULL, newest_on TEXT, reasons TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS pulls_of_source ON pulls (source, pull);
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Remembered:
    """An original as it was last fetched.

    Attributes:
        original: The original.
        etag: The state of it that the archive has.
        last_modified: Likewise.
        checked_at: When its source was last asked for it.
    """

    original: Original
    etag: str | None = None
    last_modified: str | None = None
    checked_at: dt.datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Extracted:
    """The one document that an original gave: unpacking and extraction need not be done again to know it.

    Attributes:
        key: Hash of everything that decides what the original gives.
        source_uri: The document.
        fingerprint: Hash of everything that is read of it.
        published_on: Its day of publication.
    """

    key: str
    source_uri: str
    fingerprint: str
    published_on: dt.date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Pull:
    """How one pull of a source went.

    Attributes:
        source: The source's key.
        address: Its address as given or declared.
        started_at: When the run began.
        finished_at: When what the source gave was published, or known to be nothing new.
        is_red: Whether the source was not well.
        seen: Documents found.
        failed: Files, pages and records that could not become documents, or could not be read.
        waiting: Of these and of the pages not asked for yet, how many the next pull tries.
        newest_on: The last day of publication among its documents.
        reasons: Everything that was wrong, by code: how often, and the first message.
    """

    source: str
    address: str
    started_at: dt.datetime
    finished_at: dt.datetime
    is_red: bool
    seen: int
    failed: int
    waiting: int
    newest_on: dt.date | None
    reasons: Mapping[str, tuple[int, str]]


class PullLog:
    """The log of one home."""

    def __init__(self, connection: sqlite3.Connection, archive: Path) -> None:
        """Use an open database; `open_log` opens one."""
        self._connection = connection
        self._archive = archive

    def originals(self, source: str) -> dict[str, Remembered]:
        """All originals of a source that the archive has, by URI, in order of their URIs."""
        rows = self._connection.execute(
            "SELECT uri, sha256, kind, charset, title, published_on, url, etag, last_modified, checked_at "
            "FROM originals WHERE source = ? ORDER BY uri",
            [source],
        )
        found: dict[str, Remembered] = {}
        for uri, sha256, kind, charset, title, day, url, etag, last_modified, checked_at in rows:
            path = archived(self._archive, sha256)
            original = Original(
                uri=uri,
                path=path,
                kind=kind,
                charset=charset,
                title=title,
                published_on=_day(day),
                url=url,
            )
            found[uri] = Remembered(
                original=original, etag=etag, last_modified=last_modified, checked_at=dt.datetime.fromisoformat(checked_at)
            )
        return found

    def remember(self, source: str, remembered: Remembered) -> None:
        """Write down an original, at once: a pull that is killed goes on from here."""
        original = remembered.original
        with self._connection:
            self._connection.execute(
                "INSERT OR REPLACE INTO originals VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    source,
                    original.uri,
                    original.sha256,
                    original.kind,
                    original.charset,
                    original.title,
                    None if original.published_on is None else original.published_on.isoformat(),
                    original.url,
                    remembered.etag,
                    remembered.last_modified,
                    remembered.checked_at.isoformat(),
                ],
            )

    def checked(self, source: str, remembered: Remembered, now: dt.datetime) -> None:
        """Note that a source was asked for an original and had nothing new."""
        self.remember(source, replace(remembered, checked_at=now))

    def extracted(self, source: str) -> dict[str, Extracted]:
        """What the originals of a source gave, by the original's URI."""
        rows = self._connection.execute("SELECT uri, key, source_uri, fingerprint, published_on FROM extracted WHERE source = ?", [source])
        return {
            uri: Extracted(key=key, source_uri=source_uri, fingerprint=fingerprint, published_on=_day(day))
            for uri, key, source_uri, fingerprint, day in rows
        }

    def note_extracted(self, source: str, extracted: Mapping[str, Extracted]) -> None:
        """Write down what originals gave."""
        rows = [
            (source, uri, gave.key, gave.source_uri, gave.fingerprint, None if gave.published_on is None else gave.published_on.isoformat())
            for uri, gave in extracted.items()
        ]
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO extracted VALUES (?, ?, ?, ?, ?, ?)", rows)

    def note(self, pulls: Sequence[Pull]) -> None:
        """Write down how pulls went."""
        rows = [
            (
                pull.source,
                pull.address,
                pull.started_at.isoformat(),
                pull.finished_at.isoformat(),
                int(pull.is_red),
                pull.seen,
                pull.failed,
                pull.waiting,
                None if pull.newest_on is None else pull.newest_on.isoformat(),
                json.dumps(pull.reasons, ensure_ascii=False),
            )
            for pull in pulls
        ]
        columns = "source, address, started_at, finished_at, is_red, seen, failed, waiting, newest_on, reasons"
        with self._connection:
            self._connection.executemany(f"INSERT INTO pulls ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def last_pulls(self) -> dict[str, Pull]:
        """The last pull of every source, by its key, in order of keys."""
        return {pull.source: pull for pull in self._pulls("")}

    def last_successes(self) -> dict[str, Pull]:
        """The last pull in which a source was well, by its key."""
        return {pull.source: pull for pull in self._pulls("WHERE NOT is_red")}

    def _pulls(self, where: str) -> Iterator[Pull]:
        rows = self._connection.execute(
            "SELECT source, address, started_at, finished_at, is_red, seen, failed, waiting, newest_on, reasons FROM pulls "
            f"WHERE pull IN (SELECT max(pull) FROM pulls {where} GROUP BY source) ORDER BY source"
        )
        for source, address, started_at, finished_at, is_red, seen, failed, waiting, newest_on, reasons in rows:
            yield Pull(
                source=source,
                address=address,
                started_at=dt.datetime.fromisoformat(started_at),
                finished_at=dt.datetime.fromisoformat(finished_at),
                is_red=bool(is_red),
                seen=seen,
                failed=failed,
                waiting=waiting,
                newest_on=_day(newest_on),
                reasons={code: (count, message) for code, (count, message) in json.loads(reasons).items()},
            )


def _day(iso: str | None) -> dt.date | None:
    return None if iso is None else dt.date.fromisoformat(iso)


@contextmanager
def open_log(home: Path) -> Iterator[PullLog]:
    """Open a home's log for a pull; created if missing.

    Args:
        home: The home.
    """
    home.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(home / FILE_NAME, timeout=60)  # sources that are pulled side by side write one after another
    try:
        # Readers (`tourledger status`) and a pull do not wait for each other; a power cut may cost the last pages, to be asked for again.
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.executescript(_TABLES)
        yield PullLog(connection, home / "archive")
    finally:
        connection.close()


@contextmanager
def read_log(home: Path) -> Iterator[PullLog | None]:
    """Open a home's log for looking at, also where the home cannot be written; None if there is none."""
    path = home / FILE_NAME
    if not path.exists():
        yield None
        return
    address = f"file:{quote(str(path.absolute()))}?mode=ro"
    connection = sqlite3.connect(address, uri=True)
    try:
        connection.execute("SELECT 1 FROM pulls LIMIT 1")
    except sqlite3.OperationalError:
        # Beside a log nobody writes to now lies no index of what is new, and here none can be made.
        connection.close()
        connection = sqlite3.connect(f"{address}&immutable=1", uri=True)
    try:
        yield PullLog(connection, home / "archive")
    finally:
        connection.close()
