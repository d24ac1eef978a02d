"""What corrections change in a document's rows, and that the rows stay sound whatever they say."""

import dataclasses
import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.corrections.files import KINDS, document_id_of
from tasks.corrections.reading import DocumentCorrections, correct_reading
from tasks.lexicon.lexicon import load_lexicon
from tasks.sources.document import SourceDocument
from tasks.text.ids import stable_id
from tasks.tours.reader import read_document
from tasks.tours.reading import Reading
from warehouse import schema
from warehouse.batch_check import faulty_documents

TEXT = (
    "On Thursday, Minister of Transport Elin Strand visited the Port of Tallinn, where she was received by Mayor Jaan Tamm. "
    'In the afternoon she toured Tartu University Hospital. "Help must come in every winter," she said. '
    "Director of Railways Anna Berg accompanied her. Jaan Tamm gave thanks. The party had seen the Narva Museum before."
)
NO_PLACE = "no place or organization is mentioned in these words; mention-is can say that one is"
OTHER = stable_id("ent", "person", "en", "someone of another document")


@pytest.fixture(scope="module")
def report() -> Reading:
    document = SourceDocument(source_uri="a.txt", text=TEXT, title="Elin Strand on tour", published_on=dt.date(2024, 5, 3))
    return read_document(document, load_lexicon())


def correction(kind: str, subject: str, value: str | None = None, char_start: int | None = None) -> schema.Correction:
    return schema.Correction(
        correction_id=stable_id("cor", kind, subject, char_start, value), kind=kind, document="a.txt", document_id=document_id_of("a.txt"),
        subject=subject, char_start=char_start, value=value, reason="made up", author="A. Reader", file_name="mine.csv",
    )  # fmt: skip


def corrected(report: Reading, *made: schema.Correction) -> Reading:
    book = DocumentCorrections.of(made, {OTHER: "person"})
    result = correct_reading(report, book.by_document[report.document.document_id], book.entity_kinds)
    rows: dict[type[schema.Row], list[schema.Row]] = {table: list(result.rows(table)) for table in schema.DOCUMENT_TABLES}
    assert faulty_documents(rows) == {}
    return result


def places(reading: Reading) -> list[str]:
    return [stop.place for stop in reading.stops]


def complaints(reading: Reading) -> list[str]:
    return [issue.message for issue in reading.issues if issue.code == "correction-unfit"]


def people(reading: Reading) -> set[tuple[str, str]]:
    return {(person.name, person.part) for person in reading.participants}


def test_what_is_read_without_corrections(report: Reading) -> None:
    assert places(report) == ["Port of Tallinn", "Tartu University Hospital"]
    assert people(report) == {("Elin Strand", "visitor"), ("Jaan Tamm", "host"), ("Anna Berg", "companion")}


@pytest.mark.parametrize("subject", ["Port of Tallinn", "visited the Port of Tallinn", "received by Mayor", "id"])
def test_not_a_stop(report: Reading, subject: str) -> None:
    gone = report.stops[0]
    subject = gone.stop_id if subject == "id" else subject
    result = corrected(report, correction("not-a-stop", subject))
    assert [(stop.place, stop.position) for stop in result.stops] == [("Tartu University Hospital", 1)]
    assert gone.stop_id not in {person.stop_id for person in result.participants} | {row.stop_id for row in result.statements}
    assert "Port of Tallinn" in {mention.text for mention in result.mentions}
    (issue,) = [issue for issue in result.issues if issue.code == "stop-corrected-away"]
    assert (issue.char_start, issue.char_end) == (gone.evidence_start, gone.evidence_end)


def test_without_stops_there_is_no_tour(report: Reading) -> None:
    result = corrected(report, correction("not-a-stop", "Port of Tallinn"), correction("not-a-stop", "Tartu University Hospital"))
    assert (result.document.reports_tour, result.stops, result.participants) == (False, (), ())
    assert {said.stop_id for said in result.statements} == {None}


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2024-05-01", (dt.date(2024, 5, 1), dt.date(2024, 5, 1), "stop")),
        ("2024-05-01/2024-05-04", (dt.date(2024, 5, 1), dt.date(2024, 5, 4), "stop")),
        ("none", (None, None, "none")),
    ],
)
def test_stop_date(report: Reading, value: str, days: tuple[Any, ...]) -> None:
    made = correction("stop-date", "Tartu University Hospital", value)
    first, second = corrected(report, made).stops
    assert (second.date_start, second.date_end, second.date_basis) == days
    assert (first, second.corrected_by) == (report.stops[0], made.correction_id)


def test_a_stop_is_dated_once(report: Reading) -> None:
    result = corrected(report, *(correction("stop-date", "Port of Tallinn", f"2024-05-0{day}") for day in (1, 2)))
    assert result.stops[0].date_start == dt.date(2024, 5, 1)
    assert complaints(result) == ["mine.csv: stop-date 'Port of Tallinn': another correction has dated the stop 'Port of Tallinn' already"]


def test_is_a_stop(report: Reading) -> None:
    made = correction("is-a-stop", "seen the Narva Museum before")
    added = corrected(report, made).stops[2]
    assert (added.place, added.position, added.evidence, added.corrected_by) == (
        "Narva Museum", 3, "seen the Narva Museum before", made.correction_id
    )  # fmt: skip
    visitors = [person for person in corrected(report, made).participants if person.stop_id == added.stop_id]
    assert [(person.name, person.part, person.corrected_by) for person in visitors] == [("Elin Strand", "visitor", made.correction_id)]
    dated = corrected(report, correction("is-a-stop", "seen the Narva Museum before", "2024-05-01")).stops[2]
    assert (dated.date_start, dated.date_basis) == (dt.date(2024, 5, 1), "stop")


def test_a_stop_that_is_one_stays_as_it_is(report: Reading) -> None:
    assert corrected(report, correction("is-a-stop", "toured Tartu University Hospital")) == report


def test_a_stop_may_make_the_tour(report: Reading) -> None:
    gone = [correction("not-a-stop", place) for place in places(report)]
    result = corrected(report, *gone, correction("is-a-stop", "visited the Port of Tallinn"))
    assert (result.document.reports_tour, places(result)) == (True, ["Port of Tallinn"])
    assert "visitor-unnamed" in {issue.code for issue in result.issues}


def test_a_mention_is_another_persons(report: Reading) -> None:
    made = correction("mention-is", "Jaan Tamm", "Juhan Tamm", TEXT.index("Jaan Tamm gave"))
    result = corrected(report, made)
    entity = {mention.char_start: mention.entity_id for mention in result.mentions if mention.text == "Jaan Tamm"}
    assert len(set(entity.values())) == 2
    assert [(row.name, row.corrected_by) for row in result.referents if row.name.endswith("Tamm")] == [
        ("Jaan Tamm", None), ("Juhan Tamm", made.correction_id)
    ]  # fmt: skip
    assert ("Jaan Tamm", "host") in people(result)


def test_all_mentions_take_their_person_along(report: Reading) -> None:
    result = corrected(report, correction("mention-is", "Elin Strand", "Elina Strand"))
    assert people(result) == {("Elina Strand", "visitor"), ("Jaan Tamm", "host"), ("Anna Berg", "companion")}
    (person,) = [row for row in result.referents if row.name == "Elina Strand"]
    assert {said.speaker_entity_id for said in result.statements} == {person.entity_id}
    assert person.aliases == ["Elin Strand"]
    assert not [row for row in result.referents if row.name == "Elin Strand"]
    assert {mention.text for mention in result.mentions if mention.in_title} == {"Elin Strand"}


def test_a_mention_is_a_person_of_the_same_document(report: Reading) -> None:
    result = corrected(report, correction("mention-is", "Anna Berg", "Elin Strand"))
    assert len([row for row in result.referents if row.kind == "person"]) == 2
    assert ("Anna Berg", "companion") not in people(result)


def test_a_mention_is_an_entity_of_another_document(report: Reading) -> None:
    result = corrected(report, correction("mention-is", "Anna Berg", OTHER))
    assert {mention.entity_id for mention in result.mentions if mention.text == "Anna Berg"} == {OTHER}


def test_words_that_were_no_name_become_one(report: Reading) -> None:
    made = correction("mention-is", "The party", "organization: Party of Rails")
    (mention,) = [row for row in corrected(report, made).mentions if row.text == "The party"]
    assert (mention.kind, mention.rule, mention.corrected_by) == ("organization", "organization:correction", made.correction_id)


def test_a_person_may_turn_out_a_place(report: Reading) -> None:
    result = corrected(report, correction("mention-is", "Elin Strand", "place: Elin Strand"))
    assert people(result) == {("Jaan Tamm", "host"), ("Anna Berg", "companion")}
    assert {said.speaker_entity_id for said in result.statements} == {None}
    assert "visitor-unnamed" in {issue.code for issue in result.issues}


def test_a_namesake_is_another_entity_of_the_same_name(report: Reading) -> None:
    (before,) = [row for row in report.referents if row.name == "Elin Strand"]
    result = corrected(report, correction("namesake", "Elin Strand", "the minister"))
    (after,) = [row for row in result.referents if row.name == "Elin Strand"]
    assert after.entity_id != before.entity_id
    assert dataclasses.replace(after, entity_id=before.entity_id, corrected_by=None) == before
    assert before.entity_id not in {row.entity_id for row in (*result.mentions, *result.participants)}


@pytest.mark.parametrize(
    ("kind", "subject", "value", "start", "why"),
    [
        ("not-a-stop", "Riga", None, None, "there is no such stop; there are 'Port of Tallinn'; 'Tartu University Hospital'"),
        ("not-a-stop", "stop_" + "0" * 20, None, None, "there is no such stop; there are 'Port of Tallinn'; 'Tartu University Hospital'"),
        ("not-a-stop", "he", None, None, "fits 2 stops, whose evidence begins at 0, 119: char_start says which"),
        ("is-a-stop", "Riga", None, None, "the text has no such words"),
        ("is-a-stop", "Jaan Tamm gave thanks", None, None, NO_PLACE),
        ("is-a-stop", "Jaan Tamm", None, None, "the text has these words 2 times, at 108, 266: char_start says which"),
        ("mention-is", "Riga", "Tartu", None, "the text has no such words"),
        ("mention-is", "Tamm", "Berg", 110, "the words are part of a mention, or hold one: 'Jaan Tamm'"),
        ("mention-is", "men_" + "0" * 20, "Berg", None, "there is no such mention"),
        ("mention-is", "Anna Berg", "ent_" + "0" * 20, None, f"there is no entity ent_{'0' * 20}"),
        ("namesake", "Juhan", "another", None, "the document has no such name"),
    ],
)  # fmt: skip
def test_what_fits_nothing_is_an_issue_and_changes_nothing(
    report: Reading, kind: str, subject: str, value: str | None, start: int | None, why: str
) -> None:
    result = corrected(report, correction(kind, subject, value, start))
    assert complaints(result) == [f"mine.csv: {kind} {subject!r}: {why}"]
    assert dataclasses.replace(result, issues=report.issues) == report


def test_the_nearest_occurrence_is_meant_after_an_edit(report: Reading) -> None:
    start = TEXT.index("Jaan Tamm gave") + 9
    result = corrected(report, correction("mention-is", "Jaan Tamm", "Juhan Tamm", start))
    assert [m.char_start for m in result.mentions if m.corrected_by] == [TEXT.index("Jaan Tamm gave")]


def test_the_key_follows_what_is_corrected_and_not_who_says_why() -> None:
    made = correction("not-a-stop", "Riga")
    key = DocumentCorrections.of([made], {}).key(str(made.document_id))
    assert key is not None
    assert DocumentCorrections.of([dataclasses.replace(made, reason="another", author="B")], {}).key(str(made.document_id)) == key
    assert DocumentCorrections.of([correction("not-a-stop", "Tartu")], {}).key(str(made.document_id)) != key
    assert DocumentCorrections.of([], {}).key(str(made.document_id)) is None
    by_id = [correction("mention-is", "Riga", OTHER)]
    keys = {DocumentCorrections.of(by_id, kinds).key(str(made.document_id)) for kinds in ({}, {OTHER: "person"}, {OTHER: "place"})}
    assert len(keys) == 3


SUBJECTS = st.sampled_from(
    ["Port of Tallinn", "Tartu University Hospital", "Elin Strand", "Jaan Tamm", "Narva Museum", "the", "she", "The party", "Riga"]
) | st.builds(lambda start, length: TEXT[start : start + length].strip() or "x", st.integers(0, len(TEXT)), st.integers(1, 60))
VALUES = {
    "stop-date": st.sampled_from(["2024-05-01", "2024-05-01/2024-05-09", "none"]),
    "is-a-stop": st.sampled_from([None, "2024-05-01"]),
    "not-a-stop": st.none(),
    "mention-is": st.sampled_from(
        ["Elin Strand", "Jaan Tamm", "Someone Else", "place: Narva", "organization: Narva Museum", "person: Tartu", OTHER]
    ),
    "namesake": st.sampled_from(["one", "two"]),
}
CORRECTIONS = st.sampled_from([kind for kind, facts in KINDS.items() if facts.of_document]).flatmap(
    lambda kind: st.builds(correction, st.just(kind), SUBJECTS, VALUES[kind], st.none() | st.integers(0, len(TEXT)))
)


@settings(max_examples=60, deadline=None)
@given(made=st.lists(CORRECTIONS, min_size=1, max_size=6))
def test_no_correction_spoils_a_document(report: Reading, made: list[schema.Correction]) -> None:
    once = corrected(report, *made)
    assert corrected(report, *made) == once
    assert once.document.text == TEXT


def test_themes_lose_a_stop_that_is_none(report: Reading) -> None:
    result = corrected(report, correction("not-a-stop", "Tartu University Hospital"))
    assert len(result.theme_mentions) == len(report.theme_mentions)
    hospital = next(stop.stop_id for stop in report.stops if stop.place == "Tartu University Hospital")
    assert hospital in {row.stop_id for row in report.theme_mentions}
    assert hospital not in {row.stop_id for row in result.theme_mentions}
