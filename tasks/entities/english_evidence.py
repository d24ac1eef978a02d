"""What the lexicons say of stretches of a document's tokens."""

from collections.abc import Sequence
from functools import lru_cache

from tasks.entities.english_runs import NameRun, possessive_length
from tasks.entities.person_name import PersonName
from tasks.entities.person_names import PersonNames
from tasks.lexicon.division import Division
from tasks.lexicon.english import EnglishLexicon, Head
from tasks.lexicon.gazetteer import Gazetteer
from tasks.text.tokens import Token

NAMES_KEPT = 50_000
"""Runs of words, of all documents, whose answers are kept; one takes about 1 kB."""
RUNS_AT_HAND = 1_000
"""Runs kept by their place in the document: what is asked again is asked about the same sentence."""


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
                if len(self._known) >= NAMES_KEPT:
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
        return token.end - possessive_length(token)

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
        return self.run(first, last).score

    def places(self, first: int, last: int) -> tuple[Division, ...]:
        """The divisions that the run may name."""
        return self.run(first, last).divisions

    def is_place(self, first: int, last: int) -> bool:
        """Whether the run names a division and is no ordinary word."""
        return self.run(first, last).is_place

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
        found = self.run(first, last).offices
        return tuple((first + begin, first + end, name) for begin, end, name in found) if found else ()

    def ends_with_office(self, first: int, last: int) -> bool:
        """Whether the run's last words are an office."""
        found = self.run(first, last).offices
        return bool(found) and found[-1][1] == last - first
