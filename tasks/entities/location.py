"""Where a named place or organization lies, as its name and the text around it tell."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from tasks.entities.administrative_location import NOWHERE, Location
from tasks.entities.landmarks import RANK, Landmark, Landmarks, Visited
from tasks.entities.place_words import LEADING_WORDS, PART_BREAK, address_parts, is_settlement, names_inside, without_class
from tasks.entities.referents import DocumentReferent
from tasks.entities.seats import Seats
from tasks.lexicon.division import Division
from tasks.lexicon.gazetteer import MATCHED_POPULATION, Gazetteer

CONTEXT_LIMIT = 8
COMMA = 2  # code points between a town and its container: ", "
ADDRESS = ", "
PROVINCE_WORDS = re.compile(r"省|自治区|\b(?:Provinc|Autonomous|Region|State)")
"""In the name of a body that a province has one of."""
CHINA = "CN"
"""China's towns are no cities: the city is the prefecture, and the tables have all of them."""


class Locator:
    """Finds where things of one document lie.

    Args:
        gazetteer: The gazetteer.
        language: The document's language.
        seats: Where institutions are known to be: the name, or what it begins with, and the place.
        home: Where the institution is that reports on itself, if it does.
        fold: For `str.translate`, from the document's characters to those of the gazetteer; None where they are the same.
        receives: Whether the visitors come to that institution.
        addresses: The divisions that the text puts before a place's name anywhere, by that name.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        language: str,
        seats: Mapping[str, str] | None = None,
        home: str | None = None,
        fold: Mapping[int, str] | None = None,
        *,
        receives: bool = False,
        addresses: Mapping[str, str] | None = None,
    ) -> None:
        """Start with no context."""
        self.gazetteer = gazetteer
        self.language = language
        self.landmarks = Landmarks(gazetteer)
        self.context: tuple[Division, ...] = ()
        self.fold = fold or {}
        self.seats = Seats(gazetteer, language, seats or {}, self.fold)
        self.receives = receives
        self.addresses = addresses or {}
        self._abroad = False
        self.home = self.seats.place(home, ()) if home else None
        self._frame: frozenset[str] = frozenset()
        self._unlisted: frozenset[str] = frozenset()
        self._stood_at: frozenset[str] = frozenset()
        self._paired: dict[str, Division] = {}

    def learn(self, referents: Sequence[DocumentReferent], visited: Sequence[Visited]) -> None:
        """Take the document's places as context for all that follows.

        Args:
            referents: The document's referents.
            visited: The mentions with which the text says that somebody went there, in order.
        """
        places = [referent for referent in referents if referent.kind == "place"]
        counted = sorted(places, key=lambda referent: (-len(referent.spans), referent.spans[0].start))
        self._paired = self._pairs(places)
        found: list[Division | None] = []
        self.context = sites = self.seats.sites()
        for _ in range(2):  # a second round resolves what the first round's context makes plain
            before = found or [None] * len(counted)
            found = [self._itself(referent.name, self._context_beside(first)) for referent, first in zip(counted, before, strict=True)]
            self.context = tuple(dict.fromkeys(division for division in (*found, *sites) if division is not None))[:CONTEXT_LIMIT]
        self.context = self._plausible(self.context)
        self._frame = self._framed(self.context)
        unlisted = [referent for referent, division in zip(counted, found, strict=True) if division is None]
        self._unlisted = frozenset(referent.name for referent in unlisted if any(is_settlement(span) for span in referent.spans))
        self._stood_at = frozenset(referent.name for referent in unlisted if any(span.rule == "place:locative" for span in referent.spans))
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
            country = self._country_inside(visit.name)
            self._abroad = self._abroad or country not in {None, CHINA}
            division = self._inside(visit.name, self.context) or self.seats.own_campus(self.home, [visit.name])
            if division is not None and division.level != "country":
                landmarks.append(Landmark(visit.start, division, True, self._is_called_by(division, [visit.name])))
        self.landmarks = Landmarks(self.gazetteer, landmarks)

    def _pairs(self, places: Sequence[DocumentReferent]) -> dict[str, Division]:
        """What names mean that a comma joins to their container: "Infanta, Quezon" is in the province, not in Quezon City."""
        if self.language == "zh":
            return {}
        spans = sorted((span.start, span.end, referent.name) for referent in places for span in referent.spans)
        meant: dict[str, Division] = {}
        for (_, end, inner), (start, _, outer) in pairwise(spans):
            if start != end + COMMA or inner == outer:
                continue
            outers = {division.code: division for division in self.gazetteer.lookup(outer, "en", least_population=0)}
            for division in self.gazetteer.lookup(inner, "en", least_population=0):
                holder = next((code for code in self._codes(division)[1:] if code in outers), None)
                if holder is not None:
                    meant.setdefault(inner, division)
                    meant.setdefault(outer, outers[holder])
                    break
        return meant

    def _context_beside(self, division: Division | None) -> Sequence[Division]:
        """The context without a division that alone speaks for its country: a namesake must not be its own evidence."""
        if division is None:
            return self.context
        others = [other for other in self.context if other != division]
        country = self._codes(division)[-1]
        return self.context if any(self._codes(other)[-1] == country for other in others) else others

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
        if full_name in {None, referent.name} and referent.name in self.addresses:
            full_name = self.addresses[referent.name] + referent.name
        if referent.kind == "place":
            itself = self._itself(referent.name, self.context)
            if itself is not None and (full_name is None or self._consistent(itself, referent, full_name)):
                return self._location(itself, is_itself=True)
        position = referent.spans[0].start if start is None else start
        reached = self.landmarks.last_reached(position)
        context = [*([reached] if reached else []), *self.context]
        qualifier = full_name.replace(referent.name, "", 1) if full_name and referent.name in full_name else None
        if not qualifier and self.language != "zh" and ADDRESS in referent.name:
            qualifier = referent.name.partition(ADDRESS)[2]  # "Jubilee Hall, High Street, Leeds"
        around = self._qualified(qualifier, context) if qualifier else None
        names = [*([full_name] if full_name and qualifier is None else []), referent.name, *sorted(referent.aliases)]
        nearby = [around, *context] if around else context
        own = next((division for name in names if (division := self._inside(name, nearby)) is not None), None)
        if own is not None and own.level == "country" and reached is not None and self._codes(reached)[-1] in self._countries(names):
            own = None  # "China-Laos Railway": where in these countries, the narration tells
        own = self.seats.of(own, names, self.context)
        capital = self.seats.capital(own, names)
        own = self.seats.national(own, names, reached) or own
        first_reached = self.landmarks.first_reached
        own = own or self.seats.own_campus(self.home, [*([full_name] if full_name else []), *names])
        if own is None and self.home is not None and (self.receives or first_reached is None or first_reached > position):
            own = self.home
        if around is not None and (own is None or around.code not in self._codes(own)):
            itself = self._itself(referent.name, [around]) if referent.kind == "place" else None
            own = itself if itself is not None and around.code in self._codes(itself) else around
        town = self._town_of_text(referent.name, qualifier) if own is None or own.level in {"country", "province"} else None
        base = own or reached
        if town is not None and base is not None and self._codes(base)[-1] != CHINA:
            known = self._location(own or self._last_container(base), inferred=own is None)
            return replace(known, city=town)
        if own is None:
            reached = reached or self._spoken_of()
            return self._location(reached, inferred=True) if reached is not None else NOWHERE
        if capital is not None and own.code in self._codes(capital):
            return self._location(capital, inferred=True)
        lent = around is None and self._is_called_by(own, names)
        if reached is not None and own.code in self._codes(reached) and (own.level == "country" or lent):
            return self._location(reached, inferred=True)
        return self._location(own)

    def _is_called_by(self, own: Division, names: Sequence[str]) -> bool:
        """Whether a province only lends its name, as to firms and museums anywhere in it, and not to a body of its own."""
        return own.level == "province" and own.kind != "municipality" and not any(PROVINCE_WORDS.search(name) for name in names)

    def _country_inside(self, name: str) -> str | None:
        """The country that a Chinese name begins with: "新加坡国立大学"."""
        inner = self._names_inside(name) if self.language == "zh" else ()
        division = self.gazetteer.resolve(inner[0], "zh", ()) if inner else None
        return division.code if division is not None and division.level == "country" else None

    def _spoken_of(self) -> Division | None:
        """The province, else the country, that a Chinese document speaks of, if all is in China."""
        if self.language != "zh" or self._abroad or any(self._codes(division)[-1] != CHINA for division in self.context):
            return None
        if len(self._frame) == 1:
            return self.gazetteer.division(next(iter(self._frame)))
        return self.gazetteer.resolve("中国", "zh", ())

    def _itself(self, name: str, context: Sequence[Division]) -> Division | None:
        """The division of a name; in Chinese "大川镇" is no "大川", and only the names as listed count."""
        if name in self._paired:
            return self._paired[name]
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
            framed = division is not None and (division.level == "city" or (self.language == "zh" and division.level == "county"))
            if division is None or (framed and self._frame and not self._frame & set(self._codes(division))):
                continue
            if best is None or RANK[division.level] >= RANK[best.level] or best.code not in self._codes(division):
                narrower_known = best is not None and division.code in self._codes(best)
                best = best if narrower_known else division
        return best

    def _parts(self, qualifier: str) -> Iterable[str]:
        return self._names_inside(qualifier) if self.language == "zh" else address_parts(qualifier)

    def _inside(self, name: str, context: Sequence[Division]) -> Division | None:
        """The narrowest division named within a name, if the document speaks of its province: "Anshun Procuratorate"."""
        best: Division | None = None
        for inner in self._names_inside(name):
            division = self.gazetteer.resolve(inner, self.language, context)
            if division is None or (self._frame and not self._frame & set(self._codes(division))):
                continue
            if 0 < division.population < MATCHED_POPULATION and not self._is_near(division, context):
                continue
            if best is None or (RANK[division.level] > RANK[best.level] and best.code in self._codes(division)):
                best = division
        return best

    def _countries(self, names: Iterable[str]) -> frozenset[str]:
        """Codes of the countries named within names, if there are several."""
        inside = (self.gazetteer.resolve(inner, self.language, ()) for name in names for inner in self._names_inside(name))
        codes = frozenset(division.code for division in inside if division is not None and division.level == "country")
        return codes if len(codes) > 1 else frozenset()

    def _is_near(self, division: Division, context: Sequence[Division]) -> bool:
        """Whether a small town lies in the province of the first division of a context that has one; else in the country."""
        for other in context:
            codes = self._codes(other)
            if len(codes) > 1:
                return codes[-2] in self._codes(division)
        return bool(context) and self._codes(context[0])[-1] == self._codes(division)[-1]

    def _town_of_text(self, name: str, qualifier: str | None) -> str | None:
        """The town that a name or its qualifiers give and that the gazetteer does not have: ", Vanduzi, Manica Province", "at Sankore"."""
        if self.language == "zh":
            return None
        if name in self._unlisted:
            return without_class(name)
        described = PART_BREAK.search(name)  # "school at Sankore" is a name of its own
        told = qualifier or (name[described.start() :] if described else "")
        parts = [LEADING_WORDS.sub("", part).strip() for part in told.split(",")]
        for i in range(len(parts) - 1, -1, -1):
            if parts[i] in self._unlisted | self._stood_at:
                return without_class(parts[i])
            division = self.gazetteer.resolve(parts[i], self.language, self.context) if parts[i] else None
            if i and division is not None and division.level == "province":
                town = parts[i - 1]
                return without_class(town) if town[:1].isupper() and not any(sign.isdigit() for sign in town) else None
        return None

    def _last_container(self, reached: Division) -> Division:
        """What a town that no table knows shares with the place reached before: the province, if no other was gone to, else the country."""
        codes = self._codes(reached)
        level = -2 if len(codes) > 1 and self.landmarks.provinces_gone_to() <= {codes[-2]} else -1
        return reached if codes[level] == reached.code else self.gazetteer.division(codes[level])

    def _names_inside(self, name: str) -> tuple[str, ...]:
        return names_inside(self.gazetteer, self.language, name.translate(self.fold) if self.fold else name)

    def _codes(self, division: Division) -> tuple[str, ...]:
        return self.gazetteer.lineage(division)

    def _location(self, division: Division, *, is_itself: bool = False, inferred: bool = False) -> Location:
        fields = self.gazetteer.admin_fields(division, self.language)
        return Location(
            division=division,
            codes=self._codes(division),
            is_itself=is_itself,
            inferred=inferred,
            country=fields.country,
            province=fields.province,
            city=fields.city,
            county=fields.county,
            admin_code=fields.admin_code,
            latitude=fields.latitude,
            longitude=fields.longitude,
        )
