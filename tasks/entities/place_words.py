"""Words of English and Chinese place names: the places inside a longer name, the parts of an address, towns without their class word."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from tasks.entities.spans import NameSpan
from tasks.lexicon.gazetteer import MATCHED_POPULATION, Gazetteer

NAMES_KEPT = 50_000
PART_BREAK = re.compile(r"[,;()]|\b(?:in|at|near|on|of|outside|located|situated|based|the foot)\b")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?(?:\s*\d[A-Z]{2})?\b|\b\d{4,6}\b")
LEADING_WORDS = re.compile(r"^\s*(?:(?:in|at|of|the|town|city|village|municipality)\s+)+")
CLASS_AFTER = re.compile(r"\s+(?:[Cc]ity|[Tt]own|[Cc]ounty|[Dd]istrict|[Mm]unicipality|[Tt]ownship|[Vv]illage|[Ss]oum|[Uu]pazila)$")
RIVERS = frozenset("江河")
CLASSES = frozenset("省市县区州旗")
STREETS = frozenset(
    [
        "avenue",
        "close",
        "crescent",
        "drive",
        "gate",
        "grove",
        "lane",
        "mews",
        "parade",
        "place",
        "road",
        "row",
        "street",
        "terrace",
        "walk",
        "way",
    ]
)
"""Words behind a town's name that make it a street's, which may lie anywhere."""
BEFORE_TOWN = frozenset(["in", "at", "near", "of"])
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def is_settlement(span: NameSpan) -> bool:
    """Whether a mention names a town by where it stands, or by the word for towns behind it, not by another head noun ("Parish")."""
    return span.site == "settlement" and (not span.rule.endswith(":head") or CLASS_AFTER.search(span.text) is not None)


def without_class(town: str) -> str:
    """A town's name without the word for what it is: "Samjiyon City"."""
    return CLASS_AFTER.sub("", town) or town


@lru_cache(maxsize=NAMES_KEPT)
def names_inside(gazetteer: Gazetteer, language: str, name: str) -> tuple[str, ...]:
    """The longest stretches of a name that the gazetteer knows, from left to right: "Pingba District", "Anshun City".

    Args:
        gazetteer: Places of the world.
        language: Two-letter code of the name.
        name: A name, with its qualifiers or without; a town of fewer than 15,000 inhabitants counts only at its beginning or behind "in".

    Returns:
        The stretches.
    """
    alphabetic = language != "zh"
    units: Sequence[str] = WORD.findall(name) if alphabetic else name
    glue = " " if alphabetic else ""
    shortest = 1 if alphabetic else 2
    listed = gazetteer.names(language)
    found = []
    i = 0
    chained = 0
    while i < len(units):
        for length in range(min(gazetteer.longest_name(language) + 1, len(units) - i), shortest - 1, -1):
            stretch = glue.join(units[i : i + length])
            if not alphabetic and stretch not in listed and f"{stretch}州" in listed and length > shortest:
                stretch = f"{stretch}州"  # "马里兰大学" lies in 马里兰州
            if not alphabetic and (stretch not in listed or (length == shortest and i != chained)):
                continue
            if not alphabetic and name[i + length : i + length + 1] in RIVERS and stretch[-1] not in CLASSES:
                continue  # "澜沧江" is no place in 澜沧
            small = alphabetic and (i == 0 or units[i - 1] in BEFORE_TOWN)
            following = units[i + length].lower() if alphabetic and i + length < len(units) else ""
            if following in STREETS:
                continue
            if gazetteer.lookup(stretch, language, least_population=0 if small else MATCHED_POPULATION) and not (
                length == shortest and gazetteer.is_ambiguous_word(stretch, language)
            ):
                found.append(stretch)
                i += length - 1
                chained = i + 1
                break
        i += 1
    return tuple(found)


def address_parts(qualifier: str) -> Iterator[str]:
    """The parts of an English qualifier that may be places as a whole: "London Road" is no London."""
    for part in PART_BREAK.split(qualifier):
        name = POSTCODE.sub("", part).strip().removeprefix("the ").removeprefix("The ")
        if name:
            yield name
