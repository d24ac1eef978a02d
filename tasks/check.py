"""Nothing at fault is published."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from warehouse.checking import all_checks, check_staged, raise_for
from warehouse.load import StagedRun


@task(name="check", task_run_name="check run {staged.run}", cache_policy=NO_CACHE)
def check(staged: StagedRun) -> int:
    """Run every check on a staged version.

    Returns:
        How many checks it passed.

    Raises:
        CheckFailedError: A check found rows at fault; the message names them.
    """
    raise_for(check_staged(staged))
    return len(all_checks())
