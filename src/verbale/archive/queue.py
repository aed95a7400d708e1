"""What a reviewer looks at next: the least certain facts first, each with all that is needed to judge it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, exists, func, select

from verbale.archive.asking import Hit, hits_of
from verbale.archive.deciding import find_item, version_of
from verbale.archive.journal import Store
from verbale.archive.query import Query, country_of, days_of
from verbale.archive.tables import documents, item_actors, items

_UNSURE_LAST = (
    2.0  # beyond every confidence and every stance: facts whose finder tells no confidence come after all that do
)
VERDICTS = ("none", "any", "accepted", "corrected", "rejected")


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact to be judged.

    Attributes:
        number: its row.
        mark: what stays the same when its document is read again.
        hit: as a search shows it, with its sentence.
        element: its fields, as in the record.
        text: of its document.
        version: for `deciding.decide(expected=…)`.
    """

    number: int
    mark: str
    hit: Hit
    element: Mapping[str, Any]
    text: str
    version: str

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, without the text."""
        seen = self.hit
        return {
            "item": self.number, "id": seen.id, "mark": self.mark, "kind": seen.kind, "verdict": seen.verdict,
            "version": self.version, "sentence": seen.sentence, "element": dict(self.element),
        }  # fmt: skip


def fact_of(store: Store, name: int | str) -> Fact:
    """A fact by any of its names (`deciding.find_item`).

    Raises:
        ReviewError: no such fact.
    """
    with store.reading() as connection:
        return facts_of(connection, [find_item(connection, name)])[0]


def facts_of(connection: Connection, numbers: Sequence[int]) -> list[Fact]:
    """Facts in the order of their numbers given; those that are gone are left out."""
    wanted = select(items.c.id, items.c.mark, items.c.data, items.c.verdict, documents.c.text).join(documents)
    rows = {row.id: row for row in connection.execute(wanted.where(items.c.id.in_(numbers)))}
    there = [number for number in numbers if number in rows]
    return [
        Fact(number, row.mark, hit, json.loads(row.data), row.text, version_of(row.data, row.verdict))
        for number, hit in zip(there, hits_of(connection, there), strict=True)
        for row in [rows[number]]
    ]


def queue(  # noqa: PLR0913 - one parameter a filter
    connection: Connection,
    *,
    kinds: Sequence[str] = (),
    country: str | None = None,
    since: str | None = None,
    until: str | None = None,
    verdict: str = "none",
    limit: int | None = None,
) -> list[int]:
    """Numbers of facts in the order in which a reviewer's time is spent best.

    The lowest confidence first; among equals statements without a speaker, then stances nearest to zero, then what is a
    speaker's claim; then in the order of documents and of their text. Texts that a later version has replaced are left out.

    Args:
        kinds: of `projection.KINDS`; all but actors where empty.
        country: name or code; facts in which it or anybody of it takes any part.
        since, until: year, month or day, both included, of the fact's own date or else of publication.
        verdict: `none` for facts that nobody has judged yet, `any` for those that somebody has, or one verdict.
        limit: at most so many.

    Raises:
        QueryError: a kind, country or date that is none.
    """
    asked = Query(kinds=tuple(kinds), since=since, until=until, verdict=verdict)
    wanted = (
        select(items.c.id)
        .join(documents)
        .where(documents.c.current, items.c.kind.in_(asked.asked_kinds()), *_filters(asked, country))
        .order_by(*_least_certain(), documents.c.key, items.c.start, items.c.end, items.c.kind, items.c.local_id)
        .limit(limit)
    )
    return [int(number) for number in connection.scalars(wanted)]


def _filters(asked: Query, country: str | None) -> Iterator[ColumnElement[bool]]:
    since, until = days_of(asked.since), days_of(asked.until)
    if since:
        yield items.c.day >= since[0]
    if until:
        yield items.c.day <= until[1]
    if country:
        yield exists().where(item_actors.c.item_id == items.c.id, item_actors.c.country == country_of(country))
    if asked.verdict in {"none", "any"}:
        yield items.c.verdict.is_(None) if asked.verdict == "none" else items.c.verdict.is_not(None)
    else:
        yield items.c.verdict == asked.verdict


def _least_certain() -> tuple[ColumnElement[Any], ...]:
    # Conditions on `part` stand inside the aggregates: in WHERE they would lead SQLite to the index by part, which holds
    # every speaker of the archive, instead of the one by item.
    part = item_actors.c.part
    spoken = _of_item(func.count(case((part == "speaker", 1))))
    stance = _of_item(func.min(case((part == "stance", func.abs(item_actors.c.value)))))
    return (
        func.coalesce(items.c.confidence, _UNSURE_LAST),
        case((items.c.kind == "statement", spoken > 0), else_=1),
        func.coalesce(case((items.c.kind == "statement", stance)), _UNSURE_LAST),
        case((items.c.said_in.is_not(None), 0), else_=1),
    )


def _of_item(value: ColumnElement[Any]) -> ColumnElement[Any]:
    return select(value).where(item_actors.c.item_id == items.c.id).scalar_subquery()
