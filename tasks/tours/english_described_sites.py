"""Places that English text names by a common noun and a name together: "the exhibition hall on the history of the X Party"."""

from collections.abc import Iterator

from tasks.entities.spans import Kind, NameSpan
from tasks.lexicon.english import VerbSense
from tasks.text.sentences import Sentence
from tasks.tours.english_clauses import EnglishClauses
from tasks.tours.english_name_surroundings import NameSurroundings
from tasks.tours.english_place_extents import PlaceExtents
from tasks.tours.uses import PlaceUse

ENDS_PLACE_LIST = frozenset(["who", "which", "where", "when", "while", "whose", "that", "to", "before", "after", "with", "during", "as"])
"""Words after which a verb's list of places is over."""

QUANTIFIERS = frozenset(["some", "several", "many", "various", "numerous", "few", "other", "different", "two", "three", "four", "five"])


class DescribedSites:
    """Finds the uses of described sites in one document.

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
        self.tokens = clauses.tokens
        self.lower = clauses.lower
        self.span_at = clauses.span_at
        self.sets = clauses.sets

    def in_sentence(self, index: int, sentence: Sentence) -> Iterator[PlaceUse]:
        """Places that a lower-case head and a name make together: "the exhibition hall on the history of the X Party"."""
        for noun in range(sentence.first, sentence.last):
            if self.lower[noun] in self.sets["visit_noun"] and self.span_at[noun] < 0:
                yield from self._after_noun(noun, index, sentence)
        for verb in self.c.verbs_within(sentence.first, sentence.last):
            match = self.c.verbs[verb]
            senses = [sense for sense in match[1] if self._takes_site(sense)]
            if not senses:
                continue
            sense = next((sense for sense in senses if sense.kind == "visit" and "object" in sense.complements), senses[0])
            direct = "object" in sense.complements
            starts = self._description_starts(verb + match[0], sentence, direct=direct)
            visits = sense.kind == "visit"
            found = next(
                ((first, site) for first in starts if (site := self._described_site(first, sentence, works=visits)) is not None), None
            )
            sites = [found] if found is not None else []
            if direct and sense.kind == "visit":
                sites += self._coordinated_sites(verb + match[0], found[1][1] if found is not None else 0, sentence)
            for first, (start, end, kind) in sites:
                rule = f"{kind}:{'named-site' if self._begins_with_name(first) else 'described'}"
                name = NameSpan(start, end, self.c.text[start:end], kind, "yes", rule, 0.7)
                evidence = self.extents.evidence(sentence, start, end)
                weight = 0.85 if sense.kind == "visit" else 0.8
                actor = self.c.actor(verb, sentence)
                yield PlaceUse(
                    name, index, "stop:described-site", weight, sense.activity or "visit", actor, self.c.status[verb], start, end, *evidence
                )

    def _after_noun(self, noun: int, index: int, sentence: Sentence) -> Iterator[PlaceUse]:
        """The described site that a noun of visiting introduces: "began with a visit to the boiler house of the village of X"."""
        to = next((k for k in range(noun + 1, min(noun + 8, sentence.last)) if self.lower[k] in {"to", "of", "at"}), None)
        if to is None or self.around.before_date(to - 1, sentence) != noun:
            return
        start = to + 1
        while start + 1 < sentence.last and self.lower[start] in self.sets["noun_phrase_opener"]:
            start += 1
        site = self._described_site(start, sentence)
        if site is not None:
            begin, end, kind = site
            actor, weight = self.around.undertaken(noun, sentence)
            if self.lower[max(noun - 4, sentence.first)] in {"during", "with", "after"} or "during" in self.lower[sentence.first : noun]:
                weight = max(weight, 0.7)
            name = NameSpan(begin, end, self.c.text[begin:end], kind, "yes", f"{kind}:described", 0.7)
            evidence = self.extents.evidence(sentence, begin, end)
            yield PlaceUse(name, index, "stop:visit-noun", weight, "visit", actor, self.c.status[noun], begin, end, *evidence)

    def _coordinated_sites(self, first: int, after: int, sentence: Sentence) -> list[tuple[int, tuple[int, int, Kind]]]:
        """The described sites further on in the list that a verb governs: "toured the port of X and the building site of the Y Bridge".

        Args:
            first: First token behind the verb.
            after: First code point at which a further site may begin.
            sentence: The sentence.

        Returns:
            Each with the token at which its description begins.
        """
        found = []
        i = first
        while i + 2 < sentence.last and i not in self.c.verbs and self.lower[i] not in ENDS_PLACE_LIST:
            joint = self.lower[i] in {"and", "&", ";", ","} and self.span_at[i] < 0 and self.tokens[i].start >= after
            if joint:
                start = i + 1
                while start + 1 < sentence.last and (
                    self.lower[start] in self.sets["noun_phrase_opener"] or self.lower[start] in {"and", "then", "also"}
                ):
                    start += 1
                site = self._described_site(start, sentence) if self.lower[start - 1] in self.sets["determiner"] else None
                if site is not None and (self.lower[i] != "," or self._list_goes_on(site[1], sentence)):
                    found.append((start, site))
                    after = site[1]
            i += 1
        return found

    def _list_goes_on(self, end: int, sentence: Sentence) -> bool:
        """Whether "and" with another member follows: of two with a comma and nothing more, the second tells about the first."""
        for i in range(sentence.first, sentence.last - 1):
            if self.tokens[i].start < end:
                continue
            if i in self.c.verbs or self.lower[i] in ENDS_PLACE_LIST:
                return False
            if self.lower[i] in {"and", "&", ";"}:
                return i + 1 not in self.c.verbs
        return False

    def _begins_with_name(self, first: int) -> bool:
        """Whether a name that is no known place or body begins a site: "the Krasny Yakor plywood mill" is its name."""
        return self.span_at[first] >= 0 and self.c.spans[self.span_at[first]].kind is None

    @staticmethod
    def _takes_site(sense: VerbSense) -> bool:
        return sense.kind in {"visit", "go", "meet"} or (sense.kind == "activity" and sense.activity not in {"", "listen", "talk"})

    def _description_starts(self, first: int, sentence: Sentence, *, direct: bool) -> Iterator[int]:
        """Where a description may begin: right after the verb, or after a preposition of place before the next verb."""
        starts = [first] if direct else []
        for i in range(first, min(first + 12, sentence.last)):
            if i in self.c.verbs and i > first:
                break
            if self.lower[i] in {"at", "to", "into", "inside"} and self.span_at[i] < 0:
                starts.append(i + 1)
        for start in starts:
            while start < sentence.last and (self.lower[start] in self.sets["noun_phrase_opener"] or self.lower[start] == "to"):
                start += 1
            yield start

    def _described_site(self, first: int, sentence: Sentence, *, works: bool = False) -> tuple[int, int, Kind] | None:
        """A description's span and kind: a head noun with a name before or behind it.

        Args:
            first: Its first token.
            sentence: The sentence.
            works: Whether a project is a site, too: one can visit it, but where one launches it, it is a plan.
        """
        i = first
        while i < sentence.last and i - first < 8:
            outside = self.tokens[i].shape not in "aA" or i in self.c.verbs or self.lower[i] in self.c.lexicon.closed_words
            if self.span_at[i] < 0 and outside and self.lower[i] not in {"“", "”", '"', "‘", "’", "'"}:
                return None
            if works and i > first and self.lower[i] in self.sets["visited_work"] and self.span_at[i] < 0:
                return self._visited_work(first, i, sentence)
            head = self.c.lexicon.heads.get((self.lower[i],))
            if (
                head is not None
                and head.site in {"yes", "settlement"}
                and self.span_at[i] < 0
                and not self._head_follows(i, sentence, works=works)
            ):
                before = self.c.spans[self.span_at[i - 1]] if i > first and self.span_at[i - 1] >= 0 else None
                known = before is not None and before.rule == "place:gazetteer" and before.start == self.tokens[first].start
                whole = i + 1 < sentence.last and self.lower[i + 1] == "of" and self._names_settlement(i + 2, sentence)
                if head.site == "settlement" and (i == first or known or whole):
                    return None  # "the city of X" and "X city" are the city itself
                break
            i += 1
        else:
            return None
        if i >= sentence.last:
            return None
        if self._is_plural(i) or self._is_plural_division(i):
            return None  # "manufacturers across the Midlands" are no one place
        end = self.extents.address_tail(i + 1, sentence) or self._named_complement(i + 1, sentence)
        named = any(self.span_at[k] >= 0 and self.c.spans[self.span_at[k]].kind != "person" for k in range(first, i))
        if end is None and not named:
            return None
        owner = self.c.spans[self.span_at[i - 1]] if i > first and self.span_at[i - 1] >= 0 else None
        part = end is None and owner is not None and owner.site == "yes" and self.lower[i] in self.sets["part_of_site"]
        if part and self.tokens[i - 1].text.endswith(("'s", "’s")):
            return None  # "the castle's grounds" are the castle
        return self.tokens[first].start, end if end is not None else self.tokens[i].end, head.kind  # type: ignore[return-value]

    def _visited_work(self, first: int, i: int, sentence: Sentence) -> tuple[int, int, Kind] | None:
        """A project, if a name or capitals before it, or a place behind it, tell which: "the Green Valley Project, Kandy"."""
        named = any(self.span_at[k] >= 0 and self.c.spans[self.span_at[k]].kind != "person" for k in range(first, i))
        capitals = self.tokens[i].shape == "A" and self.tokens[first].shape == "A"
        if not named and not capitals:
            return None
        end = self.extents.address_tail(i + 1, sentence) or self._named_complement(i + 1, sentence) or self.tokens[i].end
        return self.tokens[first].start, end, "place"

    def _names_settlement(self, i: int, sentence: Sentence) -> bool:
        """Whether a known settlement's name begins at token `i`: "the northern city of X" is X."""
        number = self.span_at[i] if i < sentence.last else -1
        return number >= 0 and self.c.spans[number].rule == "place:gazetteer"

    def _is_plural_division(self, i: int) -> bool:
        """Whether a noun is "cities", "districts" or the like, whose names follow one by one."""
        word = self.lower[i]
        single = f"{word[:-3]}y" if word.endswith("ies") else word[:-1]
        head = self.c.lexicon.heads.get((single,)) if word.endswith("s") else None
        return head is not None and bool(head.level) and self.tokens[i].shape == "a"

    def _is_plural(self, i: int) -> bool:
        word = self.lower[i]
        if self.tokens[i].shape != "a" or not word.endswith("s"):
            return False
        if word.endswith("ies"):
            vague = word in {"facilities", "communities", "properties", "companies", "agencies", "authorities"}
            several = QUANTIFIERS.intersection(self.lower[max(i - 4, 0) : i])
            return (f"{word[:-3]}y",) in self.c.lexicon.heads and (vague or bool(several))
        return (word[:-1],) in self.c.lexicon.heads

    def _head_follows(self, i: int, sentence: Sentence, *, works: bool) -> bool:
        k = i + 1
        if k >= sentence.last or self.tokens[k].shape not in "aA" or self.span_at[k] >= 0:
            return False
        return (self.lower[k],) in self.c.lexicon.heads or (works and self.lower[k] in self.sets["visited_work"])

    def _is_owner(self, i: int, sentence: Sentence) -> bool:
        """Whether "of" stands before the person at token `i` or before the person's title: "the statue of the late President X"."""
        k = i - 1
        while k > sentence.first and (self.lower[k] in {"the", "late", "former", "."} or self.lower[k] in self.c.lexicon.office_vocabulary):
            if self.lower[k] == "of":
                return True
            k -= 1
        return self.lower[k] == "of"

    def _named_complement(self, i: int, sentence: Sentence) -> int | None:
        """Where the complement of a described site ends, if there is a name in it: "of the X", "under construction in Y"."""
        end = None
        steps = 0
        if i + 1 < sentence.last and self.lower[i] == "," and self.span_at[i + 1] >= 0:
            place = self.c.spans[self.span_at[i + 1]]
            if place.site in {"settlement", "street"} or place.kind is None:
                i += 1  # "the Residence, Manama"
        while i < sentence.last and steps < 9:
            number = self.span_at[i]
            if number >= 0:
                if self.c.spans[number].kind == "person":
                    return self.c.spans[number].end if self._is_owner(i, sentence) else end  # "the former residence of X"
                reached = self.extents.extent(number, sentence)
                while i < sentence.last and self.tokens[i].start < reached:
                    i += 1
                people = i < sentence.last and self.tokens[i].shape == "a" and self.span_at[i] < 0 and i not in self.c.verbs
                if people and self.lower[i].endswith(("ers", "ors", "eurs", "ists", "ians", "ants")):
                    break  # "the factories of Bumiputera entrepreneurs"
                end = reached
                if i < sentence.last and self.lower[i] in self.sets["qualifying_preposition"]:
                    continue
                break
            if i in self.c.verbs or self.tokens[i].shape not in "aA" or self.lower[i] in {"and", "to", "which", "where", "who", "with"}:
                break
            i += 1
            steps += 1
        return end
