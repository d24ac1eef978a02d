"""What the lexicons say of a run of words in English text, wherever it stands."""

import re
from collections.abc import Sequence
from functools import cached_property

from tasks.entities.person_name import PersonName
from tasks.entities.person_names import PersonNames
from tasks.lexicon.division import Division
from tasks.lexicon.english import EnglishLexicon, Head
from tasks.lexicon.gazetteer import Gazetteer
from tasks.text.sentences import COMPANY_TAILS
from tasks.text.tokens import Token
from warehouse.records import record

POSSESSIVE = re.compile(r"['’]s?$")
INNER_LINKS = frozenset(["of", "for", "on", "in"])
EVENT_LINKS = INNER_LINKS | {"to"}
NAME_HONORIFICS = frozenset(["sri", "thero", "thera", "shri", "syed", "swami", "lama", "tengku", "tunku", "ungku", "raja", "megat"])
COMPASS = frozenset(["north", "south", "east", "west"])
SAINTS = frozenset(["st", "saint", "san", "santa", "sankt"])
LEGAL_HEADS = frozenset(["act", "bill", "treaty", "initiative", "programme", "project"])


def possessive_length(token: Token) -> int:
    """Characters of the possessive ending that a token has or is."""
    if token.text in {"'", "’"}:
        return len(token.text)
    if "'" not in token.lower:
        return 0
    return len(token.text) - len(POSSESSIVE.sub("", token.text))


def _nowhere(_name: str) -> bool:
    return False


@record(frozen=True, slots=True)
class NamePart:
    """A stretch of a phrase that is one name, or one person with a title.

    Attributes:
        first: Index of the name's first token.
        last: One past its last token.
        titled: Index of the first token of the title before a person's name; None for any other name.
        in_title: Whether it stands inside the title of somebody named after it, or names an office's body.
    """

    first: int
    last: int
    titled: int | None = None
    in_title: bool = False


class NameRun:
    """A run of words; every answer is found when it is first asked for.

    Args:
        lexicon: The English lexicon.
        gazetteer: Places of the world.
        persons: Judge of personal names.
        text: The run as written.
        tokens: Its tokens; their offsets count from anywhere.

    Attributes:
        name: The run's text without a possessive ending.
        words: The run's words in lower case, the last one without a possessive ending; not to be changed.
        parts: The names that it falls apart into, their tokens counted from the run's first one, once `PhraseSplitter` has found them.
    """

    def __init__(self, lexicon: EnglishLexicon, gazetteer: Gazetteer, persons: PersonNames, text: str, tokens: Sequence[Token]) -> None:
        """Take a possessive ending off."""
        self._lexicon = lexicon
        self._gazetteer = gazetteer
        self._persons = persons
        self._text = text
        self._tokens = tokens
        self.name = text[: len(text) - possessive_length(tokens[-1])]
        self.words = [token.lower for token in tokens]
        if "'" in self.words[-1]:
            self.words[-1] = POSSESSIVE.sub("", self.words[-1]) or self.words[-1]
        self.parts: tuple[NamePart, ...] | None = None

    @cached_property
    def person(self) -> PersonName | None:
        """The run read as a person's name."""
        return self._persons.judge(self.name.split())

    @cached_property
    def score(self) -> float:
        """How sure it is that the run is a person's name, 0 to 1."""
        return self.person.score if self.person else 0.0

    @cached_property
    def divisions(self) -> tuple[Division, ...]:
        """The divisions that the run may name."""
        return self._gazetteer.lookup(self.name, "en")

    @cached_property
    def is_ambiguous(self) -> bool:
        """Whether the name is an ordinary word, too."""
        return self._gazetteer.is_ambiguous_word(self.name, "en")

    @cached_property
    def is_place(self) -> bool:
        """Whether the run names a division and is no ordinary word."""
        return bool(self.divisions) and not (len(self.words) == 1 and self.is_ambiguous)

    @cached_property
    def demonym(self) -> Division | None:
        """The country of which the run is an adjective or inhabitant's name."""
        return self._gazetteer.demonym(self.name, "en")

    @cached_property
    def is_ordinary(self) -> bool:
        """Whether the run consists of ordinary words only, so that it may be no name at all."""
        return all(self._lexicon.is_word(POSSESSIVE.sub("", word)) for word in self.words)

    @cached_property
    def pinyin_score(self) -> float:
        """How well the run reads as a Chinese name, though it may be a place's, too: "Gao Ming"."""
        judged = self._persons.pinyin.judge(tuple(self.name.split()), _nowhere)
        return judged.score if judged else 0.0

    @cached_property
    def head(self) -> tuple[int, Head] | None:
        """The head noun of the run, the one before "of", "for", "on": its length in words and what it tells."""
        words = self.words
        for i, word in enumerate(words):
            if word in INNER_LINKS and i:
                words = words[:i]
                break
        while words and (words[-1] == "." or words[-1].isdigit()):
            words = words[:-1]
        bare = words
        while len(bare) > 2 and bare[-1] in COMPASS:
            bare = bare[:-1]
        found = self._lexicon.head(bare) if bare is not words else None
        if found is not None and found[1].site in {"yes", "street"}:
            return found  # "Children's Hospice South West"
        return self._lexicon.head(words)

    @cached_property
    def named_head(self) -> Head | None:
        """What the head noun tells of the run as a name: that before "of", failing it the last word, failing it the first ("Mt X")."""
        words = self.words
        if len(words) == 1 and words[0] not in COMPANY_TAILS:
            return None
        if words[0] in self._lexicon.leading_heads:
            return self._lexicon.leading_heads[words[0]]
        found = self.head or self._lexicon.head(words)
        return found[1] if found else None

    @cached_property
    def is_unique_body(self) -> bool:
        """Whether the run is a body that is named by generic words: "State Council"."""
        return tuple(self.words) in self._lexicon.unique_bodies

    @cached_property
    def is_macro_region(self) -> bool:
        """Whether the run is a part of the world that no gazetteer of divisions holds."""
        return " ".join(self.words) in self._lexicon.macro_regions

    @cached_property
    def is_event(self) -> bool:
        """Whether the run names an occasion, a plan or a law, which is none of ours."""
        stem = self.words
        for i, word in enumerate(stem):
            if i and word in EVENT_LINKS:
                stem = stem[:i]
                break
        if self.words[-1] in LEGAL_HEADS:
            return True
        if stem[-1] != "congress":
            return stem[-1] in self._lexicon.event_heads
        return any("ordinal" in self._lexicon.function_words.get(word, ()) or word == "party" for word in stem)

    @cached_property
    def is_ranked_name(self) -> bool:
        """Whether the run is a rank and two words or more, as of "Colonel Michael Day": that day is no occasion."""
        first, last, title = self.offices[0] if self.offices else (0, 0, "")
        return title in {"rank", "honorific"} and first == 0 and len(self.words) - last > 1

    @cached_property
    def is_royal(self) -> bool:
        """Whether the run is a royal person named by title alone: "Princess Royal", "Duke of X"."""
        words = self.words
        if len(words) > 2 and words[1] == "of" and words[0] in self._lexicon.sets["territorial"]:
            return self._lexicon.head(words[2:]) is None
        match = self._lexicon.offices.match(words, 0)
        if match is None or match[1] != "royal":
            return False
        rest = words[match[0] :]
        if rest and rest[0] == "of":
            return False
        return not rest or rest == ["royal"]

    @cached_property
    def offices(self) -> tuple[tuple[int, int, str], ...]:
        """Offices, honorifics and ranks inside the run: first word, one past the last, class; mere modifiers left out."""
        words = self.words
        if self._lexicon.offices.beginnings.isdisjoint(words):
            return ()
        found: list[tuple[int, int, str]] = []
        i = 0
        while i < len(words):
            match = self._lexicon.offices.match(words, i)
            if match is None or match[1] in {"modifier", "postnominal"} or words[i] in SAINTS:
                i += 1
                continue
            known = self._place_ahead(i) if match[1] in {"honorific", "office", "rank"} else 0
            if known > match[0]:
                i += known  # "Sri Lanka", "General Santos"
                continue
            end = i + match[0]
            if end < len(words) and words[end] == ".":
                end += 1
            if match[1] == "honorific" and i and match[0] == 1 and self._is_name_part(words[i]) and not self._follows_title(i, found):
                i += 1  # "Sri" inside "Warakagoda Sri Gnanarathana"
                continue
            found.append((i, end, match[1]))
            i = end
        return tuple(found)

    def _place_ahead(self, first: int) -> int:
        """How many words from a word on are the name of a place of two or three words; 0 for none."""
        return next((size for size in (3, 2) if first + size <= len(self.words) and self._inner(first, first + size).divisions), 0)

    def _is_name_part(self, word: str) -> bool:
        """Whether an honorific also stands inside names: "Sri", "Khan"."""
        names = self._persons.lexicon
        return word in names.surnames or word in names.given or word in names.particles or word in NAME_HONORIFICS

    def _follows_title(self, i: int, offices: Sequence[tuple[int, int, str]]) -> bool:
        """Whether an honorific at word `i` can begin a person's name: after an office, its body, or a small word."""
        token = self._tokens[i - 1]
        if offices and offices[-1][1] == i:
            return True
        if token.shape != "A" or token.lower in self._lexicon.portfolios or (token.lower,) in self._lexicon.heads:
            return True
        return token.lower in self._lexicon.office_vocabulary or any(self._inner(k, i).is_place for k in range(max(0, i - 2), i))

    def _inner(self, first: int, last: int) -> "NameRun":
        tokens = self._tokens[first:last]
        start = self._tokens[0].start
        return NameRun(self._lexicon, self._gazetteer, self._persons, self._text[tokens[0].start - start : tokens[-1].end - start], tokens)
