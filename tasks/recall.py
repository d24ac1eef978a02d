"""Recalling: documents whose corrections have changed, from the warehouse, where no source of the run has them."""

import shutil
from collections.abc import Collection, Sequence
from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.corrections.reading import DocumentCorrections, is_entity_id
from tasks.sources.batch import Batch, BatchWriter, PulledDocument
from tasks.sources.document import SourceDocument
from warehouse import schema
from warehouse.corrections import RecalledDocument, corrected_readings, kinds_of_entities, recalled_documents


def document_corrections(home: Path, corrections: Sequence[schema.Correction]) -> DocumentCorrections:
    """The corrections of documents, with what the last run knows of the entities that they name."""
    named = [str(correction.value) for correction in corrections if is_entity_id(correction.value)]
    return DocumentCorrections.of(corrections, kinds_of_entities(home, named) if named else {})


def corrected_otherwise(home: Path, corrections: DocumentCorrections) -> frozenset[str]:
    """Ids of the current documents that were read with other corrections than those in force now.

    Args:
        home: The home, whose last run tells what was corrected.
        corrections: The corrections in force.
    """
    known = corrected_readings(home, list(corrections.by_document))
    return frozenset(document_id for document_id, key in known.items() if corrections.key(document_id) != key)


def recall_documents(home: Path, document_ids: Collection[str], staging: Path) -> tuple[Batch, ...]:
    """Set aside documents as the warehouse has them, to be read again.

    Args:
        home: The home.
        document_ids: Which documents.
        staging: A new folder for batches.

    Returns:
        The batches.
    """
    writer = BatchWriter(staging)
    for recalled in recalled_documents(home, sorted(document_ids)):
        writer.add(_pulled(recalled))
    return writer.close()


def _pulled(recalled: RecalledDocument) -> PulledDocument:
    document = SourceDocument(
        source_uri=recalled.source_uri,
        text=recalled.text,
        title=recalled.title,
        published_on=recalled.published_on,
        url=recalled.url,
        language=recalled.language,
    )
    return PulledDocument(document=document, source=recalled.source or "", fingerprint=recalled.fingerprint)


@task(name="recall", task_run_name="recall corrected documents", cache_policy=NO_CACHE)
def recall(home: Path, document_ids: Collection[str], staging: Path) -> tuple[Batch, ...]:
    """Set aside documents whose corrections have changed."""
    shutil.rmtree(staging, ignore_errors=True)  # what an earlier try left
    return recall_documents(home, document_ids, staging)
