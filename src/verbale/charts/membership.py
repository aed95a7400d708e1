"""What a picture of a signed network shows: its ties, and where each member stands. Out of a balance or a polarization."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from verbale.analysis.estimates import Estimated
from verbale.analysis.network import Floats, SignedNetwork
from verbale.analysis.polarization import Camp, Polarization
from verbale.analysis.replicates import expected_weights
from verbale.analysis.signs import Frame, Signs, frame_of, settled, signed_network
from verbale.analysis.tie_table import TieTable
from verbale.analysis.windows import COARSEST, Window, inside
from verbale.charts.names import region_name, state_name
from verbale.charts.words import LAYERS, counted, period, sentence, spread
from verbale.errors import QueryError

if TYPE_CHECKING:
    from verbale.analysis.balance import Balance

CERTAIN = 0.8
"""Share of replicates that must agree before a state's camp is drawn as certain: four in five."""
_CAMPS = ("A", "B")
_ON_THE_RING = ("A", "B", "non-aligned", "apart")


@dataclass(frozen=True, slots=True)
class Member:
    """Where a node stands.

    Attributes:
        camp: "A", "B", "non-aligned" or "apart" (tied only to nodes outside the largest part).
        certain: whether that is firm; uncertain members are drawn hollow.
        told: margin or certainty in words.
    """

    camp: str
    certain: bool
    told: str = ""


@dataclass(frozen=True)
class Drawn:
    """A network ready to be drawn.

    Attributes:
        title, subtitle, notes: lines.
        network: signed ties.
        volume: reports behind each tie, or its weight; told as `unit`.
        unit: what `volume` counts.
        members: by node; nodes that are missing here have no tie and are named in the notes.
    """

    title: str
    subtitle: tuple[str, ...]
    network: SignedNetwork
    volume: Floats
    unit: str
    members: Mapping[str, Member]
    notes: tuple[str, ...] = field(default=())


def balance_network(network: SignedNetwork, answer: Balance, *, title: str = "Camps of a signed network") -> Drawn:
    """A network with the camps of its balance.

    Args:
        network: as balanced (`gather(...).network`).
        answer: its balance.
        title: of the picture.
    """
    members = {}
    for name, held in answer.margins.items():
        camp = "non-aligned" if held.non_aligned else _CAMPS[held.camp] if held.camp < len(_CAMPS) else "apart"
        firm = held.non_aligned is not None and held.exact
        members[name] = Member(camp, firm, f"margin {held.margin:g}")
    positive = answer.ties - answer.negative
    best = "proved to be the least" if answer.exact else f"not proved; at least {answer.weighted_bound:g}"
    lines = (
        f"Two camps: {answer.n} nodes, {answer.ties} ties ({positive} positive, {answer.negative} negative).",
        f"Violated weight {answer.weighted_frustration:g} ({best})"
        + (f", balance F {answer.f:.2f}." if answer.f is not None else "."),
        "From a table of ties; it gives no period and no documents.",
    )
    return Drawn(
        title, lines, network, np.abs(network.weight), "weight", members, _untied(answer.isolated, "without a tie")
    )


def region_network(found: Polarization, ties: TieTable, *, window: str | None = None, signs: Signs = "raw") -> Drawn:
    """The network of a region in one window of its polarization.

    Args:
        found: polarization of the region.
        ties: the table that it was computed from.
        window: label; by default the last one with an observed pair.
        signs: raw, or adjusted for the system's own warmth.

    Raises:
        QueryError: no such window.
    """
    row = _row(found, window, signs)
    if row is None:
        return Drawn(
            f"Camps: {region_name(found)}",
            ("No window with an observed pair.",),
            _no_network(found),
            np.zeros(0),
            "reports",
            {},
        )
    frame = _frame(found, ties, row)
    weights = settled(expected_weights(frame, found.settings.coder(), found.settings.symmetrise) - row.baseline)[0]
    camps = [camp for camp in found.camps if camp.window == row.window and camp.signs == signs]
    told = "signs against the system's own warmth" if signs == "adjusted" else "raw signs"
    signed = f"{row.positive} positive, {row.negative} negative, {row.neutral} neutral"
    panel = counted(len(found.states), "state")
    lines = (
        sentence(LAYERS[found.settings.layer], period(row.start, row.end), told),
        sentence(f"{row.pairs} of {row.possible} pairs of {panel} observed ({signed})"),
        sentence(spread(row.documents, row.origins, row.publishers)),
        sentence(row.reason),
    )
    members = {camp.state: _member(camp) for camp in camps if camp.camp in _ON_THE_RING}
    network = signed_network(frame, weights)
    return Drawn(
        f"Camps: {region_name(found)}, {row.window}",
        lines,
        network,
        _volumes(frame)[weights != 0],
        "reports",
        members,
        _others(camps),
    )


def _row(found: Polarization, window: str | None, signs: Signs) -> Estimated | None:
    rows = [row for row in found.rows if row.signs == signs]
    if window is None:
        return next((row for row in reversed(rows) if row.pairs), None)
    chosen = next((row for row in rows if row.window == window), None)
    if chosen is None:
        raise QueryError(f"no window {window!r}; there are {', '.join(row.window for row in rows) or 'none'}")
    return chosen


def _frame(found: Polarization, ties: TieTable, row: Estimated) -> Frame:
    settings = found.settings
    layered = ties.of_layer(settings.layer)
    fine = layered.precision <= COARSEST[settings.by]
    part = layered.where(fine & inside(layered.day, Window(row.window, row.start, row.end)))
    return frame_of(part, found.states, minimum=settings.minimum)


def _volumes(frame: Frame) -> Floats:
    """Weighted reports of each observed pair, both directions together."""
    dyads = np.append(np.bincount(frame.dyad, frame.weight, len(frame.dyads)), 0.0)
    return np.asarray(dyads[frame.directions].sum(axis=1))


def _no_network(found: Polarization) -> SignedNetwork:
    return SignedNetwork(found.states, np.zeros((0, 2), dtype=np.int64), np.zeros(0))


def _member(camp: Camp) -> Member:
    if camp.certainty is None:
        return Member(camp.camp, camp.camp == "apart", "certainty not estimable")
    return Member(camp.camp, camp.certainty >= CERTAIN, f"{camp.certainty:.0%} of replicates agree")


def _others(camps: Sequence[Camp]) -> tuple[str, ...]:
    """States that are not on the picture's ring, and why."""
    words = {"neutral": "observed, without a tie that has a sign", "unobserved": "unobserved"}
    return tuple(
        line
        for kind, told in words.items()
        for line in _untied([camp.state for camp in camps if camp.camp == kind], told)
    )


def _untied(names: Sequence[str], why: str) -> tuple[str, ...]:
    return (f"Not drawn ({why}): {', '.join(map(state_name, names))}.",) if names else ()
