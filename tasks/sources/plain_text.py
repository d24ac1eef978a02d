"""Plain text in the seed's form: a title line, an ISO date line, the body."""

from collections.abc import Iterator

from tasks.sources.document import SourceDocument
from tasks.sources.publication_date import looks_like_date, parse_date
from tasks.sources.source_issues import source_issue
from tasks.text.decoding import UndecodableError, decode
from warehouse import schema


def read_plain_text(raw: bytes, uri: str) -> Iterator[SourceDocument | schema.Issue]:
    """Read one `.txt` file.

    The body is everything after the line of the date, or after the title where the second line is no date, whole and unchanged:
    line endings, blank lines and spaces stay as they are. A text of one line has no title: the line is its body. A second line
    in the form of a date that is none (`2024-02-30`) stays in the body and leaves an issue.

    Args:
        raw: The file's bytes.
        uri: Its URI.

    Yields:
        One document or an issue that says why there is none; before a document, an issue about its date.
    """
    try:
        text = decode(raw).text
    except UndecodableError as error:
        yield source_issue(uri, error.code, str(error))
        return
    if not text.strip():
        yield source_issue(uri, "source-empty", "there is no text in it")
        return
    title, rest = _split_line(text)
    if not rest.strip():
        yield SourceDocument(source_uri=uri, text=text)
        return
    date_line, body = _split_line(rest)
    published_on = None
    if looks_like_date(date_line):
        try:
            published_on = parse_date(date_line)
        except ValueError:
            yield source_issue(uri, "date-invalid", f"the second line is {date_line.strip()!r}, which is no day; it stays in the text")
    if published_on is None:
        body = rest
    elif not body.strip():
        yield source_issue(uri, "source-empty", "there is a title and a date but no text")
        return
    yield SourceDocument(source_uri=uri, text=body, title=title.strip() or None, published_on=published_on)


def _split_line(text: str) -> tuple[str, str]:
    """The first line without its ending, and the rest; lines end as files do (LF, CRLF, CR), not as Unicode allows."""
    ends = [position for end in "\r\n" if (position := text.find(end)) >= 0]
    if not ends:
        return text, ""
    cut = min(ends)
    return text[:cut], text[cut + (2 if text.startswith("\r\n", cut) else 1) :]
