"""Comparing a staged run with the published one: what is sound in itself may still be a reader or a source gone wrong.

Each comparison is a file, `drift/*.sql`: a SELECT of what has drifted, over the databases `earlier` and `later`.
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from warehouse import ddl
from warehouse.checking import Check, CheckFailure, rows_at_fault
from warehouse.errors import DriftError
from warehouse.history import attach_as_of
from warehouse.home import DATABASE
from warehouse.load import StagedRun
from warehouse.store import published_run


def drift_checks() -> tuple[Check, ...]:
    """Every comparison with the run before."""
    return tuple(Check(name, ddl.header(query), query, False) for name, query in ddl.sql_files("drift").items())


def find_drift(home: Path, staged: StagedRun) -> list[CheckFailure]:
    """Compare a staged run with the published one.

    Args:
        home: The home.
        staged: What is to be published.

    Returns:
        The comparisons that found something; empty for a first run.

    Raises:
        DamagedLakeError: The published run has an older schema, and a part or manifest that rebuilding it needs is damaged.
    """
    published = published_run(home)
    if published is None:
        return []
    with duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}) as connection:
        attach_as_of(connection, home, published, "earlier")
        connection.execute(f"ATTACH {ddl.quoted(str(staged.directory / DATABASE))} AS later (READ_ONLY)")
        return [failure for check in drift_checks() for failure in rows_at_fault(connection, check)]


def refuse_drift(staged: StagedRun, failures: Sequence[CheckFailure]) -> None:
    """Stop a publication that nobody has accepted.

    Raises:
        DriftError: Something has drifted; the message says what, and how to publish it nevertheless.
    """
    if failures:
        told = "; ".join(f"{failure.check} ({', '.join(map(_row, failure.rows))}): {failure.meaning}" for failure in failures)
        raise DriftError(f"run {staged.run} is not published, for it differs too much from the one before: {told}; --accept publishes it")


def _row(row: dict[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in row.items())
