"""Feeds (RSS, Atom) to documents, one an entry. The parser runs in the child process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from verbale.errors import Failure, MalformedInput
from verbale.intake.given import Given, known
from verbale.intake.sandbox import parse
from verbale.intake.sniff import is_html
from verbale.intake.streams import Source, read_whole
from verbale.record import Warning  # noqa: A004

_LONGEST_ID = 500  # characters of an entry's id that serve as its name


def read_entries(source: Source) -> Iterator[Given | Failure]:
    """The entries of a feed in its order, each named by its guid, its link or its number.

    Raises:
        MalformedInput: there are none in it, or none that can be read.
        LimitExceeded: it is larger than `limits.feed_bytes`.
    """
    data = read_whole(source, "feed_bytes")
    found = parse("feed", data, source.limits)
    feed = found["feed"]
    if not found["entries"]:
        raise MalformedInput(f"this feed has no entries: {found['fault'] or 'it is empty'}", code="empty_feed")
    for number, entry in enumerate(found["entries"], start=1):
        identity = entry.get("id") or entry.get("link") or ""
        fits = 0 < len(identity) <= _LONGEST_ID and identity.isprintable()
        uri = f"{source.uri}#{identity}" if fits else f"{source.uri}#{number}"
        yield _entry(source, uri, entry, feed)
    if found["fault"] and found["lost"]:
        message = f"{found['lost']} of the feed's entries could not be read: {found['fault']}"
        yield Failure(source_id=source.uri, code="malformed", message=message)


def _entry(source: Source, uri: str, entry: Mapping[str, Any], feed: Mapping[str, Any]) -> Given | Failure:
    text = entry.get("content") or entry.get("summary") or ""
    if not text.strip():
        return Failure(source_id=uri, code="empty", message="the entry has no text; its page may have, at its link")
    container = {
        "title": entry.get("title"), "url": entry.get("link"), "date": entry.get("date"),
        "publisher": entry.get("publisher") or feed.get("title"),
    }  # fmt: skip
    warnings: tuple[Warning, ...] = ()
    if not entry.get("content"):
        message = "the feed gives a summary of this entry only; the whole text is at its link"
        warnings = (Warning(code="summary_only", message=message),)
    return Given(
        uri=uri, kind="html" if is_html(text) else "text", data=text.encode("utf-8", "replace"),
        about=known({**source.about, **container}, source.caller), warnings=warnings,
    )  # fmt: skip
