"""The rows of `reviews`: decisions as they were made. Rows are added and closed, never changed otherwise or deleted."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any, Protocol

from sqlalchemy import Connection, Row, insert, or_, select

from verbale.archive.blobs import encodable
from verbale.archive.projection import Element
from verbale.archive.reviewing import MERGE, Review
from verbale.archive.tables import reviews


class Store(Protocol):
    """What review needs of an archive: `archive.store.Store`, and anything else that can do this."""

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection that sees one state."""

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction that is alone in writing from its first moment."""


def utc_now() -> str:
    """The time in UTC, to the second, ISO. Told in runs, sources and reviews; nothing is ordered or named by it."""
    return datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def reviews_for(connection: Connection, key: str) -> list[Review]:
    """All that `apply_reviews` needs for a document: its decisions, undone ones too, and merges that hold everywhere.

    Args:
        key: of the document.
    """
    everywhere = (reviews.c.action == MERGE) & reviews.c.document_key.is_(None) & reviews.c.closed.is_(None)
    return read_reviews(connection, or_(reviews.c.document_key == key, everywhere))


def append_review(connection: Connection, *, before: Element, after: Element | None, **values: Any) -> int:
    """Write a decision made now; its number.

    Args:
        before, after: as `Review` has them.
        values: the other columns.
    """
    values = {name: encodable(value) if isinstance(value, str) else value for name, value in values.items()}
    values |= {"before": _json(before), "after": None if after is None else _json(after), "made": utc_now()}
    key = connection.execute(insert(reviews).values(values)).inserted_primary_key
    return int(key[0]) if key else 0


def read_reviews(connection: Connection, *conditions: Any) -> list[Review]:
    """Decisions that fulfil all conditions, in the order in which they were made."""
    found = connection.execute(select(reviews).where(*conditions).order_by(reviews.c.id))
    return [_review(row) for row in found]


def _review(row: Row[Any]) -> Review:
    values = dict(row._mapping)
    number, before, after = values.pop("id"), values.pop("before"), values.pop("after")
    return Review(number=number, before=json.loads(before), after=json.loads(after) if after else None, **values)


def _json(value: Element) -> str:
    return encodable(json.dumps(value, ensure_ascii=False, sort_keys=True))
