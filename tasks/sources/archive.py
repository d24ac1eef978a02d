"""The archive: every file that documents were read from, byte for byte, by the hash of its content."""

import hashlib
import json
import os
import tempfile
from pathlib import Path

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
    archive.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as source, tempfile.NamedTemporaryFile(dir=archive, prefix=".incoming-", delete=False) as incoming:
        try:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                incoming.write(chunk)
                size += len(chunk)
            incoming.flush()
            kept = archive / digest.hexdigest()[:2] / digest.hexdigest()
            if not kept.exists():
                os.fsync(incoming.fileno())
                with (archive / INDEX).open("a", encoding="utf-8") as index:
                    index.write(json.dumps({"sha256": digest.hexdigest(), "bytes": size, "uri": uri}, ensure_ascii=False) + "\n")
                kept.parent.mkdir(exist_ok=True)
                Path(incoming.name).replace(kept)
        finally:
            Path(incoming.name).unlink(missing_ok=True)
    return kept
