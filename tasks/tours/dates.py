"""Date expressions of reports, with their spans and the days they stand for."""

import datetime as dt
from collections.abc import Sequence

from tasks.tours.dates_calendar import BACKGROUND_DAYS, resolve_mentions
from tasks.tours.dates_en import english_dates
from tasks.tours.dates_length import stated_length_range
from tasks.tours.dates_mention import DateExpression
from tasks.tours.dates_zh import chinese_dates

__all__ = ["DateExpression", "find_dates", "tour_range"]

LONGEST_TOUR_DAYS = 31
"""A longer range is a season or a campaign, not a tour."""


def find_dates(text: str, published_on: dt.date | None, language: str) -> list[DateExpression]:
    """Find every date expression of a text and resolve it with the publication day.

    Time is linear in the text's length: a compiled pattern finds where an expression may begin, the grammar runs there only.

    Args:
        text: The text, of any length and with or without line breaks.
        published_on: The day of publication, if known. Without it, "today" counts from a full date in the dateline or the
            metadata of the text, and stays unresolved where there is none.
        language: "en" or "zh", possibly with a subtag ("zh-Hant").

    Returns:
        The expressions in order, not overlapping; none for other languages.
    """
    primary = language.lower().split("-")[0]
    if primary == "en":
        english = english_dates()
        return resolve_mentions(text, list(english.mentions(text)), published_on, english)
    if primary == "zh":
        chinese = chinese_dates()
        return resolve_mentions(text, list(chinese.mentions(text)), published_on, chinese)
    return []


def tour_range(expressions: Sequence[DateExpression], *, text: str = "", language: str = "en") -> DateExpression | None:
    """The range of days that the text gives for the tour as a whole.

    It is the first narrated range of at most 31 days, provided that every narrated day told before it lies in it (a day
    outside shows that the text reports single days, and the range is some event's) or is background (more than 60 days away).
    Where there is none and the text is given, a stated length with its first or last day counts (`stated_length_range`).

    Args:
        expressions: The expressions of one text, in order.
        text: The text, for its stated length.
        language: Its language.

    Returns:
        The range's expression, or None where the text gives none.
    """
    narrated = [e for e in expressions if e.role == "narrative" and e.start is not None]
    for index, candidate in enumerate(narrated):
        first, last = candidate.start, candidate.end
        if candidate.precision != "range" or first is None or last is None or (last - first).days >= LONGEST_TOUR_DAYS:
            continue
        told_before = [e.start for e in narrated[:index] if e.start is not None and abs((e.start - first).days) <= BACKGROUND_DAYS]
        if all(first <= day <= last for day in told_before):
            return candidate
        break
    primary = language.lower().split("-")[0]
    return stated_length_range(text, expressions, primary) if text and primary in ("en", "zh") else None
