"""From an archive to the facts that a dossier is selected from: items of some states, with their documents and actors.

Rejected items and texts that a later version replaced are left out, as everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, or_, select

from verbale.actors.folding import fold
from verbale.actors.gazetteer import known_actors
from verbale.archive.acting import state_of
from verbale.archive.asking import item_id
from verbale.archive.seen import Seen
from verbale.archive.tables import documents, item_actors, items
from verbale.record import to_plain

NEVER = "9999"
"""Sorts behind every date."""

KINDS = ("statement", "event", "figure", "proposal", "meeting")
"""Kinds of items that are looked at one by one; the others come from what the archive knows across documents."""

T = TypeVar("T")
_AT_ONCE = 300  # documents of one query; SQLite takes at least 999 parameters
_PRECISION = {"year": 4, "month": 7}


@dataclass(slots=True)
class Doc:
    """A document with its actors by id, before and after merges."""

    number: int
    key: str
    origin: str
    title: str | None
    publisher: str | None
    url: str | None
    genre: str
    published: str | None
    actors: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)

    def actor(self, actor_id: str) -> Mapping[str, Any] | None:
        """The record's element of an actor, or the tables'."""
        return self.actors.get(actor_id) or _known(actor_id)


@dataclass(slots=True)
class Fact:
    """An item of the archive.

    Attributes:
        row: as the archive's listings have it.
        kind: of item.
        doc: where it stands.
        day: first day of its own date, else of publication.
        verdict: None, accepted or corrected.
        said: the statement that it was said in, or, for a statement, the one that reports it.
        copies: further documents of its origin with the same words.
        origins: in how many origins the same words stand.
    """

    row: Seen
    kind: str
    doc: Doc
    day: str | None
    verdict: str | None
    said: Fact | None = None
    copies: int = 0
    origins: int = 1

    @property
    def element(self) -> Mapping[str, Any]:
        """The record's element."""
        return self.row.element

    @property
    def is_claim(self) -> bool:
        """Whether somebody says it, rather than the document."""
        return self.row.said_in is not None

    @property
    def date(self) -> str | None:
        """Its own date, else that of publication, as far as it is known."""
        own = self.element.get("date")
        return str(own["start"])[: _PRECISION.get(own["precision"], 10)] if own else self.doc.published

    @property
    def is_dated(self) -> bool:
        """Whether it has a date of its own."""
        return bool(self.element.get("date"))

    def ids(self, part: str) -> tuple[str, ...]:
        """Actors of a part, after merges."""
        found = (_entry_id(entry) for entry in _entries(self.element.get(part)))
        return tuple(dict.fromkeys(self.doc.merged.get(one, one) for one in found))

    def states(self, *parts: str) -> tuple[str, ...]:
        """States that officially stand in those parts, each once."""
        found = (state_of(self.doc.actor(one)) for part in parts for one in self.ids(part))
        return tuple(dict.fromkeys(state for state in found if state))

    def countries(self, *parts: str) -> tuple[str, ...]:
        """Countries of all who stand in those parts, officially or not."""
        found = (self._country(one) for part in parts for one in self.ids(part))
        return tuple(dict.fromkeys(state for state in found if state))

    def _country(self, actor_id: str) -> str | None:
        actor = self.doc.actor(actor_id)
        if actor is None:
            return None
        country: str | None = actor["country"]
        return country or (actor["id"] if actor["kind"] == "disputed" else None)

    def toward(self) -> dict[str, float]:
        """A statement's value toward each state: the mean of its stances, 0 for a mention; as relations count it."""
        found: dict[str, list[float]] = {}
        for stance in self.element.get("stance", ()):
            state = state_of(self.doc.actor(self.doc.merged.get(stance["toward"], stance["toward"])))
            if state:
                found.setdefault(state, []).append(stance["value"])
        for state in self.states("about"):
            found.setdefault(state, [])
        return {state: sum(values) / len(values) if values else 0.0 for state, values in found.items()}


def _entries(value: Any) -> Sequence[Any]:
    if value is None:
        return ()
    return value if isinstance(value, list | tuple) else (value,)


def _entry_id(entry: Any) -> str:
    return str(entry if isinstance(entry, str) else entry.get("actor") or entry.get("toward"))


def _known(actor_id: str) -> Mapping[str, Any] | None:
    actor = known_actors().get(actor_id)
    return to_plain(actor) if actor is not None else None


def load(
    connection: Connection, scope: Iterable[str], *, since: str | None, until: str | None
) -> dict[str, list[Fact]]:
    """Items by kind in which at least one of the states takes part, first dated first.

    Args:
        connection: of the archive.
        scope: codes of states and ids of disputed entities.
        since, until: first and last day; of the item's own date, else of publication.
    """
    rows = list(_rows(connection, sorted(scope), since, until))
    docs = _documents(connection, {row.document_id for row in rows})
    facts = [_fact(row, docs[row.document_id]) for row in rows]
    _join(connection, facts)
    facts.sort(key=lambda one: (one.day or NEVER, one.doc.key, one.row.start or 0, one.row.id))
    return {kind: [one for one in facts if one.kind == kind] for kind in KINDS}


def _columns() -> Any:
    return select(items, documents.c.key, documents.c.origin, documents.c.published, documents.c.publisher).join(
        documents, documents.c.id == items.c.document_id
    )


def _rows(connection: Connection, scope: Sequence[str], since: str | None, until: str | None) -> Iterable[Row[Any]]:
    part = or_(item_actors.c.country.in_(scope), item_actors.c.actor.in_(scope))
    wanted = (
        _columns()
        .where(items.c.kind.in_(KINDS), documents.c.current)
        .where(or_(items.c.verdict.is_(None), items.c.verdict != "rejected"))
        .where(items.c.id.in_(select(item_actors.c.item_id).where(part)))
    )
    wanted = wanted.where(items.c.day >= since) if since else wanted
    wanted = wanted.where(items.c.day <= until) if until else wanted
    return connection.execute(wanted)


def _documents(connection: Connection, numbers: Iterable[int]) -> dict[int, Doc]:
    found: dict[int, Doc] = {}
    names = ("id", "key", "origin", "title", "publisher", "url", "genre", "published", "published_precision")
    for chunk in chunks(sorted(numbers)):
        for row in connection.execute(select(*(documents.c[name] for name in names)).where(documents.c.id.in_(chunk))):
            published = row.published and row.published[: _PRECISION.get(row.published_precision, 10)]
            found[row.id] = Doc(row.id, row.key, row.origin, row.title, row.publisher, row.url, row.genre, published)
        _add_actors(connection, chunk, found)
    return found


def _add_actors(connection: Connection, chunk: Sequence[int], found: Mapping[int, Doc]) -> None:
    # As in archive.ties: the empty string keeps SQLite from walking through all rows of the part for every item.
    part = item_actors.c.part.concat("") == "self"
    own = (
        select(items.c.document_id, items.c.local_id, items.c.data, item_actors.c.actor)
        .outerjoin(item_actors, (item_actors.c.item_id == items.c.id) & part)
        .where(items.c.kind == "actor", items.c.document_id.in_(chunk))
        .order_by(items.c.document_id, items.c.local_id)
    )
    for row in connection.execute(own):
        doc, element = found[row.document_id], json.loads(row.data)
        doc.actors[row.local_id] = element
        doc.actors.setdefault(row.actor or row.local_id, element)
        doc.merged[row.local_id] = row.actor or row.local_id


def chunks(numbers: Sequence[T]) -> Iterator[Sequence[T]]:
    """Parts small enough for one query."""
    return (numbers[begin : begin + _AT_ONCE] for begin in range(0, len(numbers), _AT_ONCE))


def _fact(row: Row[Any], doc: Doc) -> Fact:
    seen = Seen(
        row.id, item_id(row.key, row.local_id), row.document_id, row.origin, row.published, row.publisher or doc.title,
        row.code, row.name, row.status, row.quote, row.said_in, row.start, row.end, json.loads(row.data),
    )  # fmt: skip
    return Fact(seen, row.kind, doc, row.day, row.verdict)


def _join(connection: Connection, facts: Sequence[Fact]) -> None:
    """Give each fact the statement that it was said in, whether or not the states take part in that."""
    wanted = {(one.row.document, local): one for one in facts if (local := _outer(one))}
    docs = {one.row.document: one.doc for one in facts}
    statements: dict[tuple[int, str], Fact] = {}
    for chunk in chunks(sorted({document for document, _ in wanted})):
        query = _columns().where(items.c.kind == "statement", items.c.document_id.in_(chunk))
        for row in connection.execute(query):
            if (row.document_id, row.local_id) in wanted:
                statements[row.document_id, row.local_id] = _fact(row, docs[row.document_id])
    for one in facts:
        one.said = statements.get((one.row.document, _outer(one) or ""))


def _outer(fact: Fact) -> str | None:
    return fact.element.get("within") if fact.kind == "statement" else fact.row.said_in


def without_copies(facts: Iterable[Fact]) -> list[Fact]:
    """Each fact once an origin, with the number of its copies and of the origins that have the same words."""
    kept: dict[tuple[Any, ...], Fact] = {}
    copies: dict[tuple[Any, ...], set[int]] = {}
    origins: dict[tuple[Any, ...], set[str]] = {}
    for one in facts:
        words = (one.kind, one.row.code, one.row.status, " ".join(fold(one.row.quote or "").split()))
        key = (one.row.origin, *words)
        kept.setdefault(key, one)
        copies.setdefault(key, set()).add(one.row.document)
        origins.setdefault(words, set()).add(one.row.origin)
    for key, one in kept.items():
        one.copies, one.origins = len(copies[key]) - 1, len(origins[key[1:]])
    return list(kept.values())
