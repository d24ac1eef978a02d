"""Where a named place or organization lies, as its name and the text around it tell."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate

from tasks.entities.referents import DocumentReferent
from tasks.lexicon.division import Division
from tasks.lexicon.gazetteer import Gazetteer
from warehouse.records import record

RANK = {"country": 0, "province": 1, "city": 2, "county": 3}
CONTEXT_LIMIT = 8
NAMES_KEPT = 50_000
PART_BREAK = re.compile(r"[,;()]|\b(?:in|at|near|on|of|outside|located|situated|based|the foot)\b")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?(?:\s*\d[A-Z]{2})?\b|\b\d{4,6}\b")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@record(frozen=True, slots=True)
class Location:
    """An administrative location.

    Attributes:
        division: The narrowest division known, or None.
        codes: Codes of that division and of all above it.
        is_itself: Whether the thing located is that division.
        inferred: Whether only the place that the narration had reached tells where it lies.
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
    inferred: bool = False
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

    def holders(self) -> tuple[str, ...]:
        """Codes of the divisions in which this lies, itself left out where it is one."""
        return self.codes[1:] if self.is_itself else self.codes

    def within(self, other: "Location") -> bool:
        """Whether this lies in the other division, and is not the same one."""
        if self.division is None or other.division is None:
            return False
        return other.division.code in self.codes and (self.division.code != other.division.code or not self.is_itself)


NOWHERE = Location()


@record(frozen=True, slots=True)
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


@record(frozen=True, slots=True)
class Visited:
    """A mention with which the text says that somebody went there.

    Attributes:
        start: First code point of the name with its qualifiers.
        end: One past the last.
        name: The characters between.
    """

    start: int
    end: int
    name: str


@lru_cache(maxsize=NAMES_KEPT)
def _names_inside(gazetteer: Gazetteer, language: str, name: str) -> tuple[str, ...]:
    alphabetic = language != "zh"
    units: Sequence[str] = WORD.findall(name) if alphabetic else name
    glue = " " if alphabetic else ""
    shortest = 1 if alphabetic else 2
    listed = gazetteer.names(language)
    found = []
    i = 0
    chained = 0
    while i < len(units):
        for length in range(min(gazetteer.longest_name(language) + 1, len(units) - i), shortest - 1, -1):
            stretch = glue.join(units[i : i + length])
            if not alphabetic and (stretch not in listed or (length == shortest and i != chained)):
                continue
            if gazetteer.lookup(stretch, language) and not (length == shortest and gazetteer.is_ambiguous_word(stretch, language)):
                found.append(stretch)
                i += length - 1
                chained = i + 1
                break
        i += 1
    return tuple(found)


class Locator:
    """Finds where things of one document lie.

    Args:
        gazetteer: The gazetteer.
        language: The document's language.
        seats: Where institutions are known to be: the name, or what it begins with, and the place.
        home: Where the institution is that reports on itself, if it does.
        fold: For `str.translate`, from the document's characters to those of the gazetteer; None where they are the same.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        language: str,
        seats: Mapping[str, str] | None = None,
        home: str | None = None,
        fold: Mapping[int, str] | None = None,
    ) -> None:
        """Start with no context."""
        self.gazetteer = gazetteer
        self.language = language
        self.landmarks: list[Landmark] = []
        self.context: tuple[Division, ...] = ()
        self.seats = seats or {}
        self.fold = fold or {}
        self.home = self._narrowest(home) if home else None
        self._frame: frozenset[str] = frozenset()
        self._landmark_starts: list[int] = []
        self._reached: list[Division | None] = [None]
        self._first_reached: int | None = None

    def learn(self, referents: Sequence[DocumentReferent], visited: Sequence[Visited]) -> None:
        """Take the document's places as context for all that follows.

        Args:
            referents: The document's referents.
            visited: The mentions with which the text says that somebody went there, in order.
        """
        places = [referent for referent in referents if referent.kind == "place"]
        counted = sorted(places, key=lambda referent: (-len(referent.spans), referent.spans[0].start))
        found: list[Division | None] = []
        for _ in range(2):  # a second round resolves what the first round's context makes plain
            found = [self._itself(referent.name, self.context) for referent in counted]
            self.context = tuple(dict.fromkeys(division for division in found if division is not None))[:CONTEXT_LIMIT]
        self.context = self._plausible(self.context)
        self._frame = self._framed(self.context)
        visit_starts = [visit.start for visit in visited]
        visit_ends = list(accumulate((visit.end for visit in visited), max))

        def is_visited(position: int) -> bool:
            at = bisect_right(visit_starts, position)
            return at > 0 and position < visit_ends[at - 1]

        landmarks = [
            Landmark(span.start, division, is_visited(span.start))
            for referent, division in zip(counted, found, strict=True)
            if division is not None
            for span in referent.spans
        ]
        for visit in visited:
            division = self._inside(visit.name, self.context)
            if division is not None and division.level != "country":
                landmarks.append(Landmark(visit.start, division, True))
        self.landmarks = sorted(landmarks, key=lambda landmark: landmark.start)
        self._landmark_starts = [landmark.start for landmark in self.landmarks]
        self._first_reached = next((landmark.start for landmark in self.landmarks if landmark.reached), None)
        self._reached = self._places_reached()

    def _plausible(self, divisions: tuple[Division, ...]) -> tuple[Division, ...]:
        """The divisions less lone towns of countries that the document does not otherwise speak of."""
        countries = [self._codes(division)[-1] for division in divisions]
        named = {division.code for division in divisions if division.level == "country"}
        spoken_of = named | {country for country in countries if countries.count(country) > 1}
        if not spoken_of:
            return divisions
        kept = [
            division for division, country in zip(divisions, countries, strict=True) if country in spoken_of or division.level == "province"
        ]
        return tuple(kept)

    def _framed(self, divisions: Sequence[Division]) -> frozenset[str]:
        """Codes of the provinces that the document speaks of, and of the countries of which it names no province."""
        provinces: set[str] = set()
        countries: set[str] = set()
        covered: set[str] = set()
        for division in divisions:
            codes = self._codes(division)
            if division.level == "country":
                countries.add(division.code)
            else:
                provinces.add(codes[-2] if len(codes) > 1 else codes[-1])
                covered.add(codes[-1])
        return frozenset(provinces | (countries - covered))

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
            itself = self._itself(referent.name, self.context)
            if itself is not None and (full_name is None or self._consistent(itself, referent, full_name)):
                return self._location(itself, is_itself=True)
        position = referent.spans[0].start if start is None else start
        reached = self._last_reached(position)
        context = [*([reached] if reached else []), *self.context]
        qualifier = full_name.replace(referent.name, "", 1) if full_name and referent.name in full_name else None
        around = self._qualified(qualifier, context) if qualifier else None
        names = [*([full_name] if full_name and qualifier is None else []), referent.name, *sorted(referent.aliases)]
        nearby = [around, *context] if around else context
        own = next((division for name in names if (division := self._inside(name, nearby)) is not None), None)
        if own is None or own.level == "country":
            own = self._seat(names) or own
        if own is None and self.home is not None and (self._first_reached is None or self._first_reached > position):
            own = self.home
        if around is not None and (own is None or around.code not in self._codes(own)):
            itself = self._itself(referent.name, [around]) if referent.kind == "place" else None
            own = itself if itself is not None and around.code in self._codes(itself) else around
        if own is None:
            return self._location(reached, inferred=True) if reached is not None else NOWHERE
        if reached is not None and own.level == "country" and own.code in self._codes(reached):
            return self._location(reached, inferred=True)
        return self._location(own, unlisted_town=self._unlisted_town(qualifier, own))

    def _seat(self, names: Sequence[str]) -> Division | None:
        """Where an institution of one of these names is known to be."""
        for name in names:
            for known, place in self.seats.items():
                if name.startswith(known):
                    return self._narrowest(place)
        return None

    def _narrowest(self, place: str) -> Division | None:
        """The last division that a chain of them names: "天津市南开区"."""
        found = [self.gazetteer.resolve(part, self.language, self.context) for part in self._names_inside(place)]
        return next((division for division in reversed(found) if division is not None), None)

    def _itself(self, name: str, context: Sequence[Division]) -> Division | None:
        """The division of a name; in Chinese "大川镇" is no "大川", and only the names as listed count."""
        if self.fold:
            name = name.translate(self.fold)
        if self.language == "zh" and name not in self.gazetteer.names("zh"):
            return None
        return self.gazetteer.resolve(name, self.language, context)

    def _consistent(self, itself: Division, referent: DocumentReferent, full_name: str) -> bool:
        """Whether a place's qualifiers allow the division that its name alone suggests."""
        qualifier = full_name.replace(referent.name, "", 1)
        around = self._qualified(qualifier, self.context) if qualifier else None
        return around is None or around.code in self._codes(itself) or itself.code in self._codes(around)

    def _qualified(self, qualifier: str, context: Sequence[Division]) -> Division | None:
        """The narrowest division that a name's qualifiers give; of several towns in an address the last is the post town."""
        best: Division | None = None
        for part in self._parts(qualifier):
            division = self.gazetteer.resolve(part, self.language, context)
            if division is None or (division.level == "city" and self._frame and not self._frame & set(self._codes(division))):
                continue
            if best is None or RANK[division.level] >= RANK[best.level] or best.code not in self._codes(division):
                narrower_known = best is not None and division.code in self._codes(best)
                best = best if narrower_known else division
        return best

    def _parts(self, qualifier: str) -> Iterator[str]:
        """The parts of a qualifier that may be places as a whole: "London Road" is no London."""
        if self.language == "zh":
            yield from self._names_inside(qualifier)
            return
        for part in PART_BREAK.split(qualifier):
            name = POSTCODE.sub("", part).strip().removeprefix("the ").removeprefix("The ")
            if name:
                yield name

    def _inside(self, name: str, context: Sequence[Division]) -> Division | None:
        """The narrowest division named within a name, if the document speaks of its province: "Anshun Procuratorate"."""
        best: Division | None = None
        for inner in self._names_inside(name):
            division = self.gazetteer.resolve(inner, self.language, context)
            if division is None or (self._frame and not self._frame & set(self._codes(division))):
                continue
            if best is None or (RANK[division.level] > RANK[best.level] and best.code in self._codes(division)):
                best = division
        return best

    def _unlisted_town(self, qualifier: str | None, own: Division) -> str | None:
        """A town that an address names before its province and that the gazetteer does not have: ", Vanduzi, Manica Province"."""
        if not qualifier or own.level != "province" or self.language == "zh":
            return None
        parts = [part.strip() for part in qualifier.split(",") if part.strip()]
        at = next((i for i, part in enumerate(parts) if self.gazetteer.resolve(part, self.language, self.context) == own), None)
        if not at:
            return None
        town = parts[at - 1]
        return town if town[0].isupper() and not any(character.isdigit() for character in town) else None

    def _names_inside(self, name: str) -> tuple[str, ...]:
        """The longest stretches of a name that the gazetteer knows, from left to right: "Pingba District", "Anshun City"."""
        return _names_inside(self.gazetteer, self.language, name.translate(self.fold) if self.fold else name)

    def _codes(self, division: Division) -> tuple[str, ...]:
        return self.gazetteer.lineage(division)

    def _last_reached(self, start: int) -> Division | None:
        """The narrowest place that the narration had reached by then: the last one reached, within the last container."""
        return self._reached[bisect_right(self._landmark_starts, start)]

    def _places_reached(self) -> list[Division | None]:
        """The place reached before the first landmark, and behind each of them.

        Landmarks that are only named count until one is gone to. A landmark's place stands for a narrower one inside it if the text
        has named only that one.
        """
        found = [self._common([landmark.division for landmark in self.landmarks if landmark.reached])]
        gone = False
        narrower: dict[str, Division] = {}
        inside: dict[str, set[str]] = defaultdict(set)
        last = found[0]
        for landmark in self.landmarks:
            if landmark.reached and not gone:
                gone = True
                narrower.clear()
                inside.clear()
            if landmark.reached or not gone:
                last = landmark.division
                for code in self._codes(last)[1:]:
                    inside[code].add(last.code)
                    if RANK[last.level] > RANK[self.gazetteer.division(code).level]:
                        narrower[code] = last
            assert last is not None
            only = last.code in narrower and len(inside[last.code]) == 1
            found.append(narrower[last.code] if only else last)
        return found

    def _common(self, divisions: Sequence[Division]) -> Division | None:
        """The narrowest division that holds all the given ones."""
        if not divisions:
            return None
        shared = [code for code in self._codes(divisions[0]) if all(code in self._codes(other) for other in divisions)]
        if not shared:
            return None
        return divisions[0] if shared[0] == divisions[0].code else self.gazetteer.division(shared[0])

    def _location(
        self, division: Division, *, is_itself: bool = False, inferred: bool = False, unlisted_town: str | None = None
    ) -> Location:
        fields = self.gazetteer.admin_fields(division, self.language)
        return Location(
            division=division,
            codes=self._codes(division),
            is_itself=is_itself,
            inferred=inferred,
            country=fields.country,
            province=fields.province,
            city=fields.city or unlisted_town,
            county=fields.county,
            admin_code=fields.admin_code,
            latitude=fields.latitude,
            longitude=fields.longitude,
        )
