"""Outlines of divisions for maps: countries and their divisions, China's down to the county.

The tables are in `seeds/outlines/`, with their origin, licences and whose view of borders they show in the README there.
"""

import gzip
from collections.abc import Iterable
from functools import cache, cached_property
from itertools import accumulate
from typing import Any

from tasks.lexicon.division import Division
from tasks.lexicon.gazetteer_tables import read_china, read_districts, read_world
from tasks.lexicon.seed_tables import SEEDS

COLUMNS = "code\tdecimals\trings"

SOURCES = "Outlines: Natural Earth. China: Tianditu, National Geomatics Center of China (GS(2024)0650), simplified."
"""What belongs below a map that shows outlines; `seeds/outlines/NOTICES.txt` tells why."""

Position = tuple[float, float]


class Outlines:
    """Outlines by code; a table is unpacked when one of its codes is first asked for, an outline when it is asked for."""

    def features(self, admin_codes: Iterable[str] = (), country_codes: Iterable[str] = ()) -> list[dict[str, Any]]:
        """The outlines of divisions and countries, as GeoJSON features for the sphere.

        Outer rings run clockwise and holes counterclockwise, which d3-geo and Vega need; RFC 7946 has it the other way round, and its
        readers accept both.

        Args:
            admin_codes: Codes as in the warehouse's `admin_code`: six digits in China, ISO 3166-2 or `geonames:…` elsewhere.
            country_codes: ISO 3166-1 alpha-2.

        Returns:
            One feature per known code, countries first, each once, in the order asked for. Geometries are MultiPolygons of
            [longitude, latitude] in degrees (WGS 84); the properties are `code`, `level` (country, province, city or county), `name_en`
            and `name_zh`, which may be None.
        """
        codes = dict.fromkeys((*country_codes, *admin_codes))
        return [self._feature(self._divisions[code], *row) for code in codes if (row := self._row(code))]

    def overview(self) -> list[dict[str, Any]]:
        """The whole world coarsely, as a ground for stops in several countries: features as of `features`, in the order of their codes."""
        return [self._feature(self._divisions[code], *_parts(row)) for code, row in _read("overview").items()]

    def missing(self, codes: Iterable[str]) -> list[str]:
        """Those of the codes that have no outline, each once, in the order asked for."""
        return [code for code in dict.fromkeys(codes) if self._row(code) is None]

    @cached_property
    def _divisions(self) -> dict[str, Division]:
        return {entry.division.code: entry.division for entry in (*read_world(), *read_districts(), *read_china())}

    def _row(self, code: str) -> tuple[int, str] | None:
        row = (self._china if code[:1].isdigit() else self._world).get(code)
        return None if row is None else _parts(row)

    @cached_property
    def _china(self) -> dict[str, str]:
        return _read("china")

    @cached_property
    def _world(self) -> dict[str, str]:
        return _read("world")

    @staticmethod
    def _feature(division: Division, decimals: int, rings: str) -> dict[str, Any]:
        return {
            "type": "Feature",
            "properties": {
                "code": division.code,
                "level": division.level.value,
                "name_en": division.name_en,
                "name_zh": division.name_zh,
            },
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [[_ring(ring, decimals) for ring in polygon.split("/")] for polygon in rings.split("|")],
            },
        }


def _parts(row: str) -> tuple[int, str]:
    decimals, _, rings = row.partition("\t")
    return int(decimals), rings


def _ring(steps: str, decimals: int) -> list[Position]:
    """Undo `encode_ring` of `seeds/outlines/build.py`."""
    unit = 10**decimals
    longitudes, latitudes = (accumulate(map(int, column.split(","))) for column in steps.split(";"))
    return [(longitude / unit, latitude / unit) for longitude, latitude in zip(longitudes, latitudes, strict=True)]


def _read(table: str) -> dict[str, str]:
    """The rows by code, each the rest of its line: few are looked at. None where the table was left out, as its licence may ask."""
    path = SEEDS / "outlines" / f"{table}.tsv.gz"
    if not path.exists():
        return {}
    header, *lines = gzip.decompress(path.read_bytes()).decode("ascii").splitlines()
    if header != COLUMNS:
        raise ValueError(f"outlines/{table}.tsv.gz: header is {header!r}, expected {COLUMNS!r}")
    return {code: rest for code, _, rest in (line.partition("\t") for line in lines)}


@cache
def load_outlines() -> Outlines:
    """The outlines of `seeds/outlines/`, read once.

    Raises:
        ValueError: When a table is first unpacked and does not have the columns expected.
    """
    return Outlines()
