"""A writer that is really killed, with readers at work."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from warehouse import schema
from warehouse.checking import run_checks
from warehouse.delta import count_rows
from warehouse.home import Home
from warehouse.store import open_published, published_run

WRITER = """
import importlib.util, itertools, pathlib, sys
spec = importlib.util.spec_from_file_location("press", sys.argv[1])
module = importlib.util.module_from_spec(spec)
sys.modules["press"] = module
spec.loader.exec_module(module)
press = module.Press(pathlib.Path(sys.argv[2]))
for number in itertools.count():
    press.publish({f"{n}.txt": module.Report(words=f"{sys.argv[3]} {number} {n}") for n in range(number % 7 + 1)})
"""


def test_readers_see_whole_runs_while_writers_are_killed(press: Any, report: Any) -> None:
    press.publish({"a.txt": report()})
    moments = random.Random(7)
    seen = set()
    for attempt in range(4):
        conftest = Path(__file__).with_name("conftest.py")
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(conftest), str(press.home), str(attempt)])
        started = published_run(press.home)
        until = time.monotonic() + 30
        while published_run(press.home) == started and time.monotonic() < until:
            seen.add(read_whole_run(press.home))
        until = time.monotonic() + moments.uniform(0, 0.8)
        while time.monotonic() < until:
            seen.add(read_whole_run(press.home))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        seen.add(read_whole_run(press.home))
    last = published_run(press.home)
    assert last is not None
    assert len(seen) > 4
    assert press.publish({"b.txt": report()}) == last + 1
    with open_published(press.home) as connection:
        assert run_checks(connection) == []
    assert {path.name for path in press.home.iterdir()} == {".writer.lock", "current", "lake", "versions"}
    assert len(list(Home(press.home).versions.iterdir())) == last + 1


def read_whole_run(home: Path) -> int:
    """The run that is published, which must have all rows that it says it has."""
    with open_published(home) as connection:
        row = connection.execute("SELECT run, rows_published FROM runs ORDER BY run DESC LIMIT 1").fetchone()
        assert row is not None
        assert row[1] == count_rows(connection)
        assert connection.execute(f"SELECT count(*) FROM {schema.Document.TABLE} WHERE changed_run > ?", [row[0]]).fetchone() == (0,)
        return int(row[0])
