"""What a dossier is: sections of lines and tables, each cited to passages of documents. Values only, no logic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from verbale.record import to_plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words of a document that lines point at.

    Attributes:
        number: the source's number and its own within it, "3.2".
        start, end: code points of the document's text.
        before, quote, after: the sentence around the words, and the words.
        items: ids as `verbale show` takes them.
    """

    number: str
    start: int
    end: int
    before: str
    quote: str
    after: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A cited document.

    Attributes:
        number: its place in the list, by day of publication.
        key: of the archive's document.
        published: ISO, as far as it is known.
        copies: other documents of the archive that carry the same story.
        passages: in the order of the text.
    """

    number: int
    key: str
    title: str | None
    publisher: str | None
    url: str | None
    genre: str
    published: str | None
    copies: int
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One fact.

    Attributes:
        date: ISO as far as it is known; `reported`: it is the day of publication, the fact itself has none.
        who: who speaks or acts, with office.
        what: act, type of event or kind of thing.
        toward: stances, addressees, places.
        quote: the document's words.
        claim: somebody's claim; the document itself does not assert it.
        marks: why it was chosen, what reviewers said, copies.
        cites: numbers of passages.
        under: lines that belong to it (who denies a claim, where a format met).
    """

    date: str | None = None
    reported: bool = False
    who: str | None = None
    what: str | None = None
    toward: str | None = None
    quote: str | None = None
    claim: bool = False
    marks: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    under: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table; `cites`: numbers of passages behind it."""

    cells: tuple[str, ...]
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table. `numeric`: indices of columns that hold numbers."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    title: str | None = None
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the dossier.

    Attributes:
        id: for anchors.
        title: heading.
        rule: how its lines were chosen.
        tables, lines, parts: in this order.
        more: how many lines were left out.
        empty: what to say where there is nothing.
        chart: SVG of a picture, and `picture`: the same as PNG; None where not asked for.
    """

    id: str
    title: str
    rule: str | None = None
    tables: tuple[Table, ...] = ()
    lines: tuple[Line, ...] = ()
    parts: tuple[Section, ...] = ()
    more: int = 0
    empty: str | None = None
    chart: str | None = None
    picture: bytes | None = None

    def is_empty(self) -> bool:
        """Whether it holds no line, row or part that does."""
        return not (self.lines or any(table.rows for table in self.tables) or any(not p.is_empty() for p in self.parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A dossier on two states or a region.

    Attributes:
        title, subtitle: heading.
        states: codes.
        head: what it rests on, as label and value.
        cautions: what a reader must not conclude.
        sections: the parts.
        sources: all cited documents with their passages.
    """

    title: str
    subtitle: str
    states: tuple[str, ...]
    head: tuple[tuple[str, str], ...]
    cautions: tuple[str, ...]
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON; without pictures."""
        plain: dict[str, Any] = to_plain(self)
        for section in plain["sections"]:
            _without_pictures(section)
        return plain


def _without_pictures(section: dict[str, Any]) -> None:
    del section["chart"], section["picture"]
    for part in section["parts"]:
        _without_pictures(part)
