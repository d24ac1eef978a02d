"""Whether English text tells of something as done, or as planned, recalled or said by somebody."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from tasks.text.sentences import Sentence
from tasks.tours.english_text import EnglishText
from tasks.tours.uses import Status

OCCASION_OPENERS = frozenset(["during", "on", "while", "after", "when"])
LONGEST_QUOTED_NAME = 5
LONGEST_UNCLOSED_QUOTED_NAME = 9


class EnglishStatus:
    """Marks every token of a document with its status.

    Args:
        text: The document.
    """

    def __init__(self, text: EnglishText) -> None:
        """Keep the document."""
        self.t = text
        self.lower = text.lower
        self.sets = text.sets
        phrases = (self.sets[name] for name in ("past_time", "remote", "normative", "future", "planned_time"))
        self._signals = frozenset(phrase.split(" ")[0] for group in phrases for phrase in group) | {"had", "next", "first"}

    def of_tokens(self, quotations: Sequence[tuple[int, int]]) -> list[Status]:
        """The status of every token.

        Args:
            quotations: Spans of the quoted stretches. Longer ones are speech, short ones names or slogans.

        Returns:
            One status per token.
        """
        status: list[Status] = ["told"] * len(self.t.tokens)
        starts = self.t.starts
        ends = [sentence.last for sentence in self.t.sentences]
        verbs = self.t.verbs
        for i in [i for i, word in enumerate(self.lower) if word in self._signals or i in verbs]:
            if self.t.open_to_verbs(i):
                self._mark_from(i, self.t.sentences[bisect_right(ends, i)], status)
        for sentence in self.t.sentences:
            self._mark_occasions(sentence, status)
        for start, end in quotations:
            first, last = bisect_left(starts, start), bisect_left(starts, end)
            if last - first > LONGEST_UNCLOSED_QUOTED_NAME or (last - first > LONGEST_QUOTED_NAME and self.lower[last - 2] in ".?!,"):
                status[first:last] = ["said"] * (last - first)
        return status

    def _mark_occasions(self, sentence: Sentence, status: list[Status]) -> None:
        """Give back to the narration where somebody said something: "The minister said rates would fall during a visit to a mill in X"."""
        for i in range(sentence.first + 1, sentence.last - 2):
            if self.lower[i] not in OCCASION_OPENERS or status[i] == "told":
                continue
            going = i + 1 if self.lower[i] in {"while", "after", "when"} else -1
            visits = going in self.t.verbs and self._is_ing(going) and any(sense.kind == "visit" for sense in self.t.verbs[going][1])
            noun = next((k for k in range(i + 1, min(i + 7, sentence.last)) if self.lower[k] in self.sets["visit_noun"]), None)
            an = noun is not None and self.lower[i] in {"during", "on"} and self.lower[i + 1] in {"a", "an"}
            told = any(
                k in self.t.verbs and status[k] == "told" and any(sense.kind == "say" for sense in self.t.verbs[k][1])
                for k in range(sentence.first, i)
            )
            if (visits or an) and told and not self.sets["future"] & set(self.lower[i : sentence.last]):
                status[i : sentence.last] = ["told"] * (sentence.last - i)
                return

    def _mark_from(self, i: int, sentence: Sentence, status: list[Status]) -> None:
        """Mark what the signal or verb at token `i` gives its status to."""
        word = self.lower[i]
        if word in self._signals:
            pair = f"{word} {self.lower[i + 1]}" if i + 1 < sentence.last else word
            if (word == "had" and self._pluperfect(i, sentence)) or (
                pair in self.sets["past_time"] and not self._visit_noun_follows(i, sentence)
            ):
                self._fill(status, *self._own_clause(i, sentence), "past")
                return
            if word == "first" and self.lower[i + 1 : i + 3] in (["time", "that"], ["time", "a"], ["time", "an"], ["time", "any"]):
                self._fill(status, i, self._clause_end(i, sentence), "past")  # "the first time that a president had visited X"
                return
            if pair in self.sets["remote"] or word in self.sets["remote"]:
                self._fill(status, *self._own_clause(i, sentence), "said")
                return
            if word in self.sets["normative"] and self.t.tokens[i].shape == "a" and not self.t.subjects_lost and status[i] == "told":
                self._fill(status, i, self._clause_end(i, sentence), "planned")
                return
            if word in self.sets["future"] or pair in self.sets["planned_time"]:
                self._fill(status, i, self._clause_end(i, sentence), "planned")
                if pair in {"next week", "next month", "next year"}:
                    self._fill(status, self._clause_start(i, sentence), self._clause_end(i, sentence), "planned")
                return
        if i in self.t.verbs:
            self._mark_verb(i, sentence, status)

    def _mark_verb(self, i: int, sentence: Sentence, status: list[Status]) -> None:
        length, senses = self.t.verbs[i]
        kinds = {sense.kind for sense in senses}
        after = i + length
        if "say" in kinds and after < sentence.last:
            window = range(after, min(after + 4, sentence.last))
            content = next(
                (k for k in window if (self.lower[k] == ":" or self.lower[k] in self.sets["content_opener"]) and self.t.span_at[k] < 0),
                None,
            )
            if content is not None and self.lower[content] == "that" and self._is_report(i, sentence):
                return  # "the agency reported that the minister had visited X" tells it
            if content is not None:
                self._fill(status, content, sentence.last, "said")
            elif self.lower[after : after + 2] in (["the", "need"], ["the", "importance"], ["his", "hope"], ["her", "hope"]):
                self._fill(status, after, sentence.last, "said")
        if self.lower[i] in self.sets["directive"]:
            self._mark_directive(after, sentence, status)
        if kinds & {"plan", "invite"} and not kinds & {"visit", "go", "activity", "meet"}:
            self._fill(status, after, self._clause_end(i, sentence), "planned")

    def _is_report(self, verb: int, sentence: Sentence) -> bool:
        """Whether no person but a body, an agency or a statement says what the verb at token `verb` introduces."""
        for k in range(verb - 1, max(sentence.first - 1, verb - 8), -1):
            number = self.t.span_at[k]
            if self.lower[k] in self.sets["reporting_body"]:
                return True
            if number >= 0:
                span = self.t.spans[number]
                return span.kind == "organization" or (span.kind is None and span.text.isupper())
            if self.lower[k] in self.sets["pronoun"] or self.lower[k] in self.t.lexicon.titles or self.lower[k] in {",", ";"}:
                return False
        return False

    def _mark_directive(self, after: int, sentence: Sentence, status: list[Status]) -> None:
        """Mark what somebody is urged or told to do ("I urge all residents to visit …"), up to the next thing that is told."""
        begin = next((k for k in range(after, min(after + 9, sentence.last - 1)) if self.lower[k] == "to" or k in self.t.verbs), None)
        if begin is None or self.lower[begin] != "to":
            return
        wanted = begin + 2 if self.lower[begin + 1].endswith("ly") and begin + 2 < sentence.last else begin + 1
        if not self._is_base(wanted):
            return
        for k in range(begin, sentence.last):
            if self.lower[k] in {";", ":"} or (k > begin + 1 and k in self.t.verbs and not self._is_base(k) and not self._is_ing(k)):
                return
            self._fill(status, k, k + 1, "planned")

    def _is_base(self, i: int) -> bool:
        """Whether the verb at token `i` stands in its dictionary form."""
        return i in self.t.verbs and any(sense.lemma.split(" ")[0] == self.lower[i] for sense in self.t.verbs[i][1])

    def _is_ing(self, i: int) -> bool:
        return self.lower[i].endswith("ing")

    def _pluperfect(self, i: int, sentence: Sentence) -> bool:
        """Whether "had" at token `i` is the auxiliary of a pluperfect."""
        k = i + 1
        while k < sentence.last and (self.lower[k] in self.sets["adverb"] or self.lower[k].endswith("ly")):
            k += 1
        if k >= sentence.last or self.lower[k] in {"been", "gone", "made", "held", "met", "led"}:
            return k < sentence.last
        return self.lower[k].endswith(("ed", "en")) and self.t.tokens[k].shape == "a"

    def _visit_noun_follows(self, i: int, sentence: Sentence) -> bool:
        return any(self.lower[k] in {"visit", "tour"} for k in range(i, min(i + 4, sentence.last)))

    @staticmethod
    def _fill(status: list[Status], first: int, last: int, value: Status) -> None:
        for k in range(first, last):
            if status[k] == "told":
                status[k] = value

    def _own_clause(self, i: int, sentence: Sentence) -> tuple[int, int]:
        """The clause around token `i`: a relative clause up to its comma, else the sentence's part between semicolons."""
        first = self._clause_start(i, sentence)
        last = self._clause_end(i, sentence)
        for k in range(i, first - 1, -1):
            if self.lower[k] in self.sets["subordinator"]:
                end = next((j for j in range(i, last) if self.lower[j] == ","), last)
                return k, end
        return first, last

    def _clause_start(self, i: int, sentence: Sentence) -> int:
        k = i
        while k > sentence.first and self.lower[k - 1] not in {";", ":"}:
            k -= 1
        return k

    def _clause_end(self, i: int, sentence: Sentence) -> int:
        k = i + 1
        while k < sentence.last and self.lower[k] not in {";", ":", "”"}:
            k += 1
        return k
