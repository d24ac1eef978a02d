"""Who accompanied, who was met, who only reports: parts of persons as Chinese wording shows them."""

from collections.abc import Iterator, Sequence

from tasks.entities.chinese_tokens import PERSON, PUNCTUATION
from tasks.lexicon.chinese import Word
from tasks.tours.chinese_clauses import ChineseClauses
from tasks.tours.uses import PartUse, PlaceUse

PLAINLY = 0.85
WITH = frozenset("与同和跟")
UNDER = ("下", "之下")
HOMES = ("家", "一家", "夫妇", "两户", "等")


class ChineseParts:
    """Finds the parts of persons.

    Args:
        clauses: What the grammar sees in the document.
    """

    def __init__(self, clauses: ChineseClauses) -> None:
        """Take the marks of the document."""
        self.clauses = clauses
        self.words = clauses.words
        self.text = clauses.text
        self.starts = clauses.starts
        self.sets = clauses.sets

    def parts(self, uses: Sequence[PlaceUse]) -> list[PartUse]:
        """All parts, in order of the text.

        Args:
            uses: Uses of places: who is named as going to one is a visitor.
        """
        found = [
            PartUse(span, use.sentence, "visitor", "part:goes", 0.8)
            for use in uses
            if use.status == "told" and use.weight >= PLAINLY and use.actor.kind == "person"
            for span in use.actor.persons
        ]
        for i, word in enumerate(self.words):
            if word is PERSON:
                found += self._of_person(i)
            elif word.text in WITH and self.clauses.span_at[i] < 0 and self.clauses.status[i] == "told":
                found += self._receiving(i)
            elif self.clauses.status[i] != "said" and self.clauses.span_at[i] < 0 and word.senses:
                if "accompany" in word.kinds:
                    found += self._named_after(i)
                if "accompany" in word.kinds and i + 1 < len(self.words) and self.words[i + 1].text in self.sets["meeting_verb"]:
                    found += self._before(i, "host", "part:joins-meeting", 0.6)
                elif "accompany" in word.kinds:
                    found += self._before(i, "companion", "part:accompany", 0.9)
                elif word.text in self.sets["taking_part_verb"]:
                    found += self._together(i)
                    found += self._attending(i)
                elif "lead" in word.kinds and self.clauses.status[i] == "told":
                    found += self._leader(i)
                    found += self._led(i)
                elif "meet" in word.kinds and self.clauses.status[i] != "planned":
                    found += self._met(i)
                elif word.text in self.sets["calling_on_verb"] and self.clauses.status[i] == "told":
                    found += self._called_on(i)
        return [part for part in found if part.part != "host" or part.span.text not in self.sets["known_person"]]

    def _of_person(self, i: int) -> Iterator[PartUse]:
        first = self.clauses.tokens.first[self.clauses.sentence_of[i]]
        before = self.words[i - 1] if i > first else PUNCTUATION
        if self._reports(i, first):
            yield self._part(i, "background", "part:byline", 1.0)
        after = self._after_titles(i)
        if "group" in after.functions and self.clauses.status[i] == "told" and after.text in {"一行", "夫妇"}:
            if before.text not in self.sets["receiving_verb"]:
                yield self._part(i, "visitor", "part:party", 0.7)
        elif before.office == "person" and self.clauses.status[i] == "told":
            yield self._part(i, "host", "part:villager", 0.6)
        elif self.clauses.status[i] == "told" and self._at_home(i, first, before):
            yield self._part(i, "host", "part:home", 0.7)

    def _after_titles(self, i: int) -> Word:
        """The word after a person, the offices behind the name and "等" left out: "某某|副处长|等|一行"."""
        j = i + 1
        while j < len(self.words) and (self.words[j].office == "office" or self.words[j].text == "等"):
            j += 1
        return self.words[j] if j < len(self.words) else PUNCTUATION

    def _at_home(self, i: int, first: int, before: Word) -> bool:
        """Whether the person is named as the one whose home is gone to: "来到某某院士家中"."""
        after = i + 1
        while after < len(self.words) and (self.words[after].office or self.words[after].text == "的"):
            after += 1
        end = self.clauses.ends[after - 1]
        if before.text in self.sets["before_home_owner"]:
            return self.text.startswith(HOMES, end)
        return bool(before.office) and self.text.startswith(HOMES[:3], end) and any("go" in self.words[j].kinds for j in range(first, i))

    def _leader(self, i: int) -> Iterator[PartUse]:
        """Who leads a delegation is a visitor."""
        actor = self.clauses.actor(i)
        if not actor.persons and self.text.startswith(UNDER, self.clauses.ends[i]):
            yield from self._before(i, "visitor", "part:leader", 0.9)  # "在某某带领下"
        for span in actor.persons:
            yield PartUse(span, self.clauses.sentence_of[i], "visitor", "part:leader", 0.9)

    def _led(self, i: int) -> Iterator[PartUse]:
        """Those whom a leader takes along: "校长某某率领[副校长某某、院长某某]访问"."""
        stop = self.clauses.sentence_stop(i)
        for j in range(i + 1, stop):
            if self.words[j] is PERSON:
                yield self._part(j, "companion", "part:led", 0.85)
            elif self._ends(j) or (self.clauses.span_at[j] < 0 and (self.words[j].senses or "group" in self.words[j].functions)):
                break

    def _named_after(self, i: int) -> Iterator[PartUse]:
        """Those who are said to come along after the verb: "随行的还有…", "陪同市长出访的官员包括…"."""
        stop = self.clauses.sentence_stop(i)
        listing = next((j for j in range(i + 1, min(i + 9, stop)) if self.words[j].text in self.sets["listing_verb"]), None)
        if listing is None or "的" not in self.text[self.clauses.ends[i - 1] if i else 0 : self.starts[listing]]:
            return
        for j in range(listing + 1, stop):
            if self.words[j] is PERSON:
                yield self._part(j, "companion", "part:named-along", 0.9)
            elif self._ends(j):
                break

    def _reports(self, i: int, first: int) -> bool:
        """Whether a person is named as reporter, photographer or editor."""
        j = i - 1
        while j >= first and i - j < 24:
            word = self.words[j]
            if word.office == "byline":
                return True
            if self.clauses.opens_dateline_bracket(j):
                return True
            if word is PERSON or word.text == " " or (word is PUNCTUATION and self.text[self.starts[j]] in ":：/、(（ "):
                j -= 1
                continue
            return False
        return False

    def _before(self, verb: int, part: str, rule: str, weight: float) -> Iterator[PartUse]:
        """The persons listed before a verb."""
        for i in self.clauses.listed_before(verb):
            yield self._part(i, part, rule, weight)

    def _ends(self, i: int) -> bool:
        return self.words[i] is PUNCTUATION and self.text[self.starts[i]] in "。；：！？"

    def _attending(self, i: int) -> Iterator[PartUse]:
        """Those who are named as present: "出席人士包括会长某某、委员某某"."""
        end = self.clauses.clause_end(i, self.clauses.sentence_stop(i))
        listing = next((j for j in range(i + 1, min(i + 5, end)) if self.words[j].text in self.sets["listing_verb"]), None)
        if listing is not None:
            for j in range(listing + 1, self.clauses.sentence_stop(i)):
                if self.words[j] is PERSON:
                    yield self._part(j, "host", "part:present", 0.55)

    def _together(self, i: int) -> Iterator[PartUse]:
        """Make companions of those who "参加(上述)活动"; who attends a meeting is met."""
        after = [self.words[j].text for j in range(i + 1, min(i + 3, len(self.words)))]
        alone = i + 1 >= len(self.words) or self.words[i + 1] is PUNCTUATION
        if self.words[i].text != "出席" and (alone or any(text in self.sets["activity_named"] for text in after)):
            yield from self._before(i, "companion", "part:take-part", 0.85)
        else:
            yield from self._before(i, "host", "part:attend", 0.5)

    def _met(self, i: int) -> Iterator[PartUse]:
        """The persons met: after the verb, or between "同" and it; who receives a delegation."""
        if self.words[i].text in self.sets["receiving_verb"] and self.clauses.status[i] == "told" and self._takes_group(i):
            yield from self._before(i, "host", "part:receives", 0.6)
        first = self.clauses.tokens.first[self.clauses.sentence_of[i]]
        stop = self.clauses.tokens.first[self.clauses.sentence_of[i] + 1]
        j = i - 1
        between: list[int] = []
        while j >= first and not self._ends(j) and not self.words[j].senses:
            if self.words[j] is PERSON:
                between.append(j)
            elif self.words[j].text in self.sets["before_person_met"] and between:
                yield from (self._part(k, "host", "part:met-with", 0.7) for k in between)
                break
            j -= 1
        j = i + 1
        while j < stop and not self._ends(j) and not (self.words[j].senses and self.clauses.span_at[j] < 0):
            if self.words[j] is PUNCTUATION and self.text[self.starts[j]] in "，":
                break
            if self.words[j] is PERSON:
                after = self.words[j + 1] if j + 1 < stop else PUNCTUATION
                if after.text != "一行":
                    yield self._part(j, "host", "part:met", 0.8)
            j += 1

    def _called_on(self, i: int) -> Iterator[PartUse]:
        """The persons in the object of a verb of calling on or encouraging somebody: "拜会了市委书记某某", "叮嘱项目经理某某"."""
        for j in range(i + 1, self.clauses.sentence_stop(i)):
            if self.words[j] is PERSON:
                yield self._part(j, "host", "part:called-on", 0.65)
            elif self._ends(j) or self.clauses.is_clause_end(j) or (self.words[j].senses and self.clauses.span_at[j] < 0):
                break

    def _receiving(self, i: int) -> Iterator[PartUse]:
        """Who talks with the visitors as a group: "校长某某等与代表团一行座谈"."""
        end = self.clauses.clause_end(i, self.clauses.sentence_stop(i))
        guests = any("group" in word.functions for word in self.words[i + 1 : min(i + 4, end)])
        if guests and any(self.words[j].kinds & {"meet", "activity"} and self.clauses.span_at[j] < 0 for j in range(i + 1, end)):
            yield from self._before(i, "host", "part:receives", 0.6)

    def _takes_group(self, i: int) -> bool:
        """Whether the object of the verb at token `i` is a delegation, and no person is named as it."""
        end = self.clauses.clause_end(i, self.clauses.sentence_stop(i))
        words = self.words[i + 1 : min(i + 6, end)]
        return any("group" in word.functions for word in words) and not any(word is PERSON for word in words)

    def _part(self, i: int, part: str, rule: str, weight: float) -> PartUse:
        span = self.clauses.spans[self.clauses.span_at[i]]
        return PartUse(span, self.clauses.sentence_of[i], part, rule, weight)  # type: ignore[arg-type]
