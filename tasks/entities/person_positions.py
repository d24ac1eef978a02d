"""Where a sentence of a tour report has room for a person: the grammar behind restored names.

A wording that might be a name is judged by what stands around it. Every position has a name and a strength: 3 for places where ordinary
words cannot stand ("safety asked the miners"), 2 for places where they seldom do, 1 for places that count only beside better evidence.
"""

from collections.abc import Iterator

from tasks.entities.clauses import Clauses
from tasks.entities.person_complements import COMPLEMENT_RULES
from tasks.entities.wordings import DECISIVE, STRONG, WEAK, Position, Wording


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
    titled = opening == "inside" and c.is_a(start - 1, "person") and w.is_full and w.word_classes <= {"noun", "adjective"}
    if (opening in {"preposition", "inside", "pronoun", "relative"} and not titled) or (w.word_classes <= {"adverb"} and not determined):
        return None
    verb = w.end + 1 if w.parted_by_comma and c.word(w.end) == "," else c.after_apposition(w.end) or w.end
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
        return Position("subject", WEAK) if w.is_full and not determined and c.is_a(verb + 1, "direction") else None
    return Position("subject", _subject_strength(c, w, determined=determined, surely_person=strict or aged))


def _subject_strength(c: Clauses, w: Wording, *, determined: bool, surely_person: bool) -> int:
    """How odd a wording is as the subject of a verb: words for bodies of persons and living things do what visitors do."""
    telling = range(w.end - 1, w.end) if w.is_full else range(w.start, w.end)  # "the horse leap inspected": no horse did
    acts_itself = any(c.is_a(i, kind) for i in telling for kind in ("animate", "collective"))
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


def _clause_reading(c: Clauses, w: Wording) -> Position | None:
    """Such as "the horse leaped to Xville", "the river rose and pointed out": surname and given name read as subject and verb."""
    if w.word_classes != {"finite"} or not w.is_full or w.modal_subject or c.word(w.end - 1) not in c.words[w.start + 1 : w.end]:
        return None
    start, _, _ = c.noun_phrase_start(w.start)
    if c.opening(start) not in {"sentence", "clause", "comma"} or c.begins_with_subject(start - 1):
        return None
    if c.word(w.end) == "and" and c.finite(w.end + 1):
        return Position("clause-reading", STRONG)
    asks = c.known.bases.get(c.word(w.end + 1)) in {"speak", "look", "hear"}
    return Position("clause-reading", STRONG) if c.word(w.end) == "to" and (asks or c.names_place_soon(w.end)) else None


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
        return Position("connective", WEAK)
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


_RULES = (_subject, _copular_name, _adverb, _verb_reading, _clause_reading, _apposition, _connective, *COMPLEMENT_RULES)
