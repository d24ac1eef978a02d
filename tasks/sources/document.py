"""What a document is before it is read."""

import datetime as dt
from dataclasses import dataclass

from tasks.text.ids import stable_id


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceDocument:
    """A decoded text and what its source says of it.

    Attributes:
        source_uri: Identifies the document for ever.
        text: The body, whole and unchanged.
        title: The title, if the source has one.
        published_on: Day of publication, if known.
        url: Where it was published, if known.
        language: ISO 639-1 code as the source declares it; None leaves it to the reader.
    """

    source_uri: str
    text: str
    title: str | None = None
    published_on: dt.date | None = None
    url: str | None = None
    language: str | None = None

    @property
    def document_id(self) -> str:
        """The document's stable key, derived from its source URI alone: its content may change."""
        return stable_id("doc", self.source_uri)
