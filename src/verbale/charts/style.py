"""What all pictures share: colours, sizes, titles, notes, the axis of windows.

Friendly is dark blue and hostile is orange everywhere: the two differ for every common kind of colour blindness and in
lightness, so that they also differ on a grey print. Where it matters a shape, a dash or a sign says the same again.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, Literal, TypeAlias, cast

import altair as alt

Picture: TypeAlias = alt.VConcatChart
Part: TypeAlias = alt.Chart | alt.LayerChart
Json: TypeAlias = dict[str, Any]

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""The first comes with vl-convert, the others with systems; all have the same widths, so that a page looks like the file."""
WIDTH = 760
"""Of the plotted part, in pixels; with axes and margins a picture stays below 900."""
AXIS = 36
"""Least pixels of an axis with its labels, so that panels beneath each other start at one line."""
FRIENDLY, NEITHER, HOSTILE = "#08519c", "#b9b9b9", "#e6762b"
EMPTY = "#ebebeb"
"""Ground of what was not observed. The diverging scale is white at zero, so that the two are never alike."""
DIVERGING = ("#b35806", "#e6762b", "#fdc086", "#ffffff", "#9ecae1", "#3182bd", "#08519c")
SIGNED = (
    "datum.value < 0 ? '−' + format(-datum.value, '.1~f') : datum.value > 0 ? '+' + format(datum.value, '.1~f') : '0'"
)
"""Vega's expression of an axis label with its sign; the minus is the typographic one."""
GRID = "#e4e4e4"
INK, QUIET = "#222222", "#5f5f5f"

_LINE = 122  # letters of a 12-pixel line that WIDTH and the axis' margin hold
_LABELS = 14  # windows named on an axis; more do not fit beside each other
_SIGNS = {"positive": FRIENDLY, "neither": NEITHER, "negative": HOSTILE, "no report": EMPTY}


def wrapped(lines: Iterable[str], *, width: int = _LINE) -> list[str]:
    """Lines broken at words so that none is cut off."""
    return [part for line in lines if line for part in textwrap.wrap(line, width)]


def chart_of(rows: Iterable[Json]) -> alt.Chart:
    """A chart of plain rows; they are written into its specification, so that it stands alone."""
    return alt.Chart(alt.Data(values=list(rows)))  # type: ignore[no-untyped-call]


def layered(
    *parts: alt.Chart | alt.LayerChart, height: float, width: float = WIDTH, title: alt.Title | str = ""
) -> alt.LayerChart:
    """Parts above each other, the first one lowest."""
    chart = cast("alt.LayerChart", alt.layer(*parts))
    return chart.properties(width=width, height=height, **({"title": title} if title else {}))


def finished(parts: Sequence[Part], *, title: str, subtitle: Iterable[str], notes: Iterable[str] = ()) -> Picture:
    """Parts beneath each other, with their title, subtitle and notes in the style of all pictures."""
    below = [_notes(wrapped(notes))] if any(notes := list(notes)) else []
    head = alt.Title(wrapped([title], width=80), subtitle=wrapped(subtitle), anchor="start", offset=14)
    picture: Picture = (
        alt.VConcatChart(vconcat=[*parts, *below], title=head, spacing=8)
        .configure(font=FONT, background="white", padding=14)
        .configure_view(stroke=None)
        .configure_title(
            fontSize=17, fontWeight="bold", color=INK, subtitleFontSize=12, subtitleColor=QUIET, subtitlePadding=5,
            subtitleLineHeight=16, lineHeight=21,
        )
        .configure_axis(
            labelFontSize=11, titleFontSize=11, titleFontWeight="normal", labelColor=INK, titleColor=QUIET, grid=False,
            domainColor="#8c8c8c", tickColor="#8c8c8c",
        )
        .configure_legend(
            orient="bottom", direction="horizontal", labelFontSize=11, labelColor=INK, titleFontSize=11, titleColor=QUIET,
            titleFontWeight="normal", labelLimit=420, titleLimit=420, symbolSize=90, columns=5,
        )
    )  # fmt: skip
    return picture


def _notes(lines: Sequence[str]) -> alt.Chart:
    """Small print beneath a picture."""
    rows = [{"line": index, "words": line} for index, line in enumerate(lines)]
    base = chart_of(rows).properties(width=WIDTH, height=15 * len(lines))
    base = base.encode(y=alt.Y("line:O", axis=None, sort=None), text="words:N")
    part: alt.Chart = base.mark_text(align="left", fontSize=11, color=QUIET, x=0)
    return part


def nothing(title: str, subtitle: Iterable[str], words: str) -> Picture:
    """The picture of no answer: its title and period, and why nothing is shown."""
    part = (
        chart_of([{"words": words}])
        .mark_text(fontSize=14, color=QUIET, align="center", baseline="middle")
        .encode(x=alt.value(WIDTH / 2), y=alt.value(60), text="words:N")
    )
    ground = chart_of([{}]).mark_rect(color=EMPTY)
    return finished([layered(ground, part, height=120)], title=title, subtitle=subtitle)


def window_axis(labels: Sequence[str], *, shown: bool = True, column: str = "window") -> alt.X:
    """The axis of windows: every window has its place, and as many are named as fit."""
    step = -(-len(labels) // _LABELS)
    axis = alt.Axis(values=list(labels[::step]), labelAngle=0, title=None, labelLimit=110) if shown else None
    scale = alt.Scale(domain=list(labels), paddingInner=0, paddingOuter=0)
    return alt.X(f"{column}:O", sort=None, scale=scale, axis=axis)


def blank(rows: Iterable[Json], x: alt.X, height: float) -> alt.Chart:
    """Grey ground of windows in which nothing is known; `told` says why where they have it."""
    # The stroke closes the hairlines between neighbours.
    ground: alt.Chart = chart_of(rows).mark_rect(color=EMPTY, stroke=EMPTY, strokeWidth=0.6)
    return ground.encode(x=x, y=alt.value(0), y2=alt.value(height), tooltip=alt.Tooltip("told:N", title="window"))


def joined(rows: Sequence[Json], x: alt.X, column: str, *, colour: str) -> alt.Chart:
    """A line through neighbouring windows that both have a value, and no others."""
    steps: list[Json] = []
    for index, (row, following) in enumerate(pairwise(rows)):
        if column in row and column in following:
            steps += [{"window": end["window"], column: end[column], "step": index} for end in (row, following)]
    line: alt.Chart = chart_of(steps).mark_line(color=colour, strokeWidth=1.1)
    return line.encode(x=x, y=f"{column}:Q", detail="step:N")


def zero_line() -> alt.Chart:
    """A thin line at zero."""
    line: alt.Chart = chart_of([{"zero": 0}]).mark_rule(color=INK, strokeWidth=0.7)
    return line.encode(y="zero:Q")


def bar_width(windows: int) -> float:
    """Pixels of a bar: seven tenths of its window's place, and not a slab where there are few."""
    return min(40.0, 0.7 * WIDTH / max(1, windows))


def sign_colours(*, present: Iterable[str]) -> dict[str, Any]:
    """Scale and legend of what is positive, neither, negative and not observed, as far as present."""
    names = [name for name in _SIGNS if name in set(present)]
    return {
        "scale": alt.Scale(domain=names, range=[_SIGNS[name] for name in names]),
        "legend": alt.Legend(title=None, symbolType="square", symbolStrokeWidth=0, symbolOpacity=1),
    }


def diverging(*, title: str, orient: Literal["bottom", "right"] = "bottom") -> dict[str, Any]:
    """Scale and legend of a mean from −1 to +1: white at zero, alike for everyone who sees colours otherwise."""
    legend = alt.Legend(
        title=title, orient=orient, gradientLength=220, gradientThickness=12, values=[-1, -0.5, 0, 0.5, 1],
        labelExpr=SIGNED,
    )  # fmt: skip
    return {"scale": alt.Scale(domain=[-1, 1], range=list(DIVERGING), clamp=True, interpolate="rgb"), "legend": legend}
