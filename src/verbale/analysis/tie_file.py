"""Signed ties from delimited text: columns by name, the delimiter found in the first line, bad rows told with their line."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO

from verbale.analysis.ties import Tie, signed_weight
from verbale.errors import EmptyInput, LimitExceeded, MalformedInput
from verbale.intake.decoding import decode
from verbale.intake.limits import Limits

COLUMNS = {"source": "source", "target": "target", "weight": "weight", "sign": "sign"}
_DELIMITERS = ",;\t|"
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class TieFile:
    """Ties of a file.

    Attributes:
        ties: (source, target, signed weight), in the file's order.
        signs: whether the file gives signs and no weights.
        bad: line number and what is wrong with it; those rows are not among the ties.
    """

    ties: tuple[Tie, ...]
    signs: bool
    bad: tuple[tuple[int, str], ...]


def read_ties(stream: IO[bytes], *, columns: Mapping[str, str] = COLUMNS) -> TieFile:
    """Ties of delimited text, plain or gzipped, in any encoding that documents may have.

    Args:
        stream: opened as bytes.
        columns: names of the columns `source`, `target`, `weight` and `sign`, letter case aside; one of the last two may be
            missing.

    Raises:
        EmptyInput: no rows.
        LimitExceeded: more than `Limits.file_bytes` unpacked.
        MalformedInput: the columns are not there, or every row is bad.
    """
    text = decode(_bytes(stream)).text
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    ties, bad = list[Tie](), list[tuple[int, str]]()
    try:
        places = _places(next(lines, []), columns)
        for row in lines:
            if any(cell.strip() for cell in row):
                try:
                    ties.append(_tie(row, places, decimal_comma=lines.dialect.delimiter != ","))
                except MalformedInput as error:
                    bad.append((lines.line_num, str(error)))
    except csv.Error as error:
        raise MalformedInput(f"line {lines.line_num} cannot be read as columns: {error}") from error
    if not ties and bad:
        raise MalformedInput(f"no row can be used; line {bad[0][0]}: {bad[0][1]}")
    return TieFile(tuple(ties), places["weight"] is None, tuple(bad))


def _bytes(stream: IO[bytes]) -> bytes:
    limit = Limits().file_bytes
    data = stream.read(limit + 1)
    if data.startswith(_GZIP):
        try:
            data = gzip.GzipFile(fileobj=io.BytesIO(data)).read(limit + 1)
        except (OSError, EOFError) as error:
            raise MalformedInput(f"the file is gzipped and damaged: {error}") from error
    if len(data) > limit:
        raise LimitExceeded(f"the ties are more than {limit:,} bytes; give fewer, by region or window")
    if not data.strip():
        raise EmptyInput(
            "no ties: the file is empty; its first line names the columns source, target and weight or sign"
        )
    return data


def _delimiter(text: str) -> str:
    """The delimiter that stands most often in the first line; a comma where there is none."""
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    return max(_DELIMITERS, key=first.count)


def _places(header: list[str], columns: Mapping[str, str]) -> dict[str, int | None]:
    names = [name.strip().lstrip("\ufeff").casefold() for name in header]
    places = {
        role: names.index(name.strip().casefold()) if name.strip().casefold() in names else None
        for role, name in columns.items()
    }
    missing = [columns[role] for role in ("source", "target") if places[role] is None]
    if places["weight"] is None and places["sign"] is None:
        missing.append(f"{columns['weight']} or {columns['sign']}")
    if missing:
        raise MalformedInput(
            f"the first line names the columns {', '.join(header)}; missing: {', '.join(missing)} (--source, --target, --weight "
            "and --sign take other names)"
        )
    return places


def _tie(row: list[str], places: Mapping[str, int | None], *, decimal_comma: bool) -> Tie:
    def cell(role: str) -> str:
        place = places[role]
        return "" if place is None or place >= len(row) else row[place].strip()

    source, target = cell("source"), cell("target")
    if not source or not target:
        raise MalformedInput("a tie has a source and a target; one of them is blank")
    weight = cell("weight")
    if decimal_comma and "." not in weight:
        weight = weight.replace(",", ".")
    return source, target, signed_weight(weight, cell("sign"))
