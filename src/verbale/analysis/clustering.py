"""Any number of camps (weak balance): correlation clustering, exact.

The least error is a least-weight hitting set of the cycles with exactly one negative tie (Demaine, Emanuel, Fiat and Immorlica
2006). Cycles are found as they are violated, by shortest paths over positive ties; first on the linear relaxation, then on whole
solutions until none is left.
"""

from __future__ import annotations

import heapq
import time

import networkx as nx
import numpy as np

from verbale.analysis.descent import violated
from verbale.analysis.frustration import Division
from verbale.analysis.network import Floats, Ints, SignedNetwork
from verbale.analysis.solver import Programme, solve

_ROUNDS = 60  # of cutting on the relaxation; the last ones add little
_EPSILON = 1e-6


def any_camps(network: SignedNetwork, *, seconds: float = 30.0) -> Division:
    """The division into any number of camps that violates the least weight; camps numbered by their first node."""
    deadline = time.monotonic() + seconds
    programme = Programme(cost=np.abs(network.weight), integers=network.m)
    negative = np.flatnonzero(network.weight < 0)
    best: Division | None = None
    bound = 0.0
    for relaxed in (True, False):
        for _ in range(_ROUNDS if relaxed else 10_000):
            solution = solve(programme, seconds=max(0.05, deadline - time.monotonic()), relaxed=relaxed)
            bound = max(bound, solution.bound)
            if solution.values is None:
                break
            if not relaxed:
                best = _better(best, _division(network, solution.values))
            cuts = _violated_cycles(network, negative, solution.values)
            if not cuts or time.monotonic() > deadline:
                if not relaxed and not cuts and solution.proved:
                    camps = _division(network, solution.values)
                    return Division(camps.camps, camps.value, camps.value, exact=True)
                break
            for cycle in cuts:
                programme.row(cycle, [1.0] * len(cycle), 1.0)
    best = best or _division(network, np.zeros(network.m))
    return Division(best.camps, best.value, min(bound, best.value), exact=best.value - bound < _EPSILON)


def _better(first: Division | None, second: Division) -> Division:
    return second if first is None or second.value < first.value else first


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


def _violated_cycles(network: SignedNetwork, negative: Ints, errors: Floats) -> list[list[int]]:
    near: list[list[tuple[int, int, float]]] = [[] for _ in range(network.n)]
    for tie in np.flatnonzero(network.weight > 0).tolist():
        a, b = network.ends[tie].tolist()
        length = max(0.0, float(errors[tie]))
        near[a].append((b, tie, length))
        near[b].append((a, tie, length))
    found = []
    for tie in negative.tolist():
        a, b = network.ends[tie].tolist()
        path = _shortest(near, a, b, 1.0 - float(errors[tie]) - _EPSILON)
        if path is not None:
            found.append([tie, *path])
    return found


def _shortest(near: list[list[tuple[int, int, float]]], start: int, goal: int, limit: float) -> list[int] | None:
    """Ties of the shortest path (fewest hops among equals) when it is shorter than the limit."""
    best: dict[int, tuple[float, int]] = {start: (0.0, 0)}
    came: dict[int, tuple[int, int]] = {}
    queue: list[tuple[float, int, int]] = [(0.0, 0, start)]
    while queue:
        length, hops, node = heapq.heappop(queue)
        if node == goal:
            return _ties_back(came, start, goal)
        if (length, hops) > best[node]:
            continue
        for other, tie, step in near[node]:
            ahead = (length + step, hops + 1)
            if ahead[0] < limit and ahead < best.get(other, (np.inf, 0)):
                best[other] = ahead
                came[other] = (node, tie)
                heapq.heappush(queue, (*ahead, other))
    return None


def _ties_back(came: dict[int, tuple[int, int]], start: int, goal: int) -> list[int]:
    ties = []
    while goal != start:
        goal, tie = came[goal]
        ties.append(tie)
    return ties
