"""What every kind of source can do, and what it needs for that."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tasks.sources.declaration import Declaration
from tasks.sources.original import Original
from tasks.sources.pull_log import PullLog
from tasks.sources.secret_values import Secrets
from warehouse import schema


class SourceUnreachableError(Exception):
    """A source that gives nothing: it is away, has moved, or is not what it was.

    Attributes:
        code: Code of the issue.
    """

    def __init__(self, code: str, message: str) -> None:
        """Say why."""
        super().__init__(message)
        self.code = code


class TransientSourceError(Exception):
    """A source that could not be pulled and may be in a moment."""


@dataclass(frozen=True, kw_only=True)
class Pulling:
    """One pull of one source.

    Attributes:
        declared: The source.
        key: Identifies it from run to run.
        archive: Where originals are kept.
        log: What is remembered of earlier pulls.
        secrets: Fills in what the declaration only names.
        now: The clock, with a time zone.
        since: The first day of publication that is wanted; None wants all.
        until: The last.
    """

    declared: Declaration
    key: str
    archive: Path
    log: PullLog
    secrets: Secrets
    now: Callable[[], dt.datetime]
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def wants_all(self) -> bool:
        """Whether documents of every day are wanted."""
        return self.since is None and self.until is None

    def wants(self, day: dt.date | None) -> bool:
        """Whether a document of this day is wanted; of one without a day nobody knows, and only all of them take it in."""
        if self.wants_all:
            return True
        return day is not None and (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


class Source(Protocol):
    """An open source.

    Attributes:
        is_listed_whole: Whether it names everything that it has: what is missing then is gone. An index page or a feed shows the
            latest.
        listed: Number of documents or files that it names now; counts once `originals` is exhausted.
        waiting: Pages that it names and that were left for the next pull.
    """

    is_listed_whole: bool
    listed: int
    waiting: int

    def originals(self) -> Iterator[Original | schema.Issue]:
        """Everything it has, new or known, kept in the archive before it is given.

        Raises:
            SourceUnreachableError: It gives nothing.
            TransientSourceError: It cannot be read now and may be in a moment.
        """
        ...
