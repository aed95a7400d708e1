"""Shortest paths over arrays of lengths, and the choice among cycles found by them. Lengths are at least 0; 1 is far."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from verbale.analysis.network import Floats, Ints

# Cycles a round in which one tie may stand: more of them repeat each other.
_REPEATS = 3


def spread(cuts: Iterable[Sequence[int]]) -> list[list[int]]:
    """Cuts in order, without those that only repeat ties of several before."""
    seen: Counter[int] = Counter()
    kept = []
    for cut in cuts:
        if min(seen[tie] for tie in cut) < _REPEATS:
            seen.update(cut)
            kept.append(list(cut))
    return kept


def all_paths(lengths: Floats, deadline: float) -> tuple[Floats, Ints] | None:
    """Distances and first steps between all nodes (Floyd and Warshall); None when the time is up."""
    size = len(lengths)
    distance = lengths.copy()
    step = np.broadcast_to(np.arange(size, dtype=np.int32), (size, size)).copy()
    for middle in range(size):
        if time.monotonic() > deadline:
            return None
        reached = np.flatnonzero(distance[:, middle] < 1)
        through = distance[reached, middle, None] + distance[middle]
        rows, columns = np.nonzero(through < distance[reached])
        rows_of = reached[rows]
        distance[rows_of, columns] = through[rows, columns]
        step[rows_of, columns] = step[rows_of, middle]
    return distance, step.astype(np.int64)


def paths_from(lengths: Floats, start: int) -> tuple[Floats, Ints]:
    """Distances from one node and the node before each (Bellman and Ford, all ties at once)."""
    distance = np.full(len(lengths), np.inf)
    distance[start] = 0.0
    came = np.full(len(lengths), -1)
    while True:
        reached = np.flatnonzero(distance < 1)
        through = distance[reached, None] + lengths[reached]
        best = through.argmin(axis=0)
        shorter = through[best, np.arange(len(lengths))]
        better = shorter < distance
        if not better.any():
            return distance, came
        distance[better] = shorter[better]
        came[better] = reached[best[better]]


def follow(step: Ints, start: int, goal: int) -> list[tuple[int, int]]:
    """The path between two nodes as pairs of neighbours."""
    pairs = []
    while start != goal:
        ahead = int(step[start, goal])
        pairs.append((start, ahead))
        start = ahead
    return pairs
