"""What intake hands on: one document as it came, before it is parsed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from verbale.intake.sniff import Kind
from verbale.record import Warning  # noqa: A004

ABOUT = ("title", "url", "publisher", "publisher_country", "date", "genre", "speaker")
"""What a caller, or a container such as a feed, may know of a document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One document as bytes, with its name and what its container knows. Can be pickled, so that a worker opens it.

    Attributes:
        uri: a stable name: `press/a.html`, `a.zip!/b.html`, `crawl.warc.gz#1024` (a record's offset),
            `feed.xml#<guid>`, `speeches.jsonl#<id>` or, where a row has no id, `speeches.jsonl#L12`.
        kind: of `data`: `text`, `html`, `pdf`, `docx`, `eml`, or `row` for a JSON object as in JSON lines.
        data: the document as it came; of a row of a table, the row as JSON; of a feed's entry, its HTML.
        about: of `ABOUT`, what is known: the caller's word before the container's.
        content_type: the header, where a server sent one.
        warnings: what was dropped or doubtful on the way here; they go into the record.
    """

    uri: str
    kind: Kind
    data: bytes
    about: Mapping[str, Any] = field(default_factory=dict)
    content_type: str | None = None
    warnings: tuple[Warning, ...] = ()


def known(container: Mapping[str, Any], caller: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of a document: the caller's word, and the container's where the caller said nothing."""
    both = {**_stated(container), **_stated(caller)}
    return {name: both[name] for name in ABOUT if name in both}


def _stated(about: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in about.items() if value not in (None, "")}
