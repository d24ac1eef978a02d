"""The grammar of English date expressions: which stretches of a text name days, and what they say about them."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise

from tasks.lexicon.seed_tables import read_seed_table
from tasks.tours.dates_en_grammar import DAY, DAY_PART, ORDINAL, TO, english_grammar, english_trigger
from tasks.tours.dates_en_roles import english_role
from tasks.tours.dates_mention import DateMention, Relation

# What may stand before a day of the month that has no month ("on the morning of the 22nd", "Pinghu on the 14th").
_BEFORE_BARE_DAY = re.compile(
    r"(?:(?P<part>morning|afternoon|evening|night|noon|dawn|midnight)\s+(?:of|on)|(?:^|\b)(?:on|from|until|till|by|since|between|starting|through))"
    r"\s+(?:the\s+)?$",
    re.I,
)
# What follows such a day: anything else makes it an ordinal of a thing ("on the 23rd floor", "of the 2nd Corps").
_AFTER_BARE_DAY = re.compile(
    r"\s*(?:[.,;:)(—–]|$|\n|(?:and|to|for|at|in|the|he|she|they|we|it|with|when|after|before|by|was|were|through|until|as|during|this|of\s+this\s+month)\b)",
    re.I,
)
_AFTER_COUNT = re.compile(r"\s*(?:[.,;:)—–\n]|$|(?:at|in|to|for|with|he|she|they|by|during|when|on|as|the|of)\b|[A-Z])")
_BEFORE_MONTH = re.compile(
    r"\b(?:in|of|since|until|till|by|during|for|from|to|and|through|last|next|this|early|late|mid|middle|end|beginning|start|before|after|"
    r"one\s+day\s+in)[\s-]+$",
    re.I,
)
_BEFORE_YEAR = re.compile(r"\b(?:in|since|by|from|of|during|until|till|year|to|and|before|after|between|for|early|late|mid)[\s-]+$", re.I)
_SPAN_GAP = re.compile(r",?\s*[(（]?\s*(?:on\s+)?(?:the\s+)?")
_NUMBER_IN_FRONT = re.compile(rf"\b({DAY}){ORDINAL}?\s*\(\s*$")
_DATE_BEHIND = re.compile(r"\.?,?\s+(?:[0-9]|[A-Z][a-z]+\.?\s+[0-9])")
_YEAR_OFFSETS = {"this": 0, "last": -1, "next": 1}


class EnglishDates:
    """English date expressions; see `dates_calendar.DateGrammar`."""

    to_connector = re.compile(rf"{DAY_PART}?,?{TO}(?:on\s+)?", re.I)
    and_connector = re.compile(r"\s*(?:and|&|,\s*and|,)\s+(?:on\s+)?(?:the\s+)?", re.I)

    def __init__(self) -> None:
        """Compile the grammar from `seeds/lexicon/en/dates.csv`."""
        words: dict[str, dict[str, str]] = defaultdict(dict)
        for kind, term, value in read_seed_table("lexicon/en/dates.csv", ("kind", "term", "value")):
            words[kind][term.lower()] = value
        self._months = {term: int(value) for term, value in words["month"].items()}
        self._full_months = {term for term in self._months if len(term) > 3 and term != "sept"} | {"may"}
        self._weekdays = {term: int(value) for term, value in words["weekday"].items()}
        self._numbers = {term: int(value) for term, value in words["number"].items()}
        self._phrases = {
            term: (kind, int(value or 0)) for kind in ("relative", "narrated", "edge", "vague") for term, value in words[kind].items()
        }
        self._commemoration = re.compile(rf"\b(?:{'|'.join(words['commemoration'])})\s+(?:of|on)\s+(?:the\s+)?$", re.I)
        self._grammar = english_grammar(self._months, self._weekdays, self._numbers, self._phrases)
        self._trigger = english_trigger(self._months, self._weekdays, self._numbers, self._phrases)

    def mentions(self, text: str) -> Iterator[DateMention]:
        """The text's date mentions in order, not overlapping.

        Args:
            text: The text, of any length; time is linear in it.

        Yields:
            The mentions, unresolved.
        """
        held: DateMention | None = None
        for found in self._found(text):
            if held and _SPAN_GAP.fullmatch(text, held.char_end, found.char_start) and _same_day_twice(held, found):
                dated = found if held.form in ("weekday", "relative") else held
                close = found.char_end + (
                    text[found.char_end : found.char_end + 1] in (")", "）") and "(" in text[held.char_end : found.char_start]
                )
                weekday = held.weekday if dated is found else found.weekday
                held = _with_role(text, replace(dated, char_start=held.char_start, char_end=close, weekday=weekday))
                continue
            if held:
                yield held
            held = found
        if held:
            yield held

    def _found(self, text: str) -> Iterator[DateMention]:
        end = 0
        start = 0
        while True:
            match = self._grammar.match(text, start)
            for mention in self._read(text, match) if match else ():
                if mention.char_start >= end:
                    end = mention.char_end
                    yield _with_role(text, mention)
            trigger = self._trigger.search(text, max(start, end - 1, 0))
            if trigger is None:
                return
            start = trigger.start() + 1

    def _read(self, text: str, match: re.Match[str]) -> Iterator[DateMention]:
        if _NAMED_BY_DAY.match(text, len(match[0].rstrip()) + match.start()):
            return  # "May 11 Factory"
        before = text[max(0, match.start() - 40) : match.start()]
        start, end = match.span()
        if match["iso"]:
            yield DateMention(
                char_start=start,
                char_end=end,
                form="calendar",
                rule="date:iso",
                year=int(match["iso_y"]),
                month=int(match["iso_m"]),
                day=int(match["iso_d"]),
            )
        elif match["dotted"]:
            yield DateMention(
                char_start=start,
                char_end=end,
                form="calendar",
                rule="date:iso",
                year=int(match["dot_y"]),
                month=int(match["dot_m"]),
                day=int(match["dot_d"]),
            )
        else:
            yield from self._read_words(text, match, before)

    def _read_words(self, text: str, match: re.Match[str], before: str) -> Iterator[DateMention]:
        start = match.start()
        end = start + len(match[0].rstrip(".- "))
        if match["dm"] or match["md"] or match["compact"]:
            yield from self._read_month_day(text, match, before)
        elif match["my"]:
            name = match["my_month"]
            dated = match["my_y"] or match["my_in"]
            if not name.islower() and (dated or self._names_month(name.lower(), before)):
                yield DateMention(
                    char_start=start,
                    char_end=end,
                    form="calendar",
                    rule="date:month",
                    month=self._months[name.lower()],
                    year=int(match["my_y"]) if match["my_y"] else None,
                    year_offset=_YEAR_OFFSETS.get((match["my_in"] or "").lower()),
                )
        elif match["bare"]:
            paired = re.search(r"\(\s*$", before) and text[end : end + 1] in (")", "）")
            context = _BEFORE_BARE_DAY.search(before)
            if paired or (context and (context["part"] or _AFTER_BARE_DAY.match(text, end))):
                yield from _days(match["bare"], start, "date:day-of-month")
        elif match["count"]:
            count = match["count_n"].lower()
            days = self._numbers.get(count) or int(count)
            ago = match["count_way"].lower() == "ago"
            yield DateMention(
                char_start=start,
                char_end=end,
                form="relative" if ago else "narrated",
                rule="date:relative-day" if ago else "date:narrated-day",
                offset=days if match["count_way"].lower() == "later" else -days,
            )
        elif match["year"]:
            if _BEFORE_YEAR.search(before):
                yield DateMention(char_start=start, char_end=end, form="calendar", rule="date:year", year=int(match["year"]))
        elif match["phrase"]:
            yield from self._read_phrase(text, match, before)
        elif match["weekday"]:
            yield from self._read_weekday(text, match, before)

    def _names_month(self, name: str, before: str) -> bool:
        """Whether a month's name alone is one: "in June", not "June Lee" nor "…, and May it be merry"."""
        preposition = _BEFORE_MONTH.search(before)
        return (
            preposition is not None and name in self._full_months and not (name == "may" and preposition[0].strip() in ("and", "to", "for"))
        )

    def _read_month_day(self, text: str, match: re.Match[str], before: str) -> Iterator[DateMention]:
        form = "dm" if match["dm"] else "md" if match["md"] else "c"
        name = match[f"{form}_month"]
        if name.islower() and name in ("may", "march", "mar", "sun"):
            return
        if self._commemoration.search(before):
            return
        start = match.start()
        end = start + len(match[0].rstrip(".- "))
        days = match["c_day"] if form == "c" else match[f"{form}_days"]
        year = match["c_y"] if form == "c" else match[f"{form}_y"] or (match["md_y2"] if form == "md" else None)
        offset = None if form == "c" else _YEAR_OFFSETS.get((match[f"{form}_in"] or "").lower())
        last = match.end(f"{form}_days") if form == "md" else end
        if form == "md" and last == end and re.search(r"(?:and|&|,)\s+[0-9]+$", days) and not _AFTER_COUNT.match(text, end):
            days = re.split(r"\s*(?:and|&|,)", days)[0]
            end = match.start("md_days") + len(days)
        between = re.search(r"\bbetween\s+(?:the\s+)?$", before, re.I) is not None
        mentions = list(_days(days, match.start("c_day" if form == "c" else f"{form}_days"), "date:month-day", between=between))
        for index, mention in enumerate(mentions):
            yield replace(
                mention,
                char_start=start if index == 0 else mention.char_start,
                char_end=end if index == len(mentions) - 1 else mention.char_end,
                month=self._months[name.lower()],
                year=int(year) if year else None,
                year_offset=offset,
            )

    def _read_phrase(self, text: str, match: re.Match[str], before: str) -> Iterator[DateMention]:
        phrase = re.sub(r"\s+", " ", match["phrase"].lower())
        form, value = self._phrases[phrase]
        start, end = match.span()
        number = int(match["phrase_d"]) if match["phrase_d"] else None
        if form == "vague":
            # "the recently signed agreement" tells nothing about the visit
            if phrase != "recently" or not re.search(r"\b(?:the|a|an|his|her|its|their|our|most|more|until|as)\s+$", before, re.I):
                yield DateMention(char_start=start, char_end=end, form="vague", rule="date:vague")
        elif form == "edge":
            if re.search(r"\b(?:on|of|for)\s+(?:the|his|her|its|their)\s+$", before, re.I) and not re.match(
                r"\s+of\s+(?:the\s+)?(?:\w+\s+)?(?:month|week|year|season|class|school|term|spring)\b", text[end : end + 40], re.I
            ):
                yield DateMention(char_start=start, char_end=end, form="edge", rule="date:tour-day", offset=value)
        elif form == "narrated":
            if phrase in ("day before", "day after") and not re.match(r"\s*[,.;)]", text[end : end + 4]):
                return  # "day after day", "the day before the visit"
            yield DateMention(char_start=start, char_end=end, form="narrated", rule="date:narrated-day", offset=value)
        else:
            yield DateMention(char_start=start, char_end=end, form="relative", rule="date:relative-day", offset=value, day=number)

    def _read_weekday(self, text: str, match: re.Match[str], before: str) -> Iterator[DateMention]:
        name = match["weekday"]
        start, end = match.span()
        number = match["wd_d"]
        if len(name) < 6:
            bracketed = _NUMBER_IN_FRONT.search(before) if text[end : end + 1] == ")" else None
            if name.islower() or not (bracketed or _DATE_BEHIND.match(text, end)):
                return
            if bracketed:
                start, end, number = start - len(bracketed[0]), end + 1, bracketed[1]
        # "the Sunday Observer" is a newspaper
        if re.search(r"\bthe\s+$", before, re.I) and re.match(r"\s+[A-Z][a-z]", text[end : end + 4]) and match["wd_pre"] is None:
            return
        yield DateMention(
            char_start=start,
            char_end=end,
            form="weekday",
            rule="date:weekday",
            weekday=self._weekdays[name.lower()],
            relation=_relation(re.sub(r"\s+", " ", match["wd_pre"] or match["wd_post"] or "").lower()),
            day=int(number) if number else None,
        )


def _relation(words: str) -> Relation:
    """Which weekday "last", "this past", "next week" … choose."""
    if words in ("last", "this past"):
        return "last"
    if words in ("last week", "next week", "next"):
        return "last week" if words == "last week" else "next week" if words == "next week" else "next"
    return "this" if words else "nearest"


def _with_role(text: str, mention: DateMention) -> DateMention:
    role, updated = english_role(text, mention.char_start, mention.char_end, mention)
    return replace(
        mention, role=role, rule=f"{mention.rule}:updated" if updated and not mention.rule.endswith(":updated") else mention.rule
    )


def _same_day_twice(first: DateMention, second: DateMention) -> bool:
    """Whether a weekday or "today" and a date beside it name one day ("Tuesday, March 14", "July 15 (Wed)", "Thursday (16 May)")."""
    dated = [m for m in (first, second) if m.form == "calendar" and m.month and m.day and not m.last_day]
    return (
        len(dated) == 1
        and {first.form, second.form} & {"weekday", "relative"} != set()
        and not (first.form == "calendar" and second.form == "relative")
    )


def _days(days: str, start: int, rule: str, *, between: bool = False) -> Iterator[DateMention]:
    """Mentions for "1st to 3rd" (one, a range), "23 and 24" (one, consecutive) or "1 and 5" (two)."""
    numbers = [(int(m[0]), m.start(), m.end()) for m in re.finditer(rf"[0-9]+(?={ORDINAL}?)", days)]
    consecutive = all(second[0] == first[0] + 1 for first, second in pairwise(numbers))
    spans = re.search(r"to|through|thru|un?till?|[-–—~]", re.sub(ORDINAL, "", days), re.I)
    if len(numbers) > 1 and (spans or consecutive or between):
        yield DateMention(
            char_start=start, char_end=start + len(days), form="calendar", rule=rule, day=numbers[0][0], last_day=numbers[-1][0]
        )
        return
    for number, begin, end in numbers:
        ordinal = re.match(ORDINAL, days[end:])
        stop = end + (len(ordinal[0]) if ordinal else 0)
        yield DateMention(char_start=start + begin, char_end=start + stop, form="calendar", rule=rule, day=number)


_NAMED_BY_DAY = re.compile(
    r" (?:[A-Z][a-z]+ ){0,3}(?:Factory|Plant|Works|Mill|Mine|Farm|Hospital|School|Institute|Shipyard|Stadium|Square|Street|Avenue|Bridge)\b"
)
"""What follows a day of the year that is part of a name: "February 8 General Machine Factory"."""


@cache
def english_dates() -> EnglishDates:
    """The grammar, compiled once."""
    return EnglishDates()
