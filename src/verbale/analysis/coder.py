"""The coder's own errors: how often a sign is coded as another, and what the true signs may be given the coded ones.

The confusion is measured by `python -m evaluation.confusion` and shipped in `data/coder_confusion.toml`; where a layer is not measured
yet the file holds a prior with the reason for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from verbale.analysis.network import Floats, Ints
from verbale.analysis.tie_table import Layer
from verbale.data import read_toml

SIGNS = (-1, 0, 1)
"""Order of rows and columns: against, neither, for."""
_HALF = 0.5  # Jeffreys' pseudo-count of each cell
# Steps of expectation-maximisation and sweeps of data augmentation. A coder that misses three stances of four makes both slow; with 25
# steps the planted worlds' hostility came out a third too small, with more than 300 nothing moved any more.
_STEPS = 300
_SWEEPS = 20
_PRIOR = 1.0
"""Weight of the prior of a dyad's shares, in reports. It is symmetric: without reports a dyad leans to neither side."""


@dataclass(frozen=True)
class Confusion:
    """Counts of (true sign, coded sign), shape (3, 3) in the order of `SIGNS`, and where they come from.

    Attributes:
        counts: true signs in rows.
        basis: "measured" or "prior".
        note: on what, or why this prior.
    """

    counts: Floats
    basis: str
    note: str

    @property
    def n(self) -> int:
        """Number of compared signs; of a prior, the number it is worth."""
        return int(self.counts.sum())

    def rates(self) -> Floats:
        """P(coded | true), rows sum to one."""
        counts = self.counts + _HALF
        return np.asarray(counts / counts.sum(axis=1, keepdims=True))

    def draw(self, replicates: int, random: np.random.Generator) -> Floats:
        """Rates as uncertain as their counts, shape (replicates, 3, 3)."""
        drawn = random.standard_gamma(np.broadcast_to(self.counts + _HALF, (replicates, 3, 3)))
        return np.asarray(drawn / drawn.sum(axis=2, keepdims=True))


PERFECT = Confusion(np.eye(3) * 1e9, "perfect", "a coder without errors")


@cache
def confusion_of(layer: Layer) -> Confusion:
    """The shipped confusion of a layer."""
    row = read_toml("coder_confusion")[layer]
    return Confusion(np.array(row["counts"], dtype=np.float64), row["basis"], row["note"])


def prevalence(counts: Floats, rates: Floats, prior: Floats) -> Floats:
    """Most probable shares of true signs given counts of coded ones (expectation-maximisation).

    Args:
        counts: coded signs, shape (…, 3).
        rates: P(coded | true), shape (…, 3, 3) or one that broadcasts.
        prior: pseudo-counts of true signs, shape (…, 3) or one that broadcasts.

    Returns:
        Shares, shape (…, 3).
    """
    shares = (counts + prior) / (counts + prior).sum(axis=-1, keepdims=True)
    for _ in range(_STEPS):
        expected = (truth_given_code(shares, rates) * counts[..., None, :]).sum(axis=-1) + prior
        shares = expected / expected.sum(axis=-1, keepdims=True)
    return np.asarray(shares)


def truth_given_code(shares: Floats, rates: Floats) -> Floats:
    """P(true | coded), shape (…, true 3, coded 3): columns sum to one."""
    joint = shares[..., :, None] * rates
    return np.asarray(joint / joint.sum(axis=-2, keepdims=True))


def symmetric_prior(counts: Floats, rates: Floats) -> Floats:
    """A dyad's prior: neutral as often as in all the counts together, for and against in equal shares."""
    neutral = prevalence(counts.reshape(-1, 3).sum(axis=0), rates, np.full(3, _HALF))[1]
    side = (1 - neutral) / 2
    return _PRIOR * np.array([side, neutral, side])


def drawn_truth(code: Ints, dyad: Ints, counts: Floats, rates: Floats, random: np.random.Generator) -> Ints:
    """True signs of coded reports, drawn from what the confusion and the dyad's other reports leave possible.

    Data augmentation (Tanner and Wong 1987): signs given the dyad's shares, shares given the signs, a few times.

    Args:
        code: coded sign of each report as an index in `SIGNS`, shape (k,).
        dyad: dyad of each report, shape (k,).
        counts: weighted counts of coded signs, shape (dyads, 3).
        rates: drawn rates, shape (replicates, 3, 3).

    Returns:
        Indices in `SIGNS`, shape (replicates, k).
    """
    mean_rates = rates.mean(axis=0)
    prior = symmetric_prior(counts, mean_rates)
    reports = np.bincount(dyad * 3 + code, minlength=3 * len(counts)).reshape(-1, 3)
    weight = counts.sum(axis=1) / np.maximum(reports.sum(axis=1), 1)
    shares = np.broadcast_to(prevalence(counts, mean_rates, prior), (len(rates), *counts.shape))
    for _ in range(_SWEEPS):
        possible = np.swapaxes(truth_given_code(shares, rates[:, None]), 2, 3)  # (replicates, dyads, coded, true)
        drawn = random.multinomial(reports, possible).sum(axis=2)
        posterior = random.standard_gamma(drawn * weight[:, None] + prior)
        shares = posterior / posterior.sum(axis=2, keepdims=True)
    cumulative = truth_given_code(shares, rates[:, None]).cumsum(axis=2)
    limits = cumulative[:, dyad, :, code].transpose(1, 0, 2)[:, :, :2]
    return np.asarray((random.random((len(rates), len(code), 1)) > limits).sum(axis=2))
