"""Two camps by many starts of steepest descent with a tabu walk: quick, good, never proved.

All starts, and where many networks share their nodes all networks, walk side by side in one array.
"""

from __future__ import annotations

import time

import numpy as np

from verbale.analysis.network import Floats, Ints, SignedNetwork

# Starts of a call and steps of the tabu walk after each descent, per node. On the windows of states and on sparse noisy
# networks of 193 states more starts changed the best value in no case, fewer did.
STARTS = 24
WALK = 6
# Share of nodes that stay forbidden after a flip.
_TENURE = 0.1
_EPSILON = 1e-12
_CLOCK = 50  # steps between two looks at the clock


def violated(network: SignedNetwork, camps: Ints) -> float:
    """Total weight that a division violates: positive ties across, negative ties inside."""
    same = camps[network.ends[:, 0]] == camps[network.ends[:, 1]]
    return float(np.abs(network.weight[same != (network.weight > 0)]).sum())


def best_division(
    network: SignedNetwork, *, starts: int = STARTS, seed: int = 0, deadline: float = np.inf
) -> tuple[Ints, float]:
    """The best two camps found (0 and 1, shape (n,)) and the weight that they violate.

    Deterministic for a seed where the deadline (of `time.monotonic`) is not reached.
    """
    camps = best_divisions(network.matrix[None], starts=starts, seed=seed, deadline=deadline)[0]
    return camps, violated(network, camps)


def best_divisions(matrices: Floats, *, starts: int = STARTS, seed: int = 0, deadline: float = np.inf) -> Ints:
    """The best two camps found of each of k networks of the same size.

    Args:
        matrices: adjacency matrices, shape (k, n, n).
        starts: walks a network; the first starts from one camp.
        seed: of the other starts.
        deadline: when the walks stop where they are.

    Returns:
        Camps 0 and 1, shape (k, n).
    """
    k, n = matrices.shape[:2]
    if n == 0:
        return np.zeros((k, 0), dtype=np.int64)
    random = np.random.default_rng(seed)
    sides = random.choice([-1.0, 1.0], (k, starts, n))
    sides[:, 0] = 1.0
    fields = (sides @ matrices).reshape(-1, n)
    ends, energy = _walk(matrices, np.repeat(np.arange(k), starts), sides.reshape(-1, n), fields, deadline)
    best = energy.reshape(k, starts).argmin(axis=1)
    chosen: Floats = ends.reshape(k, starts, n)[np.arange(k), best]
    return (chosen < 0).astype(np.int64)


def _walk(matrices: Floats, which: Ints, sides: Floats, fields: Floats, deadline: float) -> tuple[Floats, Floats]:
    """Tabu walks, one a row: always the best allowed flip, uphill too; the best division met and its energy."""
    rows, n = np.arange(len(sides)), sides.shape[1]
    steps = max(30, WALK * n)
    energy = -0.5 * (sides * fields).sum(axis=1)
    best, best_energy = sides.copy(), energy.copy()
    tenure = max(2, int(_TENURE * n))
    free_at = np.zeros(sides.shape, dtype=np.int64)
    improved_at = np.zeros(len(sides), dtype=np.int64)
    gains = np.empty_like(fields)
    for step in range(steps if n > 1 else 0):
        if step % _CLOCK == 0 and time.monotonic() > deadline:
            break
        np.multiply(sides, fields, out=gains)
        # aspiration: a forbidden flip that beats the best
        allowed = (free_at <= step) | (2 * gains < (best_energy - energy - _EPSILON)[:, None])
        node = np.where(allowed, gains, np.inf).argmin(axis=1)
        energy += 2 * gains[rows, node]
        sides[rows, node] *= -1
        fields += (2 * sides[rows, node])[:, None] * matrices[which, node]
        free_at[rows, node] = step + tenure
        better = energy < best_energy - _EPSILON
        if better.any():
            best[better], best_energy[better], improved_at[better] = sides[better], energy[better], step
        elif (step - improved_at > 2 * n + 20).all():
            break
    return best, best_energy
