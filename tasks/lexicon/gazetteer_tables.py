"""Reading the gazetteer's tables below `seeds/gazetteer/`."""

import gzip
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from tasks.lexicon.division import Division, Level
from tasks.lexicon.seed_tables import SEEDS, read_seed_table

CITY_STATES = frozenset({"SG", "MC", "VA", "SM"})
CITY_COLUMNS = "key\tid\tname_en\tname_zh\tprovince\tlatitude\tlongitude\tpopulation"
COUNTRY_COLUMNS = ("code", "name_en", "also_en", "name_zh", "also_zh", "latitude", "longitude", "population")
DISTRICT_COLUMNS = ("code", "parent", "name_en", "also_en", "name_zh", "latitude", "longitude")
PROVINCE_COLUMNS = ("code", "country", *COUNTRY_COLUMNS[1:])
CHINA_COLUMNS = (
    *("code", "kind", "name_zh", "usual_zh", "short_zh", "name_en", "also_en", "bound_en", "former_zh"),
    *("latitude", "longitude", "parent", "population"),
)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A division with all its names.

    Attributes:
        division: The division.
        en: English names.
        zh: Chinese names in force.
        former_zh: Chinese names that it no longer has.
        bound_en: English names that stand only before a class word, such as "Ci" of Ci County.
    """

    division: Division
    en: tuple[str, ...]
    zh: tuple[str, ...]
    former_zh: tuple[str, ...] = ()
    bound_en: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClassWord:
    """What an English class word such as "County" admits: kinds of division, and levels where no kind agrees."""

    kinds: frozenset[str] = field(default_factory=frozenset)
    levels: frozenset[Level] = field(default_factory=frozenset)


def cells(cell: str) -> tuple[str, ...]:
    """The values of a cell that lists several, separated by `|`."""
    return tuple(filter(None, cell.split("|")))


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


def read_world() -> Iterator[Entry]:
    """Countries, then the first-level divisions outside China."""
    for table, columns in (("countries", COUNTRY_COLUMNS), ("provinces", PROVINCE_COLUMNS)):
        for row in read_seed_table(f"gazetteer/{table}.csv", columns):
            code, *country, name_en, also_en, name_zh, also_zh, latitude, longitude, population = row
            yield Entry(
                division=Division(
                    code=code,
                    kind="region" if country else "city_state" if code in CITY_STATES else "country",
                    name_en=name_en,
                    name_zh=name_zh or None,
                    usual_zh=name_zh or None,
                    latitude=_number(latitude),
                    longitude=_number(longitude),
                    parent=country[0] if country else None,
                    population=int(population),
                ),
                en=(name_en, *cells(also_en)),
                zh=(*cells(name_zh), *cells(also_zh)),
            )


def read_districts() -> Iterator[Entry]:
    """Second-level divisions outside China, where ISO 3166-2 has them."""
    for row in read_seed_table("gazetteer/districts.csv", DISTRICT_COLUMNS):
        code, parent, name_en, also_en, name_zh, latitude, longitude = row
        yield Entry(
            division=Division(
                code=code,
                kind="second_level",
                name_en=name_en,
                name_zh=name_zh or None,
                usual_zh=name_zh or None,
                latitude=_number(latitude),
                longitude=_number(longitude),
                parent=parent,
                population=0,
            ),
            en=(name_en, *cells(also_en)),
            zh=cells(name_zh),
        )


def read_china() -> Iterator[Entry]:
    """China's divisions below the country."""
    for row in read_seed_table("gazetteer/china.csv", CHINA_COLUMNS):
        code, kind, name_zh, usual_zh, short_zh, name_en, also_en, bound_en, former_zh, latitude, longitude, parent, people = row
        yield Entry(
            division=Division(
                code=code,
                kind=kind,
                name_en=name_en,
                name_zh=name_zh,
                usual_zh=usual_zh,
                latitude=_number(latitude),
                longitude=_number(longitude),
                parent=parent,
                population=int(people),
            ),
            en=(name_en, *cells(also_en)),
            zh=(name_zh, usual_zh, *cells(short_zh)),
            former_zh=cells(former_zh),
            bound_en=cells(bound_en),
        )


def read_word_table(table: str, columns: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs of a first cell and each value that the second one lists."""
    for first, second in read_seed_table(f"gazetteer/{table}.csv", columns):
        for word in cells(second):
            yield first, word


def read_class_words() -> dict[tuple[str, ...], ClassWord]:
    """English class words, folded and split into words, with what they admit."""
    return {
        tuple(word.casefold().split()): ClassWord(frozenset(cells(kinds)), frozenset(Level(level) for level in cells(levels)))
        for word, kinds, levels in read_seed_table("gazetteer/class_words.csv", ("word", "kinds", "levels"))
    }


class CityTable:
    """Names of cities outside China in one language: lines sorted by key, kept as bytes, found by bisection, parsed when asked for."""

    def __init__(self, language: str) -> None:
        """Read `cities_<language>.tsv.gz`.

        Raises:
            ValueError: The header is not as expected.
        """
        relative = f"gazetteer/cities_{language}.tsv.gz"
        header, *self.lines = gzip.decompress((SEEDS / relative).read_bytes()).splitlines()
        if header.decode() != CITY_COLUMNS:
            raise ValueError(f"{relative}: header is {header!r}, expected {CITY_COLUMNS!r}")

    def find(self, key: str) -> Iterator[Division]:
        """Every city whose name has this key (`name_key`)."""
        start = f"{key}\t".encode()
        index = bisect_left(self.lines, start)
        while index < len(self.lines) and self.lines[index].startswith(start):
            _, number, name_en, name_zh, province, latitude, longitude, population = self.lines[index].decode().split("\t")
            yield Division(
                code=f"geonames:{number}",
                kind="city",
                name_en=name_en,
                name_zh=name_zh or None,
                usual_zh=name_zh or None,
                latitude=_number(latitude),
                longitude=_number(longitude),
                parent=province,
                population=int(population),
            )
            index += 1

    def keys(self, least_population: int) -> Iterator[str]:
        """Keys of the names of cities with at least so many inhabitants."""
        for line in self.lines:
            if int(line[line.rindex(b"\t") + 1 :]) >= least_population:
                yield line[: line.index(b"\t")].decode()
