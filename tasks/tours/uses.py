"""How a text uses the places and persons that it names: what the grammars of all languages hand to the common reasoning."""

from typing import Literal

from tasks.entities.spans import NameSpan
from warehouse.records import record

Subject = Literal["person", "pronoun", "group", "elided", "passive", "other"]
Status = Literal["told", "planned", "past", "said", "returned"]
Part = Literal["visitor", "companion", "host", "background"]


LISTED_SITE = "stop:listed-site"
"""The rule of members of a list that the text calls sites: "visited three hotels: Aurora and Solara" means no town of that name."""


@record(frozen=True, slots=True)
class Actor:
    """Who acts in a clause.

    Attributes:
        kind: A named person, a pronoun or title that stands for one, a group, nobody named (the clause goes on from an earlier
            one), a passive, or something that cannot tour.
        persons: The named persons.
        word: The pronoun, title or group noun, in lower case.
    """

    kind: Subject
    persons: tuple[NameSpan, ...] = ()
    word: str = ""


@record(frozen=True, slots=True)
class PlaceUse:
    """One mention of a place or organization as part of what happened.

    Attributes:
        span: The mention.
        sentence: Index of its sentence.
        rule: How the text puts it: "stop:visit-object", "stop:go-to", "stop:opening-locative", "stop:locative", "stop:scene",
            "stop:passive", "stop:visit-noun".
        weight: 0 to 1, how strongly this shows that somebody was there.
        activity: A value of `stops.activity`.
        actor: Who was there.
        status: "told", or why it does not count: "planned", "past", "said", "returned".
        place_start: First code point of the place's fullest name here, qualifiers included.
        place_end: One past its last code point.
        evidence_start: First code point of the words that show it.
        evidence_end: One past the last.
        inside: Whether the name only describes a part of a place, so that it is none of its own where another has just been gone to.
        begins_round: Whether the wording begins a round inside the place gone to before: "She first saw the X".
    """

    span: NameSpan
    sentence: int
    rule: str
    weight: float
    activity: str
    actor: Actor
    status: Status
    place_start: int
    place_end: int
    evidence_start: int
    evidence_end: int
    inside: bool = False
    begins_round: bool = False


@record(frozen=True, slots=True)
class PartUse:
    """One mention of a person as somebody who took part.

    Attributes:
        span: The person's mention.
        sentence: Index of its sentence.
        part: "visitor", "companion" or "host".
        rule: How the text puts it.
        weight: 0 to 1.
    """

    span: NameSpan
    sentence: int
    part: Part
    rule: str
    weight: float


@record(frozen=True, slots=True)
class Action:
    """Something that somebody is told to have done.

    Attributes:
        start: First code point of the verb.
        sentence: Index of its sentence.
        kind: The verb's kind: "visit", "go", "activity", "meet", "say" or "depart".
        actor: Who did it.
    """

    start: int
    sentence: int
    kind: str
    actor: Actor
