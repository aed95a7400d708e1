"""What only a region's dossier has: its pairs at a glance."""

from __future__ import annotations

from collections.abc import Iterable

from verbale.analysis.relations import Relation
from verbale.analysis.tie_table import LAYERS, TieTable
from verbale.brief.model import Row, Section, Table
from verbale.brief.relation import LAYER_WORDS, Period, interval, plain, whole
from verbale.brief.subject import Subject, state_name
from verbale.brief.wording import ARROW, signed

PAIRS_RULE = (
    "Directed pairs that are observed, most reports first. Mean from −1 (hostile) to +1 (friendly) with its 95 % interval; all other "
    "pairs are unobserved, which is not zero."
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


def unobserved(ties: TieTable, subject: Subject, period: Period) -> Iterable[str]:
    """States of the region that neither speak officially of another nor are spoken of."""
    seen = {state for key in whole(ties, "words", period) if set(key) <= subject.scope for state in key}
    return [state_name(state) for state in subject.states if state not in seen]
