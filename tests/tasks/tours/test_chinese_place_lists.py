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
    ("来到正在加紧建设、年内完工的青山大桥项目工地。", ["青山大桥项目工地"], "a relative clause before the name"),
    ("来到由外企承建的青山大桥考察。", ["青山大桥"], "a relative clause with a preposition"),
    ("来到清水县非物质文化遗产陈列馆，听取介绍。", ["清水县非物质文化遗产陈列馆"], "words inside the name that are verbs elsewhere"),
    ("来到清水县给群众送去农机。", ["清水县"], "a verb that follows the name, with no head after it"),
    (
        "来到清水县红旗镇、柳河镇，米脂县马家镇、高台镇等地。",
        ["清水县红旗镇", "柳河镇", "米脂县马家镇", "高台镇"],
        "another division's places after a comma",
    ),
    ("来到清水县红旗镇，米脂县马家镇负责人陪同。", ["清水县红旗镇"], "a new clause after a comma"),
    ("来到金禾科技、特锐电工、新能化等企业，察看生产线。", ["金禾科技", "特锐电工", "新能化"], "what they are is told after them"),
    ("来到金禾桥、防波堤、泵房改造等项目现场。", ["金禾桥"], "works are none"),
    ("来到红星电子有限公司“访企拓岗”。", ["红星电子有限公司"], "what was done there is quoted"),
    ("来到毛泽东同志铜像、故居和纪念馆。", ["毛泽东同志铜像", "故居", "纪念馆"], "a memorial, and bare heads after it"),
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
