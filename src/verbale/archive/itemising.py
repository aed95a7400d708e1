"""The projection of a record into `items`, `item_actors` and `items_search`, with the reviewers' decisions applied."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from verbale.archive.blobs import unpack
from verbale.archive.folding import search_text
from verbale.archive.journal import reviews_for
from verbale.archive.projection import ItemRow, project
from verbale.archive.reviewing import apply_reviews
from verbale.archive.tables import documents, item_actors, items, records

_COLUMNS = tuple(field.name for field in dataclasses.fields(ItemRow) if field.name != "actors")


def insert_items(connection: Connection, document_id: int, key: str, record: Mapping[str, Any]) -> None:
    """Store the rows of a record; the store refuses a quote that is not in the text."""
    rows = rows_of(connection, key, record)
    first = connection.scalars(select(func.coalesce(func.max(items.c.id), 0))).one() + 1
    numbered = list(enumerate(rows, first))
    _insert(connection, items, [{"id": n, "document_id": document_id, **values_of(row)} for n, row in numbered])
    _insert(connection, item_actors, [values for n, row in numbered for values in actor_values(n, row)])
    if numbered:
        folded = [(n, search_text(row.quote, row.name)) for n, row in numbered]
        connection.exec_driver_sql("INSERT INTO items_search(rowid, folded) VALUES (?, ?)", folded)


def rows_of(connection: Connection, key: str, record: Mapping[str, Any]) -> list[ItemRow]:
    """`projection.project` of a record with the decisions on it applied."""
    return apply_reviews(project(record, key), reviews_for(connection, key))


def project_anew(connection: Connection, document_id: int) -> None:
    """Make a document's rows again from its record and the decisions on it: after another reading. Row numbers change; see
    `refreshing.refresh` for what follows from a review."""
    query = select(documents.c.key, records.c.data).join(records).where(documents.c.id == document_id)
    row = connection.execute(query).one()
    remove_items(connection, document_id)
    insert_items(connection, document_id, row.key, unpack(row.data))


def remove_items(connection: Connection, document_id: int) -> None:
    """Take a document's rows away, from the full-text table too."""
    connection.exec_driver_sql(
        "DELETE FROM items_search WHERE rowid IN (SELECT id FROM items WHERE document_id = ?)", (document_id,)
    )
    connection.execute(delete(items).where(items.c.document_id == document_id))


def values_of(row: ItemRow) -> dict[str, Any]:
    """A row's columns of `items`, ids apart."""
    return {name: getattr(row, name) for name in _COLUMNS}


def actor_values(number: int, row: ItemRow) -> list[dict[str, Any]]:
    """An item's rows of `item_actors`."""
    """An item's rows of `item_actors`."""
    return [
        {"item_id": number, "part": part, "actor": actor, "country": country, "value": value}
        for part, actor, country, value in row.actors
    ]


def _insert(connection: Connection, table: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)
