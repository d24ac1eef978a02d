"""Chinese names in pinyin: "Ouyang Xiu", "Li Ji'an", "Wenqi Tan", "Xijinping"."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from tasks.entities.name_lexicon import NameLexicon, fold
from tasks.entities.person_name import PersonName
from tasks.lexicon.seed_tables import read_seed_table

_JOINED = re.compile(r"[A-Z][a-z]{5,}")
# The last syllable of many Chinese place names (-zhuang, -cun, -zhou); "jia" in the middle is 家, "the X family's".
_PLACE_SYLLABLES = frozenset(
    [
        "zhuang",
        "cun",
        "zhou",
        "kou",
        "dao",
        "men",
        "qiao",
        "tun",
        "dian",
        "pu",
        "wan",
        "xian",
        "zhen",
        "xiang",
        "qu",
        "shi",
        "sheng",
        "gang",
        "gou",
        "cheng",
        "he",
        "shan",
        "hu",
        "ling",
        "yuan",
        "tai",
    ]
)
_FREQUENT = 400  # surnames that a joined spelling may begin with; the rest are too rare to outweigh place names


@dataclass(frozen=True, eq=False)
class PinyinNames:
    """Judges pinyin names.

    Attributes:
        syllables: Every syllable of Mandarin without tone.
        surnames: Pinyin of a surname -> rank of the most frequent surname read so, from 0.
        words: The name lexicon, for English words and Tibetan names.
    """

    syllables: frozenset[str]
    surnames: dict[str, int]
    words: NameLexicon

    def readings(self, folded: str) -> Iterator[tuple[str, ...]]:
        """Divide a word into syllables.

        Args:
            folded: A word in lower case; apostrophes and hyphens separate syllables.

        Yields:
            Every division into syllables of Mandarin.
        """
        head, separator, tail = re.split("(['-]|$)", folded, maxsplit=1)
        rest = tail if separator else ""
        for reading in self._divide(head):
            if not rest:
                yield reading
            else:
                yield from (reading + more for more in self.readings(rest))

    def _divide(self, letters: str) -> Iterator[tuple[str, ...]]:
        if letters in self.syllables:
            yield (letters,)
        for end in range(1, min(len(letters), 7)):
            if letters[:end] in self.syllables:
                yield from ((letters[:end], *more) for more in self._divide(letters[end:]))

    def syllable_count(self, folded: str) -> int | None:
        """Count the syllables of a pinyin word; the shortest division counts; null if it is not pinyin."""
        if len(folded) > 20:
            return None
        return min((len(reading) for reading in self.readings(folded)), default=None)

    def judge(self, words: tuple[str, ...], is_place: Callable[[str], bool]) -> PersonName | None:
        """Judge capitalised words as a Chinese or Tibetan name in pinyin.

        Args:
            words: Two or three words.
            is_place: Says whether a name is a place.

        Returns:
            The name, or null.
        """
        if not 2 <= len(words) <= 4:
            return None
        folded = tuple(fold(word) for word in words)
        counts = tuple(self.syllable_count(word) for word in folded)
        if None in counts:
            return None
        if len(words) == 2 and all(word in self.words.tibetan for word in folded):
            return PersonName(words, None, " ".join(words), "unknown", "zh", 0.9)
        known = [(count or 0) for count in counts]
        if len(words) > 2:
            return self._judge_spaced(words, folded, known)
        surname_first = folded[0] in self.surnames and known[1] <= 2
        given_first = folded[1] in self.surnames and known[0] <= 2
        if surname_first:
            return PersonName(words, words[0], words[1], "surname_first", "zh", self._score(words, folded, known[1], is_place))
        if given_first:
            score = self._score(words[::-1], folded[::-1], known[0], is_place) - 0.12
            return PersonName(words, words[1], words[0], "given_first", "zh", round(score, 2))
        return None

    def _judge_spaced(self, words: tuple[str, ...], folded: tuple[str, ...], counts: list[int]) -> PersonName | None:
        compound = folded[0] + folded[1] in self.surnames and folded[0] not in self.surnames
        at = 2 if compound else 1
        if (not compound and folded[0] not in self.surnames) or sum(counts[at:]) != len(words) - at or len(words) - at > 2:
            return None
        english = sum(self.words.word_size(word) is not None for word in folded)
        if english > 1:
            return None
        return PersonName(words, " ".join(words[:at]), " ".join(words[at:]), "surname_first", "zh", 0.8 - 0.2 * english)

    def _score(self, words: tuple[str, ...], folded: tuple[str, ...], given_syllables: int, is_place: Callable[[str], bool]) -> float:
        surname, given = folded
        surname_is_word = self.words.word_size(surname) is not None
        given_is_word = self.words.word_size(given) is not None
        score = 0.95 if given_syllables == 2 else 0.9
        if given in self.surnames and given_syllables == 2:
            score -= 0.05
        if given_is_word:
            score = 0.35 if surname_is_word else 0.8
        elif surname_is_word and given_syllables == 1:
            score = 0.75
        if given_syllables == 2 and is_place(words[1]):
            score -= 0.3
        if is_place("".join(words).capitalize()):
            score -= 0.1
        return round(max(score, 0.0), 2)

    def split_joined(self, word: str, is_place: Callable[[str], bool], *, two_syllables: bool = False) -> tuple[str, str] | None:
        """Split a surname and a given name written as one word.

        Args:
            word: One capitalised word, such as "Xijinping".
            is_place: Says whether a name is a place.
            two_syllables: Whether to accept a surname with one syllable after it; such words are more often a given
                name or a place, so only a caller with a title before the word should ask for it.

        Returns:
            Surname and given name, each capitalised; null if the word is something else or can be split in several ways.
        """
        folded = word.lower()
        if not _JOINED.fullmatch(word) or is_place(word) or self.words.word_size(folded) is not None:
            return None
        if folded in self.words.given or folded in self.words.surnames:
            return None
        wanted = (2, 3) if two_syllables else (3,)
        found: set[tuple[str, str]] = set()
        compound: set[tuple[str, str]] = set()
        shortest = self.syllable_count(folded)
        for reading in self.readings(folded):
            if len(reading) != shortest:  # "Tianshui" is tian-shui, never ti-an-shui, which would need an apostrophe
                continue
            if len(reading) in wanted and self.surnames.get(reading[0], _FREQUENT) < _FREQUENT:
                found.add((reading[0], "".join(reading[1:])))
            if len(reading) in {3, 4} and reading[0] + reading[1] in self.surnames:
                compound.add((reading[0] + reading[1], "".join(reading[2:])))
            if len(reading) > 1 and (reading[-1] in _PLACE_SYLLABLES or "jia" in reading[1:-1]):
                return None
        found = compound or found
        if len(found) != 1:
            return None
        surname, given = found.pop()
        return surname.capitalize(), given.capitalize()


@cache
def load_pinyin_names(words: NameLexicon) -> PinyinNames:
    """Read the syllables and the surnames.

    Args:
        words: The name lexicon.

    Returns:
        The judge of pinyin names.
    """
    ranks: dict[str, int] = {}
    for rank, (_, pinyin) in enumerate(read_seed_table("lexicon/zh/surnames.csv", ("surname", "pinyin"))):
        ranks.setdefault(pinyin.lower(), rank)
    syllables = frozenset(syllable for (syllable,) in read_seed_table("lexicon/zh/pinyin_syllables.csv", ("syllable",)))
    return PinyinNames(syllables, ranks, words)
