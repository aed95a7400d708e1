"""From a query to conditions on the tables. Pure: builds expressions, reads nothing; every value is bound."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    String,
    UnaryExpression,
    and_,
    bindparam,
    column,
    exists,
    literal_column,
    or_,
    select,
    table,
    true,
    tuple_,
)
from sqlalchemy.sql import operators

from verbale.archive.query import Query, days_of, match_of, terms_of
from verbale.archive.tables import documents, item_actors, items

Condition = ColumnElement[bool]


class Unindexed:
    """A table whose columns give the same values, but for which SQLite looks for no index.

    Without statistics SQLite takes any equality for a good way into a table, and walks through all statements to find
    three. A query has one way in, chosen here (`entrance`); its other conditions are tested on what comes in.
    """

    def __init__(self, table: Columns, **instead: ColumnElement[Any]) -> None:
        self.c: Any = self
        self._table = table
        self._instead = instead

    def __getattr__(self, name: str) -> ColumnElement[Any]:
        given = self._instead[name] if name in self._instead else getattr(self._table.c, name)
        return UnaryExpression(given, operator=_AS_IS, type_=given.type)


_AS_IS = operators.custom_op[Any]("+")
Columns = FromClause | Unindexed
Test = Callable[[Columns], Condition]

items_search = table("items_search", column("rowid"), column("rank"))

SPEAKING = ("speaker", "speaks_for")
CONCERNED = ("about", "stance", "actor", "recipient", "from", "to", "addressees", "countries", "members", "parties",
             "participants", "organisers")  # fmt: skip
"""Parts in which an item concerns an actor who does not speak in it."""


@dataclass(frozen=True, slots=True)
class Party:
    """Who is asked for: a state with all its officials and bodies, or actors by their ids (`()`: nobody, None: all)."""

    country: str | None
    actors: tuple[str, ...] | None = ()


@dataclass(frozen=True, slots=True)
class Parties:
    """A query's names, looked up in the tables and in the archive; None where nothing is asked."""

    speaker: Party | None = None
    speaker_country: Party | None = None
    about: Party | None = None
    toward: Party | None = None
    actor: Party | None = None
    recipient: Party | None = None
    publishers: tuple[str, ...] | None = None


def matching(name: str) -> Condition:
    """FTS5's MATCH on one of the search tables; the words are bound as `:words`."""
    return literal_column(name).op("MATCH", is_comparison=True)(bindparam("words", type_=String()))


def item_conditions(query: Query, parties: Parties) -> dict[str, Test]:
    """What an item must be, apart from its document: by field, a test to be made on `items` or an alias of it.

    The tests stand in the order of their use as an entrance: those first that few items pass.
    """
    tests: dict[str, Test] = dict(_who(query, parties))
    codes = [(kind, values) for kind, values in (("statement", query.act), ("event", query.type)) if values]
    if codes:
        tests["code"] = lambda item: or_(
            *(and_(item.c.kind == kind, item.c.code.in_(values)) for kind, values in codes)
        )
    tests |= {"kind": lambda item: item.c.kind.in_(query.asked_kinds())}
    if query.since or query.until:
        tests["day"] = lambda item: and_(*_dates(query, item.c.day))
    if query.status:
        tests["status"] = lambda item: item.c.status.in_(query.status)
    if query.claimed is not None:
        tests["claimed"] = lambda item: item.c.said_in.is_not(None) if query.claimed else item.c.said_in.is_(None)
    tests["verdict"] = lambda item: _verdict(query, item)
    return tests


def all_of(tests: Mapping[str, Test], item: FromClause) -> list[Condition]:
    """All tests on a table's columns, one of which leads in: the first; for the kind also the day, which has an index
    with it."""
    first = next(iter(tests))
    ways = {first, "day"} if first == "kind" else {first, "kind"} if first == "code" else {first}
    return [test(item if name in ways else Unindexed(item)) for name, test in tests.items()]


def none_of(tests: Mapping[str, Test], item: Columns) -> list[Condition]:
    """All tests, none of which leads in."""
    return [test(Unindexed(item)) for test in tests.values()]


def _dates(query: Query, day: ColumnElement[Any]) -> Iterator[Condition]:
    since, until = days_of(query.since), days_of(query.until)
    if since:
        yield day >= since[0]
    if until:
        yield day <= until[1]


def _verdict(query: Query, item: Columns) -> Condition:
    if query.verdict is None:
        return or_(item.c.verdict.is_(None), item.c.verdict != "rejected")
    if query.verdict in {"any", "none"}:
        return item.c.verdict.is_not(None) if query.verdict == "any" else item.c.verdict.is_(None)
    return item.c.verdict == query.verdict


def _who(query: Query, parties: Parties) -> Iterator[tuple[str, Test]]:
    """Named persons and bodies before whole states."""
    stance = parties.toward or (
        Party(None, None) if query.min_stance is not None or query.max_stance is not None else None
    )
    asked: list[tuple[str, Party | None, tuple[str, ...]]] = [
        ("speaker", parties.speaker, SPEAKING), ("actor", parties.actor, ("actor",)),
        ("recipient", parties.recipient, ("recipient",)), ("toward", stance, ("stance",)),
        ("speaker_country", parties.speaker_country, SPEAKING), ("about", parties.about, CONCERNED),
    ]  # fmt: skip
    found = [(name, party, parts) for name, party, parts in asked if party is not None]
    only_statements = query.asked_kinds() == ("statement",)
    for name, party, parts in sorted(found, key=lambda entry: entry[1].country is not None):
        if parts is SPEAKING and not only_statements:
            continue
        yield name, partial(_takes_part, parts=parts, party=party, within=_bounds(query, name))
    for name, party, parts in found:
        if parts is SPEAKING and not only_statements:
            yield name, partial(_spoken, speakers=party)


def _bounds(query: Query, name: str) -> tuple[float | None, float | None]:
    return (query.min_stance, query.max_stance) if name == "toward" else (None, None)


def _spoken(item: Columns, *, speakers: Party) -> Condition:
    """By these speakers; what is no statement counts by the statement in which it was said."""
    statement = items.alias()
    inside = select(statement.c.document_id, statement.c.local_id).where(
        Unindexed(statement).c.kind == "statement", _takes_part(statement, parts=SPEAKING, party=speakers)
    )
    said = _takes_part(Unindexed(item), parts=SPEAKING, party=speakers)
    return or_(said, tuple_(Unindexed(item).c.document_id, item.c.said_in).in_(inside))


def _takes_part(
    item: Columns, *, parts: Sequence[str], party: Party, within: tuple[float | None, float | None] = (None, None)
) -> Condition:
    part = item_actors.alias()
    conditions: list[Condition] = [part.c.part.in_(parts)]
    if party.country is not None:
        conditions.append(part.c.country == party.country)
    elif party.actors is not None:
        conditions.append(part.c.actor.in_(party.actors))
    low, high = within
    if low is not None:
        conditions.append(part.c.value >= low)
    if high is not None:
        conditions.append(part.c.value <= high)
    return item.c.id.in_(select(part.c.item_id).where(*conditions))


def document_conditions(query: Query, parties: Parties, document: Columns) -> Iterator[Condition]:
    """What an item's document must be. `document` is `documents` or an alias of it."""
    if not query.old_versions:
        yield document.c.current
    if query.genre:
        yield document.c.genre == query.genre
    if parties.publishers is not None:
        yield document.c.publisher.in_(parties.publishers)


def first_of_origin(query: Query, parties: Parties) -> Condition:
    """No document of the same origin with a lesser key says the same in the same words, and fits the query as well.

    Most documents are alone in their origin and have its key, which is told without a look at others.
    """
    if query.all_copies:
        return true()
    other, where = items.alias("other_item"), documents.alias("other_document")
    same = exists().where(
        where.c.origin == documents.c.origin, Unindexed(where).c.key < documents.c.key,
        other.c.document_id == Unindexed(where).c.id, same_fact(other, items),
        *none_of(item_conditions(query, parties), other),
        *document_conditions(query, parties, Unindexed(where)),
        *holds_words(query, Unindexed(other)),
    )  # fmt: skip
    return or_(documents.c.key == documents.c.origin, ~same)


def same_fact(one: FromClause, other: FromClause) -> Condition:
    """Two items of copies of a text: the same kind, act or type, and words."""
    names = ("kind", "code", "quote")
    return and_(*(getattr(Unindexed(one).c, name).is_not_distinct_from(getattr(other.c, name)) for name in names))


def words_of(query: Query) -> dict[str, str]:
    """What binds `:words`."""
    terms = terms_of(query.text)
    return {"words": match_of(terms)} if terms else {}


def holds_words(query: Query, item: Columns) -> list[Condition]:
    """That an item's own words, name or speaker hold the text."""
    if not query.text.strip():
        return []
    return [item.c.id.in_(select(items_search.c.rowid).where(matching("items_search")))]
