"""What an original became a document by: as long as that and the bytes are the same, so is the document."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from tasks.sources.original import Original
from tasks.text.ids import stable_id

# Libraries whose next version may give another text for the same bytes.
_LIBRARIES = ("trafilatura", "htmldate", "lxml", "markdown-it-py", "pyarrow")


@cache
def extraction_version() -> str:
    """Identify the code that turns bytes into documents, and its libraries."""
    digest = hashlib.sha256()
    tasks = Path(__file__).resolve().parents[1]
    for path in sorted(path for room in ("sources", "text") for path in (tasks / room).glob("*.py")):
        data = path.read_bytes()
        digest.update(f"{path.name}:{len(data)}:".encode() + data)
    for library in _LIBRARIES:
        digest.update(f"{library}:{version(library)}:".encode())
    return digest.hexdigest()[:12]


def extraction_key(original: Original, language: str | None) -> str:
    """Hash of everything that decides what documents an original gives.

    Args:
        original: The original.
        language: What its source declares of documents that do not say theirs.
    """
    day = None if original.published_on is None else original.published_on.isoformat()
    hints = (original.uri, original.sha256, original.kind, original.charset, original.title, day, original.url, language)
    return stable_id("from", extraction_version(), *hints)
