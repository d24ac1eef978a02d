"""Names of given name and surname in any tradition written with an alphabet: Western, Indic, Arabic, Slavic and others."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tasks.entities.name_lexicon import NameLexicon, Names, fold, spelling_key
from tasks.entities.person_name import Order, Origin, PersonName

_INITIALS = re.compile(r"(?:[A-Z]\.?){1,5}|(?:[A-Z]\.)+[A-Z]?")
_NOT_INITIALS = frozenset({"NW", "NE", "SW", "SE", "US", "UK", "UN", "EU", "DC", "PR", "UAE", "USSR", "AI", "TV", "PM"})
_NAME_SHAPE = re.compile(r"(?:(?:O|D|L|M|N)['’])?[A-ZÀ-ÖØ-Þ](?:[^\W\d_]|['’-](?=[^\W\d_]))+")
_PREFIXED = re.compile(r"(?:Mc|Mac|O['’]|Fitz|D['’])[A-Z][a-z]+")
_WORD_PENALTY = {10: 0.2, 20: 0.15, 35: 0.08}
_PLACE_PENALTY = 0.12
_PLACE_PARTICLES = frozenset(["st", "saint", "san", "santa", "la", "el", "las", "los", "le"])  # at the start they mostly begin a place
_TELLING_PARTICLES = frozenset(["bin", "bint", "binti", "binte", "ibn", "van", "von", "der", "de", "dela", "della", "a/l", "s/o", "d/o"])


@dataclass(frozen=True)
class Evidence:
    """What the lists say about one word.

    Attributes:
        given: 0..1, strength as a given name.
        surname: 0..1, strength as a surname.
        origin: The tradition of the strongest evidence.
        penalty: What being an English word or a place takes off the score.
    """

    given: float
    surname: float
    origin: Origin
    penalty: float


def is_initials(word: str) -> bool:
    """Say whether a word is one or more initials: "K", "J.P.", "W.M.D.J."; capitals without points are at most two."""
    letters = word.replace(".", "")
    return bool(_INITIALS.fullmatch(word)) and letters.upper() not in _NOT_INITIALS and ("." in word or len(letters) <= 2)


def weigh(word: str, lexicon: NameLexicon, is_place: Callable[[str], bool]) -> Evidence:
    """Collect what is known about one word of a possible name.

    Args:
        word: A capitalised word; double-barrelled names are weighed by their better half.
        lexicon: The name lists.
        is_place: Says whether a name is a place.

    Returns:
        The evidence, all zero for an unknown word.
    """
    if "-" in word:
        halves = [weigh(half, lexicon, is_place) for half in word.split("-") if half]
        best = max(halves, key=lambda half: half.given + half.surname - half.penalty)
        return Evidence(best.given, best.surname, best.origin, min(half.penalty for half in halves))
    folded = fold(word)
    key = spelling_key(folded)
    given, given_origin = _strength(folded, key, lexicon.given, lexicon.given_keys, lexicon.given_endings)
    surname, surname_origin = _strength(folded, key, lexicon.surnames, lexicon.surname_keys, lexicon.surname_endings)
    if max(given, surname) < 0.7:
        beginning, beginning_origin = _beginning(folded, lexicon)
        if beginning > given:
            given, given_origin = beginning, beginning_origin
        if beginning > surname:
            surname, surname_origin = beginning, beginning_origin
    if surname < 0.9 and any(folded in names for names in lexicon.romanised_surnames.values()):
        surname, surname_origin = 0.9, surname_origin or "zh"
    if _PREFIXED.fullmatch(word):
        surname, surname_origin = max(surname, 0.9), "western"
    penalty = _WORD_PENALTY.get(lexicon.word_size(folded) or 0, 0.0)
    if penalty:
        given, given_relief = _as_word(given, penalty, folded, lexicon.given)
        surname, surname_relief = _as_word(surname, penalty, folded, lexicon.surnames)
        penalty *= min(given_relief, surname_relief)
    if is_place(word):
        penalty += _PLACE_PENALTY if max(given, surname) else 2 * _PLACE_PENALTY
    origin = (given_origin if given >= surname else surname_origin) or given_origin or surname_origin or "unknown"
    return Evidence(given, surname, origin, penalty)


def _beginning(folded: str, lexicon: NameLexicon) -> tuple[float, Origin | None]:
    for element, origin in lexicon.beginnings:
        if folded.startswith(element) and len(folded) - len(element) >= 3:
            return (0.7 if len(element) > 3 else 0.5), origin
    return 0.0, None


def _as_word(strength: float, penalty: float, folded: str, names: Names) -> tuple[float, float]:
    """Weaken a name that is an English word too; "Mark" and "King" are names so often that they keep most of their strength."""
    if folded not in names:
        return 0.0, 1.0
    if names[folded][1] == "frequent":
        return strength * (1 - penalty), 0.4
    return strength * (1 - 3 * penalty), 1.0


def _strength(
    folded: str, key: str, names: Names, keys: dict[str, Origin], endings: tuple[tuple[str, Origin], ...]
) -> tuple[float, Origin | None]:
    if folded in names:
        origin, frequency = names[folded]
        return (0.8 if frequency == "rare" else 1.0), origin
    if len(folded) > 4 and key in keys:
        return 0.8, keys[key]
    for ending, origin in endings:
        if folded.endswith(ending) and len(folded) - len(ending) >= 3:
            return (0.9 if len(ending) > 4 else 0.7 if len(ending) == 4 else 0.45), origin
    return 0.0, None


def judge_alphabetic(words: tuple[str, ...], lexicon: NameLexicon, is_place: Callable[[str], bool]) -> PersonName | None:
    """Judge words as given names, initials and particles before a surname, or the other way round.

    Args:
        words: Two to eight words.
        lexicon: The name lists.
        is_place: Says whether a name is a place.

    Returns:
        The name, or null where a word cannot be part of one.
    """
    particle_at = {index for index, word in enumerate(words) if fold(word).rstrip(".") in lexicon.particles and 0 < index < len(words) - 1}
    if words and fold(words[0]) in lexicon.particles and fold(words[0]) not in _PLACE_PARTICLES and not is_initials(words[0]):
        particle_at.add(0)
    initials_at = {index for index, word in enumerate(words) if is_initials(word)} - particle_at
    core = [index for index in range(len(words)) if index not in particle_at | initials_at]
    if any(words[index].isupper() for index in core):
        return None
    if not core or len(words) > 8 or core[-1] != len(words) - 1 or not all(_NAME_SHAPE.fullmatch(words[index]) for index in core):
        return None
    evidence = {index: weigh(words[index], lexicon, is_place) for index in core}
    first = evidence[core[0]]
    word_at = [index for index, item in evidence.items() if item.penalty >= _WORD_PENALTY[20] and not item.given and not item.surname]
    if word_at and (word_at != [core[-1]] or first.penalty or not first.given or first.given < 1.0):
        return None
    last = evidence[core[-1]]
    origin = _origin([evidence[index].origin for index in core], [_particle(words[index], lexicon) for index in sorted(particle_at)])
    surname_at = min((index for index in particle_at if index > 0 and _particle(words[index], lexicon) == "western"), default=core[-1])
    split = {"surname": " ".join(words[surname_at:]), "given": " ".join(words[:surname_at]) or None}
    penalty = sum(item.penalty for item in evidence.values()) + 0.03 * max(0, len(core) - 3)
    last_strength = max(last.surname, 0.8 * last.given)
    if len(core) == 1:
        if not initials_at and is_place(words[-1]):
            return None
        strength = 0.75 + 0.2 * last_strength if initials_at else 0.45 + 0.3 * last_strength
        return PersonName(words, split["surname"] or "", split["given"], "given_first", origin, _bounded(strength - 1.5 * penalty))
    if is_place(words[-1]) and first.given < 1.0 and not initials_at:
        return None
    forward = 0.35 + 0.37 * first.given + (0.25 if first.given > 0.6 else 0.4 - 0.2 * first.given) * last_strength
    backward = 0.35 + 0.2 * first.surname + 0.2 * last.given
    inner = [max(evidence[index].given, evidence[index].surname) for index in core[1:-1]]
    telling = bool(initials_at) or any(words[index] in _TELLING_PARTICLES for index in particle_at - {0})
    bonus = 0.05 * sum(inner) + (0.25 if telling else 0.05 if particle_at - {0} else 0.0)
    if backward > forward + 0.1 and not initials_at:
        return PersonName(words, words[0], " ".join(words[1:]), "surname_first", origin, _bounded(backward + bonus - penalty))
    order: Order = "given_first" if first.given or last.surname or initials_at else "unknown"
    return PersonName(words, split["surname"] or "", split["given"], order, origin, _bounded(forward + bonus - penalty))


def judge_single(word: str, lexicon: NameLexicon, is_place: Callable[[str], bool]) -> PersonName | None:
    """Judge one word alone as a surname or a given name: never sure.

    Args:
        word: One capitalised word.
        lexicon: The name lists.
        is_place: Says whether a name is a place.

    Returns:
        The name with a score of at most 0.5, or null for an English word.
    """
    if not _NAME_SHAPE.fullmatch(word) or word.isupper():
        return None
    evidence = weigh(word, lexicon, is_place)
    if evidence.penalty >= _WORD_PENALTY[20] and max(evidence.given, evidence.surname) < 1.0 and lexicon.word_size(fold(word)):
        return None
    score = _bounded(0.15 + 0.33 * max(evidence.given, evidence.surname) - 2 * evidence.penalty)
    surname, given = (word, None) if evidence.surname >= evidence.given else (None, word)
    return PersonName((word,), surname, given, "unknown", evidence.origin, score)


def _particle(word: str, lexicon: NameLexicon) -> Origin:
    return lexicon.particles[fold(word).rstrip(".")]


def _origin(origins: list[Origin], particles: list[Origin]) -> Origin:
    telling = [origin for origin in [*particles, *origins] if origin not in {"western", "unknown"}]
    return telling[0] if telling else ("western" if "western" in origins + particles else "unknown")


def _bounded(score: float) -> float:
    return round(min(max(score, 0.0), 0.97), 2)
