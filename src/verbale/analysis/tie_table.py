"""The tie table: one row a coded tie between two states, column by column.

What counts as a tie and why is told in `docs/relations.md`. The table knows nothing of where it comes from: an archive
(`archive.ties`), a Parquet file (`analysis.large`) or a simulation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from verbale.analysis.groups import group
from verbale.analysis.network import Floats, Ints

Layer = Literal["words", "deeds", "claims"]
LAYERS: tuple[Layer, ...] = ("words", "deeds", "claims")
QUAD_VALUES = {1: 0.5, 2: 1.0, 3: -0.5, 4: -1.0}
"""Value of an event by its PLOVER quad: words for half, deeds for whole, conflict below zero. PLOVER's own score and
Goldstein's are kept beside it; they differ in scale and neither is defined for every event."""
PRECISIONS = ("day", "month", "year")
NEUTRAL = 0.05
"""A value nearer to zero than this is neutral, as in the record's own tables."""
UNKNOWN_PUBLISHER = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One coded tie, before it enters a table.

    Attributes:
        layer: words, deeds or claims.
        source, target: states (alpha-3) or disputed entities; never the same.
        day: ISO day or None; `precision` says how much of it is known.
        value: -1 … +1; words: stance, 0 for a mention without one; deeds and claims: `QUAD_VALUES`.
        score: PLOVER's conflict-cooperation score -10 … +10, None for words.
        goldstein: None for words and where the code has none.
        confidence: of the rule or model, 0 … 1.
        document, origin, publisher: keys; publisher None where unknown.
        item: local id in the document's record.
        start, end: evidence in the document's text.
        claimant: who claims it, for claims.
    """

    layer: Layer
    source: str
    target: str
    day: str | None
    value: float
    document: str
    origin: str
    publisher: str | None
    precision: str = "day"
    score: float | None = None
    goldstein: float | None = None
    confidence: float = 1.0
    item: str = ""
    start: int = 0
    end: int = 0
    claimant: str | None = None


@dataclass(frozen=True)
class TieTable:
    """Ties as arrays of one length, with the names that the codes stand for. Make one with `tie_table`.

    Attributes:
        layer: index in `LAYERS`.
        source, target: indices in `states`.
        day: datetime64[D], NaT where unknown; `precision` index in `PRECISIONS`.
        value, score, goldstein, confidence: see `Tie`; NaN for None.
        weight: see `origin_weights`.
        document, origin, publisher, item: indices in `documents`, `origins`, `publishers`, `items`.
        start, end: evidence.
        claimant: index in `states`, -1 for none.
        left_out: how many rows were left out on the way here, by reason.
    """

    layer: NDArray[np.int8]
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    day: NDArray[np.datetime64]
    precision: NDArray[np.int8]
    value: Floats
    score: Floats
    goldstein: Floats
    confidence: Floats
    weight: Floats
    document: NDArray[np.int32]
    origin: NDArray[np.int32]
    publisher: NDArray[np.int32]
    item: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    claimant: NDArray[np.int32]
    states: tuple[str, ...]
    documents: tuple[str, ...]
    origins: tuple[str, ...]
    publishers: tuple[str, ...]
    items: tuple[str, ...]
    left_out: tuple[tuple[str, int], ...] = ()

    def __len__(self) -> int:
        return len(self.value)

    def where(self, chosen: NDArray[Any]) -> TieTable:
        """The table of some rows (a mask or indices); names and weights stay."""
        return replace(self, **{name: getattr(self, name)[chosen] for name in COLUMNS})

    def of_layer(self, layer: Layer) -> TieTable:
        """The rows of one layer."""
        return self.where(self.layer == LAYERS.index(layer))

    def code(self, state: str) -> int:
        """The index of a state, -1 where the table has no tie of it."""
        return self.states.index(state) if state in self.states else -1

    def span(self) -> tuple[str, str] | None:
        """First and last known day, ISO; None without any."""
        known = self.day[~np.isnat(self.day)]
        return (str(known.min()), str(known.max())) if len(known) else None

    def signs(self) -> NDArray[np.int8]:
        """-1, 0 or +1 a row."""
        return np.where(np.abs(self.value) < NEUTRAL, 0, np.sign(self.value)).astype(np.int8)

    def home(self) -> Ints:
        """The publisher that each row's origin is nested in: that of its earliest tie, the first by name among equals.

        A wire story belongs to who had it first; the sites that copied it add no independent evidence.
        """
        known = np.where(np.isnat(self.day), np.iinfo(np.int64).max, self.day.astype(np.int64))
        order = np.lexsort((self.publisher, known, self.origin))
        first = np.full(len(self.origins), -1, dtype=np.int64)
        first[self.origin[order][::-1]] = self.publisher[order][::-1]
        return first[self.origin]


COLUMNS = tuple(field.name for field in fields(TieTable))[:17]


def tie_table(ties: Iterable[Tie], *, left_out: Sequence[tuple[str, int]] = ()) -> TieTable:
    """A table of ties, in a fixed order (by document, item, source, target), with their origins' weights.

    Raises:
        ValueError: a tie of a state with itself, or a value outside -1 … +1.
    """
    rows = sorted(ties, key=lambda tie: (tie.document, tie.layer, tie.start, tie.item, tie.source, tie.target))
    for tie in rows:
        if tie.source == tie.target or not -1 <= tie.value <= 1:
            raise ValueError(f"not a tie: {tie}")
    names = sorted({*(t.source for t in rows), *(t.target for t in rows), *(t.claimant for t in rows if t.claimant)})
    states, source = _coded([tie.source for tie in rows], names)
    target = _coded([tie.target for tie in rows], names)[1]
    claimed = {name: code for code, name in enumerate(states)}
    documents, document = _coded([tie.document for tie in rows])
    origins, origin = _coded([tie.origin for tie in rows])
    publishers, publisher = _coded([tie.publisher or UNKNOWN_PUBLISHER for tie in rows])
    items, item = _coded([tie.item for tie in rows])
    table = TieTable(
        layer=np.array([LAYERS.index(tie.layer) for tie in rows], dtype=np.int8),
        source=source,
        target=target,
        day=np.array([tie.day or "NaT" for tie in rows], dtype="datetime64[D]"),
        precision=np.array([PRECISIONS.index(tie.precision) for tie in rows], dtype=np.int8),
        value=np.array([tie.value for tie in rows], dtype=np.float64),
        score=_floats([tie.score for tie in rows]),
        goldstein=_floats([tie.goldstein for tie in rows]),
        confidence=np.array([tie.confidence for tie in rows], dtype=np.float64),
        weight=np.ones(len(rows)),
        document=document,
        origin=origin,
        publisher=publisher,
        item=item,
        start=np.array([tie.start for tie in rows], dtype=np.int32),
        end=np.array([tie.end for tie in rows], dtype=np.int32),
        claimant=np.array([claimed[tie.claimant] if tie.claimant else -1 for tie in rows], dtype=np.int32),
        states=states,
        documents=documents,
        origins=origins,
        publishers=publishers,
        items=items,
        left_out=tuple(left_out),
    )
    return replace(table, weight=origin_weights(table))


def origin_weights(table: TieTable) -> Floats:
    """The weight of each tie: one over the documents of its origin that carry a tie of its layer, dyad and year.

    So an origin counts as one average document, however often it was copied, and a copy in which the coder missed a
    sentence changes little. The year is in the key because a text that returns a year later is said anew.
    """
    years = table.day.astype("datetime64[Y]").astype(np.int64)
    fact, first = group(table.origin, table.layer, table.source, table.target, years)
    _, pairs = group(fact, table.document)
    return np.asarray(1.0 / np.bincount(fact[pairs], minlength=len(first))[fact]) if len(table) else np.zeros(0)


def _coded(values: Sequence[str], names: Sequence[str] | None = None) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    kept = tuple(sorted(set(values)) if names is None else names)
    codes = {name: code for code, name in enumerate(kept)}
    return kept, np.array([codes[value] for value in values], dtype=np.int32)


def _floats(values: Sequence[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
