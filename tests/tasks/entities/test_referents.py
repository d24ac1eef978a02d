"""Mentions that name one thing come together."""

import pytest

from tasks.entities.referents import ReferentTable, initials, name_words
from tasks.entities.spans import NameSpan


def table(*texts, rule="organization:head", kind="organization", site="no"):
    spans, at = [], 0
    for text in texts:
        spans.append(NameSpan(at, at + len(text), text, kind, site, rule, 0.9))
        at += len(text) + 1
    return spans


def groups(spans):
    places = {"anshun": "CN-1", "anshun city": "CN-1"}
    resolved = ReferentTable(
        lambda a, b: name_words(a)[0] == name_words(b)[0] or name_words(b) == name_words(a)[-1:],
        lambda name: places.get(name.lower(), name.lower()),
    )
    resolved.resolve(spans)
    return [sorted(span.text for span in referent.spans) for referent in resolved.referents]


@pytest.mark.parametrize(
    ("names", "one"),
    [
        (("Procuratorate of Xing County", "Xing County Procuratorate"), True),
        (("Beihe People's Tribunal", "Beihe Tribunal"), True),
        (("Procuratorate of Xing District", "People's Procuratorate of Xing District", "Xing District People's Procuratorate"), True),
        (("Anshun Grand Library", "Grand Library"), True),
        (("Beihe Hospital", "Nanhe Hospital"), False),
    ],
)
def test_variants_of_an_organization(names, one):
    assert (len(groups(table(*names))) == 1) is one


def test_initials_join_what_they_abbreviate():
    spans = [
        *table("Farmers' Union of Kenya"),
        NameSpan(40, 43, "FUK", "organization", "no", "organization:abbreviation", 0.6),
        NameSpan(50, 53, "XYZ", "organization", "no", "organization:abbreviation", 0.6),
    ]
    assert groups(spans) == [["FUK", "Farmers' Union of Kenya"], ["XYZ"]]


def test_an_introduced_alias_joins():
    spans = [
        NameSpan(0, 22, "Kandy Port Corporation", "organization", "yes", "organization:head", 0.9, alias="KanPort"),
        NameSpan(40, 47, "KanPort", None, "", "unknown:capitalised", 0.3),
    ]
    assert groups(spans) == [["KanPort", "Kandy Port Corporation"]]


def test_a_bare_surname_means_the_bearer_named_last():
    spans = [
        NameSpan(0, 8, "Ann Webb", "person", "no", "person:name", 0.9),
        NameSpan(20, 28, "Bob Webb", "person", "no", "person:name", 0.9),
        NameSpan(40, 44, "Webb", "person", "no", "person:context", 0.7),
    ]
    assert groups(spans) == [["Ann Webb"], ["Bob Webb", "Webb"]]


def test_places_of_one_division_are_one():
    assert groups(table("Anshun City", "Anshun", kind="place", site="settlement", rule="place:gazetteer")) == [["Anshun", "Anshun City"]]


def test_initials_with_and_without_small_words():
    assert initials("Union of Port Workers") == {"upw", "uopw"}
    assert initials("Port Union") == frozenset()
