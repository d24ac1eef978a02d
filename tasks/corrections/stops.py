"""Corrections of stops: one that is none, one that is missing, and the days of one."""

import dataclasses

from tasks.corrections.anchors import find_stop, place_of_words
from tasks.corrections.draft import Draft, UnfitError
from tasks.corrections.files import parse_days
from tasks.text.ids import stable_id
from warehouse import schema


def take_stop_out(draft: Draft, correction: schema.Correction) -> None:
    """`not-a-stop`: the stop goes, and with it who took part in it; what was said there loses its place.

    Raises:
        UnfitError: There is no such stop.
    """
    stop = find_stop(draft, correction)
    draft.stops = [other for other in draft.stops if other is not stop]
    draft.participants = [person for person in draft.participants if draft.stops and person.stop_id != stop.stop_id]
    narrated = {other.paragraph_id: other.stop_id for other in reversed(draft.stops)}
    draft.paragraphs = [
        dataclasses.replace(paragraph, stop_id=narrated.get(paragraph.paragraph_id)) if paragraph.stop_id == stop.stop_id else paragraph
        for paragraph in draft.paragraphs
    ]
    draft.statements = [
        dataclasses.replace(said, stop_id=None, corrected_by=correction.correction_id) if said.stop_id == stop.stop_id else said
        for said in draft.statements
    ]
    span = (stop.evidence_start, stop.evidence_end)
    draft.issue("stop-corrected-away", "info", f"{stop.place!r} is no stop: {correction.correction_id}", span)


def date_stop(draft: Draft, correction: schema.Correction) -> None:
    """`stop-date`: the days of a stop, or that its days are unknown.

    Raises:
        UnfitError: There is no such stop, or it has been dated already.
    """
    stop = find_stop(draft, correction)
    if stop.stop_id in draft.dated:
        raise UnfitError(f"another correction has dated the stop {stop.place!r} already")
    draft.dated.add(stop.stop_id)
    dated = _dated(stop, correction)
    draft.stops = [dated if other is stop else other for other in draft.stops]


def put_stop_in(draft: Draft, correction: schema.Correction) -> None:
    """`is-a-stop`: the words show that the tour's visitors were at the place that is named in them.

    The longest place or organization that is mentioned in the words is the place. Where it is a stop already, nothing is left to do.

    Raises:
        UnfitError: There are no such words, or no place in them.
    """
    start = place_of_words(draft, correction)
    end = start + len(correction.subject)
    inside = [
        (mention.char_start, mention.char_end, mention)
        for mention in draft.mentions
        if mention.kind != "person" and mention.char_start is not None and mention.char_end is not None
        if start <= mention.char_start and mention.char_end <= end
    ]
    if not inside:
        raise UnfitError("no place or organization is mentioned in these words; mention-is can say that one is")
    place_start, place_end, place = max(inside, key=lambda each: (each[1] - each[0], -each[0]))
    if any(stop.entity_id == place.entity_id for stop in draft.stops):
        return
    referent = next(referent for referent in draft.referents if referent.entity_id == place.entity_id)
    of_tour = next((stop for stop in draft.stops if stop.date_basis == "tour"), None)
    stop = schema.Stop(
        stop_id=stable_id("stop", draft.document.document_id, place_start, place_end),
        document_id=draft.document.document_id,
        position=0,
        place=place.text,
        entity_id=place.entity_id,
        country=referent.country,
        province=referent.province,
        city=referent.city,
        county=referent.county,
        admin_code=referent.admin_code,
        latitude=referent.latitude,
        longitude=referent.longitude,
        date_start=of_tour.date_start if of_tour else None,
        date_end=of_tour.date_end if of_tour else None,
        date_basis="tour" if of_tour else "none",
        activity="visit",
        evidence_start=start,
        evidence_end=end,
        evidence=draft.text[start:end],
        paragraph_id=draft.paragraph_at(start).paragraph_id,
        rule="stop:correction",
        confidence=1.0,
        corrected_by=correction.correction_id,
    )
    if correction.value is not None:
        stop = _dated(stop, correction)
    draft.stops.insert(sum(other.evidence_start <= start for other in draft.stops), stop)
    visitors = {person.entity_id: person for person in reversed(draft.participants) if person.part == "visitor"}
    draft.participants += [
        dataclasses.replace(person, stop_id=stop.stop_id, corrected_by=correction.correction_id)
        for person in reversed(visitors.values())
        if person.stop_id is not None
    ]
    draft.paragraphs = [
        dataclasses.replace(paragraph, stop_id=stop.stop_id)
        if paragraph.paragraph_id == stop.paragraph_id and paragraph.stop_id is None
        else paragraph
        for paragraph in draft.paragraphs
    ]


def _dated(stop: schema.Stop, correction: schema.Correction) -> schema.Stop:
    days = parse_days(correction.value or "")
    first, last = days or (None, None)
    basis = "stop" if days else "none"
    return dataclasses.replace(stop, date_start=first, date_end=last, date_basis=basis, corrected_by=correction.correction_id)
