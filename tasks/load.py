"""Lake to warehouse: build the next version beside the current one."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.corrections.entities import ENTITY_KINDS, correct_links
from tasks.entities.resolution import link_entities, link_keys
from warehouse import schema
from warehouse.arrow import PartFile
from warehouse.linking import Candidate, LinkKeys
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

    # A correction may join what shares nothing: then all candidates are needed, in this run and in the first one without it.
    between_entities = any(correction.kind in ENTITY_KINDS for correction in corrections)
    return load_run(
        home,
        parts=parts,
        removed=removed,
        source_issues=source_issues,
        facts=facts,
        now=lambda: dt.datetime.now(dt.UTC),
        link=link,
        link_keys=None if between_entities else LinkKeys(of=link_keys, version=facts.reader_version),
        corrections=corrections,
    )
