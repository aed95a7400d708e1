"""Well-known office holders."""

from __future__ import annotations

import pytest

from verbale.actors.gazetteer import known_actors, states
from verbale.actors.leaders import find_leader
from verbale.data import read_rows


@pytest.mark.parametrize(
    ("name", "titles", "year", "country"),
    [
        (("kofi", "annan"), [], None, "GHA"),
        (("annan",), ["Secretary-General"], 2003, "GHA"),
        (("annan",), [], 2003, None),
        (("recep", "tayyip", "erdogan"), [], None, "TUR"),
        (("ilham", "aliyev"), [], None, "AZE"),
        (("aliyev",), ["President"], 2010, "AZE"),
        (("clinton",), ["President"], 1996, "USA"),
        (("clinton",), ["President"], 2016, None),
        (("smith",), ["President"], None, None),
        (("john", "smith"), ["President"], None, None),
    ],
)
def test_leaders(name: tuple[str, ...], titles: list[str], year: int | None, country: str | None) -> None:
    leader = find_leader(name, titles, year)
    assert (leader.country if leader else None) == country


@pytest.mark.parametrize("row", read_rows("leaders"), ids=lambda row: row["name"])
def test_row(row: dict[str, str]) -> None:
    assert row["country"] in ("", *states())
    assert row["organisation"] in ("", *known_actors())
    since, until = int(row["since"] or 0), int(row["until"] or 9999)
    assert since <= until
