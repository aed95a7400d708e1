"""What read a document: versions of the software, the model and the rules, as hashes of their files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

_PACKAGE = Path(__file__).parents[1]
_RULES = ("data", "intake", "reading", "actors", "finding", "record.py", "reader.py")
"""What shapes a record, besides the model: vocabulary and code, from bytes to facts."""

_SUFFIXES = (".py", ".toml", ".csv", ".txt", ".json")
_SHORT = 16  # hexadecimal digits: 64 bits tell all versions there will ever be apart


class Versions(NamedTuple):
    """What made a record. Two records of one text and equal versions are equal."""

    software: str
    model: str
    rules: str


@cache
def current_versions(pipeline: str | None = None) -> Versions:
    """The versions that a reader of this process reads with. Takes 0.1 s the first time.

    Args:
        pipeline: an installed spaCy pipeline's name instead of the shipped model.
    """
    from verbale import __version__

    return Versions(__version__, _named(pipeline) if pipeline else _model_hash(), _hash(_rule_files()))


def _model_hash() -> str:
    folder = _PACKAGE / "models" / "en"
    return _hash(path for path in folder.glob("*") if path.suffix != ".md")


def _named(pipeline: str) -> str:
    """A pipeline's name and version; one that lies in a folder has no version of its own."""
    try:
        return f"{pipeline} {metadata.version(pipeline)}"
    except (metadata.PackageNotFoundError, ValueError):
        return pipeline


def _rule_files() -> Iterable[Path]:
    for name in _RULES:
        path = _PACKAGE / name
        yield from [path] if path.is_file() else (file for file in path.rglob("*") if file.suffix in _SUFFIXES)


def _hash(files: Iterable[Path]) -> str:
    """A hash of names and contents, in the order of names: where the package lies does not matter."""
    whole = hashlib.sha256()
    for path in sorted(files, key=lambda path: path.relative_to(_PACKAGE).as_posix()):
        whole.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0")
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:_SHORT]
