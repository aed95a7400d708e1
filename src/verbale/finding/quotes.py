"""Quotation marks of every fashion → quoted stretches. Character-based, one pass, paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

DOUBLE = '"“”„‟«»＂″'
_MARKS = re.compile(r"[\"“”„‟«»＂″]|''|``|[‘’‚‹›']")
_OPENERS = frozenset("“„«‹‘‚`")
_CLOSERS = frozenset("”»›’")
_OPEN_PUNCTUATION = frozenset("([{—–-/:")
_NAMING = frozenset(
    [
        "title",
        "titled",
        "entitled",
        "theme",
        "themed",
        "topic",
        "motto",
        "slogan",
        "name",
        "named",
        "called",
        "dubbed",
        "headed",
        "headline",
        "headlined",
        "under",
        "styled",
        "subtitled",
        "heading",
        "label",
        "labelled",
        "labeled",
        "codenamed",
    ]
)
# A single-quoted stretch shorter than this is more often two apostrophes than speech ('80s and '90s).
_MIN_SINGLE = 4


@dataclass(frozen=True, slots=True)
class Quote:
    """Characters `[start, end)` between quotation marks; the marks themselves lie in `[outer_start, outer_end)`.

    `chain` numbers quotations: one that runs over paragraphs, with a new opening mark each, keeps its number.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    chain: int
    closed: bool = True
    is_speech: bool = True  # by its look: no title, slogan or scare quote


def find_quotes(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[Quote]:
    """All quotations, in text order. `paragraphs` are `[start, end)`; a quotation left open ends with its paragraph.

    A paragraph that opens with a mark while the last one is still open continues the same quotation.
    """
    found: list[Quote] = []
    chain = 0
    pending = False
    for start, end in paragraphs:
        first = True
        pending_here = pending
        pending = False
        for quote_start, quote_end, outer_start, outer_end, closed in _in_paragraph(text, start, end):
            continues = first and pending_here and text[start:outer_start].strip() == ""
            chain += 0 if continues else 1
            first = False
            speech = speech_like(text[quote_start:quote_end]) and not _named_by(text, outer_start)
            found.append(Quote(quote_start, quote_end, outer_start, outer_end, chain, closed, speech))
            pending = not closed
    return found


def _in_paragraph(text: str, start: int, end: int) -> Iterator[tuple[int, int, int, int, bool]]:
    opened: re.Match[str] | None = None
    for mark in _MARKS.finditer(text, start, end):
        double = mark.group() in DOUBLE or len(mark.group()) == 2
        if opened is None:
            if _opens(text, mark, start, double=double):
                opened = mark
        elif _is_double(opened) == double and _closes(text, mark, end, double=double):
            if double or mark.start() - opened.end() >= _MIN_SINGLE:
                yield opened.end(), mark.start(), opened.start(), mark.end(), True
            opened = None
        elif double and not _is_double(opened) and _opens(text, mark, start, double=True):
            opened = mark  # the single mark was an apostrophe after all
    if opened is not None and _is_double(opened):
        yield opened.end(), end, opened.start(), end, False


def _is_double(mark: re.Match[str]) -> bool:
    return mark.group() in DOUBLE or len(mark.group()) == 2


def _opens(text: str, mark: re.Match[str], start: int, *, double: bool) -> bool:
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end() : mark.end() + 1] or " "
    loose = before.isspace() or before in _OPEN_PUNCTUATION
    if double:
        return (loose and not after.isspace()) or (mark.group() in "“„«" and not after.isspace())
    return loose and not after.isspace() and mark.group() != "’" and not after.isdigit()


def _closes(text: str, mark: re.Match[str], end: int, *, double: bool) -> bool:
    before = text[mark.start() - 1]
    after = text[mark.end()] if mark.end() < end else " "
    if double:
        return not before.isspace() or after.isspace() or not after.isalnum()
    return not before.isspace() and not after.isalnum() and mark.group() not in _OPENERS


def _named_by(text: str, start: int) -> bool:
    """Whether the word before a quotation says that it is a title, a motto or a name."""
    words = re.findall(r"[^\W\d_]+", text[max(0, start - 30) : start])
    return bool(words) and words[-1].lower() in _NAMING


def speech_like(text: str) -> bool:
    """Whether quoted words can be speech rather than a title, slogan or scare quote, by their own look.

    Speech has four words or more and is not set in title case throughout.
    """
    words = re.findall(r"[^\W\d_]{2,}", text)
    if len(words) < 4:
        return text.rstrip().endswith((".", "!", "?", ",")) and len(words) > 1
    long_words = [word for word in words[1:] if len(word) > 3]
    return not long_words or sum(word[0].isupper() for word in long_words) < 0.7 * len(long_words)
