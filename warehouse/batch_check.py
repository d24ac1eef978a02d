"""Checking a batch before it enters the lake, so that a reading at fault costs one document and not the run."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import duckdb

from warehouse import ddl, schema
from warehouse.arrow import to_table
from warehouse.checking import Check, all_checks, unsettled

_BATCH = "rows_of_batch"


def faulty_documents(rows_by_table: Mapping[type[schema.Row], Iterable[schema.Row]]) -> dict[str, tuple[str, ...]]:
    """Find the documents of a batch that would fail a check of the warehouse.

    The checks are the warehouse's own, run in memory: those that a document's rows alone decide, uniqueness, and references
    between the document tables.

    Args:
        rows_by_table: What would be given to `warehouse.arrow.write_parts`.

    Returns:
        By document id, the names of the checks that it fails, sorted; empty if the batch is sound.

    Raises:
        TypeError: A row belongs to another table than its key says.
        pyarrow.ArrowInvalid: A value does not fit its column.
    """
    faults: defaultdict[str, set[str]] = defaultdict(set)
    with duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false"}) as connection:
        for table in schema.TABLES:
            connection.execute(ddl.create_table(table))
        for table in schema.DOCUMENT_TABLES:
            connection.register(_BATCH, to_table(table, list(rows_by_table.get(table, ()))))
            connection.execute(_insertion(table))
            connection.unregister(_BATCH)
        for check in unsettled(connection, _checks()):
            found = connection.execute(f"SELECT DISTINCT document_id FROM (\n{check.query}\n)").fetchall()
            for (document_id,) in found:
                faults[document_id].add(check.name)
    return {document_id: tuple(sorted(names)) for document_id, names in faults.items()}


@cache
def _checks() -> tuple[Check, ...]:
    return tuple(_chosen())


def _chosen() -> Iterator[Check]:
    document_tables = {table.TABLE: table for table in schema.DOCUMENT_TABLES}
    for check in all_checks():
        kind, _, place = check.name.partition(":")
        table, _, name = place.partition(".")
        if kind == "foreign_key" and table in document_tables:
            (column,) = (column for column in schema.columns(document_tables[table]) if column.name == name)
            if column.references and column.references.split(".")[0] in document_tables:
                yield check
        elif check.within_document or (kind == "unique" and table in document_tables):
            yield check


def _insertion(table: type[schema.Row]) -> str:
    """The statement that takes the batch's rows over; what only the load knows is anything that may stand there."""
    unknown = {str: "''", int: "1"}
    values = [
        ("NULL" if column.nullable else unknown[column.python_type]) if column.at_load else column.name for column in schema.columns(table)
    ]
    return f"INSERT INTO {table.TABLE} SELECT {', '.join(values)} FROM {_BATCH}"
