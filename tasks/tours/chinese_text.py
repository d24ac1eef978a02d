"""A Chinese document with its names marked on its words."""

from bisect import bisect_left
from collections.abc import Sequence

from tasks.entities.chinese_tokens import PERSON, PUNCTUATION, SPACE, ChineseTokens
from tasks.entities.spans import NameSpan

CLAUSE_ENDS = frozenset("，。；！？：,;:!?")
LONGEST_TITLE = 5  # tokens after a verb inside one
LIST_ENDS = frozenset("。；：！？")
BYLINE_MARKS = frozenset(":：/、(（ ")


class ChineseText:
    """The words of one document, which of them are names, and how they are joined.

    Args:
        tokens: Its words.
        spans: Its names, in order, not overlapping.

    Attributes:
        sentence_of: For every token, the index of its sentence.
        span_at: Number of the name that covers a token, or -1.
        aside: Tokens of persons who are named as accompanying or as reporters.
    """

    def __init__(self, tokens: ChineseTokens, spans: Sequence[NameSpan]) -> None:
        """Mark sentences, names and persons set aside."""
        self.tokens = tokens
        self.text = tokens.text
        self.words = tokens.words
        self.starts = tokens.starts
        self.ends = tokens.ends
        self.sets = tokens.lexicon.sets
        self.spans = list(spans)
        # A division cut to its usual name still reaches to the end of its word: "汶川" of "汶川县" ends where "映秀镇" begins.
        self._span_ends = [self.ends[bisect_left(self.ends, span.end)] for span in self.spans]
        self.sentence_of = self._mark_sentences()
        self.span_at = self._mark_spans()
        self.aside = self._mark_aside()

    # --- marks ----------------------------------------------------------------------------------------------------------

    def _mark_sentences(self) -> list[int]:
        marks: list[int] = []
        for index in range(len(self.tokens.sentences)):
            tokens = self.tokens.sentence_tokens(index)
            marks += [index] * (tokens.stop - tokens.start)
        return marks

    def _mark_spans(self) -> list[int]:
        marks = [-1] * len(self.words)
        for number, span in enumerate(self.spans):
            i = bisect_left(self.starts, span.start)
            if i and self.ends[i - 1] > span.start:
                i -= 1
            while i < len(self.starts) and self.starts[i] < span.end:
                marks[i] = number
                i += 1
        return marks

    def _mark_aside(self) -> frozenset[int]:
        """Tokens of persons who are named as accompanying or as reporters, and so do not act in the clauses after."""
        found: set[int] = set()
        for i, word in enumerate(self.words):
            if "accompany" in word.kinds and self.span_at[i] < 0:
                found.update(self.listed_before(i))
            elif word.office == "byline" or self.opens_dateline_bracket(i):
                j = i + 1
                while j < len(self.words) and (self.words[j] is PERSON or self.words[j] is SPACE or self._is_byline_mark(j)):
                    if self.words[j] is PERSON:
                        found.add(j)
                    j += 1
        return frozenset(found)

    def opens_dateline_bracket(self, i: int) -> bool:
        """Whether the bracket that names the reporters opens at token `i`: "某某社6月19日电（某某 某某）"."""
        opens = self.words[i] is PUNCTUATION and self.text[self.starts[i]] in "(（"
        return opens and self.text[max(0, self.starts[i] - 2) : self.starts[i]].rstrip().endswith(("电", "讯"))

    def _is_byline_mark(self, j: int) -> bool:
        return self.words[j].office == "byline" or (self.words[j] is PUNCTUATION and self.text[self.starts[j]] in BYLINE_MARKS)

    # --- names ----------------------------------------------------------------------------------------------------------

    def is_person(self, i: int) -> bool:
        """Whether a person's name covers token `i`."""
        number = self.span_at[i]
        return number >= 0 and self.spans[number].kind == "person"

    def is_place_or_body(self, i: int) -> bool:
        """Whether the name of a place or an organization covers token `i`."""
        number = self.span_at[i]
        return number >= 0 and self.spans[number].kind != "person"

    def spans_ending(self, position: int) -> list[NameSpan]:
        """The names that end at a code point."""
        at = bisect_left(self._span_ends, position)
        return [self.spans[at]] if at < len(self.spans) and self._span_ends[at] == position else []

    def spans_within(self, start: int, end: int) -> list[NameSpan]:
        """The names inside a stretch."""
        at = bisect_left(self._span_ends, start + 1)
        found = []
        while at < len(self.spans) and self._span_ends[at] <= end:
            if self.spans[at].start >= start:
                found.append(self.spans[at])
            at += 1
        return found

    # --- clauses and lists ----------------------------------------------------------------------------------------------

    def sentence_first(self, i: int) -> int:
        """The first token of the sentence of token `i`."""
        return self.tokens.first[self.sentence_of[i]]

    def sentence_stop(self, i: int) -> int:
        """One past the last token of the sentence of token `i`."""
        return self.tokens.first[self.sentence_of[i] + 1]

    def is_clause_end(self, i: int) -> bool:
        """Whether token `i` is a mark that ends a clause."""
        return self.words[i] is PUNCTUATION and self.text[self.starts[i]] in CLAUSE_ENDS

    def clause_start(self, i: int, first: int) -> int:
        """The first token of the clause of token `i`, from token `first` on."""
        while i > first and not self.is_clause_end(i - 1):
            i -= 1
        return i

    def clause_end(self, i: int, stop: int) -> int:
        """One past the last token of the clause of token `i`, before token `stop`."""
        while i < stop and not self.is_clause_end(i):
            i += 1
        return i

    def listed_before(self, verb: int) -> list[int]:
        """Tokens of the persons listed before a verb, back to "在", to another verb, or to the sentence's beginning."""
        first = self.sentence_first(verb)
        found = []
        i = verb - 1
        while i >= first:
            word = self.words[i]
            if word is PERSON:
                found.append(i)
            elif self.span_at[i] < 0 and (
                word.text == "在"
                or (word.senses and not word.kinds <= {"accompany"} and not self._is_in_title(i, verb))
                or self._ends_list(i)
            ):
                break
            i -= 1
        return found[::-1]

    def _is_in_title(self, i: int, stop: int) -> bool:
        """Whether a verb is a part of an office's name: "教育|督导|室副主任"."""
        for j in range(i + 1, min(i + LONGEST_TITLE, stop)):
            if self.words[j].office == "office":
                return True
            if self.words[j] is PERSON or self.words[j] is PUNCTUATION or self.words[j].functions or self.words[j].senses:
                return False
        return False

    def _ends_list(self, i: int) -> bool:
        return self.words[i] is PUNCTUATION and self.text[self.starts[i]] in LIST_ENDS

    def joins(self, i: int) -> bool:
        """Whether token `i` joins persons: a conjunction, "、", or a comma after a person who acts."""
        if self._is_mark(i, "，") and i > 0 and self.words[i - 1] is PERSON and i - 1 not in self.aside:
            return True
        return self._is_mark(i, "、") or "conjunction" in self.words[i].functions

    def _is_mark(self, i: int, mark: str) -> bool:
        return self.words[i] is PUNCTUATION and self.text[self.starts[i]] == mark
