"""Lists of places in Chinese sentences written for this test."""

import pytest

from tasks.entities.chinese_names import ChineseNames
from tasks.entities.chinese_persons import ChinesePersons
from tasks.entities.chinese_tokens import ChineseTokens
from tasks.lexicon.lexicon import load_lexicon
from tasks.tours.chinese_clauses import ChineseClauses
from tasks.tours.chinese_place_lists import ChinesePlaceLists

LISTS = [
    ("来到红旗村、光明社区和县人民医院看望群众。", ["红旗村", "光明社区", "县人民医院"], "marks and a conjunction"),
    ("来到清水县红旗村等地。", ["清水县红旗村"], "with the division it lies in"),
    ("来到位于清水县的红星电子公司工地。", ["清水县的红星电子公司工地"], "a part of a place, and its qualifier with 的"),
    ("来到瓦窑梁，听取汇报。", ["瓦窑梁"], "no known name, but gone to"),
    ("来到三个单位。", [], "an amount is no place"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), LISTS)
def test_places_after_a_verb(text: str, expected: list[str], reason: str) -> None:
    lexicon = load_lexicon()
    tokens = ChineseTokens(lexicon.chinese, text)
    tokens.learn(ChinesePersons(tokens, lexicon.persons).find())
    clauses = ChineseClauses(tokens, ChineseNames(tokens).find())
    verb = clauses.starts.index(text.index("来到"))
    places, _ = ChinesePlaceLists(clauses).after(verb + 1, clauses.sentence_stop(verb), strong=True)
    assert [text[place.start : place.end] for place in places] == expected, reason
