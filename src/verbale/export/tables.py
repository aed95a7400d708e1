"""From an entry to rows of the tables in `columns.TABLES`. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from verbale.export.columns import OF_KIND, PARTS, TABLES
from verbale.export.source import Entry

Row = list[Any]


def tables_of(kinds: Iterable[str]) -> list[str]:
    """The names of the tables that hold these kinds of items, with `documents`; all tables for no kinds."""
    kinds = set(kinds)
    if not kinds:
        return list(TABLES)
    wanted = {"documents", *(name for kind in kinds for name in OF_KIND[kind])}
    return [name for name in TABLES if name in wanted]


def rows(entry: Entry, names: Iterable[str]) -> Iterator[tuple[str, Row]]:
    """An entry's rows of these tables, each with its table's name; their values are in the order of its columns, see
    `Column.type` for their types."""
    plain = entry.record.to_dict()
    of_document = {"document": entry.key, "origin": entry.origin, "sources": list(entry.sources)}
    for table in names:
        for element in _ELEMENTS.get(table, _listed)(plain, table):
            known = {**element, **of_document}
            yield table, [column.value(known) for column in TABLES[table]]


def _listed(record: Mapping[str, Any], table: str) -> Iterable[Mapping[str, Any]]:
    elements: Iterable[Mapping[str, Any]] = record[table]
    return elements


def _document(record: Mapping[str, Any], _: str) -> Iterable[Mapping[str, Any]]:
    return [record["document"]]


def _stances(record: Mapping[str, Any], _: str) -> Iterator[Mapping[str, Any]]:
    for statement in record["statements"]:
        of = {"statement": statement["id"], "speaker": statement["speaker"], "speaks_for": statement["speaks_for"]}
        yield from ({**stance, **of} for stance in statement["stance"])


def _meetings(record: Mapping[str, Any], _: str) -> Iterator[Mapping[str, Any]]:
    for meeting in record["meetings"]:
        taking = meeting["participants"]
        yield meeting | {f"{part}s": [one["actor"] for one in taking if one["part"] == part] for part in PARTS}


def _actors(record: Mapping[str, Any], _: str) -> Iterator[Mapping[str, Any]]:
    for actor in record["actors"]:
        starts, ends = ([span[edge] for span in actor["mentions"]] for edge in (0, 1))
        yield actor | {"mention_starts": starts, "mention_ends": ends}


def _roles(record: Mapping[str, Any], _: str) -> Iterator[Mapping[str, Any]]:
    for actor in record["actors"]:
        yield from ({**role, "actor": actor["id"]} for role in actor["roles"])


_ELEMENTS = {
    "documents": _document, "stances": _stances, "meetings": _meetings, "actors": _actors, "roles": _roles,
}  # fmt: skip
