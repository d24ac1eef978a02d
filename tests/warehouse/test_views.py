"""Views, macros and named questions answer by their rules."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from warehouse import ddl
from warehouse.questions import day, questions

MONDAY, TUESDAY = dt.date(2030, 1, 7), dt.date(2030, 1, 8)


class Ledger:
    """An empty warehouse and the shortest way to put rows into it."""

    def __init__(self) -> None:
        self.connection = duckdb.connect()
        for statement in (*ddl.create_tables(), *ddl.create_views()):
            self.connection.execute(statement)

    def add(self, table: str, **values: Any) -> None:
        marks = ", ".join("?" for _ in values)
        self.connection.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", list(values.values()))

    def person(self, entity_id: str, name: str, aliases: tuple[str, ...] = ()) -> None:
        self.add("entities", entity_id=entity_id, kind="person", name=name, aliases=list(aliases), language="en")

    def document(self, document_id: str, language: str = "en", published_on: dt.date = TUESDAY) -> None:
        self.add(
            "documents", document_id=document_id, source_uri=f"{document_id}.txt", title=document_id.upper(), language=language,
            published_on=published_on, text="", char_count=0, reports_tour=True, first_run=1, changed_run=1,
        )  # fmt: skip

    def stop(
        self, stop_id: str, document_id: str, visitors: tuple[str, ...] = ("ada",), day: dt.date | None = MONDAY, **values: Any
    ) -> None:
        defaults = {
            "place": "Mill", "entity_id": "mill", "position": 1, "date_start": day, "date_end": day,
            "date_basis": "stop" if day else "none",
            "activity": "visit", "evidence": "…", "confidence": 0.9,
        }  # fmt: skip
        self.add("stops", stop_id=stop_id, document_id=document_id, **defaults | values)
        for position, visitor in enumerate(visitors, 1):
            self.add(
                "participants", document_id=document_id, stop_id=stop_id, entity_id=visitor, name=visitor.title(), part="visitor",
                position=position,
            )  # fmt: skip

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query).fetchall()


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    made = Ledger()
    made.person("ada", "Ada Moss")
    made.person("ben", "Ben Reed", ("本·里德",))
    yield made
    made.connection.close()


def test_every_view_says_first_what_a_row_is() -> None:
    assert [name for name, query in ddl.sql_files("views").items() if not ddl.header(query).startswith("one row per ")] == []


def test_divisions_of_two_languages_are_one(ledger: Ledger) -> None:
    ledger.document("a")
    ledger.document("b", "zh")
    ledger.stop("s1", "a", country="China", province="Guizhou", city="Guiyang", admin_code="520100")
    ledger.stop("s2", "b", country="中国", province="贵州省", admin_code="520000")
    shown = ledger.rows("SELECT kind, name, names, stops, stops_no_nearer FROM visits_by_place ORDER BY ALL")
    assert shown == [
        ("city", "Guiyang", ["Guiyang"], 1, 1),
        ("country", "China", ["China", "中国"], 2, 0),
        ("province", "Guizhou", ["Guizhou", "贵州省"], 2, 1),
    ]
    assert ledger.rows("SELECT stop_id FROM stops_in('贵州') ORDER BY ALL") == [("s1",), ("s2",)]
    assert ledger.rows("SELECT stop_id FROM stops_in('mill') ORDER BY ALL") == [("s1",), ("s2",)]
    assert ledger.rows("SELECT count(*) FROM stops_in(NULL)") == [(2,)]


def test_a_municipality_is_its_own_only_city(ledger: Ledger) -> None:
    ledger.document("a")
    ledger.document("b", "zh")
    ledger.stop("s1", "a", country="China", province="Chongqing", city="Chongqing", admin_code="500000")
    ledger.stop("s2", "b", country="中国", province="重庆市", city="重庆市", county="城口县", admin_code="500229")
    assert ledger.rows("SELECT names, stops FROM visits_by_place WHERE kind = 'city'") == [(["Chongqing", "重庆市"], 2)]


def test_persons_go_by_any_alias(ledger: Ledger) -> None:
    assert ledger.rows("SELECT name FROM persons_named('里德')") == [("Ben Reed",)]


def test_one_event_told_twice_is_counted_once(ledger: Ledger) -> None:
    for document in ("a", "b"):
        ledger.document(document)
        ledger.stop(f"{document}1", document, ("ada", "ben"))
    ledger.stop("a2", "a", ("ada",), TUESDAY, entity_id="quay", place="Quay", position=2)
    counts = dict(ledger.rows("SELECT unit, count(*) FROM engagements GROUP BY unit"))
    assert counts == {"tour": 1, "day": 2, "stop": 2, "participant-stop": 3}


def test_stops_without_a_day_are_not_taken_for_one(ledger: Ledger) -> None:
    for document in ("a", "b"):
        ledger.document(document)
        ledger.stop(f"{document}1", document, day=None)
    counts = dict(ledger.rows("SELECT unit, count(*) FROM engagements GROUP BY unit"))
    assert counts == {"tour": 2, "day": 2, "stop": 2, "participant-stop": 2}


def test_shares_of_a_dimension_add_up_and_have_their_paragraphs(ledger: Ledger) -> None:
    ledger.document("a")
    ledger.stop("s1", "a", country="China", province="Guizhou", admin_code="520000")
    for number, (theme, paragraph) in enumerate(
        [("criminal", "p1"), ("criminal", "p1"), ("civil", "p1"), ("criminal", "p2"), ("civil", "p3")]
    ):
        ledger.add(
            "theme_mentions", theme_mention_id=str(number), document_id="a", paragraph_id=paragraph, stop_id="s1", dimension="function",
            theme=theme, text=theme,
        )  # fmt: skip
    asked = "SELECT theme, paragraphs, share, paragraph_ids FROM theme_ratios WHERE place_level = ? AND period = ? ORDER BY theme"
    for slice_ in (["province", "2030-Q1"], ["country", "2030"], ["all", "all"]):
        assert ledger.connection.execute(asked, slice_).fetchall() == [("civil", 2, 0.5, ["p1", "p3"]), ("criminal", 2, 0.5, ["p1", "p2"])]


def test_signals(ledger: Ledger) -> None:
    north, south = {"latitude": 60.0, "longitude": 10.0}, {"latitude": 40.0, "longitude": 10.0}
    ledger.document("a")
    ledger.document("b", published_on=dt.date(2030, 1, 10))
    ledger.document("c", published_on=dt.date(2035, 1, 10))
    ledger.stop("a1", "a", country="N", city="North", **north)
    ledger.stop("a2", "a", country="S", city="South", entity_id="quay", place="Quay", position=2, **south)
    ledger.stop("b1", "b", ("ada", "ben"), TUESDAY, country="N", city="North", **north)
    ledger.stop("c1", "c", ("ben",), dt.date(2035, 1, 9), entity_id="quay", place="Quay", **south)
    ledger.connection.execute("UPDATE participants SET title_or_role = CASE document_id WHEN 'a' THEN 'Minister' WHEN 'b' THEN 'Mayor' END")
    for run, count in ((1, 3), (2, 1)):
        ledger.add(
            "readings",
            document_id="a",
            changed_run=run,
            last_run=1 if run == 1 else None,
            fingerprint=str(run),
            reader_version="1",
            stop_count=count,
        )
    assert sorted(signal for (signal,) in ledger.rows("SELECT signal FROM signals")) == [
        "far_places_on_one_day",
        "first_visit_in_years",
        "office_changed",
        "reports_disagree",
        "stops_fell_silent",
    ]
    reasons = dict(ledger.rows("SELECT signal, reason FROM signals"))
    assert reasons["far_places_on_one_day"] == "Ada Moss is told to have been at Mill and at Quay on 2030-01-07, 2224 km apart"
    assert reasons["stops_fell_silent"] == "after an edit found by run 2, A tells 1 stops, not 3"


def test_a_theme_shift_is_a_signal(ledger: Ledger) -> None:
    number = 0
    for year, themes in ((2030, ["health"] * 9 + ["education"]), (2031, ["education"] * 10)):
        ledger.document(str(year))
        ledger.stop(f"s{year}", str(year), day=dt.date(year, 5, 1))
        for theme in themes:
            number += 1
            ledger.add(
                "theme_mentions", theme_mention_id=str(number), document_id=str(year), paragraph_id=f"p{number}", stop_id=f"s{year}",
                dimension="subject", theme=theme, text=theme,
            )  # fmt: skip
    assert ledger.rows("SELECT theme, share_before, share FROM signal_theme_shift ORDER BY theme") == [
        ("education", 0.1, 1.0),
        ("health", 0.9, 0.0),
    ]


def test_distance_is_null_where_a_degree_is(ledger: Ledger) -> None:
    assert ledger.rows("SELECT round(kilometres(0, 0, 0, 90)), kilometres(0, NULL, 0, 90)") == [(10008.0, None)]


@pytest.mark.parametrize("name", sorted(questions()))
def test_every_question_answers_with_and_without_its_parameters(ledger: Ledger, name: str) -> None:
    question = questions()[name]
    ledger.document("a")
    ledger.stop("s1", "a", country="China", province="Guizhou", admin_code="520000")
    given = {parameter.name: "2030" if parameter.type == "DATE" else "Ada" for parameter in question.parameters}
    assert question.grain.startswith("one row per ")
    ledger.connection.execute(question.query, question.bound({})).fetchall()
    ledger.connection.execute(question.query, question.bound(given)).fetchall()


def test_there_are_twenty_questions_or_more() -> None:
    assert len(questions()) >= 20


def test_a_question_is_narrowed_by_its_parameters(ledger: Ledger) -> None:
    question = questions()["who-visited"]
    ledger.document("a")
    ledger.stop("s1", "a", country="China", province="Guizhou", admin_code="520000")

    def answer(**given: str) -> int:
        return len(ledger.connection.execute(question.query, question.bound(given)).fetchall())

    assert (answer(), answer(place="guizhou"), answer(place="Yunnan")) == (1, 1, 0)
    assert (answer(since="2030"), answer(since="2030-02"), answer(until="2030-01-06"), answer(until="2030-01")) == (1, 0, 0, 1)


def test_days() -> None:
    assert day("2024", last=False) == dt.date(2024, 1, 1)
    assert day("2024-2", last=True) == dt.date(2024, 2, 29)
    with pytest.raises(ValueError, match="'soon' is no day"):
        day("soon", last=True)
