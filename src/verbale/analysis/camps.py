"""Two camps of many weightings of one small network at once: all divisions are tried, so every answer is exact.

Larger networks are divided by descent from a given division; that is quick and not proved.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from verbale.analysis.network import Floats, Ints

LARGEST = 12
"""States of a network whose divisions are all tried: 2,048 of them; each state more doubles time and memory."""
_CHUNK = 2_000_000  # costs held at once, 16 MB
_NEAR = 1e-9
_STARTS, _SEED = 5, 0  # drawn starts of a descent; the given one is usually the best already


@dataclass(frozen=True)
class Divided:
    """Divisions of each replicate.

    Attributes:
        camps: 0 or 1, shape (replicates, n).
        violated: weight that the division violates, shape (replicates,).
        margin: what it costs to put the state into the other camp, shape (replicates, n).
        exact: whether these are optima; else `violated` and `margin` are upper bounds.
    """

    camps: Ints
    violated: Floats
    margin: Floats
    exact: bool


def divide(weights: Floats, ends: Ints, n: int, *, start: Ints | None = None) -> Divided:
    """Divide each row's network into two camps at the least violated weight.

    Margins hold the state of greatest total weight where it is and let all others move; its own margin holds the partner of its
    strongest tie: where a weak bridge joins two blocks, that state is as sure of its own block as its partner is.

    Args:
        weights: signed weights, zero for no tie, shape (replicates, p).
        ends: pairs, shape (p, 2), indices below n.
        n: number of states.
        start: a division to descend from where there are more than `LARGEST` states.
    """
    if n > LARGEST:
        return _descended(weights, ends, n, np.zeros(n, dtype=np.int64) if start is None else start)
    sides = _divisions(n)
    across = sides[:, ends[:, 0]] != sides[:, ends[:, 1]]
    chunk = max(1, _CHUNK // len(sides))
    parts = [
        _enumerated(weights[begin : begin + chunk], ends, sides, across) for begin in range(0, len(weights), chunk)
    ]
    return Divided(
        np.concatenate([part.camps for part in parts]),
        np.concatenate([part.violated for part in parts]),
        np.concatenate([part.margin for part in parts]),
        exact=True,
    )


@lru_cache(maxsize=16)
def _divisions(n: int) -> Ints:
    """Every division of n states with the first in camp 0, shape (2^(n-1), n)."""
    numbers = np.arange(2 ** max(0, n - 1))
    bits = (numbers[:, None] >> np.arange(max(0, n - 1))) & 1
    return np.concatenate([np.zeros((len(numbers), 1), dtype=np.int64), bits], axis=1)[:, :n]


def _enumerated(weights: Floats, ends: Ints, sides: Ints, across: np.ndarray) -> Divided:
    positive, negative = np.maximum(weights, 0), np.maximum(-weights, 0)
    costs = positive @ across.T + negative @ ~across.T
    best = costs.argmin(axis=1)
    least = costs[np.arange(len(costs)), best]
    camps = sides[best]
    margin = np.empty((len(weights), sides.shape[1]))
    strength = strengths(weights, ends, sides.shape[1])
    held = strength.argmax(axis=1)
    partner = _partners(weights, ends, held, sides.shape[1])
    for state in range(sides.shape[1] if sides.shape[1] > 1 else 0):
        anchor = np.where(held == state, partner, held)
        apart = camps[:, state] != camps[np.arange(len(camps)), anchor]
        margin[:, state] = _cheapest(costs, sides, state, anchor, apart) - least
    return Divided(camps, least, np.maximum(margin, 0.0), exact=True)


def _partners(weights: Floats, ends: Ints, states: Ints, n: int) -> Ints:
    """With whom each row's state has its strongest tie, shape (replicates,); another state where it has none."""
    rows = np.arange(len(weights))
    ties = np.zeros((len(weights), n))
    for own, other in ((0, 1), (1, 0)):
        mine = np.where(ends[:, own] == states[:, None], np.abs(weights), 0.0)
        np.add.at(ties.T, ends[:, other], mine.T)
    ties[rows, states] = -1.0
    return np.asarray(ties.argmax(axis=1))


def _cheapest(costs: Floats, sides: Ints, state: int, anchor: Ints, apart: np.ndarray) -> Floats:
    """Least cost of each row over the divisions where state and anchor stand otherwise than they do."""
    cheapest = np.empty(len(costs))
    for other in np.unique(anchor):
        rows = np.flatnonzero(anchor == other)
        divided = sides[:, state] != sides[:, other]
        for now in (True, False):
            chosen = rows[apart[rows] == now]
            cheapest[chosen] = costs[np.ix_(chosen, np.flatnonzero(divided != now))].min(axis=1, initial=np.inf)
    return cheapest


def strengths(weights: Floats, ends: Ints, n: int) -> Floats:
    """Total absolute weight of each state's ties, shape (replicates, n)."""
    strength = np.zeros((len(weights), n))
    for column in (0, 1):
        np.add.at(strength.T, ends[:, column], np.abs(weights).T)
    return strength


def _descended(weights: Floats, ends: Ints, n: int, start: Ints) -> Divided:
    """Steepest descent of every row from a given division and some drawn ones; margins are those of a single flip."""
    matrix = np.zeros((len(weights), n, n))
    matrix[:, ends[:, 0], ends[:, 1]] = weights
    matrix += matrix.transpose(0, 2, 1)
    random = np.random.default_rng(_SEED)
    best, agreeing = np.zeros((len(weights), n)), np.full(len(weights), -np.inf)
    for first in (1.0 - 2.0 * start, *random.choice([-1.0, 1.0], (_STARTS, n))):
        sides, fields = _downhill(matrix, np.broadcast_to(first, (len(weights), n)).copy())
        score = np.einsum("ri,ri->r", sides, fields) / 2
        better = score > agreeing + _NEAR
        best[better], agreeing[better] = sides[better], score[better]
    violated = (np.abs(weights).sum(axis=1) - agreeing) / 2
    margin = np.maximum(best * np.einsum("rij,rj->ri", matrix, best), 0.0)
    return Divided((best < 0).astype(np.int64), violated, margin, exact=False)


def _downhill(matrix: Floats, sides: Floats) -> tuple[Floats, Floats]:
    """Flip the state that gains most until none does; sides and their fields, shape (replicates, n)."""
    rows = np.arange(len(sides))
    fields = np.einsum("rij,rj->ri", matrix, sides)
    for _ in range(4 * sides.shape[1]):
        gains = -sides * fields
        node = gains.argmax(axis=1)
        moving = rows[gains[rows, node] > _NEAR]
        if not len(moving):
            break
        sides[moving, node[moving]] *= -1
        fields[moving] += 2 * sides[moving, node[moving]][:, None] * matrix[moving, :, node[moving]]
    return sides, fields
