"""What the lexicons say of stretches of a document's tokens."""

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache

from tasks.entities.person_name import PersonName
from tasks.entities.person_names import PersonNames
from tasks.lexicon.division import Division
from tasks.lexicon.english import EnglishLexicon, Head
from tasks.lexicon.gazetteer import Gazetteer
from tasks.text.tokens import Token

POSSESSIVE = re.compile(r"['’]s?$")
INNER_LINKS = frozenset(["of", "for", "on", "in"])
NAME_HONORIFICS = frozenset(["sri", "thero", "thera", "shri", "syed", "swami", "lama"])
SAINTS = frozenset(["st", "saint", "san", "santa", "sankt"])
NAMES_KEPT = 200_000
RUNS_KEPT = 50_000
"""Runs of words, of all documents, whose answers are kept; one takes about 800 bytes."""
RUNS_AT_HAND = 1_000
"""Runs kept by their place in the document: what is asked again is asked about the same sentence."""


def _nowhere(_name: str) -> bool:
    return False


class NameRun:
    """What the lexicons say of one run of words, wherever it stands; every answer is found when it is first asked for.

    Args:
        lexicon: The English lexicon.
        gazetteer: Places of the world.
        persons: Judge of personal names.
        text: The run as written.
        tokens: Its tokens.
    """

    def __init__(self, lexicon: EnglishLexicon, gazetteer: Gazetteer, persons: PersonNames, text: str, tokens: Sequence[Token]) -> None:
        """Take a possessive ending off."""
        self._lexicon = lexicon
        self._gazetteer = gazetteer
        self._persons = persons
        self.ending = _possessive_length(tokens[-1])
        """Characters of the possessive ending."""
        self.name = text[: len(text) - self.ending]
        """The run's text without it."""
        self.words = [token.lower for token in tokens]
        """The run's words in lower case, the last one without it."""
        if "'" in self.words[-1]:
            self.words[-1] = POSSESSIVE.sub("", self.words[-1]) or self.words[-1]

    @cached_property
    def person(self) -> PersonName | None:
        """The run read as a person's name."""
        return self._persons.judge(self.name.split())

    @cached_property
    def divisions(self) -> tuple[Division, ...]:
        """The divisions that it may name."""
        return self._gazetteer.lookup(self.name, "en")

    @cached_property
    def is_ambiguous(self) -> bool:
        """Whether the name is an ordinary word, too."""
        return self._gazetteer.is_ambiguous_word(self.name, "en")

    @cached_property
    def demonym(self) -> Division | None:
        """The country of which it is an adjective or inhabitant's name."""
        return self._gazetteer.demonym(self.name, "en")

    @cached_property
    def is_ordinary(self) -> bool:
        """Whether it consists of ordinary words only."""
        return all(self._lexicon.is_word(POSSESSIVE.sub("", word)) for word in self.words)

    @cached_property
    def pinyin_score(self) -> float:
        """How well it reads as a Chinese name."""
        judged = self._persons.pinyin.judge(tuple(self.name.split()), _nowhere)
        return judged.score if judged else 0.0

    @cached_property
    def head(self) -> tuple[int, Head] | None:
        """The head noun, the one before "of", "for", "on": its length in words and what it tells."""
        words = self.words
        for i, word in enumerate(words):
            if word in INNER_LINKS and i:
                words = words[:i]
                break
        while words and (words[-1] == "." or words[-1].isdigit()):
            words = words[:-1]
        return self._lexicon.head(words)


def _possessive_length(token: Token) -> int:
    if token.text in {"'", "’"}:
        return len(token.text)
    if "'" not in token.lower:
        return 0
    return len(token.text) - len(POSSESSIVE.sub("", token.text))


@lru_cache(maxsize=4)
def _runs(*_lexicons: object) -> dict[tuple[str, tuple[str, ...]], NameRun]:
    """The runs met before with the same lexicons, by what is written and its tokens: what is known of them depends on nothing else."""
    return {}


class NameEvidence:
    """Answers questions about runs of tokens; runs are half-open ranges of token indexes.

    Args:
        lexicon: The English lexicon.
        gazetteer: Places of the world.
        persons: Judge of personal names.
        text: The document's text.
        tokens: Its tokens.
    """

    def __init__(self, lexicon: EnglishLexicon, gazetteer: Gazetteer, persons: PersonNames, text: str, tokens: Sequence[Token]) -> None:
        """Keep what is asked about."""
        self.lexicon = lexicon
        self.gazetteer = gazetteer
        self.persons = persons
        self.text = text
        self.tokens = tokens
        self._offices: dict[tuple[int, int], tuple[tuple[int, int, str], ...]] = {}
        self._here: dict[tuple[int, int], NameRun] = {}
        self._known = _runs(lexicon, gazetteer, persons)

    def run(self, first: int, last: int) -> NameRun:
        """The run of tokens as words; the same words are looked up once, whatever document they stand in."""
        found = self._here.get((first, last))
        if found is None:
            tokens = self.tokens[first:last]
            written = self.text[tokens[0].start : tokens[-1].end], tuple([token.text for token in tokens])
            found = self._known.get(written)
            if found is None:
                if len(self._known) >= RUNS_KEPT:
                    self._known.clear()
                found = NameRun(self.lexicon, self.gazetteer, self.persons, written[0], tokens)
                self._known[written] = found
            if len(self._here) >= RUNS_AT_HAND:
                self._here.clear()
            self._here[first, last] = found
        return found

    def end(self, last: int) -> int:
        """Code point where a run ends once a possessive ending is taken off."""
        token = self.tokens[last - 1]
        return token.end - _possessive_length(token)

    def name(self, first: int, last: int) -> str:
        """The run's text without a possessive ending."""
        return self.run(first, last).name

    def words(self, first: int, last: int) -> list[str]:
        """The run's words in lower case, the last one without a possessive ending; not to be changed."""
        return self.run(first, last).words

    def person(self, first: int, last: int) -> PersonName | None:
        """The run read as a person's name."""
        return self.run(first, last).person

    def score(self, first: int, last: int) -> float:
        """How sure it is that the run is a person's name, 0 to 1."""
        judged = self.run(first, last).person
        return judged.score if judged else 0.0

    def places(self, first: int, last: int) -> tuple[Division, ...]:
        """The divisions that the run may name."""
        return self.run(first, last).divisions

    def is_place(self, first: int, last: int) -> bool:
        """Whether the run names a division and is no ordinary word."""
        run = self.run(first, last)
        return bool(run.divisions) and not (last - first == 1 and run.is_ambiguous)

    def is_demonym(self, first: int, last: int) -> bool:
        """Whether the run is an adjective or inhabitant's name of a country."""
        return self.run(first, last).demonym is not None

    def head(self, first: int, last: int) -> tuple[int, Head] | None:
        """The head noun of the run, the one before "of", "for", "on": its length in words and what it tells."""
        return self.run(first, last).head

    def is_ordinary(self, first: int, last: int) -> bool:
        """Whether the run consists of ordinary words only, so that it may be no name at all."""
        return self.run(first, last).is_ordinary

    def pinyin_score(self, first: int, last: int) -> float:
        """How well the run reads as a Chinese name, though it may be a place's, too: "Gao Ming"."""
        return self.run(first, last).pinyin_score

    def offices(self, first: int, last: int) -> tuple[tuple[int, int, str], ...]:
        """Offices, honorifics and ranks inside the run: first token, one past the last, class; mere modifiers left out."""
        known = self._offices.get((first, last))
        if known is None:
            if len(self._offices) >= RUNS_AT_HAND:
                self._offices.clear()
            known = self._offices[(first, last)] = self._find_offices(first, last)
        return known

    def _find_offices(self, first: int, last: int) -> tuple[tuple[int, int, str], ...]:
        words = self.words(first, last)
        if self.lexicon.offices.beginnings.isdisjoint(words):
            return ()
        found: list[tuple[int, int, str]] = []
        i = 0
        while i < len(words):
            match = self.lexicon.offices.match(words, i)
            if match is None or match[1] in {"modifier", "postnominal"} or words[i] in SAINTS:
                i += 1
                continue
            known = self._place_ahead(first + i, last) if match[1] in {"honorific", "office", "rank"} else 0
            if known > match[0]:
                i += known  # "Sri Lanka", "General Santos"
                continue
            end = i + match[0]
            if end < len(words) and words[end] == ".":
                end += 1
            if (
                match[1] == "honorific"
                and i
                and match[0] == 1
                and self._is_name_part(words[i])
                and not self._follows_title(first, first + i, found)
            ):
                i += 1  # "Sri" inside "Warakagoda Sri Gnanarathana"
                continue
            found.append((first + i, first + end, match[1]))
            i = end
        return tuple(found)

    def _place_ahead(self, first: int, last: int) -> int:
        """How many words from a token on are the name of a place of two or three words; 0 for none."""
        return next((size for size in (3, 2) if first + size <= last and self.places(first, first + size)), 0)

    def _is_name_part(self, word: str) -> bool:
        """Whether an honorific also stands inside names: "Sri", "Khan"."""
        names = self.persons.lexicon
        return word in names.surnames or word in names.given or word in names.particles or word in NAME_HONORIFICS

    def _follows_title(self, first: int, i: int, offices: Sequence[tuple[int, int, str]]) -> bool:
        """Whether an honorific at token `i` can begin a person's name: after an office, its body, or a small word."""
        token = self.tokens[i - 1]
        if offices and offices[-1][1] == i:
            return True
        if token.shape != "A" or token.lower in self.lexicon.portfolios or (token.lower,) in self.lexicon.heads:
            return True
        return token.lower in self.lexicon.office_vocabulary or any(self.is_place(k, i) for k in range(max(first, i - 2), i))

    def ends_with_office(self, first: int, last: int) -> bool:
        """Whether the run's last words are an office."""
        found = self.offices(first, last)
        return bool(found) and found[-1][1] == last
