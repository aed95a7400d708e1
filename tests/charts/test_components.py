from __future__ import annotations

from dataclasses import replace

import pytest

from tests.charts.made_up import marks, of, region, rows_of, spec, tie, values, words
from verbale.analysis.polarization import Polarization, Settings, polarization
from verbale.analysis.uncertainty import Draws
from verbale.charts import polarization_over_time

SETTINGS = Settings(checks=False, draws=Draws(replicates=50))
STATES = ["ARM", "RUS", "AZE", "TUR"]


@pytest.fixture(scope="module")
def found() -> Polarization:
    return polarization(region(), STATES, settings=SETTINGS)


def test_each_component_has_a_panel_with_its_values(found: Polarization) -> None:
    picture = spec(polarization_over_time(found))
    points = marks(picture, "point")
    assert len(points) == 5
    balance = {row["window"]: row["value"] for row in rows_of(points[0])}
    assert balance == {row.window: row.f_w.value for row in found.rows if row.signs == "raw" and row.pairs}
    bands = marks(picture, "bar")[0]
    assert {row["window"] for row in rows_of(bands)} == {"2001", "2003"}
    assert bands["encoding"]["y2"] == {"field": "high"}


def test_a_window_without_an_answer_is_grey_with_its_reason(found: Polarization) -> None:
    picture = spec(polarization_over_time(found))
    assert [[row["window"] for row in rows_of(part)] for part in marks(picture, "rect")] == [["2002"]] * 5
    assert "a: no report between states of the panel." in words(picture)


def test_coverage_stands_beneath(found: Polarization) -> None:
    picture = spec(polarization_over_time(found))
    last = rows_of(marks(picture, "bar")[-1])
    assert {row["window"]: (row["coverage"], row["pairs"]) for row in last} == {
        "2001": (1.0, "6/6"), "2002": (0.0, "0/6"), "2003": (1.0, "6/6"),
    }  # fmt: skip


def test_the_words_tell_period_layer_states_and_sources(found: Polarization) -> None:
    told = words(spec(polarization_over_time(found)))
    for part in (
        "Official statements, 2001–2003",
        "raw signs",
        "4 states",
        "2 of 3 windows",
        "24 documents",
        "3 publishers",
    ):
        assert part in told
    assert "warmth" in words(spec(polarization_over_time(found, signs="adjusted")))


def test_one_source_has_values_without_intervals() -> None:
    alone = polarization(of(*(tie("TUR", "AZE", 0.5, 2001, n) for n in range(3))), ["TUR", "AZE"], settings=SETTINGS)
    picture = spec(polarization_over_time(alone))
    assert {row["kind"] for row in values(picture) if "kind" in row} == {"value; no interval can be estimated"}


def test_nothing_observed_is_said_with_its_reason() -> None:
    assert "No answer: no report between states of the panel." in words(
        spec(polarization_over_time(polarization(region(), ["FRA", "FJI"], settings=SETTINGS)))
    )
    assert "no tie of this layer has a date" in words(
        spec(polarization_over_time(polarization(of(), STATES, settings=SETTINGS)))
    )


def test_a_long_list_of_states_is_told_by_its_number(found: Polarization) -> None:
    many = replace(found, region=", ".join(["ARM"] * 60), states=("ARM",) * 60)
    assert spec(polarization_over_time(many))["title"]["text"] == ["Polarization: 60 states"]
