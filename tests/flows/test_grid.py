import io
from typing import Any

import pytest
from rich.console import Console

from flows.grid import as_text, print_rows

LONG = "A sentence of some length that has to be folded, because no value is ever cut. " * 5


def printed(columns: list[str], rows: list[list[Any]], width: int) -> str:
    out = io.StringIO()
    print_rows(Console(file=out, width=width), columns, rows)
    return out.getvalue()


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("columns", [1, 2, 3, 8])
def test_no_value_is_cut(width: int, columns: int) -> None:
    out = printed([f"column_{number}" for number in range(columns)], [[LONG] * columns], width)
    assert "".join(out.split()).count("cut.") == 5 * columns
    assert all(len(line) <= width for line in out.splitlines())
    assert "…" not in out


def test_what_does_not_fit_becomes_blocks() -> None:
    out = printed(["name", "first", "second", "third"], [[1, LONG, LONG, LONG], [2, "a", None, "c"]], 60)
    assert out.startswith("name    1\nfirst   A sentence")
    assert out.endswith("\nname    2\nfirst   a\nsecond  null\nthird   c\n")


def test_wide_characters_keep_their_columns() -> None:
    lines = printed(["place", "n"], [["贵阳市", 1], ["Anshun", 22]], 80).splitlines()
    assert lines[2:] == ["贵阳市   1", "Anshun  22"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (2.0, "2"),
        (0.1, "0.1"),
        (["a", "省"], '["a", "省"]'),
        ("a\x1b[31m\x07", "a␛[31m␇"),
        ("a\nb", "a\nb"),
    ],
)
def test_values_as_text(value: Any, text: str) -> None:
    assert as_text(value) == text
