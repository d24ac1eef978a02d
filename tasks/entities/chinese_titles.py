"""Titles of persons in Chinese text: the offices, with the bodies they are of, right before a name."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from tasks.entities.chinese_tokens import ChineseTokens
from tasks.entities.spans import NameSpan

JOINTS = frozenset("、兼和及")
DATELINE_END = "电"
LONGEST_TITLE = 40
"""Tokens; "中共中央政治局常委、国务院副总理、党组副书记" has 11."""


def with_titles(spans: Sequence[NameSpan], tokens: ChineseTokens) -> list[NameSpan]:
    """Add to persons the offices that the text puts before their names.

    Args:
        spans: The names of a document, in order, not overlapping.
        tokens: Its words.

    Returns:
        The names; a person before whom an office stands has it as title: "最高人民检察院党组书记、检察长" for "…检察长应勇".
    """
    names = {tokens.starts[i]: span for span in spans for i in range(*_tokens_of(span, tokens))}
    result = []
    for span in spans:
        if span.kind == "person" and span.title is None:
            first = _title_start(_tokens_of(span, tokens)[0], names, tokens)
            if first is not None:
                span = replace(span, title=tokens.text[tokens.starts[first] : span.start])
        result.append(span)
    return result


def _tokens_of(span: NameSpan, tokens: ChineseTokens) -> tuple[int, int]:
    return bisect_left(tokens.starts, span.start), bisect_left(tokens.starts, span.end)


def _title_start(end: int, names: dict[int, NameSpan], tokens: ChineseTokens) -> int | None:
    """The first token of the title that ends before token `end`, or None where no office stands there."""
    if not end or tokens.words[end - 1].office != "office":
        return None
    first = end
    while first and end - first < LONGEST_TITLE:
        k = first - 1
        word = tokens.words[k]
        if tokens.ends[k] != tokens.starts[first] or tokens.text[tokens.ends[k] - 1] == DATELINE_END:
            break
        name = names.get(tokens.starts[k])
        if name is not None and name.kind == "person":
            break
        if tokens.text[tokens.starts[k] : tokens.ends[k]] in JOINTS:
            if not k or tokens.words[k - 1].office != "office":
                break
        elif name is None and word.office != "office" and (word.role == "function" or word.senses):
            break
        first = k
    return first
