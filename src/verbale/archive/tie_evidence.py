"""From a number back to the sentences: the words behind the rows of a tie table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from verbale.analysis.tie_table import LAYERS, Layer, TieTable
from verbale.archive.tables import documents, items
from verbale.record import Rows

_AT_ONCE = 300  # documents of one query; SQLite takes at least 999 parameters
Facts = Mapping[tuple[str, str, str], Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TieEvidence:
    """The words behind a tie, and where they stand.

    Attributes:
        day, layer, source, target, value: of the tie.
        what: the statement's act, or the event's type.
        speaker: name of who says it; None where the document itself asserts an event, or nobody is named.
        quote: the words; document, item, start, end: where they stand.
        publisher, title, url: of the document.
        copies: further documents of the same origin that carry the same words.
    """

    day: str | None
    layer: Layer
    source: str
    target: str
    value: float
    what: str | None
    speaker: str | None
    quote: str
    publisher: str | None
    title: str | None
    url: str | None
    document: str
    item: str
    start: int
    end: int
    copies: int = 0


def evidence_of(connection: Connection, ties: TieTable) -> Rows[TieEvidence]:
    """The sentences behind the rows of a table, by day; the same words in copies of one origin are listed once.

    Args:
        connection: of the archive that the table was read from.
        ties: some of its rows, usually those of one pair and stretch of time.
    """
    kept: dict[tuple[str, str, str, str, str], TieEvidence] = {}
    facts = _facts(connection, sorted({ties.documents[code] for code in ties.document}))
    for index in _ordered(ties):
        found = _evidence(ties, index, facts)
        if found is not None:
            words = " ".join(found.quote.split())
            key = (ties.origins[ties.origin[index]], found.layer, found.source, found.target, words)
            first = kept.setdefault(key, found)
            if first.document != found.document:
                kept[key] = replace(first, copies=first.copies + 1)
    return Rows(kept.values())


def _ordered(ties: TieTable) -> list[int]:
    """Rows by day, undated ones last, then document and place."""
    days = [str(day) if str(day) != "NaT" else "9999" for day in ties.day]
    return sorted(
        range(len(ties)), key=lambda row: (days[row], ties.documents[ties.document[row]], int(ties.start[row]))
    )


def _evidence(ties: TieTable, row: int, facts: Facts) -> TieEvidence | None:
    layer: Layer = LAYERS[ties.layer[row]]
    key, item = ties.documents[ties.document[row]], ties.items[ties.item[row]]
    fact = facts.get((key, "statement" if layer == "words" else "event", item))
    if fact is None:  # decided upon since the table was read
        return None
    return TieEvidence(
        day=None if str(ties.day[row]) == "NaT" else str(ties.day[row]), layer=layer,
        source=ties.states[ties.source[row]], target=ties.states[ties.target[row]], value=round(float(ties.value[row]), 6),
        what=fact["code"], speaker=_speaker(fact, key, facts), quote=fact["quote"], publisher=fact["publisher"],
        title=fact["title"], url=fact["url"], document=key, item=item, start=int(ties.start[row]), end=int(ties.end[row]),
    )  # fmt: skip


def _speaker(fact: Mapping[str, Any], key: str, facts: Facts) -> str | None:
    """The name of the statement's speaker, or of the claim's."""
    said = fact if fact["kind"] == "statement" else facts.get((key, "statement", fact["said_in"] or ""))
    speaker = json.loads(said["data"])["speaker"] if said is not None else None
    if speaker is None:
        return None
    actor = facts.get((key, "actor", speaker))
    return str(actor["name"]) if actor is not None and actor["name"] else str(speaker)


def _facts(connection: Connection, keys: list[str]) -> Facts:
    """Statements, events and actors of documents by document, kind and local id."""
    return {
        (row["key"], row["kind"], row["local_id"]): row
        for begin in range(0, len(keys), _AT_ONCE)
        for row in _rows(connection, keys[begin : begin + _AT_ONCE])
    }


def _rows(connection: Connection, keys: list[str]) -> Iterator[Mapping[str, Any]]:
    query = (
        select(
            documents.c.key, documents.c.publisher, documents.c.title, documents.c.url, items.c.kind, items.c.local_id,
            items.c.code, items.c.name, items.c.quote, items.c.said_in, items.c.data,
        )
        .select_from(items.join(documents, items.c.document_id == documents.c.id))
        .where(documents.c.key.in_(keys), items.c.kind.in_(("statement", "event", "actor")))
    )  # fmt: skip
    yield from (dict(row) for row in connection.execute(query).mappings())
