"""Entries out of an archive: which documents, in the order of their keys, one at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, func, select

from verbale.archive.blobs import unpack
from verbale.archive.query import days_of
from verbale.archive.store import open_store
from verbale.archive.tables import documents, item_actors, items, records, sources
from verbale.export.reviewed import Judged, reviewed_record, without_roles
from verbale.export.source import Entry
from verbale.record import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which documents go out. Every field narrows it.

    Attributes:
        since, until: year, month or day of publication, both included; undated documents fall out.
        countries: alpha-3; documents that name an actor of one of them.
        publishers: names, exactly.
        all_copies: also near-duplicates and texts that a later version replaced; else one document of each origin,
            that of the least key among those that fit the rest.

    Raises:
        QueryError: a date that is none.
    """

    since: str | None = None
    until: str | None = None
    countries: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    all_copies: bool = False

    def __post_init__(self) -> None:
        days_of(self.since), days_of(self.until)


@dataclass
class Exportable:
    """An open archive and what was selected of it. Sees one state of the archive throughout, whoever writes."""

    connection: Connection
    selection: Selection
    _known: dict[str, Actor | None] = field(default_factory=dict)

    def count(self) -> int:
        """How many documents were selected."""
        return int(self.connection.scalar(select(func.count()).select_from(_chosen(self.selection).subquery())) or 0)

    def entries(self) -> Iterator[Entry]:
        """The documents selected, in the order of their keys."""
        chosen = _chosen(self.selection).subquery()
        query = (
            select(documents.c.id, documents.c.key, documents.c.origin, documents.c.text, records.c.data)
            .join(records, records.c.document_id == documents.c.id)
            .where(documents.c.id.in_(select(chosen.c.id)))
            .order_by(documents.c.key)
        )
        for row in self.connection.execution_options(yield_per=50).execute(query):
            yield self._entry(row)

    def _entry(self, row: Any) -> Entry:
        plain = unpack(row.data)
        record = reviewed_record(plain, row.text, self._judged(row.id), self._actor)
        uris = self.connection.scalars(select(sources.c.uri).where(sources.c.document_id == row.id).distinct())
        return Entry(key=row.key, origin=row.origin, sources=tuple(sorted(uris)), record=record)

    def _judged(self, document: int) -> list[Judged]:
        query = select(items.c.kind, items.c.local_id, items.c.verdict, items.c.data)
        rows = self.connection.execute(query.where(items.c.document_id == document))
        return [Judged(row.kind, row.local_id, row.verdict, json.loads(row.data)) for row in rows]

    def _actor(self, name: str) -> Actor | None:
        """An actor that the gazetteer or another document knows."""
        from verbale.actors.gazetteer import known_actors

        if name not in self._known:
            known = known_actors().get(name)
            self._known[name] = without_roles(known) if known is not None else self._elsewhere(name)
        return self._known[name]

    def _elsewhere(self, name: str) -> Actor | None:
        query = (
            select(items.c.data)
            .join(item_actors, item_actors.c.item_id == items.c.id)
            .join(documents, documents.c.id == items.c.document_id)
            .where(item_actors.c.part == "self", item_actors.c.actor == name)
            .order_by(documents.c.key)
            .limit(1)
        )
        data = self.connection.scalar(query)
        return Actor(**{**json.loads(data), "roles": (), "mentions": ()}) if data else None


@contextmanager
def exportable(path: Path, selection: Selection) -> Iterator[Exportable]:
    """Open an archive for export.

    Raises:
        ArchiveError: no archive, another program's file, a newer schema; says what to do.
    """
    with open_store(path, read_only=True) as store, store.reading() as connection:
        yield Exportable(connection, selection)


def _chosen(selection: Selection) -> Select[Any]:
    fitting = select(documents.c.id, documents.c.key, documents.c.origin)
    for condition in _conditions(selection):
        fitting = fitting.where(condition)
    if selection.all_copies:
        return fitting
    place = func.row_number().over(partition_by=documents.c.origin, order_by=documents.c.key).label("place")
    ranked = fitting.where(documents.c.current).add_columns(place).subquery()
    return select(ranked.c.id, ranked.c.key, ranked.c.origin).where(ranked.c.place == 1)


def _conditions(selection: Selection) -> Iterator[Any]:
    since, until = days_of(selection.since), days_of(selection.until)
    if since:
        yield documents.c.published >= since[0]
    if until:
        yield documents.c.published <= until[1]
    if selection.publishers:
        yield documents.c.publisher.in_(selection.publishers)
    if selection.countries:
        named = select(items.c.document_id).join(item_actors, item_actors.c.item_id == items.c.id)
        yield documents.c.id.in_(named.where(item_actors.c.country.in_(selection.countries)))
