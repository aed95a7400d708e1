"""The formats that are folders of files: CSV tables and brat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from verbale.export import brat
from verbale.export.citations import file_name
from verbale.export.columns import TABLES
from verbale.export.delimited import BOM, Cells, line_writer
from verbale.export.source import Entry
from verbale.export.tables import rows, tables_of


def write_csv(entries: Iterable[Entry], folder: Path, cells: Cells, kinds: Sequence[str] = ()) -> Iterator[Entry]:
    """Write `documents.csv`, `statements.csv` … into a folder; gives entries back as they are written."""
    write, names = line_writer(), tables_of(kinds)
    with ExitStack() as stack:
        files = {}
        for name in names:
            files[name] = stack.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
            files[name].write((BOM if cells.excel_safe else "") + write(column.name for column in TABLES[name]))
        for entry in entries:
            for name, row in rows(entry, names):
                files[name].write(write(cells.cell(value) for value in row))
            yield entry


def write_brat(entries: Iterable[Entry], folder: Path, kinds: Sequence[str] = ()) -> Iterator[Entry]:
    """Write an `.ann` and a `.txt` for each entry, and `annotation.conf`; gives entries back as they are written."""
    (folder / "annotation.conf").write_bytes(brat.configuration().encode())
    for entry in entries:
        name = file_name(entry)
        (folder / f"{name}.txt").write_bytes(entry.record.document.text.encode())
        (folder / f"{name}.ann").write_bytes(brat.annotation(entry, kinds).encode())
        yield entry
