"""Stretches of text, and the windows that the encoder reads them in.

A stretch is a run of words that is read by itself: whole paragraphs, as many as stay below a limit. It bounds memory
on texts of any length. Windows cover a stretch; whole paragraphs are packed into one where they fit, longer ones are
covered by windows that overlap, and each word is taken from the window that shows most around it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from verbale.reading.model import Ints
from verbale.reading.shapes import shape_of

STRETCH = 4000
"""Words of a stretch at most: some 20 MB of vectors. A longer paragraph is cut there."""

OVERLAP = 64
"""Pieces that neighbouring windows of one long paragraph share: half of them are context on either side."""


@dataclass(frozen=True)
class Stretch:
    """Words read together. ``paragraphs`` has the positions at which paragraphs start, the first always 0."""

    words: list[str]
    glued: list[bool]
    paragraphs: list[int]


@dataclass(frozen=True)
class Cover:
    """A window over words ``start:end`` of a stretch; words ``keep_start:keep_end`` are taken from it."""

    start: int
    end: int
    keep_start: int
    keep_end: int


def split(words: list[str], glued: list[bool], paragraphs: Sequence[int]) -> list[Stretch]:
    """Cut a text's words into stretches, at paragraph starts where possible."""
    starts = sorted({0, *paragraphs})
    stretches: list[Stretch] = []
    begin = 0
    while begin < len(words):
        limit = begin + STRETCH
        end = len(words) if limit >= len(words) else starts[bisect_right(starts, limit) - 1]
        end = limit if end <= begin else end
        inside = starts[bisect_right(starts, begin) : bisect_right(starts, end - 1)]
        stretches.append(Stretch(words[begin:end], glued[begin:end], [0, *(at - begin for at in inside)]))
        begin = end
    return stretches


def covers(lengths: Sequence[int], paragraphs: Sequence[int], room: int) -> list[Cover]:
    """Windows over a stretch.

    Args:
        lengths: pieces of each word.
        paragraphs: positions at which paragraphs start, the first is 0.
        room: pieces that a window holds.
    """
    ends = np.concatenate([[0], np.cumsum(lengths)])
    bounds = [*paragraphs, len(lengths)]
    result: list[Cover] = []
    begin = 0
    for at in range(1, len(bounds)):
        full = at + 1 < len(bounds) and ends[bounds[at + 1]] - ends[begin] <= room
        if full:
            continue
        result += _overlapping(ends, begin, bounds[at], room)
        begin = bounds[at]
    return result


SLACK = 8
"""Slack for words that straddle a window's bound: the pieces of one word at most."""


def _overlapping(ends: Ints, begin: int, end: int, room: int) -> list[Cover]:
    """Windows of like size over words ``begin:end``; one where it fits. ``ends`` are the pieces before each word."""
    offset, total = int(ends[begin]), int(ends[end] - ends[begin])
    if total <= room:
        return [Cover(begin, end, begin, end)]
    count = -(-(total - OVERLAP) // (room - OVERLAP - SLACK))
    lows = [offset + (total - OVERLAP) * number // count for number in range(count + 1)]
    starts = [begin, *(int(np.searchsorted(ends, low)) for low in lows[1:-1])]
    keeps = [begin, *(int(np.searchsorted(ends, low + OVERLAP // 2)) for low in lows[1:-1]), end]
    stops = [*(int(np.searchsorted(ends, low + OVERLAP, side="right")) - 1 for low in lows[1:-1]), end]
    return [Cover(starts[at], stops[at], keeps[at], keeps[at + 1]) for at in range(count)]


def encode(stretch: Stretch, cover: Cover, ids: list[tuple[int, ...]]) -> tuple[Ints, Ints, Ints]:
    """Pieces, shapes and first positions of one window; ``ids`` are the pieces of all words of the stretch."""
    breaks = set(stretch.paragraphs)
    pieces: list[int] = []
    shapes: list[int] = []
    first: list[int] = []
    for at in range(cover.start, cover.end):
        first.append(len(pieces))
        pieces.extend(ids[at])
        glued = stretch.glued[at] and at > cover.start
        shapes.extend([shape_of(stretch.words[at], paragraph=at in breaks, glued=glued)] * len(ids[at]))
    return np.array(pieces), np.array(shapes), np.array(first)
