"""The Parquet data sets of a version: a folder per table, readable by a plain glob, written anew only where documents changed.

Which file a document's rows go to follows from its day and id (`loading/document_files.sql`), never from the order of runs: equal
tables are equal files, and what a run left alone is linked from the version before instead of written again.
"""

import itertools
import os
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]  # pyarrow ships no types
import pyarrow.compute as pc  # type: ignore[import-untyped]  # likewise

from warehouse import ddl, schema
from warehouse.arrow import has_form_of, write_export
from warehouse.files import sync_directory
from warehouse.home import DATABASE, PARQUET
from warehouse.store import open_read_only

# A file is written anew for every change to one of its documents, and opening one costs a query 50 µs: with 2,048 documents of average
# length, 1 to 4 MB in the largest tables, a hundred edits anywhere in a million documents write a tenth of them, into a hundred files.
_MOST_DOCUMENTS = 2_048
_BATCH = 10_000
_WITHOUT_DOCUMENT = "sources"


def write_datasets(database: Path, directory: Path, *, before: Path | None = None, touched: Path | None = None) -> list[Path]:
    """Write every table of a warehouse as sorted Parquet files.

    Args:
        database: A warehouse that nobody writes to.
        directory: Where `<table>/<file>.parquet` go; created.
        before: Directory of the version that the warehouse was made from; None writes every file.
        touched: Parquet file with the ids of the documents whose rows may differ from that version's; None where any may.

    Returns:
        The files written, on their way to the disk; those linked from the version before are not among them.
    """
    directory.mkdir()
    spill = directory.parent / ".spill"
    with open_read_only(database, spill=spill) as connection:
        connection.execute(
            f"CREATE TEMP TABLE files AS SELECT document_id, changed_run, file FROM ({_divided('documents')})", {"most": _MOST_DOCUMENTS}
        )
        runs = dict(connection.execute("SELECT file, max(changed_run) FROM files GROUP BY file").fetchall())
        runs[_WITHOUT_DOCUMENT] = runs[None] = connection.execute("SELECT coalesce(max(run), 0) FROM runs").fetchall()[0][0]
        changed = None if before is None or touched is None else _changed_files(connection, before / DATABASE, touched)
        written = [
            path
            for table in schema.TABLES
            for path in _write_table(connection, table, directory / table.TABLE, runs, before and before / PARQUET / table.TABLE, changed)
        ]
    shutil.rmtree(spill, ignore_errors=True)
    return written


def _changed_files(connection: duckdb.DuckDBPyConnection, before: Path, touched: Path) -> set[str]:
    """Names of all files that a touched document is in or was in, under whatever name."""
    connection.execute(f"ATTACH {ddl.quoted(str(before))} AS before (READ_ONLY)")
    names = [f"SELECT document_id, names FROM ({_divided(documents)})" for documents in ("documents", "before.documents")]
    rows = connection.execute(
        f"SELECT DISTINCT unnest(names) FROM ({' UNION ALL '.join(names)}) WHERE document_id IN (FROM read_parquet($touched))",
        {"most": _MOST_DOCUMENTS, "touched": str(touched)},
    ).fetchall()
    connection.execute("DETACH before")
    return {row[0] for row in rows}


def _divided(documents: str) -> str:
    return ddl.sql_files("loading")["document_files"].replace("FROM documents", f"FROM {documents}")


def _write_table(
    connection: duckdb.DuckDBPyConnection,
    table: type[schema.Row],
    directory: Path,
    runs: dict[str | None, int],
    before: Path | None,
    changed: Collection[str] | None,
) -> list[Path]:
    directory.mkdir()
    names = [column.name for column in schema.columns(table)]
    keys = [*table.ORDER, *(name for name in names if name not in table.ORDER)]
    order = ", ".join(f"t.{name}" for name in keys)
    selected = ", ".join(f"t.{name}" for name in names)
    if table in schema.DOCUMENT_TABLES:
        kept = {} if before is None or changed is None else _kept(table, before, runs.keys() - set(changed))
        for name, path in kept.items():
            _link(path, directory / f"{name}.parquet")
        file = f"coalesce(f.file, {ddl.quoted(_WITHOUT_DOCUMENT)})"
        query = f"""
            SELECT {file} AS file, {selected}
            FROM {table.TABLE} AS t
            LEFT JOIN files AS f ON t.document_id = f.document_id
            WHERE {file} NOT IN (SELECT unnest($kept::VARCHAR[]))
            ORDER BY file, {order}
        """
        reader = connection.sql(query, params={"kept": sorted(kept)}).to_arrow_reader(_BATCH)
    else:
        kept = {}
        reader = connection.sql(f"SELECT 'all' AS file, {selected} FROM {table.TABLE} AS t ORDER BY {order}").to_arrow_reader(_BATCH)
        runs = {"all": runs[None]}
    written = []
    for name, pieces in itertools.groupby(_by_file(reader), key=lambda piece: piece[0]):
        written.append(directory / f"{name}.parquet")
        write_export(written[-1], table, (batch for _, batch in pieces), run=runs[name])
    if not written and not kept:  # a glob that matches nothing is an error to most readers
        written.append(directory / "empty.parquet")
        write_export(written[-1], table, (), run=0)
    sync_directory(directory)
    return written


def _by_file(batches: pa.RecordBatchReader) -> Iterator[tuple[str, pa.RecordBatch]]:
    """Pieces of batches that belong to one file, without the column that says so."""
    for batch in batches:
        files = pc.run_end_encode(batch.column(0))
        rows = batch.select(batch.schema.names[1:])
        begin = 0
        for end, name in zip(files.run_ends.to_pylist(), files.values.to_pylist(), strict=True):
            yield name, rows.slice(begin, end - begin)
            begin = end


def _kept(table: type[schema.Row], before: Path, unchanged: Collection[str | None]) -> dict[str, Path]:
    """Files of the version before that hold what they would be written with; a name that it did not divide so is not known to it."""
    known = {path.stem for path in before.with_name(schema.Document.TABLE).glob("*.parquet")} & set(unchanged)
    if not before.is_dir() or any(not has_form_of(path, table) for path in itertools.islice(before.glob("*.parquet"), 1)):
        return {}
    # A table may have no rows, and so no file, for a name.
    return {name: before / f"{name}.parquet" for name in sorted(known) if (before / f"{name}.parquet").exists()}


def _link(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except OSError:  # a file system without links, or one that allows no more of them
        shutil.copyfile(source, target)
        os.utime(target)
