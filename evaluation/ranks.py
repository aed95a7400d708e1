"""Rank correlation of two measures of pairs of states, with intervals and chance levels that know that pairs share states.

Dyad-years are not independent: a dyad returns year after year, and a state is in many dyads. So weights are drawn for whole dyads, and for
whole states (a dyad weighs the product of its two), and the wider interval counts; and chance is what relabelling the states gives (the
quadratic assignment procedure: Krackhardt 1988, "Predicting with networks"), which keeps both networks as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from verbale.analysis.groups import group
from verbale.analysis.network import Floats, Ints

LEVEL = 0.95
REPLICATES = 1000
LEAST = 20
"""Dyad-years below which nothing is computed: the standard error of a rank correlation of 20 is 0.23 at best."""


@dataclass(frozen=True)
class Pairs:
    """Dyad-years with two measures; arrays of one length, shape (n,).

    Attributes:
        first, second: states as indices in the network that the yardstick comes from (lower index first unless directed).
        year: index of the year in that network.
        value, volume: what is checked, and the number of statements behind it.
        yardstick: what it is checked against.
        within: group in which ranks are compared; all 0 for one group.
    """

    first: Ints
    second: Ints
    year: Ints
    value: Floats
    volume: Floats
    yardstick: Floats
    within: Ints

    def __len__(self) -> int:
        return len(self.value)

    def where(self, chosen: NDArray[np.bool_]) -> Pairs:
        """Some of them."""
        return replace(self, **{name: getattr(self, name)[chosen] for name in self.__dataclass_fields__})

    def dyads(self) -> Ints:
        """The unordered dyad of each, numbered from 0."""
        return group(np.minimum(self.first, self.second), np.maximum(self.first, self.second))[0]

    def states(self) -> Ints:
        """The states, each once."""
        return np.unique(np.concatenate([self.first, self.second])).astype(np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A number with its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How well the value's order agrees with the yardstick's.

    Attributes:
        pairs, dyads, states: dyad-years, dyads and states behind it.
        rho: Spearman's rank correlation of value and yardstick.
        wider: whose resampling gave its wider interval, "dyads" or "states".
        p: share of relabellings of the states with at least this rho (one-sided).
        baseline: the same correlation of the volume, which only counts mentions.
        above: rho less the baseline.
        beyond: rho less the baseline's size, as if one knew beforehand in which direction counting helps.
        partial: rho with the volume's part taken out of both.
        reason: why there are no numbers.
    """

    pairs: int
    dyads: int
    states: int
    rho: Range | None = None
    wider: str | None = None
    p: float | None = None
    baseline: Range | None = None
    above: Range | None = None
    beyond: Range | None = None
    partial: Range | None = None
    reason: str | None = None


def agreement(pairs: Pairs, yardsticks: Floats, *, replicates: int = REPLICATES, seed: int = 0) -> Agreement:
    """How well value and yardstick agree.

    Args:
        pairs: the dyad-years.
        yardsticks: the yardstick of all pairs of states, shape (years, states, states), for relabelling; NaN where unknown.
        replicates: draws of each kind.
        seed: of the draws.
    """
    dyads, states = pairs.dyads(), pairs.states()
    counted: dict[str, Any] = {"pairs": len(pairs), "dyads": len(np.unique(dyads)), "states": len(states)}
    if len(pairs) < LEAST:
        return Agreement(**counted, reason=f"fewer than {LEAST} dyad-years")
    random = np.random.default_rng(seed)
    ranks = _Ranks.of(pairs)
    point = ranks.measures(np.ones((1, len(pairs))))
    if np.isnan(point[0, 0]):
        return Agreement(**counted, reason="a measure does not vary")
    sign = np.sign(point[0, 1]) or 1.0
    by_dyad = random.standard_exponential((replicates, int(dyads.max()) + 1))[:, dyads]
    by_state = random.standard_exponential((replicates, int(states.max()) + 1))
    levels = [
        _measures(ranks.measures(weights), sign)
        for weights in (by_dyad, by_state[:, pairs.first] * by_state[:, pairs.second])
    ]
    ranges, wider = _ranges(_measures(point, sign)[0], levels)
    chance = _relabelled(pairs, yardsticks, replicates, random)
    p = (1 + int((chance >= point[0, 0]).sum())) / (1 + len(chance))
    rho, baseline, above, beyond, partial = ranges
    return Agreement(
        **counted, rho=rho, wider=wider, p=p, baseline=baseline, above=above, beyond=beyond, partial=partial
    )


def spearman(first: Floats, second: Floats) -> float:
    """Spearman's rank correlation; NaN where one of them does not vary."""
    none = np.zeros(len(first), dtype=np.int64)
    ranks = _Ranks.of(Pairs(none, none, none, first, first, second, none))
    return float(ranks.measures(np.ones((1, len(first))))[0, 0])


@dataclass(frozen=True)
class _Ranks:
    """Places of values in their sorted order, so that ranks under new weights need no sorting.

    Attributes:
        places: of value, volume and yardstick: index among the different values, shape (n,) each.
        within: group of each, numbered from 0.
    """

    places: tuple[Ints, Ints, Ints]
    within: Ints

    @classmethod
    def of(cls, pairs: Pairs) -> _Ranks:
        places = (_places(pairs.value), _places(pairs.volume), _places(pairs.yardstick))
        return cls(places, group(pairs.within)[0])

    def against(self, yardstick: Floats) -> _Ranks:
        """The same with another yardstick."""
        return _Ranks((self.places[0], self.places[1], _places(yardstick)), self.within)

    def measures(self, weights: Floats) -> Floats:
        """Weighted rank correlations of value and yardstick, volume and yardstick, value and volume; shape (replicates, 3).

        The first is NaN where one of the two does not vary; a volume that does not vary tells nothing, so the others are 0 then.
        """
        found = np.array([self._row(row) for row in weights])
        found[:, 1:] = np.nan_to_num(found[:, 1:])
        return found

    def _row(self, weights: Floats) -> tuple[float, float, float]:
        value, volume, yardstick = (self._centred(place, weights) for place in self.places)
        return (
            _cosine(value, yardstick, weights),
            _cosine(volume, yardstick, weights),
            _cosine(value, volume, weights),
        )

    def _centred(self, places: Ints, weights: Floats) -> Floats:
        """Weighted middle ranks (ties share theirs) less their mean in the group."""
        mass = np.bincount(places, weights)
        ranks = (np.cumsum(mass) - mass / 2)[places]
        total = np.bincount(self.within, weights)
        sums = np.bincount(self.within, weights * ranks)
        means = np.divide(sums, total, out=np.zeros(len(total)), where=total > 0)
        return np.asarray(ranks - means[self.within])


def _places(values: Floats) -> Ints:
    return np.unique(values, return_inverse=True)[1].astype(np.int64)


def _cosine(first: Floats, second: Floats, weights: Floats) -> float:
    mine, theirs = float(weights @ first**2), float(weights @ second**2)
    # Ranks of one and the same value differ from their mean by rounding only.
    if min(mine, theirs) <= 1e-12 * float(weights.sum()) ** 3:
        return float("nan")
    return float(weights @ (first * second)) / sqrt(mine * theirs)


def _measures(found: Floats, sign: float) -> Floats:
    """rho, baseline, rho above the baseline and beyond its size, and rho without the volume's part; shape (replicates, 5)."""
    rho, baseline, shared = found.T
    left = np.maximum((1 - baseline**2) * (1 - shared**2), 1e-12)
    partial = (rho - baseline * shared) / np.sqrt(left)
    return np.stack([rho, baseline, rho - baseline, rho - sign * baseline, partial], axis=1)


def _ranges(point: Floats, levels: Sequence[Floats]) -> tuple[list[Range], str]:
    """Each measure with the wider of its intervals, and whose interval of the first is the wider."""
    tails = (0.5 - LEVEL / 2, 0.5 + LEVEL / 2)
    bounds = [np.nanquantile(level, tails, axis=0) for level in levels]
    widths = np.array([high - low for low, high in bounds])
    chosen = widths.argmax(axis=0)
    ranges = [
        Range(value=float(value), low=float(bounds[level][0, column]), high=float(bounds[level][1, column]))
        for column, (value, level) in enumerate(zip(point, chosen, strict=True))
    ]
    return ranges, ("dyads", "states")[chosen[0]]


def _relabelled(pairs: Pairs, yardsticks: Floats, replicates: int, random: np.random.Generator) -> Floats:
    """rho under relabellings of the states; dyad-years whose new pair has no yardstick count for nothing."""
    ranks, states = _Ranks.of(pairs), pairs.states()
    names = np.arange(yardsticks.shape[1])
    found = np.empty(replicates)
    for number in range(replicates):
        names[states] = random.permutation(states)
        drawn = yardsticks[pairs.year, names[pairs.first], names[pairs.second]]
        known = ~np.isnan(drawn)
        found[number] = ranks.against(np.where(known, drawn, 0.0)).measures(known[None].astype(np.float64))[0, 0]
    return found[~np.isnan(found)]
