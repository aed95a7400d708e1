"""Places by name: capitals, larger cities, regions and seas, with the state they are in and where they lie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from verbale.actors.folding import atoms
from verbale.data import read_rows

PlaceKind = Literal["city", "region", "country", "sea"]


@dataclass(frozen=True, slots=True)
class PlaceInfo:
    """A known place. `country`: alpha-3, None for seas, regions of several states and territory in dispute;
    degrees WGS 84."""

    name: str
    kind: PlaceKind
    country: str | None
    lat: float
    lon: float


def find(name: str) -> PlaceInfo | None:
    """The place of that name, spelling of case and marks aside; None when it is not in the tables."""
    return _places().get(_key(name))


def _key(name: str) -> str:
    words = atoms(name)
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


@cache
def _places() -> Mapping[str, PlaceInfo]:
    table: dict[str, PlaceInfo] = {}
    for name, place in _entries():
        table.setdefault(_key(name), place)
    return table


def _entries() -> Iterator[tuple[str, PlaceInfo]]:
    """States and capitals first: a name that is both a capital's and another city's is the capital's."""
    for row in read_rows("countries"):
        at = (float(row["lat"]), float(row["lon"]))
        yield from _spread(row, ("name", "full_name", "aliases"), PlaceInfo(row["name"], "country", row["id"], *at))
        if row["capital"]:
            yield from _spread(row, ("capital", "capital_aliases"), PlaceInfo(row["capital"], "city", row["id"], *at))
    for row in read_rows("disputed"):
        place = PlaceInfo(row["name"], "region", None, float(row["lat"]), float(row["lon"]))
        yield from _spread(row, ("name", "aliases"), place)
        if row["capital"]:
            yield from _spread(
                row, ("capital", "capital_aliases"), PlaceInfo(row["capital"], "city", None, place.lat, place.lon)
            )
    for row in read_rows("places"):
        kind: PlaceKind = row["kind"]  # type: ignore[assignment]
        yield from _spread(
            row,
            ("name", "aliases"),
            PlaceInfo(row["name"], kind, row["country"] or None, float(row["lat"]), float(row["lon"])),
        )


def _spread(row: Mapping[str, str], columns: tuple[str, ...], place: PlaceInfo) -> Iterator[tuple[str, PlaceInfo]]:
    for column in columns:
        for name in (row[column] or "").split("|"):
            if name:
                yield name, place
