"""Seats of institutions: tables whose places exist, and what speaks for and against a seat."""

import csv

import pytest

from tasks.entities.seats import Seats
from tasks.lexicon.gazetteer import load_gazetteer
from tasks.lexicon.seed_tables import SEEDS

GAZETTEER = load_gazetteer()


def table(language):
    with (SEEDS / "lexicon" / language / "seats.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["place"] for row in csv.DictReader(line for line in file if not line.startswith("#"))}


def seats(language):
    return Seats(GAZETTEER, language, table(language), {})


def named(*names, language="en"):
    return tuple(GAZETTEER.resolve(name, language, ()) for name in names)


def test_every_english_place_is_a_chain_of_divisions_in_each_other():
    for place in set(table("en").values()):
        inside = None
        for part in place.split("|"):
            division = GAZETTEER.resolve(part, "en", [inside] if inside else [])
            assert division is not None, place
            assert inside is None or inside.code in GAZETTEER.lineage(division), place
            inside = division


def test_every_chinese_place_ends_with_the_division_found():
    for place in set(table("zh").values()):
        found = seats("zh").place(place, ())
        assert found is not None, place
        assert place.endswith((found.name_zh, found.name("zh"), found.name_zh.removesuffix("市"))), place


@pytest.mark.parametrize(
    ("name", "context", "city"),
    [
        ("Buckingham Palace", ("England",), "London"),
        ("the Temple Trees", ("Sri Lanka", "India"), "Colombo"),
        ("garden party at Holyrood Palace", ("Scotland",), "Edinburgh"),
        ("St James’s Palace, London", ("United Kingdom",), "London"),
        ("Malacañang Palace", (), "Manila"),
        ("Taj Mahal", ("India",), "Agra"),
        ("Taj Mahal Casino", ("India",), None),
        ("Blue House", ("Kenya",), None),
    ],
)
def test_english_sites(name, context, city):
    found = seats("en").of(None, [name], named(*context))
    assert (found and found.name_en) == city


def test_a_palace_is_not_where_its_name_seems_to_say():
    [buckingham, england] = named("Buckingham", "England")
    assert seats("en").of(buckingham, ["Buckingham Palace"], [england]).name_en == "London"


@pytest.mark.parametrize(
    ("name", "own", "place"),
    [
        ("泸定桥", None, "泸定县"),
        ("中国科学院大学", None, "海淀区"),  # not 西城区, where the Academy is
        ("岳阳楼", "湖南省", "岳阳楼区"),
        ("岳阳楼", "云南省", "云南省"),
    ],
)
def test_chinese_sites(name, own, place):
    division = GAZETTEER.resolve(own, "zh", ()) if own else None
    assert seats("zh").of(division, [name], ()).name_zh == place
