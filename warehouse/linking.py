"""The seam for resolving entities across documents: what the load gives to a linker, and what it takes from it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]  # pyarrow ships no types

from warehouse import ddl, schema
from warehouse.arrow import PartFile, write_parts

_FETCHED = 10_000
_KEYS = pa.schema([("entity_id", pa.string()), ("key", pa.string())])


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


# Given candidates, sorted by id, the links among them, and issues with corrections that fit none of them; a link's target
# must be a candidate that has no link itself.
Linker = Callable[[Sequence[Candidate]], Iterable[schema.Link | schema.Issue]]


@dataclass(frozen=True)
class LinkKeys:
    """What lets a linker look at few candidates: two that share no key have nothing to do with each other.

    Precisely: whether and where a candidate is linked must follow from the candidates that share a key with it.

    Attributes:
        of: The keys of a candidate.
        version: Version of the linker and its keys; where it is another than before, all candidates are linked anew.
    """

    of: Callable[[Candidate], Iterable[str]]
    version: str


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


def relink(connection: duckdb.DuckDBPyConnection, lake: Path, link: Linker | None, keys: LinkKeys | None = None) -> LinkChange:
    """Link the proposed entities of the current referents anew, and bring table `links` up to date.

    Args:
        connection: A warehouse that is being built, in which `delta.touched_proposals` holds the entities that the change concerns.
        lake: Directory of the lake; the links that are new are written into it, so that a past run's links outlive later code.
        link: The linker; None means that every proposed entity stands for itself.
        keys: Its keys: only candidates that share one with an entity that the change concerns are linked anew; None links all.

    Returns:
        What changed.

    Raises:
        ValueError: A link leads to something that is not a candidate or is linked itself, or an entity has two links.
    """
    if link is None or keys is None:
        connection.execute("DROP SCHEMA IF EXISTS linking CASCADE")
        connection.execute("CREATE OR REPLACE TEMP TABLE relinking AS SELECT DISTINCT proposed_entity_id AS entity_id FROM referents")
        before = _links(connection, "true")
    else:
        ended_or_linked = _narrow(connection, keys)
        before = _links(connection, f"proposed_entity_id IN ({ended_or_linked})")
    after: dict[str, schema.Link] = {}
    issues: tuple[schema.Issue, ...] = ()
    if link is not None:
        candidates = [candidate for some in _candidates(connection) for candidate in some]
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


def _narrow(connection: duckdb.DuckDBPyConnection, keys: LinkKeys) -> str:
    """Bring `linking.keys` up to date, and fill `relinking` with the entities that share a key with one that the change concerns.

    Returns:
        A query for the entities whose links may end.
    """
    connection.execute("CREATE SCHEMA IF NOT EXISTS linking")
    connection.execute("CREATE TABLE IF NOT EXISTS linking.keys (entity_id VARCHAR, key VARCHAR, version VARCHAR)")
    of_version = connection.execute("SELECT count(*) FROM (SELECT version FROM linking.keys LIMIT 1) WHERE version = ?", [keys.version])
    if of_version.fetchall()[0][0]:
        touched = "SELECT DISTINCT entity_id FROM touched_proposals"
    else:
        connection.execute("DELETE FROM linking.keys")
        touched = "SELECT DISTINCT proposed_entity_id AS entity_id FROM referents UNION SELECT proposed_entity_id FROM links"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE relinking AS {touched}")
    connection.execute("CREATE OR REPLACE TEMP TABLE touched AS FROM relinking")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE touched_keys AS SELECT DISTINCT key FROM linking.keys WHERE entity_id IN (FROM touched)"
    )
    connection.execute("DELETE FROM linking.keys WHERE entity_id IN (FROM touched)")
    found = pa.Table.from_batches([_keys_of(some, keys) for some in _candidates(connection)], _KEYS)
    connection.register("found_keys", found)
    connection.execute("INSERT INTO linking.keys SELECT entity_id, key, ? FROM found_keys ORDER BY ALL", [keys.version])
    connection.unregister("found_keys")
    connection.execute("INSERT INTO touched_keys SELECT key FROM linking.keys WHERE entity_id IN (FROM touched)")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE relinking AS SELECT DISTINCT entity_id FROM linking.keys WHERE key IN "
        "(SELECT key FROM linking.keys WHERE key IN (FROM touched_keys) GROUP BY key HAVING count(*) > 1)"
    )
    # One whose only partner is gone shares no key any more, and loses its link.
    return "FROM touched UNION SELECT entity_id FROM linking.keys WHERE key IN (FROM touched_keys)"


def _keys_of(candidates: Sequence[Candidate], keys: LinkKeys) -> pa.RecordBatch:
    found = [(candidate.entity_id, key) for candidate in candidates for key in dict.fromkeys(keys.of(candidate))]
    return pa.RecordBatch.from_arrays([pa.array([row[at] for row in found], pa.string()) for at in (0, 1)], schema=_KEYS)


def _links(connection: duckdb.DuckDBPyConnection, which: str) -> dict[str, schema.Link]:
    rows = connection.execute(f"SELECT proposed_entity_id, entity_id, rule, corrected_by FROM links WHERE {which}").fetchall()
    return {row[0]: schema.Link(proposed_entity_id=row[0], entity_id=row[1], rule=row[2], corrected_by=row[3]) for row in rows}


def _candidates(connection: duckdb.DuckDBPyConnection) -> Iterator[list[Candidate]]:
    connection.execute(ddl.sql_files("loading")["candidates"])
    while rows := connection.fetchmany(_FETCHED):
        yield [Candidate(*row[:4], *map(tuple, row[4:7]), *row[7:]) for row in rows]


def _sound(links: Sequence[schema.Link], candidates: set[str]) -> dict[str, schema.Link]:
    found = {link.proposed_entity_id: link for link in links if link.proposed_entity_id != link.entity_id}
    if len({link.proposed_entity_id for link in links}) < len(links):
        raise ValueError("an entity has two links")
    for link in found.values():
        if link.entity_id in found or not {link.proposed_entity_id, link.entity_id} <= candidates:
            raise ValueError(f"{link.proposed_entity_id} is linked to {link.entity_id}, which is no candidate or is linked itself")
    return found
