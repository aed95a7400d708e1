"""Web archives (WARC, plain or gzipped) to documents, one a page, streamed: a record is held whole only when it is
small enough to be a document."""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import IO, Any

from verbale.errors import Failure, InputError, LimitExceeded, MalformedInput
from verbale.intake.given import known
from verbale.intake.streams import Source
from verbale.intake.warc_stream import WarcStream

_log = logging.getLogger(__name__)

_WANTED = ("response", "resource")
_PAGES = re.compile(
    r"(?:text/(?:html|plain|xml)|application/(?:xhtml\+xml|pdf|rss\+xml|atom\+xml|xml|vnd\.openxmlformats[\w.-]+))\b",
    re.IGNORECASE,
)
_OK = ("200", "")  # a resource has no status
_CHUNK = 65_536
_DAMAGE = (EOFError, ValueError, zlib.error, OSError)


def read_warc(source: Source) -> Iterator[Failure | Source]:
    """The pages of a web archive, each named by the byte at which its record starts.

    Requests, pictures, redirects, error pages and revisits (which repeat an earlier page) are passed over and counted
    in the log. A damaged record is a failure, and reading goes on at the next one that can be found.
    """
    stream = WarcStream(source.stream, packed=source.head.startswith(b"\x1f\x8b"))
    passed: Counter[str] = Counter()
    sound = True
    while sound:
        place: str | None = None
        try:
            while (line := stream.next_record()) is not None:
                place = stream.place
                stream.take_line()
                yield from _page(source, stream, line, f"{source.uri}#{place}", passed)
                place = None
            break
        except _DAMAGE as error:
            message = f"the record that starts here is damaged: {error}"
            yield Failure(source_id=f"{source.uri}#{place or stream.place}", code="malformed", message=message)
            sound = stream.recover()
    if passed:
        _log.info("%s: passed over %s", source.uri, ", ".join(f"{n} {what}" for what, n in sorted(passed.items())))


def _page(
    source: Source, stream: WarcStream, line: bytes, uri: str, passed: Counter[str]
) -> Iterator[Failure | Source]:
    """The page of one record, or nothing where it holds none; the stream then stands after the record.

    Raises:
        EOFError, ValueError, zlib.error: the record is damaged.
    """
    record = _record(stream, line)
    outcome: Source | Failure | None = None
    kind = _content_type(record)
    reason = _not_wanted(record, kind)
    if reason:
        passed[reason] += 1
    else:
        outcome = _document(source, record, uri, kind)
    while record.raw_stream.read(_CHUNK):
        pass
    if record.raw_stream.limit:
        raise EOFError("it is shorter than it declares")
    if outcome is not None and record.digest_checker.passed is False:
        raise ValueError("its digest is not that of its bytes")
    if outcome is not None:
        yield outcome


def _record(stream: WarcStream, line: bytes) -> Any:
    """The record that warcio makes of the stream, with its headers read.

    Raises:
        ValueError: its headers make no sense.
    """
    from warcio.recordloader import ArcWarcRecordLoader

    try:
        loader = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
        record = loader.parse_record_stream(stream, line, "warc", check_digests=True)
    except _DAMAGE:
        raise
    except Exception as error:  # whatever the library does not foresee
        raise ValueError(f"its headers cannot be read: {error}") from None
    if not hasattr(record.raw_stream, "limit"):
        raise ValueError("it does not say how long it is")
    return record


def _not_wanted(record: Any, kind: str) -> str | None:
    """Why a record holds no document; None where it holds one."""
    if record.rec_type not in _WANTED:
        return f"{record.rec_type or 'unknown'} record(s)"
    status = record.http_headers.get_statuscode() if record.http_headers else ""
    if status not in _OK:
        return f"answer(s) of status {status[:3]}"
    if _url(record).endswith("/robots.txt") or not _PAGES.match(kind):
        return "file(s) of other kinds"
    return None


def _content_type(record: Any) -> str:
    headers = record.http_headers or record.rec_headers
    return str(headers.get_header("Content-Type") or "")


def _url(record: Any) -> str:
    return str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")


def _document(source: Source, record: Any, uri: str, kind: str) -> Source | Failure:
    try:
        source.check_depth()
        data = _body(record, source.limits.file_bytes)
    except InputError as error:
        return Failure.of(uri, error)
    about = known({**source.about, "url": _url(record)}, source.caller)
    return source.inner(uri, io.BytesIO(data), inflated=False, about=about, content_type=kind)


def _body(record: Any, allowed: int) -> bytes:
    """The bytes of a page, without the ways in which they were sent.

    Raises:
        LimitExceeded: there are more than allowed; reading stops there.
        MalformedInput: they were packed in a way that is not read.
    """
    from warcio.bufferedreaders import ChunkedDataReader

    stream: IO[bytes] = record.raw_stream
    headers = record.http_headers
    if headers and (headers.get_header("Transfer-Encoding") or "").lower() == "chunked":
        stream = ChunkedDataReader(stream)
    data = _read(stream, allowed)
    packed = (headers.get_header("Content-Encoding") or "").strip().lower() if headers else ""
    if packed in ("", "identity", "none", "utf-8"):
        return data
    if packed in ("gzip", "x-gzip", "deflate"):
        return _inflated(data, allowed)
    raise MalformedInput(f"the page is packed with {packed[:40]!r}, which is not read", code="unsupported")


def _read(stream: IO[bytes], allowed: int) -> bytes:
    parts, size = [], 0
    while chunk := stream.read(_CHUNK):
        parts.append(chunk)
        size += len(chunk)
        if size > allowed:
            raise _too_large(allowed)
    return b"".join(parts)


def _inflated(data: bytes, allowed: int) -> bytes:
    """Unpacked bytes; what is not packed after all, or the sound start of what is damaged, as it is."""
    for bits in (47, -15):  # gzip or zlib by its mark, or bare DEFLATE
        try:
            engine = zlib.decompressobj(wbits=bits)
            found = engine.decompress(data, allowed + 1)
        except zlib.error:
            continue
        if len(found) > allowed:
            raise _too_large(allowed)
        return found
    return data


def _too_large(allowed: int) -> LimitExceeded:
    message = f"the record has more than the {allowed:,} bytes allowed; raise Limits(file_bytes=…) if it is meant"
    return LimitExceeded(message, code="limit:file_bytes")
