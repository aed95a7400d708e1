"""ZIP and gzip: their members as streams, counted while they are unpacked. Nothing is ever written to where a name
says, and nothing that the archive declares of itself is believed."""

from __future__ import annotations

import gzip
import os
import re
import stat
import struct
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import IO, cast

from verbale.errors import Failure, InputError, LimitExceeded, MalformedInput
from verbale.intake.given import Given
from verbale.intake.limits import Limits
from verbale.intake.sniff import inflated_head, sniff
from verbale.intake.streams import FAULTS, Source, read_whole, seekable

_PLAIN_WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # LZMA and bzip2 take memory as the archive pleases
_ENCRYPTED = 0x1  # flag of an entry
_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x06"
_END_SIZE = 22 + 65_535  # bytes in which the end record stands: itself and the longest comment
_ENTRY_SIZE = 46 + 512  # bytes of an entry in the directory with a long name
_SAME_IN_64 = 0xFFFF
_OFFICE = {
    "xl/workbook.xml": "an Excel workbook",
    "ppt/presentation.xml": "a PowerPoint presentation",
    "META-INF/container.xml": "an EPUB book",
    "META-INF/manifest.xml": "an OpenDocument file",
}
_WORD = re.compile(r"word/document\d*\.xml")
_HIDDEN = re.compile(r"(?:^|/)(?:\.[^/]|__MACOSX/)")
_DRIVE = re.compile(r"^[A-Za-z]:")
_BROKEN = (*FAULTS, NotImplementedError, RuntimeError)


def office_kind(file: IO[bytes], limits: Limits) -> str | None:
    """`docx`, or in words what other Office document a ZIP is; None for an archive of documents.

    Raises:
        MalformedInput, LimitExceeded: it is damaged, or its directory too large.
    """
    with _archive(file, limits) as archive:
        return _office_kind(archive.namelist())


def read_zip(source: Source) -> Iterator[Given | Failure | Source]:
    """The members of a ZIP in the order of its directory; a Word document, which is a ZIP too, as itself."""
    with seekable(source) as file, _archive(file, source.limits) as archive:
        office = _office_kind(archive.namelist())
        if office == "docx":
            file.seek(0)
            whole = source.inner(source.uri, file, inflated=False)
            data = read_whole(whole, "file_bytes")
            yield Given(uri=source.uri, kind="docx", data=data, about=source.about)
            return
        if office:
            raise MalformedInput(f"this is {office}; save it as PDF or DOCX", code="unsupported")
        source.check_depth()
        yield from _members(archive, source)


def _members(archive: zipfile.ZipFile, source: Source) -> Iterator[Failure | Source]:
    seen: Counter[str] = Counter()
    for entry in archive.infolist():
        name = inside_name(entry.filename)
        if entry.is_dir() or not name or _HIDDEN.search(name):
            continue
        source.budget.check()
        seen[name] += 1
        uri = f"{source.uri}!/{name}" + (f" ({seen[name]})" if seen[name] > 1 else "")
        try:
            _check_entry(entry)
            with archive.open(entry) as stream:
                yield source.inner(uri, stream, inflated=True)
        except InputError as error:
            yield Failure.of(uri, error)
        except _BROKEN as error:
            yield Failure(source_id=uri, code="malformed", message=f"this part of the archive is damaged: {error}")


def inside_name(name: str) -> str:
    """A member's name as one inside its archive: no drive, no root, no `..`, and nothing that cannot be written."""
    parts = _DRIVE.sub("", name.replace("\\", "/")).split("/")
    kept = "/".join(part for part in parts if part not in ("", ".", ".."))
    return kept.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "")


def _check_entry(entry: zipfile.ZipInfo) -> None:
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise InputError("a link in an archive leads nowhere", code="link")
    if entry.flag_bits & _ENCRYPTED:
        raise InputError("this part of the archive is encrypted", code="encrypted")
    if entry.compress_type not in _PLAIN_WAYS:
        raise MalformedInput("only stored and deflated parts of archives are read; pack it anew", code="unsupported")


def _archive(file: IO[bytes], limits: Limits) -> zipfile.ZipFile:
    _check_directory(file, limits)
    try:
        return zipfile.ZipFile(file)
    except _BROKEN as error:
        raise MalformedInput(f"the archive is damaged: {error}") from None


def _check_directory(file: IO[bytes], limits: Limits) -> None:
    """Refuse a directory with too many entries before all of it is read."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _END_SIZE))
    tail = file.read(_END_SIZE)
    place = tail.rfind(_END)
    if place < 0 or len(tail) - place < 22:
        raise MalformedInput("the archive is cut short: its directory is missing")
    entries, length = struct.unpack_from("<HL", tail, place + 10)
    extended = tail.rfind(_END_64, 0, place)
    if extended >= 0 and len(tail) - extended >= 56:
        wide_entries, wide_length = struct.unpack_from("<QQ", tail, extended + 32)
        entries, length = max(entries, wide_entries), max(length % 0xFFFFFFFF, wide_length)
    file.seek(0)
    if entries > limits.entries or min(length, size) > limits.entries * _ENTRY_SIZE:
        raise LimitExceeded(
            f"the archive has more than the {limits.entries:,} entries allowed; raise Limits(entries=…) if they are "
            "meant",
            code="limit:entries",
        )


def _office_kind(names: Iterable[str]) -> str | None:
    names = set(names)
    if any(_WORD.fullmatch(name) for name in names) and "[Content_Types].xml" in names:
        return "docx"
    return next((what for name, what in _OFFICE.items() if name in names), None)


def read_gzip(source: Source) -> Iterator[Given | Failure | Source]:
    """What a gzip file holds, under the same name. A WARC stays packed: its records are members of their own."""
    if sniff(inflated_head(source.head)) == "warc":
        from verbale.intake.warc import read_warc

        yield from read_warc(source)
        return
    source.check_depth()
    with gzip.open(source.stream, "rb") as stream:
        yield source.inner(source.uri, cast(IO[bytes], stream), inflated=True)
