"""How each decision stands: whether it holds, and whether its fact is still read as it was when it was judged."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, select

from verbale.archive.journal import Store, read_reviews
from verbale.archive.projection import ItemRow
from verbale.archive.refreshing import read_rows
from verbale.archive.reviewing import MERGE, Review, match_reviews, substance
from verbale.archive.tables import documents

HOLDS, EARLIER, UNDONE, ORPHAN, OTHERWISE = "holds", "earlier", "undone", "orphan", "read otherwise"
"""States: `earlier`: a later decision on the same fact holds. `read otherwise`: it holds, but a newer reading says something
else of the fact than what was judged, so that a second look is worth while."""


def states(store: Store) -> dict[int, str]:
    """The state of every decision by its number."""
    with store.reading() as connection:
        every = read_reviews(connection)
        found = {
            review.number: UNDONE if review.closed else HOLDS if review.action == MERGE else EARLIER for review in every
        }
        by_document: dict[str, list[Review]] = {}
        for review in every:
            if review.action != MERGE and review.document_key is not None:
                by_document.setdefault(review.document_key, []).append(review)
        for key, decisions in by_document.items():
            found.update(_states(_rows(connection, key), decisions))
    return found


def _rows(connection: Connection, key: str) -> list[ItemRow]:
    document = connection.scalar(select(documents.c.id).where(documents.c.key == key))
    return [] if document is None else read_rows(connection, document)[2]


def _states(rows: Sequence[ItemRow], decisions: Sequence[Review]) -> Iterator[tuple[int, str]]:
    matching = match_reviews(rows, decisions)
    yield from ((review.number, ORPHAN) for review in matching.orphans)
    first = _first_judged(decisions)
    for at, review in matching.by_row.items():
        judged, kind = first[review.mark or ""], rows[at].kind
        same = substance(kind, json.loads(rows[at].data)) == substance(kind, judged.before)
        yield review.number, HOLDS if same else OTHERWISE


def _first_judged(decisions: Iterable[Review]) -> dict[str, Review]:
    """The first decision on each fact, which was on what had been read."""
    first: dict[str, Review] = {}
    for review in decisions:
        first.setdefault(review.mark or "", review)
    return first
