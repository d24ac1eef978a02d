"""The grammar of Chinese date expressions, in simplified and traditional characters."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise

from tasks.lexicon.seed_tables import read_seed_table
from tasks.tours.dates_mention import DateMention, Relation, Role
from tasks.tours.dates_prefix_tree import prefix_tree

_D = r"[0-9０-９]"
_YEAR = rf"(?:{_D}{{4}}|[〇○零Ｏ一二三四五六七八九]{{4}})"
_MONTH = rf"(?:{_D}{{1,2}}|十[一二]?|[一二三四五六七八九正])"
_DAY = rf"(?:{_D}{{1,2}}|三十一?|二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|初?[一二三四五六七八九])"
_DAY_MARK = r"[日号號]"
_TO = r"(?:\s*(?:至|到|—{1,2}|－|-|–|~|～|―|─)\s*)"
_DAY_PART = r"(?:凌晨|清晨|早上|早晨|上午|中午|午前|午后|下午|傍晚|晚上|晚间|晚間|深夜|夜间|夜間|夜里|一早|早|晚)"
_WINDOW = 300

_FILED = re.compile(r"\s*(?:电(?![话視视影台子力动网])|電(?![話視影台子力動網])|讯|訊)")
_TIME_OF_DAY = re.compile(rf"\s*{_DAY_PART}")
# "30日元", "10月22日本市" do not count; nor do spans of days ("3日内", "两日游").
_NOT_A_DAY = re.compile(r"[元圆圓游遊内內间間均耗产產]|之[内內久]|以[内內]|本(?![报報台市省县縣院次届屆网網刊])|常|方[^才可能便]")
_BEFORE_BARE_DAY = re.compile(r"[0-9０-９百千万萬多余餘第几幾数數每逢生节節A-Za-z]$")
_STARTS_CLAUSE = re.compile(r"(?:^|[\s，。；：、,;:)）(（”“于於自从從]|记者|記者)$")
_POSTED = re.compile(
    r"(?:(?:时间|時間|日期|发布|發布|发表|發表|更新|修改|上传|上傳)\s*[:：]\s*|(?:发布|發布|发表|發表|更新|修改)于\s*|(?:来源|來源)[:：][^\n。，）)]{0,12}\s)$"
)
_UPDATED = re.compile(r"(?:更新|修改)(?:时间|時間|日期|于)?\s*[:：]?\s*$")
_LUNAR = re.compile(r"(?:农历|農曆|阴历|陰曆|旧历|舊曆)[^\s，。]{0,8}$")
_DIGITS = {
    **{c: i for i, c in enumerate("〇一二三四五六七八九")},
    **{c: i for i, c in enumerate("0123456789")},
    **{c: i for i, c in enumerate("０１２３４５６７８９")},
}
_ZEROS = {"○": 0, "零": 0, "Ｏ": 0}
_WEEKDAYS = dict(zip("一二三四五六日天", (0, 1, 2, 3, 4, 5, 6, 6), strict=True))
_NUMBERS = {"两": 2, "兩": 2}
_NEAR = {"今": 0, "昨": -1, "明": 1}


class ChineseDates:
    """Chinese date expressions; see `dates_calendar.DateGrammar`."""

    to_connector = re.compile(rf"{_DAY_PART}?{_TO}")
    and_connector = re.compile(rf"{_DAY_PART}?\s*[和、与與及]\s*")

    def __init__(self) -> None:
        """Compile the grammar from `seeds/lexicon/zh/dates.csv`."""
        words: dict[str, dict[str, str]] = defaultdict(dict)
        for kind, term, value in read_seed_table("lexicon/zh/dates.csv", ("kind", "term", "value")):
            words[kind][term] = value
        self._phrases = {
            term: (kind, int(value or 0)) for kind in ("relative", "narrated", "edge", "vague") for term, value in words[kind].items()
        }
        self._years = {term: int(value) for term, value in words["year"].items()}
        agencies = "|".join(words["agency"])
        self._agency = re.compile(rf"(?:{agencies})[^，。\n]{{0,30}}$")
        self._commemoration = re.compile(rf"[”」]?(?:{'|'.join(words['commemoration'])})")
        phrases = "|".join(sorted(self._phrases, key=len, reverse=True))
        days = rf"{_DAY}(?:{_DAY_MARK}?(?:{_TO}|[、和与與及]){_DAY}(?={_DAY_MARK}))*{_DAY_MARK}"
        lunar, weeks = "|".join(words["lunar"]), "|".join(sorted(words["weekday_prefix"], key=len, reverse=True))
        self._grammar = re.compile(
            rf"(?P<iso>(?P<iso_y>{_D}{{4}})(?P<iso_sep>[-/.／－．])(?P<iso_m>{_D}{{1,2}})(?P=iso_sep)(?P<iso_d>{_D}{{1,2}})(?!{_D}))"
            rf"|(?:(?P<year>{_YEAR})\s*年\s*|(?P<year_word>{'|'.join(self._years)})\s*)(?:(?P<month>{_MONTH})\s*月(?:份)?\s*(?P<days>{days})?)?"
            rf"|(?P<month2>{_MONTH})\s*月(?:份)?\s*(?P<days2>{days})?"
            rf"|(?P<bare>{days})"
            rf"|(?P<lunar>(?:{lunar})[初一二三四五六七八九十廿]+)"
            rf"|(?P<count>(?P<count_n>{_D}{{1,2}}|[一二两兩三四五六七八九十])(?:天|日)(?:之)?(?P<count_way>前|后|後))"
            rf"|(?P<near>[今昨明])\s*[（(]\s*(?P<near_d>{_DAY})\s*[）)]\s*[日天早晨晚夜]"
            rf"|(?P<week>{weeks})(?P<weekday>[一二三四五六日天])"
            rf"|(?P<phrase>{phrases})"
        )

        numeral = "[0-9０-９〇○零Ｏ一二两兩三四五六七八九十廿正初]"
        goes_on = r"[年月日号號天至到和、与與及/.／－．~～―─–—-]|(?<=初.)|(?<=初..)"
        others = prefix_tree({*self._phrases, *self._years, *words["weekday_prefix"], *words["lunar"]})
        self._trigger = re.compile(rf"{numeral}{{1,4}}\s*(?:{goes_on})|[今昨明]\s*[（(]|{others}")

    def mentions(self, text: str) -> Iterator[DateMention]:
        """The text's date mentions in order, not overlapping.

        Args:
            text: The text, of any length; time is linear in it.

        Yields:
            The mentions, unresolved.
        """
        held: DateMention | None = None
        for match in self._matches(text):
            for found in self._read(text, match):
                found = self._with_role(text, found)
                if held and _one_day(text, held, found):
                    dated = held if held.form == "calendar" else found
                    held = replace(dated, char_start=held.char_start, char_end=found.char_end + 1)
                    continue
                if held:
                    yield held
                held = found
        if held:
            yield held

    def _matches(self, text: str) -> Iterator[re.Match[str]]:
        """Where the grammar matches; the cheaper trigger tells where to try it."""
        position = 0
        while trigger := self._trigger.search(text, position):
            match = self._grammar.match(text, trigger.start())
            position = match.end() if match else trigger.start() + 1
            if match:
                yield match

    def _read(self, text: str, match: re.Match[str]) -> Iterator[DateMention]:
        start, end = match.span()
        before = text[max(0, start - 12) : start]
        if match["phrase"]:
            yield from self._read_phrase(text, match, before)
        elif match["iso"]:
            year, month, day = (_number(match[f"iso_{part}"]) for part in "ymd")
            if 1900 <= year < 2100 and month <= 12:
                yield DateMention(char_start=start, char_end=end, form="calendar", rule="date:iso", year=year, month=month, day=day)
        elif match["lunar"] or _LUNAR.search(before):
            yield DateMention(char_start=start, char_end=end, form="vague", rule="date:lunar")
        elif match["count"]:
            number = match["count_n"]
            days = _NUMBERS.get(number) or _number(number)
            later = match["count_way"] != "前"
            form, rule = ("narrated", "date:narrated-day") if later else ("relative", "date:relative-day")
            if not _BEFORE_BARE_DAY.search(before):
                yield DateMention(
                    char_start=start,
                    char_end=end,
                    form="narrated" if form == "narrated" else "relative",
                    rule=rule,
                    offset=days if later else -days,
                )
        elif match["near"]:  # "今（6）日", the usual form in Taiwan
            offset, day = _NEAR[match["near"]], _number(match["near_d"])
            if 1 <= day <= 31:
                yield DateMention(char_start=start, char_end=end, form="relative", rule="date:relative-day", offset=offset, day=day)
        elif match["weekday"]:
            yield DateMention(
                char_start=start,
                char_end=end,
                form="weekday",
                rule="date:weekday",
                weekday=_WEEKDAYS[match["weekday"]],
                relation=_relation(match["week"]),
            )
        elif match["bare"]:
            if self._is_day(text, match, before):
                yield from _days(
                    match["bare"], start, DateMention(char_start=start, char_end=end, form="calendar", rule="date:day-of-month")
                )
        else:
            yield from self._read_calendar(text, match, before)

    def _read_calendar(self, text: str, match: re.Match[str], before: str) -> Iterator[DateMention]:
        start, end = match.span()
        month, days = match["month"] or match["month2"], match["days"] or match["days2"]
        if before[-1:] and (before[-1] in _DIGITS or before[-1] in "十百千"):
            return
        quoted = before[-1:] in ("“", "「", "‘") and text[end : end + 1] in ("”", "」", "’")
        if quoted or (month and self._commemoration.match(text, end)):
            return
        year = _number(match["year"]) if match["year"] else None
        if year is not None and not 1000 <= year < 2200:
            return
        if month == "正" or (match["month2"] and days is None and re.match(r"[饼餅球亮光色]", text[end : end + 1])):
            if month == "正":
                yield DateMention(char_start=start, char_end=end, form="vague", rule="date:lunar")
            return
        mention = DateMention(
            char_start=start,
            char_end=end,
            form="calendar",
            rule="date:month-day" if days else "date:month" if month else "date:year",
            year=year,
            year_offset=self._years.get(match["year_word"] or ""),
            month=_number(month) if month else None,
        )
        if mention.month is not None and not 1 <= mention.month <= 12:
            return
        if days:
            yield from _days(days, match.start("days") if match["days"] else match.start("days2"), mention)
        else:
            yield mention

    def _read_phrase(self, text: str, match: re.Match[str], before: str) -> Iterator[DateMention]:
        phrase = match["phrase"]
        form, value = self._phrases[phrase]
        start, end = match.span()
        if phrase[-1] == "日" and _NOT_A_DAY.match(text, end):
            return  # "同日方一道", "近日本市场"
        if form == "vague":
            if phrase != "日前" or not re.search(rf"(?:{_D}|[一二三四五六七八九十几幾数數今昨节節工])$", before):
                yield DateMention(char_start=start, char_end=end, form="vague", rule="date:vague")
        elif form == "relative":
            # "the China of today" and "today, we must …" are no days of a visit; the latter is left to the caller
            if not re.match(r"的(?!(?:上午|下午|活动|活動|会议|會議|参观|參觀|访问|訪問))", text[end : end + 3]):
                yield DateMention(char_start=start, char_end=end, form="relative", rule="date:relative-day", offset=value)
        elif form == "narrated":
            yield DateMention(char_start=start, char_end=end, form="narrated", rule="date:narrated-day", offset=value)
        else:
            yield DateMention(char_start=start, char_end=end, form="edge", rule="date:tour-day", offset=value)

    def _is_day(self, text: str, match: re.Match[str], before: str) -> bool:
        days, end = match["bare"], match.end()
        if _BEFORE_BARE_DAY.search(before) or _NOT_A_DAY.match(text, end):
            return False
        numerals = not re.search(_D, days)
        if days[-1] != "日" or (numerals and not re.search(_TO, days)):
            return bool(_TIME_OF_DAY.match(text, end))
        return not numerals or bool(_STARTS_CLAUSE.search(before))

    def _with_role(self, text: str, mention: DateMention) -> DateMention:
        start, end = mention.char_start, mention.char_end
        window = text[max(0, start - _WINDOW) : start]
        if mention.form in ("calendar", "weekday") and mention.rule not in ("date:month", "date:year"):
            line = window[window.rfind("\n") + 1 :]
            near = line[-40:]
            if _FILED.match(text, end) and (mention.day or self._agency.search(near)):
                return replace(mention, role="dateline")
            if _POSTED.search(near):
                return replace(mention, role="metadata", rule=f"{mention.rule}:updated" if _UPDATED.search(near) else mention.rule)
            alone = (start <= _WINDOW or "\n" in window) and not line.strip()
            if alone and re.match(rf"(?:\s+{_D}{{1,2}}[:：]{_D}{{2}})?[ \t　]*(?:\n|$|来源|來源|作者)", text[end : end + 16]):
                return replace(mention, role="metadata")
        role: Role = "speech" if _speaks(window) else "narrative"
        return replace(mention, role=role)


def _speaks(window: str) -> bool:
    return window.rfind("“") > window.rfind("”") or window.rfind("「") > window.rfind("」")


def _number(text: str) -> int:
    """The value of digits (any width), of digit-wise numerals (二〇二四) or of a numeral up to 99."""
    text = text.removeprefix("初").replace("廿", "二十")
    if "十" in text:
        tens, units = text.split("十", 1)
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[units] if units else 0)
    value = 0
    for character in text:
        value = value * 10 + _ZEROS.get(character, _DIGITS.get(character, 0))
    return value


def _days(days: str, start: int, mention: DateMention) -> Iterator[DateMention]:
    """Mentions for "1日至3日" (one, a range), "23、24日" (one, consecutive) or "1日和5日" (two)."""
    numbers = [(_number(m[0]), m.start(), m.end()) for m in re.finditer(_DAY, days)]
    if not all(1 <= number <= 31 for number, _, _ in numbers):
        return
    consecutive = all(second[0] == first[0] + 1 for first, second in pairwise(numbers))
    if len(numbers) == 1:
        yield replace(mention, day=numbers[0][0])
    elif re.search(_TO, days) or consecutive:
        yield replace(mention, day=numbers[0][0], last_day=numbers[-1][0])
    else:
        for index, (number, begin, end) in enumerate(numbers):
            stop = mention.char_end if index == len(numbers) - 1 else start + end + (days[end : end + 1] in "日号號")
            yield replace(mention, char_start=mention.char_start if index == 0 else start + begin, char_end=stop, day=number)


def _relation(which: str) -> Relation:
    if which[:1] == "上":
        return "last week"
    if which[:1] == "下":
        return "next week"
    return "this" if which[:1] in "本这這" else "nearest"


def _one_day(text: str, first: DateMention, second: DateMention) -> bool:
    """Whether a day and one in parentheses after it are the same ("今天（7月20日）", "15日（周三）")."""
    if not re.fullmatch(r"\s*[（(]\s*", text[first.char_end : second.char_start]) or text[second.char_end : second.char_end + 1] not in (
        "）",
        ")",
    ):
        return False
    dated = [m for m in (first, second) if m.form == "calendar" and m.day]
    return len(dated) == 1 and bool({first.form, second.form} & {"relative", "weekday"})


@cache
def chinese_dates() -> ChineseDates:
    """The grammar, compiled once."""
    return ChineseDates()
