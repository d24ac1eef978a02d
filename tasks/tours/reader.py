"""Reading one document, whole: the pure function in the middle of the product."""

import hashlib

from tasks.lexicon.lexicon import Lexicon
from tasks.sources.document import SourceDocument
from tasks.text.ids import stable_id
from tasks.tours.reading import Reading
from warehouse import schema


def read_document(document: SourceDocument, lexicon: Lexicon) -> Reading:
    """Read one document.

    Args:
        document: The decoded text with its title and date.
        lexicon: All lexicons and the gazetteer.

    Returns:
        The rows of all document tables.
    """
    text = document.text
    body_start = len(text) - len(text.lstrip())
    body_end = len(text.rstrip())
    paragraphs = ()
    if body_end > body_start:
        paragraphs = (
            schema.Paragraph(
                paragraph_id=stable_id("par", document.document_id, body_start),
                document_id=document.document_id,
                position=1,
                role="lead",
                char_start=body_start,
                char_end=body_end,
                text=text[body_start:body_end],
                sentence_count=1,
                stop_id=None,
            ),
        )
    return Reading(
        document=schema.Document(
            document_id=document.document_id,
            source_uri=document.source_uri,
            url=document.url,
            title=document.title,
            published_on=document.published_on,
            language=document.language or "und",
            text=text,
            text_sha256=hashlib.sha256(text.encode()).hexdigest(),
            char_count=len(text),
            reports_tour=False,
            first_run=schema.UNPUBLISHED,
            changed_run=schema.UNPUBLISHED,
        ),
        paragraphs=paragraphs,
    )
