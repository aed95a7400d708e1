"""Addresses: robots.txt is asked first, at each redirect too. All servers here are on loopback."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tests.intake.making import page_of
from verbale.errors import Failure
from verbale.intake import Given, open_given
from verbale.intake.urls import gather_urls

ROBOTS = "User-agent: *\nDisallow: /private\nCrawl-delay: 2\n\nUser-agent: other\nDisallow: /\n"
FEED = '<rss version="2.0"><channel><title>A</title><item><guid>g</guid><description>Words of a feed.</description></item></channel></rss>'


class Site(http.server.BaseHTTPRequestHandler):
    """Answers by path; the server says what robots.txt is."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        status, body = self._answer()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if status == 302:
            self.send_header("Location", "/private/page")
        self.end_headers()
        self.wfile.write(body.encode())

    def _answer(self) -> tuple[int, str]:
        if self.path == "/robots.txt":
            return self.server.robots  # type: ignore[attr-defined, no-any-return]
        if self.path == "/to-private":
            return 302, ""
        return (404, "") if self.path == "/none" else (200, FEED if self.path == "/feed" else page_of("Trade"))

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""


@pytest.fixture
def server() -> Iterator[Any]:
    made: Any = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    made.asked, made.robots = [], (200, ROBOTS)
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


def outcomes(server: Any, *paths: str, waited: list[float] | None = None) -> list[Given | Failure]:
    urls = [f"http://127.0.0.1:{server.server_address[1]}{path}" for path in paths]
    return list(gather_urls(urls, allow=lambda _: True, sleep=(waited if waited is not None else []).append))


def test_pages_and_feeds_come_with_their_address(server: Any) -> None:
    page, entry = outcomes(server, "/page", "/feed")
    assert isinstance(page, Given)
    assert isinstance(entry, Given)
    assert (page.kind, page.about["url"]) == ("html", page.uri)
    assert entry.uri.endswith("/feed#g")
    assert open_given(page).title == "Trade"
    assert server.asked.count("/robots.txt") == 1


@pytest.mark.parametrize("path", ["/private/page", "/to-private"])
def test_what_robots_txt_forbids_is_not_read(path: str, server: Any) -> None:
    [failure] = outcomes(server, path)
    assert isinstance(failure, Failure)
    assert failure.code == "fetch:robots"
    assert "/private/page" not in server.asked


def test_pauses_are_as_long_as_the_site_asks(server: Any) -> None:
    waited: list[float] = []
    outcomes(server, "/a", "/b", waited=waited)
    assert len(waited) == 1
    assert 1.0 < waited[0] <= 2.0


@pytest.mark.parametrize(
    ("robots", "code"),
    [
        ((404, ""), None),
        ((403, ""), None),
        ((500, ""), "fetch:robots"),
        ((200, "User-agent: verbale\nCrawl-delay: 900"), "fetch:robots"),
    ],
)
def test_without_robots_txt_all_is_allowed_and_with_a_broken_one_nothing(
    robots: tuple[int, str], code: str | None, server: Any
) -> None:
    server.robots = robots
    [item] = outcomes(server, "/page")
    assert (item.code if isinstance(item, Failure) else None) == code


def test_an_address_that_fails_is_a_failure_in_its_place(server: Any) -> None:
    found = [item.code if isinstance(item, Failure) else item.kind for item in outcomes(server, "/none", "/page")]
    assert found == ["fetch:status", "html"]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1/", "no address"])
def test_addresses_that_are_not_fetched(url: str) -> None:
    [failure] = gather_urls([url])
    assert isinstance(failure, Failure)
    assert failure.code in ("fetch:url", "fetch:address")
