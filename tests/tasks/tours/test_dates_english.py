import datetime as dt

import pytest

from tasks.tours.dates import DateExpression, find_dates

WEDNESDAY = dt.date(2024, 7, 10)


def found(text: str, published_on: dt.date | None = WEDNESDAY) -> list[DateExpression]:
    return find_dates(text, published_on, "en")


def days(text: str, published_on: dt.date | None = WEDNESDAY) -> list[tuple[str, str, str]]:
    return [
        (text[e.char_start : e.char_end], e.start.isoformat() if e.start else "", e.end.isoformat() if e.end else "")
        for e in found(text, published_on)
    ]


@pytest.mark.parametrize(
    ("text", "phrase", "start", "end", "rule"),
    [
        ("From July 1st to 3rd, she led a team to the north.", "July 1st to 3rd", "2024-07-01", "2024-07-03", "date:month-day"),
        ("He toured the port from 21 to 23 May 2019.", "21 to 23 May 2019", "2019-05-21", "2019-05-23", "date:month-day"),
        ("The visit on June 27-28 went well.", "June 27-28", "2024-06-27", "2024-06-28", "date:month-day"),
        ("On June 23 and 24, she saw two farms.", "June 23 and 24", "2024-06-23", "2024-06-24", "date:month-day"),
        ("They came on 1–4 May.", "1–4 May", "2024-05-01", "2024-05-04", "date:month-day"),
        ("They met between 3 and 7 May.", "3 and 7 May", "2024-05-03", "2024-05-07", "date:month-day"),
        ("From June 26 to July 5, they travelled.", "June 26 to July 5", "2024-06-26", "2024-07-05", "date:month-day"),
        ("Opened on 16 Sep 2010 by the mayor.", "16 Sep 2010", "2010-09-16", "2010-09-16", "date:month-day"),
        ("It was the 4th of July 2021 when he came.", "4th of July 2021", "2021-07-04", "2021-07-04", "date:month-day"),
        ("He came on December 3 last year.", "December 3 last year", "2023-12-03", "2023-12-03", "date:month-day"),
        ("Signed 2024-07-01 in the hall.", "2024-07-01", "2024-07-01", "2024-07-01", "date:iso"),
        ("On Tuesday, March 14, 2006 she left.", "Tuesday, March 14, 2006", "2006-03-14", "2006-03-14", "date:month-day"),
        ("He called on Thursday (16 May) at the school.", "Thursday (16 May)", "2024-05-16", "2024-05-16", "date:month-day"),
        ("She arrived today (09) by train.", "today (09)", "2024-07-09", "2024-07-09", "date:parenthesised-day"),
        ("He inspected the dam last night (8).", "last night (8)", "2024-07-08", "2024-07-08", "date:parenthesised-day"),
        ("Her mission on Monday (8) was short.", "Monday (8)", "2024-07-08", "2024-07-08", "date:parenthesised-day"),
        ("They toured the fair yesterday and today.", "yesterday and today", "2024-07-09", "2024-07-10", "date:relative-day"),
        ("They met two days ago.", "two days ago", "2024-07-08", "2024-07-08", "date:relative-day"),
        ("She said so on Wednesday.", "Wednesday", "2024-07-10", "2024-07-10", "date:weekday"),
        ("She came last Wednesday.", "last Wednesday", "2024-07-03", "2024-07-03", "date:weekday"),
        ("On Monday this week he came.", "Monday this week", "2024-07-08", "2024-07-08", "date:weekday"),
        ("He came on Friday last week.", "Friday last week", "2024-07-05", "2024-07-05", "date:weekday"),
        ("On the evening of the 7th, he arrived.", "7th", "2024-07-07", "2024-07-07", "date:day-of-month"),
        ("On the 25th, he arrived.", "25th", "2024-06-25", "2024-06-25", "date:day-of-month"),
        ("The two-day (8th and 9th) programme began.", "8th and 9th", "2024-07-08", "2024-07-09", "date:day-of-month"),
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
        ("In August last year she came.", "month", 2023, 8),
        ("One day in July Juche 107 (2018), he came.", "month", 2018, 7),
        ("Since 2018 it has grown.", "year", 2018, None),
        ("Recently, she visited the port.", "vague", None, None),
        ("A few days ago, she visited the port.", "vague", None, None),
        ("Last week she visited the port.", "vague", None, None),
        ("He left on June 31.", "vague", None, 6),
    ],
)
def test_expressions_without_a_day(text: str, precision: str, year: int | None, month: int | None) -> None:
    (expression,) = found(text)
    assert (expression.start, expression.end) == (None, None)
    assert (expression.precision, expression.year, expression.month) == (precision, year, month)


@pytest.mark.parametrize(
    "text",
    [
        "The 20th National Congress met in the 75th year.",
        "On the 23rd floor stood the 2nd Corps.",
        "In the picture Mr Orr (6th from left) smiles.",
        "A 21-gun salute, a 12348 hotline, No. 17, 5% and $31.",
        "On the 80th anniversary of the founding, flags flew.",
        "They may march 5 miles, and May this feast be merry.",
        "The heroes brought about the miracle of July 27 long ago.",
        "The Sunday Observer printed it.",
        "It mends the recently signed accord and today's roads.",
        "He rests day after day, and the day before the talks too.",
    ],
)
def test_no_dates(text: str) -> None:
    assert days(text) == []


@pytest.mark.parametrize(
    ("text", "published_on", "expected"),
    [
        # the day of the month continues the last month told, also across its end
        (
            "On December 30 he came. On the 2nd, he left. The next day he slept.",
            dt.date(2024, 1, 5),
            ["2023-12-30", "2024-01-02", "2024-01-03"],
        ),
        ("From May 28th to 30th, he was there. At noon on the 29th he ate.", dt.date(2024, 6, 3), ["2024-05-28", "2024-05-29"]),
        # background does not move the narration
        ("On 4 July 1776 it began. On the 2nd, he came.", dt.date(2024, 7, 4), ["1776-07-04", "2024-07-02"]),
        (
            "On May 1 he came. Three days later he left; the previous day he slept.",
            dt.date(2024, 5, 9),
            ["2024-05-01", "2024-05-04", "2024-05-03"],
        ),
        (
            "On July 8 he came. They had met four days ago. That day he slept.",
            dt.date(2024, 7, 10),
            ["2024-07-08", "2024-07-06", "2024-07-08"],
        ),
        ("From March 3 to 5, he toured. On the last day, he spoke.", dt.date(2024, 3, 9), ["2024-03-03", "2024-03-05"]),
        # two single days, not a range
        ("They met on June 27 and July 2.", dt.date(2024, 7, 9), ["2024-06-27", "2024-07-02"]),
        ("On July 1, 3 and 5 they met.", dt.date(2024, 7, 9), ["2024-07-01", "2024-07-03", "2024-07-05"]),
        ("On July 1 and 2 others they met.", dt.date(2024, 7, 9), ["2024-07-01"]),
        # "that day" after a range could be any of its days
        ("From May 1 to 3, he toured. That day he slept.", dt.date(2024, 5, 9), ["2024-05-01", ""]),
        ("On May 6 he will open it.", dt.date(2025, 5, 4), ["2025-05-06"]),
        ("He came on November 2.", dt.date(2024, 1, 11), ["2023-11-02"]),
        ("Dec 30, 2023 to Jan 2, 2024 was cold.", None, ["2023-12-30"]),
        ("He came today, on Monday, on the 3rd, on July 5.", None, ["", "", "", ""]),
    ],
)
def test_narration(text: str, published_on: dt.date | None, expected: list[str]) -> None:
    assert [start for _, start, _ in days(text, published_on)] == expected


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Lanbury, July 8 (LNA) -- She came yesterday.", [("dateline", "2024-07-08"), ("narrative", "2024-07-07")]),
        ("(8 July 2024, Lanbury) She came today.", [("dateline", "2024-07-08"), ("narrative", "2024-07-08")]),
        ("Lanbury Daily News, July 8th (Reporter Ann Orr) She came.", [("dateline", "2024-07-08")]),
        ("She came today. (Lanbury/Jul8/2024)", [("narrative", "2024-07-08"), ("dateline", "2024-07-08")]),
        (
            "8 Jul 2024 Posted in News\nShe came.\nLast updated on 24 Nov 2030",
            [("metadata", "2024-07-08"), ("metadata", "2030-11-24")],
        ),
        ("MINISTRY OF WELLS\n8 July 2024\n", [("metadata", "2024-07-08")]),
        ("She said: “Come on July 12.” On July 9, they came.", [("speech", "2024-07-12"), ("narrative", "2024-07-09")]),
        ('She said: "Come on July 12." On July 9, they came.', [("speech", "2024-07-12"), ("narrative", "2024-07-09")]),
        ("2024-07-08 – 2024-07-09\nLanbury: she came.", [("narrative", "2024-07-08")]),
        ("In Lanbury (6 July 2024), she spoke.", [("narrative", "2024-07-06")]),
    ],
)
def test_roles(text: str, roles: list[tuple[str, str]]) -> None:
    assert [(e.role, str(e.start)) for e in found(text)] == roles


def test_without_publication_day_the_dateline_is_the_reference_and_an_update_is_not() -> None:
    assert days("Lanbury, July 8, 2024 (LNA) -- She came yesterday.", None)[1] == ("yesterday", "2024-07-07", "2024-07-07")
    assert days("She came yesterday.\nLast updated on 24 Nov 2030", None)[0] == ("yesterday", "", "")


def test_a_dateline_without_a_year_in_a_report_of_unknown_day_tells_no_day() -> None:
    (expression,) = find_dates("GUIYANG, July 4 (Xinhua) -- The team went on.", None, "en")
    assert (expression.role, expression.start, expression.precision) == ("dateline", None, "vague")
