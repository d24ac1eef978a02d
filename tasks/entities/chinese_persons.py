"""Names of persons in Chinese text, by the offices, verbs and lists around them."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

from tasks.entities.chinese_person_contexts import (
    DOTS,
    LEFT_BODY,
    LEFT_NOUN,
    NEVER_GIVEN,
    OFFICE_AFTER,
    STRONG_OFFICES,
    ChinesePersonContexts,
)
from tasks.entities.chinese_person_plausibility import Candidate, NamePlausibility
from tasks.entities.chinese_tokens import ChineseTokens
from tasks.entities.chinese_transliterations import FOREIGN_MAX, ChineseTransliterations
from tasks.entities.person_names import PersonNames
from tasks.lexicon.chinese import Word

ACCEPTED = 3.0
LONG_NAME = 7
LIST_GAP = 2
DEPARTMENTS = "部处局厅署镇县区市"
BODIES = "办委厅署"  # of two characters with the one before: "农办|主任"
HEADED = "署局厅处司部所站科社馆园"  # who leads one is called by the body before: "渔业|署长"
RARE_PENALTY = 0.3
JAPANESE_LEFT = 1.0
CALLED_AFTER = "主义|学院|学堂|政府|大学|中学|小学|奖|杯|路|号"
LATIN_NAME = re.compile(r"[A-Z][a-z'’-]+(?:[ ·][A-Z](?:\.|[a-z'’-]+)){1,3}")
HAN_NAME = re.compile("[\u3400-\u9fff]+")
SPACED = re.compile(r"[\u3400-\u9fff] {1,2}[\u3400-\u9fff](?=[\s)）、，])")


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
        self.plausibility = NamePlausibility(judge)
        self.contexts = ChinesePersonContexts(tokens, self.plausibility)
        self.transliterations = ChineseTransliterations(tokens, self.contexts, judge.hanzi.transliteration)
        self._japanese = judge.hanzi.japanese
        self._first_characters = frozenset(surname[0] for surname in {*judge.hanzi.surnames, *judge.hanzi.japanese})
        self._known = tokens.lexicon.sets["known_person"]
        self._after_foreign = tokens.lexicon.sets["after_foreign_name"]

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
        named = self._without_overgrown(found, support) | self._parts(found) | self._known_ones() | self._alphabetic()
        return {name for name in named if self.text.count(name) > self.text.count(f"{name}主义")}

    def _alphabetic(self) -> set[str]:
        """Names in Latin letters with an office before or a title after: "副校长Uyeda Ichiro教授"."""
        found = set()
        for match in LATIN_NAME.finditer(self.text):
            start, end = match.span()
            k = bisect_left(self.tokens.starts, start)
            before = self.tokens.words[k - 1] if k else None
            after = self.tokens.lexicon.at(self.text, end, len(self.text)) if end < len(self.text) else None
            led = before is not None and before.office in STRONG_OFFICES and self.tokens.ends[k - 1] == start
            if led or (after is not None and after.office in STRONG_OFFICES and " " in match.group()):
                found.add(match.group())
        return found

    def _known_ones(self) -> set[str]:
        """Persons of history whom everybody knows, where the text does not only name what is called after them."""
        return {name for name in self._known if name in self.text and re.search(f"{name}(?!{CALLED_AFTER})", self.text)}

    def _parts(self, found: set[str]) -> set[str]:
        """Parts by which the text calls long and dotted names again."""
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
        grows = len(followers) == 1 and longer[-1] not in NEVER_GIVEN and self.text.count(name) >= 2
        return longer if grows and self.plausibility.of(longer) >= 0.6 else name

    def _of_sentence(self, index: int, end: int) -> Iterator[Candidate]:
        tokens = self.tokens
        words, starts, text, firsts = tokens.words, tokens.starts, self.text, self._first_characters
        after_person = -1
        for k in tokens.sentence_tokens(index):
            start = starts[k]
            if start < after_person:
                continue
            if words[k].text in self._after_foreign:
                candidate = self.transliterations.before_title(k, tokens.sentences[index].start)
                if candidate is not None and candidate.start >= after_person:
                    yield candidate
                    after_person = candidate.end
                    continue
            listed = after_person >= 0 and start - after_person <= LIST_GAP
            if not listed and text[start] not in firsts and not (k and words[k - 1].office) and not self.transliterations.dot_near(start):
                continue
            left = self.contexts.left(k, start, after_person)
            if left <= 0:
                continue
            candidate = self._name_at(start, end, left, words[k])
            if candidate is not None:
                yield candidate
                after_person = candidate.end

    def _name_at(self, start: int, end: int, left: float, word: Word) -> Candidate | None:
        """The name that fits best from position `start` on, given how much what stands before it lets one expect a person."""
        dotted = self.transliterations.dotted_at(start, end)
        if dotted is not None:
            return dotted
        spaced = SPACED.match(self.text, start, end) if left >= 3 else None
        if spaced is not None and self.plausibility.of(spaced.group().replace(" ", "")) >= 0.4:
            return Candidate(start, spaced.end(), 5.0)
        japanese = self._japanese_at(start, end, left)
        if japanese is not None:
            return japanese
        best: Candidate | None = None
        run = _run_end(self.text, start, min(end, start + FOREIGN_MAX))
        for length in (3, 2, 4):
            stop = start + length
            if stop > run:
                continue
            name = self.text[start:stop]
            plausible = self.plausibility.of(name)
            if plausible < 0.4 or (length == 4 and plausible < 0.6):
                continue
            right = self.contexts.right(stop, end)
            if left < 3 and right < (1.2 if left >= 2 else 1.5) and self.plausibility.is_rare(name[0]):
                if left >= 2:
                    continue
                plausible -= RARE_PENALTY
            if right == OFFICE_AFTER and name[-1] in (DEPARTMENTS if length == 3 else BODIES):
                continue  # "安监部|主任"
            if left < 2.6 and right == OFFICE_AFTER and self.text[stop] in HEADED and not self.plausibility.is_common(name[0]):
                continue  # "农粮|署长"
            if (left == LEFT_NOUN and right < 1.5) or (left == LEFT_BODY and right < 1.5):
                continue
            against = self.contexts.against(start, stop, word, left)
            if right <= 0 or against >= left:
                continue
            score = left + right + plausible + (0.25 if length == 3 else 0.0) - against
            if best is None or score > best.score:
                best = Candidate(start, stop, score)
        if left >= 2 and (best is None or best.end - best.start <= 3):
            foreign = self.transliterations.after_office(start, end, left)
            if foreign is not None and (best is None or (foreign.end > best.end and not self.plausibility.is_common(self.text[start]))):
                return foreign
        return best

    def _japanese_at(self, start: int, end: int, left: float) -> Candidate | None:
        """A Japanese name where a person is expected: "安倍晋三", "二阶俊博"."""
        if left < JAPANESE_LEFT:
            return None
        for size in (3, 2):
            if self.text[start : start + size] not in self._japanese:
                continue
            word = self.tokens.lexicon.at(self.text, start, end)
            if word is not None and len(word.text) > size and (word.is_division or word.head or word.common):
                return None
            fits = [(self.contexts.right(stop, end), stop) for stop in range(start + size + 1, min(start + size + 2, end) + 1)]
            right, stop = max(fits, default=(0.0, start))
            given = self.tokens.lexicon.words.get(self.text[start + size : stop])
            if (
                right >= 1.0
                and HAN_NAME.fullmatch(self.text, start, stop)
                and (given is None or given.head is None)
                and self.text[stop - 1] not in NEVER_GIVEN
            ):
                return Candidate(start, stop, left + right + 1.0)
        return None


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
