"""Rows of `items` made anew from records and reviews, where a decision has changed what follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Update, bindparam, delete, insert, select, text, update

from verbale.archive.blobs import unpack
from verbale.archive.folding import search_text
from verbale.archive.itemising import actor_values, values_of
from verbale.archive.journal import reviews_for
from verbale.archive.projection import ItemRow, project
from verbale.archive.reviewing import apply_reviews
from verbale.archive.tables import documents, item_actors, items, records

_NUMBER = "number"  # the bound name of an item's id; columns' own names are taken in an update


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
        changed = []
        for row in apply_reviews(machine, reviews_for(connection, key)):
            old = there[row.kind, row.local_id]
            same = all(getattr(old, name) == value for name, value in values_of(row).items())
            if not same or actors.get(old.id, set()) != {_key(part) for part in actor_values(old.id, row)}:
                changed.append((int(old.id), row))
        if changed:
            _rewrite(connection, changed)


def _rewrite(connection: Connection, changed: Sequence[tuple[int, ItemRow]]) -> None:
    """Put rows in the place of those of the same number; a statement for all of them, a merge changes thousands."""
    numbers = [{_NUMBER: number} for number, _ in changed]
    connection.execute(_update(), [values_of(row) | {_NUMBER: number} for number, row in changed])
    connection.execute(delete(item_actors).where(item_actors.c.item_id == bindparam(_NUMBER)), numbers)
    if parts := [part for number, row in changed for part in actor_values(number, row)]:
        connection.execute(insert(item_actors), parts)
    connection.execute(text(f"DELETE FROM items_search WHERE rowid = :{_NUMBER}"), numbers)
    connection.execute(
        text(f"INSERT INTO items_search (rowid, folded) VALUES (:{_NUMBER}, :folded)"),
        [{_NUMBER: number, "folded": search_text(row.quote, row.name)} for number, row in changed],
    )


@cache
def _update() -> Update:
    return update(items).where(items.c.id == bindparam(_NUMBER))


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
