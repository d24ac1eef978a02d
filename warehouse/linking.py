"""The seam for resolving entities across documents: what the load gives to a linker, and what it takes from it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse import ddl, schema
from warehouse.arrow import PartFile, write_parts


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that reading proposes, as all documents together show it.

    Attributes:
        entity_id: Its id; equal for equal kinds and keys in any document.
        kind: 'person', 'organization' or 'place'.
        name: The name that most documents use.
        language: Language of that name.
        aliases: Its other names, sorted.
        offices: Offices that documents give it, sorted.
        presences: Where and when tours had a person, as in `referents.presences`, sorted.
        country: Most frequent location, this and the next four.
        province: First-level division.
        city: City or prefecture.
        county: County or district.
        admin_code: Code of the narrowest division known.
        document_count: Documents that show it.
    """

    entity_id: str
    kind: str
    name: str
    language: str
    aliases: tuple[str, ...]
    offices: tuple[str, ...]
    presences: tuple[str, ...]
    country: str | None
    province: str | None
    city: str | None
    county: str | None
    admin_code: str | None
    document_count: int


# Given all candidates, sorted by id, the links among them, and issues with corrections that fit none of them; a link's target
# must be a candidate that has no link itself.
Linker = Callable[[Sequence[Candidate]], Iterable[schema.Link | schema.Issue]]


@dataclass(frozen=True, slots=True)
class LinkChange:
    """How the links differ from before.

    Attributes:
        made: File of the links that are new or lead elsewhere; None if there are none.
        ended: Proposed entities that are linked no more, sorted.
        concerned: Proposed entities of both, sorted.
        issues: What the linker complained of.
    """

    made: PartFile | None
    ended: tuple[str, ...]
    concerned: tuple[str, ...]
    issues: tuple[schema.Issue, ...] = ()


def relink(connection: duckdb.DuckDBPyConnection, lake: Path, link: Linker | None) -> LinkChange:
    """Link the proposed entities of the current referents anew, and bring table `links` up to date.

    Args:
        connection: A warehouse that is being built.
        lake: Directory of the lake; the links that are new are written into it, so that a past run's links outlive later code.
        link: The linker; None means that every proposed entity stands for itself.

    Returns:
        What changed.

    Raises:
        ValueError: A link leads to something that is not a candidate or is linked itself, or an entity has two links.
    """
    before = _links(connection)
    after: dict[str, schema.Link] = {}
    issues: tuple[schema.Issue, ...] = ()
    if link is not None:
        candidates = _candidates(connection)
        found = list(link(candidates))
        issues = tuple(each for each in found if isinstance(each, schema.Issue))
        links = [each for each in found if isinstance(each, schema.Link)]
        after = _sound(links, {candidate.entity_id for candidate in candidates})
    made = [new for key, new in after.items() if before.get(key) != new]
    ended = tuple(sorted(before.keys() - after.keys()))
    concerned = tuple(sorted({new.proposed_entity_id for new in made} | set(ended)))
    parts = write_parts(lake, {schema.Link: made})
    change = LinkChange(made=parts[0] if parts else None, ended=ended, concerned=concerned, issues=issues)
    apply_links(connection, lake, change.made, change.ended)
    return change


def apply_links(connection: duckdb.DuckDBPyConnection, lake: Path, made: PartFile | None, ended: Sequence[str]) -> None:
    """Bring table `links` from one run to the next."""
    connection.execute("DELETE FROM links WHERE proposed_entity_id IN (SELECT unnest(?::VARCHAR[]))", [list(ended)])
    if made is not None:
        path = str(lake / made.path)
        replaced = "SELECT proposed_entity_id FROM read_parquet(?)"
        connection.execute(f"DELETE FROM links WHERE proposed_entity_id IN ({replaced})", [path])
        connection.execute("INSERT INTO links BY NAME FROM read_parquet(?) ORDER BY proposed_entity_id", [path])


def _links(connection: duckdb.DuckDBPyConnection) -> dict[str, schema.Link]:
    rows = connection.execute("SELECT proposed_entity_id, entity_id, rule, corrected_by FROM links").fetchall()
    return {row[0]: schema.Link(proposed_entity_id=row[0], entity_id=row[1], rule=row[2], corrected_by=row[3]) for row in rows}


def _candidates(connection: duckdb.DuckDBPyConnection) -> list[Candidate]:
    rows: list[tuple[Any, ...]] = connection.execute(ddl.sql_files("loading")["candidates"]).fetchall()
    return [Candidate(*row[:4], *map(tuple, row[4:7]), *row[7:]) for row in rows]


def _sound(links: Sequence[schema.Link], candidates: set[str]) -> dict[str, schema.Link]:
    found = {link.proposed_entity_id: link for link in links if link.proposed_entity_id != link.entity_id}
    if len({link.proposed_entity_id for link in links}) < len(links):
        raise ValueError("an entity has two links")
    for link in found.values():
        if link.entity_id in found or not {link.proposed_entity_id, link.entity_id} <= candidates:
            raise ValueError(f"{link.proposed_entity_id} is linked to {link.entity_id}, which is no candidate or is linked itself")
    return found
