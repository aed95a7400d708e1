"""From an archive to a tie table: which rows of the record are ties between states, and which are left out and why.

The decisions are told in `docs/relations.md`. Rejected items and texts that a later version replaced are not counted.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from sqlalchemy import Connection, select

from verbale.actors.gazetteer import de_jure, known_actors
from verbale.analysis.tie_table import QUAD_VALUES, Layer, Tie, TieTable, tie_table
from verbale.archive.acting import state_of
from verbale.archive.tables import documents, item_actors, items
from verbale.data import read_toml
from verbale.record import to_plain

Disputed = Literal["self", "de-jure", "drop"]
"""How disputed entities count: as themselves (default), as the state that PLOVER's code gives, or not at all."""

_DONE = ("happened", "ongoing")
_KINDS = ("statement", "event", "actor")

Row = Mapping[str, Any]


def read_ties(
    connection: Connection, *, disputed: Disputed = "self", min_confidence: float = 0.0, layers: Iterable[Layer] = ("words", "deeds", "claims")
) -> TieTable:  # fmt: skip
    """All ties of an archive.

    Args:
        connection: of the archive's database, for reading.
        disputed: see `Disputed`.
        min_confidence: items of less confidence are left out, and counted.
        layers: which layers to read.
    """
    reader = _Reader(disputed, min_confidence, frozenset(layers))
    ties = [tie for document in _documents(connection) for tie in reader.ties(document)]
    return tie_table(ties, left_out=sorted(reader.left_out.items()))


@dataclass
class _Document:
    """A document's rows, its items with their actors, and its actors' elements by id."""

    key: str
    origin: str
    publisher: str | None
    precision: str
    items: list[Row] = field(default_factory=list)
    actors: dict[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass
class _Reader:
    """Makes ties of documents and counts what is left out."""

    disputed: Disputed
    min_confidence: float
    layers: frozenset[str]
    left_out: Counter[str] = field(default_factory=Counter)

    def ties(self, document: _Document) -> Iterator[Tie]:
        """The ties of one document."""
        said = {row["local_id"]: row for row in document.items if row["kind"] == "statement"}
        for row in document.items:
            if row["confidence"] is not None and row["confidence"] < self.min_confidence:
                self.left_out["confidence below the least wanted"] += 1
            elif row["kind"] == "statement" and "words" in self.layers:
                yield from self._words(document, row, said)
            elif row["kind"] == "event":
                yield from self._event(document, row, said)

    def _words(self, document: _Document, row: Row, said: Mapping[str, Row]) -> Iterator[Tie]:
        element = row["element"]
        speakers = self._states(document, element["speaks_for"])
        if not speakers:
            self.left_out["statement that speaks for no state"] += 1
            return
        outer = said.get(element["within"] or "")
        if outer is not None and not set(self._states(document, outer["element"]["speaks_for"])) <= set(speakers):
            self.left_out["statement that an official of another state reports"] += 1
            return
        values = self._stances(document, element)
        for source in speakers:
            for target, value in values.items():
                if source != target:
                    yield self._tie(document, row, "words", source, target, value)

    def _stances(self, document: _Document, element: Mapping[str, Any]) -> dict[str, float]:
        """Value toward each state: the mean of the stances toward it and its officials, else 0 for a mention."""
        found: dict[str, list[float]] = {}
        for stance in element["stance"]:
            for state in self._states(document, [stance["toward"]]):
                found.setdefault(state, []).append(stance["value"])
        for state in self._states(document, element["about"]):
            found.setdefault(state, [])
        return {state: sum(values) / len(values) if values else 0.0 for state, values in found.items()}

    def _event(self, document: _Document, row: Row, said: Mapping[str, Row]) -> Iterator[Tie]:
        element = row["element"]
        layer: Layer = "deeds" if element["claimed_by"] is None else "claims"
        if layer not in self.layers:
            return
        if element["status"] not in _DONE:
            self.left_out[f"event that is {element['status']}"] += 1
            return
        claim = said.get(element["claimed_by"] or "")
        claimants = self._states(document, claim["element"]["speaks_for"]) if claim is not None else []
        for source, target in self._dyads(document, element):
            yield self._tie(
                document, row, layer, source, target, QUAD_VALUES[element["quad"]], claimant=next(iter(claimants), None)
            )

    def _dyads(self, document: _Document, element: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Actor to recipient; without a recipient the actors of a shared event, each to each."""
        sources = self._states(document, element["actor"])
        targets = self._states(document, element["recipient"]) if element["recipient"] else sources
        dyads = [(source, target) for source in sources for target in targets if source != target]
        if not dyads:
            self.left_out["event that does not join two states"] += 1
        return dyads

    def _tie(  # noqa: PLR0913, PLR0917 - private; a row's parts
        self, document: _Document, row: Row, layer: Layer, source: str, target: str, value: float,
        *, claimant: str | None = None,
    ) -> Tie:  # fmt: skip
        element = row["element"]
        own = element.get("date")
        return Tie(
            layer=layer, source=source, target=target, day=row["day"],
            precision=own["precision"] if own else document.precision, value=value,
            score=None if layer == "words" else plover_score(element["type"], element["mode"]),
            goldstein=element.get("goldstein"), confidence=1.0 if row["confidence"] is None else row["confidence"],
            document=document.key, origin=document.origin, publisher=document.publisher, item=row["local_id"],
            start=row["start"], end=row["end"], claimant=claimant,
        )  # fmt: skip

    def _states(self, document: _Document, names: Sequence[str]) -> list[str]:
        """The states that actors stand for, each once, in order."""
        found = (self._settled(state_of(document.actors.get(name) or _known(name))) for name in names)
        return list(dict.fromkeys(state for state in found if state is not None))

    def _settled(self, state: str | None) -> str | None:
        if state is None or self.disputed == "self" or not _is_disputed(state):
            return state
        return (de_jure(state) or state) if self.disputed == "de-jure" else None


def plover_score(kind: str, mode: str | None) -> float:
    """PLOVER's conflict-cooperation score of an event type and mode, -10 … +10."""
    row = read_toml("plover")["types"][kind]
    return float(row["modes"].get(mode or "", row["score"]))


@cache
def _known(name: str) -> Mapping[str, Any] | None:
    actor = known_actors().get(name)
    return to_plain(actor) if actor is not None else None


def _is_disputed(state: str) -> bool:
    actor = known_actors().get(state)
    return actor is not None and actor.kind == "disputed"


def _documents(connection: Connection) -> Iterator[_Document]:
    """Documents with their statements, events and actors, one at a time, in the order of their ids."""
    now: _Document | None = None
    number = -1
    for row in connection.execute(_query()).mappings():
        if row["document_id"] != number:
            if now is not None:
                yield now
            number = row["document_id"]
            now = _Document(row["key"], row["origin"], row["publisher"], row["published_precision"] or "day")
        element = json.loads(row["data"])
        if now is not None and row["kind"] == "actor":
            now.actors[row["local_id"]] = element
            now.actors[row["actor"] or row["local_id"]] = element
        elif now is not None:
            now.items.append({**row, "element": element})
    if now is not None:
        yield now


def _query() -> Any:
    """Items of counted documents; for actors also the id that they have after merges."""
    # Without statistics SQLite would walk through all rows of the part for every item; the empty string keeps it from that index.
    own = item_actors.c.part.concat("") == "self"
    joined = items.join(documents, items.c.document_id == documents.c.id).outerjoin(
        item_actors, (item_actors.c.item_id == items.c.id) & own
    )
    return (
        select(
            items.c.document_id, items.c.kind, items.c.local_id, items.c.start, items.c.end, items.c.day,
            items.c.confidence, items.c.data, item_actors.c.actor, documents.c.key, documents.c.origin,
            documents.c.publisher, documents.c.published_precision,
        )
        .select_from(joined)
        .where(documents.c.current, items.c.kind.in_(_KINDS))
        .where(items.c.verdict.is_(None) | (items.c.verdict != "rejected") | (items.c.kind == "actor"))
        .order_by(items.c.document_id, items.c.id)
    )  # fmt: skip
