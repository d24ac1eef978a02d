"""The next version becomes the current one."""

from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

from warehouse.load import StagedRun
from warehouse.publication import publish_run


@task(name="publish", task_run_name="publish run {staged.run}", cache_policy=NO_CACHE)
def publish(home: Path, staged: StagedRun) -> Path:
    """Show a staged version to readers.

    Returns:
        Directory of the published version.
    """
    return publish_run(home, staged)
