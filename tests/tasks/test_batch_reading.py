import multiprocessing
import os
from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tasks import batch_reading
from tasks.batch_reading import BatchReading, read_batches
from tasks.lexicon.lexicon import Lexicon
from tasks.sources.batch import Batch, BatchWriter, PulledDocument
from tasks.sources.document import SourceDocument
from tasks.tours.reading import Reading
from warehouse import schema

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
    assert batch_reading._cores() == 3
