"""From findings to rows: ids, paragraphs, confidences, issues."""

import hashlib
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence

from tasks.entities.administrative_location import Location
from tasks.entities.identity import entity_key
from tasks.entities.location import Locator
from tasks.entities.referents import DocumentReferent
from tasks.entities.spans import NameSpan
from tasks.sources.document import SourceDocument
from tasks.text.ids import stable_id
from tasks.text.paragraphs import ParagraphSpan
from tasks.tours.action_index import ActionIndex
from tasks.tours.confidence import stop_confidence
from tasks.tours.narration import Tour
from tasks.tours.parsed import Parsed
from tasks.tours.presences import presences
from tasks.tours.reading import Reading
from tasks.tours.statements import StatementFinding
from tasks.tours.stop_dates import DateLine
from tasks.tours.stop_finding import StopFinding
from warehouse import schema

DROPPED = {
    "planned": "a plan, not a visit",
    "past": "an earlier visit, told as background",
    "said": "only spoken of",
    "returned": "the way home",
    "other-people": "somebody else's visit",
    "part": "a part of the place just gone to",
}


class RowBuilder:
    """Builds the rows of one document.

    Args:
        document: The document.
        language: Its language.
        parsed: What the grammar saw.
        tour: What it amounts to.
        locator: Finds where things lie.
        dates: The days of the narration.
        paragraphs: The paragraphs, in order.
    """

    def __init__(
        self,
        document: SourceDocument,
        language: str,
        parsed: Parsed,
        tour: Tour,
        locator: Locator,
        dates: DateLine,
        paragraphs: Sequence[ParagraphSpan],
    ) -> None:
        """Name everything once: entities, paragraphs, stops."""
        self.document = document
        self.document_id = document.document_id
        self.language = language
        self.parsed = parsed
        self.tour = tour
        self.locator = locator
        self.dates = dates
        self.paragraphs = paragraphs
        self._paragraph_starts = [paragraph.start for paragraph in paragraphs]
        self._paragraph_ids = [stable_id("par", self.document_id, paragraph.start) for paragraph in paragraphs]
        self._stop_of = {id(stop.referent): stop for stop in reversed(tour.stops)}
        self._stop_starts = [stop.first for stop in tour.stops]
        after_stops = tour.stops[-1].first if tour.stops else 0
        companions = (part.span.start for part in parsed.parts if part.part == "companion" and part.span.start > after_stops)
        self._companions_from = min(companions, default=None)
        self._actions = ActionIndex(parsed.actions)
        self._entity_ids: dict[int, str] = {}
        self._presences: dict[int, list[str]] = {}
        self.locations = {id(referent): self._locate(referent) for referent in parsed.referents}
        self.stop_ids = {id(stop): stable_id("stop", self.document_id, stop.use.span.start, stop.use.span.end) for stop in tour.stops}
        self.issues: list[schema.Issue] = []

    def reading(self) -> Reading:
        """All rows."""
        stops = tuple(self._stop(position, stop) for position, stop in enumerate(self.tour.stops, 1))
        participants = tuple(self._participants())
        mentions = tuple(self._mentions())
        statements = tuple(self._statements())
        self._presences = presences(self.tour, stops)
        self._note_issues()
        return Reading(
            document=document_row(self.document, self.language, reports_tour=bool(stops)),
            paragraphs=tuple(self._paragraph_rows(stops)),
            referents=tuple(self._referent_row(referent) for referent in self.parsed.referents),
            mentions=mentions,
            stops=stops,
            participants=participants,
            statements=statements,
            issues=tuple(self._distinct(self.issues)),
        )

    # --- names ----------------------------------------------------------------------------------------------------------

    def _locate(self, referent: DocumentReferent) -> Location:
        if referent.kind == "person":
            return Location()
        stop = self._stop_of.get(id(referent))
        if stop is not None:
            return stop.location
        return self.locator.locate(referent)

    def entity_id(self, referent: DocumentReferent) -> str:
        """The entity that a referent is proposed to be: see `tasks.entities.identity`."""
        found = self._entity_ids.get(id(referent))
        if found is None:
            found = stable_id("ent", *entity_key(referent, self.locations[id(referent)], self.language))
            self._entity_ids[id(referent)] = found
        return found

    def _referent_row(self, referent: DocumentReferent) -> schema.Referent:
        place = self.locations[id(referent)]
        offices = dict.fromkeys(span.title for span in referent.spans if span.title)
        return schema.Referent(
            referent_id=stable_id("ref", self.document_id, referent.kind, referent.name),
            document_id=self.document_id,
            entity_id=self.entity_id(referent),
            kind=referent.kind,
            name=referent.name,
            aliases=sorted(referent.aliases - {referent.name}),
            language=self.language,
            offices=list(offices),
            country=place.country,
            province=place.province,
            city=place.city,
            county=place.county,
            admin_code=place.admin_code,
            latitude=place.latitude,
            longitude=place.longitude,
            presences=self._presences.get(id(referent), []) if referent.kind == "person" else None,
        )

    def _mentions(self) -> list[schema.Mention]:
        rows: list[schema.Mention] = []
        for referent in self.parsed.referents:
            # A place that is only described ("the site of the X dam") is a stop, and no name.
            rows.extend(self._mention(span, referent, in_title=False) for span in referent.spans if not span.rule.endswith(":described"))
        rows.extend(self._mention(span, referent, in_title=True) for span, referent in self.parsed.title_mentions)
        return list({row.mention_id: row for row in reversed(rows)}.values())[::-1]

    def _mention(self, span: NameSpan, referent: DocumentReferent, *, in_title: bool) -> schema.Mention:
        start = None if in_title else span.start
        return schema.Mention(
            mention_id=stable_id("men", self.document_id, "title" if in_title else span.start, span.end, span.text, referent.kind),
            document_id=self.document_id,
            paragraph_id=None if in_title else self._paragraph_at(span.start),
            entity_id=self.entity_id(referent),
            kind=referent.kind,
            char_start=start,
            char_end=None if in_title else span.end,
            text=span.text,
            in_title=in_title,
            title_or_role=span.title,
            is_restored=span.rule.startswith("restored"),
            rule=span.rule,
            confidence=round(span.confidence, 3),
        )

    def _paragraph_at(self, position: int) -> str:
        return self._paragraph_ids[max(0, bisect_right(self._paragraph_starts, position) - 1)]

    # --- stops ----------------------------------------------------------------------------------------------------------

    def _stop(self, position: int, stop: StopFinding) -> schema.Stop:
        use = stop.use
        dates = self.dates.of_stop(use.evidence_start, use.evidence_end, [each.span.start for each in stop.uses])
        if dates.basis == "none":
            self._issue(
                "date-unknown", "info", use.span.start, use.span.end, f"no day given for {self._text(use.span.start, use.place_end)!r}"
            )
        place = stop.location
        if place.division is None:
            self._issue("place-not-located", "info", use.span.start, use.span.end, f"no place of the gazetteer for {stop.referent.name!r}")
        return schema.Stop(
            stop_id=self.stop_ids[id(stop)],
            document_id=self.document_id,
            position=position,
            place=self._fullest_name(stop),
            entity_id=self.entity_id(stop.referent),
            country=place.country,
            province=place.province,
            city=place.city,
            county=place.county,
            admin_code=place.admin_code,
            latitude=place.latitude,
            longitude=place.longitude,
            date_start=dates.start,
            date_end=dates.end,
            date_basis=dates.basis,
            activity=use.activity,
            evidence_start=use.evidence_start,
            evidence_end=use.evidence_end,
            evidence=self._text(use.evidence_start, use.evidence_end),
            paragraph_id=self._paragraph_at(use.evidence_start),
            rule=use.rule,
            confidence=round(stop_confidence(stop, visitor_named=bool(self.tour.visitors)), 3),
        )

    def _fullest_name(self, stop: StopFinding) -> str:
        names = [self._text(use.place_start, use.place_end) for use in stop.uses]
        return max(names, key=lambda name: (len(name.split()), len(name)))

    def _text(self, start: int, end: int) -> str:
        return self.document.text[start:end]

    def _participants(self) -> list[schema.Participant]:
        rows: list[schema.Participant] = []
        position = 0
        toured: dict[int, list[str]] = defaultdict(list)
        for stop in self.tour.stops:
            for visitor in stop.visitors:
                toured[id(visitor)].append(self.stop_ids[id(stop)])
        for part, referents in (("visitor", self.tour.visitors), ("companion", self.tour.companions), ("host", self.tour.hosts)):
            for referent in referents:
                position += 1
                if part == "visitor":
                    own = toured[id(referent)]
                    rows.extend(self._participant(referent, part, position, stop_id) for stop_id in own)
                    if own:
                        continue
                rows.append(self._participant(referent, part, position, None))
        return rows

    def _participant(self, referent: DocumentReferent, part: str, position: int, stop_id: str | None) -> schema.Participant:
        shown = next((span for span in referent.spans if span.title), referent.spans[0] if referent.spans else None)
        return schema.Participant(
            document_id=self.document_id,
            stop_id=stop_id,
            entity_id=self.entity_id(referent),
            name=referent.name,
            part=part,
            position=position,
            title_or_role=shown.title if shown else None,
            char_start=shown.start if shown else None,
            char_end=shown.end if shown else None,
        )

    # --- statements and paragraphs --------------------------------------------------------------------------------------

    def _statements(self) -> list[schema.Statement]:
        rows = []
        speaker: DocumentReferent | None = None
        for finding in self.parsed.statements:
            speaker = self._speaker(finding, speaker)
            rows.append(
                schema.Statement(
                    statement_id=stable_id("sta", self.document_id, finding.start, finding.end),
                    document_id=self.document_id,
                    paragraph_id=self._paragraph_at(finding.start),
                    stop_id=self._stop_at(finding.start),
                    speaker_entity_id=self.entity_id(speaker) if speaker else None,
                    verb=finding.verb,
                    text=self._text(finding.start, finding.end),
                    char_start=finding.start,
                    char_end=finding.end,
                    is_quoted=finding.is_quoted,
                )
            )
        return rows

    def _speaker(self, finding: StatementFinding, before: DocumentReferent | None) -> DocumentReferent | None:
        actor = finding.actor
        if actor is None:
            return self._narrated_person(finding) if finding.is_quoted else before
        if actor.kind == "person":
            return self.parsed.of_span.get((actor.persons[-1].start, actor.persons[-1].end))
        if actor.kind in {"pronoun", "elided", "passive"}:
            return self._narrated_person(finding) or before
        return before if actor.word in self.parsed.first_person else None

    def _narrated_person(self, finding: StatementFinding) -> DocumentReferent | None:
        """The person whom the narration was about: who acted last before the statement, if named, else the only visitor."""
        line = self.parsed.sentences[finding.sentence].line
        for action in reversed(self._actions.within(finding.sentence - 2, finding.sentence)):
            near = action.sentence == finding.sentence or self.parsed.sentences[action.sentence].line == line
            if near and action.start < finding.start and action.actor.persons:
                span = action.actor.persons[-1]
                return self.parsed.of_span.get((span.start, span.end))
        return self.tour.visitors[0] if len(self.tour.visitors) == 1 else None

    def _stop_at(self, position: int) -> str | None:
        """The stop whose narration a position falls into."""
        before = bisect_right(self._stop_starts, position)
        if not before or (self._companions_from is not None and position > self._companions_from):
            return None
        return self.stop_ids[id(self.tour.stops[bisect_left(self._stop_starts, self._stop_starts[before - 1])])]

    def _paragraph_rows(self, stops: Sequence[schema.Stop]) -> list[schema.Paragraph]:
        sentence_starts = [sentence.start for sentence in self.parsed.sentences]
        narrates: dict[str, str] = {}
        for stop in stops:
            narrates.setdefault(stop.paragraph_id, stop.stop_id)
        rows = []
        for number, paragraph in enumerate(self.paragraphs):
            count = bisect_right(sentence_starts, paragraph.end - 1) - bisect_right(sentence_starts, paragraph.start - 1)
            rows.append(
                schema.Paragraph(
                    paragraph_id=self._paragraph_ids[number],
                    document_id=self.document_id,
                    position=number + 1,
                    role=paragraph.role,
                    char_start=paragraph.start,
                    char_end=paragraph.end,
                    text=self._text(paragraph.start, paragraph.end),
                    sentence_count=max(count, 1),
                    stop_id=narrates.get(self._paragraph_ids[number]),
                )
            )
        return rows

    # --- issues ---------------------------------------------------------------------------------------------------------

    def _note_issues(self) -> None:
        for repair in self.parsed.repairs:
            words = self._text(repair.start, repair.end)
            self._issue("name-restored", "info", repair.start, repair.end, f"{words!r} stands for {repair.name} ({repair.rule})")
        for use, reason in self.tour.dropped:
            if reason in DROPPED:
                place = self._text(use.place_start, use.place_end)
                self._issue("stop-dropped", "info", use.span.start, use.span.end, f"{place!r} is no stop: {DROPPED[reason]}")
        for unit in ("sentence", "phrase"):
            cuts = [cut for cut in self.parsed.cuts if cut.unit == unit]
            if cuts:
                message = f"{len(cuts)} {unit}s of the text, this one first, are longer than any that people write, and were read in parts"
                self._issue(f"{unit}-cut", "warning", cuts[0].start, cuts[0].end, message)
        if self.tour.stops and not self.tour.visitors:
            self._issue("visitor-unnamed", "warning", None, None, "a tour is reported and no visitor is named")

    def _issue(self, code: str, severity: str, start: int | None, end: int | None, message: str) -> None:
        self.issues.append(
            schema.Issue(
                document_id=self.document_id,
                source_uri=self.document.source_uri,
                run=schema.UNPUBLISHED,
                severity=severity,
                code=code,
                char_start=start,
                char_end=end,
                message=message,
            )
        )

    @staticmethod
    def _distinct(issues: Sequence[schema.Issue]) -> list[schema.Issue]:
        return list({(issue.code, issue.char_start, issue.char_end, issue.message): issue for issue in issues}.values())


def document_row(document: SourceDocument, language: str, *, reports_tour: bool) -> schema.Document:
    """The row of `documents` for a document.

    Args:
        document: The document.
        language: Its language.
        reports_tour: Whether a stop was found in it.

    Returns:
        The row; the runs are left to the load.
    """
    return schema.Document(
        document_id=document.document_id,
        source_uri=document.source_uri,
        url=document.url,
        title=document.title,
        published_on=document.published_on,
        language=language,
        text=document.text,
        text_sha256=hashlib.sha256(document.text.encode()).hexdigest(),
        char_count=len(document.text),
        reports_tour=reports_tour,
        first_run=schema.UNPUBLISHED,
        changed_run=schema.UNPUBLISHED,
    )
