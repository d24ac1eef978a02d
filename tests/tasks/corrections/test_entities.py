"""What is one is joined, what is two is parted, and what fits no entity is told."""

from dataclasses import dataclass

import pytest

from tasks.corrections.entities import correct_links
from tasks.text.ids import stable_id
from warehouse import schema


@dataclass(frozen=True)
class Known:
    name: str
    kind: str = "person"
    aliases: tuple[str, ...] = ()

    @property
    def entity_id(self) -> str:
        return stable_id("ent", self.kind, self.name)


MOSS, FERN, REED, MILL = Known("Ada Moss", aliases=("Ada",)), Known("Ada Fern", aliases=("Ada",)), Known("A. Reed"), Known("Mill", "place")
ONE_ALREADY = "these are one already as each document has them: namesake parts them document by document"
ALL = (MOSS, FERN, REED, MILL)


def correction(kind: str, subject: str, value: str) -> schema.Correction:
    return schema.Correction(
        correction_id=f"cor_{kind}_{subject}_{value}", kind=kind, document=None, document_id=None, subject=subject, char_start=None,
        value=value, reason="made up", author="A. Reader", file_name="mine.csv",
    )  # fmt: skip


def link(first: Known, second: Known, rule: str = "found", by: str | None = None) -> schema.Link:
    return schema.Link(proposed_entity_id=first.entity_id, entity_id=second.entity_id, rule=rule, corrected_by=by)


def outcome(links: list[schema.Link], *made: schema.Correction) -> tuple[set[schema.Link], list[str]]:
    found = list(correct_links(ALL, links, made))
    result = {each for each in found if isinstance(each, schema.Link)}
    assert {each.entity_id for each in result} & {each.proposed_entity_id for each in result} == set()
    return result, [each.message for each in found if isinstance(each, schema.Issue)]


def test_without_corrections_the_rules_decide() -> None:
    assert outcome([link(FERN, MOSS)]) == ({link(FERN, MOSS)}, [])


@pytest.mark.parametrize("subject", ["Ada Fern", FERN.entity_id])
def test_two_become_one(subject: str) -> None:
    made = correction("same-entity", subject, "Ada Moss")
    assert outcome([], made) == ({link(FERN, MOSS, "link:correction", made.correction_id)}, [])


def test_what_the_first_was_comes_along() -> None:
    made = correction("same-entity", "Ada Moss", "A. Reed")
    assert outcome([link(FERN, MOSS)], made)[0] == {
        link(FERN, REED, "found", made.correction_id),
        link(MOSS, REED, "link:correction", made.correction_id),
    }


def test_what_is_one_already_stays() -> None:
    assert outcome([link(FERN, MOSS)], correction("same-entity", "Ada Fern", "Ada Moss")) == ({link(FERN, MOSS)}, [])


def test_a_name_that_links_have_made_one_is_one_name() -> None:
    assert outcome([link(FERN, MOSS)], correction("same-entity", "A. Reed", "Ada"))[1] == []
    assert outcome([], correction("same-entity", "A. Reed", "Ada"))[1] == [
        "same-entity 'A. Reed', 'Ada': 2 entities are called 'Ada': an id says which"
    ]


@pytest.mark.parametrize(("subject", "value"), [("Ada Fern", "Ada Moss"), ("Ada Moss", "Ada Fern")])
def test_one_becomes_two(subject: str, value: str) -> None:
    assert outcome([link(FERN, MOSS)], correction("different-entities", subject, value)) == (set(), [])


def test_of_two_that_are_linked_to_a_third_the_first_goes() -> None:
    links = [link(FERN, REED), link(MOSS, REED)]
    assert outcome(links, correction("different-entities", "Ada Fern", "Ada Moss"))[0] == {link(MOSS, REED)}


def test_an_entity_can_be_taken_from_one_and_given_to_another() -> None:
    made = [correction("same-entity", "Ada Fern", "A. Reed"), correction("different-entities", "Ada Fern", "Ada Moss")]
    assert outcome([link(FERN, MOSS)], *made)[0] == {link(FERN, REED, "link:correction", made[0].correction_id)}


@pytest.mark.parametrize(
    ("kind", "subject", "value", "why"),
    [
        ("same-entity", "Nobody", "Ada Moss", "there is no entity 'Nobody'"),
        ("same-entity", "Ada Moss", "ent_" + "0" * 20, f"there is no entity 'ent_{'0' * 20}'"),
        ("same-entity", "Ada Moss", "Mill", "the one is a person, the other a place"),
        ("different-entities", "Ada Moss", "Ada Moss", ONE_ALREADY),
    ],
)  # fmt: skip
def test_what_fits_no_entity_is_told(kind: str, subject: str, value: str, why: str) -> None:
    assert outcome([link(FERN, MOSS)], correction(kind, subject, value)) == (
        {link(FERN, MOSS)},
        [f"{kind} {subject!r}, {value!r}: {why}"],
    )
