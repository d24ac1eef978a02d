"""Writing down how the pulls of a run went, for `tourledger status` and for whoever watches it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from tasks.pull import PulledSource
from tasks.sources.pull_log import Pull, open_log
from warehouse import schema


def note_pulls(
    home: Path,
    pulled: Sequence[PulledSource],
    unread: Sequence[tuple[str, schema.Issue]],
    *,
    started_at: dt.datetime,
    finished_at: dt.datetime,
    fault: str | None = None,
) -> None:
    """Note every source that was pulled whole or could not be reached; a part of one says nothing of how it is.

    Args:
        home: The home.
        pulled: What the sources gave.
        unread: Documents that could not be read, with the keys of their sources.
        started_at: When the run began.
        finished_at: When it was published, or known to have nothing new.
        fault: Why it was not published, though it should have been.
    """
    failures: dict[str, list[schema.Issue]] = defaultdict(list)
    for key, issue in unread:
        failures[key].append(issue)
    unpublished = {} if fault is None else {"run-unpublished": (1, fault)}
    pulls = [
        Pull(
            source=source.key,
            address=source.address,
            started_at=started_at,
            finished_at=finished_at,
            is_red=source.is_red or fault is not None,
            seen=source.seen,
            failed=source.failed + len(failures[source.key]),
            waiting=source.waiting + len(failures[source.key]),
            newest_on=source.newest_on,
            reasons={**_reasons([*source.issues, *failures[source.key]]), **unpublished},
        )
        for source in pulled
        if source.is_whole or not source.reached
    ]
    with open_log(home) as log:
        log.note(pulls)


def _reasons(issues: Sequence[schema.Issue]) -> dict[str, tuple[int, str]]:
    """By code, how often, and the first one's words; what is only worth knowing is left to the table of issues."""
    reasons: dict[str, tuple[int, str]] = {}
    for issue in issues:
        if issue.severity != "info":
            count, first = reasons.get(issue.code, (0, f"{issue.source_uri}: {issue.message}"))
            reasons[issue.code] = (count + 1, first)
    return reasons
