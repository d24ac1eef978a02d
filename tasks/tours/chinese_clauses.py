"""Who acts in the clauses of a Chinese document, and what it tells that was done."""

from collections.abc import Sequence

from tasks.entities.chinese_tokens import PERSON, PUNCTUATION, ChineseTokens
from tasks.entities.spans import NameSpan
from tasks.lexicon.chinese import Word
from tasks.tours.chinese_status import ChineseStatus
from tasks.tours.chinese_text import ChineseText
from tasks.tours.uses import Action, Actor

MEETING_WITH = frozenset("与同和跟")
ASPECT = frozenset("了过着")
ADDRESSING = frozenset("对向同与跟给")


class ChineseClauses(ChineseText):
    """What the grammar sees in one document.

    Args:
        tokens: Its words.
        spans: Its names, in order, not overlapping.

    Attributes:
        status: For every token, whether it tells, plans, recalls or quotes.
    """

    def __init__(self, tokens: ChineseTokens, spans: Sequence[NameSpan]) -> None:
        """Mark names, verbs and the status of every token."""
        super().__init__(tokens, spans)
        self.status = ChineseStatus(self).of_tokens()

    # --- who acts -------------------------------------------------------------------------------------------------------

    def actor(self, verb: int) -> Actor:
        """Who does what the verb at token `verb` says: the last subject before it in its sentence."""
        first = self.sentence_first(verb)
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
            if word.text in self.sets["speaker"] and not self._governed(i, first):
                return Actor("other", word=word.text)
            if word.text in self.sets["third_person"] and not self._governed(i, first):
                return Actor("pronoun", word=word.text)
            if "group" in word.functions and not self._governed(i, first):
                return self._group(i, first)
            if (
                word.text in self.sets["standing_office"]
                and i + 1 < len(self.words)
                and self.words[i + 1] is not PERSON
                and (i == first or self.is_clause_end(i - 1))
            ):
                return Actor("pronoun", word=word.text)
            if word.text in self.sets["many_persons"] and self._ends_subject(i) and not self._addressed(i, first):
                return Actor("group", word=word.text)
            if word.text in self.sets["unnamed_subject"] and self._ends_subject(i) and not self._addressed(i, first):
                return Actor("other", word=word.text)
            i -= 1
        return Actor("elided")

    def _group(self, i: int, first: int) -> Actor:
        """Who a group is: "李某一行" is that person and company, "代表团" a group."""
        before = i - 1
        while before > first and (
            self.words[before].text in {"等", "的"}
            or self.words[before].office in {"office", "honorific"}
            or self.words[before].text in self.sets["many_persons"]
            or "conjunction" in self.words[before].functions
        ):
            before -= 1
        number = self.span_at[before] if before >= first else -1
        if number >= 0 and self.spans[number].kind == "person":
            return Actor("person", self._coordinated(before, first))
        if self.words[i].text in self.sets["travelling_party"] or self._led(i, first):
            return self.actor(i) if self._led(i, first) else Actor("pronoun", word=self.words[i].text)
        return Actor("group", word=self.words[i].text)

    def _led(self, i: int, first: int) -> bool:
        """Whether somebody is said to lead the group: "某人带领代表团"."""
        return any("lead" in self.words[j].kinds for j in range(max(first, i - 4), i))

    def _ends_subject(self, i: int) -> bool:
        """Whether a verb or adverb follows token `i`, which so ends a subject."""
        follower = self.words[i + 1] if i + 1 < len(self.words) else PUNCTUATION
        return bool(follower.senses) or "adverb" in follower.functions

    def _addressed(self, i: int, first: int) -> bool:
        """Whether the persons at token `i` are spoken to: "某某对在场的干部、群众说"."""
        return any(self.words[j].text in ADDRESSING and self.span_at[j] < 0 for j in range(self.clause_start(i, first), i))

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
        if after.text in self.sets["never_after_subject"] or (after.role == "noun" and after.text not in {"0", "?"}):
            return True
        meets = any("meet" in self.words[j].kinds and self.span_at[j] < 0 for j in range(end + 1, min(end + 3, len(self.words))))
        if meets and any(self.words[j].text in MEETING_WITH for j in range(self.clause_start(begin, first), begin) if self.span_at[j] < 0):
            return True  # "与专程返乡的某某见面"
        i = begin - 1
        while i >= first and (
            self.words[i].office
            or self.is_place_or_body(i)
            or self.joins(i)
            or self.words[i] is PERSON
            or (self.words[i].role in {"noun", "head"} and self.words[i + 1].role in {"noun", "head", "office"})
        ):
            i -= 1
        if i < first:
            return False
        before = self.words[i]
        if "preposition" in before.functions or before.text in {"在", "的", "于"}:
            return before.text != "的" or not self.words[begin - 1].office
        if before.text in ASPECT and i > first:
            before = self.words[i - 1]
        return bool(before.kinds & {"meet", "accompany", "invite", "lead"}) or before.text in self.sets["governing_verb"]

    # --- persons joined -------------------------------------------------------------------------------------------------

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
                titled = i >= first and self.words[i].office == "office"
                while i >= first and (
                    self._is_of_title(i) or self.joins(i) or (titled and self.words[i].common and not self.words[i].senses)
                ):
                    joined = joined or self.joins(i)
                    titled = not self.joins(i) and (titled or self.words[i].office == "office")
                    i -= 1
                if joined:
                    continue
            break
        return tuple(reversed(persons))

    def _is_of_title(self, i: int) -> bool:
        """Whether token `i` may belong to the title before a name: an office, a body, a noun."""
        return bool(self.words[i].office) or self.is_place_or_body(i) or self.words[i].role in {"noun", "head"}

    def coordinated_after(self, i: int, stop: int) -> tuple[NameSpan, ...]:
        """The person whose name ends at token `i` and those joined to it after."""
        persons = [self.spans[self.span_at[i]]]
        j = i + 1
        while j + 1 < stop and self.joins(j):
            while j + 1 < stop and (self.joins(j) or self.words[j].office or self.is_place_or_body(j)):
                j += 1
            number = self.span_at[j]
            if number < 0 or self.spans[number].kind != "person":
                break
            persons.append(self.spans[number])
            j += 1
        return tuple(persons)

    # --- what is told ---------------------------------------------------------------------------------------------------

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
