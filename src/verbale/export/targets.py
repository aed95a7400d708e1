"""Where an export goes: a file, a folder or a ZIP that takes its name only when it is whole. Effects only, no formats."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from verbale.errors import ExportError, VerbaleError

ZIP = ".zip"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that ZIP knows; exports hold no clock
_BLOCK = 1 << 20


@contextmanager
def file_target(path: Path, *, force: bool) -> Iterator[IO[str]]:
    """A text file, UTF-8 without newline translation.

    Raises:
        ExportError: it is there already and `force` is not given, or cannot be written.
    """
    if path.is_dir():
        raise ExportError(f"{path}: is a folder, and this format is one file; name a file in it")
    _refuse(path, force=force)
    partial = _beside(path)
    with _explained(path):
        try:
            with partial.open("w", encoding="utf-8", newline="") as stream:
                yield stream
                _settle(stream)
            os.replace(partial, path)
        finally:
            partial.unlink(missing_ok=True)


@contextmanager
def folder_target(path: Path, suffixes: tuple[str, ...], *, force: bool) -> Iterator[Path]:
    """An empty folder that becomes `path`, or a ZIP where `path` ends in `.zip`.

    Args:
        path: of the folder or ZIP.
        suffixes: of the files that the export writes. A folder that holds anything else is not replaced, `force` or
            not: it is somebody's work.
        force: replace an earlier export.

    Raises:
        ExportError: it is there already, holds other files, or cannot be written.
    """
    _refuse(path, force=force)
    packed = path.suffix.lower() == ZIP
    if not packed:
        _check_replaceable(path, suffixes)
    partial = _beside(path)
    with _explained(path):
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()
        try:
            yield partial
            if packed:
                _pack(partial, path)
            else:
                _exchange(partial, path)
        finally:
            shutil.rmtree(partial, ignore_errors=True)


def size_of(path: Path) -> int:
    """Bytes of a file, or of a folder's files."""
    return sum(file.stat().st_size for file in path.iterdir()) if path.is_dir() else path.stat().st_size


def _refuse(path: Path, *, force: bool) -> None:
    is_empty_folder = path.is_dir() and not any(path.iterdir())
    if path.exists() and not force and not is_empty_folder:
        raise ExportError(f"{path}: is there already; name another with --out, or replace it with --force")
    if not path.absolute().parent.is_dir():
        raise ExportError(f"{path}: there is no folder {path.absolute().parent}; make it first")


def _check_replaceable(path: Path, suffixes: tuple[str, ...]) -> None:
    if path.is_file() or path.is_symlink():
        raise ExportError(f"{path}: is a file, and this format is a folder (or a ZIP, with a name that ends in {ZIP})")
    others = (
        [item.name for item in path.iterdir() if item.suffix not in suffixes or not item.is_file()]
        if path.exists()
        else []
    )
    if others:
        raise ExportError(f"{path}: holds {sorted(others)[0]}, which no export wrote; name another folder with --out")


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.partial")


def _exchange(partial: Path, path: Path) -> None:
    """Put a folder in the place of another; the old one is gone only when the new one stands."""
    if not path.exists():
        os.rename(partial, path)
        return
    old = path.with_name(f".{path.name}.{os.getpid()}.old")
    os.rename(path, old)
    os.rename(partial, path)
    shutil.rmtree(old)


def _pack(folder: Path, path: Path) -> None:
    """A ZIP of a folder's files, sorted, without their times."""
    partial = folder.with_suffix(".zipping")
    try:
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(folder.iterdir()):
                entry = zipfile.ZipInfo(file.name, _EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                with file.open("rb") as source, archive.open(entry, "w", force_zip64=True) as sink:
                    shutil.copyfileobj(source, sink, _BLOCK)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def _settle(stream: IO[str]) -> None:
    stream.flush()
    os.fsync(stream.fileno())


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except VerbaleError:  # some are OSErrors too
        raise
    except OSError as error:
        raise ExportError(f"{path}: cannot be written: {error.strerror or error}; nothing was left behind") from error
