"""`tourledger compact`."""

import datetime as dt
from pathlib import Path

from rich.console import Console

from warehouse.compaction import compact
from warehouse.errors import NothingPublishedError
from warehouse.lock import writer
from warehouse.store import published_run


def print_compaction(home: Path, older_than: int | None, console: Console) -> None:
    """Merge the small files of the lake, drop old history if asked to, and say what is left.

    Args:
        home: The home.
        older_than: Days after which what only earlier runs showed is dropped; None keeps all.
        console: Where to say so.

    Raises:
        NothingPublishedError: No run was published yet.
        WriterBusyError: An ingest is at work.
    """
    if published_run(home) is None:
        raise NothingPublishedError(f"nothing is published in {home}: run `tourledger ingest` first")
    since = None if older_than is None else dt.datetime.now(dt.UTC) - dt.timedelta(days=older_than)
    with writer(home, "tourledger compact"):
        done = compact(home, keep_since=since)
    before, after = (f"{size / 1e6:,.1f} MB" for size in (done.bytes_before, done.bytes_after))
    console.print(
        f"{done.files_before:,} files of {before} became {done.files_after:,} of {after}; "
        f"run {done.oldest_run} is the first that can be asked for"
    )
