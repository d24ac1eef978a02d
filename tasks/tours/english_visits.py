"""Which places an English text says somebody went to, and how it says so."""

from collections.abc import Iterator
from dataclasses import replace

from tasks.entities.spans import NameSpan
from tasks.text.sentences import Sentence
from tasks.tours.english_clauses import EnglishClauses
from tasks.tours.english_described_sites import DescribedSites
from tasks.tours.english_name_surroundings import NameSurroundings
from tasks.tours.english_place_extents import PlaceExtents
from tasks.tours.english_place_lists import PlaceLists
from tasks.tours.english_place_owners import PlaceOwners
from tasks.tours.english_place_references import EnglishPlaceReferences
from tasks.tours.uses import LISTED_SITE, Actor, PlaceUse

FOUND = 0.5
HEADLINE = 0.7
"""Weight of what only the headline tells ("Delegation visits X")."""


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
        self.sets = clauses.sets
        self.extents = PlaceExtents(clauses)
        self.first_of = self.extents.first_of
        self.last_of = self.extents.last_of
        self.around = NameSurroundings(clauses, self.extents)
        self.lists = PlaceLists(clauses, self.extents, self.around)
        self.owners = PlaceOwners(clauses, self.extents)
        self.described = DescribedSites(clauses, self.extents, self.around)
        self.references = EnglishPlaceReferences(clauses, self.extents, self.around)

    def uses(self) -> list[PlaceUse]:
        """All uses, in order of the text."""
        found: list[PlaceUse] = []
        for index, sentence in enumerate(self.c.sentences):
            if not self.c.is_heading(index):
                found.extend(self._in_sentence(index, sentence))
                found.extend(self.references.in_sentence(index, sentence))
        if self.c.sentences and self.c.is_heading(0) and not any(use.status == "told" and use.weight >= FOUND for use in found):
            shown = (
                use for use in self._in_sentence(0, self.c.sentences[0]) if use.rule == "stop:visit-object" and use.span.kind is not None
            )
            found = [*(replace(use, rule="stop:heading", weight=HEADLINE) for use in shown), *found]
        return found

    def _in_sentence(self, index: int, sentence: Sentence) -> Iterator[PlaceUse]:
        if self._by_proxy(sentence):
            return
        previous: PlaceUse | None = None
        listed: PlaceUse | None = None
        numbers = sorted({number for _, _, number in self.c.names_within(sentence.first, sentence.last)})
        described = list(self.described.in_sentence(index, sentence))
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
            use = self._use(number, span, first, index, sentence, previous or (listed if self.lists.opens_item(first, sentence) else None))
            if use is not None:
                yield use
                previous = listed = use

    def _use(self, number: int, span: NameSpan, first: int, index: int, sentence: Sentence, previous: PlaceUse | None) -> PlaceUse | None:
        if previous is not None and span.start < previous.place_end:
            return None  # part of the address of the place before
        if self.owners.owns(number, sentence):
            return None
        owner = self.owners.owner_of(first, sentence)
        k = self.around.skip_modifiers(self.first_of.get(owner, first) - 1, sentence)
        word = self.lower[k] if k >= sentence.first else ""
        if span.kind is None and self._acts_beside_site(first, number, sentence):
            return None
        if span.site == "no":
            listed = (
                previous is not None and previous.rule == "stop:visit-object" and word in {",", "and"} and previous.span.kind == span.kind
            )
            if (
                listed
                and previous is not None
                and self.lists.continues(previous, k, sentence)
                and self.lists.is_listed(number, previous, sentence)
            ):
                return self._make(span, number, index, sentence, previous.rule, previous.weight, previous.activity, previous.actor, first)
            return self._body(k, word, span, number, index, sentence)
        if previous is not None and self.lists.in_apposition(previous, first, number, sentence):
            return None
        after_semicolon = word == ";" or (word == "and" and k > sentence.first and self.lower[k - 1] == ";")
        if (
            previous is not None
            and word in {",", "and", "&", ";", ":"}
            and (after_semicolon or self.lists.continues(previous, k, sentence))
        ):
            if self.lists.is_apposition(previous, k, number, sentence):
                return None
            last_listed = word == "and" and previous.rule == "stop:visit-object"
            if previous.weight >= FOUND and (after_semicolon or last_listed or self.lists.same_sort(previous.span, span)):
                return self._make(span, number, index, sentence, previous.rule, previous.weight, previous.activity, previous.actor, first)
        if k < sentence.first:
            return self._as_subject(span, number, index, sentence)
        introduced = self.lists.introduced(k, sentence)
        if introduced is not None:
            found = self._as_object(introduced, span, number, index, sentence)
            by_kind = found is not None and self.lists.lists_sites(introduced, k)
            return replace(found, rule=LISTED_SITE) if found is not None and by_kind else found
        verb = self.around.verb_ending_at(k, sentence)
        if verb is not None:
            found = self._as_object(verb, span, number, index, sentence)
            if found is not None or (word != "of" and word not in self.sets["locative"]):
                return found
        if word == "of":
            return self._after_of(k, span, number, index, sentence)
        if word in {"was", "were"} and self.sets["stop_noun"] & set(self.lower[max(sentence.first, k - 3) : k]):
            return self._make(span, number, index, sentence, "stop:named-as-stop", 0.85, "visit", Actor("passive"), k)
        named = word in self.sets["locative"] and k - 1 > sentence.first and self.lower[k - 1] in {"was", "were"}
        if named and self.sets["stop_noun"] & set(self.lower[max(sentence.first, k - 7) : k - 1]):
            return self._make(span, number, index, sentence, "stop:named-as-stop", 0.85, "visit", Actor("passive"), k)
        if word in self.sets["locative"] or word in {"from", "besides"}:
            return self._after_preposition(k, word, span, number, index, sentence)
        joined = self.lists.joined_object(k, sentence) if word == "and" else None
        if joined is not None:
            return self._as_object(joined, span, number, index, sentence)
        if word in {",", "and", ":", "—", "-", "”", '"', "that", ";"}:
            return self._as_subject(span, number, index, sentence)
        return None

    def _acts_beside_site(self, first: int, number: int, sentence: Sentence) -> bool:
        """Whether a site that a common noun names stands before an unknown name, and a verb behind: "at the library Camilla met"."""
        noun, after = first - 1, self.last_of[number] + 1
        if noun <= sentence.first or after not in self.c.verbs or (self.lower[noun],) not in self.c.lexicon.heads:
            return False
        return self.tokens[noun].shape == "a" and "the" in self.lower[max(sentence.first, noun - 3) : noun]

    def _by_proxy(self, sentence: Sentence) -> bool:
        """Whether somebody else stood in: "was represented by Mrs X at the service"."""
        return any(
            any(sense.kind == "represent" for sense in self.c.verbs[i][1]) and "by" in self.lower[i : i + self.c.verbs[i][0] + 1]
            for i in self.c.verbs_within(sentence.first, sentence.last)
        )

    def _is_titled(self, number: int) -> bool:
        """Whether a name begins with an office ("Minister Tong"): a person, whatever else it was taken for."""
        first = self.lower[self.first_of[number]]
        return self.c.spans[number].kind is None and (first in self.c.lexicon.titles or first == "chief")

    def _body(self, k: int, word: str, span: NameSpan, number: int, index: int, sentence: Sentence) -> PlaceUse | None:
        """A body such as a committee: a stop only where the text plainly goes to it or opens with it."""
        verb = self.around.verb_ending_at(k, sentence)
        if verb is not None and any(sense.kind in {"visit", "go"} for sense in self.c.verbs[verb][1]):
            return self._as_object(verb, span, number, index, sentence)
        if (word == "at" and self.around.opens_clause(k, sentence)) or (word == "besides" and k == sentence.first):
            return self._after_preposition(k, word, span, number, index, sentence)
        return None

    def _as_object(self, verb: int, span: NameSpan, number: int, index: int, sentence: Sentence) -> PlaceUse | None:
        _, senses = self.c.verbs[verb]
        for sense in senses:
            if sense.kind in {"visit", "go"} and "object" in sense.complements:
                actor = self.c.actor(verb, sentence)
                weight = 0.95 if sense.kind == "visit" else 0.9
                return self._make(span, number, index, sentence, "stop:visit-object", weight, sense.activity or "visit", actor, verb)
        if span.site == "yes" and {"visit", "meet"} <= {sense.kind for sense in senses} and not self._is_appeal(number, sentence):
            actor = self.c.actor(verb, sentence)
            return self._make(span, number, index, sentence, "stop:visit-object", 0.85, "visit", actor, verb)  # "called on the X Centre"
        for sense in senses:
            if sense.kind == "activity" and "object" in sense.complements:
                if span.kind is None and self._site_follows(number, sentence):
                    return None  # "unveiled the X Sculpture at the Y Hospital": a thing
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

    def _site_follows(self, number: int, sentence: Sentence) -> bool:
        """Whether "at" and a site follow a name within a few words."""
        i = self.last_of[number] + 1
        stop = min(i + 4, sentence.last - 1)
        while i < stop and self.lower[i] not in {"at", "in"}:
            i += 1
        ahead = (self.span_at[j] for j in range(i + 1, min(i + 4, sentence.last)) if self.span_at[j] >= 0)
        return i < stop and (follower := next(ahead, -1)) >= 0 and self.c.spans[follower].site == "yes"

    def _is_appeal(self, number: int, sentence: Sentence) -> bool:
        """Whether a body is asked for something: "called on the Council to act", unlike "called on the Centre to see its work"."""
        after = self.last_of[number] + 1
        if after + 1 >= sentence.last or self.lower[after] != "to":
            return False
        return self.lower[after + 1] not in self.sets["purpose_of_visit"]

    def _after_preposition(self, k: int, word: str, span: NameSpan, number: int, index: int, sentence: Sentence) -> PlaceUse | None:
        if word == "to" and k > sentence.first and self.lower[k - 1] in {"next", "adjacent", "close", "opposite"}:
            return None
        noun = self.around.before_date(k - 1, sentence)
        if noun >= sentence.first and self.lower[noun] in self.sets["visit_noun"] and word in {"to", "in", "at", "of"}:
            return self._visit_noun(noun, span, number, index, sentence)
        if word == "besides" and k == sentence.first:
            return self._make(span, number, index, sentence, "stop:besides", 0.85, "visit", self.around.actor_after(number, sentence), k)
        if self.around.opens_clause(k, sentence) and word in {"at", "in", "inside", "on", "into"}:
            verb = self.around.next_verb(number, sentence)
            actor = self.around.actor_after(number, sentence)
            activity = self.around.activity_after(number, sentence)
            if actor.kind == "other" and verb is None:
                return self._make(span, number, index, sentence, "stop:scene", 0.4, activity, Actor("elided"), k)
            weight = 0.85 if word != "on" else 0.7
            speaks = k == sentence.first + 1 and self.lower[sentence.first] in {"speaking", "addressing"}
            if speaks or self.lower[k - 1 if k else 0] in self.sets["speech_noun"]:
                weight = 0.45  # where something was said need be no stop
            anchor = verb if verb is not None else k  # "In Beijing, he will meet": the verb tells whether it was done
            return self._make(span, number, index, sentence, "stop:opening-locative", weight, activity, actor, anchor)
        if self.lower[sentence.first] in {"there", "it"} and word in {"at", "in", "on"} and span.site in {"yes", "street"}:
            return self._make(span, number, index, sentence, "stop:scene", 0.4, "visit", Actor("elided"), k)
        verb = self.around.governor(k, sentence)
        if verb is None:
            return self._loosely(k, word, span, number, index, sentence)
        if self._tells_where_it_belongs(verb, k):
            return None
        length, senses = self.c.verbs[verb]
        adjacent = k - (verb + length) <= 8
        for sense in senses:
            if sense.kind in {"go", "visit"} and word in sense.complements and adjacent:
                return self._make(
                    span, number, index, sentence, "stop:go-to", 0.92, sense.activity or "visit", self.c.actor(verb, sentence), verb
                )
        welcomed = self._welcomed(verb, k) if word == "to" else ()
        if welcomed:
            return self._make(span, number, index, sentence, "stop:reception", 0.7, "visit", Actor("person", welcomed), verb)
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
        if self.lower[verb] in self.sets["reception"] and actor.kind != "passive":
            return self._make(span, number, index, sentence, "stop:reception", 0.7, activity, actor, verb)
        if kinds & {"activity", "meet", "accompany"}:
            return self._make(span, number, index, sentence, "stop:locative", 0.75, activity, actor, verb)
        if kinds & {"say"}:
            return self._make(span, number, index, sentence, "stop:locative", 0.55, "talk", actor, verb)
        return self._loosely(k, word, span, number, index, sentence)

    def _tells_where_it_belongs(self, verb: int, k: int) -> bool:
        """Whether a relative clause with "is" stands before token `k`: "visited the X plant, which is part of the Y firm in Z"."""
        return any(
            self.lower[i] in {"which", "that"} and self.lower[i + 1] in {"is", "are", "was", "were", "has", "belongs"}
            for i in range(verb + 1, k - 1)
        )

    def _in_division(
        self, k: int, verb: int, kinds: set[str], activity: str, actor: Actor, span: NameSpan, number: int, index: int, sentence: Sentence
    ) -> PlaceUse:
        """A division ("in Guangzhou"): where something was done only if the sentence tells of a meeting or visit right there."""
        welcomed = self._welcomed(verb, k) if actor.kind == "person" else ()
        if welcomed:
            actor = Actor("person", welcomed)
        acts = actor.kind in {"person", "group", "pronoun"} or (actor.kind == "elided" and k - verb <= 4)
        near = k - verb <= 25 and not any(self.lower[i] in {",", "of", "for"} for i in range(k - 1, max(k - 2, verb), -1))
        weight = 0.4
        if self.lower[k] == "in" and self._event_before(k, verb) and actor.kind in {"person", "group", "pronoun"}:
            weight = 0.7 if span.site == "settlement" else 0.45
        elif acts and near:
            if kinds & {"visit", "go"}:
                weight = 0.7
            elif kinds & {"meet"} or activity in {"attend", "meet", "open", "pay_respects"}:
                weight = 0.6 if span.site == "settlement" else 0.45
        return self._make(span, number, index, sentence, "stop:locative", weight, activity, actor, verb)

    def _welcomed(self, verb: int, k: int) -> tuple[NameSpan, ...]:
        """Who is welcomed where a phrase at token `k` tells: "President A welcomes B in Kyiv" is B's visit."""
        if not self.lower[verb].startswith(("welcom", "greet")):
            return ()
        met = [self.c.spans[n] for _, _, n in self.c.names_within(verb + 1, k) if self.c.spans[n].kind == "person"]
        return tuple(met[:1])

    def _event_before(self, k: int, verb: int) -> bool:
        """Whether a phrase with "in" at token `k` tells where the occasion was to which somebody went: "led a team to a summit in"."""
        event = self.lower[k - 1] in self.c.lexicon.event_heads or self.lower[k - 1] in self.sets["meeting"]
        goes = any(sense.kind in {"go", "visit"} for sense in self.c.verbs[verb][1]) or self.lower[verb] in self.sets["led"]
        return event and goes and any(self.lower[i] in {"to", "at"} for i in range(max(verb, k - 9), k))

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
        if self.lower[noun] in self.sets["visit_noun"]:
            return self._visit_noun(noun, span, number, index, sentence)
        is_head = (self.lower[noun],) in self.c.lexicon.heads
        if self.span_at[noun] >= 0 or (self.lower[noun] in self.c.lexicon.office_words and not is_head):
            return None
        if self.lower[noun] in self.sets["group"]:
            return None  # "the delegation of the X Office"
        if self.lower[noun] in self.sets["direction"]:
            return None  # "a small island west of X"
        if self.lower[noun] not in self.sets["part_of_site"] and not is_head:
            return None
        left = self.around.skip_modifiers(noun, sentence)
        while left - 1 > sentence.first and self.lower[left] == "of" and self.tokens[left - 1].shape == "a" and self.span_at[left - 1] < 0:
            left = self.around.skip_modifiers(left - 1, sentence)
        verb = self.around.verb_ending_at(left, sentence) if left >= sentence.first else None
        if left < sentence.first or (verb is None and self.lower[left] in {",", ":"}):
            following = self.around.next_verb(number, sentence)
            passive = following is not None and any(sense.kind == "visit" for sense in self.c.verbs[following][1])
            rule, weight = ("stop:passive", 0.85) if passive and self._is_passive(following) else ("stop:scene", 0.4)
            return self._make(span, number, index, sentence, rule, weight, "visit", Actor("passive"), noun)
        found = self._as_object(verb, span, number, index, sentence) if verb is not None else None
        if found is None and self.lower[left] in self.sets["locative"]:
            return self._after_preposition(left, self.lower[left], span, number, index, sentence)
        if found is None and self.lower[left] == "with" and span.site == "yes":
            return self._after_preposition(left, "at", span, number, index, sentence)  # "worked with the management of the X mill"
        if found is None and verb is not None:
            return self._loosely(left, "in", span, number, index, sentence)
        return found

    def _is_passive(self, verb: int | None) -> bool:
        return verb is not None and (self.lower[verb - 1] in {"was", "were", "been"} or self.lower[verb] in {"was", "were"})

    def _visit_noun(self, noun: int, span: NameSpan, number: int, index: int, sentence: Sentence) -> PlaceUse | None:
        after = self.last_of[number] + 1
        if after + 1 < sentence.last and self.lower[after] in {"was", "were"} and self.lower[after + 1] in self.sets["locative"]:
            return None  # "the last stop in X was at Y"
        actor, weight = self.around.undertaken(noun, sentence)
        if span.site == "yes" and {"during", "on"} & set(self.lower[max(noun - 4, sentence.first) : noun]):
            following = self.around.next_verb(number, sentence)
            if following is not None and self.c.status[following] == "told":
                weight = max(weight, 0.7)  # "During a visit to the X, she …"
        return self._make(span, number, index, sentence, "stop:visit-noun", weight, "visit", actor, noun)

    def _as_subject(self, span: NameSpan, number: int, index: int, sentence: Sentence) -> PlaceUse | None:
        """A place that a sentence is about: gone to if a passive says so, else perhaps the scene of what follows."""
        after = self.last_of[number] + 1
        if after < sentence.last and self.lower[after] in {"was", "were", "is", "are", "has", "have"}:
            if self.sets["stop_noun"] & set(self.lower[after : after + 6]):
                return self._make(span, number, index, sentence, "stop:named-as-stop", 0.85, "visit", Actor("passive"), after)
            done = self.lower[after] in {"was", "were", "is", "are"} or self.lower[after + 1 : after + 2] == ["been"]
            verb = self.c.verbs.get(after + 1) if done else None
            if verb and any(sense.kind == "visit" for sense in verb[1]):
                return self._make(span, number, index, sentence, "stop:passive", 0.85, "visit", Actor("passive"), after)
        if span.site not in {"yes", "street"} and not (span.site == "settlement" and span.rule != "place:gazetteer"):
            return None
        if not self.around.opens_clause(self.first_of[number], sentence) or self._is_dateline(after, sentence):
            return None
        if any(sense.kind == "say" for sense in self.c.verbs.get(after, (0, ()))[1]):
            return None  # "The State Department says …"
        return self._make(span, number, index, sentence, "stop:scene", 0.4, "visit", Actor("elided"), min(after, sentence.last - 1))

    def _is_dateline(self, after: int, sentence: Sentence) -> bool:
        """Whether a date or an agency in brackets follows: "Hunan Daily News, December 10th (…)"."""
        if after + 1 >= sentence.last or self.lower[after] not in {",", "("}:
            return False
        word = self.lower[after + 1]
        return (
            self.tokens[after + 1].shape == "9"
            or "month" in self.c.lexicon.function_words.get(word, frozenset())
            or self.lower[after] == "("
        )

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
        if (
            span.site == "region"
            and span.rule != "place:gazetteer"
            and rule in {"stop:locative", "stop:opening-locative", "stop:activity-object"}
        ):
            weight = min(weight, 0.45)  # "in the Taiwan Strait": waters and ranges are where things lie, not where one goes
        place_end = self.extents.extent(number, sentence)
        status = self.c.status[self.first_of[number]]
        if status == "told" and self._is_return(number, anchor, sentence):
            status = "returned"
        if status == "told" and self.lower[anchor] in {"leaving", "departing"} and self.lower[anchor - 1 if anchor else 0] == "before":
            status = "planned"  # "before leaving for home"
        if status == "told" and self.c.status[min(anchor, sentence.last - 1)] in {"planned", "past", "said"}:
            status = self.c.status[anchor]
        start, end = self.extents.evidence(sentence, span.start, place_end)
        return PlaceUse(span, index, rule, weight, activity, actor, status, span.start, place_end, start, end)

    def _is_return(self, number: int, anchor: int, sentence: Sentence) -> bool:
        """Whether somebody arrives here from elsewhere: the way home, not a stop ("arrived at X from Israel")."""
        after = self.last_of[number] + 1
        if self.lower[anchor] in {"returned", "returns", "return", "returning"}:
            purpose = after < sentence.last and self.lower[after] in {"to", "and", "where", "for"}
            return not (purpose and any(i in self.c.verbs for i in range(after + 1, min(after + 3, sentence.last))))
        if self.lower[anchor] not in {"arrived", "arrive", "arrives", "landed"} or after + 1 >= sentence.last:
            return False
        follower = self.span_at[after + 1]
        return self.lower[after] == "from" and follower >= 0 and self.c.spans[follower].site in {"region", "settlement"}
