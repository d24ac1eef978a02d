import datetime as dt
import gzip
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tasks import pull as pulling
from tasks.pull import PulledSource, pull_source
from tasks.sources import files
from tasks.sources import http as asking
from tasks.sources.batch import read_batch_file
from tasks.sources.declaration_text import add_declaration
from tasks.sources.document import SourceDocument
from tasks.sources.http import Fetcher
from tasks.sources.pull_log import open_log
from tests.tasks.sources.web_server import Reply, Request, WebServer, in_turn, serving, with_state
from warehouse.store import KnownDocument

Pull = Callable[..., PulledSource]
NOW = dt.datetime(2024, 6, 1, 8, tzinfo=dt.UTC)
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    monkeypatch.setattr(asking, "_NEXT_ASKED", {})
    monkeypatch.setattr(asking, "_wait", lambda state: 0.0)
    with serving() as server:
        yield server


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> dict[str, KnownDocument]:
    documents: dict[str, KnownDocument] = {}
    monkeypatch.setattr(pulling, "known_documents", lambda home: documents)
    return documents


@pytest.fixture
def pull(tmp_path: Path, known: dict[str, KnownDocument]) -> Pull:
    """Declare a source and pull it, again with other keys where they are given."""
    count = 0

    def pull_now(kind: str, address: str, *, days: tuple[str, str] | None = None, version: str = "v1", **keys: Any) -> PulledSource:
        nonlocal count
        count += 1
        (tmp_path / "home" / "sources.toml").unlink(missing_ok=True)
        values = {"allow_private": True, "requests_per_second": 10_000, "timeout_seconds": 2.0, **keys}
        add_declaration(tmp_path / "home", {"name": "news", "kind": kind, "address": address, **values})
        since, until = (dt.date.fromisoformat(day) for day in days) if days else (None, None)
        pulled = pull_source(
            "news", home=tmp_path / "home", staging=tmp_path / f"staging-{count}", reader_version=version,
            since=since, until=until, now=lambda: NOW + dt.timedelta(hours=count),
        )  # fmt: skip
        for batch in pulled.batches:
            for item in read_batch_file(Path(batch.path)):
                known[item.document.source_uri] = KnownDocument(item.document.document_id, item.fingerprint, version, item.source)
        return pulled

    return pull_now


def documents(pulled: PulledSource) -> dict[str, SourceDocument]:
    return {item.document.source_uri: item.document for batch in pulled.batches for item in read_batch_file(Path(batch.path))}


def codes(pulled: PulledSource) -> list[str]:
    return [issue.code for issue in pulled.issues]


def index(web: WebServer, *paths: str) -> str:
    anchors = "".join(f'<li><a href="{path}#top">A report</a></li>' for path in paths)
    body = f'<html><body><a href="/about">About</a><a href="mailto:a@b">Mail</a><ul>{anchors}</ul></body></html>'
    web.answers["/news"] = with_state(body.encode(), "text/html")
    return f"{web.address}/news"


def test_an_index_and_its_pages(web: WebServer, pull: Pull) -> None:
    urls = [web.page(f"/n/{number}.html", f"Minister Li Wei visited port {number} on Monday.", f"Visit {number}") for number in (1, 2)]
    address = index(web, "/n/1.html", "n/2.html", "/n/1.html")
    first = pull("pages", address, links=r"/n/\d+\.html", language="en")
    found = documents(first)
    assert list(found) == urls
    assert found[urls[0]] == SourceDocument(
        source_uri=urls[0], text="Minister Li Wei visited port 1 on Monday.", title="Visit 1", published_on=dt.date(2024, 5, 2),
        url=urls[0], language="en",
    )  # fmt: skip
    assert (first.seen, first.issues, first.is_red, first.newest_on) == (2, (), False, dt.date(2024, 5, 2))
    again = pull("pages", address, links=r"/n/\d+\.html", language="en")
    assert (again.seen, again.unchanged, again.batches) == (2, 2, ())
    assert all("if-none-match" in request.headers for request in web.requests[5:] if request.path != "/robots.txt")
    web.page("/n/2.html", "Minister Li Wei visited no port on Monday.")
    assert list(documents(pull("pages", address, links=r"/n/\d+\.html", language="en"))) == [urls[1]]


def test_a_page_that_is_known_is_not_extracted_again(web: WebServer, pull: Pull, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (1, 2):
        web.page(f"/n/{number}", f"A visit to port {number} was made on Monday by the minister.")
    address = index(web, "/n/1", "/n/2")
    pull("pages", address, links="/n/")
    extracted: list[str] = []
    real = files.read_html
    monkeypatch.setattr(files, "read_html", lambda raw, uri, **options: (extracted.append(uri), real(raw, uri, **options))[1])
    again = pull("pages", address, links="/n/")
    assert (again.unchanged, again.newest_on, extracted) == (2, dt.date(2024, 5, 2), [])
    assert len(documents(pull("pages", address, links="/n/", language="en"))) == 2
    assert len(documents(pull("pages", address, links="/n/", language="en", version="v2"))) == 2
    assert len(extracted) == 4


def test_the_list_shows_the_latest_and_the_others_stay(web: WebServer, pull: Pull) -> None:
    for number in (1, 2, 3):
        web.page(f"/n/{number}", f"A visit to port {number} was made on Monday by the minister.")
    pull("pages", index(web, "/n/1", "/n/2"), links="/n/")
    web.requests.clear()
    moved = pull("pages", index(web, "/n/2", "/n/3"), links="/n/")
    assert (moved.seen, moved.removed, [uri[-1] for uri in documents(moved)]) == (3, (), ["3"])
    assert web.paths() == ["/news", "/n/3", "/n/2"]
    # A new version of the reader reads what is not listed any more, too.
    assert len(documents(pull("pages", index(web, "/n/3"), links="/n/", version="v2"))) == 3


def test_everything_can_be_read_again_without_the_source(web: WebServer, pull: Pull, tmp_path: Path) -> None:
    url = web.page("/n/1", "A visit to the port was made on Monday by the minister.")
    pull("pages", index(web, "/n/1"), links="/n/")
    with open_log(tmp_path / "home") as log:
        originals = {uri: remembered.original for uri, remembered in log.originals("news").items()}
    body = web.answers["/n/1"](Request("/n/1", {}, 0.0)).body  # type: ignore[operator,union-attr]
    assert originals[url].path.read_bytes() == body
    assert originals[f"list:{web.address}/news"].path.exists()


def test_a_page_that_fails_costs_no_other_and_waits(web: WebServer, pull: Pull) -> None:
    for number in (1, 2, 3):
        web.page(f"/n/{number}", f"A visit to port {number} was made on Monday by the minister.")
    web.answers["/n/4"] = Reply(status=500)
    web.answers["/n/5"] = Reply(status=404)
    address = index(web, *(f"/n/{number}" for number in range(1, 6)))
    pulled = pull("pages", address, links="/n/")
    assert (pulled.seen, codes(pulled), pulled.failed, pulled.waiting, pulled.is_red) == (3, ["page-unreachable", "page-gone"], 1, 1, False)
    web.page("/n/4", "A visit to port 4 was made on Monday by the minister.")
    assert len(documents(pull("pages", address, links="/n/"))) == 1


def test_a_page_that_is_away_keeps_its_document(web: WebServer, pull: Pull) -> None:
    for number in (1, 2, 3):
        web.page(f"/n/{number}", f"A visit to port {number} was made on Monday by the minister.")
    address = index(web, "/n/1", "/n/2", "/n/3")
    pull("pages", address, links="/n/")
    web.answers["/n/1"] = Reply(b"x" * 1000, cut=500)
    web.answers["/n/2"] = Reply(status=410)
    pulled = pull("pages", address, links="/n/")
    assert (pulled.seen, pulled.unchanged, sorted(codes(pulled))) == (3, 3, ["page-gone", "page-unreachable"])


@pytest.mark.parametrize(
    ("reply", "code", "words"),
    [
        (Reply(status=500), "source-unreachable", "500"),
        (Reply(status=404), "source-unreachable", "404"),
        (Reply(b"<a href='/n/1'>x</a>" * 99, cut=500), "source-unreachable", "peer closed|incomplete"),
        (Reply(b"<html><body><a href='/other/1'>x</a></body></html>"), "source-structure", "none of its 1 links matches"),
        (Reply(b""), "source-structure", ""),
    ],
)
def test_a_source_that_is_not_what_it_was_is_red_and_loses_nothing(
    web: WebServer, pull: Pull, known: dict[str, KnownDocument], reply: Reply, code: str, words: str
) -> None:
    web.page("/n/1", "A visit to the port was made on Monday by the minister.")
    address = index(web, "/n/1")
    pull("pages", address, links="/n/")
    web.answers["/news"] = reply
    pulled = pull("pages", address, links="/n/")
    assert (pulled.reached, pulled.is_red, pulled.removed, codes(pulled)) == (False, True, (), [code])
    assert re.search(words, pulled.issues[0].message)
    assert len(known) == 1


def test_half_of_the_pages_failing_is_red(web: WebServer, pull: Pull) -> None:
    web.page("/n/1", "A visit to the port was made on Monday by the minister.")
    web.answers["/n/2"] = Reply(status=500)
    pulled = pull("pages", index(web, "/n/1", "/n/2"), links="/n/")
    assert (codes(pulled), pulled.is_red, pulled.seen) == (["page-unreachable", "pages-failed"], True, 1)


def test_pages_without_text_are_another_structure(web: WebServer, pull: Pull) -> None:
    for number in (1, 2):
        web.answers[f"/n/{number}"] = Reply(b"<html><body><div id='app'></div></body></html>", headers={"Content-Type": "text/html"})
    pulled = pull("pages", index(web, "/n/1", "/n/2"), links="/n/")
    assert (codes(pulled), pulled.is_red) == (["source-empty", "source-empty", "source-structure"], True)


def test_expectations(web: WebServer, pull: Pull) -> None:
    web.page("/n/1", "A visit to the port was made on Monday by the minister.")
    address = index(web, "/n/1")
    few = pull("pages", address, links="/n/", expect={"min_documents": 2, "newest_within_days": 10})
    assert (codes(few), few.is_red) == (["documents-fewer", "documents-stale"], True)
    fine = pull("pages", address, links="/n/", expect={"min_documents": 1, "max_documents": 1, "newest_within_days": 40})
    assert (codes(fine), fine.is_red) == ([], False)
    assert codes(pull("pages", index(web, "/n/1", "/n/1?x"), links="/n/1", expect={"max_documents": 1}))[-1] == "documents-more"


def test_a_date_in_the_future_does_not_hide_that_nothing_comes(web: WebServer, pull: Pull) -> None:
    web.page("/n/1", "A visit to the port was made on Monday by the minister.", day="2031-01-01")
    assert codes(pull("pages", index(web, "/n/1"), links="/n/", expect={"newest_within_days": 10})) == ["documents-stale"]


def test_robots_txt_of_a_page_and_of_a_list(web: WebServer, pull: Pull) -> None:
    web.page("/n/1", "A visit to the port was made on Monday by the minister.")
    web.page("/n/2", "A visit to the port was made on Monday by the minister.")
    web.answers["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /n/2\n")
    address = index(web, "/n/1", "/n/2")
    pulled = pull("pages", address, links="/n/")
    assert (codes(pulled), pulled.seen, web.asked("/n/2")) == (["page-refused"], 1, [])
    web.answers["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /\n")
    refused = pull("pages", address, links="/n/")
    assert (refused.reached, refused.issues[0].message) == (False, f"{address}: robots.txt does not allow it")


def test_a_private_address_needs_leave(web: WebServer, pull: Pull) -> None:
    pulled = pull("pages", index(web, "/n/1"), links="/n/", allow_private=False)
    assert (pulled.reached, codes(pulled), web.requests) == (False, ["source-unreachable"], [])
    assert "127.0.0.1, a private address; allow_private = true would allow it" in pulled.issues[0].message


def test_a_pull_that_is_killed_is_gone_on_with(web: WebServer, pull: Pull, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        web.page(f"/n/{number}", f"A visit to port {number} was made on Monday by the minister.")
    address = index(web, *(f"/n/{number}" for number in range(4)))
    real = Fetcher.fetch

    def die(self: Fetcher, url: str, **state: Any) -> Any:
        if url.endswith("/n/2"):
            raise KeyboardInterrupt
        return real(self, url, **state)

    with monkeypatch.context() as patched:
        patched.setattr(Fetcher, "fetch", die)
        with pytest.raises(KeyboardInterrupt):
            pull("pages", address, links="/n/")
    web.requests.clear()
    assert pull("pages", address, links="/n/", max_pages=2).seen == 4
    assert web.paths() == ["/news", "/n/2", "/n/3"]


def test_what_a_run_may_ask_for_is_bounded_and_everything_gets_its_turn(web: WebServer, pull: Pull) -> None:
    for number in range(5):
        web.page(f"/n/{number}", f"A visit to port {number} was made on Monday by the minister.")
    address = index(web, *(f"/n/{number}" for number in range(5)))
    counts = []
    for _ in range(4):
        pulled = pull("pages", address, links="/n/", max_pages=2)
        counts.append((pulled.seen, pulled.waiting))
    assert counts == [(2, 3), (4, 1), (5, 0), (5, 0)]
    # What was not asked for longest comes first: the third run had one page to fetch, and asked for the oldest again.
    assert [path for path in web.paths() if path != "/news"] == ["/n/0", "/n/1", "/n/2", "/n/3", "/n/4", "/n/0", "/n/1", "/n/2"]


RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>News</title><link>{base}</link>
<item><title>Visit &amp;amp; talks</title><link>{base}/n/1</link><pubDate>Tue, 05 Mar 2024 23:30:00 -0500</pubDate>
<content:encoded><![CDATA[
<p>The minister visited the port of Changsha on Monday and met the mayor.</p><p>She left at noon.</p>
]]></content:encoded></item>
<item><title>Second</title><link>{base}/n/2</link><pubDate>Thu, 02 May 2024 08:00:00 +0800</pubDate><description>Short.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>
<entry><title>Visit</title><link href="/n/1"/><id>urn:1</id><published>2024-03-05T23:30:00-05:00</published></entry>
<entry><title>Second</title><link href="/n/2"/><id>urn:2</id><updated>2024-05-02T01:00:00+08:00</updated></entry></feed>"""


@pytest.mark.parametrize(("form", "media_type"), [(RSS, "application/rss+xml"), (ATOM, "application/atom+xml")])
def test_a_feed_dates_its_pages(web: WebServer, pull: Pull, form: str, media_type: str) -> None:
    web.page("/n/1", "The minister visited the port of Changsha on Monday.", day="2020-01-01")
    web.page("/n/2", "The minister visited the port of Yueyang on Tuesday.", day="2024-05-02")
    web.answers["/feed"] = Reply(form.replace("{base}", web.address).encode(), headers={"Content-Type": media_type})
    found = documents(pull("feed", f"{web.address}/feed"))
    assert [str(document.published_on) for document in found.values()] == ["2024-03-05", "2024-05-02"]
    assert next(iter(found)) == f"{web.address}/n/1"


def test_a_feed_that_has_the_text(web: WebServer, pull: Pull) -> None:
    web.answers["/feed"] = Reply(RSS.replace("{base}", web.address).encode())
    pulled = pull("feed", f"{web.address}/feed", content="feed", links="/n/1")
    (document,) = documents(pulled).values()
    assert document.text == "The minister visited the port of Changsha on Monday and met the mayor.\nShe left at noon."
    assert (document.title, document.url) == ("Visit & talks", f"{web.address}/n/1")
    assert web.paths() == ["/feed"]
    assert pull("feed", f"{web.address}/feed", content="feed", links="/n/1").unchanged == 1


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<html><body>We have moved</body></html>", "feed was expected, found none"),
        (RSS.encode()[:500], "ends in the middle"),
        (b"<rss version='2.0'><channel></channel></rss>", "none of its 0 entries"),
        (b"", "found none"),
    ],
)
def test_what_is_no_feed(web: WebServer, pull: Pull, body: bytes, words: str) -> None:
    web.answers["/feed"] = Reply(body)
    pulled = pull("feed", f"{web.address}/feed")
    assert (pulled.reached, codes(pulled)) == (False, ["source-structure"])
    assert words in pulled.issues[0].message


def test_what_a_list_says_is_kept_only_where_a_table_can_hold_it(web: WebServer, pull: Pull) -> None:
    page = web.page("/n/1", "The minister visited the port of Changsha on Monday.", "Port visit")
    form = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>&amp;#0;x</title><link href='/n/1'/></entry></feed>"
    web.answers["/feed"] = Reply(form.encode())
    assert [document.title for document in documents(pull("feed", f"{web.address}/feed")).values()] == ["Port visit"]
    web.answers["/news"] = Reply(f"<base href='http://[x'><a href='{page}'>A</a><a href='http://[y'>B</a>".encode())
    assert pull("pages", f"{web.address}/news", links="/n/").reached


@pytest.mark.parametrize(
    "broken", [b"<?xml version='1.0' encoding='\xb5'?>" + RSS.encode()[38:], RSS.encode().replace(b"Second", b"&#xD800;")]
)
def test_a_feed_that_its_parser_chokes_on_is_red(web: WebServer, pull: Pull, broken: bytes) -> None:
    web.answers["/feed"] = Reply(broken.replace(b"{base}", web.address.encode()))
    pulled = pull("feed", f"{web.address}/feed", content="feed")
    assert (pulled.reached, codes(pulled)) == (False, ["source-structure"])


def test_a_parser_that_fails_costs_one_page(web: WebServer, pull: Pull, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (1, 2, 3):
        web.page(f"/n/{number}", f"A visit to port {number} was made on Monday by the minister.")
    real = files.read_html

    def chokes(raw: bytes, uri: str, **options: Any) -> Any:
        if uri.endswith("2"):
            raise AttributeError("no such node")
        return real(raw, uri, **options)

    monkeypatch.setattr(files, "read_html", chokes)
    pulled = pull("pages", index(web, "/n/1", "/n/2", "/n/3"), links="/n/")
    assert (pulled.seen, codes(pulled), pulled.issues[0].message) == (2, ["extraction-failed"], "AttributeError: no such node")


def test_a_fault_of_ours_costs_one_source(web: WebServer, pull: Pull, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*words: Any, **options: Any) -> Any:
        raise KeyError("etag")

    monkeypatch.setattr(Fetcher, "fetch", fail)
    pulled = pull("pages", index(web, "/n/1"), links="/n/")
    assert (pulled.reached, pulled.is_red, codes(pulled)) == (False, True, ["source-failed"])


def sitemap(*entries: str, root: str = "urlset") -> bytes:
    return f'<?xml version="1.0"?><{root} xmlns="{SITEMAP}">{"".join(entries)}</{root}>'.encode()


def test_sitemaps_of_sitemaps(web: WebServer, pull: Pull) -> None:
    urls = [web.page(f"/n/{number}", f"The minister visited port {number} on Monday.") for number in (1, 2)]
    other = web.page("/about", "About the ministry and its many offices in the country.")
    web.answers["/a.xml"] = Reply(sitemap(f"<url><loc>{urls[0]}</loc></url>", f"<url><loc>{other}</loc></url>"))
    web.answers["/b.xml.gz"] = Reply(gzip.compress(sitemap(f"<url><loc>{urls[1]}</loc></url>")))
    parts = (f"<sitemap><loc>{web.address}/{name}</loc></sitemap>" for name in ("a.xml", "b.xml.gz"))
    web.answers["/sitemap.xml"] = Reply(sitemap(*parts, root="sitemapindex"))
    assert list(documents(pull("sitemap", f"{web.address}/sitemap.xml", links="/n/"))) == urls


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<html/>", "a sitemap was expected, found <html>"),
        (sitemap("<url><loc>http://127.0.0.1/a</loc></url>")[:-30], "no XML can be read"),
        (sitemap(), "none of its 0 entries"),
        (gzip.compress(b"x" * 60_000_000), "cannot be unpacked"),
        (
            b'<!DOCTYPE u [<!ENTITY f SYSTEM "file:///etc/hostname">]>' + sitemap("<url><loc>&f;</loc></url>").partition(b"?>")[2],
            "none of its 1 entries",
        ),
    ],
)
def test_what_is_no_sitemap(web: WebServer, pull: Pull, body: bytes, words: str) -> None:
    web.answers["/s.xml"] = Reply(body)
    pulled = pull("sitemap", f"{web.address}/s.xml")
    assert (pulled.reached, codes(pulled)) == (False, ["source-structure"])
    assert words in pulled.issues[0].message


def test_backfill_takes_the_days_that_are_wanted(web: WebServer, pull: Pull) -> None:
    for day in (1, 2, 3, 4):
        web.page(f"/n/{day}", f"The minister visited port {day} on Monday.", day=f"2024-03-0{day}")
        web.answers[f"/old/2024/03/0{day}"] = Reply(f'<html><body><a href="/n/{day}">x</a></body></html>'.encode())
    web.answers["/old/2024/03/03"] = Reply(status=404)  # nothing that day
    history = web.address + "/old/{year}/{month}/{day}"
    pulled = pull("pages", f"{web.address}/news", links="/n/", history=history, days=("2024-03-02", "2024-03-04"), max_pages=1)
    assert [uri[-1] for uri in documents(pulled)] == ["2", "4"]
    assert (pulled.is_whole, pulled.removed) == (False, ())
    assert [(issue.code, issue.source_uri) for issue in pulled.issues] == [("page-gone", f"{web.address}/old/2024/03/03")]
    assert "/news" not in web.paths()
    web.requests.clear()
    again = pull("pages", f"{web.address}/news", links="/n/", history=history, days=("2024-03-02", "2024-03-04"))
    assert (again.seen, again.unchanged) == (2, 2)
    assert all("if-none-match" in request.headers for request in web.requests if request.path.startswith("/n/"))


def test_a_feed_s_entries_of_other_days_are_not_fetched(web: WebServer, pull: Pull) -> None:
    web.page("/n/1", "The minister visited the port of Changsha on Monday.")
    web.answers["/feed"] = Reply(RSS.replace("{base}", web.address).encode())
    pull("feed", f"{web.address}/feed", days=("2024-03-01", "2024-03-31"))
    assert web.paths() == ["/feed", "/n/1"]


def test_other_kinds_of_answer(web: WebServer, pull: Pull) -> None:
    web.answers["/n/records.jsonl"] = Reply(b'{"id": 1, "text": "One"}\n', headers={"Content-Type": "application/octet-stream"})
    web.answers["/n/report"] = Reply("标题\n2024-05-02\n正文".encode(), headers={"Content-Type": "text/plain; charset=utf-8"})
    web.answers["/n/file.pdf"] = Reply(b"%PDF", headers={"Content-Type": "application/pdf"})
    pulled = pull("pages", index(web, "/n/records.jsonl", "/n/report", "/n/file.pdf"), links="/n/")
    assert [uri.removeprefix(web.address) for uri in documents(pulled)] == ["/n/records.jsonl#1", "/n/report"]
    assert codes(pulled) == ["source-kind-unknown"]


def test_one_page(web: WebServer, pull: Pull) -> None:
    url = web.page("/a", "The minister visited the port of Changsha on Monday.")
    assert list(documents(pull("page", url))) == [url]
    web.answers["/a"] = Reply(status=404)
    gone = pull("page", url)
    assert (gone.reached, gone.is_red) == (False, True)


def test_a_secret_is_kept_nowhere(web: WebServer, pull: Pull, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    secret = "tour-5ecret-value"
    monkeypatch.setenv("NEWS_TOKEN", secret)
    headers = {"Authorization": "Bearer ${env:NEWS_TOKEN}"}
    web.page("/n/1", "The minister visited the port of Changsha on Monday.")
    web.answers["/n/2"] = in_turn(Reply(status=302, headers={"Location": f"http://127.0.0.1:1/?token={secret}"}))
    web.answers["/n/3"] = Reply(status=302, headers={"Location": f"gopher://{secret}"})
    pulled = pull("pages", index(web, "/n/1", "/n/2", "/n/3"), links="/n/", headers=headers)
    assert web.asked("/n/1")[0].headers["authorization"] == f"Bearer {secret}"
    assert codes(pulled) == ["page-unreachable", "page-unreachable", "pages-failed"]
    assert "***" in "".join(issue.message for issue in pulled.issues)
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not [raw for raw in kept if secret.encode() in raw]
    assert secret not in repr(pulled) + json.dumps([issue.message for issue in pulled.issues]) + "".join(capfd.readouterr())


def test_a_secret_that_is_not_there(web: WebServer, pull: Pull) -> None:
    pulled = pull("pages", index(web, "/n/1"), links="/n/", headers={"Authorization": "${env:NO_SUCH_TOKEN}"})
    assert (pulled.reached, pulled.issues[0].message) == (False, "${env:NO_SUCH_TOKEN}: there is no such secret")
    assert web.requests == []
