"""Records, one a line: everything that Verbale knows of a document. `source.read_records` is the way back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from verbale.export.source import Entry


def lines(entries: Iterable[Entry]) -> Iterator[str]:
    """One line of JSON (RFC 8259, UTF-8, `\\n`) a record; fields in the order of record.md."""
    for entry in entries:
        yield json.dumps(entry.record.to_dict(), ensure_ascii=False, allow_nan=False) + "\n"
