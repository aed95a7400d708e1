"""The JSON Schema of a record, generated from the record's own types."""

from __future__ import annotations

import dataclasses
import types
import typing
from typing import Any

from verbale.record import SCHEMA, Record, Rows

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean"}
_OPTIONAL = frozenset(("source_id",))  # written only where the caller gave one
_PAIR = {
    "type": "array",
    "prefixItems": [{"type": "integer", "minimum": 0}, {"type": "integer", "minimum": 0}],
    "items": False,
    "minItems": 2,
}


def json_schema() -> dict[str, Any]:
    """The schema of what `Record.to_dict` gives and `verbale read --json` writes, JSON Schema 2020-12."""
    kinds: dict[str, Any] = {}
    record = _object(Record, kinds)
    record["properties"] = {"schema": {"const": SCHEMA}, **record["properties"]}
    record["required"] = ["schema", *(name for name in record["required"] if name != "schema")]
    return {"$schema": _DIALECT, "title": f"A record of {SCHEMA}", **record, "$defs": dict(sorted(kinds.items()))}


def _object(kind: type, kinds: dict[str, Any]) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    fields = [(str(item.metadata.get("name", item.name)), hints[item.name]) for item in dataclasses.fields(kind)]
    described = (kind.__doc__ or "").strip().split("\n\n")[0]
    return {
        "type": "object",
        "description": " ".join(described.split()),
        "properties": {name: _schema(hint, kinds) for name, hint in fields if name != "schema"},
        "required": [name for name, _ in fields if name not in _OPTIONAL],
        "additionalProperties": False,
    }


def _schema(hint: object, kinds: dict[str, Any]) -> dict[str, Any]:
    if hint in _PLAIN:
        return {"type": _PLAIN[hint]}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _reference(hint, kinds)
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return {"enum": list(parts)}
    if origin in (types.UnionType, typing.Union):
        return {"anyOf": [_schema(part, kinds) for part in parts if part is not type(None)] + [{"type": "null"}]}
    if origin is tuple and parts == (int, int):
        return _PAIR
    if origin in (tuple, Rows):
        return {"type": "array", "items": _schema(parts[0], kinds)}
    raise TypeError(f"no JSON Schema for {hint!r}")


def _reference(kind: type, kinds: dict[str, Any]) -> dict[str, Any]:
    if kind.__name__ not in kinds:
        kinds[kind.__name__] = {}
        kinds[kind.__name__] = _object(kind, kinds)
    return {"$ref": f"#/$defs/{kind.__name__}"}
