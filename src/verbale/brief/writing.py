"""A dossier as a file; its ending says how."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from verbale.brief.html import to_html
from verbale.brief.markdown import to_markdown
from verbale.brief.model import Brief
from verbale.brief.word import to_docx
from verbale.errors import ExportError

_WRITERS: dict[str, Callable[[Brief], bytes]] = {
    ".html": lambda brief: to_html(brief).encode(),
    ".md": lambda brief: to_markdown(brief).encode(),
    ".docx": to_docx,
}
ENDINGS = tuple(_WRITERS)


def check_path(path: Path, *, force: bool) -> None:
    """Refuse early what `write_brief` would refuse after long work.

    Raises:
        ExportError: another ending, a folder that is not there, or a file that is and may not be replaced.
    """
    if path.suffix.lower() not in _WRITERS:
        raise ExportError(f"{path.name}: has no ending that dossiers have; name it with {', '.join(ENDINGS)}")
    if not path.absolute().parent.is_dir():
        raise ExportError(f"{path}: there is no folder {path.absolute().parent}; make it first")
    if path.is_dir():
        raise ExportError(f"{path}: is a folder; name a file in it")
    if path.exists() and not force:
        raise ExportError(f"{path}: is there already; name another with --out, or replace it with --force")


def write_brief(brief: Brief, path: str | os.PathLike[str], *, force: bool = False) -> Path:
    """Write a dossier; the file takes its name only when it is whole.

    Args:
        brief: of `gather`.
        path: ends with .html, .md or .docx.
        force: replace a file that is there.

    Raises:
        ExportError: another ending, it is there already, or it cannot be written.
    """
    target = Path(path)
    check_path(target, force=force)
    data = _WRITERS[target.suffix.lower()](brief)
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        partial.write_bytes(data)
        os.replace(partial, target)
    except OSError as error:
        raise ExportError(f"{target}: cannot be written: {error.strerror or error}; nothing was left behind") from error
    finally:
        partial.unlink(missing_ok=True)
    return target
