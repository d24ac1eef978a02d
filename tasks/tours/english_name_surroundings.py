"""What stands around a name in its English sentence: the verb before it, the clause it opens, who acts behind it."""

from tasks.text.sentences import Sentence
from tasks.tours.english_clauses import EnglishClauses
from tasks.tours.english_place_extents import PlaceExtents
from tasks.tours.uses import Actor

DESCRIBING = frozenset(["sentence_starter", "ordinal", "number"])
"""Classes of function words that also stand before a noun as adjectives: "the new hall", "the first library"."""


class NameSurroundings:
    """Looks around the names of one document.

    Args:
        clauses: The grammar's view of the document.
        extents: Where its names begin and end.
    """

    def __init__(self, clauses: EnglishClauses, extents: PlaceExtents) -> None:
        """Keep the views."""
        self.c = clauses
        self.tokens = clauses.tokens
        self.lower = clauses.lower
        self.span_at = clauses.span_at
        self.sets = clauses.sets
        self.last_of = extents.last_of

    def skip_modifiers(self, k: int, sentence: Sentence) -> int:
        """Step left over determiners, adjectives and quotation marks before a name."""
        steps = 0
        while k >= sentence.first and steps < 7:
            word = self.lower[k]
            if self.span_at[k] >= 0 and self.c.spans[self.span_at[k]].kind is not None:
                return k
            verb = k in self.c.verbs or self.verb_ending_at(k, sentence) is not None
            if (word == "together" or word in self.sets["manner_of_visit"]) and self.verb_ending_at(k - 1, sentence) is not None:
                return k - 1  # "visited together the Republic of X"
            modifier = (
                word in self.sets["noun_phrase_opener"]
                or word in {"“", "‘", '"', "'", "”", "’"}
                or (
                    self.tokens[k].shape in "aA9"
                    and self.c.lexicon.function_words.get(word, DESCRIBING) <= DESCRIBING
                    and not verb
                    and word not in self.sets["locative"]
                    and word not in self.sets["time_noun"]
                )
            )
            if not modifier or word in {"of", "and"}:
                return k
            k -= 1
            steps += 1
        return k

    def verb_ending_at(self, k: int, sentence: Sentence) -> int | None:
        """The verb whose last token is `k`, by its first token."""
        first = self.c.verb_at_end.get(k)
        return first if first is not None and first >= max(sentence.first, k - 5) else None

    def opens_clause(self, k: int, sentence: Sentence) -> bool:
        """Whether the phrase at `k` opens its sentence, adverbs, dates and what it is a part of aside."""
        opening = self.lower[sentence.first]
        leads = opening in self.sets["locative"] or (opening.endswith("ing") and sentence.first in self.c.verbs)
        if leads and not any(
            self.lower[i] in {",", ";", ":", "with"} or (i in self.c.verbs and i > sentence.first) or self.span_at[i] >= 0
            for i in range(sentence.first, k)
        ):
            return True
        i = k - 1
        while i >= sentence.first:
            word = self.lower[i]
            light = (
                word in self.sets["adverb"]
                or word in {",", "on", "the", "of", "in", "at", "and", "“", '"', "while"}
                or self.tokens[i].shape == "9"
            )
            temporal = bool(self.c.lexicon.function_words.get(word, frozenset()) & {"month", "weekday", "connective", "ordinal", "time"})
            light = light or word in {"morning", "afternoon", "evening", "night", "day", "noon", "same", "next", "following"}
            if self.span_at[i] >= 0 or not (light or temporal):
                return False
            i -= 1
        return True

    def governor(self, k: int, sentence: Sentence) -> int | None:
        """The verb that a prepositional phrase beginning at `k` most likely belongs to: the nearest to the left."""
        for i in range(k - 1, max(sentence.first, k - 40) - 1, -1):
            if self.lower[i] in {";", ":"}:
                return None
            if i in self.c.verbs:
                return i
        return None

    def next_verb(self, number: int, sentence: Sentence) -> int | None:
        """The first verb behind a name."""
        return next(iter(self.c.verbs_within(self.last_of[number] + 1, sentence.last)), None)

    def actor_after(self, number: int, sentence: Sentence) -> Actor:
        """Who acts in the clause that follows an opening phrase."""
        i = self.last_of[number] + 1
        while i < sentence.last:
            other = self.span_at[i]
            if other >= 0 and self.c.spans[other].kind == "person":
                last = i
                while last + 1 < sentence.last and (
                    (self.span_at[last + 1] >= 0 and self.c.spans[self.span_at[last + 1]].kind == "person")
                    or self.lower[last + 1] in {"and", ","}
                ):
                    last += 1
                while self.span_at[last] < 0:
                    last -= 1
                return Actor("person", self.c.coordinated(last, sentence))
            found = self.c.nominal_ending(i, sentence)
            if found is not None and found.kind in {"pronoun", "group"}:
                return found
            if i in self.c.verbs:
                previous = self.lower[i - 1]
                return Actor("passive" if previous in {"was", "were", "be"} else "elided")
            i += 1
        return Actor("other")

    def before_date(self, k: int, sentence: Sentence) -> int:
        """The last token up to `k` that is no part of a date: "paid a visit this morning (19) to"."""
        while k > sentence.first:
            word = self.lower[k]
            classes = self.c.lexicon.function_words.get(word, frozenset())
            dated = (
                self.tokens[k].shape == "9"
                or word in {"(", ")", "this", "today", "yesterday", "last", "on"}
                or word in self.sets["time_noun"] - {"occasion"}
                or bool(classes & {"month", "weekday"})
            )
            if not dated:
                return k
            k -= 1
        return k

    def undertaken(self, noun: int, sentence: Sentence) -> tuple[Actor, float]:
        """Who makes the visit that a noun names, and how strongly the words around show that it was made."""
        near = range(noun, max(sentence.first, noun - 12) - 1, -1)
        last = next((i for i in near if self.span_at[i] >= 0 and self.c.spans[self.span_at[i]].kind == "person"), None)
        actor = Actor("person", self.c.coordinated(last, sentence)) if last is not None else Actor("elided")
        guided = next((k for k in near if self.lower[k] in {"gave", "given", "gives", "took", "taken", "led"}), None)
        if guided is not None and self.lower[guided + 1] in {"him", "her", "them", "the"}:
            return Actor("pronoun", word={"him": "he", "her": "she"}.get(self.lower[guided + 1], "they")), 0.7
        around = set(self.lower[max(sentence.first, noun - 9) : noun])
        return actor, 0.85 if self.lower[noun] in {"stop", "stops"} else 0.62 if around & self.sets["undertaking"] else 0.45

    def activity_after(self, number: int, sentence: Sentence) -> str:
        """The activity of the clause that follows a name."""
        for i in self.c.verbs_within(self.last_of[number] + 1, sentence.last):
            for sense in self.c.verbs[i][1]:
                if sense.activity:
                    return sense.activity
        return "visit"
