"""Outlines for the page: the divisions that stops lie in, and the other countries around them, on a grid, as steps from point to point."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from tasks.lexicon.outlines import SOURCES, Outlines

__all__ = ["SOURCES", "coded_outlines"]

_FINE = (100, 500, 2000)
"""Grid lines per degree: the coarsest, about 1 km, on which anything of an outline is left, is taken."""

_COARSE = (20,)
"""About 5 km: for countries without a stop, which only say where in the world the others lie."""

_LEAST_AREA = 3
"""Of a ring, in cells of the grid: smaller ones are specks, and one that collapses would turn inside out and cover the globe."""

_MOST_NUMBERS = 400_000
"""About 1.2 MB, and what a browser moves without a jerk."""

Point = tuple[int, int]
Json = dict[str, Any]


def coded_outlines(divisions: Iterable[Mapping[str, Any]], outlines: Outlines) -> list[Json]:
    """Code the outlines that stops call for; the page's script undoes it.

    Args:
        divisions: A row per stop and division it lies in, with `level` (1 for a country to 4 for a county) and `division`, its key.
        outlines: Where outlines are found.

    Returns:
        One object per outline, what lies below others first: `code`, `level`, `visited`, `grid` (lines per degree) and `polygons`, lists of
        rings, each a flat list: the first point's longitude and latitude in grid lines, then the steps to the next ones. Where
        stops lie in more divisions than a browser can move, the narrow ones with the fewest stops are left out.
    """
    stops = Counter((row["level"], row["division"]) for row in divisions)
    codes = [code for _, code in sorted(stops, key=lambda key: (key[0], -stops[key], key[1]))]
    around = [_coded(feature, _COARSE, visited=False) for feature in outlines.overview()]
    coded = [outline for outline in around if outline["polygons"] and outline["code"] not in codes]
    left = _MOST_NUMBERS
    for feature in outlines.features(codes):
        outline = _coded(feature, _FINE, visited=True)
        left -= sum(len(ring) for polygon in outline["polygons"] for ring in polygon)
        if left < 0:
            break
        coded.append(outline)
    return coded


def _coded(feature: Mapping[str, Any], grids: Sequence[int], *, visited: bool) -> Json:
    polygons: list[list[list[int]]] = []
    grid = grids[0]
    for grid in grids:
        polygons = [rings for polygon in feature["geometry"]["coordinates"] if (rings := _rings(polygon, grid))]
        if polygons:
            break
    properties = feature["properties"]
    return {"code": properties["code"], "level": properties["level"], "visited": visited, "grid": grid, "polygons": polygons}


def _rings(polygon: Sequence[Sequence[Sequence[float]]], grid: int) -> list[list[int]]:
    """The rings of a polygon that are left on a grid; none if the outer one is not."""
    kept = []
    for number, ring in enumerate(polygon):
        points = list(_on_grid(ring, grid))
        area = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(points)) / 2
        if (area if number else -area) >= _LEAST_AREA:
            kept.append([*points[0], *(step for (x0, y0), (x1, y1) in pairwise(points) for step in (x1 - x0, y1 - y0))])
        elif not number:
            return []
    return kept


def _on_grid(ring: Sequence[Sequence[float]], grid: int) -> Iterator[Point]:
    """The ring's points in grid lines, one for those that fall together."""
    last = None
    for longitude, latitude in ring:
        point = (round(longitude * grid), round(latitude * grid))
        if point != last:
            yield point
        last = point
