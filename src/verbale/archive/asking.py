"""From ids of items to results for people: names, the sentence around the words, copies of the same origin."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from verbale.actors.gazetteer import known_actors
from verbale.archive.filters import Unindexed, same_fact
from verbale.archive.query import Query
from verbale.archive.tables import documents, item_actors, items
from verbale.record import Rows

SHORT_KEY = 12
"""Hex digits of a document's key in ids for people: 48 bits, no collision to be expected below ten million documents."""

WINDOW = 600
"""Characters before and after the evidence in which its sentence is looked for."""

_BOUNDARY = re.compile(
    r"""(?<=[.!?…])["'”’»)\]]*\s+(?=["'“‘«(\[]*[^\W\d_a-zß-öø-ÿ])|\n[^\S\n]*(?:\n\s*|(?=["'“‘«(\[]*[^\W\d_a-zß-öø-ÿ]))"""
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-Z]|[A-Z]\.[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Lt|Sen|Rep|Gov|No|vs|Jr|Sr)\.$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An actor's part in an item; `value` is the stance, for the part `stance`."""

    part: str
    id: str
    name: str
    country: str | None
    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One item that answers a question.

    Attributes:
        id: `<first digits of the document's key>/<id in its record>`, as `verbale show` takes it.
        kind, code, name, status, day, value, confidence, verdict: as in the table `items`.
        quote, start, end: the evidence, in code points of the document's text; None for actors.
        sentence, sentence_start: the sentence or sentences in which the evidence stands, and where they begin.
        speaker: name of who says or claims it.
        claimed: whether an event, figure or proposal is a speaker's, not the document's own.
        actors: everybody's parts.
        document: the document's key.
        title, publisher, url, genre, published: the document's.
        copies: other documents of the same origin that have the same words.
    """

    id: str
    kind: str
    code: str | None
    name: str | None
    status: str | None
    day: str | None
    value: float | None
    confidence: float | None
    verdict: str | None
    quote: str | None
    start: int | None
    end: int | None
    sentence: str | None
    sentence_start: int | None
    speaker: str | None
    claimed: bool
    actors: tuple[Named, ...]
    document: str
    title: str | None
    publisher: str | None
    url: str | None
    genre: str
    published: str | None
    copies: int


def hits_of(connection: Connection, ids: Sequence[int], query: Query | None = None) -> Rows[Hit]:
    """The items of those ids as results, in that order.

    Args:
        query: whether copies are counted, and old versions among them.
    """
    if not ids:
        return Rows()
    rows = {row.id: row for row in connection.execute(_wanted().where(items.c.id.in_(ids)))}
    copies = (
        {} if query and query.all_copies else _copies(connection, rows.values(), old=bool(query and query.old_versions))
    )
    parts = _parts(connection, rows)
    return Rows(_hit(rows[number], parts.get(number, ()), copies.get(number, 0)) for number in ids if number in rows)


def _wanted() -> Any:
    first = func.max(items.c.start - WINDOW, 0)
    window = func.substr(documents.c.text, first + 1, items.c.end + WINDOW - first).label("window")
    own = [column for column in items.c if column.name != "data"]
    return select(
        *own, documents.c.key, documents.c.title, documents.c.publisher, documents.c.url, documents.c.genre,
        documents.c.published, documents.c.origin, window,
    ).join(documents, documents.c.id == items.c.document_id)  # fmt: skip


def _hit(row: Row[Any], parts: Sequence[Named], copies: int) -> Hit:
    sentence, start = (None, None) if row.start is None else sentence_in(row.window, row.start, row.end)
    return Hit(
        id=item_id(row.key, row.local_id), kind=row.kind, code=row.code, name=row.name, status=row.status, day=row.day,
        value=row.value, confidence=row.confidence, verdict=row.verdict, quote=row.quote, start=row.start, end=row.end,
        sentence=sentence, sentence_start=start, claimed=row.kind != "statement" and row.said_in is not None,
        speaker=next((part.name for part in parts if part.part == "speaker"), None),
        actors=tuple(parts), document=row.key, title=row.title, publisher=row.publisher, url=row.url, genre=row.genre,
        published=row.published, copies=copies,
    )  # fmt: skip


def item_id(key: str, local_id: str) -> str:
    """What `verbale show` takes for an item."""
    return f"{key[:SHORT_KEY]}/{local_id}"


def sentence_in(window: str, start: int, end: int) -> tuple[str, int]:
    """The sentences of a window of text that hold the evidence, and where they begin in the text.

    Args:
        window: the text from `WINDOW` characters before the evidence (or its beginning) to as many after it.
        start, end: the evidence in the text.
    """
    offset = max(start - WINDOW, 0)
    before, inside = window[: start - offset], window[: end - offset]
    cuts = boundaries(window)
    first = max((cut for cut in cuts if cut <= len(before)), default=0)
    last = min((cut for cut in cuts if cut >= len(inside)), default=len(window))
    words = window[first:last].rstrip()
    return (
        (words, offset + first) if len(words) >= len(inside) - first else (window[first : len(inside)], offset + first)
    )


def boundaries(words: str) -> list[int]:
    """Where new sentences and paragraphs begin, roughly: good enough to show a fact with its surroundings."""
    found = _BOUNDARY.finditer(words)
    return [cut.end() for cut in found if not _ABBREVIATION.search(words[max(0, cut.start() - 6) : cut.start()])]


def _copies(connection: Connection, rows: Iterable[Row[Any]], *, old: bool) -> dict[int, int]:
    """Other documents of the same origin that hold the same item, by the item's id."""
    other, where = items.alias(), documents.alias()
    found = (
        select(items.c.id, func.count(where.c.id.distinct()))
        .select_from(items)
        .join(documents, documents.c.id == items.c.document_id)
        .join(where, where.c.origin == documents.c.origin)
        .join(other, other.c.document_id == where.c.id)
        .where(Unindexed(where).c.id != documents.c.id, items.c.id.in_([row.id for row in rows]))
        .where(same_fact(other, items))
        .group_by(items.c.id)
    )
    found = found if old else found.where(where.c.current)
    return {row[0]: row[1] for row in connection.execute(found)}


def _parts(connection: Connection, rows: Mapping[int, Row[Any]]) -> dict[int, tuple[Named, ...]]:
    """Everybody's parts by item; what was said in a statement has its speaker too."""
    said = _said_in(connection, rows.values())
    sought = {*rows, *said.values()}
    by_item: dict[int, list[Row[Any]]] = {}
    for entry in connection.execute(select(item_actors).where(item_actors.c.item_id.in_(sought))):
        by_item.setdefault(entry.item_id, []).append(entry)
    for number, statement in said.items():
        by_item.setdefault(number, [])[:0] = [entry for entry in by_item.get(statement, ()) if entry.part == "speaker"]
    wanted = {(rows[number].document_id, entry.actor) for number in rows for entry in by_item.get(number, ())}
    names = names_of(connection, wanted)
    return {
        number: tuple(
            Named(part=entry.part, id=entry.actor, name=names[rows[number].document_id, entry.actor],
                  country=entry.country, value=entry.value)
            for entry in by_item.get(number, ())
        )
        for number in rows
    }  # fmt: skip


def _said_in(connection: Connection, rows: Iterable[Row[Any]]) -> dict[int, int]:
    """The statement in which each event, figure or proposal was said."""
    keys = {row.id: (row.document_id, row.said_in) for row in rows if row.said_in is not None}
    sought = _located("statement", keys.values(), items.c.id)
    statements = {(document, local): number for document, local, number in connection.execute(sought)} if keys else {}
    return {number: statements[key] for number, key in keys.items() if key in statements}


def names_of(connection: Connection, actors: Iterable[tuple[int, str]]) -> dict[tuple[int, str], str]:
    """Names of (document's number, actor) as the document has them, or else the tables, or else the id.

    After a merge the actor that stays may have no item in the document; then its name is that of another document's.
    """
    wanted = sorted(set(actors))
    own = _located("actor", wanted, items.c.name)
    found = {(document, local): name for document, local, name in connection.execute(own)} if wanted else {}
    elsewhere = _names_elsewhere(
        connection, sorted({actor for document, actor in wanted if (document, actor) not in found})
    )
    return {key: found.get(key) or elsewhere.get(key[1]) or key[1] for key in wanted}


def _located(kind: str, keys: Iterable[tuple[int, str]], *columns: ColumnElement[Any]) -> Select[Any]:
    """Items of a kind in those documents with those local ids, and a few more: any of the ids in any of the documents.

    SQLite finds its way to these by the index of all three; to pairs of both it finds none.
    """
    pairs = sorted(set(keys))
    return select(items.c.document_id, items.c.local_id, *columns).where(
        items.c.document_id.in_(sorted({document for document, _ in pairs})), items.c.kind == kind,
        items.c.local_id.in_(sorted({local for _, local in pairs})),
    )  # fmt: skip


def _names_elsewhere(connection: Connection, actors: Sequence[str]) -> dict[str, str]:
    names = {actor: known_actors()[actor].name for actor in actors if actor in known_actors()}
    for actor in actors:
        if actor not in names:
            entry = (
                select(items.c.name)
                .join(item_actors, item_actors.c.item_id == items.c.id)
                .where(item_actors.c.part == "self", item_actors.c.actor == actor, items.c.local_id == actor)
                .limit(1)
            )
            name = connection.execute(entry).scalar()
            if name:
                names[actor] = name
    return names


def element_of(data: str) -> dict[str, Any]:
    """The record's element that an item keeps."""
    element: dict[str, Any] = json.loads(data)
    return element
