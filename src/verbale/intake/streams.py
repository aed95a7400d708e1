"""Bytes under way: counted as they are unpacked, looked at without being used up, read with a limit."""

from __future__ import annotations

import contextlib
import io
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from verbale.errors import LimitExceeded
from verbale.intake.limits import Limits
from verbale.intake.sniff import HEAD

_SPOOLED = 4_000_000  # bytes of an archive within an archive that are kept in memory; more goes to a temporary file


FAULTS = (OSError, EOFError, ValueError, zlib.error, zipfile.BadZipFile)
"""What reading a damaged file raises."""


@dataclass(slots=True)
class Budget:
    """What one file given by the caller may still unpack to, over all the archives within it.

    Attributes:
        limits: `inflated_ratio`, `inflated_free`.
        packed: bytes of the file itself.
        inflated: bytes unpacked so far, read and not declared.
    """

    limits: Limits
    packed: int
    inflated: int = 0

    def spend(self, size: int) -> None:
        """Count unpacked bytes.

        Raises:
            LimitExceeded: with code `limit:inflated_ratio`; the file is a bomb.
        """
        self.inflated += size
        self.check()

    def check(self) -> None:
        """Refuse to go on once too much has been unpacked.

        Raises:
            LimitExceeded: as in `spend`.
        """
        allowed = max(self.limits.inflated_free, self.packed * self.limits.inflated_ratio)
        if self.inflated > allowed:
            raise LimitExceeded(
                f"{self.packed:,} packed bytes unpack to more than {allowed:,}; this is no honest archive "
                "(raise Limits(inflated_ratio=…) if it is)",
                code="limit:inflated_ratio",
            )


class _Filled(io.RawIOBase):
    """A stream whose every read is full until its end, and counted where there is a budget.

    What was read before a fault is given first, and the fault with the next read.
    """

    def __init__(self, inner: IO[bytes], budget: Budget | None) -> None:
        self._read = getattr(inner, "read1", inner.read)  # `read` of a damaged gzip file forgets what it had
        self._budget = budget
        self._fault: Exception | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer).cast("B")
        filled = 0
        while filled < len(view) and (chunk := self._chunk(len(view) - filled, keep_fault=filled > 0)):
            view[filled : filled + len(chunk)] = chunk
            filled += len(chunk)
        if self._budget:
            self._budget.spend(filled)
        return filled

    def _chunk(self, size: int, *, keep_fault: bool) -> bytes:
        if self._fault:
            raise self._fault
        try:
            chunk: bytes = self._read(size)
        except FAULTS as error:
            if not keep_fault:
                raise
            self._fault = error
            return b""
        return chunk


@dataclass(slots=True)
class Source:
    """A stream with its name, and what is known of what it holds.

    Attributes:
        uri: its name, from which those of its documents are made.
        stream: buffered; `peek` shows `HEAD` bytes.
        about: what the caller or the container knows.
        caller: what the caller alone knows, which wins over containers further in.
        columns: field names of a record and the caller's names for them in tables.
        limits, budget: what may be read.
        depth: archives around it.
        file: the same bytes as a seekable file, where there is one.
    """

    uri: str
    stream: io.BufferedReader
    caller: Mapping[str, Any]
    columns: Mapping[str, str]
    limits: Limits
    budget: Budget
    about: Mapping[str, Any] = field(default_factory=dict)
    content_type: str | None = None
    depth: int = 0
    file: IO[bytes] | None = None

    @property
    def head(self) -> bytes:
        """The first bytes, which stay to be read."""
        return self.stream.peek(HEAD)[:HEAD]

    def inner(
        self,
        uri: str,
        stream: IO[bytes],
        *,
        inflated: bool,
        about: Mapping[str, Any] | None = None,
        content_type: str | None = None,
    ) -> Source:
        """A source within this one.

        Args:
            uri: its whole name.
            stream: its bytes.
            inflated: whether they are being unpacked, and so counted.
            about: what this container knows of it.
            content_type: the header, where there is one.
        """
        return Source(
            uri, buffered(stream, self.budget if inflated else None), self.caller, self.columns, self.limits,
            self.budget, self.about if about is None else about, content_type, self.depth + 1,
        )  # fmt: skip

    def check_depth(self) -> None:
        """Refuse to open an archive within too many others.

        Raises:
            LimitExceeded: with code `limit:archive_depth`.
        """
        if self.depth >= self.limits.archive_depth:
            raise LimitExceeded(
                f"archives are nested more than {self.limits.archive_depth} deep", code="limit:archive_depth"
            )


def buffered(stream: IO[bytes], budget: Budget | None = None) -> io.BufferedReader:
    """A stream that can be peeked at; `budget` counts what is read from it."""
    return io.BufferedReader(_Filled(stream, budget), HEAD)


def read_whole(source: Source, limit: str) -> bytes:
    """All bytes of a source.

    Raises:
        LimitExceeded: it has more than the limit of that name; reading stops there.
    """
    allowed: int = getattr(source.limits, limit)
    data = source.stream.read(allowed + 1)
    source.limits.check(len(data), limit)
    return data


@contextlib.contextmanager
def seekable(source: Source) -> Iterator[IO[bytes]]:
    """The bytes of a source as a file that can be read from any place: itself, or a temporary copy.

    Raises:
        LimitExceeded: a copy would be larger than `limits.inflated_bytes`.
    """
    if source.file is not None and source.file.seekable():
        yield source.file
        return
    with tempfile.SpooledTemporaryFile(_SPOOLED) as copy:
        size = 0
        while chunk := source.stream.read(HEAD):
            size += len(chunk)
            source.limits.check(size, "inflated_bytes")
            copy.write(chunk)
        copy.seek(0)
        yield copy
