"""Whether `tourledger serve` keeps the schedules of a home, and at which Prefect server."""

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.errors import DataError

LOCK = ".serve.lock"
_ATTEMPTS = 5  # somebody may just be looking whether the lock is held


@dataclass(frozen=True)
class Serving:
    """A process that keeps the schedules of a home.

    Attributes:
        pid: Its id.
        api_url: The Prefect server's API; empty while that starts.
    """

    pid: int
    api_url: str


def serving(home: Path) -> Serving | None:
    """Who keeps the schedules of a home now; None if nobody does."""
    try:
        descriptor = os.open(home / LOCK, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        with contextlib.suppress(ValueError):
            return Serving(**json.loads((home / LOCK).read_text(encoding="utf-8")))
        return None  # it has just begun
    finally:
        os.close(descriptor)
    return None


class Place:
    """The place of the one process that keeps the schedules of a home."""

    def __init__(self, descriptor: int) -> None:
        """Use a locked file; `take_place` locks one."""
        self._descriptor = descriptor

    def tell(self, api_url: str) -> None:
        """Say at which Prefect server its runs are."""
        told = json.dumps({"pid": os.getpid(), "api_url": api_url}).encode()
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, told, 0)


@contextlib.contextmanager
def take_place(home: Path) -> Iterator[Place]:
    """Be the one process that keeps the schedules of a home.

    The lock is the kernel's, and ends with the process, however that ends.

    Args:
        home: The home; created if missing.

    Raises:
        DataError: Another process does.
    """
    home.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(home / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        for attempt in range(_ATTEMPTS):
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if attempt == _ATTEMPTS - 1:
                    other = serving(home)
                    raise DataError(f"tourledger serve runs for {home} already{f': pid {other.pid}' if other else ''}") from error
                time.sleep(0.1)
        place = Place(descriptor)
        place.tell("")
        yield place
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)
