"""What an archive knows beyond single documents: people and their offices over time, projects, agreements, meetings,
figures. Each is counted once an origin, with its first and last mention by day of publication."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, exists, func, select

from verbale.actors.folding import fold
from verbale.archive.asking import names_of
from verbale.archive.seen import Asked, Seen, mentions_of, seen
from verbale.archive.tables import documents, item_actors, items
from verbale.record import Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An office as it was seen: `first` and `last` are days of publication, not of appointment."""

    title: str
    organisation: str | None
    country: str | None
    official: bool
    origins: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody whom documents name; `statements`: how often they speak, copies counted once."""

    id: str
    name: str
    countries: tuple[str, ...]
    roles: tuple[Held, ...]
    statements: int
    origins: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownProject:
    """A pipeline, railway, corridor … with all countries that any document gives it."""

    name: str
    short_name: str | None
    kind: str
    countries: tuple[str, ...]
    origins: int
    first: str | None
    last: str | None
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAgreement:
    """A treaty, declaration, memorandum … `dates`: the days, months or years that documents give it."""

    name: str
    kind: str
    parties: tuple[str, ...]
    dates: tuple[str, ...]
    origins: int
    first: str | None
    last: str | None
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownMeeting:
    """A gathering; those of the same kind, day and place in several documents are one where all three are known."""

    kind: str
    title: str | None
    date: str | None
    precision: str | None
    place: str | None
    organisers: tuple[str, ...]
    participants: tuple[str, ...]
    origins: int
    first: str | None
    last: str | None
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFigure:
    """A number with what it measures; the same number of the same thing in several documents is one."""

    value: float
    high: float | None
    unit: str
    qualifier: str | None
    measures: str | None
    from_: str | None = field(metadata={"name": "from"})
    to: str | None
    date: str | None
    claimed: bool
    quote: str
    origins: int
    first: str | None
    last: str | None
    example: str


def people(connection: Connection, asked: Asked | None = None) -> Rows[Person]:
    """Everybody whom the archive names, those in most origins first.

    Raises:
        QueryError: a country or date that cannot be understood.
    """
    rows = list(seen(connection, "actor", asked or Asked(), codes=("person",)))
    own = select(item_actors.c.item_id, item_actors.c.actor).where(item_actors.c.part == "self")
    identities = {row[0]: row[1] for row in connection.execute(own)}
    groups = _grouped(rows, lambda row: identities.get(row.item, row.element["id"]))
    said = _statements_of(connection)
    bodies = _body_names(connection, rows)
    found = [_person(str(actor), group, said.get(str(actor), 0), bodies) for actor, group in groups.items()]
    return Rows(sorted(found, key=lambda person: (-person.origins, -person.statements, person.id)))


def _grouped(rows: Iterable[Seen], key: Callable[[Seen], Hashable]) -> dict[Hashable, list[Seen]]:
    groups: dict[Hashable, list[Seen]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def _statements_of(connection: Connection) -> Mapping[str, int]:
    """Statements by speaker, in one document of each origin."""
    other = documents.alias()
    earlier = exists().where(other.c.origin == documents.c.origin, other.c.key < documents.c.key, other.c.current)
    counted = (
        select(item_actors.c.actor, func.count())
        .join(items, items.c.id == item_actors.c.item_id)
        .join(documents, documents.c.id == items.c.document_id)
        .where(item_actors.c.part == "speaker", items.c.kind == "statement", documents.c.current, ~earlier)
        .where(func.coalesce(items.c.verdict, "") != "rejected")
        .group_by(item_actors.c.actor)
    )
    return {row[0]: row[1] for row in connection.execute(counted)}


def _body_names(connection: Connection, rows: Iterable[Seen]) -> Mapping[tuple[int, str], str]:
    named = {
        (row.document, role["organisation"])
        for row in rows
        for role in row.element.get("roles", ())
        if role["organisation"]
    }
    return names_of(connection, named)


def _person(actor: str, group: list[Seen], statements: int, bodies: Mapping[tuple[int, str], str]) -> Person:
    own = [row for row in group if row.element["id"] == actor] or group
    countries = Counter(str(row.element["country"]) for row in group if row.element["country"])
    mentions = mentions_of(group)
    return Person(
        id=actor, name=_usual(row.name for row in own) or actor, countries=tuple(sorted(countries, key=lambda c: (-countries[c], c))),
        roles=_roles(group, bodies), statements=statements, origins=mentions.origins, first=mentions.first, last=mentions.last,
    )  # fmt: skip


def _usual(names: Iterable[str | None]) -> str | None:
    """The most frequent, of equals the longest."""
    counted = Counter(name for name in names if name)
    return min(counted, key=lambda name: (-counted[name], -len(name), name), default=None)


def _roles(group: Iterable[Seen], bodies: Mapping[tuple[int, str], str]) -> tuple[Held, ...]:
    """Offices by folded title, body and country, as they were first seen."""
    held: dict[tuple[str, str | None, str | None], list[tuple[Seen, dict[str, Any]]]] = {}
    for row in group:
        for role in row.element.get("roles", ()):
            held.setdefault((fold(role["title"]), role["organisation"], role["country"]), []).append((row, role))
    found = []
    for uses in held.values():
        row, role = uses[0]
        mentions = mentions_of(use for use, _ in uses)
        body = bodies.get((row.document, role["organisation"])) if role["organisation"] else None
        found.append(Held(title=role["title"], organisation=body, country=role["country"], official=role["official"],
                          origins=mentions.origins, first=mentions.first, last=mentions.last))  # fmt: skip
    return tuple(sorted(found, key=lambda role: (role.first or "9999", role.last or "", role.title)))


def projects(connection: Connection, asked: Asked | None = None) -> Rows[KnownProject]:
    """Projects, those in most origins first.

    Raises:
        QueryError: a country or date that cannot be understood.
    """
    groups = _grouped(seen(connection, "project", asked or Asked()), lambda row: fold(row.name or ""))
    return _most_first(_project(group) for group in groups.values())


def _project(group: list[Seen]) -> KnownProject:
    mentions = mentions_of(group)
    return KnownProject(
        name=group[0].name or "", short_name=_usual(row.element["short_name"] for row in group),
        kind=_usual(row.code for row in group) or "", countries=_joined(group, "countries"), origins=mentions.origins,
        first=mentions.first, last=mentions.last, example=group[0].id,
    )  # fmt: skip


def _joined(group: Iterable[Seen], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for row in group for value in row.element[name]))


def agreements(connection: Connection, asked: Asked | None = None) -> Rows[KnownAgreement]:
    """Agreements by kind and name, those in most origins first. Names that any agreement may have ("the declaration")
    join only where the parties are the same.

    Raises:
        QueryError: a country or date that cannot be understood.
    """
    rows = seen(connection, "agreement", asked or Asked())
    groups = _grouped(rows, lambda row: (row.code, fold(row.name or ""), frozenset(_sides_if_plain(row))))
    return _most_first(_agreement(group) for group in groups.values())


def _sides_if_plain(row: Seen) -> list[str]:
    """The parties of an agreement whose name has no capital after its first word, and so is nobody's name."""
    words = (row.name or "").split()
    return [] if any(word[:1].isupper() for word in words[1:]) else list(row.element["parties"])


def _agreement(group: list[Seen]) -> KnownAgreement:
    mentions = mentions_of(group)
    dates = dict.fromkeys(date_words(row.element["date"]) for row in group if row.element["date"])
    return KnownAgreement(
        name=_usual(row.name for row in group) or "", kind=group[0].code or "", parties=_joined(group, "parties"),
        dates=tuple(sorted(dates)), origins=mentions.origins, first=mentions.first, last=mentions.last, example=group[0].id,
    )  # fmt: skip


def date_words(when: Mapping[str, Any]) -> str:
    """A date as far as it is known: `2020-09-16`, `2020-09`, `2020`."""
    return str(when["start"])[: {"year": 4, "month": 7}.get(when["precision"], 10)]


def meetings(connection: Connection, asked: Asked | None = None) -> Rows[KnownMeeting]:
    """Meetings by date, those without one last.

    Raises:
        QueryError: a country or date that cannot be understood.
    """
    groups = _grouped(seen(connection, "meeting", asked or Asked()), same_meeting)
    found = [_meeting(group) for group in groups.values()]
    return Rows(sorted(found, key=lambda meeting: (meeting.date or "9999", meeting.kind, meeting.example)))


def same_meeting(row: Seen) -> Hashable:
    """What two reports of one meeting share: kind, day and place where all are known, else a text and its copies."""
    date, place = row.element["date"], row.element["place"]
    if date is None or date["precision"] != "day" or place is None:
        return row.origin, row.quote, fold(row.name or "")
    return row.code, date["start"], fold(place["name"])


def _meeting(group: list[Seen]) -> KnownMeeting:
    mentions, first = mentions_of(group), group[0].element
    takers = dict.fromkeys(part["actor"] for row in group for part in row.element["participants"])
    return KnownMeeting(
        kind=group[0].code or "", title=_usual(row.name for row in group),
        date=date_words(first["date"]) if first["date"] else None, precision=first["date"]["precision"] if first["date"] else None,
        place=first["place"]["name"].strip() if first["place"] else None, organisers=_joined(group, "organisers"),
        participants=tuple(takers), origins=mentions.origins, first=mentions.first, last=mentions.last, example=group[0].id,
    )  # fmt: skip


def figures(connection: Connection, asked: Asked | None = None) -> Rows[KnownFigure]:
    """Figures, those in most origins first.

    Raises:
        QueryError: a country or date that cannot be understood.
    """
    groups = _grouped(seen(connection, "figure", asked or Asked()), same_figure)
    return _most_first(_figure(group) for group in groups.values())


def same_figure(row: Seen) -> Hashable:
    """What two reports of one figure share: number, measure, ends and date."""
    names = ("value", "high", "unit", "qualifier", "measures", "from", "to")
    when = row.element["date"]
    alike = tuple(row.element[name] for name in names)
    # Numbers of nothing that is known ("78 people") are the same only in copies of one text.
    return (*alike, date_words(when) if when else None, None if row.element["measures"] else (row.origin, row.quote))


def _figure(group: list[Seen]) -> KnownFigure:
    mentions, one = mentions_of(group), group[0].element
    return KnownFigure(
        value=one["value"], high=one["high"], unit=one["unit"], qualifier=one["qualifier"], measures=one["measures"],
        from_=one["from"], to=one["to"], date=date_words(one["date"]) if one["date"] else None,
        claimed=all(row.said_in is not None for row in group), quote=one["quote"], origins=mentions.origins,
        first=mentions.first, last=mentions.last, example=group[0].id,
    )  # fmt: skip


def _most_first(found: Iterable[Any]) -> Rows[Any]:
    return Rows(sorted(found, key=lambda one: (-one.origins, one.first or "9999", one.example)))
