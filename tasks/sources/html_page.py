"""HTML: main text, title and date of a page, without what stands around them on every page of a site."""

import datetime as dt
import re
from collections.abc import Iterator

import trafilatura
from lxml.etree import LxmlError  # type: ignore[import-untyped]  # lxml ships no types

from tasks.sources.document import SourceDocument
from tasks.sources.publication_date import parse_date
from tasks.sources.source_issues import source_issue
from tasks.text.decoding import unsound_character
from warehouse import schema

# Beyond the metadata and layouts that the library knows: the line under the title of official Chinese pages.
_LABELLED_DAY = re.compile(r"(?:时间|時間|日期)[：:]\s*(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")


def read_html(raw: bytes, uri: str, *, charset: str | None = None) -> Iterator[SourceDocument | schema.Issue]:
    """Read one page.

    Args:
        raw: Its bytes.
        uri: Its URI.
        charset: Encoding as the server said it; None leaves it to what the page says of itself.

    Yields:
        One document, or an issue that says why there is none.
    """
    try:
        tree = trafilatura.load_html(_decoded(raw, charset))
        found = None
        if tree is not None:
            # Precision: a line of navigation in a report is read as if somebody had been there. The extensive search for a date
            # guesses the first of January where it finds a year alone, and a day is never invented.
            found = trafilatura.bare_extraction(
                tree,
                with_metadata=True,
                include_comments=False,
                favor_precision=True,
                date_extraction_params={"extensive_search": False, "original_date": True},
            )
    except (LxmlError, ValueError, RecursionError) as error:
        yield source_issue(uri, "extraction-failed", f"no page can be read: {error}")
        return
    if found is None or isinstance(found, dict) or not (found.text or "").strip():
        yield source_issue(uri, "source-empty", "the page has no main text; pages that scripts fill in the browser have none")
        return
    title, text = found.title or None, _without_title(found.text or "", found.title)
    for value in (text, title or ""):
        if fault := unsound_character(value):
            yield source_issue(uri, "text-invalid", fault)
            return
    yield SourceDocument(source_uri=uri, text=text, title=title, published_on=_day(found.date, text), url=_web_address(found.url))


def _decoded(raw: bytes, charset: str | None) -> bytes | str:
    if charset is None:
        return raw
    try:
        return raw.decode("gb18030" if charset.lower() in {"gb2312", "gbk"} else charset)
    except (LookupError, UnicodeDecodeError):
        return raw


def _without_title(text: str, title: str | None) -> str:
    """The text without the heading that repeats the title, which is a text of its own."""
    first, _, rest = text.partition("\n")
    return rest.lstrip("\n") if title and rest.strip() and first.strip() == title.strip() else text


def _web_address(found: str | None) -> str | None:
    """The address that a page gives itself."""
    return found if found and found.startswith(("http://", "https://")) else None


def _day(found: str | None, text: str) -> dt.date | None:
    if found:
        return parse_date(found)
    if labelled := _LABELLED_DAY.search(text):
        try:
            return dt.date(int(labelled[1]), int(labelled[2]), int(labelled[3]))
        except ValueError:
            return None
    return None
