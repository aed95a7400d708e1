"""From one stream to its documents: each kind of container has a reader, and what it finds is looked at again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from verbale.errors import EmptyInput, Failure, InputError, MalformedInput
from verbale.intake.given import Given
from verbale.intake.rows import read_lines
from verbale.intake.sniff import HEAD, Kind, foreign, sniff
from verbale.intake.streams import Source, read_whole

Item = Given | Failure | Source
"""What a container holds: documents, lost parts, and streams to be looked at in their turn."""

_FILES = ("pdf", "docx", "eml")  # kinds whose size has a limit of its own


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
        yield Failure(source_id=source.uri, code="malformed", message=f"the rest cannot be read: {error}")


_BROKEN = (OSError, EOFError, ValueError)


def _items(source: Source) -> Iterator[Item]:
    kind = sniff(source.head, columns=tuple(source.columns.values()))
    reader = _CONTAINERS.get(kind)
    if reader:
        return reader(source)
    return iter([_single(source, kind)])


def _single(source: Source, kind: Kind) -> Given:
    if kind == "other":
        what = foreign(source.head) or "not text"
        raise MalformedInput(f"this is {what}; it is not read", code="unsupported")
    data = read_whole(source, "file_bytes" if kind in _FILES else "input_bytes")
    if kind == "empty":
        kind = sniff(data.lstrip()[:HEAD])
        if kind == "empty":
            raise EmptyInput("the file is empty")
    return Given(uri=source.uri, kind=kind, data=data, about=source.about, content_type=source.content_type)


_CONTAINERS: Mapping[Kind, Callable[[Source], Iterator[Item]]] = {"jsonl": read_lines}
