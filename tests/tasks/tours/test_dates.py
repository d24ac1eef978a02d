import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.tours.dates import find_dates, tour_range

PIECES = [
    *(
        "July",
        " ",
        "1st",
        "to",
        "3",
        "-",
        "and",
        ",",
        "(",
        ")",
        "2024",
        "the",
        "23rd",
        "on",
        "today",
        "\n",
        "next day",
        "Monday",
        "--",
        "“",
        "”",
    ),
    *(
        "7月",
        "1日",
        "至",
        "3",
        "电",
        "昨天",
        "次日",
        "（",
        "）",
        "二〇二四年",
        "十",
        "周三",
        "、",
        "今年",
        "最后一天",
        "May",
        "0",
        "/",
        ".",
        "99",
    ),
]
FORMATS = {
    "en": ["{d:%B} {d.day}, {d.year}", "{d.day} {d:%b} {d.year}", "{d:%A}, {d:%B} {d.day}, {d.year}", "{d:%Y-%m-%d}"],
    "zh": ["{d.year}年{d.month}月{d.day}日", "{d:%Y-%m-%d}"],
}


@given(st.lists(st.sampled_from(PIECES)).map("".join), st.none() | st.dates(), st.sampled_from(["en", "zh", "zh-Hant"]))
def test_expressions_are_ordered_disjoint_spans_with_both_days_or_none(text: str, published_on: dt.date | None, language: str) -> None:
    position = 0
    for expression in find_dates(text, published_on, language):
        assert position <= expression.char_start < expression.char_end <= len(text)
        position = expression.char_end
        assert (expression.start is None) == (expression.end is None) == (expression.precision not in ("day", "range"))
        if expression.start and expression.end:
            assert expression.start <= expression.end
            assert (expression.start == expression.end) == (expression.precision == "day")


@given(st.dates(dt.date(1950, 1, 1), dt.date(2049, 12, 31)), st.none() | st.dates(), st.sampled_from(["en", "zh"]), st.data())
def test_a_full_date_needs_no_reference(day: dt.date, published_on: dt.date | None, language: str, data: st.DataObject) -> None:
    written = data.draw(st.sampled_from(FORMATS[language])).format(d=day)
    text = f"He came on {written} to the port" if language == "en" else f"他于{written}来到港口"
    (expression,) = find_dates(text, published_on, language)
    assert (text[expression.char_start : expression.char_end], expression.start, expression.end) == (written, day, day)


@given(st.dates(dt.date(1950, 1, 1), dt.date(2049, 12, 31)), st.integers(0, 300))
def test_a_month_and_day_is_the_latest_before_the_report(day: dt.date, age: int) -> None:
    if (day.month, day.day) == (2, 29):
        return
    (expression,) = find_dates(f"He came on {day:%B} {day.day} to the port", day + dt.timedelta(days=age), "en")
    assert expression.start == day


def test_other_languages_have_no_grammar() -> None:
    assert find_dates("July 1, 2024; 2024年7月1日", dt.date(2024, 7, 4), "und") == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "From July 1st to 3rd, she led a team. On the 2nd, she saw a dam.", ("2024-07-01", "2024-07-03")),
        ("en", "On July 1, 1950 it was built. From July 1st to 3rd, she led a team.", ("2024-07-01", "2024-07-03")),
        ("en", "On June 20 she saw a dam. The fair runs from July 1 to 3.", None),
        ("en", "Lanbury, July 8 (LNA) -- She came on July 7.", None),
        ("en", "She wrapped up a three-day official visit on July 7.", ("", "")),
        ("zh", "近日，她调研。7月1日至3日，她来到北山县。", ("2024-07-01", "2024-07-03")),
        ("zh", "3月1日至6月30日，全县开展行动。", None),
    ],
)
def test_tour_range(language: str, text: str, expected: tuple[str, str] | None) -> None:
    found = tour_range(find_dates(text, dt.date(2024, 7, 10), language))
    assert (found and (str(found.start), str(found.end))) == (expected if expected != ("", "") else None)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "She wrapped up a three-day official visit on July 7.", ("2024-07-05", "2024-07-07")),
        ("en", "During its five-day visit, which began on July 1, the group saw a dam.", ("2024-07-01", "2024-07-05")),
        ("en", "She concluded her first visit yesterday (09). During her two-day visit, she saw a dam.", ("2024-07-08", "2024-07-09")),
        ("en", "During her two-day visit, she saw a dam on July 7.", None),
        ("zh", "她7月5日抵达北山县，开始为期三天的访问。", ("2024-07-05", "2024-07-07")),
        ("zh", "她结束为期三天的访问，于7月7日离开。", ("2024-07-05", "2024-07-07")),
    ],
)
def test_tour_range_from_its_stated_length(language: str, text: str, expected: tuple[str, str] | None) -> None:
    found = tour_range(find_dates(text, dt.date(2024, 7, 10), language), text=text, language=language)
    assert (found and (found.rule, str(found.start), str(found.end))) == (expected and ("date:tour-length", *expected))


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "She opened the hall on July 1, and the next day he saw 24 mills in May; the mayor thanked them (6th from left). "),
        ("zh", "7月1日，她来到北山县。次日，她看了24家工厂，了解生产、用电和运输情况，并同乡亲们交谈。"),
    ],
)
def test_time_is_linear_in_one_long_line(language: str, line: str) -> None:
    def seconds(text: str) -> float:
        before = time.process_time()
        find_dates(text, dt.date(2024, 7, 10), language)
        return time.process_time() - before

    seconds(line)
    short = min(seconds(line * 500) for _ in range(3))
    assert min(seconds(line * 5000) for _ in range(3)) < 40 * short
