"""A dossier as a Word document: headings, lines, tables and numbered sources with links from each line to its passage."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from verbale.brief.layout import (
    CLAIM,
    SOURCES,
    SOURCES_RULE,
    cut,
    date_words,
    edge,
    more_words,
    place_words,
    shown,
    source_words,
)
from verbale.brief.model import Brief, Line, Section, Source, Table

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that ZIP knows; a dossier holds no clock
_MADE = datetime(1980, 1, 1)
_QUIET = "555555"
_SMALL, _TINY = 9, 8  # points
_MARGIN, _WIDTH = 2.0, 16.0  # centimetres, of a page and of a picture on it


def to_docx(brief: Brief) -> bytes:
    """The bytes of a `.docx` file; the same for the same dossier."""
    return _Writer(brief).bytes()


class _Writer:
    """Writes one document with python-docx; links and bookmarks, which that lacks, are put in as XML."""

    def __init__(self, brief: Brief) -> None:
        from docx import Document

        self._document: Any = Document()
        self._bookmarks = 0
        self._set_up(brief)
        self._head(brief)
        for section in brief.sections:
            self._section(section, 1)
        self._sources(brief.sources)

    def bytes(self) -> bytes:
        """The file, packed anew without the time of packing."""
        raw, packed = io.BytesIO(), io.BytesIO()
        self._document.save(raw)
        with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                entry = zipfile.ZipInfo(name, _EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(entry, source.read(name))
        return packed.getvalue()

    def _set_up(self, brief: Brief) -> None:
        from docx.shared import Cm, Pt, RGBColor

        properties = self._document.core_properties
        properties.title, properties.subject, properties.author = shown(brief.title), shown(brief.subtitle), "Verbale"
        properties.created = properties.modified = _MADE
        properties.comments, properties.last_modified_by = "", ""
        page = self._document.sections[0]
        page.page_width, page.page_height = Cm(21.0), Cm(29.7)
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(_MARGIN)
        normal = self._document.styles["Normal"]
        normal.font.name, normal.font.size = "Calibri", Pt(10.5)
        normal.paragraph_format.space_after = Pt(4)
        for level in range(4):
            style = self._document.styles["Title" if level == 0 else f"Heading {level}"]
            style.font.color.rgb = RGBColor(0x1A, 0x1A, 0x1A)

    def _head(self, brief: Brief) -> None:
        self._document.add_heading(shown(brief.title), 0)
        self._paragraph(brief.subtitle)
        for label, value in brief.head:
            line = self._document.add_paragraph()
            self._run(line, f"{label}: ", bold=True, size=_SMALL)
            self._run(line, shown(value), size=_SMALL)
            line.paragraph_format.space_after = 0
        for one in brief.cautions:
            self._run(self._document.add_paragraph(style="List Bullet"), shown(one), size=_SMALL, italic=True)

    def _section(self, section: Section, level: int) -> None:
        self._document.add_heading(shown(section.title), min(level, 3))
        if section.rule:
            self._paragraph(section.rule, quiet=True)
        if section.is_empty() and section.empty:
            self._paragraph(section.empty)
            return
        if section.picture:
            from docx.shared import Cm

            self._document.add_picture(io.BytesIO(section.picture), width=Cm(_WIDTH))
        for table in section.tables:
            self._table(table)
        for line in section.lines:
            self._line(line, 0)
        if more := more_words(section):
            self._paragraph(more, quiet=True)
        for part in section.parts:
            self._section(part, level + 1)

    def _paragraph(self, words: str, *, quiet: bool = False) -> None:
        line = self._document.add_paragraph()
        self._run(line, shown(words), italic=quiet, size=_SMALL if quiet else None, colour=_QUIET if quiet else None)

    def _run(  # noqa: PLR0913 - private; what a run can be
        self, paragraph: Any, words: str, *, bold: bool = False, italic: bool = False, size: float | None = None, colour: str | None = None
    ) -> None:  # fmt: skip
        from docx.shared import Pt, RGBColor

        run = paragraph.add_run(words)
        run.bold, run.italic = bold or None, italic or None
        if size:
            run.font.size = Pt(size)
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)

    def _line(self, line: Line, depth: int) -> None:
        paragraph = self._document.add_paragraph(style="List Bullet 2" if depth else "List Bullet")
        if when := date_words(line):
            self._run(paragraph, f"{when}  ", bold=True, size=_SMALL)
        if line.claim:
            self._run(paragraph, f"{CLAIM}  ", bold=True, size=_SMALL, colour="8A2B00")
        if line.who:
            self._run(paragraph, f"{shown(line.who)}  ", bold=True)
        if line.what:
            self._run(paragraph, f"{shown(line.what)}  ", italic=True)
        if line.toward:
            self._run(paragraph, f"{shown(line.toward)}  ")
        if line.quote:
            self._run(paragraph, f"“{cut(line.quote)}”  ")
        if line.marks:
            self._run(paragraph, f"({shown('; '.join(line.marks))})  ", size=_TINY, colour=_QUIET)
        self._cites(paragraph, line.cites)
        for one in line.under:
            self._line(one, depth + 1)

    def _table(self, table: Table) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        if not table.rows:
            return
        if table.title:
            title = self._document.add_paragraph()
            self._run(title, shown(table.title), bold=True, size=_SMALL)
            title.paragraph_format.keep_with_next = True
        is_cited = any(row.cites for row in table.rows)
        columns = (*table.columns, "source") if is_cited else table.columns
        made = self._document.add_table(rows=1, cols=len(columns), style="Table Grid")
        for cell, words in zip(made.rows[0].cells, columns, strict=True):
            self._run(cell.paragraphs[0], shown(words), bold=True, size=_TINY)
        _repeat(made.rows[0])
        for row in table.rows:
            cells = made.add_row().cells
            for index, words in enumerate(row.cells):
                self._run(cells[index].paragraphs[0], cut(words), size=_TINY)
                if index in table.numeric:
                    cells[index].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if is_cited:
                self._cites(cells[-1].paragraphs[0], row.cites)
        self._document.add_paragraph()

    def _cites(self, paragraph: Any, numbers: Iterable[str]) -> None:
        for number in numbers:
            self._link(paragraph, f"[{number}] ", _anchor(number))

    def _link(self, paragraph: Any, words: str, anchor: str) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), anchor)
        self._run(paragraph, words, size=_TINY, colour="0B4F9C")
        link.append(paragraph.runs[-1]._r)
        paragraph._p.append(link)

    def _sources(self, sources: Iterable[Source]) -> None:
        self._document.add_heading(SOURCES, 1)
        self._paragraph(SOURCES_RULE, quiet=True)
        for source in sources:
            self._document.add_heading(f"{source.number}. {shown(source.title or 'untitled')}", 2)
            address = f" · {shown(source.url)}" if source.url else ""
            self._paragraph(f"{source_words(source)} · document {source.key[:12]}{address}", quiet=True)
            for one in source.passages:
                paragraph = self._document.add_paragraph()
                self._bookmark(paragraph, _anchor(one.number))
                self._run(paragraph, f"[{one.number}]  ", bold=True, size=_SMALL)
                self._run(paragraph, edge(one.before), size=_SMALL)
                self._run(paragraph, shown(one.quote), bold=True, size=_SMALL)
                self._run(paragraph, edge(one.after), size=_SMALL)
                self._run(paragraph, f"  ({place_words(one)})", size=_TINY, colour=_QUIET)

    def _bookmark(self, paragraph: Any, name: str) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        self._bookmarks += 1
        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(tag)
            mark.set(qn("w:id"), str(self._bookmarks))
            if tag == "w:bookmarkStart":
                mark.set(qn("w:name"), name)
            paragraph._p.append(mark)


def _anchor(number: str) -> str:
    return f"p{number.replace('.', '_')}"


def _repeat(row: Any) -> None:
    """A table's head on each page that it runs over."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
