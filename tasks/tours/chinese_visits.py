"""Which places a Chinese text says somebody went to, and how it says so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tasks.entities.chinese_tokens import NUMBER, PERSON, PUNCTUATION, SPACE, UNKNOWN
from tasks.entities.spans import NameSpan
from tasks.lexicon.english import VerbSense
from tasks.tours.chinese_clauses import ChineseClauses
from tasks.tours.uses import Actor, PlaceUse

EVIDENCE = 200
LEAST_PHRASE, MOST_PHRASE = 4, 20
EXCLUDED = frozenset(["pronoun", "quantity", "personal_subject"])
ACCEPTED = 0.5
INSPECTING = frozenset(["考察", "视察", "实地察看", "参观", "实地考察"])
HOMES = frozenset(["家", "家中", "家里", "家里看望", "住处", "寓所"])
COUNTED = re.compile("[一二三四五六七八九十几]+[个家座批条台位天次]")
LOCATIVE = "在"
LOCAL_OBJECTS = frozenset(["我校", "本校", "学校", "我市", "我省", "我院", "我县", "我区"])


@dataclass(frozen=True, slots=True)
class Item:
    """One place of a list, with its qualifiers.

    Attributes:
        span: The name of what is gone to.
        start: First code point, qualifiers included.
        end: One past the last.
        whole: Whether the name ends the item, so that the place and not something about it is meant.
    """

    span: NameSpan
    start: int
    end: int
    whole: bool


class ChineseVisits:
    """Finds uses of places.

    Args:
        clauses: What the grammar sees in the document.
    """

    def __init__(self, clauses: ChineseClauses) -> None:
        """Take the marks of the document."""
        self.clauses = clauses
        self.tokens = clauses.tokens
        self.text = clauses.text
        self.words = clauses.words
        sets = clauses.tokens.lexicon.sets
        self._before_places = sets["before_place"]
        self._abstract_nouns = sets["abstract_noun"]
        self._naming_verbs = sets["naming_verb"]
        self._part_of_places = sets["part_of_place"]
        self._after_places = sets["after_place"]
        self.starts = clauses.starts
        self.ends = clauses.ends

    def uses(self) -> list[PlaceUse]:
        """All uses of places, in order of the text."""
        found: dict[tuple[int, int], PlaceUse] = {}
        for i, word in enumerate(self.words):
            if self.clauses.span_at[i] >= 0:
                continue
            if word.text == LOCATIVE:
                uses = self._locative(i)
            elif word.senses:
                uses = self._object(i)
            else:
                continue
            for use in uses:
                key = (use.span.start, use.span.end)
                if key not in found or found[key].weight < use.weight:
                    found[key] = use
        if not any(use.status == "told" and use.weight >= ACCEPTED for use in found.values()):
            for use in self._homes():
                found[(use.span.start, use.span.end)] = use
        return sorted(found.values(), key=lambda use: use.span.start)

    def _homes(self) -> Iterator[PlaceUse]:
        """Homes of named persons, which are stops where the text tells of no other place."""
        for i, word in enumerate(self.words):
            if "go" not in word.kinds or self.clauses.span_at[i] >= 0:
                continue
            stop = self._sentence_stop(i)
            for j in range(i + 1, min(stop, i + 16)):
                if self.words[j].text in HOMES or (self.words[j] is UNKNOWN and self.text[self.starts[j]] == "家"):
                    person = next((k for k in range(j - 1, i, -1) if self.words[k] is PERSON), None)
                    if person is not None:
                        start, end = self.starts[person], self.ends[j]
                        span = NameSpan(start, end, self.text[start:end], None, "", "unknown:home", 0.5)
                        yield self._use(Item(span, start, end, whole=True), i, "stop:go-to", 0.9, "visit", self.clauses.actor(i))
                    break
                if self.words[j].kinds:
                    break

    # --- what follows a verb --------------------------------------------------------------------------------------------

    def _object(self, i: int) -> Iterator[PlaceUse]:
        sense = next((sense for sense in self.words[i].senses if sense.kind in {"visit", "go"} and "object" in sense.complements), None)
        if sense is None:
            return
        stop = self._sentence_stop(i)
        items, after = self._items(i + 1, stop, strong=sense.lemma in self._naming_verbs)
        if not items:
            return
        actor = self.clauses.actor(i)
        for item in items:
            weight = self._object_weight(sense, item, after, stop)
            if weight > 0:
                yield self._use(
                    item, i, f"stop:{'go-to' if sense.kind == 'go' else 'visit-object'}", weight, self._activity(sense, i, stop), actor
                )

    def _object_weight(self, sense: VerbSense, item: Item, after: int, stop: int) -> float:
        site = item.span.site
        if not item.whole and sense.lemma in INSPECTING and site == "yes" and item.span.kind == "place":
            return 0.6
        if not item.whole:
            return 0.0 if sense.kind == "visit" or site not in {"settlement", "yes"} else 0.3
        if sense.lemma in {"到", "赴", "来", "进入", "至"} and site in {"region", "no"}:
            return 0.4
        if site == "no":
            return 0.55 if item.span.kind == "organization" and sense.kind == "visit" else 0.4
        if sense.kind == "visit" and sense.lemma in {"看望", "慰问", "看望慰问", "检查", "督导", "督查"} and site != "yes":
            return 0.4
        return 0.9

    def _activity(self, sense: VerbSense, i: int, stop: int) -> str:
        if sense.activity:
            return sense.activity
        for j in range(i + 1, stop):
            for other in self.words[j].senses:
                if other.kind == "visit":
                    return other.activity
            if self.words[j] is PUNCTUATION and self.text[self.starts[j]] in "。；":
                break
        return "visit"

    # --- in, at ---------------------------------------------------------------------------------------------------------

    def _locative(self, i: int) -> Iterator[PlaceUse]:
        stop = self._sentence_stop(i)
        items, after = self._items(i + 1, stop, strong=False)
        items = [item for item in items if item.whole]
        if not items:
            return
        while after < stop and self.words[after].text in self._after_places:
            after += 1
        rule, weight, activity, actor = self._locative_sense(i, after, stop)
        if weight <= 0:
            return
        for item in items:
            lowered = weight if item.span.site != "no" else min(weight, 0.55 if weight >= 0.7 else 0.3)
            yield self._use(item, i, rule, lowered, activity, actor)

    def _locative_sense(self, i: int, after: int, stop: int) -> tuple[str, float, str, Actor]:
        """What a phrase of place stands for: the rule, its weight, the activity, who was there."""
        if after >= stop:
            return "stop:scene", 0.3, "visit", self.clauses.actor(i)
        word = self.words[after]
        opens = self._opens(i)
        if word is PUNCTUATION and self.text[self.starts[after]] in "，,":
            actor = self._actor_after(after + 1, stop)
            if opens and actor is not None:
                return "stop:opening-locative", 0.85, self._first_activity(after, stop), actor
            return "stop:scene", 0.4 if opens else 0.3, self._first_activity(after, stop), actor or self.clauses.actor(i)
        for j in range(after, min(after + 6, stop)):
            kinds = self.words[j].kinds
            if self.words[j] is PUNCTUATION or self.words[j].text == "的":
                attended = any(
                    "attend" in self.words[k].kinds for k in range(max(self.tokens.first[self.clauses.sentence_of[i]], i - 2), i)
                )
                if attended:
                    return "stop:locative", 0.8, "attend", self.clauses.actor(i)
                if self.words[j].text == "的":
                    return "stop:attributive", 0.0, "visit", self.clauses.actor(i)
                break
            if kinds & {"visit", "go"}:
                activity = next((sense.activity for sense in self.words[j].senses if sense.activity), "visit")
                return "stop:locative", 0.9, activity, self.clauses.actor(j)
            if kinds & {"attend", "meet"}:
                return "stop:locative", 0.75, "attend" if "attend" in kinds else "meet", self.clauses.actor(i)
            if "activity" in kinds:
                return "stop:locative", 0.7, "meet", self.clauses.actor(i)
            if self.words[j] is PERSON and opens:
                return (
                    "stop:opening-locative",
                    0.7,
                    self._first_activity(j, stop),
                    Actor("person", (self.clauses.spans[self.clauses.span_at[j]],)),
                )
        return "stop:scene", 0.35, "visit", self.clauses.actor(i)

    def _opens(self, i: int) -> bool:
        first = self.tokens.first[self.clauses.sentence_of[i]]
        return i == first or self.words[i - 1] is PUNCTUATION or self.words[i - 1] is SPACE or i - first <= 2

    def _first_activity(self, after: int, stop: int) -> str:
        for j in range(after, stop):
            for sense in self.words[j].senses:
                if sense.kind in {"visit", "attend"}:
                    return sense.activity
        return "visit"

    def _actor_after(self, first: int, stop: int) -> Actor | None:
        """Who acts in the clause that follows a phrase of place."""
        for i in range(first, min(stop, first + 14)):
            number = self.clauses.span_at[i]
            word = self.words[i]
            if number >= 0:
                if self.clauses.spans[number].kind == "person":
                    last = i
                    while last + 1 < stop and self.clauses.span_at[last + 1] == number:
                        last += 1
                    return Actor("person", self.clauses.coordinated_after(last, stop))
                continue
            if word.functions & {"personal_subject", "group"}:
                return Actor("group" if "group" in word.functions else "pronoun", word=word.text)
            if word.office == "office" and (i == first or self.words[i - 1] is PUNCTUATION):
                following = self.clauses.span_at[i + 1] if i + 1 < stop else -1
                if following < 0:
                    return Actor("pronoun", word=word.text)
            if word.kinds & {"visit", "attend", "activity", "say", "meet"} and i <= first + 3:
                return Actor("elided")
        return None

    # --- lists of places ------------------------------------------------------------------------------------------------

    def _items(self, first: int, stop: int, *, strong: bool) -> tuple[list[Item], int]:
        """The places listed from token `first`, and the token after the list."""
        items: list[Item] = []
        i = first
        begin = first
        while i <= stop:
            at_end = i == stop
            word = PUNCTUATION if at_end else self.words[i]
            if word.text in self._after_places and i + 1 < stop and self._joins(i + 1):
                i += 1
                continue
            inside = not at_end and self.clauses.span_at[i] >= 0
            if inside and word is not PERSON:
                i += 1
                continue
            joins = not at_end and self._joins(i)
            if joins or at_end or (self._ends_list(i, begin) and not self._goes_on(i, begin, stop)):
                item = self._item(begin, i, strong=strong)
                if item is None and strong and any(known.whole for known in items):
                    item = self._beside(begin, i)
                if item is not None:
                    items.append(item)
                if joins and (item is not None or i > begin):
                    i += 1
                    begin = i
                    continue
                return items, i
            i += 1
        return items, stop

    def _joins(self, i: int) -> bool:
        return "conjunction" in self.words[i].functions or (self.words[i] is PUNCTUATION and self.text[self.starts[i]] == "、")

    def _goes_on(self, i: int, begin: int, stop: int) -> bool:
        """Whether a word that ends phrases stands inside an item because the list goes on after it: "某某货物查验场、某某公园"."""
        word = self.words[i]
        if (
            word is PUNCTUATION
            or word is SPACE
            or word.kinds - {"say"}
            or word.text in self._after_places
            or self.words[i - 1].text in self._after_places
        ):
            return False
        for j in range(i + 1, min(stop, i + 9)):
            if self.words[j].kinds and self.clauses.span_at[j] < 0:
                return False
            if self.words[j] is PUNCTUATION:
                return self.text[self.starts[j]] == "、"
        return False

    def _ends_list(self, i: int, begin: int) -> bool:
        word = self.words[i]
        if word is SPACE:
            return True
        if word is PUNCTUATION:
            return self.text[self.starts[i]] not in "“”‘’《》「」-—·"
        if word.functions & {"particle"} and word.text != "的" and i > begin and word.text not in self._before_places:
            return True
        if word.text in self._before_places or word.text == "的":
            return False
        if word is PERSON:
            return False
        return (
            bool(word.senses)
            or (word.role in {"verb"} and i > begin)
            or bool(word.functions & {"preposition", "locative_preposition"} and i > begin)
        )

    def _item(self, begin: int, end: int, *, strong: bool) -> Item | None:
        """The place that tokens `begin` to `end` name."""
        while begin < end and self.words[begin].text in self._before_places:
            begin += 1
        last = end
        while last > begin and (self.words[last - 1].text in self._after_places or self.words[last - 1] is SPACE):
            last -= 1
        if begin >= last:
            return None
        full = last
        while last - 1 > begin and self.words[last - 1].text in self._part_of_places and self.clauses.span_at[last - 1] < 0:
            last -= 1
        number = self.clauses.span_at[last - 1]
        if number < 0 and last < full:
            promoted = self._promoted(begin, last) if strong else None
            if promoted is not None:
                return replace(promoted, end=self.ends[full - 1])
            last = full
            number = self.clauses.span_at[last - 1]
        if number >= 0 and self.clauses.spans[number].kind != "person":
            span = self.clauses.spans[number]
            return Item(span, self._qualified(begin, span), self.ends[full - 1], whole=True)
        if strong:
            promoted = self._promoted(begin, last)
            if promoted is not None:
                return promoted
        for i in range(last - 1, begin - 1, -1):
            number = self.clauses.span_at[i]
            if number >= 0 and self.clauses.spans[number].kind in {"place", "organization"}:
                span = self.clauses.spans[number]
                return Item(span, self._qualified(begin, span), span.end, whole=False)
        return None

    def _beside(self, begin: int, end: int) -> Item | None:
        """A phrase that ends in a head, in a list with a name: "某某艺术大楼、综合实验楼"."""
        while end > begin and (self.words[end - 1].text in self._after_places or self.words[end - 1] is SPACE):
            end -= 1
        if end - begin < 1 or self.words[end - 1].head is None or any(self.words[i].functions & EXCLUDED for i in range(begin, end)):
            return None
        start, stop = self.starts[begin], self.ends[end - 1]
        if not LEAST_PHRASE <= stop - start <= MOST_PHRASE or (end - begin == 1 and len(self.words[begin].text) < LEAST_PHRASE):
            return None
        if self.clauses.spans_within(start, stop) or any(self.words[i] is PERSON or self.words[i].senses for i in range(begin, end)):
            return None
        return Item(NameSpan(start, stop, self.text[start:stop], None, "", "unknown:listed", 0.5), start, stop, whole=True)

    def _qualified(self, begin: int, span: NameSpan) -> int:
        """Where the place's name begins with its qualifiers: names right before it, or joined by "的"."""
        start = span.start
        first = self.starts[begin]
        changed = True
        while changed and start > first:
            changed = False
            for other in self.clauses.spans_ending(start):
                if other.kind in {"place", "organization"} and other.start >= first:
                    start, changed = other.start, True
            if not changed and self.text[start - 1] == "的":
                for other in self.clauses.spans_ending(start - 1):
                    if other.kind in {"place", "organization"} and other.start >= first:
                        start, changed = other.start, True
        return start

    def _promoted(self, begin: int, last: int) -> Item | None:
        """A phrase after a verb of visiting that is no name by itself, and is a place's name because somebody goes there."""
        first = begin
        for i in range(begin, last):
            if self.words[i].text == "的":
                first = i + 1
        if first >= last:
            return None
        start, end = self.starts[first], self.ends[last - 1]
        text = self.text[start:end]
        words = self.words[first:last]
        if not 2 <= len(text) <= 24 or words[-1].text in self._abstract_nouns or words[-1].office or words[-1].role in {"verb", "function"}:
            return None
        if any(word is PERSON or word is NUMBER or word.functions & {"pronoun", "quantity"} for word in words) or COUNTED.match(text):
            return None
        unknown = max((len(self.text[self.starts[i] : self.ends[i]]) for i in range(first, last) if self.words[i] is UNKNOWN), default=0)
        own = unknown >= 2 or any(word.is_division for word in words) or self._has_span(first, last)
        head = words[-1].head
        if not own:
            return None
        if words[-1] is not UNKNOWN and head is None and not self._has_span(last - 1, last) and words[-1].common:
            return None
        kept = [span for span in self.clauses.spans_within(start, end) if span.kind == "place" and span.start == start and span.end < end]
        inner = max((span.end for span in kept if span.site == "settlement"), default=start)
        span = NameSpan(inner, end, self.text[inner:end], None, "", "unknown:visited", 0.5)
        if span.end - span.start < 2:
            return None
        return Item(span, self._qualified(begin, replace_start(span, start)), end, whole=True)

    def _has_span(self, first: int, last: int) -> bool:
        return any(self.clauses.span_at[i] >= 0 for i in range(first, last))

    # --- uses -----------------------------------------------------------------------------------------------------------

    def _sentence_stop(self, i: int) -> int:
        return self.tokens.first[self.clauses.sentence_of[i] + 1]

    def _use(self, item: Item, i: int, rule: str, weight: float, activity: str, actor: Actor) -> PlaceUse:
        sentence = self.tokens.sentences[self.clauses.sentence_of[i]]
        start = max((self.text.rfind(mark, sentence.start, self.starts[i]) + 1 for mark in "，；。"), default=0)
        start = max(start, sentence.start, item.end - EVIDENCE)
        end = self.text.find("，", item.end, sentence.end)
        end = min(sentence.end if end < 0 else end, start + EVIDENCE)
        return PlaceUse(
            span=item.span,
            sentence=self.clauses.sentence_of[i],
            rule=rule,
            weight=weight,
            activity=activity or "visit",
            actor=actor,
            status=self.clauses.status[i],
            place_start=item.start,
            place_end=item.end,
            evidence_start=start,
            evidence_end=max(end, item.end),
        )


def replace_start(span: NameSpan, start: int) -> NameSpan:
    """The same span from another first code point on."""
    return NameSpan(start, span.end, span.text, span.kind, span.site, span.rule, span.confidence)
