"""What name finding yields, in any language."""

from typing import Literal

from warehouse.records import record

Kind = Literal["person", "organization", "place"]


@record(frozen=True, slots=True)
class NameSpan:
    """A stretch of text that names something.

    Attributes:
        start: First code point in the text.
        end: One past the last.
        text: The characters between.
        kind: What it names; None where the name alone does not tell.
        site: "yes" where one can go there as a stop, "settlement", "region", "street", "no", or "" where unknown.
        rule: The rule that found it.
        confidence: 0 to 1.
        title: The office named with a person.
        in_title: Whether it is part of somebody's title ("director of the X"), and so tells where a person comes from.
        alias: An abbreviation that the text introduces for it, in brackets.
    """

    start: int
    end: int
    text: str
    kind: Kind | None
    site: str
    rule: str
    confidence: float
    title: str | None = None
    in_title: bool = False
    alias: str | None = None
