"""The next version becomes the current one."""

from pathlib import Path

from prefect.assets import materialize
from prefect.cache_policies import NO_CACHE

from tasks.assets import WAREHOUSE, dataset_assets, note, warehouse_asset
from warehouse.load import StagedRun
from warehouse.publication import publish_run
from warehouse.store import row_counts


@materialize(WAREHOUSE, name="publish", task_run_name="publish run {staged.run}", cache_policy=NO_CACHE)
def publish(home: Path, staged: StagedRun) -> Path:
    """Show a staged version to readers, and tell Prefect of it as assets.

    Returns:
        Directory of the published version.
    """
    version = publish_run(home, staged)
    rows = row_counts(home)
    note(warehouse_asset(home), {"run": staged.run, "rows": rows})
    for table, asset in dataset_assets(home).items():
        note(asset, {"run": staged.run, "rows": rows[table]})
    return version
