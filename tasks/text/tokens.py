"""Words and punctuation of texts in alphabetic scripts."""

import re
from collections.abc import Callable
from dataclasses import dataclass

LETTER = "A-Za-zÀ-ɏḀ-ỿ"
TOKEN = re.compile(
    rf"(?:[A-Z]\.(?:[A-Z]\.)+)"  # U.S., K.D.
    rf"|[{LETTER}][{LETTER}]*(?:['’ʻ](?=[{LETTER}])[{LETTER}]+)*(?:[-‑–](?=[{LETTER}0-9])[{LETTER}0-9]+(?:['’][{LETTER}]+)*)*"
    rf"|\d+(?:[.,:]\d+)*(?:st|nd|rd|th)?(?![{LETTER}])"
    rf"|\d+(?:[.,:]\d+)*"
    rf"|[^\s]"
)
GLUE = re.compile(rf"(?<=[a-zà-ÿ])(?=[A-Z])")
APOSTROPHES = str.maketrans({"’": "'", "ʻ": "'", "‑": "-", "–": "-"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a punctuation mark.

    Attributes:
        start: First code point in the text.
        end: One past the last.
        text: The characters between.
        lower: `text` in lower case with typewriter apostrophes and hyphens.
        shape: "A" for a word that begins with a capital, "a" for another word, "9" for a number, "." for the rest.
    """

    start: int
    end: int
    text: str
    lower: str
    shape: str


def _token(start: int, text: str) -> Token:
    first = text[0]
    if first.isalpha():
        shape = "A" if first.isupper() else "a"
        lower = text.lower() if text.isascii() else text.lower().translate(APOSTROPHES)
    else:
        shape = "9" if first.isdigit() else "."
        lower = text
    return Token(start, start + len(text), text, lower, shape)


def tokenize(text: str, start: int, end: int, *, is_word: Callable[[str], bool]) -> list[Token]:
    """Split a stretch of text into tokens.

    A word glued to a capitalised one ("ofKim", "SecretaryKim"), as careless page scraping leaves them, is split where the left
    part is an ordinary word.

    Args:
        text: The whole text.
        start: Where to begin.
        end: Where to stop.
        is_word: Tells whether a lower-case string is an ordinary word or an office.

    Returns:
        The tokens in order; offsets are those of `text`.
    """
    tokens = []
    for match in TOKEN.finditer(text, start, end):
        word = match.group()
        at = match.start()
        if len(word) > 4 and not word.islower() and word[1:].lower() != word[1:]:
            seam = GLUE.search(word)
            if seam and is_word(word[: seam.start()].lower()):
                tokens.append(_token(at, word[: seam.start()]))
                at, word = at + seam.start(), word[seam.start() :]
        tokens.append(_token(at, word))
    return tokens
