"""Names in Chinese sentences written for this test."""

import pytest

from tasks.entities.chinese_names import ChineseNames
from tasks.entities.chinese_persons import ChinesePersons
from tasks.entities.chinese_referents import is_variant, same_person
from tasks.entities.chinese_tokens import ChineseTokens
from tasks.lexicon.lexicon import load_lexicon


def names(text: str) -> dict[str, set[str]]:
    """Names by kind."""
    lexicon = load_lexicon()
    tokens = ChineseTokens(lexicon.chinese, text.translate(lexicon.chinese.fold))
    tokens.learn(ChinesePersons(tokens, lexicon.persons).find())
    found: dict[str, set[str]] = {"person": set(), "organization": set(), "place": set()}
    for span in ChineseNames(tokens).find():
        found[str(span.kind)].add(text[span.start : span.end])
    return found


PERSONS = [
    ("省委书记、省人大常委会主任陆承远出席会议。", {"陆承远"}, "after a chain of offices"),
    ("欧阳靖指出，工作要抓实。", {"欧阳靖"}, "compound surname before a verb of saying"),
    ("副校长郭和对来宾表示欢迎。郭和说，合作前景广阔。", {"郭和"}, "given name that is a conjunction"),
    ("喀什地区专员吐尔逊·买买提介绍情况。", {"吐尔逊·买买提"}, "dotted name"),
    ("塞尔维亚总理布尔纳比奇在机场迎接。", {"布尔纳比奇"}, "transliteration after an office"),
    ("（记者 陶 然 摄影 金晓）昨日开幕。", {"陶 然", "金晓"}, "byline with spaces"),
    ("姚广平、段春雨等参加上述活动。", {"姚广平", "段春雨"}, "list"),
    ("国家强调，安全是发展的前提。", set(), "ordinary words that begin with a surname"),
    ("生态文明建设取得成效。", set(), "明 is no surname within a word"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), PERSONS)
def test_persons(text: str, expected: set[str], reason: str) -> None:
    assert names(text)["person"] == expected, reason


OTHERS = [
    ("来到清水县检察院和人民法庭。", "organization", {"清水县检察院"}, "a bare court is none"),
    ("走进汉阳区钟家村街道五里社区。", "place", {"汉阳区", "钟家村街道", "五里社区"}, "a chain of settlements is one name each"),
    ("先后到生命科学学院、环境科学与工程学院调研。", "organization", {"生命科学学院", "环境科学与工程学院"}, "与 inside a name"),
    ("充分利用南京大学的优势。", "organization", {"南京大学"}, "ordinary words before a name are left out"),
    ("甘肃省委书记到会。", "organization", {"甘肃省委"}, "the body within an office"),
    ("在中科曙光公司参观。", "organization", {"中科曙光公司"}, "中 at the front of a name"),
    ("加快建设新校区，打造重点实验室。", "place", set(), "generic places are none"),
]


@pytest.mark.parametrize(("text", "kind", "expected", "reason"), OTHERS)
def test_organizations_and_places(text: str, kind: str, expected: set[str], reason: str) -> None:
    assert names(text)[kind] == expected, reason


@pytest.mark.parametrize(
    ("longer", "shorter", "expected"),
    [
        ("贵阳市人民检察院", "贵阳市检察院", True),
        ("天津海洋装备联合研究院", "联合研究院", True),
        ("青州市人民法院", "青岛市人民法院", False),
        ("第一医院", "医院", False),
    ],
)
def test_variants(longer: str, shorter: str, expected: bool) -> None:
    assert is_variant(longer, shorter) is expected


@pytest.mark.parametrize(
    ("longer", "shorter", "expected"),
    [("吐尔逊·买买提", "吐尔逊", True), ("张 宁", "张宁", True), ("张宁", "张宁宁", False), ("李强", "王强", False)],
)
def test_same_person(longer: str, shorter: str, expected: bool) -> None:
    assert same_person(longer, shorter) is expected
