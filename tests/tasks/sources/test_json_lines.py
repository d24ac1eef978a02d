import datetime as dt
import io
import json

import pytest

from tasks.sources.document import SourceDocument
from tasks.sources.json_lines import read_json_lines
from warehouse import schema


def read(*lines: object, encoding: str = "utf-8") -> tuple[list[SourceDocument], list[schema.Issue]]:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    items = list(read_json_lines(io.BytesIO(text.encode(encoding)), "f.jsonl"))
    return [i for i in items if isinstance(i, SourceDocument)], [i for i in items if isinstance(i, schema.Issue)]


def test_a_whole_record() -> None:
    documents, issues = read({"id": 7, "title": "T", "date": "2024-05-01T08:00:00+08:00", "text": " Body\n", "url": "u", "lang": "en"})
    assert documents == [
        SourceDocument(source_uri="f.jsonl#7", title="T", published_on=dt.date(2024, 5, 1), text=" Body\n", url="u", language="en")
    ]
    assert issues == []


def test_a_record_without_id_keeps_its_name_wherever_it_stands() -> None:
    (first,), _ = read({"text": "Body"})
    (_, second), issues = read({"id": "x", "text": "Other"}, "", {"text": "Body"})
    assert first.source_uri == second.source_uri == "f.jsonl#sha256:6ccaa6415b5ee449e3c5"
    assert [issue.code for issue in issues] == ["id-from-content"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{", "json-invalid"),
        ("[1]", "json-invalid"),
        ("[" * 100_000, "json-invalid"),
        ('{"id": "a"}', "text-missing"),
        ('{"id": "a", "text": ""}', "text-missing"),
        ('{"id": "a", "text": 5}', "text-missing"),
        ('{"id": "a", "text": "half \\ud83d pair"}', "text-invalid"),
        ('{"id": "a", "text": "NUL \\u0000"}', "text-invalid"),
        ('{"id": "a", "text": "ok", "title": "\\ud83d"}', "text-invalid"),
        ('{"id": "fine", "text": "again"}', "id-duplicate"),
    ],
)
def test_a_bad_line_costs_no_other(line: str, code: str) -> None:
    documents, (issue,) = read({"id": "fine", "text": "One"}, line, {"id": "last", "text": "Two"})
    assert [document.source_uri for document in documents] == ["f.jsonl#fine", "f.jsonl#last"]
    assert issue.code == code
    assert issue.message.startswith("line 2:")


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ({"date": "30 February"}, "date-invalid"),
        ({"date": 5}, "date-invalid"),
        ({"title": ["T"]}, "value-invalid"),
        ({"lang": 1}, "value-invalid"),
    ],
)
def test_a_bad_field_costs_only_itself(field: dict[str, object], code: str) -> None:
    (document,), (issue,) = read({"id": "a", "text": "Body", **field})
    assert document == SourceDocument(source_uri="f.jsonl#a", text="Body")
    assert issue.code == code


def test_unknown_keys_are_counted_once_per_key() -> None:
    documents, issues = read({"id": "a", "text": "A", "kind": 1, "tag": 2}, {"id": "b", "text": "B", "kind": 1})
    assert len(documents) == 2
    assert [(issue.code, issue.message.split(":")[0]) for issue in issues] == [
        ("key-unknown", "key 'kind' of 2 record(s)"),
        ("key-unknown", "key 'tag' of 1 record(s)"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_other_encodings(encoding: str) -> None:
    documents, issues = read('{"id": "a", "text": "省长到合肥市调研"}', '{"id": "b", "text": "省长到芜湖市调研"}', encoding=encoding)
    assert [document.text for document in documents] == ["省长到合肥市调研", "省长到芜湖市调研"]
    assert issues == []


def test_a_line_in_another_encoding_costs_no_other() -> None:
    raw = b'{"id": "a", "text": "A"}\n{"id": "b", "text": "\xff\xff\xff"}\n{"id": "c", "text": "C"}\n'
    items = list(read_json_lines(io.BytesIO(raw), "f.jsonl"))
    assert [item.source_uri for item in items] == ["f.jsonl#a", "f.jsonl", "f.jsonl#c"]


def test_an_empty_file() -> None:
    assert [issue.code for issue in read("\n \n")[1]] == ["source-empty"]
