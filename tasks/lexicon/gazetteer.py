"""Places by name: China's divisions to the county, and the world's countries, first-level divisions and cities.

The tables are in `seeds/gazetteer/`, with their origin and licences in the README there.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property

from tasks.lexicon.division import AdminFields, Chain, Division, Level, name_key
from tasks.lexicon.gazetteer_tables import CityTable, ClassWord, read_china, read_class_words, read_districts, read_word_table, read_world
from tasks.lexicon.prominence import OTHER_NAME, is_own_name, prominence

MATCHED_POPULATION = 15_000
"""Inhabitants from which a city abroad is taken for meant wherever its name stands; smaller ones need a reason to be looked for."""

KNOWN_FAR_AWAY = 100_000
"""Inhabitants from which a city is meant though the text speaks of other countries only; the dateline's country has unlisted towns."""

CLEARLY_LARGER = 2
"""How many times the prominence of the next candidate makes a name's bearer clear without context."""

OUTSHINES_COUNTRY = 50
"""How many times more prominent a place elsewhere must be to beat one in the context's country: Moscow is not Moscow, Idaho."""

MAIN_CITY_SHARE = 0.05
"""Share of its country's people from which a city in the context's country beats any namesake elsewhere."""

_CHINESE_CLASS_ENDINGS = ("大区", "地区", "自治区", "市", "省", "州", "邦", "县", "区", "郡", "府", "都", "道", "镇")


def _ordered(weights: Mapping[Division, float]) -> tuple[Division, ...]:
    return tuple(sorted(weights, key=lambda division: (-weights[division], division.code)))


class _Names(Mapping[str, tuple[Division, ...]]):
    """Keys of names, in the order of the tables; the divisions are looked up when asked for."""

    def __init__(self, gazetteer: "Gazetteer", language: str, keys: Iterable[str]) -> None:
        self._gazetteer = gazetteer
        self._language = language
        self._keys = dict.fromkeys(keys)

    def __getitem__(self, key: str) -> tuple[Division, ...]:
        if key not in self._keys:
            raise KeyError(key)
        return self._gazetteer.bearers(key, self._language, least_population=MATCHED_POPULATION)

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


REMEMBERED_NAMES = 100_000


class Gazetteer:
    """Divisions by code and name. Two languages are known, Chinese ("zh") and English, which every other code means."""

    def __init__(self) -> None:
        """Read the tables; the cities abroad are read when first needed.

        Raises:
            ValueError: A table does not have the columns expected.
        """
        self._divisions: dict[str, Division] = {}
        self._index: dict[str, dict[str, list[Division]]] = {"en": {}, "zh": {}}
        self._bound: dict[str, list[Division]] = defaultdict(list)
        self._former: set[tuple[str, str]] = set()
        self._words_en: dict[str, int] = {"en": 1}
        for entry in (*read_world(), *read_districts(), *read_china()):
            division = entry.division
            self._divisions[division.code] = division
            self._add(division, "en", entry.en)
            self._add(division, "zh", (*entry.zh, *entry.former_zh))
            self._former.update((division.code, name) for name in entry.former_zh)
            for name in entry.bound_en:
                self._bound[name_key(name, "en")].append(division)
            self._words_en["en"] = max(self._words_en["en"], *(name.count(" ") + 1 for name in entry.en))
        self._abbreviations = {sign: self._index["zh"][name][0] for name, sign in read_word_table("abbreviations", ("zh", "abbreviation"))}
        self._demonyms = {name_key(word, "en"): self._divisions[code] for code, word in read_word_table("demonyms", ("code", "words"))}
        self._capitals = dict(read_word_table("capitals", ("code", "city")))
        self._class_words = read_class_words()
        self._groups = {name_key(word, "en") for _, word in read_word_table("ethnic_groups", ("zh", "en"))} | {"and"}
        self._shared_depths: dict[tuple[str, str], int] = {}
        self._lineages: dict[str, tuple[str, ...]] = {}
        self._remembered: dict[tuple[str, str, int], Mapping[Division, float]] = {}
        self._fields: dict[tuple[str, str], AdminFields] = {}
        self._standing: dict[tuple[str, str], tuple[tuple[Division, ...], Mapping[Division, float]]] = {}
        self._longest_zh = max(map(len, self._index["zh"]))
        self._ambiguous = {(language, word) for language, word in read_word_table("common_words", ("language", "words"))} | {
            (language, word) for language, word in read_word_table("ambiguous_words", ("language", "words"))
        }

    def _add(self, division: Division, language: str, names: Iterable[str]) -> None:
        table = self._index[language]
        for key in dict.fromkeys(name_key(name, language) for name in names):
            table.setdefault(key, []).append(division)

    @cached_property
    def _cities_en(self) -> CityTable:
        return CityTable("en")

    @cached_property
    def _cities_zh(self) -> CityTable:
        return CityTable("zh")

    def division(self, code: str) -> Division:
        """The division with a code; KeyError if there is none, as for cities abroad."""
        return self._divisions[code]

    def abbreviation(self, text: str) -> Division | None:
        """The province that a one-character name such as 黔 stands for."""
        return self._abbreviations.get(text)

    def demonym(self, word: str, language: str = "en") -> Division | None:
        """The country of an English adjective or inhabitant's name such as "Sri Lankan"; Chinese has none of its own."""
        return None if language == "zh" else self._demonyms.get(name_key(word, "en"))

    def is_ambiguous_word(self, name: str, language: str) -> bool:
        """Whether a name is an ordinary word, too: "Reading", 和平."""
        return ("zh" if language == "zh" else "en", name_key(name, language)) in self._ambiguous

    def class_words(self) -> tuple[str, ...]:
        """English class words in lower case, longest first: "autonomous prefecture", "province"."""
        return tuple(sorted((" ".join(words) for words in self._class_words), key=lambda word: (-len(word), word)))

    def bearers(self, key: str, language: str, *, least_population: int = 0) -> tuple[Division, ...]:
        """Every division with exactly this name's key, most prominent first.

        Args:
            key: As `name_key` makes it.
            language: Two-letter code of the text.
            least_population: Leaves out cities abroad with fewer inhabitants.

        Returns:
            The divisions; empty if there is none.
        """
        return _ordered(self._weigh(key, language, least_population))

    def _weigh(self, key: str, language: str, least_population: int) -> dict[Division, float]:
        """The bearers of a name with their weights; others give way to a town of this very name beside them."""
        cities = (self._cities_zh if language == "zh" else self._cities_en).find(key)
        known = self._index["zh" if language == "zh" else "en"].get(key, ())
        found = [*known, *(city for city in cities if city.population >= least_population)]
        own = {division for division in found if is_own_name(division, key, language)}
        towns = {division.parent for division in own if division.kind == "city"}
        return {
            division: self._prominence(division) * (1.0 if division in own else OTHER_NAME)
            for division in found
            if division.parent not in towns or (division in own and division.kind != "second_level")
        }

    def _prominence(self, division: Division) -> float:
        namesakes = self._index["en"].get(name_key(division.name_en.removesuffix(" City"), "en"), ()) if division.kind == "city" else ()
        return prominence(division, self._divisions.get(division.parent or ""), namesakes)

    def lookup(self, name: str, language: str, *, least_population: int = MATCHED_POPULATION) -> tuple[Division, ...]:
        """Find every division that a name may mean.

        Args:
            name: A bare name or one with its class word: "Guizhou Province", "Xi'an", "平坝区".
            language: Two-letter code of the text.
            least_population: Leaves out cities abroad with fewer inhabitants; the table begins at 1,000, and holds uncounted ones.

        Returns:
            The candidates, most prominent first; a class word leaves those of its kind, or failing these of its level.
        """
        return _ordered(self._candidates(name, language, least_population))

    def _candidates(self, name: str, language: str, least_population: int) -> Mapping[Division, float]:
        """The candidates with their weights; a document asks for the same few names again and again, hence the memory."""
        asked = (name, language, least_population)
        found = self._remembered.get(asked)
        if found is None:
            if len(self._remembered) >= REMEMBERED_NAMES:
                self._remembered.clear()
            found = self._remembered[asked] = self._weighed_candidates(name, language, least_population)
        return found

    def _weighed_candidates(self, name: str, language: str, least_population: int) -> dict[Division, float]:
        key = name_key(name, language)
        if language == "zh":
            return self._weigh(key, "zh", least_population) or self._abroad_without_class(key, least_population)
        stem, word = self._split_class(name)
        weights = self._weigh(name_key(stem, "en"), "en", least_population)
        if " " in stem:
            weights = {division: weight for division, weight in weights.items() if not _written_as_one(division)}
        if word is None:
            return weights
        bound = (*self._bound.get(name_key(stem, "en"), ()), *self._without_groups(stem))
        weights |= {division: self._prominence(division) for division in bound}
        agreeing = {division for division in weights if division.kind in word.kinds} or {
            division for division in weights if division.level in word.levels
        }
        whole = self._weigh(key, "en", least_population)
        return {division: weight for division, weight in (weights | whole).items() if division in agreeing or division in whole}

    def _abroad_without_class(self, key: str, least_population: int) -> dict[Division, float]:
        for ending in _CHINESE_CLASS_ENDINGS:
            if key.endswith(ending) and len(key) > len(ending) + 1:
                found = self._weigh(key.removesuffix(ending), "zh", least_population)
                return {division: weight for division, weight in found.items() if division.kind in ("region", "city")}
        return {}

    def _split_class(self, name: str) -> tuple[str, ClassWord | None]:
        words = name.split()
        if len(words) > 1 and words[0].casefold() == "the":
            words = words[1:]
        folded = [word.casefold().strip(".,") for word in words]
        for size in (3, 2, 1):
            if len(words) > size and (word := self._class_words.get(tuple(folded[-size:]))):
                return " ".join(words[:-size]), word
            if len(words) > size + 1 and folded[size] == "of" and (word := self._class_words.get(tuple(folded[:size]))):
                return " ".join(words[size + 1 :]), word
        return " ".join(words), None

    def _without_groups(self, stem: str) -> tuple[Division, ...]:
        """Candidates of an autonomous division's name once the names of ethnic groups are taken off: "Qiannan Buyi and Miao"."""
        words = stem.replace("-", " ").split()
        while len(words) > 1 and name_key(words[-1], "en") in self._groups:
            words.pop()
            if found := self._index["en"].get(name_key("".join(words), "en")):
                return tuple(found)
        return ()

    def lineage(self, division: Division) -> tuple[str, ...]:
        """Codes of a division and of all above it, from itself up to the country."""
        return (division.code, *self._above(division.parent))

    def _above(self, code: str | None) -> tuple[str, ...]:
        """The code of a division and the codes of all above it."""
        if code is None:
            return ()
        found = self._lineages.get(code)
        if found is None:
            found = self._lineages[code] = (code, *self._above(self._divisions[code].parent))
        return found

    def _shared_depth(self, division: Division, other: Division) -> int:
        pair = (division.code, other.code)
        depth = self._shared_depths.get(pair)
        if depth is None:
            others = self.lineage(other)
            shared = next((code for code in self.lineage(division) if code in others), None)
            depth = 0 if shared is None else (division if shared == division.code else self._divisions[shared]).level.depth
            if len(self._shared_depths) >= REMEMBERED_NAMES:
                self._shared_depths.clear()
            self._shared_depths[pair] = depth
        return depth

    def resolve(self, name: str, language: str, context: Sequence[Division] = ()) -> Division | None:
        """Decide which division a name means.

        Args:
            name: As for `lookup`; every city of the tables counts.
            language: Two-letter code of the text.
            context: Divisions that the text puts near, the most telling first: the place's province, the stop before, the dateline.

        Returns:
            The candidate that shares the deepest division with the context; among equals, and without context, the clearly most
            prominent; None if none is clear or the name is unknown, or known only for a small town in no country of the context.
        """
        candidates, weights = self._in_force(name, language)
        if not candidates:
            return None
        if len(candidates) == 1 and not _is_small(candidates[0]):
            return candidates[0]
        nearness = {division: self._nearness(division, context) for division in candidates}
        if context and max(nearness.values())[0] == 0:
            candidates = tuple(division for division in candidates if not _is_small(division))
            if not candidates:
                return None
            nearness = {division: nearness[division] for division in candidates}
        best = max(nearness.values())
        close = [division for division in candidates if nearness[division] == best]
        if (
            best[0] <= Level.COUNTRY.depth
            and not self._is_main_city(close[0])
            and weights[candidates[0]] >= OUTSHINES_COUNTRY * weights[close[0]]
        ):
            close = list(candidates)
        first, *rest = close
        if not rest or weights[first] >= CLEARLY_LARGER * weights[rest[0]]:
            return first
        one_inside_other = first.code in self.lineage(rest[0]) or rest[0].code in self.lineage(first)
        if first.kind == rest[0].kind == "country":
            return first  # "Korea" without context: the more populous one
        neighbours_abroad = first.kind == "city" and first.parent == rest[0].parent
        return first if one_inside_other or neighbours_abroad else None

    def _in_force(self, name: str, language: str) -> tuple[tuple[Division, ...], Mapping[Division, float]]:
        """The candidates of a name with their weights, most prominent first; what it named formerly only where it names nothing now."""
        asked = (name, language)
        found = self._standing.get(asked)
        if found is None:
            weights = self._candidates(name, language, 0)
            key = name_key(name, language)
            in_force = {division: weight for division, weight in weights.items() if (division.code, key) not in self._former}
            weights = in_force or weights
            if len(self._standing) >= REMEMBERED_NAMES:
                self._standing.clear()
            found = self._standing[asked] = _ordered(weights), weights
        return found

    def _is_main_city(self, division: Division) -> bool:
        """Whether a large part of a country's people live in a city: Victoria in Seychelles."""
        if division.kind != "city":
            return False
        country = self._divisions[self.lineage(division)[-1]]
        return division.population >= MAIN_CITY_SHARE * country.population > 0

    def _nearness(self, division: Division, context: Sequence[Division]) -> tuple[int, int]:
        depths = [self._shared_depth(division, other) for other in context]
        deepest = max(depths, default=0)
        return deepest, -depths.index(deepest) if deepest else 0

    def capital(self, division: Division) -> Division | None:
        """The city in which the government of a country sits, or that of a Chinese province: the first of its GB/T 2260 codes."""
        if division.level is not Level.COUNTRY:
            return self._divisions.get(f"{division.code[:2]}0100")
        city = self._capitals.get(division.code)
        if city is None:
            return division if division.kind == "city_state" else None
        return next((found for found in self.bearers(name_key(city, "en"), "en") if self._is_city_of(found, division)), None)

    def _is_city_of(self, division: Division, country: Division) -> bool:
        return division.kind == "city" and country.code in self.lineage(division)

    def chain(self, division: Division) -> Chain:
        """The divisions from the country down to this one.

        A municipality, a special administrative region and a city-state are their own city; so is a county-level city right below
        its province.
        """
        levels = {self._divisions[code].level: self._divisions[code] for code in self.lineage(division)[1:]}
        levels[division.level] = division
        province, city, county = levels.get(Level.PROVINCE), levels.get(Level.CITY), levels.get(Level.COUNTY)
        if city is None and province is not None and province.kind in ("municipality", "special_region"):
            city = province
        elif city is None and county is not None and county.kind == "county_city":
            city, county = county, None
        country = levels.get(Level.COUNTRY)
        if country is not None and country.kind == "city_state":
            city = country
        return Chain(country, province, city, county)

    def admin_fields(self, division: Division, language: str) -> AdminFields:
        """The columns that locate a place in this division, in the document's language; the code is the deepest published."""
        found = self._fields.get((division.code, language))
        if found is None:
            if len(self._fields) >= REMEMBERED_NAMES:
                self._fields.clear()
            found = self._fields[division.code, language] = self._admin_fields(division, language)
        return found

    def _admin_fields(self, division: Division, language: str) -> AdminFields:
        chain = self.chain(division)
        country, province, city, county = (part.name(language) if part is not None else None for part in chain)
        if division.kind == "second_level":
            county = None
        coded = next((part.code for part in reversed(chain) if part is not None and ":" not in part.code), None)
        return AdminFields(country, province, city, county, coded, division.latitude, division.longitude)

    @cached_property
    def _names(self) -> dict[str, _Names]:
        return {
            language: _Names(self, language, (*self._index[language], *cities.keys(MATCHED_POPULATION)))
            for language, cities in (("en", self._cities_en), ("zh", self._cities_zh))
        }

    def names(self, language: str) -> Mapping[str, tuple[Division, ...]]:
        """Keys of the names worth looking for in a text (`name_key`): all but small cities abroad, abbreviations left out."""
        return self._names["zh" if language == "zh" else "en"]

    def longest_name(self, language: str) -> int:
        """Characters of the longest Chinese name, or words of the longest English name, class words left out."""
        return self._longest_zh if language == "zh" else self._words_en["en"]


def _is_small(division: Division) -> bool:
    """Whether a place is a small city abroad, which a name alone does not mean."""
    return division.kind == "city" and division.population < KNOWN_FAR_AWAY


def _written_as_one(division: Division) -> bool:
    """Whether a Chinese division's romanised name is one word: "Gao Ming" is a person, "Gaoming" a district."""
    return division.code.isdigit() and division.name_en.isalpha()


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer that ships with the project, read once per process."""
    return Gazetteer()
