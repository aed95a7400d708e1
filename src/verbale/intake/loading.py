"""The door of intake: a string, bytes or a file in, a `Document` out."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from verbale.errors import EmptyInput, InputError, MalformedInput
from verbale.intake.decoding import decode, without_surrogates
from verbale.intake.document import Document, Paragraph
from verbale.intake.extract import Extract
from verbale.intake.files import file_kind, parse_file, size_limit
from verbale.intake.genre import guess_genre
from verbale.intake.language import UNKNOWN, detect_language
from verbale.intake.limits import DEFAULT_LIMITS, Limits
from verbale.intake.mail import read_mail
from verbale.intake.mending import mend
from verbale.intake.paragraphs import clean_title, split_paragraphs
from verbale.intake.published import find_published, given
from verbale.intake.sniff import HEAD, is_html, is_noise
from verbale.record import Genre, Published, Warning  # noqa: A004

if TYPE_CHECKING:
    from verbale.intake.html import Page

_SPOOFING = re.compile("[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
_MIXED_WORD = re.compile("[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]")


@dataclass(frozen=True, slots=True)
class _Text:
    """What a format's reader gives: canonical text, its paragraphs, and what the page says of itself."""

    text: str
    paragraphs: Sequence[Paragraph]
    title: str | None = None
    publisher: str | None = None
    date: str | None = None
    language: str | None = None
    url: str | None = None
    warnings: tuple[Warning, ...] = field(default=())
    file_title: str | None = None  # from a file's properties, for want of a better one


def load(  # noqa: PLR0913 - the record's own list of what a caller may know
    source: str | bytes | Path,
    *,
    title: str | None = None,
    url: str | None = None,
    publisher: str | None = None,
    publisher_country: str | None = None,
    date: str | None = None,
    genre: Genre | None = None,
    speaker: str | None = None,
    source_id: str | None = None,
    content_type: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Document:
    """A document ready for reading.

    Args:
        source: the text itself (plain or HTML), its bytes, or the path of a file: text, HTML, PDF, DOCX or a message.
        title, url, publisher, publisher_country, date, genre, speaker: what the caller knows; it wins over what the
        page says.
        source_id: the caller's own name for the document, kept as it is.
        content_type: the HTTP header; what bytes are is told from them, not from names.
        limits: refuse what is larger.

    Raises:
        EmptyInput: nothing but white space.
        LimitExceeded: larger than a limit.
        MalformedInput: not text, or a file that cannot be read.
        InputError: `encrypted`, `no_text` (a scan), `timeout`, `crashed`; the message says what to do.
    """
    data = _file(source, limits) if isinstance(source, Path) else source
    found, warnings = _found(data, content_type, title, limits)
    if not found.text.strip() or not found.paragraphs:
        raise EmptyInput("there is no text to read; a page that builds itself in the browser has to be saved as shown")
    reading, offsets, mended = mend(found.text, found.paragraphs)
    if not reading.strip():
        raise EmptyInput("the document holds invisible characters only")
    published, date_warnings = _published(found, date)
    if published is None:
        published, more = find_published(found.text, reading, offsets, found.paragraphs)
        date_warnings += more
    language = _language(reading, found.language)
    heading = title or found.title or _title_of(found) or found.file_title
    return Document(
        text=found.text,
        reading=reading,
        offsets=offsets,
        paragraphs=tuple(found.paragraphs),
        title=heading,
        url=url or found.url,
        publisher=publisher or found.publisher,
        publisher_country=publisher_country,
        language=language,
        genre=genre or guess_genre(reading, heading),
        speaker=speaker,
        published=published,
        warnings=(*warnings, *found.warnings, *date_warnings, *_notes(found.text, language, mended)),
        source_id=source_id,
    )


def _found(
    data: str | bytes, content_type: str | None, title: str | None, limits: Limits
) -> tuple[_Text, tuple[Warning, ...]]:
    """What a document's own format gives, and what was noted on the way."""
    kind = file_kind(data, content_type) if isinstance(data, bytes) else None
    if isinstance(data, bytes) and kind in ("pdf", "docx"):
        return _extracted(parse_file(kind, data, limits), title), ()
    if isinstance(data, bytes) and kind == "eml":
        return _mail(data, title, limits)
    raw, warnings = _characters(data, content_type, limits)
    return (_html(raw, limits) if is_html(raw, content_type) else _plain(raw, title)), warnings


def _extracted(extract: Extract, title: str | None) -> _Text:
    text, _ = without_surrogates(extract.text)
    return _Text(text, extract.paragraphs(title=title), warnings=tuple(extract.notes()), file_title=extract.file_title)


def _mail(data: bytes, title: str | None, limits: Limits) -> tuple[_Text, tuple[Warning, ...]]:
    limits.check(len(data), "file_bytes")
    message = read_mail(data)
    raw, warnings = _characters(message.body, message.content_type, limits)
    found = _html(raw, limits) if is_html(raw, message.content_type) else _plain(raw, title or message.title)
    title, date = message.title or found.title, message.date or found.date
    return replace(found, title=title, date=date, publisher=message.publisher or found.publisher), warnings


def _characters(data: str | bytes, content_type: str | None, limits: Limits) -> tuple[str, tuple[Warning, ...]]:
    limits.check(len(data), "input_bytes")
    warnings: tuple[Warning, ...] = ()
    if isinstance(data, bytes):
        decoded = decode(data, content_type=content_type)
        data, warnings = decoded.text, decoded.warnings
        if is_noise(data):
            raise MalformedInput("these bytes are not text", code="unsupported")
    text, changed = without_surrogates(data)
    if changed:
        message = f"{changed} lone surrogate(s) or NUL(s) were replaced by \ufffd, one for one"
        warnings += (Warning(code="control_characters", message=message),)
    if not text.strip():
        raise EmptyInput("the document is empty")
    return text, warnings


def _file(path: Path, limits: Limits) -> bytes:
    try:
        with path.open("rb") as file:
            limit = size_limit(file.read(HEAD))
            limits.check(os.fstat(file.fileno()).st_size, limit)
            file.seek(0)
            return file.read()
    except FileNotFoundError:
        raise InputError(f"there is no file {path}", code="not_found") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}", code="unreadable") from error


def _html(raw: str, limits: Limits) -> _Text:
    from verbale.intake.html import read_html

    page: Page = read_html(raw, limits)
    return _Text(
        page.text, page.paragraphs, page.title, page.publisher, page.date, page.language, page.url, page.warnings
    )


def _plain(raw: str, title: str | None) -> _Text:
    return _Text(raw, split_paragraphs(raw, title=title))


def _published(found: _Text, date: str | None) -> tuple[Published | None, tuple[Warning, ...]]:
    stated = date or found.date
    return given(stated) if stated else (None, ())


def _title_of(found: _Text) -> str | None:
    heading = next((p for p in found.paragraphs[:3] if p.kind == "title"), None)
    return clean_title(found.text[heading.start : heading.end]) if heading else None


def _language(reading: str, declared: str | None) -> str:
    found = detect_language(reading)
    return found if found != UNKNOWN else (declared or "").split("-")[0].lower()[:3] or UNKNOWN


def _notes(text: str, language: str, mended: int) -> tuple[Warning, ...]:
    notes = []
    if mended:
        notes.append(
            Warning(code="mended", message=f"{mended} damaged word(s) are read as if whole; quotes keep the original")
        )
    if language != "en":
        notes.append(
            Warning(code="language", message=f"the text seems to be in {language!r}; only English is read reliably")
        )
    hidden = _SPOOFING.search(text)
    if hidden:
        notes.append(
            Warning(
                code="hidden_characters",
                message="the text holds invisible or direction-changing characters",
                evidence=hidden.span(),
            )
        )
    mixed = _MIXED_WORD.search(text)
    if mixed:
        notes.append(
            Warning(code="mixed_script", message="a word mixes Latin and Cyrillic letters", evidence=mixed.span())
        )
    return tuple(notes)
