"""What an archive holds, as iterators that also turn into data frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement

from verbale.archive.tables import documents, items
from verbale.record import Framed, to_plain

T = TypeVar("T")
F = TypeVar("F")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """A document of an archive, without its text.

    Attributes:
        id: its row, as `Archive.record` takes it.
        key: hash of its text and metadata, the same in every archive.
        text_id: hash of its text.
        published: first day, ISO.
        words: of the text.
        origin: key of the earliest-sorted of its near-duplicates and versions; count by it to count a story once.
        current: False where a later text stands at the same address.
    """

    id: int
    key: str
    text_id: str
    title: str | None
    url: str | None
    publisher: str | None
    publisher_country: str | None
    language: str
    genre: str
    speaker: str | None
    published: str | None
    words: int
    origin: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Generic[F]):
    """One fact, as reviewers left it, and where it stands.

    Attributes:
        document, origin: keys.
        day: first day of its own date, else of publication.
        verdict: None, `accepted`, `corrected` or `rejected`.
        fact: a record type: `Statement`, `Event` …
    """

    document: str
    origin: str
    day: str | None
    verdict: str | None
    fact: F

    def to_row(self) -> dict[str, Any]:
        """One flat-enough row: the fact's own fields, and `document`, `origin`, `day`, `verdict`."""
        where = {"document": self.document, "origin": self.origin, "day": self.day, "verdict": self.verdict}
        return {**where, **to_plain(self.fact)}


class Stream(Framed, Generic[T]):
    """Asks the archive anew each time that it is iterated over; holds some hundreds of rows at a time.

    Args:
        ask: gives the records.
        row: a record as a plain row.
    """

    __slots__ = ("_ask", "_row")

    def __init__(self, ask: Callable[[], Iterator[T]], row: Callable[[T], dict[str, Any]] = to_plain) -> None:
        self._ask = ask
        self._row = row

    def __iter__(self) -> Iterator[T]:
        return self._ask()

    def to_rows(self) -> list[dict[str, Any]]:
        """All of them as plain rows, in memory."""
        return [self._row(record) for record in self]


def conditions(*, old_versions: bool, rejected: bool) -> Iterator[ColumnElement[bool]]:
    """What facts must fulfil to be listed."""
    if not old_versions:
        yield documents.c.current
    if not rejected:
        yield items.c.verdict.is_distinct_from("rejected")
