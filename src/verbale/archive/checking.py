"""Whether an archive is sound: the file, the evidence, and everything that is derived from something else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be.

    Attributes:
        code: `file`, `reference`, `evidence`, `items`, `search`, `origin`, `version`, `bands`, `orphan`.
        message: what, in words.
        document_key: of the document it concerns, where there is one.
    """

    code: str
    message: str
    document_key: str | None = None


def findings(connection: Connection) -> Iterator[Finding]:
    """All findings."""
    yield from file_findings(connection)


def file_findings(connection: Connection) -> Iterator[Finding]:
    """What SQLite itself finds: damaged pages, indexes that differ from their tables, references to nothing."""
    for (message,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if message != "ok":
            yield Finding("file", message)
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield Finding("reference", f"{table}, row {row}: refers to a row of {parent} that is not there")
