"""What a run costs beside how much the warehouse holds: load, check, publish, for a first run and for runs of 100 documents; by hand.

    python -m tests.benchmarks.publication_cost [DOCUMENTS …] [--work FOLDER]

Reading a million documents takes hours, so 2,000 written ones are read and their rows copied under new ids: every copy has its own
documents, persons and organizations, and shares the places. Then, at every size: a first run, a run with 100 documents of any day changed,
and a run with 100 new documents of one month. Each step is told in seconds of the clock and, in brackets, of the processors, which other
work on the machine changes less; memory is that of the process that loads, checks and publishes: what it loads is made in another one.
"""

import argparse
import datetime as dt
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path

import duckdb

from tasks.batch_reading import read_batches
from tasks.entities.resolution import link_entities, link_keys
from tasks.pull import pull_source
from tests.benchmarks.written_documents import write_corpus
from warehouse import schema
from warehouse.arrow import PartFile, arrow_schema, write_part
from warehouse.checking import check_staged
from warehouse.linking import LinkKeys
from warehouse.load import RunFacts, StagedRun, load_run
from warehouse.lock import writer
from warehouse.publication import publish_run
from warehouse.store import open_published

READ = 2_000
CHANGED = 100
SHARED = ("place",)


def read_once(work: Path) -> Path:
    """The rows of the written documents, one Parquet file per table."""
    rows = work / "rows"
    if rows.exists():
        return rows
    write_corpus(work / "written.jsonl", READ)
    pulled = pull_source(str(work / "written.jsonl"), home=work / "none", staging=work / "batches", reader_version="v1")
    reading = read_batches(pulled.batches, work / "lake")
    rows.mkdir()
    for table in schema.LAKE_TABLES:
        paths = [str(work / "lake" / part.path) for part in reading.parts if part.table == table.TABLE]
        if paths:
            duckdb.sql(f"COPY (FROM read_parquet({paths})) TO '{rows / table.TABLE}.parquet'")
    return rows


def made(rows: Path, lake: Path, copies: Sequence[int], where: str) -> list[PartFile]:
    """Write copies into a lake, in a process of their own, whose memory is not that of the load."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_made, rows, lake, copies, where).result()


def _made(rows: Path, lake: Path, copies: Sequence[int], where: str) -> list[PartFile]:
    return [part for copy in copies for part in copied(rows, lake, copy, where)]


def copied(rows: Path, lake: Path, copy: int, where: str) -> Iterator[PartFile]:
    """Write the rows of some of the documents into a lake, under the ids of a copy."""
    uri = f"source_uri || '~{copy}'"
    document = "'doc_' || left(sha256('doc' || strlen(source_uri) || ':' || source_uri), 20)"
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE chosen AS SELECT document_id FROM '{rows}/documents.parquet' WHERE {where}")
        places = f"SELECT DISTINCT entity_id FROM '{rows}/referents.parquet' WHERE kind IN {(*SHARED, '')}"
        connection.execute(f"CREATE TABLE shared AS {places}")
        connection.execute(
            f"CREATE TABLE ids AS SELECT document_id AS old, {document} AS new "
            f"FROM (SELECT document_id, {uri} AS source_uri FROM '{rows}/documents.parquet')"
        )
        for table in schema.LAKE_TABLES:
            path = rows / f"{table.TABLE}.parquet"
            if not path.exists():
                continue
            fields = []
            for name in arrow_schema(table, in_lake=True).names:
                other = f"split_part({name}, '_', 1) || '_' || left(md5({name} || '~{copy}'), 20)"
                if name == "document_id":
                    fields.append("ids.new AS document_id")
                elif name == "source_uri":
                    fields.append(f"{uri} AS source_uri")
                elif name.endswith("entity_id"):
                    fields.append(f"CASE WHEN {name} IN (FROM shared) THEN {name} ELSE {other} END AS {name}")
                elif name.endswith("_id"):
                    fields.append(f"{other} AS {name}")
                else:
                    fields.append(name)
            query = f"SELECT {', '.join(fields)} FROM '{path}' JOIN ids ON document_id = ids.old WHERE document_id IN (FROM chosen)"
            found = connection.sql(query).to_arrow_table()
            if found.num_rows:
                yield write_part(lake, table, found.cast(arrow_schema(table, in_lake=True)).combine_chunks())


def publish(home: Path, parts: Sequence[PartFile]) -> tuple[StagedRun, dict[str, tuple[float, float]]]:
    """Load, check and publish; the seconds of each, of the clock and of the processors."""
    now = dt.datetime.now(dt.UTC)
    facts = RunFacts(started_at=now, flow_run_id=None, reader_version="v1", documents_seen=0, documents_unchanged=0, documents_failed=0)
    laps = [_now()]
    with writer(home, "benchmark"):
        staged = load_run(
            home,
            parts=parts,
            removed=[],
            source_issues={},
            facts=facts,
            now=lambda: now,
            link=link_entities,
            link_keys=LinkKeys(of=link_keys, version="v1"),
        )
        assert staged is not None
        laps.append(_now())
        assert check_staged(staged) == []
        laps.append(_now())
        publish_run(home, staged)
        laps.append(_now())
    names = ("load", "check", "publish")
    return staged, {name: (end[0] - begin[0], end[1] - begin[1]) for name, (begin, end) in zip(names, pairwise(laps), strict=True)}


def _now() -> tuple[float, float]:
    """Seconds of the clock, and of the processors for this process and those that it started."""
    used = os.times()
    return time.monotonic(), used.user + used.system + used.children_user + used.children_system


def measure(rows: Path, home: Path, documents: int) -> None:
    """Print the three runs of one size."""
    lake = home / "lake"
    chosen = f"document_id IN (SELECT document_id FROM '{rows}/documents.parquet' ORDER BY md5(document_id) LIMIT {CHANGED})"
    newest = f"document_id IN (SELECT document_id FROM '{rows}/documents.parquet' ORDER BY published_on DESC LIMIT {CHANGED})"
    changes = {
        "first run": (range(documents // READ), "true"),
        f"{CHANGED} changed": ([0], chosen),
        f"{CHANGED} new": ([documents], newest),
    }
    for name, (copies, where) in changes.items():
        staged, seconds = publish(home, made(rows, lake, copies, where))
        size = {path.suffix: path.stat().st_size for path in (home / "current").iterdir() if path.is_file()}[".duckdb"]
        parquet = [path.stat() for path in (home / "current" / "parquet").rglob("*.parquet")]
        told = "  ".join(f"{step} {clock:.1f} s ({processors:.1f})" for step, (clock, processors) in seconds.items())
        whole = sum(stat.st_size for stat in parquet)
        written = sum(stat.st_size for stat in parquet if stat.st_nlink == 1)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(
            f"{documents:>9,} documents  {name:<12} {told}  {staged.rows_published:>11,} rows  DuckDB {size / documents:.0f} B/document  "
            f"Parquet {whole / documents:.0f} B/document in {len(parquet)} files, {written / 1e6:.1f} of {whole / 1e6:.1f} MB written  "
            f"peak {memory:.0f} MB\n"
        )
        sys.stdout.flush()
    with open_published(home) as connection:
        connection.execute("SELECT count(*) FROM entities")
        sys.stdout.write(f"{'':>9} entities: {connection.fetchall()[0][0]:,}\n")


def _main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("documents", nargs="*", type=int, default=[10_000, 100_000], metavar="DOCUMENTS")
    parser.add_argument("--work", type=Path, help="folder that is kept, with the rows read (default: a temporary one)")
    options = parser.parse_args()
    work = options.work or Path(tempfile.mkdtemp(prefix="tourledger-benchmark-"))
    work.mkdir(parents=True, exist_ok=True)
    try:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            rows = pool.submit(read_once, work).result()
        for documents in options.documents:
            home = work / "home"
            shutil.rmtree(home, ignore_errors=True)
            measure(rows, home, documents)
        shutil.rmtree(work / "home", ignore_errors=True)
    finally:
        if options.work is None:
            shutil.rmtree(work)
    sys.stdout.flush()
    os._exit(0)  # DuckDB's binding would report its types as leaks


if __name__ == "__main__":
    _main()
