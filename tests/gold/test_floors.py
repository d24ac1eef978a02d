import warnings

import pytest

from tests.gold.corpora import CORPORA, load_corpus
from tests.gold.floors import NOTEWORTHY_RISE, TOLERANCE, load_floors, measure, raise_figures, raise_solved

FLOORS = load_floors()


@pytest.mark.parametrize("name", CORPORA)
def test_figures_keep_their_floors(name):
    corpus = load_corpus(name)
    if corpus is None:
        pytest.skip(f"{name}: its files are not on this machine")
    figures, floors = measure(name), FLOORS[name]["figures"]
    risen = {figure: reached for figure, reached in figures.items() if reached > floors.get(figure, 0.0) + NOTEWORTHY_RISE}
    if risen:
        warnings.warn(f"{name}: new floors, python -m tests.gold.floors: {risen}", stacklevel=1)
    fallen = {figure: (floor, figures.get(figure, 0.0)) for figure, floor in floors.items() if figures.get(figure, 0.0) < floor - TOLERANCE}
    assert not fallen, f"{name}: figures below their floors (floor, reached)"


@pytest.mark.parametrize("name", CORPORA)
def test_floors_belong_to_these_annotations(name):
    corpus = load_corpus(name)
    if corpus is None:
        pytest.skip(f"{name}: its files are not on this machine")
    assert corpus.gold_sha256 == FLOORS[name]["gold_sha256"], "annotations have changed: measure again, then accept the new hash"


def test_floors_only_rise():
    assert raise_figures({"stop": 0.8, "visit": 0.9}, {"stop": 0.7, "visit": 0.95, "who": 0.5}) == {"stop": 0.8, "visit": 0.95, "who": 0.5}
    assert raise_solved({"a": ["met"]}, {"a": ["stops"], "b": ["dates"]}) == {"a": ["met", "stops"], "b": ["dates"]}
