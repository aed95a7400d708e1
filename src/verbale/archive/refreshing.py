"""Rows of `items` made anew from records and reviews, where a decision has changed what follows from them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, text, update

from verbale.archive.folding import search_text
from verbale.archive.journal import reviews_for
from verbale.archive.projection import ItemRow, project
from verbale.archive.reviewing import apply_reviews
from verbale.archive.tables import documents, item_actors, items, records

_COLUMNS = ("kind", "local_id", "mark", "start", "end", "quote", "code", "name", "status", "said_in", "day", "value",
            "confidence", "verdict", "data")  # fmt: skip


def read_rows(connection: Connection, document: int) -> tuple[str, str, list[ItemRow]]:
    """A document's key, its text, and its rows as read, without reviews."""
    found = connection.execute(
        select(documents.c.key, documents.c.text, records.c.data).join(records).where(documents.c.id == document)
    ).one()
    return found.key, found.text, project(json.loads(zlib.decompress(found.data)), found.key)


def refresh(connection: Connection, touched: Iterable[int]) -> None:
    """Make the rows of documents anew, those that differ, and what is searched with them."""
    for document in touched:
        key, _, machine = read_rows(connection, document)
        wanted = apply_reviews(machine, reviews_for(connection, key))
        there = {(row.kind, row.local_id): row for row in _items_of(connection, document)}
        actors = _actors_of(connection, document)
        for row in wanted:
            old = there[row.kind, row.local_id]
            same = all(getattr(old, name) == getattr(row, name) for name in _COLUMNS)
            if not same or actors.get(old.id, set()) != set(row.actors):
                _rewrite(connection, old.id, row)


def _rewrite(connection: Connection, item: int, row: ItemRow) -> None:
    values = {name: getattr(row, name) for name in _COLUMNS}
    connection.execute(update(items).where(items.c.id == item).values(values))
    connection.execute(delete(item_actors).where(item_actors.c.item_id == item))
    parts = [
        {"item_id": item, "part": part, "actor": actor, "country": country, "value": value}
        for part, actor, country, value in row.actors
    ]
    if parts:
        connection.execute(insert(item_actors), parts)
    connection.execute(text("DELETE FROM items_search WHERE rowid = :id"), {"id": item})
    connection.execute(
        text("INSERT INTO items_search (rowid, folded) VALUES (:id, :folded)"),
        {"id": item, "folded": search_text(row.quote, row.name)},
    )


def _items_of(connection: Connection, document: int) -> Sequence[Row[Any]]:
    return connection.execute(select(items).where(items.c.document_id == document)).all()


def _actors_of(connection: Connection, document: int) -> Mapping[int, set[tuple[Any, ...]]]:
    found: dict[int, set[tuple[Any, ...]]] = {}
    own = select(item_actors).join(items, items.c.id == item_actors.c.item_id).where(items.c.document_id == document)
    for row in connection.execute(own):
        found.setdefault(row.item_id, set()).add((row.part, row.actor, row.country, row.value))
    return found
