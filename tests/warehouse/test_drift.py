"""A run that has lost half of its stops or documents is not published unless somebody says so."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tasks.check import check
from warehouse import ddl, schema
from warehouse.drift import drift_checks, find_drift, refuse_drift
from warehouse.errors import CheckFailedError, DriftError


def losing(*uris: str, corrections: str | None = None) -> Any:
    """A reader that finds no tour in some documents."""

    def edit(found: Any) -> None:
        (document,), (record,) = found[schema.Document], found[schema.ReadingRecord]
        if document.source_uri in uris:
            found[schema.Document] = [replace(document, reports_tour=False)]
            found[schema.Stop], found[schema.Participant] = [], []
            found[schema.Paragraph] = [replace(paragraph, stop_id=None) for paragraph in found[schema.Paragraph]]
            found[schema.ThemeMention] = [replace(theme, stop_id=None) for theme in found[schema.ThemeMention]]
            found[schema.ReadingRecord] = [replace(record, corrections=corrections)]

    return edit


def names(count: int, kind: str = "a") -> list[str]:
    return [f"{kind}{number:02d}.txt" for number in range(count)]


def drift(press: Any, staged: Any) -> dict[str, tuple[dict[str, Any], ...]]:
    return {failure.check: failure.rows for failure in find_drift(press.home, staged)}


def test_a_first_run_has_nothing_to_drift_from(press: Any, report: Any) -> None:
    assert drift(press, press.stage({uri: report() for uri in names(4)}, edit=losing(*names(4)))) == {}


@pytest.mark.parametrize(("lost", "drifted"), [(1, False), (2, True), (4, True)])
def test_the_stops_of_the_same_documents(press: Any, report: Any, lost: int, drifted: bool) -> None:
    documents = {uri: report() for uri in names(4)}
    press.publish(documents)
    found = drift(press, press.stage(documents, edit=losing(*names(lost))))
    row = {"source": "box", "documents": 4, "stops": 4 - lost, "stops_before": 4}
    assert found == ({"stops_of_same_documents": (row,)} if drifted else {})


def test_two_documents_prove_nothing(press: Any, report: Any) -> None:
    documents = {uri: report() for uri in names(2)}
    press.publish(documents)
    assert drift(press, press.stage(documents, edit=losing(*documents))) == {}


def test_corrections_are_meant(press: Any, report: Any) -> None:
    documents = {uri: report() for uri in names(4)}
    press.publish(documents)
    assert drift(press, press.stage(documents, edit=losing(*documents, corrections="cor_1"))) == {}


@pytest.mark.parametrize(("before", "added", "drifted"), [(20, 20, True), (20, 19, False), (19, 60, False)])
def test_the_stops_per_document_of_a_source(press: Any, report: Any, before: int, added: int, drifted: bool) -> None:
    press.publish({uri: report() for uri in names(before)}, batch_size=100)
    new = names(added, "b")
    found = drift(press, press.stage({uri: report() for uri in new}, edit=losing(*new), batch_size=100))
    row = {"source": "box", "documents": before + added, "stops": before, "documents_before": before, "stops_before": before}
    assert found == ({"stops_per_document": (row,)} if drifted else {})


@pytest.mark.parametrize(("before", "gone", "drifted"), [(20, 10, True), (20, 9, False), (19, 19, False)])
def test_the_documents_of_a_source(press: Any, report: Any, before: int, gone: int, drifted: bool) -> None:
    press.publish({uri: report() for uri in names(before)}, batch_size=100)
    found = drift(press, press.stage(dict.fromkeys(names(gone))))
    row = {"source": "box", "documents": before - gone, "documents_before": before}
    assert found == ({"documents_of_source": (row,)} if drifted else {})


def test_drift_stops_a_run_and_can_be_accepted(press: Any, report: Any) -> None:
    documents = {uri: report() for uri in names(3)}
    press.publish(documents)
    staged = press.stage(documents, edit=losing(*documents))
    with pytest.raises(DriftError, match=r"run 2 is not published, .*stops_of_same_documents \(source box, .*--accept publishes it"):
        check.fn(staged, press.home)
    assert check.fn(staged, press.home, accept=True) > 100
    refuse_drift(staged, [])


def test_what_is_at_fault_cannot_be_accepted(press: Any, report: Any) -> None:
    def spoil(found: Any) -> None:
        found[schema.Participant] = []

    staged = press.stage({"a.txt": report()}, edit=spoil)
    with pytest.raises(CheckFailedError, match="stop_visitors"):
        check.fn(staged, press.home, accept=True)


def test_every_comparison_is_tested_and_says_its_grain() -> None:
    told = Path(__file__).read_text(encoding="utf-8")
    for found in drift_checks():
        assert f'"{found.name}": (row,)' in told
        assert "; one row" in found.meaning
        assert ddl.sql_files("drift")[found.name].startswith("-- ")
