"""Rows as delimited text: exact by default, harmless to spreadsheets on request. Pure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

BOM = "\ufeff"
"""Opens an `--excel-safe` file: without it Excel takes UTF-8 for the machine's code page."""

CELL_CHARACTERS = 32_767
"""What a cell of Excel holds; it moves what is beyond into the next rows. In UTF-16 units, as Excel counts."""

LIST_SEPARATOR = "|"
_ACTIVE = tuple("=+-@\t\r\n\0＝＋－＠")  # what makes a formula, in half and full width, or hides its beginning
_CUT = "…"


@dataclass
class Cells:
    """How values become cells.

    Attributes:
        excel_safe: put `'` before words that a spreadsheet would run as a formula, and cut what no cell holds.
        guarded, shortened: how many cells got the `'`, how many were cut.
    """

    excel_safe: bool = False
    guarded: int = 0
    shortened: int = 0

    def cell(self, value: Any) -> str:
        """A value as text: null is empty, truth `true` or `false`, floats as `repr` has them (shortest exact), lists
        joined by `|` with `|` and `\\` in them escaped; tables, and lists of them, as JSON."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int | float):
            return repr(value)
        words = _joined(value) if isinstance(value, list | dict) else str(value)
        return self._safe(words) if self.excel_safe else words

    def _safe(self, words: str) -> str:
        if words.lstrip(" \u00a0\ufeff").startswith(_ACTIVE):
            self.guarded += 1
            words = f"'{words}"
        if len(words) * 2 > CELL_CHARACTERS and _units(words) > CELL_CHARACTERS:
            self.shortened += 1
            words = _first_units(words, CELL_CHARACTERS - 1) + _CUT
        return words


def lines(header: Sequence[str], rows: Iterable[Sequence[Any]], cells: Cells, *, delimiter: str = ",") -> Iterator[str]:
    """RFC 4180: header and rows, CRLF at their ends, quotes where needed; a byte order mark where `excel_safe`."""
    write = line_writer(delimiter)
    yield (BOM if cells.excel_safe else "") + write(header)
    for row in rows:
        yield write([cells.cell(value) for value in row])


def line_writer(delimiter: str = ",", *, end: str = "\r\n") -> Callable[[Iterable[str]], str]:
    """A function from cells to a line with that end."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=end)

    def write(cells: Iterable[str]) -> str:
        writer.writerow(cells)
        line = buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        return line

    return write


def split_list(cell: str) -> list[str]:
    """The inverse of a list's cell. One empty text and no text look the same and give no text."""
    if not cell:
        return []
    found, part, escaped = [], [], False
    for sign in cell:
        if escaped or sign not in ("\\", LIST_SEPARATOR):
            part.append(sign)
            escaped = False
        elif sign == "\\":
            escaped = True
        else:
            found.append("".join(part))
            part = []
    return [*found, "".join(part)]


def _joined(value: list[Any] | dict[str, Any]) -> str:
    if isinstance(value, dict) or any(isinstance(part, list | dict) for part in value):
        return json.dumps(value, ensure_ascii=False)
    return LIST_SEPARATOR.join(map(_escaped, value))


def _escaped(value: object) -> str:
    return str(value).replace("\\", "\\\\").replace(LIST_SEPARATOR, "\\" + LIST_SEPARATOR)


def _units(words: str) -> int:
    return len(words) + sum(sign > "\uffff" for sign in words)


def _first_units(words: str, most: int) -> str:
    return words.encode("utf-16-le")[: most * 2].decode("utf-16-le", errors="ignore")
