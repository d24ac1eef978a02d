"""Where institutions sit whose names do not tell: known places, campuses, the capitals of Chinese provinces."""

import operator
import re
from collections.abc import Mapping, Sequence

from tasks.entities.place_words import names_inside
from tasks.lexicon.division import Division
from tasks.lexicon.gazetteer import Gazetteer

# Bodies that a Chinese province has one of, which lie in its capital; universities that do not are in the table of seats.
PROVINCIAL_BODY = re.compile(
    "[\u4e00-\u9fff]{2,3}(?:省|(?:壮族|回族|维吾尔)?自治区)?(?:立|第[一二三])?(?:疾控中心|疾病预防控制中心|人民会堂|博物馆|博物院|图书馆|美术馆|科技馆|档案馆|"
    "体育馆|大剧院|人民医院|中医院|中医医院|肿瘤医院|妇幼保健院|高级人民法院|高院|人民检察院|人民政府|省政府|省委|政协|人大|人大常委会|纪委|监委|"
    "党校|行政学院|社会科学院|社科院|科学院|农科院|省军区|电视台|广播电视台|日报社|[\u4e00-\u9fff]{2,5}厅|[\u4e00-\u9fff]{0,4}大学)"
)
NATIONAL_BODY = re.compile(
    r"\b(?:Embassy|High Commission|National Assembly|Supreme Court|Central Bank|Ministry of [A-Z]\w+|"
    r"(?:Foreign|Finance|Defen[cs]e|Home|Interior) Ministry|"
    r"(?:Presidential|President'?s|Prime Minister'?s) (?:Palace|Office|Secretariat))\b|"
    r"^(?:the )?(?:\w+ )?(?:Parliament|State House)$"
)
"""Bodies that a country has one of, or that others have where its government sits."""
ELSEWHERE = re.compile(r"\b(?:European|Pan-African|Scottish|Welsh|Central American|Arab)\b|Deputy High|Consul")
MISSION = re.compile("Embassy|High Commission")
CAMPUS = re.compile("([\u4e00-\u9fff]{2})校区")
STRAIGHT = str.maketrans("’", "'")
"""Apostrophes as the table of English seats has them."""
CHINA = "CN"
GOVERNED = frozenset(["province", "autonomous_region"])


def named_seats(text: str, seats: Mapping[str, str]) -> dict[str, str]:
    """The institutions and sites that a text names.

    Args:
        text: The text, folded as the table is.
        seats: The place of each institution or site, by a name of two characters or more.

    Returns:
        Those whose name stands in the text, in the table's order.
    """
    pairs = set(map(operator.add, text, text[1:]))  # spares looking for most of several hundred names in all of the text
    return {name: place for name, place in seats.items() if name[:2] in pairs and name[-2:] in pairs and name in text}


class Seats:
    """Finds the seats of institutions.

    Args:
        gazetteer: Places of the world.
        language: Two-letter code of the names.
        known: An institution, or what its name begins with, and its place.
        fold: For `str.translate`, from the characters of the names to those of the gazetteer.
    """

    def __init__(self, gazetteer: Gazetteer, language: str, known: Mapping[str, str], fold: Mapping[int, str]) -> None:
        """Take the known places."""
        self.gazetteer = gazetteer
        self.language = language
        self.known = known
        self.fold = fold
        sites = "|".join(re.escape(site) for site in sorted(known, key=len, reverse=True))
        before, after = r"(?:^\W*(?:[Tt]he )?|, |\b(?:at|of|in|near) (?:[Tt]he )?)", r"(?=\W*$|,| (?:in|at)\b)"
        self._site = re.compile(f"{before}({sites}){after}") if known else None

    def place(self, chain: str, context: Sequence[Division]) -> Division | None:
        """The last division that a chain of them names: "天津市南开区", "India|New Delhi".

        Args:
            chain: Names of divisions, each in the one before it.
            context: Divisions that the document speaks of.

        Returns:
            The division, or null.
        """
        narrowest: Division | None = None
        for part in names_inside(self.gazetteer, self.language, chain) if self.language == "zh" else chain.split("|"):
            inside = [narrowest] if narrowest else context
            narrowest = self.gazetteer.resolve(part, self.language, inside) or narrowest
        return narrowest

    def of(self, own: Division | None, names: Sequence[str], context: Sequence[Division]) -> Division | None:
        """The seat of an institution, if it is known and nothing speaks against it.

        In Chinese that is another division in the name; in English, where Buckingham Palace is not in Buckingham, a document that speaks of
        other countries only.

        Args:
            own: The division that its name gives, or null.
            names: Its names.
            context: Divisions that the document speaks of.

        Returns:
            The place that is known, or the district of the campus named; otherwise the division given.
        """
        known = next((found for name in names if (found := self._known(name)) is not None), None)
        seat = self.place(known, context) if known is not None else None
        if seat is None:
            return own
        lineage = self.gazetteer.lineage(seat)
        if self.language != "zh":
            countries = {self.gazetteer.lineage(division)[-1] for division in context}
            return own if countries and lineage[-1] not in countries else seat
        if own is not None and own.code not in lineage:
            return own
        return self._campus(names, seat) or seat

    def _known(self, name: str) -> str | None:
        """The place that the table has for a name: in Chinese of what begins it, in English of the name or of what it ends with."""
        if self.language == "zh":
            return self.known.get(max((known for known in self.known if name.startswith(known)), default="", key=len))
        found = self._site.search(name.translate(STRAIGHT)) if self._site is not None else None
        return self.known[found.group(1)] if found is not None else None

    def sites(self) -> tuple[Division, ...]:
        """Where the English sites are that the document names: Windsor beside Buckingham Palace is not Windsor, Ontario."""
        if self.language == "zh":
            return ()
        found = (self.place(place, ()) for place in dict.fromkeys(self.known.values()))
        return tuple(division for division in found if division is not None)

    def own_campus(self, home: Division | None, names: Sequence[str]) -> Division | None:
        """The campus of the institution that reports on itself, where a name says that it is on one: "津南校区图书馆".

        Args:
            home: Where the institution is.
            names: Names of the place.

        Returns:
            The district that the campus is called by, else the institution's own; null where no campus is named.
        """
        if home is None or not any("校区" in name for name in names):
            return None
        return self._campus(names, home) or home

    def capital(self, own: Division | None, names: Sequence[str]) -> Division | None:
        """The capital of a Chinese province, for a body of which a province has one.

        Args:
            own: The division that its name gives, or null.
            names: Its names.

        Returns:
            The city, or null.
        """
        if own is None or own.level != "province" or own.kind not in GOVERNED or not own.code.isdigit():
            return None
        return self.gazetteer.capital(own) if any(PROVINCIAL_BODY.fullmatch(name.translate(self.fold)) for name in names) else None

    def national(self, own: Division | None, names: Sequence[str], reached: Division | None) -> Division | None:
        """The capital, for a body of which a country has one, and for the missions of other countries; in English only.

        Args:
            own: The country that its name gives, or null.
            names: Its names.
            reached: The place that the narration has reached, or null.

        Returns:
            The city, or null; an embassy is in the country that was gone to, not in the one that it is of.
        """
        if self.language == "zh":
            return None
        told = [name for name in names if NATIONAL_BODY.search(name) and not ELSEWHERE.search(name)]
        if not told or (own is not None and own.level != "country"):
            return None
        gone_to = self.gazetteer.division(self.gazetteer.lineage(reached)[-1]) if reached is not None else None
        host = gone_to if own is None or any(MISSION.search(name) for name in told) else own
        return self.gazetteer.capital(host) if host is not None and host.code != CHINA else None

    def _campus(self, names: Sequence[str], seat: Division) -> Division | None:
        """The district of the seat's city that a campus is called by: "某某大学呈贡校区"."""
        lineage = self.gazetteer.lineage(seat)
        city = self.gazetteer.division(lineage[1]) if seat.level == "county" and len(lineage) > 1 else seat
        for name in names:
            for match in CAMPUS.finditer(name.translate(self.fold)):
                district = self.gazetteer.resolve(f"{match.group(1)}区", self.language, [city])
                if district is not None and city.code in self.gazetteer.lineage(district):
                    return district
        return None
