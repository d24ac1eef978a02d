"""Named questions with parameters: `queries/*.sql`.

The first line of a file, a comment, says what one row of the answer is. Each parameter has a line `-- $name TYPE: what it means`; in the
query it is DuckDB's named parameter `$name`, null where the asker does not give it.
"""

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from warehouse import ddl

_PARAMETER = re.compile(r"^-- \$(?P<name>\w+) (?P<type>VARCHAR|DATE): (?P<meaning>.+)$", re.MULTILINE)
_DAY = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?")
_LAST = "until"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question.

    Attributes:
        name: Its name, without the sign.
        type: 'VARCHAR' or 'DATE'.
        meaning: One line.
    """

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Question:
    """A named question.

    Attributes:
        name: Its name, words with hyphens.
        grain: What one row of the answer is.
        parameters: What it can be narrowed by, all optional.
        query: The SQL.
    """

    name: str
    grain: str
    parameters: tuple[Parameter, ...]
    query: str

    def bound(self, given: Mapping[str, str | None]) -> dict[str, str | dt.date | None]:
        """Values for DuckDB's named parameters.

        Args:
            given: Words by parameter; one that is absent or None does not narrow the answer.

        Returns:
            A value for every parameter.

        Raises:
            ValueError: A day is none.
        """
        return {
            parameter.name: _value(parameter, word) if (word := given.get(parameter.name)) is not None else None
            for parameter in self.parameters
        }


@cache
def questions() -> Mapping[str, Question]:
    """Every question by name, sorted."""
    return {
        name: Question(name, ddl.header(query), tuple(Parameter(**match.groupdict()) for match in _PARAMETER.finditer(query)), query)
        for name, query in ddl.sql_files("queries").items()
    }


def _value(parameter: Parameter, word: str) -> str | dt.date:
    return word if parameter.type == "VARCHAR" else day(word, last=parameter.name == _LAST)


def day(word: str, *, last: bool) -> dt.date:
    """A day from a day, a month or a year.

    Args:
        word: Such as "2024-07-01", "2024-07" or "2024".
        last: Take the last day of a month or year, not the first.

    Raises:
        ValueError: It is none of these.
    """
    parts = _DAY.fullmatch(word)
    try:
        if parts is None:
            raise ValueError
        year, month = int(parts[1]), int(parts[2] or (12 if last else 1))
        return dt.date(year, month, int(parts[3] or (calendar.monthrange(year, month)[1] if last else 1)))
    except ValueError:
        raise ValueError(f"{word!r} is no day: give 2024-07-01, 2024-07 or 2024") from None
