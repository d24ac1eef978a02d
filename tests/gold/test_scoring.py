import json
import subprocess
import sys

import pytest

from tests.gold.corpora import CORPORA, ROOT, load_corpus, predict_corpus
from tests.gold.scoring import Tally, fold_name, match_stops, place_similarity, right_aspects, score

OFFICIAL_SCORER = ROOT / "../shared/gold/score.py"


def stop(place, head=None, alt=(), start="2020-01-01", end="2020-01-01", visitors=("Ada Moore",), **admin):
    return {
        "place": place,
        "head": head or place,
        "alt": list(alt),
        "date_start": start,
        "date_end": end,
        "visitors": list(visitors),
    } | admin


def document(*stops, **names):
    empty = {key: [] for key in ("persons", "organizations", "places", "companions", "met")}
    return empty | {"stops": list(stops)} | names


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("The Queen’s Hall", "queens hall"),
        ("Črni Kal", "crni kal"),
        ("  An Hoa ", "hoa"),
        ("Theatre", "theatre"),
        ("永州 市", "永州市"),
        (None, ""),
    ],
)
def test_fold_name(name, folded):
    assert fold_name(name) == folded


@pytest.mark.parametrize(
    ("predicted", "similarity"),
    [
        ("the Mill Museum", 1.0),
        ("Old Mill", 1.0),
        ("east wing and grounds of the Mill Museum", 0.8),
        ("Museum in Ardley", 0.8),
        ("Corn Exchange", 0.0),
        ("", 0.0),
    ],
)
def test_place_similarity(predicted, similarity):
    gold = stop("Mill Museum in Ardley", "Mill Museum", ["Old Mill"])
    assert place_similarity(predicted, gold) == pytest.approx(similarity)


def test_stops_match_one_to_one_the_most_similar_first():
    predicted = [stop("Ardley Mill Museum"), stop("Mill Museum")]
    assert match_stops(predicted, [stop("Mill Museum")]) == [(1, 0)]


def test_details_count_over_matched_stops_only():
    gold = document(stop("Ardley", country="Ireland", city=None), stop("Birr"), persons=["Ada Moore"], companions=["Bo Lund"])
    guess = document(stop("Birr", start=None, end=None), stop("Ardley", country="Norway"), stop("Cork"), persons=["Ada  Moore", "Lund"])
    tallies = score({"a": gold}, {"a": guess})
    assert tallies["stop"] == Tally(2, 3, 2)
    assert tallies["stop_full"] == Tally(1, 3, 2)
    assert tallies["when"] == Tally(1, 2, 2)
    assert tallies["admin"] == Tally(0, 1, 1)
    assert tallies["order"] == Tally(0, 1, 1)
    assert tallies["person"] == Tally(1, 2, 1)
    assert tallies["companion"] == Tally(0, 0, 1)


def test_kind_does_not_matter_for_entities():
    tallies = score({"a": document(places=["Mill Museum"])}, {"a": document(organizations=["Mill Museum"])})
    assert tallies["entity"].f1 == 1.0
    assert tallies["place"].f1 == tallies["organization"].f1 == 0.0


def test_missing_prediction_counts_as_empty_and_foreign_ones_do_not_count():
    tallies = score({"a": document(stop("Birr"))}, {"b": document(stop("Cork"))})
    assert tallies["visit"] == Tally(0, 0, 1)


def test_restored_names_need_the_person_and_a_word_of_the_phrase():
    gold = document() | {"erased": [{"word": "the rest of the brave", "person": "Yu Yong"}]}
    right = document() | {"erased": [{"word": "brave", "person": "Yu Yong"}]}
    wrong = document() | {"erased": [{"word": "of the", "person": "Yu Yong"}, {"word": "brave", "person": "Yu Bo"}]}
    assert score({"a": gold}, {"a": right})["restored"] == Tally(1, 1, 1)
    assert score({"a": gold}, {"a": wrong})["restored"] == Tally(0, 2, 1)


def test_right_aspects_need_every_stop():
    gold = document(stop("Ardley"), stop("Birr"), met=["Bo Lund"])
    assert {"stops", "dates", "visitors", "met"} <= right_aspects(gold, gold)
    assert not {"stops", "dates", "visitors"} & right_aspects(gold, document(stop("Ardley")))
    assert "stops" not in right_aspects(gold, document(stop("Birr"), stop("Ardley")))
    late = document(stop("Ardley"), stop("Birr", start="2020-01-02", end="2020-01-02"))
    assert right_aspects(gold, late) >= {"stops", "visitors"}
    assert "dates" not in right_aspects(gold, late)


@pytest.mark.skipif(not OFFICIAL_SCORER.is_file(), reason="the official scorer is not on this machine")
@pytest.mark.parametrize("name", ["reports-en", "dev-mt"])
def test_figures_agree_with_the_official_scorer(name, tmp_path):
    corpus = load_corpus(name)
    assert corpus is not None
    predictions = tmp_path / "predictions.jsonl"
    rows = ({"id": key} | guess for key, guess in predict_corpus(name).items())
    predictions.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    command = [sys.executable, str(OFFICIAL_SCORER), str(CORPORA[name].with_suffix(".gold.jsonl")), str(predictions), "--json"]
    official = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    expected = {figure: value["f1"] if isinstance(value, dict) else value for figure, value in official.items() if figure != "documents"}
    ours = score(corpus.annotations, predict_corpus(name))
    assert {figure: ours[figure].f1 for figure in expected} == pytest.approx(expected, abs=1e-4)
