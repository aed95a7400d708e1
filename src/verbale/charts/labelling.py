"""Names beside points so that none covers another: each takes the first free side, in the order given, or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

_LETTER = 5.9  # pixels of a letter of 11-pixel Liberation Sans, on the wide side of its mean
_BOLD = 6.6
_TALL = 13.0
_NEAR, _FAR = 3.0, 11.0  # pixels between a point and its name, and when a larger point lies beneath
_SAME = 4.0  # pixels within which two points are one to the eye
Kind = Literal["bold", "normal", "quiet"]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Label:
    """A name and its point.

    Attributes:
        words: the name.
        x, y: pixels from the top left: of the point, and of the text's anchor once it is placed.
        radius: of the point, pixels.
        align: how the text stands to its anchor: left, center or right.
        kind: bold (it is wider), normal or quiet.
        must: whether it is placed in any case, over other points if need be.
    """

    words: str
    x: float
    y: float
    radius: float
    align: str = "left"
    kind: Kind = "normal"
    must: bool = False


def labelled(labels: Sequence[Label], *, width: float, height: float) -> list[Label]:
    """Labels that found room, at their places. Linear but for labels that come near each other."""
    points = [_point(label) for label in labels]
    grid = _Grid()
    for box in points:
        grid.add(box)
    crowd = Counter(map(_spot, labels))
    placed = []
    for label, own in zip(labels, points, strict=True):
        for there, box in (*_sides(label, _NEAR), *(_sides(label, _FAR) if crowd[_spot(label)] > 1 else ())):
            inside = box[0] >= 0 and box[2] <= width and box[1] >= 0 and box[3] <= height
            if inside and (label.must or grid.free(box, but=own)):
                grid.add(box)
                placed.append(there)
                break
    return placed


def _spot(label: Label) -> tuple[int, int]:
    return round(label.x / _SAME), round(label.y / _SAME)


def _point(label: Label) -> Box:
    r = label.radius
    return label.x - r, label.y - r, label.x + r, label.y + r


def _sides(label: Label, near: float) -> Iterator[tuple[Label, Box]]:
    """Right, left, above, below."""
    wide = len(label.words) * (_BOLD if label.kind == "bold" else _LETTER)
    out = label.radius + near
    half = _TALL / 2
    for x, y, align, left in (
        (label.x + out, label.y, "left", label.x + out),
        (label.x - out, label.y, "right", label.x - out - wide),
        (label.x, label.y - out - half, "center", label.x - wide / 2),
        (label.x, label.y + out + half, "center", label.x - wide / 2),
    ):
        yield replace(label, x=x, y=y, align=align), (left, y - half, left + wide, y + half)


class _Grid:
    """Boxes by the squares that they touch, so that only near ones are compared."""

    _SIDE = 64.0

    def __init__(self) -> None:
        self._squares: dict[tuple[int, int], list[Box]] = {}

    def add(self, box: Box) -> None:
        for square in self._touched(box):
            self._squares.setdefault(square, []).append(box)

    def free(self, box: Box, *, but: Box) -> bool:
        """Whether a box meets none but its own point's."""
        near = (other for square in self._touched(box) for other in self._squares.get(square, ()))
        return not any(other is not but and _meet(box, other) for other in near)

    def _touched(self, box: Box) -> Iterator[tuple[int, int]]:
        left, top, right, low = (int(edge // self._SIDE) for edge in box)
        return ((column, row) for column in range(left, right + 1) for row in range(top, low + 1))


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
