"""What a run found, as values: read from the published warehouse, shown on the console and kept as a Prefect artifact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.source_status import COLUMNS, SourceStatus

if TYPE_CHECKING:
    import duckdb

    from flows.ingest import Ingested
    from warehouse.load import RunFacts

_QUERIES = Path(__file__).parent / "queries"
MOST_TOURS = 10
_MOST_LISTED = 100

Record = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class DocumentReport:
    """One document that a run changed.

    Attributes:
        document: Its facts and counts, as `run_documents.sql` names them.
        stops: Its stops, in order.
        people: Names by part, in reported order.
        restored: Restored names and the words that stood for them.
        issues: Its issues by code.
    """

    document: Record
    stops: tuple[Record, ...]
    people: dict[str, tuple[str, ...]]
    restored: tuple[Record, ...]
    issues: tuple[Record, ...]


@dataclass(frozen=True, kw_only=True)
class RunReport:
    """What a published run changed, and what the warehouse holds after it.

    Attributes:
        run: Its number.
        tours: The first of the changed documents that report a tour.
        documents: All changed documents.
        totals: Counts of the current state.
        issues: All issues by code.
    """

    run: int
    tours: tuple[DocumentReport, ...]
    documents: tuple[Record, ...]
    totals: Record
    issues: tuple[Record, ...]


def run_report(connection: duckdb.DuckDBPyConnection, run: int) -> RunReport:
    """Read from a warehouse what a run found.

    Args:
        connection: The warehouse that the run published.
        run: Its number.
    """
    documents = records(connection, "run_documents", run=run)
    tours = [document for document in documents if document["reports_tour"]][:MOST_TOURS]
    return RunReport(
        run=run,
        tours=tuple(_document_report(connection, document) for document in tours),
        documents=documents,
        totals=records(connection, "table_counts")[0],
        issues=records(connection, "issue_counts", document=None),
    )


def records(connection: duckdb.DuckDBPyConnection, name: str, **parameters: Any) -> tuple[Record, ...]:
    """The rows of a query of `flows/queries/`, as dictionaries."""
    cursor = connection.execute(_query(name), parameters)
    columns = [column[0] for column in cursor.description or ()]
    return tuple(dict(zip(columns, row, strict=True)) for row in cursor.fetchall())


def dates(stop: Record) -> str:
    """The days of a stop as a person writes them; empty where none are known."""
    start: dt.date | None = stop["date_start"]
    end: dt.date | None = stop["date_end"]
    if start is None or end is None:
        return "" if start is None else start.isoformat()
    if start == end:
        return start.isoformat()
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.isoformat()}–{end:%d}"
    return f"{start.isoformat()} – {end.isoformat()}"


def markdown_report(ingested: Ingested, facts: RunFacts, report: RunReport | None, states: Sequence[SourceStatus], now: dt.datetime) -> str:
    """The report of a run for Prefect's page of artifacts.

    Args:
        ingested: What the flow did.
        facts: What it counted.
        report: What it found; None if nothing had changed.
        states: How the sources are.
        now: When.

    Returns:
        Markdown; at most 10 tours and 100 other documents are listed, and it says how many are not.
    """
    staged = ingested.staged
    lines = [
        f"# {'Nothing new' if ingested.run is None else f'Run {ingested.run}'}",
        "",
        "| seen | new | changed | unchanged | removed | failed |",
        "| ---: | ---: | ---: | ---: | ---: | ---: |",
        f"| {facts.documents_seen} | {staged.documents_new if staged else 0} | {staged.documents_changed if staged else 0} "
        f"| {facts.documents_unchanged} | {staged.documents_removed if staged else 0} | {facts.documents_failed} |",
        "",
        f"| {' | '.join(COLUMNS)} |",
        "| --- | --- | --- | --- | ---: | ---: |",
        *(f"| {' | '.join(map(_cell, state.cells(now)))} |" for state in states if state.name in {s.key for s in ingested.sources}),
    ]
    if report is not None:
        for tour in report.tours:
            lines += _markdown_tour(tour)
        listed = {tour.document["document_id"] for tour in report.tours}
        others = [document for document in report.documents if document["document_id"] not in listed]
        if others:
            lines += ["", "## Other documents", "", "| document | title | stops | issues |", "| --- | --- | ---: | ---: |"]
            lines += [f"| {_cell(d['source_uri'])} | {_cell(d['title'])} | {d['stops']} | {d['issues']} |" for d in others[:_MOST_LISTED]]
        if len(others) > _MOST_LISTED:
            lines += ["", f"… and {len(others) - _MOST_LISTED} more: `SELECT * FROM documents WHERE changed_run = {report.run}`"]
        lines += ["", "## Issues of the current state", "", "| severity | code | issues | for example |", "| --- | --- | ---: | --- |"]
        lines += [f"| {i['severity']} | {i['code']} | {i['issues']} | {_cell(i['example'])} |" for i in report.issues]
    failed = [issue for source in ingested.sources for issue in source.issues if issue.severity == "error"]
    failed += [*ingested.failures, *ingested.invalid_corrections]
    if failed:
        lines += ["", "## Failed", "", "| source | code | message |", "| --- | --- | --- |"]
        lines += [f"| {_cell(i.source_uri)} | {i.code} | {_cell(i.message)} |" for i in failed[:_MOST_LISTED]]
    lines += ["", " · ".join(f"{name} {seconds:.2f} s" for name, seconds in ingested.seconds.items())]
    return "\n".join(lines) + "\n"


def _document_report(connection: duckdb.DuckDBPyConnection, document: Record) -> DocumentReport:
    key = document["document_id"]
    people: dict[str, tuple[str, ...]] = {}
    for person in records(connection, "document_people", document=key):
        people[person["part"]] = (*people.get(person["part"], ()), person["name"])
    return DocumentReport(
        document=document,
        stops=records(connection, "document_stops", document=key),
        people=people,
        restored=records(connection, "document_restored", document=key),
        issues=records(connection, "issue_counts", document=key),
    )


def _markdown_tour(tour: DocumentReport) -> list[str]:
    lines = ["", f"## {_cell(tour.document['title'] or tour.document['source_uri'])}", ""]
    lines += ["| # | place | city | county | dates | visitors |", "| ---: | --- | --- | --- | --- | --- |"]
    for stop in tour.stops:
        cells = [stop["position"], stop["place"], stop["city"], stop["county"], dates(stop), stop["visitors"]]
        lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    people = [f"- {part}s: {_cell(', '.join(tour.people[part]))}" for part in ("visitor", "companion", "host") if part in tour.people]
    restored = [
        f"- restored: {_cell(name['name'])} where the text has “{_cell(name['text'])}” ({name['times']}×)" for name in tour.restored
    ]
    return [*lines, "", *people, *restored, f"- issues: {tour.document['issues']}"]


def _cell(value: object) -> str:
    return "" if value is None else " ".join(str(value).replace("|", "\\|").split())


@cache
def _query(name: str) -> str:
    return (_QUERIES / f"{name}.sql").read_text(encoding="utf-8")
