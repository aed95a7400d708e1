"""Exact weighted frustration: the least weight that any division into two camps violates.

A tabu walk gives a division, the cycle relaxation (cycles.py) a bound; mostly they meet. Where they do not, the mixed-integer
programme of Aref, Mason and Wilson (2020, "A modeling and computational study of the frustration index in signed networks",
Networks 75) is solved with HiGHS: binary camp x_i, error f_e at least |x_i - x_j| on positive and |x_i + x_j - 1| on negative
ties, f_a + f_b + f_c >= 1 on unbalanced triangles, the node of highest degree fixed. Biconnected blocks are solved apart, since
an optimum of each can be joined at the cut nodes.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx
import numpy as np

from verbale.analysis.cycles import CycleRelaxation, rounded, unbalanced_triangles
from verbale.analysis.descent import best_division, violated
from verbale.analysis.network import Ints, SignedNetwork, subnetwork
from verbale.analysis.solver import Programme, solve

# Share of a block's time for the relaxation; it seldom needs a tenth, and where it does not close the gap the programme does.
_RELAXED_SHARE = 0.7
# Share for the walk, which only networks of a thousand nodes and more use up.
_WALK_SHARE = 0.3


@dataclass(frozen=True)
class Division:
    """Camps and what they violate.

    Attributes:
        camps: shape (n,), camp of each node, numbered from 0.
        value: violated weight of these camps.
        bound: no division violates less than this; equals `value` when `exact`.
        exact: whether `value` is proved to be the least.
    """

    camps: Ints
    value: float
    bound: float
    exact: bool


def two_camps(network: SignedNetwork, *, seconds: float = 30.0, seed: int = 0) -> Division:
    """The division into two camps that violates the least weight.

    Args:
        network: any signed network; disconnected ones are solved part by part.
        seconds: time limit; when it is reached the division is the best known and `exact` is False.
        seed: of the heuristic's starts.
    """
    deadline = time.monotonic() + seconds
    sides = np.zeros(network.n, dtype=np.int64)
    bound, exact = 0.0, True
    placed: set[int] = set()
    for ties in blocks(network):
        block, nodes = subnetwork(network, ties)
        part = _block(block, seconds=max(0.1, deadline - time.monotonic()), seed=seed)
        bound += part.bound
        exact &= part.exact
        anchor = next((i for i, node in enumerate(nodes) if int(node) in placed), None)
        flip = 0 if anchor is None else int(part.camps[anchor] != sides[nodes[anchor]])
        sides[nodes] = part.camps ^ flip
        placed.update(int(node) for node in nodes)
    value = violated(network, sides)
    return Division(sides, value, value if exact else min(bound, value), exact)


def blocks(network: SignedNetwork) -> Iterator[Ints]:
    """Ties of each biconnected block, so ordered that each but the first of a component touches an earlier one."""
    graph = nx.Graph()
    graph.add_edges_from((int(a), int(b), {"tie": tie}) for tie, (a, b) in enumerate(network.ends))
    blocks = [np.array([graph.edges[edge]["tie"] for edge in block]) for block in nx.biconnected_component_edges(graph)]
    by_node: dict[int, list[int]] = {}
    members = [{int(node) for node in network.ends[block].ravel()} for block in blocks]
    for index, nodes in enumerate(members):
        for node in nodes:
            by_node.setdefault(node, []).append(index)
    seen: set[int] = set()
    for first in range(len(blocks)):
        queue = [first]
        while queue:
            index = queue.pop()
            if index in seen:
                continue
            seen.add(index)
            yield np.sort(blocks[index])
            queue.extend(other for node in sorted(members[index]) for other in by_node[node] if other not in seen)


def _block(network: SignedNetwork, *, seconds: float, seed: int) -> Division:
    started = time.monotonic()
    camps, value = best_division(network, seed=seed, deadline=started + _WALK_SHARE * seconds)
    close = tolerance(network)
    if value == 0 or network.n < 3:
        return Division(camps, value, value, exact=True)
    relaxed = CycleRelaxation(network).tighten(deadline=started + _RELAXED_SHARE * seconds, enough=value - close)
    camps, value = _better(network, (camps, value), rounded(network, relaxed.errors))
    if value - relaxed.value < close:
        return Division(camps, value, value, exact=True)
    programme = programme_of(network)
    left = max(0.05, seconds - (time.monotonic() - started))
    solution = solve(programme, seconds=left, start=_start(network, camps, programme), cutoff=value)
    if solution.values is not None:
        found = np.round(solution.values[: network.n]).astype(np.int64)
        camps, value = _better(network, (camps, value), (found, violated(network, found)))
    bound = min(max(solution.bound, relaxed.value), value)
    exact = solution.proved or value - bound < close
    return Division(camps, value, value if exact else bound, exact)


def _better(network: SignedNetwork, first: tuple[Ints, float], second: tuple[Ints, float]) -> tuple[Ints, float]:
    return second if second[1] < first[1] - 1e-9 * max(1.0, network.total) else first


def tolerance(network: SignedNetwork) -> float:
    """Two values closer than this are one: half the smallest step of whole weights, else a millionth of the total."""
    whole = np.all(network.weight == np.round(network.weight))
    return 0.5 if whole else 1e-6 * max(1.0, network.total)


def programme_of(network: SignedNetwork) -> Programme:
    """The mixed-integer programme: camps of nodes, then errors of ties; the node of highest degree is in camp 1."""
    n = network.n
    programme = Programme(cost=np.concatenate([np.zeros(n), np.abs(network.weight)]), integers=n)
    programme.fix(int(np.bincount(network.ends.ravel(), minlength=n).argmax()), 1.0)
    for tie, ((a, b), weight) in enumerate(zip(network.ends.tolist(), network.weight, strict=True)):
        if weight > 0:
            programme.row([n + tie, a, b], [1, -1, 1], 0.0)
            programme.row([n + tie, a, b], [1, 1, -1], 0.0)
        else:
            programme.row([n + tie, a, b], [1, -1, -1], -1.0)
            programme.row([n + tie, a, b], [1, 1, 1], 1.0)
    for triangle in unbalanced_triangles(network):
        programme.row([n + tie for tie in triangle], [1, 1, 1], 1.0)
    return programme


def _start(network: SignedNetwork, camps: Ints, programme: Programme) -> list[float]:
    """The heuristic's division as a solution of the programme."""
    node = next(iter(programme.fixed))
    camps = camps ^ int(camps[node] != 1)
    same = camps[network.ends[:, 0]] == camps[network.ends[:, 1]]
    errors = (same != (network.weight > 0)).astype(float)
    return [*camps.astype(float), *errors]
