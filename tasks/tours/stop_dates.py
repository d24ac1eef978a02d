"""Which day belongs to which stop."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tasks.tours.dates import DateExpression, tour_range
from tasks.tours.parsed import SentenceSpan


@dataclass(frozen=True, slots=True)
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
        self._starts = [sentence.start for sentence in sentences]
        said_starts = [start for start, _ in said]

        def told(expression: DateExpression) -> bool:
            at = bisect_right(said_starts, expression.char_start) - 1
            return at < 0 or said[at][1] <= expression.char_start

        narrative = [expression for expression in expressions if expression.role == "narrative" and told(expression)]
        narrative = self._by_stated_day(narrative, expressions)
        self.days = [expression for expression in narrative if expression.start is not None]
        self.vague = [expression for expression in narrative if expression.precision == "vague"]
        self.tour = tour_range(narrative, text=text, language=language)

    @staticmethod
    def _by_stated_day(narrative: Sequence[DateExpression], expressions: Sequence[DateExpression]) -> list[DateExpression]:
        """Let "this morning" mean the day that the text itself states in brackets ("tonight (17)"), where it states one."""
        stated = [each for each in expressions if each.rule == "date:parenthesised-day" and each.start is not None]
        if len({each.start for each in stated}) != 1:
            return list(narrative)
        day = stated[0].start
        return [replace(each, start=day, end=day) if each.rule == "date:relative-day" and each.start == each.end else each for each in narrative]

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
        if own:
            first, last = min(day.start for day in own if day.start), max(day.end for day in own if day.end)
            return StopDates(first, last, "stop")
        if self.tour is not None:
            return StopDates(self.tour.start, self.tour.end, "tour")
        if len(self.days) == 1 and not self.vague:
            return StopDates(self.days[0].start, self.days[0].end, "tour")
        return UNDATED

    def _day_at(self, position: int) -> DateExpression | None:
        """The day in the sentence at a position, or the last one narrated before it."""
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return None
        sentence = self.sentences[index]
        inside = [day for day in self.days if sentence.start <= day.char_start < sentence.end]
        if inside:
            before = [day for day in inside if day.char_start <= position]
            return before[-1] if before else inside[0]
        earlier = [day for day in self.days if day.char_start < sentence.start]
        return earlier[-1] if earlier else None
