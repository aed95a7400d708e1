"""A record with its reviewers' decisions applied. Pure: the same elements give the same record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from verbale.archive.projection import KINDS, PARTS
from verbale.record import Actor, Record

REJECTED = "rejected"
LEFT_OUT = "left-out"
"""Code of the warning that tells of an element which hangs on a rejected one."""

Element = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """An element of a record as the archive's `items` have it: kind, id, verdict and the element after reviews."""

    kind: str
    local_id: str
    verdict: str | None
    element: Element


def reviewed_record(
    record: Mapping[str, Any], text: str, judged: Iterable[Judged], actor_of: Callable[[str], Actor | None]
) -> Record:
    """The record as reviewers have it: rejected elements gone, corrected ones corrected, merged actors one.

    Args:
        record: as read, without `document.text`.
        text: the document's.
        judged: its elements after reviews, in any order.
        actor_of: an actor that a correction names and the record does not hold.

    An event that only a rejected statement claims is left out with a warning: without the claim it would pass for the
    document's own assertion.
    """
    by_kind = _by_kind(record, judged)
    warnings = [*record["warnings"], *_drop(by_kind)]
    elements = {
        f"{kind}s": [item.element for item in items if item.verdict != REJECTED] for kind, items in by_kind.items()
    }
    elements["actors"] = _actors([item.element for item in by_kind["actor"]])
    document = {name: value for name, value in record["document"].items() if name != "source_id"}
    plain = {**record, **elements, "warnings": warnings, "document": {**document, "text": text}}
    missing = sorted(_named(by_kind) - {actor["id"] for actor in elements["actors"]})
    found = [actor_of(name) or bare_actor(name) for name in missing]
    return _with_actors(plain, found)


def _with_actors(plain: Mapping[str, Any], found: Sequence[Actor]) -> Record:
    from verbale.record import to_plain

    return Record.from_dict({**plain, "actors": [*plain["actors"], *map(to_plain, found)]})


def _by_kind(record: Mapping[str, Any], judged: Iterable[Judged]) -> dict[str, list[Judged]]:
    """Elements by kind, in the record's own order."""
    places = {(kind, element["id"]): at for kind in KINDS for at, element in enumerate(record[f"{kind}s"])}
    found: dict[str, list[Judged]] = {kind: [] for kind in KINDS}
    for item in sorted(judged, key=lambda item: places.get((item.kind, item.local_id), len(places))):
        found[item.kind].append(item)
    return found


def _drop(by_kind: dict[str, list[Judged]]) -> Iterator[Element]:
    """Untie what refers to rejected elements; gives a warning for each element that goes with them."""
    gone = {
        item.local_id: item.element
        for kind in ("statement", "meeting")
        for item in by_kind[kind]
        if item.verdict == REJECTED
    }
    if not gone:
        return
    for item in by_kind["statement"]:
        item.element["within"] = _outer(item.element["within"], gone)
        item.element["meeting"] = _kept(item.element["meeting"], gone)
    for item in (*by_kind["figure"], *by_kind["proposal"]):
        item.element["statement"] = _kept(item.element["statement"], gone)
    claims = [item for item in by_kind["event"] if item.element["claimed_by"] in gone and item.verdict != REJECTED]
    for item in claims:
        message = f"{item.local_id} was claimed in {item.element['claimed_by']} only, which a reviewer rejected"
        yield {"code": LEFT_OUT, "message": message, "evidence": item.element["evidence"]}
    by_kind["event"] = [item for item in by_kind["event"] if item not in claims]


def _kept(reference: str | None, gone: Mapping[str, Element]) -> str | None:
    return None if reference in gone else reference


def _outer(reference: str | None, gone: Mapping[str, Element]) -> str | None:
    """The nearest statement around that stands."""
    seen: set[str] = set()
    while reference is not None and reference in gone and reference not in seen:
        seen.add(reference)
        reference = gone[reference]["within"]
    return _kept(reference, gone)


def _actors(elements: Iterable[Element]) -> list[Element]:
    """Each actor once; merged ones with the offices and mentions of all."""
    found: dict[str, Element] = {}
    for element in elements:
        first = found.get(element["id"])
        found[element["id"]] = element if first is None else _united(first, element)
    return list(found.values())


def _united(first: Element, second: Element) -> Element:
    spans = {(start, end) for one in (first, second) for start, end in one["mentions"]}
    more = [role for role in second["roles"] if role not in first["roles"]]
    return {**first, "roles": first["roles"] + more, "mentions": [list(span) for span in sorted(spans)]}


def _named(by_kind: Mapping[str, Sequence[Judged]]) -> set[str]:
    """Ids of all actors that a record must hold because its statements and events name them."""
    return {
        name
        for kind, items in by_kind.items()
        if kind in ("statement", "event")
        for item in items
        if item.verdict != REJECTED
        for part in PARTS[kind]
        for name in _ids(item.element[part])
    }


def _ids(value: Any) -> Iterator[str]:
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, Mapping):
            yield entry["toward"] if "toward" in entry else entry["actor"]
        elif entry is not None:
            yield entry


def bare_actor(name: str) -> Actor:
    """An actor of whom nothing is known but the id."""
    prefix, colon, _ = name.partition(":")
    kind: Any = {"person": "person", "org": "organisation", "disputed": "disputed"}.get(
        prefix if colon else "", "group"
    )
    return Actor(id=name, kind=kind, name=name, country=None, sector=None, wikidata=None)


def without_roles(actor: Actor) -> Actor:
    """An actor as another document knows it: who it is, without that document's words."""
    return replace(actor, roles=(), mentions=())
