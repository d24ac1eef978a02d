"""Where a named place or organization lies, as its name and the text around it tell."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from tasks.entities.referents import DocumentReferent
from tasks.lexicon.division import Division
from tasks.lexicon.gazetteer import Gazetteer

RANK = {"country": 0, "province": 1, "city": 2, "county": 3}
CONTEXT_LIMIT = 8
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Location:
    """An administrative location.

    Attributes:
        division: The narrowest division known, or None.
        codes: Codes of that division and of all above it.
        is_itself: Whether the thing located is that division.
        country: Usual name in the document's language, likewise the following.
        province: First-level division.
        city: City or prefecture.
        county: County or district.
        admin_code: Code of the narrowest division that has an official one.
        latitude: Degrees north of the division's seat.
        longitude: Degrees east.
    """

    division: Division | None = None
    codes: tuple[str, ...] = ()
    is_itself: bool = False
    country: str | None = None
    province: str | None = None
    city: str | None = None
    county: str | None = None
    admin_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None

    @property
    def level(self) -> str:
        """The division's level, or ""."""
        return self.division.level if self.division else ""

    @property
    def unknown(self) -> bool:
        """Whether nothing narrower than a country is known."""
        return self.division is None or self.division.level == "country"

    def within(self, other: "Location") -> bool:
        """Whether this lies in the other division, and is not the same one."""
        if self.division is None or other.division is None:
            return False
        return other.division.code in self.codes and (self.division.code != other.division.code or not self.is_itself)


NOWHERE = Location()


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place of the gazetteer that the narration has reached at some point.

    Attributes:
        start: First code point of its mention.
        division: The place.
        reached: Whether the text says that the visitors went there, not only that it exists.
    """

    start: int
    division: Division
    reached: bool


class Locator:
    """Finds where things of one document lie.

    Args:
        gazetteer: The gazetteer.
        language: The document's language.
    """

    def __init__(self, gazetteer: Gazetteer, language: str) -> None:
        """Start with no context."""
        self.gazetteer = gazetteer
        self.language = language
        self.landmarks: list[Landmark] = []
        self.context: tuple[Division, ...] = ()

    def learn(self, referents: Sequence[DocumentReferent], reached: Collection[tuple[int, int]]) -> None:
        """Take the document's places as context for all that follows.

        Args:
            referents: The document's referents.
            reached: Spans of the mentions with which the text says that somebody went there.
        """
        places = [referent for referent in referents if referent.kind == "place"]
        counted = sorted(places, key=lambda referent: (-len(referent.spans), referent.spans[0].start))
        for _ in range(2):  # a second round resolves what the first round's context makes plain
            found = [self.gazetteer.resolve(referent.name, self.language, self.context) for referent in counted]
            self.context = tuple(dict.fromkeys(division for division in found if division is not None))[:CONTEXT_LIMIT]
        resolved = dict(zip([id(referent) for referent in counted], found, strict=True)) if counted else {}
        self.landmarks = sorted(
            (
                Landmark(span.start, division, (span.start, span.end) in reached)
                for referent in places
                if (division := resolved[id(referent)]) is not None
                for span in referent.spans
            ),
            key=lambda landmark: landmark.start,
        )

    def place_key(self, name: str) -> str:
        """What identifies a place's name: the gazetteer's entry, else the folded name."""
        division = self.gazetteer.resolve(name, self.language, self.context)
        return division.code if division else name.lower()

    def locate(self, referent: DocumentReferent, start: int | None = None, full_name: str | None = None) -> Location:
        """Where a referent lies.

        Args:
            referent: A place or organization.
            start: First code point of the mention to start from; the place last reached by then counts. None for the first.
            full_name: The mention with its qualifiers ("… in Anshun City").

        Returns:
            The location; nothing in it is guessed beyond what the name, the qualifiers and the last place reached tell.
        """
        if referent.kind == "place":
            itself = self.gazetteer.resolve(referent.name, self.language, self.context)
            if itself is not None:
                return self._location(itself, is_itself=True)
        reached = self._last_reached(referent.spans[0].start if start is None else start)
        own = self._from_name(referent, full_name, reached)
        if own is None:
            return self._location(reached) if reached is not None else NOWHERE
        if reached is not None and own.level == "country" and own.code in self._codes(reached):
            return self._location(reached)
        return self._location(own)

    def _from_name(self, referent: DocumentReferent, full_name: str | None, reached: Division | None) -> Division | None:
        names = [*([full_name] if full_name else []), referent.name, *sorted(referent.aliases)]
        context = [*([reached] if reached else []), *self.context]
        best: Division | None = None
        for name in names:
            for inner in self._names_inside(name):
                division = self.gazetteer.resolve(inner, self.language, context)
                if division is not None and (best is None or (RANK[division.level] > RANK[best.level] and self._agrees(division, best))):
                    best = division
        return best

    def _names_inside(self, name: str) -> Iterator[str]:
        """The longest stretches of a name that the gazetteer knows, from left to right: "Pingba District", "Anshun City"."""
        alphabetic = self.language != "zh"
        units: Sequence[str] = WORD.findall(name) if alphabetic else name
        glue = " " if alphabetic else ""
        shortest = 1 if alphabetic else 2
        i = 0
        while i < len(units):
            for length in range(min(self.gazetteer.longest_name(self.language) + 1, len(units) - i), shortest - 1, -1):
                stretch = glue.join(units[i : i + length])
                if self.gazetteer.lookup(stretch, self.language) and not (
                    length == shortest and self.gazetteer.is_ambiguous_word(stretch, self.language)
                ):
                    yield stretch
                    i += length - 1
                    break
            i += 1

    def _agrees(self, narrower: Division, wider: Division) -> bool:
        return wider.code in self._codes(narrower)

    def _codes(self, division: Division) -> tuple[str, ...]:
        codes = [division.code]
        parent = division.parent
        while parent is not None:
            codes.append(parent)
            parent = self.gazetteer.division(parent).parent
        return tuple(codes)

    def _last_reached(self, start: int) -> Division | None:
        """The narrowest place that the narration had reached by then: the last one reached, within the last container."""
        index = bisect_right([landmark.start for landmark in self.landmarks], start)
        before = [landmark for landmark in self.landmarks[:index] if landmark.reached] or self.landmarks[:index]
        if not before:
            everywhere = {landmark.division.code: landmark.division for landmark in self.landmarks}
            return next(iter(everywhere.values())) if len(everywhere) == 1 else None
        last = before[-1].division
        for landmark in reversed(before):
            if RANK[landmark.division.level] > RANK[last.level] and last.code in self._codes(landmark.division):
                return landmark.division if self._only_child(last, before) else last
        return last

    def _only_child(self, parent: Division, landmarks: Sequence[Landmark]) -> bool:
        below = {
            mark.division.code for mark in landmarks if parent.code in self._codes(mark.division) and mark.division.code != parent.code
        }
        return len(below) == 1

    def _location(self, division: Division, *, is_itself: bool = False) -> Location:
        fields = self.gazetteer.admin_fields(division, self.language)
        return Location(
            division=division,
            codes=self._codes(division),
            is_itself=is_itself,
            country=fields.country,
            province=fields.province,
            city=fields.city,
            county=fields.county,
            admin_code=fields.admin_code,
            latitude=fields.latitude,
            longitude=fields.longitude,
        )
