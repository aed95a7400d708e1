"""Polarization of a region over time, in separate components, each with what it rests on.

What is computed and why, with every choice: `docs/polarization.md` (formulas: measures.md of the project's design).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from verbale.analysis.alignment import aligned_over_time
from verbale.analysis.coder import Confusion, confusion_of
from verbale.analysis.estimates import Division, Estimated, estimate_window
from verbale.analysis.regions import Region, region
from verbale.analysis.sensitivity import Left, Varied, leave_one_out, vary
from verbale.analysis.signs import MINIMUM, Frame, Signs, Symmetrise, frame_of
from verbale.analysis.tie_table import Layer, TieTable
from verbale.analysis.uncertainty import Draws
from verbale.analysis.windows import COARSEST, Unit, Window, inside, windows_between
from verbale.record import Rows, to_plain

Panel = Literal["region", "always"]
SIGNS: tuple[Signs, ...] = ("raw", "adjusted")
REPLICATES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How polarization is computed.

    Attributes:
        layer: words, deeds or claims.
        by, length, step: unit of time, units of a window, units between windows' starts (by default windows do not overlap).
        start, end: ISO days; by default the layer's first and last day.
        symmetrise: how two directions become one tie.
        minimum: weighted reports that a pair needs to be observed.
        panel: "region": all its states; "always": only those observed in every window that has any report.
        anchor: whose camp is called A; by default the state of most reports.
        rarefy: weighted reports drawn in every window, so that windows compare; "least": as many as the poorest window with a pair has.
        draws: replicates, level and seed.
        confusion: of the coder; by default the shipped one of the layer.
        checks: whether to also allow any number of camps, leave out each publisher in turn and vary window length and symmetrisation.
    """

    layer: Layer = "words"
    by: Unit = "year"
    length: int = 1
    step: int | None = None
    start: str | None = None
    end: str | None = None
    symmetrise: Symmetrise = "mean"
    minimum: float = MINIMUM
    panel: Panel = "region"
    anchor: str | None = None
    rarefy: float | Literal["least"] | None = None
    draws: Draws = Draws(replicates=REPLICATES)
    confusion: Confusion | None = None
    checks: bool = True

    def coder(self) -> Confusion:
        """The coder's confusion."""
        return self.confusion or confusion_of(self.layer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Camp:
    """Where a state stands in a window.

    Attributes:
        window, signs: of which row.
        state: code.
        camp: "A", "B", "non-aligned" (moving it costs next to nothing), "apart" (tied only to states outside the largest part),
            "neutral" (observed, no tie with a sign) or "unobserved".
        margin: weight that would be violated more in the other camp; None outside camps.
        share: margin as a share of its ties' weight.
        certainty: share of replicates in which it stands where it stands here; None where not estimable.
    """

    window: str
    signs: Signs
    state: str
    camp: str
    margin: float | None = None
    share: float | None = None
    certainty: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Polarization:
    """Polarization of a region over time.

    Attributes:
        region, states: what was asked for and its panel.
        settings: how it was computed; its confusion as `coder` tells.
        coder: basis, note and number of compared signs of the coder's confusion.
        anchor: whose camp is A.
        rows: two a window: raw signs, and signs adjusted for the system's warmth.
        camps: one a state, window and kind of signs.
        left_out: each publisher left out in turn (raw signs).
        varied: other window lengths and symmetrisations (raw signs).
        notes: what the reader should know before using a number.
    """

    region: str
    states: tuple[str, ...]
    settings: Settings
    coder: str
    anchor: str | None
    rows: Rows[Estimated]
    camps: Rows[Camp]
    left_out: Rows[Left]
    varied: Rows[Varied]
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        plain: dict[str, Any] = to_plain(replace(self, settings=replace(self.settings, confusion=None)))
        return plain

    def to_pandas(self) -> Any:
        """A `pandas.DataFrame`, one row a window and kind of signs; `f_w.value`, `f_w.low` and so on."""
        return self.rows.to_pandas()

    def to_polars(self) -> Any:
        """A `polars.DataFrame`, one row a window and kind of signs; measures are structs."""
        return self.rows.to_polars()


def polarization(
    ties: TieTable, panel: Region | str | Sequence[str], *, settings: Settings = Settings(),
) -> Polarization:  # fmt: skip
    """Polarization of a region in each window.

    Args:
        ties: all ties of an archive; those outside the region are the system that adjusted signs are measured against.
        panel: a region, a preset's name, or states.
        settings: see `Settings`.
    """
    chosen = panel if isinstance(panel, Region) else region(panel)
    layered = ties.of_layer(settings.layer)
    coarse = layered.precision > COARSEST[settings.by]
    table = layered.where(~coarse & ~np.isnat(layered.day))
    windows = _windows(layered, settings)
    parts = [table.where(inside(table.day, window)) for window in windows]
    states = _panel(parts, chosen, settings)
    frames = [frame_of(part, states, minimum=settings.minimum) for part in parts]
    rarefied = _rarefied(frames, settings)
    divisions = [
        division
        for window, part, frame in zip(windows, parts, frames, strict=True)
        for division in estimate_window(window, part, frame, settings=settings, rarefied=rarefied)
    ]
    anchor = settings.anchor or _anchor(frames, states)
    checks = settings.checks and rarefied is None
    return Polarization(
        region=chosen.name,
        states=states,
        settings=settings,
        coder=_coder_words(settings.coder()),
        anchor=anchor,
        rows=Rows(division.row for division in divisions),
        camps=Rows(_camps(divisions, states, anchor)),
        left_out=Rows(leave_one_out(windows, parts, states, settings) if checks else ()),
        varied=Rows(vary(table, windows, states, settings) if checks else ()),
        notes=_notes(chosen, layered, int(coarse.sum()), divisions, settings),
    )


def _windows(table: TieTable, settings: Settings) -> tuple[Window, ...]:
    span = table.span() or (None, None)
    first, last = settings.start or span[0], settings.end or span[1]
    if first is None or last is None:
        return ()
    return windows_between(first, last, by=settings.by, length=settings.length, step=settings.step)


def _panel(parts: Sequence[TieTable], chosen: Region, settings: Settings) -> tuple[str, ...]:
    if settings.panel == "region":
        return chosen.states
    frames = [frame_of(part, chosen.states, minimum=settings.minimum) for part in parts]
    seen = [{int(state) for state in np.unique(frame.pairs)} for frame in frames if len(frame.code)]
    always = set.intersection(*seen) if seen else set()
    return tuple(state for index, state in enumerate(chosen.states) if index in always)


def _rarefied(frames: Sequence[Frame], settings: Settings) -> float | None:
    if settings.rarefy != "least":
        return settings.rarefy
    volumes = [float(frame.weight.sum()) for frame in frames if len(frame.pairs)]
    return min(volumes, default=None)


def _anchor(frames: Sequence[Frame], states: Sequence[str]) -> str | None:
    volume = np.zeros(len(states))
    for frame in frames:
        for column in (0, 1):
            np.add.at(volume, frame.dyads[frame.dyad, column], frame.weight)
    return states[int(volume.argmax())] if volume.any() else None


def _coder_words(confusion: Confusion) -> str:
    return f"{confusion.basis} on {confusion.n} signs: {confusion.note}"


def _camps(divisions: Sequence[Division], states: Sequence[str], anchor: str | None) -> list[Camp]:
    rows: list[Camp] = []
    for signs in SIGNS:
        of_signs = [division for division in divisions if division.row.signs == signs]
        named = aligned_over_time([division.camps for division in of_signs], anchor=anchor)
        for division, camps in zip(of_signs, named, strict=True):
            rows += [_camp(division, camps or {}, state, signs) for state in states]
    return sorted(rows, key=lambda row: (row.window, SIGNS.index(row.signs)))


def _camp(division: Division, camps: dict[str, int], state: str, signs: Signs) -> Camp:
    standing = division.standing.get(state)
    label = division.outside.get(state) or ("AB"[camps[state]] if state in camps else "non-aligned")
    return Camp(
        window=division.row.window, signs=signs, state=state, camp=label,
        margin=standing.margin if standing else None, share=standing.share if standing else None,
        certainty=standing.certainty if standing else None,
    )  # fmt: skip


def _notes(
    chosen: Region, table: TieTable, coarse: int, divisions: Sequence[Division], settings: Settings
) -> tuple[str, ...]:
    undated = int(np.isnat(table.day).sum())
    silent = sum(division.row.pairs == 0 for division in divisions) // len(SIGNS)
    coder = settings.coder()
    notes = [
        f"{undated} ties have no date and {coarse} only one too coarse for windows by {settings.by}; they are in no window"
        if undated or coarse else "",
        f"{silent} of {len(divisions) // len(SIGNS)} windows have no observed pair" if silent else "",
        f"outside the region but in the panel: {', '.join(chosen.guests)}" if chosen.guests else "",
        f"the coder's errors are not measured for {settings.layer} ({coder.note})" if coder.basis == "prior" else "",
        "no tie of this layer has a date" if not divisions else "",
    ]  # fmt: skip
    return tuple(note for note in notes if note)
