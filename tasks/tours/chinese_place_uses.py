"""One place of a Chinese text's list, and its use with the words that show it."""

from tasks.entities.spans import NameSpan
from tasks.tours.chinese_clauses import ChineseClauses
from tasks.tours.uses import Actor, PlaceUse
from warehouse.records import record

EVIDENCE = 200  # code points


@record(frozen=True, slots=True)
class ListedPlace:
    """One place of a list, with its qualifiers.

    Attributes:
        span: The name of what is gone to.
        start: First code point, qualifiers included.
        end: One past the last.
        whole: Whether the name ends the item, so that the place and not something about it is meant.
    """

    span: NameSpan
    start: int
    end: int
    whole: bool


def place_use(clauses: ChineseClauses, item: ListedPlace, i: int, rule: str, weight: float, activity: str, actor: Actor) -> PlaceUse:
    """The use of a place that the word at token `i` makes.

    Args:
        clauses: What the grammar sees in the document.
        item: The place.
        i: The verb or preposition that it belongs to.
        rule: Name of the rule that found it.
        weight: How surely somebody was there.
        activity: What was done there, or "" for a visit.
        actor: Who was there.

    Returns:
        The use, with the clause as evidence.
    """
    sentence = clauses.tokens.sentences[clauses.sentence_of[i]]
    start = max((clauses.text.rfind(mark, sentence.start, clauses.starts[i]) + 1 for mark in "，；。"), default=0)
    start = max(start, sentence.start, item.end - EVIDENCE)
    end = clauses.text.find("，", max(item.end, clauses.ends[i]), sentence.end)
    end = min(sentence.end if end < 0 else end, start + EVIDENCE)
    return PlaceUse(
        span=item.span,
        sentence=clauses.sentence_of[i],
        rule=rule,
        weight=weight,
        activity=activity or "visit",
        actor=actor,
        status=clauses.status[i],
        place_start=item.start,
        place_end=item.end,
        evidence_start=start,
        evidence_end=max(end, item.end),
    )
