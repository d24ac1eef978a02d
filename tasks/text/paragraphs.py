"""Paragraphs: lines of a text, and passages of a text that arrives as one line."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence

from warehouse.records import record

LONG_LINE = 1200
MIN_PASSAGE = 60
END_MARK = re.compile(
    r"(?:[(（]\s*(?:already(?:\s+\w+)?|finish(?:ed)?|end(?:\s+of\s+\w+)?|over(?:\s+here)?|the\s+end|complete[d]?|完|结束)\s*[)）]|-0-|###?|-30-)\s*$",
    re.IGNORECASE,
)
END_MARK_ENDS = frozenset(")）-#")
CAPTION = re.compile(
    r"^\s*(?:\((?:L-R|from left|left to right)\)|Photos?\b|Caption\b|图为|图[:：])"
    r"|\((?:\d+(?:st|nd|rd|th) from (?:left|right)|left|right)\)",
    re.IGNORECASE,
)
BYLINE = re.compile(r"^\s*(?:By\s+[A-Z]|Source\s*[:：]|Author\s*[:：]|Reporter\s*[:：]|来源|作者|记者\s|责任编辑|编辑[:：])")
DATELINE = re.compile(
    r"^\s*\(?(?:\d{1,2}\s+[A-Z][a-z]+\s+\d{4}|[A-Z][a-z]+\s+\d{1,2},\s+\d{4}|\d{4}-\d{2}-\d{2})\b[^.]{0,60}$"
    r"|^\s*(?:Last updated|Posted|Published|发布时间)\b.*$",
    re.IGNORECASE,
)
SHORT_LINE = 160


@record(frozen=True, slots=True)
class ParagraphSpan:
    """A paragraph before it becomes a row.

    Attributes:
        start: First code point, a non-blank.
        end: One past the last, a non-blank.
        role: A value of `paragraphs.role`.
    """

    start: int
    end: int
    role: str


def split_paragraphs(text: str, sentences: Sequence[tuple[int, int]], openings: Collection[int]) -> list[ParagraphSpan]:
    """Split a text so that every non-blank character is in exactly one paragraph.

    Lines are paragraphs. A line longer than 1,200 code points (the seed's has 16,291; the longest paragraph of the development
    documents that a person had divided has 1,140) is divided before the sentences that open something new.

    Args:
        text: The whole text.
        sentences: Spans of its sentences, in order.
        openings: First code points of sentences with which a new place, speaker or matter begins.

    Returns:
        The paragraphs, in order.
    """
    starts = [start for start, _ in sentences]
    found: list[ParagraphSpan] = []
    position = 0
    led = False
    for line in text.splitlines(keepends=True):
        start = position + len(line) - len(line.lstrip())
        end = position + len(line.rstrip())
        position += len(line)
        if end <= start:
            continue
        mark = END_MARK.search(text, start, end) if text[end - 1] in END_MARK_ENDS else None
        body_end = start + len(text[start : mark.start()].rstrip()) if mark else end
        cuts = [start]
        if body_end - start > LONG_LINE:
            for opening in starts[bisect_right(starts, start) : bisect_left(starts, body_end)]:
                if opening in openings and opening - cuts[-1] >= MIN_PASSAGE:
                    cuts.append(opening)
        for cut, following in zip(cuts, [*cuts[1:], body_end], strict=True):
            stop = cut + len(text[cut:following].rstrip())
            if stop > cut:
                role = _role(text[cut:stop], led)
                led = led or role == "lead"
                found.append(ParagraphSpan(cut, stop, role))
        if mark:
            found.append(ParagraphSpan(mark.start(), end, "end_mark"))
    return found


def _role(passage: str, led: bool) -> str:
    if len(passage) <= SHORT_LINE * 2 and CAPTION.search(passage):
        return "caption"
    if len(passage) <= SHORT_LINE and DATELINE.search(passage):
        return "dateline"
    if len(passage) <= SHORT_LINE and BYLINE.search(passage):
        return "byline"
    return "body" if led else "lead"
