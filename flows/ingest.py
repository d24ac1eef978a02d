"""The ingest flow: from sources to a published warehouse."""

import datetime as dt
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.assets import Asset
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.utilities.annotations import quote

from flows.events import changed_tables, tell_published, tell_red
from flows.notification import RED_STATE, on_end
from flows.progress import reading_progress
from flows.pulling import SOURCES_AT_ONCE, issues_now, pull_all
from flows.report import markdown_report, run_report
from flows.run_records import mark_killed_runs
from flows.settings import cache_folder
from flows.source_records import note_pulls
from flows.source_status import source_states
from flows.steps import Steps
from tasks.assets import dataset_assets, lake_asset, source_asset, warehouse_asset
from tasks.batch_reading import BatchReading
from tasks.check import check
from tasks.corrections.files import read_corrections
from tasks.corrections.reading import DocumentCorrections
from tasks.dask_reading import Cluster
from tasks.draw import draw
from tasks.lexicon.lexicon import load_lexicon
from tasks.load import load
from tasks.publish import publish
from tasks.pull import PulledSource, document_ids
from tasks.read import read
from tasks.recall import corrected_otherwise, document_corrections, recall
from tasks.reread import reread
from tasks.sources.batch import Batch
from warehouse import schema
from warehouse.corrections import CORRECTIONS, standing_corrections
from warehouse.errors import CheckFailedError
from warehouse.home import STAGING_PREFIX
from warehouse.load import RunFacts, StagedRun
from warehouse.lock import writer
from warehouse.store import open_published, row_counts


@dataclass(frozen=True, kw_only=True)
class Ingested:
    """What a run of the flow did.

    Attributes:
        run: Number of the run that was published; None if nothing had changed.
        checks: Checks that it passed.
        sources: What every source gave, without its issues' rows.
        failures: Documents that could not be read.
        invalid_corrections: Rows and files of corrections that say nothing that can be followed.
        staged: Counts of new, changed and removed documents; None if nothing had changed.
        resumed: Documents that an earlier run had read before it was stopped.
        task_runs: Task runs that Prefect has been told of.
        began: When the flow's body began, on the clock of `time.monotonic`.
        seconds: What each step took.
    """

    run: int | None
    checks: int
    sources: tuple[PulledSource, ...]
    failures: tuple[schema.Issue, ...]
    invalid_corrections: tuple[schema.Issue, ...]
    staged: StagedRun | None
    resumed: int
    task_runs: int
    began: float
    seconds: dict[str, float]

    @property
    def red(self) -> tuple[PulledSource, ...]:
        """The sources that are not well."""
        return tuple(source for source in self.sources if source.is_red)

    @property
    def events(self) -> int:
        """Events of ours that were emitted: one per red source, and one of a run that was published."""
        return len(self.red) + (self.run is not None)


def _state(ingested: Ingested) -> State[Ingested]:
    """How the flow run shows in Prefect: what was published stands, so a red source does not fail the run, but gives its state a name."""
    staged, red = ingested.staged, ", ".join(source.given for source in ingested.red)
    message = "nothing new"
    if staged is not None:
        counts = f"{staged.documents_new} new, {staged.documents_changed} changed, {staged.documents_removed} removed"
        message = f"run {staged.run} published: {counts}"
    if red:
        return Completed(name=RED_STATE, message=f"{message}; not well: {red}", data=ingested)
    return Completed(message=message, data=ingested)


def _flow_run_name() -> str:
    sources = flow_run.parameters["sources"]
    if chosen := flow_run.parameters.get("chosen"):
        return f"reread {chosen[0]}" if len(chosen) == 1 else f"reread {len(chosen)} choices"
    return f"ingest {sources[0]}" if len(sources) == 1 else f"ingest {len(sources) or 'all'} sources"


@flow(
    name="ingest",
    flow_run_name=_flow_run_name,
    task_runner=ThreadPoolTaskRunner(max_workers=SOURCES_AT_ONCE),  # type: ignore[arg-type]  # its type says Task, not what a task gives
    on_completion=[on_end],
    on_failure=[on_end],
    on_crashed=[on_end],
)
def ingest(
    sources: list[str],
    home: str,
    since: dt.date | None = None,
    until: dt.date | None = None,
    chosen: list[str] | None = None,
    accept: bool = False,
    runner: Literal["processes", "dask"] = "processes",
    address: str | None = None,
    workers: int | None = None,
) -> Ingested:
    """Pull → archive → read → lake → load → check → publish.

    Every source is *pulled*: its files are found, their bytes kept in the archive by the hash of their content, decoded, and compared
    with what the last run knows. What is new or changed, or was read by another version of the reader, goes into batches.
    The batches are *read*, each document by itself, by a pure function; the rows become immutable files of the lake.
    What people correct is changed in what was read; a document whose corrections alone have changed is read again, from the
    warehouse where no source of the run has it.
    The changes are *loaded* into a copy of the current warehouse, which is *checked* whole and then *published* by flipping one link:
    readers see the last whole run, before and after.

    Pulling ends before reading begins, because only then is it known which documents are gone. One writer works at a time. The lake,
    not Prefect's cache, decides what is done: a run that is killed anywhere leaves nothing to repair, and the next one goes on from the
    batches that were read.

    Args:
        sources: Names of declared sources, files, folders, globs and addresses; none means all that the home declares.
        home: Where the lake and the warehouse live.
        since: The first day of publication that is wanted; None wants all.
        until: The last.
        chosen: Documents to read again from the archive, by id or by a glob of their URIs; sources are not pulled then.
        accept: Publish the run though it differs much from the one before.
        runner: Where documents are read: in processes of this machine, or on a Dask cluster.
        address: Of the cluster's scheduler; None starts a cluster of processes on this machine.
        workers: Processes that read; None takes the number of cores.

    Returns:
        What was seen, new, changed, removed and failed. If nothing had changed, nothing is published.

    Raises:
        DeclarationError: The home's `sources.toml` cannot be meant.
        ClusterError: There is no such Dask cluster, or it does not fit.
        WriterBusyError: Another run writes to this home.
        CheckFailedError: A check found rows at fault, or, a DriftError, the run differs too much from the one before; the last
            published run stays.
    """
    started_at = dt.datetime.now(dt.UTC)
    steps = Steps()
    root = Path(home)
    with writer(root, holder=f"flow run {flow_run.name}"):
        mark_killed_runs(home, this_run=str(flow_run.id))
        reader_version = load_lexicon().version
        corrections, invalid = read_corrections(root / CORRECTIONS, standing_corrections(root))
        of_documents = document_corrections(root, corrections)
        otherwise = corrected_otherwise(root, of_documents)
        with _staging(root) as staging:
            if chosen:
                with steps.timed("reread", "Finding originals"):
                    pulled = reread(chosen, root, staging)
            else:
                pulled = pull_all(sources, root, staging, reader_version, otherwise, (since, until), steps)
            recalled = _recall(pulled, root, staging, otherwise, steps)
            batches = [*(batch for source in pulled for batch in source.batches), *recalled]
            origins = [source.address for source in pulled if source.batches]
            place = {"workers": workers, "cluster": Cluster(address, workers) if runner == "dask" else None}
            reading = _read_all(batches, origins, of_documents, root, steps, place)
        issues = {source.key: issues_now(source, root) for source in pulled} | {CORRECTIONS: list(invalid)}
        for source in pulled:
            if source.is_whole:  # what it was called before it was declared has no issues any more
                issues.setdefault(source.address, [])
        for key, failure in reading.failures:
            issues[key if key in issues else CORRECTIONS].append(failure)
        facts = RunFacts(
            started_at=started_at,
            flow_run_id=str(flow_run.id),
            reader_version=reader_version,
            documents_seen=sum(source.seen for source in pulled),
            documents_unchanged=sum(source.unchanged for source in pulled),
            documents_failed=sum(source.failed for source in pulled) + len(reading.failures),
            with_failures=bool(reading.failures) or not all(source.reached for source in pulled),
        )
        removed = sorted({document for source in pulled for document in source.removed})
        with steps.timed("load", "Loading"):
            # Prefect would look for futures in every row; it unwraps what is quoted.
            parts, gone, told, made = (cast("Any", quote(value)) for value in (reading.parts, removed, issues, corrections))
            staged = load(root, parts, gone, told, facts, made)
        try:
            checks = _check_and_publish(root, staged, reading, facts, accept, steps) if staged is not None else 0
        except CheckFailedError as error:
            note_pulls(root, pulled, reading.failures, started_at=started_at, finished_at=dt.datetime.now(dt.UTC), fault=str(error))
            raise
        note_pulls(root, pulled, reading.failures, started_at=started_at, finished_at=dt.datetime.now(dt.UTC))
    ingested = Ingested(
        run=None if staged is None else staged.run,
        checks=checks,
        sources=tuple(pulled),
        failures=tuple(issue for _, issue in reading.failures),
        invalid_corrections=invalid,
        staged=staged,
        resumed=reading.resumed,
        task_runs=steps.task_runs,
        began=steps.began,
        seconds=steps.seconds,
    )
    for source in ingested.red:
        tell_red(source)
    _leave_report(ingested, root, facts)
    return cast("Ingested", _state(ingested))


@contextmanager
def _staging(home: Path) -> Iterator[Path]:
    """A folder for batches; after a kill the next writer clears it away."""
    staging = home / f"{STAGING_PREFIX}pull"
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _recall(pulled: Sequence[PulledSource], home: Path, staging: Path, otherwise: Collection[str], steps: Steps) -> Sequence[Batch]:
    """The documents to be corrected otherwise that no source of this run has, or has taken away."""
    if not otherwise:
        return ()
    found = {document for source in pulled for document in (*document_ids(source), *source.removed)}
    left = set(otherwise) - found
    if not left:
        return ()
    with steps.timed("recall", "Recalling corrected documents"):
        return recall(home, cast("Any", quote(left)), staging / "recalled")


def _read_all(
    batches: Sequence[Batch],
    origins: Sequence[str],
    corrections: DocumentCorrections,
    home: Path,
    steps: Steps,
    place: Mapping[str, Any],
) -> BatchReading:
    documents = sum(batch.documents for batch in batches)
    if not documents:
        return BatchReading()
    of_sources: list[str | Asset] = [source_asset(address) for address in dict.fromkeys(origins)]
    reading: Callable[..., BatchReading] = read.with_options(assets=[lake_asset(home)], asset_deps=of_sources)
    shown = nullcontext() if len(batches) == 1 else reading_progress(documents)
    with steps.timed("read", f"Reading {documents} documents" if len(batches) == 1 else ""), shown:
        return reading(batches, home, documents, cast("Any", quote(corrections)), **place)


def _check_and_publish(home: Path, staged: StagedRun, reading: BatchReading, facts: RunFacts, accept: bool, steps: Steps) -> int:
    with steps.timed("check", "Checking"):
        try:
            checks = check(staged, home, accept)
        except CheckFailedError as error:
            _leave_artifact(f"# Run {staged.run} is not published\n\n{error}\n")
            raise
    before = row_counts(home)
    made = [warehouse_asset(home), *dataset_assets(home).values()]
    with steps.timed("publish", "Publishing"):
        publish.with_options(assets=made, asset_deps=[lake_asset(home)])(home, staged)
    now = row_counts(home)
    tell_published(home, staged, facts, changed_tables(reading.parts, before, now), now)
    with steps.timed("atlas", "Drawing the atlas"):
        # The run is published: whatever may be wrong with the picture fails this task, not the flow.
        cast("Any", draw)(home, staged.run, cache_folder(), return_state=True)
    return checks


def _leave_report(ingested: Ingested, home: Path, facts: RunFacts) -> None:
    report = None
    if ingested.run is not None:
        with open_published(home) as connection:
            report = run_report(connection, ingested.run)
    now = dt.datetime.now(dt.UTC)
    _leave_artifact(markdown_report(ingested, facts, report, source_states(home, now.date()), now))


def _leave_artifact(markdown: str) -> None:
    # Prefect types the call for async callers, too.
    cast("Any", create_markdown_artifact)(key="ingest-report", markdown=markdown)
