"""`tourledger serve`: keeping the schedules of a home.

One loop, one run at a time. It looks at `sources.toml` and at the schedules every second, so that whatever the command line changes
holds at once; at the Prefect server every few seconds, for runs that somebody triggers there.

Why not the schedules of Prefect's own `serve`: after a stop it begins every run that was missed, all together; they live on the server,
so that nobody can list or pause them without it; and a change of one deletes what the others have waiting. What is due is therefore
kept in the home, and Prefect is told: each run is a flow run of a deployment, planned ahead, so that its page shows what comes and
what is late.
"""

import datetime as dt
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import httpx
from prefect.client.orchestration import get_client
from prefect.exceptions import ObjectNotFound
from prefect.settings import PREFECT_API_URL, temporary_settings
from rich.console import Console
from rich.text import Text

from flows.errors import DataError
from flows.prefect_server import OwnServer, own_server
from flows.schedule import Schedule, Schedules, next_wanted, open_schedules
from flows.scheduled_runs import ScheduledRuns
from flows.serving import take_place
from flows.settings import has_prefect_server
from flows.source_status import outcome
from tasks.sources.declaration import DeclarationError, read_declarations
from warehouse.errors import WriterBusyError
from warehouse.lock import holder_of
from warehouse.store import published_run

_TICK = 1.0
_ASK_SERVER = 4.0
_FAILED = "Flow run encountered an exception: "


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def serve(home: Path, console: Console) -> None:
    """Keep the schedules of a home until this process is told to end (SIGTERM, SIGINT).

    Args:
        home: The home, absolute; the environment has been prepared for it.
        console: Where to say what happens, one line each.

    Raises:
        DataError: Another process keeps them, or a Prefect server of our own does not start, or ends.
    """
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    with take_place(home) as place, _server(home) as server, open_schedules(home) as schedules:
        api_url = server.api_url if server else os.environ["PREFECT_API_URL"]
        place.tell(api_url)
        schedules.interrupt_all(_now(), "killed; it begins again")
        Keeper(home, schedules, console, stopping, server).keep(api_url)


@contextmanager
def _server(home: Path) -> Iterator[OwnServer | None]:
    """The Prefect server of the environment, or one of our own."""
    if has_prefect_server():
        yield None
        return
    with own_server(home) as server, temporary_settings({PREFECT_API_URL: server.api_url}):
        os.environ["PREFECT_API_URL"] = server.api_url  # of the runs, which are processes
        yield server


class Keeper:
    """Keeps the schedules of one home."""

    def __init__(
        self,
        home: Path,
        schedules: Schedules,
        console: Console,
        stopping: threading.Event,
        server: OwnServer | None = None,
        clock: Callable[[], dt.datetime] = _now,
    ) -> None:
        """Keep the schedules of a home, once `keep` is called.

        Args:
            home: The home.
            schedules: Its schedules.
            console: Where to say what happens.
            stopping: Set when this process is to end.
            server: The Prefect server, if it is ours.
            clock: Gives the moment.
        """
        self._home = home
        self._schedules = schedules
        self._console = console
        self._stopping = stopping
        self._server = server
        self._asked = -_ASK_SERVER
        self._planned: list[tuple[Schedule, dt.datetime]] | None = None
        self._paused = False
        self._told: str | None = None
        self._now = clock

    def keep(self, api_url: str) -> None:
        """Begin what is due until told to stop."""
        while not self._stopping.is_set():
            try:
                with cast("Any", get_client)(sync_client=True) as client:
                    runs = ScheduledRuns(client, self._home)
                    self._planned = None
                    self._say(f"keeping the schedules of {self._home}; Prefect is at {api_url.removesuffix('/api')}")
                    while not self._stopping.wait(_TICK):
                        self._need_server()
                        self.look(runs)
            except (httpx.HTTPError, ObjectNotFound) as error:
                self._need_server()
                self._tell_once(f"the Prefect server {api_url} does not answer, nothing begins: {' '.join(str(error).split())}")
                self._schedules.interrupt_all(self._now(), "the Prefect server was lost; it begins again")
                self._stopping.wait(_ASK_SERVER)
        self._say("stopped")

    def _need_server(self) -> None:
        if self._server is not None and self._server.process.poll() is not None:
            raise DataError(f"Prefect's server has ended: {self._server.log} may say why")

    def look(self, runs: ScheduledRuns) -> None:
        """Follow what is declared, and begin at most one run."""
        try:
            self._schedules.follow(read_declarations(self._home), self._now())
        except DeclarationError as error:
            self._tell_once(f"nothing begins until this is mended: {error}")
            return
        if time.monotonic() - self._asked > _ASK_SERVER:
            self._asked = time.monotonic()
            self._paused = runs.is_paused()
            triggered = runs.triggered(self._now())
        else:
            triggered = None
        self._plan(runs)
        wanted = None if self._paused else next_wanted(self._schedules.all(), self._now())
        if wanted is None and triggered is None:
            self._told = None
            return
        if (holder := holder_of(self._home)) is not None:
            self._tell_once(f"waiting for {holder}")
            return
        since = None if triggered is None else triggered.expected_start_time
        if wanted is not None and (since is None or wanted[0] <= since):
            self._begin(*wanted, runs)
        elif triggered is not None:
            self._say(f"{triggered.name}: triggered at the Prefect server")
            state = runs.execute(triggered, self._stopping)
            self._say(f"{triggered.name}: {state.type.value.lower() if state else 'stopped'}")
        self._asked = -_ASK_SERVER

    def _plan(self, runs: ScheduledRuns) -> None:
        """Let Prefect know the next run of every schedule, whenever that has changed."""
        planned = [(schedule, schedule.wanted) for schedule in self._schedules.all()]
        wanted = [] if self._paused else [(schedule, moment) for schedule, moment in planned if moment is not None]
        if wanted != self._planned:
            runs.withdraw(wanted)
            for schedule, moment in wanted:
                runs.plan(schedule, moment)
            self._planned = wanted

    def _begin(self, moment: dt.datetime, schedule: Schedule, runs: ScheduledRuns) -> None:
        source = schedule.source
        run = runs.plan(schedule, moment)
        before = published_run(self._home)
        late = self._now() - moment
        self._say(f"{source}: begins" + (f", {_words(late)} late" if late > dt.timedelta(minutes=1) else ""))
        self._schedules.start(source, self._now())
        state = runs.execute(run, self._stopping)
        if state is None or not state.is_final():
            self._schedules.interrupt(source, self._now(), "stopped with tourledger serve; it begins again with it")
            self._say(f"{source}: stopped; it begins again with tourledger serve")
            return
        message = (state.message or "").removeprefix(_FAILED)
        if state.is_failed() and message.startswith(WriterBusyError.__name__):
            self._schedules.interrupt(source, self._now(), message)
            return
        result, message = outcome(self._home, source, before) if state.is_completed() else (state.type.value.lower(), message)
        self._schedules.end(source, self._now(), result, message)
        self._say(f"{source}: {result}: {message}")

    def _say(self, words: str) -> None:
        now = self._now().astimezone().strftime("%Y-%m-%d %H:%M:%S")
        self._console.print(Text.assemble((f"{now}  ", "dim"), words), soft_wrap=True)
        self._console.file.flush()

    def _tell_once(self, words: str) -> None:
        if words != self._told:
            self._told = words
            self._say(words)


def _words(late: dt.timedelta) -> str:
    minutes = int(late.total_seconds() // 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h" if minutes < 2880 else f"{minutes // 1440} days"
