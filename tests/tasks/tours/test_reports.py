import pytest

from tests.gold.corpora import WRITTEN, load_corpus, predict_corpus
from tests.gold.floors import load_floors
from tests.gold.scoring import right_aspects

FLOORS = load_floors()
SOLVED = [(name, key, aspect) for name in WRITTEN for key, aspects in FLOORS[name]["solved"].items() for aspect in aspects]
STOP_FIELDS = {
    "stops": ("place",),
    "dates": ("place", "date_start", "date_end"),
    "visitors": ("place", "visitors"),
}


def told(annotation, aspect):
    if aspect in STOP_FIELDS:
        return [tuple(stop[field] for field in STOP_FIELDS[aspect]) for stop in annotation["stops"]]
    return annotation["erased" if aspect == "restored" else aspect]


@pytest.mark.parametrize(("name", "key", "aspect"), SOLVED, ids=lambda part: part)
def test_report_is_read_as_annotated(name, key, aspect):
    corpus = load_corpus(name)
    assert corpus is not None
    gold, guess = corpus.annotations[key], predict_corpus(name)[key]
    message = f"{corpus.documents[key]['title']}\nread: {told(guess, aspect)}\nannotated: {told(gold, aspect)}"
    assert aspect in right_aspects(gold, guess), message
