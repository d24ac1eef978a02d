import datetime as dt

import pytest

from tasks.sources.document import SourceDocument
from tasks.sources.plain_text import read_plain_text


@pytest.mark.parametrize(
    ("raw", "title", "day", "text"),
    [
        (b"A visit\n2024-07-04\nThe body.\n", "A visit", dt.date(2024, 7, 4), "The body.\n"),
        (b"A visit\r\n2024-07-04\r\n\r\nThe body.", "A visit", dt.date(2024, 7, 4), "\r\nThe body."),
        (b"A visit\nThe body.\nMore.", "A visit", None, "The body.\nMore."),
        (b"Only a body.", None, None, "Only a body."),
        (b"Only a body.\n", None, None, "Only a body.\n"),
        (b"\xef\xbb\xbfA visit\n2024-07-04\nBody", "A visit", dt.date(2024, 7, 4), "Body"),
        (b"\nNo title here.", None, None, "No title here."),
        ("A visit\n2024-07-04\nOne\u2028line.\x85".encode(), "A visit", dt.date(2024, 7, 4), "One\u2028line.\x85"),
    ],
)
def test_title_date_and_body(raw: bytes, title: str | None, day: dt.date | None, text: str) -> None:
    assert list(read_plain_text(raw, "a.txt")) == [SourceDocument(source_uri="a.txt", title=title, published_on=day, text=text)]


def test_a_date_that_is_none_stays_in_the_body() -> None:
    issue, document = read_plain_text(b"A visit\n2024-02-30\nThe body.", "a.txt")
    assert (issue.code, issue.source_uri) == ("date-invalid", "a.txt")
    assert document == SourceDocument(source_uri="a.txt", title="A visit", text="2024-02-30\nThe body.")


@pytest.mark.parametrize(
    ("raw", "code"),
    [(b"", "source-empty"), (b" \n\n", "source-empty"), (b"A visit\n2024-07-04\n \n", "source-empty"), (b"\x00\x01", "source-binary")],
)
def test_what_is_no_document(raw: bytes, code: str) -> None:
    (issue,) = read_plain_text(raw, "a.txt")
    assert issue.code == code
