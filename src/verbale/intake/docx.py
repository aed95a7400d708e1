"""A Word document to paragraphs. Runs in the child process.

All words that Word shows in the body, in its order: also those inside content controls, insertions, links and tables,
which python-docx's own `paragraph.text` leaves out; not deleted ones.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from lxml import etree

from verbale.errors import InputError, LimitExceeded, MalformedInput
from verbale.intake.document import ParagraphKind
from verbale.intake.extract import Block, Extract, file_title
from verbale.intake.limits import Limits

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = frozenset((f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}instrText", _FALLBACK))
_SIGNS = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "\u2011",
    f"{_W}softHyphen": "\u00ad",
}
_FOOTNOTES = ("/footnotes", "/endnotes")
_CHUNK = 65_536
_ENCRYPTED = 0x1  # flag of a ZIP's entry
_CELL = 60  # characters: a row of cells that are no longer is a row of data, and one paragraph
_TEMPLATE_YEAR = 2013  # python-docx's own template says that it was made then, and so do documents made with it


def read_docx(data: bytes, limits: Limits) -> Extract:
    """The text of a DOCX with its paragraphs, footnotes last.

    Raises:
        MalformedInput: no Word document, or a damaged one.
        LimitExceeded: `limit:office_entries`; `limit:inflated_bytes`, counted while unpacking.
        InputError: `encrypted`.
    """
    _check_package(data, limits)
    document = _opened(data)
    styles = {style.style_id: (style.name or "").casefold() for style in document.styles}
    blocks = [*_blocks(document.element.body, styles), *_footnotes(document)]
    properties = document.core_properties
    made = properties.created
    date = made.date().isoformat() if made and made.year > _TEMPLATE_YEAR else None
    return Extract.of(blocks, file_title=file_title(properties.title), file_date=date)


def _check_package(data: bytes, limits: Limits) -> None:
    """Unpack everything once, keeping nothing, and count: what the directory declares may be a lie."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            if len(entries) > limits.office_entries:
                raise LimitExceeded(f"{len(entries):,} parts are too many", code="limit:office_entries")
            if any(entry.flag_bits & _ENCRYPTED for entry in entries):
                raise InputError("the document is encrypted", code="encrypted")
            size = 0
            for entry in entries:
                with package.open(entry) as part:
                    while chunk := part.read(_CHUNK):
                        size += len(chunk)
                        limits.check(size, "inflated_bytes")
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise MalformedInput(f"the document is damaged: {error}") from None


def _opened(data: bytes) -> WordDocument:
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
    except (KeyError, ValueError, AttributeError, IndexError, etree.LxmlError) as error:
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from None
        raise MalformedInput(f"this is no sound Word document: {type(error).__name__}: {error}") from None
    if body is None or document.element.getroottree().docinfo.doctype:
        raise MalformedInput("this is no sound Word document: it has no body, or defines entities of its own")
    return document


def _blocks(body: Any, styles: dict[str, str]) -> Iterator[Block]:
    """Paragraphs and rows of tables, in order, at whatever depth of containers they stand."""
    waiting = [iter(body)]
    while waiting:
        node = next(waiting[-1], None)
        if node is None:
            waiting.pop()
        elif node.tag == f"{_W}p":
            yield _words(node), _kind(node, styles)
            waiting.append(_boxes(node))
        elif node.tag == f"{_W}tr" and (row := _row(node)):
            yield row, "item"
        elif node.tag not in _LEFT_OUT:
            waiting.append(iter(node))


def _boxes(paragraph: Any) -> Iterator[Any]:
    """The text boxes that hang on a paragraph, without the copies for old programs."""
    for box in paragraph.iter(f"{_W}txbxContent"):
        around = _around(box, paragraph)
        if not any(node.tag in (_FALLBACK, f"{_W}txbxContent") for node in around):
            yield box


def _around(node: Any, top: Any) -> Iterator[Any]:
    """The nodes around one, from the inside, up to another."""
    around = node.getparent()
    while around is not None and around is not top:
        yield around
        around = around.getparent()


def _words(paragraph: Any) -> str:
    """The text of one paragraph, without that of text boxes in it."""
    parts: list[str] = []
    waiting = [iter(paragraph)]
    while waiting:
        node = next(waiting[-1], None)
        if node is None:
            waiting.pop()
        elif node.tag == f"{_W}t":
            parts.append(node.text or "")
        elif node.tag in _SIGNS:
            parts.append(_SIGNS[node.tag])
        elif node.tag not in _LEFT_OUT and node.tag != f"{_W}txbxContent":
            waiting.append(iter(node))
    return "".join(parts)


def _row(row: Any) -> str | None:
    """A row of data as one line; None for a row of a table that only lays out prose."""
    cells = [[_words(paragraph) for paragraph in cell.iter(f"{_W}p")] for cell in row.iterchildren(f"{_W}tc")]
    plain = [" ".join(filter(None, (words.strip() for words in cell))) for cell in cells]
    if len(plain) < 2 or any(len(words) > _CELL for words in plain):
        return None
    return "\t".join(words.replace("\n", " ") for words in plain)


def _kind(paragraph: Any, styles: dict[str, str]) -> ParagraphKind | None:
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        return None
    style = properties.find(f"{_W}pStyle")
    name = styles.get(style.get(f"{_W}val", ""), "") if style is not None else ""
    if name == "title":
        return "title"
    if name.startswith("heading") or name == "subtitle":
        return "heading"
    return "item" if properties.find(f"{_W}numPr") is not None or name.startswith("list") else None


def _footnotes(document: WordDocument) -> Iterator[Block]:
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(_FOOTNOTES):
            yield from _notes(relation.target_part.blob)


def _notes(blob: bytes) -> Iterable[Block]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(blob, parser)
    except etree.LxmlError:
        return []
    return [(_words(paragraph), None) for paragraph in root.iter(f"{_W}p")]
