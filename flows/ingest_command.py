"""The command `tourledger ingest`: what is meant by its words, before Prefect is imported."""

import argparse
import datetime as dt
import os
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from rich.console import Console

from flows.errors import DataError, UsageError
from flows.settings import SEED_DOCUMENTS, prepare_environment


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the words of the command."""
    parser.add_argument(
        "sources",
        nargs="*",
        metavar="SOURCE",
        help="the name of a declared source, a file, a folder, a glob, or an address (default: the project's seeds/documents)",
    )
    parser.add_argument("--all", action="store_true", help="all sources that the home declares")
    parser.add_argument("--since", type=_day, metavar="DATE", help="only documents published on this day or later; removes none")
    parser.add_argument("--until", type=_day, metavar="DATE", help="only documents published on this day or before; removes none")
    parser.add_argument(
        "--reread", action="store_true", help="instead of sources take documents, by id or by a glob of source_uri, from the archive"
    )
    lost = "publish a run though a source has lost half of its stops or documents against the one before"
    parser.add_argument("--accept", action="store_true", help=lost)
    parser.add_argument("--workers", type=_count, metavar="N", help="processes that read (default: one for every core)")
    parser.add_argument(
        "--runner", choices=("processes", "dask"), default="processes", help="where documents are read (default: %(default)s)"
    )
    parser.add_argument("--address", metavar="URL", help="with --runner dask, the cluster's scheduler (default: start workers here)")


def ingest_now(options: argparse.Namespace, *, watched: Console, console: Console, started: float) -> None:
    """Run the flow and print what it found.

    Args:
        options: What `add_options` gave.
        watched: Where progress is shown, if it is a terminal.
        console: Where the report goes.
        started: When the command began, on the clock of `time.monotonic`.

    Raises:
        UsageError: The options contradict each other.
        DataError: A source is red or not there.
        WarehouseError: As the flow raises it.
    """
    _refuse_runner(options)
    home = options.home.absolute()
    sources, missing = _sources(options, home)
    prepare_environment(home, verbose=options.verbose)
    from flows.runner import run_ingest

    chosen = sources if options.reread else None
    ingested = run_ingest(
        sources,
        home,
        since=options.since,
        until=options.until,
        chosen=chosen,
        accept=options.accept,
        runner=options.runner,
        address=options.address,
        workers=options.workers,
        watched=watched,
        console=console,
        started=started,
    )
    if missing:
        raise DataError("; ".join(missing))
    if red := [source.given for source in ingested.red]:
        raise DataError(f"not well: {', '.join(red)}")


def _day(word: str) -> dt.date:
    try:
        return dt.date.fromisoformat(word)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{word!r} is no day such as 2024-07-01") from error


def _count(word: str) -> int:
    if not word.isdecimal() or not int(word):
        raise argparse.ArgumentTypeError(f"{word!r} is no number of processes")
    return int(word)


def _refuse_runner(options: argparse.Namespace) -> None:
    """Refuse options of the runner that contradict each other, or a runner that is not installed.

    Raises:
        UsageError: They do, or it is not.
    """
    if options.runner != "dask":
        if options.address:
            raise UsageError("--address is of --runner dask")
        return
    if options.address and options.workers:
        raise UsageError("--workers is of a cluster that the command starts: the one at --address has its own")
    if find_spec("prefect_dask") is None:
        raise UsageError("--runner dask needs the extra dask: pip install -c constraints.txt -e '.[dask]'")
    host = urlsplit(options.address or "").hostname
    if host not in {None, "localhost", "127.0.0.1", "::1"} and not os.environ.get("PREFECT_API_URL"):
        raise UsageError("workers on other machines tell Prefect of their work: set PREFECT_API_URL to a server that they reach")


def _sources(options: argparse.Namespace, home: Path) -> tuple[list[str], list[str]]:
    """The sources or documents that are meant, and a line for each path that is not there.

    Raises:
        UsageError: The options contradict each other, or the home's declarations cannot be meant.
        DataError: None of the paths is there.
    """
    from tasks.sources.declaration import DeclarationError, read_declarations, scheme_of
    from tasks.sources.location import LocalSource, SourceMissingError

    if options.since and options.until and options.since > options.until:
        raise UsageError(f"--since {options.since} is after --until {options.until}")
    if options.reread:
        if options.all or options.since or options.until or not options.sources:
            raise UsageError("--reread takes documents, and no --all, --since or --until")
        return options.sources, []
    try:
        declared = read_declarations(home)
    except DeclarationError as error:
        raise UsageError(str(error)) from error
    if options.all:
        if options.sources:
            raise UsageError("--all takes no SOURCE")
        if not declared:
            raise UsageError(f"--all: {home} declares no source")
        return list(declared), []
    sources = options.sources or [str(SEED_DOCUMENTS)]
    missing = []
    for source in sources:
        if source not in declared and scheme_of(source) is None:
            try:
                LocalSource.parse(source)
            except SourceMissingError as error:
                missing.append(str(error))
    if len(missing) == len(sources):
        raise DataError("; ".join(missing))
    return sources, missing
