"""Windows of time: years, quarters, months, or blocks of several of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from verbale.analysis.network import Ints

Unit = Literal["year", "quarter", "month"]
UNITS: tuple[Unit, ...] = ("year", "quarter", "month")
_MONTHS = {"year": 12, "quarter": 3, "month": 1}
# Coarsest precision of a date (0 day, 1 month, 2 year) that can still be placed in a window of the unit.
COARSEST = {"year": 2, "quarter": 1, "month": 1}
_NEVER = -1


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time: `label` for people, ISO first and last day, both inclusive."""

    label: str
    start: str
    end: str


def windows_between(first: str, last: str, *, by: Unit, length: int = 1, step: int | None = None) -> tuple[Window, ...]:
    """Windows from the unit that holds `first` to the one that holds `last`.

    Args:
        first, last: ISO days.
        by: unit of time.
        length: units of a window, at least 1.
        step: units from one window's start to the next; `length` by default (blocks), 1 for rolling windows. The last block
            may reach past `last`.
    """
    start, end = _ordinal(first, by), _ordinal(last, by)
    starts = range(start, max(start, end - (length - 1 if step else 0)) + 1, step or length) if end >= start else ()
    return tuple(_window(unit, unit + length - 1, by) for unit in starts)


def ending_with(window: Window, *, by: Unit, length: int) -> Window:
    """The window of `length` units that ends on the same day as another, with that one's label."""
    last = _ordinal(window.end, by)
    return Window(window.label, _window(last - length + 1, last, by).start, window.end)


def window_of(days: NDArray[np.datetime64], windows: Sequence[Window]) -> Ints:
    """The window of each day, -1 for days outside all and for NaT; windows must not overlap and must be in order."""
    if not windows:
        return np.full(len(days), _NEVER, dtype=np.int64)
    starts = np.array([window.start for window in windows], dtype="datetime64[D]")
    ends = np.array([window.end for window in windows], dtype="datetime64[D]")
    found = np.searchsorted(starts, days, side="right") - 1
    inside = ~np.isnat(days) & (found >= 0) & (days <= ends[np.maximum(found, 0)])
    return np.where(inside, found, _NEVER).astype(np.int64)


def inside(days: NDArray[np.datetime64], window: Window) -> NDArray[np.bool_]:
    """Which days a window holds; NaT is in none."""
    start, end = np.datetime64(window.start, "D"), np.datetime64(window.end, "D")
    return np.asarray((days >= start) & (days <= end))


def _ordinal(day: str, by: Unit) -> int:
    year, month = int(day[:4]), int(day[5:7] or 1)
    return (year * 12 + month - 1) // _MONTHS[by]


def _window(first: int, last: int, by: Unit) -> Window:
    start = _month_start(first * _MONTHS[by])
    end = _month_start((last + 1) * _MONTHS[by]) - timedelta(days=1)
    ends = _label(last, by)
    label = _label(first, by) if first == last else f"{_label(first, by)}–{ends}"
    return Window(label, start.isoformat(), end.isoformat())


def _month_start(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def _label(unit: int, by: Unit) -> str:
    if by == "year":
        return f"{unit:04d}"
    if by == "quarter":
        return f"{unit // 4:04d}-Q{unit % 4 + 1}"
    return f"{unit // 12:04d}-{unit % 12 + 1:02d}"
