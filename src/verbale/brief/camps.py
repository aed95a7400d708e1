"""A region's camps in its dossier: one division of the whole period, and how it went window by window."""

from __future__ import annotations

from collections.abc import Iterator

from verbale.analysis.estimates import Estimate, Estimated
from verbale.analysis.polarization import Camp, Polarization, Settings, polarization
from verbale.analysis.regions import Region
from verbale.analysis.tie_table import TieTable
from verbale.brief.model import Row, Section, Table
from verbale.brief.pictures import camps_picture, components_picture
from verbale.brief.relation import Period, plain
from verbale.brief.subject import Subject, state_name
from verbale.brief.wording import counted, signed

CAMPS_RULE = (
    "The division into two camps that violates least of the official statements of the whole period, as “verbale "
    "polarization” computes it; each measure stands apart, with its 95 % interval. A state whose move would cost next to nothing is non-aligned."
)
_MEASURES = (
    ("f_w", "weighted balance"),
    ("evenness", "evenness of the camps"),
    ("cohesion", "cohesion inside camps"),
    ("hostility", "hostility between camps"),
    ("non_aligned", "share of non-aligned"),
)
OVER_TIME_RULE = (
    "The same, window by window, each from its own statements alone; windows without an observed pair are not shown. "
    "Where camps differ from one window to the next within the intervals, nothing is known to have changed."
)
_MOST_YEARS = 10
"""Years that are shown one by one; a longer period in windows of four, as long as the tables of interstate alliances use."""
_LONG = 4


def camps(ties: TieTable, subject: Subject, *, period: Period, charts: bool = False) -> Section:
    """The section of camps: one window over the whole period, then shorter ones; with pictures if `charts`."""
    found = _divided(ties, subject, period)
    row = next((one for one in found.rows if one.signs == "raw"), None) if found is not None else None
    if found is None or row is None:
        return Section(
            id="camps",
            title="Camps and polarization",
            rule=CAMPS_RULE,
            empty="No dated official statement between these states.",
        )
    tables = (_measures(row), _standing(found)) if row.reason is None else ()
    chart, picture = camps_picture(found, ties) if charts and tables else (None, None)
    parts = tuple(_over_time(ties, subject, period, charts=charts)) if found.settings.length > 1 else ()
    return Section(id="camps", title="Camps and polarization", rule=f"{CAMPS_RULE} {_coverage(row)}", tables=tables,
                   parts=parts, empty=f"No camps: {row.reason}.",
                   chart=chart, picture=picture)  # fmt: skip


def _over_time(ties: TieTable, subject: Subject, period: Period, *, charts: bool) -> Iterator[Section]:
    """The part that compares windows, where at least two have an observed pair."""
    found = _divided(ties, subject, period, windows=True)
    rows = [row for row in found.rows if row.signs == "raw" and row.pairs] if found is not None else []
    if found is None or len(rows) < 2:
        return
    chart, picture = components_picture(found) if charts else (None, None)
    table = Table(title="Windows", columns=_WINDOWS, rows=tuple(_window(row, found) for row in rows), numeric=(1, 5))
    yield Section(
        id="camps-over-time", title="Over time", rule=OVER_TIME_RULE, tables=(table,), chart=chart, picture=picture
    )


_WINDOWS = ("window", "weighted balance", "95 % interval", "camp A", "camp B", "observed pairs")


def _window(row: Estimated, found: Polarization) -> Row:
    members = [
        ", ".join(
            state_name(one.state)
            for one in found.camps
            if (one.window, one.signs, one.camp) == (row.window, "raw", camp)
        )
        for camp in ("A", "B")
    ]
    if row.reason is not None:
        return Row(cells=(row.window, "–", row.reason, "–", "–", f"{row.pairs} of {row.possible}"))
    return Row(
        cells=(row.window, *_estimate(row.f_w), *(names or "–" for names in members), f"{row.pairs} of {row.possible}")
    )


def _divided(ties: TieTable, subject: Subject, period: Period, *, windows: bool = False) -> Polarization | None:
    """Of the whole period, or of its windows; None where nothing is dated."""
    span = ties.of_layer("words").span()
    first, last = (period.since or (span and span[0])), (period.until or (span and span[1]))
    if not first or not last or first > last:
        return None
    years = int(last[:4]) - int(first[:4]) + 1
    length = (1 if years <= _MOST_YEARS else _LONG) if windows else years
    settings = Settings(start=first, end=last, length=length, checks=False)
    return polarization(ties, Region(subject.title, subject.title, subject.states, subject.guests), settings=settings)


def _coverage(row: Estimated) -> str:
    return (
        f"Window {row.window}: {row.pairs} of {row.possible} pairs observed ({row.coverage:.0%}), {row.positive} positive, "
        f"{row.negative} negative, {row.neutral} neutral; {counted(row.documents, 'document')}, {counted(row.publishers, 'publisher')}."
    )


def _measures(row: Estimated) -> Table:
    rows = tuple(Row(cells=(name, *_estimate(getattr(row, key)))) for key, name in _MEASURES)
    return Table(title="Measures", columns=("measure", "value", "95 % interval"), rows=rows, numeric=(1,))


def _estimate(found: Estimate) -> tuple[str, str]:
    if found.value is None:
        return "–", found.reason or "–"
    if found.low is None or found.high is None:
        return signed(found.value), found.reason or "–"
    return signed(found.value), f"{signed(found.low)} … {signed(found.high)}"


def _standing(found: Polarization) -> Table:
    rows = sorted((one for one in found.camps if one.signs == "raw"), key=lambda one: (one.camp, one.state))
    return Table(
        title="Where states stand",
        columns=("state", "camp", "margin", "certainty"),
        rows=tuple(map(_camp, rows)),
        numeric=(2, 3),
    )


def _camp(one: Camp) -> Row:
    margin = "–" if one.margin is None else plain(round(one.margin, 1))
    certainty = "–" if one.certainty is None else f"{one.certainty:.0%}"
    return Row(cells=(state_name(one.state), one.camp, margin, certainty))
