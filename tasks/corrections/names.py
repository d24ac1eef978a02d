"""Corrections of names in one document: whom words mean, and that a name is a namesake's."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tasks.corrections.anchors import find_mentions, place_of_words
from tasks.corrections.draft import Draft, UnfitError
from tasks.entities.administrative_location import Location
from tasks.entities.identity import entity_key
from tasks.entities.referents import DocumentReferent
from tasks.entities.spans import Kind
from tasks.text.ids import stable_id
from warehouse import schema

Span = tuple[int | None, int | None]
ENTITY_ID = re.compile(r"ent_[0-9a-f]{20}")
_WITH_KIND = re.compile(r"(person|organization|place):\s*(\S.*)")


def rename_mentions(draft: Draft, correction: schema.Correction, kinds: Mapping[str, str]) -> None:
    """`mention-is`: mentions become another referent's, and what only they had shown follows them.

    Words that reading took for no name become a mention. A value may begin with the kind of thing: `place: Jordan`.

    Args:
        draft: The document.
        correction: The correction.
        kinds: Kinds of the entities of other documents, by id.

    Raises:
        UnfitError: There are no such words or no such entity, or the name is that of two.
    """
    found = find_mentions(draft, correction)
    target = _target(draft, correction, found, kinds)
    moved = [mention for mention in found if mention.entity_id != target.entity_id]
    if found and not moved:
        return
    if target not in draft.referents:
        draft.referents.append(target)
    if not found:
        draft.mentions.append(_new_mention(draft, correction, target))
        return
    ids = {mention.mention_id for mention in moved}
    draft.mentions = [
        replace(mention, entity_id=target.entity_id, kind=target.kind, corrected_by=correction.correction_id)
        if mention.mention_id in ids
        else mention
        for mention in draft.mentions
    ]
    spans: set[Span] = {(mention.char_start, mention.char_end) for mention in moved if mention.char_start is not None}
    left = {mention.entity_id for mention in draft.mentions}
    for old in sorted({mention.entity_id for mention in moved}):
        _move_people(draft, correction, old, target, spans=None if old not in left else spans)
    names = {mention.text for mention in moved if not mention.is_restored} - {target.name}
    known = replace(target, aliases=sorted(names | set(target.aliases)), corrected_by=correction.correction_id)
    draft.referents = [known if referent is target else referent for referent in draft.referents]


def part_namesake(draft: Draft, correction: schema.Correction) -> None:
    """`namesake`: all that this document says of a name is of another entity, which the value tells apart.

    Raises:
        UnfitError: The document has no such name, or two of it.
    """
    old = _the_one(_called(draft.referents, correction.subject), correction.subject)
    if old is None:
        raise UnfitError("the document has no such name")
    _change_entity(draft, old.entity_id, stable_id("ent", "namesake", old.entity_id, correction.value), correction.correction_id)


def _change_entity(draft: Draft, old: str, new: str, by: str) -> None:
    """Let all rows of one entity be another's."""
    draft.referents = [replace(row, entity_id=new, corrected_by=by) if row.entity_id == old else row for row in draft.referents]
    draft.mentions = [replace(row, entity_id=new, corrected_by=by) if row.entity_id == old else row for row in draft.mentions]
    draft.stops = [replace(row, entity_id=new, corrected_by=by) if row.entity_id == old else row for row in draft.stops]
    draft.participants = [replace(row, entity_id=new, corrected_by=by) if row.entity_id == old else row for row in draft.participants]
    draft.statements = [
        replace(row, speaker_entity_id=new, corrected_by=by) if row.speaker_entity_id == old else row for row in draft.statements
    ]


def _target(draft: Draft, correction: schema.Correction, found: Sequence[schema.Mention], kinds: Mapping[str, str]) -> schema.Referent:
    value = correction.value or ""
    if ENTITY_ID.fullmatch(value):
        known = draft.referent_of(value)
        if known is None and value not in kinds:
            raise UnfitError(f"there is no entity {value}")
        return known or _new_referent(draft, kinds[value], found[0].text if found else correction.subject, correction, value)
    match = _WITH_KIND.fullmatch(value)
    kind, name = (match[1], match[2]) if match else (found[0].kind if found else "person", value)
    called = _called([referent for referent in draft.referents if referent.kind == kind], name)
    known = _the_one(called, name)
    if known is not None:
        return known
    return _new_referent(draft, kind, name, correction, None)


def _called(referents: Sequence[schema.Referent], name: str) -> list[schema.Referent]:
    """The referents of a name or id: those whose fullest name it is before those that also go by it."""
    fullest = [referent for referent in referents if name in {referent.name, referent.entity_id}]
    return fullest or [referent for referent in referents if name in referent.aliases]


def _the_one(referents: Sequence[schema.Referent], name: str) -> schema.Referent | None:
    if len({referent.entity_id for referent in referents}) > 1:
        raise UnfitError(f"the document has {len(referents)} of the name {name!r}: an entity's id says which")
    return referents[0] if referents else None


def _new_referent(draft: Draft, kind: str, name: str, correction: schema.Correction, entity_id: str | None) -> schema.Referent:
    """A referent that reading did not find; by name, it is the entity that this name is in other documents."""
    language = draft.document.language
    kinds: Mapping[str, Kind] = {"person": "person", "organization": "organization", "place": "place"}
    proposed = stable_id("ent", *entity_key(DocumentReferent(kinds[kind], name), Location(), language))
    if entity_id is None and (known := draft.referent_of(proposed)) is not None:
        return known
    return schema.Referent(
        referent_id=stable_id("ref", draft.document.document_id, kind, name, correction.correction_id),
        document_id=draft.document.document_id,
        entity_id=entity_id or proposed,
        kind=kind,
        name=name,
        aliases=[],
        language=language,
        offices=[],
        country=None,
        province=None,
        city=None,
        county=None,
        admin_code=None,
        latitude=None,
        longitude=None,
        corrected_by=correction.correction_id,
    )


def _new_mention(draft: Draft, correction: schema.Correction, target: schema.Referent) -> schema.Mention:
    start = place_of_words(draft, correction)
    end = start + len(correction.subject)
    paragraph = draft.paragraph_at(start)
    if end > paragraph.char_end:
        raise UnfitError("the words leave their paragraph")
    return schema.Mention(
        mention_id=stable_id("men", draft.document.document_id, start, end, correction.subject, target.kind),
        document_id=draft.document.document_id,
        paragraph_id=paragraph.paragraph_id,
        entity_id=target.entity_id,
        kind=target.kind,
        char_start=start,
        char_end=end,
        text=correction.subject,
        in_title=False,
        title_or_role=None,
        is_restored=False,
        rule=f"{target.kind}:correction",
        confidence=1.0,
        corrected_by=correction.correction_id,
    )


def _move_people(draft: Draft, correction: schema.Correction, old: str, target: schema.Referent, *, spans: set[Span] | None) -> None:
    """Let the parts, words and stops of an entity follow its mentions.

    Args:
        draft: The document.
        correction: The correction.
        old: The entity whose mentions have moved.
        target: Where they have moved.
        spans: The mentions, where others stay: only parts that these show follow. None if none stays: all that the entity had
            follows, or, where it is no person any more, is nobody's.
    """
    referent = draft.referent_of(old)
    same_kind = referent is not None and referent.kind == target.kind
    participants = []
    for person in draft.participants:
        if person.entity_id != old or (spans is not None and (person.char_start, person.char_end) not in spans):
            participants.append(person)
        elif target.kind == "person":
            named = replace(person, entity_id=target.entity_id, name=target.name, corrected_by=correction.correction_id)
            participants.append(named)
    draft.participants = participants
    if spans is not None:
        return
    speaker = target.entity_id if target.kind == "person" else None
    draft.statements = [
        replace(said, speaker_entity_id=speaker, corrected_by=correction.correction_id) if said.speaker_entity_id == old else said
        for said in draft.statements
    ]
    if same_kind or target.kind != "person":
        draft.stops = [
            replace(stop, entity_id=target.entity_id, corrected_by=correction.correction_id) if stop.entity_id == old else stop
            for stop in draft.stops
        ]
