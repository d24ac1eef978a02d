"""A person's whereabouts on some days, in a form that is the same in every language."""

import datetime as dt
import re
from dataclasses import dataclass

CODE_LEVELS = frozenset(["city", "county"])
PREFECTURE = 4  # digits of a code of GB/T 2260 that tell the prefecture
CHINESE_CODE = re.compile(r"\d{6}")


@dataclass(frozen=True, slots=True)
class Presence:
    """A city or county, and the days on which somebody was there.

    Attributes:
        code: The division's code, of GB/T 2260 or ISO 3166-2.
        start: First day.
        end: Last day.
    """

    code: str
    start: dt.date
    end: dt.date

    def __str__(self) -> str:
        """The form in which it is kept: "520100/2024-07-01/2024-07-03"."""
        return f"{self.code}/{self.start}/{self.end}"

    @classmethod
    def parse(cls, text: str) -> "Presence":
        """Read the kept form.

        Args:
            text: What `str` gave.

        Returns:
            The presence.

        Raises:
            ValueError: The text is none.
        """
        code, start, end = text.rsplit("/", 2)
        return cls(code, dt.date.fromisoformat(start), dt.date.fromisoformat(end))

    def meets(self, other: "Presence") -> bool:
        """Whether two presences share a day and a city: the prefecture in China, where one report may name the county and another not.

        Args:
            other: A presence.

        Returns:
            Whether both can be the same visit.
        """
        if self.start > other.end or other.start > self.end:
            return False
        if CHINESE_CODE.fullmatch(self.code) and CHINESE_CODE.fullmatch(other.code):
            return self.code[:PREFECTURE] == other.code[:PREFECTURE]
        return self.code == other.code
