"""English names that get their kind from the names beside them."""

from collections.abc import Sequence
from dataclasses import replace

from tasks.entities.english_evidence import NameEvidence
from tasks.entities.english_kinds import LOCATIVE, FoundName
from tasks.entities.english_persons import SURE_PERSON
from tasks.text.sentences import Sentence


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
        return self._listed(result[::-1])

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
