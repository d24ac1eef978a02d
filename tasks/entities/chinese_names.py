"""Names of organizations and places in Chinese text: from the head noun leftwards to where the name begins."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from tasks.entities.chinese_tokens import NUMBER, PERSON, PUNCTUATION, SPACE, UNKNOWN, ChineseTokens
from tasks.entities.spans import NameSpan
from tasks.lexicon.chinese import DIVIDED_LEVELS, ChineseHead

QUOTES = {"“": "”", "「": "」", "《": "》", "‘": "’"}
BRACKETS = {"(": ")", "（": "）"}
JOINERS = frozenset("-—―–－·•・")
COUNTED = re.compile("[一二三四五六七八九十百千万两几数第]*[个家座批条届级项次名位层户份件种类好]")
HOMELAND = frozenset(["中国", "中华人民共和国"])
LEAST_OWN = 2
LEAST_DESCRIPTIVE = 6
COUNTERS = frozenset("年月日个所座家条项名位处亿万多余届")
LEADING_GROUP = re.compile("(?:中央|国务院|国家|全国|省|市)[\u3400-\u9fff]{2,24}?(?:领导小组|联防联控机制)")
MAX_QUOTE = 16
MAX_NAME = 40
INNER_CONJUNCTIONS = frozenset("与和及")


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring tokens that may be parts of names.

    Attributes:
        first: Index of the first token.
        last: One past the index of the last.
    """

    first: int
    last: int


class ChineseNames:
    """Finds organizations and places of one document.

    Args:
        tokens: The document's words, persons among them.
    """

    def __init__(self, tokens: ChineseTokens) -> None:
        """Take the words."""
        self.tokens = tokens
        self.text = tokens.text
        self.words = tokens.words
        sets = tokens.lexicon.sets
        self._local_prefixs = sets["local_prefix"]
        self._governing_heads = tuple(sorted(sets["governing_head"]))
        self._subject_heads = tuple(sorted(sets["subject_head"]))
        self._memorial_heads = tuple(sorted(sets["memorial_head"]))
        self._holding_heads = sets["holding_head"]
        self._bare_names = sets["bare_name"]
        self.starts = tokens.starts
        self.ends = tokens.ends

    def find(self) -> list[NameSpan]:
        """All names, in order, not overlapping; persons included.

        Returns:
            The spans; settlements that stand in a chain ("某县某乡某村") are one span each.
        """
        found: list[NameSpan] = []
        groups = {match.start(): match.end() for match in LEADING_GROUP.finditer(self.text)}
        for index in range(len(self.tokens.sentences)):
            tokens = self.tokens.sentence_tokens(index)
            k = tokens.start
            while k < tokens.stop:
                word = self.words[k]
                if self.starts[k] in groups:
                    last = bisect_left(self.ends, groups[self.starts[k]], k)
                    if last < tokens.stop and self.ends[last] == groups[self.starts[k]]:
                        found.append(self._span(k, last + 1, "organization", "no", "organization:leading-group", 0.8))
                        k = last + 1
                        continue
                if word.ends_name and word is not PUNCTUATION and word.text not in FRONTS:
                    k += 1
                elif word is PERSON:
                    run = self._run(k, tokens.stop)
                    if run.last - run.first > 1 and (spans := [span for span in self._of_run(run) if span.start == self.starts[k]]):
                        found += spans
                        k = run.last
                        continue
                    found.append(self._span(k, k + 1, "person", "no", "person:context", 0.9))
                    k += 1
                elif self._is_material(k):
                    run = self._run(k, tokens.stop)
                    found += self._of_run(run)
                    k = max(run.last, k + 1)
                else:
                    k += 1
        return found

    # --- runs -----------------------------------------------------------------------------------------------------------

    def _is_material(self, k: int) -> bool:
        word = self.words[k]
        if word is PUNCTUATION:
            return self.text[self.starts[k]] in QUOTES
        if word.text in FRONTS and k + 1 < len(self.words):
            if word.text != "中" and self.words[k + 1] is not UNKNOWN:
                return False
            return (k == 0 or self.words[k - 1].ends_name) and not self.words[k + 1].ends_name and self.words[k + 1] is not PERSON
        return word is not SPACE and not word.ends_name and word is not PERSON

    def _run(self, k: int, stop: int) -> Run:
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
        character = self.text[self.starts[i]]
        if character in BRACKETS and i + 3 < stop and self.words[i + 1].is_division:
            closed = self.words[i + 2] is PUNCTUATION and self.text[self.starts[i + 2]] == BRACKETS[character]
            return i + 3 if closed and not self.words[i + 3].ends_name else None
        if character in JOINERS and i + 1 < stop and not self.words[i + 1].ends_name and self.words[i + 1] is not PERSON:
            return i + 1
        return None

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
                modified = named or j > i + 1 or word.text not in self._subject_heads
                return modified and (follower.ends_name or follower is PUNCTUATION or follower is SPACE or follower.head is not None)
        return False

    def _inner_sound(self, i: int, k: int, stop: int) -> bool:
        """Whether a function word of one character is rather part of an unknown village's name ("长所乡")."""
        word = self.words[i]
        if self.ends[i] - self.starts[i] != 1 or word.text in CORE or i + 1 >= stop:
            return False
        before, after = self.words[i - 1], self.words[i + 1]
        if after.ends_name or after is PERSON or after is PUNCTUATION or after is SPACE:
            return False
        settles = any(
            (head := self.words[j].head) is not None and head.site == "settlement" and (j == i + 1 or not self.words[j - 1].ends_name)
            for j in range(i + 1, min(i + 3, stop))
        )
        if word.senses:
            return word.kinds == {"say"} and settles and before.is_division
        if word.text == "中" and before.is_division:
            return True
        if word.text in LOCALITIES and before is UNKNOWN and i - 1 == k and self.ends[k] - self.starts[k] == 1:
            return True
        return (before is UNKNOWN and (after is UNKNOWN or settles)) or (before.is_division and after is UNKNOWN and settles)

    # --- names in a run -------------------------------------------------------------------------------------------------

    def _of_run(self, run: Run) -> list[NameSpan]:
        """The names that a run holds."""
        if not any(self.words[i].names for i in range(run.first, run.last)):
            return []
        heads = [i for i in range(run.first, run.last) if self._heads_name(i, run)]
        found: list[NameSpan] = []
        first = run.first
        while heads:
            last = self._last_of_name(first, heads, run)
            found += self._with_head(first, last)
            first = last + 1
            heads = [i for i in heads if i > last]
        found += self._bare_places(first, run.last)
        return found

    def _heads_name(self, i: int, run: Run) -> bool:
        head = self.words[i].head
        if (
            head is None
            or self.words[i].is_ambiguous
            or (self.words[i].text[-1] == "部" and self.text[self.ends[i] : self.ends[i] + 1] == "门")
        ):
            return False
        inner = len(self.words[i].text) == 1 and i + 1 < run.last and self.words[i + 1] is UNKNOWN
        return not inner or head.site in {"settlement", "region"}

    def _last_of_name(self, first: int, heads: list[int], run: Run) -> int:
        """The head with which the name that begins at `first` ends: the last one, unless the names part before it."""
        del run
        for position, i in enumerate(heads[:-1]):
            following = heads[position + 1]
            if self._parts(first, i, following, heads[-1]):
                return i
        return heads[-1]

    def _parts(self, first: int, i: int, following: int, final: int) -> bool:
        """Whether a name ends at head `i` though heads follow."""
        head, last = self.words[i].head, self.words[final].head
        assert head is not None
        assert last is not None
        if last.kind == "place" and head.site == "settlement":
            return following > i + 1 or (self.words[following].head is not None and len(self.words[i].text) > 1)
        if last.kind == "place" and not self._is_own(first, i) and any(self._is_own_token(j) for j in range(i + 1, following)):
            return True
        if last.kind == "place" and self.words[i].text in self._holding_heads and following > i + 1:
            return self._is_own(first, i) and any(self._is_special(j) for j in range(i + 1, following))
        if last.kind == "place" and head.kind == "organization":
            own = [j for j in range(i + 1, following) if self.words[j] is UNKNOWN or self.words[j].is_division]
            return bool(own) and self._is_own(first, i)
        return False

    def _is_own_token(self, i: int) -> bool:
        word = self.words[i]
        return (word.is_division and not word.is_ambiguous) or (word is UNKNOWN and self.ends[i] - self.starts[i] >= LEAST_OWN)

    def _is_special(self, i: int) -> bool:
        """Whether a word makes a name one of its own: no word of general use."""
        word = self.words[i]
        return word is UNKNOWN or word is PERSON or word.is_division or not (word.functions & {"generic", "nominal_verb"} or word.names)

    def _with_head(self, first: int, last: int) -> Iterator[NameSpan]:
        """The names from token `first` to the head at token `last`."""
        head = self.words[last].head
        assert head is not None
        begin = self._begin(first, last, head)
        if begin > first:
            yield from self._bare_places(first, begin)
        if not self._is_proper(begin, last, head):
            yield from self._bare_places(begin, last + 1)
            return
        confidence = 0.9 if self._is_own(begin, last) else 0.6
        rule = f"{head.kind}:{'name' if head.modifier == 'none' and begin == last else 'head'}"
        yield self._span(begin, last + 1, head.kind, head.site, rule, confidence)

    def _begin(self, first: int, last: int, head: ChineseHead) -> int:
        """Where the name with its head at `last` begins: after the divisions that a place only lies in."""
        begin = first
        while begin < last and self._is_filler(begin):
            begin += 1
        begin = last if head.modifier == "none" else self._after_ordinary(begin, last)
        if head.kind == "organization" and self.words[last].text.endswith(self._governing_heads):
            return begin
        return self._after_divisions(begin, last, head)

    def _after_divisions(self, begin: int, last: int, head: ChineseHead) -> int:
        """Where a name begins that the divisions it lies in stand before: "张家口市|某某乳品有限公司"."""
        i = begin
        while i < last:
            word = self.words[i]
            settled = word.is_division and (
                (len(word.text) > 2 and word.text[-1] in DIVIDED_LEVELS)
                or word.text[-1] == "县"
                or (head.site == "settlement" and not word.is_ambiguous)
                or ((head.kind == "place" or self.words[last].text.endswith("大学")) and word.is_country)
            )
            if not settled or (i + 1 == last and len(self.words[last].text) <= (1 if head.kind == "place" else 9)):
                break
            i += 1
            own = head.site == "settlement" or (i < last and self._has_own_front(i, last, head))
            if own:
                begin = i
        return begin

    def _has_own_front(self, i: int, last: int, head: ChineseHead) -> bool:
        """Whether what follows the divisions can be a name without them."""
        word = self.words[i]
        if head.kind == "place" and word is not PERSON and word is not UNKNOWN and not word.is_division and self._is_special(i):
            return True
        if word is UNKNOWN:
            return self.ends[i] - self.starts[i] > 1
        return word is PUNCTUATION or (word.is_division and i + 1 < last)

    def _after_ordinary(self, begin: int, last: int) -> int:
        """Where a name begins that ordinary words stand before: "利用|南开大学"; a name in front ("某大学附属北京某医院") stays."""
        for i in range(begin, last + 1):
            word = self.words[i]
            if (word.is_division and not word.is_ambiguous) or (word.head is not None and word.head.modifier == "none"):
                return i
            if word is PERSON or word is PUNCTUATION or word is NUMBER or word.head is not None or word.text in self._local_prefixs:
                return begin
            if word is UNKNOWN and (self.ends[i] - self.starts[i] > 1 or self.text[self.starts[i]] == "驻"):
                return begin
        return begin

    def _is_filler(self, i: int) -> bool:
        """Ordinary words at the front of a run that no name begins with."""
        word = self.words[i]
        if word is NUMBER:
            return self.text[self.ends[i]] in COUNTERS
        return word is UNKNOWN and COUNTED.fullmatch(self.tokens.token_text(i, i + 1)) is not None

    def _is_own(self, first: int, last: int) -> bool:
        """Whether something in the modifier belongs to this name alone."""
        for i in range(first, last):
            word = self.words[i]
            if word is UNKNOWN or word is PERSON or word is NUMBER or (word.is_division and not word.is_ambiguous):
                return True
            if word is PUNCTUATION:
                return True
            if word.head is not None and word.head.modifier == "none":
                return True
        return False

    def _is_proper(self, first: int, last: int, head: ChineseHead) -> bool:
        text = self.tokens.token_text(first, last + 1)
        if text in self._bare_names or len(text) > MAX_NAME or (text[0] == "驻" and text.endswith("部队")):
            return False
        if head.modifier == "none" and first == last:
            return True
        if first == last:
            return False
        if head.level and head.level != "village":
            own = [i for i in range(first, last) if self.words[i] is UNKNOWN or self.words[i].is_division]
            return any(self.ends[i] - self.starts[i] >= LEAST_OWN for i in own)
        if self.words[first] is PERSON and not self.words[last].text.endswith(self._memorial_heads):
            return False
        modifier = self.words[first:last]
        if len(modifier) == 1 and modifier[0] is UNKNOWN and self.ends[first] - self.starts[first] == 1:
            return False
        if head.modifier == "name":
            return (
                any(word.is_division or word.head is not None or word is UNKNOWN for word in modifier)
                or modifier[0].text in self._local_prefixs
            )
        if head.modifier == "any":
            return True
        if self._is_own(first, last):
            return not (
                len(modifier) == 1
                and modifier[0] is UNKNOWN
                and self.ends[first] - self.starts[first] == 1
                and len(self.words[last].text) == 1
            )
        if head.kind == "organization" and (modifier[0].text in self._local_prefixs or self.text[self.starts[first]] in "省市县区州"):
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

    def _bare_places(self, first: int, last: int) -> Iterator[NameSpan]:
        for i in range(first, last):
            word = self.words[i]
            if word.text in HOMELAND and i + 1 < len(self.words) and not self.words[i + 1].ends_name and self.words[i + 1] is not PERSON:
                continue
            if word.is_division and (not word.is_ambiguous or self._is_placed(i)) and (not word.is_small or self._is_placed(i)):
                yield self._span(i, i + 1, "place", "settlement", "place:gazetteer", 0.9)
            elif word.head is not None and word.head.modifier == "none":
                yield self._span(i, i + 1, word.head.kind, word.head.site, f"{word.head.kind}:name", 0.9)

    def _is_placed(self, i: int) -> bool:
        """Whether the words around show that a name that is an ordinary word, too, is a place here."""
        before = self.words[i - 1] if i else PUNCTUATION
        after = self.words[i + 1] if i + 1 < len(self.words) else PUNCTUATION
        if not (after.ends_name or after is PERSON):
            return False
        if before.is_division and not before.is_ambiguous and not self.words[i].common:
            return True
        if (before.text == "在" or before.kinds & {"go", "visit"}) and len(self.words[i].text) >= 2:
            return after is PUNCTUATION or bool(after.kinds) or after.text in {"等地", "和", "等", "期间"}
        return before is PUNCTUATION and self.text[self.starts[i - 1]] == "、" and i >= 2 and self.words[i - 2].is_division

    def _span(self, first: int, last: int, kind: str, site: str, rule: str, confidence: float) -> NameSpan:
        start, end = self.starts[first], self.ends[last - 1]
        return NameSpan(start, end, self.text[start:end], kind, site, rule, confidence)  # type: ignore[arg-type]


LOCALITIES = frozenset("里上下外前后")
FRONTS = frozenset("中上下")
CORE = frozenset("的在和与及等到对向了是有从由将把被于为")
