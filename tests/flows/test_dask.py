"""The same flow on a Dask cluster: what it reads is the same, to the byte."""

import pickle
from pathlib import Path
from typing import Any

import pytest

from flows.cli import main
from flows.ingest import ingest
from tasks.corrections.reading import DocumentCorrections
from tasks.dask_reading import Cluster, ClusterError, on_cluster, read_sent
from tasks.sources.batch import Batch
from tests.benchmarks.written_documents import write_corpus
from warehouse import schema
from warehouse.store import open_published

dask = pytest.importorskip("dask", reason="the extra dask is not installed")
distributed = pytest.importorskip("distributed", reason="the extra dask is not installed")
pytest.importorskip("prefect_dask", reason="the extra dask is not installed")


def state(home: Path) -> dict[str, list[Any]]:
    """Every row but those of `runs`, which say when they were."""
    with open_published(home) as connection:
        tables = [table.TABLE for table in schema.TABLES if table is not schema.Run]
        return {table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in tables}


def lake(home: Path) -> set[Path]:
    return {path.relative_to(home) for path in home.glob("lake/*/*.parquet")}


@pytest.mark.usefixtures("prefect_server")
def test_two_worker_processes_read_what_one_process_reads(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    write_corpus(corpus, 40)
    ingest([str(corpus)], str(tmp_path / "here"), workers=1)
    ingest([str(corpus)], str(tmp_path / "dask"), runner="dask", workers=2)
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        ingest([str(corpus)], str(tmp_path / "there"), runner="dask", address=cluster.scheduler_address)
    rows = state(tmp_path / "here")
    assert len(rows["documents"]) == 40
    for home in (tmp_path / "dask", tmp_path / "there"):
        assert state(home) == rows
        assert lake(home) == lake(tmp_path / "here")


def test_a_worker_with_another_reader_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match=r"reader version \w+, and the run has another: install the same there"):
        read_sent.fn(Batch("", 1, 1), b"", pickle.dumps(DocumentCorrections()), "another")


def test_a_cluster_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with dask.config.set({"distributed.comm.timeouts.connect": "1s"}):
        read = on_cluster(Cluster("tcp://127.0.0.1:1"), tmp_path, DocumentCorrections())
        with pytest.raises(ClusterError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:1"):
            list(read([Batch("", 1, 1)]))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--address", "tcp://127.0.0.1:8786"], "--address is of --runner dask"),
        (["--runner", "dask", "--address", "tcp://127.0.0.1:8786", "--workers", "2"], "the one at --address has its own"),
        (["--runner", "dask", "--address", "tcp://10.0.0.5:8786"], "set PREFECT_API_URL to a server that they reach"),
        (["--workers", "0"], "'0' is no number of processes"),
    ],
)
def test_options_that_cannot_be_meant(home: Path, capsys: pytest.CaptureFixture[str], words: list[str], told: str) -> None:
    assert main(["ingest", "--home", str(home), *words]) == 2
    assert told in capsys.readouterr().err
    assert not home.exists()
