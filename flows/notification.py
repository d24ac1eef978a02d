"""Telling people, through a block of Prefect, that a run has failed, that a source is red, or that a run was published.

Hooks of the flow: they run wherever it runs, on the command line as on a schedule. What goes wrong here never concerns the run: it is one
line in its log and, where somebody watches, on the console.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import httpx
from prefect import Flow
from prefect.blocks.core import Block
from prefect.blocks.webhook import Webhook
from prefect.client.schemas.objects import FlowRun, State
from prefect.logging.loggers import flow_run_logger
from prefect.utilities.asyncutils import run_coro_as_sync

from flows.events import tell_failed
from flows.progress import CONSOLE
from tasks.sources.declaration import FILE_NAME
from tasks.sources.notification import FAILED, PUBLISHED, RED, NotificationError, read_notification
from warehouse.errors import WriterBusyError

RED_STATE = "Red"  # name of the state of a run that is complete, and of which a source is not well
_SUBJECTS = {FAILED: "an ingest has failed", RED: "a source is red", PUBLISHED: "a run was published"}
_LONGEST = 2000  # characters of a message


def on_end(flow: Flow[..., Any], flow_run: FlowRun, state: State[Any]) -> None:
    """Tell who wants to know how a run ended; a hook for completion, failure and crash.

    A run that found another one at work has not failed: the other one says how it went.
    """
    home = Path(flow_run.parameters["home"])
    ended: Any = state.result(raise_on_failure=False)
    if isinstance(ended, WriterBusyError):
        return
    if not state.is_completed():
        tell_failed(home, str(flow_run.id), state.message or "")
    block = FILE_NAME
    try:
        wanted = read_notification(home / FILE_NAME)
        occasion = None if wanted is None else next((occasion for occasion in _occasions(state, ended) if occasion in wanted.on), None)
        if wanted is None or occasion is None:
            return
        block = wanted.block
        _send(
            block,
            f"Tour Ledger: {_SUBJECTS[occasion]}",
            f"{flow_run.name}: {state.message}\nhome: {home}\nflow run: {flow_run.id}"[:_LONGEST],
        )
    except Exception as error:  # noqa: BLE001 - a block may raise anything, and none of it is the run's
        told = f"nobody was notified: {block}: {_without_address(error)}"
        flow_run_logger(flow_run, flow).warning(told)
        if (console := CONSOLE.get()) is not None:
            console.print(told, style="yellow", soft_wrap=True)


def _occasions(state: State[Any], ended: Any) -> Iterator[str]:
    """What there is to tell, the most urgent first."""
    if not state.is_completed():
        yield FAILED
        return
    if state.name == RED_STATE:
        yield RED
    if ended.run is not None:
        yield PUBLISHED


def _send(name: str, subject: str, body: str) -> None:
    """Give a message to a block of Prefect: one for notifications, or a webhook.

    Raises:
        Exception: Whatever the block raises; there may be none of this name.
    """
    block = cast("Any", Block).load(name)
    if isinstance(block, Webhook):
        response = run_coro_as_sync(block.call({"subject": subject, "body": body, "text": f"{subject}\n{body}"}))
        cast("httpx.Response", response).raise_for_status()
    else:
        with block.raise_on_failure():  # else it keeps what went wrong to itself
            block.notify(body, subject)


def _without_address(error: Exception) -> str:
    """What went wrong, without the message: it may hold the receiver's address, which is a secret in many of them."""
    if isinstance(error, NotificationError):  # our own, of the file
        return str(error)
    if isinstance(error, httpx.HTTPStatusError):
        return f"the receiver answers {error.response.status_code} {error.response.reason_phrase}".rstrip()
    if isinstance(error, ValueError) and "Unable to find block document" in str(error):
        return "Prefect has no such block"
    return type(error).__name__
