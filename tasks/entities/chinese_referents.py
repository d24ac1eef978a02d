"""The distinct things that one Chinese document names."""

import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from tasks.entities.referents import DocumentReferent, ReferentTable
from tasks.entities.spans import NameSpan

DOT = re.compile("[·•・]")
PROVINCIAL = ("省", "自治区", "特别行政区")
SHORTEST_VARIANT, SHORTEST_END = 4, 3
COURTS = (("中院", "中级人民法院"), ("高院", "高级人民法院"))
HEAD = 2
# "射阳港" and "黄山路" are not said of Sheyang and Huangshan.
GOING_ON = "港湖河江湾岛山峰镇乡村路街桥寨"
COUNTIES = ("县", "旗")
REGIONS = ("地区", "盟", "州")


class ChineseReferentTable(ReferentTable):
    """Brings the mentions of one Chinese document together: the rules for variants are those of Chinese names.

    Args:
        place_code: The gazetteer's code of a place's name, or None.
        short_forms: Pairs of a standing short form and the full name.
    """

    def __init__(self, place_code: Callable[[str], str | None], short_forms: Collection[tuple[str, str]]) -> None:
        """Start empty."""
        super().__init__(same_person, lambda name: place_code(name) or name)
        self._place_code = place_code
        self._short_forms = short_forms
        self._by_text: dict[tuple[str, str], DocumentReferent] = {}

    def add(self, span: NameSpan) -> None:
        """Add one mention of known kind to the referent it belongs to, a new one if there is none."""
        assert span.kind is not None
        known = self._by_text.get((span.kind, span.text))
        if known is None:
            super().add(span)
            self._by_text[(span.kind, span.text)] = self.of_span[(span.start, span.end)]
        else:
            known.spans.append(span)
            self.of_span[(span.start, span.end)] = known

    def _bodies_like(self, words: tuple[str, ...]) -> list[DocumentReferent]:
        return self._candidates(words)

    def _same(self, referent: DocumentReferent, span: NameSpan) -> bool:
        if span.text == referent.name or span.text in referent.aliases:
            return True
        if span.kind == "person":
            return same_person(referent.name, span.text)
        if span.kind == "place" and span.site in {"settlement", "region"}:
            code = self._place_code(span.text)
            return code is not None and code == self._place_code(referent.name)
        pair = (span.text, referent.name)
        return pair in self._short_forms or pair[::-1] in self._short_forms or is_variant(referent.name, span.text)


def same_person(longer: str, shorter: str) -> bool:
    """Say whether two forms of a name in one document name one person.

    Args:
        longer: A name, such as "艾尔肯·吾买尔" or "张 宁".
        shorter: Another, such as "艾尔肯" or "张宁".

    Returns:
        Whether they are equal without spaces, or one is a part of the other's dotted name.
    """
    parts = [DOT.split(name.replace(" ", "")) for name in (longer, shorter)]
    if len(parts[0]) > 1 and len(parts[1]) == 1 and longer.startswith(shorter):
        return True
    return parts[0] == parts[1] or (len(parts[1]) == 1 and parts[1][0] in parts[0]) or (len(parts[0]) == 1 and parts[0][0] in parts[1])


def is_variant(longer: str, shorter: str) -> bool:
    """Say whether a shorter name of an organization or site is a form of a longer one.

    "贵阳市检察院" leaves characters of "贵阳市人民检察院" out and keeps its order and its head; "联合研究院" is what the longer name
    ends with.

    Args:
        longer: The fuller name.
        shorter: The other.

    Returns:
        Whether the shorter is the longer one's end, or the longer one with characters left out of its middle.
    """
    if len(shorter) < SHORTEST_END or len(shorter) >= len(longer):
        return False
    if longer.endswith(shorter):
        return True
    shortened = next((full for short, full in COURTS if shorter.endswith(short)), None)
    if shortened is not None and longer.endswith(shortened):
        return shorter[:-HEAD] in longer
    if len(shorter) < SHORTEST_VARIANT:
        return False
    if longer[-HEAD:] != shorter[-HEAD:] or shorter[:HEAD] not in longer:
        return False
    rest = iter(longer[longer.index(shorter[:HEAD]) :])
    return all(character in rest for character in shorter)


def shorten_divisions(spans: Sequence[NameSpan], text: str, usual: Callable[[str], str | None]) -> list[NameSpan]:
    """Cut "江西省" to "江西": a province's usual name is the short one, another division's where the text says it by itself, too.

    Args:
        spans: All names of a document.
        text: The document.
        usual: The short name of a province ("江西" of "江西省"), or of another division of which the text may say it; None for other names.

    Returns:
        The spans, those of divisions cut.
    """
    short_of: dict[str, str | None] = {}
    inside = [(span.start, span.end) for span in spans if span.rule != "place:gazetteer"]
    result = []
    for span in spans:
        if span.kind == "place" and span.rule == "place:gazetteer":
            if span.text not in short_of:
                short_of[span.text] = _short(span.text, text, inside, usual)
            short = short_of[span.text]
            if short is not None:
                span = replace(span, end=span.start + len(short), text=short)
        result.append(span)
    return result


def _short(name: str, text: str, names: Sequence[tuple[int, int]], usual: Callable[[str], str | None]) -> str | None:
    """The usual short form of a division that the text also uses, or null.

    Args:
        name: The full form.
        text: The document.
        names: Where other names stand: inside one ("哈尔滨某某公司") a short form is not used by itself.
        usual: The short name of a division.

    Returns:
        The short form.
    """
    short = usual(name)
    if short is None or short == name or not name.startswith(short):
        return None
    full = len(re.findall(f"{name[: len(short) + 1]}(?![委政])", text))
    if name.endswith(("市", *COUNTIES)):
        alone = (match.start() for match in re.finditer(f"{short}(?![{GOING_ON}{name[len(short)]}])", text))
        return short if any(not _covered(at, names) for at in alone) else None
    either = full - text.count(name[: len(short) + 1]) + len(re.findall(f"{short}(?![{GOING_ON}])", text))
    if name.endswith(PROVINCIAL):
        return short if either > full or full == 1 else None
    return short if name.endswith(REGIONS) and either > 2 * full else None


def _covered(at: int, names: Sequence[tuple[int, int]]) -> bool:
    """Whether one of the names, which are in order, covers a position."""
    before = bisect_right(names, (at, sys.maxsize)) - 1
    return before >= 0 and at < names[before][1]
