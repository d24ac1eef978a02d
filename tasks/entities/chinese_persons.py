"""Names of persons in Chinese text, by the offices, verbs and lists around them."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tasks.entities.chinese_tokens import NUMBER, PUNCTUATION, SPACE, UNKNOWN, ChineseTokens
from tasks.entities.person_names import PersonNames
from tasks.lexicon.chinese import Word

DOTS = "·•・"
LIST_MARKS = "、和与及"
CLAUSE_MARKS = "。，；：！？\n“‘（(】[［"
WITH = frozenset(
    [
        "在",
        "同",
        "由",
        "向",
        "与",
        "和",
        "对",
        "会见",
        "看望",
        "慰问",
        "见到",
        "听取",
        "陪同",
        "接待",
        "邀请",
        "会晤",
        "率领",
        "以",
        "让",
        "请",
        "给",
    ]
)
AFTER_PERSON = frozenset(["say", "visit", "go", "attend", "accompany", "meet", "activity", "depart"])
STRONG_OFFICES = frozenset(["office", "honorific", "byline"])
FOREIGN_MAX = 8
ACCEPTED = 3.0
LONG_NAME = 7
LISTED = frozenset("、等参陪和，。一")
LIST_GAP = 2
STRONG_LEFT = 2.5
LEFT_NOUN = 0.55
NEVER_INSIDE = frozenset("某更都也就很太最不没")
AFTER_NAMES = frozenset(["同志", "先生", "女士"])
NEVER_FIRST = frozenset("和与及在对到从以请去能们的各都就又也等将由其可访被把让说")
RARE_SURNAME = 200
FREQUENT_SCORE, RARE_SCORE, USUAL_SHARE, SHORT_PENALTY = 0.6, 0.45, 0.35, 0.05
RARE_PENALTY = 0.3
COMMON_SURNAME = 100
NEVER_LAST = frozenset("和与向对在等率到赴就是也还又将及说称从由了的把被并")
SPACED = re.compile(r"[\u3400-\u9fff] {1,2}[\u3400-\u9fff](?=[\s)）、，])")
THOUGHT = re.compile(r"[^，。；、]{0,14}(?:思想|理论)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch that may be a person's name.

    Attributes:
        start: First code point.
        end: One past the last.
        score: How well it fits the characters and words around it.
    """

    start: int
    end: int
    score: float


class ChinesePersons:
    """Finds the persons of one document.

    Args:
        tokens: The document's words.
        judge: Judge of personal names.
    """

    def __init__(self, tokens: ChineseTokens, judge: PersonNames) -> None:
        """Start with nobody known."""
        self.tokens = tokens
        self.text = tokens.text
        self.judge = judge
        self._scores: dict[str, float] = {}
        self._first_characters = frozenset(surname[0] for surname in judge.hanzi.surnames)
        self._has_dots = any(dot in self.text for dot in DOTS)

    def find(self) -> set[str]:
        """The names of the persons that the document names.

        Returns:
            Names as in the text; dotted names and the parts by which the text calls them again.
        """
        support: Counter[str] = Counter()
        best: dict[str, float] = {}
        for index in range(len(self.tokens.sentences)):
            end = self.tokens.sentences[index].end
            for candidate in self._of_sentence(index, end):
                name = self.text[candidate.start : candidate.end]
                support[name] += 1
                best[name] = max(best.get(name, 0.0), candidate.score)
        found = {name for name, score in best.items() if score + min(0.4, 0.2 * (support[name] - 1)) >= ACCEPTED}
        return self._without_overgrown(found, support) | self._parts(found)

    def _parts(self, found: set[str]) -> set[str]:
        parts: set[str] = set()
        for name in found:
            if len(name) > LONG_NAME and self.text.count(name[:2]) > self.text.count(name) + 1:
                parts.add(name[:2])
            for dot in DOTS:
                if dot in name:
                    for part in (name.split(dot)[0], name.split(dot)[-1]):
                        if len(part) >= 2 and self.text.count(part) > self.text.count(name):
                            parts.add(part)
        return parts

    def _without_overgrown(self, found: set[str], support: Counter[str]) -> set[str]:
        """Of "李强" and "李强考", keep the one that the document bears out."""
        dropped = set()
        for name in found:
            shorter = name[:-1]
            if len(name) >= 3 and shorter in found:
                dropped.add(name if support[shorter] >= support[name] or self.text.count(shorter) > 2 * self.text.count(name) else shorter)
        return {self._grown(name) for name in found - dropped}

    def _grown(self, name: str) -> str:
        """Take "饶子和" where the text never goes on after "饶子" in another way."""
        if len(name) != 2:
            return name
        followers = {self.text[at + 2 : at + 3] for at in _occurrences(self.text, name)}
        longer = name + min(followers)
        return longer if len(followers) == 1 and self.text.count(name) >= 2 and self._score(longer) >= 0.6 else name

    def _of_sentence(self, index: int, end: int) -> Iterator[Candidate]:
        tokens = self.tokens
        words, starts, text, firsts = tokens.words, tokens.starts, self.text, self._first_characters
        after_person = -1
        for k in tokens.sentence_tokens(index):
            start = starts[k]
            if start < after_person:
                continue
            listed = after_person >= 0 and start - after_person <= LIST_GAP
            if (
                not listed
                and text[start] not in firsts
                and not (k and words[k - 1].office)
                and not (self._has_dots and self._dot_near(start))
            ):
                continue
            left = self._left(k, start, after_person)
            if left <= 0:
                continue
            candidate = self._name_at(start, end, left, words[k])
            if candidate is not None:
                yield candidate
                after_person = candidate.end

    def _dot_near(self, start: int) -> bool:
        """Whether a middle dot stands soon after."""
        return any(dot in self.text[start : start + FOREIGN_MAX + 1] for dot in DOTS)

    def _left(self, k: int, start: int, after_person: int) -> float:
        """How much what stands before position `start` lets one expect a person."""
        tokens = self.tokens
        if k == 0:
            return 1.0
        before = tokens.words[k - 1]
        character = self.text[start - 1]
        if after_person >= 0 and start - after_person <= 1 and character in LIST_MARKS:
            return 2.5
        if before.office == "honorific" and before.text in AFTER_NAMES:
            return 0.6
        if before.office and after_person == tokens.starts[k - 1]:
            return 0.6
        if before.office:
            return 3.0 if before.office in STRONG_OFFICES else 2.0
        if before is SPACE or character.isspace():
            earlier = tokens.words[k - 2] if k >= 2 else PUNCTUATION
            if earlier.office == "byline" or (after_person >= 0 and start - after_person <= 2):
                return 3.0
            return 1.0
        if before is PUNCTUATION:
            earlier = tokens.words[k - 2] if k >= 2 else PUNCTUATION
            if character in ":：/(（" and (earlier.office == "byline" or self.text[max(0, start - 2)] in "电讯"):
                return 3.0
            return 1.0 if character in CLAUSE_MARKS else 0.8
        if before.text in WITH or before.kinds & {"meet", "accompany"}:
            return 1.0
        if before.functions & {"conjunction", "adverb", "preposition", "particle"} or before.role == "verb":
            return 0.6
        return LEFT_NOUN if before.role == "noun" and before is not UNKNOWN and before is not NUMBER else 0.0

    def _name_at(self, start: int, end: int, left: float, word: Word) -> Candidate | None:
        dotted = self._dotted_at(start, end)
        if dotted is not None:
            return dotted
        spaced = SPACED.match(self.text, start, end) if left >= 3 else None
        if spaced is not None and self._score(spaced.group().replace(" ", "")) >= 0.4:
            return Candidate(start, spaced.end(), 5.0)
        best: Candidate | None = None
        run = _run_end(self.text, start, min(end, start + FOREIGN_MAX))
        for length in (3, 2, 4):
            stop = start + length
            if stop > run:
                continue
            name = self.text[start:stop]
            plausible = self._score(name)
            if plausible < 0.4 or (length == 4 and plausible < 0.6):
                continue
            right = self._right(stop, end)
            if left < 3 and right < (1.2 if left >= 2 else 1.5) and self.judge.hanzi.surnames.get(name[0], RARE_SURNAME) >= RARE_SURNAME:
                if left >= 2:
                    continue
                plausible -= RARE_PENALTY
            if left == LEFT_NOUN and right < 1.5:
                continue
            against = self._against(start, stop, word, left)
            if right <= 0 or against >= left:
                continue
            score = left + right + plausible + (0.25 if length == 3 else 0.0) - against
            if best is None or score > best.score:
                best = Candidate(start, stop, score)
        if left >= 2 and (best is None or best.end - best.start <= 3):
            foreign = self._foreign_at(start, end, left)
            if foreign is not None and (best is None or (foreign.end > best.end and self._is_rare(start))):
                return foreign
        return best

    def _is_rare(self, start: int) -> bool:
        return self.judge.hanzi.surnames.get(self.text[start], RARE_SURNAME) >= COMMON_SURNAME

    def _against(self, start: int, stop: int, word: Word, left: float) -> float:
        """How much the words inside a stretch speak against its being a name."""
        size = len(word.text) if word not in (UNKNOWN, NUMBER) else 0
        length = stop - start
        against = 0.0
        if size >= 2:
            if word.office or word.head or word.is_division:
                against = 2.6
            elif word.common or word.functions or word.senses:
                against = 0.6 if left >= 3 or (left >= 2 and size < length) else 1.5 if size < length else 9.0
        elif size == 1 and (word.functions or word.senses) and left < 2.5:
            against = 2.0
        if length >= 3 and size < 2:
            given = self.tokens.lexicon.words.get(self.text[start + 1 : stop])
            if given is not None and (given.common or given.functions or given.senses or given.head):
                against = max(against, 0.4 if left >= 2 else 0.7)
        if self.text[stop - 1] in NEVER_LAST:
            against += 1.2
        if self.text[start] in NEVER_FIRST or not NEVER_INSIDE.isdisjoint(self.text[start:stop]):
            against = 9.0
        return against

    def _score(self, name: str) -> float:
        known = self._scores.get(name)
        if known is None:
            known = self._plausible(name)
            self._scores[name] = known
        return known

    def _plausible(self, name: str) -> float:
        """How likely a Chinese name is, by `HanziNames`, without the object that it would return."""
        hanzi = self.judge.hanzi
        at = 2 if len(name) > 2 and name[:2] in hanzi.surnames else 1
        rank = hanzi.surnames.get(name[:at])
        given = name[at:]
        if rank is None or len(given) > 2 or not hanzi.never.isdisjoint(given):
            return 0.0
        usual = sum(character in hanzi.given for character in given) / len(given)
        return (
            (FREQUENT_SCORE if rank < RARE_SURNAME or at == 2 else RARE_SCORE)
            + USUAL_SHARE * usual
            - (SHORT_PENALTY if len(given) == 1 else 0.0)
        )

    def _right(self, stop: int, end: int) -> float:
        """How well a name can end at `stop`."""
        if stop >= end:
            return 1.0
        character = self.text[stop]
        if not "\u3400" <= character <= "\u9fff":
            if character == "、" and self._listed(stop + 1):
                return 1.8
            return 0.2 if character in DOTS else 1.0
        crossing = self.tokens.lexicon.words.get(self.text[stop - 1 : stop + 1])
        crossed = 0.8 if crossing is not None and (crossing.common or crossing.functions) else 0.0
        if (character == "家" and not crossed) or self.text.startswith(("一家", "夫妇"), stop):
            return 1.5
        if THOUGHT.match(self.text, stop, end):
            return 1.8
        word = self.tokens.lexicon.at(self.text, stop, end)
        if word is None:
            return 0.0
        return self._right_word(word) - crossed

    def _listed(self, start: int) -> bool:
        """Whether another name of a list follows."""
        return any(
            self._score(self.text[start : start + length]) >= 0.6 and self.text[start + length : start + length + 1] in LISTED
            for length in (2, 3)
        )

    @staticmethod
    def _right_word(word: Word) -> float:
        """How well a name can stand before a word."""
        if word.text == "等":
            return 1.5
        if "conjunction" in word.functions:
            return 1.2
        if word.kinds & {"say"}:
            return 2.2 if len(word.text) > 1 else 1.5
        if word.kinds & AFTER_PERSON:
            return 1.8 if len(word.text) > 1 else 1.2
        if word.office in {"honorific", "office"}:
            return 1.6
        if "group" in word.functions:
            return 2.0
        if word.functions or word.role == "verb":
            return 1.0
        return 0.4 if len(word.text) > 1 else 0.0

    def _foreign_at(self, start: int, end: int, left: float) -> Candidate | None:
        """A transliterated name, or one of a people without surnames, right after an office."""
        stop = start
        limit = min(end, start + FOREIGN_MAX)
        if self.text[start] in NEVER_LAST or self.text[start] in NEVER_FIRST:
            return None
        lexicon = self.tokens.lexicon
        foreign = self.judge.hanzi.transliteration
        while stop < limit and "\u3400" <= self.text[stop] <= "\u9fff":
            word = lexicon.at(self.text, stop, end)
            if word is not None and stop > start and (word.ends_name or word.functions) and not self._spelt(stop, end, foreign, word):
                break
            if (
                word is not None
                and stop == start
                and len(word.text) > 1
                and (word.head or word.ends_name or (word.common == "noun" and not foreign.issuperset(word.text)))
            ):
                return None
            stop += 1
        length = stop - start
        if length < (2 if left >= STRONG_LEFT else 3) or left < 2:
            return None
        name = self.text[start:stop]
        sounds = sum(character in foreign for character in name) / length
        if sounds < 0.6 and not (length <= 4 and self._all_unknown(start, stop)):
            return None
        right = self._right(stop, end)
        return Candidate(start, stop, left + right + 0.3 * sounds) if right > 0 else None

    @staticmethod
    def _spelt(stop: int, end: int, foreign: frozenset[str], word: Word) -> bool:
        """Whether a function word of one character is rather a sound of the name."""
        return len(word.text) == 1 and word.text in foreign and word.text not in "和与及同在到对向"

    def _all_unknown(self, start: int, stop: int) -> bool:
        return all(
            (word := self.tokens.lexicon.at(self.text, at, stop)) is None or len(word.text) == 1 or word.is_division
            for at in range(start, stop)
        )

    def _dotted_at(self, start: int, end: int) -> Candidate | None:
        """A name with middle dots that begins at `start`."""
        if self.text[start] in NEVER_FIRST or self.text[start] == "了":
            return None
        at = start
        while at < end and at - start <= FOREIGN_MAX and "\u3400" <= self.text[at] <= "\u9fff":
            at += 1
        if at == start or at >= end or self.text[at] not in DOTS or self._has_boundary(start, at):
            return None
        foreign = self.judge.hanzi.transliteration
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
                    and not (len(word.text) == 1 and word.text in foreign and not word.senses)
                ):
                    break
                stop += 1
        return Candidate(start, stop, 5.0)

    def _has_boundary(self, start: int, stop: int) -> bool:
        at = start
        while at < stop:
            word = self.tokens.lexicon.at(self.text, at, stop)
            if (
                word is not None
                and len(word.text) > 1
                and (word.office or word.ends_name or word.head or (word.is_division and at == start))
            ):
                return True
            if word is not None and len(word.text) == 1 and word.text in NEVER_LAST and (at > start or word.senses):
                return True
            at += len(word.text) if word else 1
        return False


def _occurrences(text: str, name: str) -> Iterator[int]:
    at = text.find(name)
    while at >= 0:
        yield at
        at = text.find(name, at + 1)


def _run_end(text: str, start: int, limit: int) -> int:
    at = start
    while at < limit and "\u3400" <= text[at] <= "\u9fff":
        at += 1
    return at
