import datetime as dt

import pytest

from tests.gold.corpora import WRITTEN, load_corpus

REPORTS = [(name, key) for name in WRITTEN if (corpus := load_corpus(name)) for key in corpus.documents]


def annotated(name, key):
    corpus = load_corpus(name)
    assert corpus is not None
    return corpus.documents[key]["text"], corpus.annotations[key]


@pytest.mark.parametrize(("name", "key"), REPORTS, ids=lambda part: part)
def test_annotation_quotes_its_text(name, key):
    text, gold = annotated(name, key)
    quoted = [gold["persons"], gold["organizations"], gold["places"]]
    quoted += [[stop["place"], stop["head"], stop["evidence"], *stop["alt"]] for stop in gold["stops"]]
    quoted += [[erased["phrase"]] for erased in gold.get("erased", [])]
    assert [words for group in quoted for words in group if words not in text] == []
    assert [erased for erased in gold.get("erased", []) if erased["word"] not in erased["phrase"]] == []


@pytest.mark.parametrize(("name", "key"), REPORTS, ids=lambda part: part)
def test_annotation_agrees_with_itself(name, key):
    _, gold = annotated(name, key)
    parts = [*gold["visitors"], *gold["companions"], *gold["met"]]
    assert len(parts) == len(set(parts)), "somebody has two parts"
    assert set(parts) <= set(gold["persons"])
    assert gold["is_visit"] == bool(gold["stops"])
    for stop in gold["stops"]:
        assert set(stop["visitors"]) <= set(gold["visitors"])
        assert len(stop["evidence"]) <= 200
        assert (stop["date_start"] is None) == (stop["date_end"] is None)
        if stop["date_start"]:
            assert dt.date.fromisoformat(stop["date_start"]) <= dt.date.fromisoformat(stop["date_end"])
