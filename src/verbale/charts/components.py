"""Polarization of a region over time: each component with its interval, and beneath them what they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import altair as alt

from verbale.analysis.estimates import Estimate, Estimated
from verbale.analysis.polarization import Polarization
from verbale.analysis.signs import Signs
from verbale.charts.names import region_name
from verbale.charts.style import (
    AXIS,
    FRIENDLY,
    GRID,
    INK,
    QUIET,
    SIGNED,
    WIDTH,
    Json,
    Part,
    Picture,
    bar_width,
    blank,
    chart_of,
    finished,
    joined,
    layered,
    nothing,
    window_axis,
    zero_line,
)
from verbale.charts.words import LAYERS, counted, period, sentence, signed
from verbale.show.safe import safe

_MEASURES: dict[str, tuple[str, str, tuple[float, float]]] = {
    "f_w": ("Balance F", "1: no hostility that two camps cannot explain", (-1.0, 1.0)),
    "evenness": ("Evenness", "1: two camps of one size, 0: all in one", (0.0, 1.0)),
    "cohesion": ("Cohesion", "mean tie inside camps", (-1.0, 1.0)),
    "hostility": ("Hostility", "minus the mean tie between camps", (-1.0, 1.0)),
    "non_aligned": ("Non-aligned", "share of observed states in no camp", (0.0, 1.0)),
}
"""Name, meaning in a line, and range of each."""
_HEIGHT, _COVERAGE = 74, 62  # pixels of a panel
_MOST_NUMBERS = 20  # windows whose pairs fit beside each other as `12/15`
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_BAND, _POINT, _BARE = "95 % interval", "value", "value; no interval can be estimated"


def polarization_over_time(found: Polarization, *, signs: Signs = "raw") -> Picture:
    """The components of polarization window by window, coverage beneath.

    Args:
        found: polarization of a region.
        signs: raw, or adjusted for the system's own warmth.

    Returns:
        A panel a component: value with its interval, a hollow diamond where there is a value but no interval. Windows without an
        answer are grey with a letter that the notes explain. The last panel shows observed pairs of possible ones.
    """
    rows = [row for row in found.rows if row.signs == signs]
    title = f"Polarization: {region_name(found)}"
    if not any(row.pairs for row in rows):
        why = next((row.reason for row in rows if row.reason), None) or "no tie of this layer has a date"
        return nothing(title, _subtitle(found, rows, signs), f"No answer: {why}.")
    labels = [row.window for row in rows]
    letters = {reason: _LETTERS[place] for place, reason in enumerate(_reasons(rows))}
    panels = [_panel(name, rows, labels, letters) for name in _MEASURES]
    return finished(
        [*panels, _coverage(rows, labels)],
        title=title,
        subtitle=_subtitle(found, rows, signs),
        notes=_notes(found, letters),
    )


def _reasons(rows: Sequence[Estimated]) -> list[str]:
    """Why values are missing, in the order of windows; each once."""
    estimates = [getattr(row, name) for row in rows for name in _MEASURES]
    return list(dict.fromkeys(part.reason for part in estimates if part.value is None and part.reason))


def _panel(name: str, rows: Sequence[Estimated], labels: Sequence[str], letters: dict[str, str]) -> alt.LayerChart:
    head, meaning, widest = _MEASURES[name]
    data = [_point(row.window, head, getattr(row, name), letters) for row in rows]
    span = (
        widest if any(row.get(end, 0) < 0 for row in data for end in ("value", "low") if row.get(end)) else (0.0, 1.0)
    )
    x = window_axis(labels, shown=False)
    y = alt.Y("value:Q", title=None, scale=alt.Scale(domain=list(span)), axis=_value_axis(span))
    label = alt.Title(head, subtitle=meaning, anchor="start", fontSize=12, color=INK, offset=4, subtitleFontSize=10,
                      subtitleColor=QUIET, subtitlePadding=1)  # fmt: skip
    layers: list[Part] = [
        _empty(data, x),
        _bands(data, x, labels),
        joined(data, x, "value", colour=FRIENDLY),
        _points(data, x, y),
    ]
    return layered(*([zero_line()] if span[0] < 0 else []), *layers, height=_HEIGHT, title=label)


def _value_axis(span: tuple[float, float]) -> alt.Axis:
    values = [-1, 0, 1] if span[0] < 0 else [0, 0.5, 1]
    return alt.Axis(values=values, labelExpr=SIGNED, grid=True, gridColor=GRID, minExtent=AXIS)


def _point(window: str, head: str, part: Estimate, letters: dict[str, str]) -> Json:
    if part.value is None:
        return {"window": window, "letter": letters.get(part.reason or "", ""), "told": f"{window}: {part.reason}"}
    around = f"{signed(part.low)} to {signed(part.high)}" if part.low is not None else part.reason
    return {
        "window": window,
        "value": part.value,
        "low": part.low,
        "high": part.high,
        "kind": _BARE if part.low is None else _POINT,
        "told": f"{window}: {head} {signed(part.value)} ({around})",
    }


def _empty(data: Sequence[Json], x: alt.X) -> alt.LayerChart:
    missing = [row for row in data if "value" not in row]
    letter = chart_of(missing).mark_text(fontSize=11, fontStyle="italic", color=QUIET)
    middle = alt.value(_HEIGHT / 2)
    return layered(blank(missing, x, _HEIGHT), letter.encode(x=x, y=middle, text="letter:N"), height=_HEIGHT)


def _bands(data: Sequence[Json], x: alt.X, labels: Sequence[str]) -> alt.Chart:
    rows = [{**row, "kind": _BAND} for row in data if row.get("low") is not None]
    width = 0.92 * WIDTH / max(1, len(labels))
    base = chart_of(rows).encode(x=x, y="low:Q", y2="high:Q", fill=_fills())
    part: alt.Chart = base.mark_bar(width=min(46.0, width), opacity=0.28)
    return part


def _fills() -> alt.Fill:
    """One legend of bands, so that the picture explains itself."""
    return alt.Fill(
        "kind:N",
        scale=alt.Scale(domain=[_BAND], range=[FRIENDLY]),
        legend=alt.Legend(title=None, symbolType="square", symbolOpacity=0.28, symbolStrokeWidth=0),
    )


def _points(data: Sequence[Json], x: alt.X, y: alt.Y) -> alt.Chart:
    shapes = alt.Shape(
        "kind:N", scale=alt.Scale(domain=[_POINT, _BARE], range=["circle", "diamond"]), legend=alt.Legend(title=None)
    )
    base = chart_of(row for row in data if "value" in row).encode(
        x=x, y=y, shape=shapes, tooltip=alt.Tooltip("told:N", title="window")
    )
    part: alt.Chart = base.mark_point(size=50, opacity=1, filled=True, color=FRIENDLY)
    return part


def _coverage(rows: Sequence[Estimated], labels: Sequence[str]) -> alt.LayerChart:
    data = [
        {"window": row.window, "coverage": row.coverage, "pairs": f"{row.pairs}/{row.possible}", "told": _rests(row)}
        for row in rows
    ]
    x = window_axis(labels)
    y = alt.Y(
        "coverage:Q",
        title=None,
        scale=alt.Scale(domain=[0, 1.25]),
        axis=alt.Axis(values=[0, 0.5, 1], format="%", minExtent=AXIS),
    )
    base = chart_of(data).encode(x=x, y=y)
    layers = [
        base.mark_bar(color="#7d7d7d", width=bar_width(len(labels))).encode(
            tooltip=alt.Tooltip("told:N", title="rests on")
        )
    ]
    if len(labels) <= _MOST_NUMBERS:
        layers.append(base.mark_text(baseline="bottom", dy=-2, fontSize=10, color=QUIET).encode(text="pairs:N"))
    label = alt.Title("Coverage", subtitle="observed pairs of possible ones", anchor="start", fontSize=12, color=INK, offset=4,
                      subtitleFontSize=10, subtitleColor=QUIET, subtitlePadding=1)  # fmt: skip
    return layered(*layers, height=_COVERAGE, title=label)


def _rests(row: Estimated) -> str:
    sources = ", ".join(
        (counted(row.documents, "document"), counted(row.origins, "origin"), counted(row.publishers, "publisher"))
    )
    return f"{row.window}: {counted(row.pairs, 'pair')}, {counted(row.reports, 'report')}, {sources}"


def _subtitle(found: Polarization, rows: Sequence[Estimated], signs: Signs) -> Iterable[str]:
    settings = found.settings
    length = f"{settings.length} {settings.by}s" if settings.length > 1 else settings.by
    told = "signs against the system's own warmth" if signs == "adjusted" else "raw signs"
    span = period(rows[0].start, rows[-1].end) if rows else period(None, None)
    yield sentence(
        LAYERS[settings.layer],
        span,
        f"windows of one {length}" if settings.length == 1 else f"windows of {length}",
        told,
    )
    yield sentence(
        f"{counted(len(found.states), 'state')}: {', '.join(found.states)}"
        if len(found.states) <= 16
        else counted(len(found.states), "state")
    )
    answered = [row for row in rows if row.pairs]
    if rows and not answered:
        yield sentence(f"no pair observed in {counted(len(rows), 'window')}")
    if answered:
        parts = [_from_to(answered, name) for name in ("documents", "origins", "publishers")]
        yield sentence(
            f"{len(answered)} of {counted(len(rows), 'window')} with an observed pair; in each {', '.join(parts)}"
        )


def _from_to(rows: Sequence[Estimated], name: str) -> str:
    """`3–12 documents` of the windows."""
    numbers = [getattr(row, name) for row in rows]
    low, high = min(numbers), max(numbers)
    return counted(high, name[:-1]) if low == high else f"{low:,}–{high:,} {name}"


def _notes(found: Polarization, letters: dict[str, str]) -> Iterable[str]:
    settings = found.settings
    for reason, letter in letters.items():
        yield f"{letter}: {reason}."
    yield (
        f"Two directions joined by {settings.symmetrise}; a pair needs {counted(settings.minimum, 'report')}. "
        f"Balance is not polarization: without hostility F is 1."
    )
    for note in found.notes:
        yield sentence(safe(note))
