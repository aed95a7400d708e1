"""Records as the store keeps them: packed JSON, without what stands beside it in the store. Pure."""

from __future__ import annotations

import json
import re
import zlib
from typing import Any

_LEVEL = 6  # zlib's own default; level 9 saves 1 % of a record and takes twice as long
_ESCAPED_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_BESIDE = frozenset(("text", "source_id"))


def pack(value: Any) -> bytes:
    """zlib of a value's JSON."""
    return zlib.compress(canonical(value), _LEVEL)


def unpack(data: bytes) -> Any:
    """The inverse of `pack`; reads any UTF-8 JSON. Lone surrogates in it, which SQLite refuses, become U+FFFD.

    Raises:
        ValueError: not JSON. zlib.error: not zlib.
    """
    plain = zlib.decompress(data)
    value = json.loads(plain)
    return _mended(value) if _ESCAPED_SURROGATE.search(plain) else value


def canonical(value: Any) -> bytes:
    """One JSON text for one value: ASCII, keys sorted, no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def encodable(value: str) -> str:
    """The same text with U+FFFD for lone surrogates."""
    return value if value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def without_text(record: dict[str, Any]) -> dict[str, Any]:
    """A record's dictionary whose document lacks its text and `source_id`, which is the source's and not the
    document's."""
    kept = {name: value for name, value in record["document"].items() if name not in _BESIDE}
    return {**record, "document": kept}


def with_text(record: dict[str, Any], text: str) -> dict[str, Any]:
    """A record's dictionary with its text."""
    return {**record, "document": {**record["document"], "text": text}}


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, dict):
        return {name: _mended(inner) for name, inner in value.items()}
    return [_mended(inner) for inner in value] if isinstance(value, list) else value
