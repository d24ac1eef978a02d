"""Two real `tourledger ingest` on one home: the second is told of the first, and a killed one is in nobody's way."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect.settings import PREFECT_API_URL

from tasks.sources.declaration_text import add_declaration
from tests.tasks.sources.web_server import Reply, Request, WebServer, serving
from warehouse.store import open_published, published_run

SCRIPT = str(Path(sys.executable).with_name("tourledger"))
PAGE = (
    b"<html><head><title>A visit</title></head><body><article><p>On Monday, Minister Li Wei visited Changsha.</p></article></body></html>"
)

LONGEST = 200.0  # seconds that anything may take on a busy machine; the first waits for its page until it is killed


@pytest.fixture
def web() -> Iterator[WebServer]:
    with serving() as server:
        yield server


@pytest.fixture
def environment(prefect_server: None) -> dict[str, str]:
    """The session's server: starting one each would take ten seconds."""
    return {**os.environ, "PREFECT_API_URL": str(PREFECT_API_URL.value())}


def command(home: Path) -> list[str]:
    return [SCRIPT, "ingest", "--home", str(home), "page"]


def test_the_second_is_told_of_the_first_and_a_killed_first_blocks_nobody(home: Path, web: WebServer, environment: dict[str, str]) -> None:
    asked, answered = threading.Event(), threading.Event()

    def wait(request: Request) -> Reply:
        asked.set()
        answered.wait(LONGEST)
        return Reply(PAGE, headers={"Content-Type": "text/html"})

    web.answers["/page"] = wait
    add_declaration(home, {"name": "page", "kind": "page", "address": f"{web.address}/page", "allow_private": True})
    first = subprocess.Popen(command(home), env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        assert asked.wait(LONGEST), "the first never asked for its page"
        second = subprocess.run(command(home), env=environment, capture_output=True, text=True, timeout=LONGEST)
        told = (
            rf"tourledger: another ingest \(pid {first.pid}, started [\dT:+-]+, flow run [\w-]+( [\w-]+)*\) holds {re.escape(str(home))}\n"
        )
        assert re.fullmatch(told, second.stderr), second.stderr
        assert (second.returncode, second.stdout) == (1, "")
        assert published_run(home) is None
    finally:
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
    answered.set()
    third = subprocess.run(command(home), env=environment, capture_output=True, text=True, timeout=LONGEST)
    assert third.returncode == 0, third.stderr
    with open_published(home) as connection:
        assert connection.execute("SELECT source_uri FROM documents").fetchall() == [(f"{web.address}/page",)]
