"""Names of persons that are written by sound in Chinese text: foreign names, and those of peoples without Chinese surnames."""

from bisect import bisect_left

from tasks.entities.chinese_person_contexts import DOTS, NEVER_GIVEN, OFFICE_AFTER, ChinesePersonContexts
from tasks.entities.chinese_person_plausibility import Candidate
from tasks.entities.chinese_tokens import ChineseTokens
from tasks.lexicon.chinese import LONGEST_AMBIGUOUS, Word

FOREIGN_MAX = 8  # characters of a name without dots, or between two dots
MEDIA = "网报刊台"  # "齐鲁网·闪电新闻" is no person
STRONG_LEFT = 2.5  # from here on two characters are enough for a name


class ChineseTransliterations:
    """Finds names written by sound in one document.

    Args:
        tokens: The document's words.
        contexts: Judge of the words around a name.
        sounds: Characters that write sounds.
    """

    def __init__(self, tokens: ChineseTokens, contexts: ChinesePersonContexts, sounds: frozenset[str]) -> None:
        """Take the words."""
        self.tokens = tokens
        self.text = tokens.text
        self.contexts = contexts
        self.sounds = sounds
        sets = tokens.lexicon.sets
        self._never_first = sets["never_first_in_person"]
        self._never_last = sets["never_last_in_person"]
        self._never_sounds = sets["never_sound_in_person"]
        self._elements = sets["name_element"]
        self._dots = [at for at, character in enumerate(self.text) if character in DOTS] if any(dot in self.text for dot in DOTS) else []

    def dot_near(self, start: int) -> bool:
        """Whether a middle dot stands soon after."""
        following = bisect_left(self._dots, start)
        return following < len(self._dots) and self._dots[following] <= start + FOREIGN_MAX

    def before_title(self, k: int, first: int) -> Candidate | None:
        """A transliterated name right before the title at token `k`: "莫迪|总理"."""
        stop = start = self.tokens.starts[k]
        while k and self.tokens.starts[k - 1] >= first and stop - self.tokens.starts[k - 1] <= FOREIGN_MAX:
            k -= 1
            piece = self.text[self.tokens.starts[k] : self.tokens.ends[k]]
            word = self.tokens.words[k]
            if not self.sounds.issuperset(piece) or word.ends_name or word.is_division or word.office or (word.common and len(piece) > 1):
                break
            start = self.tokens.starts[k]
        enough = 2 <= stop - start <= FOREIGN_MAX and self.text[start] not in self._never_first
        return Candidate(start, stop, 3.0) if enough and (start == first or self.tokens.words[k].ends_name) else None

    def after_office(self, start: int, end: int, left: float) -> Candidate | None:
        """A transliterated name, or one of a people without surnames, right after an office."""
        stop = start
        limit = min(end, start + FOREIGN_MAX)
        native = False
        if self.text[start] in self._never_last or self.text[start] in self._never_first:
            return None
        lexicon = self.tokens.lexicon
        while stop < limit and "\u3400" <= self.text[stop] <= "\u9fff":
            word = lexicon.at(self.text, stop, end)
            element = next((size for size in (4, 3, 2) if self.text[stop : stop + size] in self._elements), 0)
            if element:
                stop += element
                native = True
                continue
            if native and self.text[stop] not in self.sounds:
                break
            if stop > start + 1 and self.text[stop] == "家":
                break
            if word is not None and stop > start and self._breaks(word):
                break
            if (
                word is not None
                and stop == start
                and len(word.text) > 1
                and (
                    word.head
                    or (word.ends_name and not (left >= 3 and self.sounds.issuperset(word.text)))
                    or word.is_country
                    or not self._may_sound(word)
                )
            ):
                return None
            stop += 1
        length = stop - start
        if length < (2 if left >= STRONG_LEFT else 3) or left < 2:
            return None
        name = self.text[start:stop]
        if name[-1] in NEVER_GIVEN and not native:
            return None
        sounds = sum(character in self.sounds for character in name) / length
        if sounds < 0.6 and not native and not (length <= 4 and self._all_unknown(start, stop)):
            return None
        right = self.contexts.right(stop, end)
        if length == 2 and left < 3 and right == OFFICE_AFTER:
            return None  # "渔业署长某某、农粮|署长某某"
        return Candidate(start, stop, left + right + 0.3 * sounds) if right > 0 else None

    def _may_sound(self, word: Word) -> bool:
        """Whether a word at the beginning may rather be the sounds of a name: "玛丽娜", but not "吉林" or "企业"."""
        if not (word.is_division or word.common == "noun"):
            return True
        return self.sounds.issuperset(word.text) and not (word.is_division and len(word.text) <= LONGEST_AMBIGUOUS)

    def _breaks(self, word: Word) -> bool:
        """Whether no name goes on with a word."""
        if word.head is not None and len(word.text) > 1:
            return True
        return bool(word.ends_name or word.functions) and not self._spelt(word)

    def _spelt(self, word: Word) -> bool:
        """Whether a function word of one character is rather a sound of the name."""
        return len(word.text) == 1 and word.text in self.sounds and word.text not in self._never_sounds

    def _all_unknown(self, start: int, stop: int) -> bool:
        """Whether a stretch holds no longer word of the lexicon but divisions."""
        return all(
            (word := self.tokens.lexicon.at(self.text, at, stop)) is None or len(word.text) == 1 or word.is_division
            for at in range(start, stop)
        )

    def dotted_at(self, start: int, end: int) -> Candidate | None:
        """A name with middle dots that begins at `start`."""
        if not self.dot_near(start) or self.text[start] in self._never_first or self.text[start] == "了":
            return None
        at = start
        while at < end and at - start <= FOREIGN_MAX and "\u3400" <= self.text[at] <= "\u9fff":
            at += 1
        if at == start or at >= end or self.text[at] not in DOTS or self.text[at - 1] in MEDIA or self._has_boundary(start, at):
            return None
        stop = at
        while stop < end and self.text[stop] in DOTS:
            stop += 1
            begun = stop
            while stop < end and "\u3400" <= self.text[stop] <= "\u9fff" and stop - begun < FOREIGN_MAX:
                word = self.tokens.lexicon.at(self.text, stop, end)
                if (
                    stop > begun
                    and word is not None
                    and (word.ends_name or word.functions or word.senses)
                    and not (len(word.text) == 1 and word.text in self.sounds and not word.senses)
                ):
                    break
                stop += 1
        return Candidate(start, stop, 5.0)

    def _is_whole(self, word: Word, size: int) -> bool:
        """Whether a place of a name's sounds fills the stretch: "弗拉基米尔"."""
        return len(word.text) == size and not word.is_country and self.sounds.issuperset(word.text)

    def _has_boundary(self, start: int, stop: int) -> bool:
        """Whether a word inside a stretch shows that no name goes on across it."""
        at = start
        while at < stop:
            word = self.tokens.lexicon.at(self.text, at, stop)
            if (
                word is not None
                and len(word.text) > 1
                and (
                    word.office
                    or word.ends_name
                    or word.head
                    or (word.is_division and at == start and not self._is_whole(word, stop - start))
                )
            ):
                return True
            if word is not None and len(word.text) == 1 and word.text in self._never_last and (at > start or word.senses):
                return True
            at += len(word.text) if word else 1
        return False
