from __future__ import annotations

import pytest

from tests.charts.made_up import marks, of, rows_of, spec, tie, words
from verbale.analysis.relations import relations
from verbale.charts import heat_map
from verbale.charts.heat import MOST

TIES = of(
    tie("TUR", "AZE", 0.9, 2001, 1),
    tie("TUR", "AZE", 0.3, 2002, 1),
    tie("TUR", "AZE", 0.3, 2002, 2),
    tie("AZE", "ARM", 0.0, 2001, 1),
)


def test_windows_are_put_together_by_their_reports() -> None:
    found = spec(heat_map(relations(TIES)))
    rect = marks(found, "rect")
    cells = {(row["row"], row["column"]): (row["mean"], row["n"]) for row in rows_of(rect[1])}
    assert cells == {
        ("Turkey", "Azerbaijan"): (pytest.approx(0.5), "3"),
        ("Azerbaijan", "Armenia"): (0.0, "1"),
    }


def test_zero_is_a_cell_and_unobserved_is_another_kind() -> None:
    found = spec(heat_map(relations(TIES)))
    empty, drawn = marks(found, "rect")
    assert "color" not in empty["encoding"]
    assert len(rows_of(empty)) == 4
    assert drawn["encoding"]["color"]["scale"]["domain"] == [-1, 1]
    assert len(rows_of(drawn)) == 2


def test_the_scale_is_white_in_its_middle() -> None:
    found = spec(heat_map(relations(TIES)))
    colours = marks(found, "rect")[1]["encoding"]["color"]["scale"]["range"]
    assert colours[len(colours) // 2] == "#ffffff"
    assert len(colours) % 2 == 1


def test_states_stand_in_the_order_asked_for() -> None:
    found = spec(heat_map(relations(TIES), ["ARM", "TUR", "AZE", "FRA"]))
    y = marks(found, "rect")[1]["encoding"]["y"]
    assert y["scale"]["domain"] == ["Armenia", "Turkey", "Azerbaijan", "France"]
    assert "2 of 12 directed pairs of 4 states observed, 4 reports" in words(found)


def test_the_words_tell_period_layer_and_sources() -> None:
    told = words(spec(heat_map(relations(TIES))))
    assert "Official statements, 15 Mar 2001 to 15 Mar 2002" in told
    assert "4 documents, 4 origins, 1 publisher" in told


def test_with_sixty_states_those_of_most_reports_are_shown_and_the_rest_counted() -> None:
    codes = [f"{a}{b}X" for a in "QWZ" for b in "ABCDEFGHIJKLMNOPQRST"]
    ties = [tie(a, b, 0.5, 2001, number) for number, (a, b) in enumerate(zip(codes, codes[1:], strict=False))]
    found = spec(heat_map(relations(of(*ties))))
    y = marks(found, "rect")[1]["encoding"]["y"]
    assert len(y["scale"]["domain"]) == MOST
    assert "30 states with fewer reports not shown" in words(found)


@pytest.mark.parametrize("states", [None, [], ["TUR"], ["FRA", "FJI"]])
def test_nothing_to_show_is_said(states: list[str] | None) -> None:
    found = spec(heat_map(relations(of() if states is None else TIES), states))
    assert "No report between these states" in words(found)
