"""Which places of short Chinese reports, written for this test, are stops, and what was said there and by whom."""

import datetime as dt

import pytest

from tasks.lexicon.lexicon import load_lexicon
from tasks.sources.document import SourceDocument
from tasks.tours.reader import read_document
from tasks.tours.reading import Reading


def read(text: str) -> Reading:
    document = SourceDocument(source_uri="test:zh", text=text, title=None, published_on=dt.date(2024, 3, 12), language="zh")
    return read_document(document, load_lexicon())


STOPS = [
    ("3月11日，副省长孙伟来到汉阴县三元村，走进村活动中心，察看室内训练场。", ["汉阴县三元村"], "parts of the village just gone to"),
    ("3月11日，副省长孙伟来到县政务服务中心、县人民医院。", ["县政务服务中心", "县人民医院"], "bodies of a county are places of their own"),
    ("3月11日，副省长孙伟来到西京大学调研。他首先参观了西京大学图书馆。", ["西京大学图书馆"], "a round inside the university"),
    (
        "3月11日，副省长孙伟来到红星集团。随后，他先后来到汉阴县人民医院、三元村。",
        ["红星集团", "汉阴县人民医院", "三元村"],
        "a word leads on",
    ),
    ("位于汉江之滨的安康水电站建成多年。3月11日，副省长孙伟来到这里，察看大坝。", ["安康水电站"], "named first, gone to as 这里"),
    ("位于汉江之滨的安康水电站建成多年。3月11日，副省长孙伟在会上讲到这里的变化。", [], "only spoken of"),
    ("2008年，县委书记赵刚来到红旗村。3月10日，县长刘洋来到三元村看望老党员。", ["三元村"], "an earlier year is background"),
    ("3月10日，县长刘洋与在红星集团工作的专家座谈。", [], "where somebody works"),
    ("3月10日，县长刘洋看望基层派出所民警。", [], "a kind of place"),
    ("3月10日，县长刘洋到红星集团、白云集团所属企业调研。", [], "what belongs to groups is not named"),
    ("3月10日，校党委书记张凯来到我校图书馆、学校新体育馆调研。", ["我校图书馆", "学校新体育馆"], "facilities of the text's own school"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), STOPS)
def test_stops(text: str, expected: list[str], reason: str) -> None:
    assert [stop.place for stop in read(text).stops] == expected, reason


def test_who_acted_in_an_earlier_year_is_no_visitor() -> None:
    reading = read("2008年，县委书记赵刚来到红旗村。3月10日，县长刘洋来到三元村看望老党员。")
    assert [participant.name for participant in reading.participants if participant.part == "visitor"] == ["刘洋"]


LEAD = "3月11日，副省长孙伟来到三元村调研。"
STATEMENTS = [
    (
        "孙伟指出，防汛工作事关安全。要压实责任。",
        [("孙伟", "指出", "防汛工作事关安全。"), ("孙伟", None, "要压实责任。")],
        "a speech goes on",
    ),
    ("他强调，要把茶叶做成产业。", [("孙伟", "强调", "要把茶叶做成产业。")], "a pronoun"),
    ("察看茶园后，希望村里带动更多人增收。", [("孙伟", "希望", "村里带动更多人增收。")], "nobody named"),
    ("村民王大山告诉他，比去年好。", [("王大山", "告诉", "比去年好。")], "the one spoken to is no part of what is said"),
    ("“你们辛苦了。”孙伟说。", [("孙伟", "说", "“你们辛苦了。”")], "the verb after the words"),
    ("孙伟对在场的干部、群众说，要抓紧。", [("孙伟", "说", "要抓紧。")], "those spoken to say nothing"),
    ("孙伟听取情况介绍，察看茶园。", [], "a report listened to"),
    ("孙伟向大家表示衷心感谢。", [], "a gesture"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), STATEMENTS)
def test_statements(text: str, expected: list[tuple[str, str | None, str]], reason: str) -> None:
    reading = read(LEAD + text)
    names = {referent.entity_id: referent.name for referent in reading.referents}
    found = [(names.get(row.speaker_entity_id or ""), row.verb, row.text) for row in reading.statements]
    assert found == expected, reason
