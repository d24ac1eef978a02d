"""Readers at work while runs are published: does any ever see an error or half a run? The suite runs it for a short time.

    python -m tests.benchmarks.readers [--readers 16] [--publications 50]

Half of the readers connect anew for every look, half keep a connection for some seconds and look again and again. A look sums up
every row of every table; the publisher has noted the sums that each run must show. A connection that is kept must show one run until it
is closed.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import duckdb

from tests.warehouse.conftest import Press, Report
from warehouse import schema
from warehouse.home import DATABASE, Home

KEPT_SECONDS = 3.0
DOCUMENTS = 40


def sums(connection: duckdb.DuckDBPyConnection) -> tuple[int, list[str]]:
    """The run that a connection shows, and a sum over every row of each table."""
    run = connection.execute("SELECT max(run) FROM runs").fetchall()[0][0]
    query = "SELECT count(*) || ':' || coalesce(bit_xor(hash(t)), 0) FROM {} AS t"
    return run, [connection.execute(query.format(table.TABLE)).fetchall()[0][0] for table in schema.TABLES]


def read(home: Path, kept: bool) -> None:
    """Look until the file `stop` is there; print what was seen as one line of JSON."""
    looks: list[float] = []
    faults: list[str] = []
    runs: set[int] = set()
    connections = 0
    while not (home / "stop").exists():
        began = time.monotonic()
        try:
            with duckdb.connect(str(home / "current" / DATABASE), read_only=True) as connection:
                connections += 1
                first = None
                while True:
                    found = run, _ = sums(connection)
                    looks.append(time.monotonic() - began)
                    runs.add(run)
                    if found != (first or found):
                        faults.append(f"run {run}: a kept connection moved on")
                    first = found
                    if json.loads((home / f"sums-{run}.json").read_text()) != list(found):
                        faults.append(f"run {run}: torn")
                    if not kept or time.monotonic() - began > KEPT_SECONDS or (home / "stop").exists():
                        break
        except (duckdb.Error, OSError) as error:
            faults.append(f"{type(error).__name__}: {error}")
    sys.stdout.write(json.dumps({"looks": len(looks), "connections": connections, "runs": sorted(runs), "faults": faults}) + "\n")


def publish(home: Path, publications: int) -> list[float]:
    """Publish runs that change some documents, remove some and add some; note what each must show.

    Returns:
        Seconds of each.
    """
    press = Press(home)
    draw = random.Random(7)
    seconds = []
    standing: set[str] = set()
    for number in range(publications):
        uris = draw.sample([f"{document}.txt" for document in range(DOCUMENTS)], 12)
        wanted = {uri: None if uri in standing and draw.random() < 0.2 else Report(words=f"{number} words", place=uri) for uri in uris}
        standing = (standing | wanted.keys()) - {uri for uri, made in wanted.items() if made is None}
        began = time.monotonic()
        press.publish(wanted, before_publication=lambda staged: note(staged.directory / DATABASE, home))
        seconds.append(time.monotonic() - began)
    return seconds


def note(database: Path, home: Path) -> None:
    """Write down what a version shows before anyone can see it."""
    with duckdb.connect(database, read_only=True) as connection:
        found = sums(connection)
    (home / f"sums-{found[0]}.json").write_text(json.dumps(found))


def measure(home: Path, *, readers: int, publications: int) -> tuple[str, Sequence[str]]:
    """Publish while readers read.

    Returns:
        What was seen, in one line, and everything that should not have been.
    """
    home.mkdir(parents=True)
    publish(home, 1)
    command = [sys.executable, "-m", "tests.benchmarks.readers", "--home", str(home)]
    root = Path(__file__).resolve().parents[2]
    processes = [
        subprocess.Popen([*command, "--kept" if number % 2 else "--fresh"], stdout=subprocess.PIPE, text=True, cwd=root)
        for number in range(readers)
    ]
    try:
        seconds = publish(home, publications)
    finally:
        (home / "stop").touch()
        answers = [json.loads(process.communicate()[0] or '{"faults": ["a reader died"]}') for process in processes]
    faults = [fault for answer in answers for fault in answer["faults"]]
    looks, connections = (sum(answer.get(what, 0) for answer in answers) for what in ("looks", "connections"))
    runs = len({run for answer in answers for run in answer.get("runs", ())})
    told = (
        f"{readers} readers, {publications} publications in {sum(seconds):.0f} s: {connections:,} connections, {looks:,} looks at "
        f"{runs} runs, {len(faults)} errors or torn reads; the last run is {Home(home).published_run()}"
    )
    return told, faults


def _main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--readers", type=int, default=16)
    parser.add_argument("--publications", type=int, default=50)
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--kept", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--fresh", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.kept or options.fresh:
        read(options.home, options.kept)
        return
    with tempfile.TemporaryDirectory() as folder:
        told, faults = measure(Path(folder) / "home", readers=options.readers, publications=options.publications)
    sys.stdout.write(told + "\n" + "".join(f"{fault}\n" for fault in faults[:20]))


if __name__ == "__main__":
    _main()
