"""Issues of sources, which no document carries: they last until their source is pulled without them."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import duckdb

from warehouse import delta, schema
from warehouse.errors import InconsistentRunError
from warehouse.manifest import Manifest
from warehouse.store import open_published, published_run

_NAMES = tuple(column.name for column in schema.columns(schema.Issue))


def issue_changes(
    home: Path, source_issues: Mapping[str, Sequence[schema.Issue]]
) -> tuple[tuple[schema.Issue, ...], tuple[schema.Issue, ...]]:
    """Compare the issues of the sources pulled with those that stand.

    Args:
        home: The home.
        source_issues: By source, all its issues now.

    Returns:
        Issues to add, with no run yet, and issues to end, as they stand. One that stands already keeps the run that noticed it.

    Raises:
        InconsistentRunError: An issue belongs to a document.
    """
    standing: dict[schema.Issue, schema.Issue] = {}
    if source_issues and published_run(home) is not None:
        query = f"SELECT {', '.join(_NAMES)} FROM issues WHERE source IN (SELECT unnest(?::VARCHAR[])) ORDER BY ALL"
        with open_published(home) as connection:
            for row in connection.execute(query, [sorted(source_issues)]).fetchall():
                issue = schema.Issue(**dict(zip(_NAMES, row, strict=True)))
                standing[dataclasses.replace(issue, run=schema.UNPUBLISHED)] = issue
    found: dict[schema.Issue, None] = {}
    for source, issues in source_issues.items():
        for issue in issues:
            if issue.document_id is not None:
                raise InconsistentRunError(f"an issue of a document cannot be a source's: {issue.message}")
            found[dataclasses.replace(issue, source=source, run=schema.UNPUBLISHED)] = None
    return tuple(issue for issue in found if issue not in standing), tuple(held for key, held in standing.items() if key not in found)


def standing_issues(home: Path, source: str) -> list[schema.Issue]:
    """The issues of a source in the last published run, as they were before any run had published them."""
    if published_run(home) is None:
        return []
    query = f"SELECT {', '.join(_NAMES)} FROM issues WHERE source = ? AND document_id IS NULL ORDER BY ALL"
    with open_published(home) as connection:
        rows = connection.execute(query, [source]).fetchall()
    issues = (schema.Issue(**dict(zip(_NAMES, row, strict=True))) for row in rows)
    return [dataclasses.replace(issue, run=schema.UNPUBLISHED, source=None) for issue in issues]


def apply_issues(connection: duckdb.DuckDBPyConnection, added: Sequence[schema.Issue], ended: Sequence[schema.Issue], run: int) -> None:
    """Bring the issues of sources in an open warehouse from one run to the next."""
    same = " AND ".join(f"{name} IS NOT DISTINCT FROM ?" for name in _NAMES)
    for issue in ended:
        connection.execute(f"DELETE FROM issues WHERE {same}", [getattr(issue, name) for name in _NAMES])
    delta.insert_rows(connection, [dataclasses.replace(issue, run=run) for issue in added])


def fold_issues(manifests: Iterable[Manifest]) -> list[schema.Issue]:
    """The issues of sources that stand after the last of the manifests."""
    standing: dict[schema.Issue, None] = {}
    for manifest in manifests:
        for ended in manifest.issues_ended:
            del standing[ended]
        standing.update(dict.fromkeys(manifest.issues_added))
    return list(standing)
