from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from evaluation.ranks import LEAST, Pairs, agreement, spearman

_STATES = 12


def _pairs(*, link: float, seed: int = 1, years: int = 2) -> tuple[Pairs, np.ndarray]:
    """Values that follow a yardstick of camps by `link` (0 not at all, 1 wholly); the volume is chance."""
    random = np.random.default_rng(seed)
    camps = np.arange(_STATES) % 2
    yardsticks = np.where(camps[:, None] == camps, 0.5, -0.5) + random.normal(0, 0.1, (years, _STATES, _STATES))
    yardsticks = (yardsticks + yardsticks.transpose(0, 2, 1)) / 2
    rows = np.array([(a, b, year) for year in range(years) for a, b in combinations(range(_STATES), 2)])
    first, second, year = rows.T
    yardstick = yardsticks[year, first, second]
    value = link * yardstick + (1 - link) * random.normal(0, 0.5, len(rows))
    volume = random.integers(5, 30, len(rows)).astype(float)
    return Pairs(first, second, year, value, volume, yardstick, np.zeros(len(rows), dtype=np.int64)), yardsticks


@pytest.mark.parametrize(
    ("first", "second", "rho"),
    [
        ([1, 2, 3, 4], [10, 20, 30, 40], 1.0),
        ([1, 2, 3, 4], [4, 3, 2, 1], -1.0),
        ([1, 2, 2, 3], [1, 2, 2, 3], 1.0),
        ([1, 2, 3, 4, 5], [2, 1, 4, 3, 5], 0.8),
        ([1, 1, 2, 2], [1, 2, 1, 2], 0.0),
    ],
)
def test_spearman(first: list[float], second: list[float], rho: float) -> None:
    assert spearman(np.array(first, dtype=float), np.array(second, dtype=float)) == pytest.approx(rho)


def test_one_value_has_no_correlation() -> None:
    assert np.isnan(spearman(np.ones(5), np.arange(5.0)))


def test_what_follows_the_yardstick_is_above_chance_and_baseline() -> None:
    found = agreement(*_pairs(link=0.8), replicates=200)
    assert found.rho is not None
    assert found.above is not None
    assert found.baseline is not None
    assert found.p is not None
    assert found.rho.low > 0.4
    assert found.rho.low < found.rho.value < found.rho.high
    assert found.p < 0.02
    assert found.above.low > 0
    assert found.baseline.low < 0 < found.baseline.high
    assert (found.pairs, found.dyads, found.states) == (132, 66, 12)


def test_what_does_not_follow_it_is_not() -> None:
    high = [found.p for seed in range(5) if (found := agreement(*_pairs(link=0, seed=seed), replicates=200)).p]
    assert np.median(high) > 0.05


def test_a_state_in_many_dyads_widens_the_interval() -> None:
    pairs, yardsticks = _pairs(link=0.6)
    twice = replace(pairs, first=np.zeros(len(pairs), dtype=np.int64))
    found = agreement(twice, yardsticks, replicates=200)
    assert found.wider == "states"


def test_the_volume_that_explains_all_leaves_nothing() -> None:
    pairs, yardsticks = _pairs(link=1)
    told = replace(pairs, value=pairs.yardstick + 0.2 * np.sin(np.arange(len(pairs))), volume=pairs.yardstick)
    found = agreement(told, yardsticks, replicates=100)
    assert found.above is not None
    assert found.partial is not None
    assert found.above.high < 0
    assert found.beyond == found.above
    assert abs(found.partial.value) < 0.1


def test_counting_that_helps_backwards_is_still_a_baseline() -> None:
    pairs, yardsticks = _pairs(link=0.5)
    found = agreement(replace(pairs, volume=-pairs.yardstick), yardsticks, replicates=100)
    assert found.above is not None
    assert found.beyond is not None
    assert found.above.value > 1
    assert found.beyond.value < 0


def test_ranks_within_groups_leave_out_what_is_between() -> None:
    pairs, yardsticks = _pairs(link=0)
    year = pairs.year.astype(float)
    told = replace(pairs, value=pairs.value + 5 * year, yardstick=pairs.yardstick + 5 * year)
    raised = yardsticks + 5 * np.arange(2)[:, None, None]
    apart = agreement(replace(told, within=pairs.year), raised, replicates=100)
    assert apart.rho is not None
    assert spearman(told.value, told.yardstick) > 0.6
    assert abs(apart.rho.value) < 0.25


def test_too_few_and_unvarying_are_said_to_be_so() -> None:
    pairs, yardsticks = _pairs(link=1)
    few = pairs.where(np.arange(len(pairs)) < LEAST - 1)
    assert agreement(few, yardsticks).reason == f"fewer than {LEAST} dyad-years"
    assert agreement(replace(pairs, value=np.ones(len(pairs))), yardsticks).reason == "a measure does not vary"


def test_the_same_question_has_the_same_answer() -> None:
    assert agreement(*_pairs(link=0.5), replicates=50) == agreement(*_pairs(link=0.5), replicates=50)
