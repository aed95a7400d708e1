"""Text to reading text: invisible signs dropped, white space evened, glued and split words mended, with the way back.

Nothing here changes what evidence quotes: each edit says which original characters its words stand for. Only words of
a list
of common English are joined or parted, so that names and rare words stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

from verbale.data import read_text, read_toml
from verbale.intake.decoding import demojibake
from verbale.intake.document import OffsetMap, Paragraph

Edit = tuple[int, int, str]  # original start and end, and the words that are read instead

# Soft hyphen, zero-width space, word joiner, BOM, directional marks and isolates, tag characters.
_INVISIBLE = re.compile(
    "[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]+"
)
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_DECOMPOSED = re.compile("[^\\W\\d_][\u0300-\u036f]+")
_SPACES = re.compile(r"\s+")
_BROKEN_WORD = re.compile(r"(?<![^\W\d_])([^\W\d_]+)([-\u00ad\u2010])[ \t]*\r?\n[ \t]*([^\W\d_]+)")
_ORDINAL = re.compile(r"(?<![\w.])\d{1,4}(?:st|nd|rd|th)(?=([a-z]+))")
_MAGNITUDE = re.compile(
    r"(?<=\d)(?=(?:hundred|thousand|million|billion|trillion|percent|per cent|years?|months?|days?|people)\b)"
)
_STOP_GLUE = re.compile(r"(?<![\w.])([A-Za-z]{3,}|\d{4}|[A-Za-z]*[)”\"»’]{1,2})([.!?;:])(?=([A-Z][a-z]+)\b(?!\.\w))")
_COMMA_GLUE = re.compile(r"(?<=[^\W\d_]{2},)(?=[^\W\d_]{2})")
_CLOSING_GLUE = re.compile(r"(?<=[”»)])(?=([a-z]{2,})\b)")
_PAIR = re.compile(r"(?<![\w'’.-])([a-z]+) (?=([a-z]+)(?![\w'’-]))")
_WORD = re.compile(r"[^\W\d_]+")
_NOT_SPACE = re.compile(r"\S+")
_SHORT_WORD = 3  # letters: "a lone", "in sane hands" hold rare words, not torn ones
_MIN_JOINED = 5  # letters of a word that is put together from two; shorter pairs collide with ordinary English


def mend(text: str, paragraphs: Sequence[Paragraph]) -> tuple[str, OffsetMap, int]:
    """The reading text, the map from it to `text`, and how many words were mended.

    Paragraphs come out parted by one blank line, each with single spaces.
    """
    spacing = list(_spacing(text, paragraphs))
    vocabulary = frozenset(_WORD.findall(text)) if _BROKEN_WORD.search(text) else frozenset()
    words = _settled([edit for paragraph in paragraphs for edit in _words(text, paragraph, vocabulary)])
    edits = _settled([*words, *spacing])
    return *_applied(text, edits), len(words)


def _spacing(text: str, paragraphs: Sequence[Paragraph]) -> Iterator[Edit]:
    position = 0
    for number, paragraph in enumerate(paragraphs):
        if position < paragraph.start:
            yield position, paragraph.start, "\n\n" if number else ""
        for match in _INVISIBLE.finditer(text, paragraph.start, paragraph.end):
            yield *match.span(), ""
        for match in _LIGATURE.finditer(text, paragraph.start, paragraph.end):
            yield *match.span(), unicodedata.normalize("NFKC", match.group())
        for match in _DECOMPOSED.finditer(text, paragraph.start, paragraph.end):
            yield *match.span(), unicodedata.normalize("NFC", match.group())
        for match in _SPACES.finditer(text, paragraph.start, paragraph.end):
            if match.group() != " ":
                yield *match.span(), " "
        position = paragraph.end
    if position < len(text):
        yield position, len(text), ""


def _words(text: str, paragraph: Paragraph, vocabulary: frozenset[str]) -> Iterator[Edit]:
    yield from _twice_encoded(text, paragraph)
    yield from _broken(text, paragraph, vocabulary)
    yield from _glued(text, paragraph)
    yield from _split(text, paragraph)


def _twice_encoded(text: str, paragraph: Paragraph) -> Iterator[Edit]:
    words = text[paragraph.start : paragraph.end]
    if words.isascii() or demojibake(words) == words:
        return
    for match in _NOT_SPACE.finditer(text, paragraph.start, paragraph.end):
        fixed = demojibake(match.group())
        if fixed != match.group():
            yield *match.span(), fixed


def _broken(text: str, paragraph: Paragraph, vocabulary: frozenset[str]) -> Iterator[Edit]:
    """Words that a line end cut: `coopera-` / `tion` is one word, `long-` / `term` keeps its hyphen."""
    for match in _BROKEN_WORD.finditer(text, paragraph.start, paragraph.end):
        first, _, second = match.groups()
        joined = first + second
        whole = second.islower() and (
            is_word(joined) or (not (is_word(first) and is_word(second)) and joined in vocabulary)
        )
        yield (match.start(2) if whole else match.end(2)), match.start(3), ""


def _glued(text: str, paragraph: Paragraph) -> Iterator[Edit]:
    span = paragraph.start, paragraph.end
    for match in _ORDINAL.finditer(text, *span):
        if is_word(match.group(1)) and len(match.group(1)) > 2:
            yield match.end(), match.end(), " "
    for match in _MAGNITUDE.finditer(text, *span):
        yield match.end(), match.end(), " "
    for match in _dates_glued().finditer(text, *span):
        yield match.end(), match.end(), " "
    for match in _STOP_GLUE.finditer(text, *span):
        if _ends_sentence(match.group(1)) and (is_word(match.group(3).lower()) or match.group(1).isdigit()):
            yield match.end(), match.end(), " "
    for match in _COMMA_GLUE.finditer(text, *span):
        yield match.end(), match.end(), " "
    for match in _CLOSING_GLUE.finditer(text, *span):
        if is_word(match.group(1)):
            yield match.end(), match.end(), " "


def _ends_sentence(word: str) -> bool:
    return not word[-1].isalpha() or is_word(word) or (len(word) > 3 and word[0].isupper() and word[1:].islower())


@cache
def _dates_glued() -> re.Pattern[str]:
    months = "|".join(month for names in read_toml("calendar")["months"]["en"] for month in names if len(month) > 3)
    title = "|".join(name.capitalize() for name in months.split("|"))
    return re.compile(rf"(?<![\w.])\d{{1,2}}(?=(?:{title})\b)|\b(?:{title})(?=\d{{1,4}}\b)")


def _split(text: str, paragraph: Paragraph) -> Iterator[Edit]:
    last = -1
    for match in _PAIR.finditer(text, paragraph.start, paragraph.end):
        if match.start() != last and _belong_together(*match.groups()):
            yield match.end() - 1, match.end(), ""
            last = match.end()


def _belong_together(first: str, second: str) -> bool:
    """Whether two words are one that was torn: the whole is common English and a part is none, or never follows the
    other."""
    if len(first) + len(second) < _MIN_JOINED or not is_word(first + second):
        return False
    if f"{first} {second}" in _torn() or not is_word(first):
        return True
    return len(first) > _SHORT_WORD and not is_word(second)


def is_word(word: str) -> bool:
    """Whether a lower-case word is common English."""
    return word.lower() in _known()


@cache
def _known() -> frozenset[str]:
    return frozenset(read_text("words_en.txt").split())


@cache
def _torn() -> frozenset[str]:
    return frozenset(read_text("split_words_en.txt").splitlines())


def _settled(edits: list[Edit]) -> list[Edit]:
    """Edits in order without overlaps: word edits win over spacing, the earlier over the later."""
    order = sorted(range(len(edits)), key=lambda i: (edits[i][0], edits[i][1], i))
    kept: list[tuple[Edit, int]] = []
    for index in order:
        edit = edits[index]
        while kept and edit[0] < kept[-1][0][1] and index < kept[-1][1]:
            kept.pop()
        if not kept or (edit[0] >= kept[-1][0][1] and edit != kept[-1][0]):
            kept.append((edit, index))
    return [edit for edit, _ in kept]


def _applied(text: str, edits: list[Edit]) -> tuple[str, OffsetMap]:
    parts: list[str] = []
    mapped: list[tuple[int, int, int, int]] = []
    position = length = 0
    for start, end, words in edits:
        parts.append(text[position:start])
        length += start - position
        parts.append(words)
        if end - start != len(words):
            _record(mapped, (length, length + len(words), start, end))
        length += len(words)
        position = end
    parts.append(text[position:])
    return "".join(parts), OffsetMap(tuple(mapped))


def _record(mapped: list[tuple[int, int, int, int]], edit: tuple[int, int, int, int]) -> None:
    """Adds an edit; one that touches the last is made one with it, so that every start is unique."""
    if mapped and mapped[-1][1] == edit[0] and mapped[-1][3] == edit[2]:
        first = mapped.pop()
        edit = first[0], edit[1], first[2], edit[3]
    mapped.append(edit)
