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
├── PipelineError (RuntimeError)     the reading pipeline is missing or lacks a parser
└── MissingExtra (ImportError)       an optional package is not installed
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


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


class PipelineError(VerbaleError, RuntimeError):
    """The reading pipeline is not installed, or lacks a part that reading needs."""


class MissingExtra(VerbaleError, ImportError):  # noqa: N818
    """An optional package is needed; the message names the command that installs it."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"{package} is not installed; `pip install 'verbale[{extra}]'` brings it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
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
