"""What kind of document bytes are, told from the bytes alone: names and headers lie."""

from __future__ import annotations

import csv
import re
import zlib
from collections.abc import Sequence
from functools import cache
from typing import Literal

from verbale.data import read_toml
from verbale.intake.decoding import decode

Kind = Literal[
    "text", "html", "pdf", "docx", "eml", "row",
    "mbox", "jsonl", "table", "feed", "warc", "zip", "gzip", "empty", "other",
]  # fmt: skip

HEAD = 65_536
"""Bytes that are looked at. A feed or a page shows itself in the first few hundred; a table needs some rows."""

_MARKS = {
    b"%PDF-": "pdf",
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",  # an empty archive
    b"\x1f\x8b": "gzip",
    b"WARC/": "warc",
}
_OTHER = {
    b"\xd0\xcf\x11\xe0": "an old or encrypted Office document",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"II*\x00": "an image",
    b"MM\x00*": "an image",
    b"RIFF": "sound or an image",
    b"ID3": "sound",
    b"OggS": "sound",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"BZh": "a bzip2 file",
    b"\xfd7zXZ": "an xz file",
    b"(\xb5/\xfd": "a zstd file",
    b"SQLite format 3\x00": "a database",
    b"{\\rtf": "an RTF document",
    b"%!PS": "a PostScript document",
    b"PAR1": "a Parquet file",
}
PDF_WITHIN = 1024
"""Bytes of rubbish that readers of PDF allow before its mark."""
_LOOK = 4096  # characters in which a page shows that it is HTML
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|article|div|p|h[1-6]|title|meta|span|section)\b[^<]{0,2000}>", re.IGNORECASE
)
_CLOSING_TAG = re.compile(r"</[a-z][a-z0-9]{0,12}\s{0,9}>", re.IGNORECASE)
_FEED = re.compile(r"<(?:\w{1,12}:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
_MARKUP_START = re.compile(r"\s*<(?:\?xml|!doctype|!--|\w)", re.IGNORECASE)
_NOISE = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_MAX_NOISE = 0.1  # of the characters of a text; a badly damaged page still has fewer
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,60}):[ \t]?[^\n]*\n(?:[ \t]+[^\n]*\n)*", re.ASCII)
_MAIL_HEADERS = frozenset(
    ("from", "to", "subject", "date", "received", "mime-version", "message-id", "return-path", "delivered-to",
     "content-type", "reply-to", "list-id", "content-transfer-encoding", "dkim-signature", "x-mailer", "sender")
)  # fmt: skip
_MAIL_PROOF = frozenset(
    ("received", "mime-version", "message-id", "return-path", "delivered-to", "dkim-signature", "list-id")
)
_MAX_HEADERS = 400  # lines of headers looked at
_SAMPLE_ROWS = 6
_MAX_NAME = 60  # characters of a column's name
DELIMITERS = "\t,;|"
"""Between the cells of a table."""


def sniff(head: bytes, *, columns: Sequence[str] = ()) -> Kind:
    """The kind of a document from its first `HEAD` bytes. Total: any bytes have a kind.

    A ZIP may still turn out to be an Office document (`zip` is told apart by its directory, which stands at the end).

    Args:
        head: the first bytes, all of a short file.
        columns: names of columns that the caller expects; a first line with one of them makes a table.
    """
    if not head.strip(b" \t\r\n\x0b\x0c\xef\xbb\xbf"):
        return "empty"
    for mark, kind in _MARKS.items():
        if head.startswith(mark):
            return kind  # type: ignore[return-value]
    if b"%PDF-" in head[:PDF_WITHIN]:
        return "pdf"
    if foreign(head):
        return "other"
    return kind_of_text(decode(head).text, columns=columns)


def foreign(head: bytes) -> str | None:
    """What bytes are that nothing here can read, in words; None for bytes that may be read."""
    return next((name for mark, name in _OTHER.items() if head.startswith(mark)), None)


def kind_of_text(text: str, *, columns: Sequence[str] = ()) -> Kind:
    """The kind of decoded text."""
    text = text.lstrip("\ufeff")
    if _MARKUP_START.match(text):
        return _kind_of_markup(text)
    tests: tuple[tuple[Kind, bool], ...] = (
        ("other", is_noise(text)),
        ("jsonl", _is_json(text)),
        ("mbox", text.startswith("From ") and is_mail(text.partition("\n")[2])),
        ("eml", is_mail(text)),
        ("table", delimiter_of(text, columns=columns) is not None),
        ("html", is_html(text)),
    )
    return next((kind for kind, holds in tests if holds), "text")


def _kind_of_markup(text: str) -> Kind:
    if is_noise(text):
        return "other"
    start = text[:_LOOK]
    if _FEED.search(start) and "<html" not in start.lower():
        return "feed"
    return "html" if is_html(text) else "text"


def is_noise(text: str) -> bool:
    """Whether this is what no encoding makes text of: programs, pictures, packed data."""
    sample = text[:_LOOK]
    return len(_NOISE.findall(sample)) > _MAX_NOISE * len(sample)


def is_html(text: str, content_type: str | None = None) -> bool:
    """Whether text is a page or a piece of one."""
    head = text[:_LOOK]
    if content_type and "html" in content_type.lower():
        return "<" in head
    if head.lstrip("\ufeff \t\r\n").lower().startswith(("<!doctype html", "<html")):
        return True
    return bool(_HTML.search(head) and _CLOSING_TAG.search(text, 0, 10 * _LOOK))


def is_mail(text: str) -> bool:
    """Whether text starts with the headers of a message: several known ones, one of which only mail programs write."""
    found, position = set(), 0
    text = text[:HEAD].replace("\r\n", "\n")
    for _ in range(_MAX_HEADERS):
        match = _HEADER.match(text, position)
        if not match:
            break
        found.add(match.group(1).lower())
        position = match.end()
    return bool(found & _MAIL_PROOF) and len(found & _MAIL_HEADERS) > 2


def delimiter_of(text: str, *, columns: Sequence[str] = ()) -> str | None:
    """What parts the cells of a table whose first line names its columns; None where text is no such table."""
    first = text.lstrip("\r\n").split("\n", 1)[0].rstrip("\r")
    if len(first) > _LOOK:
        return None
    for delimiter in DELIMITERS:
        names = _cells(first, delimiter)
        if len(names) > 1 and _are_names(names):
            wanted = {name.casefold() for name in columns} | _text_names()
            if wanted & {name.strip().casefold() for name in names} or _even(text, delimiter, len(names)):
                return delimiter
    named = first.strip().strip('"').casefold()
    return "," if columns and named in {name.casefold() for name in columns} else None


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _are_names(names: list[str]) -> bool:
    """Short, different, and without the space after a comma that prose has."""
    bare = [name.strip().casefold() for name in names]
    short = all(len(name) <= _MAX_NAME and not name.startswith(" ") for name in names)
    return short and len(set(bare)) == len(bare) and sum(map(bool, bare)) >= len(bare) - 1


def _even(text: str, delimiter: str, width: int) -> bool:
    """Whether several rows have as many cells as the first; of comma-parted ones three are needed at least."""
    lines = text[: 4 * _LOOK].splitlines()[: _SAMPLE_ROWS + 1]
    rows = [_cells(line, delimiter) for line in lines if line.strip()]
    return len(rows) >= _SAMPLE_ROWS // 2 and width > 2 and all(len(row) == width for row in rows)


@cache
def _text_names() -> frozenset[str]:
    return frozenset(read_toml("columns")["columns"]["text"])


def _is_json(text: str) -> bool:
    """Whether a text begins with an object: a key with its colon, or nothing between braces that stand alone."""
    start = text.lstrip("\ufeff \t\r\n")[:_LOOK]
    return bool(re.match(r'(?:\[\s*)?\{\s*(?:"(?:[^"\\\n]|\\.)*(?:"\s*:|$)|\}\s*(?:[\],\n]|$))', start))


def inflated_head(head: bytes) -> bytes:
    """The first unpacked bytes of a gzip member's first packed ones, as far as they can be unpacked."""
    try:
        return zlib.decompressobj(wbits=31).decompress(head, HEAD)
    except zlib.error:
        return b""
