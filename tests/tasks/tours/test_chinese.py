"""The Chinese grammar on reports written for this test."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.lexicon.lexicon import load_lexicon
from tasks.sources.document import SourceDocument
from tasks.tours.chinese import parse_chinese
from tasks.tours.reader import read_document
from tasks.tours.reading import Reading


def read(text: str, title: str = "考察") -> Reading:
    """Read a report of 12 May 2023."""
    document = SourceDocument(source_uri="x#1", text=text, title=title, published_on=dt.date(2023, 5, 12), language="zh")
    return read_document(document, load_lexicon())


STOPS = [
    (
        "5月10日，省长陆承远来到清水县，先后走进红旗村、光明社区和县人民医院看望群众。",
        ["红旗村", "光明社区", "县人民医院"],
        "list after a verb",
    ),
    ("省长陆承远到天水市考察。在清水县第一中学，他察看校园。", ["清水县第一中学"], "opening phrase of place; the city holds it"),
    ("市长段春雨率团赴苏州、无锡、常州考察。", ["苏州", "无锡", "常州"], "cities"),
    ("省长陆承远在兰州强调，将于下月赴天水市调研。", [], "a plan is no visit"),
    ("市政协主席陆承远今（12）日前往清水镇公所参访。", ["清水镇公所"], "日前 is no word after a date"),
    ("省长陆承远对兰州大学、金川集团进行了走访。", ["兰州大学", "金川集团"], "a visit paid to places"),
    ("省长陆承远察看了青石桥改造工程和金川电厂改造项目。", ["青石桥改造工程", "金川电厂改造项目"], "works are called by their site"),
    ("省长陆承远说，去年曾到天水市调研。", [], "an earlier visit in a speech is none"),
    ("省长陆承远以视频连线方式慰问了金城医院。", [], "a video link is no visit"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), STOPS)
def test_stops(text: str, expected: list[str], reason: str) -> None:
    assert [stop.place for stop in read(text).stops] == expected, reason


def test_parts() -> None:
    reading = read(
        "5月10日，省长陆承远在市委书记段春雨、市长姚广平陪同下，来到金川集团调研。"
        "金川集团董事长邵明轩汇报了生产情况。陆承远强调，要抓好安全生产。副省长欧阳靖参加调研。"
    )
    parts = {row.name: row.part for row in reading.participants}
    assert parts == {"陆承远": "visitor", "段春雨": "companion", "姚广平": "companion", "邵明轩": "host", "欧阳靖": "companion"}
    assert [statement.verb for statement in reading.statements] == ["强调"]
    assert (reading.stops[0].date_start, reading.stops[0].date_end) == (dt.date(2023, 5, 10), dt.date(2023, 5, 10))


PARTS = [
    (
        "5月10日，校长龚立率领副校长段春雨、教务处长姚广平访问兰州大学。",
        {"龚立": "visitor", "段春雨": "companion", "姚广平": "companion"},
        "whom a leader takes along",
    ),
    (
        "省长陆承远来到金川集团，强调要抓好安全生产，县委书记段春雨、县长姚广平陪同调研。",
        {"陆承远": "visitor", "段春雨": "companion", "姚广平": "companion"},
        "speech ends before who came along",
    ),
    (
        "行政院长陆承远视察金川集团。随行的还有秘书长段春雨、市长姚广平等官员。",
        {"陆承远": "visitor", "段春雨": "companion", "姚广平": "companion"},
        "a list of who came along",
    ),
    ("省长陆承远来到金川集团，拜会了董事长邵明轩。", {"陆承远": "visitor", "邵明轩": "host"}, "called on"),
    ("省法院段春雨副院长、姚广平法官等一行六人到清水县人民法院调研。", {"段春雨": "visitor", "姚广平": "visitor"}, "offices after names"),
    (
        "陆承远来到清水县侨联，与专程返乡的华侨段春雨见面，听取汇报。随后走进金川集团。",
        {"陆承远": "visitor", "段春雨": "host"},
        "who is met does not act in what follows",
    ),
    (
        "省长陆承远来到金川集团。市人事办主任段春雨、市教育督导室副主任姚广平一同检查。陆承远还将会见总理邵明轩。",
        {"陆承远": "visitor", "段春雨": "companion", "姚广平": "companion"},
        "a verb inside an office; who is yet to be met",
    ),
    ("中新网兰州5月11日电（段春雨 姚广平）省长陆承远来到金川集团调研。", {"陆承远": "visitor"}, "reporters in brackets"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), PARTS)
def test_part_of_each(text: str, expected: dict[str, str], reason: str) -> None:
    assert {row.name: row.part for row in read(text).participants} == expected, reason


def test_marks_of_half_width_are_marks() -> None:
    reading = read("省长陆承远来到金川集团,察看车间;随后,他走进红旗村(重点村).")
    assert [stop.place for stop in reading.stops] == ["金川集团", "红旗村"]


def test_each_visitor_has_their_own_stops() -> None:
    reading = read("副市长段春雨、姚广平分别走访企业。段春雨来到红星电子公司，了解生产情况。姚广平走进金川集团，看望职工。")
    visitors = {stop.place: {row.name for row in reading.participants if row.stop_id == stop.stop_id} for stop in reading.stops}
    assert visitors == {"红星电子公司": {"段春雨"}, "金川集团": {"姚广平"}}


def test_traditional_characters_keep_their_spans() -> None:
    text = "省長陸承遠來到蘭州大學考察。陸承遠強調，要重視人才。"
    parsed = parse_chinese(text, None, load_lexicon())
    found = {text[span.start : span.end] for referent in parsed.referents for span in referent.spans}
    assert {"陸承遠", "蘭州大學"} <= found


def test_own_university_lies_where_it_is() -> None:
    stop = read("南开新闻网讯 5月10日，校长龚立到文学院调研，听取工作汇报。").stops[0]
    assert (stop.province, stop.city) == ("天津市", "天津市")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "省长",
                "王强",
                "来到",
                "天水市",
                "、",
                "和",
                "，",
                "。",
                "清水县",
                "红旗村",
                "“",
                "”",
                "\n",
                " ",
                "A1",
                "·",
                "他",
                "強調",
                "中",
                "的",
            ]
        ),
        max_size=30,
    )
)
def test_offsets_hold_for_any_mixture(pieces: list[str]) -> None:
    text = "".join(pieces)
    reading = read(text)
    for mention in reading.mentions:
        if mention.char_start is not None:
            assert mention.text.translate(load_lexicon().chinese.fold) == text[mention.char_start : mention.char_end].translate(
                load_lexicon().chinese.fold
            )
    for stop in reading.stops:
        assert text[stop.evidence_start : stop.evidence_end] == stop.evidence
