"""Documents as CSL-JSON, the input of citation processors (csl-data.json of the Citation Style Language 1.0.2)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from verbale.export.citations import Citation, citation
from verbale.export.source import Entry

_TYPES = {"news": "article-newspaper", "speech": "speech", "report": "report", "statement": "document"}


def lines(entries: Iterable[Entry]) -> Iterator[str]:
    """A JSON array, one item a line."""
    mark = "[\n"
    for entry in entries:
        yield mark + json.dumps(item(citation(entry)), ensure_ascii=False)
        mark = ",\n"
    yield "\n]\n" if mark != "[\n" else "[]\n"


def item(source: Citation) -> dict[str, Any]:
    """A CSL item. Author names are `literal`: a name is not parted where nothing says how."""
    holder = "container-title" if source.genre == "news" else "publisher"
    found: dict[str, Any] = {
        "id": source.key,
        "type": _TYPES[source.genre],
        "title": source.title,
        "author": [{"literal": source.author}] if source.author else [],
        holder: source.publisher,
        "issued": {"date-parts": [[int(part) for part in source.date.split("-")]]} if source.date else {},
        "URL": source.url,
        "language": source.language,
        "genre": source.genre,
    }
    return {name: value for name, value in found.items() if value}
