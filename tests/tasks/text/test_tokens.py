"""Tokens, and words that scraping glued together."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.text.tokens import tokenize

WORDS = frozenset(
    ["of", "and", "the", "was", "who", "said", "visited", "arrived", "secretary", "comrade", "farm", "told", "new", "spoke", "to"]
)


def is_word(word):
    return word in WORDS


def texts(text, **options):
    return [token.text for token in tokenize(text, 0, len(text), is_word=is_word, **options)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("K.D. Silva came", ["K.D.", "Silva", "came"]),
        ("the Xi’an-based Workers' Club", ["the", "Xi’an-based", "Workers", "'", "Club"]),
        ("at 10.30 on the 12th", ["at", "10.30", "on", "the", "12th"]),
        ("G7 and B3W", ["G7", "and", "B3W"]),
        ("see example.com now", ["see", "example.com", "now"]),
        ("SecretaryPak spoke ofKim", ["Secretary", "Pak", "spoke", "of", "Kim"]),
        ("McDonald told", ["McDonald", "told"]),
    ],
)
def test_tokens(text, expected):
    assert texts(text) == expected


def test_a_word_glued_to_a_name_is_cut_off_where_the_text_also_has_the_name_alone():
    assert texts("ComradePak Yong Su spoke. Pak Yong Suarrived.")[-5:] == ["Pak", "Yong", "Su", "arrived", "."]


def test_frequent_tails_need_no_second_occurrence():
    assert texts("ofPak Yong Suwas")[-2:] == ["Su", "was"]


def test_a_judge_of_names_finds_other_tails():
    def is_name(words):
        return list(words) == ["Pak", "Yong", "Su"]

    assert texts("ofPak Yong Sutold", is_name=is_name)[-2:] == ["Su", "told"]
    assert texts("ofPak Yong Sutold")[-1:] == ["Sutold"]


def test_a_text_that_does_not_glue_keeps_its_names():
    assert texts("Pak Yong Su met Pak Yong Suarrived") == ["Pak", "Yong", "Su", "met", "Pak", "Yong", "Suarrived"]


@given(st.text(max_size=80))
def test_tokens_cover_all_but_white_space(text):
    tokens = tokenize(text, 0, len(text), is_word=is_word)
    assert "".join(token.text for token in tokens) == "".join(text.split())
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert all(a.end <= b.start for a, b in pairwise(tokens))
