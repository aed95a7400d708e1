"""Searching an archive: which items answer a query, in what order, how many, and how they spread over facets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, distinct, func, select

from verbale.actors.folding import fold
from verbale.archive.asking import Hit, hits_of
from verbale.archive.filters import (
    SPEAKING,
    Condition,
    Parties,
    Party,
    Unindexed,
    all_of,
    document_conditions,
    first_of_origin,
    holds_words,
    item_conditions,
    items_search,
    matching,
    none_of,
    words_of,
)
from verbale.archive.query import Query, bindable, country_of, known_actor, known_country, match_of, terms_of
from verbale.archive.tables import documents, item_actors, items
from verbale.record import Rows

MOST_FACETS = 20
"""Values listed for one facet, the most frequent first."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results: `hits`, and `total`, how many there are on all pages."""

    hits: Rows[Hit]
    total: int


@dataclass(frozen=True, slots=True)
class Facet:
    """How many results have a value: `facet` is speaker_country, act, type, kind, year or publisher."""

    facet: str
    value: str
    count: int


def search(connection: Connection, query: Query) -> Found:
    """The page of results that a query asks for.

    Raises:
        QueryError: a country that is not known.
    """
    parties = _parties(connection, query)
    page = _matching(query, parties, items.c.id, func.count().over().label("total"))
    page = page.order_by(*_order(query)).limit(query.limit).offset(query.offset)
    rows = connection.execute(page, words_of(query)).all()
    total = rows[0].total if rows else _count(connection, query, parties)
    return Found(hits_of(connection, [row.id for row in rows], query), total)


def count(connection: Connection, query: Query) -> int:
    """How many results a query has, near-duplicates once."""
    return _count(connection, query, _parties(connection, query))


def _count(connection: Connection, query: Query, parties: Parties) -> int:
    return int(connection.execute(_matching(query, parties, func.count()), words_of(query)).scalar_one())


def facets(connection: Connection, query: Query) -> Rows[Facet]:
    """How a query's results spread over speakers' countries, acts, types, kinds, years and publishers."""
    parties = _parties(connection, query)
    year = func.substr(items.c.day, 1, 4)
    plain: Sequence[tuple[str, ColumnElement[Any], tuple[Condition, ...]]] = (
        ("kind", items.c.kind, ()),
        ("act", items.c.code, (items.c.kind == "statement",)),
        ("type", items.c.code, (items.c.kind == "event",)),
        ("year", year, ()),
        ("publisher", documents.c.publisher, ()),
    )
    found = _countries(connection, query, parties)
    for name, value, conditions in plain:
        counted = _matching(query, parties, value, func.count()).where(value.is_not(None), *conditions)
        found += _most(connection, query, name, counted.group_by(value))
    return Rows(found)


def _countries(connection: Connection, query: Query, parties: Parties) -> list[Facet]:
    country = item_actors.c.country
    counted = _matching(query, parties, country, func.count(distinct(items.c.id)))
    counted = counted.join(item_actors, item_actors.c.item_id == items.c.id)
    counted = counted.where(item_actors.c.part.in_(SPEAKING), country.is_not(None)).group_by(country)
    return _most(connection, query, "speaker_country", counted)


def _most(connection: Connection, query: Query, name: str, counted: Select[Any]) -> list[Facet]:
    rows = connection.execute(counted, words_of(query)).all()
    ordered = sorted(((str(value), int(number)) for value, number in rows), key=lambda row: (-row[1], row[0]))
    return [Facet(name, value, number) for value, number in ordered[:MOST_FACETS]]


def _matching(query: Query, parties: Parties, *columns: ColumnElement[Any]) -> Select[Any]:
    """Items that answer the query, joined with their documents."""
    tests = item_conditions(query, parties)
    wanted = select(*columns).select_from(items.join(documents, documents.c.id == items.c.document_id))
    if not query.text.strip():
        own = all_of(tests, items)
    elif query.order() == "relevance":
        wanted = wanted.join(items_search, items_search.c.rowid == items.c.id).where(matching("items_search"))
        own = none_of(tests, Unindexed(items, id=items_search.c.rowid))
    else:
        own = [*holds_words(query, items), *none_of(tests, items)]
    fits = document_conditions(query, parties, Unindexed(documents))
    return wanted.where(*own, *fits, first_of_origin(query, parties))


def _order(query: Query) -> list[ColumnElement[Any]]:
    """Ties are broken by what does not depend on the order in which documents were added."""
    steady = [documents.c.key, items.c.start, items.c.kind, items.c.local_id]
    first: dict[str, list[ColumnElement[Any]]] = {
        "relevance": [items_search.c.rank],
        "date": [items.c.day.desc()],
        "oldest": [items.c.day.is_(None), items.c.day],
        "confidence": [items.c.confidence.desc()],
    }
    return [*first[query.order()], *steady]


def _parties(connection: Connection, query: Query) -> Parties:
    names = {name: getattr(query, name) for name in ("speaker", "about", "toward", "actor", "recipient")}
    found = {name: party_of(connection, value) for name, value in names.items() if value is not None}
    country = Party(country_of(query.speaker_country)) if query.speaker_country is not None else None
    publishers = _publishers(connection, query.publisher) if query.publisher is not None else None
    return Parties(**found, speaker_country=country, publishers=publishers)


def party_of(connection: Connection, name: str) -> Party:
    """Whom a name asks for: a state with all who belong to it; an actor of the tables; else whoever the archive knows
    by all words of that name, or by that id. Nobody where it knows none."""
    country = known_country(name)
    if country is not None:
        return Party(country)
    known = known_actor(name)
    if known is not None:
        return Party(None, (known,))
    given = bindable(name.strip())
    own = select(item_actors.c.actor).where(item_actors.c.part == "self", item_actors.c.actor == given).limit(1)
    if connection.execute(own).first() is not None:
        return Party(None, (given,))
    return Party(None, _named(connection, name))


def _named(connection: Connection, name: str) -> tuple[str, ...]:
    terms = terms_of(name)
    if not terms:
        return ()
    named = (
        select(item_actors.c.actor)
        .distinct()
        .join(items, items.c.id == item_actors.c.item_id)
        .join(items_search, items_search.c.rowid == items.c.id)
        .where(items.c.kind == "actor", item_actors.c.part == "self", matching("items_search"))
    )
    return tuple(sorted(connection.execute(named, {"words": match_of(terms)}).scalars()))


def _publishers(connection: Connection, part: str) -> tuple[str, ...]:
    wanted = fold(part.strip())
    known = connection.execute(select(documents.c.publisher).distinct()).scalars()
    return tuple(sorted(name for name in known if name is not None and wanted in fold(name)))
