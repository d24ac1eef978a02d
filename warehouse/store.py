"""Opening a warehouse, and what its last run knew."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import duckdb

from warehouse import ddl, schema
from warehouse.errors import NothingPublishedError
from warehouse.home import Home

_READER: Mapping[str, str] = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
# Of DuckDB's buffers; with Python, the lexicons and Prefect beside them an ingest of 100,000 documents stays below 1.5 GB.
_MEMORY = "700MB"


class KnownDocument(NamedTuple):
    """A document as the last run left it."""

    document_id: str
    fingerprint: str
    reader_version: str
    source: str | None


def published_run(home: Path) -> int | None:
    """Number of the run that readers see; None before the first publication."""
    return Home(home).published_run()


def open_published(home: Path) -> duckdb.DuckDBPyConnection:
    """Open the last published run, read-only.

    One connection is one run; connecting again moves on. The link is resolved before DuckDB sees it, because DuckDB shares
    one database between all connections of a process to the same path.

    Args:
        home: The home.

    Returns:
        A connection that cannot write.

    Raises:
        NothingPublishedError: No run was published yet.
    """
    place = Home(home)
    for last_try in (False, True):
        run = place.published_run()
        if run is None:
            raise NothingPublishedError(f"nothing is published in {home}: run `tourledger ingest` first")
        try:
            return duckdb.connect(place.database(run).resolve(), read_only=True, config=dict(_READER))
        except duckdb.IOException:
            # A version may be pruned between reading the link and opening the file.
            if last_try:
                raise
    raise AssertionError("unreachable")


def open_read_only(database: Path, *, spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Open any warehouse file, read-only.

    Args:
        database: The file.
        spill: Where data goes that does not fit into the memory of a build; None lets a query take what the machine has.

    Returns:
        A connection that cannot write.
    """
    limited = {} if spill is None else {"memory_limit": _MEMORY, "temp_directory": str(spill)}
    return duckdb.connect(database, read_only=True, config={**_READER, **limited})


def open_for_building(database: Path) -> duckdb.DuckDBPyConnection:
    """Open or create a warehouse file for writing, in a form that 1.5 clients can read, too.

    Args:
        database: The file; spilled data goes beside it.

    Returns:
        A connection whose buffers take at most 700 MB of memory.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        **_READER,
        "memory_limit": _MEMORY,
        "temp_directory": str(database.parent / ".spill"),
        "storage_compatibility_version": "v1.5.0",
    }
    return duckdb.connect(database, config=config)


def known_documents(home: Path, *, source: str | None = None) -> dict[str, KnownDocument]:
    """The documents of the last published run.

    Args:
        home: The home.
        source: Only documents found in this source; None gives all.

    Returns:
        By source URI; empty before the first publication.
    """
    if published_run(home) is None:
        return {}
    query = "SELECT source_uri, document_id, fingerprint, reader_version, source FROM readings WHERE last_run IS NULL"
    with open_published(home) as connection:
        if source is not None:
            connection.execute(f"{query} AND source = ?", [source])
        else:
            connection.execute(query)
        known: dict[str, KnownDocument] = {}
        while rows := connection.fetchmany(10_000):
            known.update((row[0], KnownDocument(*row[1:])) for row in rows)
    return known


def row_counts(home: Path) -> dict[str, int]:
    """Rows of every table of the last published run.

    Args:
        home: The home.

    Returns:
        By table; empty before the first publication. A table that an older schema had not is left out.
    """
    if published_run(home) is None:
        return {}
    with open_published(home) as connection:
        there = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        tables = [table.TABLE for table in schema.TABLES if table.TABLE in there]
        counts = " UNION ALL ".join(f"SELECT {ddl.quoted(table)}, count(*) FROM {table}" for table in tables)
        return dict(connection.execute(counts).fetchall())
