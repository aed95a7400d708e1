"""From one stream to its documents: each kind of container has a reader, and what it finds is looked at again."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping

from verbale.errors import EmptyInput, Failure, InputError, MalformedInput
from verbale.intake.archives import read_gzip, read_zip
from verbale.intake.feeds import read_entries
from verbale.intake.given import Given
from verbale.intake.messages import read_mailbox, read_message
from verbale.intake.rows import read_lines
from verbale.intake.sniff import HEAD, Kind, foreign, sniff
from verbale.intake.streams import FAULTS, Source, read_whole
from verbale.intake.tables import read_table
from verbale.intake.warc import read_warc

Item = Given | Failure | Source
"""What a container holds: documents, lost parts, and streams to be looked at in their turn."""

_BROKEN = (*FAULTS, csv.Error)


def expand(source: Source) -> Iterator[Given | Failure]:
    """The documents of a source, in order. Whatever goes wrong is a `Failure` that ends this source only."""
    try:
        for item in _items(source):
            if isinstance(item, Source):
                yield from expand(item)
            else:
                yield item
    except InputError as error:
        yield Failure.of(source.uri, error)
    except _BROKEN as error:
        message = f"damaged; what comes after this place is lost: {error or type(error).__name__}"
        yield Failure(source_id=source.uri, code="malformed", message=message)


def _items(source: Source) -> Iterator[Item]:
    kind = sniff(source.head, columns=tuple(source.columns.values()))
    reader = _CONTAINERS.get(kind)
    return reader(source) if reader else iter([_single(source, kind)])


def _single(source: Source, kind: Kind) -> Given:
    if kind == "other":
        what = foreign(source.head) or "not text"
        raise MalformedInput(f"this is {what}; it is not read", code="unsupported")
    data = read_whole(source, "file_bytes" if kind == "pdf" else "input_bytes")
    if kind == "empty":
        kind = sniff(data.lstrip()[:HEAD])
        if kind == "empty":
            raise EmptyInput("the file is empty")
    return Given(uri=source.uri, kind=kind, data=data, about=source.about, content_type=source.content_type)


_CONTAINERS: Mapping[Kind, Callable[[Source], Iterator[Item]]] = {
    "jsonl": read_lines,
    "table": read_table,
    "zip": read_zip,
    "gzip": read_gzip,
    "warc": read_warc,
    "feed": read_entries,
    "eml": read_message,
    "mbox": read_mailbox,
}
