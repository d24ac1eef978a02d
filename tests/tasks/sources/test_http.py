import datetime as dt
import email.utils
import gzip
import ssl
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tasks.sources import http as asking
from tasks.sources.checked_addresses import AddressRefusedError, CheckedTransport, is_public
from tasks.sources.http import Fetcher, FetchError, PageGoneError, RobotsError
from tests.tasks.sources.web_server import Reply, Request, WebServer, in_turn, serving

Open = Callable[..., Fetcher]


@pytest.fixture
def web() -> Iterator[WebServer]:
    with serving() as server:
        yield server


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    monkeypatch.setattr(asking, "_NEXT_ASKED", {})
    return []


@pytest.fixture
def fetcher(slept: list[float]) -> Iterator[Open]:
    opened: list[Fetcher] = []

    def open_fetcher(**options: object) -> Fetcher:
        given = {"allow_private": True, "requests_per_second": 1e6, "timeout_seconds": 2.0, "sleep": slept.append, **options}
        opened.append(Fetcher(**given))  # type: ignore[arg-type]
        return opened[-1]

    yield open_fetcher
    for each in opened:
        each.close()


def test_an_answer(web: WebServer, fetcher: Open) -> None:
    web.answers["/a"] = Reply(b"<p>\xcd", headers={"Content-Type": "text/html; charset=GBK", "ETag": '"1"', "Last-Modified": "x"})
    answer = fetcher().fetch(f"{web.address}/a")
    assert (answer.body, answer.media_type, answer.charset, answer.etag, answer.last_modified) == (
        b"<p>\xcd",
        "text/html",
        "gbk",
        '"1"',
        "x",
    )


def test_what_is_known_is_not_sent_again(web: WebServer, fetcher: Open) -> None:
    url = web.page("/a", "Text")
    first = fetcher().fetch(url)
    again = fetcher().fetch(url, etag=first.etag, last_modified="Thu, 02 May 2024 00:00:00 GMT")
    assert again.body is None
    assert web.asked("/a")[1].headers["if-modified-since"] == "Thu, 02 May 2024 00:00:00 GMT"


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("User-agent: *\nDisallow: /private/", ["/a"]),
        ("User-agent: TourLedger\nDisallow: /\n\nUser-agent: *\nAllow: /", []),
        ("User-agent: *\nDisallow: /*.html$\nDisallow: /private/", ["/a"]),
        ("User-agent: Other\nDisallow: /", ["/a", "/private/b.html"]),
        ("", ["/a", "/private/b.html"]),
    ],
)
def test_robots_txt_is_obeyed(web: WebServer, fetcher: Open, rules: str, allowed: list[str]) -> None:
    web.answers["/robots.txt"] = Reply(rules.encode(), headers={"Content-Type": "text/plain"})
    web.answers["/a"] = web.answers["/private/b.html"] = Reply(b"x")
    asker = fetcher()
    for path in ("/a", "/private/b.html"):
        if path in allowed:
            asker.fetch(web.address + path)
        else:
            with pytest.raises(RobotsError):
                asker.fetch(web.address + path)
    assert web.paths() == allowed
    assert len(web.asked("/robots.txt")) == 1


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (503, False)])
def test_without_robots_txt(web: WebServer, fetcher: Open, status: int, allowed: bool) -> None:
    web.answers["/robots.txt"] = Reply(status=status)
    web.answers["/a"] = Reply(b"x")
    if allowed:
        assert fetcher().fetch(f"{web.address}/a").body == b"x"
    else:
        with pytest.raises(FetchError, match=r"robots\.txt: the server answers 503"):
            fetcher().fetch(f"{web.address}/a")


def test_one_rate_for_a_host(web: WebServer, fetcher: Open, slept: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(asking.time, "monotonic", lambda: now[0])
    web.answers["/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 3\n")
    web.answers["/a"] = Reply(b"x")
    for asker in (fetcher(requests_per_second=2.0), fetcher(requests_per_second=2.0)):
        asker.fetch(f"{web.address}/a")
    # robots.txt at 0, the page half a second later; then the delay that robots.txt asks for.
    assert slept == [0.5, 3.5, 4.0]


def test_a_busy_server_is_asked_again_when_it_says(web: WebServer, fetcher: Open, slept: list[float]) -> None:
    date = email.utils.format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=50), usegmt=True)
    web.answers["/a"] = in_turn(
        Reply(status=429, headers={"Retry-After": "7"}), Reply(status=503, headers={"Retry-After": date}), Reply(status=500), Reply(b"x")
    )
    assert fetcher().fetch(f"{web.address}/a").body == b"x"
    waits = [seconds for seconds in slept if seconds > 0.1]
    assert waits[0] == 7
    assert 40 < waits[1] <= 50
    assert 1 <= waits[2] <= 20


@pytest.mark.parametrize(
    ("reply", "message", "asked"),
    [
        (Reply(status=429), "429", 4),
        (Reply(status=503, headers={"Retry-After": "86400"}), "asks to come back in 86400 s", 1),
        (Reply(status=403), "403 Forbidden", 1),
        (Reply(b"x" * 5000, cut=1000), "peer closed connection|incomplete", 4),
        (Reply(b"x" * 200_001), "200,001 bytes, more than the 200,000", 1),
        (Reply(gzip.compress(b"x" * 5_000_000), headers={"Content-Encoding": "gzip"}), "more than the 200,000 bytes", 1),
        (Reply(status=302, headers={"Location": "/a"}), "more than 5 redirects", 6),
        (Reply(status=302, headers={"Location": "file:///etc/passwd"}), "no web address", 1),
        (Reply(b"x", delay=0.5), r"no answer within 0\.2 s", 4),
    ],
)
def test_bad_answers(web: WebServer, fetcher: Open, reply: Reply, message: str, asked: int) -> None:
    web.answers["/robots.txt"] = Reply(status=404)
    web.answers["/a"] = reply
    with pytest.raises(FetchError, match=message):
        fetcher(max_bytes=200_000, timeout_seconds=0.2).fetch(f"{web.address}/a")
    assert len(web.asked("/a")) == asked


def test_a_page_that_is_gone(web: WebServer, fetcher: Open) -> None:
    with pytest.raises(PageGoneError, match="404"):
        fetcher().fetch(f"{web.address}/nowhere")


def test_a_server_that_is_away(fetcher: Open) -> None:
    with serving() as server:
        gone = server.address
    with pytest.raises(FetchError, match="Connection refused"):
        fetcher().fetch(f"{gone}/a")


def test_redirects_are_followed_and_the_end_is_told(web: WebServer, fetcher: Open) -> None:
    web.answers["/a"] = Reply(status=301, headers={"Location": "b"})
    web.answers["/b"] = Reply(b"x")
    assert fetcher().fetch(f"{web.address}/a").url == f"{web.address}/b"


def test_headers_go_to_their_own_host_alone(web: WebServer, fetcher: Open) -> None:
    with serving() as other:
        web.answers["/a"] = Reply(status=302, headers={"Location": f"{other.address}/b"})
        other.answers["/b"] = Reply(b"x")
        fetcher(home_host=web.address.removeprefix("http://"), headers={"Authorization": "Bearer abc"}).fetch(f"{web.address}/a")
        assert [request.headers.get("authorization") for request in (*web.asked("/a"), *other.asked("/b"))] == ["Bearer abc", None]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]"])
def test_private_addresses_are_refused(web: WebServer, fetcher: Open, host: str) -> None:
    port = web.address.rpartition(":")[2]
    with pytest.raises(FetchError, match="private address; allow_private = true"):
        fetcher(allow_private=False).fetch(f"http://{host}:{port}/a")
    assert web.requests == []


def test_a_redirect_into_a_private_network_is_refused(web: WebServer, fetcher: Open) -> None:
    """The host of the list counts as public here, so that only where it leads is refused."""
    with serving() as inside:
        web.answers["/a"] = Reply(status=302, headers={"Location": f"http://inside.example:{inside.address.rpartition(':')[2]}/b"})
        addresses = {"127.0.0.1": ["127.0.0.1"], "inside.example": ["10.0.0.7"]}

        def resolve(host: str, port: int) -> Sequence[str]:
            if host == "inside.example":
                raise AddressRefusedError(f"{host} is {addresses[host][0]}, a private address")
            return addresses[host]

        with pytest.raises(FetchError, match=r"inside\.example is 10\.0\.0\.7"):
            fetcher(resolve=resolve).fetch(f"{web.address}/a")
        assert inside.requests == []


class Recording(httpx.BaseTransport):
    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return httpx.Response(200, content=b"x")


def test_a_name_that_resolves_otherwise_a_moment_later_gains_nothing() -> None:
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    recording = Recording()
    transport = CheckedTransport(allow_private=False, resolve=lambda host, port: next(answers), connect=lambda: recording)
    with httpx.Client(transport=transport) as client:
        client.get("https://rebinding.example/a")
        with pytest.raises(AddressRefusedError):
            client.get("https://rebinding.example/a")
    (request,) = recording.requests
    assert (request.url.host, request.headers["Host"], request.extensions["sni_hostname"]) == (
        "93.184.216.34",
        "rebinding.example",
        "rebinding.example",
    )


def test_tls_is_checked_against_the_name_and_not_the_address(tmp_path: Path) -> None:
    certificate = certificate_for("reports.example", tmp_path)
    trusting = ssl.create_default_context(cafile=str(certificate))
    with serving(certificate) as server:
        server.answers["/a"] = Reply(b"x")
        transport = CheckedTransport(
            allow_private=True, resolve=lambda host, port: ["127.0.0.1"], connect=lambda: httpx.HTTPTransport(verify=trusting)
        )
        port = server.address.rpartition(":")[2]
        with httpx.Client(transport=transport) as client:
            assert client.get(f"https://reports.example:{port}/a").content == b"x"
            with pytest.raises(httpx.ConnectError, match="certificate"):
                client.get(f"https://other.example:{port}/a")


def certificate_for(name: str, folder: Path) -> Path:
    """A certificate that a server of this name signs for itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / "server.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    return path


@pytest.mark.parametrize("addresses", [["93.184.216.34", "10.0.0.1"], ["10.0.0.1", "93.184.216.34"]])
def test_one_private_address_is_enough_to_refuse(addresses: list[str]) -> None:
    transport = CheckedTransport(allow_private=False, resolve=lambda host, port: addresses, connect=Recording)
    with httpx.Client(transport=transport) as client, pytest.raises(AddressRefusedError):
        client.get("http://mixed.example/")


def test_the_next_address_is_tried(web: WebServer) -> None:
    web.answers["/a"] = Reply(b"x")
    transport = CheckedTransport(allow_private=True, resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"])
    with httpx.Client(transport=transport) as client:
        assert client.get(f"http://two.example:{web.address.rpartition(':')[2]}/a").content == b"x"


def test_who_asks_is_told(web: WebServer, fetcher: Open) -> None:
    web.answers["/a"] = lambda request: Reply(request.headers["user-agent"].encode())
    assert (fetcher().fetch(f"{web.address}/a").body or b"").startswith(b"TourLedger/")


def test_the_environment_s_proxies_are_not_used(web: WebServer, fetcher: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    web.answers["/a"] = Reply(b"x")
    assert fetcher().fetch(f"{web.address}/a").body == b"x"
    assert isinstance(web.asked("/a")[0], Request)
