"""Kinds of file that documents are read from, and reading an original of any of them."""

import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import BinaryIO

import pyarrow as pa  # type: ignore[import-untyped]  # pyarrow ships no types

from tasks.sources.bounded import COMPRESSIONS, UnpackingLimitError, unpacked
from tasks.sources.bundle import SUFFIXES as BUNDLES
from tasks.sources.bundle import bundle_members
from tasks.sources.document import SourceDocument
from tasks.sources.html_page import read_html
from tasks.sources.json_lines import read_json_lines
from tasks.sources.markdown import read_markdown
from tasks.sources.original import Original
from tasks.sources.plain_text import read_plain_text
from tasks.sources.source_issues import source_issue
from tasks.sources.tables import read_csv, read_parquet
from warehouse import schema

FileReader = Callable[[BinaryIO, str], Iterator[SourceDocument | schema.Issue]]
_ONE_FILE = {".tgz": ".tar.gz", ".htm": ".html", ".markdown": ".md", ".ndjson": ".jsonl"}
_DAMAGES = (OSError, EOFError, zlib.error, pa.ArrowException, zipfile.BadZipFile, tarfile.TarError)


def _whole(read: Callable[[bytes, str], Iterator[SourceDocument | schema.Issue]]) -> FileReader:
    return lambda file, uri: read(file.read(), uri)


FILE_READERS: Mapping[str, FileReader] = {
    ".txt": _whole(read_plain_text),
    ".md": _whole(read_markdown),
    ".html": _whole(read_html),
    ".jsonl": read_json_lines,
    ".csv": read_csv,
    ".parquet": read_parquet,
}


def file_kind(name: str) -> str | None:
    """What a file is, by its name.

    Returns:
        A suffix of `FILE_READERS` or of a bundle, with `.gz` or `.zst` after it if it is compressed; None if documents are not read
        from this kind.
    """
    path = PurePath(name)
    compression = path.suffix.lower() if path.suffix.lower() in COMPRESSIONS else ""
    suffix = PurePath(path.stem).suffix.lower() if compression else path.suffix.lower()
    kind = _ONE_FILE.get(suffix, suffix) + compression
    # A zip is not read as a stream, and needs no compression of its own.
    return kind if _reads(kind) and not kind.startswith(".zip.") else None


def known_kinds() -> str:
    """The kinds of file that documents are read from, for messages."""
    return f"{', '.join(sorted({*FILE_READERS, *BUNDLES, *_ONE_FILE}))}, and these with {' or '.join(COMPRESSIONS)}"


def read_original(original: Original, *, max_bytes: int, max_entries: int) -> Iterator[tuple[str, SourceDocument | schema.Issue]]:
    """The documents of an original.

    Args:
        original: The original.
        max_bytes: The most that may be unpacked.
        max_entries: The most entries a bundle may have.

    Yields:
        Documents and issues, each with the URI of the file it comes from: the original's, or in a bundle the entry's. Where the
        original is damaged, what came before counts, and an issue says so.
    """
    size = original.path.stat().st_size
    base, compression = _split(original.kind)
    uri = original.uri
    with original.path.open("rb") as raw:
        try:
            file = unpacked(raw, compression, packed_bytes=size, max_bytes=max_bytes) if compression else raw
            if base not in BUNDLES:
                for item in _read(file, base, original):
                    yield uri, item
                return
            for uri, name, entry in bundle_members(
                file, base, original.uri, packed_bytes=size, max_bytes=max_bytes, max_entries=max_entries
            ):
                if isinstance(entry, schema.Issue):
                    yield uri, entry
                    continue
                for item in _read_entry(entry, uri, name, max_bytes):
                    yield uri, item
        except UnpackingLimitError as error:
            yield original.uri, source_issue(original.uri, "archive-limit", str(error))
        except _DAMAGES as error:
            where = "" if uri == original.uri else f" (in {uri})"
            yield original.uri, source_issue(original.uri, "file-damaged", f"{error or type(error).__name__}{where}")


def _read_entry(entry: BinaryIO, uri: str, name: str, max_bytes: int) -> Iterator[SourceDocument | schema.Issue]:
    kind = file_kind(name)
    base, compression = _split(kind) if kind else ("", "")
    if kind is None or base in BUNDLES:
        yield source_issue(uri, "source-kind-unknown", f"documents are read from {', '.join(sorted(FILE_READERS))}, in a bundle, too")
        return
    # The bundle's own bounds hold for what goes in; those of the entry for what comes out.
    file = unpacked(entry, compression, packed_bytes=max_bytes, max_bytes=max_bytes) if compression else entry
    yield from FILE_READERS[base](file, uri)


def _read(file: BinaryIO, base: str, original: Original) -> Iterator[SourceDocument | schema.Issue]:
    """Read one file, with what its source says of it beside what it says of itself."""
    items = read_html(file.read(), original.uri, charset=original.charset) if base == ".html" else FILE_READERS[base](file, original.uri)
    for item in items:
        if isinstance(item, SourceDocument):
            yield replace(
                item,
                title=item.title or original.title,
                published_on=original.published_on or item.published_on,
                url=item.url or original.url,
            )
        else:
            yield item


def _split(kind: str) -> tuple[str, str]:
    compression = next((ending for ending in COMPRESSIONS if kind.endswith(ending)), "")
    return kind.removesuffix(compression), compression


def _reads(kind: str) -> bool:
    base, _ = _split(kind)
    return base in FILE_READERS or base in BUNDLES
