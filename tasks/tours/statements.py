"""Statements before they become rows."""

from tasks.tours.uses import Actor
from warehouse.records import record


@record(frozen=True, slots=True)
class StatementFinding:
    """A stretch of text that reports what somebody said.

    Attributes:
        start: First code point of what was said.
        end: One past the last.
        sentence: Index of the sentence in which it begins.
        verb: The verb of saying as in the text, or None.
        actor: Who says it; None where it goes on from the statement before.
        is_quoted: Whether it stands in quotation marks.
    """

    start: int
    end: int
    sentence: int
    verb: str | None
    actor: Actor | None
    is_quoted: bool
