"""The cycle relaxation of frustration: a linear programme whose optimum is nearly always the frustration itself.

Some tie of every cycle with an odd number of negative ties must be violated, and ties that hit all those cycles are enough
(Harary 1953). Errors in [0, 1], one a tie, that sum to 1 or more on each such cycle therefore bound frustration from below.
Violated cycles are found among triangles, then by shortest paths between two copies of every node, a negative tie leading from
one copy to the other (Barahona and Mahjoub 1986, "On the cut polytope", Mathematical Programming 36). On all windows of states
and on planted networks, sparse and noisy ones too, the bound meets the best division; where it does not, errors are fractions.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from verbale.analysis.descent import violated
from verbale.analysis.network import Floats, Ints, SignedNetwork
from verbale.analysis.paths import all_paths, follow, paths_from, spread
from verbale.analysis.solver import Covering

# Triangles looked at; beyond that they are left to the shortest paths.
_MAX_TRIANGLES = 20_000
# Nodes up to which all shortest paths are sought: 2 s a round at 600.
MAX_NODES = 600
_EPSILON = 1e-6
_Finder = Callable[
    [Floats, float], list[list[int]]
]  # errors, deadline → cycles or paths whose errors sum to less than 1
_HOP = 1e-7  # added to each tie's length, so that of equal cycles the shorter in ties is found


@dataclass(frozen=True)
class Relaxed:
    """A lower bound of violated weight, the errors that reach it, and whether there is nothing more to add."""

    value: float
    errors: Floats
    done: bool
    spare: Floats  # weight of each tie that the bound does not use, shape (m,)


class CycleRelaxation:
    """The relaxation of one network; rows are found as they are violated and kept."""

    def __init__(self, network: SignedNetwork) -> None:
        self.network = network
        self._covering = Covering(np.abs(network.weight))
        self._triangles = np.array(unbalanced_triangles(network), dtype=np.int64).reshape(-1, 3)
        self._tie = network.tie_index
        self.now = Relaxed(0.0, np.zeros(network.m), done=False, spare=np.abs(network.weight))

    def tighten(self, *, deadline: float, enough: float = np.inf) -> Relaxed:
        """Add violated cycles until none is left, the bound is `enough` or the time is up."""
        while not self.now.done and self.now.value < enough and time.monotonic() < deadline:
            self.now, _ = self._cut(self.now, self._violated, deadline)
        return self.now

    def parted(self, first: int, second: int, *, same: bool, deadline: float, enough: float = np.inf) -> Relaxed:
        """The bound when two nodes are held in the same camp, or in different ones.

        Every path between them whose signs say otherwise must then hold a violated tie.
        """
        rows, basis = list[int](), self._covering.basis()
        now = replace(self.now, done=False)

        def paths(errors: Floats, _: float) -> list[list[int]]:
            return self._paths(errors, first, second, same=same)

        while not now.done and now.value < enough and time.monotonic() < deadline:
            now, added = self._cut(now, paths, deadline)
            rows += added
            if now.done and not self._whole(now, first, second, same=same):  # no path is left; are there cycles?
                now, _ = self._cut(now, self._violated, deadline)
        self._covering.drop(rows, basis)
        return now

    def _whole(self, now: Relaxed, first: int, second: int, *, same: bool) -> bool:
        """Whether a division reaches the bound."""
        return rounded(self.network, now.errors, (first, second, same))[1] <= now.value + _EPSILON * self.network.total

    def _cut(self, now: Relaxed, find: _Finder, deadline: float) -> tuple[Relaxed, list[int]]:
        cuts = find(now.errors, deadline)
        if not cuts:
            return replace(now, done=True), []
        rows = self._covering.cover(cuts)
        solution = self._covering.minimum(seconds=deadline - time.monotonic())
        if (
            solution.values is None or solution.reduced is None
        ):  # no time, or numerical trouble: the bound so far still holds
            return replace(now, done=True), rows
        errors = np.clip(solution.values, 0.0, 1.0)
        return Relaxed(solution.bound, errors, done=False, spare=np.maximum(solution.reduced, 0.0)), rows

    def _violated(self, errors: Floats, deadline: float) -> list[list[int]]:
        sums = errors[self._triangles].sum(axis=1)
        short = np.flatnonzero(sums < 1 - _EPSILON)
        if len(short):
            order = short[np.argsort(sums[short], kind="stable")]
            return spread(self._triangles[order].tolist())
        return self._long_cycles(errors, deadline)

    def _long_cycles(self, errors: Floats, deadline: float) -> list[list[int]]:
        n = self.network.n
        if n > MAX_NODES:
            return []
        found = all_paths(self._lengths(errors), deadline)
        if found is None:
            return []
        distance, step = found
        first, second = self.network.ends.T
        goal = second + n * (self.network.weight > 0)
        around = distance[first, goal] + errors
        short = np.flatnonzero(around < 1 - _EPSILON)
        order = short[np.argsort(around[short], kind="stable")]
        return spread(
            sorted({tie, *self._ties(follow(step, int(first[tie]), int(goal[tie])))}) for tie in order.tolist()
        )

    def _lengths(self, errors: Floats) -> Floats:
        """Lengths between the copies of nodes, shape (2n, 2n): positive ties within a copy, negative ones across."""
        n, (first, second), negative = self.network.n, self.network.ends.T, self.network.weight < 0
        lengths = np.full((2 * n, 2 * n), np.inf)
        length = np.maximum(errors, 0.0) + _HOP
        for a, b in ((first, second), (second, first)):
            lengths[a, b + n * negative] = length
            lengths[a + n, b + n * ~negative] = length
        return lengths

    def _ties(self, pairs: list[tuple[int, int]]) -> list[int]:
        n = self.network.n
        return [int(self._tie[a % n, b % n]) for a, b in pairs]

    def _paths(self, errors: Floats, first: int, second: int, *, same: bool) -> list[list[int]]:
        """Short paths that say the opposite of `same`, one through each tie of the second node."""
        n = self.network.n
        lengths = self._lengths(errors)
        distance, came = paths_from(lengths, first)
        goal = second + n * same
        last = distance + lengths[:, goal]
        short = np.flatnonzero(last < 1 - _EPSILON)
        cuts = []
        for end in short[np.argsort(last[short], kind="stable")].tolist():
            ties, node = {int(self._tie[end % n, second])}, end
            while node != first:
                ties.add(int(self._tie[came[node] % n, node % n]))
                node = int(came[node])
            cuts.append(sorted(ties))
        return spread(cuts)


def unbalanced_triangles(network: SignedNetwork) -> list[tuple[int, int, int]]:
    """Ties of each triangle with one or three negative ties, at most 20,000 of them."""
    near: list[dict[int, int]] = [{} for _ in range(network.n)]
    for tie, (a, b) in enumerate(network.ends.tolist()):
        near[a][b] = near[b][a] = tie
    found: list[tuple[int, int, int]] = []
    negative = (network.weight < 0).tolist()
    for tie, (a, b) in enumerate(network.ends.tolist()):
        for c in sorted(node for node in near[a].keys() & near[b].keys() if node > b):
            other, third = near[a][c], near[b][c]
            if negative[tie] ^ negative[other] ^ negative[third]:
                found.append((tie, other, third))
        if len(found) >= _MAX_TRIANGLES:
            break
    return found


def rounded(network: SignedNetwork, errors: Floats, held: tuple[int, int, bool] | None = None) -> tuple[Ints, float]:
    """Two camps that follow the ties with the least error, and what they violate.

    Args:
        network: connected or not.
        errors: shape (m,); whole ones that hit every unbalanced cycle are reproduced.
        held: two nodes and whether they are to be in the same camp.
    """
    parent = list(range(network.n))
    side = [0] * network.n

    def root(node: int) -> tuple[int, int]:
        turn = 0
        while parent[node] != node:
            turn ^= side[node]
            node = parent[node]
        return node, turn

    def join(a: int, b: int, apart: int) -> None:
        (top, turn), (other, other_turn) = root(a), root(b)
        if top != other:
            parent[other], side[other] = top, turn ^ other_turn ^ apart

    if held is not None:
        join(held[0], held[1], int(not held[2]))
    apart = (network.weight < 0).astype(int).tolist()
    ends = network.ends.tolist()
    for tie in np.argsort(np.round(errors, 6), kind="stable").tolist():
        first, second = ends[tie]
        join(first, second, apart[tie])
    camps = np.array([root(node)[1] for node in range(network.n)], dtype=np.int64)
    return camps, violated(network, camps)
