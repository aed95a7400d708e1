"""Reviewed facts as a gold set: one document a line, with its text, for `python -m evaluation.reviewed`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from verbale.archive.projection import KINDS
from verbale.archive.tables import documents, items

GOLD = "verbale/gold/1"
"""The schema of a line of a gold set."""

_ABOUT = ("title", "url", "publisher", "publisher_country", "language", "genre", "speaker")


def gold_lines(connection: Connection) -> Iterator[dict[str, Any]]:
    """Every document that has a reviewed fact, in the order of keys.

    Yields:
        `{"schema", "document": {"key", "text", "title", …, "date"}, "complete": [kinds of which every fact was judged],
        "actors": [elements], "items": [{"kind", "verdict", "element"}]}`. The date is given only where it was known from
        outside the text, so that reading the text again finds what it can find by itself. Rejected facts are among the
        items, as what is not there. `actors` are all of the document's, after merges and corrections.
    """
    reviewed = select(items.c.document_id).where(items.c.verdict.is_not(None))
    found = connection.execute(select(documents).where(documents.c.id.in_(reviewed)).order_by(documents.c.key)).all()
    for document in found:
        rows = connection.execute(
            select(items)
            .where(items.c.document_id == document.id)
            .order_by(items.c.kind, items.c.start, items.c.local_id)
        ).all()
        open_kinds = {row.kind for row in rows if row.verdict is None}
        yield {
            "schema": GOLD,
            "document": {"key": document.key, "text": document.text, **_about(document)},
            "complete": [kind for kind in KINDS if kind not in open_kinds and any(row.kind == kind for row in rows)],
            "actors": [json.loads(row.data) for row in rows if row.kind == "actor" and row.verdict != "rejected"],
            "items": [
                {"kind": row.kind, "verdict": row.verdict, "element": json.loads(row.data)}
                for row in rows
                if row.verdict is not None
            ],
        }


def _about(document: Any) -> dict[str, Any]:
    known = {name: getattr(document, name) for name in _ABOUT if getattr(document, name) is not None}
    if document.published_basis == "metadata":
        known["date"] = document.published[: {"year": 4, "month": 7}.get(document.published_precision, 10)]
    return known
