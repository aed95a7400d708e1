"""Addresses to documents: one fetch each, as robots.txt allows, not faster than a site can bear."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from verbale.errors import Failure, FetchError, InputError
from verbale.intake.decoding import decode
from verbale.intake.fetch import Address, Fetched, FetchLimits, fetch, is_public
from verbale.intake.gather import documents_of
from verbale.intake.given import Given
from verbale.intake.limits import DEFAULT_LIMITS, Limits

AGENT = "verbale"
"""The name under which robots.txt may speak to us."""

_PAUSE = 1.0  # seconds between two pages of one site, where robots.txt asks for no more
_LONGEST_PAUSE = 30.0  # seconds that are waited at a site's request; more is a refusal
_ROBOTS_BYTES = 500_000  # of robots.txt: RFC 9309 has readers take that much at least
_MISSING = range(400, 500)  # answers that mean that there is no robots.txt, and so no rule (RFC 9309)


def gather_urls(  # noqa: PLR0913
    urls: Iterable[str],
    *,
    about: Mapping[str, Any] | None = None,
    columns: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    allow: Callable[[Address], bool] = is_public,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Given | Failure]:
    """The documents at addresses, in order: pages, but also feeds, archives and whatever `gather` takes apart.

    Args:
        urls: http and https.
        about, columns, limits: as in `gather`; a page's own address is known of it.
        allow: which network addresses may be connected to; tests let loopback in.
        sleep: waits so many seconds between pages of one site.
    """
    robots = Robots(allow=allow)
    fetch_limits = FetchLimits(max_bytes=limits.file_bytes)
    last: dict[str, float] = {}
    for url in urls:
        try:
            robots.check(url)
            _wait(url, robots.pause(url), last, sleep)
            page = fetch(url, limits=fetch_limits, allow=allow, check=robots.check)
        except InputError as error:
            yield Failure.of(url, error)
            continue
        last[_site(url)] = time.monotonic()
        yield from _documents(url, page, about or {}, columns or {}, limits)


def _documents(
    url: str, page: Fetched, about: Mapping[str, Any], columns: Mapping[str, str], limits: Limits
) -> Iterator[Given | Failure]:
    found = documents_of(
        io.BytesIO(page.data), url, about=about, columns=columns, limits=limits,
        content_type=page.content_type, size=len(page.data),
    )  # fmt: skip
    for item in found:
        if isinstance(item, Given) and "url" not in item.about:
            yield replace(item, about={**item.about, "url": page.url})
        else:
            yield item


def _wait(url: str, pause: float, last: Mapping[str, float], sleep: Callable[[float], None]) -> None:
    before = last.get(_site(url))
    left = pause - (time.monotonic() - before) if before is not None else 0.0
    if left > 0:
        sleep(left)


class Robots:
    """What sites allow, each asked once.

    Args:
        allow: which network addresses may be connected to.
    """

    def __init__(self, *, allow: Callable[[Address], bool] = is_public) -> None:
        self._allow = allow
        self._rules: dict[str, RobotFileParser] = {}

    def check(self, url: str) -> None:
        """Refuse an address that its site asks programs to leave alone.

        Raises:
            FetchError: with code `fetch:robots`, or as in `fetch` where the address itself may not be fetched.
        """
        if not self._rules_for(url).can_fetch(AGENT, url):
            raise FetchError(f"robots.txt of {_site(url)} asks programs not to read this address", code="fetch:robots")
        if self.pause(url) > _LONGEST_PAUSE:
            raise FetchError(f"robots.txt of {_site(url)} asks for longer pauses than are waited", code="fetch:robots")

    def pause(self, url: str) -> float:
        """Seconds between two pages of a site."""
        return max(_PAUSE, float(self._rules_for(url).crawl_delay(AGENT) or 0))

    def _rules_for(self, url: str) -> RobotFileParser:
        site = _site(url)
        if site not in self._rules:
            self._rules[site] = self._asked(site)
        return self._rules[site]

    def _asked(self, site: str) -> RobotFileParser:
        rules = RobotFileParser()
        try:
            page = fetch(f"{site}/robots.txt", limits=FetchLimits(max_bytes=_ROBOTS_BYTES), allow=self._allow)
        except FetchError as error:
            if error.status is None or error.code == "fetch:address":
                raise
            rules.parse([] if error.status in _MISSING else ["User-agent: *", "Disallow: /"])
            return rules
        rules.parse(decode(page.data).text.splitlines())
        return rules


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
