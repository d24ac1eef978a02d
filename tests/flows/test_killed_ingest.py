"""Killed anywhere, or out of disk, an ingest leaves a whole warehouse, and the next one completes as if nothing had been.

The long version, 220 kills and 10 full disks: `python -m tests.flows.killed_ingest WORK`.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def tried(work: Path, **numbers: int) -> str:
    """Run the driver in a process of its own, which may fork: this one has threads."""
    options = [word for name, number in numbers.items() for word in (f"--{name}", str(number))]
    command = [sys.executable, "-m", "tests.flows.killed_ingest", str(work), *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_killed_at_steps_and_moments(tmp_path: Path) -> None:
    assert tried(tmp_path, steps=14, moments=6, **{"full-disks": 0}).startswith("killed 20 times, 14 of them at one of ")


def test_the_disk_is_full_in_the_middle_of_a_run(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("a small file system can be mounted only as root, with the right to mount")
    subprocess.run(["umount", str(disk)], check=True)
    told = tried(tmp_path / "work", steps=0, moments=0, **{"full-disks": 4})
    full = re.search(r"4 disks, (\d) of them full", told)
    assert full is not None
    assert int(full[1]) >= 2
