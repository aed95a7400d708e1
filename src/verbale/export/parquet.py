"""The tables as Parquet files with a declared schema. Needs the extra `parquet`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from verbale.errors import MissingExtra
from verbale.export.columns import TABLES
from verbale.export.source import Entry
from verbale.export.tables import Row, rows, tables_of

_GROUP_ROWS = 20_000  # a row group: large enough to compress and to skip by, small enough to hold in memory
_GROUP_CHARACTERS = 16_000_000  # the same for `documents`, whose rows hold whole texts


def write(entries: Iterable[Entry], folder: Path, kinds: Sequence[str] = ()) -> Iterator[Entry]:
    """Write `documents.parquet`, `statements.parquet` … into a folder; gives entries back as they are written.

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    names = tables_of(kinds)
    with ExitStack() as stack:
        tables = {name: stack.enter_context(_Table(folder / f"{name}.parquet", name)) for name in names}
        for entry in entries:
            for name, row in rows(entry, names):
                tables[name].add(row)
            yield entry


def schema(table: str) -> Any:
    """The `pyarrow.Schema` of a table; only the columns `document` and `id` never hold nulls."""
    pyarrow = _pyarrow()
    types = {
        "text": pyarrow.string(), "number": pyarrow.float64(), "integer": pyarrow.int64(), "boolean": pyarrow.bool_(),
        "texts": pyarrow.list_(pyarrow.string()), "integers": pyarrow.list_(pyarrow.int64()),
    }  # fmt: skip
    fields = [
        pyarrow.field(one.name, types[one.type], nullable=one.name not in ("document", "id")) for one in TABLES[table]
    ]
    return pyarrow.schema(fields)


def _pyarrow() -> Any:
    try:
        import pyarrow.parquet  # type: ignore[import-untyped]
    except ImportError as error:
        raise MissingExtra("pyarrow", "parquet") from error
    return pyarrow


class _Table:
    """One file; rows gather until they make a row group."""

    def __init__(self, path: Path, table: str) -> None:
        self._pyarrow = _pyarrow()
        self._schema = schema(table)
        self._writer = self._pyarrow.parquet.ParquetWriter(path, self._schema, compression="zstd")
        self._rows: list[Row] = []
        self._characters = 0

    def __enter__(self) -> _Table:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._flush()
        self._writer.close()

    def add(self, row: Row) -> None:
        self._rows.append(row)
        self._characters += sum(len(value) for value in row if isinstance(value, str))
        if len(self._rows) >= _GROUP_ROWS or self._characters >= _GROUP_CHARACTERS:
            self._flush()

    def _flush(self) -> None:
        if not self._rows:
            return
        columns = zip(*self._rows, strict=True)
        arrays = [
            self._pyarrow.array(list(values), type=one.type) for values, one in zip(columns, self._schema, strict=True)
        ]
        self._writer.write_table(self._pyarrow.Table.from_arrays(arrays, schema=self._schema))
        self._rows, self._characters = [], 0
