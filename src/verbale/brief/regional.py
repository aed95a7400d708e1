"""What only a region's dossier has: its pairs at a glance, and its camps."""

from __future__ import annotations

from collections.abc import Iterable

from verbale.analysis.estimates import Estimate, Estimated
from verbale.analysis.polarization import Camp, Polarization, Settings, polarization
from verbale.analysis.regions import Region
from verbale.analysis.relations import Relation
from verbale.analysis.tie_table import LAYERS, TieTable
from verbale.brief.model import Row, Section, Table
from verbale.brief.relation import LAYER_WORDS, Period, interval, plain, whole
from verbale.brief.subject import Subject, state_name
from verbale.brief.wording import ARROW, counted, signed
from verbale.errors import MissingExtra

PAIRS_RULE = (
    "Directed pairs that are observed, most reports first. Mean from −1 (hostile) to +1 (friendly) with its 95 % interval; all other "
    "pairs are unobserved, which is not zero."
)
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


def pairs(ties: TieTable, subject: Subject, *, period: Period, limit: int) -> Section:
    """The section of pairs, a table a layer."""
    tables: list[Table] = []
    more = 0
    for layer in LAYERS:
        found = [row for key, row in whole(ties, layer, period).items() if set(key) <= subject.scope]
        found.sort(key=lambda row: (-row.volume, row.source, row.target))
        possible = len(subject.states) * (len(subject.states) - 1)
        title = f"{LAYER_WORDS[layer]}; {len(found)} of {possible} directed pairs observed"
        more += max(0, len(found) - 2 * limit)
        if found:
            tables.append(
                Table(title=title, columns=_COLUMNS, rows=tuple(map(_row, found[: 2 * limit])), numeric=(3, 4, 5, 6))
            )
    return Section(id="glance", title="Pairs at a glance", rule=PAIRS_RULE, tables=tuple(tables), more=more,
                   empty="No pair of the region is observed in these documents.")  # fmt: skip


_COLUMNS = ("direction", "mean", "95 % interval", "reports", "documents", "separate texts", "publishers")


def _row(row: Relation) -> Row:
    way = f"{state_name(row.source)}{ARROW}{state_name(row.target)}"
    return Row(cells=(way, f"{signed(row.mean)} ({row.state})", interval(row), plain(row.volume), f"{row.documents:,}",
                      f"{row.origins:,}", f"{row.publishers:,}"))  # fmt: skip


def camps(ties: TieTable, subject: Subject, *, period: Period) -> Section:
    """The section of camps: one window over the whole period."""
    try:
        found = _divided(ties, subject, period)
    except MissingExtra as error:
        return Section(id="camps", title="Camps and polarization", empty=f"Not computed: {error}")
    row = next((one for one in found.rows if one.signs == "raw"), None) if found is not None else None
    if found is None or row is None:
        return Section(
            id="camps",
            title="Camps and polarization",
            rule=CAMPS_RULE,
            empty="No dated official statement between these states.",
        )
    tables = (_measures(row), _standing(found)) if row.reason is None else ()
    return Section(id="camps", title="Camps and polarization", rule=f"{CAMPS_RULE} {_coverage(row)}", tables=tables,
                   empty=f"No camps: {row.reason}.")  # fmt: skip


def _divided(ties: TieTable, subject: Subject, period: Period) -> Polarization | None:
    span = ties.of_layer("words").span()
    first, last = (period.since or (span and span[0])), (period.until or (span and span[1]))
    if not first or not last or first > last:
        return None
    years = int(last[:4]) - int(first[:4]) + 1
    settings = Settings(start=first, end=last, length=years, checks=False)
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


def unobserved(ties: TieTable, subject: Subject, period: Period) -> Iterable[str]:
    """States of the region that neither speak officially of another nor are spoken of."""
    seen = {state for key in whole(ties, "words", period) if set(key) <= subject.scope for state in key}
    return [state_name(state) for state in subject.states if state not in seen]
