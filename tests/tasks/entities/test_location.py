"""Where stops of English reports lie: namesakes, containers behind a comma, towns that no table has."""

import pytest

from tasks.lexicon.lexicon import load_lexicon
from tasks.sources.document import SourceDocument
from tasks.tours.reader import read_document


def where(text):
    reading = read_document(SourceDocument(source_uri="memory#t", text=text, language="en"), load_lexicon())
    return {stop.place: (stop.country, stop.province, stop.city) for stop in reading.stops}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Minister Ama Mensah visited Freetown, Sierra Leone, on Monday. She toured the Princess Clinic, Tower Hill.",
            {"Princess Clinic, Tower Hill": ("Sierra Leone", "Western Area", "Freetown")},
        ),
        (
            "Minister Ama Mensah toured Selwyn Market in Victoria, Seychelles, on Monday.",
            {"Selwyn Market in Victoria, Seychelles": ("Seychelles", "La Rivière Anglaise", "Victoria")},
        ),
        (
            "Minister Nimal Silva visited the library in Kandy, Sri Lanka, on Monday. He then inspected a school at Muhamvillu.",
            {
                "library in Kandy, Sri Lanka": ("Sri Lanka", "Central", "Kandy"),
                "school at Muhamvillu": ("Sri Lanka", "Central", "Muhamvillu"),
            },
        ),
        (
            "Minister Nimal Silva visited Kandy Library and Jaffna Library in Sri Lanka on Monday. He then toured a school at Muhamvillu.",
            {
                "Kandy Library": ("Sri Lanka", "Central", "Kandy"),
                "Jaffna Library in Sri Lanka": ("Sri Lanka", "Northern", "Jaffna"),
                "school at Muhamvillu": ("Sri Lanka", None, "Muhamvillu"),
            },
        ),
        (
            "Premier Kang Il Su visited the Sariwon Mill in the DPRK on Monday. He praised heroic Korea at the Ryonghung Clinic.",
            {
                "Sariwon Mill in the DPRK": ("North Korea", "North Hwanghae", "Sariwon"),
                "Ryonghung Clinic": ("North Korea", "North Hwanghae", "Sariwon"),
            },
        ),
        (
            "Minister Tariq Khan visited Kenya on Monday. He toured a school in Mombasa and later visited the Embassy of Pakistan.",
            {"school in Mombasa": ("Kenya", "Mombasa", "Mombasa"), "Embassy of Pakistan": ("Kenya", "Nairobi", "Nairobi")},
        ),
        (
            "Governor Ann Lee visited the Supreme Court of Virginia in Richmond on Monday.",
            {"Supreme Court of Virginia in Richmond": ("United States", "Virginia", "Richmond")},
        ),
        (
            "The Queen visited Buckingham Palace on 4 May 2010 and later opened St Mary's School in Windsor.",
            {
                "Buckingham Palace": ("United Kingdom", "England", "London"),
                "St Mary's School in Windsor": ("United Kingdom", "England", "Windsor"),
            },
        ),
        (
            "The Queen opened the Flower Show at the Royal Hall Chelsea, London, on 4 May 2010.",
            {"Flower Show at the Royal Hall Chelsea, London": ("United Kingdom", "England", "London")},
        ),
    ],
)
def test_stops_lie_where_the_text_tells(text, expected):
    assert where(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "市委书记陈志远3月5日在岳阳市调研。他来到湖南华能电机公司，察看生产线，随后来到湖南红旗水文站。",
            {"湖南华能电机公司": ("中国", "湖南省", "岳阳市"), "湖南红旗水文站": ("中国", "湖南省", "岳阳市")},
            id="a firm called by its province is where the tour has come",
        ),
        pytest.param(
            "3月5日，陈志远在阿克苏地区考察新疆绿洲装备研究院，参观红柳纪念馆。",
            {"新疆绿洲装备研究院": ("中国", "新疆维吾尔自治区", "阿克苏地区"), "红柳纪念馆": ("中国", "新疆维吾尔自治区", "阿克苏地区")},
            id="and the tour stays there",
        ),
        pytest.param(
            "3月5日，陈志远在湖南省岳阳市考察华龙码头。3月6日，他在云南省来到云南高原研究院。",
            {"华龙码头": ("中国", "湖南省", "岳阳市"), "云南高原研究院": ("中国", "云南省", None)},
            id="but not in another province",
        ),
        pytest.param(
            "教育部部长李明远3月5日访问泰国。3月6日上午，李明远在曼谷参观了中国—泰国“热带水果”联合实验室。",
            {"中国—泰国“热带水果”联合实验室": ("泰国", "曼谷", "曼谷")},
            id="a name with two countries is in the one that was gone to",
        ),
        pytest.param(
            "陈志远看望慰问赵立平院士\n3月5日，天津市委书记陈志远看望慰问赵立平院士。陈志远一行来到赵立平院士家中，悉心询问他的身体状况。赵立平一直关心天津的农业。",
            {"赵立平院士家": ("中国", "天津市", "天津市")},
            id="the only province that a text speaks of",
        ),
    ],
)
def test_stops_of_chinese_reports_lie_where_the_text_tells(text, expected):
    reading = read_document(SourceDocument(source_uri="memory#t", text=text, language="zh"), load_lexicon())
    assert {stop.place: (stop.country, stop.province, stop.city) for stop in reading.stops} == expected
