"""Publishing a staged version: from private to current in one rename, or not at all."""

import os
import shutil
import time
import uuid
from pathlib import Path

from warehouse.datasets import write_datasets
from warehouse.errors import InconsistentRunError
from warehouse.files import sync_apart, sync_directory, write_whole
from warehouse.home import DATABASE, MANIFEST, PARQUET, TOUCHED, Home
from warehouse.load import StagedRun

_VERSIONS_KEPT = 3
_KEPT_SECONDS = 3600.0


def publish_run(home: Path, staged: StagedRun) -> Path:
    """Make a staged version the one that readers open.

    The caller holds the writer's lock and has run the checks. Killed anywhere, `current` shows the last whole version, and the
    next writer clears away the rest: a manifest or a version with a number above the current one counts for nothing.

    Args:
        home: The home.
        staged: What `load_run` returned.

    Returns:
        Directory of the published version.

    Raises:
        InconsistentRunError: Another run was published since the version was staged, or DuckDB left a log beside it.
    """
    place = Home(home)
    published = place.published_run() or 0
    if staged.run != published + 1:
        raise InconsistentRunError(f"run {staged.run} was staged, but run {published} is published: expected run {published + 1}")
    database = staged.directory / DATABASE
    if left := [path.name for path in staged.directory.glob(f"{DATABASE}.*")]:
        raise InconsistentRunError(f"{left[0]} is left beside {database}: the version is not whole")
    touched = staged.directory / TOUCHED
    before = place.version(published) if published else None
    exported = write_datasets(database, staged.directory / PARQUET, before=before, touched=touched)
    touched.unlink()
    sync_apart([database])
    for path in (database, *exported):
        path.chmod(0o444)
    sync_directory(staged.directory / PARQUET)
    sync_directory(staged.directory)
    write_whole(place.manifest(staged.run), (staged.directory / MANIFEST).read_bytes())
    version = place.version(staged.run)
    place.versions.mkdir(exist_ok=True)
    staged.directory.rename(version)
    os.utime(version)
    sync_directory(place.versions)
    link = home / f".current-{uuid.uuid4().hex}"
    link.symlink_to(version.relative_to(home))
    link.replace(place.current)
    sync_directory(home)
    _prune(place, staged.run)
    return version


def _prune(home: Home, published: int) -> None:
    """Delete versions that are neither among the last three nor younger than an hour; readers that have one open keep it."""
    oldest = time.time() - _KEPT_SECONDS
    for directory in home.versions.glob("[0-9]*"):
        if int(directory.name) <= published - _VERSIONS_KEPT and directory.stat().st_mtime < oldest:
            shutil.rmtree(directory)
