"""Stretches of Chinese text that one name may fill: neighbouring words, quotations, joiners and conjunctions inside names."""

import re

from tasks.entities.chinese_tokens import NUMBER, PERSON, PUNCTUATION, SPACE, UNKNOWN, ChineseTokens
from warehouse.records import record

QUOTES = {"“": "”", "「": "」", "《": "》", "‘": "’"}
BRACKETS = {"(": ")", "（": "）"}
DOTS = "·•・"
JOINERS = frozenset("-—―–－" + DOTS)
COUNTED = re.compile("[一二三四五六七八九十百千万两几数]+[个家名位所座批条项户]")
# "滁州、芜湖|三市"
NUMERALS = frozenset("两二三四五六七八九十")
CLASSES = tuple("省市县区州国校")
COMPANY_PARTS = frozenset(["集团", "控股", "股份", "国际"])
LONGEST_PART = 4
UNITS = (*"个家名位所座批条项户余多万亿亩米吨元岁", "千瓦", "兆瓦", "公里", "公顷", "平方")
MAX_QUOTE = 16  # a longer quotation is speech or a title, not part of a name
INNER_CONJUNCTIONS = frozenset("与和及")
# Single characters that mostly stand by themselves, and begin or end the names of villages and companies ("上塘村", "中科某公司").
COMMON_SUBJECTS = ("中心", "会议", "公司", "基地")  # of one of these only a name before the conjunction makes a name
LOCALITIES = frozenset("里上下外前后")
FRONTS = frozenset("中上下")


@record(frozen=True, slots=True)
class Run:
    """Neighbouring tokens that may be parts of names.

    Attributes:
        first: Index of the first token.
        last: One past the index of the last.
    """

    first: int
    last: int


class ChineseNameRuns:
    """Finds how far the words of one document may go on as one name.

    Args:
        tokens: The document's words.
    """

    def __init__(self, tokens: ChineseTokens) -> None:
        """Take the words."""
        self.tokens = tokens
        self.text = tokens.text
        self.words = tokens.words
        self.starts = tokens.starts
        self.ends = tokens.ends
        self._subject_heads = tuple(sorted(tokens.lexicon.sets["subject_head"]))
        self._never_sounds = tokens.lexicon.sets["never_sound"]

    def opens_name(self, k: int) -> bool:
        """Whether a name may begin with token `k`."""
        word = self.words[k]
        if word is PUNCTUATION:
            return self.text[self.starts[k]] in QUOTES
        if word.text in FRONTS and k + 1 < len(self.words):
            if word.text != "中" and self.words[k + 1] is not UNKNOWN:
                return False
            return (k == 0 or self.words[k - 1].ends_name) and not self.words[k + 1].ends_name and self.words[k + 1] is not PERSON
        if word.text in CLASSES and k and self.words[k - 1] is UNKNOWN and self._counts(k - 1):
            return False  # "三|市"
        return (
            word is not SPACE and not word.ends_name and word is not PERSON and not (word is UNKNOWN and self._counts(k, classed_only=True))
        )

    def at(self, k: int, stop: int) -> Run:
        """The longest stretch from token `k` that one name may fill."""
        i = k
        if self.words[k] is PERSON or self.words[k].text in FRONTS:
            i += 1
        while i < stop:
            word = self.words[i]
            if word is PUNCTUATION:
                after = self._past_quote(i, stop) if self.text[self.starts[i]] in QUOTES else self._past_joiner(i, stop)
                if after is None:
                    break
                i = after
            elif i > k and self._counts(i):
                break
            elif word.ends_name or word is SPACE or word is PERSON:
                if i > k and self._inner_conjunction(i, k, stop):
                    i += 1
                    continue
                if i > k and self._inner_sound(i, k, stop):
                    i += 1
                    continue
                break
            else:
                i += 1
        return Run(k, i)

    def _counts(self, i: int, *, classed_only: bool = False) -> bool:
        """Whether token `i` begins an amount ("四个|学院", "13|个"), with which no name goes on."""
        word = self.words[i]
        if word is UNKNOWN:
            classed = self.text.startswith(CLASSES, self.ends[i]) and NUMERALS.issuperset(self.text[self.starts[i] : self.ends[i]])
            return classed or (not classed_only and COUNTED.match(self.text, self.starts[i], self.ends[i]) is not None)
        return word is NUMBER and self.text[self.starts[i]].isdigit() and self.text.startswith(UNITS, self.ends[i])

    def _past_quote(self, i: int, stop: int) -> int | None:
        """The token after a short quotation or bracket that a name goes on after."""
        close = QUOTES[self.text[self.starts[i]]]
        for j in range(i + 1, min(stop, i + 10)):
            if self.words[j] is PUNCTUATION and self.text[self.starts[j]] == close:
                if self.ends[j] - self.starts[i] > MAX_QUOTE or j + 1 >= stop:
                    return None
                after = self.words[j + 1]
                return j + 1 if not after.ends_name and after is not SPACE and after is not PERSON else None
            if self.words[j] is PUNCTUATION and self.text[self.starts[j]] in "，。；！？：":
                return None
        return None

    def _past_joiner(self, i: int, stop: int) -> int | None:
        """The token after a hyphen, or after a division in brackets, that a name goes on after."""
        character = self.text[self.starts[i]]
        if character in BRACKETS and i + 3 < stop and (self.words[i + 1].is_division or self._is_company_part(i + 1)):
            closed = self.words[i + 2] is PUNCTUATION and self.text[self.starts[i + 2]] == BRACKETS[character]
            return i + 3 if closed and not self.words[i + 3].ends_name else None
        before = self.words[i - 1].head if i else None
        if character in DOTS and before is not None and before.kind == "organization":
            return None
        if self.text.startswith(character, self.ends[i]):
            return None  # a dash, not a hyphen
        if character in JOINERS and i + 1 < stop and not self.words[i + 1].ends_name and self.words[i + 1] is not PERSON:
            return i + 1
        return None

    def _is_company_part(self, i: int) -> bool:
        """Whether a word in brackets belongs to a company's name: "某某(集团)有限公司", "某某(岚州)科技有限公司"."""
        size = self.ends[i] - self.starts[i]
        named = self.words[i] is UNKNOWN or self.tokens.token_text(i, i + 1) in COMPANY_PARTS
        return named and size <= LONGEST_PART and self._reaches_head(i + 2, len(self.words))

    def _inner_conjunction(self, i: int, k: int, stop: int) -> bool:
        """Whether "与" or "和" stands inside a name ("环境科学与工程学院") and not between two."""
        if self.tokens.token_text(i, i + 1) not in INNER_CONJUNCTIONS or i + 1 >= stop:
            return False
        before = self.words[i - 1]
        if before.head or before.is_division or before is PERSON or before is UNKNOWN or before is PUNCTUATION:
            return False
        for j in range(i + 1, min(stop, i + 5)):
            word = self.words[j]
            if word.ends_name or word is PUNCTUATION or word.is_division or word is PERSON:
                return False
            if word.head and word.head.kind == "organization" and word.text.endswith(self._subject_heads):
                follower = self.words[j + 1] if j + 1 < stop else PUNCTUATION
                named = any(self.words[m].is_division or self.words[m] is UNKNOWN or self.words[m].head for m in range(k, i))
                if not named and word.text.endswith(COMMON_SUBJECTS):
                    return False
                modified = named or j > i + 1 or word.text not in self._subject_heads
                return modified and (follower.ends_name or follower is PUNCTUATION or follower is SPACE or follower.head is not None)
        return False

    def _reaches_head(self, i: int, stop: int) -> bool:
        """Whether the words from token `i` on reach the head of an organization or site before anything ends a name."""
        for j in range(i, min(i + 6, stop)):
            word = self.words[j]
            if word.ends_name or word is PUNCTUATION or word is SPACE or word is PERSON:
                return False
            if word.head is not None and len(word.text) > 1:
                return True
        return False

    def _inner_sound(self, i: int, k: int, stop: int) -> bool:
        """Whether a function word of one character is rather part of an unknown village's name ("长所乡")."""
        word = self.words[i]
        if self.ends[i] - self.starts[i] != 1 or word.text in self._never_sounds or i + 1 >= stop:
            return False
        before, after = self.words[i - 1], self.words[i + 1]
        if after.ends_name or after is PERSON or after is PUNCTUATION or after is SPACE:
            return False
        settles = any(
            (head := self.words[j].head) is not None
            and (head.site == "settlement" or (head.site == "region" and len(self.words[j].text) > 1))
            and (j == i + 1 or not self.words[j - 1].ends_name)
            for j in range(i + 1, min(i + 3, stop))
        )
        if word.senses:
            return word.kinds == {"say"} and settles and before.is_division
        if word.text == "中" and before.is_division:
            return True
        if word.text in LOCALITIES and i - 1 == k and self.ends[k] - self.starts[k] == 1 and (before is UNKNOWN or settles):
            return True
        if word.text in LOCALITIES and before.is_division and after is UNKNOWN and self._reaches_head(i + 1, stop):
            return True  # "德阳|上川科技有限公司"
        return (before is UNKNOWN and (after is UNKNOWN or settles)) or (before.is_division and after is UNKNOWN and settles)
