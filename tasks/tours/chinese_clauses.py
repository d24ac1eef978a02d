"""Clauses of Chinese sentences: verbs, who acts, and whether the text tells, plans, recalls or quotes."""

from bisect import bisect_left
from collections.abc import Sequence

from tasks.entities.chinese_tokens import PERSON, PUNCTUATION, SPACE, ChineseTokens
from tasks.entities.spans import NameSpan
from tasks.lexicon.chinese import Word
from tasks.tours.uses import Action, Actor

CLAUSE_ENDS = frozenset("，。；！？：,;:!?")
LIST_MARKS = frozenset("、")
QUOTES = (("“", "”"), ("「", "」"), ("『", "』"))
SHORT_QUOTE = 14
PARTIES = frozenset(["主团", "分团", "分队"])
PERSONAL = frozenset(["他", "她", "他们", "她们"])
SPEAKERS = frozenset(["我", "我们"])
CONTENT_AFTER = frozenset("，：,:“「")


class ChineseClauses:
    """What the grammar sees in one document.

    Args:
        tokens: Its words.
        spans: Its names, in order, not overlapping.
    """

    def __init__(self, tokens: ChineseTokens, spans: Sequence[NameSpan]) -> None:
        """Mark names, verbs and the status of every token."""
        self.tokens = tokens
        self.text = tokens.text
        self.words = tokens.words
        sets = tokens.lexicon.sets
        self._many_persons = sets["many_persons"]
        self._standing_offices = sets["standing_office"]
        self.starts = tokens.starts
        self.ends = tokens.ends
        self.spans = list(spans)
        self._span_ends = [span.end for span in self.spans]
        self.sentence_of = self._mark_sentences()
        self.span_at = self._mark_spans()
        self.aside = self._mark_aside()
        self.quoted = self._quotations()
        self.status = self._mark_status()

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
            elif word.office == "byline":
                j = i + 1
                while j < len(self.words) and (self.words[j] is PERSON or self.words[j] is SPACE or self._is_byline_mark(j)):
                    if self.words[j] is PERSON:
                        found.add(j)
                    j += 1
        return frozenset(found)

    def _is_byline_mark(self, j: int) -> bool:
        return self.words[j].office == "byline" or (self.words[j] is PUNCTUATION and self.text[self.starts[j]] in ":：/、(（ ")

    def listed_before(self, verb: int) -> list[int]:
        """Tokens of the persons listed before a verb, back to "在", to another verb, or to the sentence's beginning."""
        first = self.tokens.first[self.sentence_of[verb]]
        found = []
        i = verb - 1
        while i >= first:
            word = self.words[i]
            if word is PERSON:
                found.append(i)
            elif self.span_at[i] < 0 and (word.text == "在" or (word.senses and not word.kinds <= {"accompany"}) or self._ends_list(i)):
                break
            i -= 1
        return found[::-1]

    def _ends_list(self, i: int) -> bool:
        return self.words[i] is PUNCTUATION and self.text[self.starts[i]] in "。；：！？"

    def _quotations(self) -> list[tuple[int, int]]:
        """Quoted stretches that are speech, not names, by their length or a clause mark inside."""
        found = []
        for opening, closing in QUOTES:
            at = self.text.find(opening)
            while at >= 0:
                end = self.text.find(closing, at)
                if end < 0:
                    break
                inner = self.text[at + 1 : end]
                if "\n" not in inner and (
                    (len(inner) > SHORT_QUOTE and ("，" in inner or "。" in inner)) or inner.endswith(("。", "！", "？", "，"))
                ):
                    found.append((at, end + 1))
                at = self.text.find(opening, end)
        return sorted(found)

    def _mark_status(self) -> list[str]:
        status = ["told"] * len(self.words)
        speaking = False
        line = -1
        self._speaker = ""
        for index, sentence in enumerate(self.tokens.sentences):
            tokens = self.tokens.sentence_tokens(index)
            if sentence.line != line:
                speaking, line = False, sentence.line
            speaking = self._mark_sentence(tokens, status, speaking=speaking)
        for start, end in self.quoted:
            for i in range(bisect_left(self.starts, start), bisect_left(self.starts, end)):
                status[i] = "said"
        return status

    def _mark_sentence(self, tokens: range, status: list[str], *, speaking: bool) -> bool:
        """Mark one sentence.

        Returns:
            Whether a speech goes on after it.
        """
        if speaking and not self._narrates(tokens):
            self._fill(status, tokens.start, tokens.stop, "said")
            return True
        said = False
        for i in tokens:
            word = self.words[i]
            if self.span_at[i] >= 0:
                continue
            if "say" in word.kinds and self._introduces_content(i, tokens.stop):
                self._fill(status, i + 1, tokens.stop, "said")
                said = True
                self._speaker = next(
                    (self.tokens.token_text(j, j + 1) for j in range(i, tokens.start - 1, -1) if self.words[j] is PERSON), self._speaker
                )
                break
            if "plan" in word.kinds and status[i] == "told" and self._is_plan(i, tokens):
                self._fill(status, i, self._clause_end(i, tokens.stop), "planned")
            elif word.text == "邀请":
                self._fill(status, i + 1, self._clause_end(i, tokens.stop), "planned")
            elif "past" in word.functions:
                self._fill(status, self._clause_start(i, tokens.start), self._clause_end(i, tokens.stop), "past")
            elif "remote" in word.functions:
                self._fill(status, self._clause_start(i, tokens.start), self._clause_end(i, tokens.stop), "said")
        return said

    def _introduces_content(self, i: int, stop: int) -> bool:
        if i + 1 >= stop:
            return False
        after = self.text[self.starts[i + 1]]
        if after in CONTENT_AFTER:
            return True
        word = self.words[i]
        return len(word.text) > 1 and word.kinds == {"say"} and self.words[i + 1].text not in {"了", "的", "过"} and self.span_at[i + 1] < 0

    def _is_plan(self, i: int, tokens: range) -> bool:
        """Whether "将" is a plan: it is before a verb, and marks an object before a noun."""
        if self.words[i].text != "将":
            return True
        return any(self.words[j].senses for j in range(i + 1, min(i + 4, tokens.stop)))

    def _narrates(self, tokens: range) -> bool:
        """Whether a sentence after a speech goes back to telling: it names who acts, where or when, or begins as narration does."""
        for i in range(tokens.start, min(tokens.start + 2, tokens.stop)):
            word = self.words[i]
            if word is PUNCTUATION or word is SPACE:
                if self.text[self.starts[i]] in "“「":
                    continue
                break
            if "modal" in word.functions:
                return False
            if "narrative_opening" in word.functions or word.functions & {"personal_subject", "group"}:
                return True
            if self.span_at[i] >= 0 and self.spans[self.span_at[i]].kind == "person":
                cited = i + 1 < tokens.stop and self.words[i + 1].office == "office" and self.tokens.token_text(i, i + 1) != self._speaker
                return not cited
            if word.office and word.office != "person":
                return True
            if word.text == "0" and self.ends[i] < len(self.text) and self.text[self.ends[i]] in "月日时":
                return True
        return self._acts_on(tokens)

    def _acts_on(self, tokens: range) -> bool:
        """Whether a person acts in the sentence's first clauses."""
        limit = min(tokens.stop, tokens.start + 40)
        for i in range(tokens.start, limit):
            number = self.span_at[i]
            if number >= 0 and self.spans[number].kind == "person" and i + 1 < tokens.stop:
                follower = self.words[i + 1]
                if follower.kinds & {"visit", "go", "say", "attend", "meet", "accompany", "activity"} or follower.functions & {
                    "group",
                    "adverb",
                }:
                    return True
        return False

    @staticmethod
    def _fill(status: list[str], first: int, last: int, value: str) -> None:
        for i in range(first, last):
            if status[i] == "told":
                status[i] = value

    def _clause_start(self, i: int, first: int) -> int:
        while i > first and not (self.words[i - 1] is PUNCTUATION and self.text[self.starts[i - 1]] in CLAUSE_ENDS):
            i -= 1
        return i

    def _clause_end(self, i: int, stop: int) -> int:
        while i < stop and not (self.words[i] is PUNCTUATION and self.text[self.starts[i]] in CLAUSE_ENDS):
            i += 1
        return i

    # --- who acts -------------------------------------------------------------------------------------------------------

    def actor(self, verb: int) -> Actor:
        """Who does what the verb at token `verb` says: the last subject before it in its sentence."""
        first = self.tokens.first[self.sentence_of[verb]]
        i = verb - 1
        while i >= first:
            number = self.span_at[i]
            if number >= 0:
                span = self.spans[number]
                begin = i
                while begin > first and self.span_at[begin - 1] == number:
                    begin -= 1
                if span.kind == "person" and i not in self.aside and not self._is_object(begin, i, first):
                    return Actor("person", self._coordinated(begin, first))
                i = begin - 1
                continue
            word = self.words[i]
            if word.text in SPEAKERS and not self._governed(i, first):
                return Actor("other", word=word.text)
            if word.text in PERSONAL and not self._governed(i, first):
                return Actor("pronoun", word=word.text)
            if "group" in word.functions and not self._governed(i, first):
                return self._group(i, first)
            if (
                word.text in self._standing_offices
                and i + 1 < len(self.words)
                and self.words[i + 1] is not PERSON
                and self._opens_clause(i, first)
            ):
                return Actor("pronoun", word=word.text)
            if word.text in self._many_persons and self._ends_subject(i):
                return Actor("group", word=word.text)
            if self._other_subject(i, first):
                return Actor("other", word=word.text)
            i -= 1
        return Actor("elided")

    def _group(self, i: int, first: int) -> Actor:
        """Who a group is: "李某一行" is that person and company, "代表团" a group."""
        before = i - 1
        while before > first and self.words[before].text in {"等", "的"}:
            before -= 1
        number = self.span_at[before] if before >= first else -1
        if number >= 0 and self.spans[number].kind == "person":
            return Actor("person", self._coordinated(before, first))
        if self.words[i].text in PARTIES or self._led(i, first):
            return self.actor(i) if self._led(i, first) else Actor("pronoun", word=self.words[i].text)
        return Actor("group", word=self.words[i].text)

    def _led(self, i: int, first: int) -> bool:
        """Whether somebody is said to lead the group: "某人带领代表团"."""
        return any("lead" in self.words[j].kinds for j in range(max(first, i - 4), i))

    def _other_subject(self, i: int, first: int) -> bool:
        """Whether an office without a name opens the clause: "学院负责人介绍"."""
        return self.words[i].text in {
            "负责人",
            "职工",
            "学生",
            "村民",
            "群众",
            "居民",
            "工人",
            "同学",
            "记者",
            "专家",
            "官兵",
        } and self._ends_subject(i)

    def _ends_subject(self, i: int) -> bool:
        follower = self.words[i + 1] if i + 1 < len(self.words) else PUNCTUATION
        return bool(follower.senses) or "adverb" in follower.functions

    def _opens_clause(self, i: int, first: int) -> bool:
        return i == first or self._is_clause_end(i - 1)

    def _governed(self, i: int, first: int) -> bool:
        """Whether a word is the object of a preposition or verb right before it."""
        if i == first:
            return False
        before = self.words[i - 1]
        return (
            "preposition" in before.functions
            or before.text in {"在", "与", "和"}
            or bool(before.kinds & {"meet", "visit", "accompany", "invite"})
        )

    def _is_object(self, begin: int, end: int, first: int) -> bool:
        """Whether a person is the object of a preposition, belongs to something ("…的…"), or is called by a home."""
        after = self.words[end + 1] if end + 1 < len(self.words) else PUNCTUATION
        if after.text in {"的", "家", "家中", "家里", "特使", "关于"} or (after.role == "noun" and after.text not in {"0", "?"}):
            return True
        i = begin - 1
        while i >= first and (self.words[i].office or self._is_organization(i) or self._joins(i) or self.words[i] is PERSON):
            i -= 1
        if i < first:
            return False
        before = self.words[i]
        if "preposition" in before.functions or before.text in {"在", "的", "于"}:
            return before.text != "的" or not self.words[begin - 1].office
        return bool(before.kinds & {"meet", "accompany", "invite"}) or before.text in {"看望", "慰问", "看望慰问", "走访慰问", "探望"}

    def _is_clause_end(self, i: int) -> bool:
        return self.words[i] is PUNCTUATION and self.text[self.starts[i]] in CLAUSE_ENDS

    def _is_mark(self, i: int, mark: str) -> bool:
        return self.words[i] is PUNCTUATION and self.text[self.starts[i]] == mark

    def _is_organization(self, i: int) -> bool:
        number = self.span_at[i]
        return number >= 0 and self.spans[number].kind != "person"

    def _coordinated(self, i: int, first: int) -> tuple[NameSpan, ...]:
        """The persons joined by "、" and "和" that end at token `i`, offices between them skipped."""
        persons: list[NameSpan] = []
        while i >= first:
            number = self.span_at[i]
            if number >= 0 and self.spans[number].kind == "person":
                if i not in self.aside and (i + 1 >= len(self.words) or self.words[i + 1].text != "特使"):
                    persons.append(self.spans[number])
                while i >= first and self.span_at[i] == number:
                    i -= 1
                joined = False
                while i >= first and (self.words[i].office or self._is_organization(i) or self._joins(i) or self.words[i].role == "noun"):
                    joined = joined or self._joins(i)
                    i -= 1
                if joined:
                    continue
            break
        return tuple(reversed(persons))

    def coordinated_after(self, i: int, stop: int) -> tuple[NameSpan, ...]:
        """The person whose name ends at token `i` and those joined to it after."""
        persons = [self.spans[self.span_at[i]]]
        j = i + 1
        while j + 1 < stop and self._joins(j):
            while j + 1 < stop and (self._joins(j) or self.words[j].office or self._is_organization(j)):
                j += 1
            number = self.span_at[j]
            if number < 0 or self.spans[number].kind != "person":
                break
            persons.append(self.spans[number])
            j += 1
        return tuple(persons)

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

    def _joins(self, i: int) -> bool:
        if self._is_mark(i, "，") and i > 0 and self.words[i - 1] is PERSON and i - 1 not in self.aside:
            return True
        return self._is_mark(i, "、") or "conjunction" in self.words[i].functions

    def actions(self) -> list[Action]:
        """What the text tells that somebody did, in order; speeches, plans and memories left out."""
        found = []
        for i, word in enumerate(self.words):
            if word.senses and self.status[i] == "told" and self.span_at[i] < 0:
                kind = told_kind(word)
                if kind:
                    found.append(Action(self.starts[i], self.sentence_of[i], kind, self.actor(i)))
        return found


def told_kind(word: Word) -> str | None:
    """What a verb tells that somebody did, first of all: "visit", "go", "meet", "activity", "say" or "depart"."""
    kinds = word.kinds
    if "attend" in kinds:
        return "activity"
    return next((kind for kind in ("visit", "go", "meet", "activity", "say", "depart") if kind in kinds), None)
