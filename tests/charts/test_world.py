from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.charts.made_up import marks, of, rows_of, spec, tie, words
from verbale.analysis.relations import relations
from verbale.charts import relations_map
from verbale.charts.labelling import Label, labelled
from verbale.charts.projection import flat, graticule

TIES = of(
    tie("TUR", "AZE", 0.8, 2001, 1),
    tie("TUR", "ARM", -0.6, 2001, 1),
    tie("TUR", "GEO", 0.0, 2001, 1),
    tie("TUR", "disputed:abkhazia", 0.1, 2001, 1),
    tie("GRC", "TUR", -0.4, 2001, 1),
)


def points(found: dict[str, object]) -> dict[str, str]:
    """Kind by code of the points that are drawn."""
    marked = [part for part in marks(found, "point") if "shape" in part["encoding"]]
    return {row["code"]: row["kind"] for row in rows_of(marked[0])}


def test_points_are_told_apart_by_shape_too() -> None:
    found = spec(relations_map(relations(TIES, "TUR"), "TUR"))
    assert points(found) == {"AZE": "friendly", "ARM": "hostile", "GEO": "neither", "disputed:abkhazia": "friendly"}
    shape = next(part for part in marks(found, "point") if "shape" in part["encoding"])["encoding"]["shape"]
    assert len(set(shape["scale"]["range"])) == 3


def test_incoming_shows_who_speaks_of_the_state() -> None:
    assert points(spec(relations_map(relations(TIES, None, "TUR"), "TUR", incoming=True))) == {"GRC": "hostile"}


def test_the_words_tell_coverage_and_that_no_status_is_meant() -> None:
    told = words(spec(relations_map(relations(TIES, "TUR"), "TUR")))
    assert "Of whom Turkey speaks, and how" in told
    assert "3 of 196 other states and 1 other entity observed, 4 reports" in told
    assert "1 document, 1 origin, 1 publisher" in told
    assert "no borders are drawn" in told


def test_what_has_no_place_is_named() -> None:
    ties = of(tie("TUR", "AZE", 0.8), tie("TUR", "XYZ", 0.8))
    assert "Without a place on the map: XYZ." in words(spec(relations_map(relations(ties, "TUR"), "TUR")))


@pytest.mark.parametrize("state", ["FJI", "XYZ"])
def test_nothing_to_place_is_said(state: str) -> None:
    assert "No report that can be placed" in words(spec(relations_map(relations(TIES, state), state)))


def test_far_relations_show_the_whole_world() -> None:
    ties = of(tie("TUR", "BRA", 0.8), tie("TUR", "JPN", 0.8))
    found = spec(relations_map(relations(ties, "TUR"), "TUR"))
    x = marks(found, "line")[0]["encoding"]["x"]["scale"]["domain"]
    assert x[1] - x[0] > 5


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-180, 180))
def test_every_place_is_on_the_map(lat: float, lon: float, middle: float) -> None:
    x, y = flat(lat, lon, middle=middle)
    assert abs(x) <= 2.7067
    assert abs(y) <= 1.3174


def test_the_projection_has_its_known_values() -> None:
    # Corners and the equator's ends follow from the formulas: y(90°) = 1.31736, x(0°, 180°) = 2.70663.
    assert flat(0, 0) == (0.0, 0.0)
    assert flat(90, 0)[1] == pytest.approx(1.3174, abs=1e-4)
    assert flat(0, -180)[0] == pytest.approx(-2.7066, abs=1e-4)
    assert flat(40, 30, middle=30)[0] == 0.0


def test_lines_of_the_net_do_not_jump() -> None:
    for line in graticule(30, middle=137.0):
        assert all(abs(a[0] - b[0]) < 0.2 for a, b in zip(line, line[1:], strict=False))


def test_labels_do_not_cover_each_other() -> None:
    crowd = [Label(f"State {number}", 100 + 3 * number, 100 + 5 * (number % 4), 5.0) for number in range(20)]
    placed = labelled(crowd, width=400, height=200)
    assert 0 < len(placed) < 20
    assert placed[0].words == "State 0"
    assert len(labelled([Label("far off", 500, 100, 5.0)], width=400, height=200)) == 0
