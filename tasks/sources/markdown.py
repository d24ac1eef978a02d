"""Markdown: the text that a reader of the page sees, without the marks."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Any

import yaml  # type: ignore[import-untyped]  # PyYAML ships no types
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tasks.sources.document import SourceDocument
from tasks.sources.publication_date import looks_like_date, parse_date
from tasks.sources.source_issues import source_issue
from tasks.text.decoding import UndecodableError, decode
from warehouse import schema

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?\n)---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_KEYS = ("title", "date", "url", "lang")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


def read_markdown(raw: bytes, uri: str) -> Iterator[SourceDocument | schema.Issue]:
    """Read one `.md` file.

    Front matter in YAML may have `title`, `date`, `url` and `lang`. Without a title there, the first heading is the title if the
    file begins with it; a line after it that is an ISO date alone is the day of publication.

    Args:
        raw: The file's bytes.
        uri: Its URI.

    Yields:
        One document or an issue that says why there is none; before a document, issues of its front matter.
    """
    try:
        text = decode(raw).text
    except UndecodableError as error:
        yield source_issue(uri, error.code, str(error))
        return
    front: dict[str, Any] = {}
    if found := _FRONT_MATTER.match(text):
        try:
            front = yaml.safe_load(found[1]) or {}
            if not isinstance(front, dict):
                raise yaml.YAMLError("no mapping")
        except (yaml.YAMLError, ValueError) as error:  # a day such as 2024-02-30 is a ValueError
            yield source_issue(uri, "value-invalid", f"the front matter is no YAML: {error}")
            front = {}
        text = text[found.end() :]
    values: dict[str, str | None] = {}
    for key in _KEYS:
        value = front.pop(key, None)
        if isinstance(value, dt.date):
            value = value.isoformat()
        if value is not None and not isinstance(value, str):
            yield source_issue(uri, "value-invalid", f"front matter: {key!r} is {value!r}, no string")
            value = None
        values[key] = value
    blocks = list(_blocks(MarkdownIt("commonmark").enable("table").parse(text)))
    if values["title"] is None and blocks and blocks[0][0] == "h1":
        values["title"] = blocks.pop(0)[1]
    if values["date"] is None and blocks and looks_like_date(blocks[0][1]):
        values["date"] = blocks.pop(0)[1]
    published_on = None
    if (date := values["date"]) is not None:
        try:
            published_on = parse_date(date)
        except ValueError:
            yield source_issue(uri, "date-invalid", f"{date!r} is no ISO 8601 date")
    body = "\n\n".join(block for _, block in blocks)
    if not body:
        yield source_issue(uri, "source-empty", "there is no text in it")
        return
    yield SourceDocument(
        source_uri=uri, text=body, title=values["title"], published_on=published_on, url=values["url"], language=values["lang"]
    )


def _blocks(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Tag and text of every block that has a text."""
    tag = ""
    for token in tokens:
        if token.nesting == 1:
            tag = token.tag
        elif token.type in {"fence", "code_block"}:
            yield "pre", token.content.strip("\n")
        elif token.type == "inline" and (text := _inline(token.children or []).strip()):
            yield tag, text


def _inline(tokens: Sequence[Token]) -> str:
    text = ""
    for number, token in enumerate(tokens):
        if token.type in {"text", "code_inline", "image"}:
            text += token.content
        elif token.type == "hardbreak":
            text += "\n"
        elif token.type == "softbreak":
            # A line that was only folded: words are parted by a space, Chinese is not.
            following = tokens[number + 1].content[:1] if number + 1 < len(tokens) else ""
            text += "" if text and _WIDE.match(text[-1]) and _WIDE.match(following) else " "
    return text
