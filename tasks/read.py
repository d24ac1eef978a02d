"""Reading: batches of documents into parts of the lake."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from prefect.assets import materialize
from prefect.cache_policies import NO_CACHE

from tasks.assets import LAKE, lake_asset, note
from tasks.batch_reading import BatchReading, read_batches, watcher
from tasks.corrections.reading import DocumentCorrections
from tasks.dask_reading import Cluster, on_cluster
from tasks.sources.batch import Batch
from warehouse.home import Home


@materialize(LAKE, name="read", task_run_name="read {documents} documents", cache_policy=NO_CACHE)
def read(
    batches: Sequence[Batch],
    home: Path,
    documents: int,
    corrections: DocumentCorrections,
    *,
    workers: int | None = None,
    cluster: Cluster | None = None,
) -> BatchReading:
    """Read batches of documents, in one process pool where there is work enough for it, or on a Dask cluster.

    Args:
        batches: Files of documents.
        home: The home; what a run that was stopped has read of these batches is not read again.
        documents: Number of documents in all, for the name of the task run.
        corrections: What people say against the reading.
        workers: Processes of the pool; None takes the number of cores.
        cluster: Reads instead of the pool.

    Returns:
        Files of the lake, counts, and the documents that could not be read.

    Raises:
        ClusterError: There is no such cluster, or it does not fit.
    """
    place = Home(home)
    reading = read_batches(
        batches,
        place.lake,
        corrections=corrections,
        receipts=place.unfinished,
        workers=workers,
        elsewhere=None if cluster is None else on_cluster(cluster, place.lake, corrections),
        on_progress=watcher(),
    )
    rows: Counter[str] = Counter()
    for part in reading.parts:
        rows[part.table] += part.rows
    note(lake_asset(home), {"documents": reading.documents, "failed": len(reading.failures), "rows": dict(rows)})
    return reading
