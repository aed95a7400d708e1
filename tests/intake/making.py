"""Files of every format, made in memory for the tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from verbale.errors import Failure, InputError
from verbale.intake import Document, Given, Limits, gather, open_given

Line = tuple[float, float, float, str]
"""Left, base, size of the letters, words."""

_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
    b"/Resources << /Font << /F1 3 0 R >> /XObject << /Im 4 0 R >> >> >>"
)


def pdf(pages: Iterable[Sequence[Line]], *, info: bytes = b"", extra: bytes = b"") -> bytes:
    """A PDF with lines where they are wanted; a page without lines shows a picture."""
    image = b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", font, image, b"<< " + info + b" >>"]
    kids = []
    for lines in pages:
        body = b"".join(_shown(line) for line in lines) or b"q 500 0 0 700 40 60 cm /Im Do Q"
        objects.append(b"<< /Length %d >>\nstream\n" % len(body) + body + b"\nendstream")
        objects.append(_PAGE % len(objects))
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    return _assembled(objects, extra)


def _shown(line: Line) -> bytes:
    left, base, size, words = line
    text = words.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /F1 %g Tf %g %g Td (%s) Tj ET\n" % (size, left, base, text)


def _assembled(objects: Sequence[bytes], extra: bytes) -> bytes:
    parts, places, size = [b"%PDF-1.4\n"], [], 9
    for number, content in enumerate(objects, start=1):
        places.append(size)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        size += len(parts[-1])
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table)
    parts.append(
        b"trailer << /Size %d /Root 1 0 R /Info 5 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, extra, size)
    )
    return b"".join(parts)


def pdf_of(*lines: str) -> bytes:
    """A PDF of one page with these lines."""
    return pdf([[(72, 760 - 14 * number, 11, line) for number, line in enumerate(lines)]])


def docx_of(*paragraphs: str, replaced: Mapping[str, bytes] | None = None) -> bytes:
    """A Word document; `replaced` names parts of the package and their new content."""
    import docx

    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    plain = io.BytesIO()
    document.save(plain)
    return repacked(plain.getvalue(), replaced or {})


def repacked(package: bytes, replaced: Mapping[str, bytes]) -> bytes:
    """A ZIP with some members' contents changed or added."""
    with zipfile.ZipFile(io.BytesIO(package)) as old:
        members = {name: old.read(name) for name in old.namelist()} | dict(replaced)
    return zip_of(members)


def zip_of(members: Mapping[str, bytes]) -> bytes:
    """A ZIP of these members."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def page_of(title: str) -> str:
    """A small HTML page."""
    return (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
        f"<p>The minister of {title} said that the trade with Turkey had grown by one half in a year.</p></body></html>"
    )


def gathered(path: Path | Iterable[Path], **options: Any) -> list[Given | Failure]:
    """All that is in a file or in files."""
    return list(gather([path] if isinstance(path, Path) else path, **options))


def opened(path: Path, name: str, content: bytes | str, **options: Any) -> list[Document | tuple[str, str]]:
    """A file's documents, and for each that fails its name within the file and the code."""
    file = path / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    found: list[Document | tuple[str, str]] = []
    for item in gather([file], **options):
        if isinstance(item, Failure):
            found.append((within(item.source_id, file), item.code))
            continue
        try:
            found.append(open_given(item, limits=options.get("limits", Limits())))
        except InputError as error:
            found.append((within(item.uri, file), error.code))
    return found


def within(uri: str | None, file: Path) -> str:
    """A document's name without its file's."""
    return (uri or "").removeprefix(str(file))


def texts(found: Iterable[Document | tuple[str, str]]) -> list[str | tuple[str, str]]:
    """The first lines of documents; failures as they are."""
    return [item.text.split("\n")[0] if isinstance(item, Document) else item for item in found]
