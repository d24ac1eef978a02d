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


def dictionary_markdown() -> str:
    """All tables and columns as a text for people."""
    where = "select table_name, column_name, comment from duckdb_columns()"
    lines = ["# Tables", "", f"Every table and column. The same words are in the database: `{where}`.", ""]
    rows = dictionary_rows()
    for table in schema.TABLES:
        grain = table.GRAIN[0].upper() + table.GRAIN[1:]
        key = ", ".join(f"`{name}`" for name in table.KEY)
        lines += [f"## {table.TABLE}", "", f"{grain}. Key: {key}.", ""]
        lines += ["| column | type | null | meaning |", "| --- | --- | --- | --- |"]
        lines += [
            f"| `{row.column}` | {row.type} | {'yes' if row.nullable else ''} | {row.meaning} |" for row in rows if row.table == table.TABLE
        ]
        lines.append("")
    return "\n".join(lines)
