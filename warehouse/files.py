"""Files that are whole or absent, whenever the process dies."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterable
from pathlib import Path

_FSYNC = """
import os, sys
for path in sys.argv[1:]:
    descriptor = os.open(path, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
"""


_MOUNTS = Path("/proc/self/mountinfo")


def file_system(path: Path) -> str | None:
    """Kind of the file system that a directory lies on, as the kernel names it (`man 5 proc`, mountinfo); None where it does not tell.

    Args:
        path: A directory that exists.
    """
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:  # not Linux
        return None
    where = path.resolve()
    kinds: dict[Path, str] = {}
    for line in lines:
        mounted, _, described = line.partition(" - ")
        point = mounted.split()[4].encode("utf-8", "surrogateescape").decode("unicode_escape").encode("latin-1").decode("utf-8", "replace")
        kinds[Path(point)] = described.split()[0]  # of several on one point the last is seen
    return next((kinds[folder] for folder in (where, *where.parents) if folder in kinds), None)


def write_whole(path: Path, content: bytes | memoryview) -> None:
    """Write a file so that its name shows either all of the content or what was there before.

    Args:
        path: The file; its directory is created.
        content: All its bytes.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_directory(path.parent)


def sync_directory(directory: Path) -> None:
    """Make the names in a directory durable."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_apart(paths: Iterable[Path]) -> None:
    """Make files durable from another process.

    DuckDB's locks are POSIX locks: closing a file in the process that has it open in DuckDB would drop them.

    Raises:
        subprocess.CalledProcessError: A file could not be synced.
    """
    subprocess.run([sys.executable, "-I", "-S", "-c", _FSYNC, *map(str, paths)], check=True)


def copy_apart(source: Path, target: Path) -> None:
    """Copy a file from another process (see `sync_apart`), sharing its blocks where the file system can.

    Raises:
        subprocess.CalledProcessError: The file could not be copied.
    """
    command = ["cp", "--reflink=auto"] if sys.platform == "linux" else ["cp"]
    subprocess.run([*command, str(source), str(target)], check=True)
