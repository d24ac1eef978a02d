"""Sources on the web: a page, the pages that an index links to, sitemaps, feeds."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import closing
from urllib.parse import urlsplit

from tasks.sources.archive import archive_bytes
from tasks.sources.bounded import UnpackingLimitError, unpacked_bytes
from tasks.sources.declaration import FEED, PAGE, PAGES, history_addresses
from tasks.sources.files import file_kind, known_kinds
from tasks.sources.http import Answer, Fetcher, FetchError, PageGoneError, RobotsError
from tasks.sources.lists import Link, ListStructureError, entry_page, feed_links, index_links, sitemap_links
from tasks.sources.original import Original
from tasks.sources.pull_log import Remembered
from tasks.sources.source import Pulling, SourceUnreachableError
from tasks.sources.source_issues import source_issue
from warehouse import schema

_LIST = "list:"  # before the address of a list among the originals, which a document's never begins with
_DEEPEST = 3  # levels of sitemaps of sitemaps; the protocol knows two
_MOST_LISTS = 1000  # of one pull, beside those of `history`
_KINDS: Mapping[str, str] = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "application/vnd.apache.parquet": ".parquet",
    "application/zip": ".zip",
}


class WebSource:
    """A source of kind page, pages, sitemap or feed."""

    is_listed_whole = False

    def __init__(self, pulling: Pulling, fetcher: Fetcher) -> None:
        """Open it for one pull.

        Args:
            pulling: The pull.
            fetcher: Asks the servers.
        """
        self._pulling = pulling
        self._declared = pulling.declared
        self._fetcher = fetcher
        self._known = pulling.log.originals(pulling.key)
        self._asked = self._failed = self._lists = 0
        self._missing: list[schema.Issue] = []
        self.listed = 0
        self.waiting = 0

    def originals(self) -> Iterator[Original | schema.Issue]:
        """As `Source.originals`.

        Pages that were never fetched come first, then those not asked for longest; so a pull that is killed, or that reaches its
        number of pages, is gone on with by the next one. In the end come the pages that the list no longer names.
        """
        with closing(self._fetcher):
            yield from self._originals()

    def _originals(self) -> Iterator[Original | schema.Issue]:
        links = [link for link in self._links() if self._may_be_wanted(link)]
        yield from self._missing
        self.listed = len(links)
        links.sort(key=lambda link: self._last_checked(link.url))
        most = self._declared.max_pages if self._pulling.wants_all else len(links)
        given: set[str] = set()
        for number, link in enumerate(links):
            given.add(link.url)
            if self._declared.content == FEED and link.content is not None:
                yield self._entry(link)
            elif number < most:
                yield from self._page(link)
            elif (known := self._known.get(link.url)) is not None:
                yield known.original
        self.waiting += sum(link.url not in self._known for link in links[most:])
        if self._failed and self._failed * 2 >= self._asked:
            message = f"{self._failed} of {self._asked} pages asked for could not be fetched"
            yield source_issue(self._declared.address, "pages-failed", message)
        for uri, known in self._known.items():
            if uri not in given and not uri.startswith(_LIST):
                yield known.original

    def _may_be_wanted(self, link: Link) -> bool:
        """Whether a document of a wanted day may be behind a link: what no list dates has to be fetched."""
        if self._pulling.wants_all:
            return True
        if link.published_on is not None:
            return self._pulling.wants(link.published_on)
        since = self._pulling.since
        return since is None or link.changed_on is None or link.changed_on >= since

    def _last_checked(self, url: str) -> dt.datetime:
        known = self._known.get(url)
        return dt.datetime.min.replace(tzinfo=dt.UTC) if known is None else known.checked_at

    def _links(self) -> Iterator[Link]:
        declared = self._declared
        addresses: tuple[str, ...] = (declared.address,)
        if declared.history is not None and self._pulling.since is not None:
            until = self._pulling.until or self._pulling.now().date()
            addresses = history_addresses(declared.history, self._pulling.since, max(until, self._pulling.since))
        if declared.kind == PAGE:
            yield Link(url=declared.address)
            return
        found: dict[str, Link] = {}
        for address in addresses:
            try:
                found.update((link.url, link) for link in self._listed_at(address, 1))
            except PageGoneError as error:  # of a day without news there may be no page
                self._missing.append(self._issue(address, "page-gone", str(error)))
            except FetchError as error:
                raise SourceUnreachableError("source-unreachable", self._pulling.secrets.struck_out(f"{address}: {error}")) from error
            except ListStructureError as error:
                if len(addresses) == 1:
                    raise SourceUnreachableError("source-structure", f"{address}: {error}") from error
                self._missing.append(self._issue(address, "page-gone", str(error)))
            if len(found) > declared.max_entries:
                raise SourceUnreachableError("source-structure", f"its lists name more than {declared.max_entries:,} addresses")
        if len(self._missing) == len(addresses):
            first = self._missing[0]
            raise SourceUnreachableError("source-unreachable", f"{first.source_uri}: {first.message}")
        yield from found.values()

    def _listed_at(self, address: str, depth: int) -> Iterator[Link]:
        remembered = self._known.get(f"{_LIST}{address}")
        answer = self._fetcher.fetch(address, **_state(remembered))
        if answer.body is None and remembered is not None:
            body, base = remembered.original.path.read_bytes(), remembered.original.url or address
            charset = remembered.original.charset
        else:
            body, base, charset = answer.body or b"", answer.url, answer.charset
            path = archive_bytes(self._pulling.archive, body, address)
            self._remember(Original(uri=f"{_LIST}{address}", path=path, kind=".list", charset=charset, url=answer.url), answer)
        if body[:2] == b"\x1f\x8b":
            try:
                body = unpacked_bytes(body, ".gz", max_bytes=self._declared.max_answer_bytes)
            except (OSError, UnpackingLimitError) as error:
                raise ListStructureError(f"it cannot be unpacked: {error}") from error
        for link in self._read_list(body, base, charset):
            if not link.is_list:
                yield link
            elif depth < _DEEPEST:
                self._lists += 1
                if self._lists > _MOST_LISTS:
                    raise ListStructureError(f"it names more than {_MOST_LISTS:,} further lists")
                yield from self._listed_at(link.url, depth + 1)

    def _read_list(self, body: bytes, base: str, charset: str | None) -> list[Link]:
        pattern, kind = self._declared.links, self._declared.kind
        try:
            if kind == PAGES:
                return index_links(body.decode(charset, errors="replace") if charset else body, base, pattern or "")
            return feed_links(body, base, pattern) if kind == FEED else sitemap_links(body, base, pattern)
        except ListStructureError:
            raise
        except Exception as error:
            raise ListStructureError(f"it cannot be read: {type(error).__name__}: {error}") from error

    def _entry(self, link: Link) -> Original:
        path = archive_bytes(self._pulling.archive, entry_page(link), link.url)
        day = link.published_on or link.changed_on
        original = Original(uri=link.url, path=path, kind=".html", title=link.title, published_on=day, url=link.url)
        self._remember(original, Answer(url=link.url, body=None))
        return original

    def _page(self, link: Link) -> Iterator[Original | schema.Issue]:
        remembered = self._known.get(link.url)
        self._asked += 1
        try:
            answer = self._fetcher.fetch(link.url, **_state(remembered))
        except FetchError as error:
            if self._declared.kind == PAGE:
                raise SourceUnreachableError("source-unreachable", self._pulling.secrets.struck_out(f"{link.url}: {error}")) from error
            yield self._failed_page(link.url, error)
        else:
            if answer.body is not None:
                yield self._kept(link, answer, answer.body)
                return
            if remembered is not None:
                self._pulling.log.checked(self._pulling.key, remembered, self._pulling.now())
        if remembered is not None:
            yield remembered.original

    def _failed_page(self, url: str, error: FetchError) -> schema.Issue:
        if isinstance(error, PageGoneError):
            return self._issue(url, "page-gone", str(error))
        if isinstance(error, RobotsError):
            return self._issue(url, "page-refused", str(error))
        self._failed += 1
        self.waiting += 1
        return self._issue(url, "page-unreachable", str(error))

    def _kept(self, link: Link, answer: Answer, body: bytes) -> Original | schema.Issue:
        kind = file_kind(urlsplit(answer.url).path) or _KINDS.get(answer.media_type)
        if answer.media_type in {"text/html", "application/xhtml+xml"}:
            kind = ".html"  # whatever the address ends in
        if kind is None:
            found = answer.media_type or "an answer without a type"
            return self._issue(link.url, "source-kind-unknown", f"found {found}; documents are read from pages and from {known_kinds()}")
        original = Original(
            uri=link.url,
            path=archive_bytes(self._pulling.archive, body, link.url),
            kind=kind,
            charset=answer.charset,
            title=link.title,
            published_on=link.published_on,
            url=self._pulling.secrets.struck_out(answer.url),
        )
        self._remember(original, answer)
        return original

    def _remember(self, original: Original, answer: Answer) -> None:
        remembered = Remembered(original=original, etag=answer.etag, last_modified=answer.last_modified, checked_at=self._pulling.now())
        self._pulling.log.remember(self._pulling.key, remembered)

    def _issue(self, url: str, code: str, message: str) -> schema.Issue:
        return source_issue(url, code, self._pulling.secrets.struck_out(message))


def _state(remembered: Remembered | None) -> dict[str, str | None]:
    """What makes a request conditional; nothing where the archive has lost the bytes."""
    if remembered is None or not remembered.original.path.exists():
        return {}
    return {"etag": remembered.etag, "last_modified": remembered.last_modified}
