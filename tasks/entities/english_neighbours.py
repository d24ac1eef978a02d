"""English names that get their kind from the names beside them."""

from collections.abc import Sequence
from dataclasses import replace

from tasks.entities.english_evidence import NameEvidence
from tasks.entities.english_kinds import LOCATIVE, FoundName
from tasks.entities.english_persons import SURE_PERSON
from tasks.entities.spans import NameSpan
from tasks.text.sentences import Sentence

LONGEST_DIVISION = 3  # words of a division's name


class NameNeighbours:
    """Reads the names of one sentence together.

    Args:
        evidence: What the lexicons say of the document's tokens.
    """

    def __init__(self, evidence: NameEvidence) -> None:
        """Keep the evidence."""
        self.evidence = evidence
        self.tokens = evidence.tokens

    def with_kinds(self, names: Sequence[FoundName], sentence: Sentence) -> list[FoundName]:
        """Give names of unknown kind the kind that their place in the sentence shows.

        Args:
            names: The names of one sentence, in order.
            sentence: The sentence.

        Returns:
            The same names; "in X", "X, Kenya" and "A, B and Kenya" make X, A and B places.
        """
        result: list[FoundName] = []
        following: FoundName | None = None
        for name in reversed(names):
            if name.span.kind is None:
                name = self._placed(name, following, sentence)
            following = name
            result.append(name)
        return self._with_sharers(self._listed(result[::-1]), sentence)

    def _with_sharers(self, names: list[FoundName], sentence: Sentence) -> list[FoundName]:
        """Name the divisions that share one class word: "the Northern and Eastern provinces", "Central, Uva and Southern Provinces"."""
        for k in range(sentence.first + 3, sentence.last):
            if self.tokens[k].lower not in self.evidence.lexicon.sets["shared_class"]:
                continue
            runs = self._sharers(k, sentence)
            first = runs[0][0] if runs else k
            inside = [name for name in names if name.last > first and name.first <= k]
            if len(runs) < 2 or any(name.span.kind in {"person", "organization"} for name in inside):
                continue
            if not all(self._is_division(*run) for run in runs):
                continue
            kept = {(name.first, name.last): name for name in inside if name.span.kind == "place"}
            shared = [kept.get(run) or self._shared(*run) for run in runs]
            names = sorted([*(name for name in names if name not in inside), *shared], key=lambda name: name.first)
        return names

    def _sharers(self, k: int, sentence: Sentence) -> list[tuple[int, int]]:
        """The capitalised runs, joined by commas and "and", that end right before a plural class word at token `k`."""
        runs: list[tuple[int, int]] = []
        end = k
        while end > sentence.first:
            start = end
            while start > sentence.first and self.tokens[start - 1].shape == "A" and end - start < LONGEST_DIVISION:
                start -= 1
            if start < end and self.tokens[start].lower == "the":
                start += 1
            if start == end:
                break
            runs.append((start, end))
            end = start
            while end > sentence.first and self.tokens[end - 1].lower in {"and", ",", "the", "&"}:
                end -= 1
            if end == start:
                break
        return runs[::-1]

    def _is_division(self, first: int, last: int) -> bool:
        """Whether a run may name a division: a direction, a known place, or words that are no English."""
        if self.evidence.is_demonym(first, last):
            return False
        words = self.evidence.words(first, last)
        directions = self.evidence.lexicon.sets["direction"]
        if all(part in directions for word in words for part in word.split("-")):
            return True
        return bool(self.evidence.places(first, last)) or not any(self.evidence.lexicon.is_word(word) for word in words)

    def _shared(self, first: int, last: int) -> FoundName:
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        span = NameSpan(start, end, self.evidence.text[start:end], "place", "region", "place:shared-class", 0.7)
        return FoundName(span, first, last)

    def _listed(self, names: list[FoundName]) -> list[FoundName]:
        """Take names of unknown kind for places where a list joins them with places: "Kandy, Xville and Galle"."""
        start = 0
        for end in range(1, len(names) + 1):
            if end < len(names) and self._continues_list(names[end - 1].last, names[end].first):
                continue
            chain = names[start:end]
            place = next((name for name in chain if name.span.kind == "place"), None)
            if place is not None and len(chain) > 2 and not any(name.span.kind == "person" for name in chain):
                for k in range(start, end):
                    if names[k].span.kind is None and not any(
                        self.evidence.lexicon.is_word(word) for word in self.evidence.words(names[k].first, names[k].last)
                    ):
                        names[k] = self._as_place(names[k], place.span.site, "place:listed", 0.6)
            start = end
        return names

    def _continues_list(self, last: int, first: int) -> bool:
        between = [token.lower for token in self.tokens[last:first]]
        return bool(between) and len(between) <= 3 and all(word in {",", "and", "the"} for word in between)

    def _placed(self, name: FoundName, following: FoundName | None, sentence: Sentence) -> FoundName:
        before = self.tokens[name.first - 1].lower if name.first > sentence.first else ""
        chained = following is not None and following.span.kind == "place" and following.span.site in {"settlement", "region"}
        if chained and following is not None and following.first == name.last + 1 and self.tokens[name.last].text == ",":
            return self._as_place(name, "settlement" if before in LOCATIVE else "", "place:before-container", 0.7)
        if self.evidence.is_ordinary(name.first, name.last) or name.span.text.isupper():
            return name
        if before in {"in", "near", "from"} and self.evidence.score(name.first, name.last) < SURE_PERSON:
            return self._as_place(name, "settlement", "place:locative", 0.5)
        if before == "at":
            return self._as_place(name, "yes", "place:locative", 0.5)
        return name

    @staticmethod
    def _as_place(name: FoundName, site: str, rule: str, confidence: float) -> FoundName:
        return replace(name, span=replace(name.span, kind="place", site=site or "yes", rule=rule, confidence=confidence))
