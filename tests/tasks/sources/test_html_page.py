"""Main text, title and date of written pages, in both languages.

The same pages measured with what else there is (2026-11-23; `tests/pages`: 8 pages, 26 phrases to keep, 32 to leave out):

trafilatura 2.3 for precision: title 8, date 8, kept 26, left out 29, 24 ms a page; for balance: left out 23;
readability-lxml 0.9: title 6, no dates, kept 26, left out 28; resiliparse 2.0: neither titles nor dates, kept 26, left out 16.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tasks.sources.document import SourceDocument
from tasks.sources.html_page import read_html
from warehouse import schema

PAGES = Path(__file__).parents[2] / "pages"
EXPECTED: dict[str, dict[str, Any]] = json.loads((PAGES / "expected.json").read_text(encoding="utf-8"))
# Of tables as layout, in one cell with the navigation, nothing is left out.
LEAST_LEFT_OUT = 29


def read(name: str) -> SourceDocument:
    (document,) = read_html((PAGES / f"{name}.html").read_bytes(), f"https://example.org/{name}")
    assert isinstance(document, SourceDocument)
    return document


def squeezed(text: str | None) -> str:
    return re.sub(r"\s", "", text or "")


@pytest.mark.parametrize("name", EXPECTED)
def test_title_date_and_text(name: str) -> None:
    document, expected = read(name), EXPECTED[name]
    assert squeezed(document.title) == squeezed(expected["title"])
    assert str(document.published_on) == expected["date"]
    assert [phrase for phrase in expected["keep"] if squeezed(phrase) not in squeezed(document.text)] == []


def test_what_stands_around_the_text_is_left_out() -> None:
    left_out = [phrase for name, page in EXPECTED.items() for phrase in page["drop"] if squeezed(phrase) not in squeezed(read(name).text)]
    assert len(left_out) >= LEAST_LEFT_OUT


def test_the_heading_is_the_title_and_not_the_text() -> None:
    assert read("en-ministry").text.startswith("On Wednesday, Minister of Transport")


def test_only_an_address_that_a_page_gives_itself_is_one() -> None:
    raw = (PAGES / "en-ministry.html").read_bytes()
    canonical = raw.replace(b"</head>", b'<link rel="canonical" href="https://example.org/x"></head>')
    for page, url in ((raw, None), (canonical, "https://example.org/x")):
        (document,) = read_html(page, "a.html")
        assert isinstance(document, SourceDocument)
        assert document.url == url


def test_the_server_knows_the_encoding() -> None:
    raw = "<html><body><article><p>省长陈明远到绍兴市调研制造业发展，听取负责人介绍情况。</p></article></body></html>".encode("gbk")
    (document,) = read_html(raw, "u", charset="GB2312")
    assert isinstance(document, SourceDocument)
    assert document.text == "省长陈明远到绍兴市调研制造业发展，听取负责人介绍情况。"


@pytest.mark.parametrize(
    "raw", [b"", b"   ", b"\x00\x01\x02", b"<html><body><script>render()</script></body></html>", b"<div>" * 20_000, b"<" * 1000]
)
def test_a_page_without_text_says_so(raw: bytes) -> None:
    (issue,) = read_html(raw, "u")
    assert isinstance(issue, schema.Issue)
    assert issue.code in {"source-empty", "extraction-failed"}


def test_a_year_alone_is_no_day() -> None:
    text = b"In 2021 the pier was mended, and nobody came to see it for long."
    raw = b"<html><head><title>T</title></head><body><article><p>" + text + b"</p></article></body></html>"
    (document,) = read_html(raw, "u")
    assert isinstance(document, SourceDocument)
    assert document.published_on is None
