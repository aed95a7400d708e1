"""Copies of an archive, made and put back."""

from __future__ import annotations

from pathlib import Path

from verbale.archive import checking
from verbale.archive.copying import copy_database
from verbale.archive.opening import explained, open_engine, reading
from verbale.errors import ArchiveError, DamagedArchive, MissingArchive


def back_up(source: Path, target: Path, *, replace: bool = False) -> None:
    """Copy the archive at `source` as it is now to `target`; see `Store.backup`.

    Raises:
        ArchiveError: `target` is there and `replace` is False, or its folder is not.
    """
    _check_target(target, replace=replace)
    with explained(target):
        copy_database(source, target)


def restore(source: str | Path, target: str | Path, *, replace: bool = False) -> None:
    """Put a copy back as an archive, after looking whether it is whole.

    Args:
        source: what `Store.backup` or a migration wrote. It stays.
        target: where the archive is to be; no program may have it open.
        replace: an archive that is there may go.

    Raises:
        ArchiveError: the copy is no archive or damaged, or `target` is there and `replace` is False.
    """
    copy, place = Path(source), Path(target)
    engine = open_engine(copy, create=False, read_only=True)
    try:
        with reading(engine, copy) as connection:
            faults = list(checking.file_findings(connection))
    finally:
        engine.dispose()
    if faults:
        raise DamagedArchive(f"{copy}: is damaged ({faults[0].message}); restore an earlier copy", copy)
    back_up(copy, place, replace=replace)


def _check_target(target: Path, *, replace: bool) -> None:
    if not target.parent.is_dir():
        raise MissingArchive(f"{target}: there is no folder {target.parent}; make it first", target)
    if target.is_dir():
        raise ArchiveError(f"{target}: is a folder; name a file", target)
    if target.exists() and not replace:
        raise ArchiveError(f"{target}: is there already; name another file, or allow it to be replaced", target)
    # A log left beside the old file would be taken for the new one's and would destroy it.
    logs = [log for log in (target.with_name(target.name + end) for end in ("-wal", "-journal")) if log.exists()]
    if logs:
        raise ArchiveError(
            f"{target}: is open in another program, or was not closed ({logs[0].name}); close it first", target
        )
