"""Rows joined into what the page reads."""

import datetime as dt
from typing import Any

from tasks.atlas.page_data import page_data
from tasks.lexicon.gazetteer import Gazetteer
from tasks.lexicon.outlines import Outlines

TEXT = "On Tuesday Ada Moss saw the mill."


class NoOutlines(Outlines):
    def features(self, admin_codes: Any = (), country_codes: Any = ()) -> list[dict[str, Any]]:
        return []

    def overview(self) -> list[dict[str, Any]]:
        return []


def rows(**changed: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    def stop(stop_id: str, document_id: str, **values: Any) -> dict[str, Any]:
        day = dt.date(2030, 1, 1)
        return {
            "stop_id": stop_id, "document_id": document_id, "position": 1, "place": "the mill", "entity_id": "mill", "latitude": 1.23456,
            "longitude": 2.0, "admin_code": None, "date_start": day, "date_end": day, "date_basis": "stop", "activity": "visit",
            "evidence_start": 11, "evidence_end": 32, "rule": "stop:made-up", "confidence": 0.876, "is_corrected": False, **values,
        }  # fmt: skip

    def document(document_id: str, language: str) -> dict[str, Any]:
        return {
            "document_id": document_id, "title": None, "published_on": dt.date(2030, 1, 3), "language": language, "url": None,
            "source_uri": f"{document_id}.txt", "text": TEXT,
        }  # fmt: skip

    def division(stop_id: str, level: int, kind: str, key: str, name: str, language: str) -> dict[str, Any]:
        return {"stop_id": stop_id, "level": level, "kind": kind, "division": key, "name": name, "language": language}

    participant = {"document_id": "a", "entity_id": "ada", "part": "visitor", "title_or_role": None, "char_start": 11, "char_end": 19}
    return {
        "counts": [{"run": 3, "finished_at": None, "stops_asked": 9, "stops_shown": 2, "tours_asked": 4, "tours_shown": 2}],
        "documents": [document("b", "zh"), document("a", "en")],
        "entities": [
            {"entity_id": "ada", "kind": "person", "name": "Ada Moss", "aliases": ["莫艾达"]},
            {"entity_id": "mill", "kind": "place", "name": "the mill", "aliases": []},
        ],
        "stops": [stop("s1", "a"), stop("s2", "b", latitude=None, longitude=None, date_start=None, date_end=None)],
        "divisions": [
            division("s1", 1, "country", "CN", "China", "en"),
            division("s1", 2, "province", "110000", "Beijing", "en"),
            division("s1", 3, "city", "11/Beijing", "Beijing", "en"),
            division("s2", 1, "country", "CN", "中国", "zh"),
            division("s2", 2, "province", "110000", "北京市", "zh"),
            division("s2", 3, "city", "11/北京市", "北京市", "zh"),
        ],
        "paragraphs": [
            {"document_id": "a", "paragraph_id": "p0", "role": "lead", "char_start": 0, "char_end": 3},
            {"document_id": "a", "paragraph_id": "p1", "role": "body", "char_start": 4, "char_end": len(TEXT)},
        ],
        "participants": [participant | {"stop_id": "s1"}, participant | {"stop_id": None}, participant | {"stop_id": "not shown"}],
        "mentions": [
            {
                "document_id": "a", "entity_id": "ada", "kind": "person", "char_start": 11, "char_end": 19, "is_restored": False,
                "rule": "person:made-up", "confidence": 0.9,
            }
        ],
        "themes": [{"stop_id": "s1", "dimension": "subject", "theme": "industry", "paragraph_id": "p1"}],
        **changed,
    }  # fmt: skip


def data(**changed: list[dict[str, Any]]) -> dict[str, Any]:
    return page_data(rows(**changed), Gazetteer(), NoOutlines(), {"place": "Beijing"})


def test_rows_refer_to_each_other_by_index() -> None:
    page = data()
    assert [document["id"] for document in page["documents"]] == ["b", "a"]
    assert [(stop["document"], stop["entity"], stop["point"], stop["from"]) for stop in page["stops"]] == [
        (1, 1, [2.0, 1.2346], "2030-01-01"),
        (0, 1, None, None),
    ]
    assert [participant[:3] for participant in page["documents"][1]["participants"]] == [[0, 0, 0], [0, 0, None], [0, 0, -1]]
    assert page["themes"] == [[0, "subject", "industry", 1]]
    assert page["entities"][0] == {"id": "ada", "kind": "person", "en": "Ada Moss", "zh": "莫艾达"}
    assert (page["run"], page["counts"]["stops_asked"], page["asked"]) == (3, 9, {"place": "Beijing"})


def test_a_document_has_the_findings_with_their_rules_and_the_dates_read_in_it() -> None:
    (document,) = [one for one in data()["documents"] if one["id"] == "a"]
    assert document["mentions"] == [[11, 19, 0, "person:made-up", 0.9, 0]]
    ((start, end, rule, first, last),) = document["dates"]
    assert TEXT[start:end] == "On Tuesday" or TEXT[start:end] == "Tuesday"
    assert rule.startswith("date:")
    assert first == last == "2030-01-01"


def test_a_municipality_and_its_city_are_one_place_in_both_languages() -> None:
    page = data()
    assert [stop["divisions"] for stop in page["stops"]] == [["CN", "110000"]] * 2
    assert page["divisions"] == {
        "CN": {"kind": "country", "parent": None, "en": "China", "zh": "中国"},
        "110000": {"kind": "province", "parent": "CN", "en": "Beijing", "zh": "北京市"},
    }


def test_nothing_to_show_is_an_empty_page() -> None:
    nothing: list[dict[str, Any]] = []
    names = ("documents", "entities", "stops", "divisions", "paragraphs", "participants", "mentions", "themes")
    page = data(**dict.fromkeys(names, nothing))
    assert page["stops"] == []
    assert page["divisions"] == {}
