"""What every export writes: records in the order of their documents' keys. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from verbale.archive.parcel import document_key
from verbale.errors import MalformedInput, RecordError
from verbale.record import Actor, Event, Record, When

FINISHED = frozenset(("happened", "ongoing"))
_ACTS = {"planned": frozenset(("AGREE", "CONCEDE")), "hypothetical": frozenset(("THREATEN",))}
"""A plan to help is an AGREE, a threat is a THREATEN: PLOVER codes them as such, and as such they took place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One document with its record as reviewers have it.

    Attributes:
        key: of the document in the archive (`parcel.document_key`); unique, and what exports are sorted by.
        origin: least key among the document's copies and versions.
        sources: where it came from (paths, addresses), sorted.
        record: without the caller's `source_id`, which belongs to one giving of the document and stands in `sources`.
    """

    key: str
    origin: str
    sources: tuple[str, ...] = ()
    record: Record

    @property
    def published(self) -> str | None:
        """The date of publication, cut to what is known of it."""
        published = self.record.document.published
        return cut(published.date, published.precision) if published else None


def entries_of(records: Iterable[Record]) -> list[Entry]:
    """Records that come from no archive, each document once, sorted; each is its own origin."""
    found: dict[str, Entry] = {}
    for record in records:
        bare = replace(record, document=replace(record.document, source_id=None))
        key = document_key(bare.to_dict()["document"])
        found[key] = Entry(key=key, origin=key, record=bare)
    return [found[key] for key in sorted(found)]


def read_records(path: Path) -> Iterator[Record]:
    """The records of a file that `--format jsonl` wrote, one at a time.

    Raises:
        MalformedInput: a line that is no record; names the line.
    """
    with path.open(encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield Record.from_dict(json.loads(line))
            except (ValueError, RecordError, KeyError, TypeError, AttributeError) as error:
                raise MalformedInput(f"{path}, line {number}: no record: {error}") from error


def is_fact(event: Event) -> bool:
    """Whether the event took place, whoever says so: it happened, goes on, or is itself the giving of a promise or
    threat."""
    return event.status in FINISHED or event.type in _ACTS.get(event.status, ())


def cut(date: str, precision: str) -> str:
    """An ISO date without what its precision does not vouch for."""
    return date[: {"year": 4, "month": 7}.get(precision, 10)]


def start_of(when: When | None) -> str | None:
    """The first day, month or year of a date."""
    return cut(when.start, when.precision) if when else None


def end_of(when: When | None) -> str | None:
    """The last day, month or year of a range; None where there is no range."""
    return cut(when.end, when.precision) if when and when.end else None


def names(record: Record, ids: Iterable[str]) -> list[str]:
    """The names of actors."""
    known = actors_by_id(record)
    return [known[actor].name if actor in known else actor for actor in ids]


def actors_by_id(record: Record) -> dict[str, Actor]:
    """The record's actors."""
    return {actor.id: actor for actor in record.actors}


def one_line(words: str) -> str:
    """Words with every run of white space and control characters as one space."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())
