"""Making the corrections of a document to its reading: a pure function, after the reader and before the lake."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tasks.corrections.draft import Draft, UnfitError
from tasks.corrections.files import KINDS
from tasks.corrections.names import ENTITY_ID, part_namesake, rename_mentions
from tasks.corrections.stops import date_stop, put_stop_in, take_stop_out
from tasks.text.ids import stable_id
from tasks.tours.reading import Reading
from warehouse import schema

# Names first, because a missing stop needs its place named; then what is a stop, then its days.
_ORDER = ("mention-is", "namesake", "not-a-stop", "is-a-stop", "stop-date")


@dataclass(frozen=True)
class DocumentCorrections:
    """The corrections of documents that are in force.

    Attributes:
        by_document: By document id, in the order in which they are made.
        entity_kinds: Kinds of the entities that they name by id, as far as there are such entities.
    """

    by_document: Mapping[str, tuple[schema.Correction, ...]] = field(default_factory=dict)
    entity_kinds: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, corrections: Iterable[schema.Correction], entity_kinds: Mapping[str, str]) -> "DocumentCorrections":
        """Sort the corrections of documents out of all corrections."""
        found: defaultdict[str, list[schema.Correction]] = defaultdict(list)
        for correction in corrections:
            if KINDS[correction.kind].of_document and correction.document_id is not None:
                found[correction.document_id].append(correction)
        return cls({key: tuple(sorted(some, key=_turn)) for key, some in found.items()}, entity_kinds)

    def key(self, document_id: str) -> str | None:
        """Identify what is corrected in a document: another key means that it must be read again; None if nothing is."""
        corrections = self.by_document.get(document_id)
        if not corrections:
            return None
        named = (self.entity_kinds.get(str(correction.value)) for correction in corrections if is_entity_id(correction.value))
        return stable_id("cor", code_version(), *(correction.correction_id for correction in corrections), *named)


def _turn(correction: schema.Correction) -> tuple[int, bool]:
    """When a correction is made: what is said of one place in the text after, and so over, what is said of all."""
    return _ORDER.index(correction.kind), correction.char_start is not None


def is_entity_id(value: str | None) -> bool:
    """Whether a value is the id of an entity."""
    return value is not None and ENTITY_ID.fullmatch(value) is not None


@cache
def code_version() -> str:
    """Hash of the code that makes corrections: a change of it reads corrected documents again, as one of the reader does all."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def correct_reading(reading: Reading, corrections: Sequence[schema.Correction], entity_kinds: Mapping[str, str]) -> Reading:
    """Make corrections to what was read of a document.

    Args:
        reading: What the reader found.
        corrections: Those of this document, in order.
        entity_kinds: Kinds of other documents' entities that they name by id.

    Returns:
        The corrected rows, each with the correction in `corrected_by`, and an issue 'correction-unfit' for every correction that
        fits nothing here.
    """
    draft = Draft(reading)
    for correction in corrections:
        try:
            _make(draft, correction, entity_kinds)
        except UnfitError as error:
            draft.issue("correction-unfit", "warning", f"{correction.file_name}: {correction.kind} {correction.subject!r}: {error}")
    return draft.reading()


def _make(draft: Draft, correction: schema.Correction, entity_kinds: Mapping[str, str]) -> None:
    if correction.kind == "mention-is":
        rename_mentions(draft, correction, entity_kinds)
    elif correction.kind == "namesake":
        part_namesake(draft, correction)
    elif correction.kind == "not-a-stop":
        take_stop_out(draft, correction)
    elif correction.kind == "is-a-stop":
        put_stop_in(draft, correction)
    else:
        date_stop(draft, correction)
