import datetime as dt

import pytest

from tasks.tours.dates import DateExpression, find_dates

WEDNESDAY = dt.date(2024, 7, 10)


def found(text: str, published_on: dt.date | None = WEDNESDAY) -> list[DateExpression]:
    return find_dates(text, published_on, "zh")


@pytest.mark.parametrize(
    ("text", "phrase", "start", "end", "rule"),
    [
        ("7月1日至3日，她来到北山县。", "7月1日至3日", "2024-07-01", "2024-07-03", "date:month-day"),
        ("7月1日—3日，她来到北山县。", "7月1日—3日", "2024-07-01", "2024-07-03", "date:month-day"),
        ("6月14至16日，她来到北山县。", "6月14至16日", "2024-06-14", "2024-06-16", "date:month-day"),
        ("2019年5月2日，她来到北山县。", "2019年5月2日", "2019-05-02", "2019-05-02", "date:month-day"),
        ("二〇二四年七月一日上午，她来到北山县。", "二〇二四年七月一日", "2024-07-01", "2024-07-01", "date:month-day"),
        ("２０２４年７月１日，她來到北山縣。", "２０２４年７月１日", "2024-07-01", "2024-07-01", "date:month-day"),
        ("六月二十九日至七月二日，她来到北山县。", "六月二十九日至七月二日", "2024-06-29", "2024-07-02", "date:month-day"),
        ("去年12月3日，她来到北山县。", "去年12月3日", "2023-12-03", "2023-12-03", "date:month-day"),
        ("7月5號，她來到北山縣。", "7月5號", "2024-07-05", "2024-07-05", "date:month-day"),
        ("省长8日下午来到北山县。", "8日", "2024-07-08", "2024-07-08", "date:day-of-month"),
        ("省长25日到29日在北山县调研。", "25日到29日", "2024-06-25", "2024-06-29", "date:day-of-month"),
        ("省长3日下午至5日上午在北山县调研。", "3日下午至5日", "2024-07-03", "2024-07-05", "date:day-of-month"),
        ("省长6日、7日在北山县调研。", "6日、7日", "2024-07-06", "2024-07-07", "date:day-of-month"),
        ("昨天，她来到北山县。", "昨天", "2024-07-09", "2024-07-09", "date:relative-day"),
        ("今天（7月9日）她来到北山县。", "今天（7月9日）", "2024-07-09", "2024-07-09", "date:month-day"),
        ("市長今（10）日上午前往北山。", "今（10）日", "2024-07-10", "2024-07-10", "date:parenthesised-day"),
        ("市長昨(9)日前往北山。", "昨(9)日", "2024-07-09", "2024-07-09", "date:parenthesised-day"),
        ("两天前，她来到北山县。", "两天前", "2024-07-08", "2024-07-08", "date:relative-day"),
        ("週二，她來到北山縣。", "週二", "2024-07-09", "2024-07-09", "date:weekday"),
        ("上周五，她来到北山县。", "上周五", "2024-07-05", "2024-07-05", "date:weekday"),
    ],
)
def test_one_expression(text: str, phrase: str, start: str, end: str, rule: str) -> None:
    (expression,) = found(text)
    assert (text[expression.char_start : expression.char_end], str(expression.start), str(expression.end), expression.rule) == (
        phrase,
        start,
        end,
        rule,
    )


@pytest.mark.parametrize(
    ("text", "precision", "year", "month"),
    [
        ("日前，她来到北山县。", "vague", None, None),
        ("连日来，她走遍北山县。", "vague", None, None),
        ("春节前夕，她来到北山县。", "vague", None, None),
        ("农历八月十五日，她来到北山县。", "vague", None, None),
        ("腊月二十三，她来到北山县。", "vague", None, None),
        ("5月以来，北山县多雨。", "month", None, 5),
        ("今年3月，北山县多雨。", "month", 2024, 3),
        ("2018年，北山县多雨。", "year", 2018, None),
    ],
)
def test_expressions_without_a_day(text: str, precision: str, year: int | None, month: int | None) -> None:
    (expression,) = found(text)
    assert (expression.start, expression.end) == (None, None)
    assert (expression.precision, expression.year, expression.month) == (precision, year, month)


@pytest.mark.parametrize(
    "text",
    [
        "票价30日元。",
        "请于3日内答复。",
        "她住在5号楼，电话12345号。",
        "这是他的生日，也是节日。",
        "纪念“七一”。",
        "学习7月1日重要讲话。",
        "今天的北山县很美。",
        "中方愿同日方一道努力。",
    ],
)
def test_no_dates(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "published_on", "expected"),
    [
        ("12月30日，她来了。2日上午，她走了。次日，她病了。", dt.date(2024, 1, 5), ["2023-12-30", "2024-01-02", "2024-01-03"]),
        ("7月1日至3日，她调研。2日下午，她看了水库，当天，她看了学校。", dt.date(2024, 7, 5), ["2024-07-01", "2024-07-02", "2024-07-02"]),
        ("北山县1949年10月1日设立。8日，她来了。", dt.date(2024, 7, 10), ["1949-10-01", "2024-07-08"]),
        ("1日和5日，她来了。", dt.date(2024, 7, 10), ["2024-07-01", "2024-07-05"]),
        ("7月1日至3日，她调研。最后一天，她开了会。", dt.date(2024, 7, 5), ["2024-07-01", "2024-07-03"]),
        ("昨天，15日，7月3日，她来了。", None, ["None", "None", "None"]),
    ],
)
def test_narration(text: str, published_on: dt.date | None, expected: list[str]) -> None:
    assert [str(e.start) for e in found(text, published_on)] == expected


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("新华社北山7月8日电（记者 王田）今天，她来了。", [("dateline", "2024-07-08"), ("narrative", "2024-07-08")]),
        ("中新網北山7月8日電 當天，她來了。", [("dateline", "2024-07-08"), ("narrative", "2024-07-08")]),
        ("当地时间7月8日，她来了。", [("narrative", "2024-07-08")]),
        ("发布时间：2024-07-08 10:00\n她来了。", [("metadata", "2024-07-08")]),
        ("2024年7月8日\n她来了。", [("metadata", "2024-07-08")]),
        ("她说：“7月12日再来。”9日，她走了。", [("speech", "2024-07-12"), ("narrative", "2024-07-09")]),
        ("王田7月8日电话告知。", [("narrative", "2024-07-08")]),
    ],
)
def test_roles(text: str, roles: list[tuple[str, str]]) -> None:
    assert [(e.role, str(e.start)) for e in found(text)] == roles
