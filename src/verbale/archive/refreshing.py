"""Rows of `items` made anew from records and reviews, where a decision has changed what follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, text, update

from verbale.archive.blobs import unpack
from verbale.archive.folding import search_text
from verbale.archive.itemising import actor_values, values_of
from verbale.archive.journal import reviews_for
from verbale.archive.projection import ItemRow, project
from verbale.archive.reviewing import apply_reviews
from verbale.archive.tables import documents, item_actors, items, records


def read_rows(connection: Connection, document: int) -> tuple[str, str, list[ItemRow]]:
    """A document's key, its text, and its rows as read, without reviews."""
    found = connection.execute(
        select(documents.c.key, documents.c.text, records.c.data).join(records).where(documents.c.id == document)
    ).one()
    return found.key, found.text, project(unpack(found.data), found.key)


def refresh(connection: Connection, touched: Iterable[int]) -> None:
    """Make the rows of documents anew, those that differ, and what is searched with them. Facts keep their numbers."""
    for document in touched:
        key, _, machine = read_rows(connection, document)
        there = {(row.kind, row.local_id): row for row in _items_of(connection, document)}
        actors = _actors_of(connection, document)
        for row in apply_reviews(machine, reviews_for(connection, key)):
            old, values = there[row.kind, row.local_id], values_of(row)
            parts = actor_values(old.id, row)
            same = all(getattr(old, name) == value for name, value in values.items())
            if not same or actors.get(old.id, set()) != {_key(part) for part in parts}:
                _rewrite(connection, old.id, values, parts)


def _rewrite(connection: Connection, item: int, values: Mapping[str, Any], parts: list[dict[str, Any]]) -> None:
    connection.execute(update(items).where(items.c.id == item).values(values))
    connection.execute(delete(item_actors).where(item_actors.c.item_id == item))
    if parts:
        connection.execute(insert(item_actors), parts)
    connection.execute(text("DELETE FROM items_search WHERE rowid = :id"), {"id": item})
    folded = search_text(values["quote"], values["name"])
    connection.execute(
        text("INSERT INTO items_search (rowid, folded) VALUES (:id, :folded)"), {"id": item, "folded": folded}
    )


def _key(part: Any) -> tuple[Any, ...]:
    return part["part"], part["actor"], part["country"], part["value"]


def _items_of(connection: Connection, document: int) -> Sequence[Row[Any]]:
    return connection.execute(select(items).where(items.c.document_id == document)).all()


def _actors_of(connection: Connection, document: int) -> Mapping[int, set[tuple[Any, ...]]]:
    found: dict[int, set[tuple[Any, ...]]] = {}
    own = select(item_actors).join(items, items.c.id == item_actors.c.item_id).where(items.c.document_id == document)
    for row in connection.execute(own):
        found.setdefault(row.item_id, set()).add(_key(row._mapping))
    return found
