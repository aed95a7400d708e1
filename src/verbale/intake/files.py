"""Files that are parsed and not decoded: which they are, how large they may be, and what parses them."""

from __future__ import annotations

import io
from typing import Literal

from verbale.errors import InputError, MalformedInput
from verbale.intake.archives import office_kind
from verbale.intake.extract import Extract
from verbale.intake.limits import DEFAULT_LIMITS, Limits
from verbale.intake.sandbox import parse
from verbale.intake.sniff import PDF_WITHIN, foreign, is_mail

FileKind = Literal["pdf", "docx", "eml"]

_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the stream in which Office keeps an encrypted document
_ARCHIVES = {
    b"PK": "a ZIP archive",
    b"\x1f\x8b": "a gzip file",
    b"WARC/": "a web archive",
}
_LOOK = 4096  # bytes in which a message shows its headers


def file_kind(data: bytes, content_type: str | None = None) -> FileKind | None:
    """What kind of file bytes are; None for those that are to be decoded as text.

    Args:
        data: all of it, or the first bytes.
        content_type: the header, where there is one: what a server calls text is no message.

    Raises:
        InputError: `encrypted`; `unsupported` for what is no single document that can be read.
    """
    if b"%PDF-" in data[:PDF_WITHIN]:
        return "pdf"
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise InputError("the document is encrypted; save it without its password first", code="encrypted")
    if data.startswith(b"PK\x03\x04"):
        return _office(data)
    for mark, what in _ARCHIVES.items():
        if data.startswith(mark) and not data[:_LOOK].isascii():
            raise MalformedInput(f"this is {what}, not one document; `verbale add` reads archives", code="unsupported")
    what_else = foreign(data)
    if what_else:
        raise MalformedInput(f"this is {what_else}; save it as PDF, DOCX or text", code="unsupported")
    is_message = content_type is None or content_type.lower().startswith("message/")
    return "eml" if is_message and is_mail(data[:_LOOK].decode("latin-1")) else None


def _office(data: bytes) -> FileKind:
    kind = office_kind(io.BytesIO(data), DEFAULT_LIMITS)
    if kind == "docx":
        return "docx"
    what = kind or "a ZIP archive, not one document; `verbale add` reads archives"
    raise MalformedInput(f"this is {what}", code="unsupported")


def size_limit(head: bytes) -> str:
    """The name of the limit that holds for a file that starts so."""
    packed = b"%PDF-" in head[:PDF_WITHIN] or head.startswith((b"PK\x03\x04", _OLE))
    return "file_bytes" if packed or is_mail(head[:_LOOK].decode("latin-1")) else "input_bytes"


def parse_file(kind: Literal["pdf", "docx"], data: bytes, limits: Limits) -> Extract:
    """The text of a PDF or DOCX, parsed in the child process.

    Raises:
        InputError: as in `sandbox.parse`.
    """
    limits.check(len(data), "file_bytes")
    return Extract.from_plain(parse(kind, data, limits))
