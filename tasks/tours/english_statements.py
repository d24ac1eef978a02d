"""What persons are reported as saying in English text."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from tasks.text.sentences import Sentence
from tasks.tours.english_clauses import EnglishClauses
from tasks.tours.statements import StatementFinding
from tasks.tours.uses import Actor

MIN_QUOTED_WORDS = 4


class EnglishStatements:
    """Finds the statements of one document.

    Args:
        clauses: The grammar's view of the document.
        quotations: Spans of its quoted stretches.
    """

    def __init__(self, clauses: EnglishClauses, quotations: Sequence[tuple[int, int]]) -> None:
        """Keep the quotations that are speech, not names or slogans."""
        self.c = clauses
        self.starts = clauses.starts
        self.quotations = [span for span in quotations if self._is_speech(span)]
        self._quotation_starts = [start for start, _ in self.quotations]
        self._sentence_ends = [sentence.end for sentence in clauses.sentences]
        self._sentence_firsts = [sentence.first for sentence in clauses.sentences]

    def _is_speech(self, span: tuple[int, int]) -> bool:
        inner = self.c.text[span[0] + 1 : span[1] - 1].rstrip()
        return len(inner.split()) >= MIN_QUOTED_WORDS and inner[-1:] in ".?!,…"

    def statements(self) -> list[StatementFinding]:
        """All statements, in order, not overlapping."""
        found: list[StatementFinding] = []
        for index, sentence in enumerate(self.c.sentences):
            direct = list(self._indirect(index, sentence))
            found.extend(direct)
            if not direct and found and self._goes_on(index, sentence, found[-1]):
                found.append(StatementFinding(sentence.start, sentence.end, index, None, None, False))
        taken = sorted(found, key=lambda statement: statement.start)
        starts = [statement.start for statement in taken]
        reach = list(accumulate((statement.end for statement in taken), max))
        for start, end in self.quotations:
            before = bisect_right(starts, start)
            if not before or reach[before - 1] + 1 < end:
                found.append(self._quoted(start, end))
        found = [statement for statement in found if statement.is_quoted or not self._inside_quotation(statement)]
        return sorted(found, key=lambda statement: statement.start)

    def _inside_quotation(self, statement: StatementFinding) -> bool:
        before = bisect_left(self._quotation_starts, statement.start)
        return before > 0 and statement.end < self.quotations[before - 1][1]

    def _indirect(self, index: int, sentence: Sentence) -> Iterator[StatementFinding]:
        for i in self.c.verbs_within(sentence.first, sentence.last):
            verb = self.c.verbs[i]
            if self.c.status[i] != "told" or not any(sense.kind == "say" for sense in verb[1]):
                continue
            after = i + verb[0]
            content = next(
                (
                    k
                    for k in range(after, min(after + 4, sentence.last))
                    if (self.c.lower[k] == ":" or self.c.lower[k] in self.c.sets["content_opener"]) and self.c.span_at[k] < 0
                ),
                None,
            )
            if content is None or content + 1 >= sentence.last:
                continue
            first = content + 1 if self.c.lower[content] in {"that", ":"} else content
            text = self.c.text[self.c.tokens[i].start : self.c.tokens[after - 1].end]
            start, end = self.c.tokens[first].start, sentence.end
            number = bisect_left(self._quotation_starts, start)
            quoted = number < len(self.quotations) and self._quotation_starts[number] == start
            if quoted:
                end = self.quotations[number][1]
            yield StatementFinding(start, end, index, text, self.c.actor(i, sentence), quoted)
            return

    def _goes_on(self, index: int, sentence: Sentence, before: StatementFinding) -> bool:
        """Whether a sentence without a verb of saying plainly continues the speech of the sentence before."""
        if before.sentence != index - 1 or self.c.sentences[before.sentence].line != sentence.line:
            return False
        if not self.c.sets["speech_tense"] & set(self.c.lower[sentence.first : sentence.last]):
            return False
        names = self.c.names_within(sentence.first, sentence.last)
        if any(self.c.spans[number].rule.startswith("restored") for _, _, number in names):
            return False
        return not any(
            self.c.status[i] == "told" and self.c.actor(i, sentence).kind in {"person", "group"}
            for i in self.c.verbs_within(sentence.first, sentence.last)
        )

    def _quoted(self, start: int, end: int) -> StatementFinding:
        """A quotation with no verb before it: its verb follows it, or it has none."""
        i = bisect_left(self.starts, end)
        index = min(bisect_left(self._sentence_ends, end), len(self.c.sentences) - 1)
        begin = bisect_right(self._sentence_ends, start)
        begin = begin if begin < len(self.c.sentences) else index
        sentence = self.c.sentences[index]
        stop = min(i + 8, len(self.c.tokens))
        for k in range(i, stop):
            verb = self.c.verbs.get(k)
            if verb and any(sense.kind == "say" for sense in verb[1]) and self._on_same_line(end, self.c.tokens[k].start):
                within = self.c.sentences[bisect_right(self._sentence_firsts, k) - 1]
                actor = self.c.actor(k, within)
                if actor.kind in {"elided", "other"} and k + 1 < within.last and self.c.span_at[k + 1] >= 0:
                    following = self.c.spans[self.c.span_at[k + 1]]
                    actor = Actor("person", (following,)) if following.kind == "person" else actor
                if within is sentence:
                    return StatementFinding(
                        start, end, begin, self.c.text[self.c.tokens[k].start : self.c.tokens[k + verb[0] - 1].end], actor, True
                    )
        return StatementFinding(start, end, begin, None, None, True)

    def _on_same_line(self, first: int, second: int) -> bool:
        return self.c.text.find("\n", first, second) < 0
