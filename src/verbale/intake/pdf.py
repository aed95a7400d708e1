"""A PDF's text layer to paragraphs. Runs in the child process.

The text is what the layer holds, line for line; what parts or joins lines is where they stand on the page.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from verbale.errors import EmptyInput, InputError, LimitExceeded, MalformedInput
from verbale.intake.extract import Extract, file_title
from verbale.intake.limits import Limits
from verbale.intake.pdf_layout import Line, blocks_of, without_furniture

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

_PASSWORD, _SECURITY = 4, 5  # PDFium's codes for "needs a password" and "unknown way of encryption"
_HYPHEN = "\ufffe"  # PDFium's sign for a hyphen at a line's end; the line break after it is left out
_LINE = re.compile(rf"[^\r\n{_HYPHEN}]+{_HYPHEN}?")
_MEANINGLESS = re.compile("[\x00-\x08\x0e-\x1f\ue000-\uf8ff\ufffd]")
_MAX_MEANINGLESS = 0.3  # of the signs: private and control characters, where a font does not say what its shapes mean
_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
_NAMED_PAGES = 10  # pages without text that a warning lists


def read_pdf(data: bytes, limits: Limits) -> Extract:
    """The text of a PDF with its paragraphs.

    Raises:
        MalformedInput: it is damaged beyond what PDFium repairs.
        LimitExceeded: too many pages (`limit:pages`) or too much text (`limit:input_bytes`).
        InputError: `encrypted`; `no_text` for scans and for fonts that do not say what their shapes mean.
    """
    document = _opened(data)
    try:
        count = len(document)
        if count > limits.pages:
            raise LimitExceeded(
                f"{count:,} pages are more than the {limits.pages:,} allowed; raise Limits(pages=…) if they are meant",
                code="limit:pages",
            )
        pages, scanned = _pages(document, count, limits)
        _check_text(pages, scanned)
        kept, dropped = without_furniture(pages)
        warnings = [*_on_scans(scanned, count), *_on_furniture(dropped)]
        about = document.get_metadata_dict(skip_empty=True)
    finally:
        document.close()
    return Extract.of(
        blocks_of(kept), file_title=file_title(about.get("Title")), file_date=_date(about), warnings=warnings
    )


def _opened(data: bytes) -> PdfDocument:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (_PASSWORD, _SECURITY):
            message = "the PDF is encrypted; save it without its password first"
            raise InputError(message, code="encrypted") from None
        raise MalformedInput(f"the PDF cannot be opened: {error}") from None
    if len(document) == 0:
        raise MalformedInput("the PDF has no pages")
    return document


def _pages(document: PdfDocument, count: int, limits: Limits) -> tuple[list[list[Line]], list[int]]:
    """The lines of each page, and the numbers of pages that show something but hold no text."""
    import pypdfium2

    pages: list[list[Line]] = []
    scanned: list[int] = []
    size = 0
    for number in range(count):
        try:
            page = document[number]
            textpage = page.get_textpage()
        except pypdfium2.PdfiumError:
            pages.append([])
            scanned.append(number + 1)
            continue
        lines = list(_lines(textpage, number))
        size += sum(len(line.text) for line in lines)
        limits.check(size, "input_bytes")
        if not lines and pypdfium2.raw.FPDFPage_CountObjects(page):
            scanned.append(number + 1)
        pages.append(lines)
        textpage.close()
        page.close()
    return pages, scanned


def _lines(textpage: PdfTextPage, page: int) -> Iterator[Line]:
    text = textpage.get_text_range()
    located = len(text) == textpage.count_chars()  # else a sign beyond 16 bits shifts the numbers of all after it
    for match in _LINE.finditer(text):
        words = match.group().replace(_HYPHEN, "-")
        bare = words.strip()
        if not bare:
            continue
        start = match.start() + len(words) - len(words.lstrip())
        box = _extent(textpage, start, start + len(bare) - 1, start + _telling(bare)) if located else None
        left, right, bottom, size = box or (0.0, 0.0, 0.0, 0.0)
        yield Line(bare, page, left, right, bottom, size)


def _telling(words: str) -> int:
    """The place of a letter that shows the line's size: not a bullet at its start or a note's number at its end."""
    middle = len(words) // 2
    return next((place for place in range(middle, len(words)) if words[place].isalnum()), middle)


def _extent(textpage: PdfTextPage, first: int, last: int, telling: int) -> tuple[float, float, float, float] | None:
    """Left, right, base and size of the line from one character to another, in points."""
    import pypdfium2.raw as pdfium

    start, end = ctypes.c_double(), ctypes.c_double()
    base, unused = ctypes.c_double(), ctypes.c_double()
    if not pdfium.FPDFText_GetCharOrigin(textpage, first, start, base):
        return None
    if not pdfium.FPDFText_GetCharBox(textpage, last, unused, end, ctypes.c_double(), ctypes.c_double()):
        return None
    box = pdfium.FS_RECTF()
    found = pdfium.FPDFText_GetLooseCharBox(textpage, telling, box)
    size = abs(box.top - box.bottom) if found else float(pdfium.FPDFText_GetFontSize(textpage, telling))
    return start.value, end.value, base.value, size


def _check_text(pages: list[list[Line]], scanned: list[int]) -> None:
    """Refuse a PDF without a text layer, or with one that means nothing.

    Raises:
        InputError: with code `no_text` or `empty`.
    """
    texts = [line.text for lines in pages for line in lines]
    signs = sum(map(len, texts))
    if not signs and not scanned:
        raise EmptyInput("the PDF's pages are empty")
    if not signs:
        message = "the PDF has no text layer (needs_ocr): it is a scan; recognise its text first, with OCRmyPDF say"
        raise InputError(message, code="no_text")
    if sum(len(_MEANINGLESS.findall(text)) for text in texts) > _MAX_MEANINGLESS * signs:
        message = "the PDF's fonts do not say what letters their shapes are (needs_ocr); recognise its text first"
        raise InputError(message, code="no_text")


def _on_scans(scanned: list[int], count: int) -> Iterator[tuple[str, str]]:
    if scanned:
        named = ", ".join(map(str, scanned[:_NAMED_PAGES])) + (" …" if len(scanned) > _NAMED_PAGES else "")
        yield "pages_without_text", f"{len(scanned)} of {count} pages have no text layer (needs_ocr): {named}"


def _on_furniture(dropped: int) -> Iterator[tuple[str, str]]:
    if dropped:
        yield "page_furniture", f"{dropped} running header, footer or page number line(s) were left out"


def _date(about: dict[str, Any]) -> str | None:
    match = _DATE.match(about.get("CreationDate", ""))
    return "-".join(match.groups()) if match else None
