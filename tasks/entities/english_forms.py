"""Inflected and derived forms of English words, by rule and by a table of irregular verbs."""

import re
from functools import cache

from tasks.lexicon.seed_tables import read_seed_table
from warehouse.records import record

_DOUBLING = re.compile(r"^(?:[^aeiou]*|s?qu)[aeiou][bdgklmnprt]$")
_DOUBLED_LONGER = frozenset({"begin", "patrol", "permit", "commit", "admit", "refer", "compel", "excel"})


@record(frozen=True, slots=True)
class VerbForms:
    """The forms of one verb; only the first word of a phrase such as "carry out" is inflected."""

    base: str
    third: str
    past: str
    participle: str
    gerund: str
    other_past: str | None = None


@cache
def _irregular_verbs() -> dict[str, tuple[str, str, str]]:
    rows = read_seed_table("lexicon/en/irregular_verbs.csv", ("lemma", "past", "participle", "other_past"))
    return {lemma: (past, participle, other) for lemma, past, participle, other in rows}


def verb_forms(verb: str) -> VerbForms:
    """Inflect a verb or a phrase that begins with one.

    Args:
        verb: Lower-case, such as "walk" or "carry out".

    Returns:
        Its forms.
    """
    head, space, tail = verb.partition(" ")
    stem = head + head[-1] if _DOUBLING.match(head) or head in _DOUBLED_LONGER else head
    if head.endswith("e"):
        regular, gerund = head + "d", head[:-1] + "ing" if not head.endswith(("ee", "ye", "oe")) and head != "be" else head + "ing"
    elif head.endswith("y") and head[-2:-1] not in "aeiou":
        regular, gerund = head[:-1] + "ied", head + "ing"
    else:
        regular, gerund = stem + "ed", stem + "ing"
    if head.endswith("ie"):
        gerund = head[:-2] + "ying"
    past, participle, other = _irregular_verbs().get(head, (regular, regular, ""))
    third = "has" if head == "have" else "is" if head == "be" else plural(head)
    base, third, past, participle, gerund = (form + space + tail for form in (head, third, past, participle, gerund))
    return VerbForms(base, third, past, participle, gerund, other + space + tail if other else None)


def plural(noun: str) -> str:
    """The regular plural of a noun (and third person of a verb)."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def adverb(adjective: str) -> str | None:
    """The adverb in -ly of a one-word adjective; None where the language has none that means the same ("hard", "north-ern")."""
    if " " in adjective or "-" in adjective or adjective in _NO_ADVERB or adjective.endswith(("ly", "ern")):
        return None
    if adjective.endswith("le") and adjective[-3:-2] not in "aeiou":
        return adjective[:-1] + "y"
    if adjective.endswith("y") and adjective not in {"shy", "dry"}:
        return adjective[:-1] + "ily"
    if adjective.endswith("ll"):
        return adjective + "y"
    return adjective + ("ally" if adjective.endswith("ic") and adjective != "public" else "ly")


_NO_ADVERB = frozenset(
    {"hard", "late", "near", "high", "big", "little", "long", "fast", "old", "young", "good", "well", "fair", "just", "even"}
)
