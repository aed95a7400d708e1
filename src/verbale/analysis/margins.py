"""How firmly each state stands in its camp: the least violated weight with that state forced to the other camp, minus the least.

Camps can be swapped as a whole, so "the other camp" needs a state that stays: the anchor, by default the one whose move alone
would cost most. Each part of a disconnected network has its own. Within a biconnected block the state is held apart from the
block's entry (the anchor, or the cut node that leads to it), and a state is as firm as the weakest block on its way.

The cycle relaxation bounds each margin from below, moves found on the way bound it from above; where they do not meet, a
mixed-integer programme is solved while time is left. A margin that is not proved is returned with both bounds.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from verbale.analysis.cycles import MAX_NODES, CycleRelaxation, Relaxed, rounded
from verbale.analysis.descent import violated
from verbale.analysis.frustration import Division, blocks, programme_of, tolerance
from verbale.analysis.network import Floats, Ints, SignedNetwork, subnetwork
from verbale.analysis.solver import solve


@dataclass(frozen=True)
class Margins:
    """Margins of all nodes, in the unit of the weights; NaN for nodes without ties.

    Attributes:
        value: shape (n,); a division that moves the node is known to cost this much more.
        bound: shape (n,); none costs less; equals `value` where `exact`.
        exact: shape (n,), bool.
        anchor: shape (n,), the node that stays, -1 for nodes without ties. An anchor's own margin is that of the node most
            firmly bound to it.
    """

    value: Floats
    bound: Floats
    exact: NDArray[np.bool_]
    anchor: Ints


def margins(network: SignedNetwork, division: Division, *, seconds: float = 10.0, anchor: int | None = None) -> Margins:
    """The margin of each node.

    Args:
        network: what was divided.
        division: its two camps, from `two_camps`; where they are not proved the best, no margin is exact.
        seconds: time limit; what is not proved by then is returned with its bounds.
        anchor: the node that stays, in its part of the network; by default the one whose move alone costs most.
    """
    deadline = time.monotonic() + seconds
    value, bound = np.full(network.n, np.nan), np.full(network.n, np.nan)
    stays = np.full(network.n, -1, dtype=np.int64)
    for first, steps in _parts(network, division.camps, anchor):
        value[first] = bound[first] = np.inf
        members, unproved = [first], 0.0
        for ties, entry in steps:
            block, nodes = subnetwork(network, ties)
            part = _Block(block, division.camps[nodes], int(np.flatnonzero(nodes == entry)[0]), proved=division.exact)
            high, low = part.solved(deadline)
            unproved += part.value - part.least
            others = nodes != entry
            value[nodes[others]] = np.minimum(high, value[entry])[others]
            bound[nodes[others]] = np.minimum(low, bound[entry])[others]
            members += nodes[others].tolist()
        rest = np.array(members[1:])
        # What is not proved of the division makes margins against it uncertain by as much.
        value[rest] += unproved
        value[first], bound[first] = value[rest].max(), bound[rest].max()
        stays[members] = first
    close = tolerance(network)
    exact = value - bound < close
    return Margins(value, np.where(exact, value, bound), exact, stays)


def _parts(network: SignedNetwork, camps: Ints, anchor: int | None) -> Iterator[tuple[int, list[tuple[Ints, int]]]]:
    """Each part's anchor, and its blocks with their entries in an order that leads away from the anchor."""
    found = list(blocks(network))
    by_node: dict[int, list[int]] = {}
    for index, ties in enumerate(found):
        for node in np.unique(network.ends[ties]).tolist():
            by_node.setdefault(node, []).append(index)
    costs = _move_costs(network, camps)
    degree = np.bincount(network.ends.ravel(), minlength=network.n)
    order = sorted(by_node, key=lambda node: (node != anchor, -costs[node], -degree[node], node))
    seen: set[int] = set()
    for first in order:
        steps: list[tuple[Ints, int]] = []
        queue = [(index, first) for index in by_node[first] if index not in seen]
        seen.update(index for index, _ in queue)
        while queue:
            index, entry = queue.pop(0)
            steps.append((found[index], entry))
            for node in np.unique(network.ends[found[index]]).tolist():
                ahead = [other for other in by_node[node] if other not in seen]
                seen.update(ahead)
                queue += [(other, node) for other in ahead]
        if steps:
            yield first, steps


def _move_costs(network: SignedNetwork, camps: Ints) -> Floats:
    """What moving each node alone would add to the violated weight."""
    sides = 1.0 - 2.0 * camps
    return np.asarray(sides * (network.matrix @ sides))


def _bonds(network: SignedNetwork, relaxed: Relaxed, camps: Ints) -> Floats:
    """Less than which no division parts two nodes that these camps bind, shape (n, n), on top of the relaxation's bound.

    What the bound does not use of kept ties can be lost: paths of one and two such ties between a pair are added up, and of
    chains of pairs the weakest counts.
    """
    spare = np.zeros((network.n, network.n))
    first, second = network.ends.T
    kept = (camps[first] == camps[second]) == (network.weight > 0)
    spare[first[kept], second[kept]] = spare[second[kept], first[kept]] = relaxed.spare[kept]
    direct = spare + np.array([np.minimum(row, spare).sum(axis=1) for row in spare])
    return _widest(direct)


def _widest(direct: Floats) -> Floats:
    """For each pair the width of the widest chain, by a greatest spanning tree (Prim)."""
    size = len(direct)
    widest = np.full((size, size), np.inf)
    joined = np.zeros(size, dtype=bool)
    joined[0] = True
    width, behind = direct[0].copy(), np.zeros(size, dtype=np.int64)
    for _ in range(size - 1):
        node = int(np.where(joined, -1.0, width).argmax())
        through = np.minimum(widest[behind[node], joined], width[node])
        widest[node, joined] = widest[joined, node] = through
        joined[node] = True
        wider = direct[node] > width
        width[wider], behind[wider] = direct[node, wider], node
    return widest


class _Block:
    """Margins within one block, against its entry."""

    def __init__(self, network: SignedNetwork, camps: Ints, entry: int, *, proved: bool) -> None:
        self.network, self.camps, self.entry = network, camps, entry
        self.value = violated(network, camps)
        self.least = self.value if proved else 0.0  # a lower bound of what the block must violate
        self.high = _move_costs(network, camps)
        self.low = np.zeros(network.n)
        self.close = tolerance(network)
        self.relaxed: set[int] = set()
        # Moving everybody but the entry is moving the entry.
        self.high = np.minimum(self.high, self.high[entry])

    def solved(self, deadline: float) -> tuple[Floats, Floats]:
        """Upper and lower bounds of each node's margin; without meaning at the entry."""
        if self.network.n > MAX_NODES:  # each step would take seconds
            return self.high, self.low
        if self.network.m == 1:
            self.least = 0.0
            return self.high, np.maximum(self.high, 0.0)
        relaxation = CycleRelaxation(self.network)
        base = relaxation.tighten(deadline=deadline)
        self.least = max(self.least, min(base.value, self.value))
        bonds = _bonds(self.network, base, self.camps) - (self.value - base.value)
        self._hold(self.entry, np.inf, bonds)
        while (waiting := [node for node in self._open() if node not in self.relaxed]) and time.monotonic() < deadline:
            self._relax(relaxation, waiting[0], deadline)
            self._hold(waiting[0], self.low[waiting[0]], bonds)
        for node in self._open():
            if time.monotonic() < deadline:
                self._programme(node, deadline)
        return self.high, self.low

    def _open(self) -> list[int]:
        gap = self.high - self.low
        gap[self.entry] = 0.0
        return [int(node) for node in np.flatnonzero(gap >= self.close)]

    def _relax(self, relaxation: CycleRelaxation, node: int, deadline: float) -> None:
        self.relaxed.add(node)
        same = bool(self.camps[node] != self.camps[self.entry])
        enough = self.value + self.high[node] - self.close
        found = relaxation.parted(node, self.entry, same=same, deadline=deadline, enough=enough)
        self._raise(node, found.value)
        self._lower(rounded(self.network, found.errors, (node, self.entry, same))[0])

    def _programme(self, node: int, deadline: float) -> None:
        programme = programme_of(self.network)
        programme.fixed.clear()
        programme.fix(self.entry, 1.0)
        programme.fix(node, float(self.camps[node] != self.camps[self.entry]))
        solution = solve(programme, seconds=max(0.05, deadline - time.monotonic()))
        self._raise(node, solution.bound)
        if solution.values is not None:
            self._lower(np.round(solution.values[: self.network.n]).astype(np.int64))

    def _hold(self, node: int, margin: float, bonds: Floats) -> None:
        """Whoever moves leaves this node or moves it too."""
        for other, bond in enumerate(bonds[node].tolist()):
            self._raise(other, self.value + min(bond, margin))

    def _raise(self, node: int, bound: float) -> None:
        more = bound - self.value
        if self.close == 0.5:  # whole weights have whole margins
            more = np.ceil(more - 1e-6)
        self.low[node] = max(self.low[node], more)

    def _lower(self, camps: Ints) -> None:
        """Take note of a division, for every node that it moves."""
        cost = violated(self.network, camps) - self.value
        moved = (camps ^ camps[self.entry]) != (self.camps ^ self.camps[self.entry])
        self.high[moved] = np.minimum(self.high[moved], cost)
