"""Verbale reads documents of international affairs and keeps the record: who said what of whom, what was done and what was
only claimed, each fact tied to the exact words it came from.

    >>> import verbale
    >>> record = verbale.read("Ankara said on Monday that it supports Baku.")
    >>> [statement.quote for statement in record.statements]
    ['it supports Baku']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from verbale.errors import (
    ArchiveError,
    BusyArchive,
    DamagedArchive,
    EmptyInput,
    ExportError,
    FetchError,
    FullArchive,
    InputError,
    LimitExceeded,
    LockedArchive,
    MalformedInput,
    MissingArchive,
    MissingExtra,
    NewerArchive,
    NotAnArchive,
    OlderArchive,
    PipelineError,
    QueryError,
    RecordError,
    ReviewConflict,
    ReviewError,
    UnknownDocument,
    VerbaleError,
)

if TYPE_CHECKING:
    from verbale.archive.archive import Archive
    from verbale.reader import Failure, Reader, read
    from verbale.record import (
        Actor,
        Agreement,
        Event,
        Figure,
        Format,
        Meeting,
        Project,
        Proposal,
        Record,
        Statement,
    )

__version__ = "0.1.0"

__all__ = [
    "Actor",
    "Agreement",
    "Archive",
    "ArchiveError",
    "BusyArchive",
    "DamagedArchive",
    "EmptyInput",
    "Event",
    "ExportError",
    "Failure",
    "FetchError",
    "Figure",
    "Format",
    "FullArchive",
    "InputError",
    "LimitExceeded",
    "LockedArchive",
    "MalformedInput",
    "Meeting",
    "MissingArchive",
    "MissingExtra",
    "NewerArchive",
    "NotAnArchive",
    "OlderArchive",
    "PipelineError",
    "Project",
    "Proposal",
    "QueryError",
    "Reader",
    "Record",
    "RecordError",
    "ReviewConflict",
    "ReviewError",
    "Statement",
    "UnknownDocument",
    "VerbaleError",
    "__version__",
    "read",
]

_LAZY = (
    {"Archive": "verbale.archive.archive"}
    | dict.fromkeys(("Failure", "Reader", "read"), "verbale.reader")
    | dict.fromkeys(
        ("Actor", "Agreement", "Event", "Figure", "Format", "Meeting", "Project", "Proposal", "Record", "Statement"),
        "verbale.record",
    )
)


def __getattr__(name: str) -> Any:
    """Heavy parts are imported when first asked for, so that `import verbale` stays cheap."""
    if name not in _LAZY:
        raise AttributeError(f"module 'verbale' has no attribute {name!r}")
    return getattr(import_module(_LAZY[name]), name)


def __dir__() -> list[str]:
    return __all__
