"""How large and deep an input may be. Limits raise; nothing is cut off silently."""

from __future__ import annotations

from dataclasses import dataclass

from verbale.errors import LimitExceeded


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on one input. Every one of them can be set by the caller.

    Attributes:
        input_bytes: of one document, before decoding. The longest UN speech on record is 0.3 MB.
        html_bytes: of one HTML page. Extraction takes about 2.5 s a megabyte.
        line_bytes: of one JSONL line.
        html_depth: of nested tags that the extractor is trusted with; deeper pages take the plain walk.
        file_bytes: of one PDF, Office document or message with its attachments. A report of 600 pages with pictures
            has 40 MB; what is more is mostly pictures.
        inflated_bytes: of one packed file that must be unpacked whole: an archive in an archive, one Office document's
            parts. The text of the longest DOCX is some 20 MB of XML.
        inflated_ratio: unpacked bytes for a packed one, once `inflated_free` bytes are unpacked. Prose packs 3 to 5
            times, tables of repeated words 50 times; DEFLATE reaches 1,032.
        inflated_free: bytes that may be unpacked before their ratio is looked at.
        entries: of one archive; as many as a ZIP without extensions can hold. Its directory then takes some 50 MB.
        office_entries: of one Office document; a book with 500 pictures has 600.
        archive_depth: archives within archives, gzip and attachments included. A ZIP of gzipped WARCs needs 2.
        pages: of one PDF. The longest court judgements and yearbooks have about 2,500.
        feed_bytes: of one feed; the parser takes about 12 times that in memory. Most feeds stay under 1 MB.
        child_memory: of the process that parses PDF, Office documents and feeds, in bytes of address space. Reading a
            thousand-page report takes about 250 MB.
        child_seconds: that it may take for one of them.
    """

    input_bytes: int = 10_000_000
    html_bytes: int = 4_000_000
    line_bytes: int = 20_000_000
    html_depth: int = 200
    file_bytes: int = 64_000_000
    inflated_bytes: int = 200_000_000
    inflated_ratio: int = 200
    inflated_free: int = 64_000_000
    entries: int = 65_535
    office_entries: int = 2_000
    archive_depth: int = 4
    pages: int = 5_000
    feed_bytes: int = 10_000_000
    child_memory: int = 400_000_000
    child_seconds: float = 30.0

    def check(self, size: int, limit: str) -> None:
        """Refuse `size` bytes where the limit of that name is lower.

        Raises:
            LimitExceeded: with code `limit:<name>`.
        """
        allowed = getattr(self, limit)
        if size > allowed:
            raise LimitExceeded(
                f"{size:,} bytes are more than the {allowed:,} allowed; raise Limits({limit}=…) if they are meant",
                code=f"limit:{limit}",
            )


DEFAULT_LIMITS = Limits()
"""What holds where the caller sets nothing."""
