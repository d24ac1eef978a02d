"""Persons whom no name list knows, by where they stand: before a verb of visiting or saying, or after a title."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from tasks.entities.english_persons import POSSIBLE_PERSON
from tasks.entities.person_names import PersonNames
from tasks.entities.referents import name_words
from tasks.entities.spans import NameSpan
from tasks.lexicon.division import Level
from tasks.lexicon.english import EnglishLexicon
from tasks.lexicon.gazetteer import Gazetteer
from tasks.text.tokens import Token

PERSONAL_KINDS = frozenset(["visit", "go", "say", "meet"])
LONGEST_PERSON = 4
LONGEST_DATELINE = 16  # tokens
DATELINE_MARKS = frozenset([",", "–", "—", "-", "("])
LOCATED = frozenset(
    ["in", "at", "near", "to", "from", "across", "around", "outside", "through", "throughout", "visited", "left", "reached"]
)
OFFICE_LINKS = frozenset(["of", "for", "the", "and", "(", ")", "&", "on", "'s"])
LONGEST_OFFICE = 14  # tokens
HONOUR = frozenset([("highness",), ("royal", "highness"), ("majesty",), ("excellency",)])


def persons_by_position(
    names: Sequence[NameSpan], tokens: Sequence[Token], text: str, lexicon: EnglishLexicon, gazetteer: Gazetteer, persons: PersonNames
) -> list[NameSpan]:
    """Take names of unknown kind for persons where only a person can stand.

    Args:
        names: All names of a document, in order.
        tokens: Its tokens.
        text: The document's text.
        lexicon: The English lexicon.
        gazetteer: Places of the world.
        persons: Judge of personal names.

    Returns:
        The names. Unknown ones that begin with a title lose it and become persons; unknown ones of two to four words become
        persons where a verb of visiting, going, saying or meeting follows them, and so does every other mention of such a name.
    """
    starts = [token.start for token in tokens]
    lower = [token.lower for token in tokens]
    result: list[NameSpan] = []
    acting: set[tuple[str, ...]] = set()
    surnames = {word for span in names if span.kind == "person" for word in _outer_words(span.text)}
    gone_to = {span.text for span in names if span.kind == "place" and _is_located(span, starts, lower, gazetteer)}
    appositive = _appositives(names, starts, tokens, lexicon)
    for span in names:
        if span.kind == "person":
            mended = _mended(span, starts, lower, tokens, text, lexicon)
            if mended is not None:
                result.append(mended)
            continue
        if span.kind in {"place", None} and _files_report(bisect_left(starts, span.start), bisect_left(starts, span.end), tokens):
            span = replace(span, kind="organization", site="no", rule="organization:agency")  # "CHANGSHA, Nov. 8 (Xinhua) --"
        if span.kind == "place" and span.text in surnames:
            acts = _acts(bisect_left(starts, span.end), lower, lexicon)
            if acts or span.text not in gone_to:  # "Li went", "according to Thuong": the person, not the town
                span = replace(span, kind=None, site="", rule="unknown:surname")
        if span.kind is None:
            first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
            bare = _without_title(first, last, lower, lexicon, gazetteer, tokens)
            words = tuple(lower[bare:last])
            if bare == last or words in HONOUR:
                continue  # a title and nothing else: "Royal Highness"
            fit = len(words) <= LONGEST_PERSON and _fit(words, text[tokens[bare].start : span.end], lexicon, gazetteer)
            if fit and bare > first:
                title = text[tokens[_office_start(first, lower, lexicon)].start : tokens[bare - 1].end]
                span = _person(replace(span, start=tokens[bare].start, text=text[tokens[bare].start : span.end], title=title))
            elif fit and len(words) >= 2 and (span.start in appositive or _acts(last, lower, lexicon)):
                acting.add(name_words(span.text))
            elif fit and len(words) == 1 and words[0] in persons.lexicon.given and _acts(last, lower, lexicon):
                acting.add(name_words(span.text))  # "while Camilla visited"
            elif fit and len(words) >= 2 and _is_met(first, lower, lexicon):
                judged = persons.judge(span.text.split())
                if judged is not None and judged.score >= POSSIBLE_PERSON:
                    acting.add(name_words(span.text))
        result.append(span)
    towns = {span.text for span in result if span.rule == "place:lower-case-head" and " " in span.text}
    result = [
        replace(span, kind="place", site="settlement", rule="place:lower-case-head")
        if span.kind == "person" and span.text in towns and not span.title
        else span
        for span in result
    ]
    result = _without_second_titles(result, text)
    named = [_person(span) if span.kind is None and name_words(span.text) in acting else span for span in result]
    return _with_bare_titles(named, lexicon)


def _is_met(first: int, lower: Sequence[str], lexicon: EnglishLexicon) -> bool:
    """Whether a name follows "with" behind a word of meeting: "held a discussion with X"."""
    return first > 1 and lower[first - 1] == "with" and lower[first - 2] in lexicon.sets["meeting"]


def _files_report(first: int, last: int, tokens: Sequence[Token]) -> bool:
    """Whether a name stands in brackets before the dash of a dateline: the agency."""
    bracketed = 0 < first <= LONGEST_DATELINE and last + 1 < len(tokens) and tokens[first - 1].text == "(" and tokens[last].text == ")"
    return bracketed and tokens[last + 1].text in {"-", "–", "—"}


def _is_located(span: NameSpan, starts: Sequence[int], lower: Sequence[str], gazetteer: Gazetteer) -> bool:
    """Whether a place's mention can be of a place only: a country's, or one behind "in" or before ", Kenya"."""
    first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
    before = lower[first - 1] if first else ""
    held = last + 1 < len(lower) and lower[last] == "," and bool(gazetteer.lookup(lower[last + 1].title(), "en"))
    known = gazetteer.lookup(span.text, "en")
    if before == "to" and lower[first - 2 : first - 1] == ["according"]:
        return False
    return before in LOCATED or held or (bool(known) and known[0].level is Level.COUNTRY)


def _appositives(names: Sequence[NameSpan], starts: Sequence[int], tokens: Sequence[Token], lexicon: EnglishLexicon) -> set[int]:
    """Where unknown names start that stand, between commas, behind an office and what it is of, or in one list with persons.

    "the Executive Mayor of Tshwane, Cilliers Brink, toured"; "Karin Solberg and Xo Yby accompanied".
    """
    found: set[int] = set()
    previous: NameSpan | None = None
    for span in names:
        first = bisect_left(starts, span.start)
        if span.kind is None and first > 1:
            if lower_pair(tokens, first) in {(home, "of") for home in lexicon.sets["household"]}:
                found.add(span.start)  # "visited the family of X"
            elif tokens[first - 1].text == "," and _closes_office(first - 2, tokens, lexicon):
                found.add(span.start)
            elif previous is not None and (previous.kind == "person" or previous.start in found):
                between = [token.lower for token in tokens[bisect_left(starts, previous.end) : first]]
                if between == ["and"]:
                    found.add(span.start)
        previous = span
    return found


def lower_pair(tokens: Sequence[Token], i: int) -> tuple[str, str]:
    """The two words before a token, in lower case."""
    return tokens[i - 2].lower, tokens[i - 1].lower


def _closes_office(k: int, tokens: Sequence[Token], lexicon: EnglishLexicon) -> bool:
    """Whether token `k` ends an office with what it is of, told with capitals: "Mayor of Tshwane", "Chief Commissioner of X (Y)"."""
    lowest = max(0, k - LONGEST_OFFICE)
    while k >= lowest:
        token = tokens[k]
        if token.lower in lexicon.titles and token.shape == "A":
            return True
        if token.shape != "A" and token.lower not in OFFICE_LINKS:
            return False
        k -= 1
    return False


def _outer_words(name: str) -> tuple[str, ...]:
    """The words of a personal name that can be its surname: the first and the last."""
    words = name.split()
    return (words[0], words[-1]) if len(words) > 1 else ()


def _mended(
    span: NameSpan, starts: Sequence[int], lower: list[str], tokens: Sequence[Token], text: str, lexicon: EnglishLexicon
) -> NameSpan | None:
    """A person's mention without the title in front of it; a place where a town's word follows; None for a mere "HRH" or a dateline."""
    first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
    if lower[first] in lexicon.sets["form_of_address"] and last == first + 1:
        return None
    if last < len(lower) and tokens[last].shape == "a" and not span.title:
        head = lexicon.heads.get((lower[last],))
        if head is not None and (head.site == "settlement" or head.level in {"county", "province"}):
            return replace(span, kind="place", site=head.site, rule="place:lower-case-head")
    if last == first + 1 and span.text.isupper() and len(span.text) > 3 and last < len(lower) and lower[last] in DATELINE_MARKS:
        return None
    if span.rule.startswith("person:royal"):
        return span
    i = first + 1 if last - first > 1 and _is_short_title(tokens[first], lexicon) else first
    while i < last - 1:
        match = lexicon.offices.match(lower, i)
        if match is None or i + match[0] >= last or lower[i] in lexicon.sets["title_or_surname"]:
            break
        if match[1] not in {"office", "rank"} and lower[i] not in lexicon.sets["plain_honorific"]:
            break
        i += match[0]
        if lower[i] == "." and i < last - 1:
            i += 1
    if i == first:
        return span
    title = text[span.start : tokens[i - 1].end]
    title = f"{span.title} {title}" if span.title else title
    return replace(span, start=tokens[i].start, text=text[tokens[i].start : span.end], title=title)


def _is_short_title(token: Token, lexicon: EnglishLexicon) -> bool:
    """Whether a word is a title in initials that stands before a name: "MP Basil Ndolo", "ASG Berg"."""
    return token.text.isupper() and token.lower in lexicon.sets["title_in_initials"]


def _with_bare_titles(names: list[NameSpan], lexicon: EnglishLexicon) -> list[NameSpan]:
    """Let "the Queen" be the one queen whom the document names: her full name gets the bare title as another name."""
    names = _with_princess_royal(_with_bare_royal_phrases(names), lexicon)
    bare = {span.text.lower() for span in names if span.rule.startswith("person:royal") and " " not in span.text}
    if not bare:
        return names
    holders: dict[str, set[str]] = {}
    for span in names:
        word = _royal_word(span, lexicon)
        if word in bare and not (span.alias and span.text == "Princess Royal"):
            holders.setdefault(word, set()).add(span.text.split()[0])  # "Charles III" and "Charles" are one king
    only = {word for word, texts in holders.items() if len(texts) == 1}
    return [
        replace(span, alias=_royal_word(span, lexicon).capitalize()) if not span.alias and _royal_word(span, lexicon) in only else span
        for span in names
    ]


def _without_second_titles(names: list[NameSpan], text: str) -> list[NameSpan]:
    """Leave out a royal title right behind another one: "The Prince of Wales, Duke of Cornwall, and The Duchess of Cornwall" are two."""
    result: list[NameSpan] = []
    for span in names:
        before = result[-1] if result else None
        royal = before is not None and all(each.rule.startswith("person:royal") and " of " in each.text for each in (before, span))
        if royal and before is not None and text[before.end : span.start] == ", ":
            continue
        result.append(span)
    return result


def _with_princess_royal(names: list[NameSpan], lexicon: EnglishLexicon) -> list[NameSpan]:
    """Let "Princess Anne" be the Princess Royal."""
    given = next((span.text for span in names if span.text.lower() in lexicon.sets["princess_royal"] and _royal_word(span, lexicon)), None)
    if given is None or not any(span.text == "Princess Royal" for span in names):
        return names
    return [replace(span, alias=given) if span.text == "Princess Royal" else span for span in names]


def _with_bare_royal_phrases(names: list[NameSpan]) -> list[NameSpan]:
    """Let "the Crown Prince" be the one person whose full name the document gives with that title."""
    bare = {span.text for span in names if span.rule.startswith("person:royal") and " " in span.text and " of " not in span.text}
    for phrase in sorted(bare):
        titled = [span for span in names if span.kind == "person" and span.text != phrase and phrase in f"{span.title or ''} {span.text}"]
        if len({span.text for span in titled}) == 1:
            names = [replace(span, alias=phrase) if span in titled else span for span in names]
    return names


def _royal_word(span: NameSpan, lexicon: EnglishLexicon) -> str:
    """The royal title of a person named in full: "queen" for "Queen Liselotte"; "" for anybody else."""
    if span.kind != "person":
        return ""
    if span.title:
        return span.title.lower().split()[-1]
    first, _, rest = span.text.partition(" ")
    return first.lower() if rest and " of " not in span.text and first.lower() in lexicon.sets["royal"] else ""


def _person(span: NameSpan) -> NameSpan:
    return replace(span, kind="person", site="no", rule="person:by-position", confidence=0.7)


def _fit(words: Sequence[str], name: str, lexicon: EnglishLexicon, gazetteer: Gazetteer) -> bool:
    """Whether words can be a personal name at all: none of them a word of offices, bodies or portfolios, and no known place."""
    if lexicon.head(words) or gazetteer.lookup(name, "en") or name.isupper():
        return False
    return not any(
        word in lexicon.portfolios or word in lexicon.function_words or word in lexicon.office_words or (word,) in lexicon.heads
        for word in words
    )


def _without_title(first: int, last: int, lower: list[str], lexicon: EnglishLexicon, gazetteer: Gazetteer, tokens: Sequence[Token]) -> int:
    """The first token of a name behind the titles that it begins with, or behind what the title before it is of."""
    i = first
    titled = False
    while i < last:
        match = lexicon.offices.match(lower, i)
        if i == first < last - 1 and _is_short_title(tokens[i], lexicon):
            titled = True
            i += 1
        elif match is not None and i + match[0] <= last:
            titled = titled or match[1] != "modifier"
            i += match[0]
        elif i > first and lower[i] == ".":
            i += 1
        else:
            break
    if titled:
        return i
    after_of = first >= 2 and lower[first - 1] == "of" and lower[first - 2] in lexicon.titles
    if after_of and last - first >= 3 and gazetteer.lookup(tokens[first].text, "en"):
        return first + 1  # "President of Kazakhstan Yerlan Sadykov"
    of_body = first >= 3 and lower[first - 1] == "the" and lower[first - 2] == "of" and lower[first - 3] in lexicon.titles
    if after_of or of_body:  # "Chairman of the Government Office Tran Van Son"
        ends = [i for i in range(first + 1, last - 1) if (lower[i - 1],) in lexicon.heads or lower[i - 1] in lexicon.portfolios]
        return ends[-1] if ends else first
    return first


def _office_start(first: int, lower: list[str], lexicon: EnglishLexicon) -> int:
    """Where the office begins of which a name holds the end: "Chairman of the" before "Government Office Tran Van Son"."""
    i = first
    while i and (lower[i - 1] in {"of", "the"} or lower[i - 1] in lexicon.titles or lower[i - 1] in lexicon.portfolios):
        i -= 1
    while i < first and lower[i] in {"of", "the"}:
        i += 1
    return i


def _acts(i: int, lower: list[str], lexicon: EnglishLexicon) -> bool:
    """Whether a verb of visiting, going, saying or meeting stands at token `i`, adverbs and weekdays aside."""
    while i < len(lower) and lower[i] in lexicon.sets["between_name_and_verb"]:
        i += 1
    if i >= len(lower):
        return False
    match = lexicon.verbs.match(lower, i)
    return match is not None and not lower[i].endswith("ing") and any(sense.kind in PERSONAL_KINDS for sense in match[1])
