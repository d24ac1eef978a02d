"""One writer at a time."""

import contextlib
import datetime as dt
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from warehouse import unfinished
from warehouse.errors import UnsafeHomeError, WriterBusyError
from warehouse.files import file_system
from warehouse.home import STAGING_PREFIX, Home

_held: set[int] = set()
_SHARED = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ceph", "lustre", "glusterfs", "fuse.glusterfs", "fuse.sshfs", "gfs2", "ocfs2", "afs"}
)


@contextlib.contextmanager
def writer(home: Path, holder: str) -> Iterator[None]:
    """Be the only writer of a home, and clear away what a killed one left.

    The lock is the kernel's: it ends with the process that holds it, however that ends. It holds on one machine, so a home on a file
    system that several machines may share is refused. What was read is kept until a writer comes
    to its end without an exception.

    Args:
        home: The home; created if missing.
        holder: Who is writing, for the message that another one gets.

    Raises:
        UnsafeHomeError: The home is on a network file system.
        WriterBusyError: Another process, or another writer of this one, holds the lock.
    """
    place = Home(home)
    home.mkdir(parents=True, exist_ok=True)
    if (kind := file_system(home)) in _SHARED:
        raise UnsafeHomeError(f"{home} is on {kind}, where a lock may not keep other machines out: keep the home on a local disk")
    descriptor = os.open(place.lock, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WriterBusyError(f"another ingest ({_holder(place.lock)}) holds {home}") from error
        _held.add(descriptor)
        started = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        _rewrite(descriptor, json.dumps({"pid": os.getpid(), "started": started, "holder": holder}))
        try:
            _clear_left_overs(place)
            earlier = unfinished.begin(place)
            yield
            unfinished.finish(place, unfinished=earlier)
        finally:
            _rewrite(descriptor, "")
            _held.discard(descriptor)
    finally:
        os.close(descriptor)


def holder_of(home: Path) -> str | None:
    """Who keeps other writers out of a home now, an ingest or a backup; None if nobody does.

    Args:
        home: The home.
    """
    lock = Home(home).lock
    try:
        descriptor = os.open(lock, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        # For a moment the lock is ours, and a writer that begins in it stops: so this is for those who wait, not for those who look.
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _holder(lock)
    finally:
        os.close(descriptor)
    return None


def _clear_left_overs(home: Home) -> None:
    published = home.published_run() or 0
    for directory in home.root.glob(f"{STAGING_PREFIX}*"):
        shutil.rmtree(directory)
    for half in (*home.root.glob(".current-*"), *home.lake.glob("*/.*"), *home.archive.glob(".*")):
        half.unlink()
    for directory in home.versions.glob("[0-9]*"):
        if int(directory.name) > published:
            shutil.rmtree(directory)


def _holder(lock: Path) -> str:
    try:
        held = json.loads(lock.read_text(encoding="utf-8"))
    except ValueError:
        return "which does not say who it is"
    return f"pid {held['pid']}, started {held['started']}, {held['holder']}"


def _rewrite(descriptor: int, text: str) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, text.encode(), 0)


def _let_go_in_child() -> None:
    """Keep a forked worker that outlives this process from holding the lock on.

    The descriptor stays valid, on the null device, so that nothing else takes its number.
    """
    for descriptor in _held:
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, descriptor, inheritable=False)
        os.close(null)


os.register_at_fork(after_in_child=_let_go_in_child)
