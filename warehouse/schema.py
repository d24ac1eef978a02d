"""The schema, declared once.

A table is a frozen dataclass; a column is one line of it: name, type, nullability and meaning. Arrow schemas, DDL, the data
dictionary and the checks that can be derived (not null, foreign keys, spans, keys) all come from here.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, get_args, get_origin, get_type_hints

from warehouse.records import record

Grain = Literal["document", "entity", "run", "reading"]
SCHEMA_VERSION = "1"
UNPUBLISHED = 0


@dataclass(frozen=True)
class Column:
    """One column of a table, derived from one field of its dataclass.

    Attributes:
        name: The column's name.
        python_type: `str`, `int`, `float`, `bool`, `datetime.date`, `datetime.datetime` or `list[str]`.
        nullable: Whether null is allowed; null means unknown.
        meaning: One line for the data dictionary.
        references: `table.column` that a value, if not null, must occur in.
        values: The closed set of values, if there is one.
        at_load: Whether only the load knows the value (a run's number); such a column is absent from the lake's parts, and
            a freshly read row holds `UNPUBLISHED` in it.
    """

    name: str
    python_type: Any
    nullable: bool
    meaning: str
    references: str | None
    values: tuple[str, ...]
    at_load: bool


def column(
    meaning: str,
    *,
    references: str | None = None,
    values: tuple[str, ...] = (),
    at_load: bool = False,
    default: Any = dataclasses.MISSING,
) -> Any:
    """Declare a column's meaning beside its type; a default is only for columns that readers need not mention."""
    metadata = {"meaning": meaning, "references": references, "values": values, "at_load": at_load}
    return dataclasses.field(default=default, metadata=metadata)


@record(frozen=True, kw_only=True, slots=True)
class Row:
    """A row of any table; subclasses are the tables."""

    TABLE: ClassVar[str]
    GRAIN: ClassVar[str]
    OWNER: ClassVar[Grain]
    KEY: ClassVar[tuple[str, ...]]
    ORDER: ClassVar[tuple[str, ...]]
    SPANS: ClassVar[tuple[tuple[str, str, str | None], ...]] = ()


@record(frozen=True, kw_only=True, slots=True)
class Document(Row):
    """A text with a title and a publication date."""

    TABLE: ClassVar[str] = "documents"
    GRAIN: ClassVar[str] = "one row per document"
    OWNER: ClassVar[Grain] = "document"
    KEY: ClassVar[tuple[str, ...]] = ("document_id",)
    ORDER: ClassVar[tuple[str, ...]] = ("document_id",)

    document_id: str = column("stable key: hash of the source URI")
    source_uri: str = column("where the document was pulled from; identifies it for ever")
    url: str | None = column("where it was published, if known")
    title: str | None = column("its title; spans never point into it")
    published_on: dt.date | None = column("day of publication")
    language: str = column("ISO 639-1 code of the text's main language; 'und' where it cannot be told")
    text: str = column("the decoded body, whole and unchanged; every span counts code points in it")
    text_sha256: str = column("SHA-256 of the text in UTF-8, hexadecimal")
    char_count: int = column("length of the text in code points")
    reports_tour: bool = column("whether the text reports a tour, that is, has at least one stop")
    first_run: int = column("the run that first published this document", at_load=True)
    changed_run: int = column("the run that last changed its rows", at_load=True)


@record(frozen=True, kw_only=True, slots=True)
class Paragraph(Row):
    """A paragraph; together they cover every non-blank character of a text exactly once."""

    TABLE: ClassVar[str] = "paragraphs"
    GRAIN: ClassVar[str] = "one row per paragraph of a document"
    OWNER: ClassVar[Grain] = "document"
    KEY: ClassVar[tuple[str, ...]] = ("paragraph_id",)
    ORDER: ClassVar[tuple[str, ...]] = ("document_id", "position")
    SPANS: ClassVar[tuple[tuple[str, str, str | None], ...]] = (("char_start", "char_end", "text"),)

    paragraph_id: str = column("stable key")
    document_id: str = column("the document it is part of", references="documents.document_id")
    position: int = column("1, 2, … in order of the text")
    role: str = column("what the paragraph is for", values=("lead", "body", "dateline", "caption", "byline", "end_mark"))
    char_start: int = column("first code point")
    char_end: int = column("one past the last code point")
    text: str = column("the text from char_start to char_end")
    sentence_count: int = column("number of sentences")
    stop_id: str | None = column("the stop that it narrates", references="stops.stop_id")


@record(frozen=True, kw_only=True, slots=True)
class Entity(Row):
    """A distinct person, organization or place across all documents."""

    TABLE: ClassVar[str] = "entities"
    GRAIN: ClassVar[str] = "one row per distinct person, organization or place across all documents"
    OWNER: ClassVar[Grain] = "entity"
    KEY: ClassVar[tuple[str, ...]] = ("entity_id",)
    ORDER: ClassVar[tuple[str, ...]] = ("entity_id",)

    entity_id: str = column("stable key")
    kind: str = column("what kind of thing it is", values=("person", "organization", "place"))
    name: str = column("canonical name")
    aliases: list[str] = column("other names it goes by, sorted")
    language: str = column("language of the canonical name")
    document_count: int = column("documents that mention it")
    mention_count: int = column("mentions of it")
    country: str | None = column("country of the place, or of the organization's seat")
    province: str | None = column("first-level division")
    city: str | None = column("city or prefecture")
    county: str | None = column("county or district")
    admin_code: str | None = column("GB/T 2260 code for China, ISO 3166-2 elsewhere, of the narrowest division known")
    latitude: float | None = column("degrees north, WGS 84, of that division's seat")
    longitude: float | None = column("degrees east, WGS 84, of that division's seat")


@record(frozen=True, kw_only=True, slots=True)
class Mention(Row):
    """One occurrence of an entity in a document's text or title."""

    TABLE: ClassVar[str] = "mentions"
    GRAIN: ClassVar[str] = "one row per occurrence of an entity"
    OWNER: ClassVar[Grain] = "document"
    KEY: ClassVar[tuple[str, ...]] = ("mention_id",)
    ORDER: ClassVar[tuple[str, ...]] = ("document_id", "char_start", "char_end", "mention_id")
    SPANS: ClassVar[tuple[tuple[str, str, str | None], ...]] = (("char_start", "char_end", "text"),)

    mention_id: str = column("stable key")
    document_id: str = column("the document it is in", references="documents.document_id")
    paragraph_id: str | None = column("the paragraph it is in; null in a title", references="paragraphs.paragraph_id")
    entity_id: str = column("the entity meant", references="entities.entity_id")
    kind: str = column("kind of that entity", values=("person", "organization", "place"))
    char_start: int | None = column("first code point; null in a title")
    char_end: int | None = column("one past the last code point; null in a title")
    text: str = column("the words that mention it")
    in_title: bool = column("whether it stands in the title")
    title_or_role: str | None = column("the office named with a person")
    is_restored: bool = column("whether translation had turned the name into ordinary words")
    rule: str = column("the rule that found it")
    confidence: float = column("0 to 1: how often findings like this one are right")
    corrected_by: str | None = column("correction_id of the correction by a person that last changed the row, if any", default=None)


@record(frozen=True, kw_only=True, slots=True)
class Stop(Row):
    """A distinct place that a visitor of the document's tour went to."""

    TABLE: ClassVar[str] = "stops"
    GRAIN: ClassVar[str] = "one row per stop of a document's tour"
    OWNER: ClassVar[Grain] = "document"
    KEY: ClassVar[tuple[str, ...]] = ("stop_id",)
    ORDER: ClassVar[tuple[str, ...]] = ("document_id", "position")
    SPANS: ClassVar[tuple[tuple[str, str, str | None], ...]] = (("evidence_start", "evidence_end", "evidence"),)

    stop_id: str = column("stable key")
    document_id: str = column("the document that reports it", references="documents.document_id")
    position: int = column("1, 2, … in order of narration")
    place: str = column("the text's fullest name of the place")
    entity_id: str = column("the place or organization", references="entities.entity_id")
    country: str | None = column("country the place lies in")
    province: str | None = column("first-level division")
    city: str | None = column("city or prefecture")
    county: str | None = column("county or district")
    admin_code: str | None = column("GB/T 2260 code for China, ISO 3166-2 elsewhere, of the narrowest division known")
    latitude: float | None = column("degrees north, WGS 84, of that division's seat")
    longitude: float | None = column("degrees east, WGS 84, of that division's seat")
    date_start: dt.date | None = column("first day there; the tour's where the text has none for the stop; null where unknown")
    date_end: dt.date | None = column("last day there, likewise")
    date_basis: str = column("where the dates come from", values=("stop", "tour", "none"))
    activity: str = column(
        "what was done there",
        values=("inspect", "research", "visit", "meet", "attend", "listen", "watch", "tour", "pay_respects", "arrive", "talk", "open"),
    )
    evidence_start: int = column("first code point of the evidence")
    evidence_end: int = column("one past its last code point")
    evidence: str = column("the words that show the visitor was there")
    paragraph_id: str = column("the paragraph of the evidence", references="paragraphs.paragraph_id")
    rule: str = column("the rule that found it")
    confidence: float = column("0 to 1: how often findings like this one are right")
    corrected_by: str | None = column("correction_id of the correction by a person that last changed the row, if any", default=None)


@record(frozen=True, kw_only=True, slots=True)
class Participant(Row):
    """A person's part in a stop, or in the tour as a whole."""

    TABLE: ClassVar[str] = "participants"
    GRAIN: ClassVar[str] = "one row per person, part and stop"
    OWNER: ClassVar[Grain] = "document"
    KEY: ClassVar[tuple[str, ...]] = ("document_id", "stop_id", "entity_id", "part")
    ORDER: ClassVar[tuple[str, ...]] = ("document_id", "position", "stop_id", "entity_id", "part")
    SPANS: ClassVar[tuple[tuple[str, str, str | None], ...]] = (("char_start", "char_end", None),)

    document_id: str = column("the document that says so", references="documents.document_id")
    stop_id: str | None = column("the stop; null where the text ties the person to the tour as a whole", references="stops.stop_id")
    entity_id: str = column("the person", references="entities.entity_id")
    name: str = column("the person's name as the document has it")
    part: str = column("the person's part", values=("visitor", "companion", "host"))
    position: int = column("1, 2, … in the document's reported order")
    title_or_role: str | None = column("the office that the text names")
    char_start: int | None = column("first code point of the mention that shows the part; null where only the title does")
    char_end: int | None = column("one past its last code point")
    corrected_by: str | None = column("correction_id of the correction by a person that last changed the row, if any", default=None)


@record(frozen=True, kw_only=True, slots=True)
class Statement(Row):
    """What a named person is reported as saying."""

    TABLE: ClassVar[str] = "statements"
    GRAIN: ClassVar[str] = "one row per reported statement"
    OWNER: ClassVar[Grain] = "document"
    KEY: ClassVar[tuple[str, ...]] = ("statement_id",)
    ORDER: ClassVar[tuple[str, ...]] = ("document_id", "char_start", "char_end")
    SPANS: ClassVar[tuple[tuple[str, str, str | None], ...]] = (("char_start", "char_end", "text"),)

    statement_id: str = column("stable key")
    document_id: str = column("the document that reports it", references="documents.document_id")
    paragraph_id: str = column("the paragraph in which it begins", references="paragraphs.paragraph_id")
    stop_id: str | None = column("the stop where it was said, if there is one", references="stops.stop_id")
    speaker_entity_id: str | None = column("who said it; null where the text does not tell", references="entities.entity_id")
    verb: str | None = column("the verb of saying, as in the text; null for unmarked continuation and bare quotations")
    text: str = column("what was said")
    char_start: int = column("first code point")
    char_end: int = column("one past the last code point")
    is_quoted: bool = column("whether it stands in quotation marks")
    corrected_by: str | None = column("correction_id of the correction by a person that last changed the row, if any", default=None)


@record(frozen=True, kw_only=True, slots=True)
class ThemeMention(Row):
    """A term in a text that shows what a passage is about."""

    TABLE: ClassVar[str] = "theme_mentions"
    GRAIN: ClassVar[str] = "one row per term of a theme in a text"
    OWNER: ClassVar[Grain] = "document"
    KEY: ClassVar[tuple[str, ...]] = ("theme_mention_id",)
    ORDER: ClassVar[tuple[str, ...]] = ("document_id", "char_start", "dimension")
    SPANS: ClassVar[tuple[tuple[str, str, str | None], ...]] = (("char_start", "char_end", "text"),)

    theme_mention_id: str = column("stable key")
    document_id: str = column("the document it is in", references="documents.document_id")
    paragraph_id: str = column("the paragraph it is in", references="paragraphs.paragraph_id")
    stop_id: str | None = column("the stop that is told there; null for the tour as a whole", references="stops.stop_id")
    statement_id: str | None = column("the statement it is part of, if any", references="statements.statement_id")
    dimension: str = column("what the theme divides", values=("function", "matter", "clue_source", "subject"))
    theme: str = column("the theme, one of those in seeds/lexicon/themes.csv")
    text: str = column("the words")
    char_start: int = column("first code point")
    char_end: int = column("one past the last code point")


@record(frozen=True, kw_only=True, slots=True)
class Issue(Row):
    """Something dropped, doubtful or repaired."""

    TABLE: ClassVar[str] = "issues"
    GRAIN: ClassVar[str] = "one row per thing dropped, doubtful or repaired"
    OWNER: ClassVar[Grain] = "document"
    # Two sources can hold records of one relative name, each with the same fault.
    KEY: ClassVar[tuple[str, ...]] = ("document_id", "source", "source_uri", "code", "char_start", "char_end", "message")
    ORDER: ClassVar[tuple[str, ...]] = ("source_uri", "document_id", "code", "char_start", "char_end", "message")
    SPANS: ClassVar[tuple[tuple[str, str, str | None], ...]] = (("char_start", "char_end", None),)

    document_id: str | None = column("the document, where it got as far as being one", references="documents.document_id")
    source_uri: str | None = column("the source it came from")
    run: int = column("the run that noticed it", at_load=True)
    severity: str = column("how much it matters", values=("info", "warning", "error"))
    code: str = column("what happened, one of a closed list of words with hyphens")
    char_start: int | None = column("first code point concerned, if any")
    char_end: int | None = column("one past the last code point concerned")
    message: str = column("one line for a person")
    source: str | None = column("the source that a run pulled, where the issue is not a document's", at_load=True, default=None)


@record(frozen=True, kw_only=True, slots=True)
class Run(Row):
    """One execution of the ingest flow that was published."""

    TABLE: ClassVar[str] = "runs"
    GRAIN: ClassVar[str] = "one row per published run"
    OWNER: ClassVar[Grain] = "run"
    KEY: ClassVar[tuple[str, ...]] = ("run",)
    ORDER: ClassVar[tuple[str, ...]] = ("run",)

    run: int = column("1, 2, 3 … in order of publication")
    started_at: dt.datetime = column("when the flow run began, UTC")
    finished_at: dt.datetime = column("when its rows were ready to publish, UTC")
    flow_run_id: str | None = column("Prefect's id of the flow run")
    status: str = column("how it ended", values=("published", "published_with_failures"))
    reader_version: str = column("version of the extraction code and its lexicons")
    documents_seen: int = column("documents found in the sources")
    documents_new: int = column("of these, never seen before")
    documents_changed: int = column("of these, with another text, title, date, reader version or corrections than before")
    documents_unchanged: int = column("of these, read before and not read again")
    documents_removed: int = column("documents that a completely pulled source no longer has")
    documents_failed: int = column("records that could not become documents")
    rows_published: int = column("rows of all document tables after the run")


@record(frozen=True, kw_only=True, slots=True)
class Referent(Row):
    """A person, organization or place as one document shows it: the evidence that entities are resolved from."""

    TABLE: ClassVar[str] = "referents"
    GRAIN: ClassVar[str] = "one row per document and distinct person, organization or place in it"
    OWNER: ClassVar[Grain] = "document"
    KEY: ClassVar[tuple[str, ...]] = ("referent_id",)
    ORDER: ClassVar[tuple[str, ...]] = ("document_id", "referent_id")

    referent_id: str = column("stable key: hash of document, kind and name")
    document_id: str = column("the document", references="documents.document_id")
    entity_id: str = column("the entity it is resolved to", references="entities.entity_id")
    kind: str = column("what kind of thing it is", values=("person", "organization", "place"))
    name: str = column("the document's fullest name of it")
    aliases: list[str] = column("its other names in the document, sorted")
    language: str = column("language of the name")
    offices: list[str] = column("offices that the document gives a person, in order of the text")
    country: str | None = column("country of the place, the organization's seat, or the person's office, if known")
    province: str | None = column("first-level division")
    city: str | None = column("city or prefecture")
    county: str | None = column("county or district")
    admin_code: str | None = column("code of the narrowest division known")
    latitude: float | None = column("degrees north of that division's seat")
    longitude: float | None = column("degrees east of that division's seat")
    corrected_by: str | None = column("correction_id of the correction by a person that last changed the row, if any", default=None)
    presences: list[str] | None = column(
        "where and when the document's tour had a person, as 'division code/first day/last day', sorted; null for other kinds",
        default=None,
    )
    proposed_entity_id: str = column("the entity that reading this document alone gave", at_load=True, default="")


@record(frozen=True, kw_only=True, slots=True)
class ReadingRecord(Row):
    """One reading of one document and the runs in which it was current."""

    TABLE: ClassVar[str] = "readings"
    GRAIN: ClassVar[str] = "one row per document and run that published a reading of it"
    OWNER: ClassVar[Grain] = "reading"
    KEY: ClassVar[tuple[str, ...]] = ("document_id", "changed_run")
    ORDER: ClassVar[tuple[str, ...]] = ("document_id", "changed_run")

    document_id: str = column("the document read")
    source_uri: str = column("where the document was pulled from")
    source: str | None = column("the source, as given to the run, in which it was found")
    fingerprint: str = column("hash of all that was read: text, title, date, address, declared language")
    reader_version: str = column("version of the extraction code and its lexicons that read it")
    corrections: str | None = column("hash of the corrections by people that were made to it; null where there are none", default=None)
    stop_count: int | None = column("stops that this reading found, before corrections; null where not counted", default=None)
    first_run: int = column("the run that first published the document", at_load=True, default=UNPUBLISHED)
    changed_run: int = column("the first run in which this reading was current", at_load=True, default=UNPUBLISHED)
    last_run: int | None = column("the last run in which it was current; null while it is", at_load=True, default=None)


@record(frozen=True, kw_only=True, slots=True)
class Link(Row):
    """The finding that what a document shows is a thing that other documents name otherwise."""

    TABLE: ClassVar[str] = "links"
    GRAIN: ClassVar[str] = "one row per proposed entity that is resolved to another one"
    OWNER: ClassVar[Grain] = "entity"
    KEY: ClassVar[tuple[str, ...]] = ("proposed_entity_id",)
    ORDER: ClassVar[tuple[str, ...]] = ("proposed_entity_id",)

    proposed_entity_id: str = column("the entity that reading one document alone gave")
    entity_id: str = column("the entity it is", references="entities.entity_id")
    rule: str = column("the rule that found it")
    corrected_by: str | None = column("correction_id of the correction by a person that last changed the row, if any", default=None)


@record(frozen=True, kw_only=True, slots=True)
class Correction(Row):
    """What a person says against what reading and linking found."""

    TABLE: ClassVar[str] = "corrections"
    GRAIN: ClassVar[str] = "one row per correction by a person that is in force"
    OWNER: ClassVar[Grain] = "run"
    KEY: ClassVar[tuple[str, ...]] = ("correction_id",)
    ORDER: ClassVar[tuple[str, ...]] = ("file_name", "document", "correction_id")

    correction_id: str = column("stable key: hash of kind, document, subject, char_start and value")
    kind: str = column(
        "what it says of its subject",
        values=("not-a-stop", "is-a-stop", "stop-date", "mention-is", "namesake", "same-entity", "different-entities"),
    )
    document: str | None = column("the document, by source URI or id, as the file has it; null where entities are concerned")
    document_id: str | None = column("the id of that document, whether it is there or not")
    subject: str = column("what is corrected: words of the text, a row's id, or an entity's name or id")
    char_start: int | None = column("the subject's first code point, where its words occur more than once")
    value: str | None = column("what is right instead: a day, a range of days, a name, an entity's id")
    reason: str = column("why")
    author: str = column("who says so")
    file_name: str = column("the file that it stands in, below the home's folder of corrections")


DOCUMENT_TABLES: tuple[type[Row], ...] = (Document, Paragraph, Referent, Mention, Stop, Participant, Statement, ThemeMention, Issue)
TABLES: tuple[type[Row], ...] = (
    Document,
    Paragraph,
    Entity,
    Mention,
    Stop,
    Participant,
    Statement,
    ThemeMention,
    Issue,
    Run,
    Referent,
    ReadingRecord,
    Link,
    Correction,
)
LAKE_TABLES: tuple[type[Row], ...] = (*DOCUMENT_TABLES, ReadingRecord, Link)
_COLUMNS: dict[type[Row], tuple[Column, ...]] = {}  # evaluating a dataclass's annotations takes a millisecond


def columns(table: type[Row]) -> tuple[Column, ...]:
    """The columns of a table, in order.

    Args:
        table: One of `TABLES`.

    Returns:
        One `Column` per dataclass field.
    """
    if table not in _COLUMNS:
        _COLUMNS[table] = tuple(_derived(table))
    return _COLUMNS[table]


def _derived(table: type[Row]) -> Iterator[Column]:
    hints: Mapping[str, Any] = get_type_hints(table)
    for field in dataclasses.fields(table):
        hint = hints[field.name]
        nullable = get_origin(hint) in (types.UnionType, typing.Union) and type(None) in get_args(hint)
        base = next(arg for arg in get_args(hint) if arg is not type(None)) if nullable else hint
        yield Column(
            name=field.name,
            python_type=base,
            nullable=nullable,
            meaning=field.metadata["meaning"],
            references=field.metadata["references"],
            values=field.metadata["values"],
            at_load=field.metadata["at_load"],
        )


def table_named(name: str) -> type[Row]:
    """The table of that name.

    Raises:
        KeyError: There is none.
    """
    return {table.TABLE: table for table in TABLES}[name]
