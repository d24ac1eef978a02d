"""Checks of the data: each is a SELECT of the rows at fault.

Some are files, `checks/*.sql`; the others follow from the schema: what may be null, which values occur, what refers to what,
what is unique, and that every span slices back to the words it holds.
"""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import duckdb

from warehouse import ddl, schema
from warehouse.errors import CheckFailedError
from warehouse.home import DATABASE
from warehouse.load import StagedRun
from warehouse.store import open_read_only

_SAMPLE = 20
_FEW = 0.4  # share of documents up to which copying their rows aside is cheaper than checking every document
_PIECE = 64  # code points
_WITHIN_DOCUMENT = "-- within a document"


@dataclass(frozen=True)
class Check:
    """One thing that must hold.

    Attributes:
        name: The file's name, or kind and column of a derived check, such as `foreign_key:stops.entity_id`.
        meaning: What must hold, and what a row of the query is.
        query: A SELECT of the rows at fault.
        within_document: Whether a document's rows alone decide, so that unchanged documents need not be checked again.
        row_at_fault: Where each row by itself decides, its table and the condition that only rows at fault meet.
    """

    name: str
    meaning: str
    query: str
    within_document: bool
    row_at_fault: tuple[str, str] | None = None


@dataclass(frozen=True)
class CheckFailure:
    """A check that found rows at fault.

    Attributes:
        check: The check's name.
        meaning: What must hold.
        rows: At most 20 of the rows.
        count: How many there are.
    """

    check: str
    meaning: str
    rows: tuple[dict[str, Any], ...]
    count: int


@cache
def all_checks() -> tuple[Check, ...]:
    """Every check, those of files first."""
    written = [
        Check(name, ddl.header(query), query, _WITHIN_DOCUMENT in query.splitlines()) for name, query in ddl.sql_files("checks").items()
    ]
    return (*written, *(check for table in schema.TABLES for check in _derived(table)))


def run_checks(connection: duckdb.DuckDBPyConnection, *, run: int | None = None) -> list[CheckFailure]:
    """Run every check.

    Args:
        connection: A warehouse; nothing in it is changed.
        run: Check what a document's rows alone decide only for documents that this run changed; None checks all documents.

    Returns:
        The checks that found rows at fault; empty if the warehouse is sound.
    """
    checks = all_checks()
    broad = [check for check in checks if not check.within_document]
    narrow = [check for check in checks if check.within_document]
    failures = [failure for check in unsettled(connection, broad) for failure in rows_at_fault(connection, check)]
    narrowed = run is not None and _narrow_to(connection, run)
    try:
        failures += [failure for check in unsettled(connection, narrow) for failure in rows_at_fault(connection, check)]
    finally:
        if narrowed:
            for table in schema.DOCUMENT_TABLES:
                connection.execute(f"DROP TABLE IF EXISTS temp.{table.TABLE}")
    return failures


def check_staged(staged: StagedRun) -> list[CheckFailure]:
    """Run every check on a staged version.

    Returns:
        The checks that found rows at fault.
    """
    spill = staged.directory / ".spill"
    with open_read_only(staged.directory / DATABASE, spill=spill) as connection:
        failures = run_checks(connection, run=staged.run)
    shutil.rmtree(spill, ignore_errors=True)
    return failures


def raise_for(failures: Sequence[CheckFailure]) -> None:
    """Stop a publication that would be at fault.

    Raises:
        CheckFailedError: There is a failure; the message names the checks and the first row of each.
    """
    if failures:
        told = "; ".join(f"{failure.check} ({failure.count} rows, such as {failure.rows[0]}): {failure.meaning}" for failure in failures)
        raise CheckFailedError(f"{len(failures)} checks failed: {told}")


def unsettled(connection: duckdb.DuckDBPyConnection, checks: Sequence[Check]) -> list[Check]:
    """Leave out the checks of single rows that find nothing: one pass over a table settles all of them.

    Args:
        connection: A warehouse; nothing in it is changed.
        checks: Some checks.

    Returns:
        Those that find rows at fault, or may, in the same order.
    """
    conditions: dict[str, dict[str, str]] = {}
    for check in checks:
        if check.row_at_fault is not None:
            table, condition = check.row_at_fault
            conditions.setdefault(table, {})[check.name] = condition
    settled: set[str] = set()
    for table, by_name in conditions.items():
        connection.execute(f"SELECT {', '.join(f'coalesce(bool_or({condition}), false)' for condition in by_name.values())} FROM {table}")
        settled.update(name for name, found in zip(by_name, connection.fetchall()[0], strict=True) if not found)
    return [check for check in checks if check.name not in settled]


def rows_at_fault(connection: duckdb.DuckDBPyConnection, check: Check) -> Iterator[CheckFailure]:
    """Run one check.

    Yields:
        What it found, if anything.
    """
    connection.execute(f"SELECT count(*) OVER () AS at_fault, * FROM (\n{check.query}\n) ORDER BY ALL LIMIT {_SAMPLE}")
    rows = connection.fetchall()
    if rows:
        names = [column[0] for column in connection.description[1:]]
        sample = tuple(dict(zip(names, row[1:], strict=True)) for row in rows)
        yield CheckFailure(check.name, check.meaning, sample, rows[0][0])


def _narrow_to(connection: duckdb.DuckDBPyConnection, run: int) -> bool:
    """Let the names of the document tables stand for the rows of the documents that a run changed, if these are few.

    Names in the temporary schema are found before those of the file.

    Returns:
        Whether they do; where much changed, checking all is cheaper than copying.
    """
    share = f"SELECT count(*) FILTER (changed_run = {run:d}) > {_FEW} * count(*), current_database() FROM documents"
    row = connection.execute(share).fetchone()
    if row is None or row[0]:
        return False
    main = f'"{row[1]}".main'
    changed = f"SELECT document_id FROM {main}.documents WHERE changed_run = {run:d}"
    for table in schema.DOCUMENT_TABLES:
        rows = f"SELECT * FROM {main}.{table.TABLE} WHERE document_id IN ({changed})"
        connection.execute(f"CREATE TEMP TABLE {table.TABLE} AS {rows}")
    return True


def _derived(table: type[schema.Row]) -> Iterator[Check]:
    name = table.TABLE
    of_document = table in schema.DOCUMENT_TABLES
    of_whom = ("document_id",) if of_document else ()
    for column in schema.columns(table):
        place = f"{name}.{column.name}"
        shown = ", ".join(dict.fromkeys((*of_whom, *table.KEY, column.name)))
        if not column.nullable:
            yield _of_rows(f"not_null:{place}", f"{place} is never null; one row per null", shown, name, f"{column.name} IS NULL")
        if column.values:
            allowed = ", ".join(ddl.quoted(value) for value in column.values)
            meaning = f"{place} is one of {allowed}; one row per other value"
            yield _of_rows(f"values:{place}", meaning, shown, name, f"{column.name} NOT IN ({allowed})")
        if column.references:
            target, key = column.references.split(".")
            query = (
                f"SELECT {shown} FROM {name} AS r WHERE r.{column.name} IS NOT NULL AND r.{column.name} NOT IN (SELECT {key} FROM {target})"
            )
            yield Check(f"foreign_key:{place}", f"{place} occurs in {column.references}; one row per value that does not", query, False)
    key = ", ".join(table.KEY)
    whose = "min(document_id) AS document_id, " if of_document and "document_id" not in table.KEY else ""
    query = f"SELECT {whose}{key}, count(*) AS copies FROM {name} GROUP BY {key} HAVING count(*) > 1"
    yield Check(f"unique:{name}", f"{key} is unique in {name}; one row per value that is not", query, False)
    for start, end, text in table.SPANS:
        yield _span(table, start, end, text)


def _of_rows(check: str, meaning: str, shown: str, table: str, condition: str) -> Check:
    within_document = any(table == each.TABLE for each in schema.DOCUMENT_TABLES)
    return Check(check, meaning, f"SELECT {shown} FROM {table} WHERE {condition}", within_document, (table, condition))


def _span(table: type[schema.Row], start: str, end: str, text: str | None) -> Check:
    # substr() walks a text from its beginning: row by row that is quadratic in a long document, so it slices pieces.
    # 64 code points: RE2 cuts 18 MB/s by {1,64}; by {1,1000} it gives up its automaton and takes a hundred times as long.
    sliced = f"""
        WITH pieces AS (
            SELECT document_id, unnest(parts) AS piece, generate_subscripts(parts, 1) - 1 AS number
            FROM (SELECT document_id, regexp_extract_all(text, '(?s).{{1,{_PIECE}}}') AS parts FROM documents)
        ),
        sliced AS (
            SELECT r.row_number, string_agg(p.piece, '' ORDER BY p.number) AS around
            FROM (
                SELECT rowid AS row_number, document_id, unnest(range({start} // {_PIECE}, ({end} - 1) // {_PIECE} + 1)) AS number
                FROM {table.TABLE}
                WHERE {start} >= 0 AND {start} < {end}
            ) AS r
            JOIN pieces AS p USING (document_id, number)
            GROUP BY r.row_number
        )
    """
    differs = f"OR coalesce(substr(s.around, r.{start} % {_PIECE} + 1, r.{end} - r.{start}), '') <> r.{text}" if text else ""
    query = f"""
        {sliced if text else ""}
        SELECT r.*, d.char_count
        FROM {table.TABLE} AS r
        JOIN documents AS d ON d.document_id = r.document_id
        {"LEFT JOIN sliced AS s ON s.row_number = r.rowid" if text else ""}
        WHERE
            (r.{start} IS NULL) <> (r.{end} IS NULL)
            OR (r.{start} IS NOT NULL AND (r.{start} < 0 OR r.{start} >= r.{end} OR r.{end} > d.char_count {differs}))
    """
    what = f"{table.TABLE}.{start}..{end}"
    meaning = f"{what} is a span of the document's text{' and slices back to ' + text if text else ''}; one row per span that does not"
    return Check(f"span:{table.TABLE}.{start}", meaning, query, True)
