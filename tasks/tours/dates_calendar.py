"""From mentions to days: counting from the publication day, the dateline and what was told before.

The same for all languages; their grammars (`dates_en`, `dates_zh`) supply the mentions.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from tasks.tours.dates_mention import DateExpression, DateGrammar, DateMention, Precision, Relation

BACKGROUND_DAYS = 60
"""A day further than this from the report is background: the narration's days are not counted from it."""
AHEAD_DAYS = 60
"""A month and day without a year lies at most this far after the report (an announced event), else in the year before."""
AHEAD_DAYS_OF_MONTH = 3
"""The same for a day of the month alone: a report on the 30th that says "the 28th" looks back."""
PARENTHESISED_REACH = 10
"""A number in parentheses after "today" or "Monday" is a day of the month when such a day is this near."""
DATELINE_REACH = 7
"""A dateline further than this from the publication day is another text's."""


def day_or_none(year: int, month: int, day: int) -> dt.date | None:
    """The day, or None where the calendar has no such day."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _shift_month(year: int, month: int, by: int) -> tuple[int, int]:
    index = year * 12 + month - 1 + by
    return index // 12, index % 12 + 1


def _plus_days(day: dt.date, days: int) -> dt.date | None:
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        return None


class Calendar:
    """Resolves the mentions of one text in reading order; remembers the last day and the last range told."""

    def __init__(self, published_on: dt.date | None, mentions: Sequence[DateMention]) -> None:
        """Find the reference day: the report's dateline, else its publication day, else a full date among the metadata."""
        self.last: tuple[dt.date, dt.date] | None = None
        self.last_range: tuple[dt.date, dt.date] | None = None
        self.last_year: int | None = None
        self.last_paired: dt.date | None = None
        self.reference = published_on
        headers = [m for m in mentions if m.role in ("dateline", "metadata") and m.month and m.day and not m.rule.endswith(":updated")]
        if published_on is None:
            full = [day for m in headers if m.year and (day := day_or_none(m.year, m.month or 0, m.day or 0))]
            self.reference = full[0] if full else None
        self.today = self.reference
        self.dateline: dt.date | None = None
        for mention in headers:
            filed = self._calendar_day(mention) if mention.role == "dateline" else None
            if filed and self.reference and abs((filed - self.reference).days) <= DATELINE_REACH:
                self.today = self.dateline = filed
                break

    def resolve(self, mention: DateMention) -> DateExpression:
        """Resolve one mention and remember it if it is told."""
        days, rule = self._days(mention)
        year, month = self._year(mention), mention.month
        precision: Precision = "vague"
        if days:
            precision = "day" if days[0] == days[1] else "range"
            year, month = days[0].year, days[0].month
        elif mention.form == "calendar" and mention.day is None:
            precision = "month" if month else "year"
        start, end = days or (None, None)
        expression = DateExpression(mention.char_start, mention.char_end, start, end, precision, rule, mention.role, year, month)
        # "two days ago" looks back from the report and does not move the narration
        if mention.role == "narrative" and not (mention.form == "relative" and mention.offset < -1):
            self.remember(expression, explicit_year=mention.year is not None)
            paired = mention.weekday is not None and (mention.form == "calendar" or self.last_paired is not None)
            if paired and mention.relation == "nearest" and start is not None and start == end:
                self.last_paired = start
        return expression

    def remember(self, expression: DateExpression, *, explicit_year: bool = False) -> None:
        """Let later expressions be counted from this one."""
        if expression.start is None or expression.end is None:
            return
        if expression.precision == "range":
            self.last_range = (expression.start, expression.end)
        if explicit_year:
            self.last_year = expression.start.year
        if self.reference is None or abs((expression.start - self.reference).days) <= BACKGROUND_DAYS:
            self.last = (expression.start, expression.end)

    def _year(self, mention: DateMention) -> int | None:
        if mention.year is not None:
            return mention.year
        if mention.year_offset is not None and self.reference:
            return self.reference.year + mention.year_offset
        return None

    def _year_near(self, reference: dt.date, month: int, day: int) -> int:
        for year in (reference.year + 1, reference.year):
            candidate = day_or_none(year, month, day)
            if candidate and (candidate - reference).days <= AHEAD_DAYS:
                return year
        return reference.year - 1

    def _calendar_day(self, mention: DateMention) -> dt.date | None:
        if mention.day is None:
            return None
        if mention.month is None:
            return self._day_of_month(mention.day)
        year = self._year(mention)
        if year is None and mention.year_offset is None:
            year = self._year_near(self.reference, mention.month, mention.day) if self.reference else self.last_year
        return day_or_none(year, mention.month, mention.day) if year is not None else None

    def _day_of_month(self, day: int) -> dt.date | None:
        """The last told range's day of this number, else one in the last told day's month, else the latest before the report."""
        if self.last_range:
            first, last = self.last_range
            for year, month in ((first.year, first.month), (last.year, last.month)):
                candidate = day_or_none(year, month, day)
                if candidate and first <= candidate <= last:
                    return candidate
        latest = _plus_days(self.reference, AHEAD_DAYS_OF_MONTH) if self.reference else None
        if self.last:
            told = self.last[1]
            in_month = [day_or_none(*_shift_month(told.year, told.month, by), day) for by in (0, 1, -1)]
            same, following, previous = in_month
            if same and (latest is None or same <= latest):
                past_month_end = day < told.day - 20 and following and (latest is None or following <= latest)
                return following if past_month_end else same
            if latest:
                return previous
        if self.today is None or latest is None:
            return None
        for by in (1, 0, -1, -2):
            candidate = day_or_none(*_shift_month(self.today.year, self.today.month, by), day)
            if candidate and candidate <= latest:
                return candidate
        return None

    def _near(self, reference: dt.date, day_of_month: int) -> dt.date | None:
        reach = (_plus_days(reference, sign * days) for days in range(PARENTHESISED_REACH + 1) for sign in (-1, 1))
        return next((day for day in reach if day and day.day == day_of_month), None)

    def _days(self, mention: DateMention) -> tuple[tuple[dt.date, dt.date] | None, str]:
        day: dt.date | None = None
        rule = mention.rule
        if mention.form == "calendar":
            day = self._calendar_day(mention)
            if day and mention.last_day:
                last = day_or_none(day.year, day.month, mention.last_day) if mention.last_day >= day.day else None
                if last is None and mention.last_day < day.day:
                    last = day_or_none(*_shift_month(day.year, day.month, 1), mention.last_day)
                return ((day, last), rule) if last else (None, rule)
        elif mention.form == "relative" and self.today:
            day = _plus_days(self.today, mention.offset)
        elif mention.form == "weekday" and self.today and mention.weekday is not None:
            day = self._weekday(self.today, mention.weekday, mention.relation)
        elif mention.form == "narrated":
            day = self._narrated(mention.offset)
        elif mention.form == "edge" and self.last_range:
            first, last = self.last_range
            day = last if mention.offset < 0 else _plus_days(first, mention.offset)
            day = day if day and day <= last else None
        if day and mention.day and mention.form in ("relative", "weekday"):
            told = self._near(day, mention.day)
            if told:
                day, rule = told, "date:parenthesised-day"
        return ((day, day), rule) if day else (None, rule)

    def _narrated(self, offset: int) -> dt.date | None:
        told = self.last
        if told is None and offset == 0 and self.dateline:
            return self.dateline
        if told is None or told[0] != told[1]:
            return None
        return _plus_days(told[0], offset)

    def _weekday(self, today: dt.date, weekday: int, relation: Relation) -> dt.date | None:
        weeks = {"last week": -7, "this": 0, "next week": 7}.get(relation)
        if weeks is not None:
            return _plus_days(today, weekday - today.weekday() + weeks)
        if relation == "next":
            return _plus_days(today, (weekday - today.weekday() - 1) % 7 + 1)
        if relation == "nearest" and self.last_paired is not None and (today - self.last_paired).days >= 7:
            # A chronicle that began with "Sunday, 24 March" means the day after with "on Monday", whenever it was published.
            following = _plus_days(self.last_paired, (weekday - self.last_paired.weekday()) % 7)
            if following is not None and following <= today:
                return following
        back = (today.weekday() - weekday) % 7
        return _plus_days(today, -(back or 7) if relation == "last" else -back)


def resolve_mentions(
    text: str, mentions: Sequence[DateMention], published_on: dt.date | None, grammar: DateGrammar
) -> list[DateExpression]:
    """Resolve mentions in order and join those that the text joins to a range.

    Two expressions with "to" between them become a range; with "and" only when the second is the day after the first.

    Args:
        text: The text.
        mentions: Its mentions in order.
        published_on: The publication day, if known.
        grammar: The language's connectors.

    Returns:
        The expressions in order, not overlapping.
    """
    calendar = Calendar(published_on, mentions)
    expressions: list[DateExpression] = []
    for index, mention in enumerate(mentions):
        following = mentions[index + 1] if index + 1 < len(mentions) else None
        if following and mention.year is None and mention.month and mention.day and following.year and following.month:
            gap = text[mention.char_end : following.char_start]
            if len(gap) <= 20 and grammar.to_connector.fullmatch(gap):
                later = (following.month, following.day or 31) < (mention.month, mention.day)
                mention = replace(mention, year=following.year - later)
        found = calendar.resolve(mention)
        joined = _join(text, expressions[-1], found, grammar) if expressions else None
        if joined:
            expressions[-1] = joined
            calendar.remember(joined)
        else:
            expressions.append(found)
    return expressions


def _join(text: str, first: DateExpression, second: DateExpression, grammar: DateGrammar) -> DateExpression | None:
    if first.start is None or first.end is None or second.start is None or second.end is None or first.role != second.role:
        return None
    gap = text[first.char_end : second.char_start]
    if len(gap) > 20 or "metadata" in (first.role, second.role):
        return None
    start, end = first.start, second.end
    if grammar.and_connector.fullmatch(gap):
        if first.end + dt.timedelta(days=1) != second.start:
            return None
    elif not grammar.to_connector.fullmatch(gap):
        return None
    if start > end:
        earlier = day_or_none(start.year - 1, start.month, start.day)
        if earlier is None or (end - earlier).days > BACKGROUND_DAYS:
            return None
        start = earlier
    if start == end:
        return None
    return replace(
        first, char_end=second.char_end, start=start, end=end, precision="range", rule=first.rule, year=start.year, month=start.month
    )
