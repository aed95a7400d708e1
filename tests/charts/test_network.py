from __future__ import annotations

import pytest

from tests.charts.made_up import marks, of, region, rows_of, spec, words
from verbale.analysis.balance import balance_of
from verbale.analysis.polarization import Polarization, Settings, polarization
from verbale.analysis.ties import gather
from verbale.analysis.uncertainty import Draws
from verbale.charts import Drawn, Member, balance_network, region_network, signed_network
from verbale.charts.ring import ring
from verbale.errors import QueryError

SETTINGS = Settings(checks=False, draws=Draws(replicates=50))
SQUARE = [("a", "b", 1.0), ("c", "d", 2.0), ("a", "c", -1.0), ("b", "d", -3.0)]


@pytest.fixture(scope="module")
def found() -> Polarization:
    return polarization(region(), ["ARM", "RUS", "AZE", "TUR", "IRN"], settings=SETTINGS)


def test_camps_differ_by_shape_and_colour_and_side(found: Polarization) -> None:
    picture = spec(signed_network(region_network(found, region())))
    filled = marks(picture, "point")[0]
    rows = rows_of(filled)
    side = {row["told"].split(",")[0]: (row["standing"], row["x"] > 0) for row in rows}
    assert side["Armenia"] == side["Russia"]
    assert side["Azerbaijan"] == side["Turkey"]
    assert {side["Armenia"][0], side["Turkey"][0]} == {"camp A", "camp B"}
    assert side["Armenia"][1] != side["Turkey"][1]
    assert len(set(filled["encoding"]["shape"]["scale"]["range"])) == 2
    assert len(set(filled["encoding"]["fill"]["scale"]["range"])) == 2


def test_signs_differ_by_dash_and_colour(found: Polarization) -> None:
    picture = spec(signed_network(region_network(found, region())))
    lines = marks(picture, "rule")[0]
    assert lines["encoding"]["strokeDash"]["scale"]["domain"] == ["positive", "negative"]
    assert lines["encoding"]["color"]["scale"]["domain"] == ["positive", "negative"]
    signs = sorted(row["sign"] for row in rows_of(lines))
    assert signs == ["negative"] * 4 + ["positive"] * 2


def test_a_region_tells_its_window_and_who_is_not_drawn(found: Polarization) -> None:
    told = words(spec(signed_network(region_network(found, region()))))
    for part in (
        "2003",
        "6 of 10 pairs of 5 states observed (2 positive, 4 negative, 0 neutral)",
        "3 publishers",
        "Iran",
    ):
        assert part in told
    first = region_network(found, region(), window="2001")
    assert "2001" in first.title
    assert first.volume.tolist() == [12.0] * 6


def test_a_window_that_is_not_there_is_an_error(found: Polarization) -> None:
    with pytest.raises(QueryError, match="2001, 2002, 2003"):
        region_network(found, region(), window="1999")


def test_a_silent_window_and_a_silent_region(found: Polarization) -> None:
    assert "No tie to draw" in words(spec(signed_network(region_network(found, region(), window="2002"))))
    empty = polarization(of(), ["FRA", "FJI"], settings=SETTINGS)
    assert "No tie to draw" in words(spec(signed_network(region_network(empty, of()))))


def test_uncertain_members_are_hollow() -> None:
    network = gather(SQUARE).network
    members = {name: Member("A" if name in "ab" else "B", name != "a", "") for name in "abcd"}
    picture = spec(signed_network(Drawn("T", ("S",), network, abs(network.weight), "weight", members)))
    filled, hollow = marks(picture, "point")
    assert filled["transform"] == [{"filter": "datum.certain"}]
    assert hollow["transform"] == [{"filter": "!datum.certain"}]
    assert hollow["encoding"]["fill"] == {"value": "white"}
    assert [row["certain"] for row in rows_of(hollow)] == [False, True, True, True]
    assert "Hollow" in words(picture)


def test_balance_of_a_table() -> None:
    gathered = gather([*SQUARE, ("e", "e", 1.0)])
    drawn = balance_network(gathered.network, balance_of(gathered, shuffles=0))
    told = words(spec(signed_network(drawn)))
    assert "5 nodes, 4 ties (2 positive, 2 negative)" in told
    assert "Violated weight 0 (proved to be the least), balance F 1.00" in told
    assert "Not drawn (without a tie): e." in told
    assert {name: drawn.members[name].camp == drawn.members["a"].camp for name in "bcd"} == {
        "b": True,
        "c": False,
        "d": False,
    }


def test_a_wider_tie_has_more_behind_it() -> None:
    gathered = gather(SQUARE)
    picture = spec(signed_network(balance_network(gathered.network, balance_of(gathered, shuffles=0))))
    rows = rows_of(marks(picture, "rule")[0])
    widths = {row["told"]: row["width"] for row in rows}
    assert widths["b – d: −3.00, weight 3"] > widths["c – d: +2.00, weight 2"] > widths["a – b: +1.00, weight 1"]


def test_sixty_members_are_named_by_turned_codes() -> None:
    names = [f"N{number:02d}" for number in range(60)]
    ties = [(a, b, 1.0 if number % 2 else -1.0) for number, (a, b) in enumerate(zip(names, names[1:], strict=False))]
    network = gather(ties).network
    members = {name: Member("AB"[index % 2], True) for index, name in enumerate(names)}
    picture = spec(signed_network(Drawn("T", ("S",), network, abs(network.weight), "weight", members)))
    labels = [row for part in marks(picture, "text")[:-1] for row in rows_of(part)]
    assert sorted(row["label"] for row in labels) == names
    assert all(-90 <= row["turn"] <= 90 for row in labels)
    assert len({row["turn"] for row in labels}) >= 30


@pytest.mark.parametrize(
    "groups",
    [{}, {"A": ["x"]}, {"A": ["x"], "B": ["y"]}, {"A": [*"abc"], "B": [*"de"], "non-aligned": ["n"], "apart": ["p"]}],
)
def test_a_ring_has_a_place_of_its_own_for_everyone(groups: dict[str, list[str]]) -> None:
    places = ring(groups)
    assert set(places) == {name for names in groups.values() for name in names}
    assert len({(place.x, place.y) for place in places.values()}) == len(places)
    assert all(abs(place.x**2 + place.y**2 - 1) < 1e-3 for place in places.values())


def test_camps_face_each_other_and_the_non_aligned_stand_below() -> None:
    places = ring({"A": ["a", "b"], "B": ["c", "d"], "non-aligned": ["n"]})
    assert max(places["a"].x, places["b"].x) < 0 < min(places["c"].x, places["d"].x)
    assert places["a"].y > places["b"].y
    assert places["c"].y > places["d"].y
    assert (places["n"].x, places["n"].y) == (0.0, -1.0)
