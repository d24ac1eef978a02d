"""What a linker is told, and what it may answer."""

from typing import Any

import pytest

from tasks.text.ids import stable_id
from warehouse import schema
from warehouse.linking import Candidate

MOSS, FERN, REED = (stable_id("ent", "person", name) for name in ("Ada Moss", "Ada Fern", "Adam Reed"))


def test_a_linker_sees_every_proposed_entity_once(press: Any, report: Any) -> None:
    seen: list[Candidate] = []

    def link(candidates: Any) -> list[schema.Link]:
        seen.extend(candidates)
        return []

    press.publish({"a.txt": report(), "b.txt": report(province="Eastmark"), "c.txt": report(province="Eastmark")}, link=link)
    assert [candidate.entity_id for candidate in seen] == sorted(candidate.entity_id for candidate in seen)
    assert [candidate for candidate in seen if candidate.kind == "person"] == [
        Candidate(
            entity_id=MOSS, kind="person", name="Ada Moss", language="en", aliases=("Ada",), offices=("Inspector",), presences=(),
            country="Ruritania",
            province="Eastmark", city=None, county=None, admin_code=None, document_count=3,
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("links", "complaint"),
    [
        ([(MOSS, "nowhere")], "no candidate"),
        ([("nowhere", MOSS)], "no candidate"),
        ([(MOSS, FERN), (FERN, REED)], "linked itself"),
        ([(MOSS, FERN), (MOSS, REED)], "two links"),
    ],
)
def test_unsound_links_are_refused(press: Any, report: Any, links: list[tuple[str, str]], complaint: str) -> None:
    def link(_: Any) -> list[schema.Link]:
        return [schema.Link(proposed_entity_id=proposed, entity_id=target, rule="made-up") for proposed, target in links]

    documents = {f"{name}.txt": report(visitor=name) for name in ("Ada Moss", "Ada Fern", "Adam Reed")}
    with pytest.raises(ValueError, match=complaint):
        press.publish(documents, link=link)
    assert not (press.home / "current").exists()


def test_a_link_to_itself_is_none(press: Any, report: Any) -> None:
    press.publish({"a.txt": report()}, link=lambda _: [schema.Link(proposed_entity_id=MOSS, entity_id=MOSS, rule="made-up")])
    assert press.contents()["links"] == []


def test_equal_links_are_not_written_again(press: Any, report: Any) -> None:
    def link(candidates: Any) -> list[schema.Link]:
        return [schema.Link(proposed_entity_id=FERN, entity_id=MOSS, rule="made-up")]

    press.publish({"a.txt": report(), "b.txt": report(visitor="Ada Fern")}, link=link)
    press.publish({"c.txt": report(place="Old Quay")}, link=link)
    assert len(list((press.home / "lake" / "links").iterdir())) == 1
    assert press.contents()["links"] == [(FERN, MOSS, "made-up", None)]
