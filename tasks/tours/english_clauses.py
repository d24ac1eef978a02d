"""Who acts in the clauses of an English document, and what it tells that was done."""

from collections.abc import Sequence
from functools import lru_cache

from tasks.entities.spans import NameSpan
from tasks.lexicon.english import EnglishLexicon, VerbSense
from tasks.text.sentences import Sentence
from tasks.text.tokens import Token
from tasks.tours.english_status import EnglishStatus
from tasks.tours.english_text import EnglishText
from tasks.tours.uses import Action, Actor

SPEAKERS = frozenset(["i", "we"])
HELD = frozenset(["held", "hosted", "organised", "organized", "convened"])
"""Participles that say where an occasion took place to which somebody went."""


@lru_cache(maxsize=4)
def _nominal_ends(lexicon: EnglishLexicon) -> tuple[frozenset[str], frozenset[str]]:
    """Words with which a form of address ends ("Majesty"), and all with which an actor can end that is no name.

    `EnglishClauses.nominal_ending` looks at no others.
    """
    honoured = frozenset(phrase.rsplit(" ", 1)[-1] for phrase in lexicon.sets["honoured"])
    nominal = (lexicon.sets[name] for name in ("pronoun", "spouse_or_party", "group"))
    return honoured, frozenset({"hrh", "hm", "trh"}).union(honoured, lexicon.titles, *nominal)


class EnglishClauses(EnglishText):
    """What the grammar sees in one document.

    Args:
        lexicon: The English lexicon.
        text: The document's text.
        tokens: Its tokens.
        sentences: Its sentences.
        spans: Its names, in order, not overlapping.
        quotations: Spans of its quoted stretches.
        title: Its title, which the text may repeat as its first line.

    Attributes:
        status: For every token, whether it tells, plans, recalls or quotes.
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
        super().__init__(lexicon, text, tokens, sentences, spans, title)
        self._honoured_ends, self._nominal_ends = _nominal_ends(lexicon)
        self._searched: Sentence | None = None
        self._earlier: dict[int, Actor] = {}
        self.status = EnglishStatus(self).of_tokens(quotations)

    def actor(self, verb: int, sentence: Sentence) -> Actor:
        """Who does what the verb at token `verb` says."""
        within = self.span_at[verb]
        if within >= 0 and self.spans[within].kind == "person":
            return Actor("person", (self.spans[within],))
        length = self.verbs[verb][0] if verb in self.verbs else 1
        passive = self.lower[verb] in self.sets["passive_auxiliary"] and length > 1
        k = verb - 1
        while k >= sentence.first and self._skippable(k):
            joined = self.lower[k] in self.sets["passive_auxiliary"] and k == verb - 1
            passive = passive or (joined and not self.lower[verb].endswith("ing"))
            k -= 1
        if passive:
            return Actor("passive", self._earlier_actor(k, sentence).persons)
        if k < sentence.first:
            return Actor("elided")
        infinitive = any(self.lower[i] == "to" for i in range(k + 1, verb))
        if (
            infinitive
            and k >= sentence.first
            and self.span_at[k] < 0
            and self.tokens[k].shape == "a"
            and self.lower[k] not in self.sets["pronoun"]
        ):
            return self._earlier_actor(k, sentence)  # "took time to inspect": whoever took the time
        occasion = self.lower[k] in self.lexicon.event_heads or self.lower[k] in self.sets["meeting"]
        if occasion and self.lower[verb] in HELD and any(self.verbs_within(sentence.first, k)):
            return self._earlier_actor(k, sentence)  # "attended a reception held at the X Centre"
        number = self.span_at[k]
        if number >= 0 and self.spans[number].kind == "organization" and self.lower[verb].endswith("s"):
            return Actor("other", word=self.lower[k])  # "The council oversees the port": what a body does, not where it went
        found = self.nominal_ending(k, sentence)
        if found is not None and found.kind == "person" and self._is_oblique(found.persons[0], sentence):
            return self._earlier_actor(self._first_token(found.persons[0], sentence) - 1, sentence)
        if found is not None and found.word == "it" and any(sense.kind == "visit" for sense in self.verbs.get(verb, (0, ()))[1]):
            return Actor("group", word="it")  # a delegation
        if found is not None:
            return self._with_named(found, k, verb, sentence)
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
            if earlier.kind == "group" and not self._verb_between(self.tokens[sentence.first].start, verb, sentence):
                return earlier  # "a team of officials overseeing the programme has toured"
            return (
                Actor("elided") if self.lower[k] in {"visit", "tour", "trip", "inspection", "stay"} else Actor("other", word=self.lower[k])
            )
        found = self._earlier_actor(k, sentence)
        if found.kind == "group" and self.lower[k] in {"who", "which"} and self._tells_of_object(k, sentence):
            return Actor("other", word=found.word)
        return found

    def _tells_of_object(self, relative: int, sentence: Sentence) -> bool:
        """Whether a relative clause tells of those on whom a verb acts: "met members of the choir, who had sung at X"."""
        return any(
            not self.lower[i].endswith("ing") and self.lower[i] not in self.sets["led"] for i in self.verbs_within(sentence.first, relative)
        )

    def _with_named(self, found: Actor, k: int, verb: int, sentence: Sentence) -> Actor:
        """The persons to whom a group is joined: "A, member of X, and other officials visited" is A's visit."""
        first = k
        while first > sentence.first and self.tokens[first].shape == "a" and self.lower[first] not in {"and", "of", "by"}:
            first -= 1
        if found.kind != "group" or self.lower[first] not in {"and", ","}:
            return found
        named = self._earlier_actor(first - 1, sentence)
        if named.kind == "person" and not self._verb_between(named.persons[-1].end, verb, sentence):
            return named
        return found

    def _verb_between(self, position: int, verb: int, sentence: Sentence) -> bool:
        return any(self.tokens[i].start >= position for i in self.verbs_within(sentence.first, verb) if not self.lower[i].endswith("ing"))

    def _skippable(self, k: int) -> bool:
        word = self.lower[k]
        return self.span_at[k] < 0 and (
            word in self.sets["adverb"]
            or word in self.sets["auxiliary"]
            or word in self.sets["time_noun"]
            or word in {"this", "that", "to", "same"}
            or word.endswith("ly")
            or self.tokens[k].shape == "9"
        )

    def nominal_ending(self, k: int, sentence: Sentence) -> Actor | None:
        """The actor whose last token is `k`, if that is one."""
        word = self.lower[k]
        if self.span_at[k] < 0 and word not in self._nominal_ends:
            return None  # three of four words
        if word in {"hrh", "hm", "trh"}:
            return Actor("pronoun", word=f"h {word}")
        for length in (3, 2) if word in self._honoured_ends else ():
            phrase = " ".join(self.lower[max(k - length + 1, sentence.first) : k + 1])
            if phrase in self.sets["honoured"]:
                joined = k - length > sentence.first and self.lower[k - length] == "and"
                return Actor("group" if joined or phrase.startswith("their") else "pronoun", word=phrase)
        number = self.span_at[k]
        if number >= 0:
            if self.spans[number].kind == "person":
                return Actor("person", self.coordinated(k, sentence))
            return None
        if word in self.sets["pronoun"]:
            # "I" and "we" are the speaker of a speech, not a visitor, unless translation has lost subjects in this text.
            return Actor("pronoun" if self.subjects_lost or word not in SPEAKERS else "other", word=word)
        if (
            word in self.sets["spouse_or_party"]
            and k - 2 > sentence.first
            and self.lower[k - 1] in {"his", "her", "their", "a", "the"}
            and self.lower[k - 2] == "and"
        ):
            beside = self._earlier_actor(k - 3, sentence)  # "the President and his wife"
            if beside.kind == "person":
                return beside
        if word in self.sets["group"] and not self._is_compounded(k, sentence):
            return Actor("group", word=word)
        if word in self.lexicon.titles:
            return self._titled(k, word, sentence)
        return None

    def _is_compounded(self, k: int, sentence: Sentence) -> bool:
        """Whether a group noun is part of a longer name or noun: "the Party Group", "the municipal party committee"."""
        if self.lower[k] == "party" and self.tokens[k].shape == "A":
            return True  # a political one
        named = k > sentence.first and self.tokens[k].shape == "A" and self.tokens[k - 1].shape == "A"
        following = self.lower[k + 1] if k + 1 < sentence.last else ""
        if named and self.lower[k - 1] not in self.sets["determiner"]:
            return following in {"of", "and", ","} or (following != "" and self.tokens[k + 1].shape == "A")
        noun = (following,) in self.lexicon.heads or following in self.lexicon.office_words
        return noun and following not in self.sets["adverb"] and k + 1 not in self.verbs

    def _titled(self, k: int, word: str, sentence: Sentence) -> Actor:
        """A title without a name: the person it stands in apposition to ("Liu Houming, the director,"), else whom it means."""
        if word.endswith("s") and word[:-1] in self.lexicon.titles:
            definite = {"the", "both", "these", "two"} & set(self.lower[max(sentence.first, k - 3) : k])
            return Actor("group" if definite else "pronoun", word=word)  # "the two ministers"
        i = k - 1
        while i > sentence.first and (self.tokens[i].shape == "a" or self.span_at[i] >= 0) and self.lower[i] != "and" and k - i < 8:
            if self.span_at[i] >= 0 and self.spans[self.span_at[i]].kind == "person":
                break
            i -= 1
        if self.lower[i] == "," and i > sentence.first and self.span_at[i - 1] >= 0:
            span = self.spans[self.span_at[i - 1]]
            if span.kind == "person":
                return Actor("person", self.coordinated(i - 1, sentence))
        return Actor("pronoun", word=word)

    def coordinated(self, k: int, sentence: Sentence) -> tuple[NameSpan, ...]:
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
                    k = self._before_second_title(k - 1, sentence)
                    continue
            break
        return tuple(reversed(persons))

    def _before_second_title(self, k: int, sentence: Sentence) -> int:
        """Step over another title of the person before a comma: "The Prince of Wales, Duke of Cornwall and The Duchess of Cornwall"."""
        i = k
        while i > sentence.first and self.span_at[i] < 0 and (self.tokens[i].shape == "A" or self.lower[i] == "of") and k - i < 4:
            i -= 1
        number = self.span_at[i - 1] if i > sentence.first and self.lower[i] == "," and i < k else -1
        return i - 1 if number >= 0 and self.spans[number].kind == "person" else k

    def _earlier_actor(self, k: int, sentence: Sentence) -> Actor:
        """The nearest actor to the left in the sentence that is no complement of a preposition.

        What a search finds holds for every token that it passes: with that remembered, a sentence of many verbs takes linear time.
        """
        if self._searched is not sentence:
            self._searched = sentence
            self._earlier = {}
        passed: list[int] = []
        found: Actor | None = None
        while found is None:
            if k < sentence.first:
                found = Actor("elided")
            elif k in self._earlier:
                found = self._earlier[k]
            elif self.span_at[k] < 0 and self.lower[k] not in self._nominal_ends:
                passed.append(k)
                k -= 1
            else:
                passed.append(k)
                found, k = self._actor_or_step(k, sentence)
        for token in passed:
            self._earlier[token] = found
        return found

    def _actor_or_step(self, k: int, sentence: Sentence) -> tuple[Actor | None, int]:
        """The subject whose last token is `k`, or None; and the token to look at next."""
        number = self.span_at[k]
        if number >= 0:
            first = k
            while first > sentence.first and self.span_at[first - 1] == number:
                first -= 1
            if self.spans[number].kind == "person":
                persons = self.coordinated(k, sentence)
                before = (self._first_token(persons[0], sentence) if len(persons) > 1 else first) - 1
                while before > sentence.first and (
                    self.lower[before] in {"the", "mr", "mrs", "dr", "."} or self.lower[before] in self.lexicon.office_words
                ):
                    before -= 1
                lost = self.spans[number].rule.startswith("restored")
                leader = before > sentence.first and self.lower[before] == "by" and self.lower[before - 1] in {"led", "headed"}
                direct = before < sentence.first or self.lower[before] not in self.sets["oblique"]
                bracketed = self.lower[before] == "(" if before >= sentence.first else False
                if lost or leader or (direct and not bracketed and not self._is_object(first, sentence)):
                    return Actor("person", self._with_coordinates(persons, sentence)), k
            return None, first - 1
        found = self.nominal_ending(k, sentence)
        before_word = self.lower[k - 1] if k > sentence.first else ""
        if found is not None and found.kind in {"pronoun", "group"}:
            lead = self.lower[k - 2] if before_word in {"the", "his", "her", "their", "a"} and k - 1 > sentence.first else before_word
            clear = found.kind == "group" or found.word in self.sets["pronoun"] or before_word in {"the", "a"} or " " in found.word
            if clear and lead not in self.sets["oblique"] and lead != "as":
                return self._with_named(found, k, k, sentence), k
        return None, k - 1

    def _first_token(self, span: NameSpan, sentence: Sentence) -> int:
        return next(i for i in range(sentence.first, sentence.last) if self.span_at[i] >= 0 and self.spans[self.span_at[i]] is span)

    def _is_oblique(self, span: NameSpan, sentence: Sentence) -> bool:
        """Whether a person is the complement of "by" or "with": "accompanied by Vice Admiral Sir X later visited"."""
        i = self._first_token(span, sentence) - 1
        while i > sentence.first and (
            self.tokens[i].text == "." or self.tokens[i].shape == "A" or self.lower[i] in {"the", "mr", "mrs", "dr"}
        ):
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
                if start > sentence.first and self.lower[start - 1] in self.sets["oblique"]:
                    break
                return (*self.coordinated(k, sentence), *persons)
        return persons

    def _is_object(self, first: int, sentence: Sentence) -> bool:
        """Whether the person at token `first` is what an earlier verb acts on, or stands in a relative clause.

        "He met with Foreign Minister A and laid a wreath": A is no subject of "laid". After a subordinate clause or a participle
        that opens the sentence, the person behind the first comma is the subject.
        """
        earlier = [i for i in self.verbs_within(sentence.first, first) if not self.lower[i].endswith("ing")]
        relative = next((i for i in range(first - 1, sentence.first, -1) if self.lower[i] in {"who", "which", "whose", "whom"}), None)
        if relative is not None and self.lower[relative - 1] == ",":
            last = first
            while last + 1 < sentence.last and self.span_at[last + 1] == self.span_at[first]:
                last += 1
            closes = last + 1 < sentence.last and self.lower[last + 1] == ","
            commas = [i for i in range(relative + 1, first) if self.lower[i] == ","]
            if closes or not commas:
                return True
            earlier = [i for i in earlier if i < relative or i > commas[0]]
        if not earlier:
            return False
        opening = self.lower[sentence.first]
        subordinate = opening in self.sets["subordinator"] or opening in self.sets["opening_preposition"] or opening.endswith(("ing", "ed"))
        commas = [i for i in range(sentence.first, first) if self.lower[i] == ","]
        if subordinate and commas and not any(i > commas[0] for i in earlier):
            return False
        return not any(
            self.lower[i] in {";", ":", "while", "whereas", "as", "before", "after", "where", "when"} for i in range(earlier[-1], first)
        )

    def actions(self) -> list[Action]:
        """What the text tells that somebody did, in order; speeches, plans and memories left out."""
        found = []
        for index, sentence in enumerate(self.sentences):
            if self.is_heading(index):
                continue
            known = False
            for i in self.verbs_within(sentence.first, sentence.last):
                if self.status[i] == "told":
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
            if self.span_at[i] < 0 and self.lower[i] not in self._nominal_ends:
                continue
            actor = self.nominal_ending(i, sentence)
            subject = actor is not None and (actor.kind == "person" or actor.word in {"he", "she", "they", "delegation", "group"})
            governed = i > sentence.first and self.lower[i - 1] in self.sets["preposition"]
            possessive = self.tokens[i].text.endswith(("'s", "’s"))
            goes_on = self.span_at[i] >= 0 and i + 1 < sentence.last and self.span_at[i + 1] == self.span_at[i]
            if subject and actor is not None and not governed and not possessive and not goes_on:
                return [Action(self.tokens[i].start, index, "other", actor)]
        return []

    def subject_before(self, k: int, sentence: Sentence) -> Actor:
        """The nearest person, pronoun or group to the left of token `k` that can be its clause's subject."""
        return self._earlier_actor(k, sentence)

    @staticmethod
    def _told_kind(senses: Sequence[VerbSense]) -> str | None:
        kinds = {sense.kind for sense in senses}
        return next((kind for kind in ("visit", "go", "meet", "activity", "say", "depart") if kind in kinds), None)
