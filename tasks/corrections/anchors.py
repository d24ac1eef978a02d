"""Finding what a correction means in a document: by words of its text, which survive another reading, or by a row's id."""

import re

from tasks.corrections.draft import Draft, UnfitError
from warehouse import schema

_STOP_ID = re.compile(r"stop_[0-9a-f]{20}")
_MENTION_ID = re.compile(r"men_[0-9a-f]{20}")


def occurrences(text: str, words: str) -> list[int]:
    """Every place where words begin in a text, overlaps included."""
    found = []
    at = text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def place_of_words(draft: Draft, correction: schema.Correction) -> int:
    """Where the subject's words begin in the text.

    Of several occurrences the one nearest to `char_start` is meant, so that an edit elsewhere in the text loses nothing.

    Raises:
        UnfitError: They do not occur, or more than once and nothing says which.
    """
    found = occurrences(draft.text, correction.subject)
    if not found:
        raise UnfitError("the text has no such words")
    if correction.char_start is not None:
        start = correction.char_start
        return min(found, key=lambda at: (abs(at - start), at))
    if len(found) > 1:
        raise UnfitError(f"the text has these words {len(found)} times, at {_listed(found)}: char_start says which")
    return found[0]


def find_stop(draft: Draft, correction: schema.Correction) -> schema.Stop:
    """The stop that a subject means: by its id, its place, or words of its evidence.

    Raises:
        UnfitError: None, or more than one.
    """
    subject = correction.subject
    if _STOP_ID.fullmatch(subject):
        fitting = [stop for stop in draft.stops if stop.stop_id == subject]
    else:
        fitting = [stop for stop in draft.stops if stop.place == subject] or _shown_by(draft, subject)
    if not fitting:
        raise UnfitError(f"there is no such stop; there are {'; '.join(repr(stop.place) for stop in draft.stops) or 'none'}")
    if len(fitting) > 1 and correction.char_start is not None:
        start = correction.char_start
        return min(fitting, key=lambda stop: (max(stop.evidence_start - start, start - stop.evidence_end, 0), stop.position))
    if len(fitting) > 1:
        raise UnfitError(
            f"fits {len(fitting)} stops, whose evidence begins at {_listed([s.evidence_start for s in fitting])}: char_start says which"
        )
    return fitting[0]


def find_mentions(draft: Draft, correction: schema.Correction) -> list[schema.Mention]:
    """The mentions that a subject means: by id, or by their words; all of them where `char_start` does not choose one.

    Returns:
        Mentions of the draft; empty where the words stand in the text and are no mention yet.

    Raises:
        UnfitError: There are no such words, or they are part of another mention.
    """
    subject = correction.subject
    if _MENTION_ID.fullmatch(subject):
        fitting = [mention for mention in draft.mentions if mention.mention_id == subject]
        if not fitting:
            raise UnfitError("there is no such mention")
        return fitting
    if correction.char_start is None and (fitting := [mention for mention in draft.mentions if mention.text == subject]):
        return fitting
    start = place_of_words(draft, correction)
    end = start + len(subject)
    around = [mention for mention in draft.mentions if mention.char_start is not None and _overlap(mention, start, end)]
    exact = [mention for mention in around if (mention.char_start, mention.char_end) == (start, end)]
    if around and not exact:
        raise UnfitError(f"the words are part of a mention, or hold one: {around[0].text!r}")
    return exact


def _shown_by(draft: Draft, words: str) -> list[schema.Stop]:
    spans = [(at, at + len(words)) for at in occurrences(draft.text, words)]
    return [stop for stop in draft.stops if any(start < stop.evidence_end and stop.evidence_start < end for start, end in spans)]


def _overlap(mention: schema.Mention, start: int, end: int) -> bool:
    return mention.char_start is not None and mention.char_end is not None and mention.char_start < end and start < mention.char_end


def _listed(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:5])) + (", …" if len(numbers) > 5 else "")
