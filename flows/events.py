"""What a run tells the world as it ends: events of Prefect, for automations and for whoever looks.

`tourledger.run.published`, `tourledger.run.failed` and `tourledger.source.red`. The resource is the home's warehouse, or the source, by
the keys that they have as assets.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path

from prefect.events import emit_event
from prefect.runtime import flow_run

from tasks.assets import source_asset, warehouse_asset
from tasks.pull import PulledSource
from tasks.sources.source_issues import CODES
from warehouse import schema
from warehouse.arrow import PartFile
from warehouse.load import RunFacts, StagedRun

PUBLISHED = "tourledger.run.published"
FAILED = "tourledger.run.failed"
RED = "tourledger.source.red"


def changed_tables(parts: Iterable[PartFile], before: Mapping[str, int], now: Mapping[str, int]) -> list[str]:
    """The tables that a run changed, by name, in order.

    Args:
        parts: What it read.
        before: Rows of every table before it.
        now: Rows of every table after it.
    """
    changed = {part.table for part in parts} | {table for table, rows in now.items() if rows != before.get(table, 0)}
    if schema.Referent.TABLE in changed:  # an entity's names and counts come from what refers to it
        changed.add(schema.Entity.TABLE)
    return sorted(changed)


def tell_published(home: Path, staged: StagedRun, facts: RunFacts, changed: Iterable[str], rows: Mapping[str, int]) -> None:
    """Say that a run was published."""
    _emit(
        PUBLISHED,
        {"prefect.resource.id": warehouse_asset(home).key, "prefect.resource.name": str(home)},
        {
            "run": staged.run,
            "flow_run_id": facts.flow_run_id,
            "documents": {
                "seen": facts.documents_seen,
                "new": staged.documents_new,
                "changed": staged.documents_changed,
                "unchanged": facts.documents_unchanged,
                "removed": staged.documents_removed,
                "failed": facts.documents_failed,
            },
            "changed_tables": list(changed),
            "rows": dict(rows),
        },
    )


def tell_red(source: PulledSource) -> None:
    """Say that a source is not well."""
    reasons = {issue.code: issue.message for issue in source.issues if CODES[issue.code].red}
    resource = {"prefect.resource.id": source_asset(source.address).key, "prefect.resource.name": source.key}
    _emit(RED, resource, {"source": source.key, "reasons": reasons, "flow_run_id": str(flow_run.id)})


def tell_failed(home: Path, flow_run_id: str, reason: str) -> None:
    """Say that a run ended without publishing, as it should have."""
    _emit(
        FAILED,
        {"prefect.resource.id": warehouse_asset(home).key, "prefect.resource.name": str(home)},
        {"flow_run_id": flow_run_id, "reason": reason, "at": dt.datetime.now(dt.UTC).isoformat()},
        related=[{"prefect.resource.id": f"prefect.flow-run.{flow_run_id}", "prefect.resource.role": "flow-run"}],
    )


def _emit(event: str, resource: dict[str, str], payload: dict[str, object], related: list[dict[str, str]] | None = None) -> None:
    emit_event(event=event, resource=resource, payload=payload, related=related)
