"""Reading chosen documents again from the archive, whether or not their sources are still there."""

import fnmatch
import shutil
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.pull import PulledSource, find_source
from tasks.sorting import documents_of, fingerprint
from tasks.sources.batch import BatchWriter, PulledDocument
from tasks.sources.declaration import Declaration, read_declarations
from tasks.sources.document import SourceDocument
from tasks.sources.original import Original
from tasks.sources.pull_log import PullLog, open_log
from tasks.sources.source_issues import source_issue
from warehouse import schema
from warehouse.store import KnownDocument, known_documents


class NoSuchDocumentError(Exception):
    """Nothing of the last run is what was chosen."""


def chosen_documents(chosen: Sequence[str], known: Mapping[str, KnownDocument]) -> dict[str, list[str]]:
    """The documents of the last run that are meant.

    Args:
        chosen: Ids of documents, source URIs, or globs of these.
        known: The documents of the last run, by URI.

    Returns:
        URIs by the key of their source.

    Raises:
        NoSuchDocumentError: One choice means nothing.
    """
    ids = {document.document_id: uri for uri, document in known.items()}
    found: set[str] = set()
    for choice in chosen:
        uris = {uri for uri in (choice, ids.get(choice)) if uri in known} or set(fnmatch.filter(known, choice))
        if not uris:
            raise NoSuchDocumentError(f"no document has the id or source_uri {choice}")
        found |= {uri for uri in uris if uri is not None}
    by_source: dict[str, list[str]] = defaultdict(list)
    for uri in sorted(found):
        by_source[known[uri].source or ""].append(uri)
    return dict(by_source)


def reread_documents(chosen: Sequence[str], *, home: Path, staging: Path) -> list[PulledSource]:
    """Set chosen documents aside to be read again, from the bytes that the archive has of them.

    Args:
        chosen: Ids of documents, source URIs, or globs of these.
        home: The home.
        staging: A new folder for batches.

    Returns:
        One part of every source that has one of them; a document whose original is missing is an issue.

    Raises:
        NoSuchDocumentError: One choice means nothing.
    """
    declarations = read_declarations(home)
    found = []
    with open_log(home) as log:
        for number, (key, uris) in enumerate(chosen_documents(chosen, known_documents(home)).items(), start=1):
            declared = find_source(key, declarations)[1]
            found.append(_part(key, declared, uris, log, BatchWriter(staging / f"{number:04d}")))
    return found


def _part(key: str, declared: Declaration, uris: Collection[str], log: PullLog, writer: BatchWriter) -> PulledSource:
    missing = set(uris)
    for remembered in log.originals(key).values():
        original = remembered.original
        if not any(_may_hold(original, uri) for uri in missing) or not original.path.exists():
            continue
        for _, item in documents_of(original, declared):
            if isinstance(item, SourceDocument) and item.source_uri in missing:
                missing.remove(item.source_uri)
                writer.add(PulledDocument(document=item, source=key, fingerprint=fingerprint(item)))
    message = "the archive has no bytes of it: ingest its source"
    issues: tuple[schema.Issue, ...] = tuple(source_issue(uri, "original-missing", message) for uri in sorted(missing))
    return PulledSource(
        given=key,
        key=key,
        address=declared.address,
        reached=True,
        is_whole=False,
        batches=writer.close(),
        issues=issues,
        seen=len(uris) - len(missing),
        failed=len(missing),
    )


def _may_hold(original: Original, uri: str) -> bool:
    return uri == original.uri or uri.startswith((f"{original.uri}#", f"{original.uri}/"))


@task(name="reread", task_run_name="reread", cache_policy=NO_CACHE)
def reread(chosen: Sequence[str], home: Path, staging: Path) -> list[PulledSource]:
    """Find the originals of chosen documents and set the documents aside."""
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    return reread_documents(chosen, home=home, staging=staging)
