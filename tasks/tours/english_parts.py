"""Who accompanied whom and who received whom, as English puts it."""

from bisect import bisect_left
from collections.abc import Iterator

from tasks.entities.spans import NameSpan
from tasks.text.sentences import Sentence
from tasks.tours.english_clauses import EnglishClauses
from tasks.tours.uses import Part, PartUse

LEAD = 2  # sentences that tell who tours
FAR = 16  # tokens: the longest office with its body between a verb and its holder
ENDS_LIST = frozenset(["visit", "go", "say", "depart", "plan"])
"""Kinds of verbs."""
SIGNALS = frozenset(["present", "by", "from", "of", "with", "including", "alongside", "among", "amongst"])
"""Words, beside those of sets and verbs, at which `EnglishParts` looks for a part; every other word is passed over."""
OF_THE_PARTY = frozenset(["delegates", "delegation", "members", "entourage", "present", "accompanied", "accompanying"])
LONGEST_AMONG = 14  # tokens: "Among those who accompanied the Duke of X on his visit were"


class EnglishParts:
    """Finds the parts of persons in one document.

    Args:
        clauses: The grammar's view of the document.
    """

    def __init__(self, clauses: EnglishClauses) -> None:
        """Keep the view."""
        self.c = clauses
        self.lower = clauses.lower
        self.sets = clauses.sets
        deaths = (phrase.split(" ")[0] for phrase in self.sets["death"])
        words = SIGNALS.union(self.sets["spouse"], self.sets["led"], deaths)
        self._signals = [i for i, word in enumerate(self.lower) if word in words or i in clauses.verbs]

    def parts(self) -> list[PartUse]:
        """All parts that the text's wording shows, in order."""
        found: list[PartUse] = []
        for index, sentence in enumerate(self.c.sentences):
            found.extend(self._in_sentence(index, sentence))
        return found

    def _persons(self, first: int, last: int) -> list[tuple[int, NameSpan]]:
        """Persons between two tokens, each with the index of its first token."""
        return [
            (max(begin, first), self.c.spans[number])
            for begin, _, number in self.c.names_within(first, last)
            if self.c.spans[number].kind == "person"
        ]

    def _in_sentence(self, index: int, sentence: Sentence) -> Iterator[PartUse]:
        yield from self._background(index, sentence)
        if self.c.is_heading(index):
            return
        signals = self._signals[bisect_left(self._signals, sentence.first) : bisect_left(self._signals, sentence.last)]
        for i in signals:
            if self.lower[i] in self.sets["led"]:
                yield from self._leaders(i, index, sentence)
        free = sentence.first
        for i in signals:
            word = self.lower[i]
            if i < free:
                continue
            if word in self.sets["death"] or " ".join(self.lower[i : i + 2]) in self.sets["death"]:
                for span in self.c.actor(i, sentence).persons or [span for _, span in self._persons(sentence.first, i)[:1]]:
                    yield PartUse(span, index, "background", "background:dead", 0.95)
            if word in self.sets["spouse"]:
                yield from self._spouse(i, index, sentence)
            object_of_speech = (
                i > sentence.first and self.lower[i - 1] == "those" and self.lower[i + 1 : i + 2] not in (["were"], ["included"])
            )
            if word == "present" and i > sentence.first and self.lower[i - 1] in {"were", "was", "also", "those"} and not object_of_speech:
                inverted = i - sentence.first <= 4 and not self._persons(sentence.first, i)
                for _, span in self._persons(*((i, sentence.last) if inverted else (sentence.first, i))):
                    yield PartUse(span, index, "companion", "companion:present", 0.6)
            if (
                word == "by"
                and i > sentence.first
                and self.lower[i - 1].endswith(("ed", "en", "ly"))
                and self.lower[i - 1] not in self.sets["not_host_before_by"]
                and self.c.status[i] == "told"
            ):
                for _, span in self._persons(i + 1, min(i + FAR, sentence.last))[:1]:
                    yield PartUse(span, index, "host", "host:agent", 0.6)
            elif word in {"by", "from"} and i > sentence.first and self._is_told_by_host(i, sentence):
                for _, span in self._persons(i + 1, self._list_end(i + 1, sentence))[:1]:
                    yield PartUse(span, index, "host", "host:tells", 0.7)
            if word in {"among", "amongst"} and i == sentence.first:
                yield from self._named_among(index, sentence)
            if word == "of" and i > sentence.first + 1 and self._is_household(i - 1, sentence):
                for first, span in self._persons(i + 1, min(i + FAR, sentence.last))[:1]:
                    titles = range(i + 1, first)
                    if all(
                        self.lower[k] in self.c.lexicon.office_vocabulary
                        or self.c.tokens[k].shape == "A"
                        or self.lower[k] in {"of", "the", "."}
                        for k in titles
                    ):
                        yield PartUse(span, index, "host", "host:at-home", 0.7)
            if (
                word == "of"
                and i > sentence.first
                and self.lower[i - 1] in self.sets["briefing"]
                and "listen" in self._activities_before(i, sentence)
            ):
                for first, span in self._persons(i + 1, min(i + 5, sentence.last))[:1]:
                    if first - i <= 3:
                        yield PartUse(span, index, "host", "host:tells", 0.7)
            if word == "of" and i > sentence.first and self.lower[i - 1] in {"company", "presence"}:
                yield from self._companions_named(i, index, sentence)
            if word == "with" and self._kinds_before(i, sentence) & {"visit"} and self._person_follows(i, sentence):
                for _, span in self._persons(i + 1, self._list_end(i + 1, sentence)):
                    yield PartUse(span, index, "companion", "companion:visited-with", 0.65)
            if word in {"with", "including", "alongside"} and i + 2 < sentence.last and self._together(i, sentence):
                yield from self._companions_named(i, index, sentence)
            if word == "with" and i > sentence.first and self.lower[i - 1] in self.sets["meeting"] and self.c.status[i] == "told":
                yield from self._meet(i + 1, index, sentence, by=False)
            if i in self.c.verbs:
                yield from self._verb(i, index, sentence)
                free = i + self.c.verbs[i][0]

    def _is_told_by_host(self, i: int, sentence: Sentence) -> bool:
        """Whether "by" or "from" before token `i` names who shows or tells the visitors something, or received them.

        "listened to a briefing by", "was shown the new hall by", "was received upon arrival at the station by".
        """
        if self.lower[i - 1] in self.sets["briefing"]:
            return self.c.status[i] == "told"
        if self.lower[i] != "by":
            return False
        for k in range(i - 1, max(sentence.first, i - FAR), -1):
            if self.lower[k] == ",":
                return False
            if self.lower[k] in self.sets["hosted"]:
                return any(
                    self.lower[j] in self.sets["passive_auxiliary"] or self.lower[j] == "and" for j in range(max(sentence.first, k - 3), k)
                )
            if k in self.c.verbs and self.c.span_at[k] < 0:
                return False
        return False

    def _is_household(self, i: int, sentence: Sentence) -> bool:
        """Whether token `i` is the home that the visitors went to: "visited the family of X", but not "the former home of X"."""
        if self.lower[i] not in self.sets["household"] or self.c.status[i] != "told":
            return False
        if {"former", "late", "ancestral", "childhood"} & set(self.lower[max(sentence.first, i - 3) : i]):
            return False
        return bool(self._kinds_before(i, sentence) & {"visit", "go"})

    def _person_follows(self, i: int, sentence: Sentence) -> bool:
        """Whether the first name after token `i`, titles aside, is a person's and stands near."""
        number = next((self.c.span_at[k] for k in range(i + 1, min(i + 7, sentence.last)) if self.c.span_at[k] >= 0), -1)
        return number >= 0 and self.c.spans[number].kind == "person"

    def _together(self, i: int, sentence: Sentence) -> bool:
        if self.lower[i] == "including":
            return any(self.lower[k] in {"delegation", "entourage"} for k in range(max(sentence.first, i - 6), i))
        return self.lower[i] == "alongside" or (i > sentence.first and self.lower[i - 1] in {"together", "along"})

    def _companions_named(self, i: int, index: int, sentence: Sentence) -> Iterator[PartUse]:
        """The persons of a list after "together with": companions of a visitor, or more hosts where they receive somebody."""
        end = self._list_end(i + 1, sentence)
        receiving = bool(self.sets["reception"] & set(self.lower[sentence.first : sentence.last]))
        before = self._kinds_before(i, sentence)
        host = receiving or ("meet" in before and "visit" not in before)
        for _, span in self._persons(i + 1, end):
            yield PartUse(span, index, "host" if host else "companion", "host:with-others" if host else "companion:together-with", 0.8)

    def _named_among(self, index: int, sentence: Sentence) -> Iterator[PartUse]:
        """Companions of a delegation: "Among its members were A and B", "Among those who accompanied X were A and B"."""
        near = range(sentence.first, min(sentence.first + LONGEST_AMONG, sentence.last))
        copula = next((k for k in near if self.lower[k] in {"is", "are", "was", "were"}), None)
        if copula is None or not OF_THE_PARTY & set(self.lower[sentence.first : copula]):
            return
        for _, span in self._persons(copula, self._list_end(copula + 1, sentence, semicolons=True)):
            yield PartUse(span, index, "companion", "companion:of-the-delegation", 0.85)

    def _activities_before(self, i: int, sentence: Sentence) -> set[str]:
        """Activities of the last verb before token `i`."""
        verbs = self.c.verbs_within(sentence.first, i)
        return {sense.activity for sense in self.c.verbs[verbs[-1]][1]} if verbs else set()

    def _kinds_before(self, i: int, sentence: Sentence) -> set[str]:
        """Kinds of the last verb before token `i`."""
        verbs = self.c.verbs_within(sentence.first, i)
        return {sense.kind for sense in self.c.verbs[verbs[-1]][1]} if verbs else set()

    def _spouse(self, i: int, index: int, sentence: Sentence) -> Iterator[PartUse]:
        """A spouse named beside a visitor tours, too: "the President and his wife, Jill"."""
        beside = self.lower[max(sentence.first, i - 2) : i]
        if not {"his", "her"} & set(beside):
            return
        for k, span in self._persons(i + 1, min(i + 4, sentence.last)):
            if k - i <= 2:
                yield PartUse(span, index, "visitor", "visitor:spouse", 0.9)
                return

    def _background(self, index: int, sentence: Sentence) -> Iterator[PartUse]:
        for i, span in self._persons(sentence.first, sentence.last):
            before = self.lower[i - 1] if i > sentence.first else ""
            number = self.c.span_at[i]
            last = i
            while last + 1 < sentence.last and self.c.span_at[last + 1] == number:
                last += 1
            possessive = self.c.tokens[last].text.endswith(("'s", "’s")) or self.lower[min(last + 1, sentence.last - 1)] in {"'", "’"}
            window = self.lower[last + 1 : last + 4]
            if before in self.sets["reporter"] or (span.title or "").lower().split(" ")[-1:] in [[word] for word in self.sets["reporter"]]:
                yield PartUse(span, index, "background", "background:reporter", 0.95)
            elif possessive and any(word in self.sets["thought"] for word in window):
                yield PartUse(span, index, "background", "background:thought-of", 0.7)
            elif self._is_elsewhere(i, last, sentence):
                yield PartUse(span, index, "background", "background:elsewhere", 0.55)
            elif self.c.status[i] != "told":
                yield PartUse(span, index, "background", f"background:{self.c.status[i]}", 0.4)

    def _is_elsewhere(self, first: int, last: int, sentence: Sentence) -> bool:
        """Whether a person is told to be away: on the telephone, acting for the visitor at home, dead, or unable to come."""
        if self.lower[first - 1 : first] == ["late"] or self.lower[last + 1 : last + 3] == [",", "whose"]:
            return True
        words = self.lower[last + 1 : min(last + 14, sentence.last)]
        return bool(self.sets["elsewhere"] & set(words)) and not self._persons(sentence.first, first)

    def _leaders(self, i: int, index: int, sentence: Sentence) -> Iterator[PartUse]:
        if i + 1 < sentence.last and self.lower[i + 1] == "by":
            about = self.lower[max(sentence.first, i - 10) : i]
            if any(word in self.sets["group"] for word in about) or i <= sentence.first + 1 or {"–", "—"} & set(about):
                for _, span in self._persons(i + 2, self._list_end(i + 2, sentence)):
                    yield PartUse(span, index, "visitor", "visitor:led-by", 0.9)
            else:
                for _, span in self._persons(i + 2, min(i + 8, sentence.last))[:1]:
                    yield PartUse(span, index, "visitor", "visitor:heads-body", 0.3)
        elif self.lower[i + 1 if i + 1 < sentence.last else i] in {"a", "an", "the", "his", "her"} and any(
            self.lower[k] in self.sets["group"] for k in range(i + 1, min(i + 14, sentence.last))
        ):
            for span in self.c.actor(i, sentence).persons:
                yield PartUse(span, index, "visitor", "visitor:led", 0.9)

    def _list_end(self, first: int, sentence: Sentence, *, semicolons: bool = False) -> int:
        """Where a list of persons that begins at `first` ends: at the next verb of going, saying or planning, or at a semicolon."""
        for i in range(first, sentence.last):
            if i in self.c.verbs and any(sense.kind in ENDS_LIST for sense in self.c.verbs[i][1]) and self.c.span_at[i] < 0:
                return i
            if self.lower[i] == ";" and not semicolons:
                return i
        return sentence.last

    def _verb(self, i: int, index: int, sentence: Sentence) -> Iterator[PartUse]:
        length, senses = self.c.verbs[i]
        kinds = {sense.kind for sense in senses}
        after = i + length
        if self.c.status[i] in {"planned", "said"}:
            return
        by = after < sentence.last and (self.lower[after] == "by" or self.lower[after - 1] == "by")
        if "present" in self.lower[i:after] and ("accompany" in kinds or index >= LEAD):
            for _, span in self._persons(sentence.first, i):
                yield PartUse(span, index, "companion", "companion:present", 0.6)
        elif by and self.lower[i].startswith("attend"):
            part: Part = "companion" if self.sets["visit_noun"] & set(self.lower[sentence.first : i]) else "host"
            for _, span in self._persons(after, self._list_end(after, sentence)):
                yield PartUse(span, index, part, f"{part}:attended-by", 0.6)
        elif kinds & {"visit", "go"}:
            if "meet" in kinds and self._object_is_person(after, sentence):
                yield from self._meet(after, index, sentence, by=by)
        elif "accompany" in kinds:
            yield from self._accompany(i, after, index, sentence, by=by)
        elif "meet" in kinds:
            if not by and self.lower[i].startswith(("welcom", "greet")) and self.c.actor(i, sentence).kind == "other":
                for _, span in self._persons(after, self._list_end(after, sentence)):
                    yield PartUse(span, index, "visitor", "visitor:welcomed", 0.85)  # "crowds welcomed the King"
                return
            yield from self._meet(after, index, sentence, by=by)
            if not by and self.sets["received_party"] & set(self.lower[after : after + 5]):
                for _, span in self._persons(sentence.first, i):
                    yield PartUse(span, index, "host", "host:meets", 0.7)
        elif "comprise" in kinds and {"delegation", "entourage", "party", "team", "group"} & set(
            self.lower[max(i - 6, sentence.first) : i]
        ):
            for _, span in self._persons(after, self._list_end(after, sentence)):
                yield PartUse(span, index, "companion", "companion:of-the-delegation", 0.85)
        elif "represent" in kinds and by:
            for _, span in self._persons(sentence.first, sentence.last):
                yield PartUse(span, index, "background", "background:represented", 0.6)

    def _object_is_person(self, after: int, sentence: Sentence) -> bool:
        """Whether the first name after a verb is a person's."""
        ahead = (self.c.span_at[i] for i in range(after, min(after + FAR, sentence.last)))
        number = next((number for number in ahead if number >= 0 and not self.c.spans[number].in_title), -1)
        if number < 0 or self.c.spans[number].kind != "person":
            return False
        first = next(i for i in range(after, sentence.last) if self.c.span_at[i] == number)
        return not self._owns_site(after, first)

    def _owns_site(self, after: int, first: int) -> bool:
        """Whether the person at token `first` only tells whose a site is: "visited the former residence of X"."""
        return self.lower[first - 1] == "of" and any((word,) in self.c.lexicon.heads for word in self.lower[after:first])

    def _accompany(self, i: int, after: int, index: int, sentence: Sentence, *, by: bool) -> Iterator[PartUse]:
        words = set(self.lower[sentence.first : sentence.last])
        inverted = self.lower[i] == "accompanying" and (i == sentence.first or self.lower[i - 1] not in {"is", "are", "was", "were"})
        if by or inverted:
            part: Part = "host" if by and self.sets["reception"] & words else "companion"
            copula = (k for k in range(after, sentence.last) if self.lower[k] in {"is", "are", "was", "were"} and self.c.span_at[k] < 0)
            begin = next(copula, after) if inverted and not by else after  # "Accompanying President A were B and C"
            escorted = (
                self.c.actor(i, sentence).persons if by and part == "companion" and {"was", "were"} & set(self.lower[i - 1 : i + 1]) else ()
            )
            for span in (*escorted, *(span for _, span in self._persons(after, begin))):
                yield PartUse(span, index, "visitor", "visitor:accompanied", 0.85)
            for _, span in self._persons(begin, self._list_end(after, sentence, semicolons=True)):
                yield PartUse(span, index, part, f"{part}:accompanied-by", 0.9)
            return
        actor = self.c.actor(i, sentence)
        if actor.kind == "other" and actor.word not in self.sets["unnamed_companion"]:
            return
        # Who takes part in a meeting is met there; who takes part in a visit accompanies it.
        part = "host" if self.sets["meeting"] & set(self.lower[after : after + 4]) else "companion"
        for _, span in self._persons(sentence.first, i):
            yield PartUse(span, index, part, f"{part}:accompanied", 0.85)

    def _meet(self, after: int, index: int, sentence: Sentence, *, by: bool) -> Iterator[PartUse]:
        for i, span in self._persons(after, self._list_end(after, sentence)):
            if by or not self._owns_site(after, i):
                yield PartUse(span, index, "host", "host:received-by" if by else "host:met", 0.8)
