"""What stands before the head of a Chinese name: whether it makes the name one of its own."""

import re

from tasks.entities.chinese_tokens import NUMBER, PERSON, PUNCTUATION, UNKNOWN, ChineseTokens
from tasks.lexicon.chinese import DIVIDED_LEVELS, ChineseHead

LEAST_OWN = 2  # one character of no word is as often a classifier or a verb as a name
LEAST_DESCRIPTIVE = 6  # shorter descriptions ("科研中心") are shared by many bodies
MAX_NAME = 40
SCHOOL = "学院"
TROOPS = "部队"
NUMERALS = "〇零一二三四五六七八九十百千万亿两几数"
# "首条", "第一条", "三层", "十强": what is counted, not what is named.
COUNTED = re.compile(
    f"(?:[第首][{NUMERALS}]*[大个家座批条届级项次名位层户份件种类辆艘架所场号]|[{NUMERALS}]+[大个家座批条届级项次名位层户份件种类辆艘架强校])[{NUMERALS}]?"
)
NUMERAL = re.compile(f"第?[{NUMERALS}]+")
# About one word in 25,000.
RARE_COST = 10.0
SETTLED = frozenset("村乡镇")


class ChineseNameModifiers:
    """Judges modifiers in one document.

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
        sets = tokens.lexicon.sets
        self._local_prefixes = sets["local_prefix"]
        self._memorial_heads = tuple(sorted(sets["memorial_head"]))
        self._bare_names = sets["bare_name"]
        self._branches = sets["military_branch"]
        self._unnamed_holders = sets["unnamed_holder"]
        self._local_chain = sets["local_chain"]
        self._common_heads = sets["common_head"]

    def is_counted(self, i: int) -> bool:
        """Whether a token of no word only counts: "第一条"."""
        return COUNTED.fullmatch(self.tokens.token_text(i, i + 1)) is not None

    def is_own_token(self, i: int) -> bool:
        """Whether token `i` belongs to one name alone: a division, or characters of no word."""
        word = self.words[i]
        return (word.is_division and not word.is_ambiguous) or (word is UNKNOWN and self.ends[i] - self.starts[i] >= LEAST_OWN)

    def is_special(self, i: int) -> bool:
        """Whether a word makes a name one of its own: no word of general use."""
        word = self.words[i]
        return word is UNKNOWN or word is PERSON or word.is_division or not (word.functions & {"generic", "nominal_verb"} or word.names)

    def is_own(self, first: int, last: int) -> bool:
        """Whether something in the modifier belongs to this name alone."""
        for i in range(first, last):
            word = self.words[i]
            if word is UNKNOWN and self.is_counted(i):
                continue
            if word is NUMBER and i + 1 == last and len(self.words[last].text) == 1:
                continue
            if word is UNKNOWN or word is PERSON or word is NUMBER or (word.is_division and not word.is_ambiguous):
                return True
            if word is PUNCTUATION:
                return True
            if word.head is not None and word.head.modifier == "none":
                return True
        return False

    def _is_unit(self, first: int, last: int) -> bool:
        """Whether troops are one unit, by its number or branch: "92493部队", but not "广西边防部队"."""
        return any(word is NUMBER or word.text in self._branches or word.head is not None for word in self.words[first:last])

    def _is_rare(self, i: int) -> bool:
        """Whether a word is rare enough to name a hill or a temple by: "伏羲|庙", but not "母亲|河"."""
        word = self.words[i]
        return word.head is None and not word.functions and self.tokens.lexicon.costs.get(word.text, 0.0) >= RARE_COST

    def _is_description(self, first: int, last: int) -> bool:
        """Whether a place is only described: "柬埔寨|第一条|高速公路", "中国|市场"."""
        if any(self.words[i] is UNKNOWN and self.is_counted(i) for i in range(first, last)):
            return True
        if not self.words[first].is_country or self.words[last].text not in self._common_heads:
            return False
        return all(word.common and not word.is_division for word in self.words[first + 1 : last])

    def is_proper(self, first: int, last: int, head: ChineseHead) -> bool:
        """Whether tokens `first` to `last`, the head, are a name and no phrase of general use."""
        text = self.tokens.token_text(first, last + 1)
        if text in self._bare_names or len(text) > MAX_NAME or (text[0] == "驻" and text.endswith("部队")):
            return False
        if head.modifier == "none" and (first == last or text.endswith(SCHOOL)):
            return True
        if first == last or (text.endswith(TROOPS) and not self._is_unit(first, last)):
            return False
        if head.level == "village" and all(word.is_division and word.text[-1] in DIVIDED_LEVELS for word in self.words[first:last]):
            return False  # "某某区|社区"
        if head.level and head.level != "village":
            if NUMERAL.fullmatch(self.tokens.token_text(last - 1, last)):
                return False
            own = [i for i in range(first, last) if self.words[i] is UNKNOWN or self.words[i].is_division]
            return any(self.ends[i] - self.starts[i] >= LEAST_OWN for i in own)
        if self.words[first].text in self._unnamed_holders and not self.is_own(first, last):
            return False  # "学校|航空馆" is inside some school
        if self.words[first] is PERSON and not self.words[last].text.endswith(self._memorial_heads):
            return False
        modifier = self.words[first:last]
        if head.kind == "place" and self._is_description(first, last):
            return False
        if (
            head.kind == "place"
            and head.site != "settlement"
            and len(self.words[last].text) == 1
            and not (self.is_own(first, last) or self._is_rare(first))
        ):
            return False
        if all(word.text in self._local_chain for word in modifier) and (len(modifier) > 1 or len(modifier[0].text) > 1):
            return False
        if modifier[0].text in SETTLED and head.kind == "organization":
            return False
        if len(modifier) == 1 and modifier[0] is UNKNOWN and self.ends[first] - self.starts[first] == 1:
            return False
        if head.modifier == "name":
            return (
                any(word.is_division or word.head is not None or word is UNKNOWN for word in modifier)
                or modifier[0].text in self._local_prefixes
            )
        if head.modifier == "any":
            return True
        if self.is_own(first, last):
            return not (
                len(modifier) == 1
                and modifier[0] is UNKNOWN
                and self.ends[first] - self.starts[first] == 1
                and len(self.words[last].text) == 1
            )
        if head.kind == "organization" and (modifier[0].text in self._local_prefixes or self.text[self.starts[first]] in "省市县区州"):
            return text not in self._bare_names
        plain = not any(
            "generic" in word.functions
            or "nominal_verb" in word.functions
            or (word.head and len(word.text) > 1 and (word.head.kind != "place" or len(modifier) > 1))
            for word in modifier
        )
        if plain or head.site == "settlement" or head.kind == "place":
            return plain
        return any(not word.functions & {"generic", "nominal_verb"} for word in modifier) and len(text) >= LEAST_DESCRIPTIVE
