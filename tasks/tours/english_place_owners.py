"""Names that only own or describe what a clause is about: "UNRWA's Wadi Training Centre", "visited U.S. troops"."""

from tasks.text.sentences import Sentence
from tasks.tours.english_clauses import EnglishClauses
from tasks.tours.english_place_extents import DIVISIONS, PlaceExtents


class PlaceOwners:
    """Finds the owners among the names of one document.

    Args:
        clauses: The grammar's view of the document.
        extents: How far its places reach.
    """

    def __init__(self, clauses: EnglishClauses, extents: PlaceExtents) -> None:
        """Keep the views."""
        self.c = clauses
        self.tokens = clauses.tokens
        self.lower = clauses.lower
        self.span_at = clauses.span_at
        self.sets = clauses.sets
        self.last_of = extents.last_of

    def owns(self, number: int, sentence: Sentence) -> bool:
        """Whether a division only owns what the clause is about: "overseeing Sri Lanka's programme", "visited U.S. troops"."""
        last = self.last_of[number]
        if self.owner_of(last + 1, sentence) == number:
            return True
        if self.c.spans[number].site not in DIVISIONS:
            return False
        if self._describes_next(last + 1, sentence) or self._is_adjective(number, sentence):
            return True
        return self.tokens[last].text.endswith(("'s", "’s", "s'", "s’")) and not self.c.spans[number].text.endswith(("'s", "’s"))

    def _is_adjective(self, number: int, sentence: Sentence) -> bool:
        """Whether a country's initials stand right before a plain word: "visited U.S. military personnel"."""
        after = self.last_of[number] + 1
        if self.c.spans[number].text.replace(".", "").upper() not in {"US", "UK", "EU", "UN", "UAE"} or after >= sentence.last:
            return False
        return self.tokens[after].shape == "a" and self.lower[after] not in self.c.lexicon.function_words and after not in self.c.verbs

    def owner_of(self, first: int, sentence: Sentence) -> int:
        """The number of the name that owns the site whose name begins at token `first` ("UNRWA's Wadi Training Centre"), else -1."""
        if first - 1 < sentence.first or first >= sentence.last or not 0 <= self.span_at[first - 1] != self.span_at[first] >= 0:
            return -1
        owner = self.span_at[first - 1]
        possessive = self.tokens[first - 1].text.endswith(("'s", "’s", "s'", "s’")) and not self.c.spans[owner].text.endswith(("'s", "’s"))
        return owner if possessive and self.c.spans[self.span_at[first]].site == "yes" else -1

    def _describes_next(self, i: int, sentence: Sentence) -> bool:
        """Whether a plain noun stands at token `i`, which the name before it describes."""
        if i >= sentence.last or self.tokens[i].shape != "a" or self.span_at[i] >= 0 or i in self.c.verbs:
            return False
        word = self.lower[i]
        known = any(word in self.sets[name] for name in ("adverb", "time_noun", "between_name_and_verb", "subordinator", "locative"))
        follows = i + 1 < sentence.last and (
            self.lower[i + 1] in {",", ".", "and", "in", "at", "to", "on", "during"} or self.lower[i + 1] in self.c.lexicon.common_words
        )
        plain = word in self.c.lexicon.common_words and word not in self.c.lexicon.function_words and (word,) not in self.c.lexicon.heads
        return plain and not known and not word.endswith(("ly", "ing", "ed")) and word.endswith("s") and follows
