"""One entity for what two languages name: by romanised name and office or shared stop, or by division and kind of body."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Protocol

from tasks.entities.presence import Presence
from tasks.lexicon.seed_tables import read_seed_table
from warehouse import schema

NAME_MARKS = re.compile(r"[\s'’\-.]+")
WORD = re.compile(r"[a-z]+")
HAN = re.compile(r"[\u4e00-\u9fff]{2,4}")
DIVISION_WORDS = ("特别行政区", "自治区", "自治州", "自治县", "省", "市", "县", "区", "州", "盟", "旗", "地区")
ENGLISH_DIVISION_WORDS = frozenset(
    ["province", "city", "county", "district", "prefecture", "autonomous", "municipal", "municipality", "provincial", "region"]
)
FILLERS = frozenset(["the", "of", "people", "peoples", "s", "s'", "and", "in"])
TELLING_SYLLABLES = 3


class Proposed(Protocol):
    """An entity that reading proposes, as all documents together show it: see `warehouse.linking.Candidate`."""

    @property
    def entity_id(self) -> str:
        """Its id."""

    @property
    def kind(self) -> str:
        """What it is."""

    @property
    def name(self) -> str:
        """Its most frequent name."""

    @property
    def language(self) -> str:
        """Language of the name."""

    @property
    def offices(self) -> tuple[str, ...]:
        """Offices that documents give it."""

    @property
    def presences(self) -> tuple[str, ...]:
        """Where and when tours had a person: see `tasks.entities.presence`."""

    @property
    def province(self) -> str | None:
        """First-level division."""

    @property
    def city(self) -> str | None:
        """City or prefecture."""

    @property
    def county(self) -> str | None:
        """County or district."""

    @property
    def admin_code(self) -> str | None:
        """Code of the narrowest division known."""


@dataclass(frozen=True)
class Translations:
    """What links need to know of both languages.

    Attributes:
        readings: Readings of characters in pinyin.
        surnames: Readings of surnames.
        offices: English titles of Chinese offices.
        institutions: English kinds of bodies by their Chinese kind.
    """

    readings: Mapping[str, tuple[str, ...]]
    surnames: Mapping[str, frozenset[str]]
    offices: Mapping[str, frozenset[str]]
    institutions: Mapping[str, frozenset[str]]


@cache
def load_translations() -> Translations:
    """Read the tables.

    Returns:
        The translations that ship with the project.

    Raises:
        ValueError: A table is not as declared.
    """
    surnames: dict[str, set[str]] = defaultdict(set)
    for surname, reading in read_seed_table("lexicon/zh/surnames.csv", ("surname", "pinyin")):
        surnames[surname].add(NAME_MARKS.sub("", reading.lower()))
    pairs: list[dict[str, set[str]]] = []
    for table in ("office_translations", "institution_translations"):
        found: dict[str, set[str]] = defaultdict(set)
        for chinese, english in read_seed_table(f"lookups/{table}.csv", ("chinese", "english")):
            found[chinese].add(english)
        pairs.append(found)
    return Translations(
        readings={row[0]: tuple(row[1].split()) for row in read_seed_table("lexicon/zh/readings.csv", ("character", "readings"))},
        surnames={surname: frozenset(readings) for surname, readings in surnames.items()},
        offices={chinese: frozenset(english) for chinese, english in pairs[0].items()},
        institutions={chinese: frozenset(english) for chinese, english in pairs[1].items()},
    )


def romanisations(name: str, translations: Translations) -> Iterator[str]:
    """Spell a Chinese personal name in pinyin, surname first and given name first.

    Args:
        name: Two to four characters.
        translations: Readings.

    Yields:
        Letters run together, in lower case: "yingyong" and "yongying" for 应勇.
    """
    if not HAN.fullmatch(name):
        return
    at = 2 if len(name) > 2 and name[:2] in translations.surnames else 1
    given = [translations.readings.get(character, ()) for character in name[at:]]
    for surname in sorted(translations.surnames.get(name[:at], ())):
        for syllables in product(*given):
            yield surname + "".join(syllables)
            yield "".join(syllables) + surname


def link_entities(candidates: Sequence[Proposed]) -> list[schema.Link]:
    """Link what two languages name: a `warehouse.linking.Linker`.

    A person: the English name is a romanisation of the Chinese one, and further evidence singles one Chinese candidate out. In order:

    1. their offices translate each other (`lookups/office_translations.csv`);
    2. a report of each language had them in one city or prefecture on one day, and their offices do not speak against it;
    3. nobody else has that spelling, it is of three syllables or more, and not both are known by an office.

    Where two Chinese candidates satisfy a rule alike, it decides nothing, and neither do the rules after it: spelling alone never
    decides between two. Offices speak against a pair where both are in the table and no translation of the one is the other.
    An organization: both are the one body of its kind that a division has, and the division is the same.

    Args:
        candidates: All proposed entities.

    Returns:
        Links from English entities to Chinese ones, in order of the id; the Chinese reports are the originals.
    """
    translations = load_translations()
    links = [*_person_links(candidates, translations), *_organization_links(candidates, translations)]
    return sorted(links, key=lambda link: link.proposed_entity_id)


def link_keys(candidate: Proposed) -> Iterator[str]:
    """What an entity must share with one that it may be linked to, or that may stand in the way of it.

    Args:
        candidate: A proposed entity.

    Yields:
        Its spellings in Latin letters if it is a person, its division and kind of body if it is an organization; one key of an
        English entity, any number of a Chinese one.
    """
    translations = load_translations()
    if candidate.kind == "person":
        for spelling in _spellings(candidate, translations):
            yield f"person:{spelling}"
    elif candidate.kind == "organization":
        for code, kind in _bodies(candidate, translations):
            yield f"organization:{code}:{kind}"


def _spellings(candidate: Proposed, translations: Translations) -> Iterator[str]:
    if candidate.language == "zh":
        yield from romanisations(candidate.name, translations)
    elif candidate.language == "en":
        yield NAME_MARKS.sub("", candidate.name.lower())


def _bodies(candidate: Proposed, translations: Translations) -> Iterator[tuple[str, str]]:
    if candidate.admin_code is None:
        return
    if candidate.language == "zh":
        for kind in sorted(translations.institutions.get(_chinese_kind(candidate), ())):
            yield candidate.admin_code, kind
    elif candidate.language == "en":
        yield candidate.admin_code, _english_kind(candidate)


def _person_links(candidates: Sequence[Proposed], translations: Translations) -> Iterator[schema.Link]:
    chinese: dict[str, dict[str, Proposed]] = defaultdict(dict)
    english: dict[str, list[Proposed]] = defaultdict(list)
    for candidate in candidates:
        if candidate.kind == "person":
            for spelling in _spellings(candidate, translations):
                if candidate.language == "zh":
                    chinese[spelling][candidate.entity_id] = candidate
                else:
                    english[spelling].append(candidate)
    for spelling, group in sorted(english.items()):
        originals = list(chinese.get(spelling, {}).values())
        for candidate in group:
            agreeing = [original for original in originals if _offices_agree(original, candidate, translations)]
            meeting = [
                original for original in originals if _meet(original, candidate) and not _offices_oppose(original, candidate, translations)
            ]
            if agreeing:
                singled = [original for original in agreeing if original in meeting] if len(agreeing) > 1 else agreeing
                rule = "link:romanised-name-and-office"
            elif meeting:
                singled, rule = meeting, "link:romanised-name-and-stop"
            else:
                telling = len(originals) == len(group) == 1 and len(originals[0].name) >= TELLING_SYLLABLES
                singled = originals if telling and not (originals[0].offices and candidate.offices) else []
                rule = "link:romanised-name-unique"
            if len(singled) == 1:
                yield _link(candidate, singled[0], rule)


def _meet(original: Proposed, candidate: Proposed) -> bool:
    """Whether reports in both languages had them in one place on one day."""
    there = [Presence.parse(text) for text in original.presences]
    return bool(there) and any(Presence.parse(text).meets(other) for text in candidate.presences for other in there)


def _offices_oppose(original: Proposed, candidate: Proposed, translations: Translations) -> bool:
    """Whether both have offices that the table knows, and none of the one translates one of the other."""
    if _offices_agree(original, candidate, translations):
        return False
    titles = [f" {' '.join(WORD.findall(title.lower()))} " for title in candidate.offices]
    known = any(f" {english} " in title for translated in translations.offices.values() for english in translated for title in titles)
    return known and any(office.endswith(chinese) for office in original.offices for chinese in translations.offices)


def _offices_agree(original: Proposed, candidate: Proposed, translations: Translations) -> bool:
    titles = [" ".join(WORD.findall(title.lower())) for title in candidate.offices]
    for office in original.offices:
        for chinese, translated in translations.offices.items():
            if office.endswith(chinese) and any(f" {english} " in f" {title} " for english in translated for title in titles):
                return True
    return False


def _organization_links(candidates: Sequence[Proposed], translations: Translations) -> Iterator[schema.Link]:
    chinese: dict[tuple[str, str], list[Proposed]] = defaultdict(list)
    english: dict[tuple[str, str], list[Proposed]] = defaultdict(list)
    for candidate in candidates:
        if candidate.kind == "organization":
            for body in _bodies(candidate, translations):
                (chinese if candidate.language == "zh" else english)[body].append(candidate)
    for key, group in sorted(english.items()):
        originals = {original.entity_id: original for original in chinese.get(key, ())}
        if len(originals) == 1:
            original = next(iter(originals.values()))
            for candidate in group:
                yield _link(candidate, original, "link:division-and-kind")


def _chinese_kind(candidate: Proposed) -> str:
    """What is left of a name without its divisions and "人民"."""
    rest = candidate.name
    for division in (candidate.province, candidate.city, candidate.county):
        if division is None:
            continue
        bare = next(
            (division.removesuffix(word) for word in DIVISION_WORDS if division.endswith(word) and len(division) > len(word) + 1), division
        )
        for form in (division, *(bare + word for word in DIVISION_WORDS), bare):
            if rest.startswith(form):
                rest = rest[len(form) :]
                break
    return rest.replace("人民", "")


def _english_kind(candidate: Proposed) -> str:
    """What is left of a name without its divisions and the words for them."""
    places = {
        word for division in (candidate.province, candidate.city, candidate.county) if division for word in WORD.findall(division.lower())
    }
    words = WORD.findall(candidate.name.lower().replace("'", "").replace("’", ""))
    return " ".join(word for word in words if word not in places and word not in ENGLISH_DIVISION_WORDS and word not in FILLERS)


def _link(candidate: Proposed, original: Proposed, rule: str) -> schema.Link:
    return schema.Link(proposed_entity_id=candidate.entity_id, entity_id=original.entity_id, rule=rule)
