"""The dictionary says what the database holds."""

from typing import Any

from warehouse import ddl, schema
from warehouse.dictionary import dictionary_rows
from warehouse.history import rebuild
from warehouse.home import Home
from warehouse.store import open_read_only


def test_every_column_is_described_in_the_database(press: Any) -> None:
    rebuild(Home(press.home.parent), 0, press.home.parent / "empty.duckdb")
    with open_read_only(press.home.parent / "empty.duckdb") as connection:
        query = "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() WHERE NOT internal AND schema_name = 'main'"
        views = {name for (name,) in connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()}
        found = {row for row in connection.execute(query).fetchall() if row[0] not in views}
        grains = dict(connection.execute("SELECT table_name, comment FROM duckdb_tables() UNION ALL FROM "
                                         "(SELECT view_name, comment FROM duckdb_views() WHERE NOT internal)").fetchall())  # fmt: skip
    assert found == {(row.table, row.column, row.type, row.meaning) for row in dictionary_rows()}
    assert grains == {table.TABLE: table.GRAIN for table in schema.TABLES} | {
        name: ddl.header(query) for name, query in ddl.sql_files("views").items()
    }


def test_closed_sets_and_references_are_part_of_the_meaning() -> None:
    rows = {(row.table, row.column): row for row in dictionary_rows()}
    assert rows["stops", "date_basis"].meaning.endswith("; one of: stop, tour, none")
    assert rows["stops", "entity_id"].meaning.endswith("; refers to entities.entity_id")
    assert (rows["documents", "published_on"].type, rows["documents", "published_on"].nullable) == ("DATE", True)


def test_quotes_in_a_meaning_do_no_harm() -> None:
    assert ddl.quoted("the tour's") == "'the tour''s'"


def test_views_answer(press: Any, report: Any) -> None:
    press.publish({"a.txt": report(), "b.txt": report(visitor="Ada Fern", place="Old Quay")})
    with open_read_only(press.home / "current" / "tourledger.duckdb") as connection:
        visits = connection.execute("SELECT visitor, place, evidence FROM visits ORDER BY ALL").fetchall()
        tours = connection.execute("SELECT visitors, stop_count, CAST(date_start AS VARCHAR) FROM tours ORDER BY ALL").fetchall()
    assert visits == [
        ("Ada Fern", "Old Quay", "Ada Fern toured Old Quay."),
        ("Ada Moss", "Reed Valley Mill", "Ada Moss toured Reed Valley Mill."),
    ]
    assert tours == [(["Ada Fern"], 1, "2030-01-01"), (["Ada Moss"], 1, "2030-01-01")]
