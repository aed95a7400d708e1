"""PNG files packed tighter, pixel for pixel the same: vl-convert packs for speed, and its pictures are four times as large."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

_HEAD = b"\x89PNG\r\n\x1a\n"
_PIXELS = b"IDAT"
_HARDEST = 9  # of zlib's levels; a picture takes a third of a second


def packed(png: bytes) -> bytes:
    """The same picture in fewer bytes. Chunks: Portable Network Graphics specification (ISO/IEC 15948), 5.3."""
    chunks = list(_chunks(png))
    pixels = zlib.decompress(b"".join(data for kind, data in chunks if kind == _PIXELS))
    first = next(place for place, (kind, _) in enumerate(chunks) if kind == _PIXELS)
    others = [chunk for chunk in chunks if chunk[0] != _PIXELS]
    smaller = [*others[:first], (_PIXELS, zlib.compress(pixels, _HARDEST)), *others[first:]]
    return _HEAD + b"".join(_written(kind, data) for kind, data in smaller)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and data of each chunk."""
    place = len(_HEAD)
    while place < len(png):
        (length,) = struct.unpack_from(">I", png, place)
        yield png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        place += 12 + length


def _written(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
