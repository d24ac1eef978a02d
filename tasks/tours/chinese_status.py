"""Whether a Chinese text tells of something as done, or as planned, recalled or said by somebody."""

from bisect import bisect_left

from tasks.entities.chinese_tokens import NUMBER, PERSON, PUNCTUATION, SPACE, UNKNOWN
from tasks.tours.chinese_text import ChineseText
from tasks.tours.uses import Status

QUOTES = (("“", "”"), ("「", "」"), ("『", "』"))
SHORT_QUOTE = 14  # up to here a quotation without an end mark is a name or slogan
LONGEST_GESTURE = 8  # tokens
LONGEST_COMPANY = 3  # tokens after "陪同"
CONTENT_AFTER = frozenset("，：,:“「")
ACTS = frozenset(["visit", "go", "say", "attend", "meet", "accompany", "activity"])


class ChineseStatus:
    """Marks every token of a document with its status.

    Args:
        text: The document.
    """

    def __init__(self, text: ChineseText) -> None:
        """Take the document."""
        self.t = text
        self.text = text.text
        self.tokens = text.tokens
        self.words = text.words
        self.starts = text.starts
        self.ends = text.ends
        self.span_at = text.span_at
        self._nominal = text.sets["nominal_saying"]
        self._onward = text.sets["onward_word"]
        self._arriving = text.sets["telling_arrival"]
        self._gestures = text.sets["gesture"]
        self._speaker = ""  # who spoke last

    def of_tokens(self) -> list[Status]:
        """The status of every token.

        Returns:
            One status per token.
        """
        status: list[Status] = ["told"] * len(self.words)
        speaking = False
        line = -1
        for index, sentence in enumerate(self.tokens.sentences):
            tokens = self.tokens.sentence_tokens(index)
            if sentence.line != line:
                speaking, line = False, sentence.line  # a speech goes on within its paragraph alone
            speaking = self._mark_sentence(tokens, status, speaking=speaking)
        for start, end in self._quotations():
            for i in range(bisect_left(self.starts, start), bisect_left(self.starts, end)):
                status[i] = "said"
        return status

    def _mark_sentence(self, tokens: range, status: list[Status], *, speaking: bool) -> bool:
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
                self._fill(status, i + 1, self._speech_end(i + 1, tokens.stop), "said")
                said = True
                self._speaker = next(
                    (self.tokens.token_text(j, j + 1) for j in range(i, tokens.start - 1, -1) if self.words[j] is PERSON), self._speaker
                )
                break
            if "plan" in word.kinds and status[i] == "told" and self._is_plan(i, tokens):
                self._fill(status, i, self.t.clause_end(i, tokens.stop), "planned")
            elif word.text == "邀请":
                self._fill(status, i + 1, self.t.clause_end(i, tokens.stop), "planned")
            elif "past" in word.functions:
                self._fill(status, self.t.clause_start(i, tokens.start), self.t.clause_end(i, tokens.stop), "past")
            elif "remote" in word.functions:
                self._fill(status, self.t.clause_start(i, tokens.start), self.t.clause_end(i, tokens.stop), "said")
        return said

    def _speech_end(self, first: int, stop: int) -> int:
        """Where speech that begins at token `first` ends in its sentence: before the next place gone to, or who came along."""
        for i in range(first, stop - 2):
            if self.words[i] is PUNCTUATION and self.text[self.starts[i]] in "；;":
                verb = i + 2 if self.words[i + 1].text in self._onward else i + 1
                if self.words[verb].text in self._arriving and self.span_at[verb] < 0:
                    return i + 1
        return self._company_start(first, stop)

    def _company_start(self, first: int, stop: int) -> int:
        """Where a sentence of speech ends with who came along: "强调……，[县长某某、书记某某陪同调研]。"; `stop` where it does not."""
        last = stop - 1
        while last > first and self.words[last] is PUNCTUATION:
            last -= 1
        start = self.t.clause_start(last, first)
        company = next((i for i in range(start, last + 1) if "accompany" in self.words[i].kinds), None)
        if company is None or start == first or last - company > LONGEST_COMPANY:
            return stop
        persons = [i for i in range(start, company) if self.words[i] is PERSON]
        return start if persons and persons[0] > start and self._is_titled(start, persons[0]) else stop

    def _is_titled(self, first: int, person: int) -> bool:
        """Whether nothing but an office, with the body it is of, stands between a clause's beginning and a person."""
        return self.words[person - 1].office == "office" and not any(
            self.words[i].senses and self.span_at[i] < 0 for i in range(first, person)
        )

    def _introduces_content(self, i: int, stop: int) -> bool:
        """Whether what is said follows the verb of saying at token `i`: after a mark, or right after a verb of more than one character."""
        if i + 1 >= stop or self._is_noun(i) or self._is_gesture(i, stop):
            return False
        after = self.text[self.starts[i + 1]]
        if after in CONTENT_AFTER:
            return True
        word = self.words[i]
        return len(word.text) > 1 and word.kinds == {"say"} and self.words[i + 1].text not in {"了", "的", "过"} and self.span_at[i + 1] < 0

    def _is_noun(self, i: int) -> bool:
        """Whether the word of saying at token `i` stands as a noun: "听取情况介绍", "提出三点要求", "群众的建议"."""
        if self.words[i].text not in self._nominal or i == 0:
            return False
        before = self.words[i - 1]
        if before.text in {"的", "和", "与", "及"}:
            return True
        noun = before.role == "noun" and before is not UNKNOWN and before is not NUMBER and not before.office and self.span_at[i - 1] < 0
        if not noun and "quantity" not in before.functions:
            return False
        first = self.t.clause_start(i, self.t.sentence_first(i))
        return any(self.words[j].kinds and self.span_at[j] < 0 for j in range(first, i))

    def _is_gesture(self, i: int, stop: int) -> bool:
        """Whether "表示" takes a gesture and no content: "向大家表示衷心感谢", "对成绩表示肯定"."""
        if self.words[i].text != "表示":
            return False
        end = self.t.clause_end(i, stop)
        if end - i > LONGEST_GESTURE or not any(self.words[j].text in self._gestures for j in range(i + 1, end)):
            return False
        first = self.t.clause_start(i, self.t.sentence_first(i))
        return any("preposition" in self.words[j].functions for j in range(first, i))

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
            if "narrative_opening" in word.functions or word.functions & {"personal_subject", "group"} or "accompany" in word.kinds:
                return True
            if self.t.is_person(i):
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
            if self.t.is_person(i) and i + 1 < tokens.stop:
                follower = self.words[i + 1]
                if follower.kinds & ACTS or follower.functions & {"group", "adverb"}:
                    return True
        return False

    @staticmethod
    def _fill(status: list[Status], first: int, last: int, value: Status) -> None:
        for i in range(first, last):
            if status[i] == "told":
                status[i] = value

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
