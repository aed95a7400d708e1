"""From ties of a window to signed weights of pairs: means by direction, symmetrised, with the system's own warmth taken off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from verbale.analysis.coder import Confusion, prevalence, symmetric_prior, truth_given_code
from verbale.analysis.groups import group
from verbale.analysis.network import Floats, Ints, SignedNetwork
from verbale.analysis.tie_table import NEUTRAL, TieTable

Symmetrise = Literal["mean", "min", "hostile-if-either"]
Signs = Literal["raw", "adjusted"]
SYMMETRISE: tuple[Symmetrise, ...] = ("mean", "min", "hostile-if-either")
MINIMUM = 2.0
"""Weighted reports that a pair needs to be observed. One sentence is an anecdote; above two, most pairs of UN speeches' four-year
windows go unobserved."""
_TYPICAL = 0.6  # size of a stance where none of its sign was coded in the window; the coder's median


@dataclass(frozen=True)
class Frame:
    """The reports of a panel in a window, gathered by directed dyad, origin and coded sign.

    Attributes:
        states: the panel, n of them.
        dyads: shape (d, 2), source and target as indices in `states`.
        dyad, origin, home, code: of each report, shape (k,): index in `dyads`; origin; publisher it is nested in; coded sign as 0, 1, 2.
        weight, total: of each report: weight, and weighted sum of its values.
        minimum: reports that a pair needs.
    """

    states: tuple[str, ...]
    dyads: Ints
    dyad: Ints
    origin: Ints
    home: Ints
    code: Ints
    weight: Floats
    total: Floats
    minimum: float

    @cached_property
    def pairs(self) -> Ints:
        """Observed pairs, shape (p, 2), lower index first."""
        return self._paired[0]

    @cached_property
    def directions(self) -> Ints:
        """The dyad of each pair from lower to higher index and back, shape (p, 2); -1 where there is none."""
        return self._paired[1]

    @cached_property
    def _paired(self) -> tuple[Ints, Ints]:
        low, high = self.dyads.min(axis=1), self.dyads.max(axis=1)
        pair, first = group(low, high)
        volume = np.bincount(pair, np.bincount(self.dyad, self.weight, len(self.dyads)), len(first))
        directions = np.full((len(first), 2), -1, dtype=np.int64)
        directions[pair, (self.dyads[:, 0] > self.dyads[:, 1]).astype(int)] = np.arange(len(self.dyads))
        enough = volume >= self.minimum - 1e-9
        return np.stack([low[first], high[first]], axis=1)[enough], directions[enough]

    @cached_property
    def counts(self) -> Floats:
        """Weighted reports of each dyad by coded sign, shape (d, 3)."""
        counts = np.bincount(self.dyad * 3 + self.code, self.weight, len(self.dyads) * 3)
        return np.asarray(counts.reshape(-1, 3), dtype=np.float64)

    @cached_property
    def sizes(self) -> Floats:
        """Mean value of reports coded against, neither and for, shape (3,); what a report is worth when its sign was wrong."""
        weight, total = np.bincount(self.code, self.weight, 3), np.bincount(self.code, self.total, 3)
        typical = np.array([-_TYPICAL, 0.0, _TYPICAL])
        sizes = np.divide(total, weight, out=typical.copy(), where=weight > 0)
        return np.array([sizes[0], 0.0, sizes[2]])

    def possible(self) -> int:
        """Pairs of the panel."""
        return len(self.states) * (len(self.states) - 1) // 2


def frame_of(table: TieTable, states: Sequence[str], *, minimum: float = MINIMUM) -> Frame:
    """The reports of a panel in a table, which holds one layer and window."""
    place = {state: index for index, state in enumerate(states)}
    index = np.array([place.get(state, -1) for state in table.states] or [-1], dtype=np.int64)
    source, target = index[table.source], index[table.target]
    kept = (source >= 0) & (target >= 0)
    inside, source, target = table.where(kept), source[kept], target[kept]
    code = inside.signs().astype(np.int64) + 1
    cell, first = group(source, target, inside.origin, code)
    dyad, head = group(source[first], target[first])
    return Frame(
        states=tuple(states),
        dyads=np.stack([source[first][head], target[first][head]], axis=1).reshape(-1, 2),
        dyad=dyad,
        origin=inside.origin[first].astype(np.int64),
        home=inside.home()[first],
        code=code[first],
        weight=np.bincount(cell, inside.weight, len(first)).astype(np.float64),
        total=np.bincount(cell, inside.weight * inside.value, len(first)).astype(np.float64),
        minimum=minimum,
    )


def coded_values(frame: Frame) -> Floats:
    """Mean value of each report as coded, shape (k,)."""
    return np.asarray(frame.total / frame.weight)


def expected_values(frame: Frame, confusion: Confusion) -> Floats:
    """Mean value of each report with the coder's errors taken into account on average, shape (k,)."""
    rates = confusion.rates()
    shares = prevalence(frame.counts, rates, symmetric_prior(frame.counts, rates))
    truth = truth_given_code(shares, rates)[frame.dyad, :, frame.code]  # (reports, true)
    kept = truth[np.arange(len(frame.code)), frame.code]
    return np.asarray(truth @ frame.sizes + kept * (coded_values(frame) - frame.sizes[frame.code]))


def dyad_means(frame: Frame, weight: Floats, values: Floats) -> Floats:
    """Mean value of each dyad, shape (replicates, d); NaN where all its weights are zero.

    Args:
        frame: the reports.
        weight, values: of each report, shape (replicates, k) both.
    """
    replicates, size = len(weight), len(frame.dyads)
    cell = (np.arange(replicates)[:, None] * size + frame.dyad).ravel()
    sums = np.bincount(cell, (weight * values).ravel(), replicates * size)
    total = np.bincount(cell, weight.ravel(), replicates * size)
    means = np.divide(sums, total, out=np.full(len(sums), np.nan), where=total > 0)
    return np.asarray(means.reshape(replicates, size))


def symmetrised(frame: Frame, means: Floats, how: Symmetrise) -> Floats:
    """Weights of pairs, shape (replicates, p), from means of dyads, shape (replicates, d).

    `mean`: of the observed directions; `min`: the less friendly one; `hostile-if-either`: the less friendly one where one is hostile, else the
    mean. A pair observed in one direction has that direction's value, one without reports (in a rarefied replicate) has none, 0.
    """
    padded = np.concatenate([means, np.full((len(means), 1), np.nan)], axis=1)
    both = padded[:, frame.directions]
    missing = np.isnan(both)
    low = np.where(missing, np.inf, both).min(axis=2, initial=np.inf)
    mean = np.where(missing, 0.0, both).sum(axis=2) / np.maximum(1, (~missing).sum(axis=2))
    chosen = {"mean": mean, "min": low, "hostile-if-either": np.where(low < 0, low, mean)}[how]
    return np.where(missing.all(axis=2), 0.0, chosen)


def settled(weights: Floats) -> Floats:
    """Weights nearer to zero than 0.05 are neutral: observed, and no tie."""
    return np.where(np.abs(weights) < NEUTRAL, 0.0, weights)


def signed_network(frame: Frame, weights: Floats) -> SignedNetwork:
    """The network of one row of weights, shape (p,); neutral pairs are no ties."""
    tied = weights != 0
    return SignedNetwork(frame.states, frame.pairs[tied], weights[tied])
