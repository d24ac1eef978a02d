"""Names that translation turned into ordinary words, found where a person must stand and given back.

应勇, Ying Yong, becomes "should bravely"; 安全, An Quan, becomes "safety". A wording of an introduced name is that name if
the sentence needs a person there (`person_positions`); weaker places count only where the document shows elsewhere that the
name was lost in this very wording.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from tasks.entities.clauses import Clauses, tokenize
from tasks.entities.name_readings import ANY_CHARACTER, NameReadings, Reading, ReadingsOfName, WordClass
from tasks.entities.person_positions import positions
from tasks.entities.wordings import DECISIVE, STRONG, WEAK, Position, Wording
from tasks.text.sentences import quotations
from warehouse.records import record

_WORD = re.compile(r"[a-z]+")
_LINKS = frozenset({"of", "the", "and", "is", "was", "a", "to", "as", "who", "which", ",", "that"})
_ENGLISH_TOO = frozenset(
    {"he", "an", "you", "she", "can", "men", "long", "me", "die", "lie", "tie", "so", "to", "song", "sun", "hang", "ran"}
)
_MAX_LINKS = 3
_MAX_WITHIN_GIVEN = 2
_MAX_WITHIN_MODAL = 4
_CONFIDENCE = {DECISIVE: 0.95, STRONG: 0.85, WEAK: 0.7}


@record(frozen=True, slots=True)
class IntroducedName:
    """A Chinese name that the document gives in letters.

    Attributes:
        name: As in the text, such as "Ying Yong".
        surname: In pinyin without tones.
        given: Likewise, its syllables run together; may be empty.
        char_start: Where the document introduces it.
        char_end: One past its end.
        is_visitor: Whether the person is a principal of the tour: of others a report says little, so only decisive places count for them.
    """

    name: str
    surname: str
    given: str
    char_start: int
    char_end: int
    is_visitor: bool


@record(frozen=True, slots=True)
class RestoredName:
    """Words that are a name: `text[char_start:char_end]`, with the rule that found them and its confidence 0..1."""

    name: str
    char_start: int
    char_end: int
    rule: str
    confidence: float


@record(frozen=True, slots=True)
class _Hit:
    """A reading found at tokens `[start, end)` of a sentence."""

    start: int
    end: int
    reading: Reading


@record(frozen=True, slots=True)
class _Candidate:
    """A wording in a person's place, with the characters that the name would have."""

    char_start: int
    char_end: int
    sentence: int
    position: Position
    characters: frozenset[tuple[str, str]]


def find_restored_names(
    text: str, sentences: Sequence[tuple[int, int]], introduced: Sequence[IntroducedName], readings: NameReadings
) -> list[RestoredName]:
    """Find the words of an English text that are names lost in translation.

    Args:
        text: The whole text.
        sentences: Its sentences as half-open spans, in order.
        introduced: The names that it gives in letters; one entry per person is enough.
        readings: The dictionary of readings.

    Returns:
        The restored names in order of the text, none overlapping; empty where no wording stands in a person's place.
    """
    people = {person.name: person for person in reversed(introduced)}
    known = [(person, found) for person in people.values() if (found := readings.readings(person.surname, person.given))]
    if not known:
        return []
    words = _words_of_names(text, sentences, frozenset[str]().union(*(found.first_words for _, found in known)))
    holding: defaultdict[str, list[int]] = defaultdict(list)
    for number, present in enumerate(words):
        for word in present:
            holding[word].append(number)
    parsed: dict[int, Clauses] = {}
    quoted = quotations(text)
    taken = _Taken()
    for person, found in sorted(known, key=lambda pair: (not pair[0].is_visitor, pair[0].char_start)):
        telling = {number for word in found.telling_words if word in holding for number in holding[word]}
        numbers = [number for number in sorted(telling) if found.may_be_in(words[number])]
        for number in numbers:
            if number not in parsed:
                parsed[number] = Clauses(tokenize(text, *sentences[number]))
        taken.names += _decide(person, _candidates([(number, parsed[number]) for number in numbers], found, quoted), taken)
    return sorted(taken.names, key=lambda name: name.char_start)


class _Taken:
    """The names restored so far, and the stretches that they occupy, in order and apart."""

    def __init__(self) -> None:
        self.names: list[RestoredName] = []
        self._starts: list[int] = []
        self._ends: list[int] = []

    def occupy(self, start: int, end: int) -> bool:
        """Take a stretch; False if a part of it is taken."""
        at = bisect_left(self._starts, end)
        if at and self._ends[at - 1] > start:
            return False
        self._starts.insert(at, start)
        self._ends.insert(at, end)
        return True


def _words_of_names(text: str, sentences: Sequence[tuple[int, int]], words: frozenset[str]) -> list[frozenset[str]]:
    """For each sentence those of some words that occur in it: a cheap sieve before tokens are made."""
    return [words.intersection(_WORD.findall(text[start:end].lower())) for start, end in sentences]


def _candidates(sentences: Sequence[tuple[int, Clauses]], found: ReadingsOfName, quoted: Sequence[tuple[int, int]]) -> list[_Candidate]:
    """Every wording of one name that stands in a person's place."""
    candidates = []
    quoted_starts = [start for start, _ in quoted]
    for number, clauses in sentences:
        if found.telling_words.isdisjoint(clauses.words):
            continue
        wordings: defaultdict[Wording, set[tuple[str, str]]] = defaultdict(set)
        for wording, characters in _wordings(clauses, found):
            wordings[wording].add(characters)
        for wording, pairs in wordings.items():
            char_start, char_end = clauses.tokens[wording.start].char_start, clauses.tokens[wording.end - 1].char_end
            before = bisect_left(quoted_starts, char_start)
            if before and char_end < quoted[before - 1][1]:
                continue
            if wording.modal_subject and clauses.word(wording.start - 1) in {"one", "we"}:
                char_start = clauses.tokens[wording.start - 1].char_start
            best = max(positions(clauses, wording), key=lambda position: position.strength, default=None)
            if best:
                candidates.append(_Candidate(char_start, char_end, number, best, frozenset(pairs)))
    return candidates


def _wordings(clauses: Clauses, found: ReadingsOfName) -> Iterator[tuple[Wording, tuple[str, str]]]:
    """Wordings of a name in one sentence, each with the characters (surname, given) that it supposes."""
    hits = list(_hits(clauses, found))
    wholes = [hit for hit in hits if hit.reading.part in {"name", "homophone"}]
    surnames = [hit for hit in hits if hit.reading.part in {"surname", "run-together"}]
    given = [hit for hit in hits if hit.reading.part == "given"]
    run_together = [hit for hit in hits if hit.reading.part == "run-together"]
    if found.compound_given:
        given += list(_compounds(clauses, hits))
    for hit in wholes:
        read, full = hit.reading.characters, hit.reading.part == "name"
        yield Wording(hit.start, hit.end, frozenset({hit.reading.word_class}), is_full=full), (read[:1], read[1:])
    for first in surnames:
        for second in (*given, *(hit for hit in surnames if first.reading.part == "run-together")):
            if first.reading.word_class == second.reading.word_class == "literal":
                continue
            joined = _join(clauses, first, second)
            if joined:
                given_too = second.reading.part == "given"
                yield (
                    joined,
                    (first.reading.characters, second.reading.characters) if given_too else (second.reading.characters, ANY_CHARACTER),
                )
    for first in given:
        for second in (
            hit for hit in surnames if not (hit in run_together or first.reading.word_class == hit.reading.word_class == "literal")
        ):
            between = clauses.words[first.end : second.start]
            described = not between and (first.reading.word_class, second.reading.word_class) == ("adjective", "noun")
            owned = between and set(between) <= {"of", "the"} and len(between) <= _MAX_WITHIN_GIVEN
            if second.start >= first.end and (described or owned):
                yield (
                    Wording(first.start, second.end, frozenset({first.reading.word_class}), is_full=True),
                    (
                        second.reading.characters,
                        first.reading.characters,
                    ),
                )
    for hit in (*given, *(hit for hit in surnames if hit.reading.part == "surname")):
        if hit.reading.word_class == "literal":
            continue
        is_given = hit.reading.part == "given"
        full = is_given and found.compound_given and len(hit.reading.words) > 1
        characters = (ANY_CHARACTER, hit.reading.characters) if is_given else (hit.reading.characters, ANY_CHARACTER)
        if is_given or hit.reading.word_class == "adverb":
            yield Wording(hit.start, hit.end, frozenset({hit.reading.word_class}), is_full=full), characters


def _hits(clauses: Clauses, found: ReadingsOfName) -> Iterator[_Hit]:
    by_first_word = found.by_first_word
    for i, word in [(i, word) for i, word in enumerate(clauses.words) if word in by_first_word]:
        for reading in by_first_word[word]:
            end = i + len(reading.words)
            if reading.word_class == "literal" and (not clauses.tokens[i].is_capital or word in _ENGLISH_TOO):
                continue
            if len(reading.words) == 1 or tuple(clauses.words[i:end]) == reading.words:
                yield _Hit(i, end, reading)


def _compounds(clauses: Clauses, hits: Sequence[_Hit]) -> Iterator[_Hit]:
    """Given names of two characters whose senses stand side by side."""
    for first in hits:
        for second in hits:
            apart = second.start - first.end if (first.reading.part, second.reading.part) == ("given-1", "given-2") else -1
            if 0 <= apart <= _MAX_WITHIN_GIVEN and set(clauses.words[first.end : second.start]) <= _LINKS - {","}:
                words = tuple(clauses.words[first.start : second.end])
                characters = first.reading.characters + second.reading.characters
                yield _Hit(first.start, second.end, Reading(words, second.reading.word_class, "given", characters))


def _join(clauses: Clauses, first: _Hit, second: _Hit) -> Wording | None:
    """A surname's wording and a given name's behind it as one wording, if little parts them."""
    if second.start < first.end:
        return None
    between = clauses.words[first.end : second.start]
    modal = first.reading.word_class == "modal" or "should" in first.reading.words
    if modal:
        if len(between) > _MAX_WITHIN_MODAL or {",", ";", "that"} & set(between):
            return None
        return Wording(first.start, second.end, frozenset({second.reading.word_class}), is_full=True, modal_subject=True)
    if len(between) > _MAX_LINKS or not set(between) <= _LINKS:
        return None
    classes: set[WordClass] = {second.reading.word_class} if second.reading.word_class != "literal" else {first.reading.word_class}
    if "and" in between:
        classes.add(first.reading.word_class)
    return Wording(first.start, second.end, frozenset(classes), is_full=True, parted_by_comma="," in between)


def _agree(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return all(a == b or ANY_CHARACTER in (a, b) for a, b in zip(one, other, strict=True))


def _decide(person: IntroducedName, candidates: Sequence[_Candidate], taken: _Taken) -> Iterator[RestoredName]:
    """Choose the characters that explain the document best and keep the candidates that agree with them."""
    if not candidates:
        return
    hypotheses = sorted({pair for candidate in candidates for pair in candidate.characters})
    supporters = {pair: [c for c in candidates if any(_agree(pair, other) for other in c.characters)] for pair in hypotheses}

    def support(pair: tuple[str, str]) -> tuple[int, int]:
        places = {(c.sentence, c.char_start): c.position.strength for c in supporters[pair]}
        return sum(s for s in places.values() if s >= STRONG), sum(places.values()) - 100 * (pair[0] + pair[1]).count(ANY_CHARACTER)

    chosen = supporters[max(hypotheses, key=support)]
    firm = {c.sentence for c in chosen if c.position.strength >= STRONG}
    decisive = any(c.position.strength == DECISIVE for c in chosen)
    supported = decisive or len(firm) > 1
    seconded = len({c.sentence for c in chosen}) > 1
    for c in sorted(chosen, key=lambda c: (-c.position.strength, c.char_start - c.char_end, c.char_start)):
        strength = c.position.strength
        if strength < DECISIVE and not (person.is_visitor and (supported or (strength == STRONG and seconded))):
            continue
        if not taken.occupy(c.char_start, c.char_end):
            continue
        confidence = _CONFIDENCE[strength] if len(firm) > 1 else _CONFIDENCE[strength] - 0.1
        yield RestoredName(person.name, c.char_start, c.char_end, f"restored:{c.position.rule}", round(confidence, 2))
