"""Reading a source's own date of publication."""

import datetime as dt
import re

_ISO_LIKE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}\Z")


def looks_like_date(line: str) -> bool:
    """Whether a line can only be meant as an ISO date, right or wrong: `2024-13-45` is."""
    return _ISO_LIKE.match(line.strip()) is not None


def parse_date(value: str) -> dt.date:
    """Read an ISO 8601 date, or the day of an ISO 8601 date and time as it is written there.

    Args:
        value: Such as `2024-07-04` or `2024-07-04T08:30:00+08:00`.

    Raises:
        ValueError: It is none.
    """
    stripped = value.strip()
    try:
        return dt.date.fromisoformat(stripped)
    except ValueError:
        return dt.datetime.fromisoformat(stripped).date()
