"""One document or one fact of an archive, found by its id, with all that belongs to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, Row, select

from verbale.archive.asking import SHORT_KEY, Hit, boundaries, element_of, hits_of
from verbale.archive.journal import read_reviews
from verbale.archive.query import bindable, shortened
from verbale.archive.reviewing import Review
from verbale.archive.tables import documents, items, reviews, sources
from verbale.archive.writing import stored_record
from verbale.errors import QueryError
from verbale.record import Record

LEAST_KEY = 6
"""Hex digits of a document's key that an id has at least."""

_KEY = re.compile(f"[0-9a-f]{{{LEAST_KEY},64}}")
_CANDIDATES = 8  # told where an id is ambiguous
_CONTEXT = 1_500  # characters before and after a fact in which its neighbouring sentences are looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Another document that belongs to one: `relation` is `copy` or `version`."""

    id: str
    relation: str
    title: str | None
    publisher: str | None
    published: str | None
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDocument:
    """A document: its record as read, where it came from, and other texts of its origin.

    Attributes:
        id, key: short and whole.
        record: as read; reviewers' decisions are in `judged`.
        sources: what was given: paths and addresses.
        current: whether no later text stands at its address.
        others: versions (same address) and copies (near-duplicates).
        judged: verdicts by local id.
    """

    id: str
    key: str
    record: Record
    sources: tuple[str, ...]
    current: bool
    others: tuple[Other, ...]
    judged: tuple[tuple[str, str], ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        others = [{name: getattr(one, name) for name in Other.__slots__} for one in self.others]
        return {"id": self.id, "key": self.key, "current": self.current, "sources": list(self.sources), "others": others,
                "verdicts": dict(self.judged), "record": self.record.to_dict()}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownItem:
    """A fact with its surroundings.

    Attributes:
        hit: the fact as a search shows it.
        before, after: the sentences around its own.
        element: the record's element, as reviewers left it.
        said_in: the statement that claims it, where one does.
        reviews: decisions on it, the first one first, those undone too.
    """

    hit: Hit
    before: str
    after: str
    element: dict[str, Any]
    said_in: Hit | None
    reviews: tuple[Review, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        from verbale.record import to_plain

        return {"fact": to_plain(self.hit), "before": self.before, "after": self.after, "element": self.element,
                "said_in": to_plain(self.said_in), "reviews": [review.to_dict() for review in self.reviews]}  # fmt: skip


def show(connection: Connection, name: str) -> ShownDocument | ShownItem:
    """What an id names.

    Args:
        connection: of the archive.
        name: the first six or more digits of a document's key, and for a fact `/` and its id in the record.

    Raises:
        QueryError: no id, of nothing, or of several documents, which are then named.
    """
    key, slash, local_id = bindable(name.strip()).partition("/")
    document = _document(connection, key.lower(), name)
    return _item(connection, document, local_id) if slash else _shown(connection, document)


def _document(connection: Connection, key: str, name: str) -> Row[*tuple[Any, ...]]:
    if not _KEY.fullmatch(key):
        raise QueryError(
            f"{shortened(name)!r} is no id; it begins with {LEAST_KEY} to 64 digits 0-9 a-f, as `verbale search` prints them"
        )
    wanted = select(documents.c.id, documents.c.key, documents.c.title, documents.c.published)
    own = wanted.where(documents.c.key >= key, documents.c.key <= key + "g").order_by(documents.c.key)
    found = connection.execute(own.limit(_CANDIDATES + 1)).all()
    if not found:
        raise QueryError(f"no document's id begins with {key}; `verbale search` prints ids")
    if len(found) > 1:
        told = "; ".join(f"{row.key[:SHORT_KEY]} ({shortened(row.title or 'untitled')})" for row in found[:_CANDIDATES])
        raise QueryError(f"{key} begins the ids of several documents: {told}{' …' * (len(found) > _CANDIDATES)}")
    return found[0]


def _shown(connection: Connection, document: Row[*tuple[Any, ...]]) -> ShownDocument:
    row = connection.execute(
        select(documents.c.url, documents.c.origin, documents.c.current).where(documents.c.id == document.id)
    ).one()
    given = select(sources.c.uri).where(sources.c.document_id == document.id).order_by(sources.c.uri)
    judged = select(items.c.local_id, items.c.verdict).where(
        items.c.document_id == document.id, items.c.verdict.is_not(None)
    )
    return ShownDocument(
        id=document.key[:SHORT_KEY], key=document.key, current=row.current,
        record=Record.from_dict(stored_record(connection, document.id)),
        sources=tuple(connection.scalars(given)), others=_others(connection, document.id, row),
        judged=tuple((local, verdict) for local, verdict in connection.execute(judged.order_by(items.c.id))),
    )  # fmt: skip


def _others(connection: Connection, number: int, own: Row[*tuple[Any, ...]]) -> tuple[Other, ...]:
    columns = (
        documents.c.key,
        documents.c.title,
        documents.c.publisher,
        documents.c.published,
        documents.c.current,
        documents.c.url,
    )
    rows = connection.execute(
        select(*columns)
        .where(documents.c.origin == own.origin, documents.c.id != number)
        .order_by(documents.c.published, documents.c.key)
    )
    return tuple(
        Other(id=row.key[:SHORT_KEY], relation="version" if own.url and row.url == own.url else "copy", title=row.title,
              publisher=row.publisher, published=row.published, current=row.current)
        for row in rows
    )  # fmt: skip


def _item(connection: Connection, document: Row[*tuple[Any, ...]], local_id: str) -> ShownItem:
    own = select(items.c.id, items.c.mark, items.c.said_in, items.c.data, items.c.start, items.c.end).where(
        items.c.document_id == document.id, items.c.local_id == local_id
    )
    row = connection.execute(own).first()
    if row is None:
        raise QueryError(
            f"document {document.key[:SHORT_KEY]} has no {shortened(local_id)!r}; "
            f"`verbale show ARCHIVE {document.key[:SHORT_KEY]}` prints what it has"
        )
    hit = hits_of(connection, [row.id])[0]
    before, after = _around(connection, document.id, hit)
    return ShownItem(
        hit=hit, before=before, after=after, element=element_of(row.data),
        said_in=_statement(connection, document.id, row.said_in),
        reviews=tuple(read_reviews(connection, reviews.c.document_key == document.key, reviews.c.mark == row.mark)),
    )  # fmt: skip


def _statement(connection: Connection, document: int, local_id: str | None) -> Hit | None:
    if local_id is None:
        return None
    own = select(items.c.id).where(
        items.c.document_id == document, items.c.kind == "statement", items.c.local_id == local_id
    )
    number = connection.scalar(own)
    return hits_of(connection, [number])[0] if number is not None else None


def _around(connection: Connection, document: int, hit: Hit) -> tuple[str, str]:
    """The sentence before that of the fact, and the one after."""
    if hit.sentence is None or hit.sentence_start is None:
        return "", ""
    text: str = connection.scalars(select(documents.c.text).where(documents.c.id == document)).one()
    start, end = hit.sentence_start, hit.sentence_start + len(hit.sentence)
    return _last(text[max(0, start - _CONTEXT) : start]), _first(text[end : end + _CONTEXT])


def _last(words: str) -> str:
    return _piece(words.rstrip(), -1)


def _first(words: str) -> str:
    return _piece(words.lstrip(), 0)


def _piece(words: str, which: int) -> str:
    cuts: Sequence[int] = [0, *boundaries(words), len(words)]
    pieces = [words[one:two].strip() for one, two in pairwise(cuts)]
    kept = [piece for piece in pieces if piece]
    return kept[which] if kept else ""
