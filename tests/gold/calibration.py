"""What a confidence is worth: how many of the stops and mentions of each bin are right.

`python -m tests.gold.calibration`, from the repository's root, reads the development sets, prints the table and keeps it in
`calibration.json`, from which the README shows it. A stop is right where it is matched with an annotated one, a mention where its
entity is annotated, of whatever kind.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

from tests.gold.corpora import load_corpus, predict_corpus
from tests.gold.scoring import NAME_KINDS, fold_name, match_stops

TABLE = Path(__file__).with_name("calibration.json")
DEVELOPMENT = ("dev-en", "dev-mt", "dev-zh")
EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
SURE = 0.8
LEAST_RIGHT_OF_SURE_STOPS = 0.95
"""Share of the stops with a confidence over `SURE` that must be right."""

Judged = tuple[float, bool]
"""A confidence, and whether what has it is right."""


@dataclass(frozen=True, slots=True)
class Bin:
    """What lies between two confidences.

    Attributes:
        above: The lower one, left out but for 0.
        up_to: The upper one.
        count: How many there are.
        right: How many of them are right.
    """

    above: float
    up_to: float
    count: int
    right: int

    @property
    def share(self) -> float | None:
        """Share of the right ones; None where there is nothing."""
        return self.right / self.count if self.count else None


def judged_stops(names: Iterable[str] = DEVELOPMENT) -> Iterator[Judged]:
    """Judge every stop read in the corpora of these names that are there."""
    for name in names:
        corpus = load_corpus(name)
        for key, gold in corpus.annotations.items() if corpus is not None else ():
            stops = predict_corpus(name)[key]["stops"]
            right = {index for index, _ in match_stops(stops, gold["stops"])}
            yield from ((stop["confidence"], index in right) for index, stop in enumerate(stops))


def judged_mentions(names: Iterable[str] = DEVELOPMENT) -> Iterator[Judged]:
    """Judge every mention read in the corpora of these names that are there."""
    for name in names:
        corpus = load_corpus(name)
        for key, gold in corpus.annotations.items() if corpus is not None else ():
            annotated = {fold_name(each) for kind in NAME_KINDS.values() for each in gold[kind]}
            for mention in predict_corpus(name)[key]["mentions"]:
                yield mention["confidence"], fold_name(mention["name"]) in annotated


def calibrate(judged: Iterable[Judged], edges: Sequence[float] = EDGES) -> list[Bin]:
    """Count by confidence.

    Args:
        judged: Confidences, each with whether it was deserved.
        edges: Bounds of the bins, ascending; a bound belongs to the bin below it.

    Returns:
        The bins in order.
    """
    cases = list(judged)
    bins = []
    for low, high in pairwise(edges):
        inside = [right for confidence, right in cases if low < confidence <= high or confidence == low == edges[0]]
        bins.append(Bin(low, high, len(inside), sum(inside)))
    return bins


def load_table() -> dict[str, list[Bin]]:
    """The table that was kept, by "stops" and "mentions"."""
    kept = json.loads(TABLE.read_text(encoding="utf-8"))
    return {name: [Bin(**each) for each in bins] for name, bins in kept.items()}


def as_markdown(table: Mapping[str, Sequence[Bin]]) -> str:
    """The table as the README shows it: a row per bin, how many and what share is right."""
    lines = ["| confidence | " + " | ".join(f"{name} | right" for name in table) + " |", "| --- |" + " --- | --- |" * len(table)]
    for row in zip(*table.values(), strict=True):
        cells = (f"{each.count} | " + ("" if each.share is None else f"{each.share:.2f}") for each in row)
        lines.append(f"| {row[0].above:.1f}–{row[0].up_to:.1f} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Measure, print and keep the table."""
    table = {"stops": calibrate(judged_stops()), "mentions": calibrate(judged_mentions())}
    if not any(each.count for each in table["stops"]):
        sys.exit(f"none of {', '.join(DEVELOPMENT)} is there")
    TABLE.write_text(json.dumps({name: [asdict(each) for each in bins] for name, bins in table.items()}, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(as_markdown(table) + "\n")


if __name__ == "__main__":
    main()
