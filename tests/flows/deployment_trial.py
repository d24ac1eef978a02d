"""The deployments of `flows/prefect.yaml`, tried with a real Prefect server and worker on loopback; by hand, some three minutes.

    python -m tests.flows.deployment_trial [WORK]

Deploys, triggers runs from the command line and by the API, pauses and resumes a schedule, kills the worker with its run in the middle
of that, and sees the run marked as crashed and the next one succeed. Prints each step with the seconds since the beginning, and ends
with an error at the first that does not hold.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx

from tasks.sources.declaration_text import add_declaration
from tests.tasks.sources.web_server import Reply, Request, serving
from warehouse.store import published_run

ROOT = Path(__file__).resolve().parents[2]
VISIT = "Minister visits Hunan\n2024-05-02\nOn May 1, Minister of Transport Li Wei visited the Port of Changsha in Hunan Province.\n"
LONGEST = 240.0


class Trial:
    """One server, its environment, and a clock."""

    def __init__(self, work: Path, port: int) -> None:
        """Choose the folder and the port."""
        self.work = work
        self.home = work / "home"
        self.api = httpx.Client(base_url=f"http://127.0.0.1:{port}/api", timeout=30)
        self.environment = {
            **os.environ,
            "PREFECT_HOME": str(work / "prefect"),
            "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
            "TOURLEDGER_HOME": str(self.home),
            "PYTHONPATH": str(ROOT),
        }
        self.port = port
        self.began = time.monotonic()

    def say(self, words: str) -> None:
        """Print a step."""
        sys.stdout.write(f"{time.monotonic() - self.began:6.1f} s  {words}\n")
        sys.stdout.flush()

    def prefect(self, *words: str) -> str:
        """Run a command of Prefect to its end, and give what it prints."""
        command = [sys.executable, "-m", "prefect", "--no-prompt", *words]
        ended = subprocess.run(
            command, cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if ended.returncode:
            raise AssertionError(f"prefect {' '.join(words)}: {ended.stdout}{ended.stderr}")
        return ended.stdout

    @contextmanager
    def running(self, log: str, *words: str) -> Iterator["subprocess.Popen[bytes]"]:
        """Keep a command of Prefect running, in a process group of its own."""
        with (self.work / log).open("ab") as output:
            command = [sys.executable, "-m", "prefect", *words]
            process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=output, stderr=output, start_new_session=True)
        try:
            yield process
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(30)

    def wait(self, what: str, condition: Callable[[], Any]) -> Any:
        """Wait until something holds, and give it."""
        deadline = time.monotonic() + LONGEST
        while not (found := condition()):
            if time.monotonic() > deadline:
                raise AssertionError(f"waited in vain: {what}")
            time.sleep(0.5)
        self.say(what)
        return found

    def answers(self) -> bool:
        """Whether the server does."""
        try:
            return self.api.get("/health").is_success
        except httpx.TransportError:
            return False

    def deployment(self, name: str) -> dict[str, Any]:
        """A deployment as the server has it."""
        found: dict[str, Any] = self.api.get(f"/deployments/name/ingest/{name}").raise_for_status().json()
        return found

    def trigger(self, name: str, *sources: str) -> str:
        """Trigger a run by the API, and give its id."""
        address = f"/deployments/{self.deployment(name)['id']}/create_flow_run"
        return str(self.api.post(address, json={"parameters": {"sources": sources}}).raise_for_status().json()["id"])

    def state(self, run: str) -> str:
        """The type of a run's state."""
        return str(self.api.get(f"/flow_runs/{run}").raise_for_status().json()["state_type"])

    def scheduled(self, name: str) -> int:
        """How many runs of a deployment are planned by its schedules."""
        wanted = {"deployments": {"name": {"any_": [name]}}, "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}
        runs = self.api.post("/flow_runs/filter", json=wanted).raise_for_status().json()
        return sum(run["auto_scheduled"] for run in runs)


def main() -> None:
    """Try everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", nargs="?", type=Path, help="an empty folder for everything (default: a temporary one)")
    parser.add_argument("--port", type=int, default=4298, help="of the Prefect server (default: %(default)s)")
    options = parser.parse_args()
    with ExitStack() as stack:
        work = options.work or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tourledger-trial-")))
        work.mkdir(parents=True, exist_ok=True)
        web = stack.enter_context(serving())
        _try(Trial(work.absolute(), options.port), web, stack)


def _try(trial: Trial, web: Any, stack: ExitStack) -> None:
    released, asked = threading.Event(), threading.Event()

    def slow(_: Request) -> Reply:
        asked.set()
        released.wait(60)
        return Reply(VISIT.replace("Changsha", "Yueyang").encode(), headers={"Content-Type": "text/plain"})

    web.answers["/slow.txt"] = slow
    reports = trial.work / "reports"
    reports.mkdir(exist_ok=True)
    (reports / "visit.txt").write_text(VISIT)
    add_declaration(trial.home, {"name": "reports", "kind": "files", "address": str(reports)})
    add_declaration(trial.home, {"name": "slow", "kind": "page", "address": f"{web.address}/slow.txt", "allow_private": True})

    stack.enter_context(trial.running("server.log", "server", "start", "--host", "127.0.0.1", "--port", str(trial.port)))
    trial.wait("prefect server start: it answers", trial.answers)
    trial.prefect("work-pool", "create", "tourledger", "--type", "process")
    trial.prefect("automation", "create", "--from-file", "flows/automations.yaml")
    for again in ("", ", again: the same"):
        trial.prefect("deploy", "--all", "--prefect-file", "flows/prefect.yaml")
        trial.say(f"prefect deploy --all{again}")
    worker = ("worker", "start", "--pool", "tourledger", "--limit", "1")
    first = stack.enter_context(trial.running("worker.log", *worker))

    told = trial.prefect("deployment", "run", "ingest/one", "--param", 'sources=["reports"]', "--watch")
    assert "Completed" in told, told
    trial.say(f"prefect deployment run ingest/one: completed, run {published_run(trial.home)} published")
    run = trial.trigger("one", "reports")
    trial.wait("a run triggered by the API: completed", lambda: trial.state(run) == "COMPLETED")

    (schedule,) = trial.deployment("all")["schedules"]
    trial.wait("the daily schedule has planned runs", lambda: trial.scheduled("all"))
    trial.prefect("deployment", "schedule", "pause", "ingest/all", schedule["id"])
    trial.wait("paused: no run is planned", lambda: not trial.scheduled("all"))
    trial.prefect("deployment", "schedule", "resume", "ingest/all", schedule["id"])
    trial.wait("resumed: runs are planned again", lambda: trial.scheduled("all"))

    killed = trial.trigger("all")
    trial.wait("a run of all sources is in the middle of its work", asked.is_set)
    _kill_tree(first.pid)
    trial.say("worker and run killed (SIGKILL)")
    released.set()
    first.wait(10)
    stack.enter_context(trial.running("worker.log", *worker))
    after = trial.trigger("all")
    trial.say(f"the next run of the same deployment is triggered; the killed one is {trial.state(killed)} still")
    trial.wait("the killed run is marked as crashed", lambda: trial.state(killed) == "CRASHED")
    trial.wait("the next run: completed", lambda: trial.state(after) == "COMPLETED")
    trial.say(f"run {published_run(trial.home)} is published")


def _kill_tree(pid: int) -> None:
    """Kill a process and all its descendants at once, as when a machine stops."""
    tree = [pid]
    for parent in tree:
        tree += map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split())
    for process in tree:
        os.kill(process, signal.SIGKILL)


if __name__ == "__main__":
    main()
