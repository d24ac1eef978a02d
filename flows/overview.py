"""`tourledger status` and `tourledger check`."""

import datetime as dt
from pathlib import Path

from rich.console import Console
from rich.text import Text

from flows.errors import DataError
from flows.grid import print_rows
from flows.report import Record, records
from flows.source_status import print_sources
from warehouse.checking import all_checks, run_checks
from warehouse.store import open_published, published_run


def print_status(home: Path, console: Console) -> None:
    """Print what the warehouse holds, its last runs and its issues.

    Raises:
        NothingPublishedError: No run was published yet.
        DataError: A source is red.
    """
    run = published_run(home)
    if run is None:
        print_sources(home, console, now=dt.datetime.now(dt.UTC))
    with open_published(home) as connection:
        totals = records(connection, "table_counts")[0]
        runs = records(connection, "last_runs")
        issues = records(connection, "issue_counts", document=None)
    span = f", published {totals['first_day']} to {totals['last_day']}" if totals["first_day"] else ""
    console.print(Text.assemble((f"Run {run}", "bold"), f" in {home}{span}\n"))
    counts = {word: number for word, number in totals.items() if not word.endswith("_day")}
    print_rows(console, ["what", "rows"], list(counts.items()))
    console.print(Text("\nLast runs", style="bold"))
    _print_records(console, runs)
    console.print(Text("\nIssues", style="bold"))
    if issues:
        _print_records(console, issues)
    else:
        console.print("none")
    if red := print_sources(home, console, now=dt.datetime.now(dt.UTC)):
        raise DataError(f"red: {', '.join(red)}")


def print_checks(home: Path, console: Console) -> None:
    """Run every check on the published warehouse and print the rows at fault.

    Raises:
        NothingPublishedError: No run was published yet.
        DataError: A check found rows at fault.
    """
    run = published_run(home)
    with open_published(home) as connection:
        failures = run_checks(connection)
    for failure in failures:
        console.print(Text.assemble((failure.check, "bold red"), f": {failure.meaning} ({failure.count} at fault)"))
        _print_records(console, failure.rows)
        if failure.count > len(failure.rows):
            console.print(Text(f"… and {failure.count - len(failure.rows)} more", style="dim"))
        console.print()
    total = len(all_checks())
    if failures:
        raise DataError(f"{len(failures)} of {total} checks failed on run {run}: {', '.join(failure.check for failure in failures)}")
    console.print(f"Run {run}: {total} checks passed")


def _print_records(console: Console, rows: tuple[Record, ...]) -> None:
    if rows:
        print_rows(console, list(rows[0]), [list(row.values()) for row in rows])
