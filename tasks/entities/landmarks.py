"""The places that a narration has named and reached, in order of the text."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from tasks.lexicon.division import Division
from tasks.lexicon.gazetteer import Gazetteer
from warehouse.records import record

RANK = {"country": 0, "province": 1, "city": 2, "county": 3}


@record(frozen=True, slots=True)
class Landmark:
    """A place of the gazetteer that the narration has reached at some point.

    Attributes:
        start: First code point of its mention.
        division: The place.
        reached: Whether the text says that the visitors went there, not only that it exists.
        wide: Whether a narrower place inside it that was reached before still stands: "in Aksu … the Xinjiang Research Institute".
    """

    start: int
    division: Division
    reached: bool
    wide: bool = False


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


class Landmarks:
    """The landmarks of one document.

    Args:
        gazetteer: Places of the world.
        landmarks: The landmarks, in any order.
    """

    def __init__(self, gazetteer: Gazetteer, landmarks: Sequence[Landmark] = ()) -> None:
        """Find the place that the narration had reached at each of them."""
        self.gazetteer = gazetteer
        self.ordered = sorted(landmarks, key=lambda landmark: landmark.start)
        self.first_reached = next((landmark.start for landmark in self.ordered if landmark.reached), None)
        self._starts = [landmark.start for landmark in self.ordered]
        self._reached = self._places_reached()

    def last_reached(self, start: int) -> Division | None:
        """The narrowest place that the narration had reached by then: the last one reached, within the last container."""
        return self._reached[bisect_right(self._starts, start)]

    def provinces_gone_to(self) -> frozenset[str]:
        """Codes of the first-level divisions to which the visitors went."""
        passed = [self.gazetteer.lineage(landmark.division) for landmark in self.ordered if landmark.reached]
        return frozenset(codes[-2] for codes in passed if len(codes) > 1)

    def _places_reached(self) -> list[Division | None]:
        """The place reached before the first landmark, and behind each of them.

        Landmarks that are only named count until one is gone to. A landmark's place stands for a narrower one inside it if the text
        has named only that one.
        """
        found = [self._common([landmark.division for landmark in self.ordered if landmark.reached])]
        gone = False
        narrower: dict[str, Division] = {}
        inside: dict[str, set[str]] = defaultdict(set)
        last = found[0]
        for landmark in self.ordered:
            if landmark.reached and not gone:
                gone = True
                narrower.clear()
                inside.clear()
            still = landmark.wide and last is not None and landmark.division.code in self.gazetteer.lineage(last)
            if (landmark.reached or not gone) and not still:
                last = landmark.division
                for code in self.gazetteer.lineage(last)[1:]:
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
        shared = [
            code for code in self.gazetteer.lineage(divisions[0]) if all(code in self.gazetteer.lineage(other) for other in divisions)
        ]
        if not shared:
            return None
        return divisions[0] if shared[0] == divisions[0].code else self.gazetteer.division(shared[0])
