"""One page from the web, only when asked for: checked addresses, few redirects, bounded bytes and seconds.

A name is resolved once; every address it has must be public, and the connection goes to the address that was checked,
so that a
name cannot change its meaning between the check and the connection. Each redirect is checked anew.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from verbale.errors import FetchError, LimitExceeded

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_CHUNK = 65_536
_OK = 200
_CGNAT = ipaddress.ip_network(
    "100.64.0.0/10"
)  # shared between carriers and customers: not global, and not "private" to Python
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # carries an IPv4 address in its last four bytes
_HEADERS = {
    "User-Agent": "verbale (reads one page on request)",
    "Accept": "text/html,text/plain;q=0.9,*/*;q=0.1",
    "Accept-Encoding": "identity",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: the bytes, the header that says of what kind they are, and the address after redirects."""

    data: bytes
    content_type: str | None
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """Bounds on one fetch: bytes of the body, seconds in all, redirects followed."""

    max_bytes: int = 10_000_000
    seconds: float = 30.0
    redirects: int = 5


_LIMITS = FetchLimits()


def is_public(address: Address) -> bool:
    """Whether an address is one that anybody may reach: not private, loopback, link-local, shared or reserved."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    elif address in _CGNAT:
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def fetch(
    url: str,
    *,
    limits: FetchLimits = _LIMITS,
    allow: Callable[[Address], bool] = is_public,
    check: Callable[[str], None] | None = None,
) -> Fetched:
    """The page at a URL.

    Args:
        url: http or https.
        limits: bytes, seconds, redirects.
        allow: which addresses may be connected to; tests let loopback in.
        check: called with each URL that a redirect leads to; it raises where that one must not be read.

    Raises:
        FetchError: the address is not allowed, the server does not answer well, or time is up.
        LimitExceeded: the body is larger than allowed.
    """
    deadline = time.monotonic() + limits.seconds
    for _ in range(limits.redirects + 1):
        answer = _request(url, deadline, limits, allow)
        if isinstance(answer, Fetched):
            return answer
        url = urljoin(url, answer)
        if check:
            check(url)
    raise FetchError(f"more than {limits.redirects} redirects", code="fetch:redirects")


def _request(url: str, deadline: float, limits: FetchLimits, allow: Callable[[Address], bool]) -> Fetched | str:
    """The page, or where the server says that it is."""
    parts = _parts(url)
    connection = _connect(parts, _checked_address(parts, allow), deadline)
    alarm = threading.Timer(_left(deadline), _cut, [connection])
    alarm.daemon = True
    alarm.start()
    try:
        path = parts.path or "/"
        connection.request("GET", f"{path}?{parts.query}" if parts.query else path, headers=_HEADERS)
        with contextlib.closing(connection.getresponse()) as response:
            if response.status in _REDIRECTS and response.getheader("Location"):
                return str(response.getheader("Location"))
            if response.status != _OK:
                message = f"the server answered {response.status} {response.reason}"
                raise FetchError(message, code="fetch:status", status=response.status)
            return Fetched(_body(response, deadline, limits), response.getheader("Content-Type"), url)
    except (OSError, http.client.HTTPException) as error:
        _left(deadline)
        raise FetchError(f"{parts.hostname} could not be read: {error}", code="fetch:failed") from error
    finally:
        alarm.cancel()
        connection.close()


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError as error:
        raise FetchError(f"{url[:200]!r} is no URL: {error}", code="fetch:url") from None
    if parts.scheme not in _PORTS or not parts.hostname or not port_is_fine:
        raise FetchError(f"only http and https addresses are fetched, not {url[:200]!r}", code="fetch:url")
    if parts.username is not None or any(ord(letter) <= 0x20 or ord(letter) > 0x7E for letter in url):
        raise FetchError(
            "an address with a user name, spaces or letters beyond ASCII is not fetched; encode it", code="fetch:url"
        )
    return parts


def _checked_address(parts: SplitResult, allow: Callable[[Address], bool]) -> tuple[str, int]:
    port = parts.port or _PORTS[parts.scheme]
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"{parts.hostname} is not known: {error}", code="fetch:name") from error
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        if not allow(ipaddress.ip_address(address.split("%")[0])):
            raise FetchError(
                f"{parts.hostname} leads to {address}, which is not a public address", code="fetch:address"
            )
    return addresses[0], port


def _connect(parts: SplitResult, address: tuple[str, int], deadline: float) -> http.client.HTTPConnection:
    """A connection to the checked address, under the name of the URL for `Host` and the certificate."""
    assert parts.hostname is not None
    connection = http.client.HTTPConnection(parts.hostname, parts.port or _PORTS[parts.scheme])
    try:
        sock = socket.create_connection(address, timeout=_left(deadline))
        if parts.scheme == "https":
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=parts.hostname)
    except OSError as error:
        raise FetchError(f"{parts.hostname} could not be reached: {error}", code="fetch:failed") from error
    connection.sock = sock
    return connection


def _body(response: http.client.HTTPResponse, deadline: float, limits: FetchLimits) -> bytes:
    if response.getheader("Content-Encoding", "identity").lower() != "identity":
        raise FetchError("the server sent packed data that was not asked for", code="fetch:encoding")
    parts, size = [], 0
    while chunk := response.read1(_CHUNK):
        _left(deadline)
        parts.append(chunk)
        size += len(chunk)
        if size > limits.max_bytes:
            raise LimitExceeded(f"the page is larger than {limits.max_bytes:,} bytes", code="limit:fetch_bytes")
    _left(deadline)
    if response.length:
        raise FetchError(f"the connection ended {response.length:,} bytes too early", code="fetch:failed")
    return b"".join(parts)


def _cut(connection: http.client.HTTPConnection) -> None:
    """End a connection that another thread is reading from: a server that drips never meets a read's own timeout."""
    sock = connection.sock
    if sock is not None:
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise FetchError("the server took too long", code="fetch:time")
    return left
