"""The data dictionary: what every column means."""

from typing import NamedTuple

from warehouse import ddl, schema


class DictionaryRow(NamedTuple):
    """One column of one table, as a person reads of it."""

    table: str
    column: str
    type: str
    nullable: bool
    meaning: str


def dictionary_rows() -> list[DictionaryRow]:
    """All columns of all tables, in the order of the schema; closed sets of values are named with the meaning."""
    return [
        DictionaryRow(table.TABLE, column.name, ddl.sql_type(column), column.nullable, ddl.described(column))
        for table in schema.TABLES
        for column in schema.columns(table)
    ]
