"""Pulling: what the sources hold, what of it is new, and what is gone."""

import datetime as dt
import errno
import os
import shutil
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from prefect import task
from prefect.blocks.system import Secret
from prefect.cache_policies import NO_CACHE

from tasks.sorting import Sorting
from tasks.sources.batch import Batch, BatchWriter, read_batch_file
from tasks.sources.declaration import FILES, Declaration, ad_hoc, read_declarations
from tasks.sources.location import source_key
from tasks.sources.open_source import open_source
from tasks.sources.pull_log import open_log
from tasks.sources.secret_values import Secrets
from tasks.sources.source import Pulling, SourceUnreachableError, TransientSourceError
from tasks.sources.source_issues import CODES, source_issue
from tasks.text.ids import stable_id
from warehouse import schema
from warehouse.store import KnownDocument, known_documents

# What concerns the home, and so every source: a full disk.
_OF_THE_HOME = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})


@dataclass(frozen=True, kw_only=True)
class PulledSource:
    """What one source gave.

    Attributes:
        given: The source as given: a name, a path, an address.
        key: Identifies the source from run to run.
        address: Where it is.
        reached: Whether it could be pulled; if not, nothing of it is removed.
        is_whole: Whether everything that it has was looked at: then its issues replace its earlier ones.
        batches: New and changed documents, to read.
        names: File with the URI of every document found, one a line; None if it was not reached.
        removed: Ids of documents that it had and has no more.
        issues: Everything wrong with it and its records.
        seen: Documents found.
        unchanged: Of these, known and not to be read again.
        failed: Files and records that could not become documents.
        waiting: Pages left for the next pull.
        newest_on: The last day of publication among the documents found.
    """

    given: str
    key: str
    address: str
    reached: bool
    is_whole: bool = True
    batches: tuple[Batch, ...] = ()
    names: str | None = None
    removed: tuple[str, ...] = ()
    issues: tuple[schema.Issue, ...] = ()
    seen: int = 0
    unchanged: int = 0
    failed: int = 0
    waiting: int = 0
    newest_on: dt.date | None = None

    @property
    def is_red(self) -> bool:
        """Whether the source as a whole is not well."""
        return not self.reached or any(CODES[issue.code].red for issue in self.issues)


class SourceRedError(Exception):
    """A source was pulled and is not well; its task run fails with this, and the run goes on with what it gave.

    Attributes:
        source: What it gave nevertheless.
    """

    def __init__(self, source: PulledSource) -> None:
        """Say what is wrong with it."""
        codes = sorted({issue.code for issue in source.issues if CODES[issue.code].red})
        super().__init__(f"{source.given}: {', '.join(codes)}")
        self.source = source


def find_source(given: str, declarations: Mapping[str, Declaration]) -> tuple[str, Declaration]:
    """What is meant by a word: the source declared under this name, else a path or an address.

    Returns:
        The key that identifies the source from run to run, and its declaration.

    Raises:
        DeclarationError: It is no address.
    """
    if given in declarations:
        return given, declarations[given]
    declared = ad_hoc(given)
    return source_key(given) if declared.kind == FILES else given, declared


def unreached(given: str, key: str, declared: Declaration, code: str, message: str) -> PulledSource:
    """A source that gave nothing, with the issue that says why."""
    issue = source_issue(declared.address, code, message)
    return PulledSource(given=given, key=key, address=declared.address, reached=False, is_whole=False, issues=(issue,), failed=1)


def pull_source(
    given: str,
    *,
    home: Path,
    staging: Path,
    reader_version: str,
    known: Mapping[str, KnownDocument] | None = None,
    corrected_otherwise: Collection[str] = frozenset(),
    since: dt.date | None = None,
    until: dt.date | None = None,
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
) -> PulledSource:
    """Pull one source: find what it has, keep the bytes, decode them, and set aside what has to be read.

    A file or record that cannot be pulled protects what it gave before: only what a source that lists everything it has no longer
    lists is removed, and nothing of one that has fewer documents than it should.

    Args:
        given: The name of a declared source, or a file, a folder, a glob, an address.
        home: The home, which declares sources and whose last run tells what is known.
        staging: A new folder for batches.
        reader_version: A document read by another version is read again.
        known: The documents of the last run; None asks the home.
        corrected_otherwise: Ids of documents that are read again because people correct them otherwise than before.
        since: The first day of publication that is wanted.
        until: The last; with either of them nothing is removed.
        now: The clock, with a time zone.

    Returns:
        What the source gave; not reached, with an issue, if it gave nothing.

    Raises:
        TransientSourceError: A file cannot be read now and may be later.
        DeclarationError: The home's declarations cannot be meant.
    """
    declarations = read_declarations(home)
    key, declared = find_source(given, declarations)
    secrets = Secrets({"env": os.environ.__getitem__, "prefect": prefect_secret})
    with open_log(home) as log, secrets.kept_from_logs():
        pulling = Pulling(declared=declared, key=key, archive=home / "archive", log=log, secrets=secrets, now=now, since=since, until=until)
        sorting = Sorting(
            pulling=pulling,
            writer=BatchWriter(staging),
            known=known_documents(home) if known is None else known,
            declared_keys=frozenset(declarations),
            reader_version=reader_version,
            corrected_otherwise=corrected_otherwise,
            extracted=log.extracted(key),
        )
        try:
            source = open_source(pulling)
            sorting.sort(source)
        except SourceUnreachableError as error:
            return unreached(given, key, declared, error.code, str(error))
        except (TransientSourceError, sqlite3.Error):
            raise
        except Exception as error:  # a fault in one source must not stop the others
            if isinstance(error, OSError) and error.errno in _OF_THE_HOME:
                raise
            message = secrets.struck_out(f"{type(error).__name__}: {error}")
            return unreached(given, key, declared, "source-failed", message)
        sorting.compare_with_expectations(source)
        log.note_extracted(key, sorting.newly_extracted)
    names = staging / "names.txt"
    names.write_text("".join(f"{name}\n" for name in sorted(sorting.seen)), encoding="utf-8")
    return PulledSource(
        given=given,
        key=key,
        address=declared.address,
        reached=True,
        is_whole=pulling.wants_all,
        batches=sorting.writer.close(),
        names=str(names),
        removed=tuple(sorting.removed()) if source.is_listed_whole and pulling.wants_all else (),
        issues=tuple(sorting.issues),
        seen=len(sorting.seen),
        unchanged=sorting.unchanged,
        failed=sorting.failed,
        waiting=source.waiting,
        newest_on=sorting.newest_on,
    )


def document_ids(source: PulledSource) -> Iterator[str]:
    """Ids of all documents that a source has given: those to be read, and, where it was pulled, those that are known, too."""
    if source.names is not None:
        yield from (stable_id("doc", name) for name in read_names(source.names))
    else:
        yield from (pulled.document.document_id for batch in source.batches for pulled in read_batch_file(Path(batch.path)))


def prefect_secret(name: str) -> str:
    """The value of a Secret block of Prefect.

    Raises:
        KeyError: There is no such block.
    """
    try:
        block = cast("Any", Secret).load(name)
    except ValueError as error:  # what Prefect raises where there is no such block
        raise KeyError(name) from error
    return str(block.get())


def read_names(path: str) -> list[str]:
    """The URIs in a file that `PulledSource.names` names."""
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
def pull(
    given: str,
    home: Path,
    staging: Path,
    reader_version: str,
    known: Mapping[str, KnownDocument],
    corrected_otherwise: Collection[str] = frozenset(),
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> PulledSource:
    """Find, archive and decode the documents of one source; set aside what is new or changed.

    Raises:
        SourceRedError: The source is not well: Prefect shows so, and what it gave is in the exception.
    """
    shutil.rmtree(staging, ignore_errors=True)  # what an earlier try left
    pulled = pull_source(
        given,
        home=home,
        staging=staging,
        reader_version=reader_version,
        known=known,
        corrected_otherwise=corrected_otherwise,
        since=since,
        until=until,
    )
    if pulled.is_red:
        raise SourceRedError(pulled)
    return pulled
