"""A web server on loopback that does what servers do, well and badly, and remembers what it was asked."""

import ssl
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass
class Request:
    """What was asked: path with query, headers in lower case, when on the monotonic clock, and what was sent along."""

    path: str
    headers: dict[str, str]
    at: float
    body: bytes = b""


@dataclass
class Reply:
    """What is answered.

    Attributes:
        body: The bytes.
        status: The status.
        headers: Headers, beside the length.
        cut: Close the connection before so many of the promised bytes at the end.
        delay: Seconds of silence before.
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = 0
    delay: float = 0.0


Answer = Reply | Callable[[Request], Reply]


class WebServer:
    """The server; `answers` may change while it runs."""

    def __init__(self, port: int) -> None:
        """Answer on a port."""
        self.address = f"http://127.0.0.1:{port}"
        self.answers: dict[str, Answer] = {}
        self.requests: list[Request] = []

    def page(self, path: str, text: str, title: str = "A visit", day: str = "2024-05-02", **headers: str) -> str:
        """Serve a page with a state of its own, and give its address."""
        body = (
            f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
            f'<meta property="article:published_time" content="{day}"></head>'
            f"<body><nav><a href='/'>Home</a></nav><article><h1>{title}</h1><p>{text}</p></article></body></html>"
        ).encode()
        self.answers[path] = with_state(body, "text/html; charset=utf-8", **headers)
        return self.address + path

    def asked(self, path: str) -> list[Request]:
        """All requests for a path."""
        return [request for request in self.requests if request.path == path]

    def paths(self) -> list[str]:
        """All paths that were asked for, in order, without robots.txt."""
        return [request.path for request in self.requests if request.path != "/robots.txt"]

    def answer(self, request: Request) -> Reply:
        """What is answered."""
        self.requests.append(request)
        answer = self.answers.get(request.path, Reply(b"no such page", 404))
        return answer if isinstance(answer, Reply) else answer(request)


def with_state(body: bytes, media_type: str, **headers: str) -> Answer:
    """An answer with an ETag, which is not given to who has it."""
    etag = f'"{hash(body):x}"'

    def reply(request: Request) -> Reply:
        if request.headers.get("if-none-match") == etag:
            return Reply(status=304)
        return Reply(body, headers={"Content-Type": media_type, "ETag": etag, **headers})

    return reply


def in_turn(*answers: Reply) -> Answer:
    """One answer after the other, the last one for ever."""
    left = list(answers)
    return lambda request: left.pop(0) if len(left) > 1 else left[0]


class _Listening(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), OSError):  # a client that is killed resets its connection
            super().handle_error(request, client_address)


@contextmanager
def serving(certificate: Path | None = None) -> Iterator[WebServer]:
    """Serve on a free port of loopback, by TLS if there is a certificate."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.path, headers, time.monotonic(), self.rfile.read(int(headers.get("content-length", 0))))
            reply = server.answer(request)
            time.sleep(reply.delay)
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if "Content-Length" not in reply.headers:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            with suppress(OSError):  # the client has heard enough
                self.wfile.write(reply.body[: len(reply.body) - reply.cut])
            if reply.cut:
                self.close_connection = True

        do_POST = do_GET

        def log_message(self, *words: Any) -> None:
            pass

    listening = _Listening(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        listening.socket = context.wrap_socket(listening.socket, server_side=True)
    server = WebServer(listening.server_address[1])
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()
