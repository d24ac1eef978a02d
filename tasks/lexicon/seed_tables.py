"""Reading the CSV files of `seeds/`."""

import csv
from collections.abc import Iterator
from pathlib import Path

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def read_seed_table(relative: str, columns: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Read one CSV file of `seeds/`, strictly.

    Args:
        relative: Path below `seeds/`, such as `lexicon/en/visit_verbs.csv`.
        columns: The header that the file must have, in this order.

    Yields:
        One tuple of strings per row, as long as `columns`; lines that begin with `#` are comments.

    Raises:
        ValueError: The header or a row is not as expected; the message names file, line, found and expected.
    """
    path = SEEDS / relative
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(line for line in file if not line.startswith("#"))
        header = tuple(next(reader, ()))
        if header != columns:
            raise ValueError(f"{relative}: header is {header}, expected {columns}")
        for row in reader:
            if len(row) != len(columns):
                raise ValueError(f"{relative}: row {reader.line_num} has {len(row)} fields, expected {len(columns)}: {row}")
            yield tuple(row)
