"""Gathers what many documents say of one entity, on disk, so that memory stays small whatever there is."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Self

_TABLE = """CREATE TABLE said (entity TEXT, schema TEXT, property TEXT, value TEXT,
PRIMARY KEY (entity, property, value)) WITHOUT ROWID"""


class Gathering:
    """Entities that grow property by property; `with` gives its temporary file back."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)  # SQLite's own temporary file, gone when closed
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute(_TABLE)
        self._database.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._database.close()

    def add(self, name: str, schema: str, properties: Mapping[str, Sequence[str]]) -> None:
        """Add what is said of an entity; what was said before is not doubled."""
        rows = [(name, schema, key, value) for key, values in properties.items() for value in values]
        self._database.executemany("INSERT OR IGNORE INTO said VALUES (?, ?, ?, ?)", rows)

    def entities(self) -> Iterator[tuple[str, str, dict[str, list[str]]]]:
        """Id, schema and properties, in the order of ids, properties and values.

        An actor that two documents know as of two kinds keeps the schema of its name's first row.
        """
        rows = self._database.execute(
            "SELECT entity, schema, property, value FROM said ORDER BY entity, property, value"
        )
        for name, group in itertools.groupby(rows, key=lambda row: row[0]):
            said = list(group)
            properties: dict[str, list[str]] = {}
            for _, _, key, value in said:
                properties.setdefault(key, []).append(value)
            yield name, min(row[1] for row in said), properties
