"""What passages are about: terms of themes, as spans."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tasks.lexicon.themes import CHARACTERS_KEYED, ThemeLexicon, ThemeTerm
from tasks.text.ids import stable_id
from tasks.tours.reading import Reading
from warehouse import schema

_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_PLURAL = re.compile(r"s?(?![a-z0-9])")


@dataclass(frozen=True, slots=True)
class ThemeFinding:
    """A term of a theme in a text.

    Attributes:
        start: First code point.
        end: One past the last.
        dimension: What the theme divides.
        theme: The theme.
    """

    start: int
    end: int
    dimension: str
    theme: str


def find_themes(text: str, language: str, lexicon: ThemeLexicon, fold: Mapping[int, str] | None = None) -> list[ThemeFinding]:
    """Find the terms of all themes.

    Of terms of one dimension that overlap, the one that begins first counts, and the longest of those: "food safety" is not also "safety".
    One passage can belong to several dimensions: "environmental public interest litigation" is a function and a matter.

    Args:
        text: The text.
        language: 'en' or 'zh'; any other has no terms.
        lexicon: The terms.
        fold: For Chinese: traditional characters and their simplified forms, for `str.translate`.

    Returns:
        The findings by position, then by dimension.
    """
    found = _english(text, lexicon) if language == "en" else _chinese(text.translate(fold or {}), lexicon) if language == "zh" else ()
    taken: dict[str, int] = {}
    kept = []
    for start, end, term in found:
        if start >= taken.get(term.dimension, 0):
            taken[term.dimension] = end
            kept.append(ThemeFinding(start, end, term.dimension, term.theme))
    return sorted(kept, key=lambda finding: (finding.start, finding.dimension))


def _english(text: str, lexicon: ThemeLexicon) -> Iterator[tuple[int, int, ThemeTerm]]:
    # Lower case has the length of the text but for a few letters (İ): a text that has them is not folded.
    lower = text.lower()
    lower = lower if len(lower) == len(text) else text
    for match in _WORD.finditer(lower):
        word, start = match[0], match.start()
        for term in lexicon.english.get(word) or lexicon.english.get(word.removesuffix("s")) or ():
            end = start + len(term.term)
            if lower.startswith(term.term, start) and (plural := _PLURAL.match(lower, end)):
                yield start, plural.end(), term


def _chinese(text: str, lexicon: ThemeLexicon) -> Iterator[tuple[int, int, ThemeTerm]]:
    for match in lexicon.chinese_beginning.finditer(text):
        start = match.start()
        for term in lexicon.chinese.get(text[start : start + CHARACTERS_KEYED], ()):
            if text.startswith(term.term, start):
                yield start, start + len(term.term), term


def theme_rows(reading: Reading, found: Sequence[ThemeFinding]) -> tuple[schema.ThemeMention, ...]:
    """The rows of a document's findings, each tied to the stop that is told where it stands.

    A statement's terms belong to the stop where it was said; other terms to the last stop shown before them in the same paragraph, or
    to the paragraph's first. A paragraph that shows no stop is about the tour as a whole.

    Args:
        reading: The document's other rows.
        found: Findings in its text.

    Returns:
        One row per finding within a paragraph.
    """
    document = reading.document
    paragraph_starts = [paragraph.char_start for paragraph in reading.paragraphs]
    statements = sorted(reading.statements, key=lambda statement: statement.char_start)
    statement_starts = [statement.char_start for statement in statements]
    rows = []
    for finding in found:
        paragraph = reading.paragraphs[max(bisect_right(paragraph_starts, finding.start) - 1, 0)]
        if not paragraph.char_start <= finding.start < finding.end <= paragraph.char_end:
            continue
        before = bisect_right(statement_starts, finding.start) - 1
        statement = statements[before] if before >= 0 and finding.end <= statements[before].char_end else None
        stop_id = (statement and statement.stop_id) or _stop_told(reading.stops, paragraph, finding.start)
        rows.append(
            schema.ThemeMention(
                theme_mention_id=stable_id("theme", document.document_id, finding.dimension, finding.start),
                document_id=document.document_id,
                paragraph_id=paragraph.paragraph_id,
                stop_id=stop_id,
                statement_id=statement.statement_id if statement else None,
                dimension=finding.dimension,
                theme=finding.theme,
                text=document.text[finding.start : finding.end],
                char_start=finding.start,
                char_end=finding.end,
            )
        )
    return tuple(rows)


def _stop_told(stops: Sequence[schema.Stop], paragraph: schema.Paragraph, position: int) -> str | None:
    here = sorted((stop for stop in stops if stop.paragraph_id == paragraph.paragraph_id), key=lambda stop: stop.evidence_start)
    before = [stop for stop in here if stop.evidence_start <= position]
    return before[-1].stop_id if before else here[0].stop_id if here else None
