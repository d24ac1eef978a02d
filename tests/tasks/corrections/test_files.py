"""Files of corrections are read strictly: a row that means nothing costs no other, and a file that means nothing undoes nothing."""

from pathlib import Path

import pytest

from tasks.corrections.files import COLUMNS, KINDS, document_id_of, parse_days, read_corrections
from tasks.text.ids import stable_id
from warehouse import schema

HEADER = ",".join(COLUMNS)
GOOD = "not-a-stop,a.txt,Old Quay,,,only seen from the train,A. Reader"


def read(
    folder: Path, *lines: str, name: str = "mine.csv", standing: tuple[schema.Correction, ...] = ()
) -> tuple[list[schema.Correction], list[str]]:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    found, issues = read_corrections(folder, standing)
    assert {issue.code for issue in issues} <= {"correction-invalid"}
    return list(found), [issue.message for issue in issues]


def test_a_row_becomes_a_correction(tmp_path: Path) -> None:
    (found,), issues = read(tmp_path, HEADER, GOOD)
    assert issues == []
    assert found == schema.Correction(
        correction_id=stable_id("cor", "not-a-stop", stable_id("doc", "a.txt"), "Old Quay", None, None),
        kind="not-a-stop",
        document="a.txt",
        document_id=stable_id("doc", "a.txt"),
        subject="Old Quay",
        char_start=None,
        value=None,
        reason="only seen from the train",
        author="A. Reader",
        file_name="mine.csv",
    )
    assert found.correction_id == "cor_" + found.correction_id[4:24]


def test_no_folder_no_corrections(tmp_path: Path) -> None:
    assert read_corrections(tmp_path / "none") == ((), ())


def test_optional_columns_comments_and_blank_lines_may_be_left_out(tmp_path: Path) -> None:
    found, issues = read(
        tmp_path, "author,kind,subject,value,reason", "", "A. Reader,same-entity,Ada,Ada Moss,the same office", "# later", ",,,,"
    )
    assert [(each.kind, each.subject, each.value, each.document) for each in found] == [("same-entity", "Ada", "Ada Moss", None)]
    assert issues == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("no-stop,a.txt,X,,,r,a", f"unknown kind 'no-stop'; known are {', '.join(KINDS)}"),
        ("not-a-stop,a.txt,,,,r,a", "subject is missing"),
        ("not-a-stop,a.txt,X,,,,", "reason, author is missing"),
        ("not-a-stop,,X,,,r,a", "not-a-stop: document is missing: its source_uri or document_id"),
        ("not-a-stop,a.txt,X,,yes,r,a", "not-a-stop: takes no value, found 'yes'"),
        ("stop-date,a.txt,X,,,r,a", "stop-date: value is missing"),
        (
            "stop-date,a.txt,X,,2024-02-30,r,a",
            "stop-date: value is '2024-02-30'; a day such as 2024-07-01, or two such as 2024-07-01/2024-07-03, was expected",
        ),
        (
            "is-a-stop,a.txt,X,,none,r,a",
            "is-a-stop: value is 'none'; a day such as 2024-07-01, or two such as 2024-07-01/2024-07-03, was expected",
        ),
        ("mention-is,a.txt,X,first,Y,r,a", "mention-is: char_start is 'first', no whole number"),
        ("mention-is,a.txt,X,-4,Y,r,a", "mention-is: char_start is '-4', no whole number"),
        ("same-entity,a.txt,X,,Y,r,a", "same-entity: concerns entities: document and char_start must be empty"),
        ("same-entity,,X,,,r,a", "same-entity: value is missing"),
        ("not-a-stop,a.txt,X,,,r", f"6 fields, expected 7: {', '.join(COLUMNS)}"),
        (GOOD.replace("train", "boat"), "says the same as a row of mine.csv, which counts"),
    ],
)
def test_a_bad_row_is_one_line_and_costs_no_other(tmp_path: Path, row: str, message: str) -> None:
    found, issues = read(tmp_path, HEADER, GOOD, row, "stop-date,a.txt,New Quay,,none,no day is told,A. Reader")
    assert [each.kind for each in found] == ["not-a-stop", "stop-date"]
    assert issues == [f"line 3: {message}"]


@pytest.mark.parametrize(
    ("header", "row", "message"),
    [
        (f"{HEADER},note", f"{GOOD},x", f"unknown column 'note'; known are {', '.join(COLUMNS)}"),
        ("kind,subject,reason", "a,b,c", "column 'author' is missing; needed are kind, subject, reason, author"),
        (f"{HEADER},kind", f"{GOOD},x", "a column stands there twice"),
        (HEADER, 'not-a-stop,a.txt,"X,,,r,a', "line 2: no CSV: unexpected end of data"),
    ],
)
def test_a_file_that_means_nothing_keeps_what_it_said_before(tmp_path: Path, header: str, row: str, message: str) -> None:
    before, _ = read(tmp_path, HEADER, GOOD)
    assert read(tmp_path, header, row) == ([], [message])
    found, issues = read(tmp_path, header, row, standing=tuple(before))
    assert found == before
    assert issues == [f"{message}; its 1 corrections in force stay"]


def test_only_csv_is_read_and_hidden_files_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / ".mine.csv.swp").write_bytes(b"\0")
    (tmp_path / "z.yaml").write_text("kind: not-a-stop")
    found, issues = read(tmp_path, HEADER, GOOD)
    assert len(found) == 1
    assert issues == ["corrections are read from .csv files"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_spreadsheets_write_byte_order_marks(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "mine.csv").write_text(f"{HEADER}\r\nnot-a-stop,a.txt,老码头,,,未进入,读者\r\n", encoding=encoding)
    (found,), issues = read_corrections(tmp_path)
    assert issues == ()
    assert (found.subject, found.author) == ("老码头", "读者")


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2024-07-01", ("2024-07-01", "2024-07-01")),
        ("2024-07-01/2024-07-03", ("2024-07-01", "2024-07-03")),
        ("2024-07-03/2024-07-01", None),
        ("2024-7-1", None),
        ("2024-13-01", None),
        ("none", None),
        ("", None),
    ],
)
def test_days(value: str, days: tuple[str, str] | None) -> None:
    found = parse_days(value)
    assert (None if found is None else tuple(day.isoformat() for day in found)) == days


def test_a_document_has_two_names() -> None:
    assert document_id_of("a.txt") == stable_id("doc", "a.txt") == document_id_of(stable_id("doc", "a.txt"))


def test_every_kind_of_the_schema_is_known() -> None:
    (column,) = (column for column in schema.columns(schema.Correction) if column.name == "kind")
    assert column.values == tuple(KINDS)
