"""From scores of arcs to a tree: the best head of each word when that gives a tree, else Chu-Liu/Edmonds.

Pure functions of arrays.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.floating]
Heads = NDArray[np.intp]

ROOT_PRICES = (0.0, 4.0, 16.0, 64.0, 1e6)
"""What is taken off the scores of root arcs, one after the other, until the best tree has one root.

Trees with one root all pay the same, so the first price at which the best tree has one root gives the best of them. The
last is far above what scores add up to in a sentence and far below what doubles lose.
"""


def best_tree(scores: Scores) -> Heads:
    """The heads of a sentence's words as one tree with one root.

    Args:
        scores: [words, words + 1]; row = dependent, column = head, the last column is the root.

    Returns:
        For each word the index of its head, -1 for the root. Always a tree, exactly one word has -1.
    """
    count = len(scores)
    if count == 0:
        return np.zeros(0, dtype=np.intp)
    masked = np.nan_to_num(np.array(scores, dtype=np.float64), nan=-1e3, posinf=1e3, neginf=-1e3)
    np.fill_diagonal(masked, -np.inf)
    heads: Heads = masked.argmax(axis=1)
    heads[heads == count] = -1
    return heads if is_tree(heads) else _search(masked)


def is_tree(heads: Heads) -> bool:
    """Whether exactly one word hangs on the root (-1) and every word leads up to it."""
    if np.count_nonzero(heads == -1) != 1:
        return False
    reached = np.where(heads == -1, np.arange(len(heads)), heads)
    root = int(np.flatnonzero(heads == -1)[0])
    for _ in range(max(1, len(heads)).bit_length()):
        reached = reached[reached]
    return bool((reached == root).all())


def _search(masked: Scores) -> Heads:
    """Chu-Liu/Edmonds with the root as node 0 (Chu and Liu 1965; Edmonds 1967)."""
    count = len(masked)
    graph = np.full((count + 1, count + 1), -np.inf)
    graph[1:, 1:] = masked[:, :count]
    for price in ROOT_PRICES:
        graph[1:, 0] = masked[:, count] - price
        heads = _arborescence(graph)[1:] - 1
        if np.count_nonzero(heads == -1) == 1:
            break
    return heads


def _arborescence(graph: Scores) -> Heads:
    """Heads of the best arborescence from node 0 of ``graph`` [dependent, head]; entry 0 is meaningless.

    Contracts one cycle at a time and keeps, for each contraction, what is needed to open it again. At most one
    contraction a node, each linear in the size of the graph.
    """
    opened: list[_Contraction] = []
    while True:
        heads: Heads = graph.argmax(axis=1)
        heads[0] = 0
        cycle = _cycle(heads)
        if cycle is None:
            break
        graph, contraction = _contract(graph, heads, cycle)
        opened.append(contraction)
    for contraction in reversed(opened):
        heads = _open(heads, contraction)
    return heads


@dataclass(frozen=True)
class _Contraction:
    """What is needed to open a cycle again.

    ``cycle`` are its nodes, ``around`` their heads in it, ``kept`` the other nodes. For each of those, ``entry`` is the
    node of the cycle that it would enter as a head, ``leave`` the one that would be its head.
    """

    cycle: Heads
    around: Heads
    kept: Heads
    entry: Heads
    leave: Heads


def _cycle(heads: Heads) -> Heads | None:
    """The nodes of some cycle, or None when there is none."""
    colour = np.zeros(len(heads), dtype=np.int64)
    colour[0] = -1
    for start in range(1, len(heads)):
        node = start
        while colour[node] == 0:
            colour[node] = start
            node = int(heads[node])
        if colour[node] == start:
            members = [node]
            while heads[members[-1]] != node:
                members.append(int(heads[members[-1]]))
            return np.array(members, dtype=np.intp)
    return None


def _contract(graph: Scores, heads: Heads, cycle: Heads) -> tuple[Scores, _Contraction]:
    """The graph with a cycle replaced by one new last node, and how to open it."""
    outside = np.ones(len(graph), dtype=bool)
    outside[cycle] = False
    kept = np.flatnonzero(outside)
    around = heads[cycle]
    gains = graph[np.ix_(cycle, kept)] - graph[cycle, around][:, None]
    into = graph[np.ix_(kept, cycle)]
    smaller = np.full((len(kept) + 1, len(kept) + 1), -np.inf)
    smaller[:-1, :-1] = graph[np.ix_(kept, kept)]
    smaller[-1, :-1] = gains.max(axis=0)
    smaller[:-1, -1] = into.max(axis=1)
    entry, leave = cycle[gains.argmax(axis=0)], cycle[into.argmax(axis=1)]
    return smaller, _Contraction(cycle, around, kept, entry, leave)


def _open(heads: Heads, part: _Contraction) -> Heads:
    """Put a cycle back: it is broken where the arc into it enters."""
    new = len(part.kept)
    whole = np.zeros(new + len(part.cycle), dtype=np.intp)
    whole[part.cycle] = part.around
    on_cycle = heads[:new] == new
    whole[part.kept] = np.where(on_cycle, part.leave, part.kept[np.where(on_cycle, 0, heads[:new])])
    whole[part.entry[heads[new]]] = part.kept[heads[new]]
    return whole
