"""An English document with its names and verbs marked on its tokens."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from tasks.entities.spans import NameSpan
from tasks.lexicon.english import EnglishLexicon, VerbSense
from tasks.text.sentences import Sentence
from tasks.text.tokens import Token

SHORTEST_HEADING = 4
PUNCTUATION_BEFORE_VERB = frozenset([",", ";", ":", '"', "”"])


class EnglishText:
    """The tokens of one document, which of them are names and which are verbs.

    Args:
        lexicon: The English lexicon.
        text: The document's text.
        tokens: Its tokens.
        sentences: Its sentences.
        spans: Its names, in order, not overlapping.
        title: Its title, which the text may repeat as its first line.

    Attributes:
        lower: Lower-case text of every token.
        starts: First code point of every token.
        span_at: Number of the name that covers a token, or -1.
        names: The names on the tokens: indexes of the first one and of the last one, number.
        verbs: By their first token, verbs of the lexicon: length in tokens and senses.
        verb_at_end: The verbs' first token by their last one.
        subjects_lost: Whether translation has made words of a visitor's name in this document.
    """

    def __init__(
        self,
        lexicon: EnglishLexicon,
        text: str,
        tokens: Sequence[Token],
        sentences: Sequence[Sentence],
        spans: Sequence[NameSpan],
        title: str | None,
    ) -> None:
        """Mark names and verbs."""
        self.lexicon = lexicon
        self.sets = lexicon.sets
        self.text = text
        self.title = title
        self.tokens = tokens
        self.sentences = sentences
        self.spans = spans
        self.lower = [token.lower for token in tokens]
        self.starts = [token.start for token in tokens]
        self._headings: dict[int, bool] = {}
        self.subjects_lost = any(span.rule.startswith("restored") for span in spans)
        self.span_at = self._mark_spans()
        self.names = self._names_on_tokens()
        self._name_firsts = [first for first, _, _ in self.names]
        self._name_lasts = [last for _, last, _ in self.names]
        self.verbs = self._mark_verbs()
        self._verb_firsts = list(self.verbs)
        self.verb_at_end = {first + length - 1: first for first, (length, _) in self.verbs.items()}

    def verbs_within(self, first: int, last: int) -> list[int]:
        """First tokens of the verbs that begin between two tokens, the second one excluded."""
        return self._verb_firsts[bisect_left(self._verb_firsts, first) : bisect_left(self._verb_firsts, last)]

    def names_within(self, first: int, last: int) -> list[tuple[int, int, int]]:
        """Those of `names` that reach between two tokens, the second one excluded."""
        return self.names[bisect_left(self._name_lasts, first) : bisect_left(self._name_firsts, last)]

    def is_heading(self, index: int) -> bool:
        """Whether a sentence is a heading: a line without an end mark in which most long words have capitals."""
        found = self._headings.get(index)
        if found is None:
            found = self._headings[index] = self._is_heading(index)
        return found

    def _is_heading(self, index: int) -> bool:
        sentence = self.sentences[index]
        last = self.tokens[sentence.last - 1]
        closed = last.text in ".?!:;," or (last.text in {"”", '"'} and self.tokens[sentence.last - 2].text in ".?!")
        if index == 0 and self.title is not None and self.text[sentence.start : sentence.end].strip() == self.title.strip():
            return sentence.last - sentence.first >= SHORTEST_HEADING and not closed
        if closed or sentence.last - sentence.first < SHORTEST_HEADING:
            return not closed and self._heads_entry(sentence)
        if (index + 1 < len(self.sentences) and self.sentences[index + 1].line == sentence.line) or (
            index and self.sentences[index - 1].line == sentence.line
        ):
            return False
        words = [token for token in self.tokens[sentence.first : sentence.last] if token.shape in "aA" and len(token.text) > 3]
        return bool(words) and sum(token.shape == "A" for token in words) >= 0.8 * len(words)

    def _heads_entry(self, sentence: Sentence) -> bool:
        """Whether a short line is nothing but a palace's name: the household whose engagements follow in a court circular."""
        last = self.lower[sentence.last - 1]
        return last in {"palace", "house", "castle"} and all(self.tokens[i].shape == "A" for i in range(sentence.first, sentence.last))

    def _mark_spans(self) -> list[int]:
        marks = [-1] * len(self.tokens)
        starts = self.starts
        for number, span in enumerate(self.spans):
            i = bisect_left(starts, span.start)
            while i < len(starts) and starts[i] < span.end:
                marks[i] = number
                i += 1
        return marks

    def _names_on_tokens(self) -> list[tuple[int, int, int]]:
        found: list[tuple[int, int, int]] = []
        covered = (i for i, number in enumerate(self.span_at) if number >= 0)
        for i in covered:
            number = self.span_at[i]
            if found and found[-1][1] == i - 1 and found[-1][2] == number:
                found[-1] = (found[-1][0], i, number)
            else:
                found.append((i, i, number))
        return found

    def _mark_verbs(self) -> dict[int, tuple[int, tuple[VerbSense, ...]]]:
        found = {}
        beginnings = self.lexicon.verbs.beginnings
        ends = [sentence.last for sentence in self.sentences]
        free = 0
        for i in [i for i, word in enumerate(self.lower) if word in beginnings]:
            if i < free or not self.open_to_verbs(i):
                continue
            sentence = self.sentences[bisect_right(ends, i)]
            if self._is_proper(i, sentence):
                continue
            match = self._verb_match(i, sentence)
            if match and not self._is_noun(i, match[1], sentence):
                found[i] = match
                free = i + match[0]
        return found

    def _verb_match(self, i: int, sentence: Sentence) -> tuple[int, tuple[VerbSense, ...]] | None:
        """The longest verb at token `i` that does not swallow the beginning of a place's description ("visited the exhibition hall")."""
        for length, senses in self.lexicon.verbs.matches(self.lower, i):
            end = i + length
            if end > sentence.last:
                continue
            swallows = length > 2 and (self.lower[end - 1],) in self.lexicon.heads and end < sentence.last
            if swallows and (
                self.span_at[end] >= 0 or self.lower[end] in {"of", "for", "on", "in", "at"} or (self.lower[end],) in self.lexicon.heads
            ):
                continue
            return length, senses
        return None

    def _is_proper(self, i: int, sentence: Sentence) -> bool:
        """Whether a token has a capital where an ordinary word has none: the month in "BERGEN, March 4"."""
        return (
            self.tokens[i].shape == "A" and i > sentence.first and self.tokens[i - 1].text[-1].isalnum() | (self.tokens[i - 1].text == ",")
        )

    def open_to_verbs(self, i: int) -> bool:
        """Whether token `i` may be a verb: outside names, or in the words that a lost name has become."""
        number = self.span_at[i]
        return number < 0 or self.spans[number].rule.startswith("restored")

    def _is_noun(self, i: int, senses: Sequence[VerbSense], sentence: Sentence) -> bool:
        """Whether the form at token `i` is a noun or an attribute here ("the video visit", "a meeting room")."""
        word = self.lower[i]
        before = self.lower[i - 1] if i > sentence.first else ""
        if before in self.sets["determiner"] or before.endswith("'s"):
            return True
        if before.endswith("ly") and i - 1 > sentence.first and self.lower[i - 2] in self.sets["determiner"]:
            return True
        if word == "state" and i + 1 < sentence.last and self.tokens[i + 1].shape == "A":
            return True  # "and state Senator X"
        if word.endswith("ed") or not before:
            return False
        if word in self.sets["noun_in_ing"]:
            return self.tokens[i - 1].shape == "a" and not (
                before in self.sets["before_verb"] or before in self.sets["auxiliary"] or before in self.sets["preposition"]
            )
        phrase = f"{word} "
        if not any(sense.lemma == word or sense.lemma.startswith(phrase) for sense in senses):
            return False
        joins = (
            before in self.sets["before_verb"]
            or before in self.sets["pronoun"]
            or before in self.sets["adverb"]
            or before in self.sets["group"]
        )
        verbal = joins or before in PUNCTUATION_BEFORE_VERB or before.endswith("ly")
        return not verbal and self.span_at[i - 1] < 0
