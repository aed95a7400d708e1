"""The relation at a glance: numbers by layer for the whole period and by year, and the last statement each way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from verbale.analysis.relations import Relation, relations
from verbale.analysis.tie_table import LAYERS, Layer, TieTable
from verbale.brief.citing import Citations
from verbale.brief.facts import Fact
from verbale.brief.model import Row, Section, Table
from verbale.brief.statements import about, last_of, official, statement_line
from verbale.brief.subject import Subject, state_name
from verbale.brief.wording import ARROW, counted, signed

LAYER_WORDS = {
    "words": "words: official statements",
    "deeds": "deeds: events that documents assert",
    "claims": "claims: events that somebody claims",
}
RULE = (
    "Words are official statements, deeds are events that documents assert, claims are events that somebody claims; they are "
    "never added up. Mean from −1 (hostile) to +1 (friendly) with its 95 % interval, as “verbale relations” computes it. Reports are "
    "weighted so that copies of a story count once. “Unobserved” is not zero."
)
_COLUMNS = (
    "layer",
    "direction",
    "mean",
    "95 % interval",
    "reports",
    "+ / 0 / −",
    "documents",
    "separate texts",
    "publishers",
)
_MOST_YEARS = 40
_FEWEST_YEARS = 2


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day asked for; None where open."""

    since: str | None = None
    until: str | None = None


def whole(
    ties: TieTable, layer: Layer, period: Period, *, pair: Sequence[str] | None = None
) -> dict[tuple[str, str], Relation]:
    """Observed directed pairs over the whole period, each as one row; without a period undated reports count too.

    Args:
        ties: of the archive.
        layer: words, deeds or claims.
        period: the days that count.
        pair: only these two, either way.
    """
    table = ties.of_layer(layer)
    if period.since or period.until:
        kept = ~np.isnat(table.day)
        kept &= table.day >= np.datetime64(period.since) if period.since else True
        kept &= table.day <= np.datetime64(period.until) if period.until else True
        table = table.where(kept)
    if not len(table):
        return {}
    # One day for all makes one window of them; weights were given by the real years before.
    day = np.full(len(table), np.datetime64(period.until or period.since or "2000-01-01"), dtype="datetime64[D]")
    flat = replace(table, day=day, precision=np.zeros(len(table), dtype=np.int8))
    found = relations(flat, *(pair or ()), layer=layer, both=pair is not None)
    return {(row.source, row.target): row for row in found.rows if row.mean is not None}


def at_a_glance(
    ties: TieTable, statements: Sequence[Fact], subject: Subject, cited: Citations, *, period: Period
) -> Section:
    """The section for a pair."""
    first, second = subject.states
    rows = [
        _row(layer, source, target, found.get((source, target)))
        for layer in LAYERS
        for found in [whole(ties, layer, period, pair=subject.states)]
        for source, target in ((first, second), (second, first))
    ]
    last = _last_statements(statements, subject, cited)
    trends = (table for layer in LAYERS if (table := _trend(ties, subject, layer, period)))
    return Section(
        id="glance", title="The relation at a glance", rule=RULE,
        tables=(Table(title="Whole period", columns=_COLUMNS, rows=tuple(rows), numeric=(4, 5, 6, 7, 8)), *trends), parts=(last,),
    )  # fmt: skip


def _row(layer: Layer, source: str, target: str, found: Relation | None) -> Row:
    way = f"{state_name(source)}{ARROW}{state_name(target)}"
    return Row(cells=(layer, way, *numbers(found)))


def numbers(found: Relation | None) -> tuple[str, ...]:
    """Mean, interval, reports, signs, documents, origins and publishers of a relation as cells."""
    if found is None or found.mean is None:
        return "unobserved", "–", "0", "–", "0", "0", "0"
    return (
        f"{signed(found.mean)} ({found.state})", interval(found), plain(found.volume),
        "\u00a0/\u00a0".join(plain(part) for part in (found.positive, found.neutral, found.negative)),
        f"{found.documents:,}", f"{found.origins:,}", f"{found.publishers:,}",
    )  # fmt: skip


def interval(found: Relation) -> str:
    """`−0.30 … +0.10`, or why there is none."""
    if found.low is None or found.high is None:
        return found.reason or "–"
    return f"{signed(found.low)} … {signed(found.high)}"


def plain(value: float) -> str:
    """A weighted count: `3`, `2.5`."""
    return f"{value:,.1f}".removesuffix(".0")


def _trend(ties: TieTable, subject: Subject, layer: Layer, period: Period) -> Table | None:
    """A row a year, both directions; None where fewer than two years are observed: the whole period tells the same."""
    first, second = subject.states
    found = relations(ties, first, second, layer=layer, start=period.since, end=period.until, both=True)
    years = sorted({row.window for row in found.rows if row.mean is not None})
    if len(years) < _FEWEST_YEARS:
        return None
    by_key = {(row.source, row.window): row for row in found.rows}
    between = [window for window in dict.fromkeys(row.window for row in found.rows) if years[0] <= window <= years[-1]]
    windows = between if len(between) <= _MOST_YEARS else years
    heads = (state_name(first), state_name(second))
    rows = tuple(
        Row(cells=(window, *(cell for source in subject.states for cell in _year(by_key.get((source, window))))))
        for window in windows
    )
    columns = (
        "year",
        *(f"{head}: {name}" for head in heads for name in ("mean", "95 % interval", "reports (documents)")),
    )
    outside = f", {counted(found.undated, 'report')} without a date not in it" if found.undated else ""
    return Table(title=f"By year, {LAYER_WORDS[layer]}{outside}", columns=columns, rows=rows, numeric=(3, 6))


def _year(row: Relation | None) -> tuple[str, ...]:
    if row is None or row.mean is None:
        return "unobserved", "–", "0"
    return signed(row.mean), interval(row).partition(",")[0], f"{plain(row.volume)} ({row.documents:,})"


def _last_statements(facts: Sequence[Fact], subject: Subject, cited: Citations) -> Section:
    sides = official(facts, subject.scope)
    found = [(state, last_of(sides.get(state, []))) for state in subject.states]
    lines = [
        statement_line(one, cited, values=about(one, state, subject.scope)) for state, one in found if one is not None
    ]
    missing = [state_name(state) for state, one in found if one is None]
    return Section(
        id="last", title="Last dated statement each way", lines=tuple(lines),
        rule=f"No dated official statement about the other: {', '.join(missing)}." if missing and lines else None,
        empty="No dated official statement of either side about the other.",
    )  # fmt: skip


def one_sided(ties: TieTable, subject: Subject, period: Period) -> list[str]:
    """Directions in which nothing official was said."""
    found = whole(ties, "words", period, pair=subject.states)
    pairs: Iterable[tuple[str, str]] = (subject.states, subject.states[::-1])  # type: ignore[assignment]
    return [f"{state_name(a)} of {state_name(b)}" for a, b in pairs if (a, b) not in found]
