"""Whether Chinese sentences written for this test tell, plan, recall or quote."""

import pytest

from tasks.entities.chinese_names import ChineseNames
from tasks.entities.chinese_persons import ChinesePersons
from tasks.entities.chinese_tokens import ChineseTokens
from tasks.lexicon.lexicon import load_lexicon
from tasks.tours.chinese_clauses import ChineseClauses


def clauses_of(text: str) -> ChineseClauses:
    """What the grammar sees in a text."""
    lexicon = load_lexicon()
    tokens = ChineseTokens(lexicon.chinese, text)
    tokens.learn(ChinesePersons(tokens, lexicon.persons).find())
    return ChineseClauses(tokens, ChineseNames(tokens).find())


STATUS = [
    ("省长陆承远来到清水县调研。", "来到", "told", "plain telling"),
    ("省长陆承远将于下月赴天水市调研。", "赴", "planned", "将 before a verb"),
    ("省长陆承远将捐款交给学校，来到操场。", "来到", "told", "将 before an object is no plan"),
    ("省长陆承远强调，要来到基层听取意见。", "来到", "said", "content of a verb of saying"),
    ("省长陆承远强调，要抓好生产。要来到基层听取意见。", "来到", "said", "a speech goes on in its paragraph"),
    ("省长陆承远强调，要抓好生产。\n他来到基层听取意见。", "来到", "told", "and not in the next"),
    ("省长陆承远强调，要抓好生产。陆承远来到清水县。", "来到", "told", "who acts ends a speech"),
    ("村民们说：“去年省长来到我们村，送来了温暖。”", "来到", "said", "quotation"),
]


@pytest.mark.parametrize(("text", "verb", "expected", "reason"), STATUS)
def test_status(text: str, verb: str, expected: str, reason: str) -> None:
    clauses = clauses_of(text)
    assert clauses.status[clauses.starts.index(text.index(verb))] == expected, reason


ACTORS = [
    ("省长陆承远来到清水县。", "来到", "person", "named"),
    ("省长陆承远、市长段春雨来到清水县。", "来到", "person", "joined"),
    ("他来到清水县。", "来到", "pronoun", "third person"),
    ("我们来到清水县。", "来到", "other", "who writes"),
    ("代表团来到清水县。", "来到", "group", "group"),
    ("学院负责人介绍情况。", "介绍", "other", "an office without a name"),
    ("来到清水县。", "来到", "elided", "nobody"),
]


@pytest.mark.parametrize(("text", "verb", "expected", "reason"), ACTORS)
def test_actor(text: str, verb: str, expected: str, reason: str) -> None:
    clauses = clauses_of(text)
    assert clauses.actor(clauses.starts.index(text.index(verb))).kind == expected, reason
