"""Relations with their windows put together: one number a directed pair for the whole period."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from verbale.analysis.relations import Relation, Relations


@dataclass(frozen=True, slots=True)
class Pooled:
    """A directed pair over a whole period: `mean` of its reports (-1 … +1), weighted; `volume`: weighted number of them."""

    source: str
    target: str
    mean: float
    volume: float


def pooled(found: Relations) -> list[Pooled]:
    """Observed pairs, in the order of the relations. Windows do not overlap, so sums and volumes add up exactly."""
    sums: dict[tuple[str, str], tuple[float, float]] = {}
    for row in _observed(found.rows):
        total, volume = sums.get((row.source, row.target), (0.0, 0.0))
        sums[row.source, row.target] = (total + (row.sum or 0.0), volume + row.volume)
    return [Pooled(*ends, total / volume, volume) for ends, (total, volume) in sums.items()]


def _observed(rows: Iterable[Relation]) -> Iterable[Relation]:
    return (row for row in rows if row.volume > 0)
