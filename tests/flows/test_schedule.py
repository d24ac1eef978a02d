import datetime as dt
import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from prefect.client.schemas.objects import State
from prefect.states import Cancelled, Completed, Failed
from rich.console import Console

from flows.cli import main
from flows.errors import DataError
from flows.schedule import Schedule, Schedules, open_schedules
from flows.serve import Keeper
from flows.serving import serving, take_place
from tasks.sources.declaration import read_declarations
from tasks.sources.declaration_text import add_declaration, declare_schedule
from tests.tasks.sources.web_server import Reply, Request
from tests.tasks.sources.web_server import serving as serving_web
from warehouse.lock import writer

SIX = dt.datetime(2026, 11, 23, 6, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
VISIT = "Minister visits Hunan\n2024-05-02\nOn May 1, Minister of Transport Li Wei visited the Port of Changsha in Hunan Province."


class Runs:
    """What the Prefect server and the processes of runs do, told in a list."""

    def __init__(self) -> None:
        self.began: list[str] = []
        self.planned: list[tuple[str, dt.datetime]] = []
        self.waiting: list[Any] = []
        self.paused = False
        self.during: Callable[[], State[Any] | None] = Completed

    def plan(self, schedule: Schedule, moment: dt.datetime) -> Any:
        self.planned.append((schedule.source, moment))
        return SimpleNamespace(name=schedule.source)

    def withdraw(self, planned: object) -> None:
        self.planned = []

    def triggered(self, now: dt.datetime) -> Any:
        return self.waiting.pop() if self.waiting else None

    def is_paused(self) -> bool:
        return self.paused

    def execute(self, run: Any, stopping: object) -> State[Any] | None:
        self.began.append(run.name)
        return self.during()


class Day:
    """A day of `tourledger serve`: two sources, a clock that we set, and runs that take no time."""

    def __init__(self, home: Path, schedules: Schedules) -> None:
        self.home = home
        self.schedules = schedules
        self.now = SIX
        self.runs: Any = Runs()
        self.said = io.StringIO()
        for name in ("a", "b"):
            add_declaration(home, {"name": name, "kind": "files", "address": "/x", "schedule": "0 * * * *"})
        self.restart()

    def restart(self) -> None:
        console = Console(file=self.said, width=200)
        self.keeper = Keeper(self.home, self.schedules, console, threading.Event(), clock=lambda: self.now)

    def looks(self, hours: float = 0, times: int = 5) -> list[str]:
        """What begins after so many hours."""
        self.now += hours * HOUR
        self.runs.began.clear()
        for _ in range(times):
            self.keeper._asked = -10.0
            self.keeper.look(self.runs)
        return list(self.runs.began)

    def of(self, source: str) -> Schedule:
        return next(schedule for schedule in self.schedules.all() if schedule.source == source)


@pytest.fixture
def day(home: Path) -> Iterator[Day]:
    with open_schedules(home) as schedules:
        yield Day(home, schedules)


def test_sources_that_are_due_run_one_after_another_and_once(day: Day) -> None:
    assert day.looks() == []
    assert day.runs.planned == [("a", SIX + HOUR), ("b", SIX + HOUR)]
    assert day.looks(0.9) == []
    assert day.looks(0.1) == ["a", "b"]
    assert (day.of("a").due, day.of("a").outcome, day.of("a").message) == (SIX + 2 * HOUR, "well", "nothing new")


def test_what_was_missed_is_caught_up_once(day: Day) -> None:
    day.looks()
    day.now += 10.4 * HOUR
    day.restart()
    assert day.looks() == ["a", "b"]
    assert day.of("a").due == SIX + 11 * HOUR
    assert "a: begins, 9 h late" in day.said.getvalue()


def test_a_time_that_comes_during_a_run_is_not_lost(day: Day) -> None:
    def take_long() -> State[Any]:
        day.now += 3.5 * HOUR
        day.runs.during = Completed
        return Completed()

    day.looks()
    day.runs.during = take_long
    assert day.looks(1) == ["a", "b", "a"]
    assert day.of("a").due == SIX + 5 * HOUR


def test_a_run_that_fails_stops_no_other_and_comes_again_at_its_time(day: Day) -> None:
    day.looks()
    day.runs.during = lambda: Failed(message="Flow run encountered an exception: OSError: no space left")
    assert day.looks(1) == ["a", "b"]
    assert (day.of("b").outcome, day.of("b").message) == ("failed", "OSError: no space left")
    day.runs.during = Cancelled
    assert day.looks(1) == ["a", "b"]
    assert day.of("b").outcome == "cancelled"


def test_what_was_interrupted_begins_again(day: Day) -> None:
    day.looks()
    day.runs.during = lambda: None
    assert day.looks(1, times=1) == ["a"]
    assert (day.of("a").outcome, day.of("a").due) == ("interrupted", SIX + HOUR)
    day.schedules.start("b", day.now)
    day.schedules.interrupt_all(day.now, "killed")  # as serve does when it starts
    assert (day.of("b").outcome, day.of("b").message) == ("interrupted", "killed")
    day.runs.during = Completed
    assert day.looks() == ["a", "b"]


def test_changes_hold_at_once(day: Day) -> None:
    day.looks()
    day.schedules.pause("a")
    assert day.looks(1) == ["b"]
    day.schedules.ask("a", day.now)
    assert day.looks() == ["a"]
    assert day.looks() == []
    day.schedules.resume("a", day.now)
    assert day.of("a").due == SIX + 2 * HOUR  # what passed while it was paused is not caught up
    declare_schedule(day.home, "b", None)
    assert day.looks(1) == ["a"]
    declare_schedule(day.home, "b", "every 30m")
    assert day.looks() == []
    assert day.runs.planned == [("a", SIX + 3 * HOUR), ("b", SIX + 2.5 * HOUR)]
    assert day.looks(0.5) == ["b"]


def test_a_file_that_cannot_be_meant_holds_everything_and_loses_nothing(day: Day) -> None:
    day.looks()
    text = (day.home / "sources.toml").read_text()
    (day.home / "sources.toml").write_text(text + "[[sauce]]\n")
    assert day.looks(1) == []
    assert day.said.getvalue().count("nothing begins until this is mended") == 1
    (day.home / "sources.toml").write_text(text)
    assert day.looks(1) == ["a", "b"]


def test_another_ingest_is_waited_for(day: Day) -> None:
    day.looks()
    with writer(day.home, "by hand"):
        assert day.looks(1) == []
    assert "waiting for pid" in day.said.getvalue()
    # One that begins in the same second makes a run of ours fail: it is tried again.
    day.runs.during = lambda: Failed(message="Flow run encountered an exception: WriterBusyError: another ingest")
    assert day.looks(times=1) == ["a"]
    day.runs.during = Completed
    assert day.looks() == ["a", "b"]


def test_what_is_done_at_the_prefect_server_is_followed(day: Day) -> None:
    day.looks()
    day.runs.waiting.append(SimpleNamespace(name="triggered", expected_start_time=SIX))
    assert day.looks(1) == ["triggered", "a", "b"]
    day.runs.paused = True
    assert day.looks(1) == []
    assert day.runs.planned == []
    day.runs.paused = False
    assert day.looks() == ["a", "b"]


def test_one_process_keeps_a_home(home: Path) -> None:
    assert serving(home) is None
    with take_place(home) as place:
        place.tell("http://127.0.0.1:1/api")
        assert serving(home) == serving(home) != None  # noqa: E711
        with pytest.raises(DataError, match=f"already: pid {os.getpid()}"), take_place(home):
            pass
    assert serving(home) is None


def test_the_command_line(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def told(*words: str) -> tuple[int, str]:
        code = main(["schedule", *words, "--home", str(home)])
        out, err = capsys.readouterr()
        return code, out + err

    assert told("list") == (0, 'no source has a schedule: tourledger schedule add SOURCE --cron "0 6 * * *"\n')
    add_declaration(home, {"name": "a", "kind": "files", "address": "/x"})
    assert told("pause", "a") == (2, "tourledger: 'a' has no schedule; no source has one: tourledger schedule add\n")
    code, words = told("add", "a", "--cron", "0 25 * * *")
    assert (code, words.count("\n")) == (2, 1)
    assert words.endswith("source 'a': schedule is '0 25 * * *': bad hour; cron such as 0 6 * * * was expected\n")
    code, words = told("add", "a", "--cron", "0 6 * * *", "--timezone", "Asia/Shanghai")
    assert code == 0
    assert "06:00+08:00" in words
    for action, state in (("pause", "paused"), ("resume", "waiting")):
        assert told(action, "a")[0] == 0
        assert state in told("list")[1]
    assert "Nothing keeps them now" in told("list")[1]
    with open_schedules(home) as schedules:
        schedules._set("a", due=(dt.datetime.now(dt.UTC) - HOUR).isoformat())
    code, words = told("list")
    assert (code, words.splitlines()[-1]) == (1, "tourledger: a is late")
    with open_schedules(home) as schedules:
        schedules.start("a", dt.datetime.now(dt.UTC))
        assert told("list")[0] == 0
        schedules.end("a", dt.datetime.now(dt.UTC), "crashed", "The process was killed by SIGKILL")
    code, words = told("list")
    assert (code, words.splitlines()[-1]) == (1, "tourledger: a crashed")
    assert told("remove", "a")[0] == 0
    assert [source.schedule for source in read_declarations(home).values()] == [None]


def test_serve_is_killed_in_a_run_and_catches_up_once_when_it_is_back(home: Path, tmp_path: Path) -> None:
    released = threading.Event()
    asked = threading.Event()

    def page(_: Request) -> Reply:
        asked.set()
        released.wait(30)
        return Reply(VISIT.encode(), headers={"Content-Type": "text/plain"})

    with serving_web() as web:
        web.answers["/visit.txt"] = page
        common = {"schedule": "every 1d"}
        add_declaration(home, {"name": "gone", "kind": "files", "address": str(tmp_path / "nowhere"), **common})
        slow = {"name": "slow", "kind": "page", "address": f"{web.address}/visit.txt", "allow_private": True, "requests_per_second": 1000.0}
        add_declaration(home, {**slow, **common})
        with open_schedules(home) as schedules:
            long_ago = dt.datetime.now(dt.UTC) - dt.timedelta(days=10)
            schedules.follow(read_declarations(home), long_ago)
        first = serve(home)
        try:
            wait_for(asked.is_set)  # the source that is gone had its turn, and cost the other nothing
            keeper = serving(home)
            assert keeper is not None
            processes = [int(child) for child in Path(f"/proc/{keeper.pid}/task/{keeper.pid}/children").read_text().split()]
            assert len(processes) == 2  # the Prefect server, and the run
            assert of(home, "gone").outcome == "red"
        finally:
            first.kill()
        first.wait(10)
        assert all(gone(process) for process in processes)
        released.set()
        second = serve(home)
        try:
            wait_for(lambda: of(home, "slow").outcome == "well")
            assert (of(home, "slow").message, of(home, "slow").attempt, of(home, "gone").attempt) == ("run 2 published", 2, 1)
            keeper = serving(home)
            assert keeper is not None
            crashed = {"flow_runs": {"state": {"type": {"any_": ["CRASHED"]}}}}
            assert [run["name"] for run in httpx.post(f"{keeper.api_url}/flow_runs/filter", json=crashed).json()] == ["ingest slow"]
            assert min(schedule.due for schedule in (of(home, "slow"), of(home, "gone"))) > dt.datetime.now(dt.UTC)
        finally:
            second.send_signal(signal.SIGTERM)
        assert second.wait(30) == 0
        assert serving(home) is None


def serve(home: Path) -> "subprocess.Popen[bytes]":
    environment = {name: value for name, value in os.environ.items() if name not in {"PREFECT_HOME", "PREFECT_API_URL"}}
    with (home / "serve.log").open("ab") as log:
        command = [sys.executable, "-c", "from flows.cli import script; script()", "serve", "--home", str(home)]
        return subprocess.Popen(command, stdout=log, stderr=log, env=environment)


def of(home: Path, source: str) -> Schedule:
    with open_schedules(home) as schedules:
        return next(schedule for schedule in schedules.all() if schedule.source == source)


def gone(process: int) -> bool:
    """Whether a process ends within a few seconds; one that nobody waits for any more is a zombie."""
    stat = Path(f"/proc/{process}/stat")
    for _ in range(50):
        if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.1)
    return False


def wait_for(condition: Callable[[], bool], seconds: float = 120.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.2)
