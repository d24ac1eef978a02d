"""The places that a Chinese text lists after a verb or "在"."""

from dataclasses import replace
from itertools import pairwise

from tasks.entities.chinese_tokens import NUMBER, PERSON, PUNCTUATION, SPACE, UNKNOWN
from tasks.tours.chinese_clauses import ChineseClauses
from tasks.tours.chinese_place_phrases import ChinesePlacePhrases
from tasks.tours.chinese_place_uses import ListedPlace

CLAUSE_ENDS = frozenset("，。；：！？,;:!?")
SECOND_NAME = "暨"  # joins two names of one place
FARTHEST_HEAD = 8  # tokens
NEVER_INSIDE = frozenset(["pronoun", "personal_subject", "quantity", "locative_preposition"])


class ChinesePlaceLists:
    """Reads lists of places in one document.

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
        self.phrases = ChinesePlacePhrases(clauses)
        self._before_places = clauses.sets["before_place"]
        self._part_of_places = clauses.sets["part_of_place"]
        self._after_places = clauses.sets["after_place"]
        self._own_institution = tuple(sorted(clauses.sets["own_institution"]))
        self._owning = clauses.sets["owning_word"]
        self._listing = clauses.sets["after_listed_place"]
        self._listed_kinds = clauses.sets["listed_kind"]
        self._counting = clauses.sets["counting_word"]
        self._visited_kinds = clauses.sets["visited_kind"]

    def after(self, first: int, stop: int, *, strong: bool) -> tuple[list[ListedPlace], int]:
        """The places listed from token `first`, and the token after the list.

        Args:
            first: The first token that may belong to the list.
            stop: Where the sentence ends.
            strong: Whether what the verb takes is a place even if it is no known name.

        Returns:
            The places, and the index of the token after them.
        """
        items: list[ListedPlace] = []
        i = begin = self._past_relative(first, stop) if strong else first
        while i <= stop:
            at_end = i == stop
            word = PUNCTUATION if at_end else self.words[i]
            if word.text in self._after_places and i + 1 < stop and self._joins(i + 1):
                i += 1
                continue
            inside = not at_end and self.c.span_at[i] >= 0
            if inside and word is not PERSON:
                i += 1
                continue
            joins = not at_end and self._joins(i)
            if joins or at_end or (self._ends_list(i, begin) and not self._goes_on(i, begin, stop, strong=strong)):
                item = self._item(begin, i, strong=strong)
                if item is None and any(known.whole for known in items):
                    item = self.phrases.listed(begin, i)
                second_name = begin > first and self.words[begin - 1].text == SECOND_NAME
                if item is not None and not second_name:
                    items.append(item)
                if (joins and (item is not None or i > begin)) or (not at_end and items and self._resumes(i, stop)):
                    i += 1
                    begin = i
                    continue
                if strong and not at_end and (listed := self._of_a_kind(first, i, stop)):
                    return listed, i
                return self._owned(items, begin, i), i
            i += 1
        return items, stop

    def _of_a_kind(self, first: int, i: int, stop: int) -> list[ListedPlace]:
        """The items of a list that ends with what they all are: "某某科技、某某电工|等|企业"; none where it does not.

        Args:
            first: The list's first token.
            i: The token after its last item.
            stop: Where the sentence ends.

        Returns:
            The items, names or not.
        """
        kind = i + 1
        while kind < stop and (self.words[kind] is NUMBER or self.words[kind] is UNKNOWN or self.words[kind].text in self._counting):
            kind += 1
        if self.words[i].text != "等" or kind >= stop or self.words[kind].text not in self._listed_kinds:
            return []
        bounds = [first - 1, *(j for j in range(first, i) if self._joins(j)), i]
        ends = kind + 1 >= stop or self.words[kind + 1] is PUNCTUATION or bool(self.words[kind + 1].kinds)
        found = []
        for begin, end in pairwise(bounds):
            item = self._item(begin + 1, end, strong=True)
            if item is None or not item.whole:
                item = self.phrases.of_a_kind(begin + 1, end)
            if item is None or not ends:
                return []
            found.append(item)
        return found if len(found) > 1 else []

    def _past_relative(self, first: int, stop: int) -> int:
        """The token after a relative clause that opens an object: "来到[正在建设、年内完工的]某某医院"; `first` where there is none."""
        if first >= stop or self.c.is_place_or_body(first):
            return first
        clause = False
        for j in range(first, stop):
            word = self.words[j]
            if word is PUNCTUATION and self.text[self.starts[j]] in CLAUSE_ENDS:
                break
            named = word.text == "的" and clause and j + 1 < stop and self.c.is_place_or_body(j + 1)
            if named and self._ends_object(self._span_stop(j + 1), stop):
                return j + 1
            if self.c.span_at[j] < 0 and word.kinds & {"visit", "go"} and j > first:
                break
            clause = clause or self._joins(j) or (self.c.span_at[j] < 0 and self._ends_list(j, first - 1))
        return first

    def _span_stop(self, i: int) -> int:
        """The token after the names that begin at token `i`, one right after another."""
        while i < len(self.words) and self.c.is_place_or_body(i):
            i += 1
        return i

    def _ends_object(self, i: int, stop: int) -> bool:
        """Whether an object may end before token `i`: at a mark, or before another verb of reports."""
        while i < stop and self.words[i].text in self._part_of_places:
            i += 1
        return (
            i >= stop
            or self.words[i] is PUNCTUATION
            or bool(self.words[i].kinds)
            or self.words[i].text in self._after_places
            or self._joins(i)
        )

    def _resumes(self, i: int, stop: int) -> bool:
        """Whether the list goes on after a comma, with the places of another division: "某市甲县、乙县，某州丙县、丁县等地"."""
        comma = self.words[i] is PUNCTUATION and self.text[self.starts[i]] in "，,"
        if not comma or i + 1 >= stop or not self.c.is_place_or_body(i + 1):
            return False
        joined = False
        for j in range(i + 1, stop):
            if self.words[j] is PUNCTUATION and not self._joins(j):
                return joined
            joined = joined or self._joins(j) or self.words[j].text in self._listing
            if not (
                self.c.is_place_or_body(j)
                or self._joins(j)
                or self.words[j].text in self._after_places
                or self.words[j].text in self._listed_kinds
                or self.words[j].text in self._counting
            ):
                return joined and bool(self.words[j].kinds & {"visit"})
        return joined

    def _owned(self, items: list[ListedPlace], begin: int, end: int) -> list[ListedPlace]:
        """The items of a finished list, as its last one tells what they are.

        "甲公司、乙公司所属企业" are enterprises of theirs; of "谷子、玉米长势", where no item is a known name, none is a place.
        """
        if any(self.words[j].text in self._owning for j in range(begin, end)):
            return [replace(item, whole=False) for item in items]
        last = self.words[end - 1] if end > begin else PUNCTUATION
        if items and begin < end and items[-1].end <= self.starts[begin] and last.head is None and last.text not in self._visited_kinds:
            return [item for item in items if item.span.kind is not None or self._ends_in_own(item)]
        return items

    def _joins(self, i: int) -> bool:
        """Whether token `i` joins the places of a list."""
        return "conjunction" in self.words[i].functions or (self.words[i] is PUNCTUATION and self.text[self.starts[i]] == "、")

    def _ends_in_own(self, item: ListedPlace) -> bool:
        """Whether a phrase is of the text's own institution ("我校图书馆"), and so of one place whatever follows in the list."""
        return self.text.startswith(self._own_institution, item.start)

    def _goes_on(self, i: int, begin: int, stop: int, *, strong: bool) -> bool:
        """Whether a word that ends phrases stands inside an item.

        It does where the list goes on after it ("某某货物查验场、某某公园"), and where the object of a verb of visiting has no end yet
        and finds one later in its clause ("来到某县非物质文化遗产陈列馆").
        """
        word = self.words[i]
        if strong and word.text == "中" and self.words[i - 1].is_division and self._finds_head(i, stop):
            return True  # "某市|中|电…公司": no city has an inside
        if (
            word is PUNCTUATION
            or word is SPACE
            or word.kinds - {"say"}
            or word.text in self._after_places
            or self.words[i - 1].text in self._after_places
        ):
            return False
        if strong and word.role == "verb" and not self._is_complete(i) and self._finds_head(i, stop):
            return True
        for j in range(i + 1, min(stop, i + 9)):
            if self.words[j].kinds and self.c.span_at[j] < 0:
                return False
            if self.words[j] is PUNCTUATION:
                return self.text[self.starts[j]] == "、"
        return False

    def _is_complete(self, i: int) -> bool:
        """Whether what stands before token `i` can be gone to as it is: a name that is no division, or a phrase with a head."""
        before = i - 1
        number = self.c.span_at[before]
        if number >= 0:
            return not self.words[before].is_division or self.c.spans[number].site == "yes"
        return self.words[before].head is not None

    def _finds_head(self, i: int, stop: int) -> bool:
        """Whether the clause goes on from token `i` to a head at which an object ends."""
        for j in range(i + 1, min(stop, i + FARTHEST_HEAD)):
            word = self.words[j]
            if word is PERSON or word is PUNCTUATION or word is SPACE or self._joins(j) or word.functions & NEVER_INSIDE:
                return False
            if word.kinds and self.c.span_at[j] < 0:
                return False
            if (word.head is not None or self.c.is_place_or_body(j)) and self._ends_object(j + 1, stop):
                return word.head is None or word.head.site == "yes"
        return False

    def _ends_list(self, i: int, begin: int) -> bool:
        """Whether token `i` belongs to no place of the list whose item begins at token `begin`."""
        word = self.words[i]
        if word is SPACE:
            return True
        if word is PUNCTUATION:
            return self.text[self.starts[i]] not in "“”‘’《》「」-—·"
        if word.functions & {"particle"} and word.text != "的" and i > begin and word.text not in self._before_places:
            return True
        if word.text in self._before_places or word.text == "的":
            return False
        if "adverb" in word.functions and i > begin and self.c.is_place_or_body(i - 1):
            return True
        if word is PERSON:
            return False
        return (
            bool(word.senses)
            or (word.role in {"verb"} and i > begin)
            or bool(word.functions & {"preposition", "locative_preposition"} and i > begin)
        )

    def _before_quotation(self, begin: int, last: int) -> int:
        """Where an item ends before a quotation that tells what was done or shown there: "某某公司|“访企拓岗”"."""
        closes = last - 1 > begin and self.words[last - 1] is PUNCTUATION and self.text[self.starts[last - 1]] in "”」"
        opening = last - 2
        while closes and opening > begin and not (self.words[opening] is PUNCTUATION and self.text[self.starts[opening]] in "“「"):
            opening -= 1
        return opening if closes and opening > begin and self.c.is_place_or_body(opening - 1) else last

    def _item(self, begin: int, end: int, *, strong: bool) -> ListedPlace | None:
        """The place that tokens `begin` to `end` name."""
        while begin < end and self.words[begin].text in self._before_places:
            begin += 1
        last = end
        while last > begin and (self.words[last - 1].text in self._after_places or self.words[last - 1] is SPACE):
            last -= 1
        last = self._before_quotation(begin, last)
        if begin >= last:
            return None
        full = last
        while last - 1 > begin and self.words[last - 1].text in self._part_of_places and self.c.span_at[last - 1] < 0:
            last -= 1
        number = self.c.span_at[last - 1]
        if number < 0 and last < full:
            promoted = self.phrases.visited(begin, last) if strong else None
            if promoted is not None:
                return replace(promoted, end=self.ends[full - 1])
            last = full
            number = self.c.span_at[last - 1]
        if number >= 0 and self.c.spans[number].kind != "person":
            span = self.c.spans[number]
            return ListedPlace(span, self.phrases.qualified(begin, span.start), self.ends[full - 1], whole=True)
        if strong:
            promoted = self.phrases.visited(begin, last)
            if promoted is not None:
                return promoted
        for i in range(last - 1, begin - 1, -1):
            number = self.c.span_at[i]
            if number >= 0 and self.c.spans[number].kind in {"place", "organization"}:
                span = self.c.spans[number]
                return ListedPlace(span, self.phrases.qualified(begin, span.start), span.end, whole=False)
        return None
