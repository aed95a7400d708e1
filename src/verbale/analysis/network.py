"""Signed weighted networks as arrays."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from verbale.errors import MalformedInput

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class SignedNetwork:
    """An undirected network with signed weights.

    Attributes:
        nodes: names, n of them.
        ends: shape (m, 2), indices of nodes, each pair once, lower index first.
        weight: shape (m,), not zero; the sign is the tie's sign.
    """

    nodes: tuple[str, ...]
    ends: Ints
    weight: Floats

    @property
    def n(self) -> int:
        """Number of nodes."""
        return len(self.nodes)

    @property
    def m(self) -> int:
        """Number of ties."""
        return len(self.weight)

    @property
    def negative(self) -> int:
        """Number of negative ties."""
        return int((self.weight < 0).sum())

    @cached_property
    def matrix(self) -> Floats:
        """The symmetric adjacency matrix, shape (n, n)."""
        matrix = np.zeros((self.n, self.n))
        matrix[self.ends[:, 0], self.ends[:, 1]] = self.weight
        return matrix + matrix.T

    @cached_property
    def tie_index(self) -> Ints:
        """The tie between two nodes, shape (n, n); -1 where there is none."""
        index = np.full((self.n, self.n), -1, dtype=np.int64)
        index[self.ends[:, 0], self.ends[:, 1]] = np.arange(self.m)
        return np.maximum(index, index.T)

    @cached_property
    def total(self) -> float:
        """Sum of absolute weights."""
        return float(np.abs(self.weight).sum())

    def signs(self) -> SignedNetwork:
        """The same ties with weights +1 and -1."""
        return SignedNetwork(self.nodes, self.ends, np.sign(self.weight))


def network_of(ties: Iterable[tuple[str, str, float]], *, nodes: Sequence[str] | None = None) -> SignedNetwork:
    """A network from ties; several ties of one pair are summed, sums of zero and loops are dropped.

    Args:
        ties: (source, target, signed weight).
        nodes: names in the wanted order, isolated ones included; by default the ties' names, sorted.

    Raises:
        MalformedInput: a weight that is no finite number.
    """
    sums: dict[tuple[str, str], float] = {}
    for source, target, weight in ties:
        check_weight(source, target, weight)
        pair = (min(source, target), max(source, target))
        sums[pair] = sums.get(pair, 0.0) + weight
    kept = {pair: weight for pair, weight in sums.items() if weight != 0 and pair[0] != pair[1]}
    names = tuple(nodes) if nodes is not None else tuple(sorted({name for pair in sums for name in pair}))
    index = {name: i for i, name in enumerate(names)}
    rows = sorted((*sorted((index[a], index[b])), weight) for (a, b), weight in kept.items())
    ends = np.array([row[:2] for row in rows], dtype=np.int64).reshape(-1, 2)
    return SignedNetwork(names, ends, np.array([row[2] for row in rows], dtype=np.float64))


def check_weight(source: str, target: str, weight: float) -> None:
    """Raise MalformedInput for a weight that is no finite number."""
    if not math.isfinite(weight):
        raise MalformedInput(f"the tie of {source} and {target} weighs {weight}; a weight is a finite number")


def subnetwork(network: SignedNetwork, ties: Ints) -> tuple[SignedNetwork, Ints]:
    """The network of some ties (indices), and the original index of each of its nodes."""
    kept, inverse = np.unique(network.ends[ties], return_inverse=True)
    names = tuple(network.nodes[i] for i in kept)
    return SignedNetwork(names, inverse.reshape(-1, 2), network.weight[ties]), kept
