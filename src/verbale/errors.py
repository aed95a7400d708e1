"""Every error that Verbale raises on purpose. Each says what went wrong and what to do next.

VerbaleError
├── InputError (ValueError)          the document cannot be used; `code` says why
│   ├── EmptyInput                   nothing to read
│   ├── LimitExceeded                larger or deeper than the limits allow
│   ├── MalformedInput               not what it claims to be
│   └── FetchError                   a URL could not, or may not, be fetched
├── RecordError (ValueError)         a record that breaks the contract (a quote that is not in the text …)
├── QueryError (ValueError)          a question that no archive could answer: an unknown country, a date that is none
├── ReviewError (ValueError)         a reviewer's decision that cannot stand
│   └── ReviewConflict               somebody else decided first
├── ArchiveError (RuntimeError)      the archive cannot be used as asked; `path` says which
│   ├── MissingArchive (FileNotFoundError)  there is no file
│   ├── NotAnArchive (ValueError)    a file of something else, or a folder
│   ├── NewerArchive                 made by a later Verbale
│   ├── OlderArchive                 must be brought up to date, and is open for reading only
│   ├── BusyArchive (TimeoutError)   another program held it for too long
│   ├── LockedArchive (PermissionError)  may be read but not written
│   ├── FullArchive                  no room on the disk
│   ├── DamagedArchive               its file has been overwritten or cut
│   └── UnknownDocument (LookupError)  no document of that number or key
├── ExportError (RuntimeError)       an export has no place to go: it would overwrite something, or cannot be written
├── PipelineError (RuntimeError)     the reading pipeline is missing or lacks a parser
└── MissingExtra (ImportError)       an optional package is not installed
"""

from __future__ import annotations

from typing import Any, NamedTuple


class VerbaleError(Exception):
    """Base of all errors raised on purpose."""


class InputError(VerbaleError, ValueError):
    """A document that cannot be used.

    Attributes:
        code: what `{"error": {"code": …}}` carries: `empty`, `limit:bytes`, `malformed` …
    """

    code = "unusable"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        if code is not None:
            self.code = code


class EmptyInput(InputError):  # noqa: N818 - named for what the user sees
    """Nothing to read: no characters, or white space only."""

    code = "empty"


class LimitExceeded(InputError):  # noqa: N818
    """Larger or deeper than a limit; the message names the limit and how to raise it."""

    code = "limit"


class MalformedInput(InputError):  # noqa: N818
    """Bytes or JSON that are not what they claim to be."""

    code = "malformed"


class FetchError(InputError):
    """A URL that could not, or may not, be fetched.

    Attributes:
        status: the server's answer (404 …), where it gave one.
    """

    code = "fetch"

    def __init__(self, message: str, *, code: str | None = None, status: int | None = None) -> None:
        super().__init__(message, code=code)
        self.status = status


class RecordError(VerbaleError, ValueError):
    """A record that breaks the contract of record.md."""


class QueryError(VerbaleError, ValueError):
    """A question to an archive that cannot be understood; the message says what can."""


class ReviewError(VerbaleError, ValueError):
    """A reviewer's decision that cannot stand: a fact that is not there, a correction that breaks the contract."""


class ReviewConflict(ReviewError):  # noqa: N818
    """The fact has changed since it was looked at; look again, then decide."""


class ArchiveError(VerbaleError, RuntimeError):
    """An archive that cannot be used as asked. Nothing was deleted, and nothing was repaired unasked.

    Attributes:
        path: of the archive.
    """

    def __init__(self, message: str, path: object) -> None:
        super().__init__(message)
        self.path = path


class MissingArchive(ArchiveError, FileNotFoundError):  # noqa: N818
    """There is no file at that path, or no folder to make it in."""


class NotAnArchive(ArchiveError, ValueError):  # noqa: N818
    """A folder, an empty file, or a file that another program wrote."""


class NewerArchive(ArchiveError):  # noqa: N818
    """Its schema is of a later Verbale; this one leaves it alone."""


class OlderArchive(ArchiveError):  # noqa: N818
    """Its schema is of an earlier Verbale, and it was opened for reading only."""


class BusyArchive(ArchiveError, TimeoutError):  # noqa: N818
    """Another program was writing for longer than the wait."""


class LockedArchive(ArchiveError, PermissionError):  # noqa: N818
    """The file, its folder, or the way it was opened forbids writing."""


class FullArchive(ArchiveError):  # noqa: N818
    """No room: the disk, a quota or a limit on file sizes. What was acknowledged before is kept."""


class DamagedArchive(ArchiveError):  # noqa: N818
    """The file is not what was written: overwritten, cut, or on a failing disk."""


class UnknownDocument(ArchiveError, LookupError):  # noqa: N818
    """No document of that number or key is in the archive."""


class ExportError(VerbaleError, RuntimeError):
    """An export that has no place to go: something stands there already, or it cannot be written."""


class PipelineError(VerbaleError, RuntimeError):
    """The reading pipeline is not installed, or lacks a part that reading needs."""


class MissingExtra(VerbaleError, ImportError):  # noqa: N818
    """An optional package is needed; the message names the command that installs it."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"{package} is not installed; `pip install 'verbale[{extra}]'` brings it")


class Failure(NamedTuple):  # and no data class: `dataclasses` takes half as long to import as all of `import verbale`
    """One document of many that could not be used; the run goes on."""

    source_id: str | None
    code: str
    message: str

    @classmethod
    def of(cls, source_id: str | None, error: InputError) -> Failure:
        """The failure that an error stands for."""
        return cls(source_id=source_id, code=error.code, message=str(error))

    def to_dict(self) -> dict[str, Any]:
        """As record.md writes it: `{"source_id", "error": {"code", "message"}}`."""
        return {"source_id": self.source_id, "error": {"code": self.code, "message": self.message}}
