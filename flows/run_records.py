"""Keeping Prefect's records true: runs that were killed, and task runs still on their way to the server."""

import time
from typing import Any, cast
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.states import Crashed

_POLL = 0.05


def server_answers() -> None:
    """Ask the server whether it is well; starts one where the flow brings its own.

    Raises:
        httpx.HTTPError: It cannot be reached or does not answer as a Prefect server does.
        RuntimeError: It did not start in time.
    """
    with _client() as client:
        client.hello().raise_for_status()


def mark_killed_runs(home: str, *, this_run: str) -> int:
    """Mark runs of the flow on this home that Prefect believes to be running as crashed.

    The caller holds the writer's lock, so that they cannot be: a run that finds the lock taken ends at once.

    Args:
        home: The home, as the flow was given it.
        this_run: Id of the run that is asking.

    Returns:
        How many were marked.
    """
    marked = 0
    with _client() as client:
        running = client.read_flow_runs(
            flow_filter=FlowFilter(name=FlowFilterName(any_=["ingest"])),
            flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.RUNNING]))),
        )
        for run in running:
            if str(run.id) != this_run and run.parameters.get("home") == home:
                client.set_flow_run_state(run.id, Crashed(message="The process was killed; found by the next run."), force=True)
                marked += 1
    return marked


def wait_for_task_runs(flow_run_id: UUID, *, expected: int | None, seconds: float = 20.0) -> bool:
    """Wait until the server has written down how the task runs ended.

    They reach it as events, after the fact; a server that ends with this process would lose those still in its queue.

    Args:
        flow_run_id: The flow run.
        expected: Task runs there must be; None, where the flow failed, waits until nothing moves for a second.
        seconds: The longest wait.

    Returns:
        Whether all were written.
    """
    deadline = time.monotonic() + seconds
    count, since = -1, time.monotonic()
    with _client() as client:
        while time.monotonic() < deadline:
            runs = client.read_task_runs(flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[flow_run_id])))
            ended = sum(run.state is not None and run.state.is_final() for run in runs)
            if ended != count:
                count, since = ended, time.monotonic()
            if (expected is None and time.monotonic() - since > 1.0) or (expected is not None and ended >= expected):
                return True
            time.sleep(_POLL)
    return False


def wait_for_events(flow_run_id: UUID, *, expected: int, seconds: float = 20.0) -> bool:
    """Wait until the server has written down a flow run's events of ours, and with them all that were sent before, such as its assets'.

    Args:
        flow_run_id: The flow run.
        expected: How many there must be.
        seconds: The longest wait.

    Returns:
        Whether all were written.
    """
    ours = {"filter": {"event": {"prefix": ["tourledger."]}, "related": {"id": [f"prefect.flow-run.{flow_run_id}"]}}, "limit": 1}
    deadline = time.monotonic() + seconds
    with _client() as client:
        while expected and time.monotonic() < deadline:
            # The client has no method for events.
            found = client._client.post("/events/filter", json=ours).raise_for_status().json()
            if found["total"] >= expected:
                return True
            time.sleep(_POLL)
    return not expected


def _client() -> SyncPrefectClient:
    return cast("SyncPrefectClient", cast("Any", get_client)(sync_client=True))
