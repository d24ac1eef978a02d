"""What came, went and changed between two runs, and why."""

from pathlib import Path

import duckdb

from warehouse import ddl
from warehouse.history import attach_as_of


def open_difference(home: Path, earlier: int, later: int) -> duckdb.DuckDBPyConnection:
    """Open two runs side by side, read-only.

    Args:
        home: The home.
        earlier: A published run.
        later: Another one; it may be the one before, too.

    Returns:
        A connection with the runs as databases `earlier` and `later`, and the view `difference`: one row per stop, participant or
        entity that differs.

    Raises:
        UnknownRunError: There is no such run.
        DamagedLakeError: A part or a manifest that a run needs is missing or damaged.
    """
    connection = duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"})
    try:
        attach_as_of(connection, home, earlier, "earlier")
        attach_as_of(connection, home, later, "later")
        connection.execute(f"CREATE VIEW difference AS {ddl.sql_files('diff')['difference']}")
    except BaseException:
        connection.close()
        raise
    return connection
