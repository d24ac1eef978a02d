"""Names are searched by keys that any two forms of one name share."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.lexicon.lexicon import load_lexicon

PARTS = [
    "Amara",
    "Ravi",
    "William",
    "Bill",
    "Muhamedov",
    "Muhamdov",
    "Dissanayake",
    "Disanayaka",
    "Xi",
    "Jin",
    "Ping",
    "Jinping",
    "K",
    "J.P.",
    "Dr",
    "Lee",
]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Amara Okonjo", "Okonjo Amara"),
        ("Amara Okonjo", "Amara Okonjo Bassey"),
        ("Ravi Dissanayake", "R. Disanayaka"),
        ("Rustam Muhamedov", "Rustam Muhamdov"),
        ("Lin Jia Hao", "Jiahao Lin"),
        ("Dr Amara Okonjo", "Amara N. Okonjo"),
    ],
)
def test_forms_of_one_name_share_a_key(one: str, other: str) -> None:
    persons = load_lexicon().persons
    keys, others = persons.variant_keys(one), persons.variant_keys(other)
    assert persons.same_person(one, other)
    assert keys is not None
    assert others is not None
    assert keys & others


@pytest.mark.parametrize("name", ["Okonjo", "Dr Okonjo", "Amara O."])
def test_part_of_a_name_has_no_keys(name: str) -> None:
    assert load_lexicon().persons.variant_keys(name) is None


@given(st.lists(st.lists(st.sampled_from(PARTS), min_size=1, max_size=4).map(" ".join), min_size=2, max_size=6))
def test_names_without_a_common_key_are_not_one_person(names: list[str]) -> None:
    persons = load_lexicon().persons
    for one, other in itertools.combinations(names, 2):
        keys, others = persons.variant_keys(one), persons.variant_keys(other)
        if keys is not None and others is not None and persons.same_person(one, other):
            assert keys & others
