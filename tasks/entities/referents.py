"""The distinct things that one document names: variants, abbreviations and bare surnames brought together."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice

from tasks.entities.spans import Kind, NameSpan

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*", re.UNICODE)
FILLERS = frozenset(["of", "in", "the", "at", "and", "for", "on", "de", "co", "ltd", "limited", "inc", "company", "people", "peoples"])
INITIAL_FILLERS = frozenset(["of", "in", "the", "at", "and", "for", "on", "to"])
SITES = ("yes", "settlement", "street", "region", "no")
FIRST_IDEOGRAPH = "\u2e80"
SHORTEST_ABBREVIATION = 3
LONGEST_PART_OF_NAME = 2
"""Words of the longest name of unknown kind that may be short for a person's."""
NAMES_KEPT = 50_000


@dataclass(slots=True, eq=False)
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
    _rank: int = field(default=len(SITES), init=False, repr=False)
    _ranked: int = field(default=0, init=False, repr=False)

    @property
    def site(self) -> str:
        """The most telling site class among the mentions; of mentions added since it was last asked for, only these are looked at."""
        for span in islice(self.spans, self._ranked, None):
            if span.site in SITES:
                self._rank = min(self._rank, SITES.index(span.site))
        self._ranked = len(self.spans)
        return SITES[self._rank] if self._rank < len(SITES) else ""

    def put_in_order(self) -> None:
        """Put the mentions in the order of the text."""
        assert self.site is not None
        self.spans.sort(key=lambda span: span.start)


@lru_cache(maxsize=NAMES_KEPT)
def name_words(name: str) -> tuple[str, ...]:
    """A name's words, folded: case, accents and possessives gone.

    Args:
        name: A name in an alphabetic script.

    Returns:
        The words in order.
    """
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).replace("’", "'")
    return tuple(word.removesuffix("'s") for word in WORD.findall(name.lower()))


@lru_cache(maxsize=NAMES_KEPT)
def initials(name: str) -> frozenset[str]:
    """The abbreviations that a name's words suggest: "Workers' Party of Korea" gives "wpk" and "wpok".

    Args:
        name: A name in an alphabetic script.

    Returns:
        Abbreviations of three letters or more, in lower case.
    """
    words = [part for word in name_words(name) for part in word.replace("'", "").split("-")]
    found = {"".join(word[0] for word in words if word), "".join(word[0] for word in words if word and word not in INITIAL_FILLERS)}
    return frozenset(short for short in found if len(short) >= SHORTEST_ABBREVIATION)


@lru_cache(maxsize=NAMES_KEPT)
def _bag(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for word in words if word not in FILLERS)


def _no_keys(_name: str) -> None:
    return None


class ReferentTable:
    """Brings the mentions of one document together.

    Args:
        same_person: Tells whether two personal names are forms of one name.
        place_key: Folds a place's name to what identifies it in the document ("Guizhou Province" to "guizhou"); a name that is
            no known place comes back in lower case.
        person_keys: Gives keys of which any two forms of one personal name share one; None for a name that has to be compared with all
            that share a word with it.
    """

    def __init__(
        self,
        same_person: Callable[[str, str], bool],
        place_key: Callable[[str], str],
        person_keys: Callable[[str], Collection[tuple[str, ...]] | None] = _no_keys,
    ) -> None:
        """Start empty."""
        self._same_person = same_person
        self._place_key = place_key
        self._person_keys = person_keys
        self._by_key: dict[tuple[str, ...], list[DocumentReferent]] = defaultdict(list)
        self._without_keys: dict[str, list[DocumentReferent]] = defaultdict(list)
        self._words_of: dict[int, set[str]] = defaultdict(set)
        self._by_bag: dict[frozenset[str], list[DocumentReferent]] = defaultdict(list)
        self._by_ends: dict[tuple[str, str], list[DocumentReferent]] = defaultdict(list)
        self._by_tail: dict[tuple[str, ...], list[DocumentReferent]] = defaultdict(list)
        self._by_front: dict[tuple[str, ...], list[DocumentReferent]] = defaultdict(list)
        self._named: dict[str, list[DocumentReferent]] = defaultdict(list)
        self._by_word: dict[str, list[DocumentReferent]] = defaultdict(list)
        self._by_initials: dict[str, list[DocumentReferent]] = defaultdict(list)
        self._by_place: dict[str, DocumentReferent] = {}
        self._royals: dict[tuple[str, ...], DocumentReferent] = {}
        self._rank: dict[int, int] = {}
        self._unattached: dict[str, int] = {}
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
        abbreviations = [span for span in spans if span.rule.endswith(":abbreviation")]
        known = [span for span in spans if span.kind is not None and not span.rule.endswith(":abbreviation")]
        for span in sorted(known, key=lambda span: -max(len(span.text), len(span.alias or "") + 1)):  # "Anne" before "the Princess"
            self.add(span)
        for span in abbreviations:
            self._add_abbreviation(span)
        for span in spans:
            if span.kind is None:
                self._attach(span)
        self.finish()
        return self.referents

    def finish(self) -> None:
        """Put mentions and referents in the order of the text."""
        for referent in self.referents:
            referent.put_in_order()
        self.referents.sort(key=lambda referent: referent.spans[0].start)
        self._rank = {id(referent): rank for rank, referent in enumerate(self.referents)}

    def add_restored(self, span: NameSpan, name: str) -> None:
        """Add words that are a lost name to the person of that name."""
        for referent in self._named.get(name, ()):
            if referent.kind == "person":
                referent.spans.append(span)
                self.of_span[(span.start, span.end)] = referent
                return

    def add(self, span: NameSpan) -> None:
        """Add one mention of known kind to the referent it belongs to, a new one if there is none."""
        assert span.kind is not None
        referent = self._find(span)
        if referent is None:
            referent = DocumentReferent(span.kind, span.text)
            self._rank[id(referent)] = len(self.referents)
            self.referents.append(referent)
            self._register(referent)
        self._join(referent, span)

    def _register(self, referent: DocumentReferent) -> None:
        """Note by what a referent is found whose name is compared with a mention."""
        words = name_words(referent.name)
        if referent.kind == "person":
            keys = self._person_keys(referent.name)
            for key in keys if keys is not None else ():
                self._by_key[key].append(referent)
            for word in {*words, "".join(words)} if keys is None else ():
                self._without_keys[word].append(referent)
        elif words:
            self._by_bag[_bag(words)].append(referent)
            self._by_ends[words[0], words[-1]].append(referent)
            for start in range(1, len(words)):
                self._by_tail[words[start:]].append(referent)
            if "of" in words[2:]:
                self._by_front[words[: words.index("of", 2)]].append(referent)

    # --- which referent -------------------------------------------------------------------------------------------------

    def _find(self, span: NameSpan) -> DocumentReferent | None:
        """The referent that a mention of known kind belongs to."""
        kinds = {"person"} if span.kind == "person" else {"organization", "place"}
        for referent in self._named.get(span.text, ()):
            if referent.kind in kinds:
                return referent
        if span.text[0] >= FIRST_IDEOGRAPH:
            return next((referent for referent in self.referents if referent.kind == span.kind and self._same(referent, span)), None)
        if span.kind == "person":
            return self._find_person(span)
        if span.kind == "place" and span.site in {"settlement", "region"}:
            return self._by_place.get(self._place_key(span.text))
        return self._find_body(span)

    def _same(self, referent: DocumentReferent, span: NameSpan) -> bool:
        """Whether a mention names a referent of its kind."""
        if span.kind == "person":
            return self._same_person(referent.name, span.text)
        words = name_words(span.text)
        return self._same_body(referent, words, _bag(words))

    def _find_person(self, span: NameSpan) -> DocumentReferent | None:
        words = name_words(span.text)
        if span.rule.startswith("person:royal"):
            return self._royals.get(tuple(word for word in words if word != "the"))
        fits = [referent for referent in self._persons_like(words, span.text) if self._same(referent, span)]
        return self._nearest(fits, span) if len(words) == 1 else next(iter(fits), None)

    def _nearest(self, fits: Sequence[DocumentReferent], span: NameSpan) -> DocumentReferent | None:
        """Among several bearers of a bare surname the one named last before it, else the first."""
        if len(fits) < 2:
            return next(iter(fits), None)
        return max(fits, key=lambda referent: max((known.start for known in referent.spans if known.start < span.start), default=-1))

    def _persons_like(self, words: Sequence[str], name: str) -> list[DocumentReferent]:
        """Persons who may have a name and share a word with it, oldest first."""
        keys = self._person_keys(name)
        if keys is None:
            return [referent for referent in self._candidates(words) if referent.kind == "person"]
        own = {*words, "".join(words)}
        found = {id(referent): referent for key in keys for referent in self._by_key.get(key, ())}
        found.update((id(referent), referent) for word in own for referent in self._without_keys.get(word, ()))
        return self._oldest_first(referent for key, referent in found.items() if not own.isdisjoint(self._words_of[key]))

    def _bodies_like(self, words: tuple[str, ...]) -> list[DocumentReferent]:
        """Organizations and places that may have a name, oldest first."""
        part = _bag(words)
        if not part:
            return self._candidates(words)
        found = {id(referent): referent for referent in self._by_bag.get(part, ())}
        if len(part) > 1:
            for referent in (*self._by_ends.get((words[0], words[-1]), ()), *self._by_tail.get(words, ()), *self._by_front.get(words, ())):
                found[id(referent)] = referent
        return self._oldest_first(found.values())

    def _oldest_first(self, referents: Iterable[DocumentReferent]) -> list[DocumentReferent]:
        return sorted(referents, key=lambda referent: self._rank[id(referent)])

    def _candidates(self, words: Sequence[str]) -> list[DocumentReferent]:
        """Referents that share a word with a name, oldest first."""
        seen: dict[int, DocumentReferent] = {}
        for word in {*words, "".join(words)}:
            for referent in self._by_word.get(word, ()):
                seen[id(referent)] = referent
        return self._oldest_first(seen.values())

    def _find_body(self, span: NameSpan) -> DocumentReferent | None:
        words = name_words(span.text)
        return next((referent for referent in self._bodies_like(words) if referent.kind == span.kind and self._same(referent, span)), None)

    def _same_body(self, referent: DocumentReferent, shorter: tuple[str, ...], part: frozenset[str]) -> bool:
        longer = name_words(referent.name)
        bag = _bag(longer)
        if part == bag:
            return True
        if not part or len(part) < 2 or not part < bag:
            return False
        # "Beihedian Tribunal" for "Beihedian People's Tribunal": same head, nothing of its own, and something distinctive.
        if shorter[-1] == longer[-1] and shorter[0] == longer[0]:
            return True
        if longer[: len(shorter)] == shorter and longer[len(shorter)] == "of":
            return True  # "the Royal Courts" for "the Royal Courts of Justice"
        extra = len(longer) - len(shorter)
        return longer[extra:] == shorter and self._is_place(longer[:extra])

    def _is_place(self, words: Sequence[str]) -> bool:
        name = " ".join(words)
        return self._place_key(name.title()) != name

    # --- joining --------------------------------------------------------------------------------------------------------

    def _join(self, referent: DocumentReferent, span: NameSpan) -> None:
        referent.spans.append(span)
        self.of_span[(span.start, span.end)] = referent
        if referent not in self._named[span.text]:
            self._named[span.text].append(referent)
            self._index(referent, span)
        if span.text != referent.name:
            referent.aliases.add(span.text)
        if span.alias:
            referent.aliases.add(span.alias)
            if referent not in self._named[span.alias]:
                self._named[span.alias].append(referent)

    def _index(self, referent: DocumentReferent, span: NameSpan) -> None:
        words = name_words(span.text)
        for word in {*words, "".join(words)}:
            self._by_word[word].append(referent)
            self._words_of[id(referent)].add(word)
        if referent.kind == "person":
            if span.rule.startswith("person:royal"):
                self._royals.setdefault(tuple(word for word in words if word != "the"), referent)
            return
        for short in initials(span.text):
            self._by_initials[short].append(referent)
        if referent.kind == "place" and span.site in {"settlement", "region"}:
            self._by_place.setdefault(self._place_key(span.text), referent)

    def _add_abbreviation(self, span: NameSpan) -> None:
        """Add initials to what they abbreviate, as a name of their own if that is nothing or several things."""
        fits = [*self._named.get(span.text, ()), *self._by_initials.get(span.text.lower().replace(".", ""), ())]
        first = next((referent for referent in fits if referent.kind != "person"), None)
        if first is None:
            self.add(span)
        else:
            self._join(first, replace(span, kind=first.kind, rule=f"{first.kind}:abbreviation", site=first.site))

    def _attach(self, span: NameSpan) -> None:
        """Attach a name of unknown kind to what it abbreviates, if that is one thing."""
        words = name_words(span.text)
        if not words:
            return
        fits = list(self._named.get(span.text, ()))
        if not fits:
            known = sum(len(self._by_word.get(word, ())) for word in (*words, "".join(words)))
            if self._unattached.get(span.text) == known:
                return  # asked before, and no name with a word of this one has been added since
            fits = list(islice(self._whole_names(words, span.text), 2))
            if len(fits) != 1:
                self._unattached[span.text] = known
        if len(fits) == 1:
            only = fits[0]
            self._join(only, replace(span, kind=only.kind, rule=f"{only.kind}:short-form", confidence=0.8, site=only.site))

    def _whole_names(self, words: tuple[str, ...], text: str) -> Iterator[DocumentReferent]:
        """The referents that a name may abbreviate, each once."""
        seen: set[int] = set()
        rarest = min((self._by_word.get(word, ()) for word in words), key=len)
        for referent in (*(self._persons_like(words, text) if len(words) <= LONGEST_PART_OF_NAME else ()), *rarest):
            if id(referent) not in seen:
                seen.add(id(referent))
                if self._abbreviates(words, text, referent):
                    yield referent

    def _abbreviates(self, words: tuple[str, ...], text: str, referent: DocumentReferent) -> bool:
        if referent.kind == "person":
            return len(words) <= LONGEST_PART_OF_NAME and self._same_person(referent.name, text)
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
