from __future__ import annotations

from tests.charts.made_up import marks, of, rows_of, spec, tie, values, words
from verbale.analysis.relations import relations
from verbale.charts import dyad_timeline

TIES = of(
    tie("TUR", "AZE", 0.8, 2001, 1, publisher="p1"),
    tie("TUR", "AZE", 0.4, 2001, 2, publisher="p2"),
    tie("TUR", "AZE", -0.6, 2003, 1),
    tie("AZE", "TUR", 0.02, 2002, 1),
)


def test_each_side_has_its_means_and_unobserved_windows_have_none() -> None:
    found = spec(dyad_timeline(relations(TIES, "TUR", "AZE", both=True)))
    means = [{row["window"]: row["mean"] for row in rows_of(part)} for part in marks(found, "point")]
    assert means == [{"2001": 0.6, "2003": -0.6}, {"2002": 0.02}]
    grey = [[row["window"] for row in rows_of(part)] for part in marks(found, "rect")]
    assert grey == [["2002"], ["2002"], ["2001", "2003"], ["2001", "2003"]]  # under means and under volumes


def test_a_mean_of_one_source_is_drawn_without_an_interval() -> None:
    found = spec(dyad_timeline(relations(TIES, "TUR", "AZE", both=True)))
    kinds = {row["window"]: (row["kind"], row["low"]) for row in rows_of(marks(found, "point")[0])}
    assert kinds["2003"] == ("mean; no interval can be estimated", None)
    assert kinds["2001"][0] == "mean and its interval"


def test_lines_join_neighbours_only() -> None:
    found = spec(dyad_timeline(relations(TIES, "TUR", "AZE", both=True)))
    assert [rows_of(part) for part in marks(found, "line")] == [[], []]
    joined = of(tie("TUR", "AZE", 0.5, 2001), tie("TUR", "AZE", 0.7, 2002), tie("TUR", "AZE", 0.1, 2004))
    found = spec(dyad_timeline(relations(joined, "TUR", "AZE")))
    assert [row["window"] for row in rows_of(marks(found, "line")[0])] == ["2001", "2002"]


def test_bars_are_volumes_by_sign() -> None:
    found = spec(dyad_timeline(relations(TIES, "TUR", "AZE", both=True)))
    bars = [[(row["window"], row["sign"], row["volume"]) for row in rows_of(part)] for part in marks(found, "bar")]
    assert bars == [[("2001", "positive", 2.0), ("2003", "negative", 1.0)], [("2002", "neither", 1.0)]]


def test_the_words_tell_period_layer_coverage_and_sources() -> None:
    told = words(spec(dyad_timeline(relations(TIES, "TUR", "AZE", both=True))))
    for part in (
        "Turkey and Azerbaijan",
        "Official statements",
        "15 Mar 2001 to 15 Mar 2003",
        "Of 3 windows observed: Turkey of Azerbaijan in 2 and Azerbaijan of Turkey in 1.",
        "4 documents, 4 origins, 2 publishers",
        "95%",
    ):
        assert part in told


def test_one_window_and_one_side() -> None:
    found = spec(dyad_timeline(relations(of(tie("TUR", "AZE", 0.5)), "TUR", "AZE"), "TUR", "AZE"))
    assert [len(rows_of(part)) for part in marks(found, "point")] == [1, 0]
    assert "Azerbaijan of Turkey in 0" in words(found)


def test_no_report_and_an_empty_table() -> None:
    for ties in (TIES, of()):
        found = spec(dyad_timeline(relations(ties, "FRA", "FJI", both=True), "FRA", "FJI"))
        assert "No report of the one on the other in this period." in [row.get("words") for row in values(found)]
        assert not marks(found, "point")
    assert "no dated report" in words(spec(dyad_timeline(relations(of()))))


def test_many_months_are_all_on_the_axis_and_few_are_named() -> None:
    ties = of(tie("TUR", "AZE", 0.5, 1990), tie("TUR", "AZE", 0.5, 2009))
    found = spec(dyad_timeline(relations(ties, "TUR", "AZE", by="month")))
    x = marks(found, "bar")[1]["encoding"]["x"]
    assert len(x["scale"]["domain"]) == 229
    assert len(x["axis"]["values"]) <= 14
