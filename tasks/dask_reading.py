"""Reading on a Dask cluster, through prefect-dask: batches travel to its workers, and parts of the lake travel back.

So a worker needs this code and a way to the scheduler, and sees neither the home nor any shared disk: the home stays where one writer's
lock can be trusted. A batch is a task run of its own, on whichever worker has time; a few more than there are workers travel at once.
"""

import logging
import pickle
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any, cast

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.settings import PREFECT_API_URL, temporary_settings

from tasks.batch_reading import BatchReading, Reader, cores, end_quietly, failed_batch, read_batch
from tasks.corrections.reading import DocumentCorrections
from tasks.lexicon.lexicon import load_lexicon
from tasks.sources.batch import Batch
from warehouse.arrow import verify_parts
from warehouse.files import write_whole

_AHEAD = 2  # batches per worker that are under way, so that none waits for the next


class ClusterError(Exception):
    """A cluster that cannot be read on; the message is one clear line."""


@dataclass(frozen=True)
class Cluster:
    """Where to read.

    Attributes:
        address: Of a scheduler, such as `tcp://10.0.0.5:8786`; None starts a cluster of processes on this machine.
        workers: Processes of the latter; None takes the number of cores.
    """

    address: str | None = None
    workers: int | None = None


@dataclass(frozen=True)
class SentBack:
    """What a worker made of a batch.

    Attributes:
        reading: What it read.
        files: Bytes of the parts, by their path in the lake.
    """

    reading: BatchReading
    files: Mapping[str, bytes]


@task(name="read batch", task_run_name="read {batch.documents} documents on Dask", cache_policy=NO_CACHE)
def read_sent(batch: Batch, content: bytes, corrections: bytes, reader_version: str) -> SentBack:
    """Read a batch far from the home; runs on a worker.

    Args:
        batch: The batch; its path means nothing here.
        content: The bytes of its file.
        corrections: What people say against the reading, pickled: in bytes Prefect looks for no futures.
        reader_version: Of the run.

    Raises:
        ClusterError: The worker has another version of the reader, whose rows would be others.
    """
    if (own := load_lexicon().version) != reader_version:
        raise ClusterError(f"a worker of the cluster has reader version {own}, and the run has {reader_version}: install the same there")
    with tempfile.TemporaryDirectory(prefix="tourledger-") as folder:
        file, lake = Path(folder, "batch.jsonl"), Path(folder, "lake")
        file.write_bytes(content)
        reading = read_batch(Batch(str(file), batch.documents, batch.characters), lake, pickle.loads(corrections))
        return SentBack(reading, {part.path: (lake / part.path).read_bytes() for part in reading.parts})


def on_cluster(cluster: Cluster, lake: Path, corrections: DocumentCorrections) -> Reader:
    """A reader for `read_batches` that has a cluster do it.

    Args:
        cluster: Which.
        lake: Where the parts are put.
        corrections: What people say against the reading.

    Returns:
        Gives every batch with its reading, as they come; a batch whose workers died again and again is one of failures.
        It raises ClusterError if no cluster can be reached or one of its workers does not fit.
    """

    def read(batches: Sequence[Batch]) -> Iterator[tuple[Batch, BatchReading]]:
        distributed = import_module("distributed")  # an extra, and without types
        with _runner(cluster) as runner, _reachable_server():
            version, made = load_lexicon().version, pickle.dumps(corrections)
            waiting = iter(batches)
            running: dict[Any, tuple[Batch, Any]] = {}
            coming = distributed.as_completed(loop=runner.client.loop)

            def send(most: int) -> None:
                for batch in islice(waiting, most):
                    content = Path(batch.path).read_bytes()
                    values = {"batch": batch, "content": content, "corrections": made, "reader_version": version}
                    future = runner.submit(read_sent, values)
                    running[future.wrapped_future] = (batch, future)
                    coming.add(future.wrapped_future)

            send(_AHEAD * max(1, sum(runner.client.nthreads().values())))
            for done in coming:
                batch, future = running.pop(done)
                send(1)
                try:
                    yield batch, _kept(future.result(), lake)
                except distributed.KilledWorker as error:
                    yield batch, failed_batch(batch, error)

    return read


def _kept(sent: SentBack, lake: Path) -> BatchReading:
    for path, content in sent.files.items():
        write_whole(lake / path, content)
    verify_parts(lake, sent.reading.parts)
    return sent.reading


@contextmanager
def _runner(cluster: Cluster) -> Iterator[Any]:
    dask_runner = import_module("prefect_dask").DaskTaskRunner
    logging.getLogger("distributed").setLevel(logging.ERROR)  # it warns of every pause, on standard error
    processes = {"n_workers": cluster.workers or cores(), "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    runner = dask_runner(address=cluster.address) if cluster.address else dask_runner(cluster_kwargs=processes)
    with runner:
        try:
            client = runner.client  # connects
        except (OSError, ValueError) as error:  # ValueError: an address of a form that nobody knows
            raise ClusterError(f"no Dask scheduler answers at {cluster.address}: {error}") from error
        if not client.nthreads():
            raise ClusterError(f"the Dask cluster at {cluster.address} has no workers")
        if cluster.address is None:
            client.run(end_quietly)
        yield runner


def _reachable_server() -> AbstractContextManager[Any]:
    """Let workers write their task runs to the server that this process has started, instead of starting one each."""
    if PREFECT_API_URL.value():
        return nullcontext()
    from prefect.server.api.server import SubprocessASGIServer

    return temporary_settings({PREFECT_API_URL: cast("Any", SubprocessASGIServer)().api_url})
