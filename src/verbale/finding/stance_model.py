"""The stance model: how likely a statement is for, against or neither, given its features. Trained by `training.stance`."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 15
"""Features are hashed into so many weights a class; some twenty thousand occur in training."""

AGAINST, NEITHER, FOR = range(3)


@dataclass(frozen=True)
class StanceModel:
    """Logistic regression over hashed features.

    Attributes:
        weights: shape (BUCKETS, 3), columns against, neither, for.
        least: probability that a sign needs to be written; chosen in cross-validation.
    """

    weights: NDArray[np.float32]
    least: float

    def probabilities(self, features: Mapping[str, float]) -> NDArray[np.float64]:
        """Of against, neither, for; shape (3,)."""
        scores = sum((self.weights[bucket(name)] * value for name, value in features.items()), np.zeros(3))
        odds = np.exp(scores - scores.max())
        return np.asarray(odds / odds.sum())

    def weight(self, name: str, sign: int) -> float:
        """How much a feature speaks for a sign (column), against neither."""
        row = self.weights[bucket(name)]
        return float(row[sign] - row[NEITHER])


def bucket(name: str) -> int:
    """The row of a feature."""
    return zlib.crc32(name.encode()) % BUCKETS


@cache
def stance_model() -> StanceModel:
    """The shipped model."""
    with files("verbale").joinpath("models/stance.npz").open("rb") as file:
        arrays = np.load(file)
        return StanceModel(arrays["weights"].astype(np.float32), float(arrays["least"]))
