"""What a run changes, and what it leaves alone."""

import dataclasses
import datetime as dt
import json
from typing import Any

import duckdb
import pytest

from warehouse import schema
from warehouse.arrow import write_parts
from warehouse.errors import DamagedLakeError, InconsistentRunError
from warehouse.home import Home
from warehouse.load import RunFacts, load_run
from warehouse.store import known_documents, open_published, open_read_only


def ask(press: Any, query: str) -> list[tuple[Any, ...]]:
    with open_published(press.home) as connection:
        return connection.execute(query).fetchall()


def tree(press: Any) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in press.home.rglob("*") if path.name != ".writer.lock"}


def source_issue(message: str) -> schema.Issue:
    return schema.Issue(
        document_id=None, source_uri=None, run=0, severity="warning", code="bad-record", char_start=None, char_end=None, message=message
    )


def test_first_changed_removed_and_returning_documents(press: Any, report: Any) -> None:
    press.publish({"a.txt": report(), "b.txt": report()})
    press.publish({"a.txt": report(place="Old Quay")})
    press.publish({"a.txt": None})
    press.publish({"a.txt": report()})
    assert ask(press, "SELECT source_uri, first_run, changed_run FROM documents ORDER BY ALL") == [("a.txt", 1, 4), ("b.txt", 1, 1)]
    assert ask(press, "SELECT source_uri, first_run, changed_run, last_run FROM readings ORDER BY ALL") == [
        ("a.txt", 1, 1, 1), ("a.txt", 1, 2, 2), ("a.txt", 1, 4, None), ("b.txt", 1, 1, None)
    ]  # fmt: skip
    assert ask(press, "SELECT documents_new, documents_changed, documents_removed FROM runs ORDER BY run") == [
        (2, 0, 0), (0, 1, 0), (0, 0, 1), (0, 1, 0)
    ]  # fmt: skip


def test_what_is_known_is_what_is_current(press: Any, report: Any) -> None:
    assert known_documents(press.home) == {}
    press.publish({"a.txt": report(), "b.txt": report()})
    press.publish({"a.txt": report(place="Old Quay"), "b.txt": None})
    known = known_documents(press.home)
    assert {uri: document.fingerprint for uri, document in known.items()} == {"a.txt": repr(report(place="Old Quay"))}
    assert known_documents(press.home, source="box") == known
    assert known_documents(press.home, source="another box") == {}


def test_nothing_changed_touches_nothing(press: Any, report: Any) -> None:
    press.publish({"a.txt": report()}, source_issues={"box": [source_issue("one")]})
    before = tree(press)
    assert press.publish({}, source_issues={"box": [source_issue("one")]}) is None
    assert tree(press) == before


def test_issues_of_a_source_last_until_it_is_pulled_without_them(press: Any, report: Any) -> None:
    query = "SELECT source, message, run FROM issues WHERE source IS NOT NULL ORDER BY ALL"
    press.publish({"a.txt": report()}, source_issues={"box": [source_issue("one"), source_issue("one")], "crate": [source_issue("x")]})
    assert ask(press, query) == [("box", "one", 1), ("crate", "x", 1)]
    press.publish({}, source_issues={"box": [source_issue("one"), source_issue("two")]})
    assert ask(press, query) == [("box", "one", 1), ("box", "two", 2), ("crate", "x", 1)]
    press.publish({}, source_issues={"box": [source_issue("two")], "crate": []})
    assert ask(press, query) == [("box", "two", 2)]


def test_entities_take_together_what_documents_show(press: Any, report: Any) -> None:
    press.publish(
        {
            "a.txt": report(),
            "b.txt": report(province="Eastmark"),
            "c.txt": report(province="Eastmark"),
            "d.txt": report(country="Graustark", province="Northmark", language="fr"),
        }
    )
    columns = "name, aliases, language, document_count, mention_count, country, province, latitude"
    assert ask(press, f"SELECT {columns} FROM entities ORDER BY kind") == [
        ("Ada Moss", ["Ada"], "en", 4, 12, None, None, None),
        ("Reed Valley Mill", [], "en", 4, 4, "Ruritania", "Eastmark", 1.5),
    ]
    press.publish({"b.txt": None, "c.txt": None})
    assert ask(press, f"SELECT {columns} FROM entities WHERE kind = 'place'") == [
        ("Reed Valley Mill", [], "en", 2, 2, "Ruritania", "Westmark", 1.5)
    ]
    press.publish({"a.txt": None, "d.txt": None})
    assert ask(press, "SELECT * FROM entities") == []


def test_links_reach_documents_that_did_not_change_and_can_be_undone(press: Any, report: Any) -> None:
    def to_moss(candidates: Any) -> list[schema.Link]:
        ids = {candidate.name: candidate.entity_id for candidate in candidates if candidate.kind == "person"}
        return [
            schema.Link(proposed_entity_id=ids[name], entity_id=ids["Ada Moss"], rule="first-name") for name in ids if name != "Ada Moss"
        ]

    people = "SELECT e.name, e.aliases, e.document_count FROM entities AS e WHERE kind = 'person' ORDER BY ALL"
    press.publish({"a.txt": report(visitor="Ada Fern")})
    press.publish({"b.txt": report(), "c.txt": report()}, link=to_moss)
    assert ask(press, people) == [("Ada Moss", ["Ada", "Ada Fern"], 3)]
    assert ask(press, "SELECT DISTINCT p.name, e.name FROM participants AS p JOIN entities AS e USING (entity_id) ORDER BY ALL") == [
        ("Ada Fern", "Ada Moss"), ("Ada Moss", "Ada Moss")
    ]  # fmt: skip
    assert ask(press, "SELECT source_uri, changed_run FROM documents ORDER BY ALL") == [("a.txt", 1), ("b.txt", 2), ("c.txt", 2)]
    press.publish({"c.txt": None})
    assert ask(press, people) == [("Ada Fern", ["Ada"], 1), ("Ada Moss", ["Ada"], 1)]
    assert ask(press, "SELECT * FROM links") == []


def test_two_names_of_one_person_in_a_document_become_one_participant(press: Any, report: Any, rows: Any) -> None:
    found = rows("a.txt", report())
    other = rows("a.txt", report(visitor="Ada Fern"))
    (first,) = found[schema.Participant]
    person = next(referent for referent in other[schema.Referent] if referent.kind == "person")
    found[schema.Referent].append(person)
    found[schema.Participant].append(dataclasses.replace(first, entity_id=person.entity_id, name="A. M.", position=2))

    def link(candidates: Any) -> list[schema.Link]:
        return [schema.Link(proposed_entity_id=person.entity_id, entity_id=first.entity_id, rule="made-up")]

    press.publish({"z.txt": report()})
    load(press, write_parts(press.home / "lake", found), link=link)
    assert staged_rows(press, "SELECT name FROM participants WHERE document_id <> ?", first.document_id) == [("Ada Moss",)]
    assert staged_rows(press, "SELECT name FROM participants WHERE document_id = ?", first.document_id) == [("Ada Moss",)]


def staged_rows(press: Any, query: str, *values: Any) -> list[tuple[Any, ...]]:
    (staging,) = press.home.glob(".staging-*")
    with open_read_only(staging / "tourledger.duckdb") as connection:
        return connection.execute(query, list(values)).fetchall()


def load(press: Any, parts: Any, *, removed: Any = (), link: Any = None, source_issues: Any = None) -> Any:
    now = dt.datetime(2030, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    facts = RunFacts(started_at=now, flow_run_id="f", reader_version="1", documents_seen=1, documents_unchanged=0, documents_failed=0)
    return load_run(press.home, parts=parts, removed=removed, source_issues=source_issues or {}, facts=facts, now=lambda: now, link=link)


def test_runs_are_in_utc_and_the_manifest_says_what_was_loaded(press: Any, report: Any, rows: Any) -> None:
    parts = write_parts(press.home / "lake", rows("a.txt", report()))
    staged = load(press, parts)
    manifest = json.loads((staged.directory / "manifest.json").read_text())
    assert manifest["run"]["started_at"] == "2029-12-31T16:00:00"
    assert sorted(part["path"] for part in manifest["parts"]) == sorted(part.path for part in parts)
    assert staged_rows(press, "SELECT CAST(started_at AS VARCHAR), status FROM runs") == [("2029-12-31 16:00:00", "published")]


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda parts, other: parts + other, "has been read twice"),
        (lambda parts, other: [part for part in parts if part.table != "readings"], "has rows of documents but no reading"),
        (lambda parts, other: [part for part in parts if part.table != "documents"], "has a reading but no row of documents"),
    ],
)
def test_parts_that_contradict_each_other_are_refused(press: Any, report: Any, rows: Any, spoil: Any, complaint: str) -> None:
    press.publish({"z.txt": report()})
    before = tree(press)
    parts = write_parts(press.home / "lake", rows("a.txt", report()))
    other = write_parts(press.home / "lake", rows("a.txt", report(place="Old Quay")))
    with pytest.raises(InconsistentRunError, match=complaint):
        load(press, spoil(parts, other))
    assert {path for path in tree(press).keys() - before.keys() if "/lake/" not in path} == set()


@pytest.mark.parametrize("removed", [["doc_unknown"]])
def test_only_documents_that_are_there_can_be_removed(press: Any, report: Any, removed: list[str]) -> None:
    press.publish({"a.txt": report()})
    with pytest.raises(InconsistentRunError, match="doc_unknown is to be removed, but"):
        load(press, [], removed=removed)


def test_an_issue_of_a_document_is_not_a_sources(press: Any, report: Any) -> None:
    with pytest.raises(InconsistentRunError, match="cannot be a source's: one"):
        load(press, [], source_issues={"box": [dataclasses.replace(source_issue("one"), document_id="doc_1")]})


def test_a_damaged_part_is_not_loaded(press: Any, report: Any, rows: Any) -> None:
    parts = write_parts(press.home / "lake", rows("a.txt", report()))
    (press.home / "lake" / parts[0].path).write_bytes(b"PAR1")
    with pytest.raises(DamagedLakeError):
        load(press, parts)
    assert list(press.home.glob(".staging-*")) == []


def test_a_version_of_an_older_schema_is_rebuilt_from_the_lake(press: Any, report: Any) -> None:
    press.publish({"a.txt": report(), "b.txt": report()})
    before = press.contents()
    database = Home(press.home).database(1)
    database.chmod(0o644)
    with duckdb.connect(database) as connection:
        connection.execute("ALTER TABLE stops DROP COLUMN activity")
        connection.execute("DROP TABLE links")
    press.publish({"c.txt": report()})
    press.publish({"c.txt": None})
    after = press.contents()
    assert {name: after[name] for name in ("documents", "stops", "mentions", "entities")} == {
        name: before[name] for name in ("documents", "stops", "mentions", "entities")
    }
