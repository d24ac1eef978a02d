"""Kinds of file that documents are read from."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePath
from typing import BinaryIO

from tasks.sources.document import SourceDocument
from tasks.sources.json_lines import read_json_lines
from tasks.sources.plain_text import read_plain_text
from warehouse import schema

FileReader = Callable[[BinaryIO, str], Iterator[SourceDocument | schema.Issue]]


def _plain_text(file: BinaryIO, uri: str) -> Iterator[SourceDocument | schema.Issue]:
    return read_plain_text(file.read(), uri)


FILE_READERS: Mapping[str, FileReader] = {
    ".txt": _plain_text,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
}


def file_reader(path: PurePath) -> FileReader | None:
    """The reader for a file by its name's suffix; None if documents are not read from this kind."""
    return FILE_READERS.get(path.suffix.lower())
