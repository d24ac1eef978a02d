"""A Prefect server of our own, for as long as schedules are kept: its records in the home, reached from this machine only."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from flows.errors import DataError

_DEFAULT_PORT = 4200
_LONGEST_START = 120.0
_LONGEST_STOP = 15.0
_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_LIBC = ctypes.CDLL(None)


@dataclass(frozen=True)
class OwnServer:
    """A server that runs.

    Attributes:
        api_url: Its API.
        process: Its process.
        log: What it writes.
    """

    api_url: str
    process: "subprocess.Popen[bytes]"
    log: Path


def die_with_parent() -> None:
    """In a new process, before its program begins: end it when this process ends, also when that is killed."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


@contextlib.contextmanager
def own_server(home: Path) -> Iterator[OwnServer]:
    """Start a Prefect server, and stop it in the end.

    It gets Prefect's usual port, or another one if that is taken. It does not outlive this process.

    Args:
        home: The home; the environment has been prepared for it.

    Raises:
        DataError: It does not start.
    """
    port = _free_port()
    log = home / "prefect" / "server.log"
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"},
            start_new_session=True,  # what a terminal sends to us (Ctrl-C) is not for it
            preexec_fn=die_with_parent,
        )
    server = OwnServer(f"http://127.0.0.1:{port}/api", process, log)
    try:
        _wait_until_it_answers(server)
        yield server
    finally:
        stop(process)


def stop(process: "subprocess.Popen[bytes]", longest: float = _LONGEST_STOP) -> None:
    """End a process of ours: politely, then not."""
    process.terminate()
    try:
        process.wait(longest)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    for port in (_DEFAULT_PORT, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does: a port just left is free
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise DataError("this machine has no free port for a Prefect server")


def _wait_until_it_answers(server: OwnServer) -> None:
    deadline = time.monotonic() + _LONGEST_START
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            raise DataError(f"Prefect's server ended at once with {server.process.returncode}: {server.log} says why")
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{server.api_url}/health", timeout=5, trust_env=False).is_success:
                return
        time.sleep(0.2)
    raise DataError(f"Prefect's server does not answer after {_LONGEST_START:.0f} s: {server.log} may say why")
