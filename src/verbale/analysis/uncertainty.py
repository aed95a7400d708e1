"""Intervals by the Dirichlet (Bayesian) bootstrap over origins nested in publishers.

Each replicate gives every origin, or every publisher with all its origins, a weight drawn from the exponential
distribution (after division by their sum: flat Dirichlet; Rubin 1981, "The Bayesian bootstrap", Annals of Statistics 9). No
tie ever drops out, which is what biases the ordinary bootstrap of networks. Both levels are computed; the wider interval is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import pi, sqrt, tan
from statistics import NormalDist

import numpy as np

from verbale.analysis.groups import group
from verbale.analysis.network import Floats, Ints
from verbale.analysis.tie_table import TieTable

ONE_SOURCE = "one source, not estimable"
UNDEFINED = "undefined in most replicates"
LEVEL = 0.95
_ANYTHING = (-0.6, 0.0, 0.6)  # what the ghost source may say even where nobody has said it yet
REPLICATES = 300
# How far a network's measure may lie from the truth, in units of what noise does to it once more. Noise saturates: the first dose costs
# more than the second. In the planted worlds the ratio for F was 1.3 with 300 stories and 3.5 with 80.
_SHIFT = 3.0
_CHUNK = 4_000_000  # draws held in memory at once, 32 MB


@dataclass(frozen=True, slots=True)
class Interval:
    """A range, or the reason why there is none."""

    low: float | None
    high: float | None
    reason: str | None = None


def expansion(clusters: int, level: float = LEVEL) -> float:
    """By how much percentile intervals of few clusters are too short, as a factor.

    The Bayesian bootstrap's variance of a mean of k clusters is (k - 1) / (k + 1) of the unbiased one, and a normal quantile stands
    where Student's with k - 1 degrees belongs (Hesterberg 2015, "What teachers should know about the bootstrap", on
    expanded percentiles).
    """
    if clusters < 2:
        return float("inf")
    tail = 0.5 + level / 2
    return sqrt((clusters + 1) / (clusters - 1)) * student(tail, clusters - 1) / NormalDist().inv_cdf(tail)


def student(p: float, degrees: int) -> float:
    """Quantile of Student's t for p above one half; exact for 1 and 2 degrees, else Fisher's expansion (within 1 %)."""
    if degrees == 1:
        return tan(pi * (p - 0.5))
    if degrees == 2:
        return (2 * p - 1) / sqrt(2 * p * (1 - p))
    z = NormalDist().inv_cdf(p)
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return float(sum(term / degrees**power for power, term in enumerate(terms)))


@dataclass(frozen=True, slots=True)
class Draws:
    """How intervals are drawn: share inside, replicates of each level, seed. Same values, same intervals."""

    level: float = LEVEL
    replicates: int = REPLICATES
    seed: int = 0

    def bounds(self) -> tuple[float, float]:
        """The two quantiles."""
        return 0.5 - self.level / 2, 0.5 + self.level / 2


DRAWS = Draws()


def mean_intervals(table: TieTable, groups: Ints, pool: Floats, *, draws: Draws = DRAWS) -> list[Interval]:
    """Intervals of the weighted mean value of each group of ties.

    A ghost source with a value drawn from `pool` joins each group with the weight of an average source (a Dirichlet process
    prior of mass 1): ten reports that all say the same do not prove that the eleventh will.

    Args:
        table: the ties.
        groups: group of each tie, numbered from 0 without gaps.
        pool: values of the whole layer.
        draws: how to draw.
    """
    size = int(groups.max()) + 1 if len(groups) else 0
    mean = np.bincount(groups, table.weight * table.value, size) / np.bincount(groups, table.weight, size)
    random = np.random.default_rng(draws.seed)
    pool = np.concatenate([pool, _ANYTHING])
    bounds = [
        _level(_Cells.of(table, groups, cluster), mean, pool, draws, random)
        for cluster in (table.origin.astype(np.int64), table.home())
    ]
    return [_wider(bounds, index) for index in range(size)]


def _wider(bounds: list[tuple[Floats, Floats]], index: int) -> Interval:
    lows, highs = [float(low[index]) for low, _ in bounds], [float(high[index]) for _, high in bounds]
    if any(np.isnan(low) for low in lows):
        return Interval(None, None, ONE_SOURCE)
    return Interval(round(max(-1.0, min(lows)), 6), round(min(1.0, max(highs)), 6))


@dataclass(frozen=True)
class _Cells:
    """Weight and weighted sum of each cluster in each group, ordered by group; `starts` has one entry more than groups."""

    weight: Floats
    total: Floats
    starts: Ints

    @classmethod
    def of(cls, table: TieTable, groups: Ints, cluster: Ints) -> _Cells:
        cell, first = group(groups, cluster)
        counts = np.bincount(groups[first], minlength=int(groups.max()) + 1)
        return cls(
            np.bincount(cell, table.weight).astype(np.float64),
            np.bincount(cell, table.weight * table.value).astype(np.float64),
            np.concatenate([[0], np.cumsum(counts)]),
        )

    def runs(self, replicates: int) -> list[tuple[int, int]]:
        """Runs of groups whose cells fit into one chunk of draws."""
        most, runs, begin = max(1, _CHUNK // replicates), [], 0
        groups = len(self.starts) - 1
        while begin < groups:
            end = max(begin + 1, int(np.searchsorted(self.starts, self.starts[begin] + most, side="right")) - 1)
            runs.append((begin, end))
            begin = end
        return runs


def _level(
    cells: _Cells, mean: Floats, pool: Floats, draws: Draws, random: np.random.Generator
) -> tuple[Floats, Floats]:
    """Lower and upper bound of each group, NaN where one cluster is all there is."""
    low, high = np.empty(len(mean)), np.empty(len(mean))
    for begin, end in cells.runs(draws.replicates):
        means = _replicates(cells, begin, end, pool, draws.replicates, random)
        low[begin:end], high[begin:end] = np.quantile(means, draws.bounds(), axis=0)
    clusters = np.diff(cells.starts)
    factor = np.array([expansion(int(k), draws.level) if k > 1 else np.nan for k in clusters])
    return mean - factor * np.maximum(0, mean - low), mean + factor * np.maximum(0, high - mean)


def _replicates(  # noqa: PLR0913, PLR0917 - private, one call
    cells: _Cells, begin: int, end: int, pool: Floats, replicates: int, random: np.random.Generator
) -> Floats:  # fmt: skip
    """Means of groups begin … end under drawn weights, shape (replicates, groups)."""
    first, last = cells.starts[begin], cells.starts[end]
    offsets = cells.starts[begin:end] - first
    drawn = random.standard_exponential((replicates, last - first))
    weights = np.add.reduceat(drawn * cells.weight[first:last], offsets, axis=1)
    sums = np.add.reduceat(drawn * cells.total[first:last], offsets, axis=1)
    average = np.add.reduceat(cells.weight[first:last], offsets) / np.diff(cells.starts[begin : end + 1])
    ghost = random.standard_exponential(weights.shape) * average
    return np.asarray((sums + ghost * random.choice(pool, weights.shape)) / (weights + ghost))


def bootstrap_interval(point: float, levels: Sequence[Floats], clusters: Sequence[int], *, draws: Draws, span: tuple[float, float]) -> Interval:  # fmt: skip
    """The interval of a measure of a network from its replicates.

    Noise makes a network more frustrated and its camps less clear than they are, in the data once and in a replicate twice; so the
    point lies to one side of the truth by at least as much as the replicates' median lies to that side of the point. The interval
    joins the percentile interval with one around the point, shifted against that bias by up to `_SHIFT` times its
    size; of six rules tried in `evaluation/simulation.py` it is the one that covers the truth often enough where sources are few or lean.

    Args:
        point: the estimate.
        levels: replicates of each level, NaN where undefined.
        clusters: number of sources of each level.
        draws: level of the interval.
        span: range of the measure.
    """
    if min(clusters) < 2:
        return Interval(None, None, ONE_SOURCE)
    lows, highs = [point], [point]
    for values, count in zip(levels, clusters, strict=True):
        known = values[~np.isnan(values)]
        if len(known) < len(values) / 2:
            return Interval(None, None, UNDEFINED)
        low, high = np.quantile(known, draws.bounds())
        factor, median = expansion(count, draws.level), float(np.median(known))
        shift = _SHIFT * (point - median)
        down, up = factor * (median - low), factor * (high - median)
        lows += [point - factor * (point - low), point - down, point - down + shift]
        highs += [point + factor * (high - point), point + up, point + up + shift]
    return Interval(round(max(span[0], min(lows)), 6), round(min(span[1], max(highs)), 6))
