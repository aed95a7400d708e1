"""A map of a state's relations: points at seats of government over a net of degrees. No borders are drawn.

No outline of countries comes with a well-kept package that works without a network (`vega_datasets` leaves its world map out
of what it installs, `geodatasets` downloads), and a border drawn is a side taken. Every capital known to Verbale is a faint dot
instead, so that continents can be made out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import altair as alt

from verbale.analysis.relations import Relations
from verbale.analysis.tie_table import NEUTRAL
from verbale.charts.labelling import Kind, Label, labelled
from verbale.charts.names import state_name
from verbale.charts.pooled import Pooled, pooled
from verbale.charts.projection import Point, box, flat, graticule
from verbale.charts.style import INK, WIDTH, Json, Picture, chart_of, diverging, finished, layered, nothing
from verbale.charts.words import LAYERS, counted, period, reports, sentence, signed, spread
from verbale.data import read_rows

_HEIGHT = 430.0  # at most; the whole world takes what its shape asks
_WORLD = 1.9  # a map wider than this (radii; the whole is 5.41) shows the whole world
_NARROWEST = 0.22  # radii, about 14 degrees: closer, capitals lie about an empty sheet
_MARGIN = 0.14  # share of the map kept free around its points
_STEPS = ((0.5, 5), (1.2, 10), (_WORLD, 15))  # degrees between lines by the map's width in radii
_LEAST, _MOST = 60.0, 620.0  # square pixels of the least and the most reported state
_MANY = 40  # points from which they are drawn smaller
_SHAPES = {"friendly": "triangle-up", "neither": "circle", "hostile": "triangle-down"}
_WHOLE = 30  # degrees between the lines of the whole world
_LOOKS: tuple[tuple[Kind, Json], ...] = (
    ("quiet", {"color": "#9a9a9a"}),
    ("normal", {"color": INK}),
    ("bold", {"fontWeight": "bold", "stroke": "white", "strokeWidth": 4, "strokeJoin": "round"}),  # a halo beneath
    ("bold", {"fontWeight": "bold", "color": INK}),
)
_HEADS = {"words": ("of whom {} speaks, and how", "who speaks of {}, and how"),
          "deeds": ("toward whom {} acts, and how", "who acts toward {}, and how"),
          "claims": ("toward whom {} is said to act, and how", "who is said to act toward {}, and how")}  # fmt: skip


@dataclass(frozen=True)
class _Frame:
    """What of the map is seen: corners in radii, pixels, degrees between lines; `scale` is pixels a radius."""

    left: float
    right: float
    low: float
    high: float
    height: float
    step: int

    @property
    def scale(self) -> float:
        return WIDTH / (self.right - self.left)

    def pixels(self, point: Point) -> Point:
        return (point[0] - self.left) * self.scale, (self.high - point[1]) * self.scale


def relations_map(found: Relations, state: str, *, incoming: bool = False) -> Picture:
    """One state's relations with all others over the whole period.

    Args:
        found: relations of the state (`relations(ties, "TUR")`), or of all pairs.
        state: its code.
        incoming: show who speaks of the state, instead of whom it speaks of (`relations(ties, None, "TUR")`).

    Returns:
        A point at each other state's seat of government: up-pointing and blue where the mean is friendly, down-pointing and orange
        where it is hostile, round where it is neither; its size tells reports. The state itself is ringed.
    """
    cells = [cell for cell in pooled(found) if (cell.target if incoming else cell.source) == state]
    ties = {(cell.source if incoming else cell.target): cell for cell in cells}
    name = state_name(state)
    head = _HEADS[found.layer][incoming].format(name)
    title = f"{head[0].upper()}{head[1:]}"
    placed = {code: cell for code, cell in ties.items() if code in _places()}
    if not placed or state not in _places():
        return nothing(title, _subtitle(found, ties), "No report that can be placed on a map.")
    middle = _places()[state][1]
    frame = _frame([_at(code, middle) for code in (state, *placed)])
    others = _others(frame, middle, {state, *placed})
    own, rows = _at(state, middle), _rows(placed, middle)
    layers = [
        _ground(frame, middle),
        _dots(others, frame),
        *_points(rows, own, frame),
        *_labels(state, own, rows, others, frame),
    ]
    part = layered(*layers, height=frame.height)
    unplaced = [code for code in ties if code not in placed]
    return finished([part], title=title, subtitle=_subtitle(found, ties), notes=_notes(found, placed, unplaced))


@cache
def _places() -> Mapping[str, tuple[float, float]]:
    """Latitude and longitude of seats of government, and of disputed entities, by code."""
    rows = [*read_rows("countries"), *read_rows("disputed")]
    return {row["id"]: (float(row["lat"]), float(row["lon"])) for row in rows if row["lat"] and row["lon"]}


def _at(code: str, middle: float) -> Point:
    lat, lon = _places()[code]
    return flat(lat, lon, middle=middle)


def _frame(points: Sequence[Point]) -> _Frame:
    """The least frame around points in the picture's shape; the whole world where they lie far apart."""
    left, right, low, high = box(points)
    width = max(right - left, (high - low) * WIDTH / _HEIGHT, _NARROWEST) * (1 + 2 * _MARGIN)
    if width > _WORLD:
        left, right, low, high = box(point for line in graticule(_WHOLE) for point in line)
        return _Frame(left, right, low, high, round(WIDTH * (high - low) / (right - left), 1), _WHOLE)
    x, y, tall = (left + right) / 2, (low + high) / 2, width * _HEIGHT / WIDTH
    step = next(step for widest, step in _STEPS if width <= widest)
    return _Frame(x - width / 2, x + width / 2, y - tall / 2, y + tall / 2, _HEIGHT, step)


def _xy(frame: _Frame) -> tuple[alt.X, alt.Y]:
    return (
        alt.X("x:Q", scale=alt.Scale(domain=[frame.left, frame.right], nice=False, zero=False), axis=None),
        alt.Y("y:Q", scale=alt.Scale(domain=[frame.low, frame.high], nice=False, zero=False), axis=None),
    )


def _ground(frame: _Frame, middle: float) -> alt.Chart:
    """The net of degrees."""
    rows = [
        {"x": x, "y": y, "line": number, "at": place}
        for number, line in enumerate(graticule(frame.step, middle=middle))
        for place, (x, y) in enumerate(line)
    ]
    x, y = _xy(frame)
    base = chart_of(rows).encode(x=x, y=y, detail="line:N", order="at:Q")
    part: alt.Chart = base.mark_line(color="#dfe3e6", strokeWidth=0.8, clip=True)
    return part


def _others(frame: _Frame, middle: float, shown: set[str]) -> list[Json]:
    """All other capitals in the frame."""
    states = [row["id"] for row in read_rows("countries") if row["kind"] != "historical" and row["id"] not in shown]
    dots = [(code, _at(code, middle)) for code in states if code in _places()]
    return [
        {"x": x, "y": y, "code": code, "told": f"{state_name(code)}: no report"}
        for code, (x, y) in dots
        if frame.left <= x <= frame.right and frame.low <= y <= frame.high
    ]


def _dots(rows: Sequence[Json], frame: _Frame) -> alt.Chart:
    x, y = _xy(frame)
    base = chart_of(rows).encode(x=x, y=y, tooltip=alt.Tooltip("told:N", title="unobserved"))
    part: alt.Chart = base.mark_point(size=14, color="#b4b4b4", filled=True, opacity=1, clip=True)
    return part


def _rows(placed: Mapping[str, Pooled], middle: float) -> list[Json]:
    sizes = _sizes(placed)
    order = sorted(placed, key=lambda code: (-sizes[code], code))  # the smaller ones lie on top
    return [_row(code, placed[code], _at(code, middle), sizes[code]) for code in order]


def _points(rows: Sequence[Json], own: Point, frame: _Frame) -> list[alt.Chart]:
    x, y = _xy(frame)
    ring = chart_of([{"x": own[0], "y": own[1]}]).encode(x=x, y=y)
    shape = alt.Shape(
        "kind:N", scale=alt.Scale(domain=list(_SHAPES), range=list(_SHAPES.values())),
        legend=alt.Legend(title="mean", symbolFillColor="#8a8a8a", symbolStrokeWidth=0),
    )  # fmt: skip
    marks = chart_of(rows).encode(
        x=x, y=y, shape=shape, size=alt.Size("size:Q", scale=None, legend=None),
        fill=alt.Fill("mean:Q", **diverging(title="−1 hostile to +1 friendly")), tooltip=alt.Tooltip("told:N", title="relation"),
    )  # fmt: skip
    return [
        ring.mark_point(size=150, shape="circle", filled=False, color=INK, strokeWidth=2.4, opacity=1),
        ring.mark_point(size=22, shape="circle", filled=True, color=INK, opacity=1),
        marks.mark_point(opacity=1, stroke="#4a4a4a", strokeWidth=0.6),
    ]


def _sizes(placed: Mapping[str, Pooled]) -> dict[str, float]:
    """Square pixels: areas grow with reports; with many points they are smaller, so that fewer lie on each other."""
    most = max(cell.volume for cell in placed.values())
    widest = _MOST if len(placed) <= _MANY else _MOST / 2
    return {code: round(_LEAST + (widest - _LEAST) * cell.volume / most, 1) for code, cell in placed.items()}


def _row(code: str, cell: Pooled, at: Point, size: float) -> Json:
    return {
        "x": at[0],
        "y": at[1],
        "code": code,
        "mean": cell.mean,
        "kind": "neither" if abs(cell.mean) < NEUTRAL else "friendly" if cell.mean > 0 else "hostile",
        "size": size,
        "told": f"{state_name(code)}: mean {signed(cell.mean)}, {counted(cell.volume, 'report')}",
    }


def _labels(state: str, own: Point, rows: Sequence[Json], others: Sequence[Json], frame: _Frame) -> list[alt.Chart]:
    """Names beside points where there is room: the state's own, the others' by reports, then the faint dots' on a map of a region."""
    wanted = [Label(state_name(state), *frame.pixels(own), 8.0, kind="bold", must=True)]
    wanted += [_label(row, (row["size"] ** 0.5) / 2, "normal", frame) for row in rows]
    wanted += [_label(row, 2.5, "quiet", frame) for row in others if frame.step < _WHOLE]
    told = [
        {"x": round(label.x, 1), "y": round(label.y, 1), "label": label.words, "align": label.align, "kind": label.kind}
        for label in labelled(wanted, width=WIDTH, height=frame.height)
    ]
    x, y = alt.X("x:Q", scale=None, axis=None), alt.Y("y:Q", scale=None, axis=None)
    return [
        chart_of(chosen).encode(x=x, y=y, text="label:N").mark_text(align=align, baseline="middle", fontSize=11, **look)
        for align in ("left", "center", "right")
        for kind, look in _LOOKS
        if (chosen := [row for row in told if row["align"] == align and row["kind"] == kind])
    ]


def _label(row: Json, radius: float, kind: Kind, frame: _Frame) -> Label:
    return Label(state_name(row["code"]), *frame.pixels((row["x"], row["y"])), radius, kind=kind)


def _subtitle(found: Relations, ties: Mapping[str, Pooled]) -> Iterable[str]:
    yield sentence(LAYERS[found.layer], period(found.start, found.end), "mean of all reports")
    states = {row["id"] for row in read_rows("countries") if row["kind"] != "historical"}
    others = set(ties) - states
    more = f" and {counted(len(others), 'other entity', 'other entities')}" if others else ""
    yield sentence(
        f"{len(states & set(ties))} of {len(states) - 1} other states{more} observed",
        f"{reports(sum(cell.volume for cell in ties.values()))} reports",
    )
    told = spread(found.documents, found.origins, found.publishers)
    yield sentence(f"behind the relations asked for: {told}" if told else "")


def _notes(found: Relations, placed: Mapping[str, Pooled], unplaced: Sequence[str]) -> Iterable[str]:
    volumes = [cell.volume for cell in placed.values()]
    yield f"Size of a point: {reports(min(volumes))} to {reports(max(volumes))} reports, a copied story counted once. Faint dots: capitals without a report."
    yield "Points stand at seats of government; no borders are drawn, and a place on this map says nothing of anybody's status."
    if unplaced:
        yield f"Without a place on the map: {', '.join(map(state_name, unplaced))}."
    if found.undated:
        yield f"{counted(found.undated, 'report')} without a date that is fine enough: not counted."
