"""What the words before, after and inside a stretch of Chinese text say for and against its being a person's name."""

import re

from tasks.entities.chinese_person_plausibility import NamePlausibility
from tasks.entities.chinese_tokens import NUMBER, PUNCTUATION, SPACE, UNKNOWN, ChineseTokens
from tasks.lexicon.chinese import Word

DOTS = "·•・"
DATELINE_ENDS = ("电", "讯")
CLOSING = ")）"
LONGEST_BRACKET = 6  # tokens
LIST_MARKS = "、和与及"
CLAUSE_MARKS = "。，；：！？\n“‘（(】[［"
AFTER_PERSON = frozenset(["say", "visit", "go", "attend", "accompany", "meet", "activity", "depart"])
HOMES = ("家中", "家里")
OFFICE_AFTER = 1.6  # likewise: what follows is an office
KIN = ("一家", "夫妇", "姐妹", "姊妹", "兄弟", "父子", "父女", "母子", "母女", "夫妻")
NEVER_GIVEN = "村乡副"
ADVERBIAL = frozenset(["adverb", "narrative_opening"])
NEVER_OPENING = frozenset(["quantity", "pronoun", "preposition", "narrative_opening"])
STRONG_OFFICES = frozenset(["office", "honorific", "byline"])
LISTED = frozenset("、等参陪和，。一")
LEFT_NOUN = 0.55  # a value of its own, by which callers know that a plain noun stands before
LEFT_BODY = 0.95  # another one: a body stands before, whose office must follow ("某某大学|王某|校长")
# Costs of words: one below this is so frequent that it is no name; "汪洋" and "高峰" are above.
FREQUENT_WORD, RARE_WORD = 10.0, 99.0
# "某某思想": whose thought or theory it is stands right before it.
THOUGHT = re.compile(r"[^，。；、]{0,14}(?:思想|理论)")


class ChinesePersonContexts:
    """Weighs the words around stretches of one document.

    Args:
        tokens: The document's words.
        plausibility: Scores of stretches by themselves.
    """

    def __init__(self, tokens: ChineseTokens, plausibility: NamePlausibility) -> None:
        """Take the words."""
        self.tokens = tokens
        self.text = tokens.text
        self.plausibility = plausibility
        sets = tokens.lexicon.sets
        self._before_persons = sets["before_person"]
        self._after_names = sets["after_person_name"]
        self._own_bodies = sets["own_body"]
        self._never_first = sets["never_first_in_person"]
        self._never_inside = sets["never_inside_person"]
        self._never_last = sets["never_last_in_person"]

    def left(self, k: int, start: int, after_person: int) -> float:
        """How much what stands before position `start` lets one expect a person."""
        tokens = self.tokens
        if k == 0:
            return 1.0
        before = tokens.words[k - 1]
        character = self.text[start - 1]
        if after_person >= 0 and start - after_person <= 1 and character in LIST_MARKS:
            return 2.5
        if before.office == "honorific" and before.text in self._after_names:
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
            if character in ":：/(（" and (
                earlier.office == "byline" or self.text[max(0, start - 3) : start - 1].rstrip()[-1:] in DATELINE_ENDS
            ):
                return 3.0
            if character in CLOSING and self._closes_title(k - 1):
                return 2.5
            return 1.0 if character in CLAUSE_MARKS else 0.8
        if before.text in self._before_persons or before.kinds & {"meet", "accompany"}:
            return 1.0
        if before.kinds == {"go"}:
            return 0.0  # one goes to places; whose home it is shows after the name
        if before.text in self._own_bodies or (before.head is not None and before.head.kind == "organization"):
            return LEFT_BODY
        if before.functions & {"conjunction", "adverb", "preposition", "particle"} or before.role == "verb":
            return 0.6
        return LEFT_NOUN if before.role == "noun" and before is not UNKNOWN and before is not NUMBER else 0.0

    def _closes_title(self, k: int) -> bool:
        """Whether the bracket that token `k` closes belongs to the office before it: "助理处长(传媒)|某某"."""
        opening = k - 1
        while opening and k - opening < LONGEST_BRACKET and self.tokens.words[opening] is not PUNCTUATION:
            opening -= 1
        bracket = self.text[self.tokens.starts[opening]] in "(（" and self.tokens.words[opening] is PUNCTUATION
        return bracket and opening > 0 and self.tokens.words[opening - 1].office == "office"

    def right(self, stop: int, end: int) -> float:
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
        if (character == "家" and not crossed) or self.text.startswith(KIN, stop):
            return 1.5
        if self.text.startswith(HOMES, stop) and self.tokens.lexicon.costs.get(self.text[stop - 1 : stop + 1], RARE_WORD) >= FREQUENT_WORD:
            return 1.5  # "某某兵|家中", but not "国家|中"
        if character == "为" and self.text.rfind("任命", max(0, stop - 6), stop) >= 0:
            return 1.8
        if THOUGHT.match(self.text, stop, end):
            return 1.8
        word = self.tokens.lexicon.at(self.text, stop, end)
        if word is None:
            return 0.0
        return self._right_word(word) - crossed

    def _listed(self, start: int) -> bool:
        """Whether another name of a list follows."""
        return any(
            self.plausibility.of(self.text[start : start + length]) >= 0.6 and self.text[start + length : start + length + 1] in LISTED
            for length in (2, 3)
        )

    @staticmethod
    def _right_word(word: Word) -> float:
        """How well a name can stand before a word."""
        if word.head is not None and word.head.site == "settlement" and len(word.text) > 1:
            return -1.0  # "某某社区" is called by its place
        if word.text == "等":
            return 1.5
        if "conjunction" in word.functions:
            return 1.2
        if word.kinds & {"say"}:
            return 2.2 if len(word.text) > 1 else 1.5
        if word.kinds & AFTER_PERSON:
            return 1.8 if len(word.text) > 1 else 1.2
        if word.office in {"honorific", "office"}:
            return OFFICE_AFTER
        if "group" in word.functions:
            return 2.0
        if word.functions or word.role == "verb":
            return 1.0
        return 0.4 if len(word.text) > 1 else 0.0

    def against(self, start: int, stop: int, word: Word, left: float) -> float:
        """How much the words inside a stretch speak against its being a name."""
        size = len(word.text) if word not in (UNKNOWN, NUMBER) else 0
        length = stop - start
        against = 0.0
        if size >= 2:
            if word.office or word.head or word.is_division:
                against = 2.2 if word.is_division and size < length == 3 and left >= 3 else 2.6
            elif size == length and self.tokens.lexicon.costs.get(word.text, RARE_WORD) < FREQUENT_WORD:
                against = 9.0
            elif size > length and word.functions:
                against = 9.0  # "高度重视"
            elif size == length == 2 and word.common and not self.plausibility.is_common(word.text[0]):
                against = 9.0  # "车队", "小巴"
            elif word.common or word.functions or word.senses:
                against = 0.6 if left >= 3 or (left >= 2 and size < length) else 1.5 if size < length else 9.0
        elif size == 1 and (word.functions or word.senses) and left < 2.5:
            against = 2.0
        if length >= 3 and size < 2:
            given = self.tokens.lexicon.words.get(self.text[start + 1 : stop])
            if given is not None and (given.office or (given.functions & ADVERBIAL and left < 3)):
                against = 9.0
            elif given is not None and (given.common or given.functions or given.senses or given.head):
                against = max(against, 0.4 if left >= 2 else 0.7)
        title = self.tokens.lexicon.at(self.text, start + 1, len(self.text))
        if title is not None and title.office in STRONG_OFFICES and stop < start + 1 + len(title.text) and len(title.text) > 1:
            against = 9.0  # "许书|记": a surname and an office
        opening = self.tokens.lexicon.words.get(self.text[start : start + 2])
        if opening is not None and opening.functions & NEVER_OPENING:
            against = 9.0
        if length == 4 and (ending := self.tokens.lexicon.words.get(self.text[stop - 2 : stop])) is not None and ending.ends_name:
            against = 9.0
        if self.text[stop - 1] in self._never_last:
            against += 1.2
        if self.text[stop - 1] in NEVER_GIVEN:
            against = 9.0
        if self.text[start] in self._never_first or not self._never_inside.isdisjoint(self.text[start:stop]):
            against = 9.0
        return against
