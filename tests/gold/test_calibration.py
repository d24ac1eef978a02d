import pytest

from tests.gold.calibration import (
    DEVELOPMENT,
    LEAST_RIGHT_OF_SURE_STOPS,
    SURE,
    Bin,
    as_markdown,
    calibrate,
    judged_mentions,
    judged_stops,
)
from tests.gold.corpora import load_corpus

here = pytest.mark.skipif(not all(map(load_corpus, DEVELOPMENT)), reason="the development sets are not on this machine")


@here
def test_sure_stops_are_right():
    sure = [right for confidence, right in judged_stops() if confidence > SURE]
    assert len(sure) >= 200, "a confidence that is hardly ever high says little"
    assert sum(sure) / len(sure) >= LEAST_RIGHT_OF_SURE_STOPS


@here
@pytest.mark.parametrize("judged", [judged_stops, judged_mentions])
def test_more_confidence_is_more_often_right(judged):
    cases = list(judged())
    doubtful, sure = ([right for confidence, right in cases if (confidence > SURE) is high] for high in (False, True))
    assert sum(doubtful) / len(doubtful) < sum(sure) / len(sure)


def test_a_bound_belongs_to_the_bin_below():
    bins = calibrate([(0.0, False), (0.5, True), (0.6, True), (0.6, False)], edges=(0.0, 0.5, 1.0))
    assert bins == [Bin(0.0, 0.5, 2, 1), Bin(0.5, 1.0, 2, 1)]
    assert as_markdown({"stops": bins}).splitlines()[-1] == "| 0.5–1.0 | 2 | 0.50 |"
