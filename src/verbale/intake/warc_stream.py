"""The bytes of a web archive, gzip member by member: where each record starts, and the next sound place after a fault."""

from __future__ import annotations

import io
import re
import zlib

from verbale.intake.sniff import inflated_head

_CHUNK = 65_536  # bytes read at a time, and unpacked bytes held
_MEMBER = b"\x1f\x8b\x08"
_START = b"WARC/"
_RECORD = re.compile(rb"(?:^|\n)(?=WARC/\d\.\d{1,2}\r?\n)")
_LOOKED = 1024  # packed bytes that show whether a member holds a record
_HEADERS = 1_000_000  # bytes of one record's headers, its HTTP headers included; real ones have some 2,000


class WarcStream:
    """A web archive's unpacked bytes, as one stream a member; a plain archive is one member.

    Args:
        stream: the archive.
        packed: whether it is gzipped.
    """

    def __init__(self, stream: io.BufferedReader, *, packed: bool) -> None:
        self._stream = stream
        self._packed = packed
        self._raw = b""  # read and not yet unpacked
        self._tried = b""  # what was unpacked last, with what follows it
        self._end = 0  # where in the file `_raw` ends
        self._begin(0)

    def _begin(self, start: int) -> None:
        """Stand at the start of a member."""
        self._start = start
        self._engine = zlib.decompressobj(wbits=31) if self._packed else None
        self._out, self._position, self._given = b"", 0, 0
        self._over = False
        self._headers = _HEADERS

    @property
    def place(self) -> str:
        """Where the stream stands: the byte in the file; within a gzip member of several records, `member+byte`."""
        if not self._packed:
            return str(self._start + self._given)
        return f"{self._start}+{self._given}" if self._given else str(self._start)

    def read(self, size: int) -> bytes:
        """Up to `size` bytes of this member; none at its end.

        Raises:
            EOFError, zlib.error: the file is cut or damaged here.
        """
        self._fill()
        piece = self._out[self._position : self._position + size]
        self._position += len(piece)
        self._given += len(piece)
        return piece

    def readline(self, size: int | None = None) -> bytes:
        """A line of headers.

        Raises:
            ValueError: a record's headers are larger than any record's are.
        """
        parts: list[bytes] = []
        left = self._headers if size is None else min(size, self._headers)
        while left > 0:
            self._fill()
            found = self._out.find(b"\n", self._position)
            end = found + 1 if found >= 0 else len(self._out)
            piece = self.read(min(end - self._position, left))
            parts.append(piece)
            left -= len(piece)
            if not piece or piece.endswith(b"\n"):
                break
        line = b"".join(parts)
        self._headers -= len(line)
        if self._headers <= 0:
            raise ValueError(f"a record's headers have more than {_HEADERS:,} bytes")
        return line

    def next_record(self) -> bytes | None:
        """The first line of the next record, which starts at `place` less that line; None at the end.

        Raises:
            ValueError: something else stands there, as after a record of wrong length.
        """
        self._headers = _HEADERS
        while True:
            line = self.readline()
            if line.startswith(_START):
                self._given -= len(line)
                self._line = line
                return line
            if line.strip():
                raise ValueError("no record starts where the one before ends: a length is wrong")
            if not line and not self._next_member():
                return None

    def take_line(self) -> bytes:
        """Count the line that `next_record` showed as read."""
        self._given += len(self._line)
        return self._line

    def _next_member(self) -> bool:
        if not self._packed:
            return False
        self._more()
        while self._raw.startswith(b"\0"):  # some writers fill up with zeros
            self._raw = self._raw.lstrip(b"\0")
            self._more()
        self._begin(self._end - len(self._raw))
        return bool(self._raw)

    def _more(self) -> None:
        if not self._raw:
            self._raw = self._stream.read(_CHUNK)
            self._end += len(self._raw)

    def _fill(self) -> None:
        """Have something to give, unless the member is over."""
        while self._position >= len(self._out) and not self._over:
            self._more()
            self._out, self._position = self._unpacked(), 0

    def _unpacked(self) -> bytes:
        raw, self._tried = self._raw, self._raw
        if self._engine is None:
            self._raw, self._over = b"", not raw
            return raw
        out = self._engine.decompress(raw, _CHUNK)
        self._over = self._engine.eof
        self._raw = self._engine.unused_data if self._over else self._engine.unconsumed_tail
        if not raw and not out and not self._over:
            raise EOFError("the file is cut short")
        return out

    def recover(self) -> bool:
        """Go to the next place after a fault where a record starts; False where there is none."""
        return self._next_packed() if self._packed else self._next_plain()

    def _next_packed(self) -> bool:
        data = self._tried if len(self._tried) >= len(self._raw) else self._raw
        base = self._end - len(data)
        search = max(0, self._start + 1 - base)
        while True:
            found = data.find(_MEMBER, search)
            if found >= 0 and len(data) - found >= _LOOKED and _holds_record(data[found:]):
                self._raw = data[found:]
                self._begin(base + found)
                return True
            if found >= 0 and len(data) - found >= _LOOKED:
                search = found + 1
                continue
            chunk = self._stream.read(_CHUNK)
            self._end += len(chunk)
            kept = found if found >= 0 else max(search, len(data) - len(_MEMBER) + 1)
            if not chunk:
                self._raw = data[found:] if found >= 0 else b""
                self._begin(self._end - len(self._raw))
                return bool(self._raw) and _holds_record(self._raw)
            data, base, search = data[kept:] + chunk, base + kept, 0

    def _next_plain(self) -> bool:
        data = self._out[self._position :]
        while True:
            found = _RECORD.search(data, 1)
            if found:
                self._given += found.end()
                self._out, self._position = data[found.end() :], 0
                return True
            chunk = self._stream.read(_CHUNK)
            self._end += len(chunk)
            if not chunk:
                return False
            kept = min(len(data), 16)  # as long as what is looked for
            self._given += len(data) - kept
            data = data[len(data) - kept :] + chunk


def _holds_record(data: bytes) -> bool:
    return inflated_head(data[:_LOOKED]).startswith(_START)
