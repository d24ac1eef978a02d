"""The distinct things that one Chinese document names."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from tasks.entities.referents import DocumentReferent, ReferentTable
from tasks.entities.spans import NameSpan

DOT = re.compile("[·•・]")
SHORTEST_VARIANT = 4
HEAD = 2


class ChineseReferentTable(ReferentTable):
    """Brings the mentions of one Chinese document together: the rules for variants are those of Chinese names.

    Args:
        place_code: The gazetteer's code of a place's name, or None.
    """

    def __init__(self, place_code: Callable[[str], str | None]) -> None:
        """Start empty."""
        super().__init__(same_person, lambda name: place_code(name) or name)
        self._place_code = place_code
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

    def _same(self, referent: DocumentReferent, span: NameSpan) -> bool:
        if span.text == referent.name or span.text in referent.aliases:
            return True
        if span.kind == "person":
            return same_person(referent.name, span.text)
        if span.kind == "place" and span.site in {"settlement", "region"}:
            code = self._place_code(span.text)
            return code is not None and code == self._place_code(referent.name)
        return is_variant(referent.name, span.text)


def same_person(longer: str, shorter: str) -> bool:
    """Say whether two forms of a name in one document name one person.

    Args:
        longer: A name, such as "艾尔肯·吾买尔" or "张 宁".
        shorter: Another, such as "艾尔肯" or "张宁".

    Returns:
        Whether they are equal without spaces, or one is a part of the other's dotted name.
    """
    parts = [DOT.split(name.replace(" ", "")) for name in (longer, shorter)]
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
    if len(shorter) < SHORTEST_VARIANT or len(shorter) >= len(longer):
        return False
    if longer.endswith(shorter):
        return True
    if longer[-HEAD:] != shorter[-HEAD:] or shorter[:HEAD] not in longer:
        return False
    rest = iter(longer[longer.index(shorter[:HEAD]) :])
    return all(character in rest for character in shorter)


def shorten_divisions(spans: Sequence[NameSpan], place_code: Callable[[str], str | None]) -> list[NameSpan]:
    """Cut "江西省" to "江西" in a text that also says "江西" alone: the usual name is the one that a reader looks for.

    Args:
        spans: All names of a document.
        place_code: The gazetteer's code of a place's name, or None.

    Returns:
        The spans, those of divisions cut where a shorter form of the same division occurs.
    """
    texts = {span.text for span in spans if span.kind == "place" and span.site == "settlement"}
    shorter = {
        text: short
        for text in texts
        for short in texts
        if len(short) < len(text) and text.startswith(short) and place_code(text) == place_code(short)
    }
    return [
        replace(span, end=span.start + len(short), text=short)
        if span.kind == "place" and (short := shorter.get(span.text)) is not None
        else span
        for span in spans
    ]
