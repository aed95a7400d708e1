"""A consistent copy of an archive's file while others write to it."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path


def copy_database(source: Path, target: Path) -> None:
    """Copy the state that `source` has now to `target`, which appears whole or not at all.

    SQLite's own backup in a single step: it reads one state, and in a write-ahead log holds up nobody. The copy goes
    to a temporary name in the target's folder and is renamed when it is on the disk. The copy is one file, without a
    log beside it.
    """
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    os.close(handle)
    part = Path(name)
    try:
        _copy(source, part)
        part.chmod(source.stat().st_mode & 0o777)
        part.replace(target)
        _settle(target.parent)
    finally:
        part.unlink(missing_ok=True)


def _copy(source: Path, part: Path) -> None:
    uri = f"{source.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, timeout=30)) as origin, closing(sqlite3.connect(part)) as copy:
        origin.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Have the rename itself on the disk, where folders can be synced."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
