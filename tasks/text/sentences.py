"""Sentences and quotations of texts in alphabetic scripts."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from operator import itemgetter

from tasks.lexicon.seed_tables import read_seed_table
from tasks.text.tokens import Token
from warehouse.records import record

_CLASSES = tuple(read_seed_table("lexicon/en/abbreviations.csv", ("word", "class")))
ABBREVIATIONS = frozenset(word for word, name in _CLASSES if name == "abbreviation")
COMPANY_TAILS = frozenset(word for word, name in _CLASSES if name == "company_tail")
CLOSING = frozenset(word for word, name in _CLASSES if name == "closing")
CLOSERS = frozenset("\"'”’)]»")
END_MARKS = frozenset(".?!…")
OPENERS = frozenset("\"'“‘([«")
LONGEST_SENTENCE = 600
"""Tokens after which a sentence ends whatever follows, so that time stays linear in a text without full stops; the longest sentence of the
development documents has 172."""
LINE_BREAK = re.compile(r"\n")
QUOTED = re.compile(r"“[^“”\n]{2,1500}”|‘[^‘’\n]{2,400}’(?![a-z])|\"[^\"\n]{2,1500}\"|«[^«»\n]{2,1500}»")


@record(frozen=True, slots=True)
class Sentence:
    """A sentence as a run of tokens.

    Attributes:
        start: First code point in the text.
        end: One past the last.
        first: Index of its first token in the document's token list.
        last: One past the index of its last token.
        line: Number of the line it stands on, from 0.
    """

    start: int
    end: int
    first: int
    last: int
    line: int


def _ends_sentence(tokens: Sequence[Token], i: int, text: str) -> bool:
    """Whether the full stop, question mark or exclamation mark at token `i` closes a sentence."""
    token = tokens[i]
    if token.text != ".":
        return True
    if i and tokens[i - 1].end == token.start:
        before = tokens[i - 1]
        if before.lower in ABBREVIATIONS and before.shape != "9":
            # "Co., Ltd." may end a sentence; a title may not.
            if i + 1 >= len(tokens) or tokens[i + 1].lower in COMPANY_TAILS:
                return i + 1 >= len(tokens)
            return before.lower in CLOSING and _begins_sentence(tokens, i + 1, text)
        if len(before.text) == 1 and before.shape == "A":
            return False
    return True


def _begins_sentence(tokens: Sequence[Token], i: int, text: str) -> bool:
    token = tokens[i]
    if "\n" in text[tokens[i - 1].end : token.start]:
        return True
    if token.start == tokens[i - 1].end and token.text not in OPENERS:
        return False
    return token.shape in "A9" or token.text in OPENERS or token.text in "-•*—"


def split_sentences(text: str, tokens: Sequence[Token]) -> list[Sentence]:
    """Split a document into sentences; a line break always ends one, and so do 600 tokens.

    Args:
        text: The whole text.
        tokens: All its tokens.

    Returns:
        Sentences that together cover all tokens, in order.
    """
    sentences: list[Sentence] = []
    first = 0
    line = 0
    count = len(tokens)
    breaks_behind = Counter(bisect_left(tokens, newline.start(), key=itemgetter(0)) - 1 for newline in LINE_BREAK.finditer(text))
    marks = {i for i, (_, _, word, _, _) in enumerate(tokens) if word in END_MARKS}
    # Only these tokens can end a sentence; to look at them alone takes a third of the time of a walk over all.
    for mark in sorted({*marks, *(i for i in breaks_behind if i >= 0), *range(count - 1, count)}):
        if mark < first:
            continue
        while mark - first >= LONGEST_SENTENCE:
            end = first + LONGEST_SENTENCE
            sentences.append(Sentence(tokens[first].start, tokens[end - 1].end, first, end, line))
            first = end
        last = mark
        ends = False
        if mark in marks and _ends_sentence(tokens, mark, text):
            while last + 1 < count and tokens[last + 1].text in CLOSERS and tokens[last + 1].start == tokens[last].end:
                last += 1
            ends = last + 1 == count or _begins_sentence(tokens, last + 1, text)
        breaks = breaks_behind[last] if last + 1 < count else 0
        if ends or breaks or last + 1 == count or last + 1 - first >= LONGEST_SENTENCE:
            sentences.append(Sentence(tokens[first].start, tokens[last].end, first, last + 1, line))
            first = last + 1
            line += breaks
    return sentences


def quotations(text: str) -> list[tuple[int, int]]:
    """Find quoted stretches.

    Args:
        text: The whole text.

    Returns:
        Spans that include the quotation marks, in order, not nested.
    """
    return [match.span() for match in QUOTED.finditer(text)]
