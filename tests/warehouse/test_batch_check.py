"""A reading at fault is found before it enters the lake, and its neighbours are not blamed."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from warehouse import schema
from warehouse.batch_check import faulty_documents

Rows = dict[type[schema.Row], list[schema.Row]]


def changed(table: type[schema.Row], **values: Any) -> Callable[[Rows], None]:
    def spoil(rows: Rows) -> None:
        rows[table][0] = dataclasses.replace(rows[table][0], **values)

    return spoil


def without(table: type[schema.Row]) -> Callable[[Rows], None]:
    def spoil(rows: Rows) -> None:
        rows[table].clear()

    return spoil


def doubled(table: type[schema.Row]) -> Callable[[Rows], None]:
    def spoil(rows: Rows) -> None:
        rows[table].append(rows[table][0])

    return spoil


def joined(*readings: Rows) -> Rows:
    batch: Rows = {}
    for reading in readings:
        for table, found in reading.items():
            batch.setdefault(table, []).extend(found)
    return batch


def test_a_sound_batch_has_no_faults(rows: Any, report: Any) -> None:
    assert faulty_documents(joined(rows("a.txt", report()), rows("b.txt", report(place="Old Quay")))) == {}
    assert faulty_documents({}) == {}


@pytest.mark.parametrize(
    ("spoil", "names"),
    [
        (changed(schema.Stop, activity="fly"), ("values:stops.activity",)),
        (changed(schema.Stop, evidence="never"), ("span:stops.evidence_start",)),
        (changed(schema.Stop, place=None), ("not_null:stops.place",)),
        (changed(schema.Mention, confidence=2.0), ("confidence",)),
        (changed(schema.Referent, latitude=99.0), ("coordinates",)),
        (changed(schema.Statement, paragraph_id="nowhere"), ("foreign_key:statements.paragraph_id", "parts_in_document")),
        (doubled(schema.Statement), ("unique:statements",)),
        (without(schema.Participant), ("stop_visitors",)),
        (without(schema.Issue), ("restored_mentions",)),
        (without(schema.Referent), ("referents_of_findings",)),
    ],
)
def test_only_the_document_at_fault_is_named(rows: Any, report: Any, spoil: Callable[[Rows], None], names: tuple[str, ...]) -> None:
    sound, spoilt = rows("a.txt", report()), rows("b.txt", report())
    (document,) = spoilt[schema.Document]
    spoil(spoilt)
    assert faulty_documents(joined(sound, spoilt)) == {document.document_id: names}
