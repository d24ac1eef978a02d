"""Administrative divisions and the chains that they form."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple


class Level(StrEnum):
    """Rank of a division, in order of depth below the world."""

    COUNTRY = "country"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"

    @property
    def depth(self) -> int:
        """1 for a country to 4 for a county-level division."""
        return _DEPTHS[self.value]


_DEPTHS = {"country": 1, "province": 2, "city": 3, "county": 4}


LEVEL_OF_KIND = {
    "country": Level.COUNTRY,
    "city_state": Level.COUNTRY,
    "province": Level.PROVINCE,
    "autonomous_region": Level.PROVINCE,
    "municipality": Level.PROVINCE,
    "special_region": Level.PROVINCE,
    "region": Level.PROVINCE,
    "prefecture_city": Level.CITY,
    "prefecture": Level.CITY,
    "autonomous_prefecture": Level.CITY,
    "league": Level.CITY,
    "new_area": Level.CITY,
    "city": Level.CITY,
    "district": Level.COUNTY,
    "county": Level.COUNTY,
    "autonomous_county": Level.COUNTY,
    "county_city": Level.COUNTY,
    "banner": Level.COUNTY,
    "zone": Level.COUNTY,
    "second_level": Level.COUNTY,
}
"""Outside China, `region` is a first-level division, `second_level` one below, `city` a populated place; `zone` is an area of China without
code; the other kinds are China's."""

_UNMARKED = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ß": "ss", "ə": "a", "&": "and"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """A country, a first-level division, a city or a county-level division.

    Attributes:
        code: GB/T 2260 (six digits) in China; ISO 3166-1 alpha-2 or ISO 3166-2 elsewhere;
            `geonames:…` where ISO has none, as for cities; `zone:…` likewise in China.
        kind: One of `LEVEL_OF_KIND`.
        name_en: Shortest usual English name.
        name_zh: Full Chinese name, None where unknown.
        usual_zh: Chinese name in everyday use with its class word (黔南州); equal to `name_zh` for most.
        latitude: Of the seat, in degrees; None where unknown.
        longitude: Of the seat, in degrees; None where unknown.
        parent: Code of the division above; None for countries.
        population: Inhabitants; 0 where unknown, as in China but for prefectures.
    """

    code: str
    kind: str
    name_en: str
    name_zh: str | None
    usual_zh: str | None
    latitude: float | None
    longitude: float | None
    parent: str | None
    population: int

    def __hash__(self) -> int:
        """Hash the code alone: divisions are keys of many tables, and equal ones have equal codes."""
        return hash(self.code)

    @property
    def level(self) -> Level:
        """How deep the division lies."""
        return LEVEL_OF_KIND[self.kind]

    def name(self, language: str) -> str:
        """The name for the tables: the usual Chinese form in Chinese where known, else English."""
        return (self.usual_zh if language == "zh" else None) or self.name_en


class Chain(NamedTuple):
    """The divisions that hold a place, from the country down; None where there is none or it is unknown."""

    country: Division | None
    province: Division | None
    city: Division | None
    county: Division | None


class AdminFields(NamedTuple):
    """The columns that locate a stop or an entity, in the document's language."""

    country: str | None
    province: str | None
    city: str | None
    county: str | None
    admin_code: str | None
    latitude: float | None
    longitude: float | None


@lru_cache(maxsize=100_000)
def name_key(name: str, language: str) -> str:
    """Reduce a name to what its spellings share.

    Args:
        name: A place's name, "Xi'an" or "贵州省".
        language: Two-letter code; Chinese names are their own keys.

    Returns:
        In Chinese the name without blanks; otherwise its letters and digits, without marks and case: "xian".
    """
    if language == "zh":
        return "".join(name.split())
    if name.isascii():
        return "".join(filter(str.isalnum, name.replace("&", "and").lower()))
    plain = unicodedata.normalize("NFKD", name.replace("&", "and").casefold()).translate(_UNMARKED)
    return "".join(sign for sign in plain if sign.isalnum())
