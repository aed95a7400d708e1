"""Polarization taken apart: how even the camps are, how they hold together, how they oppose each other, who stands aside.

Every number is computed for many weightings of one panel at once (replicates in rows) and is NaN where it is not defined; `REASONS`
says why. Definitions and ranges: `docs/polarization.md`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from verbale.analysis.camps import Divided, divide, strengths
from verbale.analysis.network import Floats, Ints

ALIGNED = 0.25
"""A state belongs to a camp when moving it would cost, for each pair that it is observed in, at least this share of the mean weight of
the core's observed pairs; below, it is non-aligned. A share of the state's own weight would put a state of faint ties that happen to
agree into a camp for certain; in the planted worlds of `evaluation/simulation.py` that pulled cohesion down by a third."""
MEASURES = ("f_w", "evenness", "cohesion", "hostility", "non_aligned")
REASONS = {
    "f_w": "no pair with a sign",
    "evenness": "no state in a camp",
    "cohesion": "no observed pair inside a camp",
    "hostility": "no observed pair between camps",
    "non_aligned": "no pair with a sign",
    "esteban_ray": "no state in a camp",
    "z": "signs cannot be shuffled into another network (all alike, or fewer than three ties)",
}
"""Why a measure is None."""


@dataclass(frozen=True)
class Core:
    """The largest part of a network that hangs together, where camps are comparable.

    Attributes:
        members: indices of its states, in order.
        ends: its pairs, shape (p', 2), as positions in `members`.
        pairs: their indices in the whole network, shape (p',).
        parts: number of parts with at least two states.
    """

    members: Ints
    ends: Ints
    pairs: Ints
    parts: int


def core_of(weights: Floats, ends: Ints, n: int) -> Core:
    """The core of one weighting, shape (p,): most states, then most weight, then first state."""
    label = np.arange(n)
    tied = ends[weights != 0]
    for _ in range(n):  # labels sink along ties; at most n - 1 rounds
        low = np.minimum(label[tied[:, 0]], label[tied[:, 1]])
        before = label.copy()
        np.minimum.at(label, tied[:, 0], low)
        np.minimum.at(label, tied[:, 1], low)
        if (label == before).all():
            break
    size = np.bincount(label, minlength=n)
    strength = np.bincount(label, strengths(weights[None], ends, n)[0], minlength=n)
    chosen = max(range(n), key=lambda part: (size[part], round(float(strength[part]), 9), -part)) if n else 0
    members = np.flatnonzero(label == chosen) if len(tied) else np.zeros(0, dtype=np.int64)
    place = np.full(n, -1)
    place[members] = np.arange(len(members))
    pairs = np.flatnonzero((place[ends] >= 0).all(axis=1))
    return Core(members, place[ends[pairs]], pairs, int((size > 1).sum()))


@dataclass(frozen=True)
class Components:
    """Measures of each replicate, shape (replicates,) each, and the division that they speak of.

    Attributes:
        values: by name, see `MEASURES`; NaN where undefined.
        divided: camps, violated weight and margins of the core's states.
        aligned: who belongs to a camp, shape (replicates, members).
    """

    values: dict[str, Floats]
    divided: Divided
    aligned: np.ndarray


def components(weights: Floats, core: Core, panel: int, *, start: Ints | None = None) -> Components:
    """Measures of weightings of one core.

    Args:
        weights: of all observed pairs, neutral ones zero, shape (replicates, p).
        core: of the point estimate; camps are told within it.
        panel: number of states that have an observed pair; those outside the core stand aside.
        start: a division of the core's states, for networks too large to try all.
    """
    inside = weights[:, core.pairs]
    divided = divide(inside, core.ends, len(core.members), start=start)
    total = np.abs(inside).sum(axis=1)
    aligned = is_aligned(inside, core, divided.margin)
    values = {
        "f_w": 1 - 2 * _share(divided.violated, total),
        "evenness": _evenness(divided.camps, aligned),
        **_between_and_inside(inside, core.ends, divided.camps, aligned),
        "non_aligned": np.where(total > 0, 1 - aligned.sum(axis=1) / max(1, panel), np.nan),
    }
    return Components(values, divided, aligned)


def is_aligned(inside: Floats, core: Core, margin: Floats) -> np.ndarray:
    """Which states of the core belong to a camp, shape (replicates, members)."""
    observed = np.bincount(core.ends.ravel(), minlength=len(core.members))
    typical = np.abs(inside).mean(axis=1, keepdims=True)
    return np.asarray((margin > 0) & (margin >= ALIGNED * typical * observed))


def _share(part: Floats, whole: Floats) -> Floats:
    return np.asarray(np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0))


def _evenness(camps: Ints, aligned: np.ndarray) -> Floats:
    """4 s1 s2: 1 for two camps of one size, 0 where all stand in one."""
    second = _share((camps * aligned).sum(axis=1).astype(np.float64), aligned.sum(axis=1).astype(np.float64))
    return np.asarray(4 * second * (1 - second))


def _between_and_inside(weights: Floats, ends: Ints, camps: Ints, aligned: np.ndarray) -> dict[str, Floats]:
    counted = aligned[:, ends[:, 0]] & aligned[:, ends[:, 1]]
    same = camps[:, ends[:, 0]] == camps[:, ends[:, 1]]
    inside, between = counted & same, counted & ~same
    return {
        "cohesion": _share((weights * inside).sum(axis=1), inside.sum(axis=1).astype(np.float64)),
        "hostility": _share(-(weights * between).sum(axis=1), between.sum(axis=1).astype(np.float64)),
    }


def esteban_ray(sizes: Ints) -> float:
    """Polarization of camps of these sizes that are all equally far apart: K Σ s_i^2 s_j over i ≠ j.

    Esteban and Ray (1994, "On the measurement of polarization", Econometrica 62) with their alpha at 1 and K = 4, so that two camps
    give 4 s1 s2, and more camps give less than two.
    """
    shares = sizes / sizes.sum()
    return float(4 * (shares**2 * (1 - shares)).sum())


def shuffled_z(weights: Floats, core: Core, *, shuffles: int = 200, seed: int = 0) -> float:
    """Standard score of the violated weight against shuffles of the signs over the same ties; NaN where shuffles do not differ.

    Below zero: less frustrated than chance. Sizes of ties stay where they are.
    """
    inside = weights[core.pairs]
    tied = inside != 0
    sizes, ends = np.abs(inside[tied]), core.ends[tied]
    if len(sizes) < 3 or (inside[tied] > 0).all() or (inside[tied] < 0).all():
        return float("nan")
    random = np.random.default_rng(seed)
    signs = random.permuted(np.broadcast_to(np.sign(inside[tied]), (shuffles, len(sizes))), axis=1)
    rows = np.concatenate([inside[tied][None], signs * sizes])
    violated = divide(rows, ends, len(core.members)).violated
    spread = float(violated[1:].std())
    return float((violated[0] - violated[1:].mean()) / spread) if spread > 1e-9 else float("nan")
