"""Pulling: what the sources hold, what of it is new, and what is gone."""

import errno
import hashlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.sources.archive import archive_file
from tasks.sources.batch import Batch, BatchWriter, PulledDocument
from tasks.sources.document import SourceDocument
from tasks.sources.files import FILE_READERS, file_reader
from tasks.sources.location import FoundFile, LocalSource, SourceMissingError, source_key
from tasks.sources.source_issues import REFUSALS, source_issue
from tasks.text.ids import stable_id
from warehouse import schema
from warehouse.store import KnownDocument, known_documents

# What a network file system answers when it is busy or away for a moment.
_TRANSIENT = frozenset(
    {errno.EIO, errno.ESTALE, errno.EAGAIN, errno.EBUSY, errno.ETIMEDOUT, errno.EINTR, errno.ENETUNREACH, errno.EHOSTDOWN}
)


class TransientSourceError(Exception):
    """A source that could not be pulled and may be next time."""


@dataclass(frozen=True, kw_only=True)
class PulledSource:
    """What one source gave.

    Attributes:
        given: The source as given.
        key: Identifies the source from run to run.
        reached: Whether it could be pulled; if not, nothing of it is removed.
        batches: New and changed documents, to read.
        names: File with the URI of every document found, one a line; None if it was not reached.
        removed: Ids of documents that it had and has no more.
        issues: Everything wrong with it and its records.
        seen: Documents found.
        unchanged: Of these, known and not to be read again.
        failed: Files and records that could not become documents.
    """

    given: str
    key: str
    reached: bool
    batches: tuple[Batch, ...] = ()
    names: str | None = None
    removed: tuple[str, ...] = ()
    issues: tuple[schema.Issue, ...] = ()
    seen: int = 0
    unchanged: int = 0
    failed: int = 0


def fingerprint(document: SourceDocument) -> str:
    """Hash of everything that is read of a document: another one means reading it again."""
    text = hashlib.sha256(document.text.encode()).hexdigest()
    day = None if document.published_on is None else document.published_on.isoformat()
    return stable_id("read", text, document.title, day, document.url, document.language)


def unreached(given: str, code: str, message: str) -> PulledSource:
    """A source that gave nothing, with the issue that says why."""
    return PulledSource(given=given, key=source_key(given), reached=False, issues=(source_issue(given, code, message),), failed=1)


def pull_source(given: str, *, home: Path, staging: Path, earlier: Mapping[str, str], reader_version: str) -> PulledSource:
    """Pull one source: find its files, keep their bytes, decode them, and set aside what has to be read.

    A file or record that cannot be pulled protects what it gave before: only what a wholly read file or folder no longer has is
    removed.

    Args:
        given: A file, a folder or a glob.
        home: The home, whose last run tells what is known.
        staging: A new folder for batches.
        earlier: The `names` of the sources pulled before in this run: of two documents with one URI the first counts.
        reader_version: A document read by another version is read again.

    Returns:
        What the source gave; not reached, with an issue, if there is no such source.

    Raises:
        TransientSourceError: A file cannot be read now and may be later.
    """
    try:
        source = LocalSource.parse(given)
    except SourceMissingError as error:
        return unreached(given, "source-missing", str(error))
    known = known_documents(home)
    taken = {name: other for other, path in earlier.items() for name in _read_names(path)}
    writer = BatchWriter(staging)
    seen: set[str] = set()
    issues: dict[schema.Issue, None] = {}  # a set in the order of discovery
    incomplete: list[str] = []
    unchanged = failed = 0
    for file_uri, item in _records(source, home / "archive"):
        if isinstance(item, SourceDocument):
            if item.source_uri not in taken:
                seen.add(item.source_uri)
                pulled = PulledDocument(document=item, source=source.key, fingerprint=fingerprint(item))
                if _is_known(known.get(item.source_uri), pulled.fingerprint, reader_version):
                    unchanged += 1
                else:
                    writer.add(pulled)
                continue
            message = f"{given}: {taken[item.source_uri]} has a document of the same relative name, which counts"
            issue = source_issue(item.source_uri, "source-uri-duplicate", message)
        else:
            issue = item
        issues[issue] = None
        if issue.code in REFUSALS:
            failed += 1
            if issue.code not in {"id-duplicate", "source-uri-duplicate"}:
                incomplete.append(file_uri)
    names = staging / "names.txt"
    names.write_text("".join(f"{name}\n" for name in sorted(seen)), encoding="utf-8")
    return PulledSource(
        given=given,
        key=source.key,
        reached=True,
        batches=writer.close(),
        names=str(names),
        removed=tuple(_removed(known, source.key, seen | taken.keys(), incomplete)),
        issues=tuple(issues),
        seen=len(seen),
        unchanged=unchanged,
        failed=failed,
    )


def _records(source: LocalSource, archive: Path) -> Iterator[tuple[str, SourceDocument | schema.Issue]]:
    """All documents and issues of a source, each with the URI of the file or folder it comes from."""
    for found in source.files():
        if not isinstance(found, FoundFile):
            yield str(found.source_uri), found
            continue
        reader = file_reader(found.path)
        if reader is None:
            kinds = ", ".join(sorted(FILE_READERS))
            yield found.uri, source_issue(found.uri, "source-kind-unknown", f"documents are read from {kinds}")
            continue
        try:
            copy = archive_file(archive, found.path, found.uri)
        except OSError as error:
            if error.errno in _TRANSIENT:
                raise TransientSourceError(f"{found.path}: {error.strerror}") from error
            yield found.uri, source_issue(found.uri, "source-unreadable", f"cannot read the file: {error.strerror}")
            continue
        with copy.open("rb") as file:
            for item in reader(file, found.uri):
                yield found.uri, item


def _is_known(known: KnownDocument | None, fingerprint: str, reader_version: str) -> bool:
    return known is not None and known.fingerprint == fingerprint and known.reader_version == reader_version


def _removed(known: Mapping[str, KnownDocument], key: str, found: set[str], incomplete: Sequence[str]) -> Iterator[str]:
    stems = [uri.rstrip("/") for uri in incomplete]
    if "." in stems:
        return
    protected = tuple(f"{stem}{end}" for stem in stems for end in "#/")
    for uri, document in sorted(known.items()):
        if document.source == key and uri not in found and uri not in stems and not uri.startswith(protected):
            yield document.document_id


def _read_names(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").split("\n")[:-1]


def _may_come_back(_task: Any, _run: Any, state: Any) -> bool:
    return isinstance(state.result(raise_on_failure=False), TransientSourceError)


@task(
    name="pull",
    task_run_name="pull {given}",
    retries=3,
    retry_delay_seconds=[1, 5, 20],
    retry_jitter_factor=0.5,
    retry_condition_fn=_may_come_back,
    cache_policy=NO_CACHE,
)
def pull(given: str, home: Path, staging: Path, earlier: Mapping[str, str], reader_version: str) -> PulledSource:
    """Find, archive and decode the documents of one source; set aside what is new or changed."""
    shutil.rmtree(staging, ignore_errors=True)  # what an earlier try left
    return pull_source(given, home=home, staging=staging, earlier=earlier, reader_version=reader_version)
