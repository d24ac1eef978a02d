"""Readers see whole runs only, whatever happens to the writer."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.benchmarks.readers import measure
from warehouse import publication
from warehouse.errors import InconsistentRunError
from warehouse.files import write_whole
from warehouse.home import DATABASE, Home
from warehouse.lock import writer
from warehouse.publication import publish_run
from warehouse.store import open_published, published_run


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize(
    "step", ["write_datasets", "sync_apart", "sync_directory", "write_whole", "Path.rename", "Path.symlink_to", "Path.replace"]
)
def test_killed_at_any_step_readers_see_the_last_run_and_the_next_writer_goes_on(
    press: Any, report: Any, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    press.publish({"a.txt": report()})
    before = press.contents()

    def die(*_: Any, **__: Any) -> None:
        raise Killed

    with writer(press.home, "a test"):
        staged = press.stage({"b.txt": report()})
        with monkeypatch.context() as patch:
            patch.setattr(*((Path, step[5:]) if step.startswith("Path.") else (publication, step)), die)
            with pytest.raises(Killed):
                publish_run(press.home, staged)
    assert published_run(press.home) == 1
    assert press.contents() == before
    assert press.publish({"c.txt": report()}) == 2
    with open_published(press.home) as connection:
        assert connection.execute("SELECT source_uri FROM documents ORDER BY ALL").fetchall() == [("a.txt",), ("c.txt",)]
    assert {path.name for path in press.home.iterdir()} == {".writer.lock", "current", "lake", "versions"}


def test_a_published_run_is_whole_and_never_written_again(press: Any, report: Any) -> None:
    press.publish({"a.txt": report()})
    version = Home(press.home).version(1)
    files = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in version.rglob("*") if path.is_file()}
    assert {path.name for path in version.iterdir()} == {DATABASE, "manifest.json", "parquet"}
    assert all(path.stat().st_mode & 0o222 == 0 for path in files if path.suffix in {".duckdb", ".parquet"})
    press.publish({"b.txt": report()})
    assert {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in version.rglob("*") if path.is_file()} == files
    assert (press.home / "current").readlink() == Path("versions/000002")


def test_a_connection_is_one_run(press: Any, report: Any) -> None:
    press.publish({"a.txt": report()})
    with open_published(press.home) as held:
        press.publish({"b.txt": report()})
        with open_published(press.home) as fresh:
            assert held.execute("SELECT count(*) FROM documents").fetchone() == (1,)
            assert fresh.execute("SELECT count(*) FROM documents").fetchone() == (2,)
        with pytest.raises(duckdb.InvalidInputException, match="read-only"):
            held.execute("DELETE FROM documents")


def test_any_client_opens_the_current_run(press: Any, report: Any) -> None:
    press.publish({"a.txt": report()})
    script = "import duckdb, sys; print(duckdb.connect(sys.argv[1], read_only=True).sql('select count(*) from stops').fetchall())"
    done = subprocess.run(
        [sys.executable, "-c", script, str(press.home / "current" / DATABASE)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[(1,)]"


def test_the_last_three_versions_and_young_ones_are_kept(press: Any, report: Any) -> None:
    for number in range(4):
        press.publish({"a.txt": report(words=f"word {number}")})
    assert sorted(path.name for path in Home(press.home).versions.iterdir()) == ["000001", "000002", "000003", "000004"]
    old = time.time() - 4000
    for path in Home(press.home).versions.iterdir():
        os.utime(path, (old, old))
    with duckdb.connect(Home(press.home).database(1), read_only=True) as held:
        press.publish({"a.txt": report(words="the last word")})
        assert sorted(path.name for path in Home(press.home).versions.iterdir()) == ["000003", "000004", "000005"]
        assert held.execute("SELECT text FROM statements").fetchall() == [("word 0",)]


def test_a_version_with_a_log_beside_it_is_not_published(press: Any, report: Any) -> None:
    staged = press.stage({"a.txt": report()})
    (staged.directory / f"{DATABASE}.wal").touch()
    with pytest.raises(InconsistentRunError, match=r"tourledger\.duckdb\.wal is left"):
        publish_run(press.home, staged)
    assert published_run(press.home) is None


def test_a_version_staged_before_another_publication_is_not_published(press: Any, report: Any) -> None:
    staged = press.stage({"a.txt": report()})
    publish_run(press.home, press.stage({"b.txt": report()}))
    with pytest.raises(InconsistentRunError, match=r"run 1 was staged, but run 1 is published: expected run 2"):
        publish_run(press.home, staged)


def test_a_file_is_whole_or_as_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "deep" / "file"
    write_whole(path, b"before")

    def die(*_: Any) -> None:
        raise Killed

    monkeypatch.setattr(os, "fsync", die)
    with pytest.raises(Killed):
        write_whole(path, b"after")
    assert [(found.name, found.read_bytes()) for found in path.parent.iterdir()] == [("file", b"before")]


def test_no_reader_ever_sees_half_a_run(tmp_path: Path) -> None:
    told, faults = measure(tmp_path / "home", readers=4, publications=5)
    assert (faults, told.endswith("0 errors or torn reads; the last run is 6")) == ([], True), told
