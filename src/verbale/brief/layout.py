"""What all writers share: words made safe to show, quotes cut to a line's length, how a source is told."""

from __future__ import annotations

import re

from verbale.brief.model import Line, Passage, Section, Source
from verbale.show.safe import safe

LONGEST_QUOTE = 360
"""Characters of a quote in a line; the list of sources has it whole."""

NO_DATE = "no date"
CLAIM = "CLAIM"
SOURCES = "Sources and passages"
SOURCES_RULE = (
    "Every number in brackets leads here: [3.2] is passage 2 of document 3. Documents stand in order of publication, "
    "passages in order of the text; the cited words are marked within their sentence, with their place in characters."
)
_IMPOSSIBLE = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")  # in no XML, and in no UTF-8


def shown(words: str) -> str:
    """Words on one line, with nothing in them that could steer a screen or break a file."""
    return _IMPOSSIBLE.sub("\ufffd", safe(words))


def edge(words: str) -> str:
    """As `shown`, with a space kept where the words begin or end with white space."""
    if not words:
        return ""
    before, after = " " * words[0].isspace(), " " * words[-1].isspace()
    return f"{before}{shown(words)}{after}" if words.strip() else " "


def cut(quote: str) -> str:
    """A quote short enough for a line."""
    words = " ".join(quote.split())
    if len(words) <= LONGEST_QUOTE:
        return shown(words)
    kept = words[:LONGEST_QUOTE].rsplit(" ", 1)[0].rstrip(",;: ")
    return shown(f"{kept} …")


def date_words(line: Line) -> str:
    """A line's date; `reported` before a day of publication."""
    if line.date is None:
        return NO_DATE if line.quote or line.reported else ""
    return f"reported {line.date}" if line.reported else line.date


def more_words(section: Section) -> str | None:
    """How many were left out."""
    return f"{section.more:,} more in the archive; --limit shows more." if section.more else None


def source_words(source: Source) -> str:
    """Publisher, date, kind and copies of a document."""
    copies = f"+{source.copies} {'copy' if source.copies == 1 else 'copies'} in the archive" if source.copies else ""
    parts = (source.publisher or "publisher not known", source.published or "date not known", source.genre, copies)
    return shown(", ".join(part for part in parts if part))


def place_words(passage: Passage) -> str:
    """Where a passage stands and what it holds."""
    return shown(f"characters {passage.start}–{passage.end}; {', '.join(passage.items)}")


def web_address(source: Source) -> str | None:
    """A document's address, if it is one that a reader may follow."""
    url = shown(source.url or "")
    return url if re.match(r"https?://[^\s\"'<>]+$", url) else None
