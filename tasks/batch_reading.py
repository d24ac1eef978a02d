"""Reading batches of documents into parts of the lake, on as many cores as there are."""

import atexit
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]  # pyarrow ships no types

from tasks.corrections.reading import DocumentCorrections, correct_reading
from tasks.lexicon.lexicon import Lexicon, load_lexicon
from tasks.sources.batch import Batch, PulledDocument, read_batch_file
from tasks.sources.source_issues import source_issue
from tasks.text.ids import stable_id
from tasks.tours.reader import read_document
from warehouse import schema
from warehouse.arrow import PartFile, write_parts
from warehouse.batch_check import faulty_documents
from warehouse.unfinished import Receipt, find_receipt, receipt_key, write_receipt

Progress = Callable[[int, int], None]
Reader = Callable[[Sequence[Batch]], Iterator[tuple[Batch, "BatchReading"]]]
Rows = dict[type[schema.Row], list[schema.Row]]
# Starting two workers takes about two seconds, which fifty documents of average length are worth.
_WORTH_A_POOL = 50
_NOTHING_CORRECTED = DocumentCorrections()
_WATCHER: ContextVar[Progress | None] = ContextVar("_WATCHER", default=None)


@dataclass(frozen=True, kw_only=True)
class BatchReading:
    """What reading some batches gave.

    Attributes:
        parts: Files of the lake.
        documents: Documents read.
        resumed: Of these, read by an earlier run that was stopped.
        failures: One issue per document that could not be read, with the key of its source.
    """

    parts: tuple[PartFile, ...] = ()
    documents: int = 0
    resumed: int = 0
    failures: tuple[tuple[str, schema.Issue], ...] = ()


def read_batch(
    batch: Batch, lake: Path, corrections: DocumentCorrections = _NOTHING_CORRECTED, receipts: Path | None = None
) -> BatchReading:
    """Read one batch in this process.

    Args:
        batch: The documents.
        lake: The lake's folder.
        corrections: What people say against the reading.
        receipts: Where it is noted that the batch is read, if all of it was; None notes nothing.

    Returns:
        The parts written; a document that cannot be read is a failure and costs no other.
    """
    lexicon = load_lexicon()
    reading = _read_batch(batch, lake, lexicon, corrections)
    if receipts is not None:
        _note(batch, reading, receipts, _version(corrections))
    return reading


def _note(batch: Batch, reading: BatchReading, receipts: Path, version: str) -> None:
    if not reading.failures:
        write_receipt(receipts, receipt_key(Path(batch.path), version), Receipt(reading.documents, reading.parts))


def _read_batch(batch: Batch, lake: Path, lexicon: Lexicon, corrections: DocumentCorrections) -> BatchReading:
    readings: list[tuple[PulledDocument, Rows]] = []
    failures: list[tuple[str, schema.Issue]] = []
    for pulled in read_batch_file(Path(batch.path)):
        try:
            readings.append((pulled, _rows(pulled, lexicon, corrections)))
        except Exception as error:  # noqa: BLE001 - whatever one document brings the reader to must not stop the others
            failures.append(_failure(pulled, error))
    readings = _sound(readings, failures)
    try:
        parts = write_parts(lake, _joined([rows for _, rows in readings]))
    except (TypeError, pa.ArrowException):
        # A row does not fit the schema: document by document shows whose.
        parts, read = [], 0
        for pulled, rows in readings:
            try:
                parts += write_parts(lake, rows)
                read += 1
            except (TypeError, pa.ArrowException) as error:
                failures.append(_failure(pulled, error))
        return BatchReading(parts=tuple(parts), documents=read, failures=tuple(failures))
    return BatchReading(parts=tuple(parts), documents=len(readings), failures=tuple(failures))


def _sound(readings: Sequence[tuple[PulledDocument, Rows]], failures: list[tuple[str, schema.Issue]]) -> list[tuple[PulledDocument, Rows]]:
    """The readings that the warehouse's checks would pass; the others become failures, so that one costs no other."""
    try:
        faulty = faulty_documents(_joined([rows for _, rows in readings]))
    except (TypeError, pa.ArrowException):
        return list(readings)  # a row does not fit the schema: writing document by document shows whose
    sound = []
    for pulled, rows in readings:
        checks = faulty.get(pulled.document.document_id)
        if checks:
            detail = f"checks failed: {', '.join(checks)}"
            failures.append((pulled.source, source_issue(pulled.document.source_uri, "reader-failed", detail)))
        else:
            sound.append((pulled, rows))
    return sound


def read_batches(
    batches: Sequence[Batch],
    lake: Path,
    *,
    corrections: DocumentCorrections = _NOTHING_CORRECTED,
    receipts: Path | None = None,
    workers: int | None = None,
    elsewhere: Reader | None = None,
    on_progress: Progress | None = None,
) -> BatchReading:
    """Read all batches, on all cores if there is enough to read; one that an earlier run has read, and not published, is taken from it.

    Args:
        batches: The documents.
        lake: The lake's folder.
        corrections: What people say against the reading.
        receipts: Where it is noted what is read; None reads everything and notes nothing.
        workers: Processes; None takes the number of cores.
        elsewhere: Reads batches in their place, as `read_batch` would, in any order.
        on_progress: Told documents done and documents in all after every batch.

    Returns:
        Everything that was read, the same in any order of work.
    """
    total = sum(batch.documents for batch in batches)
    readings: list[BatchReading] = []
    unread: list[Batch] = []
    version = _version(corrections)
    for batch in batches:
        receipt = find_receipt(receipts, receipt_key(Path(batch.path), version), lake) if receipts else None
        if receipt is None:
            unread.append(batch)
        else:
            readings.append(BatchReading(parts=receipt.parts, documents=receipt.documents, resumed=receipt.documents))
    done = sum(reading.documents for reading in readings)
    processes = min(workers if workers is not None else cores(), len(unread))
    if elsewhere is not None and unread:
        reader = _noted(elsewhere(unread), receipts, version)
    elif processes > 1 and total - done > _WORTH_A_POOL:
        reader = _in_pool(unread, lake, corrections, receipts, processes)
    else:
        reader = _in_process(unread, lake, corrections, receipts)
    for batch, reading in reader:
        readings.append(reading)
        done += batch.documents
        if on_progress is not None:
            on_progress(done, total)
    return BatchReading(
        parts=tuple(sorted((part for reading in readings for part in reading.parts), key=lambda part: part.path)),
        documents=sum(reading.documents for reading in readings),
        resumed=sum(reading.resumed for reading in readings),
        failures=tuple(failure for reading in readings for failure in reading.failures),
    )


def watcher() -> Progress | None:
    """Who watches the task that reads. No parameter of it: those travel to Dask's workers, and a terminal does not."""
    return _WATCHER.get()


@contextmanager
def watched_by(progress: Progress) -> Iterator[None]:
    """Let the task that reads tell its progress.

    Args:
        progress: Told documents done and documents in all after every batch.
    """
    token = _WATCHER.set(progress)
    try:
        yield
    finally:
        _WATCHER.reset(token)


def cores() -> int:
    """Cores that this process may use; where the system cannot tell (it does on Linux only), those of the machine."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed is not None else os.cpu_count() or 1


def _version(corrections: DocumentCorrections) -> str:
    """Identify all that a reading depends on besides the document."""
    keys = [key for document_id in sorted(corrections.by_document) for key in (document_id, corrections.key(document_id))]
    return stable_id("reader", load_lexicon().version, *keys)


def _noted(reader: Iterator[tuple[Batch, BatchReading]], receipts: Path | None, version: str) -> Iterator[tuple[Batch, BatchReading]]:
    for batch, reading in reader:
        if receipts is not None:
            _note(batch, reading, receipts, version)
        yield batch, reading


def _in_process(
    batches: Sequence[Batch], lake: Path, corrections: DocumentCorrections, receipts: Path | None
) -> Iterator[tuple[Batch, BatchReading]]:
    for batch in batches:
        yield batch, read_batch(batch, lake, corrections, receipts)


def _in_pool(
    batches: Sequence[Batch], lake: Path, corrections: DocumentCorrections, receipts: Path | None, workers: int
) -> Iterator[tuple[Batch, BatchReading]]:
    """Read in worker processes; a batch whose worker dies is tried once more, alone, so that it is known which one it was."""
    orphans = []
    # A fork would inherit Prefect's and Arrow's threads in whatever state they are.
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=end_quietly) as pool:
        futures = {pool.submit(read_batch, batch, lake, corrections, receipts): batch for batch in batches}
        for future in as_completed(futures):
            try:
                yield futures[future], future.result()
            except BrokenProcessPool:
                orphans.append(futures[future])
    for batch in orphans:
        with ProcessPoolExecutor(1, mp_context=context, initializer=end_quietly) as pool:
            try:
                reading = pool.submit(read_batch, batch, lake, corrections, receipts).result()
            except BrokenProcessPool as error:
                reading = failed_batch(batch, error)
        yield batch, reading


def failed_batch(batch: Batch, error: Exception) -> BatchReading:
    """A batch of which nothing could be read: every document is a failure."""
    return BatchReading(failures=tuple(_failure(pulled, error) for pulled in read_batch_file(Path(batch.path))))


def end_quietly() -> None:
    """Let a worker end without taking the interpreter apart: DuckDB's binding would report its types as leaks on standard error."""
    atexit.register(os._exit, 0)


def _rows(pulled: PulledDocument, lexicon: Lexicon, corrections: DocumentCorrections) -> Rows:
    found = reading = read_document(pulled.document, lexicon)
    document_id = pulled.document.document_id
    if (made := corrections.by_document.get(document_id)) is not None:
        reading = correct_reading(found, made, corrections.entity_kinds)
    rows: Rows = {table: list(reading.rows(table)) for table in schema.DOCUMENT_TABLES}
    rows[schema.ReadingRecord] = [
        schema.ReadingRecord(
            document_id=document_id,
            source_uri=pulled.document.source_uri,
            source=pulled.source,
            fingerprint=pulled.fingerprint,
            reader_version=lexicon.version,
            corrections=corrections.key(document_id),
            stop_count=len(found.stops),
        )
    ]
    return rows


def _joined(readings: Sequence[Rows]) -> Rows:
    joined: Rows = defaultdict(list)
    for rows in readings:
        for table, some in rows.items():
            joined[table] += some
    return joined


def _failure(pulled: PulledDocument, error: Exception) -> tuple[str, schema.Issue]:
    message = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return pulled.source, source_issue(pulled.document.source_uri, "reader-failed", message)
