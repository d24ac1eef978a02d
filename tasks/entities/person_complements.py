"""Places of a person beside the subject: agents, addressees, owners, and the duties and manners of reports without a subject."""

from tasks.entities.clauses import Clauses
from tasks.entities.wordings import DECISIVE, STRONG, WEAK, Position, Wording

_ADDRESSING = frozenset({"told", "asked", "thanked", "greeted", "reminded", "informed", "begged"})
_SPEAKING_TO = frozenset({"said", "reported", "explained", "introduced", "replied", "spoke", "handed", "complained"})
_ACTING_FOR = frozenset({"led", "headed", "accompanied"})
_AFTER_ADDRESSEE = frozenset({"that", "to", "about", "how", "why", "what", "whether", "for", "and", ",", ".", ":", "(", ""})


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
    happens = any(c.word(k) in {"was", "were"} for k in range(j + 1, min(j + 7, len(c.words))))
    if happens and c.is_a(j, "event") and ("adjective" in w.word_classes or several):
        return Position("attributive", STRONG)
    if c.word(w.end) == "of" and w.word_classes & {"gerund", "noun"}:
        be = next((k for k in range(w.end, min(w.end + 8, len(c.words))) if c.word(k) in {"was", "were"}), None)
        if be is not None and c.known.participles.get(c.word(be + 1)) == "look":
            return Position("attributive", WEAK)
    return None


def _possessive(c: Clauses, w: Wording) -> Position | None:
    """Such as "the peak's question was short": the name owns what a visitor says, does or has."""
    if c.word(w.end) != "'s" or not w.is_full or not w.word_classes & {"noun", "adjective", "gerund"}:
        return None
    owned = any(c.is_a(j, kind) for j in range(w.end + 1, w.end + 3) for kind in ("event", "body"))
    return Position("possessive", STRONG) if owned else None


def _addressee(c: Clauses, w: Wording) -> Position | None:
    """Such as "the villagers told safety that", "led by high strength": somebody who is spoken to or leads."""
    if not w.is_full or "noun" not in w.word_classes or c.word(w.end) not in _AFTER_ADDRESSEE:
        return None
    start, _, _ = c.noun_phrase_start(w.start)
    before, verb = c.word(start - 1), c.word(start - 2)
    if before in _ADDRESSING or (before == "to" and verb in _SPEAKING_TO) or (before == "by" and verb in _ACTING_FOR):
        return Position("addressee", STRONG)
    return None


COMPLEMENT_RULES = (_impersonal, _modal, _manner, _attributive, _possessive, _addressee)
