"""Every check passes on sound data and fails on the fault that it is for."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from warehouse import ddl, schema
from warehouse.checking import Check, all_checks, check_staged, raise_for, run_checks
from warehouse.errors import CheckFailedError
from warehouse.home import DATABASE

CHECKS = {check.name: check for check in all_checks()}
WRITTEN = sorted(ddl.sql_files("checks"))
ONE_STOP = "(SELECT min(stop_id) FROM stops)"
# What must be done to sound data so that a check of that name finds exactly this many rows.
FAULTS: list[tuple[str, str, int]] = [
    ("char_count", "UPDATE documents SET char_count = char_count + 1 WHERE source_uri = 'a.txt'", 1),
    ("char_count", "UPDATE documents SET text_sha256 = 'ff' WHERE source_uri = 'a.txt'", 1),
    ("confidence", "UPDATE stops SET confidence = 1.01", 3),
    ("confidence", "UPDATE mentions SET confidence = -0.1 WHERE in_title", 3),
    ("confidence", "UPDATE stops SET confidence = 'nan' WHERE document_id = (SELECT min(document_id) FROM stops)", 1),
    ("coordinates", "UPDATE stops SET latitude = 91, longitude = 0", 3),
    ("coordinates", "UPDATE stops SET latitude = 1", 3),
    ("coordinates", "UPDATE entities SET latitude = 0, longitude = 180.5 WHERE kind = 'place'", 2),
    ("current_readings", "UPDATE readings SET last_run = 1 WHERE source_uri = 'a.txt'", 1),
    ("current_readings", "DELETE FROM documents WHERE source_uri = 'a.txt'", 1),
    ("current_readings", "UPDATE documents SET first_run = 2 WHERE source_uri = 'a.txt'", 1),
    ("document_ids", "UPDATE documents SET source_uri = 'elsewhere.txt' WHERE source_uri = 'a.txt'", 1),
    ("entity_counts", "DELETE FROM mentions WHERE in_title", 1),
    ("entity_counts", "UPDATE entities SET document_count = document_count + 1 WHERE kind = 'place'", 2),
    ("entity_counts", "DELETE FROM referents WHERE kind = 'place'", 2),
    ("issue_subjects", "UPDATE issues SET document_id = NULL, source_uri = NULL WHERE source IS NULL", 3),
    ("mention_places", "UPDATE mentions SET char_start = 0, char_end = 1 WHERE in_title", 3),
    ("mention_places", "UPDATE mentions SET paragraph_id = NULL WHERE is_restored", 3),
    ("mention_places", "UPDATE mentions SET char_start = NULL, char_end = NULL WHERE is_restored", 3),
    ("mention_places", "UPDATE mentions SET char_end = char_end + 500 WHERE is_restored", 3),
    ("paragraph_positions", "UPDATE paragraphs SET position = position + 1", 6),
    ("paragraph_positions", "UPDATE paragraphs SET position = 3 WHERE position = 2", 3),
    ("paragraphs_cover_text", "DELETE FROM paragraphs WHERE position = 1", 3),
    ("paragraphs_cover_text", "DELETE FROM paragraphs WHERE position = 2", 3),
    ("paragraphs_cover_text", "DELETE FROM paragraphs", 3),
    ("paragraphs_cover_text", "UPDATE paragraphs SET char_start = char_start - 4 WHERE position = 2", 3),
    ("paragraphs_cover_text", "UPDATE paragraphs SET char_end = char_end - 1 WHERE position = 2", 3),
    ("paragraphs_cover_text", "UPDATE paragraphs SET position = 3 - position", 9),
    ("parts_in_document", f"UPDATE participants SET stop_id = {ONE_STOP}", 2),
    ("parts_in_document", f"UPDATE paragraphs SET stop_id = {ONE_STOP} WHERE stop_id IS NOT NULL", 2),
    ("parts_in_document", "UPDATE statements SET paragraph_id = (SELECT min(paragraph_id) FROM statements)", 2),
    ("referents_of_findings", "DELETE FROM referents WHERE kind = 'place'", 6),
    ("referents_of_findings", "UPDATE stops SET entity_id = (SELECT entity_id FROM entities WHERE name = 'Old Quay')", 2),
    ("referents_of_findings", "UPDATE referents SET kind = 'organization' WHERE kind = 'person'", 6),
    ("reports_tour", "UPDATE documents SET reports_tour = false WHERE source_uri = 'a.txt'", 1),
    ("reports_tour", "DELETE FROM stops", 3),
    ("restored_mentions", "DELETE FROM issues WHERE code = 'name-restored'", 3),
    ("restored_mentions", "UPDATE issues SET char_end = char_end + 1 WHERE code = 'name-restored'", 3),
    ("run_numbers", "UPDATE runs SET run = 7 WHERE run = 1", 5),
    ("run_numbers", "UPDATE issues SET run = 8 WHERE source IS NOT NULL", 1),
    ("run_rows", "DELETE FROM statements", 1),
    ("stop_dates", "UPDATE stops SET date_end = NULL", 3),
    ("stop_dates", "UPDATE stops SET date_start = NULL, date_end = NULL", 3),
    ("stop_dates", "UPDATE stops SET date_basis = 'none'", 3),
    ("stop_dates", "UPDATE stops SET date_end = date_start - 1", 3),
    ("stop_evidence", "UPDATE stops SET evidence = ' '", 3),
    ("stop_evidence", "UPDATE stops SET paragraph_id = 'nowhere'", 3),
    ("stop_evidence", "UPDATE stops SET evidence_start = 60", 3),
    ("stop_positions", "UPDATE stops SET position = 2", 3),
    ("stop_visitors", "UPDATE participants SET part = 'host'", 3),
    ("stop_visitors", f"UPDATE participants SET stop_id = {ONE_STOP}", 2),
    ("title_mentions", "UPDATE documents SET title = NULL", 3),
    ("title_mentions", "UPDATE mentions SET text = text || '!' WHERE in_title", 3),
    ("unlinked_targets", "UPDATE referents SET entity_id = proposed_entity_id", 1),
]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory, module_press: Any, report: Any) -> Iterator[duckdb.DuckDBPyConnection]:
    """A sound warehouse that may be written to: two runs, three documents, a link, an issue of a source."""
    press = module_press
    issue = schema.Issue(
        document_id=None, source_uri="box#9", run=0, severity="error", code="bad-record", char_start=None, char_end=None, message="no text"
    )

    def link(candidates: Any) -> list[schema.Link]:
        ids = {candidate.name: candidate.entity_id for candidate in candidates}
        return [schema.Link(proposed_entity_id=ids["Ada Fern"], entity_id=ids["Ada Moss"], rule="made-up")] if "Ada Fern" in ids else []

    correction = schema.Correction(
        correction_id="cor_1", kind="not-a-stop", document="z.txt", document_id="doc_z", subject="Old Quay", char_start=None, value=None,
        reason="only seen from the train", author="A. Reader", file_name="mine.csv",
    )  # fmt: skip
    press.publish({"a.txt": report(), "b.txt": report(place="Old Quay")}, source_issues={"box": [issue]}, corrections=[correction])
    press.publish({"c.txt": report(visitor="Ada Fern")}, link=link, corrections=[correction])
    copy = tmp_path_factory.mktemp("copy") / DATABASE
    shutil.copyfile(press.home / "current" / DATABASE, copy)
    with duckdb.connect(copy) as connection:
        yield connection


@pytest.fixture
def spoilt(warehouse: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """The sound warehouse within a transaction that is undone."""
    warehouse.execute("BEGIN")
    yield warehouse
    warehouse.execute("ROLLBACK")


def count(connection: duckdb.DuckDBPyConnection, check: Check) -> int:
    found = connection.execute(f"SELECT count(*) FROM (\n{check.query}\n)").fetchone()
    assert found is not None
    return int(found[0])


def fault_of(check: Check) -> str:
    """What to do to sound data so that a check derived from the schema must fail."""
    kind, place = check.name.split(":")
    table, _, column = place.partition(".")
    return {
        "not_null": f"UPDATE {table} SET {column} = NULL",
        "values": f"UPDATE {table} SET {column} = 'unheard-of'",
        "foreign_key": f"UPDATE {table} SET {column} = 'nowhere'",
        "unique": f"INSERT INTO {table} SELECT * FROM {table} LIMIT 1",
        "span": f"UPDATE {table} SET {column} = 1000",
    }[kind]


def test_sound_data_pass_every_check(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert run_checks(warehouse) == []


@pytest.mark.parametrize(("name", "fault", "rows"), FAULTS, ids=[f"{name}-{number}" for number, (name, _, _) in enumerate(FAULTS)])
def test_a_written_check_finds_its_fault(spoilt: duckdb.DuckDBPyConnection, name: str, fault: str, rows: int) -> None:
    spoilt.execute(fault)
    assert count(spoilt, CHECKS[name]) == rows


@pytest.mark.parametrize("name", [name for name in CHECKS if name not in WRITTEN])
def test_a_derived_check_finds_its_fault(spoilt: duckdb.DuckDBPyConnection, name: str) -> None:
    spoilt.execute(fault_of(CHECKS[name]))
    assert count(spoilt, CHECKS[name]) > 0


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("span:mentions.char_start", "UPDATE mentions SET char_start = char_start + 1, char_end = char_end + 1 WHERE is_restored"),
        ("span:mentions.char_start", "UPDATE mentions SET char_end = NULL WHERE is_restored"),
        ("span:paragraphs.char_start", "UPDATE paragraphs SET char_end = char_end + 1, text = text || '!' WHERE position = 2"),
        ("span:statements.char_start", "UPDATE statements SET text = lower(text)"),
        ("span:issues.char_start", "UPDATE issues SET char_start = -1, char_end = 0 WHERE char_start IS NOT NULL"),
        ("span:participants.char_start", "UPDATE participants SET char_end = char_start"),
    ],
)
def test_spans_that_do_not_slice_back_are_found(spoilt: duckdb.DuckDBPyConnection, name: str, fault: str) -> None:
    spoilt.execute(fault)
    assert count(spoilt, CHECKS[name]) == 3


def test_every_written_check_has_a_fault_and_says_its_grain() -> None:
    assert sorted({name for name, _, _ in FAULTS}) == WRITTEN
    for name in WRITTEN:
        assert "; one row" in CHECKS[name].meaning, name
        assert CHECKS[name].query.startswith("-- "), name


def test_every_span_and_reference_of_the_schema_is_checked() -> None:
    for table in schema.TABLES:
        assert f"unique:{table.TABLE}" in CHECKS
        for start, _, _ in table.SPANS:
            assert f"span:{table.TABLE}.{start}" in CHECKS
        for column in schema.columns(table):
            place = f"{table.TABLE}.{column.name}"
            assert (f"not_null:{place}" in CHECKS) is not column.nullable
            assert (f"foreign_key:{place}" in CHECKS) is (column.references is not None)
            assert (f"values:{place}" in CHECKS) is bool(column.values)


def test_a_failure_names_the_rows(spoilt: duckdb.DuckDBPyConnection) -> None:
    spoilt.execute("INSERT INTO issues SELECT i.* REPLACE (i.message || n AS message) FROM issues AS i, range(30) AS r (n)")
    spoilt.execute("UPDATE issues SET severity = 'dreadful'")
    (failure,) = [failure for failure in run_checks(spoilt) if failure.check == "values:issues.severity"]
    assert (failure.count, len(failure.rows)) == (5 * 31, 20)
    assert failure.rows[0].keys() == {*schema.Issue.KEY, "severity"}
    with pytest.raises(CheckFailedError, match=r"checks failed: .*values:issues\.severity \(155 rows, such as .*'dreadful'"):
        raise_for(run_checks(spoilt))


def test_unchanged_documents_are_left_out_where_a_document_alone_decides(spoilt: duckdb.DuckDBPyConnection) -> None:
    spoilt.execute("UPDATE paragraphs SET position = position + 1")
    everywhere = next(failure for failure in run_checks(spoilt) if failure.check == "paragraph_positions")
    of_last_run = next(failure for failure in run_checks(spoilt, run=2) if failure.check == "paragraph_positions")
    assert (everywhere.count, of_last_run.count) == (6, 2)
    assert count(spoilt, CHECKS["paragraph_positions"]) == 6


def test_a_staged_run_is_checked(press: Any, report: Any) -> None:
    staged = press.stage({"a.txt": report()})
    assert check_staged(staged) == []
    with duckdb.connect(Path(staged.directory) / DATABASE) as connection:
        connection.execute("DELETE FROM participants")
    assert [failure.check for failure in check_staged(staged)] == ["run_rows", "stop_visitors"]
