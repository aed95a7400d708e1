"""Paragraphs of plain text: blank lines, hard-wrapped lines, one line a paragraph, titles, date lines, headings,
lists."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from statistics import median

from verbale.intake.dates import find_dates
from verbale.intake.document import Paragraph, ParagraphKind

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_ITEM = re.compile(r"(?:[•●▪◦*–—-]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+\S")
_SENTENCE_END = (".", "!", "?", "…", ":", ";", "。", "؟")
_CLOSERS = "\"'”’»)]"
_WRAP_MIN, _WRAP_MAX = 30, 110  # characters a line; hard-wrapped text keeps within them
_WRAP_LINES = 4  # fewer lines do not show a habit
_WRAP_OPEN_SHARE = 0.6  # of the lines that end in mid-sentence in wrapped text
_SHORT_LINE = 0.75  # of the usual length: a wrapped line that short ends its paragraph
_TITLE_WORDS = 30
_HEADING_WORDS = 14
_DATELINE_CHARACTERS = 120


def split_paragraphs(text: str, *, title: str | None = None) -> tuple[Paragraph, ...]:
    """The paragraphs of plain text, in order, without the white space around them.

    Args:
        text: the canonical text.
        title: the title as the caller gave it; a first line that repeats it is the title.
    """
    spans = [span for block in _blocks(text) for span in _lines(text, block)]
    return tuple(with_kinds(text, spans, title=title))


def with_kinds(text: str, spans: Sequence[tuple[int, int]], *, title: str | None = None) -> Iterator[Paragraph]:
    """Paragraphs of known extent with their kinds told from their looks."""
    for number, (start, end) in enumerate(spans):
        rest = spans[number + 1 :] if number < _HEAD else spans[number + 1 : number + 2]
        yield Paragraph(start, end, _kind(text[start:end], number, has_more=bool(rest), title=title))


_HEAD = 8  # paragraphs in which a title or a date line may stand


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Stretches between blank lines; text without any is one block."""
    normal = text.replace("\r", "\n") if "\n" not in text else text
    position = 0
    for match in _BLANK_LINES.finditer(normal):
        yield position, match.start()
        position = match.end()
    yield position, len(text)


def _lines(text: str, block: tuple[int, int]) -> Iterator[tuple[int, int]]:
    lines = [span for span in _line_spans(text, *block) if span[0] < span[1]]
    if not lines:
        return
    if _is_wrapped(text, lines):
        yield from _unwrapped(text, lines)
    else:
        yield from _uncut(text, lines)


def _uncut(text: str, lines: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Lines as paragraphs, but for those that a hyphen cuts in mid-word."""
    first = lines[0][0]
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        if following is None or not (text[line[1] - 1] in "-\u00ad\u2010" and text[following[0]].islower()):
            yield first, line[1]
            first = following[0] if following else line[1]


def _line_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for line in text[start:end].splitlines(keepends=True):
        bare = line.strip()
        offset = start + len(line) - len(line.lstrip())
        yield offset, offset + len(bare)
        start += len(line)


def _is_wrapped(text: str, lines: Sequence[tuple[int, int]]) -> bool:
    if len(lines) == 1:
        return False
    lengths = [end - start for start, end in lines[:-1]]
    if max(lengths) > 2 * _WRAP_MAX or not _WRAP_MIN <= median(lengths) <= _WRAP_MAX:
        return False
    open_ends = sum(_runs_on(text, a, b) for a, b in itertools.pairwise(lines))
    return (
        open_ends >= _WRAP_OPEN_SHARE * (len(lines) - 1) if len(lines) >= _WRAP_LINES else open_ends == len(lines) - 1
    )


def _runs_on(text: str, line: tuple[int, int], following: tuple[int, int]) -> bool:
    """Whether a line ends in mid-sentence, as a wrapped line does and a heading does not."""
    if ends_sentence(text[line[0] : line[1]]) or _ITEM.match(text, following[0]):
        return False
    return text[following[0]].islower() or line[1] - line[0] >= _WRAP_MIN


def _unwrapped(text: str, lines: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    usual = median(end - start for start, end in lines)
    first = lines[0][0]
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        words = text[line[0] : line[1]]
        short = len(words) < _SHORT_LINE * usual
        if following is None or (short and ends_sentence(words)) or _ITEM.match(text, following[0]):
            yield first, line[1]
            first = following[0] if following else line[1]


def ends_sentence(words: str) -> bool:
    """Whether words end in a stop, closing quotes and brackets aside."""
    return words.rstrip(_CLOSERS + " ").endswith(_SENTENCE_END)


def _kind(words: str, number: int, *, has_more: bool, title: str | None) -> ParagraphKind:
    if title and number < _HEAD and _same(words, title):
        return "title"
    if is_dateline(words):
        return "dateline"
    if not has_more or ends_sentence(words):
        return "item" if _ITEM.match(words) else "body"
    count = words.count(" ") + 1
    if number == 0 and not title and count <= _TITLE_WORDS:
        return "title"
    if _ITEM.match(words):
        return "item"
    return "heading" if count <= _HEADING_WORDS and len(words) > 1 else "body"


def _same(words: str, title: str) -> bool:
    return [word.casefold() for word in words.split()] == [word.casefold() for word in title.split()]


_LABELS = re.compile(
    r"\b(?:published|posted|date|released?|issued|updated|last|on|at|by|time|local|gmt|utc|am|pm|est|edt|cet|no)\b",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_PLACE_WORDS = 3  # a date line names at most a city and a country beside the date


def is_dateline(words: str) -> bool:
    """Whether a line holds a date and little else: a label, the hour, a place."""
    if len(words) > _DATELINE_CHARACTERS or not _DIGIT.search(words):
        return False
    found = next((match for match in find_dates(words) if match.kind == "absolute"), None)
    if found is None or found.value is None or (found.value.precision == "year" and not found.value.ambiguous):
        return False
    rest = _LABELS.sub(" ", words[: found.start] + " " + words[found.end :])
    names = re.findall(r"[^\W\d_]+", rest)
    return (
        len(names) <= _PLACE_WORDS
        and all(name[0].isupper() for name in names)
        and not rest.rstrip().endswith((".", "?"))
    )


def is_item(words: str) -> bool:
    """Whether words begin as an item of a list does: a bullet, a dash, a number or letter with a stop."""
    return bool(_ITEM.match(words))


def clean_title(words: str) -> str:
    """A title without the white space, the unmatched outer quote and the final marks that pages leave on it."""
    title = " ".join(words.split())
    if sum(title.count(mark) for mark in '"“”„«»') % 2:
        title = title[1:] if title[0] in '"“„«' else title[:-1] if title[-1] in '"”»' else title
    return title.strip()
