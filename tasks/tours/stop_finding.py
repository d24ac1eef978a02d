"""Stops before they become rows, and which of the places gone to are stops of their own: the most specific ones."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tasks.entities.administrative_location import Location
from tasks.entities.referents import DocumentReferent
from tasks.tours.uses import LISTED_SITE, PlaceUse

KNOWN, GUESSED = "known", "guessed"
REACH = 3  # sentences
PARTS = frozenset(["department", "division", "section", "ward"])
CONTAINER_LEVELS = frozenset(["country", "province", "city", "county"])


@dataclass(slots=True)
class StopFinding:
    """A stop of the tour, before it becomes a row.

    Attributes:
        referent: The place or organization gone to.
        use: The mention that shows it best.
        uses: All mentions that count, in order.
        location: Where it lies.
        visitors: Who went there.
        first: Where the text first narrates it.
    """

    referent: DocumentReferent
    use: PlaceUse
    uses: list[PlaceUse]
    location: Location
    visitors: list[DocumentReferent] = field(default_factory=list)
    first: int = field(init=False)

    def __post_init__(self) -> None:
        """Note where the first use stands."""
        self.first = min(use.place_start for use in self.uses)


Dropped = list[tuple[PlaceUse, str]]


def most_specific(stops: Sequence[StopFinding]) -> tuple[list[StopFinding], Dropped]:
    """Leave out what only holds another stop, or is a part of one.

    Args:
        stops: All places gone to, in order.

    Returns:
        The stops, and what was left out with the reason: "part" or "container".
    """
    dropped: Dropped = []
    kept = _without_containers(_without_holders(_without_parts(stops, dropped), dropped), dropped)
    return kept, dropped


def is_container(stop: StopFinding) -> bool:
    """Whether a stop is a division, which is one only where nothing more specific in it is named."""
    if stop.referent.kind != "place" or all(use.rule == LISTED_SITE for use in stop.uses):
        return False
    unlocated = stop.use.span.site == "region" and stop.location.division is None  # an island, a valley
    return unlocated or (stop.location.level in CONTAINER_LEVELS and stop.location.is_itself)


def _without_parts(stops: Sequence[StopFinding], dropped: Dropped) -> list[StopFinding]:
    """The stops less departments and rooms inside the place just gone to: "the Department of Obstetrics" of a hospital, "村活动中心"."""
    kept: list[StopFinding] = []
    last = None  # the last place that is no division
    for stop in stops:
        described = all(use.inside for use in stop.uses)
        part = described or (stop.referent.name.split(" ")[0].lower() in PARTS and stop.location.inferred)
        if part and last is not None and stop.use.sentence - last.uses[-1].sentence <= REACH:
            dropped.append((stop.use, "part"))
        else:
            kept.append(stop)
            last = last if is_container(stop) else stop
    return kept


def _without_holders(stops: Sequence[StopFinding], dropped: Dropped) -> list[StopFinding]:
    """The stops less places of which a part is gone to.

    It bears their name ("某某大学" beside "某某大学图书馆"), or the text begins a round with it: "来到某某大学。他首先参观了…".
    """
    kept = []
    for index, stop in enumerate(stops):
        part_named = any(_holds(stop, other) for other in stops if other.first > stop.first)
        if not is_container(stop) and (part_named or _is_round_in(stop, stops[index + 1 :])):
            dropped.append((stop.use, "container"))
        else:
            kept.append(stop)
    return kept


def _is_round_in(outer: StopFinding, after: Sequence[StopFinding]) -> bool:
    """Whether the next place is the first of a round inside one."""
    following = next((stop for stop in after if not is_container(stop)), None)
    return (
        following is not None
        and following.uses[0].begins_round
        and not outer.use.begins_round
        and 0 <= following.uses[0].sentence - outer.uses[0].sentence <= REACH
    )


def _holds(outer: StopFinding, inner: StopFinding) -> bool:
    name, whole = outer.referent.name, inner.referent.name
    if name.isupper() and not whole.isupper():
        name, whole = name.lower(), whole.lower()  # the capitals of a dateline
    if not whole.startswith(name) or len(whole) <= len(name) or is_container(inner):
        return False
    return not name[-1].isascii() or whole[len(name)] in " '’"


def _without_containers(stops: Sequence[StopFinding], dropped: Dropped) -> list[StopFinding]:
    specific = [stop for stop in stops if not is_container(stop)]
    containers = [stop for stop in stops if is_container(stop)]
    kept = list(specific)
    filled = _fillings(containers, specific)
    listed = Counter(container.use.sentence for container in containers)
    guessed = {container.use.sentence for container in containers if filled[id(container)] == GUESSED}
    for container in containers:
        # Of a list ("went to A and B"), whose inner places the text does not tell apart, all are containers or none is; where there
        # are fewer inner places than items, most have none.
        sentence = container.use.sentence
        inner = sum(stop.first > container.first for stop in specific)
        if filled[id(container)] or (sentence in guessed and inner >= listed[sentence]):
            dropped.append((container.use, "container"))
        else:
            kept.append(container)
    return sorted(kept, key=lambda stop: stop.first)


def _fillings(containers: Sequence[StopFinding], specific: Sequence[StopFinding]) -> dict[int, str]:
    """How sure it is that the text names a place gone to inside each container: KNOWN, GUESSED or ""."""
    holders = {code for stop in specific if not stop.location.inferred for code in stop.location.holders()}
    holders.update(code for container in containers for code in container.location.holders())
    last_unknown = max((stop.first for stop in specific if stop.location.unknown), default=-1)
    last_inferred: dict[str, int] = {}
    for stop in specific:
        for code in stop.location.holders() if stop.location.inferred else ():
            last_inferred[code] = max(stop.first, last_inferred.get(code, -1))
    towns: dict[str | None, int] = {}  # the tables tell a town's first-level division only, not in which county it lies
    for stop in specific:
        if stop.location.division is not None and stop.location.division.kind == "city":
            towns[stop.location.division.parent] = max(stop.first, towns.get(stop.location.division.parent, -1))
    filled = {}
    for container in containers:
        division = container.location.division
        code = division.code if division is not None else ""
        last = max(last_unknown, last_inferred.get(code, -1))
        if division is not None and division.kind == "second_level":
            last = max(last, towns.get(division.parent, -1))
        after = last > container.first or (len(containers) == 1 and last >= 0)
        filled[id(container)] = KNOWN if code in holders else GUESSED if after else ""
    return filled
