"""What the numbers of a window would be without one publisher, with another window length, with another symmetrisation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from verbale.analysis.components import MEASURES, components, core_of
from verbale.analysis.replicates import expected_weights
from verbale.analysis.signs import SYMMETRISE, Frame, Symmetrise, frame_of, settled
from verbale.analysis.tie_table import UNKNOWN_PUBLISHER, TieTable, origin_weights
from verbale.analysis.windows import Window, ending_with, inside

if TYPE_CHECKING:
    from verbale.analysis.polarization import Settings

MOST_PUBLISHERS = 10
"""Publishers that are left out in turn in a window: those of most reports. The others weigh less."""
LENGTHS = (1, 2, 4)
"""Window lengths that are compared, in the unit of time; all end on the window's last day."""
_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A window without one publisher's documents (raw signs, point values); `pairs`: observed ones that are left."""

    window: str
    publisher: str
    share: float
    pairs: int
    f_w: float | None
    evenness: float | None
    cohesion: float | None
    hostility: float | None
    non_aligned: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Varied:
    """A window with one setting changed (raw signs, point values)."""

    window: str
    setting: str
    value: str
    pairs: int
    f_w: float | None
    evenness: float | None
    cohesion: float | None
    hostility: float | None
    non_aligned: float | None


def leave_one_out(
    windows: Sequence[Window], parts: Sequence[TieTable], states: Sequence[str], settings: Settings
) -> Iterator[Left]:
    """Each window without each of its largest publishers in turn; windows of one publisher have nothing to leave out."""
    for window, part in zip(windows, parts, strict=True):
        table = part.where(np.isin(part.source, _codes(part, states)) & np.isin(part.target, _codes(part, states)))
        volume = np.bincount(table.publisher, table.weight, len(table.publishers))
        order = sorted(np.flatnonzero(volume).tolist(), key=lambda publisher: (-volume[publisher], publisher))
        for publisher in order[:MOST_PUBLISHERS] if len(order) > 1 else ():
            rest = table.where(table.publisher != publisher)
            rest = replace(rest, weight=origin_weights(rest))
            frame = frame_of(rest, states, minimum=settings.minimum)
            name = table.publishers[publisher]
            yield Left(
                window=window.label, publisher="unknown" if name == UNKNOWN_PUBLISHER else name,
                share=round(float(volume[publisher] / volume.sum()), _DIGITS), pairs=len(frame.pairs),
                **_values(frame, settings, settings.symmetrise),
            )  # fmt: skip


def vary(table: TieTable, windows: Sequence[Window], states: Sequence[str], settings: Settings) -> Iterator[Varied]:
    """Each window with every symmetrisation, and with other lengths that end on the same day."""
    for window in windows:
        frame = frame_of(table.where(inside(table.day, window)), states, minimum=settings.minimum)
        for how in SYMMETRISE:
            yield _varied(window, "symmetrise", how, frame, settings, how)
        for length in sorted({*LENGTHS, settings.length}):
            other = ending_with(window, by=settings.by, length=length)
            longer = frame_of(table.where(inside(table.day, other)), states, minimum=settings.minimum)
            yield _varied(window, "length", f"{length} × {settings.by}", longer, settings, settings.symmetrise)


def _codes(table: TieTable, states: Sequence[str]) -> list[int]:
    return [index for index, state in enumerate(table.states) if state in set(states)]


def _varied(  # noqa: PLR0913, PLR0917 - private
    window: Window, setting: str, value: str, frame: Frame, settings: Settings, how: Symmetrise
) -> Varied:
    return Varied(
        window=window.label, setting=setting, value=value, pairs=len(frame.pairs), **_values(frame, settings, how)
    )


def _values(frame: Frame, settings: Settings, how: Symmetrise) -> dict[str, float | None]:
    """Point values, None where undefined."""
    if not len(frame.pairs):
        return dict.fromkeys(MEASURES)
    weights = settled(expected_weights(frame, settings.coder(), how))
    core = core_of(weights[0], frame.pairs, len(frame.states))
    if len(core.members) < 2:
        return dict.fromkeys(MEASURES)
    found = components(weights, core, len(np.unique(frame.pairs))).values
    return {name: None if np.isnan(found[name][0]) else round(float(found[name][0]), _DIGITS) for name in MEASURES}
