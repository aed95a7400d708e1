"""Facts of an archive in the order in which they were published, for those who count mentions over time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from verbale.archive.acting import side_of
from verbale.archive.asking import element_of, item_id
from verbale.archive.filters import Unindexed
from verbale.archive.query import bindable, country_of, days_of
from verbale.archive.tables import documents, item_actors, items

_NEVER = "9999"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which facts count: those in which a country takes part, and of documents of some time.

    Attributes:
        country: code or name.
        since, until: year, month or day, both included, of publication.
    """

    country: str | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One fact as evidence of something that spans documents; `id` as `verbale show` takes it; `why`: how it counts."""

    id: str
    published: str | None
    source: str | None
    quote: str | None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """An item with what is needed of its document; `element` is the record's."""

    item: int
    id: str
    document: int
    origin: str
    published: str | None
    source: str | None
    code: str | None
    name: str | None
    status: str | None
    quote: str | None
    said_in: str | None
    start: int | None
    end: int | None
    element: dict[str, Any]

    def sighting(self, why: str | None = None) -> Sighting:
        """As evidence."""
        return Sighting(id=self.id, published=self.published, source=self.source, quote=self.quote, why=why)


@dataclass(frozen=True, slots=True)
class Mentions:
    """How many origins have something, and when it was first and last seen (days of publication)."""

    origins: int
    first: str | None
    last: str | None


def mentions_of(rows: Iterable[Seen]) -> Mentions:
    """Counted once an origin."""
    kept = list(rows)
    days = [row.published for row in kept if row.published]
    return Mentions(len({row.origin for row in kept}), min(days, default=None), max(days, default=None))


def seen(
    connection: Connection, kind: str, asked: Asked, *, codes: Sequence[str] = (), statuses: Sequence[str] = ()
) -> Iterator[Seen]:
    """Items of a kind, first published first; no rejected ones and none of replaced texts.

    Args:
        connection: of the archive.
        kind: of `projection.KINDS`.
        asked: the country and time.
        codes, statuses: only these, where given.

    Raises:
        QueryError: a country or date that cannot be understood.
    """
    wanted = (
        select(*(column for column in items.c if column.name not in {"mark", "confidence", "value", "day"}))
        .add_columns(documents.c.key, documents.c.origin, documents.c.published, documents.c.publisher)
        .add_columns(documents.c.title.label("heading"))
        .join(documents, documents.c.id == items.c.document_id)
        .where(items.c.kind == kind, documents.c.current)
        .where(or_(items.c.verdict.is_(None), items.c.verdict != "rejected"))
    )
    if codes:
        wanted = wanted.where(items.c.code.in_(codes))
    if statuses:
        wanted = wanted.where(Unindexed(items).c.status.in_(statuses))
    since, until = days_of(asked.since), days_of(asked.until)
    wanted = wanted.where(documents.c.published >= since[0]) if since else wanted
    wanted = wanted.where(documents.c.published <= until[1]) if until else wanted
    if asked.country is not None:
        taking_part = select(item_actors.c.item_id).where(item_actors.c.country == country_of(bindable(asked.country)))
        wanted = wanted.where(Unindexed(items).c.id.in_(taking_part))
    rows = sorted(
        connection.execute(wanted), key=lambda row: (row.published or _NEVER, row.key, row.start or 0, row.local_id)
    )
    return map(_seen, rows)


def _seen(row: Row[Any]) -> Seen:
    return Seen(
        row.id, item_id(row.key, row.local_id), row.document_id, row.origin, row.published, row.publisher or row.heading,
        row.code, row.name, row.status, row.quote, row.said_in, row.start, row.end, element_of(row.data),
    )  # fmt: skip


def parties_by_item(connection: Connection, rows: Iterable[Seen], parts: Sequence[str]) -> dict[int, tuple[str, ...]]:
    """Which sides stand in those parts of each item, each once: the state or body that a person acts for, others' ids."""
    document = {row.item: row.document for row in rows}
    wanted = select(item_actors.c.item_id, item_actors.c.actor).where(item_actors.c.part.in_(parts))
    taking = [(item, actor) for item, actor in connection.execute(wanted) if item in document]
    people = _people(connection, {(document[item], actor) for item, actor in taking if actor.startswith("person:")})
    found: dict[int, dict[str, None]] = {}
    for item, actor in taking:
        found.setdefault(item, {})[side_of(actor, people.get((document[item], actor)))] = None
    return {number: tuple(sides) for number, sides in found.items()}


def _people(connection: Connection, sought: Set[tuple[int, str]]) -> dict[tuple[int, str], dict[str, Any]]:
    """The elements of people, by document and id after merges."""
    if not sought:
        return {}
    wanted = (
        select(items.c.document_id, item_actors.c.actor, items.c.data)
        .join(item_actors, (item_actors.c.item_id == items.c.id) & (item_actors.c.part == "self"))
        .where(items.c.kind == "actor", items.c.code == "person")
    )
    rows = connection.execute(wanted)
    return {(number, actor): element_of(data) for number, actor, data in rows if (number, actor) in sought}
