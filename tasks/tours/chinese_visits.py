"""Which places a Chinese text says somebody went to, and how it says so."""

from collections.abc import Iterator
from itertools import chain

from tasks.entities.chinese_tokens import PERSON, PUNCTUATION, UNKNOWN
from tasks.entities.spans import NameSpan
from tasks.lexicon.english import VerbSense
from tasks.tours.chinese_clauses import ChineseClauses
from tasks.tours.chinese_inner_places import ChineseInnerPlaces
from tasks.tours.chinese_locatives import ChineseLocatives
from tasks.tours.chinese_place_lists import ChinesePlaceLists
from tasks.tours.chinese_place_references import ChinesePlaceReferences
from tasks.tours.chinese_place_uses import ListedPlace, place_use
from tasks.tours.uses import Actor, PlaceUse

ACCEPTED = 0.5
LOCATIVE = "在"
TOWARDS = "对"
APART = ("分别", "分赴")


class ChineseVisits:
    """Finds uses of places.

    Args:
        clauses: What the grammar sees in the document.
    """

    def __init__(self, clauses: ChineseClauses) -> None:
        """Take the marks of the document."""
        self.c = clauses
        self.text = clauses.text
        self.words = clauses.words
        self.starts = clauses.starts
        self.ends = clauses.ends
        self.sets = clauses.sets
        self.lists = ChinesePlaceLists(clauses)
        self.references = ChinesePlaceReferences(clauses)
        self.locatives = ChineseLocatives(clauses, self.lists)

    def uses(self) -> list[PlaceUse]:
        """All uses of places, in order of the text."""
        found: dict[tuple[int, int], PlaceUse] = {}
        for i, word in enumerate(self.words):
            if self.c.span_at[i] >= 0:
                continue
            if word.text == LOCATIVE:
                uses = self.locatives.at(i)
            elif word.text == TOWARDS:
                uses = self._paid(i)
            elif word.senses:
                uses = chain(self._objects(i), self.references.at(i))
            else:
                continue
            for use in uses:
                key = (use.span.start, use.span.end)
                if key not in found or found[key].weight < use.weight:
                    found[key] = use
        if not any(use.status == "told" and use.weight >= ACCEPTED for use in found.values()):
            for use in self._homes():
                found[(use.span.start, use.span.end)] = use
        return sorted(ChineseInnerPlaces(self.c).marked(list(found.values())), key=lambda use: use.span.start)

    def _homes(self) -> Iterator[PlaceUse]:
        """Homes of named persons, which are stops where the text tells of no other place."""
        for i, word in enumerate(self.words):
            if "go" not in word.kinds or self.c.span_at[i] >= 0:
                continue
            stop = self.c.sentence_stop(i)
            for j in range(i + 1, min(stop, i + 16)):
                if self._is_home(j):
                    person = next((k for k in range(j - 1, i, -1) if self.words[k] is PERSON), None)
                    if person is not None:
                        start, end = self.starts[person], self.ends[j]
                        span = NameSpan(start, end, self.text[start:end], None, "", "unknown:home", 0.5)
                        yield place_use(self.c, ListedPlace(span, start, end, whole=True), i, "stop:go-to", 0.9, "visit", self.c.actor(i))
                    break
                if self.words[j].kinds:
                    break

    def _is_home(self, j: int) -> bool:
        """Whether token `j` means somebody's home: "家中", "院士家|中"."""
        if self.words[j].text in self.sets["home"] or (self.words[j] is UNKNOWN and self.text[self.starts[j]] == "家"):
            return True
        return bool(self.words[j].office) and self.words[j].text.endswith("家") and self.text.startswith(("中", "里"), self.ends[j])

    def _objects(self, i: int) -> Iterator[PlaceUse]:
        """The uses of the places that the verb at token `i` takes as objects."""
        sense = next((sense for sense in self.words[i].senses if sense.kind in {"visit", "go"} and "object" in sense.complements), None)
        if sense is None:
            return
        stop = self.c.sentence_stop(i)
        items, _ = self.lists.after(i + 1, stop, strong=sense.lemma in self.sets["naming_verb"])
        if not items:
            return
        actor = self.c.actor(i)
        each = self._each_their_own(i, actor, len(items))
        for number, item in enumerate(items):
            weight = self._object_weight(sense, item)
            if weight > 0:
                yield place_use(
                    self.c,
                    item,
                    i,
                    f"stop:{'go-to' if sense.kind == 'go' else 'visit-object'}",
                    weight,
                    self._activity(sense, i, stop),
                    Actor("person", (actor.persons[number],)) if each else actor,
                )

    def _paid(self, i: int) -> Iterator[PlaceUse]:
        """The uses of the places after the "对" at token `i` to which a visit is paid: "对某某大学、某某公司进行了友好访问"."""
        stop = self.c.clause_end(i, self.c.sentence_stop(i))
        verb = next((j for j in range(i + 1, stop) if self.words[j].text in self.sets["performing_verb"] and self.c.span_at[j] < 0), None)
        if verb is None:
            return
        paid = next((j for j in range(verb + 1, min(verb + 5, stop)) if self.words[j].text in self.sets["paid_visit"]), None)
        if paid is None:
            return
        items, after = self.lists.after(i + 1, verb, strong=False)
        if after >= verb - 2:
            for item in items:
                if item.whole:
                    yield place_use(self.c, item, paid, "stop:paid-visit", 0.85, "visit", self.c.actor(i))

    def _each_their_own(self, i: int, actor: Actor, places: int) -> bool:
        """Whether as many persons as places went "分别", each to their own: "甲、乙、丙分别到子、丑、寅"."""
        apart = self.text[self.starts[max(i - 1, 0)] : self.ends[i]]
        return len(actor.persons) == places > 1 and any(word in apart for word in APART)

    def _object_weight(self, sense: VerbSense, item: ListedPlace) -> float:
        """How surely somebody was at the object of a verb."""
        site = item.span.site
        if not item.whole and sense.lemma in self.sets["inspecting_verb"] and site == "yes" and item.span.kind == "place":
            return 0.6
        if not item.whole:
            return 0.0 if sense.kind == "visit" or site not in {"settlement", "yes"} else 0.3
        if sense.lemma in self.sets["arriving_verb"] and site in {"region", "no"}:
            return 0.4
        if site == "no":
            return 0.55 if item.span.kind == "organization" and sense.kind == "visit" else 0.4
        if sense.kind == "visit" and sense.lemma in self.sets["errand_verb"] and site != "yes":
            return 0.4
        return 0.9

    def _activity(self, sense: VerbSense, i: int, stop: int) -> str:
        """What the verb at token `i` says was done; a verb of going leaves it to the next verb of visiting."""
        if sense.activity:
            return sense.activity
        for j in range(i + 1, stop):
            for other in self.words[j].senses:
                if other.kind == "visit":
                    return other.activity
            if self.words[j] is PUNCTUATION and self.text[self.starts[j]] in "。；":
                break
        return "visit"
