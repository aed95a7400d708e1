"""The schema's version: making it, and bringing older files up to it. One transaction, with a copy made before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from itertools import count
from pathlib import Path

from sqlalchemy import Connection

from verbale.archive.copying import copy_database
from verbale.archive.tables import QUOTE_TRIGGERS, SEARCH_TABLES, metadata
from verbale.errors import ArchiveError

APPLICATION_ID = 0x5672626C
"""SQLite's mark of whose file it is: "Vrbl" in ASCII. `file` and other tools can tell an archive by it."""

SCHEMA_VERSION = 1

MIGRATIONS: Mapping[int, Callable[[Connection], None]] = {}
"""What leads from a version to the next: the key is the version it starts from. Numbers are never reused."""


def mark_of(connection: Connection) -> int:
    """The file's application id; 0 for a new file."""
    return int(connection.exec_driver_sql("PRAGMA application_id").scalar_one())


def version_of(connection: Connection) -> int:
    """The file's schema version; 0 for a new file."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def create_schema(connection: Connection) -> None:
    """Make all tables, in the caller's transaction. Nothing happens where another process has just made them."""
    if version_of(connection):
        return
    metadata.create_all(connection, checkfirst=False)
    for statement in (*SEARCH_TABLES, *QUOTE_TRIGGERS):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def migrate(transaction: Callable[[], AbstractContextManager[Connection]], path: Path, version: int) -> None:
    """Bring a file from `version` to the present one, in one `transaction()`.

    A copy is written beside it first (`press.verbale.v1.backup`) and stays there. All steps are one transaction: where
    one fails, the file is as it was and the Verbale that made it still opens it.

    Raises:
        ArchiveError: a step failed; the message names the copy.
    """
    copy = _free_name(path, version)
    copy_database(path, copy)
    with transaction() as connection:
        now = version_of(connection)  # another process may have been faster
        for step in range(now, SCHEMA_VERSION):
            try:
                connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
                MIGRATIONS[step](connection)
            except Exception as error:
                raise ArchiveError(
                    f"{path}: could not be brought from schema {step} to {step + 1} ({error}); it is as it was, "
                    f"with a copy at {copy}. Use the Verbale that made it, and report this",
                    path,
                ) from error
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _free_name(path: Path, version: int) -> Path:
    names = (path.with_name(f"{path.name}.v{version}.backup{f'-{n}' if n else ''}") for n in count())
    return next(name for name in names if not name.exists())
