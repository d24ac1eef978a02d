"""Places that a Chinese text gives with "在": where somebody did something."""

from bisect import bisect_left
from collections.abc import Iterator

from tasks.entities.chinese_tokens import PERSON, PUNCTUATION, SPACE
from tasks.tours.chinese_clauses import ChineseClauses
from tasks.tours.chinese_place_lists import ChinesePlaceLists
from tasks.tours.chinese_place_uses import ListedPlace, place_use
from tasks.tours.uses import Actor, PlaceUse

WITH = frozenset("与同和跟向为")


class ChineseLocatives:
    """Finds the uses of places in phrases with "在".

    Args:
        clauses: What the grammar sees in the document.
        lists: Reader of its lists of places.
    """

    def __init__(self, clauses: ChineseClauses, lists: ChinesePlaceLists) -> None:
        """Take the marks of the document."""
        self.c = clauses
        self.lists = lists
        self.text = clauses.text
        self.words = clauses.words
        self.starts = clauses.starts
        self.ends = clauses.ends
        self._governing = clauses.sets["before_person_met"]
        self._abbreviations = clauses.sets["place_letter"]
        self._after_places = clauses.sets["after_place"]

    def at(self, i: int) -> Iterator[PlaceUse]:
        """The uses of the places after the "在" at token `i`."""
        stop = self.c.sentence_stop(i)
        if self._describes(i, stop):
            return
        items, after = self.lists.after(i + 1, stop, strong=True)
        items = [item for item in items if item.whole and (item.span.kind is not None or self._ends_in_site(item))]
        if not items:
            return
        while after < stop and self.words[after].text in self._after_places:
            after += 1
        rule, weight, activity, actor = self._sense(i, after, stop)
        if weight <= 0:
            return
        for item in items:
            lowered = weight if item.span.site != "no" else min(weight, 0.55 if weight >= 0.7 else 0.3)
            yield place_use(self.c, item, i, rule, lowered, activity, actor)

    def _describes(self, i: int, stop: int) -> bool:
        """Whether the phrase belongs to a noun and tells nothing of who acts: "与[在某某公司工作的]工程师会面", "[在京]高校"."""
        if i > self.c.sentence_first(i) and (self.words[i - 1].text in self._governing or self.words[i - 1].text == "的"):
            return True
        short = i + 1 < stop and self.text[self.starts[i + 1] : self.ends[i + 1]] in self._abbreviations
        return short and i + 2 < stop and self.words[i + 2].role in {"noun", "head", "place"}

    def _ends_in_site(self, item: ListedPlace) -> bool:
        """Whether a phrase that is no name ends in a head that one can be at: "在县政务服务中心", and no home, meeting or day."""
        head = self.words[bisect_left(self.ends, item.span.end)].head
        return head is not None and head.site == "yes"

    def _sense(self, i: int, after: int, stop: int) -> tuple[str, float, str, Actor]:
        """What a phrase of place stands for: the rule, its weight, the activity, who was there."""
        if after >= stop:
            return "stop:scene", 0.3, "visit", self.c.actor(i)
        word = self.words[after]
        opens = self._opens(i)
        if word is PUNCTUATION and self.text[self.starts[after]] in "，,":
            actor = self._actor_after(after + 1, stop)
            if opens and actor is not None:
                return "stop:opening-locative", 0.85, self._first_activity(after, stop), actor
            return "stop:scene", 0.4 if opens else 0.3, self._first_activity(after, stop), actor or self.c.actor(i)
        for j in range(after, min(after + 6, stop)):
            kinds = self.words[j].kinds
            if self.words[j] is PUNCTUATION or self.words[j].text == "的":
                attended = any("attend" in self.words[k].kinds for k in range(max(self.c.sentence_first(i), i - 2), i))
                if attended:
                    return "stop:locative", 0.8, "attend", self.c.actor(i)
                if self.words[j].text == "的":
                    return "stop:attributive", 0.0, "visit", self.c.actor(i)
                break
            if kinds & {"visit", "go"}:
                activity = next((sense.activity for sense in self.words[j].senses if sense.activity), "visit")
                return "stop:locative", 0.9, activity, self.c.actor(j)
            if kinds & {"attend", "meet"}:
                return "stop:locative", 0.75, "attend" if "attend" in kinds else "meet", self.c.actor(i)
            if "activity" in kinds:
                return "stop:locative", 0.7, "meet", self.c.actor(i)
            if self.words[j] is PERSON and opens:
                return (
                    "stop:opening-locative",
                    0.7,
                    self._first_activity(j, stop),
                    Actor("person", (self.c.spans[self.c.span_at[j]],)),
                )
        return "stop:scene", 0.35, "visit", self.c.actor(i)

    def _opens(self, i: int) -> bool:
        """Whether the phrase at token `i` opens its clause, or nearly its sentence."""
        first = self.c.sentence_first(i)
        return i == first or self.words[i - 1] is PUNCTUATION or self.words[i - 1] is SPACE or i - first <= 2

    def _first_activity(self, after: int, stop: int) -> str:
        """What the first verb of visiting or attending after a phrase says was done."""
        for j in range(after, stop):
            for sense in self.words[j].senses:
                if sense.kind in {"visit", "attend"}:
                    return sense.activity
        return "visit"

    def _receives(self, first: int, stop: int) -> bool:
        """Whether those named after a phrase of place are its own people, who talk with the guests: "在某某大学，某校长与代表团座谈"."""
        end = self.c.clause_end(first, stop)
        for i in range(first + 1, end - 1):
            if self.words[i].text in WITH and self.c.span_at[i] < 0:
                guests = self.words[i + 1 : min(i + 4, end)]
                return any("group" in word.functions for word in guests)
        return False

    def _actor_after(self, first: int, stop: int) -> Actor | None:
        """Who acts in the clause that follows a phrase of place."""
        if self._receives(first, stop):
            return Actor("elided")
        for i in range(first, min(stop, first + 14)):
            number = self.c.span_at[i]
            word = self.words[i]
            if number >= 0:
                if self.c.spans[number].kind == "person":
                    last = i
                    while last + 1 < stop and self.c.span_at[last + 1] == number:
                        last += 1
                    return Actor("person", self.c.coordinated_after(last, stop))
                continue
            if word.functions & {"personal_subject", "group"}:
                return Actor("group" if "group" in word.functions else "pronoun", word=word.text)
            if word.office == "office" and (i == first or self.words[i - 1] is PUNCTUATION):
                following = self.c.span_at[i + 1] if i + 1 < stop else -1
                if following < 0:
                    return Actor("pronoun", word=word.text)
            if word.kinds & {"visit", "attend", "activity", "say", "meet"} and i <= first + 3:
                return Actor("elided")
        return None
