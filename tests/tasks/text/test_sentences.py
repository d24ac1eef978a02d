"""Where English sentences end."""

import pytest

from tasks.text.sentences import quotations, split_sentences
from tasks.text.tokens import tokenize


def sentences(text):
    tokens = tokenize(text, 0, len(text), is_word=lambda word: False)
    return [text[sentence.start : sentence.end] for sentence in split_sentences(text, tokens)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He came. She left.", ["He came.", "She left."]),
        ("Dr. Lee met Mr. Ong.", ["Dr. Lee met Mr. Ong."]),
        ("A. B. Perera spoke.", ["A. B. Perera spoke."]),
        ("It visited Lanka Co. Ltd. in Galle.", ["It visited Lanka Co. Ltd. in Galle."]),
        ("They toured Acme Inc. Then they left.", ["They toured Acme Inc.", "Then they left."]),
        ("Arrival\nThe group arrived.", ["Arrival", "The group arrived."]),
        ("“We go.” He went.", ["“We go.”", "He went."]),
        ("Is it No. 4 School? Yes.", ["Is it No. 4 School?", "Yes."]),
    ],
)
def test_sentences(text, expected):
    assert sentences(text) == expected


def test_lines_are_counted():
    text = "One.\n\nTwo. Three."
    tokens = tokenize(text, 0, len(text), is_word=lambda word: False)
    assert [sentence.line for sentence in split_sentences(text, tokens)] == [0, 2, 2]


def test_quotations_include_their_marks():
    text = "He said “all is well” and 'no'."
    assert [text[start:end] for start, end in quotations(text)] == ["“all is well”"]
