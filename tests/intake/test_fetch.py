"""Battery row 39: a page is fetched only from where it may be. All servers here are on loopback."""

from __future__ import annotations

import http.server
import ipaddress
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from verbale.errors import FetchError, LimitExceeded
from verbale.intake.fetch import FetchLimits, fetch, is_public


class Pages(http.server.BaseHTTPRequestHandler):
    """Answers by path."""

    def do_GET(self) -> None:
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path[4:].replace("|", "/"))
            self.end_headers()
            return
        self.send_response(404 if self.path == "/none" else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if self.path == "/packed":
            self.send_header("Content-Encoding", "gzip")
        if self.path == "/cut":
            self.send_header("Content-Length", "5000")
        self.end_headers()
        if self.path == "/drip":
            self.drip()
        else:
            self.wfile.write(
                (b"x" * 100_000) if self.path == "/large" else f"<p>{self.path} {self.headers['Host']}</p>".encode()
            )

    def drip(self) -> None:
        try:
            while not self.server.stopping.wait(0.05):  # type: ignore[attr-defined]
                self.wfile.write(b"x")
                self.wfile.flush()
        except OSError:
            return

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.stopping = threading.Event()  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.stopping.set()  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()
    thread.join()


def anywhere(_: object) -> bool:
    return True


def test_a_page_comes_with_its_type_and_address(site: str) -> None:
    page = fetch(f"{site}/a?b=c", allow=anywhere)
    assert page.data == f"<p>/a?b=c {site[7:]}</p>".encode()
    assert page.content_type == "text/html; charset=utf-8"
    assert fetch(f"{site}/to/|a", allow=anywhere).url == f"{site}/a"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "ff02::1",
    ],
)
def test_private_addresses_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "localhost"])
def test_loopback_in_any_dress_is_refused_before_connecting(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("connected"))
    with pytest.raises(FetchError) as caught:
        fetch(f"http://{host}:9/")
    assert caught.value.code in ("fetch:address", "fetch:name")


def test_a_name_with_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answer)
    with pytest.raises(FetchError, match=r"10\.0\.0\.1"):
        fetch("http://two.example/")


def test_the_checked_address_is_the_one_connected_to(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    port = int(site.rsplit(":", 1)[1])
    answers = [[(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers.pop())
    connect = socket.create_connection
    monkeypatch.setattr(socket, "create_connection", _plain_connect)
    assert connect is not None
    assert fetch(f"http://rebinding.example:{port}/x", allow=anywhere).data.startswith(b"<p>/x rebinding.example")
    assert answers == []


def _plain_connect(address: tuple[str, int], timeout: float) -> socket.socket:
    sock = socket.socket()
    sock.settimeout(timeout)
    sock.connect(address)
    return sock


def test_redirects_are_checked_anew_and_counted(site: str) -> None:
    only = ipaddress.ip_address("127.0.0.1").__eq__
    with pytest.raises(FetchError) as caught:
        fetch(f"{site}/to/http:||127.0.0.2:9|", allow=only)
    assert caught.value.code == "fetch:address"
    with pytest.raises(FetchError) as caught:
        fetch(f"{site}/to/|to||to||to||a", allow=anywhere, limits=FetchLimits(redirects=0))
    assert caught.value.code == "fetch:redirects"
    with pytest.raises(FetchError) as caught:
        fetch(f"{site}/to/file:|||etc|passwd", allow=anywhere)
    assert caught.value.code == "fetch:url"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/none", "fetch:status"),
        ("/packed", "fetch:encoding"),
        ("/cut", "fetch:failed"),
        ("/large", "limit:fetch_bytes"),
    ],
)
def test_what_does_not_come_whole_is_refused(site: str, path: str, code: str) -> None:
    with pytest.raises((FetchError, LimitExceeded)) as caught:
        fetch(site + path, allow=anywhere, limits=FetchLimits(max_bytes=50_000))
    assert caught.value.code == code


def test_a_slow_drip_is_cut_off(site: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(f"{site}/drip", allow=anywhere, limits=FetchLimits(seconds=0.4))
    assert caught.value.code == "fetch:time"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "http://",
        "example.org",
        "http://user@example.org/",
        "http://a b/",
        "http://x:99999/",
        "javascript:1",
    ],
)
def test_only_plain_web_addresses_are_taken(url: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(url)
    assert caught.value.code == "fetch:url"
