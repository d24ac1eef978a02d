"""Places that English text names first and then calls by their kind: "The X Hospital was opened in May. He inspected the hospital"."""

from collections.abc import Iterator

from tasks.entities.spans import NameSpan
from tasks.text.sentences import Sentence
from tasks.tours.english_clauses import EnglishClauses
from tasks.tours.english_name_surroundings import NameSurroundings
from tasks.tours.english_place_extents import DIVISIONS, PlaceExtents
from tasks.tours.uses import Actor, PlaceUse

SITE_REACH, DIVISION_REACH = 8, 2
"""Sentences back within which a site, or a division, was named that its kind means."""
SETTLEMENTS = frozenset(["city", "town", "village", "township", "municipality"])
VAGUE = frozenset(["region", "regions", "mainland", "area", "areas", "border", "coast", "world", "state", "site", "sites"])
COUNTRIES = frozenset(["country", "nation", "kingdom"])


class EnglishPlaceReferences:
    """Finds what "the hospital" or "the province" means where somebody goes there.

    Args:
        clauses: The grammar's view of the document.
        extents: How far its places reach.
        around: Looks around them.
    """

    def __init__(self, clauses: EnglishClauses, extents: PlaceExtents, around: NameSurroundings) -> None:
        """Keep the views."""
        self.c = clauses
        self.extents = extents
        self.around = around
        self.lower = clauses.lower
        self.span_at = clauses.span_at

    def in_sentence(self, index: int, sentence: Sentence) -> Iterator[PlaceUse]:
        """The uses of places in one sentence that their kind alone tells.

        Args:
            index: Index of the sentence.
            sentence: The sentence.

        Yields:
            A use for every kind that is the object of a verb of visiting, or opens the sentence behind "at".
        """
        if self.lower[sentence.first] in {"at", "inside"}:
            noun = self._definite(sentence.first + 1, sentence)
            if noun is not None and noun + 1 < sentence.last and self.lower[noun + 1] == ",":
                verb = next(iter(self.c.verbs_within(noun + 1, sentence.last)), None)
                actor = self.c.actor(verb, sentence) if verb is not None else Actor("other")
                if verb is not None and actor.kind in {"person", "pronoun", "group"}:
                    yield from self._use(noun, verb, actor, index, sentence)
        for verb in self.c.verbs_within(sentence.first, sentence.last):
            length, senses = self.c.verbs[verb]
            if not any(sense.kind in {"visit", "go"} and "object" in sense.complements for sense in senses):
                continue
            noun = self._definite(verb + length, sentence)
            if noun is not None and self.lower[verb - 1 if verb else 0] != "to":
                yield from self._use(noun, verb, self.c.actor(verb, sentence), index, sentence)

    def _definite(self, i: int, sentence: Sentence) -> int | None:
        """The head noun of "the hospital" or "the said province" at token `i`, if nothing else tells which one is meant."""
        if i + 1 >= sentence.last or self.lower[i] not in {"the", "this"}:
            return None
        noun = i + 1
        after = noun + 1
        if (
            self.lower[noun] in VAGUE
            or self.span_at[noun] >= 0
            or self.c.tokens[noun].shape != "a"
            or (self.lower[noun],) not in self.c.lexicon.heads
        ):
            return None
        if after < sentence.last:
            named = self.span_at[after] >= 0 or self.lower[after] in {"of", "in", "at", "for", "that", "which", "where", "near", "'s", "’s"}
            plain = (
                self.c.tokens[after].shape == "a" and after not in self.c.verbs and self.lower[after] not in self.c.lexicon.function_words
            )
            if named or plain:
                return None
        return noun

    def _use(self, noun: int, verb: int, actor: Actor, index: int, sentence: Sentence) -> Iterator[PlaceUse]:
        span = self._antecedent(noun, index)
        if span is None:
            return
        activity = next((sense.activity for sense in self.c.verbs[verb][1] if sense.activity), "visit")
        evidence = self.extents.evidence(sentence, self.c.tokens[noun].start, self.c.tokens[noun].end)
        yield PlaceUse(span, index, "stop:referred-to", 0.85, activity, actor, self.c.status[verb], span.start, span.end, *evidence)

    def _antecedent(self, noun: int, index: int) -> NameSpan | None:
        """The place named last before token `noun` of which the noun tells the kind."""
        word = self.lower[noun]
        head = self.c.lexicon.heads[(word,)]
        division = head.site in DIVISIONS
        reach = DIVISION_REACH if division else SITE_REACH
        first = self.c.sentences[max(0, index - reach)].first
        for _, last, number in reversed(self.c.names_within(first, noun)):
            span = self.c.spans[number]
            if span.kind == "person" or span.in_title or last >= noun:
                continue
            if division and span.kind == "place" and span.site in DIVISIONS and self._is_of_kind(word, last, span):
                return span
            if not division and span.site == "yes" and self.lower[last].removesuffix("'s").removesuffix("’s") == word:
                return span
        return None

    def _is_of_kind(self, word: str, last: int, span: NameSpan) -> bool:
        """Whether a division may be called by a noun: what its own wording says, else how large it is."""
        follower = self.lower[last + 1] if last + 1 < len(self.lower) else ""
        stated = follower if (follower,) in self.c.lexicon.heads and self.span_at[last + 1] < 0 else self.lower[last]
        if (stated,) in self.c.lexicon.heads and self.c.lexicon.heads[(stated,)].site in DIVISIONS:
            return stated == word
        if word in SETTLEMENTS:
            return span.site == "settlement"
        return (span.site == "region" and span.rule == "place:gazetteer") if word in COUNTRIES else not span.text.isupper()
