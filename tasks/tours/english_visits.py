"""Which places an English text says somebody went to, and how it says so."""

from collections.abc import Iterator, Sequence

from tasks.entities.spans import Kind, NameSpan
from tasks.lexicon.english import VerbSense
from tasks.text.sentences import Sentence
from tasks.tours.english_clauses import ADVERBS, EnglishClauses
from tasks.tours.uses import Actor, PlaceUse

LOCATIVE = frozenset(["at", "in", "inside", "into", "to", "on", "near", "outside", "around", "through", "within", "aboard"])
QUALIFYING = frozenset(["in", "at", "of", "near", "on", "outside", "under", "within"])
DETERMINERS = frozenset(
    ["the", "a", "an", "his", "her", "their", "its", "this", "that", "these", "those", "our", "several", "some", "both", "other", "various"]
)
VISIT_NOUNS = frozenset(["visit", "visits", "tour", "trip", "travel", "journey", "inspection", "stop", "stops", "stopover"])
STOP_NOUNS = frozenset(["stop", "destination", "leg", "stopover", "visit"])
UNDERTAKEN = frozenset(
    ["concluded", "concludes", "completed", "completes", "wrapped", "ended", "ends", "finished", "made", "makes", "paid", "pays", "undertook", "began",
     "begins", "commenced", "started", "on", "conducted", "embarked", "concluding", "marking", "continued"]
)  # fmt: skip
PARTS_OF_SITES = frozenset(
    ["kitchen", "workshop", "warehouse", "yard", "hall", "barracks", "gate", "room", "clinic", "window", "meeting", "courtyard", "ward", "laboratory",
     "campus", "grounds", "site", "premises", "headquarters", "area", "center", "centre", "building", "construction", "section", "store", "office",
     "foot", "top", "front", "bank", "banks", "entrance", "platform", "dike", "control", "production", "line", "canteen", "library", "branch", "door", "activity",
     "activities", "work", "works", "operation", "operations", "facility", "facilities", "workshops", "products", "management", "family"]
)  # fmt: skip
ABSTRACT_KINDS = frozenset(["no"])
MAX_EVIDENCE = 200


class EnglishVisits:
    """Finds the uses of places in one document.

    Args:
        clauses: The grammar's view of the document.
    """

    def __init__(self, clauses: EnglishClauses) -> None:
        """Note where names begin and end."""
        self.c = clauses
        self.tokens = clauses.tokens
        self.lower = clauses.lower
        self.span_at = clauses.span_at
        self.first_of: dict[int, int] = {}
        self.last_of: dict[int, int] = {}
        for i, number in enumerate(self.span_at):
            if number >= 0:
                self.first_of.setdefault(number, i)
                self.last_of[number] = i

    def uses(self) -> list[PlaceUse]:
        """All uses, in order of the text."""
        found = []
        for index, sentence in enumerate(self.c.sentences):
            found.extend(self._in_sentence(index, sentence))
        return found

    def _in_sentence(self, index: int, sentence: Sentence) -> Iterator[PlaceUse]:
        if self.c.is_heading(index) or self._by_proxy(sentence):
            return
        previous: PlaceUse | None = None
        numbers = sorted({n for n in self.span_at[sentence.first : sentence.last] if n >= 0})
        described = list(self._described(index, sentence))
        for number in numbers:
            start = self.c.spans[number].start
            inside = next((use for use in described if use.place_start <= start < use.place_end), None)
            if inside is not None:
                if previous is not inside:
                    yield inside
                    previous = inside
                continue
            span = self.c.spans[number]
            if span.kind == "person" or span.in_title or number not in self.first_of or self._is_titled(number):
                previous = previous if span.kind != "person" else None
                continue
            first = self.first_of[number]
            use = self._use(number, span, first, index, sentence, previous)
            if use is not None:
                yield use
                previous = use

    def _use(self, number: int, span: NameSpan, first: int, index: int, sentence: Sentence, previous: PlaceUse | None) -> PlaceUse | None:
        if previous is not None and span.start < previous.place_end:
            return None  # part of the address of the place before
        k = self._skip_modifiers(first - 1, sentence)
        word = self.lower[k] if k >= sentence.first else ""
        if span.site == "no":
            return self._body(k, word, span, number, index, sentence)
        after_semicolon = word == ";" or (word == "and" and k > sentence.first and self.lower[k - 1] == ";")
        if previous is not None and word in {",", "and", "&", ";", ":"} and (after_semicolon or self._continues(previous, k, sentence)):
            if self._is_apposition(previous, k, number, sentence):
                return None
            if previous.weight >= 0.5 and self._same_sort(previous.span, span):
                return self._make(
                    span, number, index, sentence, previous.rule, previous.weight, previous.activity, previous.actor, first
                )
        if k < sentence.first:
            return self._as_subject(span, number, index, sentence)
        verb = self._verb_ending_at(k, sentence)
        if verb is not None:
            found = self._as_object(verb, span, number, index, sentence)
            if found is not None or (word != "of" and word not in LOCATIVE):
                return found
        if word == "of":
            return self._after_of(k, span, number, index, sentence)
        if word in {"was", "were"} and STOP_NOUNS & set(self.lower[max(sentence.first, k - 3) : k]):
            return self._make(span, number, index, sentence, "stop:named-as-stop", 0.85, "visit", Actor("passive"), k)
        if word in LOCATIVE or word in {"from", "besides"}:
            return self._after_preposition(k, word, span, number, index, sentence)
        if word in {",", "and", ":", "—", "-", "”", '"', "that", ";"}:
            return self._as_subject(span, number, index, sentence)
        return None

    def _by_proxy(self, sentence: Sentence) -> bool:
        """Whether somebody else stood in: "was represented by Mrs X at the service"."""
        return any(
            i in self.c.verbs and any(sense.kind == "represent" for sense in self.c.verbs[i][1]) and "by" in self.lower[i : i + self.c.verbs[i][0] + 1]
            for i in range(sentence.first, sentence.last)
        )

    # --- places named by a common noun ----------------------------------------------------------------------------------

    def _described(self, index: int, sentence: Sentence) -> Iterator[PlaceUse]:
        """Places that a lower-case head and a name make together: "the exhibition hall on the history of the X Party"."""
        for verb in range(sentence.first, sentence.last):
            match = self.c.verbs.get(verb)
            if match is None:
                continue
            sense = next((sense for sense in match[1] if self._takes_site(sense)), None)
            if sense is None:
                continue
            found = None
            for first in self._description_starts(verb + match[0], sentence, direct="object" in sense.complements):
                found = found or self._described_site(first, sentence)
            if found is not None:
                span = found
                start, end, kind = span
                name = NameSpan(start, end, self.c.text[start:end], kind, "yes", f"{kind}:described", 0.7)
                evidence = self._evidence(sentence, start, end)
                weight = 0.85 if sense.kind == "visit" else 0.8
                actor = self.c.actor(verb, sentence)
                yield PlaceUse(
                    name, index, "stop:described-site", weight, sense.activity or "visit", actor, self.c.status[verb], start, end, *evidence
                )

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
            while start < sentence.last and (self.lower[start] in DETERMINERS or self.lower[start] == "to"):
                start += 1
            yield start

    def _described_site(self, first: int, sentence: Sentence) -> tuple[int, int, Kind] | None:
        i = first
        while i < sentence.last and i - first < 8:
            if self.span_at[i] < 0 and (
                self.tokens[i].shape not in "aA" or i in self.c.verbs or self.lower[i] in self.c.lexicon.function_words
            ):
                if self.lower[i] not in {"“", "”", '"', "‘", "’", "'"}:
                    return None
            head = self.c.lexicon.heads.get((self.lower[i],))
            if head is not None and head.site in {"yes", "settlement"} and self.span_at[i] < 0 and not self._head_follows(i, sentence):
                if head.site == "settlement" and i == first:
                    return None  # "the city of X" is the city itself
                break
            i += 1
        else:
            return None
        if i >= sentence.last:
            return None
        end = self._named_complement(i + 1, sentence)
        named = any(self.span_at[k] >= 0 and self.c.spans[self.span_at[k]].kind != "person" for k in range(first, i))
        if end is None and not named:
            return None
        return self.tokens[first].start, end if end is not None else self.tokens[i].end, head.kind  # type: ignore[return-value]

    def _head_follows(self, i: int, sentence: Sentence) -> bool:
        k = i + 1
        return k < sentence.last and self.tokens[k].shape in "aA" and self.span_at[k] < 0 and (self.lower[k],) in self.c.lexicon.heads

    def _named_complement(self, i: int, sentence: Sentence) -> int | None:
        """Where the complement of a described site ends, if there is a name in it: "of the X", "under construction in Y"."""
        end = None
        steps = 0
        if i + 1 < sentence.last and self.lower[i] == "," and self.span_at[i + 1] >= 0:
            place = self.c.spans[self.span_at[i + 1]]
            if place.site in {"settlement", "street"}:
                i += 1  # "the Residence, Manama"
        while i < sentence.last and steps < 9:
            number = self.span_at[i]
            if number >= 0:
                if self.c.spans[number].kind == "person":
                    break
                end = self._place_extent(number, sentence)
                while i < sentence.last and self.tokens[i].start < end:
                    i += 1
                if i < sentence.last and self.lower[i] in QUALIFYING:
                    continue
                break
            if i in self.c.verbs or self.tokens[i].shape not in "aA" or self.lower[i] in {"and", "to", "which", "where", "who", "with"}:
                break
            i += 1
            steps += 1
        return end

    def _is_titled(self, number: int) -> bool:
        """Whether a name begins with an office ("Minister Tong"): a person, whatever else it was taken for."""
        first = self.lower[self.first_of[number]]
        return self.c.spans[number].kind is None and (first in self.c.lexicon.titles or first == "chief")

    def _body(self, k: int, word: str, span: NameSpan, number: int, index: int, sentence: Sentence) -> PlaceUse | None:
        """A body such as a committee: a stop only where the text plainly goes to it or opens with it."""
        verb = self._verb_ending_at(k, sentence)
        if verb is not None and any(sense.kind in {"visit", "go"} for sense in self.c.verbs[verb][1]):
            return self._as_object(verb, span, number, index, sentence)
        if word == "at" and self._opens_clause(k, sentence):
            return self._after_preposition(k, word, span, number, index, sentence)
        return None

    def _is_apposition(self, previous: PlaceUse, k: int, number: int, sentence: Sentence) -> bool:
        """Whether a name says again what the place before is: "the ‘Dalada Maligawa,’ the Temple of the Sacred Tooth Relic"."""
        after = self.last_of[number] + 1
        ends = after >= sentence.last or self.lower[after] not in {",", "and", "&", ";"}
        between = self.c.text[previous.place_end : self.c.spans[number].start].strip(" ’'”\"")
        return self.lower[k] == "," and between in {", the", ",’ the", ",' the", ",” the"} and ends and previous.rule != "stop:locative"

    # --- relations ------------------------------------------------------------------------------------------------------

    def _skip_modifiers(self, k: int, sentence: Sentence) -> int:
        """Step left over determiners, adjectives and quotation marks before a name."""
        steps = 0
        while k >= sentence.first and steps < 7:
            word = self.lower[k]
            if self.span_at[k] >= 0 and self.c.spans[self.span_at[k]].kind is not None:
                return k
            verb = k in self.c.verbs or self._verb_ending_at(k, sentence) is not None
            modifier = (
                word in DETERMINERS
                or word in {"“", "‘", '"', "'", "”", "’"}
                or (self.tokens[k].shape in "aA9" and word not in self.c.lexicon.function_words and not verb and word not in LOCATIVE)
            )
            if not modifier or word in {"of", "and"}:
                return k
            k -= 1
            steps += 1
        return k

    def _verb_ending_at(self, k: int, sentence: Sentence) -> int | None:
        for first in range(k, max(sentence.first, k - 5) - 1, -1):
            match = self.c.verbs.get(first)
            if match and first + match[0] - 1 == k:
                return first
        return None

    def _continues(self, previous: PlaceUse, k: int, sentence: Sentence) -> bool:
        """Whether only list punctuation, dates and a few nouns lie between the place before and token `k`."""
        end = previous.place_end
        between = [i for i in range(max(sentence.first, k - 12), k + 1) if self.tokens[i].start >= end]
        between = [i for i in between if not (self.tokens[i].shape == "9" or (self.lower[i] in {"on", "the"} and self._dated(i, sentence)))]
        if all(self.lower[i] in {",", "and", "&", "the", "as", "well", "also", "then"} or self.span_at[i] >= 0 for i in between):
            return True
        return len(between) <= 8 and not any(i in self.c.verbs or self.lower[i] in {".", ";"} or self.lower[i] in LOCATIVE for i in between)

    def _dated(self, i: int, sentence: Sentence) -> bool:
        """Whether a number follows within two words, as in "on the 14th"."""
        return any(self.tokens[k].shape == "9" for k in range(i + 1, min(i + 3, sentence.last)))

    @staticmethod
    def _same_sort(left: NameSpan, right: NameSpan) -> bool:
        big = {"settlement", "region"}
        return (left.site in big) == (right.site in big) or right.site == "yes" or right.site == ""

    def _as_object(self, verb: int, span: NameSpan, number: int, index: int, sentence: Sentence) -> PlaceUse | None:
        _, senses = self.c.verbs[verb]
        for sense in senses:
            if sense.kind in {"visit", "go"} and "object" in sense.complements:
                actor = self.c.actor(verb, sentence)
                weight = 0.95 if sense.kind == "visit" else 0.9
                return self._make(span, number, index, sentence, "stop:visit-object", weight, sense.activity or "visit", actor, verb)
        for sense in senses:
            if sense.kind == "activity" and "object" in sense.complements:
                return self._make(
                    span,
                    number,
                    index,
                    sentence,
                    "stop:activity-object",
                    0.7,
                    sense.activity or "visit",
                    self.c.actor(verb, sentence),
                    verb,
                )
        return None

    def _after_preposition(self, k: int, word: str, span: NameSpan, number: int, index: int, sentence: Sentence) -> PlaceUse | None:
        noun = k - 1
        if noun >= sentence.first and self.lower[noun] in VISIT_NOUNS and word in {"to", "in", "at", "of"}:
            return self._visit_noun(noun, span, number, index, sentence)
        if word == "besides" and k == sentence.first:
            return self._make(span, number, index, sentence, "stop:besides", 0.85, "visit", self._actor_after(number, sentence), k)
        if self._opens_clause(k, sentence) and word in {"at", "in", "inside", "on", "into"}:
            verb = self._next_verb(number, sentence)
            actor = self._actor_after(number, sentence)
            activity = self._activity_after(number, sentence)
            if actor.kind == "other" and verb is None:
                return self._make(span, number, index, sentence, "stop:scene", 0.4, activity, Actor("elided"), k)
            weight = 0.85 if word != "on" else 0.7
            return self._make(span, number, index, sentence, "stop:opening-locative", weight, activity, actor, k)
        if self.lower[sentence.first] in {"there", "it"} and word in {"at", "in", "on"} and span.site in {"yes", "street"}:
            return self._make(span, number, index, sentence, "stop:scene", 0.4, "visit", Actor("elided"), k)
        verb = self._governor(k, sentence)
        if verb is None:
            return self._loosely(k, word, span, number, index, sentence)
        length, senses = self.c.verbs[verb]
        adjacent = k - (verb + length) <= 8
        for sense in senses:
            if sense.kind in {"go", "visit"} and word in sense.complements and adjacent:
                return self._make(
                    span, number, index, sentence, "stop:go-to", 0.92, sense.activity or "visit", self.c.actor(verb, sentence), verb
                )
        if word in {"from", "to", "through", "around"}:
            handed = word == "to" and any(sense.kind == "activity" and "to" in sense.complements for sense in senses)
            if handed and k - (verb + length) <= 14:
                return self._make(span, number, index, sentence, "stop:locative", 0.7, "visit", self.c.actor(verb, sentence), verb)
            return self._loosely(k, word, span, number, index, sentence) if word == "to" else None
        actor = self.c.actor(verb, sentence)
        kinds = {sense.kind for sense in senses}
        activity = next((sense.activity for sense in senses if sense.activity), "visit")
        if word == "on" and span.kind == "organization":
            return None
        if span.site in {"region", "settlement"} and span.rule in {"place:gazetteer", "place:locative", "place:macro-region"}:
            return self._in_division(k, verb, kinds, activity, actor, span, number, index, sentence)
        if kinds & {"visit", "go"}:
            return self._make(span, number, index, sentence, "stop:locative", 0.8, activity, actor, verb)
        if kinds & {"activity", "meet", "accompany"}:
            return self._make(span, number, index, sentence, "stop:locative", 0.75, activity, actor, verb)
        if kinds & {"say"}:
            return self._make(span, number, index, sentence, "stop:locative", 0.55, "talk", actor, verb)
        return self._loosely(k, word, span, number, index, sentence)

    def _in_division(
        self, k: int, verb: int, kinds: set[str], activity: str, actor: Actor, span: NameSpan, number: int, index: int, sentence: Sentence
    ) -> PlaceUse:
        """"In Guangzhou", "in Sri Lanka": where something was done only if the sentence tells of a meeting or visit right there."""
        acts = actor.kind in {"person", "group", "pronoun"} or (actor.kind == "elided" and k - verb <= 4)
        near = k - verb <= 25 and not any(self.lower[i] in {",", "of", "for"} for i in range(k - 1, max(k - 2, verb), -1))
        weight = 0.4
        if acts and near:
            if kinds & {"visit", "go"}:
                weight = 0.7
            elif kinds & {"meet"} or activity in {"attend", "meet", "open", "pay_respects"}:
                weight = 0.6 if span.site == "settlement" else 0.45
        return self._make(span, number, index, sentence, "stop:locative", weight, activity, actor, verb)

    def _loosely(self, k: int, word: str, span: NameSpan, number: int, index: int, sentence: Sentence) -> PlaceUse | None:
        """A premises in a sentence about a person, whose verb the lexicon does not know: "turned to", "squeezed into"."""
        actor = self.c.subject_before(k - 1, sentence)
        acts = actor.kind in {"person", "group"} or actor.word in {"he", "she", "they"} or " " in actor.word
        division = span.site in {"region", "settlement"} and span.rule == "place:gazetteer"
        if acts and span.site != "region" and not (division and word != "to") and word in {"at", "in", "inside", "into", "to"}:
            return self._make(span, number, index, sentence, "stop:locative-loose", 0.6, "visit", actor, k)
        return None

    def _after_of(self, k: int, span: NameSpan, number: int, index: int, sentence: Sentence) -> PlaceUse | None:
        noun = k - 1
        if noun < sentence.first:
            return None
        if self.lower[noun] in VISIT_NOUNS:
            return self._visit_noun(noun, span, number, index, sentence)
        if self.span_at[noun] >= 0 or self.lower[noun] in self.c.lexicon.office_words:
            return None
        if self.lower[noun] not in PARTS_OF_SITES and (self.lower[noun],) not in self.c.lexicon.heads:
            return None
        left = self._skip_modifiers(noun, sentence)
        while left - 1 > sentence.first and self.lower[left] == "of" and self.tokens[left - 1].shape == "a" and self.span_at[left - 1] < 0:
            left = self._skip_modifiers(left - 1, sentence)
        verb = self._verb_ending_at(left, sentence) if left >= sentence.first else None
        if left < sentence.first or (verb is None and self.lower[left] in {",", ":"}):
            following = self._next_verb(number, sentence)
            passive = following is not None and any(sense.kind == "visit" for sense in self.c.verbs[following][1])
            rule, weight = ("stop:passive", 0.85) if passive and self._is_passive(following) else ("stop:scene", 0.4)
            return self._make(span, number, index, sentence, rule, weight, "visit", Actor("passive"), noun)
        found = self._as_object(verb, span, number, index, sentence) if verb is not None else None
        if found is None and self.lower[left] in LOCATIVE:
            return self._after_preposition(left, self.lower[left], span, number, index, sentence)
        if found is None and verb is not None:
            return self._loosely(left, "in", span, number, index, sentence)
        return found

    def _is_passive(self, verb: int | None) -> bool:
        return verb is not None and (self.lower[verb - 1] in {"was", "were", "been"} or self.lower[verb] in {"was", "were"})

    def _visit_noun(self, noun: int, span: NameSpan, number: int, index: int, sentence: Sentence) -> PlaceUse:
        person = next(
            (self.c.spans[self.span_at[i]] for i in range(noun, max(sentence.first, noun - 12) - 1, -1)
             if self.span_at[i] >= 0 and self.c.spans[self.span_at[i]].kind == "person"),
            None,
        )  # fmt: skip
        actor = Actor("person", (person,)) if person else Actor("elided")
        around = set(self.lower[max(sentence.first, noun - 9) : noun])
        weight = 0.85 if self.lower[noun] in {"stop", "stops"} else 0.62 if around & UNDERTAKEN else 0.45
        return self._make(span, number, index, sentence, "stop:visit-noun", weight, "visit", actor, noun)

    def _as_subject(self, span: NameSpan, number: int, index: int, sentence: Sentence) -> PlaceUse | None:
        """A place that a sentence is about: gone to if a passive says so, else perhaps the scene of what follows."""
        after = self.last_of[number] + 1
        if after < sentence.last and self.lower[after] in {"was", "were", "is", "are", "has", "have"}:
            if STOP_NOUNS & set(self.lower[after : after + 6]):
                return self._make(span, number, index, sentence, "stop:named-as-stop", 0.85, "visit", Actor("passive"), after)
            verb = self.c.verbs.get(after + 1)
            if verb and any(sense.kind == "visit" for sense in verb[1]):
                return self._make(span, number, index, sentence, "stop:passive", 0.85, "visit", Actor("passive"), after)
        if span.site not in {"yes", "street"} and not (span.site == "settlement" and span.rule != "place:gazetteer"):
            return None
        if not self._opens_clause(self.first_of[number], sentence) or self._is_dateline(after, sentence):
            return None
        return self._make(span, number, index, sentence, "stop:scene", 0.4, "visit", Actor("elided"), min(after, sentence.last - 1))

    def _is_dateline(self, after: int, sentence: Sentence) -> bool:
        """Whether a date or an agency in brackets follows: "Hunan Daily News, December 10th (…)"."""
        if after + 1 >= sentence.last or self.lower[after] not in {",", "("}:
            return False
        word = self.lower[after + 1]
        return self.tokens[after + 1].shape == "9" or "month" in self.c.lexicon.function_words.get(word, frozenset()) or self.lower[after] == "("

    # --- around ---------------------------------------------------------------------------------------------------------

    def _opens_clause(self, k: int, sentence: Sentence) -> bool:
        """Whether the phrase at `k` opens its sentence, adverbs, dates and what it is a part of aside."""
        opening = self.lower[sentence.first]
        leads = opening in LOCATIVE or (opening.endswith("ing") and sentence.first in self.c.verbs)
        if leads and not any(
            self.lower[i] in {",", ";", ":"} or (i in self.c.verbs and i > sentence.first) or self.span_at[i] >= 0 for i in range(sentence.first, k)
        ):
            return True
        i = k - 1
        while i >= sentence.first:
            word = self.lower[i]
            light = word in ADVERBS or word in {",", "on", "the", "of", "in", "at", "and", "“", '"', "while"} or self.tokens[i].shape == "9"
            temporal = bool(self.c.lexicon.function_words.get(word, frozenset()) & {"month", "weekday", "connective", "ordinal", "time"})
            light = light or word in {"morning", "afternoon", "evening", "night", "day", "noon", "same", "next", "following"}
            if self.span_at[i] >= 0 or not (light or temporal):
                return False
            i -= 1
        return True

    def _governor(self, k: int, sentence: Sentence) -> int | None:
        """The verb that a prepositional phrase beginning at `k` most likely belongs to: the nearest to the left."""
        for i in range(k - 1, max(sentence.first, k - 40) - 1, -1):
            if self.lower[i] in {";", ":"}:
                return None
            if i in self.c.verbs:
                return i
        return None

    def _next_verb(self, number: int, sentence: Sentence) -> int | None:
        for i in range(self.last_of[number] + 1, sentence.last):
            if i in self.c.verbs:
                return i
        return None

    def _actor_after(self, number: int, sentence: Sentence) -> Actor:
        """Who acts in the clause that follows an opening phrase."""
        i = self.last_of[number] + 1
        while i < sentence.last:
            other = self.span_at[i]
            if other >= 0 and self.c.spans[other].kind == "person":
                last = i
                while last + 1 < sentence.last and (
                    self.span_at[last + 1] >= 0
                    and self.c.spans[self.span_at[last + 1]].kind == "person"
                    or self.lower[last + 1] in {"and", ","}
                ):
                    last += 1
                while self.span_at[last] < 0:
                    last -= 1
                return Actor("person", self.c._coordinated(last, sentence))
            found = self.c._nominal_ending(i, sentence)
            if found is not None and found.kind in {"pronoun", "group"}:
                return found
            if i in self.c.verbs:
                previous = self.lower[i - 1]
                return Actor("passive" if previous in {"was", "were", "be"} else "elided")
            i += 1
        return Actor("other")

    def _activity_after(self, number: int, sentence: Sentence) -> str:
        for i in range(self.last_of[number] + 1, sentence.last):
            if i in self.c.verbs:
                for sense in self.c.verbs[i][1]:
                    if sense.activity:
                        return sense.activity
        return "visit"

    # --- the finding ----------------------------------------------------------------------------------------------------

    def _place_extent(self, number: int, sentence: Sentence) -> int:
        """One past the last code point of a place's name with its qualifiers: brackets, address, "in Anshun City"."""
        i = self.last_of[number] + 1
        end = self.c.spans[number].end
        address, listed = self._address(number, sentence)
        while i < sentence.last:
            word = self.lower[i]
            if word == "(" and i + 2 < sentence.last and self.lower[i + 2] == ")":
                end = self.tokens[i + 2].end
                i += 3
                continue
            j = i + 1
            if word in {"located", "situated", "based"} and j < sentence.last and self.lower[j] in QUALIFYING:
                word, j = self.lower[j], j + 1
            if word != "," and word not in QUALIFYING:
                break
            while j < sentence.last and (self.lower[j] == "the" or self.tokens[j].shape == "9"):
                j += 1
            nxt = self.span_at[j] if j < sentence.last else -1
            if nxt < 0 or not self._qualifies(word, number, nxt, in_address=self.c.spans[nxt].end <= address, listed=listed):
                break
            end = self.c.spans[nxt].end
            i = self.last_of[nxt] + 1
        return end

    def _qualifies(self, word: str, number: int, follower_number: int, *, in_address: bool, listed: bool) -> bool:
        """Whether a name that follows a place by a comma or a preposition tells where the place is."""
        follower = self.c.spans[follower_number]
        if follower.kind == "person":
            return False
        big = {"settlement", "region"}
        if word == "," and self.c.spans[number].site in big and (follower.site != "region" or (listed and self.c.spans[number].site == "region")):
            return False
        if word == ",":
            return follower.site in {"settlement", "region", "street"} or in_address
        return follower.site in {"settlement", "region", "street"} or follower.kind in {"place", "organization"}

    def _address(self, number: int, sentence: Sentence) -> tuple[int, bool]:
        """Where a chain of names after commas ends, if it is an address (a town or street at its end), and whether it is a list ("and")."""
        i = self.last_of[number] + 1
        end, last = 0, None
        while i + 1 < sentence.last and self.lower[i] == ",":
            j = i + 1
            while j < sentence.last and (self.lower[j] == "the" or self.tokens[j].shape == "9"):
                j += 1
            nxt = self.span_at[j] if j < sentence.last else -1
            if nxt < 0 or self.c.spans[nxt].kind == "person":
                break
            last = self.c.spans[nxt]
            end = last.end
            i = self.last_of[nxt] + 1
        if i + 1 < sentence.last and self.lower[i] == ",":
            i += 1
        follows = i + 2 < sentence.last and (self.span_at[i + 1] >= 0 or (self.lower[i + 1] == "the" and self.span_at[i + 2] >= 0))
        listed = i < sentence.last and self.lower[i] in {"and", "&"} and follows
        if last is None or listed or last.site not in {"settlement", "street", "region"}:
            return 0, listed
        return end, listed

    def _make(
        self,
        span: NameSpan,
        number: int,
        index: int,
        sentence: Sentence,
        rule: str,
        weight: float,
        activity: str,
        actor: Actor,
        anchor: int,
    ) -> PlaceUse:
        if span.site == "region" and span.rule != "place:gazetteer" and rule in {"stop:locative", "stop:opening-locative", "stop:activity-object"}:
            weight = min(weight, 0.45)  # "in the Taiwan Strait": waters and ranges are where things lie, not where one goes
        place_end = self._place_extent(number, sentence)
        status = self.c.status[self.first_of[number]]
        if status == "told" and self._is_return(number, anchor, sentence):
            status = "returned"
        if status == "told" and self.c.status[min(anchor, sentence.last - 1)] in {"planned", "past", "said"}:
            status = self.c.status[anchor]
        start, end = self._evidence(sentence, span.start, place_end)
        return PlaceUse(span, index, rule, weight, activity, actor, status, span.start, place_end, start, end)  # type: ignore[arg-type]

    def _is_return(self, number: int, anchor: int, sentence: Sentence) -> bool:
        """Whether somebody arrives here from elsewhere: the way home, not a stop ("arrived at X from Israel")."""
        after = self.last_of[number] + 1
        if self.lower[anchor] in {"returned", "returns", "return", "returning"}:
            return True
        if self.lower[anchor] not in {"arrived", "arrive", "arrives", "landed"} or after + 1 >= sentence.last:
            return False
        follower = self.span_at[after + 1]
        return self.lower[after] == "from" and follower >= 0 and self.c.spans[follower].site in {"region", "settlement"}

    def _evidence(self, sentence: Sentence, start: int, end: int) -> tuple[int, int]:
        return evidence_span(self.tokens, sentence, start, end)


def evidence_span(tokens: Sequence, sentence: Sentence, start: int, end: int) -> tuple[int, int]:  # type: ignore[type-arg]
    """The part of a sentence, at most 200 code points, that shows a finding.

    Args:
        tokens: The document's tokens.
        sentence: The sentence of the finding.
        start: First code point that must be in it.
        end: One past the last.

    Returns:
        A span that begins and ends at token boundaries and holds as much of what stands around as fits.
    """
    inside = tokens[sentence.first : sentence.last]
    begins = [token.start for token in inside if token.start <= start and end - token.start <= MAX_EVIDENCE]
    begin = min(begins, default=start)
    ends = [token.end for token in inside if token.end >= end and token.end - begin <= MAX_EVIDENCE]
    return begin, max(ends, default=end)
