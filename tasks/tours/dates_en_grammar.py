"""The patterns of English date expressions: where one may begin, and what it is."""

import re
from collections.abc import Iterable

from tasks.tours.dates_prefix_tree import prefix_tree

DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
ORDINAL = r"(?:st|nd|rd|th)"
YEAR = r"(?:(?:1[5-9]|20)[0-9]{2})(?![0-9])"
TO = r"\s*(?:to|through|thru|until|till|[-–—~])\s*(?:the\s+)?"
AND = rf"(?:,\s*{DAY}{ORDINAL}?)*,?\s*(?:and|&)\s+(?:the\s+)?"
DAY_PART = r"(?:\s+(?:early\s+)?(?:morning|afternoon|evening|night|noon|midday))"


def english_grammar(months: Iterable[str], weekdays: Iterable[str], numbers: Iterable[str], phrases: Iterable[str]) -> re.Pattern[str]:
    """The expression that begins at a position; its named groups tell which kind it is, longest and fullest kinds first.

    Args:
        months: Names of months, in full and abbreviated, in small letters like all words here.
        weekdays: Names of weekdays.
        numbers: Number words.
        phrases: Relative, narrated, vague and tour-day phrases.

    Returns:
        The pattern, for `match`.
    """
    month = f"(?:{_longest_first(months)})"
    number = rf"{DAY}{ORDINAL}?(?![\w%])"
    days = rf"{DAY}{ORDINAL}?(?:{TO}{number}|{AND}{number})?"
    year = rf"(?:,?\s*(?:Juche\s+[0-9]+\s*\(\s*)?(?P<NAME>{YEAR})\)?)"
    in_year = r"(?:\s+(?:of\s+)?(?P<NAME>this|last|next)\s+year\b)"
    return re.compile(
        rf"(?P<iso>(?P<iso_y>{YEAR})(?P<iso_sep>[-/.])(?P<iso_m>1[0-2]|0?[1-9])(?P=iso_sep)(?P<iso_d>{DAY})(?![0-9]))"
        rf"|(?P<dotted>(?P<dot_d>{DAY})\.(?P<dot_m>1[0-2]|0?[1-9])\.(?P<dot_y>{YEAR}))"
        rf"|(?P<dm>(?P<dm_days>{days})\s*(?:of\s+)?-?(?P<dm_month>{month})\b\.?-?"
        rf"(?:{year.replace('NAME', 'dm_y')}|{in_year.replace('NAME', 'dm_in')})?)"
        rf"|(?P<md>(?P<md_month>{month})\b\.?\s*(?:the\s+)?(?P<md_days>{days})(?![\w%]|[.,](?!{YEAR})[0-9])"
        rf"(?:{year.replace('NAME', 'md_y')}|/(?P<md_y2>{YEAR})|{in_year.replace('NAME', 'md_in')})?)"
        rf"|(?P<compact>(?P<c_month>{month})(?P<c_day>{DAY})/(?P<c_y>{YEAR}))"
        rf"|(?P<my>(?P<my_month>{month})\b\.?(?:{year.replace('NAME', 'my_y')}|{in_year.replace('NAME', 'my_in')})?)"
        rf"|(?P<bare>{DAY}{ORDINAL}(?:{TO}{DAY}{ORDINAL}|{AND}{DAY}{ORDINAL})?(?![\w-]))"
        rf"|(?P<count>(?P<count_n>[0-9]{{1,2}}|{_longest_first(numbers)})\s+days?\s+(?P<count_way>ago|later|earlier)\b)"
        rf"|(?P<year>{YEAR}(?![\w%-]|[.,][0-9]))"
        rf"|(?P<phrase>{_longest_first(phrases)})\b(?!['’]s\b)"
        rf"(?:{DAY_PART}?\s*[(（]\s*(?P<phrase_d>{DAY}){ORDINAL}?\s*[)）])?"
        rf"|(?:(?P<wd_pre>last|this|next|this\s+past|this\s+coming)\s+)?(?P<weekday>{_longest_first(weekdays)})\b"
        rf"(?:{DAY_PART}?\s*[(（]\s*(?P<wd_d>{DAY}){ORDINAL}?\s*[)）])?(?:{DAY_PART}?\s+(?P<wd_post>this\s+week|last\s+week|last\b|next\s+week))?",
        re.I,
    )


def english_trigger(months: Iterable[str], weekdays: Iterable[str], numbers: Iterable[str], phrases: Iterable[str]) -> re.Pattern[str]:
    """Where a date expression may begin: a character that is no letter or digit, then a digit or a word of the lexicon.

    The leading character set lets the engine skip all else fast (13 to 40 MB/s against lookbehinds); the grammar runs on hits only.
    """
    begun = {*phrases, *(f"{number} day" for number in numbers)}
    days = {*weekdays, *(day.capitalize() for day in weekdays)}
    begun |= {f"{which} {filler}{day}" for which in ("last", "this", "next") for filler in ("", "past ", "coming ") for day in days}
    starts = {form for phrase in begun for form in (phrase, phrase[0].upper() + phrase[1:], phrase.upper())}
    for name in {*months, *weekdays}:
        # a capital and two letters are rare enough in front of the grammar; "mar" and "sat" in small letters are not
        starts |= {name.capitalize()[:3], name.upper()[:3], *((name,) if len(name) > 4 else ())}
    words = prefix_tree(starts)
    months_begin = "(?i:" + "|".join(sorted({re.escape(term[:3]) for term in months})) + ")"
    goes_on = rf"{ORDINAL}|\s?(?:[-–—~&]|to\b|and\b|of\b|days?\b|through\b|{months_begin})|[-./,]|(?<=[0-9]{{4}})"
    return re.compile(rf"[^A-Za-z0-9_$€£](?:{words}|(?<![0-9][.,/:–-])[0-9]{{1,4}}(?:{goes_on}))")


def _longest_first(terms: Iterable[str]) -> str:
    return "|".join(re.escape(term).replace(r"\ ", r"\s+") for term in sorted(terms, key=len, reverse=True))
