"""Clauses of English sentences: verbs, who acts, and whether the text tells, plans, recalls or quotes."""

from bisect import bisect_left
from collections.abc import Sequence

from tasks.entities.spans import NameSpan
from tasks.lexicon.english import EnglishLexicon, VerbSense
from tasks.text.sentences import Sentence
from tasks.text.tokens import Token
from tasks.tours.uses import Action, Actor

GROUPS = frozenset(
    ["delegation", "group", "team", "party", "entourage", "delegates", "couple", "visitors", "mission", "participants", "royals", "guests",
     "groups", "teams", "sides", "delegations", "officials", "leaders", "members", "parliamentarians", "representatives", "executives"]
)  # fmt: skip
PRONOUNS = frozenset(["he", "she", "they", "we", "i", "it", "one"])
HONOURED = (
    "her majesty",
    "his majesty",
    "her royal highness",
    "his royal highness",
    "their royal highnesses",
    "their majesties",
    "his excellency",
)
AUXILIARIES = frozenset(["was", "were", "is", "are", "be", "been", "being", "has", "have", "had", "having", "did", "do", "does"])
PASSIVE = frozenset(["was", "were", "been", "being", "be", "is", "are"])
CONTENT = frozenset(["that", ":", "whether", "how", "what", "why", "when", "if"])
FUTURE = frozenset(["will", "would", "shall", "'ll"])
PAST_PAIRS = frozenset(
    ["last year", "last month", "last autumn", "last winter", "last summer", "last spring", "years ago", "months ago", "the past"]
)
PLAN_PAIRS = frozenset(
    ["next week", "next month", "next year", "next time", "scheduled to", "set to", "due to", "expected to", "slated to"]
)
DETERMINERS = frozenset(
    ["the", "a", "an", "his", "her", "their", "its", "this", "that", "these", "those", "our", "my", "your", "no", "any", "every", "each"]
)
VERBAL_BEFORE = frozenset(
    [
        "to",
        "and",
        "or",
        ",",
        "not",
        "will",
        "would",
        "should",
        "must",
        "can",
        "could",
        "may",
        "might",
        "shall",
        "did",
        "do",
        "does",
        "who",
        "which",
        "that",
        '"',
        "”",
        ";",
        ":",
        "helped",
        "let",
        "please",
        "then",
        "people",
        "you",
    ]
)
LOCATIVE_OPENINGS = frozenset(["at", "in", "on", "during", "upon", "with", "following", "from", "by", "together", "along", "earlier", "later"])
OBLIQUE = frozenset(["by", "with", "to", "of", "from", "for", "at", "than", "under", "told"])
SHORTEST_HEADING = 4
NORMATIVE = frozenset(["must", "should", "ought", "may", "might"])
REMOTE = frozenset(["video link", "by video", "via video", "video conference", "by telephone", "video call"])
NOUNS_IN_ING = frozenset(["meeting", "building", "training", "opening", "hearing", "briefing", "reading", "housing", "planning", "painting"])
SPEAKERS = frozenset(["i", "we"])
SPOUSES = frozenset(["wife", "husband", "spouse", "daughter", "son", "entourage", "delegation", "party", "team", "group"])
PREPOSITIONS = frozenset(["by", "with", "to", "of", "from", "for", "at", "than", "under", "in", "on", "about", "behind"])
RELATIVES = frozenset(["which", "who", "whom", "whose", "where", "when", "after", "because", "since", "that", "as", "whether", "how", "before"])
ADVERBS = frozenset(
    ["also", "then", "first", "later", "afterwards", "subsequently", "today", "yesterday", "now", "still", "again", "together", "personally", "even",
     "just", "once", "both", "all", "respectively", "earlier", "soon", "finally", "once", "next", "here", "there", "tonight", "jointly", "recently"]
)  # fmt: skip
TIME_NOUNS = frozenset(["morning", "afternoon", "evening", "night", "day", "noon", "week", "month", "year", "time", "occasion"])


class EnglishClauses:
    """What the grammar sees in one document.

    Args:
        lexicon: The English lexicon.
        text: The document's text.
        tokens: Its tokens.
        sentences: Its sentences.
        spans: Its names, in order, not overlapping.
        quotations: Spans of its quoted stretches.
        title: Its title, which the text may repeat as its first line.
    """

    def __init__(
        self,
        lexicon: EnglishLexicon,
        text: str,
        tokens: Sequence[Token],
        sentences: Sequence[Sentence],
        spans: Sequence[NameSpan],
        quotations: Sequence[tuple[int, int]],
        title: str | None,
    ) -> None:
        """Mark names, verbs and the status of every token."""
        self.lexicon = lexicon
        self.text = text
        self.title = title
        self.tokens = tokens
        self.sentences = sentences
        self.spans = spans
        self.lower = [token.lower for token in tokens]
        self.subjects_lost = any(span.rule.startswith("restored") for span in spans)
        self.span_at = self._mark_spans()
        self.verbs = self._mark_verbs()
        self.status = self._mark_status(quotations)

    def is_heading(self, index: int) -> bool:
        """Whether a sentence is a heading: a line without an end mark in which most long words have capitals."""
        sentence = self.sentences[index]
        last = self.tokens[sentence.last - 1]
        closed = last.text in ".?!:;," or (last.text in {"”", '"'} and self.tokens[sentence.last - 2].text in ".?!")
        if index == 0 and self.title is not None and self.text[sentence.start : sentence.end].strip() == self.title.strip():
            return sentence.last - sentence.first >= SHORTEST_HEADING and not closed
        if closed or sentence.last - sentence.first < SHORTEST_HEADING:
            return False
        if (index + 1 < len(self.sentences) and self.sentences[index + 1].line == sentence.line) or (
            index and self.sentences[index - 1].line == sentence.line
        ):
            return False
        words = [token for token in self.tokens[sentence.first : sentence.last] if token.shape in "aA" and len(token.text) > 3]
        return bool(words) and sum(token.shape == "A" for token in words) >= 0.8 * len(words)

    def _mark_spans(self) -> list[int]:
        marks = [-1] * len(self.tokens)
        starts = [token.start for token in self.tokens]
        for number, span in enumerate(self.spans):
            i = bisect_left(starts, span.start)
            while i < len(starts) and starts[i] < span.end:
                marks[i] = number
                i += 1
        return marks

    def _mark_verbs(self) -> dict[int, tuple[int, tuple[VerbSense, ...]]]:
        found = {}
        for sentence in self.sentences:
            i = sentence.first
            while i < sentence.last:
                if self.lower[i] in self.lexicon.verbs and self._open_to_verbs(i):
                    match = self._verb_match(i, sentence)
                    if match and not self._is_noun(i, match[1], sentence):
                        found[i] = match
                        i += match[0]
                        continue
                i += 1
        return found

    def _verb_match(self, i: int, sentence: Sentence) -> tuple[int, tuple[VerbSense, ...]] | None:
        """The longest verb at token `i` that does not swallow the beginning of a place's description ("visited the exhibition hall")."""
        for length, senses in self.lexicon.verbs.matches(self.lower, i):
            end = i + length
            if end > sentence.last:
                continue
            swallows = length > 2 and (self.lower[end - 1],) in self.lexicon.heads and end < sentence.last
            if swallows and (self.span_at[end] >= 0 or self.lower[end] in {"of", "for", "on", "in", "at"} or (self.lower[end],) in self.lexicon.heads):
                continue
            return length, senses
        return None

    def _open_to_verbs(self, i: int) -> bool:
        """Whether token `i` may be a verb: outside names, or in the words that a lost name has become."""
        number = self.span_at[i]
        return number < 0 or self.spans[number].rule.startswith("restored")

    def _is_noun(self, i: int, senses: Sequence[VerbSense], sentence: Sentence) -> bool:
        """Whether the form at token `i` is a noun or an attribute here ("the video visit", "a meeting room")."""
        word = self.lower[i]
        before = self.lower[i - 1] if i > sentence.first else ""
        if before in DETERMINERS or before.endswith("'s"):
            return True
        if before.endswith("ly") and i - 1 > sentence.first and self.lower[i - 2] in DETERMINERS:
            return True
        if word.endswith("ed") or not before:
            return False
        if word in NOUNS_IN_ING:
            return self.tokens[i - 1].shape == "a" and before not in VERBAL_BEFORE and before not in AUXILIARIES and before not in PREPOSITIONS
        base = any(sense.lemma.split(" ")[0] == word for sense in senses)
        if not base:
            return False
        verbal = before in VERBAL_BEFORE or before in PRONOUNS or before.endswith("ly") or before in ADVERBS or before in GROUPS
        return not verbal and self.span_at[i - 1] < 0

    def _mark_status(self, quotations: Sequence[tuple[int, int]]) -> list[str]:
        status = ["told"] * len(self.tokens)
        starts = [token.start for token in self.tokens]
        for sentence in self.sentences:
            self._mark_sentence(sentence, status)
        for start, end in quotations:
            first, last = bisect_left(starts, start), bisect_left(starts, end)
            if last - first > 9 or (last - first > 5 and self.lower[last - 2] in ".?!,"):
                status[first:last] = ["said"] * (last - first)
        return status

    def _mark_sentence(self, sentence: Sentence, status: list[str]) -> None:
        lower = self.lower
        for i in range(sentence.first, sentence.last):
            if not self._open_to_verbs(i):
                continue
            word = lower[i]
            pair = f"{word} {lower[i + 1]}" if i + 1 < sentence.last else word
            if word == "had" and self._pluperfect(i, sentence):
                self._fill(status, *self._own_clause(i, sentence), "past")
            elif pair in PAST_PAIRS and not self._visit_noun_follows(i, sentence):
                self._fill(status, *self._own_clause(i, sentence), "past")
            elif f"{pair}" in REMOTE or (word in {"videoconference", "virtually"}):
                self._fill(status, *self._own_clause(i, sentence), "said")
            elif word in NORMATIVE and self.tokens[i].shape == "a" and not self.subjects_lost and status[i] == "told":
                self._fill(status, i, self._clause_end(i, sentence), "planned")
            elif word in FUTURE or pair in PLAN_PAIRS:
                self._fill(status, i, self._clause_end(i, sentence), "planned")
                if pair in {"next week", "next month", "next year"}:
                    self._fill(status, self._clause_start(i, sentence), self._clause_end(i, sentence), "planned")
            elif i in self.verbs:
                self._mark_verb(i, sentence, status)

    def _mark_verb(self, i: int, sentence: Sentence, status: list[str]) -> None:
        length, senses = self.verbs[i]
        kinds = {sense.kind for sense in senses}
        after = i + length
        if "say" in kinds and after < sentence.last:
            window = range(after, min(after + 4, sentence.last))
            content = next((k for k in window if self.lower[k] in CONTENT and self.span_at[k] < 0), None)
            if content is not None:
                self._fill(status, content, sentence.last, "said")
            elif self.lower[after : after + 2] in (["the", "need"], ["the", "importance"], ["his", "hope"], ["her", "hope"]):
                self._fill(status, after, sentence.last, "said")
        if kinds & {"plan", "invite"} and not kinds & {"visit", "go", "activity", "meet"}:
            self._fill(status, after, self._clause_end(i, sentence), "planned")

    def _pluperfect(self, i: int, sentence: Sentence) -> bool:
        """Whether "had" at token `i` is the auxiliary of a pluperfect."""
        k = i + 1
        while k < sentence.last and (self.lower[k] in ADVERBS or self.lower[k].endswith("ly")):
            k += 1
        if k >= sentence.last or self.lower[k] in {"been", "gone", "made", "held", "met", "led"}:
            return k < sentence.last
        return self.lower[k].endswith(("ed", "en")) and self.tokens[k].shape == "a"

    def _visit_noun_follows(self, i: int, sentence: Sentence) -> bool:
        return any(self.lower[k] in {"visit", "tour"} for k in range(i, min(i + 4, sentence.last)))

    @staticmethod
    def _fill(status: list[str], first: int, last: int, value: str) -> None:
        for k in range(first, last):
            if status[k] == "told":
                status[k] = value

    def _own_clause(self, i: int, sentence: Sentence) -> tuple[int, int]:
        """The clause around token `i`: a relative clause up to its comma, else the sentence's part between semicolons."""
        first = self._clause_start(i, sentence)
        last = self._clause_end(i, sentence)
        for k in range(i, first - 1, -1):
            if self.lower[k] in RELATIVES:
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
        while k < sentence.last and self.lower[k] not in {";", ":"}:
            k += 1
        return k

    # --- who acts -------------------------------------------------------------------------------------------------------

    def actor(self, verb: int, sentence: Sentence) -> Actor:
        """Who does what the verb at token `verb` says."""
        within = self.span_at[verb]
        if within >= 0 and self.spans[within].kind == "person":
            return Actor("person", (self.spans[within],))
        length = self.verbs[verb][0] if verb in self.verbs else 1
        passive = self.lower[verb] in PASSIVE and length > 1
        k = verb - 1
        while k >= sentence.first and self._skippable(k):
            passive = passive or (self.lower[k] in PASSIVE and k == verb - 1)
            k -= 1
        if passive:
            return Actor("passive")
        if k < sentence.first:
            return Actor("elided")
        infinitive = any(self.lower[i] == "to" for i in range(k + 1, verb))
        if infinitive and k >= sentence.first and self.span_at[k] < 0 and self.tokens[k].shape == "a" and self.lower[k] not in PRONOUNS:
            return self._earlier_actor(k, sentence)  # "took time to inspect": whoever took the time
        found = self._nominal_ending(k, sentence)
        if found is not None and found.kind == "person" and self._is_oblique(found.persons[0], sentence):
            return self._earlier_actor(self._first_token(found.persons[0], sentence) - 1, sentence)
        if found is not None:
            return found
        if self.lower[k] in {
            ",",
            "and",
            "&",
            "then",
            "-",
            "—",
            "–",
            ";",
            "before",
            "after",
            "while",
            "to",
            "when",
            ")",
            "by",
            "”",
            '"',
            "but",
        }:
            return self._earlier_actor(k, sentence)
        if self.tokens[k].shape == "a" and self.span_at[k] < 0 and self.lower[k] not in self.lexicon.function_words:
            earlier = self._earlier_actor(k, sentence)
            if self.lower[k].endswith("ing") and earlier.kind != "elided":
                return earlier
            if earlier.kind == "person" and not self._verb_between(earlier.persons[-1].end, verb, sentence):
                return earlier
            return (
                Actor("elided") if self.lower[k] in {"visit", "tour", "trip", "inspection", "stay"} else Actor("other", word=self.lower[k])
            )
        return self._earlier_actor(k, sentence)

    def _verb_between(self, position: int, verb: int, sentence: Sentence) -> bool:
        return any(self.tokens[i].start >= position for i in range(sentence.first, verb) if i in self.verbs and not self.lower[i].endswith("ing"))

    def _skippable(self, k: int) -> bool:
        word = self.lower[k]
        return self.span_at[k] < 0 and (
            word in ADVERBS
            or word in AUXILIARIES
            or word in TIME_NOUNS
            or word in {"this", "that", "to", "same"}
            or word.endswith("ly")
            or self.tokens[k].shape == "9"
        )

    def _nominal_ending(self, k: int, sentence: Sentence) -> Actor | None:
        """The actor whose last token is `k`, if that is one."""
        word = self.lower[k]
        if word in {"hrh", "hm", "trh"}:
            return Actor("pronoun", word=f"h {word}")
        for length in (3, 2):
            phrase = " ".join(self.lower[max(k - length + 1, sentence.first) : k + 1])
            if phrase in HONOURED:
                joined = k - length > sentence.first and self.lower[k - length] == "and"
                return Actor("group" if joined or phrase.startswith("their") else "pronoun", word=phrase)
        number = self.span_at[k]
        if number >= 0:
            if self.spans[number].kind == "person":
                return Actor("person", self._coordinated(k, sentence))
            return None
        if word in PRONOUNS:
            # "I" and "we" are the speaker of a speech, not a visitor, unless translation has lost subjects in this text.
            return Actor("pronoun" if self.subjects_lost or word not in SPEAKERS else "other", word=word)
        if word in SPOUSES and k - 2 > sentence.first and self.lower[k - 1] in {"his", "her"} and self.lower[k - 2] == "and":
            beside = self._earlier_actor(k - 3, sentence)  # "the President and his wife"
            if beside.kind == "person":
                return beside
        if word in GROUPS:
            return Actor("group", word=word)
        if word in self.lexicon.titles:
            return self._titled(k, word, sentence)
        return None

    def _titled(self, k: int, word: str, sentence: Sentence) -> Actor:
        """A title without a name: the person it stands in apposition to ("Liu Houming, the director,"), else whom it means."""
        i = k - 1
        while i > sentence.first and (self.tokens[i].shape == "a" or self.span_at[i] >= 0) and self.lower[i] != "and" and k - i < 8:
            if self.span_at[i] >= 0 and self.spans[self.span_at[i]].kind == "person":
                break
            i -= 1
        if self.lower[i] == "," and i > sentence.first and self.span_at[i - 1] >= 0:
            span = self.spans[self.span_at[i - 1]]
            if span.kind == "person":
                return Actor("person", self._coordinated(i - 1, sentence))
        return Actor("pronoun", word=word)

    def _coordinated(self, k: int, sentence: Sentence) -> tuple[NameSpan, ...]:
        """The persons joined by commas and "and" that end at token `k`."""
        persons: list[NameSpan] = []
        while k >= sentence.first:
            number = self.span_at[k]
            if number >= 0 and self.spans[number].kind == "person":
                persons.append(self.spans[number])
                while k >= sentence.first and self.span_at[k] == number:
                    k -= 1
                while k >= sentence.first and (
                    self.lower[k] in {"the", "mr", "mrs", "dr", ".", "ms"} or self.lower[k] in self.lexicon.office_words
                ):
                    k -= 1
                if k >= sentence.first and self.lower[k] in {"and", ",", "&"}:
                    k -= 1
                    continue
            break
        return tuple(reversed(persons))

    def _earlier_actor(self, k: int, sentence: Sentence) -> Actor:
        """The nearest actor to the left in the sentence that is no complement of a preposition."""
        while k >= sentence.first:
            number = self.span_at[k]
            if number >= 0:
                first = k
                while first > sentence.first and self.span_at[first - 1] == number:
                    first -= 1
                if self.spans[number].kind == "person":
                    before = first - 1
                    while before > sentence.first and (
                        self.lower[before] in {"the", "mr", "mrs", "dr", "."} or self.lower[before] in self.lexicon.office_words
                    ):
                        before -= 1
                    lost = self.spans[number].rule.startswith("restored")
                    leader = before > sentence.first and self.lower[before] == "by" and self.lower[before - 1] in {"led", "headed"}
                    direct = before < sentence.first or self.lower[before] not in OBLIQUE
                    bracketed = self.lower[before] == "(" if before >= sentence.first else False
                    if lost or leader or (direct and not bracketed and not self._is_object(first, sentence)):
                        return Actor("person", self._with_coordinates(self._coordinated(k, sentence), sentence))
                k = first - 1
                continue
            found = self._nominal_ending(k, sentence)
            before_word = self.lower[k - 1] if k > sentence.first else ""
            if found is not None and found.kind in {"pronoun", "group"}:
                lead = self.lower[k - 2] if before_word in {"the", "his", "her", "their", "a"} and k - 1 > sentence.first else before_word
                clear = found.kind == "group" or found.word in PRONOUNS or before_word in {"the", "a"} or " " in found.word
                if clear and lead not in OBLIQUE and lead != "as":
                    return found
            k -= 1
        return Actor("elided")

    def _first_token(self, span: NameSpan, sentence: Sentence) -> int:
        return next(i for i in range(sentence.first, sentence.last) if self.span_at[i] >= 0 and self.spans[self.span_at[i]] is span)

    def _is_oblique(self, span: NameSpan, sentence: Sentence) -> bool:
        """Whether a person is the complement of "by" or "with": "accompanied by Vice Admiral Sir X later visited"."""
        i = self._first_token(span, sentence) - 1
        while i > sentence.first and (self.tokens[i].text == "." or self.tokens[i].shape == "A" or self.lower[i] in {"the", "mr", "mrs", "dr"}):
            i -= 1
        return self.lower[i] in {"by", "with"} and self.lower[i - 1 if i > sentence.first else i] not in {"led", "headed"}

    def _with_coordinates(self, persons: tuple[NameSpan, ...], sentence: Sentence) -> tuple[NameSpan, ...]:
        """The persons and those joined to them whose offices stand between: "A, director of X, and B, director of Y, inspected"."""
        first = self._first_token(persons[0], sentence)
        if first == sentence.first or self.lower[first - 1] != "and":
            return persons
        for k in range(first - 2, max(sentence.first - 1, first - 40), -1):
            if k in self.verbs and not self.lower[k].endswith("ing"):
                break
            number = self.span_at[k]
            if number >= 0 and self.spans[number].kind == "person":
                start = k
                while start > sentence.first and self.span_at[start - 1] == number:
                    start -= 1
                if start > sentence.first and self.lower[start - 1] in OBLIQUE:
                    break
                return (*self._coordinated(k, sentence), *persons)
        return persons

    def _is_object(self, first: int, sentence: Sentence) -> bool:
        """Whether the person at token `first` is what an earlier verb acts on, or stands in a relative clause.

        "He met with Foreign Minister A and laid a wreath": A is no subject of "laid". After a subordinate clause or a participle
        that opens the sentence, the person behind the first comma is the subject.
        """
        earlier = [i for i in range(sentence.first, first) if i in self.verbs and not self.lower[i].endswith("ing")]
        relative = next((i for i in range(first - 1, sentence.first, -1) if self.lower[i] in {"who", "which", "whose", "whom"}), None)
        if relative is not None and self.lower[relative - 1] == ",":
            last = first
            while last + 1 < sentence.last and self.span_at[last + 1] == self.span_at[first]:
                last += 1
            closes = last + 1 < sentence.last and self.lower[last + 1] == ","
            return closes or not any(self.lower[i] == "," for i in range(relative + 1, first))
        if not earlier:
            return False
        opening = self.lower[sentence.first]
        subordinate = opening in RELATIVES | LOCATIVE_OPENINGS or opening.endswith(("ing", "ed"))
        commas = [i for i in range(earlier[-1], first) if self.lower[i] == ","]
        if subordinate and commas and not any(i > commas[0] for i in earlier):
            return False
        return not any(self.lower[i] in {";", ":", "while", "whereas", "as", "before", "after", "where", "when"} for i in range(earlier[-1], first))

    def actions(self) -> list[Action]:
        """What the text tells that somebody did, in order; speeches, plans and memories left out."""
        found = []
        for index, sentence in enumerate(self.sentences):
            if self.is_heading(index):
                continue
            known = False
            for i in range(sentence.first, sentence.last):
                if i in self.verbs and self.status[i] == "told":
                    kind = self._told_kind(self.verbs[i][1])
                    if kind:
                        actor = self.actor(i, sentence)
                        known = known or actor.kind in {"person", "pronoun", "group"}
                        found.append(Action(self.tokens[i].start, index, kind, actor))
            if not known:
                found.extend(self._other_action(index, sentence))
        return found

    def _other_action(self, index: int, sentence: Sentence) -> list[Action]:
        """What a sentence's subject does where the verb is in no lexicon."""
        for i in range(sentence.first, sentence.last):
            if self.status[i] != "told":
                continue
            if i in self.verbs and not self.lower[i].endswith("ing"):
                break
            actor = self._nominal_ending(i, sentence)
            subject = actor is not None and (actor.kind == "person" or actor.word in {"he", "she", "they", "delegation", "group"})
            before = self.lower[i - 1] if i > sentence.first else ""
            if subject and actor is not None and before not in PREPOSITIONS and not self.tokens[i].text.endswith(("'s", "’s")):
                if self.span_at[i] < 0 or i + 1 >= sentence.last or self.span_at[i + 1] != self.span_at[i]:
                    return [Action(self.tokens[i].start, index, "other", actor)]
        return []

    def subject_before(self, k: int, sentence: Sentence) -> Actor:
        """The nearest person, pronoun or group to the left of token `k` that can be its clause's subject."""
        return self._earlier_actor(k, sentence)

    @staticmethod
    def _told_kind(senses: Sequence[VerbSense]) -> str | None:
        kinds = {sense.kind for sense in senses}
        return next((kind for kind in ("visit", "go", "meet", "activity", "say", "depart") if kind in kinds), None)
