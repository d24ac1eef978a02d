"""Clauses of a report's sentences: where they begin, whether they have a subject, which verbs tell what a visitor does."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tasks.entities.english_forms import verb_forms
from tasks.lexicon.seed_tables import read_seed_table
from warehouse.records import record

TOKEN = re.compile(r"[A-Za-z]+(?:['’](?:t|re|ve|ll|d|m)\b)?|['’]s\b|\d[\d,.]*\d|\d|[^\sA-Za-z0-9-]")

_CLAUSE_MARKS = frozenset(";:—–")
_QUOTES = frozenset('"“”')
_SPEECH_ENDS = _QUOTES | {";"}


@record(frozen=True, slots=True)
class Token:
    """A word, number or mark: `text[char_start:char_end]`, and its lower-case form."""

    lower: str
    char_start: int
    char_end: int
    is_capital: bool


@dataclass(frozen=True)
class _PersonWords:
    """Words of the seed tables, by form or kind."""

    past: dict[str, tuple[str, bool]]
    participles: dict[str, str]
    bases: dict[str, str]
    gerunds: dict[str, str]
    thirds: dict[str, str]
    kinds: dict[str, frozenset[str]]


@cache
def person_words() -> _PersonWords:
    """The verbs and nouns of people on visits, with their forms."""
    past: dict[str, tuple[str, bool]] = {}
    participles, bases, gerunds, thirds = {}, {}, {}, {}
    for lemma, kind, strict in read_seed_table("lexicon/en/person_verbs.csv", ("lemma", "kind", "strict")):
        forms = verb_forms(lemma)
        past[forms.past] = (kind, strict == "1")
        participles[forms.participle] = bases[forms.base] = gerunds[forms.gerund] = thirds[forms.third] = kind
    kinds = _by_kind("lexicon/en/person_nouns.csv", ("noun", "kind")) | _by_kind("lexicon/en/clause_words.csv", ("word", "kind"))
    return _PersonWords(past, participles, bases, gerunds, thirds, kinds)


def _by_kind(table: str, columns: tuple[str, str]) -> dict[str, frozenset[str]]:
    words: dict[str, set[str]] = {}
    for word, kind in read_seed_table(table, columns):
        words.setdefault(kind, set()).add(word)
    return {kind: frozenset(found) for kind, found in words.items()}


def tokenize(text: str, char_start: int, char_end: int) -> list[Token]:
    """The tokens of a sentence; hyphens part words and are dropped."""
    return [Token(m[0].lower(), *m.span(), m[0][0].isupper()) for m in TOKEN.finditer(text, char_start, char_end)]


class Clauses:
    """A sentence's tokens with the questions that the rules ask of them."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        """Take the tokens of one sentence."""
        self.tokens = tokens
        self.words = [token.lower for token in tokens]
        self.known = person_words()

    def word(self, i: int) -> str:
        """The lower-case token at a place, or "" outside of the sentence."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def is_a(self, i: int, kind: str) -> bool:
        """Whether a word of a kind of `person_nouns.csv` or `clause_words.csv` stands at a place."""
        return self.word(i) in self.known.kinds[kind]

    def is_adverb(self, i: int) -> bool:
        """Whether a word that may stand between subject and verb is there."""
        word = self.word(i)
        return word in self.known.kinds["adverb"] or (word.endswith("ly") and len(word) > 4 and word not in self.known.kinds["not_adverb"])

    def finite(self, i: int) -> tuple[str, bool] | None:
        """Kind and strictness of a narrating verb in the past tense (or the third person) at a place."""
        word = self.word(i)
        if word in self.known.past:
            return self.known.past[word]
        kind = self.known.thirds.get(word)
        return (
            (kind, True)
            if kind in {"speak", "hear"} and word.endswith("s") and word not in {"notes", "orders", "requests", "calls"}
            else None
        )

    def opening(self, i: int) -> str:
        """How the clause that begins at a place is joined to what precedes it."""
        before = self.word(i - 1)
        if i <= 0 or before in _QUOTES or before in {".", "!", "?", ")", "("}:
            return "sentence"
        if before in _CLAUSE_MARKS:
            return "clause"
        if before == ",":
            return "comma"
        if before in self.known.kinds["coordinator"] or before == "then":
            return "coordinated"
        if before in self.known.kinds["subordinator"]:
            return "subordinate"
        if before in self.known.kinds["relative"]:
            return "relative"
        if before in self.known.kinds["preposition"]:
            return "preposition"
        if before in self.known.kinds["pronoun"]:
            return "pronoun"
        return "inside"

    def begins_with_subject(self, i: int) -> bool:
        """Whether the sentence, before a place, already has a main clause with a subject and a narrating verb."""
        start = i
        while start > 0 and self.word(start - 1) not in {".", "!", "?", ";", *_QUOTES}:
            start -= 1
        segment = start
        for k in range(start, i + 1):
            if k == i or self.word(k) == ",":
                narrates = any(self.finite(j) or self.is_a(j, "be") for j in range(segment + 1, k))
                if narrates and not self._opens(segment, k) and not self.finite(segment):
                    return True
                segment = k + 1
        return False

    def _opens(self, start: int, end: int) -> bool:
        """Whether a stretch between commas is an adverbial or is joined to an earlier one."""
        word = self.word(start)
        joined = any(self.is_a(start, kind) for kind in ("opener", "subordinator", "coordinator"))
        return joined or word.endswith("ing") or (self.is_adverb(start) and end - start < 3)

    def in_reported_content(self, i: int) -> bool:
        """Whether a place is in what somebody is reported to have said ("… stressed that …")."""
        for j in range(i - 1, 0, -1):
            if self.words[j] in _SPEECH_ENDS:
                return False
            if self.words[j] == "that" and self._reports(j - 1):
                return True
        return False

    def _reports(self, i: int) -> bool:
        for j in range(i, max(i - 4, -1), -1):
            found = self.known.past.get(self.word(j))
            if found and found[0] == "speak":
                return not (j > 0 and self.word(j - 1) in {"after", "by"})
            if self.word(j) in self.known.participles and self.known.participles[self.word(j)] == "speak":
                return True
        return False

    def noun_phrase_start(self, i: int) -> tuple[int, bool, bool]:
        """Extend a wording to the left over its determiner and numbers.

        Returns:
            Where the phrase starts; whether it has a determiner; whether it states an age.
        """
        start, aged = i, False
        while self.word(start - 1) in {"very", "most", "old", "year", "years"} or self.word(start - 1)[:1].isdigit():
            start -= 1
            aged |= self.word(start) == "year"
        if self.is_a(start - 1, "determiner"):
            return start - 1, True, aged
        return start, False, aged

    def skip_to_verb(self, i: int, *, over_nouns: bool = True) -> tuple[int, bool]:
        """Skip what may stand between a subject's wording and its verb.

        Returns:
            The place of the verb to be; whether a noun for a person, or for a part of one, was passed.
        """
        passed = False
        while i < len(self.words):
            word = self.word(i)
            if word == "and" and (self.is_a(i + 1, "determiner") or self.word(i + 1) in {"other", "others"} or self._is_name(i + 1)):
                stop = next((j for j in range(i + 2, min(i + 6, len(self.words))) if self.finite(j)), None)
                if stop is None:
                    return i, passed
                i = stop
            elif over_nouns and not passed and (word in self.known.kinds["person"] or word in self.known.kinds["body"]):
                passed = True
                i += 1
                if word == "team" and self.word(i) in {"leader", "leaders"}:
                    i += 1
            elif self.is_adverb(i) and not self.finite(i):
                i += 1
            else:
                break
        return i, passed

    def _is_name(self, i: int) -> bool:
        return 0 <= i < len(self.tokens) and self.tokens[i].is_capital

    def after_apposition(self, i: int) -> int | None:
        """Where a sentence goes on behind ", director of the bureau," at a place; None where no such thing stands there."""
        if self.word(i) != ",":
            return None
        close = next((j for j in range(i + 1, min(i + 16, len(self.words))) if self.word(j) == ","), None)
        if close is None or any(self.finite(j) or self.is_a(j, "be") for j in range(i + 1, close)):
            return None
        return close + 1 if any(self.is_a(j, "person") for j in range(i + 1, close)) else None

    def names_place_soon(self, i: int) -> bool:
        """Whether a capitalised word follows within six tokens, after "to", "into" or the like."""
        reach = range(i, min(i + 6, len(self.words)))
        return any(self.word(j) in {"to", "into", "at", "in", "onto", "the"} for j in reach) and any(
            self.tokens[j].is_capital for j in reach
        )
