"""What every command that asks an archive shares: opening it, and writing answers as JSON, CSV or to the terminal."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console
    from sqlalchemy import Connection


@contextlib.contextmanager
def connected(archive: str) -> Iterator[Connection]:
    """A connection that reads the archive at a path.

    Raises:
        ArchiveError: there is none, or it cannot be read.
    """
    from verbale.archive.opening import open_engine, reading

    path = Path(archive)
    engine = open_engine(path, create=False, read_only=True)
    try:
        with reading(engine, path) as connection:
            yield connection
    finally:
        engine.dispose()


def console() -> Console:
    """Where tables go: standard output, in which the words of documents are never taken for markup."""
    from rich.console import Console

    return Console(file=sys.stdout, highlight=False, markup=False, emoji=False)


def write_json(value: Any) -> None:
    """Plain JSON on standard output; it is the same for the same answer."""
    click.echo(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2))


def write_csv(rows: Iterable[Mapping[str, Any]], kind: type, stream: IO[str], *, excel_safe: bool) -> None:
    """Rows of one of the record types as CSV, a column a field."""
    columns = [field.metadata.get("name", field.name) for field in dataclasses.fields(kind)]
    write_table(rows, columns, stream, excel_safe=excel_safe)


def write_table(
    rows: Iterable[Mapping[str, Any]], columns: Sequence[str], stream: IO[str], *, excel_safe: bool = False
) -> None:
    """Rows as CSV with a line of headings; lines end as the terminal's do, cells are as in an export.

    Args:
        rows: plain JSON by column.
        columns: which columns, in order.
        stream: opened as text.
        excel_safe: begin with a byte order mark, put `'` before formulas, and cut what no cell of Excel holds.
    """
    from verbale.export.delimited import BOM, CELL_CHARACTERS, Cells, line_writer

    cells, write = Cells(excel_safe=excel_safe), line_writer(end="\n")
    stream.write((BOM if excel_safe else "") + write(columns))
    for row in rows:
        stream.write(write([cells.cell(row.get(name)) for name in columns]))
    if cells.shortened:
        click.echo(f"verbale: {cells.shortened} cells were cut at {CELL_CHARACTERS:,} characters", err=True)
