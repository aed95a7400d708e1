"""Ties made up for pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from verbale.analysis.tie_table import Tie, TieTable, tie_table
from verbale.charts.style import Picture

Json = dict[str, Any]


def tie(source: str, target: str, value: float, year: int = 2001, number: int = 1, *, publisher: str = "p1") -> Tie:
    """A statement of 15 March; number and year make its document and origin."""
    key = f"{source}-{year}-{number}"
    return Tie(
        layer="words", source=source, target=target, day=f"{year}-03-15", value=value, document=key, origin=key,
        publisher=publisher, item=f"{target}{number}",
    )  # fmt: skip


def region() -> TieTable:
    """2001 and 2003: Armenia and Russia against Azerbaijan and Turkey, six reports a direction, three publishers; 2002 is silent."""
    camps = {"ARM": 0, "RUS": 0, "AZE": 1, "TUR": 1}
    rows = [
        tie(a, b, 0.6 if camps[a] == camps[b] else -0.5, year, number, publisher=f"p{number % 3}")
        for year in (2001, 2003)
        for a in camps
        for b in camps
        if a != b
        for number in range(6)
    ]
    return tie_table(rows)


def of(*ties: Tie) -> TieTable:
    return tie_table(ties)


def spec(picture: Picture) -> Json:
    """The picture's specification; Altair checks it against Vega-Lite's schema on the way."""
    found: Json = picture.to_dict(validate=True)
    return found


def values(found: Json) -> list[Json]:
    """All rows that a specification draws."""
    return [row for part in parts(found) for row in rows_of(part)]


def words(found: Json) -> str:
    """Title, subtitle and notes."""
    title = found["title"]
    notes = [str(row["words"]) for row in values(found) if "words" in row]
    return "\n".join([*title["text"], *title["subtitle"], *notes])


def parts(found: Any, data: Any = None) -> Iterator[Json]:
    """Every part of a specification that has a mark, with the data that it draws (its own, or its group's)."""
    if isinstance(found, dict):
        data = found.get("data", data)
        if "mark" in found:
            yield {**found, "data": data}
        for value in found.values():
            yield from parts(value, data)
    elif isinstance(found, list):
        for value in found:
            yield from parts(value, data)


def marks(found: Json, kind: str) -> list[Json]:
    """Parts of one kind of mark."""
    return [part for part in parts(found) if part["mark"]["type"] == kind]


def rows_of(part: Json) -> list[Json]:
    """The rows that a part draws."""
    rows: list[Json] = part["data"]["values"]
    return rows
