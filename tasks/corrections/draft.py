"""A document's rows while corrections are made to them."""

import dataclasses
from collections.abc import Iterable

from tasks.tours.reading import Reading
from tasks.tours.themes import ThemeFinding, theme_rows
from warehouse import schema


class UnfitError(Exception):
    """A correction that fits nothing in its document; the message says why."""


class Draft:
    """The rows of one reading, to be changed.

    Attributes:
        document: Its row; `reports_tour` follows from the stops at the end.
        text: Its text.
        dated: Stops whose days have been corrected.
    """

    def __init__(self, reading: Reading) -> None:
        """Take the rows over."""
        self.document = reading.document
        self.text = reading.document.text
        self.paragraphs = list(reading.paragraphs)
        self.referents = list(reading.referents)
        self.mentions = list(reading.mentions)
        self.stops = list(reading.stops)
        self.participants = list(reading.participants)
        self.statements = list(reading.statements)
        self.themes = [ThemeFinding(row.char_start, row.char_end, row.dimension, row.theme) for row in reading.theme_mentions]
        self.issues = list(reading.issues)
        self.dated: set[str] = set()
        self._named_once = self.named()

    def reading(self) -> Reading:
        """The rows as they are now, in themselves whole: no referent without a row, no row without its referent."""
        self._number_stops()
        self._forget_referents()
        self._tell_unnamed_visitors()
        corrected = Reading(
            document=dataclasses.replace(self.document, reports_tour=bool(self.stops)),
            paragraphs=tuple(self.paragraphs),
            referents=tuple(self.referents),
            mentions=tuple(self.mentions),
            stops=tuple(self.stops),
            participants=tuple(self._distinct_participants()),
            statements=tuple(self.statements),
            issues=tuple(dict.fromkeys(self.issues)),
        )
        return dataclasses.replace(corrected, theme_mentions=theme_rows(corrected, self.themes))

    def issue(self, code: str, severity: str, message: str, span: tuple[int, int] | None = None) -> None:
        """Note an issue of the document."""
        start, end = span or (None, None)
        self.issues.append(
            schema.Issue(
                document_id=self.document.document_id,
                source_uri=self.document.source_uri,
                run=schema.UNPUBLISHED,
                severity=severity,
                code=code,
                char_start=start,
                char_end=end,
                message=message,
            )
        )

    def referent_of(self, entity_id: str) -> schema.Referent | None:
        """The referent that is an entity."""
        return next((referent for referent in self.referents if referent.entity_id == entity_id), None)

    def named(self) -> set[str]:
        """Entities that any row but a referent names."""
        rows: Iterable[schema.Mention | schema.Stop | schema.Participant] = (*self.mentions, *self.stops, *self.participants)
        return {row.entity_id for row in rows} | {said.speaker_entity_id for said in self.statements if said.speaker_entity_id}

    def paragraph_at(self, position: int) -> schema.Paragraph:
        """The paragraph that a code point which is not blank stands in.

        Raises:
            UnfitError: There is none.
        """
        for paragraph in self.paragraphs:
            if paragraph.char_start <= position < paragraph.char_end:
                return paragraph
        raise UnfitError("the words begin between paragraphs")

    def _number_stops(self) -> None:
        self.stops = [dataclasses.replace(stop, position=number) for number, stop in enumerate(self.stops, 1)]

    def _forget_referents(self) -> None:
        """Drop the referents that only what was corrected away had named."""
        gone = self._named_once - self.named()
        self.referents = [referent for referent in self.referents if referent.entity_id not in gone]

    def _tell_unnamed_visitors(self) -> None:
        everywhere = any(person.part == "visitor" and person.stop_id is None for person in self.participants)
        toured = {person.stop_id for person in self.participants if person.part == "visitor"}
        told = any(issue.code == "visitor-unnamed" for issue in self.issues)
        if not everywhere and not told and any(stop.stop_id not in toured for stop in self.stops):
            self.issue("visitor-unnamed", "warning", "a tour is reported and no visitor is named")

    def _distinct_participants(self) -> Iterable[schema.Participant]:
        """One row per stop, entity and part: where names became one, the part that is reported first stands."""
        first: dict[tuple[str | None, str, str], schema.Participant] = {}
        for person in self.participants:
            key = (person.stop_id, person.entity_id, person.part)
            first[key] = min(first.get(key, person), person, key=lambda row: row.position)
        return first.values()
