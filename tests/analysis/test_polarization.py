from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.made_up import tie, two_camps
from verbale.analysis.alignment import agreeing, aligned_over_time
from verbale.analysis.camps import divide
from verbale.analysis.coder import PERFECT, Confusion, confusion_of, drawn_truth, prevalence
from verbale.analysis.components import components, core_of, esteban_ray, shuffled_z
from verbale.analysis.descent import violated
from verbale.analysis.estimates import ALL_NEUTRAL, NO_REPORT, TOO_FEW
from verbale.analysis.network import SignedNetwork
from verbale.analysis.polarization import Polarization, Settings, polarization
from verbale.analysis.regions import region, region_names, state_code
from verbale.analysis.signs import frame_of, symmetrised
from verbale.analysis.tie_table import Tie, tie_table
from verbale.analysis.uncertainty import ONE_SOURCE, Draws
from verbale.data import read_rows, read_toml
from verbale.errors import InputError

QUICK = Settings(draws=Draws(replicates=60), checks=False, confusion=PERFECT)
FOUR = ("ARM", "AZE", "RUS", "TUR")


def of(ties: Sequence[Tie], states: Sequence[str] = FOUR, **changes: Any) -> Polarization:
    return polarization(tie_table(ties), states, settings=replace(QUICK, **changes))


def camps_of(found: Polarization, window: str, signs: str = "raw") -> dict[str, str]:
    return {camp.state: camp.camp for camp in found.camps if (camp.window, camp.signs) == (window, signs)}


def test_two_camps_are_found_with_what_they_rest_on() -> None:
    found = polarization(two_camps(years=2), FOUR, settings=replace(QUICK, anchor="TUR"))
    row = found.rows[0]
    assert (row.f_w.value, row.evenness.value) == (1.0, 1.0)
    assert (row.cohesion.value, row.hostility.value) == (pytest.approx(0.7), pytest.approx(0.7))
    assert (row.pairs, row.possible, row.coverage, row.publishers, row.exact) == (6, 6, 1.0, 3, True)
    for window in ("2016", "2017"):
        assert camps_of(found, window) == {"TUR": "A", "AZE": "A", "ARM": "B", "RUS": "B"}
    assert all(camp.certainty == 1.0 for camp in found.camps if camp.signs == "raw")


def test_a_poor_coder_widens_intervals() -> None:
    sure = polarization(two_camps(), FOUR, settings=QUICK).rows[0].hostility
    doubted = (
        polarization(two_camps(), FOUR, settings=replace(QUICK, confusion=confusion_of("deeds"))).rows[0].hostility
    )
    assert doubted.high - doubted.low > sure.high - sure.low  # type: ignore[operator]


def test_an_empty_archive_gives_no_rows_and_says_so() -> None:
    found = of([])
    assert found.rows == ()
    assert "no tie of this layer has a date" in found.notes


def test_an_empty_window_has_a_reason_and_unobserved_states() -> None:
    ties = [
        tie("TUR", "AZE", 0.7, n, day=day)
        for n, day in enumerate(("2016-01-01", "2016-02-01", "2018-01-01", "2018-02-01"))
    ]
    found = of(ties)
    empty = next(row for row in found.rows if row.window == "2017")
    assert (empty.reason, empty.f_w.value, empty.f_w.reason, empty.coverage) == (NO_REPORT, None, NO_REPORT, 0.0)
    assert set(camps_of(found, "2017").values()) == {"unobserved"}
    assert "1 of 3 windows have no observed pair" in found.notes


def test_a_single_document_is_too_little() -> None:
    row = of([tie("TUR", "AZE", 0.7)]).rows[0]
    assert (row.reason, row.pairs) == (TOO_FEW, 0)
    kept = of([tie("TUR", "AZE", 0.7)], minimum=1).rows[0]
    assert (kept.f_w.value, kept.f_w.low, kept.f_w.reason) == (1.0, None, ONE_SOURCE)


def test_one_publisher_is_not_estimable() -> None:
    found = polarization(two_camps(publishers=1), FOUR, settings=QUICK)
    row = found.rows[0]
    assert row.f_w.value == 1.0
    assert (row.f_w.low, row.hostility.reason) == (None, ONE_SOURCE)
    assert all(camp.certainty is None for camp in found.camps)


def test_friends_only_have_no_hostility_and_no_z() -> None:
    row = of([tie(a, b, 0.7, n) for n, (a, b) in enumerate([(a, b) for a in FOUR for b in FOUR if a != b])]).rows[0]
    assert (row.f_w.value, row.evenness.value, row.z) == (1.0, 0.0, None)
    assert (row.hostility.value, row.hostility.reason) == (None, "no observed pair between camps")
    assert row.summary is None


def test_neutral_pairs_are_observed_and_make_no_camp() -> None:
    found = of(
        [tie(a, b, 0.0, n) for n, (a, b) in enumerate([("TUR", "AZE"), ("AZE", "TUR"), ("ARM", "RUS"), ("RUS", "ARM")])]
    )
    row = found.rows[0]
    assert (row.reason, row.pairs, row.neutral, row.coverage) == (ALL_NEUTRAL, 2, 2, pytest.approx(1 / 3))
    assert set(camps_of(found, "2020").values()) == {"neutral"}


def test_parts_without_ties_between_them_are_told_apart() -> None:
    dyads = [
        ("TUR", "AZE", 0.7),
        ("AZE", "TUR", 0.7),
        ("TUR", "GEO", 0.7),
        ("GEO", "TUR", 0.7),
        ("ARM", "RUS", 0.7),
        ("RUS", "ARM", 0.7),
    ]
    found = of([tie(a, b, v, n) for n, (a, b, v) in enumerate(dyads)], [*FOUR, "GEO"])
    assert found.rows[0].parts == 2
    camps = camps_of(found, "2020")
    assert camps["ARM"] == camps["RUS"] == "apart"
    assert camps["TUR"] == camps["AZE"] == camps["GEO"]


def test_adjusted_signs_take_the_systems_warmth_off() -> None:
    warm = [tie(a, b, 0.9, 100 + n, day="2016-05-01") for n, (a, b) in enumerate([("FRA", "DEU"), ("DEU", "FRA")] * 20)]
    cool = [tie("TUR", "AZE", 0.2, n, day="2016-05-01") for n in range(4)]
    raw, adjusted = of([*warm, *cool]).rows
    assert (raw.signs, raw.positive, raw.negative, raw.baseline) == ("raw", 1, 0, 0.0)
    assert (adjusted.signs, adjusted.positive, adjusted.negative) == ("adjusted", 0, 1)
    assert adjusted.baseline > 0.5


def test_checks_leave_out_publishers_and_vary_settings() -> None:
    found = polarization(two_camps(years=2), FOUR, settings=replace(QUICK, checks=True))
    assert {left.publisher for left in found.left_out} == {"p0", "p1", "p2"}
    assert sum(left.share for left in found.left_out if left.window == "2016") == pytest.approx(1, abs=1e-5)
    assert {(row.setting, row.value) for row in found.varied} == {
        ("symmetrise", "mean"), ("symmetrise", "min"), ("symmetrise", "hostile-if-either"),
        ("length", "1 × year"), ("length", "2 × year"), ("length", "4 × year"),
    }  # fmt: skip
    assert found.rows[0].camps_any == (2, 2)
    assert found.rows[0].esteban_ray == 1.0


def test_rarefied_windows_keep_as_many_reports() -> None:
    table = two_camps(years=2)
    thin = table.where((table.day < np.datetime64("2017-01-01")) | (np.arange(len(table)) % 3 > 0))
    found = polarization(thin, FOUR, settings=replace(QUICK, rarefy="least"))
    assert [row.f_w.value for row in found.rows if row.signs == "raw"] == [1.0, 1.0]


def test_a_fixed_panel_holds_who_is_always_observed() -> None:
    ties = [tie(a, b, 0.7, n, day=f"{2016 + n % 2}-01-01") for n, (a, b) in enumerate([("TUR", "AZE")] * 6)]
    ties += [tie("ARM", "RUS", 0.7, 50 + n, day="2016-01-01") for n in range(4)]
    assert of(ties, panel="always").states == ("AZE", "TUR")


def test_answers_are_plain_and_the_same_again() -> None:
    one, two = (polarization(two_camps(), FOUR, settings=QUICK) for _ in range(2))
    assert one.to_dict() == two.to_dict()
    assert {"f_w.value", "f_w.low", "coverage"} <= set(one.to_pandas().columns)
    assert one.to_polars().height == 2


def test_a_weak_bridge_leaves_each_state_sure_of_its_own_block() -> None:
    # 0 and 1 are at odds, so are 2 and 3; a faint friendly tie joins 1 and 2. State 1 has the greatest weight.
    ends = np.array([[0, 1], [1, 2], [2, 3]])
    found = divide(np.array([[-0.9, 0.05, -0.8]]), ends, 4)
    assert found.camps.tolist() == [[0, 1, 1, 0]]
    assert found.margin[0].tolist() == pytest.approx([0.9, 0.9, 0.05, 0.05])


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 7), st.integers(0, 10_000))
def test_divisions_of_small_networks_are_the_best(n: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    ends = np.array([(a, b) for a in range(n) for b in range(a + 1, n)])
    weights = random.integers(-3, 4, (2, len(ends))).astype(float)
    found = divide(weights, ends, n)
    network = SignedNetwork(tuple(map(str, range(n))), ends[weights[0] != 0], weights[0][weights[0] != 0])
    every = [violated(network, (number >> np.arange(n)) & 1) for number in range(2**n)]
    assert found.violated[0] == pytest.approx(min(every))
    assert violated(network, found.camps[0]) == pytest.approx(min(every))
    assert (found.margin >= 0).all()


def test_large_networks_are_descended_from_a_start() -> None:
    n = 20
    ends = np.array([(a, b) for a in range(n) for b in range(a + 1, n)])
    planted = np.arange(n) % 2
    weights = np.where(planted[ends[:, 0]] == planted[ends[:, 1]], 1.0, -1.0)[None]
    found = divide(weights, ends, n)
    assert not found.exact
    assert found.violated[0] == 0
    assert agreeing(found.camps, planted).tolist() == [planted.tolist()]


def test_a_faint_state_is_non_aligned() -> None:
    ends = np.array([(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)])
    weights = np.array([[0.8, -0.8, -0.8, 0.06, 0.06, -0.06]])
    found = components(weights, core_of(weights[0], ends, 4), 4)
    assert found.aligned.tolist() == [[True, True, True, False]]
    assert found.values["non_aligned"][0] == 0.25


def test_three_camps_are_less_polarized_than_two() -> None:
    assert esteban_ray(np.array([5, 5])) == pytest.approx(1)
    assert esteban_ray(np.array([4, 4, 4])) < 1
    assert esteban_ray(np.array([9])) == 0


def test_z_is_undefined_where_shuffling_changes_nothing() -> None:
    ends = np.array([(0, 1), (0, 2), (1, 2)])
    weights = np.array([1.0, 1.0, 1.0])
    assert np.isnan(shuffled_z(weights, core_of(weights, ends, 3)))


def test_camps_are_named_by_the_anchor_and_then_by_overlap() -> None:
    named = aligned_over_time(
        [{"A": 1, "B": 0}, None, {"B": 1, "C": 0}, {"X": 1}, {"A": 0, "B": 1}], anchor="A"
    )  # fmt: skip
    assert named == [{"A": 0, "B": 1}, None, {"B": 1, "C": 0}, {"X": 0}, {"A": 0, "B": 1}]


@pytest.mark.parametrize(("how", "wanted"), [("mean", 0.1), ("min", -0.2), ("hostile-if-either", -0.2)])
def test_symmetrising(how: Any, wanted: float) -> None:
    frame = frame_of(
        tie_table([tie("ARM", "AZE", 0.4, 0), tie("AZE", "ARM", -0.2, 1), tie("ARM", "TUR", 0.3, 2)]),
        ["ARM", "AZE", "TUR"],
        minimum=1,
    )
    weights = symmetrised(frame, np.array([[0.4, 0.3, -0.2]]), how)
    assert weights[0] == pytest.approx([wanted, 0.3])


def test_shares_are_recovered_through_a_poor_coder() -> None:
    rates = confusion_of("words").rates()
    shares = np.array([0.5, 0.4, 0.1])
    assert prevalence(1e6 * shares @ rates, rates, np.ones(3)) == pytest.approx(shares, abs=0.01)


def test_a_perfect_coder_is_believed() -> None:
    random = np.random.default_rng(0)
    code, dyad = np.array([0, 1, 2, 2]), np.array([0, 0, 1, 1])
    counts = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 2.0]])
    drawn = drawn_truth(code, dyad, counts, PERFECT.draw(50, random), random)
    assert (drawn == code).all()


def test_shipped_confusions_say_what_they_rest_on() -> None:
    for layer, row in read_toml("coder_confusion").items():
        found: Confusion = confusion_of(layer)
        assert found.counts.shape == (3, 3)
        assert found.basis in ("measured", "prior")
        assert row["note"]


def test_regions_hold_known_states() -> None:
    codes = {row["id"] for row in read_rows("countries")}
    for name in region_names():
        found = region(name)
        assert set(found.states) <= codes
        assert len(found.states) == len(set(found.states)) >= 2


@pytest.mark.parametrize(
    ("asked", "states"),
    [
        ("Baltic", ("EST", "LVA", "LTU", "RUS", "BLR", "POL", "FIN", "SWE")),
        ("permanent-five", ("CHN", "FRA", "RUS", "GBR", "USA")),
        ("arm, Turkey,Türkiye", ("ARM", "TUR")),
    ],
)
def test_regions_by_name_or_list(asked: str, states: tuple[str, ...]) -> None:
    assert region(asked).states == states


def test_guests_can_stay_out() -> None:
    assert region("baltic", guests=False).states == ("EST", "LVA", "LTU")


def test_unknown_names_are_refused_with_advice() -> None:
    with pytest.raises(InputError, match="no state is called 'Narnia'"):
        region("Narnia")
    with pytest.raises(InputError, match="at least two states"):
        region("Norway")
    assert state_code("Turkey") == state_code("tur") == "TUR"
