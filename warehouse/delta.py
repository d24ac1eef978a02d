"""Changing the documents of an open warehouse: taking rows out, putting rows of the lake in, and the entities that follow.

The temporary tables of `begin` say what changes; every statement here works on whole sets.
"""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from warehouse import ddl, schema
from warehouse.arrow import PartFile, verify_parts

Located = dict[str, str | int]
# Rows `p` of files of the lake, with `f.run`, the run that the file belongs to.
PARTS = """read_parquet($paths, filename = 'part_path', union_by_name = true) AS p
        JOIN (SELECT unnest($located::STRUCT(path VARCHAR, run INTEGER)[], recursive := true)) AS f ON p.part_path = f.path"""
_ENTITY = "entities.entity_id"


def begin(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the temporary tables that describe a change.

    `loading` holds the documents whose rows are to come from the lake, with the runs to put into them; `leaving` those whose rows
    go first; `touched_documents`, `touched_entities` and `touched_proposals` (entities as reading proposes them) all that either concerns.
    """
    connection.execute("CREATE TEMP TABLE loading (document_id VARCHAR, first_run INTEGER, changed_run INTEGER)")
    connection.execute("CREATE TEMP TABLE leaving (document_id VARCHAR)")
    connection.execute("CREATE TEMP TABLE touched_documents (document_id VARCHAR)")
    connection.execute("CREATE TEMP TABLE touched_entities (entity_id VARCHAR)")
    connection.execute("CREATE TEMP TABLE touched_proposals (entity_id VARCHAR)")


def take_out(connection: duckdb.DuckDBPyConnection) -> None:
    """Delete the rows of all `leaving` documents, and note the entities that they showed."""
    touch_entities(connection, "leaving")
    touch_proposals(connection, "leaving")
    connection.execute("INSERT INTO touched_documents FROM leaving")
    for table in schema.DOCUMENT_TABLES:
        connection.execute(f"DELETE FROM {table.TABLE} WHERE document_id IN (SELECT document_id FROM leaving)")


def put_in(
    connection: duckdb.DuckDBPyConnection,
    lake: Path,
    parts_by_run: Mapping[int, Sequence[PartFile]],
    tables: Sequence[type[schema.Row]] = schema.DOCUMENT_TABLES,
) -> None:
    """Insert the rows of all `loading` documents, with links applied.

    Args:
        connection: A warehouse in which `begin` was called, holding no rows of these documents in these tables.
        lake: Directory of the lake.
        parts_by_run: The parts of every run that `loading.changed_run` names.
        tables: Which of the document tables to fill.
    """
    connection.execute("INSERT INTO touched_documents SELECT document_id FROM loading")
    for table in tables:
        if found := located(lake, parts_by_run, table):
            connection.execute(_insertion(table, columns_held(connection, found)), located_parameters(found))


def located(lake: Path, parts_by_run: Mapping[int, Sequence[PartFile]], table: type[schema.Row]) -> list[Located]:
    """Where the rows of one table lie, and the run that read them; 0 where each row says it."""
    return [
        {"path": str(lake / part.path), "run": run} for run, parts in parts_by_run.items() for part in parts if part.table == table.TABLE
    ]


def located_parameters(found: Sequence[Located]) -> dict[str, Any]:
    """The parameters of a query on `PARTS`."""
    return {"paths": sorted({str(entry["path"]) for entry in found}), "located": list(found)}


def columns_held(connection: duckdb.DuckDBPyConnection, found: Sequence[Located]) -> set[str]:
    """The columns that any of the files has; older ones may lack some."""
    paths = sorted({str(entry["path"]) for entry in found})
    return {row[0] for row in connection.execute("SELECT DISTINCT name FROM parquet_schema(?)", [paths]).fetchall()}


def run_of(held: Collection[str]) -> str:
    """The expression for the run that read a row of `PARTS`."""
    return "coalesce(p.read_in_run, f.run)" if "read_in_run" in held else "f.run"


def touch_entities(connection: duckdb.DuckDBPyConnection, documents: str) -> None:
    """Note the entities that some documents show at the moment.

    Args:
        connection: A warehouse in which `begin` was called.
        documents: "loading" or "leaving".
    """
    connection.execute(
        f"""
        INSERT INTO touched_entities
        SELECT entity_id FROM referents WHERE document_id IN (SELECT document_id FROM {documents})
        UNION
        SELECT entity_id FROM mentions WHERE document_id IN (SELECT document_id FROM {documents})
        EXCEPT
        SELECT entity_id FROM touched_entities
        """
    )


def touch_proposals(connection: duckdb.DuckDBPyConnection, documents: str) -> None:
    """Note the entities that reading proposed for some documents; as `touch_entities`."""
    connection.execute(
        "INSERT INTO touched_proposals SELECT DISTINCT proposed_entity_id FROM referents "
        f"WHERE document_id IN (SELECT document_id FROM {documents})"
    )


def refresh_entities(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the rows of all touched entities anew from what the documents show; one that none shows any more goes."""
    connection.execute("DELETE FROM entities WHERE entity_id IN (SELECT entity_id FROM touched_entities)")
    connection.execute(f"INSERT INTO entities BY NAME {ddl.sql_files('loading')['entities']}")


def verify(lake: Path, parts_by_run: Mapping[int, Sequence[PartFile]]) -> None:
    """Compare every part with its hash.

    Raises:
        DamagedLakeError: One is missing or differs.
    """
    for parts in parts_by_run.values():
        verify_parts(lake, parts)


def count_rows(connection: duckdb.DuckDBPyConnection) -> int:
    """Rows of all document tables, issues of sources aside."""
    counts = " UNION ALL ".join(f"SELECT count(document_id) AS n FROM {table.TABLE}" for table in schema.DOCUMENT_TABLES)
    row = connection.execute(f"SELECT sum(n)::BIGINT FROM ({counts})").fetchone()
    return int(row[0]) if row else 0


def insert_rows(connection: duckdb.DuckDBPyConnection, rows: Sequence[schema.Row]) -> None:
    """Insert a few rows of one table as they are."""
    if rows:
        names = [column.name for column in schema.columns(type(rows[0]))]
        statement = f"INSERT INTO {rows[0].TABLE} ({', '.join(names)}) VALUES ({', '.join('?' for _ in names)})"
        connection.executemany(statement, [[getattr(row, name) for name in names] for row in rows])


def _insertion(table: type[schema.Row], held: Collection[str]) -> str:
    """The statement that fills one table; columns that parts of an older schema do not hold are null."""
    at_load = {
        "first_run": "l.first_run",
        "changed_run": "l.changed_run",
        "run": "l.changed_run",
        "source": "NULL",
        "proposed_entity_id": "p.entity_id",
    }
    columns = schema.columns(table)
    linked = [column.name for column in columns if column.references == _ENTITY]
    resolved = {name: f"coalesce({name}_link.entity_id, p.{name})" for name in linked}
    read = {c.name: resolved.get(c.name, f"p.{c.name}") if c.name in held else "NULL" for c in columns}
    values = [f"{at_load[c.name] if c.at_load else read[c.name]} AS {c.name}" for c in columns]
    joins = [f"LEFT JOIN links AS {name}_link ON {name}_link.proposed_entity_id = p.{name}" for name in resolved]
    return f"""
        INSERT INTO {table.TABLE} BY NAME
        SELECT {", ".join(values)}
        FROM {PARTS}
        JOIN loading AS l ON p.document_id = l.document_id AND {run_of(held)} = l.changed_run
        {" ".join(joins)}
        {_one_row_per_person(resolved) if table is schema.Participant else ""}
        ORDER BY {", ".join(table.ORDER)}
    """


def _one_row_per_person(resolved: Mapping[str, str]) -> str:
    """Where linking finds two of a document's persons to be one, the part that is reported first stands for both."""
    partition = f"p.document_id, p.stop_id, {resolved['entity_id']}, p.part"
    order = "p.position, p.char_start, p.char_end, p.entity_id"
    return f"QUALIFY p.entity_id = first_value(p.entity_id) OVER (PARTITION BY {partition} ORDER BY {order})"
