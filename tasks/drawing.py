"""The last published run as one page to look at."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tasks.atlas.html import atlas_page
from tasks.atlas.page_data import page_data
from tasks.atlas.vega import vega_script
from tasks.lexicon.gazetteer import Gazetteer
from tasks.lexicon.outlines import load_outlines
from warehouse.atlas import atlas_rows
from warehouse.store import open_published

MOST_STOPS = 1000
_MOST_CHARACTERS = 800_000
"""Of text; with these bounds the file stays below 5 MB."""


@dataclass(frozen=True, kw_only=True)
class Atlas:
    """An atlas that was written.

    Attributes:
        path: The file.
        size: Its size in bytes.
        run: The run that it shows.
        stops: Stops that it shows.
        stops_asked: Stops that it would show without its bound.
        tours: Tours that it shows.
    """

    path: Path
    run: int
    size: int
    stops: int
    stops_asked: int
    tours: int


def write_atlas(
    home: Path,
    output: Path,
    *,
    cache: Path,
    visitor: str | None = None,
    place: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    most_stops: int,
) -> Atlas:
    """Write the atlas of the last published run.

    Args:
        home: The home.
        output: The file to write; it is there whole or not at all.
        cache: Folder in which the charting library is kept once it is bundled.
        visitor: Part of a visitor's name; None shows all.
        place: A place or a division; None shows all.
        since: Only stops on this day or later.
        until: Only stops on this day or before.
        most_stops: Stops that are shown at most, those of the newest tours.

    Raises:
        NothingPublishedError: No run was published yet.
    """
    with open_published(home) as connection:
        rows = atlas_rows(
            connection,
            visitor=visitor,
            place=place,
            since=since,
            until=until,
            most_stops=most_stops,
            most_characters=_MOST_CHARACTERS,
        )
    asked: Mapping[str, str | dt.date | None] = {"visitor": visitor, "place": place, "since": since, "until": until}
    told = {name: str(value) for name, value in asked.items() if value is not None}
    page = atlas_page(page_data(rows, Gazetteer(), load_outlines(), told), vega_script(cache))
    partial = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        partial.write_text(page, encoding="utf-8")
        partial.replace(output)
    finally:
        partial.unlink(missing_ok=True)
    counts = rows["counts"][0]
    return Atlas(
        path=output,
        run=counts["run"],
        size=output.stat().st_size,
        stops=counts["stops_shown"],
        stops_asked=counts["stops_asked"],
        tours=counts["tours_shown"],
    )
