"""Whether a sequence of words is a person's name, and how it decomposes: by shape and lexicon, without a statistical model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from tasks.entities.alphabetic_names import is_initials, judge_alphabetic, judge_single
from tasks.entities.hanzi_names import HanziNames, load_hanzi_names
from tasks.entities.name_lexicon import NameLexicon, fold, load_name_lexicon
from tasks.entities.name_variants import same_person, variant_keys
from tasks.entities.person_name import PersonName
from tasks.entities.pinyin_names import PinyinNames, load_pinyin_names
from tasks.entities.syllabic_names import judge_syllabic

_CACHED_NAMES = 200_000
_SURE = 0.7
_LIKELY = 0.6
_TITLES = frozenset({"title", "male", "female"})
_CLOSED_SET = 0.1  # a surname of a closed set explains "Kim Yong Nam" better than the given name Kim does
_AFTER = frozenset({"suffix", "clergy_after"})
_NOT_BEFORE = _AFTER | {""}
_SYLLABIC = frozenset({"zh", "ko", "vi"})


def _never_a_place(name: str) -> bool:
    return not name


def _in_capitals(word: str) -> bool:
    return len(word) > 2 and word.isalpha() and word.isupper()


@dataclass(frozen=True, eq=False)
class PersonNames:
    """Judges names; pure after `load`.

    Attributes:
        lexicon: The name lists.
        pinyin: Judge of pinyin names.
        hanzi: Judge of names in Chinese characters.
        is_place: Says whether a name is a place, beside the places that the lists hold.
    """

    lexicon: NameLexicon
    pinyin: PinyinNames
    hanzi: HanziNames
    is_place: Callable[[str], bool] = _never_a_place
    _judge_cached: Callable[[tuple[str, ...]], PersonName | None] = field(init=False, repr=False)
    _split_cached: Callable[[str, bool], tuple[str, str] | None] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Give every instance its own cache: the same words may be a place to one predicate and none to another."""
        object.__setattr__(self, "_judge_cached", lru_cache(maxsize=_CACHED_NAMES)(self._judge))
        object.__setattr__(self, "_split_cached", lru_cache(maxsize=_CACHED_NAMES)(self._split_joined))

    @classmethod
    def load(cls, *, is_place: Callable[[str], bool] | None = None) -> "PersonNames":
        """Load the lists that ship with the project.

        Args:
            is_place: Says whether a name ("Hong Kong", "Guizhou") is a place; must be pure, its answers are cached.

        Returns:
            A judge.

        Raises:
            ValueError: A seed table is not as expected.
        """
        lexicon = load_name_lexicon()
        return cls(lexicon, load_pinyin_names(lexicon), load_hanzi_names(), is_place or _never_a_place)

    def judge(self, words: Sequence[str]) -> PersonName | None:
        """Judge words as one person's name.

        Args:
            words: Words as in the text, in order: ("Wenqi", "Tan"), ("J.P.", "Nadda"), ("Mohammed", "bin", "Salman").

        Returns:
            The name with its score, or null where the words cannot be one.
        """
        return self._judge_cached(tuple(words))

    def judge_hanzi(self, name: str) -> PersonName | None:
        """Judge Chinese characters as one person's name; see `HanziNames.judge`."""
        return self.hanzi.judge(name, self._place)

    def same_person(self, a: str, b: str) -> bool:
        """Say whether two forms of a name, in one document, name one person; see `name_variants.same_person`."""
        judged = (self.judge(name.split()) for name in (a, b))
        syllabic = any(name is not None and name.origin in _SYLLABIC and len(name.words) > 1 and name.score >= _SURE for name in judged)
        return same_person(a, b, self.lexicon, syllabic)

    def variant_keys(self, name: str) -> frozenset[tuple[str, ...]] | None:
        """Keys by which the other forms of a name are found; see `name_variants.variant_keys`."""
        return variant_keys(name, self.lexicon)

    def split_joined_pinyin(self, word: str, *, two_syllables: bool = False) -> tuple[str, str] | None:
        """Split "Xijinping" into surname and given name; see `PinyinNames.split_joined`."""
        return self._split_cached(word, two_syllables)

    def _split_joined(self, word: str, two_syllables: bool) -> tuple[str, str] | None:
        return self.pinyin.split_joined(word, self._place, two_syllables=two_syllables)

    def _place(self, name: str) -> bool:
        return name.lower() in self.lexicon.places or self.is_place(name)

    def _judge(self, words: tuple[str, ...]) -> PersonName | None:
        if not words or not all(words):
            return None
        start, end = self._without_honorifics(words)
        kinds = {self.lexicon.honorifics[fold(word).strip(".,")][0] for word in (*words[:start], *words[end:]) if fold(word) != "the"}
        if "royal" in kinds:
            return self._judge_royal(words, start, end)
        if start >= end or (start and fold(words[0]) == "the" and kinds <= {"suffix"}):
            return None
        bare = tuple(word.rstrip(",") for word in words[start:end])
        if any("," in word for word in words[start : end - 1]) or any(word.endswith(("'s", "’s")) for word in bare[:-1]):
            return None
        name = self._judge_bare(bare)
        if name is None or (start == 0 and end == len(words)):
            return name
        score = name.score
        if start or kinds - {"suffix"}:
            score = max(score, 0.8) if score > 0.05 else score
        return replace(name, words=words, score=score, honorific=" ".join((*words[:start], *words[end:])))

    def _without_honorifics(self, words: tuple[str, ...]) -> tuple[int, int]:
        start, end = 0, len(words)
        while start < end - 1 and (
            (fold(words[start]) == "the" and start == 0) or (self._kind(words[start]) not in _NOT_BEFORE and not is_initials(words[start]))
        ):
            start += 1
        if start == end - 1 and self._kind(words[start]) == "royal":
            start = end
        while end > start + 1 and self._kind(words[end - 1]) in _AFTER and not (end == 2 and len(words[1]) == 1):
            end -= 1
        return start, end

    def _kind(self, word: str) -> str:
        return self.lexicon.honorifics.get(fold(word).strip(".,"), ("", ""))[0]

    def _judge_royal(self, words: tuple[str, ...], start: int, end: int) -> PersonName | None:
        """Judge "King Charles III", "The Princess Royal", "Duke of Edinburgh", "The Queen"."""
        rest = tuple(word for word in words[start:end] if fold(word) not in {"of", "the"})
        if any(word.endswith(("'s", "’s")) for word in rest[:-1]) or (rest and fold(rest[-1]) in self.lexicon.never and len(rest) > 1):
            return None
        honorific = " ".join(words[:start])
        if not rest:
            return PersonName(words, None, None, "unknown", "royal", 0.6 if fold(words[0]) == "the" else 0.4, honorific)
        if rest == ("Royal",) or (fold(words[start]) == "of" and all(word[0].isupper() for word in rest)):
            of_people = any(self.lexicon.never.get(fold(word)) == "strict" for word in rest) and rest != ("Royal",)
            return PersonName(words, None, None, "unknown", "royal", 0.5 if of_people else 0.9, honorific)
        name = self._judge_bare(rest)
        if name is None or name.score < 0.1:
            return None
        given = " ".join(rest)
        return PersonName(words, None, given, "unknown", "royal", max(0.85, name.score), " ".join((*words[:start], *words[end:])))

    def _judge_bare(self, words: tuple[str, ...]) -> PersonName | None:
        if any(_in_capitals(word) for word in words):
            return self._judge_upper(words)
        folded = [fold(word) for word in words]
        never = [self.lexicon.never.get(word.removesuffix("'s")) for word in folded]
        if "strict" in never or (len(words) == 1 and never[0]) or any(self._joins_non_names(word) for word in words if "-" in word):
            return None
        if any(self._kind(word) in _TITLES for word in words[1:]) or self._kind(words[-1]) in _TITLES:
            return None
        if len(words) == 1:
            return self._judge_word(words[0])
        whole_is_place = self._place(" ".join(words))
        candidates = [
            self.pinyin.judge(words, self._place),
            judge_syllabic(words, self.lexicon),
            self._judge_after_given(words),
            judge_alphabetic(words, self.lexicon, self._place),
        ]
        found = [name for name in candidates if name is not None]
        if not found:
            return None
        best = max(found, key=lambda name: name.score + (_CLOSED_SET if name.origin in _SYLLABIC else 0.0))
        if never[-1] == "last" and best.origin not in _SYLLABIC:
            first = folded[0]
            known = is_initials(words[0]) or (
                first in self.lexicon.given and not self.lexicon.word_size(first) and not self._place(words[0])
            )
            if not known:
                return None
            best = replace(best, score=min(best.score, 0.6))
        return replace(best, score=min(best.score, 0.25)) if whole_is_place else best

    def _judge_after_given(self, words: tuple[str, ...]) -> PersonName | None:
        """Judge "Steven Chong Wan Oon": an English given name before a whole southern Chinese name."""
        if (
            len(words) < 3
            or fold(words[0]) not in self.lexicon.given
            or self._begins_syllabic(words[0])
            or self.lexicon.word_size(fold(words[0]))
        ):
            return None
        inner = judge_syllabic(words[1:], self.lexicon)
        if inner is None or inner.surname is None:
            return None
        return replace(inner, words=words, given=f"{words[0]} {inner.given}", order="unknown")

    def _joins_non_names(self, word: str) -> bool:
        """Say whether a hyphen joins a place or a word such as "Party": "India-Sri", "Beijing-Tianjin"."""
        return any(self.lexicon.never.get(fold(half)) == "strict" or self._place(half) for half in word.split("-"))

    def _begins_syllabic(self, word: str) -> bool:
        return any(surnames.get(fold(word), False) for surnames in self.lexicon.romanised_surnames.values())

    def _judge_upper(self, words: tuple[str, ...]) -> PersonName | None:
        """Judge a name in capitals, wholly or only its surname; acronyms are none, so both parts must be known."""
        if len(words) < 2:
            return None
        capitals = [word.lower() for word in words if _in_capitals(word)]
        if all(word.isupper() for word in words):
            known = any(self.lexicon.given.get(word, ("", "rare"))[1] != "rare" or word in self.pinyin.surnames for word in capitals)
        else:
            known = all(word in self.lexicon.surnames or word in self.pinyin.surnames for word in capitals) and min(map(len, capitals)) > 3
        if not known:
            return None
        name = self._judge_bare(tuple(word.capitalize() if _in_capitals(word) else word for word in words))
        return replace(name, words=words) if name is not None and name.score >= _LIKELY else None

    def _judge_word(self, word: str) -> PersonName | None:
        joined = self.split_joined_pinyin(word)
        if joined is not None:
            return PersonName((word,), *joined, "surname_first", "zh", 0.5)
        if fold(word) in self.lexicon.tibetan:
            return PersonName((word,), None, word, "unknown", "zh", 0.5)
        return judge_single(word, self.lexicon, self._place)
