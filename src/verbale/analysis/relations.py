"""Relations: what one state says of, or does to, another in each window of time.

A sum follows coverage and a mean hides it, so both stand side by side with the volume. A window without a tie is
*unobserved*, which is not zero. Directed: A of B is not B of A.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from verbale.analysis.groups import distinct, group
from verbale.analysis.network import Floats, Ints
from verbale.analysis.tie_table import NEUTRAL, Layer, TieTable
from verbale.analysis.uncertainty import DRAWS, LEVEL, Draws, Interval, mean_intervals
from verbale.analysis.windows import COARSEST, Unit, Window, window_of, windows_between
from verbale.record import Rows, to_plain

State = Literal["positive", "negative", "neutral", "unobserved"]
NO_TIE = "no report in this window"
_COUNTS = ("ties", "documents", "origins", "publishers")
_DIGITS = 6  # beyond the meaning of any of these numbers, and short enough to be the same on every machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One directed dyad in one window. Numbers are None, never 0, where nothing was observed.

    Attributes:
        source, target: who speaks or acts, and of or toward whom.
        layer: words, deeds or claims.
        window, start, end: label, first and last day.
        state: sign of the mean, neutral where it is nearer to zero than 0.05, unobserved without a tie.
        sum, mean: of the values (-1 … +1), weighted so that an origin counts as one document.
        low, high: interval of the mean; None where `reason` says why.
        volume: weighted number of ties; positive, negative and neutral are its parts.
        ties: coded ties, copies included.
        documents, origins, publishers: different ones behind it.
        score, goldstein: mean PLOVER score and Goldstein value (-10 … +10), None for words.
        reason: why there is no value or no interval.
    """

    source: str
    target: str
    layer: Layer
    window: str
    start: str
    end: str
    state: State
    sum: float | None = None
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    volume: float = 0.0
    positive: float = 0.0
    negative: float = 0.0
    neutral: float = 0.0
    ties: int = 0
    documents: int = 0
    origins: int = 0
    publishers: int = 0
    score: float | None = None
    goldstein: float | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """Relations of one or all pairs over time.

    Attributes:
        rows: by source, target and window.
        layer, by: what was counted, and the unit of the windows.
        start, end: the days asked for, or the layer's first and last day; None in an empty table.
        undated: ties of these pairs without a date, or with one too coarse for the windows; in no row.
        level: of the intervals.
        documents, origins, publishers: different ones behind all rows (those of the rows overlap); None where not counted.
    """

    rows: Rows[Relation]
    layer: Layer
    by: Unit
    start: str | None
    end: str | None
    undated: int
    level: float
    documents: int | None = None
    origins: int | None = None
    publishers: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        plain: dict[str, Any] = to_plain(self)
        return plain

    def to_pandas(self) -> Any:
        """A `pandas.DataFrame`, one row a dyad and window."""
        return self.rows.to_pandas()

    def to_polars(self) -> Any:
        """A `polars.DataFrame`, one row a dyad and window."""
        return self.rows.to_polars()


def relations(  # noqa: PLR0913 - one parameter an option of the question
    ties: TieTable, source: str | None = None, target: str | None = None, *, layer: Layer = "words", by: Unit = "year",
    start: str | None = None, end: str | None = None, both: bool = False, draws: Draws | None = DRAWS,
) -> Relations:  # fmt: skip
    """Relations between states over time.

    Args:
        ties: the tie table of an archive, a file or a simulation.
        source, target: alpha-3 codes; where one is None, all. A pair gets a row for every window, unobserved ones too; with
            open ends only observed dyads and windows are listed, all else is unobserved.
        layer: words, deeds or claims; they are never mixed.
        by: year, quarter or month.
        start, end: ISO days, both inclusive; by default the layer's first and last day.
        both: also the other direction of the pair.
        draws: how intervals of the mean are drawn; None for no intervals.
    """
    layered = ties.of_layer(layer)
    pairs = _pairs(source, target, both=both)
    table = layered.where(_chosen(layered, pairs))
    span = layered.span() or (None, None)
    first, last = start or span[0], end or span[1]
    windows = windows_between(first, last, by=by) if first and last else ()
    coarse = table.precision > COARSEST[by]
    place = np.where(coarse | ~_within(table, start, end), -1, window_of(table.day, windows))
    kept = table.where(place >= 0)
    rows = _observed(kept, place[place >= 0], windows, layer, layered.value, draws=draws)
    if source is not None and target is not None:
        rows = _filled(rows, pairs, windows, layer)
    undated = int((np.isnat(table.day) | coarse).sum())
    level = draws.level if draws else LEVEL
    behind = {
        name: int(np.count_nonzero(np.bincount(getattr(kept, name[:-1]))))
        for name in ("documents", "origins", "publishers")
    }
    return Relations(rows=Rows(rows), layer=layer, by=by, start=first, end=last, undated=undated, level=level, **behind)


def _pairs(source: str | None, target: str | None, *, both: bool) -> list[tuple[str | None, str | None]]:
    pairs = [(source, target)]
    return [*pairs, (target, source)] if both and source != target else pairs


def _chosen(table: TieTable, pairs: Sequence[tuple[str | None, str | None]]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    chosen = np.zeros(len(table), dtype=bool)
    for source, target in pairs:
        mask = np.ones(len(table), dtype=bool)
        if source is not None:
            mask &= table.source == table.code(source)
        if target is not None:
            mask &= table.target == table.code(target)
        chosen |= mask
    return chosen


def _within(table: TieTable, start: str | None, end: str | None) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Days asked for; a first or last window may reach beyond them."""
    kept = ~np.isnat(table.day)
    if start:
        kept &= table.day >= np.datetime64(start, "D")
    if end:
        kept &= table.day <= np.datetime64(end, "D")
    return kept


def _observed(  # noqa: PLR0913 - private, one call
    table: TieTable, place: Ints, windows: Sequence[Window], layer: Layer, pool: Floats, *, draws: Draws | None
) -> list[Relation]:
    if not len(table):
        return []
    groups, first = group(table.source, table.target, place)
    numbers = _numbers(table, groups, len(first))
    nothing = [Interval(None, None)] * len(first)
    bounds = nothing if draws is None else mean_intervals(table, groups, pool, draws=draws)
    names = [(table.states[table.source[row]], table.states[table.target[row]]) for row in first]
    return [
        relation(*names[index], layer, windows[place[row]], {name: column[index] for name, column in numbers.items()}, bounds[index])
        for index, row in enumerate(first)
    ]  # fmt: skip


def _numbers(table: TieTable, groups: Ints, size: int) -> dict[str, Floats | Ints]:
    """Columns of the result, one entry a group."""
    sign = table.signs()
    return {
        "sum": np.bincount(groups, table.weight * table.value, size),
        "volume": np.bincount(groups, table.weight, size),
        "positive": np.bincount(groups, table.weight * (sign > 0), size),
        "negative": np.bincount(groups, table.weight * (sign < 0), size),
        "neutral": np.bincount(groups, table.weight * (sign == 0), size),
        "ties": np.bincount(groups, minlength=size),
        "documents": distinct(groups, table.document, size),
        "origins": distinct(groups, table.origin, size),
        "publishers": distinct(groups, table.publisher, size),
        "score": _known_mean(groups, table.score, table.weight, size),
        "goldstein": _known_mean(groups, table.goldstein, table.weight, size),
    }


def _known_mean(groups: Ints, values: Floats, weight: Floats, size: int) -> Floats:
    """Weighted mean of the values that are known, NaN where none is."""
    known = ~np.isnan(values)
    total = np.bincount(groups[known], weight[known], size)
    sums = np.bincount(groups[known], (weight * values)[known], size)
    return np.asarray(np.divide(sums, total, out=np.full(size, np.nan), where=total > 0))


def relation(  # noqa: PLR0913, PLR0917 - a row's parts
    source: str, target: str, layer: Layer, window: Window, numbers: Mapping[str, Any], bounds: Interval
) -> Relation:
    """One observed row from its sums and counts (the columns of `_numbers`), rounded."""
    whole: dict[str, Any] = {name: int(numbers[name]) for name in _COUNTS}
    parts: dict[str, Any] = {name: _rounded(numbers[name]) for name in numbers if name not in _COUNTS}
    mean = float(numbers["sum"] / numbers["volume"])
    return Relation(
        source=source, target=target, layer=layer, window=window.label, start=window.start, end=window.end,
        state=state_of_mean(mean), mean=_rounded(mean), low=bounds.low, high=bounds.high, reason=bounds.reason,
        **whole, **parts,
    )  # fmt: skip


def _rounded(value: float) -> float | None:
    # Minus zero is zero to every reader.
    return None if np.isnan(value) else round(float(value), _DIGITS) + 0.0


def state_of_mean(mean: float) -> State:
    """positive, negative or neutral."""
    return "neutral" if abs(mean) < NEUTRAL else "positive" if mean > 0 else "negative"


def _filled(
    rows: list[Relation], pairs: Sequence[tuple[str | None, str | None]], windows: Sequence[Window], layer: Layer
) -> list[Relation]:
    """A row for every window of every pair, in order."""
    found = {(row.source, row.target, row.window): row for row in rows}
    return [
        found.get((str(source), str(target), window.label))
        or Relation(
            source=str(source), target=str(target), layer=layer, window=window.label, start=window.start,
            end=window.end, state="unobserved", reason=NO_TIE,
        )
        for source, target in pairs
        for window in windows
    ]  # fmt: skip
