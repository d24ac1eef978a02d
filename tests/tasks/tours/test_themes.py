"""What passages are about."""

import pytest

from tasks.lexicon.lexicon import load_lexicon
from tasks.lexicon.themes import load_themes
from tasks.sources.document import SourceDocument
from tasks.tours.reader import read_document
from tasks.tours.themes import find_themes


def found(text: str, language: str = "en") -> list[tuple[str, str]]:
    fold = load_lexicon().chinese.fold if language == "zh" else None
    return [(text[finding.start : finding.end], finding.theme) for finding in find_themes(text, language, load_themes(), fold)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("New Farms and a FARM.", [("Farms", "agriculture"), ("FARM", "agriculture")]),
        ("They pharm and farmed.", []),
        ("a public interest litigation", [("public interest litigation", "public_interest_litigation")]),
        ("The public. Interest litigation", []),
        ("food safety", [("food safety", "food_and_drugs")]),
        ("İzmir's hospitals", [("hospitals", "health")]),
    ],
)
def test_english_terms_are_whole_words_in_any_case(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_one_passage_belongs_to_several_dimensions_but_to_one_theme_of_each() -> None:
    assert found("生态环境公益诉讼", "zh") == [
        ("生态环境", "environment_and_resources"),
        ("生态", "environment"),
        ("公益诉讼", "public_interest_litigation"),
    ]


def test_traditional_characters_are_read_and_spans_stay_in_the_text() -> None:
    assert found("參觀醫院和學校", "zh") == [("醫院", "health"), ("學校", "education")]


def test_every_theme_has_terms_in_both_languages() -> None:
    themes = load_themes()
    english = {(term.dimension, term.theme) for terms in themes.english.values() for term in terms}
    chinese = {(term.dimension, term.theme) for terms in themes.chinese.values() for term in terms}
    assert english == chinese
    assert {dimension for dimension, _ in english} == {"function", "matter", "clue_source", "subject"}


def test_a_theme_belongs_to_the_stop_that_is_told() -> None:
    text = (
        "Minister Ada Moss visited the Reed Valley Hospital in Kandy on Monday. She spoke with nurses there.\n\n"
        "Later Moss visited the Tidal Farm in Galle and looked at its irrigation.\n\n"
        "The government spends much on schools."
    )
    reading = read_document(SourceDocument(source_uri="x", text=text, title=None, published_on=None, language="en"), load_lexicon())
    places = {stop.stop_id: stop.place for stop in reading.stops}
    told = {row.text: places.get(row.stop_id or "") for row in reading.theme_mentions}
    assert told["nurses"] == "Reed Valley Hospital in Kandy"
    assert told["irrigation"] == "Tidal Farm in Galle"
    assert told["schools"] is None
    assert all(text[row.char_start : row.char_end] == row.text for row in reading.theme_mentions)
