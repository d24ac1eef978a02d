"""Wordings that may be names, and what they are in their sentences."""

from warehouse.records import record

DECISIVE, STRONG, WEAK = 3, 2, 1


@record(frozen=True, slots=True)
class Position:
    """What a wording is in its sentence, and how surely only a person stands there."""

    rule: str
    strength: int


@record(frozen=True, slots=True)
class Wording:
    """Tokens `[start, end)` of a sentence that may be a name.

    Attributes:
        word_classes: What they may be: "noun", "adjective", "adverb", "connective", "base", "finite", "gerund", "modal".
        is_full: Whether they render the whole name.
        parted_by_comma: Whether an apposition is inside ("Wei, the eastern guard").
        modal_subject: Whether the surname is read as the verb "should".
    """

    start: int
    end: int
    word_classes: frozenset[str]
    is_full: bool
    parted_by_comma: bool = False
    modal_subject: bool = False
