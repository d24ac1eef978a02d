"""Batches of documents on their way from pulling to reading: files, so that no task ever holds a corpus in memory."""

import dataclasses
import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from tasks.sources.document import SourceDocument

_MOST_CHARACTERS = 2_000_000
_FIRST_SIZE = 16
_LARGEST_SIZE = 512
_STEPS_PER_SIZE = 4


@dataclass(frozen=True, slots=True)
class Batch:
    """A file of documents to read.

    Attributes:
        path: The file.
        documents: Number of documents in it.
        characters: Their total length in code points.
    """

    path: str
    documents: int
    characters: int


@dataclass(frozen=True, slots=True)
class PulledDocument:
    """A document with what the record of its reading needs.

    Attributes:
        document: The document.
        source: Key of the source that it was found in.
        fingerprint: Hash of everything that is read of it.
    """

    document: SourceDocument
    source: str
    fingerprint: str


class BatchWriter:
    """Writes documents into batch files, first small then larger ones: a small corpus, too, is work for every core."""

    def __init__(self, folder: Path) -> None:
        """Write into a folder, which is created."""
        self._folder = folder
        self._folder.mkdir(parents=True)
        self._file: TextIO | None = None
        self._documents = 0
        self._characters = 0
        self._batches: list[Batch] = []

    def add(self, pulled: PulledDocument) -> None:
        """Append a document to the current batch."""
        if self._file is None:
            self._file = (self._folder / f"{len(self._batches) + 1:06d}.jsonl").open("w", encoding="utf-8")
        record = dataclasses.asdict(pulled)
        json.dump(record, self._file, ensure_ascii=False, default=dt.date.isoformat)
        self._file.write("\n")
        self._documents += 1
        self._characters += len(pulled.document.text)
        size = min(_LARGEST_SIZE, _FIRST_SIZE << len(self._batches) // _STEPS_PER_SIZE)
        if self._documents >= size or self._characters >= _MOST_CHARACTERS:
            self._end_batch()

    def close(self) -> tuple[Batch, ...]:
        """End the last batch.

        Returns:
            All batches.
        """
        self._end_batch()
        return tuple(self._batches)

    def _end_batch(self) -> None:
        if self._file is None:
            return
        self._file.close()
        self._batches.append(Batch(self._file.name, self._documents, self._characters))
        self._file, self._documents, self._characters = None, 0, 0


def read_batch_file(path: Path) -> Iterator[PulledDocument]:
    """The documents of a batch, one at a time."""
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            record = json.loads(line)
            document = record["document"]
            published_on = document.pop("published_on")
            yield PulledDocument(
                document=SourceDocument(**document, published_on=None if published_on is None else dt.date.fromisoformat(published_on)),
                source=record["source"],
                fingerprint=record["fingerprint"],
            )
