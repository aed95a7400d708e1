"""The measures of one window: point, as coded, interval, and where each state stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from verbale.analysis.alignment import agreeing
from verbale.analysis.camps import LARGEST
from verbale.analysis.clustering import any_camps
from verbale.analysis.components import (
    MEASURES,
    REASONS,
    Components,
    Core,
    components,
    core_of,
    esteban_ray,
    shuffled_z,
)
from verbale.analysis.frustration import two_camps
from verbale.analysis.network import Floats, Ints, SignedNetwork
from verbale.analysis.replicates import LEVELS, System, coded_weights, expected_weights, kept, replicate
from verbale.analysis.signs import Frame, Signs, settled
from verbale.analysis.tie_table import TieTable
from verbale.analysis.uncertainty import ONE_SOURCE, Interval, bootstrap_interval
from verbale.analysis.windows import Window

if TYPE_CHECKING:
    from verbale.analysis.polarization import Settings

NO_REPORT = "no report between states of the panel"
TOO_FEW = "no pair has the reports that it needs"
ALL_NEUTRAL = "all observed pairs are neutral"
_SPANS = {"f_w": (-1.0, 1.0), "evenness": (0.0, 1.0), "cohesion": (-1.0, 1.0), "hostility": (-1.0, 1.0), "non_aligned": (0.0, 1.0)}  # fmt: skip
_SECONDS = 5.0  # for the exact division of one large network
_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One measure: its value with the coder's errors undone on average, its interval, and the value as coded.

    `reason` says why the value is None or, where there is a value, why there is no interval.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    coded: float | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimated:
    """One window with one kind of signs.

    Attributes:
        window, start, end: label, first and last day.
        signs: raw, or adjusted for the system's warmth (`baseline`: its mean value, taken off every pair).
        f_w: weighted balance 1 - 2 L / Σ|w| of the largest part, -1 … 1; 1 needs no hostility.
        evenness: 4 s1 s2 of the camps' shares, 0 … 1.
        cohesion: mean weight of observed pairs inside camps; hostility: minus that between camps; -1 … 1.
        non_aligned: share of observed states in no camp.
        summary: evenness × cohesion × hostility × (1 - non_aligned), with what is below zero as zero.
        z: of the violated weight against shuffled signs; None where shuffling changes nothing.
        camps_any: sizes of camps when any number is allowed; esteban_ray: their polarization. None where not computed.
        coverage: observed pairs of possible ones; pairs, possible: these numbers.
        positive, negative, neutral: observed pairs by sign; states: with an observed pair.
        parts: parts of the network with no signed tie between them; measures are of the largest.
        reports: weighted; ties, documents, origins, publishers: behind the observed pairs of the panel.
        exact: whether the division of the point is proved to be the best.
        reason: why there are no measures.
    """

    window: str
    start: str
    end: str
    signs: Signs
    baseline: float
    f_w: Estimate
    evenness: Estimate
    cohesion: Estimate
    hostility: Estimate
    non_aligned: Estimate
    summary: float | None
    z: float | None
    camps_any: tuple[int, ...] | None
    esteban_ray: float | None
    coverage: float
    pairs: int
    possible: int
    positive: int
    negative: int
    neutral: int
    states: int
    parts: int
    reports: float
    documents: int
    origins: int
    publishers: int
    exact: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A state's margin, its share of the state's ties, and the certainty of its camp."""

    margin: float
    share: float
    certainty: float | None


@dataclass(frozen=True)
class Division:
    """A window's row, the camps (0 or 1) of its aligned states, how firmly states stand, and why others are in no camp."""

    row: Estimated
    camps: Mapping[str, int] | None
    standing: Mapping[str, Standing]
    outside: Mapping[str, str]


def estimate_window(
    window: Window, table: TieTable, frame: Frame, *, settings: Settings, rarefied: float | None = None
) -> Iterator[Division]:
    """The window's measures with raw signs, then with adjusted ones.

    Args:
        window: the stretch of time.
        table: all ties of the layer in it, also those of other regions.
        frame: those of the panel.
        settings: of the whole computation.
        rarefied: weighted reports that windows are cut to.
    """
    drawn = _Window(window, table, frame, settings, rarefied)
    yield drawn.division("raw")
    yield drawn.division("adjusted")


@dataclass(frozen=True)
class _Window:
    window: Window
    table: TieTable
    frame: Frame
    settings: Settings
    rarefied: float | None

    @cached_property
    def system(self) -> System:
        return System.of(self.table)

    @cached_property
    def sources(self) -> dict[str, int]:
        """Documents, origins and publishers behind the observed pairs."""
        places = {state: index for index, state in enumerate(self.frame.states)}
        index = np.array([places.get(state, -1) for state in self.table.states] or [-1])
        observed = np.zeros((len(places) + 1, len(places) + 1), dtype=bool)
        observed[self.frame.pairs[:, 0], self.frame.pairs[:, 1]] = True
        observed |= observed.T
        rows = observed[index[self.table.source], index[self.table.target]]
        columns = {"documents": self.table.document, "origins": self.table.origin, "publishers": self.table.publisher}
        return {name: len(np.unique(column[rows])) for name, column in columns.items()}

    @cached_property
    def clusters(self) -> tuple[int, int]:
        """Origins and publishers that intervals are drawn over."""
        return len(np.unique(self.frame.origin)), len(np.unique(self.frame.home))

    @cached_property
    def point(self) -> Floats:
        return expected_weights(self.frame, self.settings.coder(), self.settings.symmetrise)

    @cached_property
    def replicates(self) -> list[tuple[Floats, Floats]]:
        """Weights of pairs and the system's means, level by level; none where one source is all there is."""
        if min(self.clusters) < 2:
            return []
        random = np.random.default_rng([self.settings.draws.seed, int(self.window.start.replace("-", ""))])
        drawn = [
            replicate(
                self.frame, self.settings.coder(), self.settings.symmetrise, level, self.settings.draws.replicates, random,
                rarefied=self.rarefied,
            )
            for level in LEVELS
        ]  # fmt: skip
        return [(part.weights, self.system.means(part.rates)) for part in drawn]

    @cached_property
    def noisy(self) -> bool:
        """Whether the pairs' values vary between replicates by as much as they are large: then noise may hide any balance."""
        spread = [float(part.std(axis=0).mean()) for part, _ in self.replicates]
        return max(spread, default=0.0) > float(np.abs(self.point).mean())

    def division(self, signs: Signs) -> Division:
        """Everything about the window with one kind of signs."""
        adjusted = signs == "adjusted"
        if not len(self.frame.pairs):
            return self._nothing(signs, 0.0, NO_REPORT if not len(self.frame.code) else TOO_FEW)
        baseline = float(self.system.means(self.settings.coder().rates())) if adjusted else 0.0
        weights = settled(self.point - baseline)
        core = core_of(weights[0], self.frame.pairs, len(self.frame.states))
        if len(core.members) < 2:
            return self._nothing(signs, baseline, ALL_NEUTRAL)
        start, exact = _best(weights[0], core)
        panel = len(np.unique(self.frame.pairs))
        point = components(weights, core, panel, start=start)
        drawn = [
            components(settled(part - means[:, None] * adjusted), core, panel, start=start)
            for part, means in self.replicates
        ]
        return self._division(signs, baseline, weights[0], core, point, drawn, exact=exact)

    def _division(  # noqa: PLR0913, PLR0917 - private; the window's results
        self, signs: Signs, baseline: float, weights: Floats, core: Core, point: Components, drawn: list[Components],
        *, exact: bool,
    ) -> Division:  # fmt: skip
        coded = self._coded(signs, start=point.divided.camps[0])
        values = {name: float(point.values[name][0]) for name in MEASURES}
        if self.rarefied is not None:
            values = self._rarefied_values(signs, core, start=point.divided.camps[0])
        estimates = {name: self._estimate(name, values[name], coded.get(name), drawn) for name in MEASURES}
        sizes = camps_of_any_number(weights, core) if self.settings.checks else None
        row = self._row(
            signs, baseline, estimates, weights,
            summary=_summary(values), z=_known(shuffled_z(weights, core, seed=self.settings.draws.seed)),
            camps_any=sizes, esteban_ray=_known(esteban_ray(np.array(sizes))) if sizes else None,
            parts=core.parts, exact=exact,
        )  # fmt: skip
        return Division(row, *self._standings(core, point, drawn, weights))

    def _coded(self, signs: Signs, *, start: Ints) -> dict[str, float]:
        """The measures as coded, of the network as coded."""
        weights = settled(
            coded_weights(self.frame, self.settings.symmetrise) - (self.system.mean() if signs == "adjusted" else 0.0)
        )
        core = core_of(weights[0], self.frame.pairs, len(self.frame.states))
        if len(core.members) < 2:
            return {}
        found = components(
            weights, core, len(np.unique(self.frame.pairs)), start=start if len(start) == len(core.members) else None
        )
        return {name: float(found.values[name][0]) for name in MEASURES}

    def _rarefied_values(self, signs: Signs, core: Core, *, start: Ints) -> dict[str, float]:
        """Medians over draws of as many reports as every window keeps."""
        from verbale.analysis.signs import dyad_means, expected_values, symmetrised

        coder, random = self.settings.coder(), np.random.default_rng(self.settings.draws.seed)
        stays = kept(self.frame, float(self.rarefied or 0), self.settings.draws.replicates, random)
        values = np.broadcast_to(expected_values(self.frame, coder), stays.shape)
        weights = symmetrised(
            self.frame, dyad_means(self.frame, stays * self.frame.weight, values), self.settings.symmetrise
        )
        baseline = float(self.system.means(coder.rates())) if signs == "adjusted" else 0.0
        found = components(settled(weights - baseline), core, len(np.unique(self.frame.pairs)), start=start).values
        return {
            name: float(np.nanmedian(found[name])) if not np.isnan(found[name]).all() else np.nan for name in MEASURES
        }

    def _estimate(self, name: str, value: float, coded: float | None, drawn: list[Components]) -> Estimate:
        if np.isnan(value):
            return Estimate(coded=_known(coded), reason=REASONS[name])
        if not drawn:
            return Estimate(value=_known(value), coded=_known(coded), reason=ONE_SOURCE)
        levels = [part.values[name] for part in drawn]
        bounds: Interval = bootstrap_interval(
            value, levels, self.clusters, draws=self.settings.draws, span=_SPANS[name]
        )
        unbounded = name == "f_w" and bounds.high is not None and self.noisy
        high = _SPANS[name][1] if unbounded else bounds.high
        return Estimate(value=_known(value), low=bounds.low, high=high, coded=_known(coded), reason=bounds.reason)

    def _standings(
        self, core: Core, point: Components, drawn: list[Components], weights: Floats
    ) -> tuple[dict[str, int], dict[str, Standing], dict[str, str]]:
        states, members = self.frame.states, core.members.tolist()
        camps = point.divided.camps[0]
        certainty = _certainty(point, drawn)
        strength = np.zeros(len(states))
        for column in (0, 1):
            np.add.at(strength, self.frame.pairs[:, column], np.abs(weights))
        standing = {
            states[state]: Standing(
                round(float(point.divided.margin[0, place]), _DIGITS),
                round(float(point.divided.margin[0, place] / strength[state]), _DIGITS),
                None if certainty is None else round(float(certainty[place]), 3),
            )
            for place, state in enumerate(members)
        }
        aligned = {states[state]: int(camps[place]) for place, state in enumerate(members) if point.aligned[0, place]}
        return aligned, standing, self._outside(set(members), strength)

    def _outside(self, members: set[int], strength: Floats) -> dict[str, str]:
        """Why states outside the largest part are in no camp."""
        observed = set(np.unique(self.frame.pairs).tolist())
        return {
            state: "apart" if strength[index] > 0 else "neutral" if index in observed else "unobserved"
            for index, state in enumerate(self.frame.states)
            if index not in members
        }

    def _nothing(self, signs: Signs, baseline: float, reason: str) -> Division:
        weights = np.zeros(len(self.frame.pairs))
        none = {name: Estimate(reason=reason) for name in MEASURES}
        row = self._row(
            signs, baseline, none, weights, summary=None, z=None, camps_any=None, esteban_ray=None, parts=0, exact=True,
            reason=reason,
        )  # fmt: skip
        return Division(row, None, {}, self._outside(set(), np.zeros(len(self.frame.states))))

    def _row(  # noqa: PLR0913 - a row's parts
        self, signs: Signs, baseline: float, estimates: Mapping[str, Estimate], weights: Floats, *, summary: float | None,
        z: float | None, camps_any: tuple[int, ...] | None, esteban_ray: float | None, parts: int, exact: bool,
        reason: str | None = None,
    ) -> Estimated:  # fmt: skip
        possible = self.frame.possible()
        observed = np.isin(self.frame.dyad, self.frame.directions)
        parts_: dict[str, Any] = {**estimates, **self.sources}
        return Estimated(
            window=self.window.label, start=self.window.start, end=self.window.end, signs=signs,
            baseline=round(baseline, _DIGITS), summary=summary, z=z, camps_any=camps_any,
            esteban_ray=esteban_ray, coverage=round(len(weights) / possible, _DIGITS) if possible else 0.0,
            pairs=len(weights), possible=possible, positive=int((weights > 0).sum()),
            negative=int((weights < 0).sum()), neutral=int((weights == 0).sum()) if reason != TOO_FEW else 0,
            states=len(np.unique(self.frame.pairs)), parts=parts,
            reports=round(float(self.frame.weight[observed].sum()), _DIGITS), exact=exact, reason=reason, **parts_,
        )  # fmt: skip


def _best(weights: Floats, core: Core) -> tuple[Ints | None, bool]:
    """The exact division of a core too large to try all divisions."""
    if len(core.members) <= LARGEST:
        return None, True
    division = two_camps(_network(weights, core, range(len(core.members))), seconds=_SECONDS)
    return division.camps, division.exact


def _network(weights: Floats, core: Core, names: range) -> SignedNetwork:
    inside = weights[core.pairs]
    return SignedNetwork(tuple(map(str, names)), core.ends[inside != 0], inside[inside != 0])


def camps_of_any_number(weights: Floats, core: Core) -> tuple[int, ...]:
    """Sizes of the camps, largest first, when any number of them is allowed."""
    division = any_camps(_network(weights, core, range(len(core.members))), seconds=_SECONDS)
    return tuple(sorted(np.bincount(division.camps).tolist(), reverse=True))


def _certainty(point: Components, drawn: list[Components]) -> Floats | None:
    """Share of replicates in which each state stands as in the point: same camp, or in none; the lower one of the levels."""
    if not drawn:
        return None
    camps, aligned = point.divided.camps[0], point.aligned[0]
    shares = []
    for part in drawn:
        same = agreeing(part.divided.camps, camps) == camps
        shares.append(np.where(aligned, same & part.aligned, ~part.aligned).mean(axis=0))
    return np.asarray(np.minimum(*shares))


def _summary(values: Mapping[str, float]) -> float | None:
    parts = [values[name] for name in ("evenness", "cohesion", "hostility")]
    if any(np.isnan(part) for part in parts):
        return None
    return _known(float(np.prod(np.maximum(parts, 0))) * (1 - values["non_aligned"]))


def _known(value: float | None) -> float | None:
    return None if value is None or np.isnan(value) else round(value, _DIGITS) + 0.0
