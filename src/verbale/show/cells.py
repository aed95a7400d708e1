"""Cells of CSV files, exact or made harmless for spreadsheets."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from typing import IO, Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: Any, *, excel_safe: bool = False) -> str:
    """A value as the text of a cell: lists and tables as JSON, None as nothing, numbers in full.

    Args:
        value: plain JSON.
        excel_safe: put `'` before text that a spreadsheet would take for a formula (begins with = + - @ TAB or CR, as
            OWASP's page on CSV injection lists them). Numbers stay numbers. Off, cells are exact.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return f"'{value}" if excel_safe and value.startswith(_FORMULA) else value


def write_rows(
    rows: Iterable[Mapping[str, Any]], stream: IO[str], *, columns: Iterable[str], excel_safe: bool = False
) -> None:
    """Rows as CSV with a line of headings; line ends are LF.

    Args:
        rows: plain JSON by column.
        stream: opened as text.
        columns: which columns, in order.
        excel_safe: see `cell`.
    """
    names = list(columns)
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([cell(row.get(name), excel_safe=excel_safe).replace("\0", "\ufffd") for name in names])
