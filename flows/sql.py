"""`tourledger sql`: read-only SQL on a published run."""

import csv
import datetime as dt
import io
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import duckdb
from rich.console import Console

from flows.errors import UsageError
from flows.grid import print_rows
from warehouse.history import open_as_of
from warehouse.store import open_published

FORMATS = ("table", "csv", "json", "parquet")
_FETCHED = 10_000


def run_sql(
    query: str | None,
    *,
    home: Path,
    as_of: int | None,
    form: str,
    output: Path | None,
    console: Console,
    values: Mapping[str, Any] | None = None,
) -> None:
    """Run a query, or questions one by one where a person sits at the terminal.

    Args:
        query: SQL; None reads standard input.
        home: The home.
        as_of: Number of the run whose state is asked; None asks the last one.
        form: One of `FORMATS`.
        output: File to write; None prints.
        console: Where tables go.
        values: The query's named parameters.

    Raises:
        WarehouseError: There is no such run.
        UsageError: The query is wrong, or bytes would go to a terminal.
    """
    with open_published(home) if as_of is None else open_as_of(home, as_of) as connection:
        if query is None and sys.stdin.isatty():
            _ask(connection, form, console)
            return
        text = sys.stdin.read() if query is None else query
        if not text.strip():
            raise UsageError("there is no query: give it as an argument or on standard input")
        answer_query(connection, text, values, form=form, output=output, console=console)


def answer_query(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    values: Mapping[str, Any] | None = None,
    *,
    form: str,
    output: Path | None,
    console: Console,
) -> None:
    """Run a query and print or write its answer.

    Args:
        connection: What is asked.
        query: SQL.
        values: Its parameters.
        form: One of `FORMATS`.
        output: File to write; None prints.
        console: Where tables go.

    Raises:
        UsageError: The query is wrong, or bytes would go to a terminal.
    """
    if form == "parquet" and output is None and sys.stdout.isatty():
        raise UsageError("Parquet is no text: name a file with --output, or redirect")
    try:
        if output is None:
            _answer(connection, query, form, sys.stdout.buffer, console, values)
        else:
            _write_whole(connection, query, form, output, console, values)
    except duckdb.Error as error:
        raise UsageError(one_line(error)) from error


def one_line(error: duckdb.Error) -> str:
    """DuckDB's message without the picture of where in the query it is."""
    lines = [line for line in str(error).splitlines() if line.strip()]
    told = [line.strip() for line in lines if not line.startswith("LINE ") and set(line.strip()) != {"^"}]
    return " ".join(told)


def _answer(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    form: str,
    target: IO[bytes],
    console: Console,
    values: Mapping[str, Any] | None = None,
) -> None:
    if form == "parquet":
        import pyarrow.parquet as pq  # type: ignore[import-untyped]  # pyarrow ships no types

        relation = connection.sql(query, params=values)
        if relation is None:
            raise UsageError("the query has no result to write")
        sink = io.BytesIO()
        pq.write_table(relation.to_arrow_table(), sink, compression="zstd")
        target.write(sink.getvalue())
        return
    cursor = connection.execute(query, values)
    if cursor.description is None:
        return
    columns = [column[0] for column in cursor.description]
    if form == "table":
        rows = [row for some in _fetched(cursor) for row in some]
        print_rows(console, columns, rows)
        return
    stream = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=True)
    try:
        (_write_csv if form == "csv" else _write_json)(stream, columns, (row for some in _fetched(cursor) for row in some))
    finally:
        stream.detach()


def _write_whole(
    connection: duckdb.DuckDBPyConnection, query: str, form: str, output: Path, console: Console, values: Mapping[str, Any] | None
) -> None:
    """Write a file that is there whole or not at all."""
    partial = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        with partial.open("wb") as target:
            if form == "table":
                text = io.TextIOWrapper(target, encoding="utf-8", write_through=True)
                _answer(connection, query, form, target, Console(file=text, width=console.width, color_system=None), values)
            else:
                _answer(connection, query, form, target, console, values)
        partial.replace(output)
    finally:
        partial.unlink(missing_ok=True)


def _fetched(cursor: duckdb.DuckDBPyConnection) -> Iterator[list[tuple[Any, ...]]]:
    while rows := cursor.fetchmany(_FETCHED):
        yield rows


def _write_csv(stream: IO[str], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(["" if value is None else _csv_value(value) for value in row] for row in rows)


def _csv_value(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value, ensure_ascii=False, default=_json_value) if isinstance(value, list | dict) else value


def _write_json(stream: IO[str], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    stream.write("[")
    for number, row in enumerate(rows):
        stream.write(",\n" if number else "\n")
        stream.write(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False, default=_json_value))
    stream.write("\n]\n")


def _json_value(value: Any) -> str | float:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def _ask(connection: duckdb.DuckDBPyConnection, form: str, console: Console) -> None:
    """A small prompt: a statement ends with a semicolon; an empty line at the prompt, `.quit` or Ctrl-D leaves."""
    import readline  # noqa: F401 - gives input() its line editing and history

    console.print("A query ends with a semicolon; [bold]show tables;[/bold] lists the tables; Ctrl-D leaves.")
    pending: list[str] = []
    while True:
        try:
            line = input("       ...> " if pending else "tourledger> ")
        except EOFError:
            console.print()
            return
        except KeyboardInterrupt:
            pending = []
            console.print()
            continue
        if not pending and line.strip() in {"", ".quit", ".exit"}:
            return
        pending.append(line)
        if line.rstrip().endswith(";"):
            query, pending = "\n".join(pending), []
            try:
                _answer(connection, query, "table" if form == "parquet" else form, sys.stdout.buffer, console)
            except duckdb.Error as error:
                console.print(one_line(error), style="red", markup=False)
