"""Corrections by people, as the warehouse remembers them: which are in force, and since and until which run they were.

What a correction changes is in the rows of the lake and in the links; here are only the corrections themselves.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb

from warehouse import delta, schema
from warehouse.manifest import Manifest
from warehouse.store import open_published, published_run

CORRECTIONS = "corrections"
"""The folder of corrections in a home, and the source of the issues with its files."""
MISFITS = "corrections in force"
"""The source of the issues with corrections that only the load finds not to fit."""
_FETCHED = 100
_NAMES = tuple(column.name for column in schema.columns(schema.Correction))


def standing_corrections(home: Path) -> tuple[schema.Correction, ...]:
    """The corrections that were in force in the last published run, in the order of their table."""
    if published_run(home) is None:
        return ()
    with open_published(home) as connection:
        if not _has_corrections(connection):
            return ()
        rows = connection.execute(f"SELECT {', '.join(_NAMES)} FROM corrections ORDER BY {', '.join(schema.Correction.ORDER)}").fetchall()
    return tuple(schema.Correction(**dict(zip(_NAMES, row, strict=True))) for row in rows)


def correction_changes(
    standing: Sequence[schema.Correction], found: Sequence[schema.Correction]
) -> tuple[tuple[schema.Correction, ...], tuple[str, ...]]:
    """Compare the corrections that stand with those that were found.

    Returns:
        Corrections that are new or reworded, and ids of those that are gone, sorted.
    """
    before = {correction.correction_id: correction for correction in standing}
    after = {correction.correction_id: correction for correction in found}
    added = tuple(correction for key, correction in after.items() if before.get(key) != correction)
    return added, tuple(sorted(before.keys() - after.keys()))


def apply_corrections(connection: duckdb.DuckDBPyConnection, added: Sequence[schema.Correction], ended: Sequence[str]) -> None:
    """Bring table `corrections` in an open warehouse from one run to the next."""
    gone = [*ended, *(correction.correction_id for correction in added)]
    connection.execute("DELETE FROM corrections WHERE correction_id IN (SELECT unnest(?::VARCHAR[]))", [gone])
    delta.insert_rows(connection, added)


def fold_corrections(manifests: Iterable[Manifest]) -> list[schema.Correction]:
    """The corrections that are in force after the last of the manifests."""
    standing: dict[str, schema.Correction] = {}
    for manifest in manifests:
        for ended in manifest.corrections_ended:
            del standing[ended]
        standing.update((correction.correction_id, correction) for correction in manifest.corrections_added)
    return list(standing.values())


class RecalledDocument(NamedTuple):
    """A document as the last run has it, with what the record of its reading needs."""

    source_uri: str
    text: str
    title: str | None
    published_on: dt.date | None
    url: str | None
    language: str
    source: str | None
    fingerprint: str


def corrected_readings(home: Path, document_ids: Sequence[str]) -> dict[str, str | None]:
    """How the current documents were corrected that were corrected at all, or that are asked for.

    Returns:
        By document id, the hash of its corrections; documents that are not there are left out.
    """
    if published_run(home) is None:
        return {}
    with open_published(home) as connection:
        if not _has_corrections(connection):
            query = "SELECT document_id, NULL FROM readings WHERE last_run IS NULL AND document_id IN (SELECT unnest(?::VARCHAR[]))"
        else:
            query = (
                "SELECT document_id, corrections FROM readings WHERE last_run IS NULL "
                "AND (corrections IS NOT NULL OR document_id IN (SELECT unnest(?::VARCHAR[])))"
            )
        return dict(connection.execute(query, [document_ids]).fetchall())


def recalled_documents(home: Path, document_ids: Sequence[str]) -> Iterator[RecalledDocument]:
    """Current documents, to be read again without their sources, in the order of their ids."""
    query = (
        "SELECT d.source_uri, d.text, d.title, d.published_on, d.url, d.language, r.source, r.fingerprint "
        "FROM documents AS d JOIN readings AS r ON r.document_id = d.document_id AND r.last_run IS NULL "
        "WHERE d.document_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY d.document_id"
    )
    with open_published(home) as connection:
        connection.execute(query, [document_ids])
        while rows := connection.fetchmany(_FETCHED):
            yield from (RecalledDocument(*row) for row in rows)


def kinds_of_entities(home: Path, entity_ids: Sequence[str]) -> dict[str, str]:
    """Kinds of entities, linked or not, that the last run knows, by id."""
    if published_run(home) is None:
        return {}
    with open_published(home) as connection:
        query = (
            "SELECT entity_id, kind FROM entities WHERE entity_id IN (SELECT unnest($ids::VARCHAR[])) UNION "
            "SELECT proposed_entity_id, min(kind) FROM referents WHERE proposed_entity_id IN (SELECT unnest($ids::VARCHAR[])) GROUP BY 1"
        )
        return dict(connection.execute(query, {"ids": entity_ids}).fetchall())


def homeless_corrections(connection: duckdb.DuckDBPyConnection) -> list[schema.Issue]:
    """Issues with the corrections in force whose documents are not there."""
    rows = connection.execute(
        "SELECT file_name, document, subject FROM corrections WHERE document_id IS NOT NULL "
        "AND document_id NOT IN (SELECT document_id FROM documents) ORDER BY ALL"
    ).fetchall()
    return [unfit(file, f"{subject!r}: there is no document {document!r}") for file, document, subject in rows]


def unfit(file: str, message: str) -> schema.Issue:
    """The issue of a correction that no longer fits anything.

    Args:
        file: Where the correction stands, below the folder of corrections.
        message: One line for a person.

    Returns:
        The row; it belongs to no document.
    """
    return schema.Issue(
        document_id=None,
        source_uri=f"{CORRECTIONS}/{file}",
        run=schema.UNPUBLISHED,
        severity="warning",
        code="correction-unfit",
        char_start=None,
        char_end=None,
        message=message,
    )


def _has_corrections(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether a warehouse was published since there are corrections."""
    return bool(connection.execute("FROM duckdb_tables() WHERE table_name = 'corrections'").fetchall())
