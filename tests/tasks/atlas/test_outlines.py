"""Outlines on a grid, as steps."""

from itertools import pairwise
from typing import Any, ClassVar

from tasks.atlas.outlines import coded_outlines
from tasks.lexicon.outlines import Outlines, load_outlines


def points(ring: list[int], grid: int) -> list[tuple[float, float]]:
    found, x, y = [], 0, 0
    for dx, dy in zip(ring[::2], ring[1::2], strict=True):
        x, y = x + dx, y + dy
        found.append((x / grid, y / grid))
    return found


class Squares(Outlines):
    """Squares with sides of one degree, a hundredth, and less than any grid has."""

    SIDES: ClassVar = {"AA": 1.0, "BB": 0.01, "CC": 0.0}

    def overview(self) -> list[dict[str, Any]]:
        return []

    def features(self, admin_codes: Any = (), country_codes: Any = ()) -> list[dict[str, Any]]:
        def square(side: float) -> list[tuple[float, float]]:
            return [(10.0, 50.0), (10.0, 50.0 + side), (10.0 + side, 50.0 + side), (10.0 + side, 50.0), (10.0, 50.0)]

        return [
            {"properties": {"code": code, "level": "country"}, "geometry": {"coordinates": [[square(self.SIDES[code])]]}}
            for code in admin_codes
        ]


def rows(*codes: str) -> list[dict[str, Any]]:
    return [{"level": 1, "division": code} for code in codes]


def test_a_ring_is_its_first_point_and_steps_on_the_coarsest_grid_that_shows_it() -> None:
    large, small, none = coded_outlines(rows("AA", "BB", "CC"), Squares())
    assert (large["grid"], large["polygons"]) == (100, [[[1000, 5000, 0, 100, 100, 0, 0, -100, -100, 0]]])
    assert small["grid"] == 500
    assert points(small["polygons"][0][0], 500)[1] == (10.0, 50.01)
    assert none["polygons"] == []


def test_rings_stay_closed_clockwise_and_near_the_original() -> None:
    outlines = load_outlines()
    coded = coded_outlines([{"level": 1, "division": "CN"}, {"level": 2, "division": "520000"}, {"level": 1, "division": "FJ"}], outlines)
    assert [outline["code"] for outline in coded if outline["visited"]] == ["CN", "FJ", "520000"]
    assert sum(not outline["visited"] for outline in coded) > 200
    for outline in coded:
        for polygon in outline["polygons"]:
            for number, ring in enumerate(polygon):
                path = points(ring, outline["grid"])
                assert path[0] == path[-1]
                area = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(path))
                assert (area > 0) if number else (area < 0), outline["code"]
    (guizhou,) = outlines.features(["520000"])
    original = {(round(100 * x), round(100 * y)) for polygon in guizhou["geometry"]["coordinates"] for x, y in polygon[0]}
    (shown,) = [outline for outline in coded if outline["code"] == "520000"]
    kept = {(round(100 * x), round(100 * y)) for polygon in shown["polygons"] for x, y in points(polygon[0], 100)}
    assert kept <= original
    assert len(kept) > 0.9 * len(original)
