"""A published run as a folder that can be handed on: Parquet, what every column means, what may be done with it."""

import csv
import io
import json
import shutil
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from warehouse import schema
from warehouse.dictionary import dictionary_markdown, dictionary_rows
from warehouse.errors import NothingPublishedError, WarehouseError
from warehouse.home import PARQUET, Home
from warehouse.store import open_published

# Types of the Frictionless Table Schema (specs.frictionlessdata.io/table-schema).
_FIELD_TYPES: Mapping[str, str] = {
    "VARCHAR": "string",
    "INTEGER": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "VARCHAR[]": "array",
}
_READ_ME = """# Tour Ledger, run {run}

Who toured where, when and with whom: {documents:,} documents, {stops:,} stops, published by run {run} on {day} (UTC).

Each folder of `parquet/` is one table; its files together are its rows, sorted within each file. Every file names the table, the
version of the schema ({schema_version}) and, as `run`, the last run that changed one of its documents.

| to read with | |
| --- | --- |
| DuckDB | `select * from 'parquet/stops/*.parquet'` |
| polars | `polars.scan_parquet("parquet/stops/*.parquet")` |
| pandas | `pandas.read_parquet("parquet/stops")` |
| Spark | `spark.read.parquet("parquet/stops")` |

`DICTIONARY.md` says what every column means; `dictionary.csv` and `datapackage.json` say it to programs. `LICENCE.md` says what may be
done with the data.
"""


class FolderTakenError(WarehouseError):
    """A folder to export to that is there already."""


def export_run(home: Path, folder: Path, *, licence: str, notices: bytes) -> int:
    """Write the last published run as a self-contained folder, whole or not at all.

    Args:
        home: The home.
        folder: The folder to make; its parent is created.
        licence: The note on what may be done with the data, Markdown.
        notices: The notices that licences of the data's sources ask for.

    Returns:
        Number of the run.

    Raises:
        NothingPublishedError: No run was published yet.
        FolderTakenError: The folder is there and not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderTakenError(f"{folder} is there already: name a new or an empty folder")
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = folder.with_name(f".{folder.name}.{uuid.uuid4().hex}")
    try:
        run = _copy_parquet(Home(home), partial)
        with open_published(home) as connection:
            facts = connection.execute(
                "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM stops), finished_at::DATE FROM runs WHERE run = ?", [run]
            ).fetchall()[0]
        documents, stops, day = facts
        told = _READ_ME.format(run=run, documents=documents, stops=stops, day=day, schema_version=schema.SCHEMA_VERSION)
        for name, text in {
            "README.md": told,
            "LICENCE.md": licence,
            "DICTIONARY.md": dictionary_markdown(),
            "dictionary.csv": _dictionary_csv(),
            "datapackage.json": json.dumps(_package(run, partial / PARQUET), ensure_ascii=False, indent=1) + "\n",
        }.items():
            (partial / name).write_text(text, encoding="utf-8")
        (partial / "NOTICES.txt").write_bytes(notices)
        if folder.exists():
            folder.rmdir()
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return run


def _copy_parquet(home: Home, folder: Path) -> int:
    """Copy, not link: what is handed on may be changed by who has it.

    Returns:
        Number of the run copied.
    """
    for last_try in (False, True):
        run = home.published_run()
        if run is None:
            raise NothingPublishedError(f"nothing is published in {home.root}: run `tourledger ingest` first")
        try:
            shutil.copytree(home.version(run) / PARQUET, folder / PARQUET, copy_function=shutil.copyfile)
        except (shutil.Error, FileNotFoundError):  # pruned meanwhile: a newer one is there
            if last_try:
                raise
            shutil.rmtree(folder, ignore_errors=True)
        else:
            return run
    raise AssertionError("unreachable")


def _dictionary_csv() -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["table", "column", "type", "nullable", "meaning"])
    writer.writerows((*row[:3], str(row.nullable).lower(), row.meaning) for row in dictionary_rows())
    return text.getvalue()


def _package(run: int, parquet: Path) -> dict[str, Any]:
    rows = dictionary_rows()
    return {
        "name": "tour-ledger",
        "title": "Tour Ledger",
        "version": f"{schema.SCHEMA_VERSION}.{run}",
        "resources": [
            {
                "name": table.TABLE,
                "description": table.GRAIN,
                "format": "parquet",
                "path": sorted(path.relative_to(parquet.parent).as_posix() for path in (parquet / table.TABLE).iterdir()),
                "schema": {
                    "primaryKey": list(table.KEY),
                    "fields": [
                        {
                            "name": row.column,
                            "type": _FIELD_TYPES[row.type],
                            "description": row.meaning,
                            "constraints": {"required": not row.nullable},
                        }
                        for row in rows
                        if row.table == table.TABLE
                    ],
                },
            }
            for table in schema.TABLES
        ],
    }
