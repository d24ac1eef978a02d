"""Where a sentence of a tour report has room for a person: the grammar behind restored names.

A wording that might be a name is judged by what stands around it. Every position has a name and a strength: 3 for places where ordinary
words cannot stand ("safety asked the miners"), 2 for places where they seldom do, 1 for places that count only beside better evidence.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tasks.entities.clauses import Clauses

DECISIVE, STRONG, WEAK = 3, 2, 1


@dataclass(frozen=True, slots=True)
class Position:
    """What a wording is in its sentence, and how surely only a person stands there."""

    rule: str
    strength: int


@dataclass(frozen=True, slots=True)
class Wording:
    """Tokens `[start, end)` of a sentence that may be a name.

    Attributes:
        word_classes: What they may be: "noun", "adjective", "adverb", "connective", "base", "finite", "gerund", "modal".
        is_full: Whether they render the whole name.
        parted_by_comma: Whether an apposition is inside ("Wei, the eastern guard").
        modal_subject: Whether the surname is read as the verb "should".
    """

    start: int
    end: int
    word_classes: frozenset[str]
    is_full: bool
    parted_by_comma: bool = False
    modal_subject: bool = False


def positions(clauses: Clauses, wording: Wording) -> Iterator[Position]:
    """Every position of a person that a wording holds in its sentence.

    Args:
        clauses: The sentence.
        wording: Tokens of it that may be a name.

    Yields:
        The positions, in no order; none where the words are innocent.
    """
    if clauses.in_reported_content(wording.start):
        return
    for rule in _RULES:
        found = rule(clauses, wording)
        if found:
            yield found


def _subject(c: Clauses, w: Wording) -> Position | None:
    """Such as "Safety asked the miners", "the stone was peaceful and listened"."""
    if not w.word_classes & {"noun", "adjective", "adverb", "gerund", "literal", "finite"} or w.modal_subject:
        return None
    start, determined, aged = c.noun_phrase_start(w.start)
    opening = c.opening(start)
    if opening in {"preposition", "inside", "pronoun", "relative"} or (w.word_classes <= {"adverb"} and not determined):
        return None
    verb = w.end + 1 if w.parted_by_comma and c.word(w.end) == "," else w.end
    verb, passed = c.skip_to_verb(verb)
    if c.is_a(verb, "be") and c.word(verb + 1) != "not":
        return _copula_then_act(c, verb)
    found = c.finite(verb)
    if not found or c.word(verb + 1) == "by" or c.is_a(verb - 1, "be"):
        return None
    kind, strict = found
    if w.word_classes <= {"finite"} and not w.is_full:
        return None
    if passed:
        body = any(c.is_a(j, "body") for j in range(w.end, verb))
        return Position("subject", STRONG if body and w.is_full else WEAK)
    if opening == "coordinated" and not determined and "noun" not in w.word_classes:
        return Position("subject", WEAK)
    if kind == "motion" and not (strict or aged or c.names_place_soon(verb + 1)):
        return None
    return Position("subject", _subject_strength(c, w, determined=determined, surely_person=strict or aged))


def _subject_strength(c: Clauses, w: Wording, *, determined: bool, surely_person: bool) -> int:
    """How odd a wording is as the subject of a verb: words for bodies of persons and living things do what visitors do."""
    acts_itself = any(c.is_a(i, kind) for i in range(w.start, w.end) for kind in ("animate", "collective"))
    if acts_itself and "adjective" not in w.word_classes:
        return WEAK if determined or not w.is_full else STRONG
    if not w.is_full:
        return WEAK if determined or acts_itself else STRONG
    return DECISIVE if surely_person else STRONG


def _copula_then_act(c: Clauses, be: int) -> Position | None:
    """Such as "… was very emotional and said": a quality and an act of one subject."""
    for j in range(be + 2, min(be + 6, len(c.words))):
        if c.word(j) in {",", ".", ";"}:
            return None
        if c.word(j) == "and":
            verb, _ = c.skip_to_verb(j + 1, over_nouns=False)
            found = c.finite(verb)
            return Position("subject", STRONG) if found and found[1] else None
    return None


def _copular_name(c: Clauses, w: Wording) -> Position | None:
    """Such as "The road is flat and made a report", "he was always green and said": the name itself is the quality."""
    if not w.word_classes & {"adjective", "noun"}:
        return None
    inside = any(c.is_a(j, "be") for j in range(w.start + 1, w.end))
    before = c.is_a(w.start - 1, "be") and c.word(w.start - 2) in {"he", "she", "it"}
    if not (inside or before) or c.word(w.end) != "and":
        return None
    verb, _ = c.skip_to_verb(w.end + 1, over_nouns=False)
    found = c.finite(verb)
    return Position("subject", DECISIVE if inside and w.is_full else STRONG) if found else None


def _adverb(c: Clauses, w: Wording) -> Position | None:
    """Such as "Safely asked the mine leader", "he arrived safely at": an adverb in the subject's stead or beside a mere pronoun."""
    if not w.word_classes & {"adverb"} or w.modal_subject:
        return None
    verb, _ = c.skip_to_verb(w.end, over_nouns=False)
    found = c.finite(verb)
    opening = c.opening(w.start)
    if not found and c.word(w.end) == "in" and c.word(w.end + 1) in c.known.gerunds:
        return None
    if found and c.word(verb + 1) != "by":
        if opening in {"sentence", "clause"}:
            return Position("adverb", _by_kind(found, w))
        if opening == "comma":
            return Position("adverb", min(STRONG, _by_kind(found, w)) if c.begins_with_subject(w.start - 1) else _by_kind(found, w))
        if opening in {"coordinated", "subordinate"} and not c.begins_with_subject(w.start - 1):
            return Position("adverb", WEAK)
        if (
            opening == "pronoun"
            and c.word(w.start - 1) in {"he", "she", "it"}
            and w.is_full
            and found[0] in {"motion", "look", "hear", "speak"}
        ):
            return Position("adverb", STRONG)
    before = c.finite(w.start - 1)
    if (
        before
        and w.is_full
        and before[0] in {"motion", "look", "speak"}
        and c.word(w.start - 2) in {"he", "she", "it"}
        and c.names_place_soon(w.end)
    ):
        return Position("adverb", STRONG)
    return None


def _by_kind(found: tuple[str, bool], w: Wording) -> int:
    kind, strict = found
    if not w.is_full:
        return WEAK
    return DECISIVE if kind == "speak" else STRONG if strict or kind in {"motion", "look"} else WEAK


def _impersonal(c: Clauses, w: Wording) -> Position | None:
    """Such as "It was safely stressed that", "it was pointed out with remaining courage that", "it was safe to point out"."""
    subject = next((j for j in range(w.start - 1, max(w.start - 8, -1), -1) if c.word(j) == "it"), None)
    if w.modal_subject and c.word(w.start - 1) == "it":
        subject = w.start - 1
    if subject is None:
        return None
    between = [c.word(j) for j in range(subject + 1, w.start)]
    if any(word in {",", ";", "that"} for word in between):
        return None
    if not any(word in c.known.kinds["be"] for word in c.words[subject + 1 : w.end + 3]):
        return None
    strength = DECISIVE if w.is_full else WEAK
    if w.word_classes & {"adverb"}:
        nearby = [*range(w.start - 3, w.end), *_after_and(c, w.end)]
        spoken = [c.known.participles.get(c.word(j)) for j in nearby if j > subject]
        if "speak" in spoken or (w.is_full and any(spoken) and "that" in c.words[w.end : w.end + 2]):
            return Position("impersonal", strength)
    head = between[:-1] if between and between[-1] in c.known.kinds["determiner"] else between
    if head and head[-1] in {"with", "by", "in"} and any(c.known.participles.get(word) == "speak" for word in head):
        return Position("manner", strength)
    if w.word_classes & {"adjective", "noun", "base"} and between and between[-1] in c.known.kinds["be"] | {"to"}:
        return _to_act(c, w, strength)
    return None


def _to_act(c: Clauses, w: Wording, strength: int) -> Position | None:
    """Such as "… flat and stern to ask", "… necessary to open up and stress that"."""
    j = w.end
    if c.word(j) == "up":
        j += 1
    if "base" in w.word_classes and c.word(w.start - 1) == "to":
        return Position("verb-reading", min(strength, STRONG)) if c.word(j) == "and" and c.word(j + 1) in c.known.bases else None
    if c.word(j) == "and" and c.word(j + 2) == "to":
        j += 2
    if c.word(j) == "to" and c.word(j + 1) in c.known.bases:
        kind = c.known.bases[c.word(j + 1)]
        return Position("impersonal", strength if kind == "speak" else min(strength, STRONG))
    return None


def _after_and(c: Clauses, end: int) -> range:
    """The next two words, or the one behind "and" and an adverb."""
    return range(end, end + 3) if c.word(end) == "and" else range(end, end + 2)


def _modal(c: Clauses, w: Wording) -> Position | None:
    """Such as "At the X, one should bravely watch": a duty where the report tells what the visitor did."""
    if not w.modal_subject:
        return None
    verb = next((j for j in range(w.end, min(w.end + 3, len(c.words))) if c.word(j) in c.known.bases), None)
    subject = c.word(w.start - 1)
    if verb is None or subject not in {"one", "we", "it", "he", "she", "they", ","}:
        return None
    if c.known.bases[c.word(verb)] == "act" and c.word(verb) != "conduct":
        return None
    begin = w.start if subject == "," else w.start - 1
    located = c.opening(begin) == "comma" and any(
        c.word(j) in {"at", "in", "on"} and c.opening(j) in {"sentence", "comma"} for j in range(begin)
    )
    if located:
        return Position("modal", DECISIVE if w.is_full else WEAK)
    return Position("modal", WEAK)


def _manner(c: Clauses, w: Wording) -> Position | None:
    """Such as "Weighed the beef with a thousand miles", "a call was made with civility": a manner where no subject is."""
    head = w.start - 1
    if c.is_a(head, "determiner"):
        head -= 1
    if c.word(head) in {"with", "by"} and w.is_full and w.word_classes & {"noun", "adjective"}:
        first = next((j for j in range(head, -1, -1) if j == 0 or c.opening(j) in {"sentence", "clause", "comma"}), 0)
        if c.finite(first):
            return Position("manner", STRONG)
        if any(c.is_a(j, "be") and c.word(j + 1) in c.known.participles for j in range(first, head)):
            return Position("manner", STRONG)
    if (
        w.is_full
        and c.word(w.start - 1) in {"its", "the"}
        and c.word(w.end) == "to"
        and c.known.bases.get(c.word(w.end + 1)) in {"speak", "look", "hear"}
    ):
        return Position("manner", STRONG)
    return None


def _verb_reading(c: Clauses, w: Wording) -> Position | None:
    """Such as "Open and walk into the workshop", "succeeded in emphasizing that", "it opened to the wind farm"."""
    if not w.word_classes & {"finite", "base", "gerund"}:
        return None
    opening = c.opening(w.start)
    after = w.end + 1 if c.word(w.end) == "up" else w.end
    pronoun = opening == "pronoun" and c.word(w.start - 1) in {"he", "she", "it"}
    if c.word(w.end) == "in" and c.known.gerunds.get(c.word(w.end + 1)) == "speak" and opening in {"sentence", "comma", "clause"}:
        return Position("verb-reading", DECISIVE if w.is_full else WEAK)
    if opening not in {"sentence", "clause", "comma"} and not pronoun:
        return None
    if c.word(after) == "and":
        same = c.finite(after + 1) if "finite" in w.word_classes else None
        if same or ("base" in w.word_classes and c.word(after + 1) in c.known.bases):
            return Position("verb-reading", STRONG if w.is_full else WEAK)
    if w.is_full and "finite" in w.word_classes:
        if pronoun and c.word(after) == "to" and c.names_place_soon(after):
            return Position("verb-reading", STRONG)
        if not pronoun and not c.begins_with_subject(w.start - 1):
            return Position("verb-reading", WEAK)
    return None


def _attributive(c: Clauses, w: Wording) -> Position | None:
    """Such as "Civilized praise was given", "the opening of the monitoring was checked": the name before, or as, what the visitor did."""
    if not w.is_full:
        return None
    start, _, _ = c.noun_phrase_start(w.start)
    if c.opening(start) not in {"sentence", "clause", "comma"}:
        return None
    j = w.end
    if c.word(j) == "and":
        j += 2
    several = w.end - w.start > 1
    happens = any(c.is_a(k, "be") for k in range(j + 1, min(j + 7, len(c.words))))
    if happens and c.is_a(j, "event") and ("adjective" in w.word_classes or several):
        return Position("attributive", STRONG)
    if c.word(w.end) == "of" and w.word_classes & {"gerund", "noun"}:
        be = next((k for k in range(w.end, min(w.end + 8, len(c.words))) if c.word(k) in {"was", "were"}), None)
        if be is not None and c.known.participles.get(c.word(be + 1)) == "look":
            return Position("attributive", WEAK)
    return None


def _apposition(c: Clauses, w: Wording) -> Position | None:
    """Such as "Ordinary and level, he told him to": the name, then the pronoun that takes it up."""
    if not w.word_classes & {"adjective", "gerund", "noun"} or c.opening(w.start) not in {"sentence", "clause"}:
        return None
    if c.word(w.end) != "," or c.word(w.end + 1) not in {"he", "she"} or not (w.is_full or w.end - w.start > 1):
        return None
    verb, _ = c.skip_to_verb(w.end + 2, over_nouns=False)
    return Position("apposition", STRONG) if c.finite(verb) else None


def _connective(c: Clauses, w: Wording) -> Position | None:
    """Such as "So the operation of the hall was checked": a connective before an act that nobody is said to do."""
    if "connective" not in w.word_classes or not w.is_full:
        return None
    opening = c.opening(w.start)
    if opening not in {"sentence", "clause", "comma"} and not (c.word(w.start - 1) == "and" and c.word(w.start - 2) == ","):
        return None
    j = w.end + 1 if c.word(w.end) == "," else w.end
    verb, _ = c.skip_to_verb(j, over_nouns=False)
    found = c.finite(verb)
    if found and found[1]:
        return Position("connective", DECISIVE if found[0] == "speak" else STRONG)
    if c.word(j) in {"he", "she"} and c.finite(j + 1):
        return Position("connective", STRONG)
    limit = next((k for k in range(j, len(c.words)) if c.word(k) in {",", ";", "that", "."}), len(c.words))
    be = next((k for k in range(j, limit) if c.word(k) in {"was", "were"}), None)
    if (
        be is not None
        and not any(c.finite(k) for k in range(j, be))
        and not any(c.word(k) in c.known.kinds["pronoun"] - {"it"} for k in range(j, be))
    ):
        done = next((k for k in range(be + 1, min(be + 3, len(c.words))) if c.word(k) in c.known.participles), None)
        if done is not None and "by" not in c.words[done : done + 2]:
            return Position("connective", STRONG)
    return None


_RULES = (_subject, _copular_name, _adverb, _impersonal, _modal, _manner, _verb_reading, _attributive, _apposition, _connective)
