"""What a text says about days: mentions as a language's grammar reads them, and expressions resolved to days.

Days of the proleptic Gregorian calendar throughout; ranges include both ends.
"""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Literal, Protocol

from warehouse.records import record

Role = Literal["narrative", "speech", "dateline", "metadata"]
Precision = Literal["day", "range", "month", "year", "vague"]
Relation = Literal["nearest", "last", "this", "next", "last week", "next week"]
Form = Literal["calendar", "relative", "narrated", "weekday", "edge", "vague"]


@record(frozen=True, slots=True)
class DateExpression:
    """A date expression of a text with the days it stands for.

    Attributes:
        char_start: Offset of its first character, in code points.
        char_end: Offset after its last character.
        start: First day; None when the expression is vague, names no day or cannot be resolved.
        end: Last day, included; None exactly when `start` is.
        precision: What the expression names; only "day" and "range" carry days. An unresolvable day is "vague".
        rule: Name of the rule that found and resolved it, such as "date:month-day".
        role: "narrative", or "speech" (inside quotation marks), "dateline" (where and when the report was filed) or
            "metadata" (posted, updated, signed): the latter two are not days of the events told.
        year: The year, where one is named or known, also of months and years.
        month: The month (1 to 12), likewise.
    """

    char_start: int
    char_end: int
    start: dt.date | None
    end: dt.date | None
    precision: Precision
    rule: str
    role: Role = "narrative"
    year: int | None = None
    month: int | None = None


@record(frozen=True, kw_only=True, slots=True)
class DateMention:
    """A date expression as the grammar of a language reads it, before anything is known about the reference day.

    Attributes:
        char_start: Offset of its first character.
        char_end: Offset after its last character.
        form: "calendar" (any of year, month, day), "relative" (to the day of the report), "narrated" (relative to the
            last day told), "weekday", "edge" (first, second … last day of the tour) or "vague".
        rule: Name of the grammar's rule.
        role: As in `DateExpression`.
        year: Four-digit year.
        year_offset: Year relative to the report's (0 "this year", -1 "last year").
        month: 1 to 12.
        day: Day of the month; with "relative" and "weekday" the number in parentheses after it, which decides.
        last_day: Last day of a range within one month.
        offset: Days from the reference ("relative", "narrated"); zero-based day of the tour, or -1 for the last ("edge").
        weekday: 0 (Monday) to 6.
        relation: Which of these weekdays.
    """

    char_start: int
    char_end: int
    form: Form
    rule: str
    role: Role = "narrative"
    year: int | None = None
    year_offset: int | None = None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    offset: int = 0
    weekday: int | None = None
    relation: Relation = "nearest"


class DateGrammar(Protocol):
    """What a language module offers."""

    to_connector: re.Pattern[str]
    and_connector: re.Pattern[str]

    def mentions(self, text: str) -> Iterable[DateMention]:
        """The text's date mentions in order, not overlapping."""
        ...
