"""Two names, one actor: which id stands for which after reviewers' merges. Pure functions of values."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from verbale.archive.projection import PARTS, Element, ItemRow, item_row

# What a state is called is never a reviewer's merge: states and disputed entities stand for themselves.
UNMERGED_KINDS = frozenset(("state", "disputed"))
MERGED_FIELDS = ("id", "kind", "name", "country", "sector", "wikidata")
"""Fields of an actor that become those of the actor that stays; offices and mentions are the document's own."""


@dataclass(frozen=True, slots=True)
class Merge:
    """One open merge: the id that goes, the element of the actor that stays, and its document (None: everywhere)."""

    number: int
    gone: str
    kept: Element
    document_key: str | None = None


def resolve(merges: Sequence[Merge]) -> dict[str, Element]:
    """Each id that goes, with the actor that stands for it in the end; chains are followed.

    Args:
        merges: those that hold in one document; its own win over those of the whole archive, then the earlier one
            wins. Ids that run in a circle stay themselves.
    """
    steps: dict[str, Element] = {}
    for merge in sorted(merges, key=lambda merge: (merge.document_key is None, merge.number)):
        steps.setdefault(merge.gone, merge.kept)
    ends: dict[str, Element | None] = {}
    for gone in steps:
        _follow(gone, steps, ends)
    return {gone: end for gone, end in ends.items() if end is not None}


def _follow(gone: str, steps: Mapping[str, Element], ends: dict[str, Element | None]) -> None:
    """Find the end of a chain and write it for every id on the way; None for a circle."""
    way: dict[str, None] = {}
    here, end = gone, None
    while here in steps and here not in ends and here not in way:
        way[here] = None
        end = steps[here]
        here = end["id"]
    if here in way:
        end = None
    elif here in ends:
        end = ends[here]
    ends.update(dict.fromkeys(way, end))


def merged_element(kind: str, element: Element, ends: Mapping[str, Element]) -> dict[str, Any]:
    """An element with every actor replaced by the one that stands for it; a list holds nobody twice."""
    mapped = dict(element)
    if kind == "actor":
        mapped |= {name: ends[element["id"]][name] for name in MERGED_FIELDS if element["id"] in ends}
        mapped["roles"] = [
            role | {"organisation": _end(role["organisation"], ends)} for role in element.get("roles", ())
        ]
        return mapped
    for part in PARTS[kind]:
        if part != "countries":  # codes, not actors
            mapped[part] = _mapped(element[part], ends)
    return mapped


def merged_rows(rows: Sequence[ItemRow], merges: Sequence[Merge]) -> list[ItemRow]:
    """A document's rows with merges carried out; rows that name nobody who goes are passed on as they are."""
    ends = resolve(merges)
    if not ends:
        return list(rows)
    countries = {actor: country for row in rows for _, actor, country, _ in row.actors}
    countries |= {end["id"]: end["country"] for end in ends.values()}
    return [_merged_row(row, ends, countries) for row in rows]


def _merged_row(row: ItemRow, ends: Mapping[str, Element], countries: Mapping[str, str | None]) -> ItemRow:
    element = json.loads(row.data) if _names_any(row, ends) else None
    if element is None:
        return row
    mapped = item_row(row.kind, merged_element(row.kind, element, ends), row.mark, countries, row.day)
    return dataclasses.replace(mapped, local_id=row.local_id, day=row.day, verdict=row.verdict)


def _names_any(row: ItemRow, ends: Mapping[str, Element]) -> bool:
    # An office's organisation is in the element only.
    return row.kind == "actor" or any(actor in ends for _, actor, _, _ in row.actors)


def _mapped(value: Any, ends: Mapping[str, Element]) -> Any:
    if isinstance(value, list | tuple):
        unique = {json.dumps(entry, sort_keys=True): entry for entry in (_mapped_entry(item, ends) for item in value)}
        return list(unique.values())
    return _mapped_entry(value, ends)


def _mapped_entry(entry: Any, ends: Mapping[str, Element]) -> Any:
    if isinstance(entry, Mapping):
        name = "toward" if "toward" in entry else "actor"
        return {**entry, name: _end(entry[name], ends)}
    return _end(entry, ends)


def _end(actor: str | None, ends: Mapping[str, Element]) -> str | None:
    return ends[actor]["id"] if actor is not None and actor in ends else actor
