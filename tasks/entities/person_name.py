"""A person's name and how it decomposes."""

from dataclasses import dataclass
from typing import Literal

Order = Literal["surname_first", "given_first", "unknown"]
Origin = Literal[
    "zh", "ko", "vi", "ja", "western", "arabic", "south_asian", "russian", "central_asian", "southeast_asian", "african", "royal", "unknown"
]


@dataclass(frozen=True)
class PersonName:
    """A sequence of words read as one person's name.

    Attributes:
        words: The words as given, honorifics included.
        surname: The family name, or what stands for it (a father's name, the last name); null where there is none.
        given: Given names and initials, separated by spaces; null where there is none.
        order: Whether the surname precedes the given name.
        origin: The naming tradition that explains the words best.
        score: 0..1, how sure shape and lexicon alone are that this is a person's name: from 0.7 sure, 0.3 to 0.5 only
            name-like, so that a title or a verb of speaking must decide.
        honorific: The words before or after the name that are no part of it ("Dr", "Sheikh"); null where there are none.
    """

    words: tuple[str, ...]
    surname: str | None
    given: str | None
    order: Order
    origin: Origin
    score: float
    honorific: str | None = None
