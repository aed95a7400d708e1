"""Planted truth: do nominal 95 % intervals cover it? `python -m evaluation.simulation [--runs 200] [--json]`.

A world has two camps and a state between them, with a true share of hostile, neutral and friendly words for every directed dyad. Its
stories are told by publishers who lean to one side, are copied by others word for word, and are read by a coder who errs as measured and
whose confusion the estimator knows only from a sample. Truth are the measures of the network of true mean values over the observed
pairs, told without lean, copies or coder.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np

from verbale.analysis.coder import SIGNS, Confusion, confusion_of
from verbale.analysis.components import MEASURES, components, core_of
from verbale.analysis.estimates import Estimated, estimate_window
from verbale.analysis.polarization import Settings
from verbale.analysis.relations import relations
from verbale.analysis.signs import frame_of, settled, symmetrised
from verbale.analysis.tie_table import Tie, TieTable, tie_table
from verbale.analysis.uncertainty import Draws
from verbale.analysis.windows import Window

SIZE = 0.6  # of a stance
# Shares of hostile, neutral and friendly words inside a camp, between camps, and of and to the state between.
_INSIDE, _BETWEEN, _ASIDE = (0.05, 0.45, 0.50), (0.50, 0.40, 0.10), (0.20, 0.60, 0.20)
_NOBODY = -1
_YEAR = Window("2020", "2020-01-01", "2020-12-31")


@dataclass(frozen=True)
class World:
    """What is planted.

    Attributes:
        camps: camp of each state, -1 for the one between.
        stories: number of stories; each has one to three statements.
        publishers: who tell them.
        lean: standard deviation of a publisher's lean: a share of words that turn from friendly to hostile, or back.
        copied: share of stories that others copy, two to ten times.
        coder: true confusion of the coder.
        sample: signs on which the estimator's confusion was measured.
    """

    camps: tuple[int, ...] = (0, 0, 0, 1, 1, _NOBODY)
    stories: int = 300
    publishers: int = 8
    lean: float = 0.08
    copied: float = 0.3
    coder: str = "shipped"
    sample: int = 400

    @property
    def states(self) -> tuple[str, ...]:
        return tuple(f"S{index:02d}" for index in range(len(self.camps)))

    def shares(self) -> np.ndarray:
        """True shares of each directed dyad, shape (n, n, 3)."""
        n = len(self.camps)
        shares = np.zeros((n, n, 3))
        for a in range(n):
            for b in range(n):
                aside = _NOBODY in (self.camps[a], self.camps[b])
                shares[a, b] = _ASIDE if aside else _INSIDE if self.camps[a] == self.camps[b] else _BETWEEN
        return shares

    def rates(self) -> np.ndarray:
        """P(coded | true) of the coder."""
        return np.eye(3) if self.coder == "perfect" else confusion_of("words").rates()


WORLDS = {
    "as measured": World(),
    "few stories": World(stories=80),
    "many stories": World(stories=800),
    "one-sided sources": World(lean=0.2, publishers=10),
    "few publishers": World(publishers=3),
    "copied wire stories": World(copied=0.9),
    "good coder": World(coder="perfect"),
    "even camps": World(camps=(0, 0, 0, 1, 1, 1)),
    "one camp": World(camps=(0, 0, 0, 0, 0)),
}  # fmt: skip


def told(world: World, seed: int) -> tuple[TieTable, Confusion]:
    """The ties that the coder finds in a world, and what the estimator knows of the coder."""
    random, copying = np.random.default_rng(seed), np.random.default_rng([seed, 1])
    lean = random.normal(0, world.lean, world.publishers)
    shares, rates = world.shares(), world.rates()
    ties: list[Tie] = []
    for story in range(world.stories):
        publisher = int(random.integers(world.publishers))
        copies = [publisher]
        if copying.random() < world.copied:
            copies += copying.integers(0, world.publishers, int(copying.integers(2, 11))).tolist()
        told_once = [_statement(world, shares, rates, lean[publisher], random) for _ in range(random.integers(1, 4))]
        ties += [
            replace(tie, document=f"{story:05d}-{copy:02d}", origin=f"{story:05d}", publisher=f"p{where:02d}", item=f"s{number}",
                    day=f"2020-{1 + story % 12:02d}-{10 + copy:02d}")
            for copy, where in enumerate(copies) for number, tie in enumerate(told_once)
        ]  # fmt: skip
    return tie_table(ties), _measured(world, random)


def _statement(world: World, shares: np.ndarray, rates: np.ndarray, lean: float, random: np.random.Generator) -> Tie:
    source, target = random.choice(len(world.camps), 2, replace=False)
    true = random.choice(3, p=_leaning(shares[source, target], np.array([lean]))[0])
    sign = SIGNS[random.choice(3, p=rates[true])]
    return Tie(
        layer="words", source=world.states[source], target=world.states[target], day=None, value=SIZE * sign, document="",
        origin="", publisher=None,
    )  # fmt: skip


def _leaning(shares: np.ndarray, lean: np.ndarray) -> np.ndarray:
    """Shares of words that publishers of these leans tell, shape (leans, 3)."""
    moved = np.clip(lean, -shares[0], shares[2])
    return shares + moved[:, None] * np.array([1.0, 0.0, -1.0])


def typical(world: World) -> np.ndarray:
    """Shares of each dyad as the average publisher of the world's kind tells them, shape (n, n, 3)."""
    leans = np.array([world.lean * NormalDist().inv_cdf((step + 0.5) / 200) for step in range(200)])
    shares = world.shares()
    return np.array([[_leaning(cell, leans).mean(axis=0) for cell in row] for row in shares])


def _measured(world: World, random: np.random.Generator) -> Confusion:
    """The coder's confusion as a sample of true signs shows it."""
    each = random.multinomial(world.sample, [0.2, 0.55, 0.25])
    counts = np.array([random.multinomial(count, row) for count, row in zip(each, world.rates(), strict=True)])
    return Confusion(counts.astype(float), "measured", "simulated sample")


def truth(world: World, table: TieTable) -> dict[str, float]:
    """The measures of the true network over the pairs that the table observes."""
    frame = frame_of(table, world.states)
    values = (typical(world) @ np.array([-SIZE, 0, SIZE]))[frame.dyads[:, 0], frame.dyads[:, 1]]
    weights = settled(symmetrised(frame, values[None], "mean"))
    core = core_of(weights[0], frame.pairs, len(world.states))
    found = components(weights, core, len(np.unique(frame.pairs))).values
    return {name: float(found[name][0]) for name in MEASURES}


def estimate(world: World, table: TieTable, confusion: Confusion, replicates: int) -> Estimated:
    """What Verbale says of the table: one window, raw signs."""
    settings = Settings(draws=Draws(replicates=replicates), confusion=confusion, checks=False)
    return next(estimate_window(_YEAR, table, frame_of(table, world.states), settings=settings)).row


def coverage(world: World, *, runs: int, replicates: int = 200, seed: int = 0) -> dict[str, float]:
    """Share of runs whose interval holds the truth, by measure; `relation`: of dyads' means as coded; `width_…`: mean widths."""
    held: dict[str, list[float]] = {}
    for run in range(runs):
        table, confusion = told(world, seed + run)
        planted = truth(world, table)
        row = estimate(world, table, confusion, replicates)
        for name in MEASURES:
            found = getattr(row, name)
            if found.low is not None and not np.isnan(planted[name]):
                held.setdefault(name, []).append(found.low - 1e-6 <= planted[name] <= found.high + 1e-6)
                held.setdefault(f"width_{name}", []).append(found.high - found.low)
                held.setdefault(f"error_{name}", []).append(found.value - planted[name])
        if run % 10 == 0:
            _add_relations(held, world, table)
    return {name: round(float(np.mean(values)), 4) for name, values in sorted(held.items())}


def _add_relations(held: dict[str, list[float]], world: World, table: TieTable) -> None:
    coded = typical(world) @ world.rates() @ np.array([-SIZE, 0, SIZE])
    for row in relations(table, draws=Draws(replicates=200)).rows:
        if row.low is not None and row.high is not None:
            value = coded[world.states.index(row.source), world.states.index(row.target)]
            held.setdefault("relation", []).append(row.low - 1e-6 <= value <= row.high + 1e-6)
            held.setdefault("width_relation", []).append(row.high - row.low)


def narrowing(*, runs: int, seed: int = 0) -> float:
    """Mean width of intervals with nine stories of ten copied, over that of the same stories without copies; copies must not narrow."""
    plain, copied = World(copied=0.0), World(copied=0.9)
    widths = [coverage(world, runs=runs, seed=seed) for world in (copied, plain)]
    names = [f"width_{name}" for name in ("f_w", "cohesion", "hostility", "relation")]
    return float(np.mean([widths[0][name] / widths[1][name] for name in names]))


def main(arguments: list[str] | None = None) -> int:
    """Print coverage of each world."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--world", default="", help="only worlds whose name contains this")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    found = {name: coverage(world, runs=options.runs) for name, world in WORLDS.items() if options.world in name}
    if options.json:
        sys.stdout.write(json.dumps(found) + "\n")
        return 0
    for name, numbers in found.items():
        told_ = "  ".join(f"{measure} {numbers.get(measure, float('nan')):.3f}" for measure in (*MEASURES, "relation"))
        sys.stdout.write(f"{name:20} {told_}\n")
    if not options.world:
        sys.stdout.write(f"copies: width × {narrowing(runs=max(10, options.runs // 5)):.3f}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
