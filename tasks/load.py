"""Lake to warehouse: build the next version beside the current one."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.corrections.entities import correct_links
from tasks.entities.resolution import link_entities
from warehouse import schema
from warehouse.arrow import PartFile
from warehouse.linking import Candidate
from warehouse.load import RunFacts, StagedRun, load_run


@task(name="load", task_run_name="load {facts.documents_seen} documents' changes into {home}", cache_policy=NO_CACHE)
def load(
    home: Path,
    parts: Sequence[PartFile],
    removed: Collection[str],
    source_issues: Mapping[str, Sequence[schema.Issue]],
    facts: RunFacts,
    corrections: Sequence[schema.Correction] = (),
) -> StagedRun | None:
    """Stage the run's version; None if nothing changed.

    Args:
        home: The home.
        parts: Everything that the run wrote into the lake.
        removed: Ids of documents that their sources no longer have.
        source_issues: By source pulled in this run, all its issues that are not a document's.
        facts: What the flow counted.
        corrections: All corrections by people that are in force.
    """

    def link(candidates: Sequence[Candidate]) -> Iterable[schema.Link | schema.Issue]:
        return correct_links(candidates, link_entities(candidates), corrections)

    return load_run(
        home,
        parts=parts,
        removed=removed,
        source_issues=source_issues,
        facts=facts,
        now=lambda: dt.datetime.now(dt.UTC),
        link=link,
        corrections=corrections,
    )
