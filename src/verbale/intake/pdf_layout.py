"""Lines of a page with their places to paragraphs: what is repeated on every page left out, lines joined again."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from verbale.intake.document import ParagraphKind
from verbale.intake.extract import Block
from verbale.intake.paragraphs import ends_sentence, is_item


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page. Places in points from the page's lower left corner; all 0 where they are not known."""

    text: str
    page: int
    left: float
    right: float
    base: float
    size: float


_EDGE_LINES = 3  # at the top and at the bottom of a page, in which running headers and footers stand
_MIN_PAGES = 3  # on which a line has to come back before it counts as repeated
_MIN_SHARE = 0.3  # of the pages: left and right pages may have headers of their own
_BAND = 12.0  # points by which a repeated line may stand higher or lower
_NUMBER = re.compile(r"\d{1,6}")
_NUMBERS = 4  # of a line, one of which may be the page's
_PAGE_NUMBER = re.compile(r"\W{0,3}(?:page |p\. ?)?(\d{1,4})(?: ?(?:of|/) ?\d{1,4})?\W{0,3}", re.IGNORECASE)

_LOOSE = 1.35  # of the usual distance between lines: more starts a paragraph
_LINE_HEIGHT = 1.6  # of the letters' size: no line of a paragraph stands further off where nothing is usual yet
_SAME_SIZE = 0.12  # of the size, by which letters of one paragraph differ
_INDENT = 0.8  # of the size, by which a first line stands in
_SHORT = 0.85  # of the column's width: a line that ends before may be a paragraph's last
_HEADING = 1.15  # of the usual size
_TITLE = 1.3
_TITLE_WITHIN = 6  # paragraphs at the start among which the title is the largest
_HEADING_CHARACTERS = 200


def without_furniture(pages: Sequence[Sequence[Line]]) -> tuple[list[Line], int]:
    """The lines of all pages without running headers, footers and page numbers, and how many lines these were."""
    edges = [_edges(lines) for lines in pages]
    inside = [[line for edge in both for line in edge] for both in edges]
    repeated = _repeated(inside, len(pages)) | _numbers(inside)
    dropped = {id(line) for both in edges for edge in both for line in _outermost(edge, repeated)}
    kept = [line for lines in pages for line in lines if id(line) not in dropped]
    if not any(letter.isalpha() for line in kept for letter in line.text):
        return [line for lines in pages for line in lines], 0  # a form letter whose every line comes back
    return kept, len(dropped)


def _edges(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines at the top and at the bottom of a page, from the outermost inwards, wherever they stand in the text."""
    by_height = sorted(lines, key=lambda line: -line.base)
    return by_height[:_EDGE_LINES], by_height[: -_EDGE_LINES - 1 : -1]


def _outermost(edge: Sequence[Line], repeated: set[int]) -> Iterator[Line]:
    """Repeated lines with nothing but repeated lines outside of them: a refrain within the text stays."""
    return itertools.takewhile(lambda line: id(line) in repeated, edge)


def _repeated(edges: Sequence[Sequence[Line]], count: int) -> set[int]:
    """Lines whose words come back at the same height on many pages, a number that grows with the pages aside."""
    alike: dict[tuple[str, int, int], list[Line]] = defaultdict(list)
    for line in itertools.chain.from_iterable(edges):
        for words, offset in _forms(line):
            alike[words, offset, round(line.base / _BAND)].append(line)
    enough = max(_MIN_PAGES, _MIN_SHARE * count)
    return {id(line) for same in alike.values() if len({line.page for line in same}) >= enough for line in same}


def _forms(line: Line) -> Iterator[tuple[str, int]]:
    """A line as it stands, and with each of its numbers as a distance from the page's own."""
    words = line.text.casefold()
    yield words, 0
    for match in itertools.islice(_NUMBER.finditer(words), _NUMBERS):
        yield f"{words[: match.start()]}#{words[match.end() :]}", int(match.group()) - line.page


def _numbers(edges: Sequence[Sequence[Line]]) -> set[int]:
    """Lines that hold a number which grows with the page, on two pages at least."""
    offsets: dict[int, list[Line]] = defaultdict(list)
    for line in itertools.chain.from_iterable(edges):
        match = _PAGE_NUMBER.fullmatch(line.text)
        if match:
            offsets[int(match.group(1)) - line.page].append(line)
    return {id(line) for same in offsets.values() if len({line.page for line in same}) > 1 for line in same}


def blocks_of(lines: Sequence[Line]) -> list[Block]:
    """Paragraphs, their lines parted by line breaks as they stand in the file, with kinds told from their size."""
    if not lines:
        return []
    page = _Page(lines)
    groups: list[list[Line]] = [[lines[0]]]
    for before, line in itertools.pairwise(lines):
        if page.parts(before, line):
            groups.append([])
        groups[-1].append(line)
    kinds = _kinds(groups, page.size)
    return [("\n".join(line.text for line in group), kind) for group, kind in zip(groups, kinds, strict=True)]


class _Page:
    """What is usual in a document: distance of lines, size of letters, edges of the columns."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.size = _usual_size(lines)
        gaps = [a.base - b.base for a, b in itertools.pairwise(lines) if a.page == b.page and a.base > b.base]
        usual = Counter(round(gap, 1) for gap in gaps if self.size * 0.8 < gap < self.size * 2.5)
        self.gap = min(usual, key=lambda gap: (-usual[gap], gap)) if usual else self.size * _LINE_HEIGHT / _LOOSE
        self._right = _edge(lines, median(line.right for line in lines))

    def parts(self, a: Line, b: Line) -> bool:
        """Whether a paragraph ends between two lines that follow each other in the file."""
        if is_item(b.text):
            return not a.text.endswith("-")
        if abs(a.size - b.size) > _SAME_SIZE * max(a.size, b.size):
            return True
        if a.page != b.page or b.base > a.base + a.size:
            return not self._runs_over(a, b)
        if a.base - b.base > _LOOSE * max(self.gap, min(a.size, b.size)):
            return True
        indented = b.left - a.left > _INDENT * b.size and a.base - b.base > b.size / 2
        return (indented and not is_item(a.text)) or (self._ends(a) and b.left <= a.right)

    def _ends(self, line: Line) -> bool:
        """Whether a line may be its paragraph's last: it stops short of the edge, and a sentence with it."""
        return ends_sentence(line.text) and line.right < line.left + _SHORT * (self._right - line.left)

    def _runs_over(self, a: Line, b: Line) -> bool:
        """Whether a paragraph goes on in the next column or on the next page."""
        if ends_sentence(a.text):
            return False
        return b.text[0].islower() or a.text.endswith(("-", ","))


def _usual_size(lines: Sequence[Line]) -> float:
    """The size of most characters."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], -size))


def _edge(lines: Sequence[Line], otherwise: float) -> float:
    """The right edge of the text: where more lines end than anywhere right of it, within a band."""
    ends = sorted((line.right for line in lines if len(line.text) > 30), reverse=True)
    return ends[len(ends) // 10] if ends else otherwise


def _kinds(groups: Sequence[Sequence[Line]], usual: float) -> list[ParagraphKind | None]:
    kinds: list[ParagraphKind | None] = [_kind(group, usual) for group in groups]
    first = [max(line.size for line in group) for group in groups[:_TITLE_WITHIN]]
    largest = first.index(max(first))
    if kinds[largest] == "heading" and groups[largest][0].page == groups[0][0].page and first[largest] > _TITLE * usual:
        kinds[largest] = "title"
    return kinds


def _kind(group: Sequence[Line], usual: float) -> ParagraphKind | None:
    words = " ".join(line.text for line in group)
    large = min(line.size for line in group) > _HEADING * usual
    return "heading" if large and len(words) <= _HEADING_CHARACTERS and not ends_sentence(words) else None
