"""Replicates of a region's network: other weights for its sources, other true signs for its reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from verbale.analysis.coder import Confusion, drawn_truth, prevalence
from verbale.analysis.network import Floats, Ints
from verbale.analysis.signs import (
    Frame,
    Symmetrise,
    coded_values,
    dyad_means,
    expected_values,
    symmetrised,
)
from verbale.analysis.tie_table import TieTable

Level = Literal["origins", "publishers"]
LEVELS: tuple[Level, ...] = ("origins", "publishers")
_CHUNK = 1_000_000  # report × replicate values held at once; some ten arrays of that size, 80 MB
_HALF = 0.5


@dataclass(frozen=True)
class System:
    """All ties of a layer and window, in sums: the warmth that every relation of that time shares.

    Attributes:
        counts: weighted ties coded against, neither, for.
        sizes: mean value of each.
    """

    counts: Floats
    sizes: Floats

    @classmethod
    def of(cls, table: TieTable) -> System:
        """The sums of a table."""
        sign = table.signs().astype(np.int64) + 1
        counts = np.bincount(sign, table.weight, 3).astype(np.float64)
        totals = np.bincount(sign, table.weight * table.value, 3)
        return cls(counts, np.divide(totals, counts, out=np.zeros(3), where=counts > 0))

    def mean(self) -> float:
        """Mean value as coded; 0 for no ties."""
        total = float(self.counts.sum())
        return float(self.counts @ self.sizes) / total if total else 0.0

    def means(self, rates: Floats) -> Floats:
        """Mean value with the coder's errors undone, one for each of the rates, shape (replicates,)."""
        return np.asarray(prevalence(self.counts, rates, np.full(3, _HALF)) @ self.sizes)


def coded_weights(frame: Frame, how: Symmetrise) -> Floats:
    """Weights of pairs as coded, shape (1, p)."""
    return symmetrised(frame, dyad_means(frame, frame.weight[None], coded_values(frame)[None]), how)


def expected_weights(frame: Frame, confusion: Confusion, how: Symmetrise) -> Floats:
    """Weights of pairs with the coder's errors undone on average, shape (1, p)."""
    return symmetrised(frame, dyad_means(frame, frame.weight[None], expected_values(frame, confusion)[None]), how)


@dataclass(frozen=True)
class Replicates:
    """Weights of pairs, shape (replicates, p), and the rates that the coder was given in each, shape (replicates, 3, 3)."""

    weights: Floats
    rates: Floats


def replicate(  # noqa: PLR0913, PLR0917 - a draw's parts
    frame: Frame, confusion: Confusion, how: Symmetrise, level: Level, count: int, random: np.random.Generator,
    *, rarefied: float | None = None,
) -> Replicates:  # fmt: skip
    """Draw replicates of a frame's weights.

    Args:
        frame: the reports.
        confusion: of the coder.
        how: symmetrisation.
        level: whether origins or whole publishers are given weights.
        count: number of replicates.
        random: generator.
        rarefied: weighted reports that each replicate keeps, drawn by origin; all where None.
    """
    cluster = np.unique(frame.origin if level == "origins" else frame.home, return_inverse=True)[1]
    rates = confusion.draw(count, random)
    parts = [_weights(frame, rates[rows], cluster, how, random, rarefied) for rows in _chunks(count, len(frame.code))]
    return Replicates(np.concatenate(parts), rates)


def _weights(  # noqa: PLR0913, PLR0917 - private, one call
    frame: Frame, rates: Floats, cluster: Ints, how: Symmetrise, random: np.random.Generator, rarefied: float | None
) -> Floats:  # fmt: skip
    weight = random.standard_exponential((len(rates), int(cluster.max()) + 1))[:, cluster] * frame.weight
    if rarefied is not None:
        weight = weight * kept(frame, rarefied, len(rates), random)
    truth = drawn_truth(frame.code, frame.dyad, frame.counts, rates, random)
    values = np.where(truth == frame.code, coded_values(frame), frame.sizes[truth])
    return symmetrised(frame, dyad_means(frame, weight, values), how)


def kept(frame: Frame, reports: float, count: int, random: np.random.Generator) -> Floats:
    """Which reports stay (1) when whole origins are drawn until so many weighted reports are reached, shape (count, k)."""
    origin = np.unique(frame.origin, return_inverse=True)[1]
    size = np.bincount(origin, frame.weight)
    order = random.random((count, len(size))).argsort(axis=1)
    before = np.cumsum(size[order], axis=1) - size[order]
    stays = np.empty((count, len(size)))
    np.put_along_axis(stays, order, (before < reports - 1e-9).astype(np.float64), axis=1)
    return stays[:, origin]


def _chunks(count: int, reports: int) -> Iterator[slice]:
    step = max(1, _CHUNK // max(1, reports))
    return (slice(begin, min(count, begin + step)) for begin in range(0, count, step))
