"""A document ready for reading: its canonical text, the repaired text that the model reads, and the map between
them."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

from verbale.record import Evidence, Genre, Published, Warning  # noqa: A004

ParagraphKind = Literal["title", "dateline", "heading", "body", "item"]


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Maps `[start, end)` of a repaired text to the original's.

    `edits` lists, in text order, `(start, end, original_start, original_end)`: the repaired stretch and the original
    words
    it stands for. Between edits the two texts run in parallel.
    """

    edits: tuple[tuple[int, int, int, int], ...] = ()
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(edit[0] for edit in self.edits))

    def to_original(self, start: int, end: int) -> Evidence:
        """The original stretch that holds every character of `[start, end)`."""
        return self._point(start, at_end=False), self._point(end, at_end=True)

    def to_repaired(self, offset: int) -> int:
        """The repaired text's offset for an offset of the original; inside a mended stretch, its start."""
        index = bisect_right(self.edits, offset, key=lambda edit: edit[2]) - 1
        if index < 0:
            return offset
        start, end, _, original_end = self.edits[index]
        return start if offset < original_end else end + offset - original_end

    def _point(self, offset: int, *, at_end: bool) -> int:
        index = bisect_right(self._starts, offset - at_end) - 1
        if index < 0:
            return offset
        start, end, original_start, original_end = self.edits[index]
        if offset < end or (at_end and offset == end and offset > start):
            return original_end if at_end else original_start
        return original_end + offset - end


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of the canonical text: a title, a date line, a heading, a body paragraph or a list item."""

    start: int
    end: int
    kind: ParagraphKind = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document between intake and reading.

    `text` is canonical: all evidence counts its code points. `reading` is what the model reads: the same text with
    glued and
    split words mended; `offsets` leads from `reading` back to `text`. `paragraphs` are in `text` coordinates, in order.
    """

    text: str
    reading: str
    offsets: OffsetMap = OffsetMap()
    paragraphs: tuple[Paragraph, ...] = ()
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    publisher_country: str | None = None
    language: str = "en"
    genre: Genre | None = None
    speaker: str | None = None
    published: Published | None = None
    warnings: tuple[Warning, ...] = ()
    source_id: str | None = None

    @property
    def id(self) -> str:
        """`sha256:` and the hash of the canonical text."""
        return "sha256:" + hashlib.sha256(self.text.encode("utf-8")).hexdigest()
