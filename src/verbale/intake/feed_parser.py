"""feedparser, wrapped: what makes it raise is taken out first, and a feed that still does is read entry by entry.

Runs in the child process.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

from verbale.intake.decoding import decode
from verbale.intake.limits import Limits

_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,12})|(\d{1,12}));")
_HIGHEST = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]{0,2000}(?:\[[^\]]{0,100000}\]\s{0,9})?>", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_ITEM = re.compile(r"<(?P<tag>(?:\w{1,20}:)?(?:item|entry))\b[^>]{0,2000}>")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def read_feed(data: bytes, limits: Limits) -> dict[str, Any]:
    """A feed as plain values: `{"feed": {"title"}, "entries": [{"id", "title", "link", "date", "summary", "content",
    "publisher"}], "fault": str|None, "lost": int}`; `lost` counts entries that could not be read at all."""
    del limits  # the caller has looked at the size; entities beyond the standard ones are taken out
    text = _clean(decode(data).text)
    try:
        return _plain(_parsed(text), fault=None)
    except Exception as error:
        return _one_by_one(text, f"{type(error).__name__}: {error}")


def _clean(text: str) -> str:
    text = _NOT_XML.sub("\ufffd", _DOCTYPE.sub("", _DECLARATION.sub("", text)))
    return _REFERENCE.sub(_sound, text)


def _sound(match: re.Match[str]) -> str:
    """A character reference as it is, or the replacement character for one that names no character."""
    number = int(match.group(1), 16) if match.group(1) else int(match.group(2))
    bad = number > _HIGHEST or number in _SURROGATES or number == 0
    return "\ufffd" if bad else match.group()


def _parsed(text: str) -> Any:
    import feedparser

    # Its own cleaning would take elements out; the text is never shown as HTML without being made safe.
    return feedparser.parse(text.encode("utf-8"), sanitize_html=False, resolve_relative_uris=False)


def _plain(parsed: Any, *, fault: str | None) -> dict[str, Any]:
    if parsed.get("bozo") and fault is None:
        fault = str(parsed.get("bozo_exception"))[:300]
    feed = {"title": _text(parsed.get("feed", {}).get("title"))}
    return {"feed": feed, "entries": [_entry(entry) for entry in parsed.entries], "fault": fault, "lost": 0}


def _entry(entry: Any) -> dict[str, Any]:
    contents = [part.get("value") or "" for part in entry.get("content", ())]
    return {
        "id": _text(entry.get("id")),
        "title": _text(entry.get("title")),
        "link": _link(entry.get("link")),
        "date": _date(entry),
        "summary": _text(entry.get("summary")),
        "content": max(contents, key=len, default=None) or None,
        "publisher": _text(entry.get("source", {}).get("title")),
    }


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _link(value: Any) -> str | None:
    """A link that leads somewhere; a guid which is no address is taken for one by feeds that do not say so."""
    link = _text(value)
    return link if link and _ADDRESS.match(link) else None


def _date(entry: Any) -> str | None:
    """The day of publication; the day of the last change only where no other is given."""
    for name in ("published_parsed", "updated_parsed"):
        parsed = entry.get(name)
        if isinstance(parsed, time.struct_time) and 1 <= parsed.tm_year <= 9999:
            return f"{parsed.tm_year:04}-{parsed.tm_mon:02}-{parsed.tm_mday:02}"
    return None


def _one_by_one(text: str, fault: str) -> dict[str, Any]:
    """Each entry parsed as a feed of its own, so that a bad one costs only itself."""
    entries: list[dict[str, Any]] = []
    lost = 0
    for item in _items(text):
        try:
            entries.extend(_plain(_parsed(item), fault=None)["entries"])
        except Exception:
            lost += 1
    return {"feed": {"title": None}, "entries": entries, "fault": fault, "lost": lost}


def _items(text: str) -> Iterator[str]:
    first = _ITEM.search(text)
    if not first:
        return
    head, tag = text[: first.start()], first.group("tag")
    root = re.search(r"<(?![?!])([\w:]+)", head)
    closing = f"</{root.group(1)}>" if root else ""
    inside = "</channel>" if "<channel" in head and "</channel>" not in head else ""
    for piece in text[first.start() :].split(f"</{tag}>")[:-1]:
        yield f"{head}{piece[piece.find('<' + tag) :]}</{tag}>{inside}{closing}"
