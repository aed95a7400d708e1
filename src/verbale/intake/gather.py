"""Files and folders of any kind to a stream of single documents, each with a name, and each failure with its code.

Nothing here parses a document: `gather` takes containers apart, `open_given` (in a worker, if you like) reads one.
"""

from __future__ import annotations

import contextlib
import io
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from verbale.errors import Failure, InputError
from verbale.intake.document import Document
from verbale.intake.expand import expand
from verbale.intake.given import Given, known
from verbale.intake.limits import DEFAULT_LIMITS, Limits
from verbale.intake.streams import Budget, Source, buffered

STDIN = "-"


def gather(
    paths: Iterable[str | Path],
    *,
    about: Mapping[str, Any] | None = None,
    columns: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Iterator[Given | Failure]:
    """Every document in files and folders, in order: a folder's files by name, an archive's as they stand in it.

    Lazy, and bounded in memory whatever the size of the input. What cannot be used is a `Failure` in its place, whose
    `source_id` is the name of the document or of the part of a container that was lost.

    Args:
        paths: files and folders; `-` is standard input. In folders, hidden files are passed over, and so are links
            that lead out of the folder.
        about: what the caller knows of all of them (`ABOUT`); it wins over what containers say.
        columns: for tables and JSON lines, the name of the column that holds a field: `{"text": "Body"}`.
        limits: refuse what is larger.
    """
    for path in paths:
        for name, file in _files(path):
            if isinstance(file, Failure):
                yield file
            else:
                yield from _documents(name, file, about or {}, columns or {}, limits)


def open_given(given: Given, *, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The document that was given, decoded or parsed; its `source_id` is the `uri`.

    PDF and Office documents are parsed in a child process with limits on memory and time.

    Raises:
        InputError: it cannot be used; `code` says why.
    """
    from dataclasses import replace

    from verbale.intake.jsonl import document_of, parse_line
    from verbale.intake.loading import load

    about = dict(given.about)
    if given.kind == "row":
        document = document_of({**parse_line(given.data, limits=limits), **about}, limits=limits)
    else:
        document = load(given.data, content_type=given.content_type, limits=limits, **about)
    return replace(document, source_id=given.uri, warnings=(*given.warnings, *document.warnings))


def _files(path: str | Path) -> Iterator[tuple[str, Path | Failure]]:
    """The files that a path stands for, each with its name."""
    name = _readable(path)
    try:
        mode = os.stat(path).st_mode if path != STDIN else stat.S_IFREG
    except FileNotFoundError:
        yield name, Failure(source_id=name, code="not_found", message=f"there is no file {name}")
    except OSError as error:
        yield name, _unreadable(name, error)
    else:
        yield from _walk(Path(path)) if stat.S_ISDIR(mode) else [(name, Path(path))]


def _walk(folder: Path) -> Iterator[tuple[str, Path | Failure]]:
    """The files of a folder and its folders, by name. Folders that are links are not entered, so there are no loops."""
    root = os.path.realpath(folder)

    def inner(folder: Path) -> Iterator[tuple[str, Path | Failure]]:
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name))
        except OSError as error:
            yield _readable(folder), _unreadable(_readable(folder), error)
            return
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from inner(Path(entry.path))
            elif _is_inside(entry, root):
                yield _readable(entry.path), Path(entry.path)

    return inner(folder)


def _is_inside(entry: os.DirEntry[str], root: str) -> bool:
    """Whether an entry is a plain file, or a link to one within the folder."""
    try:
        if not entry.is_symlink():
            return entry.is_file()
        target = os.path.realpath(entry.path)
        return entry.is_file() and os.path.commonpath((target, root)) == root
    except (OSError, ValueError):
        return False


def _documents(
    name: str, path: Path, about: Mapping[str, Any], columns: Mapping[str, str], limits: Limits
) -> Iterator[Given | Failure]:
    try:
        with _opened(path) as file:
            yield from documents_of(file, name, about=about, columns=columns, limits=limits)
    except OSError as error:
        yield _unreadable(name, error)


def documents_of(  # noqa: PLR0913
    file: IO[bytes], uri: str, *, about: Mapping[str, Any], columns: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT_LIMITS, content_type: str | None = None, size: int | None = None,
) -> Iterator[Given | Failure]:  # fmt: skip
    """Every document in an open file.

    Args:
        file: open for reading bytes; archives are read from where they stand if it can seek.
        uri: its name.
        about, columns, limits: as in `gather`.
        content_type: the header, where a server sent one.
        size: of the file in bytes, where it cannot seek and the size is known.
    """
    source = Source(
        uri, buffered(file), about, columns or {}, limits, Budget(limits, size or _size(file)), known({}, about),
        content_type, file=file,
    )  # fmt: skip
    yield from expand(source)


def _opened(path: Path) -> contextlib.AbstractContextManager[IO[bytes]]:
    return contextlib.nullcontext(sys.stdin.buffer) if str(path) == STDIN else path.open("rb", buffering=0)


def _size(file: IO[bytes]) -> int:
    try:
        return os.fstat(file.fileno()).st_size
    except (OSError, io.UnsupportedOperation, AttributeError):
        return 0


def _readable(path: str | Path) -> str:
    """A path as a name: with `/`, and with what is no UTF-8 in it spelled out."""
    return os.fsencode(Path(path).as_posix()).decode("utf-8", "backslashreplace")


def _unreadable(name: str, error: OSError) -> Failure:
    return Failure.of(name, InputError(f"{name} cannot be read: {error.strerror or error}", code="unreadable"))
