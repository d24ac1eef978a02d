"""The distinct things that one document names: variants, abbreviations and bare surnames brought together."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from tasks.entities.spans import Kind, NameSpan

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*", re.UNICODE)
FILLERS = frozenset(["of", "in", "the", "at", "and", "for", "on", "de", "co", "ltd", "limited", "inc", "company", "people's", "peoples"])


@dataclass(slots=True)
class DocumentReferent:
    """A person, organization or place of one document.

    Attributes:
        kind: What it is.
        name: The document's fullest name of it.
        spans: Its mentions in the text, in order.
        aliases: Its other names in the document.
    """

    kind: Kind
    name: str
    spans: list[NameSpan] = field(default_factory=list)
    aliases: set[str] = field(default_factory=set)

    @property
    def site(self) -> str:
        """The most telling site class among the mentions."""
        for wanted in ("yes", "settlement", "street", "region", "no"):
            if any(span.site == wanted for span in self.spans):
                return wanted
        return ""


def name_words(name: str) -> tuple[str, ...]:
    """A name's words, folded: case, accents and possessives gone.

    Args:
        name: A name in an alphabetic script.

    Returns:
        The words in order.
    """
    folded = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).lower().replace("’", "'")
    return tuple(word.removesuffix("'s") for word in WORD.findall(folded))


def _bag(name: str) -> frozenset[str]:
    return frozenset(word for word in name_words(name) if word not in FILLERS)


class ReferentTable:
    """Brings the mentions of one document together.

    Args:
        same_person: Tells whether two personal names are forms of one name.
        place_key: Folds a place's name to what identifies it in the document ("Guizhou Province" to "guizhou").
    """

    def __init__(self, same_person: Callable[[str, str], bool], place_key: Callable[[str], str]) -> None:
        """Start empty."""
        self._same_person = same_person
        self._place_key = place_key
        self.referents: list[DocumentReferent] = []
        self.of_span: dict[tuple[int, int], DocumentReferent] = {}

    def resolve(self, spans: Sequence[NameSpan]) -> list[DocumentReferent]:
        """Group spans into referents.

        Args:
            spans: All names found in the text, in order. Those of unknown kind join a referent that they abbreviate, and are
                otherwise left out.

        Returns:
            The referents in order of first mention.
        """
        known = [span for span in spans if span.kind is not None]
        for span in sorted(known, key=lambda span: -len(span.text)):
            self.add(span)
        for span in spans:
            if span.kind is None:
                self._attach(span)
        self.finish()
        return self.referents

    def finish(self) -> None:
        """Put mentions and referents in the order of the text."""
        for referent in self.referents:
            referent.spans.sort(key=lambda span: span.start)
        self.referents.sort(key=lambda referent: referent.spans[0].start)

    def add_restored(self, span: NameSpan, name: str) -> None:
        """Add words that are a lost name to the person of that name."""
        for referent in self.referents:
            if referent.kind == "person" and (referent.name == name or name in referent.aliases):
                referent.spans.append(span)
                self.of_span[(span.start, span.end)] = referent
                return

    def add(self, span: NameSpan) -> None:
        """Add one mention of known kind to the referent it belongs to, a new one if there is none."""
        assert span.kind is not None
        for referent in self.referents:
            if referent.kind == span.kind and self._same(referent, span):
                self._join(referent, span)
                return
        referent = DocumentReferent(span.kind, span.text)
        self.referents.append(referent)
        self._join(referent, span)

    def _same(self, referent: DocumentReferent, span: NameSpan) -> bool:
        if span.text == referent.name or span.text in referent.aliases:
            return True
        if span.kind == "person":
            if span.rule.startswith("person:royal") or any(known.rule.startswith("person:royal") for known in referent.spans):
                return name_words(span.text.removeprefix("The ")) == name_words(referent.name.removeprefix("The "))
            return self._same_person(referent.name, span.text)
        if span.kind == "place" and span.site in {"settlement", "region"} and referent.site in {"settlement", "region"}:
            return self._place_key(span.text) == self._place_key(referent.name)
        longer, shorter = name_words(referent.name), name_words(span.text)
        bag, part = _bag(referent.name), _bag(span.text)
        if part == bag and part:
            return True
        # "Beihedian Tribunal" for "Beihedian People's Tribunal": same head, nothing of its own, and something distinctive.
        return len(part) >= 2 and part < bag and shorter[-1] == longer[-1] and shorter[0] == longer[0]

    def _join(self, referent: DocumentReferent, span: NameSpan) -> None:
        referent.spans.append(span)
        self.of_span[(span.start, span.end)] = referent
        if span.text != referent.name:
            referent.aliases.add(span.text)
        if span.alias:
            referent.aliases.add(span.alias)

    def _attach(self, span: NameSpan) -> None:
        """Attach a name of unknown kind to what it abbreviates, if that is one thing."""
        words = name_words(span.text)
        if not words:
            return
        fits = [referent for referent in self.referents if self._abbreviates(words, span.text, referent)]
        if len(fits) == 1:
            self._join(fits[0], replace(span, kind=fits[0].kind, rule=f"{fits[0].kind}:short-form", confidence=0.8, site=fits[0].site))

    def _abbreviates(self, words: tuple[str, ...], text: str, referent: DocumentReferent) -> bool:
        if text in referent.aliases:
            return True
        if referent.kind == "person":
            return len(words) <= 2 and self._same_person(referent.name, text)
        if len(words) == 1 and len(words[0]) < 4:
            return False
        whole = name_words(referent.name)
        return len(words) < len(whole) and any(whole[i : i + len(words)] == words for i in range(len(whole))) and words[0] not in FILLERS


def unresolved(spans: Sequence[NameSpan], table: ReferentTable) -> dict[str, list[NameSpan]]:
    """Names of unknown kind that belong to no referent, by their text."""
    left: dict[str, list[NameSpan]] = defaultdict(list)
    for span in spans:
        if span.kind is None and (span.start, span.end) not in table.of_span:
            left[span.text].append(span)
    return left
