"""Flow runs of a home's schedules at a Prefect server: planned ahead, begun one at a time, each in a process of its own."""

import datetime as dt
import hashlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Collection
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import httpx
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.client.schemas.responses import SetStateStatus
from prefect.states import Cancelled, Crashed, Pending, Scheduled
from prefect.types.entrypoint import EntrypointType

from flows.ingest import ingest
from flows.notification import on_end
from flows.prefect_server import die_with_parent, stop
from flows.schedule import Schedule

_TAG = "tourledger-schedule"
_ERROR = re.compile(r"[\w.]+(?:Error|Exception|Exit)\b")
_ASK_SERVER = 2.0  # seconds between two looks at whether a run in progress shall be cancelled


class ScheduledRuns:
    """The runs of one home: those its schedules plan, and those that somebody triggers at the Prefect server."""

    def __init__(self, client: SyncPrefectClient, home: Path) -> None:
        """Register the deployment that the runs belong to.

        Its runs are begun here, by nobody else, since it belongs to no work pool.

        Args:
            client: A client of the Prefect server.
            home: The home, absolute.
        """
        self._client = client
        self._log = home / "prefect" / "run.log"
        # A server may know several homes, and a name of Prefect may hold no slash.
        name = f"{home.name}-{hashlib.sha256(str(home).encode()).hexdigest()[:8]}"
        deployment: Any = cast("Any", ingest).to_deployment(
            name=name,
            parameters={"sources": [], "home": str(home)},
            description=f"Sources of {home}, as tourledger serve keeps their schedules; a run without sources pulls all.",
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        self.deployment = f"{deployment.flow_name}/{name}"
        self._id: UUID = deployment.apply()

    def plan(self, schedule: Schedule, moment: dt.datetime) -> FlowRun:
        """The run of a schedule at a moment: the same one however often it is planned, until it began."""
        return self._client.create_flow_run_from_deployment(
            self._id,
            parameters={"sources": [schedule.source]},
            state=cast("Any", Scheduled)(scheduled_time=moment),
            name=f"ingest {schedule.source}",
            tags=[_TAG],
            idempotency_key=_key(schedule, moment),
        )

    def withdraw(self, planned: Collection[tuple[Schedule, dt.datetime]]) -> None:
        """Delete the runs that were planned and are wanted no longer, as after a pause or another schedule."""
        keys = {_key(schedule, moment) for schedule, moment in planned}
        for run in self._scheduled():
            if _TAG in run.tags and run.idempotency_key not in keys:
                self._client.delete_flow_run(run.id)

    def triggered(self, now: dt.datetime) -> FlowRun | None:
        """A run that somebody has triggered and that waits to begin; None if there is none."""
        due = [run for run in self._scheduled() if _TAG not in run.tags and (run.next_scheduled_start_time or now) <= now]
        return min(due, key=lambda run: run.next_scheduled_start_time or now, default=None)

    def is_paused(self) -> bool:
        """Whether the deployment was paused at the server, and all schedules with it.

        Raises:
            ObjectNotFound: The deployment is gone.
        """
        return bool(self._client.read_deployment(self._id).paused)

    def execute(self, run: FlowRun, stopping: threading.Event) -> "State[Any] | None":
        """Begin a run and wait for its end.

        Args:
            run: The run.
            stopping: Set when this process is to end, and the run with it.

        Returns:
            Its last state; None if it was stopped with this process.
        """
        if run.state is not None and run.state.is_final():
            return run.state
        if self._client.set_flow_run_state(run.id, Pending()).status != SetStateStatus.ACCEPT:
            return self._client.read_flow_run(run.id).state
        with self._log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "prefect.engine"],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PREFECT__FLOW_RUN_ID": str(run.id)},
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        try:
            cancelled = self._wait(process, run, stopping)
        finally:
            if process.poll() is None:
                stop(process)
        run = self._client.read_flow_run(run.id)
        if cancelled:
            return self._end(run, Cancelled(message="Cancelled at the Prefect server."))
        if run.state is not None and run.state.is_final():
            return None if stopping.is_set() and run.state.is_crashed() else run.state
        state = self._end(run, Crashed(message=self._last_words(process.returncode)))
        if stopping.is_set():
            return None
        on_end(ingest, run, state)  # what a run tells as it ends, the killed one could not
        return state

    def _end(self, run: FlowRun, state: "State[Any]") -> "State[Any]":
        self._client.set_flow_run_state(run.id, state, force=True)
        return state

    def _wait(self, process: "subprocess.Popen[bytes]", run: FlowRun, stopping: threading.Event) -> bool:
        """Wait for the end of a run's process, or bring it about; says whether it was cancelled."""
        asked = time.monotonic()
        while process.poll() is None:
            if stopping.wait(0.1):
                stop(process)
            elif time.monotonic() - asked > _ASK_SERVER:
                asked = time.monotonic()
                try:
                    state = self._client.read_flow_run(run.id).state
                except httpx.HTTPError:  # a server that is away for a while costs no run
                    continue
                if state is not None and (state.is_cancelling() or state.is_cancelled()):
                    stop(process)
                    return True
        return False

    def _last_words(self, code: int | None) -> str:
        if code is not None and code < 0:
            return f"The process was killed by {signal.Signals(-code).name}"
        lines = self._log.read_text(encoding="utf-8", errors="replace").split("\n")
        said = next((line for line in reversed(lines) if _ERROR.match(line)), "")
        return f"The process ended with {code}{f': {said}' if said else ''}"

    def _scheduled(self) -> list[FlowRun]:
        return self._client.read_flow_runs(
            deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[self._id])),
            flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED]))),
        )


def _key(schedule: Schedule, moment: dt.datetime) -> str:
    return f"{schedule.source} {moment.isoformat()} {schedule.attempt}"
