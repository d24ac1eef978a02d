"""Phrases that are no names by themselves, and stand for a place because a Chinese text says that somebody went there."""

import re

from tasks.entities.chinese_tokens import NUMBER, PERSON, SPACE, UNKNOWN
from tasks.entities.spans import NameSpan
from tasks.tours.chinese_clauses import ChineseClauses
from tasks.tours.chinese_place_uses import ListedPlace

LEAST_LISTED, MOST_LISTED = 4, 20
LEAST_VISITED, MOST_VISITED = 2, 24
# A phrase with one of these means persons or an amount, or refers back, and names no place.
WORKS = frozenset(["项目", "工程"])
EXCLUDED = frozenset(["pronoun", "quantity", "personal_subject"])
COUNTED = re.compile("[一二三四五六七八九十几]+[个家座批条位台天次]")


class ChinesePlacePhrases:
    """Takes phrases of one document for places.

    Args:
        clauses: What the grammar sees in the document.
    """

    def __init__(self, clauses: ChineseClauses) -> None:
        """Take the marks of the document."""
        self.c = clauses
        self.text = clauses.text
        self.words = clauses.words
        self.starts = clauses.starts
        self.ends = clauses.ends
        self._abstract_nouns = clauses.sets["abstract_noun"]
        self._after_places = clauses.sets["after_place"]
        self._memorial_heads = clauses.sets["memorial_head"]
        self._own_institution = clauses.sets["own_institution"]
        self._kinds = clauses.sets["visited_kind"]

    def visited(self, begin: int, last: int) -> ListedPlace | None:
        """A phrase after a verb of visiting that is no name by itself, and is a place's name because somebody goes there."""
        first = begin
        for i in range(begin, last):
            if self.words[i].text == "的":
                first = i + 1
        if first >= last:
            return None
        start, end = self.starts[first], self.ends[last - 1]
        text = self.text[start:end]
        words = self.words[first:last]
        works = self._is_works(first, last)
        if (
            not LEAST_VISITED <= len(text) <= MOST_VISITED
            or (words[-1].text in self._abstract_nouns and not works)
            or words[-1].office
            or text.count("“") != text.count("”")
            or words[-1].role in {"verb", "function"}
        ):
            return None
        memorial = words[0] is PERSON and len(words) > 1 and words[-1].text in self._memorial_heads
        if any(
            word is PERSON or word is NUMBER or word.functions & EXCLUDED
            for word in words[memorial or words[0].text in self._own_institution :]
        ) or COUNTED.match(text):
            return None
        unknown = max((len(self.text[self.starts[i] : self.ends[i]]) for i in range(first, last) if self.words[i] is UNKNOWN), default=0)
        own = memorial or unknown >= 2 or any(word.is_division for word in words) or self._has_span(first, last)
        head = words[-1].head
        own = own or (words[0].text in self._own_institution and head is not None and head.site == "yes" and len(words) > 1)
        if not own:
            return None
        if words[-1] is not UNKNOWN and head is None and not works and not self._has_span(last - 1, last) and words[-1].common:
            return None
        kept = [span for span in self.c.spans_within(start, end) if span.kind == "place" and span.start == start and span.end < end]
        inner = max((span.end for span in kept if span.site == "settlement"), default=start)
        span = NameSpan(inner, end, self.text[inner:end], None, "", "unknown:visited", 0.5)
        if span.end - span.start < LEAST_VISITED:
            return None
        return ListedPlace(span, self.qualified(begin, start), end, whole=True)

    def _is_works(self, first: int, last: int) -> bool:
        """Whether building works are called by the site they are at: "某某电厂扩建项目", "某某路改造工程"."""
        if self.words[last - 1].text not in WORKS:
            return False
        before = range(first, last - 1)
        sites = any((head := self.words[i].head) is not None and head.site in {"yes", "settlement"} for i in before)
        return sites and (self._has_span(first, last - 1) or any(self.words[i] is UNKNOWN or self.words[i].is_division for i in before))

    def listed(self, begin: int, end: int) -> ListedPlace | None:
        """A phrase that ends in a head, in a list with a name: "某某艺术大楼、综合实验楼"."""
        while end > begin and (self.words[end - 1].text in self._after_places or self.words[end - 1] is SPACE):
            end -= 1
        if end - begin == 1 and self.words[begin].text in self._memorial_heads and self.words[begin].text not in self._kinds:
            start, stop = self.starts[begin], self.ends[begin]
            return ListedPlace(NameSpan(start, stop, self.text[start:stop], None, "", "unknown:listed", 0.5), start, stop, whole=True)
        if end - begin < 1 or self.words[end - 1].head is None or any(self.words[i].functions & EXCLUDED for i in range(begin, end)):
            return None
        start, stop = self.starts[begin], self.ends[end - 1]
        if not LEAST_LISTED <= stop - start <= MOST_LISTED or (end - begin == 1 and len(self.words[begin].text) < LEAST_LISTED):
            return None
        if self.c.spans_within(start, stop) or any(self.words[i] is PERSON or self.words[i].senses for i in range(begin, end)):
            return None
        return ListedPlace(NameSpan(start, stop, self.text[start:stop], None, "", "unknown:listed", 0.5), start, stop, whole=True)

    def of_a_kind(self, begin: int, end: int) -> ListedPlace | None:
        """Any short phrase of a list whose kind is told after it: "金某科技、特某电工等企业"."""
        while begin < end and self.words[begin].text == "了":
            begin += 1
        if begin >= end or any(
            self.words[i] is PERSON or self.words[i].kinds or self.words[i].functions & EXCLUDED for i in range(begin, end)
        ):
            return None
        start, stop = self.starts[begin], self.ends[end - 1]
        inner = max((span.end for span in self.c.spans_within(start, stop) if span.start == start and span.kind == "place"), default=start)
        name = inner if stop - inner >= LEAST_VISITED else start
        if not LEAST_VISITED <= stop - name <= MOST_LISTED or not self.text[name:stop].isalnum():
            return None
        return ListedPlace(NameSpan(name, stop, self.text[name:stop], None, "", "unknown:of-a-kind", 0.5), start, stop, whole=True)

    def qualified(self, begin: int, start: int) -> int:
        """Where the place's name that begins at `start` begins with its qualifiers: names right before it, or joined by "的"."""
        first = self.starts[begin]
        changed = True
        while changed and start > first:
            changed = False
            for other in self.c.spans_ending(start):
                if other.kind in {"place", "organization"} and other.start >= first:
                    start, changed = other.start, True
            if not changed and self.text[start - 1] == "的":
                for other in self.c.spans_ending(start - 1):
                    if other.kind in {"place", "organization"} and other.start >= first:
                        start, changed = other.start, True
        return start

    def _has_span(self, first: int, last: int) -> bool:
        """Whether a name covers one of the tokens `first` to `last`."""
        return any(self.c.span_at[i] >= 0 for i in range(first, last))
