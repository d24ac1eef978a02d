"""What the atlas's page holds: the warehouse's rows, joined by position instead of by id, as plain JSON values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tasks.atlas.names import division_names, entity_names, find_division
from tasks.atlas.outlines import SOURCES, coded_outlines
from tasks.lexicon.gazetteer import Gazetteer
from tasks.lexicon.outlines import Outlines
from tasks.tours.dates import find_dates

Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]
Json = dict[str, Any]

PARTS = ("visitor", "companion", "host")


def page_data(rows: Rows, gazetteer: Gazetteer, outlines: Outlines, asked: Mapping[str, str]) -> Json:
    """Join the rows into what the page's script reads.

    Spans stay in code points. A list that others refer to is referred to by index: people and places by their index in `entities`,
    documents in `documents`, paragraphs by their index in the document.

    Args:
        rows: By query of `warehouse/atlas/`, each with that query's columns.
        gazetteer: Names divisions in both languages.
        outlines: Where the outlines of countries and divisions are found.
        asked: What the atlas was narrowed by, by option; shown on the page.

    Returns:
        Values that JSON can hold.
    """
    people = {row["entity_id"]: index for index, row in enumerate(rows["entities"])}
    documents = {row["document_id"]: index for index, row in enumerate(rows["documents"])}
    stops = {row["stop_id"]: index for index, row in enumerate(rows["stops"])}
    paragraphs = _positions(rows["paragraphs"])
    by_document = {name: _grouped(rows[name], "document_id") for name in ("paragraphs", "mentions", "participants")}
    keys, divisions = _canonical(rows["divisions"], gazetteer)
    lies_in = {
        stop_id: list(dict.fromkeys(keys[row["division"]] for row in some))
        for stop_id, some in _grouped(rows["divisions"], "stop_id").items()
    }
    counts = rows["counts"][0]
    return {
        "run": counts["run"],
        "finishedAt": counts["finished_at"].isoformat(timespec="minutes") if counts["finished_at"] else None,
        "counts": {name: counts[name] for name in ("stops_asked", "stops_shown", "tours_asked", "tours_shown")},
        "asked": dict(asked),
        "entities": [
            {"id": row["entity_id"], "kind": row["kind"], **entity_names(row["name"], row["aliases"])} for row in rows["entities"]
        ],
        "documents": [
            _document(row, {name: found[row["document_id"]] for name, found in by_document.items()}, people, stops)
            for row in rows["documents"]
        ],
        "stops": [_stop(row, documents, people, lies_in.get(row["stop_id"], [])) for row in rows["stops"]],
        "divisions": divisions,
        "themes": [[stops[row["stop_id"]], row["dimension"], row["theme"], paragraphs[row["paragraph_id"]]] for row in rows["themes"]],
        "outlines": coded_outlines(rows["divisions"], outlines),
        "outlineSources": SOURCES,
    }


def _grouped(rows: Iterable[Row], key: str) -> Mapping[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups


def _positions(paragraphs: Iterable[Row]) -> dict[str, int]:
    """The index of each paragraph in its document."""
    seen: dict[str, int] = defaultdict(int)
    found = {}
    for row in paragraphs:
        found[row["paragraph_id"]] = seen[row["document_id"]]
        seen[row["document_id"]] += 1
    return found


def _document(row: Row, parts: Mapping[str, Sequence[Row]], people: Mapping[str, int], stops: Mapping[str, int]) -> Json:
    dates = find_dates(row["text"], row["published_on"], row["language"])
    return {
        "id": row["document_id"],
        "title": row["title"],
        "date": _day(row["published_on"]),
        "language": row["language"],
        "url": row["url"],
        "source": row["source_uri"],
        "text": row["text"],
        "paragraphs": [[p["char_start"], p["char_end"], p["role"]] for p in parts["paragraphs"]],
        "mentions": [
            [m["char_start"], m["char_end"], people[m["entity_id"]], m["rule"], round(m["confidence"], 2), int(m["is_restored"])]
            for m in parts["mentions"]
        ],
        "participants": [
            [
                PARTS.index(p["part"]),
                people[p["entity_id"]],
                None if p["stop_id"] is None else stops.get(p["stop_id"], -1),
                p["char_start"],
                p["char_end"],
                p["title_or_role"],
            ]
            for p in parts["participants"]
        ],
        "dates": [[d.char_start, d.char_end, d.rule, _day(d.start), _day(d.end)] for d in dates],
    }


def _stop(row: Row, documents: Mapping[str, int], people: Mapping[str, int], lies_in: Sequence[str]) -> Json:
    return {
        "id": row["stop_id"],
        "document": documents[row["document_id"]],
        "position": row["position"],
        "place": row["place"],
        "entity": people[row["entity_id"]],
        "point": None if row["latitude"] is None else [round(row["longitude"], 4), round(row["latitude"], 4)],
        "divisions": list(lies_in),
        "from": _day(row["date_start"]),
        "to": _day(row["date_end"]),
        "basis": row["date_basis"],
        "activity": row["activity"],
        "evidence": [row["evidence_start"], row["evidence_end"]],
        "rule": row["rule"],
        "confidence": round(row["confidence"], 2),
        "corrected": row["is_corrected"],
    }


def _canonical(rows: Iterable[Row], gazetteer: Gazetteer) -> tuple[dict[str, str], Json]:
    """Divisions that documents of two languages name by different paths are one.

    Returns:
        The page's key of each key of the rows; and by the page's key, kind, key of the division above, and names.
    """
    told = _grouped(rows, "division")
    found = {division: find_division(division, some, gazetteer) for division, some in told.items()}
    keys = {division: division if one is None else one.code for division, one in found.items()}
    divisions: Json = {}
    for some in _grouped(rows, "stop_id").values():
        parent = None
        for row in some:  # from the country down
            key = keys[row["division"]]
            if key != parent:
                names = division_names(found[row["division"]], told[row["division"]])
                divisions.setdefault(key, {"kind": row["kind"], "parent": parent, **names})
            parent = key
    return keys, divisions


def _day(day: Any) -> str | None:
    return None if day is None else day.isoformat()
