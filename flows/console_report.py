"""The report of a run on the console."""

from rich import box
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from flows.grid import as_text, print_trimmed
from flows.ingest import Ingested
from flows.report import MOST_TOURS, DocumentReport, Record, RunReport, dates
from tasks.sources.source_issues import CODES

_MOST_FAULTS = 10


def print_report(
    console: Console, ingested: Ingested, report: RunReport | None, *, current_run: int | None, started: float, ended: float
) -> None:
    """Print what a run found and changed, and where its time went.

    Args:
        console: Where to.
        ingested: What the flow did.
        report: What it found; None if nothing had changed.
        current_run: The run that is published now.
        started: When the command began, on the clock of `time.monotonic`.
        ended: When everything was written down.
    """
    if report is not None:
        for tour in report.tours:
            print_trimmed(console, _tour(tour))
        _print_rest(console, report)
    _print_faults(console, ingested)
    console.print(_outcome(ingested, report, current_run))
    work = sum(ingested.seconds.values())
    steps = ", ".join(f"{name} {seconds:.2f}" for name, seconds in ingested.seconds.items())
    start_up = ingested.began - started
    records = ended - started - start_up - work
    split = f"start-up {start_up:.1f}, work {work:.1f} ({steps}), Prefect's records {records:.1f}"
    console.print(Text(f"{ended - started:.1f} s: {split}"), style="dim")


def _tour(tour: DocumentReport) -> Group:
    document = tour.document
    facts = [
        document["source_uri"],
        as_text(document["published_on"] or "undated"),
        document["language"],
        f"{document['char_count']:,} characters",
        "new" if document["is_new"] else "changed",
    ]
    heading = Text(as_text(document["title"] or document["source_uri"]), style="bold")
    return Group(
        heading,
        Text(" · ".join(map(as_text, facts)), style="dim"),
        Padding(_stops(tour), (1, 0, 0, 0)),
        Padding(_people(tour), (1, 0, 1, 0)),
    )


def _stops(tour: DocumentReport) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column("place", overflow="fold", ratio=3)
    table.add_column("city", overflow="fold")
    table.add_column("county", overflow="fold")
    table.add_column("dates", overflow="fold", min_width=10)
    table.add_column("visitors", overflow="fold", ratio=1)
    for stop in tour.stops:
        region = stop["city"] or stop["province"] or stop["country"]
        cells = [stop["position"], stop["place"], region, stop["county"], dates(stop), stop["visitors"]]
        table.add_row(*("" if cell is None else Text(as_text(cell)) for cell in cells))
    return table


def _people(tour: DocumentReport) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for part in ("visitor", "companion", "host"):
        if names := tour.people.get(part):
            table.add_row(part if len(names) == 1 else f"{part}s", Text(as_text(", ".join(names))))
    if tour.restored:
        table.add_row("restored", Text(as_text(_restored(tour.restored))))
    if tour.document["statements"]:
        table.add_row("statements", str(tour.document["statements"]))
    if tour.issues:
        table.add_row("issues", ", ".join(f"{issue['issues']} {issue['code']}" for issue in tour.issues))
    return table


def _restored(restored: tuple[Record, ...]) -> str:
    by_name: dict[str, list[str]] = {}
    for found in restored:
        times = f" ({found['times']} times)" if found["times"] > 1 else ""
        by_name.setdefault(found["name"], []).append(f"“{found['text']}”{times}")
    return "; ".join(f"{name}, from {', '.join(words)}" for name, words in by_name.items())


def _print_rest(console: Console, report: RunReport) -> None:
    tours = sum(document["reports_tour"] for document in report.documents)
    notes = []
    if tours > MOST_TOURS:
        notes.append(f"{tours - MOST_TOURS} more documents report a tour")
    if others := len(report.documents) - tours:
        notes.append(f"{others} {'reports' if others == 1 else 'report'} none")
    if notes:
        query = f"select * from documents where changed_run = {report.run}"
        console.print(Text(f'{"; ".join(notes)}: tourledger sql "{query}"', style="dim"))
        console.print()


def _print_faults(console: Console, ingested: Ingested) -> None:
    faults = [issue for source in ingested.sources for issue in source.issues if issue.severity != "info"]
    faults += [*ingested.failures, *ingested.invalid_corrections]
    faults.sort(key=lambda issue: (issue.severity != "error", not CODES[issue.code].red))
    if not faults:
        return
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for issue in faults[:_MOST_FAULTS]:
        style = "red" if issue.severity == "error" else "yellow"
        table.add_row(Text(issue.code, style=style), Text(as_text(f"{issue.source_uri}: {issue.message}")))
    print_trimmed(console, table)
    if len(faults) > _MOST_FAULTS:
        console.print(
            Text(f'… and {len(faults) - _MOST_FAULTS} more: tourledger sql "select * from issues where document_id is null"', style="dim")
        )
    console.print()


def _outcome(ingested: Ingested, report: RunReport | None, current_run: int | None) -> Text:
    seen = sum(source.seen for source in ingested.sources)
    failed = sum(source.failed for source in ingested.sources) + len(ingested.failures)
    waiting = sum(source.waiting for source in ingested.sources)
    counted = [f"{seen:,} {_documents(seen)} seen"]
    if report is None or ingested.staged is None:
        state = f"run {current_run} stays" if current_run else "nothing is published"
        counted += [f"{number:,} {word}" for word, number in (("failed", failed), ("waiting", waiting)) if number]
        return Text.assemble((f"Nothing new, {state}", "bold"), f": {', '.join(counted)}")
    unchanged = sum(source.unchanged for source in ingested.sources)
    staged = ingested.staged
    numbers = {
        "new": staged.documents_new,
        "changed": staged.documents_changed,
        "unchanged": unchanged,
        "removed": staged.documents_removed,
        "failed": failed,
        "waiting": waiting,
    }
    counted += [f"{number:,} {word}" for word, number in numbers.items() if number]
    counted += [f"{ingested.resumed:,} taken from a run that was stopped"] if ingested.resumed else []
    totals = report.totals
    held = ", ".join(
        f"{totals[word]:,} {word if totals[word] != 1 else word.removesuffix('s')}"
        for word in ("documents", "tours", "stops", "mentions", "statements", "issues")
    )
    return Text.assemble(
        (f"Run {report.run} published", "bold"), f": {', '.join(counted)}; {ingested.checks} checks passed\n", f"The warehouse holds {held}"
    )


def _documents(number: int) -> str:
    return "document" if number == 1 else "documents"
