"""Outlines: what the tables hold, and that geometries are fit for maps on the sphere."""

import csv
import gzip
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tasks.lexicon import outlines
from tasks.lexicon.outlines import Outlines, load_outlines
from tasks.lexicon.seed_tables import SEEDS

DUYUN, QIANNAN, GUIZHOU = "522701", "522700", "520000"


def codes(table: str) -> list[str]:
    with (SEEDS / "gazetteer" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [row["code"] for row in csv.DictReader(file)]


def turn(ring: list[tuple[float, float]]) -> float:
    """Twice the signed area of a ring in the plane: negative where it runs clockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))


def vertices(feature: dict[str, Any]) -> set[tuple[float, float]]:
    return {point for polygon in feature["geometry"]["coordinates"] for ring in polygon for point in ring}


def covers(feature: dict[str, Any], longitude: float, latitude: float) -> bool:
    """Whether a point lies in a feature, by the number of sides east of it."""
    crossings = 0
    for polygon in feature["geometry"]["coordinates"]:
        for ring in polygon:
            for (x1, y1), (x2, y2) in pairwise(ring):
                if (y1 > latitude) != (y2 > latitude) and longitude < x1 + (latitude - y1) / (y2 - y1) * (x2 - x1):
                    crossings += 1
    return crossings % 2 == 1


def test_features_are_named_and_in_order() -> None:
    features = load_outlines().features([DUYUN, QIANNAN, GUIZHOU, DUYUN, "FR-IDF"], ["FR"])
    assert [feature["properties"] for feature in features] == [
        {"code": "FR", "level": "country", "name_en": "France", "name_zh": "法国"},
        {"code": DUYUN, "level": "county", "name_en": "Duyun", "name_zh": "都匀市"},
        {"code": QIANNAN, "level": "city", "name_en": "Qiannan", "name_zh": "黔南布依族苗族自治州"},
        {"code": GUIZHOU, "level": "province", "name_en": "Guizhou", "name_zh": "贵州省"},
        {"code": "FR-IDF", "level": "province", "name_en": "Île-de-France", "name_zh": "法兰西岛大区"},
    ]


def test_unknown_codes_are_missing() -> None:
    known = load_outlines()
    asked = ["geonames:1", "", "zone:贵安新区", DUYUN, "999999", "geonames:1"]
    assert known.features(asked) == known.features([DUYUN])
    assert known.missing(asked) == ["geonames:1", "", "zone:贵安新区", "999999"]


def test_outer_rings_run_clockwise_and_holes_the_other_way() -> None:
    asked = [*codes("china"), *codes("provinces"), *codes("districts")]
    for feature in load_outlines().features(asked, codes("countries")) + load_outlines().overview():
        for outer, *holes in feature["geometry"]["coordinates"]:
            assert turn(outer) < 0, feature["properties"]
            assert all(turn(hole) > 0 for hole in holes), feature["properties"]


def test_rings_are_closed_and_on_the_globe() -> None:
    for feature in load_outlines().features(codes("china"), codes("countries")):
        for ring in (ring for polygon in feature["geometry"]["coordinates"] for ring in polygon):
            assert ring[0] == ring[-1]
            assert len(ring) >= 4
            assert all(-180 <= longitude <= 180 and -90 <= latitude <= 90 for longitude, latitude in ring)


def test_levels_nest() -> None:
    """A city's border is made of its counties' borders, vertex by vertex."""
    liupanshui, *counties = load_outlines().features(["520200", "520201", "520203", "520204", "520281"])
    assert vertices(liupanshui) <= set.union(*map(vertices, counties))


@pytest.mark.parametrize(
    ("code", "longitude", "latitude"),
    [
        (DUYUN, 107.52, 26.26),
        (GUIZHOU, 106.63, 26.65),
        ("110101", 116.41, 39.93),
        ("133100", 116.1, 39.0),  # Xiong'an, made of counties that keep other codes
        ("710100", 121.55, 25.05),
        ("500157", 106.57, 29.6),  # younger than the data: made of two districts
        ("FR-IDF", 2.35, 48.86),
        ("GB-ENG", -1.5, 52.5),
        ("PL-24", 19.0, 50.26),  # another code in the data
        ("NO-50", 10.4, 63.42),  # two counties in the data
        ("RE", 55.53, -21.13),  # a department of France in the data
    ],
)
def test_outlines_lie_where_the_division_is(code: str, longitude: float, latitude: float) -> None:
    [feature] = load_outlines().features([code])
    assert covers(feature, longitude, latitude)


def test_seats_of_counties_lie_in_their_outlines() -> None:
    """Data shifted as Chinese web maps are (GCJ-02, 300 to 600 m) would fail for many districts of cities."""
    with (SEEDS / "gazetteer" / "china.csv").open(encoding="utf-8", newline="") as file:
        seats = {row["code"]: row for row in csv.DictReader(file) if row["latitude"] and row["kind"] in ("county", "district")}
    features = load_outlines().features(seats)
    inside = [
        covers(feature, float(seat["longitude"]), float(seat["latitude"]))
        for feature in features
        for seat in [seats[feature["properties"]["code"]]]
    ]
    assert len(inside) > 2000
    assert sum(inside) / len(inside) >= 0.985


def test_the_overview_is_of_the_whole_gazetteer() -> None:
    shown = {feature["properties"]["code"] for feature in load_outlines().overview()}
    assert shown == {*codes("countries"), "710000", "810000", "820000"} - {"VA"}  # 0.4 km²


@pytest.mark.parametrize(("table", "least"), [("countries", 1), ("china", 0.985), ("provinces", 0.88), ("districts", 0.7)])
def test_most_of_the_gazetteer_has_outlines(table: str, least: float) -> None:
    known = codes(table)
    assert 1 - len(load_outlines().missing(known)) / len(known) >= least


def test_a_table_may_be_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlines, "SEEDS", tmp_path)
    assert Outlines().missing([DUYUN, "FR"]) == [DUYUN, "FR"]


def test_a_table_with_other_columns_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "outlines").mkdir()
    (tmp_path / "outlines" / "china.tsv.gz").write_bytes(gzip.compress(b"code\trings\n"))
    monkeypatch.setattr(outlines, "SEEDS", tmp_path)
    with pytest.raises(ValueError, match=r"china\.tsv\.gz: header is 'code\\trings', expected"):
        Outlines().features([DUYUN])


def test_the_tables_stay_small() -> None:
    assert sum(path.stat().st_size for path in (SEEDS / "outlines").glob("*.gz")) < 4_000_000


def test_the_line_below_maps_is_that_of_the_notices() -> None:
    assert outlines.SOURCES in (SEEDS / "outlines" / "NOTICES.txt").read_text(encoding="utf-8").splitlines()
