"""Which day belongs to which stop."""

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from tasks.tours.dates import DateExpression, tour_range
from tasks.tours.parsed import SentenceSpan
from warehouse.records import record


@record(frozen=True, slots=True)
class StopDates:
    """When a stop was made.

    Attributes:
        start: First day, or None.
        end: Last day, or None.
        basis: "stop", "tour" or "none".
    """

    start: dt.date | None
    end: dt.date | None
    basis: str


DEADLINE = re.compile(r"\b(?:by|before|until|till|prior to)\s+(?:the\s+)?$", re.IGNORECASE)
LONGEST_DEADLINE = 12  # code points: "prior to the "
REPORTED = re.compile(
    r"\b(?:(?:officials|sources|ministry|agency|embassy|media|police|spokesperson|spokesman|spokeswoman|statement|office) "
    r"(?:said|reported|announced|confirmed)|according to [^,.;:]{1,60}?)\s+(?:on\s+)?$",
    re.IGNORECASE,
)
"""What makes the day behind it that of a report, not of a visit: "officials said on Monday.", "According to the agency today,"."""
BEFORE_THAT = re.compile(r"(?:It|This|That|The visit|The trip) (?:followed|came after)\b")
"""How a sentence opens that tells of stops made before those already narrated, whose day is then not theirs."""
LONGEST_REPORTING = 80  # code points
UNDATED = StopDates(None, None, "none")


class DateLine:
    """The days of a document's narration.

    Args:
        expressions: Its date expressions, in order.
        said: Spans that are speech, plan or memory; days in them do not count.
        sentences: Its sentences.
        text: The document's text.
        language: Its language.
    """

    def __init__(
        self,
        expressions: Sequence[DateExpression],
        said: Sequence[tuple[int, int]],
        sentences: Sequence[SentenceSpan],
        *,
        text: str,
        language: str,
    ) -> None:
        """Keep the days that the narration itself gives."""
        self.sentences = sentences
        self._text = text
        self._starts = [sentence.start for sentence in sentences]
        said_starts = [start for start, _ in said]

        def told(expression: DateExpression) -> bool:
            at = bisect_right(said_starts, expression.char_start) - 1
            return at < 0 or said[at][1] <= expression.char_start

        def deadline(expression: DateExpression) -> bool:
            return DEADLINE.search(text, max(0, expression.char_start - LONGEST_DEADLINE), expression.char_start) is not None

        def of_report(expression: DateExpression) -> bool:
            before = REPORTED.search(text, max(0, expression.char_start - LONGEST_REPORTING), expression.char_start)
            closes = text[expression.char_end : expression.char_end + 1] in {".", ",", "\n", ""}
            return before is not None and closes

        narrative = [each for each in expressions if each.role == "narrative" and told(each) and not deadline(each)]
        narrative = [each for each in narrative if not of_report(each)] or narrative
        narrative = self._by_stated_day(narrative, expressions)
        self.tour = tour_range(narrative, text=text, language=language)
        self.days = [self._within_tour(each) for each in narrative if each.start is not None and not self._ends_tour(each)]
        self._day_starts = [day.char_start for day in self.days]
        self.vague = [expression for expression in narrative if expression.precision == "vague"]

    @staticmethod
    def _by_stated_day(narrative: Sequence[DateExpression], expressions: Sequence[DateExpression]) -> list[DateExpression]:
        """Let "this morning" mean the day that the text itself states in brackets ("tonight (17)"), where it states one."""
        stated = [each for each in expressions if each.rule == "date:parenthesised-day" and each.start is not None]
        if len({each.start for each in stated}) != 1:
            return list(narrative)
        day = stated[0].start
        relative = [each.rule == "date:relative-day" and each.start == each.end for each in narrative]
        return [replace(each, start=day, end=day) if moves else each for each, moves in zip(narrative, relative, strict=True)]

    def _within_tour(self, expression: DateExpression) -> DateExpression:
        """A weekday of the tour: "from 3rd to 5th August … On Friday" is the Friday of those days, whenever the report came out."""
        if self.tour is None or self.tour.start is None or self.tour.end is None or expression.rule != "date:weekday":
            return expression
        assert expression.start is not None
        days = range((self.tour.end - self.tour.start).days + 1)
        same = [day for n in days if (day := self.tour.start + dt.timedelta(days=n)).weekday() == expression.start.weekday()]
        return replace(expression, start=same[0], end=same[0]) if len(same) == 1 else expression

    def _ends_tour(self, expression: DateExpression) -> bool:
        """Whether a day only says when a tour of stated length ended: "wrapped up a four-day mission on Tuesday"."""
        return self.tour is not None and self.tour.rule == "date:tour-length" and expression.char_start == self.tour.char_start

    def of_stop(self, start: int, end: int, mentions: Sequence[int]) -> StopDates:
        """The dates of a stop.

        Args:
            start: First code point of its evidence.
            end: One past the last.
            mentions: First code points of all mentions that say the visitors were there; a place gone to on two days has both.

        Returns:
            Its own day if its sentence has one; else the day that the narration has reached; else the tour's range.
        """
        days = [day for position in sorted({start, *mentions}) if (day := self._day_at(position)) is not None]
        own = [day for day in days if day is not self.tour]
        if not self._has_own_day(start) and BEFORE_THAT.match(self._text, self._sentence_start(start)) is not None:
            return UNDATED
        if own:
            first, last = min(day.start for day in own if day.start), max(day.end for day in own if day.end)
            return StopDates(first, last, "stop")
        if self.tour is not None:
            return StopDates(self.tour.start, self.tour.end, "tour")
        if len(self.days) == 1 and not self.vague:
            return StopDates(self.days[0].start, self.days[0].end, "tour")
        return UNDATED

    def _sentence_start(self, position: int) -> int:
        return self._starts[max(0, bisect_right(self._starts, position) - 1)]

    def _has_own_day(self, position: int) -> bool:
        """Whether the sentence at a position names a day itself."""
        sentence = self.sentences[max(0, bisect_right(self._starts, position) - 1)]
        first, last = (bisect_left(self._day_starts, edge) for edge in (sentence.start, sentence.end))
        return first < last

    def _day_at(self, position: int) -> DateExpression | None:
        """The day in the sentence at a position, or the last one narrated before it."""
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return None
        sentence = self.sentences[index]
        first, last = (bisect_left(self._day_starts, edge) for edge in (sentence.start, sentence.end))
        if first < last:
            before = bisect_right(self._day_starts, position, first, last)
            return self.days[max(before - 1, first)]
        return self.days[first - 1] if first else None
