"""Reading one document, whole: the pure function in the middle of the product."""

import dataclasses
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator

from tasks.entities.landmarks import Visited
from tasks.entities.location import Locator
from tasks.lexicon.lexicon import Lexicon
from tasks.sources.document import SourceDocument
from tasks.text.ids import stable_id
from tasks.text.language import detect_language
from tasks.text.paragraphs import split_paragraphs
from tasks.tours.background import days_of_the_visit, without_earlier_years
from tasks.tours.chinese import parse_chinese
from tasks.tours.dates import find_dates
from tasks.tours.english import parse_english
from tasks.tours.narration import Narration, Tour
from tasks.tours.parsed import Parsed
from tasks.tours.reading import Reading
from tasks.tours.rows import RowBuilder, document_row
from tasks.tours.stop_dates import DateLine
from tasks.tours.themes import find_themes, theme_rows
from warehouse import schema

GRAMMARS: dict[str, Callable[[str, str | None, Lexicon], Parsed]] = {"en": parse_english, "zh": parse_chinese}
FOUND_AT_ONCE = 0.5


def read_document(document: SourceDocument, lexicon: Lexicon) -> Reading:
    """Read one document.

    Args:
        document: The decoded text with its title and date.
        lexicon: All lexicons and the gazetteer.

    Returns:
        The rows of all document tables.
    """
    text = document.text
    language = document.language or detect_language(text)
    grammar = GRAMMARS.get(language)
    if grammar is None:
        return _unread(document, language)
    expressions = find_dates(text, document.published_on, language)
    parsed = without_earlier_years(grammar(text, document.title, lexicon), expressions, document.published_on)
    locator = Locator(
        lexicon.gazetteer, language, parsed.seats, parsed.home, parsed.fold, receives=parsed.receives, addresses=parsed.addresses
    )
    visited = [
        Visited(use.place_start, use.place_end, text[use.place_start : use.place_end])
        for use in parsed.uses
        if use.status == "told" and use.weight >= FOUND_AT_ONCE
    ]
    locator.learn(parsed.referents, sorted([*visited, *_places_headed(parsed, text)], key=lambda visit: visit.start))
    title_persons = [referent for _, referent in parsed.title_mentions if referent.kind == "person"]
    tour = Narration(parsed.of_span, parsed.uses, parsed.parts, parsed.actions, locator, text, parsed.sentences, title_persons).tour()
    dates = DateLine(
        days_of_the_visit(parsed, expressions, document.published_on), parsed.said, parsed.sentences, text=text, language=language
    )
    paragraphs = split_paragraphs(text, [(sentence.start, sentence.end) for sentence in parsed.sentences], _openings(parsed, tour))
    reading = RowBuilder(document, language, parsed, tour, locator, dates, paragraphs).reading()
    themes = find_themes(text, language, lexicon.themes, parsed.fold)
    return dataclasses.replace(reading, theme_mentions=theme_rows(reading, themes))


def _places_headed(parsed: Parsed, text: str) -> Iterator[Visited]:
    """Places that stand alone in a line below the text's first: "Malaysia — Kuala Lumpur" heads what is told of Kuala Lumpur."""
    spans = sorted({(span.start, span.end) for referent in parsed.referents if referent.kind == "place" for span in referent.spans})
    starts = [start for start, _ in spans]
    for sentence in parsed.sentences[1:]:
        inside = spans[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        between = [sentence.start, *(edge for span in inside for edge in span), sentence.end]
        if inside and not any(
            character.isalnum() for start, end in zip(between[::2], between[1::2], strict=True) for character in text[start:end]
        ):
            yield from (Visited(start, end, text[start:end]) for start, end in inside)


def _openings(parsed: Parsed, tour: Tour) -> set[int]:
    """Sentences that open something new: a stop, or the report of who took part."""
    starts = [sentence.start for sentence in parsed.sentences]
    positions = {stop.first for stop in tour.stops}
    last_stop = max(positions, default=0)
    others = {id(referent) for referent in (*tour.companions, *tour.hosts)}
    first_other = min(
        (
            part.span.start
            for part in parsed.parts
            if part.part in {"companion", "host"}
            and part.span.start > last_stop
            and id(parsed.of_span.get((part.span.start, part.span.end))) in others
        ),
        default=None,
    )
    if first_other is not None and tour.stops:
        positions.add(first_other)
    return {starts[index] for position in positions if (index := bisect_right(starts, position) - 1) >= 0}


def _unread(document: SourceDocument, language: str) -> Reading:
    """The reading of a document in a language that has no grammar: its paragraphs, and an issue."""
    text = document.text
    paragraphs = split_paragraphs(text, [], set())
    issue = schema.Issue(
        document_id=document.document_id,
        source_uri=document.source_uri,
        run=schema.UNPUBLISHED,
        severity="warning",
        code="language-not-read",
        char_start=None,
        char_end=None,
        message=f"language {language!r} has no grammar yet: paragraphs only; read are {', '.join(sorted(GRAMMARS))}",
    )
    return Reading(
        document=document_row(document, language, reports_tour=False),
        paragraphs=tuple(
            schema.Paragraph(
                paragraph_id=stable_id("par", document.document_id, paragraph.start),
                document_id=document.document_id,
                position=position,
                role=paragraph.role,
                char_start=paragraph.start,
                char_end=paragraph.end,
                text=text[paragraph.start : paragraph.end],
                sentence_count=1,
                stop_id=None,
            )
            for position, paragraph in enumerate(paragraphs, 1)
        ),
        issues=(issue,),
    )
