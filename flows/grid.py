"""Rows on the console: a table where it fits, else one block per row; no value is ever cut."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from rich import box
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

_NARROWEST = 24  # a wide column folded to less is no longer readable
_GAP = 2
_VISIBLE = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"} | {0x7F: 0x2421}


def as_text(value: Any) -> str:
    """A value as a person reads it; control characters, which a terminal would obey, become visible signs."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}" if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, list | dict | tuple):
        return json.dumps(value, ensure_ascii=False, default=as_text).translate(_VISIBLE)
    return str(value).translate(_VISIBLE)


def print_trimmed(console: Console, renderable: RenderableType) -> None:
    """Print without the spaces that fill a table's lines up, which only a terminal's own colours need."""
    if console.is_terminal:
        console.print(renderable)
        return
    with console.capture() as capture:
        console.print(renderable)
    console.file.write("".join(f"{line.rstrip()}\n" for line in capture.get().splitlines()))


def print_rows(console: Console, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print rows in the console's width.

    Args:
        console: Where to.
        columns: Names of the columns.
        rows: The values.
    """
    texts = [[as_text(value) for value in row] for row in rows]
    widths = [
        max([cell_len(name), *(cell_len(line) for row in texts for line in row[position].split("\n"))])
        for position, name in enumerate(columns)
    ]
    free = console.width - _GAP * len(columns)
    narrow = sum(width for width in widths if width <= _NARROWEST)
    wide = sum(width > _NARROWEST for width in widths)
    if sum(widths) <= free or (wide and narrow + wide * _NARROWEST <= free):
        print_trimmed(console, _table(columns, rows, texts))
    else:
        _print_blocks(console, columns, rows, texts)


def _table(columns: Sequence[str], rows: Sequence[Sequence[Any]], texts: Sequence[Sequence[str]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    for position, name in enumerate(columns):
        values = [row[position] for row in rows if row[position] is not None]
        numeric = bool(values) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)
        width = max([cell_len(name), *(cell_len(text[position]) for text in texts)])
        table.add_column(Text(name), justify="right" if numeric else "left", overflow="fold", no_wrap=width <= _NARROWEST)
    for row, text in zip(rows, texts, strict=True):
        table.add_row(*(_cell(value, shown) for value, shown in zip(row, text, strict=True)))
    return table


def _print_blocks(console: Console, columns: Sequence[str], rows: Sequence[Sequence[Any]], texts: Sequence[Sequence[str]]) -> None:
    for number, (row, text) in enumerate(zip(rows, texts, strict=True), start=1):
        if number > 1:
            console.print()
        block = Table.grid(padding=(0, 2, 0, 0))
        block.add_column(no_wrap=True, style="bold")
        block.add_column(overflow="fold")
        for name, value, shown in zip(columns, row, text, strict=True):
            block.add_row(Text(name), _cell(value, shown))
        print_trimmed(console, block)


def _cell(value: Any, shown: str) -> Text:
    return Text(shown, style="dim" if value is None else "")
