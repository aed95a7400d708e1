"""What all pictures share: colours, sizes, titles, notes, the axis of windows.

Friendly is dark blue and hostile is orange everywhere: the two differ for every common kind of colour blindness and in
lightness, so that they also differ on a grey print. Where it matters a shape, a dash or a sign says the same again.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any, Literal, TypeAlias

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
INK, QUIET = "#222222", "#5f5f5f"

_LINE = 122  # letters of a 12-pixel line that WIDTH and the axis' margin hold
_LABELS = 14  # windows named on an axis; more do not fit beside each other
_SIGNS = {"positive": FRIENDLY, "neither": NEITHER, "negative": HOSTILE, "no report": EMPTY}


def wrapped(lines: Iterable[str], *, width: int = _LINE) -> list[str]:
    """Lines broken at words so that none is cut off."""
    return [part for line in lines if line for part in textwrap.wrap(line, width)]


def finished(parts: Sequence[Part], *, title: str, subtitle: Iterable[str], notes: Iterable[str] = ()) -> Picture:
    """Parts beneath each other, with their title, subtitle and notes in the style of all pictures."""
    below = [_notes(wrapped(notes))] if any(notes := list(notes)) else []
    head = alt.Title(wrapped([title], width=80), subtitle=wrapped(subtitle), anchor="start", offset=14)
    return (
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


def _notes(lines: Sequence[str]) -> alt.Chart:
    """Small print beneath a picture."""
    rows = [{"line": index, "words": line} for index, line in enumerate(lines)]
    return (
        alt.Chart(alt.Data(values=rows), width=WIDTH, height=15 * len(lines))
        .mark_text(align="left", fontSize=11, color=QUIET, x=0)
        .encode(
            y=alt.Y("line:O", axis=None, sort=None),
            text="words:N",
        )
    )


def nothing(title: str, subtitle: Iterable[str], words: str) -> Picture:
    """The picture of no answer: its title and period, and why nothing is shown."""
    part = (
        alt.Chart(alt.Data(values=[{"words": words}]), width=WIDTH, height=120)
        .mark_text(fontSize=14, color=QUIET, align="center", baseline="middle", lineBreak="\n")
        .encode(x=alt.value(WIDTH / 2), y=alt.value(60), text="words:N")
    )
    ground = alt.Chart(alt.Data(values=[{}]), width=WIDTH, height=120).mark_rect(color=EMPTY)
    return finished([alt.layer(ground, part)], title=title, subtitle=subtitle)


def window_axis(labels: Sequence[str], *, shown: bool = True, column: str = "window") -> alt.X:
    """The axis of windows: every window has its place, and as many are named as fit."""
    step = -(-len(labels) // _LABELS)
    axis = alt.Axis(values=list(labels[::step]), labelAngle=0, title=None, labelLimit=110) if shown else None
    scale = alt.Scale(domain=list(labels), paddingInner=0, paddingOuter=0)
    return alt.X(f"{column}:O", sort=None, scale=scale, axis=axis)


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
        labelExpr="datum.value < 0 ? '−' + format(-datum.value, '.1~f') : datum.value > 0 ? '+' + format(datum.value, '.1~f') : '0'",
    )  # fmt: skip
    return {"scale": alt.Scale(domain=[-1, 1], range=list(DIVERGING), clamp=True, interpolate="rgb"), "legend": legend}
