"""Standing formats, and how often each of them actually met.

A sitting counts when a document tells it with a date: a meeting or a CONSULT event that happened, and either the
format's name stands beside a word of meeting ("the Quad summit"), or those who met are exactly the format's members.
The same dates in several documents are one sitting; a month or a year counts only where no sitting of a day in it is
known. What has no date, or is planned, is not counted. So the number is a lower bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Connection

from verbale.actors.folding import fold
from verbale.archive.knowing import date_words
from verbale.archive.query import known_country
from verbale.archive.seen import Asked, Seen, Sighting, mentions_of, parties_by_item, seen
from verbale.data import read_rows, read_toml
from verbale.record import Rows

FEWEST_MEMBERS = 3
"""A meeting of exactly two states is a meeting of the two, not of any format they have."""

_HELD = ("happened", "ongoing")
_BESIDE = 3  # words between a format's name and the word of meeting: "the Quad foreign ministers' meeting"
_WORD = re.compile(r"[^\W_]+(?:\+[^\W_]+)*")
_LINKS = re.compile(r"\s*(?:[-–—/,+]|\band\b)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """One meeting of a format: an ISO date as far as it is known, where, and the documents that tell it."""

    date: str
    place: str | None
    evidence: tuple[Sighting, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFormat:
    """A standing grouping of states.

    Attributes:
        met: sittings that are known by their dates, a lower bound.
        sittings: each with its evidence.
        undated: meetings that are told without a date; they may be among the sittings, and are not counted.
        origins, first, last: mentions of the format by name.
    """

    name: str
    members: tuple[str, ...]
    met: int
    sittings: tuple[Sitting, ...]
    undated: tuple[Sighting, ...]
    origins: int
    first: str | None
    last: str | None
    example: str


@dataclass(frozen=True, slots=True)
class _Told:
    """A meeting as a document tells it, with the sides that took part."""

    row: Seen
    sides: frozenset[str]

    @property
    def date(self) -> str | None:
        when = self.row.element["date"]
        return date_words(when) if when else None


def formats(connection: Connection, asked: Asked | None = None) -> Rows[KnownFormat]:
    """Formats, those that met most often first.

    Raises:
        QueryError: a country or date that cannot be understood.
    """
    asked = asked or Asked()
    groups: dict[str, list[Seen]] = {}
    for row in seen(connection, "format", asked):
        groups.setdefault(_key(row), []).append(row)
    told = list(_told(connection, Asked(since=asked.since, until=asked.until))) if groups else []
    found = [_format(group, told) for group in groups.values()]
    return Rows(sorted(found, key=lambda one: (-one.met, -one.origins, one.name)))


def _key(row: Seen) -> str:
    """Chains of the same states in any order are one format ("Turkey-Georgia-Azerbaijan"); others go by name."""
    name = row.name or ""
    members = row.element["members"]
    parts = [known_country(part) for part in _LINKS.split(name) if part]
    if len(members) >= FEWEST_MEMBERS and set(parts) == set(members):
        return "|".join(sorted(members))
    return fold(name)


def _told(connection: Connection, asked: Asked) -> Iterator[_Told]:
    """Meetings and consultations that took place, as the archive's documents tell them."""
    events = list(seen(connection, "event", asked, codes=("CONSULT",)))
    held = [row for row in events if row.status in _HELD]
    doubtful = _places(row for row in events if row.status not in _HELD)
    gatherings = [
        row for row in seen(connection, "meeting", asked) if not _overlaps(row, doubtful.get(row.document, ()))
    ]
    sides = parties_by_item(connection, [*held, *gatherings], ("actor", "recipient", "organisers", "participants"))
    for row in (*gatherings, *held):
        if _is_past(row):
            yield _Told(row, frozenset(sides.get(row.item, ())))


def _places(rows: Iterable[Seen]) -> Mapping[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    for row in rows:
        if row.start is not None and row.end is not None:
            found.setdefault(row.document, []).append((row.start, row.end))
    return found


def _overlaps(row: Seen, places: Sequence[tuple[int, int]]) -> bool:
    return any(start < (row.end or 0) and (row.start or 0) < end for start, end in places)


def _is_past(row: Seen) -> bool:
    """Not after its report; "will meet on 3 March" has happened in no document of February."""
    when = row.element["date"]
    return when is None or row.published is None or bool(when["start"] <= row.published)


def _format(group: Sequence[Seen], told: Sequence[_Told]) -> KnownFormat:
    name, members = group[0].name or "", _members(group)
    names = _names(row.name for row in group)
    found = [(item, why) for item in told if (why := _why(item, names, frozenset(members)))]
    sittings = _sittings([(item, why) for item, why in found if item.date])
    mentions = mentions_of(group)
    return KnownFormat(
        name=name, members=members, met=len(sittings), sittings=sittings,
        undated=tuple(item.row.sighting(why) for item, why in found if not item.date),
        origins=mentions.origins, first=mentions.first, last=mentions.last, example=group[0].id,
    )  # fmt: skip


def _members(group: Iterable[Seen]) -> tuple[str, ...]:
    """As the first mention that names any has them; documents that differ are not mixed."""
    return next((tuple(row.element["members"]) for row in group if row.element["members"]), ())


def _names(given: Iterable[str | None]) -> frozenset[tuple[str, ...]]:
    """A format's names and those that the tables know for it, as folded words."""
    names = {fold(name) for name in given if name}
    for row in read_rows("formats"):
        if fold(row["name"]) in names:
            names |= {fold(alias) for alias in (row["aliases"] or "").split("|") if alias}
    return frozenset(tuple(_WORD.findall(name)) for name in names)


def _why(item: _Told, names: frozenset[tuple[str, ...]], members: frozenset[str]) -> str | None:
    words = _WORD.findall(fold(f"{item.row.name or ''} {item.row.quote or ''}"))
    if any(_met_beside(words, name) for name in names if name):
        return "named"
    return "members" if len(members) >= FEWEST_MEMBERS and item.sides == members else None


def _met_beside(words: Sequence[str], name: tuple[str, ...]) -> bool:
    """Whether a word of meeting stands beside the name: soon after it, or before it over links alone."""
    size = len(name)
    for start in range(len(words) - size + 1):
        if tuple(words[start : start + size]) != name:
            continue
        after = words[start + size : start + size + _BESIDE + 1]
        if any(word in _sitting_words("after", "words") for word in after) or _before(words[max(0, start - 6) : start]):
            return True
    return False


def _before(words: Sequence[str]) -> bool:
    for word in reversed(words):
        if word in _sitting_words("before", "words"):
            return True
        if word not in _sitting_words("before", "links"):
            return False
    return False


@cache
def _sitting_words(part: str, name: str) -> frozenset[str]:
    return frozenset(read_toml("sittings")[part][name])


def _sittings(found: Sequence[tuple[_Told, str]]) -> tuple[Sitting, ...]:
    """One a date; a month or year that holds a known day is that day's."""
    by_date: dict[str, list[tuple[_Told, str]]] = {}
    for item, why in found:
        by_date.setdefault(item.date or "", []).append((item, why))
    exact = [date for date in sorted(by_date) if not any(other != date and other.startswith(date) for other in by_date)]
    return tuple(_sitting(date, by_date[date]) for date in exact)


def _sitting(date: str, found: Sequence[tuple[_Told, str]]) -> Sitting:
    places = [item.row.element["place"]["name"].strip() for item, _ in found if item.row.element["place"]]
    return Sitting(
        date=date, place=next(iter(places), None), evidence=tuple(item.row.sighting(why) for item, why in found)
    )
