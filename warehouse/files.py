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
