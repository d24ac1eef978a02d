"""Sentences and quotations of texts in alphabetic scripts."""

import re
from collections.abc import Sequence

from tasks.lexicon.seed_tables import read_seed_table
from tasks.text.tokens import Token
from warehouse.records import record

_CLASSES = tuple(read_seed_table("lexicon/en/abbreviations.csv", ("word", "class")))
ABBREVIATIONS = frozenset(word for word, name in _CLASSES if name == "abbreviation")
COMPANY_TAILS = frozenset(word for word, name in _CLASSES if name == "company_tail")
CLOSING = frozenset(word for word, name in _CLASSES if name == "closing")
CLOSERS = frozenset("\"'”’)]»")
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
    i = 0
    while i < count:
        token = tokens[i]
        end_here = False
        if token.text in ".?!…" and _ends_sentence(tokens, i, text):
            while i + 1 < count and tokens[i + 1].text in CLOSERS and tokens[i + 1].start - tokens[i].end == 0:
                i += 1
            end_here = i + 1 >= count or _begins_sentence(tokens, i + 1, text)
        breaks = text.count("\n", tokens[i].end, tokens[i + 1].start) if i + 1 < count else 0
        if end_here or breaks or i + 1 == count or i + 1 - first >= LONGEST_SENTENCE:
            sentences.append(Sentence(tokens[first].start, tokens[i].end, first, i + 1, line))
            first = i + 1
            line += breaks
        i += 1
    return sentences


def quotations(text: str) -> list[tuple[int, int]]:
    """Find quoted stretches.

    Args:
        text: The whole text.

    Returns:
        Spans that include the quotation marks, in order, not nested.
    """
    return [match.span() for match in QUOTED.finditer(text)]
