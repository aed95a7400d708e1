"""Rows of JSON lines to documents, one a row, streamed: a bad row is a failure with its number, the rest goes on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from verbale.errors import Failure, InputError, LimitExceeded, MalformedInput
from verbale.intake.given import Given, known
from verbale.intake.jsonl import checked, parse_list, parse_object, source_id_of
from verbale.intake.streams import Source, read_whole
from verbale.record import Warning  # noqa: A004

_LONGEST_ID = 200  # characters of an id that serves in a name; a longer one is content


_MOST_BLANK = 100_000  # lines in a row; they cost time and hold nothing
_WHOLE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[|\{[ \t]*\r?\n)")


def read_lines(source: Source) -> Iterator[Given | Failure]:
    """The documents of JSON lines, or of one JSON list or object over several lines; blank lines are passed over."""
    if _WHOLE.match(source.head):
        yield from _listed(source)
        return
    for number, line in _lines(source):
        uri = f"{source.uri}#L{number}"
        try:
            if line is None:
                raise LimitExceeded(
                    f"the line is longer than the {source.limits.line_bytes:,} bytes allowed", code="limit:line_bytes"
                )
            row = _renamed(parse_object(line, limits=source.limits), source.columns)
            uri = name_of(source.uri, row, uri)
            yield given_row(source, uri, row)
        except InputError as error:
            yield Failure.of(uri, error)


def _listed(source: Source) -> Iterator[Given | Failure]:
    """The documents of a JSON list of objects, or of one object written over several lines."""
    rows = parse_list(read_whole(source, "line_bytes"), limits=source.limits)
    for number, row in enumerate(rows, start=1):
        uri = f"{source.uri}#{number}"
        try:
            if not isinstance(row, dict):
                raise MalformedInput("this part of the list is no object")
            fields = _renamed(row, source.columns)
            uri = name_of(source.uri, fields, uri)
            yield given_row(source, uri, fields)
        except InputError as error:
            yield Failure.of(uri, error)


def given_row(source: Source, uri: str, row: Mapping[str, Any], *, warnings: tuple[Warning, ...] = ()) -> Given:
    """A row as a document.

    Raises:
        MalformedInput: it has no text, or a field is of the wrong kind.
    """
    fields = checked(row)
    return Given(
        uri=uri,
        kind="row",
        data=_json(fields),
        about=known({**source.about, **fields}, source.caller),
        warnings=warnings,
    )


def _json(fields: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(fields, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half of a surrogate pair, which only an escape can write
        return json.dumps(fields).encode()


def _lines(source: Source) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their numbers; None for one that is longer than allowed, which is read past and not kept."""
    number, blank, longest = 0, 0, source.limits.line_bytes
    while line := source.stream.readline(longest + 1):
        number += 1
        if len(line) > longest and not line.endswith(b"\n"):
            while (rest := source.stream.readline(longest)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        elif line.strip(b" \t\r\n\xef\xbb\xbf"):
            blank = 0
            yield number, line
        else:
            blank = check_blank(blank + 1)


def check_blank(count: int) -> int:
    """The number of blank lines in a row, if it is not absurd.

    Raises:
        MalformedInput: it is; a small packed file may hold a thousand million of them.
    """
    if count > _MOST_BLANK:
        raise MalformedInput(f"more than {_MOST_BLANK:,} blank lines in a row; the rest is not read")
    return count


def _renamed(row: dict[str, Any], columns: Mapping[str, str]) -> dict[str, Any]:
    """The row with the caller's columns under the names that records have."""
    found = {field: row[name] for field, name in columns.items() if name in row}
    return {**row, **found} if found else row


def name_of(container: str, row: Mapping[str, Any], otherwise: str) -> str:
    """A row's name by its id, where it has one that serves."""
    identity = source_id_of(row)
    fits = identity and len(identity) <= _LONGEST_ID and identity.isprintable()
    return f"{container}#{identity}" if fits else otherwise
