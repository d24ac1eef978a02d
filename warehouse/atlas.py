"""What the atlas shows, read from a published warehouse: `atlas/*.sql`."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from warehouse import ddl

Row = Mapping[str, Any]

_CHOSEN = "chosen"


def atlas_rows(
    connection: duckdb.DuckDBPyConnection,
    *,
    visitor: str | None = None,
    place: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    most_stops: int,
    most_characters: int,
) -> Mapping[str, Sequence[Row]]:
    """Read the tours that are asked for, the newest first, and all that their documents say.

    Args:
        connection: A published warehouse; it gets a temporary table.
        visitor: Part of a visitor's name, in any language; None asks for all.
        place: A place, or a division that it lies in, in any language; None asks for all.
        since: Only stops that end on this day or later; these have a day.
        until: Only stops that begin on this day or before; these have a day.
        most_stops: Stops that are shown at most; the newest tour is shown in any case.
        most_characters: Characters of text that are shown at most, likewise.

    Returns:
        The rows of each query by its file's name, a row by its columns' names.
    """
    queries = ddl.sql_files("atlas")
    values = {
        "visitor": visitor,
        "place": place,
        "since": since,
        "until": until,
        "most_stops": most_stops,
        "most_characters": most_characters,
    }
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {_CHOSEN} AS {queries[_CHOSEN]}", values)
    return {name: _rows(connection, query) for name, query in queries.items() if name != _CHOSEN}


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
