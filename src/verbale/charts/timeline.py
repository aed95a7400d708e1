"""A dyad's two-sided timeline: A of B above, B of A below, each with its volume beneath, on one axis of time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import altair as alt

from verbale.analysis.relations import Relation, Relations
from verbale.analysis.windows import windows_between
from verbale.charts.names import state_name
from verbale.charts.style import (
    AXIS,
    GRID,
    INK,
    QUIET,
    SIGNED,
    Json,
    Picture,
    bar_width,
    blank,
    chart_of,
    finished,
    joined,
    layered,
    nothing,
    sign_colours,
    window_axis,
    zero_line,
)
from verbale.charts.words import LAYERS, VERBS, counted, period, sentence, signed, spread

_MEANS, _VOLUMES = 150, 56  # heights in pixels
_MOST_NUMBERS = 26  # windows whose bars can carry a number without touching
_WITH, _WITHOUT = "mean and its interval", "mean; no interval can be estimated"


def dyad_timeline(found: Relations, source: str | None = None, target: str | None = None) -> Picture:
    """How two states speak of, or act toward, each other over time.

    Args:
        found: relations of the pair, best in both directions (`relations(ties, "TUR", "AZE", both=True)`). A direction without
            any row is shown as unobserved throughout.
        source, target: codes; by default the first pair of the relations.

    Returns:
        Four panels: mean with its interval and volume by sign, of the one and of the other direction. Windows without a report
        are grey and empty.
    """
    pair = _pair(found, source, target)
    title = (
        f"{state_name(pair[0])} and {state_name(pair[1])}: how each {_does(found)} the other" if pair else "Relations"
    )
    windows = windows_between(found.start, found.end, by=found.by) if found.start and found.end else ()
    labels = [window.label for window in windows]
    sides = {_head(found, ends): _side(found, ends[0], ends[1], labels) for ends in (pair, pair[::-1])} if pair else {}
    rows = [row for side in sides.values() for row in side]
    if not any(row["documents"] for row in rows):
        return nothing(title, _subtitle(found, sides), "No report of the one on the other in this period.")
    highest = max(row["volume"] for row in rows)
    parts = [
        part
        for place, (head, side) in enumerate(sides.items())
        for part in _panels(head, side, labels, highest, last=place == 1)
    ]
    return finished(parts, title=title, subtitle=_subtitle(found, sides), notes=_notes(found, labels))


def _pair(found: Relations, source: str | None, target: str | None) -> tuple[str, ...]:
    if source and target:
        return source, target
    return (found.rows[0].source, found.rows[0].target) if found.rows else ()


def _does(found: Relations) -> str:
    return {"words": "speaks of", "deeds": "acts toward", "claims": "is said to act toward"}[found.layer]


def _side(found: Relations, source: str, target: str, labels: Sequence[str]) -> list[Json]:
    """A row for every window of one direction."""
    rows = {row.window: row for row in found.rows if (row.source, row.target) == (source, target)}
    return [_window(label, rows.get(label)) for label in labels]


def _window(label: str, row: Relation | None) -> Json:
    if row is None or row.mean is None:
        return {"window": label, "sign": "no report", "volume": 0.0, "documents": 0, "told": f"{label}: no report"}
    return {
        "window": label,
        "sign": "neither" if row.state == "neutral" else row.state,
        "mean": row.mean,
        "low": row.low,
        "high": row.high,
        "kind": _WITHOUT if row.low is None else _WITH,
        "volume": row.volume,
        "parts": {"negative": row.negative, "neither": row.neutral, "positive": row.positive},
        "documents": row.documents,
        "told": _told(row),
    }


def _told(row: Relation) -> str:
    interval = f" ({signed(row.low)} to {signed(row.high)})" if row.low is not None else f" ({row.reason})"
    return f"{row.window}: mean {signed(row.mean)}{interval}; {spread(row.documents, row.origins, row.publishers)}"


def _panels(
    head: str, side: Sequence[Json], labels: Sequence[str], highest: float, *, last: bool
) -> list[alt.LayerChart]:
    return [_means(head, side, labels), _volumes(side, labels, highest, last=last)]


def _head(found: Relations, ends: Sequence[str]) -> str:
    return f"{state_name(ends[0])} {VERBS[found.layer]} {state_name(ends[1])}"


def _means(head: str, side: Sequence[Json], labels: Sequence[str]) -> alt.LayerChart:
    base = chart_of(row for row in side if "mean" in row).encode(x=window_axis(labels, shown=False))
    y = alt.Y("mean:Q", title="hostile  ←  mean  →  friendly", scale=alt.Scale(domain=[-1, 1]), axis=_mean_axis())
    colours = sign_colours(present=("positive", "neither", "negative", "no report"))
    shapes = alt.Shape(
        "kind:N", scale=alt.Scale(domain=[_WITH, _WITHOUT], range=["circle", "diamond"]), legend=alt.Legend(title=None)
    )
    points = base.mark_point(filled=True, size=60, opacity=1).encode(
        y=y, color=alt.Color("sign:N", **colours), shape=shapes, tooltip=alt.Tooltip("told:N", title="window")
    )
    ranges = base.mark_rule(strokeWidth=2, opacity=0.75).encode(
        y=alt.Y("low:Q"), y2="high:Q", color=alt.Color("sign:N", **colours)
    )
    x = window_axis(labels, shown=False)
    layers = [
        _empty(side, x, _MEANS), zero_line(), joined(side, x, "mean", colour="#9a9a9a"),
        ranges.transform_filter("isValid(datum.low)"), points,
    ]  # fmt: skip
    return layered(*layers, height=_MEANS, title=alt.Title(head, anchor="start", fontSize=13, color=INK, offset=6))


def _mean_axis() -> alt.Axis:
    values = [-1, -0.5, 0, 0.5, 1]
    return alt.Axis(values=values, labelExpr=SIGNED, grid=True, gridColor=GRID, titlePadding=8, minExtent=AXIS)


def _empty(side: Sequence[Json], x: alt.X, height: int) -> alt.Chart:
    return blank([row for row in side if "mean" not in row], x, height)


def _volumes(side: Sequence[Json], labels: Sequence[str], highest: float, *, last: bool) -> alt.LayerChart:
    rows = [
        {"window": row["window"], "sign": sign, "volume": volume, "order": order, "told": row["told"]}
        for row in side
        for order, (sign, volume) in enumerate(row.get("parts", {}).items())
        if volume
    ]
    scale = alt.Scale(domain=[0, highest * 1.3], nice=False)
    ticks = [0, round(highest) if highest >= 1 else highest]
    y = alt.Y(
        "volume:Q",
        title="reports",
        scale=scale,
        axis=alt.Axis(values=ticks, format=",.0f" if highest >= 1 else ".2~f", titlePadding=8, minExtent=AXIS),
    )
    x = window_axis(labels, shown=last)
    colours = sign_colours(present=("positive", "neither", "negative", "no report"))
    bars = (
        chart_of(rows)
        .mark_bar(width=bar_width(len(labels)))
        .encode(
            x=x,
            y=y,
            color=alt.Color("sign:N", **colours),
            order="order:O",
            tooltip=alt.Tooltip("told:N", title="window"),
        )
    )
    layers = [_empty(side, x, _VOLUMES), bars]
    if len(labels) <= _MOST_NUMBERS:
        layers.append(_numbers(side, x, scale))
    return layered(*layers, height=_VOLUMES)


def _numbers(side: Sequence[Json], x: alt.X, scale: alt.Scale) -> alt.Chart:
    """Documents of each window above its bar."""
    rows = [{key: row[key] for key in ("window", "volume", "documents")} for row in side if "mean" in row]
    base = chart_of(rows).encode(x=x, y=alt.Y("volume:Q", scale=scale), text="documents:Q")
    part: alt.Chart = base.mark_text(baseline="bottom", dy=-2, fontSize=10, color=QUIET)
    return part


def _subtitle(found: Relations, sides: Mapping[str, Sequence[Json]]) -> Iterable[str]:
    yield sentence(
        LAYERS[found.layer],
        f"{period(found.start, found.end)} by {found.by}",
        f"mean from −1 to +1 with {found.level:.0%} interval",
    )
    seen = [f"{head} in {sum('mean' in row for row in side)}" for head, side in sides.items()]
    windows = counted(max(map(len, sides.values()), default=0), "window")
    yield sentence(f"of {windows} observed: {' and '.join(seen)}" if seen else "")
    yield sentence(spread(found.documents, found.origins, found.publishers))


def _notes(found: Relations, labels: Sequence[str]) -> Iterable[str]:
    numbers = "; the number above a bar counts documents" if len(labels) <= _MOST_NUMBERS else ""
    yield f"Bars: reports, a copied story counted once{numbers}."
    if found.undated:
        yield f"{counted(found.undated, 'report')} without a date that is fine enough for these windows: in no panel."
