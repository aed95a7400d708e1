"""What a worker hands to the writer: one given document with its record, or why there is none."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One given document, ready to be stored. Cheap to send between processes.

    Attributes:
        uri, kind: of the `Given`.
        sha256: of the bytes given.
        raw: those bytes, zlib; None where they are not kept (a failure before reading).
        size: their number before compression.
        about: JSON of what else they were opened with, None where there is nothing.
        record: zlib of the record's JSON with its text; None for a failure.
        signature: the text's MinHash (`origins.signature`), None for a failure.
        code, message: why there is no record.
        seconds: what reading took, by stage.
    """

    uri: str
    kind: str
    sha256: str
    size: int
    about: str | None = None
    raw: bytes | None = None
    record: bytes | None = None
    signature: bytes | None = None
    code: str | None = None
    message: str | None = None
    seconds: Mapping[str, float] | None = None


def document_key(document: Mapping[str, Any]) -> str:
    """The key of a document in the archive: hash of its text and of the metadata that shaped its record.

    The same text from two publishers is two documents of one origin; the same text given twice is one document.

    Args:
        document: `Record.to_dict()["document"]`.
    """
    names = ("id", "title", "url", "publisher", "publisher_country", "language", "genre", "speaker", "published")
    shaping = json.dumps([document.get(name) for name in names], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(shaping.encode("utf-8", "surrogatepass")).hexdigest()
