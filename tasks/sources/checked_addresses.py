"""Connecting only where a source may lead: addresses are checked after they are resolved, and what was checked is connected to."""

import ipaddress
import socket
from collections.abc import Callable, Sequence

import httpx

_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Resolve = Callable[[str, int], Sequence[str]]


class AddressRefusedError(Exception):
    """A host that lies in a private network; the message names the host and its address."""


def resolved(host: str, port: int) -> tuple[str, ...]:
    """All addresses of a host, as the system resolves them.

    Raises:
        OSError: There is no such host.
    """
    return tuple(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def is_public(address: str) -> bool:
    """Whether an address lies in the public internet.

    One in IPv6 that stands for one in IPv4 (mapped, 6to4, NAT64) is as public as that. Ranges: IANA's special-purpose registries, as
    `ipaddress` knows them.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def checked(host: str, port: int, resolve: Resolve = resolved) -> tuple[str, ...]:
    """The addresses of a host, all of them public.

    Raises:
        AddressRefusedError: One is not.
        OSError: There is no such host.
    """
    addresses = tuple(resolve(host, port))
    for address in addresses:
        if not is_public(address):
            raise AddressRefusedError(f"{host} is {address}, a private address; allow_private = true would allow it")
    return addresses


class CheckedTransport(httpx.BaseTransport):
    """Resolves a host once, checks what came of it, and connects to that: a name that resolves otherwise a moment later gains nothing.

    A name's connections are its own, because TLS is checked against the name while the pool knows addresses only.
    """

    def __init__(
        self, *, allow_private: bool, resolve: Resolve = resolved, connect: Callable[[], httpx.BaseTransport] | None = None
    ) -> None:
        """Connect to public addresses only, unless private ones are allowed.

        Args:
            allow_private: Allow all.
            resolve: Gives a host's addresses.
            connect: Makes a transport that connects to an address.
        """
        context = None if connect else httpx.create_ssl_context()
        self._connect = connect or (lambda: httpx.HTTPTransport(verify=context or True))
        self._resolve = resolve
        self._allow_private = allow_private
        self._transports: dict[str, httpx.BaseTransport] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request to a checked address of its host.

        Raises:
            AddressRefusedError: The host has a private address.
            httpx.ConnectError: There is no such host, or none of its addresses answers.
        """
        host = request.url.host
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        try:
            addresses = self._resolve(host, port) if self._allow_private else checked(host, port, self._resolve)
        except OSError as error:
            raise httpx.ConnectError(f"cannot find the host {host}: {error.strerror or error}", request=request) from error
        transport = self._transports.get(host) or self._transports.setdefault(host, self._connect())
        for last in range(len(addresses) - 1, -1, -1):
            address = addresses[len(addresses) - 1 - last]
            try:
                return transport.handle_request(_to_address(request, address))
            except httpx.ConnectError:
                if not last:
                    raise
        raise httpx.ConnectError(f"the host {host} has no address", request=request)

    def close(self) -> None:
        """Close all connections."""
        for transport in self._transports.values():
            transport.close()


def _to_address(request: httpx.Request, address: str) -> httpx.Request:
    """The same request, to an address instead of a name; the header and TLS still say the name."""
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": request.url.host},
    )
