"""Where a Chinese name begins: to the left of its head, after ordinary words and after the divisions that it only lies in."""

import re

from tasks.entities.chinese_name_modifiers import SCHOOL, ChineseNameModifiers
from tasks.entities.chinese_tokens import NUMBER, PERSON, PUNCTUATION, UNKNOWN, ChineseTokens
from tasks.lexicon.chinese import DIVIDED_LEVELS, LONGEST_AMBIGUOUS, ChineseHead

# "两家", "第三届": counted things, whose name begins after the count.
COUNTED = re.compile("[一二三四五六七八九十百千万两几数第]*[个家座批条届级项次名位层户份件种类好]")
COUNTERS = frozenset("年月日个所座家条项名位处亿万多余届")
INSTITUTES = ("学院", "系", "研究院", "研究所", "实验室", "书院")
UNIVERSITIES = ("大学", "学院")
NATIONAL_BODIES = tuple("部军院会署局厅委")
LOWEST = ("县", "旗", "区")  # no other division lies in one: after it "巴彦" only begins "巴彦托海镇"
STATE = "中华人民共和国"


class ChineseNameBeginnings:
    """Finds the beginnings of the names of one document.

    Args:
        tokens: The document's words.
        modifiers: Judge of what stands before a head.
    """

    def __init__(self, tokens: ChineseTokens, modifiers: ChineseNameModifiers) -> None:
        """Take the words."""
        self.tokens = tokens
        self.text = tokens.text
        self.words = tokens.words
        self.starts = tokens.starts
        self.ends = tokens.ends
        self.modifiers = modifiers
        sets = tokens.lexicon.sets
        self._local_prefixes = sets["local_prefix"]
        self._governing_heads = tuple(sorted(sets["governing_head"]))
        self._lone_verbs = sets["lone_verb"]
        self._fronts = sets["military_branch"] | sets["body_before_division"]
        self._kinds = sets["kind_before_name"]
        self._homeland = sets["homeland"]

    def of(self, first: int, last: int, head: ChineseHead) -> int:
        """Where the name with its head at `last` begins: after the divisions that a place only lies in."""
        begin = first
        while begin < last and (self._is_filler(begin) or self._is_verb(begin, last)):
            begin += 1
        begin = self._after_kind(begin, last, head)
        begin = self._whole_from(begin, last, head) if head.modifier == "none" else self._after_ordinary(begin, last)
        if head.kind == "organization" and self.words[last].text.endswith(self._governing_heads):
            return begin
        return self._after_divisions(begin, last, head)

    def _is_verb(self, i: int, last: int) -> bool:
        """Whether a verb that names may begin with stands before a name here: "推进|昭河|港", "学习|郝家|桥"."""
        word = self.words[i]
        if word.common != "verb" or "nominal_verb" not in word.functions or word.head is not None:
            return False
        following = self.words[i + 1]
        own = following is UNKNOWN and not self.modifiers.is_counted(i + 1)
        return i + 1 < last and (own or (following.is_division and not following.is_ambiguous))

    def _after_kind(self, begin: int, last: int, head: ChineseHead) -> int:
        """Where a name begins after the word for what it names: "侨资企业|某某科技有限公司", "残疾人|…"."""
        for i in range(begin, last - 1):
            if self.words[i].text in self._kinds and self.modifiers.is_own(i + 1, last) and not self.modifiers.is_own(begin, i):
                return i + 1
        return begin

    def _whole_from(self, begin: int, last: int, head: ChineseHead) -> int:
        """Where a name begins whose last word can be a name by itself: "越南|外交部" and "某某大学|商学院" are one each."""
        if last == begin or head.kind != "organization":
            return last
        before, text = self.words[last - 1], self.words[last].text
        if before.is_country and text.endswith(NATIONAL_BODIES) and (before.text == STATE or before.text not in self._homeland):
            return last - 1
        if before.head is not None and before.text.endswith(UNIVERSITIES) and text.endswith(INSTITUTES):
            return self._after_ordinary(begin, last) if before.head.modifier != "none" else last - 1
        if self.words[begin] is PERSON and text.endswith(INSTITUTES):
            return begin
        while last > begin and text.endswith(SCHOOL) and self._is_subject(last - 1):
            last -= 1  # "经济|管理学院"
        return last

    def _is_subject(self, i: int) -> bool:
        """Whether a word may be the subject by which a school is called: "经济", "国际", and no name, verb or head."""
        word = self.words[i]
        return "generic" in word.functions and word.role == "noun" and word.head is None and not word.is_division and not word.office

    def _after_divisions(self, begin: int, last: int, head: ChineseHead) -> int:
        """Where a name begins that the divisions it lies in stand before: "张家口市|某某乳品有限公司"."""
        i = begin
        while i < last:
            word = self.words[i]
            settled = word.is_division and (
                (len(word.text) > 2 and word.text[-1] in DIVIDED_LEVELS)
                or word.text[-1] == "县"
                or (head.site == "settlement" and not word.is_ambiguous)
                or self._holds_next(i, last, head)
                or ((head.kind == "place" or self.words[last].text.endswith("大学")) and word.is_country)
            )
            before = self.words[i - 1] if i else PUNCTUATION
            inside_county = before.is_division and before.text.endswith(LOWEST) and word.text[-1:] not in DIVIDED_LEVELS
            if (
                not settled
                or inside_county
                or (i + 1 == last and (head.site == "settlement" or len(self.words[last].text) <= (1 if head.kind == "place" else 9)))
            ):
                break
            i += 1
            own = head.site == "settlement" or (i < last and self._has_own_front(i, last, head))
            if own:
                begin = i
        return begin

    def _holds_next(self, i: int, last: int, head: ChineseHead) -> bool:
        """Whether the division at token `i` is followed by one that may lie in it, before a place: "嘉兴|平湖|智创园"."""
        if head.kind != "place" or i + 2 > last or self.words[i].is_ambiguous:
            return False
        following = self.words[i + 1]
        return following.is_division and (following.is_small or not self.words[i].is_small)

    def _has_own_front(self, i: int, last: int, head: ChineseHead) -> bool:
        """Whether what follows the divisions can be a name without them."""
        word = self.words[i]
        if head.kind == "place" and word is not PERSON and word is not UNKNOWN and not word.is_division and self.modifiers.is_special(i):
            return True
        if word is UNKNOWN:
            return self.ends[i] - self.starts[i] > 1 and not self.modifiers.is_counted(i)
        if (
            word.is_division
            and i + 1 == last
            and i
            and (self.words[i - 1].is_country or (head.kind == "place" and len(word.text) <= LONGEST_AMBIGUOUS))
        ):
            return self.words[i - 1].is_division
        return word is PUNCTUATION or (word.is_division and i + 1 < last)

    def _after_ordinary(self, begin: int, last: int) -> int:
        """Where a name begins that ordinary words stand before: "利用|南开大学"; a name in front ("某大学附属北京某医院") stays."""
        for i in range(begin, last + 1):
            word = self.words[i]
            if (word.is_division and not word.is_ambiguous) or (word.head is not None and word.head.modifier == "none"):
                return i - 1 if i > begin and self.words[i - 1].text in self._fronts else i
            if word is PERSON or word is PUNCTUATION or word is NUMBER or word.head is not None or word.text in self._local_prefixes:
                return begin
            if word is UNKNOWN and (self.ends[i] - self.starts[i] > 1 or self.text[self.starts[i]] == "驻"):
                return begin
        return begin

    def _is_filler(self, i: int) -> bool:
        """Ordinary words at the front of a run that no name begins with."""
        word = self.words[i]
        if word is NUMBER:
            return self.text[self.ends[i]] in COUNTERS
        if word is not UNKNOWN:
            return False
        text = self.tokens.token_text(i, i + 1)
        if i and self.words[i - 1] is NUMBER and text[0] in COUNTERS:
            return True
        return COUNTED.fullmatch(text) is not None or self._lone_verbs.issuperset(text)
