"""Places by name."""

from __future__ import annotations

import pytest

from verbale.actors.gazetteer import states
from verbale.actors.places import find
from verbale.data import read_rows


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Baku", "city", "AZE"), ("Kiev", "city", "UKR"), ("Brussels", "city", "BEL"), ("Geneva", "city", "CHE"), ("the Black Sea", "sea", None), ("Tovuz", "region", "AZE"),
        ("Nagorno-Karabakh", "region", None), ("Stepanakert", "city", None), ("Türkiye", "country", "TUR"), ("Goma", "city", "COD"), ("ISTANBUL", "city", "TUR"), ("New York", "city", "USA"),
    ],
)  # fmt: skip
def test_known_places(name: str, kind: str, country: str | None) -> None:
    place = find(name)
    assert place is not None
    assert (place.kind, place.country) == (kind, country)


def test_unknown_place() -> None:
    assert find("Ruritania") is None
    assert find("") is None


@pytest.mark.parametrize("row", read_rows("places"), ids=lambda row: row["name"])
def test_row(row: dict[str, str]) -> None:
    assert row["kind"] in ("city", "region", "sea")
    assert row["country"] in ("", *states())
    assert -90 <= float(row["lat"]) <= 90
    assert -180 <= float(row["lon"]) <= 180
    assert find(row["name"]) is not None
