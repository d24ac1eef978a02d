"""What differs between two runs is told, with its cause, and nothing else is."""

import dataclasses
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tasks.text.ids import stable_id
from warehouse import schema
from warehouse.difference import open_difference
from warehouse.errors import UnknownRunError


def difference(press: Any, earlier: int, later: int) -> list[tuple[Any, ...]]:
    with open_difference(press.home, earlier, later) as connection:
        return connection.execute("SELECT what, change, document, name, detail, why FROM difference").fetchall()


def test_a_new_document_and_its_removal(press: Any, report: Any) -> None:
    press.publish({"a.txt": report()})
    press.publish({"b.txt": report(visitor="Ada Fern", place="Old Quay")})
    came = [
        ("stop", "came", "b.txt", "Old Quay", "inspect, 2030-01-01, Ruritania", "new document"),
        ("participant", "came", "b.txt", "Ada Fern", "visitor at Old Quay", "new document"),
        ("entity", "came", None, "Ada Fern", "person", "new document"),
        ("entity", "came", None, "Old Quay", "place", "new document"),
    ]
    assert difference(press, 1, 2) == came
    assert difference(press, 2, 1) == [(what, "went", *rest, "removal") for what, _, *rest, _ in came]
    press.publish({"b.txt": None})
    assert difference(press, 2, 3) == difference(press, 2, 1)
    assert difference(press, 1, 3) == []


def test_a_source_edit(press: Any, report: Any) -> None:
    press.publish({"a.txt": report(visitor="Ada Fern Moss")})
    press.publish({"a.txt": report(province="Eastmark")})
    assert difference(press, 1, 2) == [
        (
            "stop", "changed", "a.txt", "Reed Valley Mill",
            "location: Ruritania/Westmark → Ruritania/Eastmark; "
            "evidence: “Ada Fern Moss toured Reed Valley Mill.” → “Ada Moss toured Reed Valley Mill.”",
            "source edit",
        ),
        ("participant", "came", "a.txt", "Ada Moss", "visitor at Reed Valley Mill", "source edit"),
        ("participant", "went", "a.txt", "Ada Fern Moss", "visitor at Reed Valley Mill", "source edit"),
        ("entity", "came", None, "Ada Moss", "person", "source edit"),
        ("entity", "changed", None, "Reed Valley Mill", "location: Ruritania/Westmark → Ruritania/Eastmark", "source edit"),
        ("entity", "went", None, "Ada Fern Moss", "person", "source edit"),
    ]  # fmt: skip


def test_an_edit_that_moves_everything_changes_nothing(press: Any, report: Any) -> None:
    press.publish({"a.txt": report()})
    press.publish({"a.txt": report(words="Fewer looms are needed")})
    assert difference(press, 1, 2) == []


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"reader_version": "2"}, "reader change"),
        ({"corrections": "cor_1"}, "correction"),
        ({"fingerprint": "other"}, "source edit"),
        ({"reader_version": "2", "corrections": "cor_1", "fingerprint": "other"}, "correction, reader change, source edit"),
    ],
)
def test_causes(press: Any, report: Any, values: dict[str, str], why: str) -> None:
    press.publish({"a.txt": report()})

    def later(found: Any) -> None:
        (record,) = found[schema.ReadingRecord]
        found[schema.ReadingRecord] = [dataclasses.replace(record, **({"fingerprint": repr(report())} | values))]

    press.publish({"a.txt": report(place="Old Quay")}, edit=later)
    assert {row[-1] for row in difference(press, 1, 2)} == {why}


@pytest.mark.parametrize(("by", "why"), [(None, "linking"), ("cor_1", "correction")])
def test_links_are_a_cause(press: Any, report: Any, by: str | None, why: str) -> None:
    moss, fern = (stable_id("ent", "person", name) for name in ("Ada Moss", "Ada Fern"))
    press.publish({"a.txt": report(), "b.txt": report(visitor="Ada Fern"), "c.txt": report()})
    link = schema.Link(proposed_entity_id=fern, entity_id=moss, rule="made-up", corrected_by=by)
    press.publish({"d.txt": report()}, link=lambda _: [link])
    found = [row for row in difference(press, 1, 2) if row[2] != "d.txt"]
    assert found == [
        ("participant", "changed", "b.txt", "Ada Fern", f"entity: {fern} → {moss}", why),
        ("entity", "changed", None, "Ada Moss", "aliases: Ada → Ada, Ada Fern", f"{why}, new document"),
        ("entity", "went", None, "Ada Fern", "person, now Ada Moss", why),
    ]


def test_unknown_runs_are_refused(press: Any, report: Any) -> None:
    press.publish({"a.txt": report()})
    with pytest.raises(UnknownRunError, match="run 2 was never published"):
        open_difference(press.home, 1, 2)


CHANGE = st.tuples(st.sampled_from(["a.txt", "b.txt"]), st.sampled_from(["Ada Moss", "Ada Fern"]), st.sampled_from(["Old Quay", "Mill"]))


@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(first=st.lists(CHANGE, min_size=1, max_size=2), second=st.lists(CHANGE, min_size=1, max_size=2))
def test_a_difference_backwards_has_the_opposite_signs(fresh_press: Any, report: Any, first: Any, second: Any) -> None:
    press = fresh_press()
    for changes in (first, second):
        press.publish({uri: report(visitor=visitor, place=place) for uri, visitor, place in changes})
    opposite = {"came": "went", "went": "came", "changed": "changed"}
    forwards, backwards = difference(press, 1, 2), difference(press, 2, 1)
    assert sorted((what, opposite[change], document) for what, change, document, *_ in forwards if change != "changed") == sorted(
        (what, change, document) for what, change, document, *_ in backwards if change != "changed"
    )
    assert sum(row[1] == "changed" for row in forwards) == sum(row[1] == "changed" for row in backwards)
    assert difference(press, 1, 1) == []
