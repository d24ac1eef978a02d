"""Visits of earlier years, told as background."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from tasks.tours.dates import DateExpression
from tasks.tours.dates_calendar import BACKGROUND_DAYS
from tasks.tours.parsed import Parsed
from tasks.tours.uses import PlaceUse

EARLIER_MONTH_DAYS = 20
"""A month that has ended longer ago than this is not that of the visit which a report is about: "In May this year she toured …"."""
FOUND = 0.5
"""Weight from which a use of a place makes it a stop."""


def without_earlier_years(parsed: Parsed, expressions: Sequence[DateExpression], published_on: dt.date | None) -> Parsed:
    """Mark the visits that a text dates in an earlier year as past: "1947年底，某某率部来到杨家沟村".

    Args:
        parsed: What the grammar sees.
        expressions: The text's date expressions, in order.
        published_on: Day of publication; None where it is not known, and then nothing is marked.

    Returns:
        The same with such uses of places past, and with nobody acting or touring there. They are past where the last date before
        them in their sentence names a year before that of publication, unless the day itself is known and lies no more than 60 days
        back (a visit of December reported in January). A text that tells of earlier years only is about them, and stays as it is.
    """
    if published_on is None:
        return parsed
    narrated = [expression for expression in expressions if expression.role == "narrative"]
    if not any(_is_earlier(expression, published_on) for expression in narrated):
        return parsed
    starts = [expression.char_start for expression in narrated]

    def earlier(position: int, sentence: int) -> bool:
        at = bisect_left(starts, position) - 1
        return at >= 0 and starts[at] >= parsed.sentences[sentence].start and _is_earlier(narrated[at], published_on)

    if all(earlier(_told_at(use), use.sentence) for use in parsed.uses if use.status == "told" and use.weight >= FOUND):
        return parsed
    return replace(
        parsed,
        uses=[replace(use, status="past") if use.status == "told" and earlier(_told_at(use), use.sentence) else use for use in parsed.uses],
        actions=[action for action in parsed.actions if not earlier(action.start, action.sentence)],
        parts=[
            part for part in parsed.parts if part.part != "visitor" or part.weight < FOUND or not earlier(part.span.start, part.sentence)
        ],
    )


def days_of_the_visit(parsed: Parsed, expressions: Sequence[DateExpression], published_on: dt.date | None) -> list[DateExpression]:
    """Leave out the days of earlier visits where a text tells of a later one, too.

    Args:
        parsed: What the grammar sees, earlier visits marked as past.
        expressions: The text's date expressions, in order.
        published_on: Day of publication, if known.

    Returns:
        The expressions; where earlier visits are told beside the one reported, without the days of earlier years.
    """
    recalled = published_on is not None and any(use.status == "past" for use in parsed.uses)
    told = any(use.status == "told" and use.weight >= FOUND for use in parsed.uses)
    if published_on is None or not (recalled and told):
        return list(expressions)
    return [each for each in expressions if each.role != "narrative" or not _is_earlier(each, published_on)]


def _told_at(use: PlaceUse) -> int:
    """Where the text tells of a use: at the place's name, or where it only refers to it."""
    return use.span.start if use.rule != "stop:referred-to" else use.evidence_end


def _is_earlier(expression: DateExpression, published_on: dt.date) -> bool:
    if expression.precision == "month" and expression.month is not None:
        year = expression.year or published_on.year - (expression.month > published_on.month)
        after = dt.date(year + expression.month // 12, expression.month % 12 + 1, 1)
        return (published_on - after).days > EARLIER_MONTH_DAYS
    if expression.start is not None:
        return expression.start.year < published_on.year and (published_on - expression.start).days > BACKGROUND_DAYS
    return expression.year is not None and expression.year < published_on.year
