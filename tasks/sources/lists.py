"""Lists of documents on the web: index pages, sitemaps, feeds. What they say of each document, from their bytes."""

import calendar
import datetime as dt
import email.utils
import html
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import feedparser  # type: ignore[import-untyped]  # feedparser ships no types
import lxml.etree  # type: ignore[import-untyped]  # lxml ships no types
import lxml.html  # type: ignore[import-untyped]

from tasks.sources.publication_date import parse_date
from tasks.text.decoding import unsound_character

_FEED_END = re.compile(rb"</(?:\w+:)?(?:rss|feed|RDF)\s*>", re.IGNORECASE)
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


class ListStructureError(Exception):
    """A list that is none of its kind, or names nothing; the message says what was found."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """What a list says of one document.

    Attributes:
        url: Its address, without a fragment.
        title: Its title.
        published_on: Its day of publication.
        changed_on: The day of its last change.
        content: Its text as HTML, where the list has it whole.
        is_list: Whether it is another list.
    """

    url: str
    title: str | None = None
    published_on: dt.date | None = None
    changed_on: dt.date | None = None
    content: str | None = None
    is_list: bool = False


def index_links(page: bytes | str, base: str, pattern: str) -> list[Link]:
    """The links of an index page that match a pattern, in order, each once.

    Args:
        page: The page.
        base: Its address.
        pattern: Regular expression that a link's whole address matches somewhere.

    Raises:
        ListStructureError: No link matches.
    """
    try:
        tree = lxml.html.document_fromstring(page, base_url=base)
    except (lxml.etree.LxmlError, ValueError) as error:
        raise ListStructureError(f"no HTML can be read: {error}") from error
    stated = tree.find(".//base[@href]")
    base = (_absolute(base, stated.get("href")) if stated is not None else None) or base
    found = [_absolute(base, anchor.get("href")) for anchor in tree.iter("a") if anchor.get("href")]
    links = [Link(url=url) for url in dict.fromkeys(found) if url and re.search(pattern, url)]
    if not links:
        raise ListStructureError(f"none of its {len(found)} links matches {pattern!r}")
    return links


def sitemap_links(text: bytes, base: str, pattern: str | None = None) -> list[Link]:
    """The addresses of a sitemap, or of the sitemaps that an index of them names.

    Args:
        text: XML of sitemaps.org's protocol, with Google's extension for news where it is used.
        base: Its address.
        pattern: Regular expression that the addresses of documents match; None takes all.

    Raises:
        ListStructureError: It is no sitemap, or names nothing that matches.
    """
    # Nothing is resolved or fetched: a sitemap needs no entities, and an attack does.
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = lxml.etree.fromstring(text, parser)
    except (lxml.etree.LxmlError, ValueError) as error:
        raise ListStructureError(f"no XML can be read: {error}") from error
    if root.tag not in {f"{_SITEMAP}urlset", f"{_SITEMAP}sitemapindex"}:
        raise ListStructureError(f"a sitemap was expected, found <{lxml.etree.QName(root).localname}>")
    is_list = root.tag.endswith("sitemapindex")
    links: dict[str, Link] = {}
    for entry in root:
        url = _absolute(base, entry.findtext(f"{_SITEMAP}loc") or "")
        if url and (is_list or pattern is None or re.search(pattern, url)):
            links[url] = Link(
                url=url,
                title=_sound((entry.findtext(f"{_NEWS}news/{_NEWS}title") or "").strip()),
                published_on=_day(entry.findtext(f"{_NEWS}news/{_NEWS}publication_date")),
                changed_on=_day(entry.findtext(f"{_SITEMAP}lastmod")),
                is_list=is_list,
            )
    if not links:
        raise ListStructureError(f"none of its {len(root)} entries {'has an address' if pattern is None else f'matches {pattern!r}'}")
    return list(links.values())


def feed_links(text: bytes, base: str, pattern: str | None = None) -> list[Link]:
    """The entries of an RSS or Atom feed.

    Args:
        text: The feed.
        base: Its address.
        pattern: Regular expression that the addresses of entries match; None takes all.

    Raises:
        ListStructureError: It is no feed, or has no entry that matches.
    """
    feed: Any = feedparser.parse(text, response_headers={"content-location": base}, sanitize_html=False)
    if not feed.get("version"):
        found = f": {feed.bozo_exception}" if feed.get("bozo") else ""
        raise ListStructureError(f"an RSS or Atom feed was expected, found none{found}")
    if not _FEED_END.search(text[-200:]):
        # feedparser gives what it finds of a feed that breaks off, which would pass for a short one.
        raise ListStructureError("the feed ends in the middle")
    links: dict[str, Link] = {}
    for entry in feed.entries:
        url = _absolute(base, entry.get("link") or "")
        if url and (pattern is None or re.search(pattern, url)):
            links[url] = Link(
                url=url,
                title=_sound(html.unescape(entry.get("title") or "").strip()),
                published_on=_moment(entry, "published"),
                changed_on=_moment(entry, "updated"),
                content=_content(entry),
            )
    if not links:
        matching = "" if pattern is None else f" whose address matches {pattern!r}"
        raise ListStructureError(f"none of its {len(feed.entries)} entries has an address{matching}")
    return list(links.values())


def entry_page(link: Link) -> bytes:
    """The text that a feed has of an entry, as the page from which it is read."""
    title = html.escape(link.title or "")
    head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
    body = f"<body><article><h1>{title}</h1>\n{_as_html(link.content or '')}</article></body>"
    return f"<!DOCTYPE html><html>{head}{body}</html>".encode()


def _content(entry: Any) -> str | None:
    values = [part.get("value") for part in entry.get("content", ())] + [entry.get("summary")]
    return next((value for value in values if value and value.strip()), None)


def _as_html(content: str) -> str:
    """A feed's text with its paragraphs marked, where it is plain."""
    if "<" in content:
        return content
    return "".join(f"<p>{html.escape(line)}</p>" for line in content.splitlines() if line.strip())


def _moment(entry: Any, name: str) -> dt.date | None:
    """The day as it is written there, if it is; else in UTC, in which feedparser gives the moment."""
    if not dict.__contains__(entry, name):  # feedparser would give one moment for the other
        return None
    if day := _day(entry.get(name)):
        return day
    if written := _rfc_822_day(entry.get(name)):
        return written
    parsed = entry.get(f"{name}_parsed")
    return dt.datetime.fromtimestamp(calendar.timegm(parsed), dt.UTC).date() if parsed else None


def _rfc_822_day(value: str | None) -> dt.date | None:
    parts = email.utils.parsedate(value or "")
    try:
        return dt.date(*parts[:3]) if parts else None
    except ValueError:
        return None


def _sound(text: str) -> str | None:
    """A text that a table can hold; None of another, and of none."""
    return None if not text or unsound_character(text) else text


def _day(value: str | None) -> dt.date | None:
    try:
        return parse_date(value) if value else None
    except ValueError:
        return None


def _absolute(base: str, reference: str) -> str | None:
    """An absolute web address without its fragment; None of anything else, such as `mailto:`."""
    if not reference.strip():
        return None
    try:
        url = urldefrag(urljoin(base, reference.strip())).url
        parts = urlsplit(url)
        return _sound(url) if parts.scheme in {"http", "https"} and parts.hostname else None
    except ValueError:
        return None
