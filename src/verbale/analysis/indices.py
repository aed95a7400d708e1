"""Indices of balance that need no optimum, and Z of frustration against shuffled signs. All of a network's signs."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from verbale.analysis.descent import best_divisions, violated
from verbale.analysis.frustration import two_camps
from verbale.analysis.network import Floats, SignedNetwork

# A network of so many ties or fewer is divided exactly in each shuffled copy (about 0.02 s each); a larger one by the walk alone,
# decided by size and not by the clock so that results repeat.
EXACT_TIES = 150
# Nodes up to which eigenvalues are computed: a second at 1,000, and they grow with the cube.
SPECTRUM_NODES = 1_000
_EXACT_SECONDS = 2.0  # a copy, at most
_STARTS = 8  # walks a copy
# Sides in one batch of copies: small arrays stay in the processor's cache, and the clock is looked at between batches.
_BATCH = 20_000


def triangle_index(network: SignedNetwork) -> float | None:
    """The share of triangles with an even number of negative ties: (tr A³ + tr |A|³) / (2 tr |A|³); None without triangles."""
    signs = np.sign(network.matrix)
    closed = float(((np.abs(signs) @ np.abs(signs)) * np.abs(signs)).sum())
    return None if closed == 0 else (float(((signs @ signs) * signs).sum()) + closed) / (2 * closed)


def walk_balance(network: SignedNetwork) -> float | None:
    """Balanced share of closed walks of all lengths, weighted 1/length!: tr e^A / tr e^|A| (Estrada and Benzi 2014).

    Falls with size and density; not comparable between networks of different size. None without nodes and beyond 1,000.
    """
    if not 0 < network.n <= SPECTRUM_NODES:
        return None
    signs = np.sign(network.matrix)
    signed, plain = np.linalg.eigvalsh(signs), np.linalg.eigvalsh(np.abs(signs))
    top = plain.max()  # the common factor e^top keeps both sums finite
    return float(np.exp(signed - top).sum() / np.exp(plain - top).sum())


def least_laplacian(network: SignedNetwork) -> float | None:
    """The least eigenvalue of the signed Laplacian D - A: 0 where some part is balanced (Kunegis and others 2010).

    Not comparable between networks of different size. None without ties and beyond 1,000 nodes.
    """
    if network.m == 0 or network.n > SPECTRUM_NODES:
        return None
    signs = np.sign(network.matrix)
    least = float(np.linalg.eigvalsh(np.diag(np.abs(signs).sum(axis=1)) - signs).min())
    return 0.0 if abs(least) < 1e-9 else least


@dataclass(frozen=True)
class Shuffled:
    """Frustration of copies whose signs are shuffled over the same ties, each weight staying in its place.

    Attributes:
        copies: how many were divided.
        exact: how many of them are proved; the others are the walk's best, which can only be too high.
        mean, sd: of their violated weight; `sd` with n - 1.
    """

    copies: int
    exact: int
    mean: float
    sd: float

    def z(self, value: float) -> float | None:
        """How many standard deviations a network's own value is above the mean; None where copies do not differ."""
        return None if self.sd < 1e-9 * max(1.0, abs(self.mean)) else (value - self.mean) / self.sd


def shuffled_frustration(
    network: SignedNetwork, *, copies: int = 100, seed: int = 0, seconds: float = 30.0
) -> Shuffled | None:
    """Frustration of sign-shuffled copies; None for fewer than two copies in the time.

    Args:
        network: what is shuffled; up to 150 ties each copy is divided exactly.
        copies: how many.
        seed: of the shuffles and of the walks.
        seconds: when the time is up the copies divided so far count.
    """
    deadline = time.monotonic() + seconds
    random = np.random.default_rng(seed)
    signs = np.array([random.permutation(np.sign(network.weight)) for _ in range(copies)])
    weights = (signs * np.abs(network.weight)).reshape(copies, network.m)
    values, proved = (_exact if network.m <= EXACT_TIES else _walked)(network, weights, deadline, seed)
    if len(values) < 2:
        return None
    return Shuffled(len(values), proved, float(np.mean(values)), float(np.std(values, ddof=1)))


def _exact(network: SignedNetwork, weights: Floats, deadline: float, seed: int) -> tuple[list[float], int]:
    values, proved = [], 0
    for weight in weights:
        left = deadline - time.monotonic()
        if left <= 0:
            break
        copy = SignedNetwork(network.nodes, network.ends, weight)
        division = two_camps(copy, seconds=min(_EXACT_SECONDS, left), seed=seed)
        values.append(division.value)
        proved += division.exact
    return values, proved


def _walked(network: SignedNetwork, weights: Floats, deadline: float, seed: int) -> tuple[list[float], int]:
    values: list[float] = []
    batch = max(1, _BATCH // max(1, network.n * _STARTS))
    for first in range(0, len(weights), batch):
        if time.monotonic() > deadline:
            break
        copies = [SignedNetwork(network.nodes, network.ends, weight) for weight in weights[first : first + batch]]
        camps = best_divisions(np.array([copy.matrix for copy in copies]), starts=_STARTS, seed=seed)
        values += [violated(copy, division) for copy, division in zip(copies, camps, strict=True)]
    return values, 0
