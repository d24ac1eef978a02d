"""What most would take to load and merge tables: dlt into DuckDB, on what a run published; for `tests.benchmarks.ingest`.

    python -m tests.benchmarks.dlt_load PARQUET FOLDER [--only-run RUN]

PARQUET is a version's folder of data sets. Rows of documents are merged by the table's key, as the project's own load replaces them; what
dlt's merge cannot do, taking away rows that a changed document no longer has, is not asked of it. It needs the extra `benchmark`.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.update(RUNTIME__DLTHUB_TELEMETRY="false", RUNTIME__LOG_LEVEL="ERROR", DO_NOT_TRACK="1")

import dlt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

KEYS = {
    "documents": ["document_id"],
    "paragraphs": ["paragraph_id"],
    "referents": ["referent_id"],
    "mentions": ["mention_id"],
    "stops": ["stop_id"],
    "statements": ["statement_id"],
    "entities": ["entity_id"],
}


def batches(folder: Path, documents: pa.Array | None) -> Iterator[pa.Table]:
    """The rows of a table, those of some documents only if asked."""
    for path in sorted(folder.glob("*.parquet")):
        for batch in pq.ParquetFile(path).iter_batches(50_000):
            table = pa.Table.from_batches([batch]).replace_schema_metadata()
            if documents is not None and "document_id" in table.column_names:
                table = table.filter(pc.is_in(table["document_id"], documents))
            # dlt keeps lists of strings in tables of their own; as text they stay in place.
            for number, field in enumerate(table.schema):
                if pa.types.is_list(field.type):
                    joined = pc.binary_join(table[field.name].combine_chunks().cast(pa.list_(pa.string())), "|")
                    table = table.set_column(number, field.name, joined)
            if table.num_rows:
                yield table


def _main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("parquet", type=Path, metavar="PARQUET")
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--only-run", type=int, metavar="RUN", help="only documents that this run changed")
    options = parser.parse_args()
    changed: Any = None
    if options.only_run is not None:
        documents = pq.read_table(options.parquet / "documents", columns=["document_id", "changed_run"])
        changed = documents.filter(pc.equal(documents["changed_run"], options.only_run))["document_id"].combine_chunks()
    began = time.monotonic()
    pipeline = dlt.pipeline(
        "ledger",
        pipelines_dir=str(options.folder / "pipelines"),
        destination=dlt.destinations.duckdb(str(options.folder / "dlt.duckdb")),
        dataset_name="ledger",
    )
    resources = [
        dlt.resource(batches(options.parquet / name, changed), name=name, primary_key=key, write_disposition="merge")
        for name, key in KEYS.items()
        if changed is None or name != "entities"
    ]
    pipeline.run(resources, loader_file_format="parquet")
    sys.stdout.write(f"{time.monotonic() - began:.2f}\n")


if __name__ == "__main__":
    _main()
