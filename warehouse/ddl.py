"""The schema in DuckDB's words."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from warehouse import schema

_TYPES: Mapping[Any, str] = {
    str: "VARCHAR",
    int: "INTEGER",
    float: "DOUBLE",
    bool: "BOOLEAN",
    dt.date: "DATE",
    dt.datetime: "TIMESTAMP",
    list[str]: "VARCHAR[]",
}


def sql_type(column: schema.Column) -> str:
    """DuckDB's type of a column."""
    return _TYPES[column.python_type]


def described(column: schema.Column) -> str:
    """What a column means, with its values where they are a closed set and what it refers to."""
    values = f"; one of: {', '.join(column.values)}" if column.values else ""
    references = f"; refers to {column.references}" if column.references else ""
    return f"{column.meaning}{values}{references}"


def create_table(table: type[schema.Row]) -> str:
    """The CREATE TABLE statement of a table.

    Keys and nullability are left to the checks: an index costs six times the load time, and a check names the rows at fault.
    """
    body = ", ".join(f"{column.name} {sql_type(column)}" for column in schema.columns(table))
    return f"CREATE TABLE {table.TABLE} ({body})"


def comments(table: type[schema.Row]) -> Iterator[str]:
    """COMMENT statements that put the data dictionary into the database."""
    yield f"COMMENT ON TABLE {table.TABLE} IS {quoted(table.GRAIN)}"
    for column in schema.columns(table):
        yield f"COMMENT ON COLUMN {table.TABLE}.{column.name} IS {quoted(described(column))}"


def create_tables() -> Iterator[str]:
    """Statements that make an empty database with all tables and their comments."""
    for table in schema.TABLES:
        yield create_table(table)
        yield from comments(table)


def create_views() -> Iterator[str]:
    """Statements that make the macros and views, or make them anew, each after those that it names."""
    views, macros = sql_files("views"), sql_files("macros")
    for name in _in_order_of_use({**views, **macros}):
        if name in macros:
            yield macros[name]
        else:
            yield f"CREATE OR REPLACE VIEW {name} AS {views[name]}"
            yield f"COMMENT ON VIEW {name} IS {quoted(header(views[name]))}"


def _in_order_of_use(queries: Mapping[str, str]) -> Iterator[str]:
    """Names of queries, each after the others whose names are words of it; else in the order given."""
    words = {name: set(re.findall(r"\w+", "\n".join(query.splitlines()[1:]))) for name, query in queries.items()}
    waiting = list(queries)
    while waiting:
        name = next((name for name in waiting if not words[name] & (set(waiting) - {name})), None)
        if name is None:
            raise ValueError(f"these name each other in a circle: {', '.join(waiting)}")
        waiting.remove(name)
        yield name


@cache
def sql_files(folder: str) -> Mapping[str, str]:
    """The SQL files of one folder of this package, by name without suffix, sorted.

    Args:
        folder: "views", "macros", "checks", "loading" (steps of a load), "queries" (named questions), "drift" or "diff" (of two runs).
    """
    paths = sorted((Path(__file__).parent / folder).glob("*.sql"))
    return {path.stem: path.read_text(encoding="utf-8") for path in paths}


def header(query: str) -> str:
    """What a query's first line, a comment, says that it gives."""
    return query.splitlines()[0].removeprefix("--").strip()


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
