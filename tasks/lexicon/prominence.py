"""How likely a bare name means one of its bearers rather than another."""

from collections.abc import Iterable

from tasks.lexicon.division import Division, name_key

OWN_PROVINCE_SHARE = 0.25
"""Share of a same-named first-level division's people from which its city is meant first: Tokyo, Seoul, Pyongyang."""

OTHER_NAME = 0.02
"""What a name that is not a division's own usual one weighs: New Delhi is the town of this name before it is Delhi."""

_BY_KIND = {
    "country": 1e11,
    "city_state": 1e11,
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
    "zone": 2e5,
    "second_level": 3e4,
}
"""On the scale of a foreign city's inhabitants: what is written about China names its divisions more often than people alone would tell."""


def prominence(division: Division, around: Division | None, namesakes: Iterable[Division]) -> float:
    """Weigh a division on the scale of a foreign city's inhabitants.

    Args:
        division: What is weighed.
        around: The division right above it.
        namesakes: Divisions with the same English name, itself or not.

    Returns:
        The weight; only its order and its ratios to others mean anything.
    """
    people = float(division.population)
    if division.kind == "region":
        return max(1e5 if people else 2e4, people)
    if division.kind != "city":
        return _BY_KIND[division.kind] + 2 * people
    own = division.name_en.removesuffix(" City")
    if (
        around is None
        or around.kind != "region"
        or around.name_en.removesuffix(" City") != own
        or people < OWN_PROVINCE_SHARE * around.population
    ):
        return people
    rivals = (other.population for other in namesakes if other.kind == "region" and other.parent == around.parent)
    return max(people, 1.0 + max((around.population, *rivals)))


def is_own_name(division: Division, key: str, language: str) -> bool:
    """Whether a name's key is that of the division's usual name, not of an alias."""
    if language == "zh":
        return division.kind != "city" or division.name_zh == key
    name = division.name_en
    return key in {name_key(form, "en") for form in (name, name.removesuffix(" City"), name.replace("Saint ", "St "))}
