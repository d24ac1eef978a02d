"""The quality gate's floors: a figure may rise above its floor, never fall below it.

`python -m tests.gold.floors`, from the repository's root, reads all corpora that are there and raises the floors in `floors.json` to
what was reached: figures of every corpus and, for the written reports, what of each report is read without a fault. To lower a floor,
or to accept changed annotations, edit the file and give the reason in the commit.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.gold.corpora import CORPORA, WRITTEN, load_corpus, predict_corpus
from tests.gold.scoring import right_aspects, score

FLOORS = Path(__file__).with_name("floors.json")
TOLERANCE = 0.005
NOTEWORTHY_RISE = 0.02


def measure(name: str) -> dict[str, float]:
    """Score the reader on one corpus.

    Args:
        name: A key of `CORPORA` whose files are there.

    Returns:
        F1, or accuracy, by figure, rounded to four digits.

    Raises:
        FileNotFoundError: The corpus is not there.
    """
    corpus = load_corpus(name)
    if corpus is None:
        raise FileNotFoundError(CORPORA[name])
    return {figure: round(tally.f1, 4) for figure, tally in score(corpus.annotations, predict_corpus(name)).items()}


def solve(name: str) -> dict[str, set[str]]:
    """Tell by document of a corpus that is there what is read without a fault (`scoring.right_aspects`)."""
    corpus = load_corpus(name)
    if corpus is None:
        raise FileNotFoundError(CORPORA[name])
    return {key: right_aspects(gold, predict_corpus(name)[key]) for key, gold in corpus.annotations.items()}


def load_floors() -> dict[str, dict[str, Any]]:
    """Load the floors: by corpus `gold_sha256`, `figures` and, for the written reports, `solved` (aspects by document)."""
    floors: dict[str, dict[str, Any]] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return floors


def raise_figures(floors: Mapping[str, float], reached: Mapping[str, float]) -> dict[str, float]:
    """Lift every floor to the figure reached; none sinks, and a figure without a floor gets one."""
    return {figure: max(floors.get(figure, 0.0), reached.get(figure, 0.0)) for figure in dict.fromkeys((*reached, *floors))}


def raise_solved(floors: Mapping[str, Iterable[str]], reached: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Join what was read without a fault before and what is now."""
    return {key: sorted({*floors.get(key, ()), *reached.get(key, ())}) for key in sorted(floors.keys() | reached.keys())}


def main() -> None:
    """Rewrite `floors.json`, upwards only; a corpus whose annotations have changed keeps its floors."""
    floors = load_floors() if FLOORS.is_file() else {}
    for name in CORPORA:
        corpus = load_corpus(name)
        if corpus is None:
            continue
        known = floors.setdefault(name, {"gold_sha256": corpus.gold_sha256, "figures": {}})
        if known["gold_sha256"] != corpus.gold_sha256:
            sys.stderr.write(f"{name}: annotations have changed, floors kept; set gold_sha256 to {corpus.gold_sha256} to accept them\n")
            continue
        known["figures"] = raise_figures(known["figures"], measure(name))
        if name in WRITTEN:
            known["solved"] = raise_solved(known.get("solved", {}), solve(name))
    FLOORS.write_text(json.dumps(floors, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
