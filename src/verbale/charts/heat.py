"""Heat map: who speaks how of whom. What was not observed is grey; what was observed and is zero is white."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import altair as alt

from verbale.analysis.relations import Relations
from verbale.charts.names import labels_of
from verbale.charts.pooled import Pooled, pooled
from verbale.charts.style import EMPTY, INK, WIDTH, Json, Picture, chart_of, diverging, finished, layered, nothing
from verbale.charts.words import LAYERS, counted, period, reports, sentence, signed, spread

MOST = 30
"""States in one picture: with more, cells are too small to see and their labels to read."""
_LARGEST, _SMALLEST = 54, 13  # pixels of a cell's side
_BOTH, _COUNT = 40, 20  # sides from which a cell holds mean and number, and the number alone
_NAMES = 22  # states up to which columns carry names, not codes
_DARK = 0.55  # from this mean on, either way, white letters read better than dark ones
_HEADS = {
    "words": ("Who speaks how of whom", "speaker", "spoken of"),
    "deeds": ("Who acts how toward whom", "actor", "acted upon"),
    "claims": ("Who is said to act how toward whom", "actor, as claimed", "acted upon, as claimed"),
}


def heat_map(found: Relations, states: Sequence[str] | None = None, *, most: int = MOST) -> Picture:
    """Mean stance of each state toward each other over the whole period.

    Args:
        found: relations of all pairs (`relations(ties)`); its windows are put together, weighted by their reports.
        states: codes, in the order of rows and columns; by default those with most reports.
        most: states shown by default.

    Returns:
        Rows are speakers, columns those spoken of; each cell holds its mean and number of reports where there is room.
    """
    cells = {(cell.source, cell.target): cell for cell in pooled(found)}
    known = _busiest(cells.values())
    chosen = tuple(dict.fromkeys(states)) if states is not None else tuple(known[:most])
    shown = [cell for ends, cell in cells.items() if ends[0] in chosen and ends[1] in chosen]
    title, *sides = _HEADS[found.layer]
    subtitle = list(_subtitle(found, shown, len(chosen)))
    if not shown:
        return nothing(title, subtitle, "No report between these states in this period.")
    side = max(_SMALLEST, min(_LARGEST, (WIDTH - 110) // len(chosen)))
    left_out = len(known) - len(chosen) if states is None else 0
    return finished(
        [_matrix(cells, chosen, sides, side)],
        title=title,
        subtitle=subtitle,
        notes=_notes(side, left_out, found.undated),
    )


def _busiest(cells: Iterable[Pooled]) -> list[str]:
    """States by their reports, most first, then by code."""
    volume: dict[str, float] = {}
    for cell in cells:
        for state in (cell.source, cell.target):
            volume[state] = volume.get(state, 0.0) + cell.volume
    return sorted(volume, key=lambda state: (-round(volume[state], 6), state))


def _matrix(
    cells: dict[tuple[str, str], Pooled], states: Sequence[str], sides: Sequence[str], side: int
) -> alt.LayerChart:
    rows = labels_of(states, names=True)
    columns = labels_of(states, names=len(states) <= _NAMES)
    data = [
        _cell(cells.get((source, target)), row, column)
        for source, row in zip(states, rows, strict=True)
        for target, column in zip(states, columns, strict=True)
        if source != target
    ]
    x = alt.X("column:N", sort=None, title=f"{sides[1]} →", scale=_scale(columns), axis=_axis(len(states), top=True))
    y = alt.Y("row:N", sort=None, title=f"{sides[0]} ↓", scale=_scale(rows), axis=_axis(len(states), top=False))
    seen, empty = [row for row in data if "mean" in row], [row for row in data if "mean" not in row]
    ground = chart_of(empty).mark_rect(color=EMPTY, stroke="white", strokeWidth=1)
    mark = chart_of(empty).mark_text(text="·", color="#9a9a9a", fontSize=min(14, side - 2))
    drawn = chart_of(seen).mark_rect(stroke="#c4c4c4", strokeWidth=0.5)
    same = [{"row": row, "column": column} for row, column in zip(rows, columns, strict=True)]
    stroke = chart_of(same).mark_point(shape="M-1,-1L1,1", stroke="#c4c4c4", size=side * side)
    colour = alt.Color("mean:Q", **diverging(title="mean, −1 hostile to +1 friendly"))
    layers = [
        ground.encode(x=x, y=y, tooltip="told:N"),
        mark.encode(x=x, y=y),
        stroke.encode(x=x, y=y),
        drawn.encode(x=x, y=y, color=colour, tooltip="told:N"),
        *_words(seen, x, y, side),
    ]
    return layered(*layers, width=side * len(states), height=side * len(states))


def _scale(labels: Sequence[str]) -> alt.Scale:
    return alt.Scale(domain=list(labels), padding=0)


def _axis(states: int, *, top: bool) -> alt.Axis:
    size = 11 if states <= 30 else 10
    shape = (
        {"orient": "top", "labelAngle": -90 if states > 8 else -40, "labelAlign": "left"} if top else {"orient": "left"}
    )
    return alt.Axis(
        **shape, ticks=False, domain=False, labelFontSize=size, labelLimit=170, labelOverlap=False, labelPadding=4,
        titlePadding=8,
    )  # fmt: skip


def _cell(cell: Pooled | None, row: str, column: str) -> Json:
    if cell is None:
        return {"row": row, "column": column, "told": f"{row} of {column}: no report"}
    return {
        "row": row,
        "column": column,
        "mean": cell.mean,
        "told": f"{row} of {column}: mean {signed(cell.mean)}, {counted(cell.volume, 'report')}",
        "value": signed(cell.mean, digits=1),
        "n": reports(cell.volume),
        "light": abs(cell.mean) >= _DARK,
    }


def _words(seen: Sequence[Json], x: alt.X, y: alt.Y, side: int) -> list[alt.Chart]:
    """Mean and number in each cell, or the number alone, or nothing, as there is room."""
    if side < _COUNT:
        return []
    base = chart_of(seen).encode(x=x, y=y, color=alt.condition("datum.light", alt.value("white"), alt.value(INK)))
    if side < _BOTH:
        return [base.mark_text(fontSize=10 if side >= 24 else 9).encode(text="n:N")]
    value = base.mark_text(fontSize=12, fontWeight="bold", dy=-6).encode(text="value:N")
    return [value, base.mark_text(fontSize=10, dy=9).encode(text="n:N")]


def _subtitle(found: Relations, shown: Sequence[Pooled], states: int) -> Iterable[str]:
    yield sentence(LAYERS[found.layer], period(found.start, found.end), "mean of all reports of the one on the other")
    yield sentence(
        f"{len(shown):,} of {states * (states - 1):,} directed pairs of {counted(states, 'state')} observed",
        f"{reports(sum(cell.volume for cell in shown))} reports",
    )
    told = spread(found.documents, found.origins, found.publishers)
    yield sentence(f"in all of the period: {told}" if told else "")


def _notes(side: int, left_out: int, undated: int) -> Iterable[str]:
    inside = "mean and, below it, number of reports" if side >= _BOTH else "number of reports"
    yield (
        f"In each cell: {inside}, a copied story counted once."
        if side >= _COUNT
        else "The page version tells the numbers of each cell."
    )
    yield "Grey with a dot: no report, which is not zero. White: reports whose mean is zero."
    if left_out > 0:
        yield f"{counted(left_out, 'state')} with fewer reports not shown."
    if undated:
        yield f"{counted(undated, 'report')} without a date that is fine enough: not counted."
