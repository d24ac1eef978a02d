"""Ingests that are really killed, or run out of disk: the driver of test_killed_ingest.py, and by hand as long as wished.

    python -m tests.flows.killed_ingest WORK [--steps 160] [--moments 60] [--full-disks 10] [--seed 0]

Every attempt takes a home, empty or with one published run, begins the ingest of a changed corpus in a process of its own, and ends
it by SIGKILL before its n-th effect on the file system, or at a random moment, or by a full disk. Then: what is published opens, is the
state before or after, whole, and passes every check; the next ingest completes; every table is row for row that of an undisturbed one; and
nothing is left behind. The flow's own body runs, without Prefect's engine around it.

A process is forked per attempt, because importing takes longer than ingesting; so nothing here may start threads before.
"""

import argparse
import contextlib
import errno
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import duckdb
import pyarrow as pa
from prefect.utilities.annotations import quote

import flows.ingest as body
from flows import pulling
from tasks.lexicon.lexicon import load_lexicon
from tests.benchmarks.written_documents import written_document
from warehouse import schema
from warehouse.checking import run_checks
from warehouse.home import Home
from warehouse.manifest import read_manifests
from warehouse.store import open_published
from warehouse.unfinished import all_parts

EFFECTS = frozenset(
    {
        "os.rename", "os.link", "os.symlink", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate", "os.utime", "shutil.rmtree",
        "shutil.copyfile", "subprocess.Popen", "fcntl.flock",
    }
)  # fmt: skip
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
VARYING = {"started_at", "finished_at"}
BELONGING = {".writer.lock", "archive", "current", "lake", "sources.sqlite", "versions"}
KILLED = -signal.SIGKILL
LONGEST = 120.0  # seconds that any process may take

Tables = dict[str, list[str]]


def without_prefect() -> None:
    """Let the flow's tasks be plain functions."""
    plain: Any = body
    for name in ("recall", "read", "load", "check", "publish"):
        setattr(plain, name, _unquoted(getattr(body, name).fn))
    pulling.pull = _unquoted(pulling.pull.fn)  # type: ignore[assignment]  # no task any more
    plain.draw = lambda *_, **__: None  # a picture of what is published already
    plain.mark_killed_runs = lambda *_, **__: 0
    plain._leave_report = plain.tell_published = plain.tell_red = lambda *_: None
    plain.reading_progress = lambda _: contextlib.nullcontext()


def _unquoted(work: Callable[..., Any]) -> Callable[..., Any]:
    """What a task does, given values that Prefect would have taken out of their quotes."""

    def plain(*values: Any, **named: Any) -> Any:
        return work(*(value.unquote() if isinstance(value, quote) else value for value in values), **named)

    cast("Any", plain).with_options = lambda **_: plain  # names the assets that a task makes
    return plain


def ingest(corpus: Path, home: Path) -> None:
    """Run the flow's body."""
    body.ingest.fn([str(corpus)], str(home))


def write_corpora(work: Path) -> tuple[Path, Path]:
    """A corpus, and what it is later: documents changed, removed and new, one of them at fault."""
    corpora = (work / "before" / "corpus", work / "after" / "corpus")
    for later, corpus in enumerate(corpora):
        corpus.mkdir(parents=True)
        numbers = range(3, 26) if later else range(22)
        for number in numbers:
            record = written_document(number, seed=5, revision=later if number % 6 == 0 else 0)
            if number % 2:
                (corpus / f"{number}.txt").write_text(f"{record['title']}\n{record['date']}\n{record['text']}", encoding="utf-8")
            else:
                with (corpus / "records.jsonl").open("a", encoding="utf-8") as file:
                    file.write(json.dumps(record, ensure_ascii=False) + "\n")
        (corpus / "empty.txt").touch()
    return corpora


def contents(home: Path) -> Tables:
    """Every row of what is published, as text, by table; nothing if nothing is."""
    if Home(home).published_run() is None:
        return {}
    found: Tables = {}
    with open_published(home) as connection:
        assert run_checks(connection) == []
        for table in schema.TABLES:
            names = [column.name for column in schema.columns(table) if column.name not in VARYING]
            found[table.TABLE] = sorted(map(repr, connection.execute(f"SELECT {', '.join(names)} FROM {table.TABLE}").fetchall()))
    return found


def assert_nothing_is_left(home: Path) -> None:
    """Only what belongs in a home is there, and every file of the lake belongs to a run."""
    place = Home(home)
    assert {path.name for path in home.iterdir()} == BELONGING, sorted(path.name for path in home.iterdir())
    hidden = [path for path in home.rglob(".*") if path != place.lock]
    assert hidden == [], hidden
    run = place.published_run() or 0
    named = {part.path for manifest in read_manifests(place, run) for part in all_parts(manifest)}
    assert {path.relative_to(place.lake).as_posix() for path in place.lake.glob("*/*.parquet")} == named
    assert {path.name for path in place.versions.iterdir()} == {f"{number:06d}" for number in range(1, run + 1)}


def forked(work: Callable[[], object], *, until: float | None = None) -> int:
    """Do something in a process of its own.

    Args:
        work: What to do.
        until: Kill it after so many seconds; None lets it end.

    Returns:
        Its exit code, or minus the signal that ended it.
    """
    process = os.fork()
    if process == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001 - the process ends here, and says why
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    deadline = time.monotonic() + (LONGEST if until is None else until)
    while True:
        ended, status = os.waitpid(process, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > deadline:
            os.kill(process, signal.SIGKILL)
            code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
            assert until is not None, f"took longer than {LONGEST} s"
            return code
        time.sleep(0.002)


def at_effect(number: int, act: Callable[[], None]) -> Callable[[], int]:
    """Act before the n-th effect of this process on the file system.

    Returns:
        Tells how many there have been.
    """
    count = 0

    def see() -> None:
        nonlocal count
        count += 1
        if count == number:
            act()

    def hook(event: str, values: tuple[Any, ...]) -> None:
        if event in EFFECTS or (event == "open" and isinstance(values[2], int) and values[2] & WRITES):
            see()

    sync = os.fsync

    def seen_sync(descriptor: int) -> None:
        see()
        sync(descriptor)

    os.fsync = seen_sync
    sys.addaudithook(hook)
    return lambda: count


class Trials:
    """Attempts on one pair of corpora."""

    def __init__(self, work: Path) -> None:
        """Make the homes that attempts begin with, and the states that they must end in."""
        self.work = work
        self.before, self.after = write_corpora(work)
        self.corpus = work / "corpus"  # the source's path, which the tables hold, is the same for all
        self.starts = {"empty": work / "start-empty", "published": work / "start-published"}
        self.starts["empty"].mkdir()
        self.show(self.before)
        self.must(lambda: ingest(self.corpus, self.starts["published"]))
        self.show(self.after)
        self.effects: dict[str, int] = {}
        self.seconds: dict[str, float] = {}
        self.states: dict[str, tuple[Tables, Tables]] = {}
        for name, start in self.starts.items():
            home = self.fresh(name)
            began = time.monotonic()
            self.must(lambda home=home, name=name: self._count(home, name))
            self.seconds[name] = time.monotonic() - began
            self.effects[name] = int((work / f"{name}.effects").read_text())
            self.states[name] = (self.read(start), self.read(home))
            self.must(lambda home=home: assert_nothing_is_left(home))

    def show(self, corpus: Path) -> None:
        """Let the source be this corpus."""
        shutil.rmtree(self.corpus, ignore_errors=True)
        shutil.copytree(corpus, self.corpus)

    def must(self, work: Callable[[], object]) -> None:
        """Do something in a process of its own that must succeed."""
        code = forked(work)
        assert code == 0, code

    def fresh(self, name: str) -> Path:
        """A copy of a home to begin with."""
        home = self.work / "home"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(self.starts[name], home, symlinks=True)
        return home

    def read(self, home: Path) -> Tables:
        """What a home publishes, read in a process of its own."""
        answer = self.work / "answer.json"
        self.must(lambda: answer.write_text(json.dumps(contents(home))))
        return json.loads(answer.read_text())

    def kill(self, name: str, *, step: int | None = None, moment: float | None = None) -> bool:
        """One attempt that ends by SIGKILL.

        Returns:
            Whether the run was published before that.
        """
        home = self.fresh(name)

        def work() -> None:
            if step is not None:
                at_effect(step, lambda: os.kill(os.getpid(), signal.SIGKILL))
            ingest(self.corpus, home)

        code = forked(work, until=moment)
        assert code == KILLED or (code == 0 and moment is not None), code
        return self.judge(name, home)

    def judge(self, name: str, home: Path) -> bool:
        """Compare what is published with the states before and after, go on, and compare again."""
        found = self.read(home)
        before, after = self.states[name]
        assert found in (before, after), f"neither before nor after: {differences(found, after)}"

        def go_on() -> None:
            ingest(self.corpus, home)
            assert_nothing_is_left(home)

        self.must(go_on)
        completed = self.read(home)
        assert completed == after, differences(completed, after)
        return found == after

    def fill(self, name: str, kilobytes: int) -> bool:
        """One attempt on a disk with so much room, which must end by an error that says so; then the disk is made larger.

        Returns:
            Whether the disk was filled.
        """
        disk = self.work / "disk"
        with small_disk(disk, self.starts[name], kilobytes) as home:
            refused = self.work / "refused"
            refused.unlink(missing_ok=True)

            def work() -> None:
                try:
                    ingest(self.corpus, home)
                except (OSError, duckdb.Error, sqlite3.Error, pa.ArrowException, subprocess.CalledProcessError) as error:
                    full = isinstance(error, OSError) and error.errno == errno.ENOSPC
                    refused.write_text("full" if full or "space" in str(error) or not isinstance(error, OSError) else repr(error))

            self.must(work)
            filled = refused.exists()
            assert not filled or refused.read_text() == "full", refused.read_text()
            subprocess.run(["mount", "-o", "remount,size=256m", str(disk)], check=True)
            self.judge(name, home)
            return filled

    def _count(self, home: Path, name: str) -> None:
        seen = at_effect(0, lambda: None)
        ingest(self.corpus, home)
        (self.work / f"{name}.effects").write_text(str(seen()))


@contextlib.contextmanager
def small_disk(disk: Path, start: Path, kilobytes: int) -> Iterator[Path]:
    """A home on a file system of its own that has so much room left."""
    disk.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", str(disk)], check=True)
    try:
        shutil.copytree(start, disk / "home", symlinks=True)
        used = os.statvfs(disk)
        size = (used.f_blocks - used.f_bfree) * used.f_frsize + kilobytes * 1024
        subprocess.run(["mount", "-o", f"remount,size={size}", str(disk)], check=True)
        yield disk / "home"
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def differences(found: Tables, wanted: Tables) -> str:
    """Rows that only one side has, the first few."""
    told = []
    for table in {**found, **wanted}:
        more, less = set(found.get(table, ())) - set(wanted.get(table, ())), set(wanted.get(table, ())) - set(found.get(table, ()))
        if more or less:
            told.append(f"{table}: {sorted(more)[:2]} instead of {sorted(less)[:2]}")
    return "; ".join(told) or "rows that occur more often"


def trials(work: Path, *, steps: int, moments: int, full_disks: int, seed: int) -> str:
    """Try everything.

    Returns:
        What was tried, in one line.
    """
    without_prefect()
    load_lexicon()
    draw = random.Random(seed)
    trials = Trials(work)
    published = filled = 0
    for number in range(steps):
        name = "empty" if number % 4 == 3 else "published"
        step = 1 + (trials.effects[name] - 1) * number // max(1, steps - 1)
        published += trials.kill(name, step=step)
    for number in range(moments):
        name = "empty" if number % 4 == 3 else "published"
        published += trials.kill(name, moment=draw.uniform(0, trials.seconds[name]))
    for number in range(full_disks):
        filled += trials.fill("empty" if number % 4 == 3 else "published", 40 + 6_000 * number // max(1, full_disks))
    effects = " and ".join(f"{count} ({name} home)" for name, count in trials.effects.items())
    return (
        f"killed {steps + moments} times, {steps} of them at one of {effects} effects on the file system: {published} had published; "
        f"{full_disks} disks, {filled} of them full"
    )


def _main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("work", type=Path, metavar="WORK", help="an empty folder")
    parser.add_argument("--steps", type=int, default=160)
    parser.add_argument("--moments", type=int, default=60)
    parser.add_argument("--full-disks", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    told = trials(options.work, steps=options.steps, moments=options.moments, full_disks=options.full_disks, seed=options.seed)
    sys.stdout.write(told + "\n")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    _main()
