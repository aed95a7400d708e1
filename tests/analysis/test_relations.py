from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.made_up import tie
from verbale.analysis.groups import distinct, group
from verbale.analysis.relations import NO_TIE, relations
from verbale.analysis.tie_table import Tie, tie_table
from verbale.analysis.uncertainty import ONE_SOURCE, Draws, expansion, student
from verbale.analysis.windows import ending_with, window_of, windows_between


def test_sum_mean_and_volume_stand_side_by_side() -> None:
    row = relations(
        tie_table([tie("TUR", "AZE", v, n) for n, v in enumerate((0.8, 0.4, 0.0, -0.2))]), "TUR", "AZE"
    ).rows[0]
    assert (row.sum, row.mean, row.volume) == (1.0, 0.25, 4.0)
    assert (row.positive, row.negative, row.neutral) == (2.0, 1.0, 1.0)
    assert (row.documents, row.origins, row.publishers, row.ties) == (4, 4, 3, 4)
    assert row.low is not None
    assert row.high is not None
    assert row.low < 0.25 < row.high


def test_an_unobserved_window_is_not_zero() -> None:
    ties = tie_table([tie("TUR", "AZE", 0.8, 0, day="2018-02-01"), tie("TUR", "AZE", 0.8, 1, day="2020-02-01")])
    rows = relations(ties, "TUR", "AZE").rows
    assert [(row.window, row.state, row.mean) for row in rows] == [
        ("2018", "positive", 0.8), ("2019", "unobserved", None), ("2020", "positive", 0.8)
    ]  # fmt: skip
    assert rows[1].sum is None
    assert rows[1].reason == NO_TIE


def test_neutral_is_observed() -> None:
    row = relations(tie_table([tie("TUR", "AZE", 0.0, n) for n in range(3)]), "TUR", "AZE").rows[0]
    assert (row.state, row.mean, row.reason) == ("neutral", 0.0, None)
    assert row.high is not None
    assert row.high > row.low  # type: ignore[operator] # ten alike do not prove the eleventh


def test_directions_are_not_mixed() -> None:
    ties = tie_table([tie("TUR", "AZE", 0.8, 0), tie("AZE", "TUR", -0.4, 1)])
    assert [(row.source, row.mean) for row in relations(ties, "TUR", "AZE", both=True).rows] == [
        ("TUR", 0.8),
        ("AZE", -0.4),
    ]
    assert [(row.source, row.target) for row in relations(ties).rows] == [("AZE", "TUR"), ("TUR", "AZE")]
    assert [row.target for row in relations(ties, "TUR").rows] == ["AZE"]


def test_layers_are_not_mixed() -> None:
    ties = tie_table(
        [tie("TUR", "AZE", 0.8, 0), tie("TUR", "AZE", -1.0, 1, layer="claims", score=-9.0, goldstein=None)]
    )
    assert relations(ties, "TUR", "AZE").rows[0].mean == 0.8
    claim = relations(ties, "TUR", "AZE", layer="claims").rows[0]
    assert (claim.mean, claim.score, claim.goldstein) == (-1.0, -9.0, None)
    assert relations(ties, "TUR", "AZE", layer="deeds").rows == ()


def test_one_publisher_or_one_document_is_not_estimable() -> None:
    single = relations(tie_table([tie("TUR", "AZE", 0.8)]), "TUR", "AZE").rows[0]
    one = relations(tie_table([tie("TUR", "AZE", 0.8, n, publisher="p") for n in range(9)]), "TUR", "AZE").rows[0]
    for row in (single, one):
        assert (row.low, row.high, row.reason) == (None, None, ONE_SOURCE)
        assert row.mean == pytest.approx(0.8)


def test_copies_count_once_and_do_not_narrow() -> None:
    stories = [tie("TUR", "AZE", (-0.5, 0.7)[n % 2], n) for n in range(8)]
    copies = [
        tie("TUR", "AZE", (-0.5, 0.7)[n % 2], n, document=f"c{n}-{c}", publisher=f"q{c}")
        for n in range(8)
        for c in range(20)
    ]
    plain = relations(tie_table(stories), "TUR", "AZE").rows[0]
    copied = relations(tie_table([*stories, *copies]), "TUR", "AZE").rows[0]
    assert (copied.volume, copied.mean, copied.origins) == (plain.volume, plain.mean, plain.origins)
    assert copied.documents == 168
    assert copied.high - copied.low >= (plain.high - plain.low) * 0.9  # type: ignore[operator]


def test_undated_and_coarse_ties_are_told_not_dropped() -> None:
    ties = tie_table(
        [tie("TUR", "AZE", 0.8, 0, day=None), tie("TUR", "AZE", 0.8, 1, precision="year"), tie("TUR", "AZE", 0.8, 2)]
    )
    assert relations(ties, "TUR", "AZE").undated == 1
    assert relations(ties, "TUR", "AZE", by="month").undated == 2
    assert sum(row.ties for row in relations(ties, "TUR", "AZE", by="month").rows) == 1


def test_an_empty_table_gives_an_empty_answer() -> None:
    found = relations(tie_table([]), "TUR", "AZE")
    assert found.rows == ()
    assert found.start is None
    asked = relations(tie_table([]), "TUR", "AZE", start="2019-01-01", end="2020-12-31")
    assert [row.state for row in asked.rows] == ["unobserved", "unobserved"]


def test_answers_are_data_frames_and_plain_values() -> None:
    found = relations(tie_table([tie("TUR", "AZE", 0.8, n) for n in range(3)]))
    assert list(found.to_pandas()["mean"]) == [0.8]
    assert found.to_polars()["volume"].to_list() == [3.0]
    assert found.to_dict()["rows"][0]["source"] == "TUR"


def test_the_same_table_gives_the_same_intervals_in_any_order() -> None:
    ties = [tie("TUR", "AZE", (n % 7 - 3) / 5, n) for n in range(30)]
    assert relations(tie_table(ties)).to_dict() == relations(tie_table(ties[::-1])).to_dict()
    other = relations(tie_table(ties), draws=Draws(seed=7)).rows[0]
    assert other.low != relations(tie_table(ties)).rows[0].low


@pytest.mark.parametrize("changes", [{"target": "TUR"}, {"value": 1.2}])
def test_what_is_no_tie_is_refused(changes: Any) -> None:
    known: dict[str, Any] = {
        "layer": "words",
        "source": "TUR",
        "target": "AZE",
        "day": None,
        "value": 0.1,
        "document": "d",
        "origin": "o",
    }
    with pytest.raises(ValueError, match="not a tie"):
        tie_table([Tie(publisher=None, **(known | changes))])


@pytest.mark.parametrize(
    ("first", "last", "options", "labels"),
    [
        ("2019-05-01", "2020-01-01", {"by": "year"}, ["2019", "2020"]),
        ("2019-11-30", "2020-02-01", {"by": "quarter"}, ["2019-Q4", "2020-Q1"]),
        ("2019-12-31", "2020-01-01", {"by": "month"}, ["2019-12", "2020-01"]),
        ("1991-01-01", "1998-01-01", {"by": "year", "length": 4}, ["1991–1994", "1995–1998"]),
        ("1991-01-01", "1993-01-01", {"by": "year", "length": 2, "step": 1}, ["1991–1992", "1992–1993"]),
        ("2020-01-01", "2019-01-01", {"by": "year"}, []),
    ],
)
def test_windows(first: str, last: str, options: Any, labels: list[str]) -> None:
    windows = windows_between(first, last, **options)
    assert [window.label for window in windows] == labels


def test_days_find_their_windows() -> None:
    windows = windows_between("2019-01-01", "2020-12-31", by="quarter")
    days = np.array(["2019-03-31", "2019-04-01", "2018-12-31", "NaT", "2021-01-01"], dtype="datetime64[D]")
    assert window_of(days, windows).tolist() == [0, 1, -1, -1, -1]
    assert ending_with(windows[3], by="quarter", length=2).start == "2019-07-01"


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-2, 2)), max_size=30))
def test_groups_are_the_different_rows(rows: list[tuple[int, int]]) -> None:
    first, second = np.array([a for a, _ in rows], dtype=np.int64), np.array([b for _, b in rows], dtype=np.int64)
    ids, heads = group(first, second)
    assert [rows[head] for head in heads] == sorted(set(rows))
    assert all(rows[heads[ids[n]]] == row for n, row in enumerate(rows))
    counts = distinct(first, second, 4)
    assert counts.tolist() == [len({b for a, b in rows if a == value}) for value in range(4)]


def test_quantiles_of_student() -> None:
    known = {1: 12.7062, 2: 4.3027, 3: 3.1824, 5: 2.5706, 10: 2.2281, 30: 2.0423}
    for degrees, value in known.items():
        assert student(0.975, degrees) == pytest.approx(value, rel=0.012)
    assert expansion(1) == float("inf")
    assert expansion(5) > expansion(50) > 1
