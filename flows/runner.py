"""Running the flow from the command line: the server it reports to, and the end of its records."""

import datetime as dt
import time
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, cast

import httpx
from prefect.client.schemas.objects import State
from prefect.settings import PREFECT_API_URL, PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from rich.console import Console

from flows.console_report import print_report
from flows.errors import DataError
from flows.ingest import Ingested, ingest
from flows.progress import CONSOLE, step
from flows.report import run_report
from flows.run_records import server_answers, wait_for_events, wait_for_task_runs
from flows.settings import has_prefect_server, shown_path
from tasks.dask_reading import ClusterError
from tasks.reread import NoSuchDocumentError
from warehouse.errors import WriterBusyError
from warehouse.home import ATLAS, Home
from warehouse.store import open_published, published_run


def run_ingest(
    sources: list[str],
    home: Path,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    chosen: list[str] | None = None,
    accept: bool = False,
    runner: str = "processes",
    address: str | None = None,
    workers: int | None = None,
    watched: Console,
    console: Console,
    started: float,
) -> Ingested:
    """Run the ingest flow now and print what it found.

    Args:
        sources: Names of declared sources, files, folders, globs and addresses.
        home: The home, absolute.
        since: The first day of publication that is wanted.
        until: The last.
        chosen: Documents to read again instead.
        accept: Publish the run though it differs much from the one before.
        runner: Where documents are read, 'processes' or 'dask'.
        address: Of the Dask scheduler; None starts one.
        workers: Processes that read; None takes the number of cores.
        watched: Where progress is shown, if it is a terminal.
        console: Where the report goes.
        started: When the command began, on the clock of `time.monotonic`.

    Returns:
        What the flow did.

    Raises:
        DataError: The Prefect server or the Dask cluster cannot be reached, or there is no such document.
        WarehouseError: As the flow raises it.
    """
    CONSOLE.set(watched)
    with step("Starting Prefect"):
        try:
            server_answers()
        except (httpx.HTTPError, RuntimeError) as error:
            where = PREFECT_API_URL.value() or "that should start with the command"
            raise DataError(f"the Prefect server {where} does not answer: {error}") from error
    given = (sources, str(home), since, until, chosen, accept, runner, address, workers)
    with _without_heartbeat():
        state = cast("State[Ingested]", cast("Any", ingest)(*given, return_state=True))
    ingested: Any = state.result(raise_on_failure=False)
    flow_run_id = state.state_details.flow_run_id
    if not has_prefect_server() and flow_run_id is not None:
        ended = isinstance(ingested, Ingested)
        wait_for_task_runs(flow_run_id, expected=ingested.task_runs if ended and runner != "dask" else None)
        if not isinstance(ingested, WriterBusyError):  # of that there is no event
            wait_for_events(flow_run_id, expected=ingested.events if ended else 1)
    if isinstance(ingested, NoSuchDocumentError | ClusterError):
        raise DataError(str(ingested)) from ingested
    if not isinstance(ingested, Ingested):
        raise ingested
    report = None
    if ingested.run is not None:
        with open_published(home) as connection:
            report = run_report(connection, ingested.run)
    print_report(console, ingested, report, current_run=published_run(home), started=started, ended=time.monotonic())
    if published_run(home) is not None:
        atlas = Home(home).current / ATLAS
        drawn = (
            f"Atlas: {shown_path(str(atlas))}" if atlas.exists() else "No atlas is drawn: `tourledger atlas` draws one, or tells why not"
        )
        console.print(drawn, soft_wrap=True, markup=False)
    return ingested


def _without_heartbeat() -> AbstractContextManager[Any]:
    """A server of our own dies with us: nobody could miss the heartbeat, which costs a second at the end of every flow run."""
    return nullcontext() if has_prefect_server() else temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None})
