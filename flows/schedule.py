"""When every source is to be pulled next, and how its last run went.

A schedule is declared with its source, in `sources.toml`. Here is what changes by itself: the time that is due, whether it is paused, the
last run. The time that is due stays until a run that began at or after it has ended, so that it is caught up after a stop, a kill or a
broken file, and caught up once, however many times have passed since.
"""

import datetime as dt
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tasks.sources.declaration import Declaration
from tasks.sources.recurrence import Recurrence

FILE_NAME = "schedules.sqlite"

_TABLE = """
CREATE TABLE IF NOT EXISTS schedules (
    source TEXT PRIMARY KEY, schedule TEXT NOT NULL, timezone TEXT NOT NULL, due TEXT NOT NULL, asked TEXT,
    paused INTEGER NOT NULL DEFAULT 0, attempt INTEGER NOT NULL DEFAULT 0, started_at TEXT, ended_at TEXT, outcome TEXT, message TEXT
) WITHOUT ROWID
"""
_COLUMNS = "source, schedule, timezone, due, asked, paused, attempt, started_at, ended_at, outcome, message"


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """The schedule of one source.

    Attributes:
        source: The name of the source.
        recurrence: Its times.
        due: The next one, or the first of those that were missed.
        asked: When a run was asked for, out of turn; None if it was not.
        paused: Whether its times pass without a run.
        attempt: Number of runs that began.
        started_at: When the last of them began.
        ended_at: When it ended; None while it runs, or if it was killed.
        outcome: How it ended: 'well', 'red', 'failed', 'crashed', 'cancelled', or 'interrupted' if it begins again.
        message: What it did, or why it failed.
    """

    source: str
    recurrence: Recurrence
    due: dt.datetime
    asked: dt.datetime | None = None
    paused: bool = False
    attempt: int = 0
    started_at: dt.datetime | None = None
    ended_at: dt.datetime | None = None
    outcome: str | None = None
    message: str | None = None

    @property
    def wanted(self) -> dt.datetime | None:
        """The moment from which a run is wanted; None while nobody wants one."""
        wanted = [moment for moment in (self.asked, None if self.paused else self.due) if moment is not None]
        return min(wanted, default=None)


class Schedules:
    """The schedules of one home."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Use an open database; `open_schedules` opens one."""
        self._connection = connection

    def all(self) -> list[Schedule]:
        """All schedules, by name."""
        return [_schedule(*row) for row in self._connection.execute(f"SELECT {_COLUMNS} FROM schedules ORDER BY source")]

    def follow(self, declared: Mapping[str, Declaration], now: dt.datetime) -> None:
        """Take over what is declared: new and changed schedules begin now, those no longer declared end."""
        recurrences = {name: source.recurrence for name, source in declared.items() if source.recurrence is not None}
        known = {schedule.source: schedule.recurrence for schedule in self.all()}
        with self._connection:
            for name in known.keys() - recurrences.keys():
                self._connection.execute("DELETE FROM schedules WHERE source = ?", [name])
            for name, recurrence in recurrences.items():
                if known.get(name) != recurrence:
                    self._connection.execute(
                        "INSERT INTO schedules (source, schedule, timezone, due) VALUES (?, ?, ?, ?) "
                        "ON CONFLICT DO UPDATE SET schedule = excluded.schedule, timezone = excluded.timezone, due = excluded.due",
                        [name, recurrence.text, recurrence.timezone, recurrence.after(now).isoformat()],
                    )

    def pause(self, source: str) -> None:
        """Let the times of a source pass."""
        self._set(source, paused=1)

    def resume(self, source: str, now: dt.datetime) -> None:
        """Keep the times of a source again, from now on: those that passed in the meantime were not wanted."""
        schedule = self._one(source)
        if schedule is not None and schedule.paused:
            self._set(source, paused=0, due=schedule.recurrence.after(now, schedule.due).isoformat())

    def ask(self, source: str, now: dt.datetime) -> None:
        """Ask for a run out of turn."""
        self._set(source, asked=now.isoformat())

    def start(self, source: str, now: dt.datetime) -> None:
        """Note that a run has begun."""
        schedule = self._one(source)
        if schedule is not None:
            self._set(source, attempt=schedule.attempt + 1, started_at=now.isoformat(), ended_at=None, outcome=None, message=None)

    def end(self, source: str, now: dt.datetime, outcome: str, message: str) -> None:
        """Note how the run that began has ended: whatever was wanted before it began is done."""
        schedule = self._one(source)
        if schedule is None or schedule.started_at is None:
            return
        self._set(source, ended_at=now.isoformat(), outcome=outcome, message=message)
        if schedule.due <= schedule.started_at:
            self._set(source, due=schedule.recurrence.after(schedule.started_at, schedule.due).isoformat())
        if schedule.asked is not None and schedule.asked <= schedule.started_at:
            self._set(source, asked=None)

    def interrupt_all(self, now: dt.datetime, message: str) -> None:
        """Note the same of every run that nobody has seen the end of."""
        for schedule in self.all():
            if schedule.started_at is not None and schedule.ended_at is None:
                self.interrupt(schedule.source, now, message)

    def interrupt(self, source: str, now: dt.datetime, message: str) -> None:
        """Note that the run that began came to no end of its own: what was wanted still is."""
        self._set(source, ended_at=now.isoformat(), outcome="interrupted", message=message)

    def _one(self, source: str) -> Schedule | None:
        row = self._connection.execute(f"SELECT {_COLUMNS} FROM schedules WHERE source = ?", [source]).fetchone()
        return None if row is None else _schedule(*row)

    def _set(self, source: str, **values: str | int | None) -> None:
        columns = ", ".join(f"{column} = ?" for column in values)
        with self._connection:
            self._connection.execute(f"UPDATE schedules SET {columns} WHERE source = ?", [*values.values(), source])


def next_wanted(schedules: Sequence[Schedule], now: dt.datetime) -> tuple[dt.datetime, Schedule] | None:
    """The schedule whose run is wanted and has waited longest, and since when; None if nothing is wanted yet."""
    waiting = [(schedule.wanted, schedule) for schedule in schedules if schedule.wanted is not None and schedule.wanted <= now]
    return min(waiting, key=lambda entry: (entry[0], entry[1].source), default=None)


@contextmanager
def open_schedules(home: Path) -> Iterator[Schedules]:
    """Open the schedules of a home; created if missing.

    Args:
        home: The home.
    """
    home.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(home / FILE_NAME)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(_TABLE)
        yield Schedules(connection)
    finally:
        connection.close()


def _schedule(
    source: str,
    text: str,
    timezone: str,
    due: str,
    asked: str | None,
    paused: int,
    attempt: int,
    started_at: str | None,
    ended_at: str | None,
    outcome: str | None,
    message: str | None,
) -> Schedule:
    return Schedule(
        source=source,
        recurrence=Recurrence(text, timezone),
        due=dt.datetime.fromisoformat(due),
        asked=_moment(asked),
        paused=bool(paused),
        attempt=attempt,
        started_at=_moment(started_at),
        ended_at=_moment(ended_at),
        outcome=outcome,
        message=message,
    )


def _moment(iso: str | None) -> dt.datetime | None:
    return None if iso is None else dt.datetime.fromisoformat(iso)
