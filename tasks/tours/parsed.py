"""What a language's grammar hands to the reasoning that all languages share."""

from collections.abc import Mapping
from dataclasses import field

from tasks.entities.referents import DocumentReferent
from tasks.entities.spans import NameSpan
from tasks.tours.statements import StatementFinding
from tasks.tours.uses import Action, PartUse, PlaceUse
from warehouse.records import record


@record(frozen=True, slots=True)
class SentenceSpan:
    """A sentence of any language.

    Attributes:
        start: First code point.
        end: One past the last.
        line: Number of its line, from 0.
    """

    start: int
    end: int
    line: int


@record(frozen=True, slots=True)
class Repair:
    """A name given back where translation had made words of it.

    Attributes:
        name: The name.
        start: First code point of the words.
        end: One past the last.
        rule: The rule that found it.
    """

    name: str
    start: int
    end: int
    rule: str


@record(frozen=True, slots=True)
class Cut:
    """A stretch that was read in parts because it is longer than anything that people write.

    Attributes:
        unit: "sentence" or "phrase".
        start: First code point of the first part.
        end: One past its last.
    """

    unit: str
    start: int
    end: int


@record(frozen=True, slots=True)
class Parsed:
    """A document as its grammar sees it.

    Attributes:
        sentences: Its sentences, in order.
        referents: The distinct things it names.
        of_span: The referent of every mention, by its offsets.
        title_mentions: Mentions in the title, with their referent.
        uses: Uses of places, in order.
        parts: Parts of persons that the wording shows.
        actions: What somebody is told to have done, in order.
        statements: What somebody is reported as saying, in order.
        said: Spans that are speech, plan or memory, in which dates do not count.
        repairs: Names restored.
        cuts: Stretches read in parts.
        seats: Where named institutions are known to be: the name, or what it begins with, and the place.
        home: Where the institution is that reports on itself ("our university"), if the text shows that it does.
        receives: Whether the visitors come to that institution.
        addresses: The divisions that the text puts before a place's name anywhere, by that name.
        first_person: Words with which a speaker speaks of himself, so that the speech goes on.
        fold: For `str.translate`, from the text's characters to those of the gazetteer; None where they are the same.
    """

    sentences: list[SentenceSpan]
    referents: list[DocumentReferent]
    of_span: dict[tuple[int, int], DocumentReferent]
    title_mentions: list[tuple[NameSpan, DocumentReferent]]
    uses: list[PlaceUse]
    parts: list[PartUse]
    actions: list[Action]
    statements: list[StatementFinding]
    said: list[tuple[int, int]] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    seats: dict[str, str] = field(default_factory=dict)
    home: str | None = None
    receives: bool = False
    addresses: dict[str, str] = field(default_factory=dict)
    first_person: frozenset[str] = frozenset()
    fold: Mapping[int, str] | None = None
