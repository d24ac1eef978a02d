"""What the lexicons say of stretches of a document's tokens."""

import re
from collections.abc import Sequence
from functools import lru_cache

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


@lru_cache(maxsize=NAMES_KEPT)
def _divisions(gazetteer: Gazetteer, name: str) -> tuple[Division, ...]:
    return gazetteer.lookup(name, "en")


def _nowhere(_name: str) -> bool:
    return False


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

    def end(self, last: int) -> int:
        """Code point where a run ends once a possessive ending is taken off."""
        token = self.tokens[last - 1]
        if token.text in {"'", "’"}:
            return token.start
        if "'" not in token.lower:
            return token.end
        return token.start + len(POSSESSIVE.sub("", token.text))

    def name(self, first: int, last: int) -> str:
        """The run's text without a possessive ending."""
        return self.text[self.tokens[first].start : self.end(last)]

    def words(self, first: int, last: int) -> list[str]:
        """The run's words in lower case, the last one without a possessive ending."""
        found = [token.lower for token in self.tokens[first:last]]
        if "'" in found[-1]:
            found[-1] = POSSESSIVE.sub("", found[-1]) or found[-1]
        return found

    def person(self, first: int, last: int) -> PersonName | None:
        """The run read as a person's name."""
        return self.persons.judge(self.name(first, last).split())

    def score(self, first: int, last: int) -> float:
        """How sure it is that the run is a person's name, 0 to 1."""
        judged = self.person(first, last)
        return judged.score if judged else 0.0

    def places(self, first: int, last: int) -> tuple[Division, ...]:
        """The divisions that the run may name."""
        return _divisions(self.gazetteer, self.name(first, last))

    def is_place(self, first: int, last: int) -> bool:
        """Whether the run names a division and is no ordinary word."""
        return bool(self.places(first, last)) and not (last - first == 1 and self.gazetteer.is_ambiguous_word(self.name(first, last), "en"))

    def divisions(self, name: str) -> tuple[Division, ...]:
        """The divisions of a name."""
        return _divisions(self.gazetteer, name)

    def is_demonym(self, first: int, last: int) -> bool:
        """Whether the run is an adjective or inhabitant's name of a country."""
        return self.gazetteer.demonym(self.name(first, last), "en") is not None

    def head(self, first: int, last: int) -> tuple[int, Head] | None:
        """The head noun of the run, the one before "of", "for", "on": its length in words and what it tells."""
        words = self.words(first, last)
        for i, word in enumerate(words):
            if word in INNER_LINKS and i:
                words = words[:i]
                break
        while words and (words[-1] == "." or words[-1].isdigit()):
            words = words[:-1]
        return self.lexicon.head(words)

    def is_ordinary(self, first: int, last: int) -> bool:
        """Whether the run consists of ordinary words only, so that it may be no name at all."""
        return all(self.lexicon.is_word(POSSESSIVE.sub("", word)) for word in self.words(first, last))

    def pinyin_score(self, first: int, last: int) -> float:
        """How well the run reads as a Chinese name, though it may be a place's, too: "Gao Ming"."""
        judged = self.persons.pinyin.judge(tuple(self.name(first, last).split()), _nowhere)
        return judged.score if judged else 0.0

    def offices(self, first: int, last: int) -> tuple[tuple[int, int, str], ...]:
        """Offices, honorifics and ranks inside the run: first token, one past the last, class; mere modifiers left out."""
        known = self._offices.get((first, last))
        if known is None:
            known = self._offices[(first, last)] = self._find_offices(first, last)
        return known

    def _find_offices(self, first: int, last: int) -> tuple[tuple[int, int, str], ...]:
        words = self.words(first, last)
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
