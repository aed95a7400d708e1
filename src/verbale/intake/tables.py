"""Tables (CSV, TSV, with semicolons) to documents, one a row, streamed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from verbale.data import read_toml
from verbale.errors import Failure, InputError, LimitExceeded, MalformedInput
from verbale.intake.decoding import decode
from verbale.intake.given import Given
from verbale.intake.rows import check_blank, given_row, name_of
from verbale.intake.sniff import HEAD, delimiter_of
from verbale.intake.streams import Source
from verbale.record import Warning  # noqa: A004

_UNREADABLE = "\ufffd"
_SHOWN_NAMES = 20  # columns that a message lists


def read_table(source: Source) -> Iterator[Given | Failure]:
    """The rows of a table whose first row names its columns; a bad row is a failure with its line.

    Raises:
        MalformedInput: no column holds the text (`no_text_column`).
    """
    sample = decode(source.head)
    # Without a byte order mark UTF-16 keeps its byte order; with one, the decoder takes the mark away.
    encoding = "utf-8-sig" if sample.encoding == "utf-8" else sample.encoding
    delimiter = delimiter_of(sample.text, columns=tuple(source.columns.values())) or ","
    lines = _Lines(io.TextIOWrapper(source.stream, encoding=encoding, errors="replace", newline=""), source)
    # The module keeps this for the whole process; it is only ever widened, since another table may be under way.
    csv.field_size_limit(max(source.limits.input_bytes, csv.field_size_limit()))
    rows = csv.reader(lines, delimiter=delimiter)
    header = [name.strip().removeprefix("\ufeff") for name in next(rows, [])]
    yield from _rows(source, rows, lines, header, _fields(header, source.columns))


def _rows(
    source: Source, rows: Iterator[list[str]], lines: _Lines, header: Sequence[str], fields: Mapping[str, int]
) -> Iterator[Given | Failure]:
    blank = 0
    while True:
        start, lines.quotes = lines.number + 1, 0
        uri = f"{source.uri}#L{start}"
        try:
            row = next(rows)
        except StopIteration:
            return
        except InputError as error:
            yield Failure.of(uri, error)
            continue
        except csv.Error as error:  # where the next row starts is now anybody's guess
            message = f"the row at line {start} is damaged, and the rest of the table is not read: {error}"
            raise MalformedInput(message) from None
        if lines.over and lines.quotes % 2 and lines.number > start:
            raise MalformedInput(f"the quotation mark that opens at line {start} or after it never closes")
        blank = 0 if row else check_blank(blank + 1)
        if any(cell.strip() for cell in row):
            yield _outcome(source, uri, row, header, fields)


def _outcome(
    source: Source, uri: str, row: list[str], header: Sequence[str], fields: Mapping[str, int]
) -> Given | Failure:
    try:
        return _given(source, uri, row, header, fields)
    except InputError as error:
        return Failure.of(uri, error)


def _given(source: Source, uri: str, row: list[str], header: Sequence[str], fields: Mapping[str, int]) -> Given:
    if len(row) > len(header):
        message = f"the row has {len(row)} cells and the first row {len(header)}; is a quotation mark missing?"
        raise MalformedInput(message)
    values = {field: row[place] for field, place in fields.items() if place < len(row) and row[place].strip()}
    if "text" not in values:
        raise InputError("the row has no text", code="empty")
    return given_row(source, name_of(source.uri, values, uri), values, warnings=_notes(values["text"]))


def _notes(text: str) -> tuple[Warning, ...]:
    lost = text.count(_UNREADABLE)
    if not lost:
        return ()
    return (Warning(code="encoding", message=f"{lost} character(s) could not be decoded and stand as \ufffd"),)


def _fields(header: Sequence[str], columns: Mapping[str, str]) -> dict[str, int]:
    """Which column holds which field: as the caller says, else by its name.

    Raises:
        MalformedInput: a column that the caller names is missing, or none holds the text.
    """
    places: dict[str, int] = {}
    for place, name in enumerate(header):
        places.setdefault(name.casefold(), place)
    listed = ", ".join(filter(None, header[:_SHOWN_NAMES]))
    for name in columns.values():
        if name.strip().casefold() not in places:
            raise MalformedInput(f"there is no column {name!r}; there are {listed}", code="no_column")
    fields = {field: places[name.strip().casefold()] for field, name in columns.items()}
    for field, names in _usual().items():
        found = next((places[name] for name in names if name in places), None)
        if field not in fields and found is not None and found not in fields.values():
            fields[field] = found
    if "text" not in fields:
        message = f"no column is known to hold the text; name it with --column text=NAME. There are {listed}"
        raise MalformedInput(message, code="no_text_column")
    return fields


@cache
def _usual() -> Mapping[str, Sequence[str]]:
    names: Mapping[str, Sequence[str]] = read_toml("columns")["columns"]
    return names


class _Lines:
    """Lines of decoded text for the `csv` module, none longer than allowed, counted."""

    def __init__(self, stream: io.TextIOWrapper, source: Source) -> None:
        self._stream = stream
        self._longest = source.limits.line_bytes
        self.number = 0
        self.quotes = 0  # since the reader of rows set it back
        self.over = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(self._longest + 1)
        if not line:
            self.over = True
            raise StopIteration
        self.number += 1
        self.quotes += line.count('"')
        if len(line) > self._longest:
            while (rest := self._stream.readline(HEAD)) and not rest.endswith(("\n", "\r")):
                pass
            message = f"line {self.number} is longer than the {self._longest:,} characters allowed"
            raise LimitExceeded(message, code="limit:line_bytes")
        return line
