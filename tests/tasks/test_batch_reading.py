import dataclasses
import multiprocessing
import os
from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tasks import batch_reading
from tasks.batch_reading import BatchReading, read_batches
from tasks.lexicon.lexicon import Lexicon, load_lexicon
from tasks.sources.batch import Batch, BatchWriter, PulledDocument
from tasks.sources.document import SourceDocument
from tasks.tours.reading import Reading
from warehouse import schema
from warehouse.arrow import verify_parts

REAL = batch_reading.read_document


def stage(folder: Path, texts: Sequence[str]) -> tuple[Batch, ...]:
    writer = BatchWriter(folder)
    for number, text in enumerate(texts):
        writer.add(PulledDocument(document=SourceDocument(source_uri=f"{number}.txt", text=text), source="/s", fingerprint=f"f{number}"))
    return writer.close()


def document_ids(reading: BatchReading, lake: Path) -> list[str]:
    parts = [part for part in reading.parts if part.table == "documents"]
    return sorted(value for part in parts for value in pq.read_table(lake / part.path)["document_id"].to_pylist())


def test_a_pool_gives_the_same_parts_as_one_process(tmp_path: Path) -> None:
    batches = stage(tmp_path / "batches", [f"Report number {number}." for number in range(80)])
    progress: list[int] = []
    alone = read_batches(batches, tmp_path / "lake", workers=1)
    pooled = read_batches(batches, tmp_path / "other", workers=2, on_progress=lambda done, total: progress.append(done))
    assert (alone.parts, alone.documents) == (pooled.parts, pooled.documents)
    assert len(document_ids(alone, tmp_path / "lake")) == 80
    assert progress[-1] == 80


def test_a_document_that_breaks_the_reader_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(document: SourceDocument, lexicon: Lexicon) -> Reading:
        if document.source_uri == "1.txt":
            raise ZeroDivisionError("no days")
        return REAL(document, lexicon)

    monkeypatch.setattr(batch_reading, "read_document", read)
    reading = read_batches(stage(tmp_path / "batches", ["One.", "Two.", "Three."]), tmp_path / "lake")
    ((source, issue),) = reading.failures
    assert (source, issue.code, issue.source_uri, issue.message) == ("/s", "reader-failed", "1.txt", "ZeroDivisionError: no days")
    assert len(document_ids(reading, tmp_path / "lake")) == reading.documents == 2


def test_a_row_that_fits_no_column_costs_no_other_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(document: SourceDocument, lexicon: Lexicon) -> Reading:
        reading = REAL(document, lexicon)
        if document.source_uri != "1.txt":
            return reading
        paragraph = reading.paragraphs[0]
        values = {column.name: getattr(paragraph, column.name) for column in schema.columns(schema.Paragraph)}
        return Reading(document=reading.document, paragraphs=(schema.Paragraph(**values | {"sentence_count": 1 << 40}),))

    monkeypatch.setattr(batch_reading, "read_document", read)
    reading = read_batches(stage(tmp_path / "batches", ["One.", "Two.", "Three."]), tmp_path / "lake")
    assert [issue.source_uri for _, issue in reading.failures] == ["1.txt"]
    assert len(document_ids(reading, tmp_path / "lake")) == reading.documents == 2


def read_or_die(document: SourceDocument, lexicon: Lexicon) -> Reading:
    if document.text == "Poison.":
        os._exit(9)
    return REAL(document, lexicon)


def test_a_batch_whose_process_dies_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forked = multiprocessing.get_context("fork")  # a spawned worker would not see what is patched
    monkeypatch.setattr(batch_reading, "get_context", lambda method: forked)
    monkeypatch.setattr(batch_reading, "read_document", read_or_die)
    texts = [f"Report {number}." for number in range(71)] + ["Poison."]
    reading = read_batches(stage(tmp_path / "batches", texts), tmp_path / "lake", workers=2)
    assert {issue.source_uri for _, issue in reading.failures} == {f"{number}.txt" for number in range(64, 72)}
    assert reading.documents == 64


def test_a_system_without_affinity_counts_the_machines_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    assert batch_reading.cores() == 3


def test_what_a_stopped_run_has_read_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def read(document: SourceDocument, lexicon: Lexicon) -> Reading:
        if len(seen) == 20:
            raise KeyboardInterrupt
        seen.append(document.source_uri)
        return REAL(document, lexicon)

    monkeypatch.setattr(batch_reading, "read_document", read)
    texts = [f"Report number {number}." for number in range(40)]
    lake, receipts = tmp_path / "lake", tmp_path / "receipts"
    with pytest.raises(KeyboardInterrupt):
        read_batches(stage(tmp_path / "first", texts), lake, receipts=receipts)
    monkeypatch.setattr(
        batch_reading, "read_document", lambda document, lexicon: seen.append(document.source_uri) or REAL(document, lexicon)
    )
    seen.clear()
    resumed = read_batches(stage(tmp_path / "second", texts), lake, receipts=receipts)
    assert seen == [f"{number}.txt" for number in range(16, 40)]  # the first batch holds 16 documents
    assert (resumed.documents, resumed.resumed) == (40, 16)
    assert resumed.parts == read_batches(stage(tmp_path / "third", texts), tmp_path / "other").parts


@pytest.mark.parametrize("why", ["another reader", "another text", "a damaged part", "a lost part"])
def test_a_receipt_for_something_else_counts_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: str) -> None:
    lake, receipts = tmp_path / "lake", tmp_path / "receipts"
    first = read_batches(stage(tmp_path / "first", ["One.", "Two."]), lake, receipts=receipts)
    if why == "another reader":
        monkeypatch.setattr(batch_reading, "load_lexicon", lambda: dataclasses.replace(load_lexicon(), version="another"))
    elif why == "a damaged part":
        (lake / first.parts[0].path).write_bytes(b"half")
    elif why == "a lost part":
        (lake / first.parts[0].path).unlink()
    texts = ["One.", "Three." if why == "another text" else "Two."]
    again = read_batches(stage(tmp_path / "second", texts), lake, receipts=receipts)
    assert (again.documents, again.resumed) == (2, 0)
    verify_parts(lake, again.parts)


def test_a_batch_with_a_failure_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(document: SourceDocument, lexicon: Lexicon) -> Reading:
        raise ZeroDivisionError

    monkeypatch.setattr(batch_reading, "read_document", fail)
    read_batches(stage(tmp_path / "first", ["One."]), tmp_path / "lake", receipts=tmp_path / "receipts")
    monkeypatch.setattr(batch_reading, "read_document", REAL)
    again = read_batches(stage(tmp_path / "second", ["One."]), tmp_path / "lake", receipts=tmp_path / "receipts")
    assert (again.documents, again.resumed, again.failures) == (1, 0, ())
