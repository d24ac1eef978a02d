"""Names of organizations and places in Chinese text: from the head noun leftwards to where the name begins."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from tasks.entities.chinese_name_beginnings import ChineseNameBeginnings
from tasks.entities.chinese_name_modifiers import ChineseNameModifiers
from tasks.entities.chinese_name_runs import FRONTS, ChineseNameRuns, Run
from tasks.entities.chinese_tokens import NUMBER, PERSON, PUNCTUATION, UNKNOWN, ChineseTokens
from tasks.entities.spans import NameSpan
from tasks.lexicon.chinese import DIVIDED_LEVELS, LONGEST_AMBIGUOUS

COUNTIES = frozenset("县旗")
LOCATIVES = frozenset("在从自于由赴到")
RANKED = ("级", "以上", "以下", "处级", "职")
# Works whose title may name bodies and places without meaning them: laws, plans, agreements, books.
TITLED = re.compile("《([^《》\n]{2,60})》")
LEADING_GROUP = re.compile("(?:中央|国务院|国家|全国|省|市)[\u3400-\u9fff]{2,24}?(?:领导小组|联防联控机制)")


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
        self.starts = tokens.starts
        self.ends = tokens.ends
        self.runs = ChineseNameRuns(tokens)
        self.modifiers = ChineseNameModifiers(tokens)
        self.beginnings = ChineseNameBeginnings(tokens, self.modifiers)
        sets = tokens.lexicon.sets
        self._holding_heads = tuple(sorted(sets["holding_head"]))
        self._branches = sets["military_branch"]
        self._homeland = sets["homeland"]
        self._named_after = tuple(sorted(sets["named_after"]))
        self._kept_heads = tuple(sorted(sets["kept_head"]))
        self._after_listed_places = sets["after_listed_place"]

    def find(self) -> list[NameSpan]:
        """All names, in order, not overlapping; persons included.

        Returns:
            The spans; settlements that stand in a chain ("某县某乡某村") are one span each.
        """
        found: list[NameSpan] = []
        titled = [match.span(1) for match in TITLED.finditer(self.text)]
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
                    run = self.runs.at(k, tokens.stop)
                    if run.last - run.first > 1 and (spans := [span for span in self._of_run(run) if span.start == self.starts[k]]):
                        found += spans
                        k = run.last
                        continue
                    found.append(self._span(k, k + 1, "person", "no", "person:context", 0.9))
                    k += 1
                elif self.runs.opens_name(k):
                    run = self.runs.at(k, tokens.stop)
                    found += self._of_run(run)
                    k = max(run.last, k + 1)
                else:
                    k += 1
        return [span for span in found if not any(_is_inside(span, title) for title in titled)]

    def _of_run(self, run: Run) -> list[NameSpan]:
        """The names that a run holds."""
        if not any(self.words[i].names for i in range(run.first, run.last)):
            return []
        heads = [i for i in range(run.first, run.last) if self._heads_name(i, run)]
        found: list[NameSpan] = []
        first = run.first
        while heads:
            last = self._last_of_name(first, heads)
            found += self._with_head(first, last)
            first = last + 1
            heads = [i for i in heads if i > last]
        found += self._bare_places(first, run.last)
        return found

    def _heads_name(self, i: int, run: Run) -> bool:
        """Whether the head at token `i` can end a name: "部" of "部门" cannot."""
        head = self.words[i].head
        if (
            head is None
            or (self.words[i].is_ambiguous and (i == run.first or not self.modifiers.is_own_token(i - 1)))
            or (self.words[i].text[-1] == "部" and self.text[self.ends[i] : self.ends[i] + 1] == "门")
        ):
            return False
        if len(self.words[i].text) == 1 and self.text.startswith(RANKED, self.ends[i]):
            return False
        if self.words[i].text == "站" and self.text.startswith("在", self.ends[i]):
            return False
        inner = len(self.words[i].text) == 1 and i + 1 < run.last and self.words[i + 1] is UNKNOWN
        return not inner or head.site in {"settlement", "region"}

    def _last_of_name(self, first: int, heads: list[int]) -> int:
        """The head with which the name that begins at `first` ends: the last one, unless the names part before it."""
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
        if self.words[i].text in self._branches:
            return False  # "海军|广州|基地"
        if last.kind == "organization" and head.site == "settlement" and following > i + 1:
            return self.modifiers.is_own(first, i) and any(self.modifiers.is_own_token(j) for j in range(i + 1, following))
        if last.kind == "place" and head.site == "settlement":
            return following > i + 1 or (self.words[following].head is not None and len(self.words[i].text) > 1)
        if (
            last.kind == "place"
            and not self.modifiers.is_own(first, i)
            and any(self.modifiers.is_own_token(j) for j in range(i + 1, following))
        ):
            return True
        if last.kind == "place" and self.words[i].text.endswith(self._holding_heads) and following > i + 1:
            return self.modifiers.is_own(first, i) and any(self.modifiers.is_special(j) for j in range(i + 1, following))
        if last.kind == "organization" and self.words[i].text.endswith(self._holding_heads) and following > i + 1:
            return self.modifiers.is_own(first, i) and any(self.modifiers.is_special(j) for j in range(i + 1, following))
        if last.kind == "place" and head.kind == "organization" and not self.words[final].text.endswith(self._kept_heads):
            own = [j for j in range(i + 1, following) if self.modifiers.is_special(j)]
            return bool(own) and self.modifiers.is_own(first, i)
        return False

    def _with_head(self, first: int, last: int) -> Iterator[NameSpan]:
        """The names from token `first` to the head at token `last`."""
        head = self.words[last].head
        assert head is not None
        begin = self.beginnings.of(first, last, head)
        if begin > first:
            yield from self._bare_places(first, begin, holds=True)
        if not self.modifiers.is_proper(begin, last, head):
            yield from self._bare_places(begin, last + 1)
            return
        confidence = 0.9 if self.modifiers.is_own(begin, last) else 0.6
        rule = f"{head.kind}:{'name' if head.modifier == 'none' and begin == last else 'head'}"
        yield self._span(begin, last + 1, head.kind, head.site, rule, confidence)

    def _bare_places(self, first: int, last: int, *, holds: bool = False) -> Iterator[NameSpan]:
        """The divisions, and the names that need nothing before them, among tokens `first` to `last`.

        With `holds`, the name that follows token `last` lies in the division before it, which then is one, however short or usual its name.
        """
        for i in range(first, last):
            word = self.words[i]
            if (
                word.text in self._homeland
                and i + 1 < len(self.words)
                and not self.words[i + 1].ends_name
                and self.words[i + 1] is not PERSON
            ):
                continue
            levels = DIVIDED_LEVELS if len(word.text) > LONGEST_AMBIGUOUS else COUNTIES
            if self.text.startswith(self._named_after, self.ends[i]) or (
                word.text == "中国" and self.text[self.starts[i] - 1] in "新旧" and i
            ):
                continue
            held = holds and i + 1 == last and word.text[-1:] in levels
            if word.is_division and (held or self._is_placed(i) or not (word.is_ambiguous or word.is_small)):
                yield self._span(i, i + 1, "place", "settlement", "place:gazetteer", 0.9)
            elif word.head is not None and word.head.modifier == "none":
                yield self._span(i, i + 1, word.head.kind, word.head.site, f"{word.head.kind}:name", 0.9)

    def _is_placed(self, i: int) -> bool:
        """Whether the words around show that a name that is an ordinary word, too, is a place here."""
        before = self.words[i - 1] if i else PUNCTUATION
        after = self.words[i + 1] if i + 1 < len(self.words) else PUNCTUATION
        if after is NUMBER and before.head is not None and before.head.kind == "organization" and before.head.modifier == "none":
            return True  # a dateline: "某某社海口5月15日电"
        native = self.text.startswith("人", self.ends[i]) and before.is_division  # "安徽肥东人"
        if not (after.ends_name or after is PERSON or native):
            return False
        if before.is_division and not before.is_ambiguous and not self.words[i].common:
            return True
        if (before.text in LOCATIVES or before.kinds & {"go", "visit"}) and len(self.words[i].text) >= 2:
            return after is PUNCTUATION or bool(after.kinds) or after.text in self._after_listed_places
        return before is PUNCTUATION and self.text[self.starts[i - 1]] == "、" and i >= 2 and self.words[i - 2].is_division

    def _span(self, first: int, last: int, kind: str, site: str, rule: str, confidence: float) -> NameSpan:
        start, end = self.starts[first], self.ends[last - 1]
        return NameSpan(start, end, self.text[start:end], kind, site, rule, confidence)  # type: ignore[arg-type]


def _is_inside(span: NameSpan, title: tuple[int, int]) -> bool:
    """Whether a name is a part of a title: "《某某法》" names no body; a newspaper's name fills the title."""
    return title[0] <= span.start and span.end <= title[1] and span.end - span.start < title[1] - title[0]
