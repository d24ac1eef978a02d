"""The Chinese grammar: from text to names, uses of places, parts, actions and statements."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from tasks.entities.chinese_names import ChineseNames
from tasks.entities.chinese_persons import ChinesePersons
from tasks.entities.chinese_referents import ChineseReferentTable, shorten_divisions
from tasks.entities.chinese_titles import with_titles
from tasks.entities.chinese_tokens import DIVIDERS, ChineseTokens
from tasks.entities.referents import DocumentReferent
from tasks.entities.seats import named_seats
from tasks.entities.spans import Kind, NameSpan
from tasks.lexicon.lexicon import Lexicon
from tasks.tours.chinese_clauses import ChineseClauses
from tasks.tours.chinese_parts import ChineseParts
from tasks.tours.chinese_statements import ChineseStatements
from tasks.tours.chinese_visits import ChineseVisits
from tasks.tours.parsed import Parsed
from tasks.tours.uses import PlaceUse

PROMOTED = 0.8
JOINED = frozenset(["", "的", "市", "县", "区", "省"])  # a division cut to its short name leaves the word for its class
OWN = ("我校", "本校", "来校", "校党委", "校长", "全校", "校领导")
# "来我校调研": the visitors come to the institution that reports.
GUESTS = re.compile(
    "(?:来|来到|到|到访|来访|莅临|走进|做客)我?(?:校|院|馆|所|公司)(?:考察|调研|参观|访问|座谈|交流|指导|检查|视察|走访|作|开展)"
)
# Many sites write the marks of Latin text between Chinese characters; the grammar knows the Chinese ones.
HALF_WIDTH = re.compile(r"(?<=[\u3400-\u9fff”」）)》])[,;:?!()]")
FULL_WIDTH = dict(zip(",;:?!()", "，；：？！（）", strict=True))
NEWS_DESK = re.compile(r"([\u3400-\u9fff]{2,4}?)(?:大学)?新闻[网讯]")


def parse_chinese(text: str, title: str | None, lexicon: Lexicon) -> Parsed:
    """Parse a Chinese document, simplified or traditional.

    Args:
        text: Its body.
        title: Its title.
        lexicon: All lexicons.

    Returns:
        What the grammar sees; spans are those of the text as given.
    """
    chinese = lexicon.chinese
    folded = HALF_WIDTH.sub(lambda mark: FULL_WIDTH[mark.group()], text.translate(chinese.fold))
    tokens = ChineseTokens(chinese, folded)
    tokens.learn(ChinesePersons(tokens, lexicon.persons).find())

    def place_code(name: str) -> str | None:
        found = lexicon.gazetteer.lookup(name.translate(chinese.fold), "zh")
        return found[0].code if found else None

    def usual(name: str) -> str | None:
        code = place_code(name)
        lengths = range(len(name) - 1, 1, -1) if code is not None else ()
        forms = [name[:length] for length in lengths if name[length - 1] not in DIVIDERS or not name.endswith(name[length - 1])]
        return next((form for form in forms if place_code(form) == code), None)

    spans = with_titles(shorten_divisions(ChineseNames(tokens).find(), folded, usual), tokens)
    if folded != text:
        spans = [_unfolded(span, text) for span in spans]
    clauses = ChineseClauses(tokens, spans)
    table = ChineseReferentTable(place_code, chinese.short_forms)
    table.resolve(spans)
    uses = _promote(ChineseVisits(clauses).uses(), table, text)
    table.finish()
    seats = named_seats(folded, chinese.seats)
    return Parsed(
        sentences=tokens.sentences,
        referents=table.referents,
        of_span=table.of_span,
        title_mentions=_title_mentions(title, table.referents),
        uses=uses,
        parts=ChineseParts(clauses).parts(uses),
        actions=clauses.actions(),
        statements=ChineseStatements(clauses).statements(),
        said=_said(clauses),
        repairs=[],
        seats=seats,
        home=_home(folded, chinese.seats, seats),
        receives=GUESTS.search(folded) is not None,
        addresses=_addresses(spans, text),
        first_person=chinese.sets["speaker"],
        fold=chinese.fold if folded != text else None,
    )


def _addresses(spans: Sequence[NameSpan], text: str) -> dict[str, str]:
    """The divisions right before the name of a place or body, or joined to it by "的": "某市某区某镇的|某某村"."""
    found: dict[str, str] = {}
    begin = spans[0].start if spans else 0
    for before, span in pairwise(spans):
        if text[before.end : span.start] not in JOINED or before.kind != "place" or before.site not in {"settlement", "region"}:
            begin = span.start
            continue
        if span.kind != "person" and len(text[begin : span.start]) > len(found.get(span.text, "")):
            found[span.text] = text[begin : span.start]
    return found


def _home(text: str, seats: Mapping[str, str], named: Mapping[str, str]) -> str | None:
    """The place of the university that the text calls its own: the one it names most, or that its news desk is called by."""
    if not any(word in text for word in OWN):
        return None
    desk = NEWS_DESK.search(text)
    if desk is not None and f"{desk.group(1)}大学" in seats:
        return seats[f"{desk.group(1)}大学"]
    counted = [(text.count(name), name) for name in named if name.endswith("大学")]
    return seats[max(counted)[1]] if counted else None


def _unfolded(span: NameSpan, text: str) -> NameSpan:
    """A name and its title in the characters of the text as given."""
    title = span.title and text[span.start - len(span.title) : span.start]
    return replace(span, text=text[span.start : span.end], title=title)


def _promote(uses: Sequence[PlaceUse], table: ChineseReferentTable, text: str) -> list[PlaceUse]:
    """Take a phrase for a place's name where the text says that somebody went there."""
    result = []
    for use in uses:
        if use.span.kind is None:
            if use.weight < PROMOTED or use.status != "told" or (use.span.start, use.span.end) in table.of_span:
                continue
            kind: Kind = "organization" if use.span.rule == "unknown:of-a-kind" else "place"
            rule = f"{kind}:{'described' if use.span.rule == 'unknown:listed' else 'visited'}"
            span = replace(use.span, text=text[use.span.start : use.span.end], kind=kind, site="yes", rule=rule, confidence=0.6)
            table.add(span)
            use = replace(use, span=span)
        result.append(use)
    return result


def _title_mentions(title: str | None, referents: Sequence[DocumentReferent]) -> list[tuple[NameSpan, DocumentReferent]]:
    """Names of the text that the title has, too."""
    if not title:
        return []
    found = []
    for referent in referents:
        for name in sorted({referent.name, *referent.aliases}, key=lambda name: (-len(name), name)):
            if name in title:
                found.append((NameSpan(0, 0, name, referent.kind, referent.site, f"{referent.kind}:in-title", 0.9), referent))
                break
    return found


def _said(clauses: ChineseClauses) -> list[tuple[int, int]]:
    """Stretches that are speech, plan or memory."""
    found: list[tuple[int, int]] = []
    for start, end, status in zip(clauses.starts, clauses.ends, clauses.status, strict=True):
        if status == "told":
            continue
        if found and start - found[-1][1] <= 1:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
