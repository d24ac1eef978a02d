"""Pulling all sources of a run, side by side: most of it is waiting for servers."""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any, cast

from prefect.utilities.annotations import quote

from flows.steps import Steps
from tasks.duplicates import first_of_each_name
from tasks.pull import PulledSource, SourceRedError, find_source, pull, unreached
from tasks.sources.declaration import Declaration, read_declarations
from tasks.sources.pull_log import open_log
from tasks.sources.source import TransientSourceError
from tasks.sources.source_issues import CODES
from warehouse import schema
from warehouse.source_issues import standing_issues
from warehouse.store import known_documents

SOURCES_AT_ONCE = 8  # hosts are asked at their own rate, whatever the number; the rest is a thread and an open file each


def pull_all(
    sources: Sequence[str],
    home: Path,
    staging: Path,
    reader_version: str,
    otherwise: Collection[str],
    days: tuple[dt.date | None, dt.date | None],
    steps: Steps,
) -> list[PulledSource]:
    """Pull every source once, a task run each.

    A task run whose source is not well has failed in Prefect; the flow goes on with what the source gave.

    Args:
        sources: Names of declared sources, paths and addresses, the same source under two of them once; empty means all declared ones.
        home: The home.
        staging: A folder for batches.
        reader_version: A document read by another version is read again.
        otherwise: Ids of documents that are read again because people correct them otherwise than before.
        days: The first and the last day of publication that is wanted.
        steps: Where it is noted what it took.

    Returns:
        What they gave, in their order; of documents of one name the first source's.

    Raises:
        DeclarationError: The home's `sources.toml` cannot be meant.
    """
    declarations = read_declarations(home)
    given = list({find_source(source, declarations)[0]: source for source in sources or declarations}.values())
    with open_log(home):
        pass  # makes the log's tables, for which its writers would stand in each other's way
    known = cast("Any", quote(known_documents(home)))
    calls = [(source, home, staging / f"{number:04d}", reader_version, known, otherwise, *days) for number, source in enumerate(given)]
    words = f"Pulling {given[0]}" if len(given) == 1 else f"Pulling {len(given)} sources"
    with steps.timed("pull", words, task_runs=len(given)):
        if len(calls) == 1:
            return [_outcome(given[0], declarations, lambda: pull(*calls[0]))]
        runs = [pull.submit(*call) for call in calls]
        pulled = [_outcome(source, declarations, run.result) for source, run in zip(given, runs, strict=True)]
    return first_of_each_name(pulled)


def _outcome(given: str, declarations: dict[str, Declaration], result: Callable[[], PulledSource]) -> PulledSource:
    try:
        return result()
    except SourceRedError as error:
        return error.source
    except TransientSourceError as error:
        return unreached(given, *find_source(given, declarations), "source-unreadable", str(error))


def issues_now(source: PulledSource, home: Path) -> list[schema.Issue]:
    """All issues of a source after a pull: of what was not looked at, those that stand.

    Args:
        source: What it gave.
        home: The home, whose last run tells what stands.
    """
    if source.is_whole:
        return list(source.issues)
    standing = standing_issues(home, source.key)
    if not source.reached:  # why it cannot be had today replaces why it could not be had before
        standing = [issue for issue in standing if issue.code not in CODES or not CODES[issue.code].red]
    return list(dict.fromkeys([*standing, *source.issues]))
