"""From a record to the rows that are searched and measured. Pure: the same record gives the same rows."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Element = Mapping[str, Any]

KINDS = ("statement", "event", "figure", "proposal", "project", "format", "agreement", "meeting", "actor")
"""Kinds of items; each is a list of the record under its plural."""

PARTS = {
    "statement": ("speaker", "speaks_for", "about", "stance"),
    "event": ("actor", "recipient"),
    "figure": ("from", "to"),
    "proposal": ("by_actor", "addressees"),
    "project": ("countries",),
    "format": ("members",),
    "agreement": ("parties",),
    "meeting": ("organisers", "participants"),
    "actor": ("self",),
}
"""What an actor is to an item: the field of the record's element; an actor's own item has it as "self"."""

_CODE = {"event": "type", "figure": "measures", "proposal": "force", "project": "kind", "agreement": "kind",
         "meeting": "kind", "actor": "kind"}  # fmt: skip
_NAME = {"proposal": "action", "meeting": "title"}
_SAID_IN = {"event": "claimed_by", "figure": "statement", "proposal": "statement"}


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A row of `items` without its ids, and its rows of `item_actors` as (part, actor, country, value).

    `verdict` is None as read; `reviewing.apply_reviews` sets it.
    """

    kind: str
    local_id: str
    mark: str
    start: int | None
    end: int | None
    quote: str | None
    code: str | None
    name: str | None
    status: str | None
    said_in: str | None
    day: str | None
    value: float | None
    confidence: float | None
    data: str
    actors: tuple[tuple[str, str, str | None, float | None], ...]
    verdict: str | None = None


def project(record: Mapping[str, Any], key: str) -> list[ItemRow]:
    """The rows of a record.

    Args:
        record: `Record.to_dict()`, `document.text` may be absent.
        key: the document's key in the archive.
    """
    countries = {actor["id"]: actor["country"] for actor in record["actors"]}
    published = record["document"]["published"]
    day = first_day(published["date"]) if published else None
    rows: list[ItemRow] = []
    for kind in KINDS:
        seen: dict[str, int] = {}
        for element in record[kind + "s"]:
            print_ = _print(kind, element)
            seen[print_] = seen.get(print_, 0) + 1
            rows.append(item_row(kind, element, mark_of(key, kind, print_, seen[print_]), countries, day))
    return with_speakers(rows)


def with_speakers(rows: list[ItemRow]) -> list[ItemRow]:
    """A document's rows with each statement named for its speaker, so that it is found by that name as well."""
    cast = sorted((row for row in rows if row.kind == "actor"), key=lambda row: row.local_id == row.actors[0][1])
    names = {row.actors[0][1]: row.name for row in cast}  # after a merge, the name of the actor that stays comes last
    return [_with_speaker(row, names) if row.kind == "statement" else row for row in rows]


def _with_speaker(row: ItemRow, names: Mapping[str, str | None]) -> ItemRow:
    name = next((names.get(actor) for part, actor, _, _ in row.actors if part == "speaker"), None)
    return row if name == row.name else dataclasses.replace(row, name=name)


def item_row(
    kind: str, element: Element, mark: str, countries: Mapping[str, str | None], published: str | None
) -> ItemRow:
    """One element's row; `countries` maps actor ids to alpha-3 codes, `published` is the document's first day."""
    start, end = _evidence(kind, element)
    own = element.get("date")
    return ItemRow(
        kind=kind,
        local_id=element["id"],
        mark=mark,
        start=start,
        end=end,
        quote=element.get("quote"),
        code=_code(kind, element),
        name=element.get(_NAME.get(kind, "name")),
        status=element.get("status"),
        said_in=element.get(_SAID_IN.get(kind, "")),
        day=first_day(own["start"]) if own else published,
        value=element.get("goldstein" if kind == "event" else "value"),
        confidence=(element.get("by") or {}).get("confidence"),
        data=json.dumps(element, ensure_ascii=False, sort_keys=True),
        actors=tuple(_actors(kind, element, countries)),
    )


def mark_of(key: str, kind: str, place: str, number: int) -> str:
    """What stays the same when a document is read again: its key, the kind, where the fact stands, and its number
    among those that stand there."""
    return hashlib.sha256(f"{key}|{kind}|{place}|{number}".encode()).hexdigest()[:24]


def first_day(date: str) -> str:
    """The first day of an ISO year, month or day."""
    return (date + "-01-01")[:10] if len(date) == 4 else (date + "-01")[:10]


def _print(kind: str, element: Element) -> str:
    if kind == "actor":
        return str(element["id"])
    place = element["trigger"] if kind == "event" else element["evidence"]
    return f"{place[0]}-{place[1]}"


def _evidence(kind: str, element: Element) -> tuple[int | None, int | None]:
    if kind == "actor":
        return None, None
    return element["evidence"][0], element["evidence"][1]


def _code(kind: str, element: Element) -> str | None:
    if kind == "statement":
        return element["cue"]["act"] if element["cue"] else None
    return element.get(_CODE[kind]) if kind in _CODE else None


def _actors(
    kind: str, element: Element, countries: Mapping[str, str | None]
) -> Iterator[tuple[str, str, str | None, float | None]]:
    if kind == "actor":
        yield "self", element["id"], element["country"], None
        return
    for part in PARTS[kind]:
        for entry in _entries(element[part]):
            if isinstance(entry, str):
                yield part, entry, entry if part == "countries" else countries.get(entry), None
            elif part == "stance":
                yield part, entry["toward"], countries.get(entry["toward"]), entry["value"]
            else:
                yield part, entry["actor"], countries.get(entry["actor"]), None


def _entries(value: Any) -> Sequence[Any]:
    if value is None:
        return ()
    return value if isinstance(value, list | tuple) else (value,)
