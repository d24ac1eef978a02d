"""What a translation may make of a Chinese name that it takes for ordinary words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from tasks.entities.english_forms import adverb, verb_forms
from tasks.lexicon.seed_tables import read_seed_table
from warehouse.records import record

Part = Literal["name", "homophone", "surname", "given", "given-1", "given-2", "run-together"]
WordClass = Literal["noun", "adjective", "adverb", "connective", "base", "finite", "gerund", "literal", "modal"]

ANY_CHARACTER = "*"
"""Stands for the characters of a part that is given in letters: every hypothesis about the name agrees with it."""

_CHARACTER_COLUMNS = ("character", "pinyin", "position", "nouns", "adjectives", "verbs", "adverbs")
_WORD_COLUMNS = ("word", "pinyin", "nouns", "adjectives", "verbs", "adverbs", "connectives")
_MODALS = frozenset({"should", "ought to"})


@record(frozen=True, slots=True)
class Reading:
    """One English wording of a name or of a part of it.

    Attributes:
        words: The wording, lower-case, word by word.
        word_class: What it is in a sentence.
        part: What of the name it stands for.
        characters: The Chinese characters read, or `ANY_CHARACTER`.
    """

    words: tuple[str, ...]
    word_class: WordClass
    part: Part
    characters: str


@dataclass(frozen=True)
class ReadingsOfName:
    """Every wording of one name.

    Attributes:
        by_first_word: Readings by their first word.
        compound_given: Whether the given name has two syllables, so that one character's sense is but a third of the name.
    """

    by_first_word: Mapping[str, tuple[Reading, ...]]
    compound_given: bool

    @cached_property
    def first_words(self) -> frozenset[str]:
        """The words that a wording can begin with."""
        return frozenset(self.by_first_word)

    @cached_property
    def telling_words(self) -> frozenset[str]:
        """First words of readings of the whole name or of the given name: without one of them a text holds no restorable name."""
        return frozenset(first for first, rs in self.by_first_word.items() if any(r.part != "surname" for r in rs))

    @cached_property
    def _sufficient_words(self) -> frozenset[str]:
        """First words of readings that can be a wording without one of another part."""
        return frozenset(
            first
            for first, rs in self.by_first_word.items()
            if any(r.part not in {"surname", "given-1", "given-2"} or (r.part == "surname" and r.word_class == "adverb") for r in rs)
        )

    def _words_of(self, part: Part) -> frozenset[str]:
        return frozenset(first for first, rs in self.by_first_word.items() if any(r.part == part for r in rs))

    @cached_property
    def _halves(self) -> tuple[frozenset[str], frozenset[str]]:
        return self._words_of("given-1"), self._words_of("given-2")

    def may_be_in(self, words: AbstractSet[str]) -> bool:
        """Whether a sentence of these words can hold a wording: half a given name, or a surname that is no adverb, is none."""
        if not self._sufficient_words.isdisjoint(words):
            return True
        first, second = self._halves
        return not first.isdisjoint(words) and not second.isdisjoint(words)


@record(frozen=True, slots=True)
class _Senses:
    """English senses of one character or word, with the forms that they take."""

    characters: str
    forms: tuple[tuple[tuple[str, ...], WordClass], ...]

    def readings(self, part: Part) -> Iterator[Reading]:
        for words, word_class in self.forms:
            yield Reading(words, word_class, part, self.characters)


class NameReadings:
    """The dictionary of name characters and of words that sound like names, by toneless syllables."""

    def __init__(
        self,
        surnames: Mapping[str, Iterable[_Senses]],
        given: Mapping[str, Iterable[_Senses]],
        words: Mapping[tuple[str, ...], Iterable[_Senses]],
        syllables: frozenset[str],
        surname_characters: frozenset[str],
    ) -> None:
        """Index senses by syllable; use `load` for the dictionary that ships with the project."""
        self._surnames = {key: tuple(value) for key, value in surnames.items()}
        self._given = {key: tuple(value) for key, value in given.items()}
        self._words = {key: tuple(value) for key, value in words.items()}
        self._syllables = syllables
        self._surname_characters = surname_characters
        self._of = lru_cache(maxsize=4096)(self._compute)

    @classmethod
    def load(cls) -> "NameReadings":
        """Load `seeds/lexicon/zh/name_characters.csv` and `name_words.csv`.

        Raises:
            ValueError: A table is not as expected.
        """
        surnames, given = defaultdict[str, list[_Senses]](list), defaultdict[str, list[_Senses]](list)
        words = defaultdict[tuple[str, ...], list[_Senses]](list)
        syllables: set[str] = set()
        surname_characters: set[str] = set()
        for character, pinyin, position, *columns in read_seed_table("lexicon/zh/name_characters.csv", _CHARACTER_COLUMNS):
            senses = _Senses(character, tuple(_forms(*columns)))
            for syllable in pinyin.split("|"):
                syllables.add(syllable)
                if position in "sb":
                    surnames[syllable].append(senses)
                    surname_characters.add(character)
                if position in "gb":
                    given[syllable].append(senses)
        for word, pinyin, *glosses in read_seed_table("lexicon/zh/name_words.csv", _WORD_COLUMNS):
            spoken = tuple(pinyin.split())
            syllables.update(spoken)
            sound = "".join(spoken)
            words[spoken].append(_Senses(word, tuple(form for form in _forms(*glosses) if form[0] != (sound,))))
        return cls(surnames, given, words, frozenset(syllables), frozenset(surname_characters))

    def readings(self, surname: str, given: str) -> ReadingsOfName | None:
        """Every wording of a name.

        Args:
            surname: In pinyin without tones, such as "Ying".
            given: Likewise, its syllables run together, hyphenated or parted by an apostrophe; may be empty.

        Returns:
            The wordings; None where the name is not pinyin or nothing is known of its characters.
        """
        return self._of(surname.lower(), given.lower())

    def _compute(self, surname: str, given: str) -> ReadingsOfName | None:
        splits = list(_syllable_splits(given, self._syllables)) if given else []
        if not splits or not surname.isalpha():
            return None
        found: dict[Reading, None] = {}
        for syllables in splits:
            for senses in self._words.get((surname, *syllables), ()):
                found.update(dict.fromkeys(senses.readings("name" if senses.characters[0] in self._surname_characters else "homophone")))
            if len(syllables) == 1:
                for senses in self._given.get(syllables[0], ()):
                    found.update(dict.fromkeys(senses.readings("given")))
            else:
                for senses in self._words.get(syllables, ()):
                    found.update(dict.fromkeys(senses.readings("given")))
                for part, syllable in zip(("given-1", "given-2"), syllables, strict=True):
                    for senses in self._given.get(syllable, ()):
                        found.update(dict.fromkeys(senses.readings(part)))  # type: ignore[arg-type]  # zip loses the literals
        if not found:
            return None
        for senses in self._surnames.get(surname, ()):
            found.update(dict.fromkeys(senses.readings("surname")))
        letters = "".join(c for c in given if c.isalpha())
        found[Reading((surname,), "literal", "surname", ANY_CHARACTER)] = None
        found[Reading((letters,), "literal", "given", ANY_CHARACTER)] = None
        found[Reading((surname + letters,), "literal", "run-together", ANY_CHARACTER)] = None
        index = defaultdict[str, list[Reading]](list)
        for reading in found:
            index[reading.words[0]].append(reading)
        return ReadingsOfName({first: tuple(rs) for first, rs in index.items()}, all(len(s) > 1 for s in splits))


def _forms(nouns: str, adjectives: str, verbs: str, adverbs: str, connectives: str = "") -> Iterator[tuple[tuple[str, ...], WordClass]]:
    """Expand the senses of one row into inflected and derived wordings."""
    seen: set[tuple[str, WordClass]] = set()

    def add(wording: str | None, word_class: WordClass) -> Iterator[tuple[tuple[str, ...], WordClass]]:
        if wording and (wording, word_class) not in seen:
            seen.add((wording, word_class))
            yield tuple(wording.replace("-", " ").replace("'s", " 's").split()), word_class

    for noun in filter(None, nouns.split("|")):
        yield from add(noun, "noun")
    for adjective in filter(None, adjectives.split("|")):
        yield from add(adjective, "adjective")
        yield from add(adverb(adjective), "adverb")
    for verb in filter(None, verbs.split("|")):
        if verb.startswith(tuple(_MODALS)):
            yield from add(verb, "modal")
            continue
        forms = verb_forms(verb)
        yield from add(forms.base, "base")
        for finite in (forms.third, forms.past, forms.participle, *([forms.other_past] if forms.other_past is not None else [])):
            yield from add(finite, "finite")
        yield from add(forms.gerund, "gerund")
    for word in sorted(set(filter(None, adverbs.split("|"))) - set(connectives.split("|"))):
        yield from add(word, "adverb")
    for word in filter(None, connectives.split("|")):
        yield from add(word, "connective")


def _syllable_splits(letters: str, syllables: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """Ways to part a given name into one or two known syllables; marks inside it decide where it parts."""
    marked = [part for part in letters.replace("'", " ").replace("’", " ").replace("-", " ").split() if part]
    if len(marked) == 2:
        if all(part in syllables for part in marked):
            yield tuple(marked)
        return
    word = "".join(marked)
    if word in syllables:
        yield (word,)
        return
    for cut in range(1, len(word)):
        if word[:cut] in syllables and word[cut:] in syllables:
            yield word[:cut], word[cut:]
