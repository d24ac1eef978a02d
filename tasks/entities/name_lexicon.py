"""The name lists of `seeds/lexicon/`, read once."""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, cast

from tasks.entities.person_name import Origin
from tasks.lexicon.seed_tables import read_seed_table

Frequency = Literal["frequent", "usual", "rare"]
Names = dict[str, tuple[Origin, Frequency]]
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "ə": "a", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "’": "'", "‘": "'", "ʼ": "'"}
)
_DIGRAPHS = (
    ("ph", "f"),
    ("th", "t"),
    ("dh", "d"),
    ("bh", "b"),
    ("gh", "g"),
    ("kh", "k"),
    ("sh", "s"),
    ("ee", "i"),
    ("oo", "u"),
    ("ou", "u"),
)
_SIMILAR = str.maketrans("wyoe", "viui")
_INFLECTIONS = ("s", "es", "ed", "d", "ing", "ly", "er", "ers", "ness")


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Bring a word to the form that lists are looked up by.

    Args:
        word: One word of any Latin alphabet.

    Returns:
        The word in lower case without diacritics; typographic apostrophes are made plain.
    """
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFD", word.lower().translate(_LETTERS))
    return "".join(character for character in decomposed if not unicodedata.combining(character)).translate(_LETTERS)


@lru_cache(maxsize=100_000)
def spelling_key(folded: str) -> str:
    """Reduce a romanised name to what its spellings share: Dissanayake, Disanayaka and Dissanayaka have one key.

    Args:
        folded: A word as `fold` returns it.

    Returns:
        A key without aspirates, doubled letters and a final vowel; vowels that spellings exchange are made one.
    """
    for spelling, sound in _DIGRAPHS:
        folded = folded.replace(spelling, sound)
    folded = folded.translate(_SIMILAR)
    key = "".join(letter for index, letter in enumerate(folded) if index == 0 or letter != folded[index - 1])
    return key.rstrip("aiu") or key


@dataclass(frozen=True, eq=False)
class NameLexicon:
    """Everything that judging a name looks up; keys are words as `fold` returns them.

    Attributes:
        given: Given names -> origin and frequency.
        surnames: Surnames -> origin and frequency.
        given_keys: Spelling keys of the given names of traditions whose romanisation varies, and their origin.
        surname_keys: The same of surnames.
        romanised_surnames: Origin -> surnames in its usual romanisations (zh: other than pinyin) -> whether the surname is
            hardly borne outside its country, so that it decides the origin alone.
        particles: Words inside names that are neither given name nor surname, and their origin.
        honorifics: Words before or after names -> kind and origin.
        surname_endings: Endings of surnames, longest first, and their origin.
        given_endings: Endings of given names, longest first, and their origin.
        beginnings: First elements of compound names, longest first, and their origin.
        short_forms: Given name -> its short forms.
        tibetan: Tibetan given names in pinyin.
        common_words: Everyday English words -> SCOWL size 10, 20 or 35 (10 the most common).
        never: Words that keep a sequence from being a name.
        places: Places that sound like names.
    """

    given: Names
    surnames: Names
    given_keys: dict[str, Origin]
    surname_keys: dict[str, Origin]
    romanised_surnames: dict[str, dict[str, bool]]
    particles: dict[str, Origin]
    honorifics: dict[str, tuple[str, str]]
    surname_endings: tuple[tuple[str, Origin], ...]
    given_endings: tuple[tuple[str, Origin], ...]
    beginnings: tuple[tuple[str, Origin], ...]
    short_forms: dict[str, frozenset[str]]
    tibetan: frozenset[str]
    common_words: dict[str, int]
    never: dict[str, str]
    places: frozenset[str]

    def word_size(self, folded: str) -> int | None:
        """Say how common an English word is.

        Args:
            folded: A word as `fold` returns it.

        Returns:
            SCOWL size 10, 20 or 35 of the word or of what it is an inflection of; null if it is no everyday word.
        """
        size = self.common_words.get(folded)
        if size is None:
            for ending in _INFLECTIONS:
                if folded.endswith(ending) and len(folded) - len(ending) > 3 and folded[: -len(ending)] in self.common_words:
                    return 35
        return size


def _grouped(relative: str, label: str, words: str = "names") -> dict[str, str]:
    return {fold(word).replace("_", " "): row[0] for row in read_seed_table(relative, (label, words)) for word in row[1].split()}


def _names(relative: str) -> Names:
    return {
        fold(name): (cast(Origin, origin), cast(Frequency, frequency))
        for origin, frequency, names in read_seed_table(relative, ("origin", "frequency", "names"))
        for name in names.split()
    }


def _romanised_surnames() -> dict[str, dict[str, bool]]:
    found: dict[str, dict[str, bool]] = {}
    for origin, borne, names in read_seed_table("lexicon/names/romanised_surnames.csv", ("origin", "borne", "names")):
        found.setdefault(origin, {}).update(dict.fromkeys(names.lower().split(), borne == "telling"))
    return found


def _elements(part: str) -> tuple[tuple[str, Origin], ...]:
    rows = read_seed_table("lexicon/names/name_elements.csv", ("origin", "part", "elements"))
    pairs = [(element, cast(Origin, origin)) for origin, row_part, elements in rows if row_part == part for element in elements.split()]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))


def _spelling_keys(names: Names) -> dict[str, Origin]:
    return {spelling_key(name): origin for name, (origin, _) in names.items() if origin in {"south_asian", "arabic"} and len(name) > 4}


@cache
def load_name_lexicon() -> NameLexicon:
    """Read the name lists.

    Returns:
        The one name lexicon of this process.

    Raises:
        ValueError: A seed table is not as expected.
    """
    given = _names("lexicon/en/given_names.csv")
    surnames = _names("lexicon/en/surnames.csv")
    sizes = read_seed_table("lexicon/names/common_words.csv", ("scowl_size", "words"))
    return NameLexicon(
        given=given,
        surnames=surnames,
        given_keys=_spelling_keys(given),
        surname_keys=_spelling_keys(surnames),
        romanised_surnames=_romanised_surnames(),
        particles={
            word: cast(Origin, origin) for word, origin in read_seed_table("lexicon/names/name_particles.csv", ("particle", "origin"))
        },
        honorifics={
            word.lower(): (kind, origin)
            for word, kind, origin in read_seed_table("lexicon/names/honorifics.csv", ("honorific", "kind", "origin"))
        },
        surname_endings=_elements("surname"),
        given_endings=_elements("given"),
        beginnings=_elements("beginning"),
        short_forms={
            name.lower(): frozenset(forms.lower().split())
            for name, forms in read_seed_table("lexicon/names/nicknames.csv", ("given", "short_forms"))
        },
        tibetan=frozenset(name.lower() for (name,) in read_seed_table("lexicon/names/tibetan_names.csv", ("name",))),
        common_words={word: int(size) for size, words in sizes for word in words.split()},
        never=_grouped("lexicon/names/never_in_names.csv", "kind", "words"),
        places=frozenset(_grouped("lexicon/names/places.csv", "kind")),
    )
