"""Places by name: China's divisions to the county, and the world's countries, first-level divisions and cities.

The tables are in `seeds/gazetteer/`, with their origin and licences in the README there.
"""

import gzip
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from tasks.lexicon.division import AdminFields, Chain, Division, Level, name_key
from tasks.lexicon.seed_tables import SEEDS, read_seed_table

MATCHED_POPULATION = 15_000
"""Inhabitants from which a city abroad is worth looking for in a text; smaller ones answer only when asked for by name."""

CLEARLY_LARGER = 3
"""How many times the prominence of the next candidate makes a name's bearer clear without context."""

OUTSHINES_COUNTRY = 50
"""How many times more prominent a place elsewhere must be to beat one in the context's country: Moscow is not Moscow, Idaho."""

OWN_PROVINCE_SHARE = 0.25
"""Share of a same-named first-level division's people from which its city is meant first: New York, Tokyo, Pyongyang."""

_PROMINENCE = {
    "country": 1e11,
    "province": 1e9,
    "autonomous_region": 1e9,
    "municipality": 1e9,
    "special_region": 1e9,
    "prefecture_city": 4e6,
    "prefecture": 2e6,
    "autonomous_prefecture": 2e6,
    "league": 2e6,
    "new_area": 1e6,
    "county_city": 4e5,
    "district": 3e5,
    "county": 3e5,
    "autonomous_county": 3e5,
    "banner": 2e5,
}
_CHINESE_CLASS_ENDINGS = ("大区", "地区", "自治区", "市", "省", "州", "邦", "县", "区", "郡", "府", "都", "道", "镇")
_CHINA_COLUMNS = (
    *("code", "kind", "name_zh", "usual_zh", "short_zh", "name_en", "also_en", "bound_en", "former_zh"),
    *("latitude", "longitude", "parent"),
)
_COUNTRY_COLUMNS = ("code", "name_en", "also_en", "name_zh", "also_zh", "latitude", "longitude", "population")
_PROVINCE_COLUMNS = ("code", "country", *_COUNTRY_COLUMNS[1:])
_CITY_COLUMNS = "key\tid\tname_en\tname_zh\tprovince\tlatitude\tlongitude\tpopulation"


class _ClassWord(NamedTuple):
    kinds: frozenset[str]
    levels: frozenset[Level]


class _CityTable:
    """Rows of one `cities_*.tsv.gz`, found by bisection and parsed only when asked for."""

    def __init__(self, language: str) -> None:
        relative = f"gazetteer/cities_{language}.tsv.gz"
        header, *self.lines = gzip.decompress((SEEDS / relative).read_bytes()).decode().rstrip("\n").split("\n")
        if header != _CITY_COLUMNS:
            raise ValueError(f"{relative}: header is {header!r}, expected {_CITY_COLUMNS!r}")

    def find(self, key: str) -> list[Division]:
        start = key + "\t"
        index = bisect_left(self.lines, start)
        found = []
        while index < len(self.lines) and self.lines[index].startswith(start):
            found.append(_city(self.lines[index]))
            index += 1
        return found


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


def _city(line: str) -> Division:
    _, number, name_en, name_zh, province, latitude, longitude, population = line.split("\t")
    return Division(
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


class _Names(Mapping[str, tuple[Division, ...]]):
    """Names worth looking for in a text: the tables' own, and those of cities abroad from a population on."""

    def __init__(self, gazetteer: "Gazetteer", language: str, cities: list[str]) -> None:
        self._gazetteer = gazetteer
        self._language = language
        self._keys = dict.fromkeys(gazetteer.index[language]) | dict.fromkeys(cities)

    def __getitem__(self, key: str) -> tuple[Division, ...]:
        if key not in self._keys:
            raise KeyError(key)
        return self._gazetteer.bearers(key, self._language)

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


class Gazetteer:
    """Divisions by code and name.

    Attributes:
        index: Per language, key of a name (`name_key`) to the divisions that bear it, cities abroad left out.
    """

    def __init__(self) -> None:
        """Read the tables below `seeds/gazetteer/`; the cities abroad are read when first needed.

        Raises:
            ValueError: A table does not have the columns expected.
        """
        self._divisions: dict[str, Division] = {}
        self.index: dict[str, dict[str, list[Division]]] = {"en": {}, "zh": {}}
        self._bound: dict[str, list[Division]] = defaultdict(list)
        self._former: set[tuple[str, str]] = set()
        self._read_world()
        self._read_china()
        self._abbreviations = {
            sign: self.index["zh"][name][0]
            for name, signs in read_seed_table("gazetteer/abbreviations.csv", ("zh", "abbreviation"))
            for sign in signs.split("|")
        }
        self._demonyms = {
            name_key(word, "en"): self._divisions[code]
            for code, words in read_seed_table("gazetteer/demonyms.csv", ("code", "words"))
            for word in words.split("|")
        }
        self._class_words = {
            tuple(word.casefold().split()): _ClassWord(
                frozenset(kinds.split("|")), frozenset(Level[level.upper()] for level in levels.split("|"))
            )
            for word, kinds, levels in read_seed_table("gazetteer/class_words.csv", ("word", "kinds", "levels"))
        }
        groups = [words for _, words in read_seed_table("gazetteer/ethnic_groups.csv", ("zh", "en"))]
        self._groups = frozenset(name_key(word, "en") for words in groups for word in words.split("|")) | {"and"}

    def _add(self, division: Division, language: str, names: Sequence[str]) -> None:
        table = self.index[language]
        for key in dict.fromkeys(name_key(name, language) for name in names if name):
            table.setdefault(key, []).append(division)

    def _read_world(self) -> None:
        for table, columns in (("countries", _COUNTRY_COLUMNS), ("provinces", _PROVINCE_COLUMNS)):
            for code, *country, name_en, also_en, name_zh, also_zh, latitude, longitude, population in read_seed_table(
                f"gazetteer/{table}.csv", columns
            ):
                division = Division(
                    code=code,
                    kind="region" if country else "country",
                    name_en=name_en,
                    name_zh=name_zh or None,
                    usual_zh=name_zh or None,
                    latitude=_number(latitude),
                    longitude=_number(longitude),
                    parent=country[0] if country else None,
                    population=int(population),
                )
                self._divisions[code] = division
                self._add(division, "en", [name_en, *also_en.split("|")])
                self._add(division, "zh", [name_zh, *also_zh.split("|")])

    def _read_china(self) -> None:
        for code, kind, name_zh, usual_zh, short_zh, name_en, also_en, bound_en, former_zh, latitude, longitude, parent in read_seed_table(
            "gazetteer/china.csv", _CHINA_COLUMNS
        ):
            division = Division(
                code=code,
                kind=kind,
                name_en=name_en,
                name_zh=name_zh,
                usual_zh=usual_zh,
                latitude=_number(latitude),
                longitude=_number(longitude),
                parent=parent,
                population=0,
            )
            self._divisions[code] = division
            self._add(division, "en", [name_en, *also_en.split("|")])
            former = [name for name in former_zh.split("|") if name]
            self._add(division, "zh", [name_zh, usual_zh, *short_zh.split("|"), *former])
            self._former.update((code, name) for name in former)
            if bound_en:
                self._bound[name_key(bound_en, "en")].append(division)

    @cached_property
    def _cities(self) -> dict[str, _CityTable]:
        return {language: _CityTable(language) for language in ("en", "zh")}

    def division(self, code: str) -> Division:
        """The division with a code; KeyError if there is none, as for cities abroad."""
        return self._divisions[code]

    def abbreviation(self, text: str) -> Division | None:
        """The province that a one-character name such as 黔 stands for."""
        return self._abbreviations.get(text)

    def demonym(self, word: str) -> Division | None:
        """The country of an English adjective or inhabitant's name such as "Sri Lankan"."""
        return self._demonyms.get(name_key(word, "en"))

    def bearers(self, key: str, language: str) -> tuple[Division, ...]:
        """Every division with exactly this name's key, most prominent first."""
        table = "zh" if language == "zh" else "en"
        found = [*self.index[table].get(key, ()), *self._cities[table].find(key)]
        return self._ranked(found)

    def _prominence(self, division: Division) -> float:
        if division.kind == "region":
            return max(1e5, float(division.population))
        if division.kind == "city":
            province = self._divisions.get(division.parent or "")
            shares_name = province is not None and province.name_en == division.name_en
            if province is not None and shares_name and division.population >= OWN_PROVINCE_SHARE * province.population:
                return province.population + 1.0
        return _PROMINENCE.get(division.kind, float(division.population))

    def _ranked(self, found: Sequence[Division]) -> tuple[Division, ...]:
        return tuple(sorted(dict.fromkeys(found), key=lambda division: (-self._prominence(division), division.code)))

    def lookup(self, name: str, language: str) -> tuple[Division, ...]:
        """Find every division that a name may mean.

        Args:
            name: A bare name or one with its class word: "Guizhou Province", "Xi'an", "平坝区".
            language: Two-letter code of the text.

        Returns:
            The candidates, most prominent first; a class word leaves those of its kind, or failing these of its level.
        """
        key = name_key(name, language)
        if not key:
            return ()
        if language == "zh":
            return self.bearers(key, "zh") or self._abroad_without_class(key)
        stem, word = self._split_class(name)
        if word is None:
            return self.bearers(key, "en")
        stem_key = name_key(stem, "en")
        found = [*self.bearers(stem_key, "en"), *self._bound.get(stem_key, ()), *self._without_groups(stem)]
        agreeing = [division for division in found if division.kind in word.kinds] or [
            division for division in found if division.level in word.levels
        ]
        whole = [division for division in self.bearers(key, "en") if division not in agreeing]
        return (*whole, *self._ranked(agreeing)) if whole else self._ranked(agreeing)

    def _abroad_without_class(self, key: str) -> tuple[Division, ...]:
        for ending in _CHINESE_CLASS_ENDINGS:
            if key.endswith(ending) and len(key) > len(ending) + 1:
                found = self.bearers(key.removesuffix(ending), "zh")
                return tuple(division for division in found if division.kind in ("region", "city"))
        return ()

    def _split_class(self, name: str) -> tuple[str, _ClassWord | None]:
        words = name.split()
        folded = [word.casefold().strip(".,") for word in words]
        if folded and folded[0] == "the":
            words, folded = words[1:], folded[1:]
        for size in (3, 2, 1):
            if len(words) > size and (word := self._class_words.get(tuple(folded[-size:]))):
                return " ".join(words[:-size]), word
            if len(words) > size + 1 and folded[size] == "of" and (word := self._class_words.get(tuple(folded[:size]))):
                return " ".join(words[size + 1 :]), word
        return name, None

    def _without_groups(self, stem: str) -> list[Division]:
        """Candidates of an autonomous division's name once the names of ethnic groups are taken off: "Qiannan Buyi and Miao"."""
        words = stem.replace("-", " ").split()
        while len(words) > 1 and name_key(words[-1], "en") in self._groups:
            words.pop()
            found = self.bearers(name_key("".join(words), "en"), "en")
            if found:
                return list(found)
        return []

    def _lineage(self, division: Division) -> list[str]:
        codes = [division.code]
        parent = division.parent
        while parent is not None:
            codes.append(parent)
            parent = self._divisions[parent].parent
        return codes

    def _shared_depth(self, division: Division, other: Division) -> int:
        mine, others = self._lineage(division), set(self._lineage(other))
        shared = next((code for code in mine if code in others), None)
        if shared is None:
            return 0
        return int(division.level if shared == division.code else self._divisions[shared].level)

    def resolve(self, name: str, language: str, context: Sequence[Division] = ()) -> Division | None:
        """Decide which division a name means.

        Args:
            name: As for `lookup`.
            language: Two-letter code of the text.
            context: Divisions that the text puts near, the most telling first: the place's province, the stop before, the dateline.

        Returns:
            The candidate that shares the deepest division with the context; among equals, and without context, the clearly most
            prominent; None if none is clear or the name is unknown.
        """
        candidates = self.lookup(name, language)
        if not candidates:
            return None
        key = name_key(name, language)
        in_force = [division for division in candidates if (division.code, key) not in self._former]
        candidates = tuple(in_force) or candidates
        nearness = {division.code: self._nearness(division, context) for division in candidates}
        best = max(nearness.values())
        close = [division for division in candidates if nearness[division.code] == best]
        top = candidates[0]
        if best[0] <= Level.COUNTRY and top not in close and self._prominence(top) >= OUTSHINES_COUNTRY * self._prominence(close[0]):
            close = list(candidates)
        first, *rest = close
        if not rest or self._prominence(first) >= CLEARLY_LARGER * self._prominence(rest[0]):
            return first
        second = rest[0]
        if first.code in self._lineage(second) or second.code in self._lineage(first):
            return first
        return None

    def _nearness(self, division: Division, context: Sequence[Division]) -> tuple[int, int]:
        depths = [self._shared_depth(division, other) for other in context]
        deepest = max(depths, default=0)
        return deepest, -depths.index(deepest) if deepest else 0

    def chain(self, division: Division) -> Chain:
        """The divisions from the country down to this one.

        A municipality and a special administrative region are their own city; so is a county-level city right below its province.
        """
        levels: dict[Level, Division] = {}
        for code in reversed(self._lineage(division)[1:]):
            levels[self._divisions[code].level] = self._divisions[code]
        levels[division.level] = division
        province, city, county = levels.get(Level.PROVINCE), levels.get(Level.CITY), levels.get(Level.COUNTY)
        if city is None and province is not None and province.kind in ("municipality", "special_region"):
            city = province
        elif city is None and county is not None and county.kind == "county_city":
            city, county = county, None
        return Chain(levels.get(Level.COUNTRY), province, city, county)

    def admin_fields(self, division: Division, language: str) -> AdminFields:
        """The columns that locate a place in this division, in the document's language; `admin_code` is None for no country only."""
        chain = self.chain(division)
        coded = [part for part in chain if part is not None and not part.code.startswith("geonames:")]
        names = [part.name(language) if part is not None else None for part in chain]
        return AdminFields(*names, coded[-1].code if coded else None, division.latitude, division.longitude)

    def names(self, language: str) -> Mapping[str, tuple[Division, ...]]:
        """Keys of the names worth looking for in a text (`name_key`), abbreviations left out."""
        return self._names["zh" if language == "zh" else "en"]

    @cached_property
    def _names(self) -> dict[str, Mapping[str, tuple[Division, ...]]]:
        return {
            language: _Names(
                self,
                language,
                [line[: line.index("\t")] for line in table.lines if int(line[line.rindex("\t") + 1 :]) >= MATCHED_POPULATION],
            )
            for language, table in self._cities.items()
        }
