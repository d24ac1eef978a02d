"""Where and on which days a report has each person: evidence by which reports of one tour in two languages meet."""

from collections import defaultdict
from collections.abc import Sequence

from tasks.entities.presence import CODE_LEVELS, Presence
from tasks.tours.narration import Tour
from warehouse import schema


def presences(tour: Tour, stops: Sequence[schema.Stop]) -> dict[int, list[str]]:
    """List what the stops of a document's tour tell of everybody's whereabouts.

    Args:
        tour: The tour.
        stops: Its stops as rows, in the same order.

    Returns:
        By the `id` of a person's referent, presences as text, sorted: of a visitor those of the stops that the visitor made, of
        companions and hosts those of all stops. Stops without a day, or known to lie in no city or county, tell nothing.
    """
    found: dict[int, set[str]] = defaultdict(set)
    others = [id(referent) for referent in (*tour.companions, *tour.hosts)]
    for stop, row in zip(tour.stops, stops, strict=True):
        if row.date_start is None or row.date_end is None or row.admin_code is None or stop.location.level not in CODE_LEVELS:
            continue
        presence = str(Presence(row.admin_code, row.date_start, row.date_end))
        for key in [*(id(visitor) for visitor in stop.visitors), *others]:
            found[key].add(presence)
    return {key: sorted(known) for key, known in found.items()}
