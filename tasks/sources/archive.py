"""The archive: everything that documents were read from, byte for byte, by the hash of its content."""

import hashlib
import io
import json
import os
import tempfile
from pathlib import Path
from typing import BinaryIO

_CHUNK = 1 << 20
INDEX = "index.jsonl"


def archive_file(archive: Path, path: Path, uri: str) -> Path:
    """Keep a copy of a file, unless the archive has one.

    What is read is the copy, so that the archive holds what the tables were made from even where the file changes meanwhile.

    Args:
        archive: The archive's folder; created if missing.
        path: The file.
        uri: Its URI, for the index: one line per kept file with its hash, size and where it was first found.

    Returns:
        The copy.

    Raises:
        OSError: The file cannot be read or the archive not be written.
    """
    with path.open("rb") as source:
        kept = archived(archive, hashlib.file_digest(source, "sha256").hexdigest())
        if kept.exists():
            return kept
        source.seek(0)
        return archive_stream(archive, source, uri)  # hashes once more: the file may have changed meanwhile


def archive_bytes(archive: Path, raw: bytes, uri: str) -> Path:
    """Keep bytes, unless the archive has them; as `archive_file`."""
    return archive_stream(archive, io.BytesIO(raw), uri)


def archive_stream(archive: Path, source: BinaryIO, uri: str) -> Path:
    """Keep what a stream gives, unless the archive has it; as `archive_file`."""
    archive.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    size = 0
    with tempfile.NamedTemporaryFile(dir=archive, prefix=".incoming-", delete=False) as incoming:
        try:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                incoming.write(chunk)
                size += len(chunk)
            incoming.flush()
            kept = archived(archive, digest.hexdigest())
            if not kept.exists():
                os.fsync(incoming.fileno())
                with (archive / INDEX).open("a", encoding="utf-8") as index:
                    index.write(json.dumps({"sha256": digest.hexdigest(), "bytes": size, "uri": uri}, ensure_ascii=False) + "\n")
                kept.parent.mkdir(exist_ok=True)
                Path(incoming.name).replace(kept)
        finally:
            Path(incoming.name).unlink(missing_ok=True)
    return kept


def archived(archive: Path, sha256: str) -> Path:
    """Where the archive keeps bytes of this hash."""
    return archive / sha256[:2] / sha256
