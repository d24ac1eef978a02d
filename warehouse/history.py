"""Any earlier run's warehouse, exactly, from the lake and its manifests."""

import contextlib
import shutil
import tempfile
import uuid
from collections.abc import Sequence
from pathlib import Path

import duckdb

from warehouse import ddl, delta, schema
from warehouse.corrections import fold_corrections
from warehouse.errors import UnknownRunError
from warehouse.home import DATABASE, Home
from warehouse.linking import apply_links
from warehouse.manifest import Manifest, read_manifests
from warehouse.source_issues import fold_issues
from warehouse.store import open_for_building, open_read_only

_REBUILT_KEPT = 3


def open_as_of(home: Path, run: int) -> duckdb.DuckDBPyConnection:
    """Open the warehouse as a run published it, read-only.

    A version that is no longer kept is rebuilt from the lake and kept in `<home>/history` for the next question, or, where the
    home cannot be written, in the system's temporary directory.

    Args:
        home: The home.
        run: Number of a published run.

    Returns:
        A connection that cannot write.

    Raises:
        UnknownRunError: There is no such run.
        DamagedLakeError: A part or a manifest that the run needs is missing or damaged.
    """
    place = _home_of(home, run)
    for database in _kept(place, run):
        with contextlib.suppress(duckdb.IOException):  # absent, or pruned at this moment
            return open_read_only(database)
    return open_read_only(_rebuilt(place, run))


def attach_as_of(connection: duckdb.DuckDBPyConnection, home: Path, run: int, name: str) -> None:
    """Attach the warehouse as a run published it, read-only, with the tables that the schema has now.

    Args:
        connection: Where to.
        home: The home.
        run: Number of a published run.
        name: What the database is to be called.

    Raises:
        UnknownRunError: There is no such run.
        DamagedLakeError: A part or a manifest that the run needs is missing or damaged.
    """
    place = _home_of(home, run)
    for database in _kept(place, run):
        with contextlib.suppress(duckdb.IOException):  # as in open_as_of
            if has_tables_of_schema(database):
                connection.execute(f"ATTACH {ddl.quoted(str(database.resolve()))} AS {name} (READ_ONLY)")
                return
    connection.execute(f"ATTACH {ddl.quoted(str(_rebuilt(place, run).resolve()))} AS {name} (READ_ONLY)")


def _home_of(home: Path, run: int) -> Home:
    place = Home(home)
    last = place.published_run() or 0
    if not 1 <= run <= last:
        raise UnknownRunError(f"run {run} was never published in {home}; published: {f'1 to {last}' if last else 'none'}")
    return place


def _kept(home: Home, run: int) -> tuple[Path, ...]:
    """Where a run's warehouse is, if it is kept or was asked for before."""
    return home.database(run), home.history / f"{run:06d}" / DATABASE


def rebuild(home: Home, run: int, database: Path) -> None:
    """Make the warehouse of a run from the lake and the manifests alone.

    Args:
        home: The home.
        run: The run; 0 makes an empty warehouse.
        database: The file to create.

    Raises:
        DamagedLakeError: A part or a manifest that the run needs is missing or damaged.
    """
    manifests = list(read_manifests(home, run))
    with open_for_building(database) as connection:
        connection.execute("BEGIN")
        for statement in (*ddl.create_tables(), *ddl.create_views()):
            connection.execute(statement)
        delta.begin(connection)
        fold_readings(connection, home, manifests)
        fold_links(connection, home, manifests)
        current = {row[0] for row in connection.execute("SELECT DISTINCT changed_run FROM loading").fetchall()}
        found = {number: parts for manifest in manifests for number, parts in manifest.parts_by_run().items()}
        parts_by_run = {number: parts for number, parts in found.items() if number in {0, *current}}
        delta.verify(home.lake, parts_by_run)
        delta.put_in(connection, home.lake, parts_by_run)
        delta.touch_entities(connection, "loading")
        delta.refresh_entities(connection)
        delta.insert_rows(connection, fold_issues(manifests))
        delta.insert_rows(connection, fold_corrections(manifests))
        delta.insert_rows(connection, [run for manifest in manifests for run in manifest.runs])
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT")


def has_tables_of_schema(database: Path) -> bool:
    """Whether a warehouse has exactly the tables and columns that the schema declares."""
    declared = [(table.TABLE, column.name, ddl.sql_type(column)) for table in schema.TABLES for column in schema.columns(table)]
    with open_read_only(database) as connection:
        tables = "SELECT table_name FROM duckdb_tables() WHERE NOT temporary"
        found = connection.execute(
            "SELECT table_name, column_name, data_type FROM duckdb_columns() "
            f"WHERE NOT internal AND schema_name = 'main' AND table_name IN ({tables})"
        ).fetchall()
    return sorted(found) == sorted(declared)


def _rebuilt(home: Home, run: int) -> Path:
    try:
        home.history.mkdir(exist_ok=True)
        building = home.history / f".building-{uuid.uuid4().hex}"
        building.mkdir()
    except OSError:  # a home that may only be read
        building = Path(tempfile.mkdtemp(prefix=f"tourledger-{run:06d}-"))
        rebuild(home, run, building / DATABASE)
        return building / DATABASE
    try:
        rebuild(home, run, building / DATABASE)
        place = home.history / f"{run:06d}"
        if place.exists() and not has_tables_of_schema(place / DATABASE):
            shutil.rmtree(place)  # rebuilt by an earlier version of the code
        with contextlib.suppress(OSError):  # another process has just rebuilt the same
            building.rename(place)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    kept = sorted(home.history.glob("[0-9]*"), key=lambda directory: directory.stat().st_mtime)
    for directory in kept[:-_REBUILT_KEPT]:
        shutil.rmtree(directory, ignore_errors=True)
    return home.history / f"{run:06d}" / DATABASE


def fold_readings(connection: duckdb.DuckDBPyConnection, home: Home, manifests: Sequence[Manifest]) -> None:
    """Fill `readings` with all readings and the runs in which they were current, and `loading` with those that still are."""
    parts_by_run = {
        number: [part for part in parts if part.table == schema.ReadingRecord.TABLE]
        for manifest in manifests
        for number, parts in manifest.parts_by_run().items()
    }
    located = delta.located(home.lake, parts_by_run, schema.ReadingRecord)
    removed = [{"document_id": document_id, "run": manifest.run.run} for manifest in manifests for document_id in manifest.removed]
    if not located:
        return
    delta.verify(home.lake, parts_by_run)
    held = delta.columns_held(connection, located)
    merged = [name for name in ("read_in_run", "ended_run") if name in held]
    # What a base has merged it has folded, too: its rows say in which run they were read and in which they ended.
    ended = f"SELECT document_id, ended_run + 1 AS run, false AS is_reading FROM {delta.PARTS} WHERE ended_run < $last UNION ALL BY NAME"
    connection.execute(
        f"""
        INSERT INTO readings BY NAME
        WITH events AS (
            SELECT p.* EXCLUDE ({", ".join(["part_path", *merged])}), {delta.run_of(held)} AS run, true AS is_reading
            FROM {delta.PARTS}
            WHERE {delta.run_of(held)} <= $last
            UNION ALL BY NAME
            {ended if merged else ""}
            SELECT unnest($removed::STRUCT(document_id VARCHAR, run INTEGER)[], recursive := true), false AS is_reading
        ),
        periods AS (
            SELECT
                * EXCLUDE (run),
                run AS changed_run,
                min(run) OVER (PARTITION BY document_id) AS first_run,
                lead(run) OVER (PARTITION BY document_id ORDER BY run, is_reading) - 1 AS last_run
            FROM events
        )
        SELECT * EXCLUDE (is_reading) FROM periods WHERE is_reading ORDER BY document_id, changed_run
        """,
        {**delta.located_parameters(located), "removed": removed, "last": manifests[-1].run.run},
    )
    connection.execute("INSERT INTO loading SELECT document_id, first_run, changed_run FROM readings WHERE last_run IS NULL")


def fold_links(connection: duckdb.DuckDBPyConnection, home: Home, manifests: Sequence[Manifest]) -> None:
    """Fill `links` with those that stand after the last of the manifests."""
    for manifest in manifests:
        if manifest.links is not None:
            delta.verify(home.lake, {manifest.run.run: [manifest.links]})
        if manifest.links is not None or manifest.links_ended:
            apply_links(connection, home.lake, manifest.links, manifest.links_ended)
