"""A signed network: camps by place, shape and colour; ties by dash and colour; uncertain members hollow."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import altair as alt
import numpy as np

from verbale.charts.membership import Drawn, Member
from verbale.charts.names import labels_of, state_name
from verbale.charts.ring import Place, ring
from verbale.charts.style import FRIENDLY, HOSTILE, INK, WIDTH, Json, Picture, chart_of, finished, layered, nothing
from verbale.charts.words import counted, reports, signed

_CAMPS: dict[str, tuple[str, str, str]] = {
    "A": ("camp A", "#5b2a86", "circle"),
    "B": ("camp B", "#1b7837", "square"),
    "non-aligned": ("non-aligned", "#6b6b6b", "diamond"),
    "apart": ("in another part of the network", "#a0a0a0", "triangle-up"),
}
"""Name, colour and shape; purple and green differ for all common kinds of colour blindness, and from the ties' blue and orange."""
_TIES = {"positive": (FRIENDLY, [1, 0]), "negative": (HOSTILE, [6, 4])}
_NAMED = 44  # nodes up to which labels are names, not codes
_LEVEL = 22  # nodes up to which labels stay level; more are turned outward
_RADIUS = 215.0  # pixels
_TURNED = {True: 118.0, False: 62.0}  # and around it for turned ones, names or codes
_ROOM = 40.0  # pixels above and below, for level names
_THIN, _THICK = 0.9, 6.0  # pixels of the least and the most reported tie


def signed_network(drawn: Drawn) -> Picture:
    """A signed network on a ring.

    Args:
        drawn: out of `region_network` or `balance_network`.

    Returns:
        Camp A on the left, camp B on the right, non-aligned at the bottom; each in the order of names. Solid blue ties are positive,
        dashed orange ones negative; width tells volume. Hollow members are not certain.
    """
    nodes = sorted(drawn.members, key=state_name)
    if not nodes or not drawn.network.m:
        return nothing(drawn.title, drawn.subtitle, "No tie to draw.")
    groups = {camp: [node for node in nodes if drawn.members[node].camp == camp] for camp in _CAMPS}
    places = ring(groups)
    ties = _ties(drawn, places)
    sheet = _Sheet.of(places.values())
    layers = [_lines(ties, sheet), *_marks(nodes, places, drawn.members, sheet), *_labels(nodes, places, sheet)]
    part = layered(*layers, height=sheet.height)
    return finished([part], title=drawn.title, subtitle=drawn.subtitle, notes=_notes(drawn, ties))


@dataclass(frozen=True)
class _Sheet:
    """The plane that places lie on: no higher than they and their names need."""

    low: float
    high: float

    @classmethod
    def of(cls, places: Collection[Place]) -> _Sheet:
        turned = len(places) > _LEVEL
        room = (_TURNED[len(places) <= _NAMED] if turned else _ROOM) / _RADIUS
        return cls(min(place.y for place in places) - room, max(place.y for place in places) + room)

    @property
    def height(self) -> float:
        return round((self.high - self.low) * _RADIUS, 1)

    def axes(self) -> tuple[alt.X, alt.Y]:
        across = WIDTH / 2 / _RADIUS
        return (
            alt.X("x:Q", scale=alt.Scale(domain=[-across, across], nice=False), axis=None),
            alt.Y("y:Q", scale=alt.Scale(domain=[self.low, self.high], nice=False), axis=None),
        )


def _ties(drawn: Drawn, places: Mapping[str, Place]) -> list[Json]:
    """Ties as lines, the least reported first, so that the heavy ones lie on top."""
    network = drawn.network
    names = [(network.nodes[a], network.nodes[b]) for a, b in network.ends.tolist()]
    width = _widths(drawn)
    rows = [
        {
            "x": places[a].x, "y": places[a].y, "x2": places[b].x, "y2": places[b].y,
            "sign": "positive" if weight > 0 else "negative", "width": float(width[index]), "volume": float(drawn.volume[index]),
            "told": f"{state_name(a)} – {state_name(b)}: {signed(float(weight))}, {_volume(float(drawn.volume[index]), drawn.unit)}",
        }
        for index, ((a, b), weight) in enumerate(zip(names, network.weight, strict=True))
        if a in places and b in places
    ]  # fmt: skip
    return sorted(rows, key=lambda row: row["volume"])


def _volume(volume: float, unit: str) -> str:
    return f"{unit} {_number(volume)}" if unit == "weight" else f"{reports(volume)} {unit}"


def _number(volume: float) -> str:
    return reports(volume) if volume >= 1 else f"{volume:.2g}"


def _widths(drawn: Drawn) -> np.ndarray:
    """Widths in pixels; the square root of the volume, so that one busy tie leaves the others visible."""
    roots = np.sqrt(drawn.volume)
    low, high = float(roots.min(initial=np.inf)), float(roots.max(initial=0.0))
    share = (roots - low) / (high - low) if high > low else np.full(len(roots), 0.35)
    thick = _THICK if len(roots) <= 120 else _THICK / 2
    return np.asarray(np.round(_THIN + share * (thick - _THIN), 2))


def _lines(ties: Sequence[Json], sheet: _Sheet) -> alt.Chart:
    present = [sign for sign in _TIES if any(row["sign"] == sign for row in ties)]
    colours = alt.Scale(domain=present, range=[_TIES[sign][0] for sign in present])
    dashes = alt.Scale(domain=present, range=[_TIES[sign][1] for sign in present])
    legend = alt.Legend(title="ties", symbolType="stroke", symbolStrokeWidth=2.5, symbolSize=400, symbolOpacity=1)
    x, y = sheet.axes()
    rows = [{key: row[key] for key in row if key != "volume"} for row in ties]
    base = chart_of(rows).encode(
            x=x, y=y, x2="x2:Q", y2="y2:Q", tooltip=alt.Tooltip("told:N", title="tie"),
            color=alt.Color("sign:N", scale=colours, legend=legend),
            strokeDash=alt.StrokeDash("sign:N", scale=dashes, legend=legend),
            strokeWidth=alt.StrokeWidth("width:Q", scale=None, legend=None),
    )  # fmt: skip
    part: alt.Chart = base.mark_rule(opacity=_opacity(len(ties)))
    return part


def _opacity(ties: int) -> float:
    return 0.85 if ties <= 60 else 0.6 if ties <= 300 else 0.35


def _marks(
    nodes: Sequence[str], places: Mapping[str, Place], members: Mapping[str, Member], sheet: _Sheet
) -> list[alt.Chart]:
    """Certain members filled, uncertain ones white inside."""
    rows = [
        {
            "x": places[node].x,
            "y": places[node].y,
            "standing": _CAMPS[members[node].camp][0],
            "certain": members[node].certain,
            "told": ", ".join(
                part for part in (state_name(node), _CAMPS[members[node].camp][0], members[node].told) if part
            ),
        }
        for node in nodes
    ]
    present = [told for told in _CAMPS.values() if any(row["standing"] == told[0] for row in rows)]
    names = [told[0] for told in present]
    legend = alt.Legend(title="members", symbolFillColor=None)
    x, y = sheet.axes()
    base = chart_of(rows).encode(
        x=x,
        y=y,
        shape=alt.Shape(
            "standing:N", scale=alt.Scale(domain=names, range=[told[2] for told in present]), legend=legend
        ),
        fill=alt.Fill("standing:N", scale=alt.Scale(domain=names, range=[told[1] for told in present]), legend=legend),
        tooltip=alt.Tooltip("told:N", title="member"),
    )
    size = 190 if len(nodes) <= _LEVEL else 90 if len(nodes) <= 80 else 40
    filled = base.mark_point(size=size, opacity=1, strokeWidth=0).transform_filter("datum.certain")
    stroke = alt.Stroke("standing:N", scale=alt.Scale(domain=names, range=[told[1] for told in present]), legend=None)
    hollow = base.mark_point(size=size * 0.85, opacity=1, strokeWidth=2).transform_filter("!datum.certain")
    return [filled, hollow.encode(fill=alt.value("white"), stroke=stroke)]


def _labels(nodes: Sequence[str], places: Mapping[str, Place], sheet: _Sheet) -> list[alt.Chart]:
    """Labels outside the ring, so that no tie runs through them."""
    told = labels_of(nodes, names=len(nodes) <= _NAMED)
    level = len(nodes) <= _LEVEL
    rows = [_label(label, places[node], level=level) for node, label in zip(nodes, told, strict=True)]
    x, y = sheet.axes()
    size = 13 if level else 11 if len(nodes) <= 90 else 8
    return [
        chart_of(chosen)
        .mark_text(align=align, baseline="middle", fontSize=size, color=INK)
        .encode(x=x, y=y, text="label:N", angle=alt.Angle("turn:Q", scale=None))
        for align in ("left", "center", "right")
        if (chosen := [row for row in rows if row["align"] == align])
    ]


def _label(label: str, place: Place, *, level: bool) -> Json:
    out = 1.075
    if level:
        align = "center" if abs(place.x) < 0.2 else "left" if place.x > 0 else "right"
        lift = 0.03 * np.sign(place.y) if align == "center" else 0.0
        return {
            "label": label,
            "x": place.x * out,
            "y": round(place.y * (out + abs(lift)), 4),
            "turn": 0,
            "align": align,
        }
    right = place.x >= 0
    turn = (-place.angle if right else 180 - place.angle) % 360
    turn -= 360 if turn > 180 else 0
    return {
        "label": label, "x": round(place.x * out, 4), "y": round(place.y * out, 4), "turn": round(turn, 3),
        "align": "left" if right else "right",
    }  # fmt: skip


def _notes(drawn: Drawn, ties: Sequence[Json]) -> Iterable[str]:
    if any(not member.certain for member in drawn.members.values()):
        yield "Hollow: where it stands is not certain (fewer than four in five replicates agree, or nothing to estimate it from)."
    volumes = [row["volume"] for row in ties]
    if volumes and min(volumes) < max(volumes):
        yield f"Width of a tie: {drawn.unit} behind it, {_number(min(volumes))} to {_number(max(volumes))}."
    if len(drawn.members) > _NAMED:
        yield f"{counted(len(drawn.members), 'member')}, named by their codes."
    yield from drawn.notes
