"""Originals: bytes as a source gave them, kept in the archive, from which documents are read."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Original:
    """One file of a source, in the archive, with what the source says of it.

    Attributes:
        uri: Identifies it for ever.
        path: Its bytes, in the archive.
        kind: Suffix that says what it is, such as `.html` or `.jsonl.gz`.
        charset: Character encoding, where the server said it.
        title: Title, where a list had one for it; counts where the file has none.
        published_on: Day of publication, where a list had one; counts before the file's own, which is found by rules.
        url: Where it was published.
    """

    uri: str
    path: Path
    kind: str
    charset: str | None = None
    title: str | None = None
    published_on: dt.date | None = None
    url: str | None = None

    @property
    def sha256(self) -> str:
        """Hash of the bytes, by which the archive knows them."""
        return self.path.name
