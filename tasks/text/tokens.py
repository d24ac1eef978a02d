"""Words and punctuation of texts in alphabetic scripts."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

LETTER = "A-Za-zÀ-ɏḀ-ỿ"
TOKEN = re.compile(
    rf"(?:[A-Z]\.(?:[A-Z]\.)+)"  # U.S., K.D.
    rf"|[{LETTER}]+\.(?:com|org|net|cn)\b"
    rf"|[{LETTER}][{LETTER}0-9]*(?:['’ʻ](?=[{LETTER}])[{LETTER}]+)*(?:[-‑–](?=[{LETTER}0-9])[{LETTER}0-9]+(?:['’][{LETTER}]+)*)*"
    rf"|\d+(?:[.,:]\d+)*(?:st|nd|rd|th)?(?![{LETTER}])"
    rf"|\d+(?:[.,:]\d+)*"
    rf"|[^\s]"
)
TOKEN_AND_BLANKS = re.compile(rf"({TOKEN.pattern})(\s*)")
BLANKS = re.compile(r"\s*")
GLUE = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])")
APOSTROPHES = str.maketrans({"’": "'", "ʻ": "'", "‑": "-", "–": "-"})
SHORTEST_PART = 2
SHORTEST_GLUED = 5
WORDS_KEPT = 200_000
STRETCH = 100_000
LONGEST_WORD = 120
"""Characters of the longest string that is taken for a word; the development documents' longest, a part of an address, has 45."""
SURE_TAILS = ("was", "who", "and", "has", "had", "went", "said", "visited", "that")
"""Words that follow a name so often that they are cut off without a second occurrence, in a text known to glue."""


class Token(NamedTuple):
    """A word, a number or a punctuation mark.

    Attributes:
        start: First code point in the text.
        end: One past the last.
        text: The characters between.
        lower: `text` in lower case with typewriter apostrophes and hyphens.
        shape: "A" for a word that begins with a capital, "a" for another word, "9" for a number, "." for the rest, which includes
            strings of more than 120 characters.
    """

    start: int
    end: int
    text: str
    lower: str
    shape: str


class _Forms(dict[str, tuple[str, str, str, bool]]):
    """By word, what all its tokens share: text, lower-case form, shape, and whether it has capitals inside, so that it may be glued."""

    def __missing__(self, text: str) -> tuple[str, str, str, bool]:
        """Find and keep the form of a word; a full table starts anew."""
        if len(self) >= WORDS_KEPT:
            self.clear()
        form = self[text] = self._form(text)
        return form

    @staticmethod
    def _form(text: str) -> tuple[str, str, str, bool]:
        first = text[0]
        if len(text) > LONGEST_WORD:
            return text, text, ".", False
        if first.isalpha():
            lower = text.lower() if text.isascii() else text.lower().translate(APOSTROPHES)
            mixed = len(text) >= SHORTEST_GLUED and not text.islower() and not text[1:].islower()
            return text, text if lower == text else lower, "A" if first.isupper() else "a", mixed
        return text, text, "9" if first.isdigit() else ".", False


_FORMS = _Forms()


def _token(start: int, text: str) -> Token:
    _, lower, shape, _ = _FORMS[text]
    return Token(start, start + len(text), text, lower, shape)


def tokenize(
    text: str, start: int, end: int, *, is_word: Callable[[str], bool], is_name: Callable[[Sequence[str]], bool] | None = None
) -> list[Token]:
    """Split a stretch of text into tokens.

    Words that careless page scraping glued together come apart: an ordinary word before a capitalised one ("ofKim",
    "SecretaryKim"), and an ordinary word behind a name that the text also has without it ("Kim Jong Unvisited").

    Args:
        text: The whole text.
        start: Where to begin.
        end: Where to stop.
        is_word: Tells whether a lower-case string is an ordinary word or an office.
        is_name: Tells whether words are surely a person's name, where the text has no second occurrence to compare with.

    Returns:
        The tokens in order; offsets are those of `text`.
    """
    tokens: list[Token] = []
    glued = False
    for first, last in _stretches(text, start, end):
        at = BLANKS.match(text, first, last).end()  # type: ignore[union-attr]  # matches everywhere
        # Words with the blanks behind them instead of match objects, a table by word, and tokens made without the named tuple's own
        # constructor: these lines run for every token of a text; they take 0.8 µs, the plain way 1.2.
        for word, blanks in TOKEN_AND_BLANKS.findall(text, at, last):
            form, lower, shape, mixed = _FORMS[word]
            after = at + len(word)
            if mixed:
                parts = list(_parts(at, word, is_word))
                glued = glued or len(parts) > 1
                tokens.extend(parts)
            else:
                tokens.append(tuple.__new__(Token, (at, after, form, lower, shape)))
            at = after + len(blanks)
    return _without_tails(tokens, is_word, is_name) if glued else tokens


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches between blanks, about 100,000 characters long, so that a long text's words are never all in memory twice."""
    while end - start > STRETCH and (cut := text.rfind(" ", start, start + STRETCH)) > start:
        yield start, cut
        start = cut
    yield start, end


def _parts(at: int, word: str, is_word: Callable[[str], bool]) -> Iterator[Token]:
    """The words of a string with capitals inside: "ofKim" is two, "SungandKim" three, "McDonald" one."""
    for seam in GLUE.finditer(word):
        left = word[: seam.start()]
        if is_word(left.lower()):
            yield _token(at, left)
            yield from _parts(at + seam.start(), word[seam.start() :], is_word)
            return
        for length in (3, 2):
            tail = left[-length:]
            if len(left) > length + SHORTEST_PART and tail in {"and", "of", "to", "in", "by", "for"} and left[0].isupper():
                yield _token(at, left[:-length])
                yield _token(at + len(left) - length, tail)
                yield from _parts(at + seam.start(), word[seam.start() :], is_word)
                return
    yield _token(at, word)


def _without_tails(tokens: list[Token], is_word: Callable[[str], bool], is_name: Callable[[Sequence[str]], bool] | None) -> list[Token]:
    """Cut ordinary words off the ends of names, in a text that is known to glue."""
    pairs = {(a.text, b.text) for a, b in pairwise(tokens) if a.shape == "A" and b.shape == "A"}
    result: list[Token] = []
    for token in tokens:
        cut = 0
        if token.shape == "A" and len(token.text) > 2 * SHORTEST_PART - 1 and len(result) >= 2 and result[-1].shape == "A":
            cut = _tail(token, result, pairs, is_word, is_name)
        if cut:
            result.append(_token(token.start, token.text[:cut]))
            result.append(_token(token.start + cut, token.text[cut:]))
        else:
            result.append(token)
    return result


def _tail(
    token: Token,
    before: Sequence[Token],
    pairs: set[tuple[str, str]],
    is_word: Callable[[str], bool],
    is_name: Callable[[Sequence[str]], bool] | None,
) -> int:
    """Where a word glued to a name's last part begins; 0 where there is none."""
    word, last = token.text, before[-1].text
    for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        if not word[cut].islower():
            break
        if (last, word[:cut]) in pairs and is_word(word[cut:]):
            return cut
    if before[-2].shape == "A" and not is_word(token.lower):
        tail = next((tail for tail in SURE_TAILS if word.endswith(tail) and len(word) - len(tail) >= SHORTEST_PART), None)
        if tail is not None:
            return len(word) - len(tail)
    if is_name is None or is_word(token.lower) or before[-2].shape != "A":
        return 0
    name = [before[-2].text, last]
    if is_name([*name, word]):
        return 0
    cuts = range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
    return next((cut for cut in cuts if is_word(word[cut:]) and is_name([*name, word[:cut]])), 0)
