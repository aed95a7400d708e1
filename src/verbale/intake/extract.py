"""What a parser of a format gives: text, where its paragraphs are, what the file says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from verbale.intake.document import Paragraph, ParagraphKind
from verbale.intake.paragraphs import clean_title, with_kinds
from verbale.record import Warning  # noqa: A004

Block = tuple[str, ParagraphKind | None]
"""A paragraph's text, and its kind where the format itself says what it is."""

_JUNK_TITLE = re.compile(
    r"^(?:microsoft (?:word|powerpoint|excel)\b.*|untitled.{0,4}|(?:document|dokument|book|presentation)\s?\d{0,3}"
    r"|powerpoint presentation|.{0,200}\.(?:docx?|pdf|rtf|indd|qxd|pmd|p65|tmp|txt|odt|pptx?|xlsx?|ai|cdr|dvi|ps)"
    r"|\S*[\\/]\S*|[\W\d_]*|\S*\d\S*)$",
    re.IGNORECASE,
)
_LONGEST_TITLE = 300  # characters


@dataclass(frozen=True, slots=True)
class Extract:
    """Text of a parsed file. All of it is plain, so that it can leave the process that parsed the file as JSON.

    Attributes:
        text: paragraphs parted by blank lines.
        spans: `[start, end)` of each paragraph in `text`.
        kinds: of each, where the format says it.
        file_title: the title in the file's properties, which is often a template's or another document's.
        file_date: ISO; when the file says it was made.
        warnings: `(code, message)` of what was dropped or is doubtful.
    """

    text: str
    spans: list[tuple[int, int]]
    kinds: list[ParagraphKind | None]
    file_title: str | None = None
    file_date: str | None = None
    warnings: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, blocks: Iterable[Block], **about: Any) -> Extract:
        """The text of paragraphs; blank ones are left out."""
        texts: list[str] = []
        spans: list[tuple[int, int]] = []
        kinds: list[ParagraphKind | None] = []
        position = 0
        for text, kind in blocks:
            bare = text.strip()
            if bare:
                texts.append(bare)
                spans.append((position, position + len(bare)))
                kinds.append(kind)
                position += len(bare) + 2
        return cls("\n\n".join(texts), spans, kinds, **about)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Extract:
        """The extract that JSON holds."""
        fields = dict(plain)
        spans = [(int(start), int(end)) for start, end in fields.pop("spans")]
        notes = [(str(code), str(message)) for code, message in fields.pop("warnings")]
        return cls(spans=spans, warnings=notes, **fields)

    def paragraphs(self, *, title: str | None) -> tuple[Paragraph, ...]:
        """The paragraphs, with kinds as the format says or else as they look."""
        looks = with_kinds(self.text, self.spans, title=title)
        titled = "title" in self.kinds
        return tuple(_told(paragraph, kind, titled=titled) for paragraph, kind in zip(looks, self.kinds, strict=True))

    def notes(self) -> Iterator[Warning]:
        """The warnings, and one for a date that is the file's and perhaps not the document's."""
        for code, message in self.warnings:
            yield Warning(code=code, message=message)
        if self.file_date:
            message = f"the file was made on {self.file_date}; that need not be the document's date, so it is not used"
            yield Warning(code="file_date", message=message)


def _told(paragraph: Paragraph, kind: ParagraphKind | None, *, titled: bool) -> Paragraph:
    """A paragraph with the kind that the format gives it; where the format names the title no other line is one."""
    if paragraph.kind == "title" and titled and kind != "title":
        kind = "heading"
    if kind is None or paragraph.kind == "dateline":
        return paragraph
    return Paragraph(paragraph.start, paragraph.end, kind)


def file_title(title: str | None) -> str | None:
    """A title from a file's properties, if it reads like one: `Microsoft Word - draft3.doc` does not."""
    words = clean_title((title or "").replace("\0", ""))
    usable = len(words) <= _LONGEST_TITLE and words.isprintable() and not _JUNK_TITLE.match(words)
    return words if words and usable else None
