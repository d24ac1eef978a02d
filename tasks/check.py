"""Nothing at fault is published."""

from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

from warehouse.checking import all_checks, check_staged, raise_for
from warehouse.drift import drift_checks, find_drift, refuse_drift
from warehouse.load import StagedRun


@task(name="check", task_run_name="check run {staged.run}", cache_policy=NO_CACHE)
def check(staged: StagedRun, home: Path, accept: bool = False) -> int:
    """Run every check on a staged version, and compare it with the published one.

    Args:
        staged: The version.
        home: The home.
        accept: Whether a person has accepted that it differs much from the published one; what is at fault nobody can accept.

    Returns:
        How many checks it passed.

    Raises:
        CheckFailedError: A check found rows at fault; the message names them.
        DriftError: It differs too much from the published run.
    """
    raise_for(check_staged(staged))
    if accept:
        return len(all_checks())
    refuse_drift(staged, find_drift(home, staged))
    return len(all_checks()) + len(drift_checks())
