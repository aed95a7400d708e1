"""Opening the file of an archive: what it must be, how SQLite is set, and what its errors mean to a person."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, inspect
from sqlalchemy.exc import DBAPIError

from verbale.archive import migrations
from verbale.errors import (
    ArchiveError,
    BusyArchive,
    DamagedArchive,
    FullArchive,
    LockedArchive,
    MissingArchive,
    NewerArchive,
    NotAnArchive,
    OlderArchive,
)

BUSY_SECONDS = 30.0
"""How long one waits for another's transaction. A batch of the writer takes under a second; a migration of a large
archive may take longer, and then saying so is better than waiting on."""

_HEADER = b"SQLite format 3\x00"
_BEGIN = "verbale_begin"
_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    # With NORMAL a commit survives `kill -9` but not a power cut. FULL costs one fsync a batch, some milliseconds in
    # seconds of reading, and then "added" is true whatever happens next.
    "PRAGMA synchronous = FULL",
    "PRAGMA trusted_schema = OFF",  # an archive may come from a stranger
    "PRAGMA cell_size_check = ON",
)


def open_engine(path: Path, *, create: bool, read_only: bool, busy_seconds: float = BUSY_SECONDS) -> Engine:
    """A checked connection pool for the archive at `path`, its schema up to date.

    Raises:
        ArchiveError: one of its kinds; the file is as it was.
    """
    try:
        _check_path(path, create=create and not read_only, read_only=read_only)
    except OSError as error:  # a folder on the way to it may not be entered
        if isinstance(error, ArchiveError):
            raise
        raise LockedArchive(
            f"{path}: cannot be reached ({error.strerror}); check the rights of its folders", path
        ) from error
    engine = _engine(path, read_only=read_only, busy_seconds=busy_seconds)
    try:
        with explained(path):
            _prepare(engine, path, create=create, read_only=read_only, busy_seconds=busy_seconds)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def reading(engine: Engine, path: Path) -> Iterator[Connection]:
    """A connection that sees one state of the archive to its end, whoever writes meanwhile."""
    with explained(path), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine, path: Path) -> Iterator[Connection]:
    """A transaction that holds the archive's only write lock from its first moment; commits at the end."""
    with explained(path), engine.connect() as bare:
        connection = bare.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
        with connection.begin():
            yield connection


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Raises SQLite's errors as archive errors that say what to do next; other errors pass."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        meaning = _meaning(error.orig if isinstance(error, DBAPIError) else error, path)
        if meaning is None:
            raise
        raise meaning from error


def _meaning(error: BaseException | None, path: Path) -> ArchiveError | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    if code in _UNWRITABLE:
        return FullArchive(_ADVICE[sqlite3.SQLITE_FULL][1].format(path=path), path)
    found = _ADVICE.get(code & 0xFF)
    return (
        found[0](found[1].format(path=path) + f" ({error}; {getattr(error, 'sqlite_errorname', '')})", path)
        if found
        else None
    )


_UNWRITABLE = {
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_TRUNCATE,
}
_ADVICE: dict[int, tuple[type[ArchiveError], str]] = {
    sqlite3.SQLITE_BUSY: (
        BusyArchive,
        "{path}: another program is writing to it; try again when that is done. Nothing of this batch was stored",
    ),
    sqlite3.SQLITE_FULL: (
        FullArchive,
        "{path}: no room to write (disk, quota or limit on file sizes), or the disk is failing; make room and run the same command again. "
        "What was added before is kept, nothing of this batch was stored",
    ),
    sqlite3.SQLITE_READONLY: (
        LockedArchive,
        "{path}: may not be written; check the rights of the file and of its folder, or open it for reading only",
    ),
    sqlite3.SQLITE_PERM: (LockedArchive, "{path}: access is denied; check the rights of the file and of its folder"),
    sqlite3.SQLITE_CANTOPEN: (
        LockedArchive,
        "{path}: cannot be opened; check the rights of the file and of its folder, which SQLite needs to write beside it",
    ),
    sqlite3.SQLITE_CORRUPT: (
        DamagedArchive,
        "{path}: is damaged; nothing was changed. Copy the file away before anything else, then restore a backup",
    ),
    sqlite3.SQLITE_IOERR: (
        DamagedArchive,
        "{path}: the disk gave an error; nothing was changed. Copy the file to another disk, then `verbale check` it",
    ),
    sqlite3.SQLITE_NOTADB: (
        NotAnArchive,
        "{path}: is not an archive of Verbale, or was overwritten; name another file, or restore a backup",
    ),
}


def _check_path(path: Path, *, create: bool, read_only: bool) -> None:
    """Refuse what can be told without SQLite, which would make a file or give a riddle for an answer."""
    if path.is_dir():
        raise NotAnArchive(f"{path}: is a folder; name a file, such as {path / 'press.verbale'}", path)
    if not path.exists():
        if not create:
            raise MissingArchive(f"{path}: there is no such archive; `verbale add {path.name} …` makes one", path)
        if not path.parent.is_dir():
            raise MissingArchive(f"{path}: there is no folder {path.parent} to make it in; make it first", path)
    elif not path.is_file():
        raise NotAnArchive(f"{path}: is not a regular file; name another file", path)
    elif not os.access(path, os.R_OK):
        raise LockedArchive(f"{path}: may not be read; check its rights", path)
    elif path.stat().st_size and _head(path) != _HEADER:
        raise NotAnArchive(_ADVICE[sqlite3.SQLITE_NOTADB][1].format(path=path), path)
    if not read_only and not (os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))):
        raise LockedArchive(_ADVICE[sqlite3.SQLITE_READONLY][1].format(path=path), path)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(_HEADER))


def _engine(path: Path, *, read_only: bool, busy_seconds: float) -> Engine:
    uri = f"file:{quote(str(path.absolute()))}?mode={'ro' if read_only else 'rwc'}{_immutable(path, read_only)}"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(uri, uri=True, timeout=busy_seconds, isolation_level=None, check_same_thread=False)

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=4, max_overflow=-1)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _immutable(path: Path, read_only: bool) -> str:  # noqa: FBT001 - a private helper of one caller
    """On a medium that cannot be written SQLite may skip its locks, if no half-written log lies beside the file."""
    bare = read_only and not os.access(path.parent, os.W_OK) and not path.with_name(path.name + "-wal").exists()
    return "&immutable=1" if bare else ""


def _set_up(connection: sqlite3.Connection, _: object) -> None:
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))


def _prepare(engine: Engine, path: Path, *, create: bool, read_only: bool, busy_seconds: float) -> None:
    """Make the schema where the file is new, bring it up to date where it is old, refuse it where it is another's."""
    with engine.connect() as connection:
        mark, version = migrations.mark_of(connection), migrations.version_of(connection)
        blank = not mark and not version and not inspect(connection).get_table_names()
    if mark != migrations.APPLICATION_ID and not blank:
        raise NotAnArchive(f"{path}: a database of another program; name another file", path)
    if blank and (read_only or not create):
        raise NotAnArchive(f"{path}: is empty; `verbale add {path.name} …` makes an archive of it", path)
    if version > migrations.SCHEMA_VERSION:
        raise NewerArchive(
            f"{path}: has schema {version}, this Verbale knows {migrations.SCHEMA_VERSION}; "
            "install a newer one (`pip install -U verbale`). Nothing was changed",
            path,
        )
    if read_only:
        if version < migrations.SCHEMA_VERSION:
            raise OlderArchive(f"{path}: has the older schema {version}; open it once for writing", path)
        return
    _set_journal(engine, busy_seconds)
    if blank:
        with writing(engine, path) as connection:
            migrations.create_schema(connection)
    elif version < migrations.SCHEMA_VERSION:
        migrations.migrate(partial(writing, engine, path), path, version)


def _set_journal(engine: Engine, busy_seconds: float) -> None:
    """Write-ahead log: readers and the writer do not wait for each other. It stays set in the file.

    SQLite does not wait for a lock here, so we do. Where the file system has no shared memory the answer is another
    journal; then readers wait for the writer, and all else holds.
    """
    give_up = time.monotonic() + busy_seconds
    while True:
        try:
            with engine.connect() as connection:
                raw = connection.connection.driver_connection
                assert raw is not None
                if raw.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                    raw.execute("PRAGMA journal_mode = WAL").fetchone()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(0.05)
