"""Asking web servers politely: at one rate per host, as robots.txt allows, within bounds, again where they are busy."""

import datetime as dt
import email.utils
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import httpx
from protego import Protego
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from tasks.sources.checked_addresses import AddressRefusedError, CheckedTransport, Resolve, resolved

AGENT = "TourLedger"
_USER_AGENT = f"{AGENT}/0.1 (reads reports of official visits)"
_MOST_REDIRECTS = 5
_ATTEMPTS = 4
_LONGEST_WAIT = 120.0  # seconds; a server that asks for more is asked again by the next run
_LONGEST_CRAWL_DELAY = 30.0
_ROBOTS_BYTES = 500_000  # what RFC 9309 asks crawlers to read at least
_BUSY = frozenset({429, 500, 502, 503, 504})
_GONE = frozenset({404, 410})
# By host, when it may be asked again on the clock of `time.monotonic`: one rate for all sources of the process.
_NEXT_ASKED: dict[str, float] = {}
_TURNS = threading.Lock()  # sources are pulled side by side


class FetchError(Exception):
    """An answer that cannot be had; the message says why, without the address."""


class PageGoneError(FetchError):
    """The server says that there is no such page."""


class PageDeniedError(FetchError):
    """The server does not give the page to us."""


class RobotsError(FetchError):
    """The site's robots.txt does not allow it."""


class _BusyError(FetchError):
    """The server asks to come back."""

    def __init__(self, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What a server gave.

    Attributes:
        url: Where it came from, after redirects.
        body: Its bytes, without any encoding of the transfer; None if nothing has changed since.
        media_type: Such as `text/html`; empty if it was not said.
        charset: Character encoding, if it was said.
        etag: Names this state of the page, if given.
        last_modified: Likewise.
    """

    url: str
    body: bytes | None
    media_type: str = ""
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(kw_only=True)
class Fetcher:
    """Asks servers for one source.

    Attributes:
        allow_private: Whether hosts may lie in private networks.
        requests_per_second: The most, for each host.
        timeout_seconds: Longest silence of a server.
        max_bytes: Largest answer.
        home_host: Host and port that the headers are for; nobody else gets them.
        headers: Sent with every request there.
        resolve: Gives a host's addresses.
        sleep: Waits.
    """

    allow_private: bool = False
    requests_per_second: float = 1.0
    timeout_seconds: float = 30.0
    max_bytes: int = 50_000_000
    home_host: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    resolve: Resolve = resolved
    sleep: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        """Open the client; proxies of the environment are not used, because they would connect to addresses that nobody checked."""
        self._client = httpx.Client(
            transport=CheckedTransport(allow_private=self.allow_private, resolve=self.resolve),
            timeout=self.timeout_seconds,
            headers={"User-Agent": _USER_AGENT},
            trust_env=False,
        )
        self._robots: dict[str, Protego] = {}

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Answer:
        """Ask for a page.

        Args:
            url: Its address.
            etag: State of the page that is known; the server need not send it again.
            last_modified: Likewise.

        Raises:
            PageGoneError: The server says that there is no such page.
            RobotsError: The site's robots.txt does not allow it.
            FetchError: It cannot be had now.
        """
        known = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        return self._followed(url, {name: value for name, value in known.items() if value}, self.max_bytes, robots=True)

    def _followed(self, url: str, headers: Mapping[str, str], max_bytes: int, *, robots: bool) -> Answer:
        for _ in range(_MOST_REDIRECTS + 1):
            if urlsplit(url).scheme not in {"http", "https"}:
                raise FetchError(f"it leads to {url}, which is no web address")
            delay = self._allowed(url) if robots else 0.0
            answer = self._retried(url, headers, max_bytes, max(delay, 1 / self.requests_per_second))
            if isinstance(answer, Answer):
                return answer
            url = urljoin(url, answer)
        raise FetchError(f"more than {_MOST_REDIRECTS} redirects, the last to {url}")

    def _allowed(self, url: str) -> float:
        """Seconds that robots.txt wants between two requests.

        Raises:
            RobotsError: It does not allow the page.
            FetchError: It cannot be had, which by RFC 9309 allows nothing.
        """
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            try:
                rules = (self._followed(f"{site}/robots.txt", {}, _ROBOTS_BYTES, robots=False).body or b"").decode(errors="replace")
            except (PageGoneError, PageDeniedError):
                rules = ""
            except FetchError as error:
                raise FetchError(f"robots.txt: {error}") from error
            self._robots[site] = Protego.parse(rules)
        if not self._robots[site].can_fetch(url, AGENT):
            raise RobotsError("robots.txt does not allow it")
        return min(self._robots[site].crawl_delay(AGENT) or 0.0, _LONGEST_CRAWL_DELAY)

    def _retried(self, url: str, headers: Mapping[str, str], max_bytes: int, interval: float) -> Answer | str:
        tries = Retrying(
            retry=retry_if_exception_type((_BusyError, httpx.TransportError)),
            stop=stop_after_attempt(_ATTEMPTS),
            wait=_wait,
            sleep=self.sleep,
            reraise=True,
        )
        try:
            return tries(self._once, url, headers, max_bytes, interval)
        except AddressRefusedError as error:
            raise FetchError(str(error)) from error
        except httpx.TimeoutException as error:
            raise FetchError(f"no answer within {self.timeout_seconds:g} s") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise FetchError(f"{error or type(error).__name__}") from error

    def _once(self, url: str, headers: Mapping[str, str], max_bytes: int, interval: float) -> Answer | str:
        """Ask once.

        Returns:
            The answer, or where it redirects to.
        """
        host = urlsplit(url).netloc
        self._wait_for_turn(host, interval)
        own = self.headers if host == self.home_host else {}
        began = time.monotonic()
        with self._client.stream("GET", url, headers={**own, **headers}) as response:
            status = response.status_code
            if status == 304:
                return Answer(url=url, body=None)
            if response.is_redirect:
                return response.headers["Location"]
            if status in _GONE:
                raise PageGoneError(f"the server answers {status} {response.reason_phrase}".rstrip())
            if status in _BUSY:
                raise self._busy(response)
            if status != 200:
                denied = 400 <= status < 500
                raise (PageDeniedError if denied else FetchError)(f"the server answers {status} {response.reason_phrase}".rstrip())
            body = b"".join(self._within(response, max_bytes, began))
            media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            return Answer(
                url=url,
                body=body,
                media_type=media_type,
                charset=response.charset_encoding,
                etag=response.headers.get("ETag"),
                last_modified=response.headers.get("Last-Modified"),
            )

    def _within(self, response: httpx.Response, max_bytes: int, began: float) -> Iterator[bytes]:
        # A length beyond an int's digits is the server's nonsense: reading shows how long it is.
        declared = response.headers.get("Content-Length", "")
        if declared.isdecimal() and len(declared) < 20 and int(declared) > max_bytes:
            raise FetchError(f"the answer has {int(declared):,} bytes, more than the {max_bytes:,} allowed")
        total = 0
        for chunk in response.iter_bytes():
            total += len(chunk)
            if total > max_bytes:
                raise FetchError(f"the answer has more than the {max_bytes:,} bytes allowed")
            if time.monotonic() - began > 10 * self.timeout_seconds:
                raise FetchError(f"the answer was not complete after {10 * self.timeout_seconds:g} s")
            yield chunk

    def _wait_for_turn(self, host: str, interval: float) -> None:
        with _TURNS:
            now = time.monotonic()
            turn = max(now, _NEXT_ASKED.get(host, now))
            _NEXT_ASKED[host] = turn + interval
        if turn > now:
            self.sleep(turn - now)

    def _busy(self, response: httpx.Response) -> FetchError:
        said = f"the server answers {response.status_code} {response.reason_phrase}".rstrip()
        after = _seconds(response.headers.get("Retry-After"))
        if after is not None and after > _LONGEST_WAIT:
            return FetchError(f"{said} and asks to come back in {after:.0f} s")
        return _BusyError(said, after)


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, _BusyError) and error.after is not None:
        return error.after
    return wait_exponential_jitter(initial=1, max=20)(state)


def _seconds(retry_after: str | None) -> float | None:
    """What `Retry-After` says, in seconds from now: a number of them, or a date."""
    if retry_after is None:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after.strip()[:9])
    try:
        moment = email.utils.parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, (moment - dt.datetime.now(moment.tzinfo)).total_seconds())
