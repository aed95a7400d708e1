"""A hash of what an archive holds, independent of row numbers, of the order of adding, and of clocks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from verbale.archive.blobs import canonical, unpack
from verbale.archive.tables import documents, item_actors, items, raws, records, reviews, sources

_PAGE = 200


def digest(connection: Connection) -> str:
    """`sha256:` and the hash of all documents, records, items, sources and reviews.

    Left out: row numbers, times, runs, versions of software, messages of failures, and tables that are indexes of
    others (full text, bands).
    """
    total = hashlib.sha256()
    for part in (_documents, _items, _sources, _reviews, _raws):
        for line in part(connection):
            total.update(canonical(line) + b"\n")
    return "sha256:" + total.hexdigest()


def _documents(connection: Connection) -> Iterator[Any]:
    columns = [column for column in documents.c if column.name not in {"id", "signature"}]
    query = select(*columns, documents.c.signature, records.c.data).join(records).order_by(documents.c.key)
    for row in connection.execution_options(yield_per=_PAGE).execute(query):
        *values, signature, data = row
        yield ["document", values, hashlib.sha256(signature).hexdigest(), unpack(data)]


def _items(connection: Connection) -> Iterator[Any]:
    columns = [column for column in items.c if column.name not in {"id", "document_id"}]
    query = select(items.c.id, documents.c.key, *columns).join(documents)
    order = (documents.c.key, items.c.kind, items.c.local_id)
    for row in connection.execution_options(yield_per=_PAGE).execute(query.order_by(*order)):
        yield ["item", *row[1:], _actors(connection, row.id)]


def _actors(connection: Connection, item_id: int) -> list[list[Any]]:
    columns = [column for column in item_actors.c if column.name != "item_id"]
    rows = connection.execute(select(*columns).where(item_actors.c.item_id == item_id))
    return sorted((list(row) for row in rows), key=canonical)


def _sources(connection: Connection) -> Iterator[Any]:
    columns = (sources.c.uri, sources.c.sha256, sources.c.kind, sources.c.code, documents.c.key)
    query = select(*columns).outerjoin(documents, documents.c.id == sources.c.document_id)
    for row in connection.execute(query.order_by(sources.c.uri, sources.c.sha256)):
        yield ["source", *row]


def _reviews(connection: Connection) -> Iterator[Any]:
    left_out = {"id", "made", "closed"}
    columns = [column for column in reviews.c if column.name not in left_out]
    rows = connection.execute(select(*columns, reviews.c.closed.is_not(None)))
    yield from sorted((["review", *row] for row in rows), key=canonical)


def _raws(connection: Connection) -> Iterator[Any]:
    for row in connection.execute(select(raws.c.sha256, raws.c.size).order_by(raws.c.sha256)):
        yield ["raw", *row]
