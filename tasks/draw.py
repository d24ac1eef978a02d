"""The published run becomes a page to look at."""

from pathlib import Path
from typing import Any, cast

from prefect import task
from prefect.artifacts import create_link_artifact
from prefect.cache_policies import NO_CACHE

from tasks.drawing import MOST_STOPS, Atlas, write_atlas
from warehouse.home import ATLAS, Home


@task(name="draw", task_run_name="draw the atlas of run {run}", cache_policy=NO_CACHE)
def draw(home: Path, run: int, cache: Path) -> Atlas:
    """Write the atlas beside the version that was just published, and link to it from the flow run.

    Args:
        home: The home.
        run: The run.
        cache: Folder in which the charting library is kept once it is bundled.

    Returns:
        What was written.
    """
    path = Home(home).version(run) / ATLAS
    atlas = write_atlas(home, path, cache=cache, most_stops=MOST_STOPS)
    path.chmod(0o444)
    # Prefect types the call for async callers, too.
    cast("Any", create_link_artifact)(
        key="atlas",
        link=path.resolve().as_uri(),
        link_text=f"Atlas of run {run}",
        description=f"{atlas.stops:,} of {atlas.stops_asked:,} stops, {atlas.size / 1e6:.1f} MB: a file on the machine that ran the flow",
    )
    return atlas
