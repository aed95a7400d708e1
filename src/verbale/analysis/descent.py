"""Two camps by many starts of steepest descent with a tabu walk: quick, good, never proved."""

from __future__ import annotations

import numpy as np

from verbale.analysis.network import Floats, Ints, SignedNetwork

# Starts of a call and steps of the tabu walk after each descent, per node. On the windows of states and on sparse noisy
# networks of 193 states more starts changed the best value in no case, fewer did.
STARTS = 24
WALK = 6
# Share of nodes that stay forbidden after a flip.
_TENURE = 0.1


def violated(network: SignedNetwork, camps: Ints) -> float:
    """Total weight that a division violates: positive ties across, negative ties inside."""
    same = camps[network.ends[:, 0]] == camps[network.ends[:, 1]]
    return float(np.abs(network.weight[same != (network.weight > 0)]).sum())


def best_division(network: SignedNetwork, *, starts: int = STARTS, seed: int = 0) -> tuple[Ints, float]:
    """The best two camps found (0 and 1, shape (n,)) and the weight that they violate. Deterministic for a seed."""
    random = np.random.default_rng(seed)
    best = np.zeros(network.n, dtype=np.int64)
    value = violated(network, best)
    for start in range(starts):
        sides = np.ones(network.n) if start == 0 else random.choice([-1.0, 1.0], network.n)
        sides = _walk(network.matrix, sides, max(30, WALK * network.n))
        found = (sides < 0).astype(np.int64)
        cost = violated(network, found)
        if cost < value - 1e-12:
            best, value = found, cost
    return best, value


def _walk(matrix: Floats, sides: Floats, steps: int) -> Floats:
    """Tabu walk: always the best allowed flip, uphill too; the best division met is returned."""
    fields = matrix @ sides
    tenure = max(2, int(_TENURE * len(sides)))
    free_at = np.zeros(len(sides))
    energy = best_energy = -0.5 * float(sides @ fields)
    best = sides.copy()
    idle = 0
    for step in range(steps):
        gains = -sides * fields
        allowed = (free_at <= step) | (energy - 2 * gains < best_energy - 1e-12)
        if not allowed.any():
            continue
        node = int(np.argmax(np.where(allowed, gains, -np.inf)))
        energy -= 2 * float(gains[node])
        sides[node] = -sides[node]
        fields += 2 * sides[node] * matrix[:, node]
        free_at[node] = step + tenure
        idle += 1
        if energy < best_energy - 1e-12:
            best_energy, best, idle = energy, sides.copy(), 0
        if idle > 2 * len(sides) + 20:
            break
    return best
