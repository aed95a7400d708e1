"""Any number of camps (weak balance): correlation clustering, exact.

The least error is a least-weight hitting set of the cycles with exactly one negative tie (Demaine, Emanuel, Fiat and Immorlica
2006). Cycles are found as they are violated, by shortest paths over positive ties; first on the linear relaxation, which mostly
gives whole errors already, then on whole solutions until none is left.
"""

from __future__ import annotations

import time

import networkx as nx
import numpy as np

from verbale.analysis.descent import violated
from verbale.analysis.frustration import Division, tolerance
from verbale.analysis.network import Floats, SignedNetwork
from verbale.analysis.paths import all_paths, follow, spread
from verbale.analysis.solver import Covering, Programme, solve

_EPSILON = 1e-6
_HOP = 1e-7  # added to each tie's length, so that of equal cycles the shorter in ties is found


def any_camps(network: SignedNetwork, *, seconds: float = 30.0) -> Division:
    """The division into any number of camps that violates the least weight; camps numbered by their first node."""
    deadline = time.monotonic() + seconds
    best, bound, cycles = _relaxed(network, deadline)
    close = tolerance(network)
    if best.value - bound >= close:
        best, bound = _whole(network, cycles, best, bound, deadline)
    exact = best.value - bound < close
    return Division(best.camps, best.value, best.value if exact else bound, exact)


def _relaxed(network: SignedNetwork, deadline: float) -> tuple[Division, float, list[list[int]]]:
    """The best camps met, the bound and the cycles of the linear relaxation."""
    covering = Covering(np.abs(network.weight))
    errors, bound, cycles = np.zeros(network.m), 0.0, list[list[int]]()
    best = _division(network, errors)
    while cuts := _violated_cycles(network, errors, deadline):
        cycles += cuts
        covering.cover(cuts)
        solution = covering.minimum(seconds=deadline - time.monotonic())
        if solution.values is None or not solution.proved:
            break
        errors, bound = solution.values, max(bound, solution.bound)
        best = _better(best, _division(network, errors))
    return best, bound, cycles


def _whole(
    network: SignedNetwork, cycles: list[list[int]], best: Division, bound: float, deadline: float
) -> tuple[Division, float]:
    """The same with whole errors: the programme is solved again until its solution violates no cycle."""
    programme = Programme(cost=np.abs(network.weight), integers=network.m)
    cuts = cycles
    while time.monotonic() < deadline and best.value - bound >= tolerance(network):
        for cycle in cuts:
            programme.row(cycle, [1.0] * len(cycle), 1.0)
        solution = solve(programme, seconds=max(0.05, deadline - time.monotonic()))
        bound = max(bound, solution.bound)
        if solution.values is None:
            break
        best = _better(best, _division(network, solution.values))
        cuts = _violated_cycles(network, np.round(solution.values), deadline)
        if not cuts:
            break
    return best, min(bound, best.value)


def _better(first: Division, second: Division) -> Division:
    return second if second.value < first.value else first


def _division(network: SignedNetwork, errors: Floats) -> Division:
    """Camps joined by positive ties without error, and what they really violate."""
    graph = nx.Graph()
    graph.add_nodes_from(range(network.n))
    kept = (network.weight > 0) & (errors < 0.5)
    graph.add_edges_from(network.ends[kept].tolist())
    camps = np.zeros(network.n, dtype=np.int64)
    for number, members in enumerate(sorted(nx.connected_components(graph), key=min)):
        camps[list(members)] = number
    value = violated(network, camps)
    return Division(camps, value, 0.0, exact=False)


def _violated_cycles(network: SignedNetwork, errors: Floats, deadline: float) -> list[list[int]]:
    """For each negative tie the shortest path over positive ties that closes a violated cycle, the most violated first."""
    positive, negative = np.flatnonzero(network.weight > 0), np.flatnonzero(network.weight < 0)
    lengths = np.full((network.n, network.n), np.inf)
    first, second = network.ends.T
    length = np.clip(errors[positive], 0.0, 1.0) + _HOP
    lengths[first[positive], second[positive]] = lengths[second[positive], first[positive]] = length
    found = all_paths(lengths, deadline) if len(negative) else None
    if found is None:
        return []
    distance, step = found
    around = distance[first[negative], second[negative]] + errors[negative]
    order = np.argsort(around, kind="stable")
    short = negative[order[around[order] < 1 - _EPSILON]].tolist()
    paths = ([network.tie_index[pair] for pair in follow(step, int(first[tie]), int(second[tie]))] for tie in short)
    return spread([tie, *path] for tie, path in zip(short, paths, strict=True))
