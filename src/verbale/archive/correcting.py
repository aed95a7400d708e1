"""A reviewer's correction: from `field=value` to an element, and the rules that it must keep. Pure functions of values."""

from __future__ import annotations

import copy
import dataclasses
import datetime
import json
import math
import types
import typing
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from verbale.actors.gazetteer import states
from verbale.archive.projection import Element, first_day, item_row
from verbale.archive.reviewing import REFERENCES
from verbale.data import read_toml
from verbale.errors import ReviewError
from verbale.record import (
    Actor,
    Agreement,
    Event,
    Evidence,
    Figure,
    Format,
    Meeting,
    Project,
    Proposal,
    Statement,
)

TYPES: Mapping[str, type] = {
    "statement": Statement, "event": Event, "figure": Figure, "proposal": Proposal, "project": Project,
    "format": Format, "agreement": Agreement, "meeting": Meeting, "actor": Actor,
}  # fmt: skip
_FIXED = ("id", "by")
_FIXED_ADVICE = {
    "id": "an id cannot be changed; two ids of one actor are merged with `verbale review ARCHIVE merge`",
    "by": "`by` says what found the fact and is not a reviewer's to change",
}
_PLAIN: Mapping[object, tuple[type, ...]] = {str: (str,), bool: (bool,), int: (int,), float: (int, float)}
_SHORT = {"act": "cue.act", "words": "quote"}  # names that the tables of `verbale` show for fields of the record
_NOTHING = frozenset(("", "none", "null"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a corrected element may refer to.

    Attributes:
        text: of the document.
        actors: ids of actors that the document or the archive knows.
        elements: local ids of the document's statements and meetings.
    """

    text: str
    actors: Collection[str]
    elements: Collection[str]


def corrected(kind: str, element: Element, assignments: Sequence[str], *, text: str) -> dict[str, Any]:
    """An element with `field=value` assignments carried out.

    Args:
        kind: of `projection.KINDS`.
        assignments: `speaker=NOR`, `cue.act=condemn` (short: `act=condemn`), `about=NOR,SWE`, `stance.0.value=-0.5`,
            `stance=NOR:-0.5,SWE:0.8`, `date=` (nothing), or JSON on the right. Where `quote` alone is given its place
            is found in the text; where `evidence` alone is given its words are taken from there.
        text: of the document.

    Raises:
        ReviewError: no such field, or words that stand in the text not once but never or often.
    """
    result = copy.deepcopy(dict(element))
    given: set[str] = set()
    for assignment in assignments:
        name, sign, value = assignment.partition("=")
        if not sign:
            raise ReviewError(f"{assignment!r} is no assignment; write field=value, such as act=condemn")
        path = _SHORT.get(name.strip(), name.strip())
        _assign(kind, result, path, value.strip())
        given.add(path)
    _anchor(result, given, text)
    if kind == "event" and "type" in given:
        _follow_type(result, given)
    return result


def check_shape(kind: str, element: Element) -> None:
    """Refuse an element that is not JSON of its kind: unknown or missing fields, values of another type.

    Raises:
        ReviewError: names the field and what it takes.
    """
    _check_shape(TYPES[kind], element, kind)


def check_correction(kind: str, before: Element, after: Element, around: Surroundings) -> None:
    """Refuse an element that breaks the contract of record.md or refers to what is not there.

    Raises:
        ReviewError: names the field and what is wrong with it.
    """
    check_shape(kind, after)
    for name in _FIXED:
        if before.get(name) != after.get(name):
            raise ReviewError(_FIXED_ADVICE[name])
    for where, bearer in _bearers(after, kind):
        _check_spans(where, bearer, around.text)
    _check_references(kind, after, around)
    if kind == "event":
        _check_type(after)


# --- assignments ---


def _assign(kind: str, element: dict[str, Any], path: str, value: str) -> None:
    *parents, last = path.split(".")
    here: Any = element
    for name in parents:
        here = _member(here, name, path)
    old = _member(here, last, path)
    if kind == "statement" and path == "stance":
        here[last] = _stances(element, value)
    elif isinstance(here, list):
        here[int(last)] = _value(value, old)
    else:
        here[last] = _value(value, old)


def _member(holder: Any, name: str, path: str) -> Any:
    if isinstance(holder, dict) and name in holder:
        return holder[name]
    if isinstance(holder, list) and name.isdecimal() and int(name) < len(holder):
        return holder[int(name)]
    known = ", ".join(holder) if isinstance(holder, dict) else f"{len(holder or ())} entries"
    raise ReviewError(f"there is no {path}; there is: {known or 'nothing'}")


def _value(written: str, old: Any) -> Any:
    """What was written, as JSON where it is; words stay words where there were words."""
    if written.lower() in _NOTHING:
        return [] if isinstance(old, list) else None
    try:
        value = json.loads(written)
    except (ValueError, RecursionError):
        value = written
    if isinstance(old, str) and isinstance(value, int | float):
        return written
    if isinstance(old, list) and not isinstance(value, list):
        return [part.strip() for part in written.split(",") if part.strip()]
    return value


def _stances(element: Element, written: str) -> Any:
    """`NOR:-0.5,SWE:0.8`, each on the words of the old stance toward that actor, else on the statement's."""
    if written.startswith("[") or written.lower() in _NOTHING:
        return _value(written, [])
    old = {stance["toward"]: stance for stance in element["stance"]}
    result = []
    for part in written.split(","):
        actor, _, value = part.strip().rpartition(":")
        words = old.get(actor, element)
        try:
            number = float(value)
        except ValueError as error:
            raise ReviewError(f"{part!r} is no stance; write actor:value, such as NOR:-0.5") from error
        result.append({"toward": actor, "value": number, "evidence": words["evidence"], "quote": words["quote"]})
    return result


def _anchor(element: dict[str, Any], given: Collection[str], text: str) -> None:
    """Give words their place and places their words, where only one of the two was written."""
    for path in sorted(given):
        parent, _, name = path.rpartition(".")
        holder = _holder(element, parent)
        prefix = f"{parent}." if parent else ""
        if name == "quote" and f"{prefix}evidence" not in given:
            holder["evidence"] = _place_of(str(holder["quote"]), text)
        elif name == "evidence" and f"{prefix}quote" not in given and _is_span(holder["evidence"]):
            holder["quote"] = text[slice(*holder["evidence"])]


def _holder(element: Any, parent: str) -> Any:
    for name in filter(None, parent.split(".")):
        element = _member(element, name, parent)
    return element


def _place_of(words: str, text: str) -> list[int]:
    start = text.find(words) if words else -1
    if start < 0:
        raise ReviewError(f"the text does not hold {words[:60]!r}")
    if text.find(words, start + 1) >= 0:
        raise ReviewError(f"{words[:60]!r} stands in the text more than once; say where with evidence=[start,end]")
    return [start, start + len(words)]


def _follow_type(event: dict[str, Any], given: Collection[str]) -> None:
    """What a new type makes of the fields that depend on it: its quad; mode and CAMEO code only where they still fit."""
    kind = read_toml("plover")["types"].get(event["type"])
    if kind is None:
        return  # refused by `check_correction`, with the types that there are
    event |= {} if "quad" in given else {"quad": kind["quad"]}
    event |= {} if "mode" in given or event["mode"] in kind["modes"] else {"mode": None}
    event |= {} if "cameo" in given else {"cameo": None, "goldstein": None}


# --- rules ---


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    hints = typing.get_type_hints(kind)
    return {str(item.metadata.get("name", item.name)): hints[item.name] for item in dataclasses.fields(kind)}


def _check_shape(hint: Any, value: Any, where: str) -> None:
    """Refuse a value that is not JSON for the type."""
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if dataclasses.is_dataclass(hint):
        _check_fields(_hints(typing.cast("type", hint)), value, where)
    elif origin in (types.UnionType, typing.Union):
        if value is not None:
            _check_shape(next(part for part in parts if part is not types.NoneType), value, where)
    elif origin is typing.Literal:
        _require(value in parts, where, value, " or ".join(map(str, parts)))
    elif hint == Evidence:
        _require(_is_span(value), where, value, "[start, end]")
    elif origin is tuple:
        _require(isinstance(value, list), where, value, "a list")
        for number, entry in enumerate(value):
            _check_shape(parts[0], entry, f"{where}.{number}")
    else:
        _require(_is_plain(hint, value), where, value, {str: "text", int: "a whole number"}.get(hint, "a number"))


def _check_fields(fields: Mapping[str, Any], value: Any, where: str) -> None:
    _require(isinstance(value, Mapping), where, value, "an object with fields")
    if unknown := sorted(set(value) - set(fields)):
        raise ReviewError(f"{where} has no field {', '.join(unknown)}; it has {', '.join(fields)}")
    if missing := sorted(set(fields) - set(value)):
        raise ReviewError(f"{where} lacks {', '.join(missing)}")
    for name, hint in fields.items():
        _check_shape(hint, value[name], f"{where}.{name}")


def _is_plain(hint: object, value: Any) -> bool:
    if isinstance(value, bool):
        return hint is bool
    return isinstance(value, _PLAIN[hint]) and not (isinstance(value, float) and not math.isfinite(value))


def _is_span(value: Any) -> bool:
    return (
        isinstance(value, list | tuple)
        and len(value) == 2
        and all(isinstance(edge, int) and not isinstance(edge, bool) for edge in value)
    )


def _require(holds: object, where: str, value: Any, wanted: str) -> None:
    if not holds:
        raise ReviewError(f"{where} is {json.dumps(value, ensure_ascii=False, default=str)[:80]}; it takes {wanted}")


def _bearers(value: Any, where: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every object in an element, with its path."""
    if isinstance(value, Mapping):
        yield where, value
        for name, part in value.items():
            yield from _bearers(part, f"{where}.{name}")
    elif isinstance(value, list | tuple):
        for number, part in enumerate(value):
            yield from _bearers(part, f"{where}.{number}")


def _check_spans(where: str, bearer: Mapping[str, Any], text: str) -> None:
    for name in ("evidence", "trigger", "speaker_evidence"):
        if bearer.get(name) is not None:
            _check_span(f"{where}.{name}", bearer[name], text)
    for span in bearer.get("mentions", ()):
        _check_span(f"{where}.mentions", span, text)
    if "quote" in bearer and text[slice(*bearer["evidence"])] != bearer["quote"]:
        there = text[slice(*bearer["evidence"])]
        raise ReviewError(
            f"{where}: the text at {list(bearer['evidence'])} is {there[:60]!r}, not {bearer['quote'][:60]!r}"
        )
    for name, check in _RANGES.items():
        if isinstance(bearer.get(name), int | float | str):
            check(bearer, where)


def _check_span(where: str, span: Sequence[int], text: str) -> None:
    start, end = span
    _require(0 <= start < end <= len(text), where, list(span), f"places from 0 to {len(text)}, the first the lesser")


def _check_stance(bearer: Mapping[str, Any], where: str) -> None:
    if "toward" in bearer:
        _require(-1 <= bearer["value"] <= 1, f"{where}.value", bearer["value"], "a number from -1 to 1")


def _check_day(name: str) -> Callable[[Mapping[str, Any], str], None]:
    def check(bearer: Mapping[str, Any], where: str) -> None:
        try:
            datetime.date.fromisoformat(first_day(bearer[name]))
        except ValueError:
            _require(False, f"{where}.{name}", bearer[name], "an ISO date")

    return check


_RANGES: Mapping[str, Callable[[Mapping[str, Any], str], None]] = {
    "value": _check_stance, "start": _check_day("start"), "end": _check_day("end"),
}  # fmt: skip


def _check_references(kind: str, element: Element, around: Surroundings) -> None:
    for part, actor, _, _ in item_row(kind, element, "", {}, None).actors:
        known = part == "self" or actor in (states() if part == "countries" else around.actors)
        advice = "name one that the archive knows (`verbale people`), or an alpha-3 code"
        if not known:
            raise ReviewError(f"{part}: {actor!r} is not known; {advice}")
    for name in REFERENCES.get(kind, ()):
        value = element[name]
        if value is not None and (value not in around.elements or value == element["id"]):
            raise ReviewError(f"{name}: the document has no other element {value!r}")


def _check_type(event: Element) -> None:
    kind = read_toml("plover")["types"][event["type"]]
    _require(event["quad"] == kind["quad"], "event.quad", event["quad"], f"{kind['quad']} for {event['type']}")
    modes = ", ".join(kind["modes"]) or "nothing"
    _require(event["mode"] is None or event["mode"] in kind["modes"], "event.mode", event["mode"], modes)
