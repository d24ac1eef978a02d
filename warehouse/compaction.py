"""Compaction: many small files of the lake become few large ones, and history older than a moment goes.

One file, the base, takes the place of all manifests up to the oldest run that can still be asked for; it also names the merged files,
which hold what all runs so far have read. Writing it is the one step that counts: killed before, nothing has happened; killed after, only
files lie about that nothing names any more. Published versions are not touched, so readers notice nothing.
"""

import datetime as dt
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse import ddl, delta, schema
from warehouse.arrow import PartFile, arrow_schema, merged_schema, regrouped, row_group_size, write_part
from warehouse.corrections import fold_corrections
from warehouse.errors import NothingPublishedError
from warehouse.files import write_whole
from warehouse.history import fold_links, fold_readings
from warehouse.home import Home
from warehouse.manifest import Manifest, read_manifests, to_json, utc
from warehouse.source_issues import fold_issues
from warehouse.store import open_for_building
from warehouse.unfinished import delete_strangers

_ROW_GROUPS = 8  # of a merged file: 131,072 paragraphs, 983,040 mentions


@dataclass(frozen=True)
class Compacted:
    """What compaction did.

    Attributes:
        oldest_run: The first run that can still be asked for.
        files_before: Files of the lake before.
        files_after: Files of the lake after.
        bytes_before: Their size before.
        bytes_after: Their size after.
    """

    oldest_run: int
    files_before: int
    files_after: int
    bytes_before: int
    bytes_after: int


def compact(home: Path, *, keep_since: dt.datetime | None = None) -> Compacted:
    """Merge the files of the lake, and drop what only runs before a moment showed.

    The caller holds the writer's lock.

    Args:
        home: The home.
        keep_since: What was published at this moment, and all later runs, can be asked for afterwards; None keeps all.

    Returns:
        What was done.

    Raises:
        NothingPublishedError: No run was published yet.
        DamagedLakeError: A file of the lake is missing or damaged; then nothing is changed.
    """
    place = Home(home)
    last = place.published_run()
    if last is None:
        raise NothingPublishedError(f"nothing is published in {home}: run `tourledger ingest` first")
    before = _sizes(place)
    manifests = list(read_manifests(place, last))
    past = [manifest for manifest in manifests if keep_since is not None and manifest.run.finished_at <= utc(keep_since)]
    oldest = (past or manifests[:1])[-1]
    folder = Path(tempfile.mkdtemp(prefix=".staging-compaction-", dir=home))
    try:
        with open_for_building(folder / "compaction.duckdb") as connection:
            base = _base(connection, place, manifests, oldest)
    finally:
        shutil.rmtree(folder)
    write_whole(place.base(oldest.run.run), to_json(base))
    delete_strangers(place)
    after = _sizes(place)
    return Compacted(oldest.run.run, len(before), len(after), sum(before), sum(after))


def _sizes(home: Home) -> list[int]:
    return [path.stat().st_size for path in home.lake.glob("*/*.parquet")]


def _base(connection: duckdb.DuckDBPyConnection, home: Home, manifests: Sequence[Manifest], oldest: Manifest) -> Manifest:
    dropped = [manifest for manifest in manifests if manifest.run.run <= oldest.run.run]
    for statement in ddl.create_tables():
        connection.execute(statement)
    delta.begin(connection)
    fold_readings(connection, home, manifests)
    fold_links(connection, home, dropped)
    links = connection.sql("SELECT * FROM links ORDER BY ALL").to_arrow_table().cast(arrow_schema(schema.Link, in_lake=True))
    runs = [run for manifest in dropped for run in manifest.runs]
    return Manifest(
        run=runs[-1],
        runs_before=tuple(runs[:-1]),
        parts=(),
        issues_added=tuple(fold_issues(dropped)),
        links=write_part(home.lake, schema.Link, links.combine_chunks()) if links.num_rows else None,
        corrections_added=tuple(fold_corrections(dropped)),
        merged=tuple(
            part for table in schema.LAKE_TABLES if table is not schema.Link for part in _merge(connection, home, manifests, oldest, table)
        ),
        merged_through=manifests[-1].run.run,
    )


def _merge(
    connection: duckdb.DuckDBPyConnection, home: Home, manifests: Sequence[Manifest], oldest: Manifest, table: type[schema.Row]
) -> list[PartFile]:
    """The rows of one table that some run since the oldest shows; of readings, which are short, all."""
    target = merged_schema(table)
    parameters: dict[str, Any] = {}
    if table is schema.ReadingRecord:
        names = [name for name in target.names if name not in {"read_in_run", "ended_run"}]
        runs = "changed_run AS read_in_run, last_run AS ended_run"
        query = f"SELECT {', '.join(names)}, {runs} FROM readings ORDER BY document_id, changed_run"
    else:
        parts_by_run = {run: parts for manifest in manifests for run, parts in manifest.parts_by_run().items()}
        located = delta.located(home.lake, parts_by_run, table)
        if not located:
            return []
        delta.verify(home.lake, {run: [part for part in parts if part.table == table.TABLE] for run, parts in parts_by_run.items()})
        held = delta.columns_held(connection, located)
        columns = [f"p.{name}" if name in held else f"NULL AS {name}" for name in target.names if name != "read_in_run"]
        order = [name for name in table.ORDER if name in target.names]
        query = f"""
            SELECT {", ".join(columns)}, {delta.run_of(held)} AS read_in_run
            FROM {delta.PARTS}
            JOIN readings AS r ON p.document_id = r.document_id AND r.changed_run = {delta.run_of(held)}
            WHERE r.last_run IS NULL OR r.last_run >= {oldest.run.run:d}
            ORDER BY p.document_id, read_in_run, {", ".join(f"p.{name}" for name in order)}
        """
        parameters = delta.located_parameters(located)
    batches = connection.sql(query, params=parameters).to_arrow_reader(10_000)
    size = _ROW_GROUPS * row_group_size(table)
    return [write_part(home.lake, table, rows) for rows in regrouped(batches, target, size)]
