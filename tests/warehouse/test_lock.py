"""One writer at a time, and none that outlives its process."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from warehouse import files
from warehouse.errors import UnsafeHomeError, WriterBusyError
from warehouse.lock import writer

HOLD = "import sys, pathlib, time; from warehouse.lock import writer\nwith writer(pathlib.Path(sys.argv[1]), 'flow run quick-otter'):\n"
WAIT = "    print('held', flush=True); time.sleep(60)"
FORK = (  # "held" is said once the worker runs: a fork that has only begun still shares the lock
    "    import os\n    heard, said = os.pipe()\n    if os.fork() == 0:\n        os.write(said, b'.'); time.sleep(60)\n"
    "    os.read(heard, 1); print('held', flush=True); time.sleep(60)"
)


def hold(home: Path, what: str) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLD + what, str(home)], stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_writer_is_told_who_holds_the_home(tmp_path: Path) -> None:
    process = hold(tmp_path, WAIT)
    try:
        told = rf"another ingest \(pid {process.pid}, started \d{{4}}-.*, flow run quick-otter\) holds {re.escape(str(tmp_path))}"
        with pytest.raises(WriterBusyError, match=told), writer(tmp_path, "another"):
            pass
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.mark.parametrize("what", [WAIT, FORK], ids=["alone", "with a worker that lives on"])
def test_a_killed_writer_leaves_no_lock(tmp_path: Path, what: str) -> None:
    process = hold(tmp_path, what)
    try:
        process.kill()
        process.wait()
        with writer(tmp_path, "the next"):
            pass
    finally:
        os.killpg(process.pid, signal.SIGKILL) if what == FORK else None


def test_one_process_cannot_write_twice_at_once(tmp_path: Path) -> None:
    with writer(tmp_path, "first"), pytest.raises(WriterBusyError, match="first"), writer(tmp_path, "second"):
        pass
    with writer(tmp_path, "third"):
        pass


def test_left_overs_of_a_killed_writer_are_cleared_and_nothing_else(press: Any, report: Any) -> None:
    press.publish({"a.txt": report()})
    press.stage({"b.txt": report()})
    (press.home / "versions" / "000002").mkdir()
    (press.home / ".current-half").symlink_to("versions/000002")
    (press.home / "archive").mkdir()
    (press.home / "lake" / "stops" / ".half.parquet.0").touch()
    with writer(press.home, "the next"):
        found = sorted(path.name for path in press.home.iterdir())
        assert found == [".unfinished", ".writer.lock", "archive", "current", "lake", "versions"]
        assert [path.name for path in (press.home / "versions").iterdir()] == ["000001"]
        assert [path.name for path in (press.home / "lake").rglob(".*")] == []


def test_the_lock_is_released_when_the_work_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), writer(tmp_path, "first"):
        raise ZeroDivisionError
    with writer(tmp_path, "second"):
        pass


MOUNTS = """22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
40 22 0:36 / {home}/far rw shared:2 - nfs4 server:/export rw
41 40 0:37 / {home}/far/near\\040by rw - tmpfs tmpfs rw
"""


def test_a_home_that_other_machines_may_share_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS.format(home=tmp_path))
    monkeypatch.setattr(files, "_MOUNTS", mounts)
    with (
        pytest.raises(UnsafeHomeError, match=r"far/home is on nfs4, .* keep the home on a local disk"),
        writer(tmp_path / "far" / "home", "a"),
    ):
        pass
    for home in (tmp_path / "home", tmp_path / "far" / "near by"):
        with writer(home, "b"):
            pass
    monkeypatch.setattr(files, "_MOUNTS", tmp_path / "nothing")
    with writer(tmp_path / "far" / "home", "c"):
        pass
