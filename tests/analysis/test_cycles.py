"""The cycle relaxation bounds frustration from below; rounding gives a division; camps meet the bound where it is whole."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings

from verbale.analysis.cycles import CycleRelaxation, rounded
from verbale.analysis.descent import best_division, best_divisions, violated
from verbale.analysis.frustration import tolerance, two_camps
from verbale.analysis.network import SignedNetwork, network_of

from .test_balance import TIES, least_violated


def planted(*, nodes: int, ties: int, noise: float, seed: int = 0) -> SignedNetwork:
    """Two camps drawn by chance, ties between chance pairs, a share of their signs wrong."""
    random = np.random.default_rng(seed)
    camps = random.integers(0, 2, nodes)
    pairs = [(a, b) for a in range(nodes) for b in range(a + 1, nodes)]
    chosen = random.choice(len(pairs), ties, replace=False)
    wrong = random.random(ties) < noise
    rows = []
    for pair, turned in zip(chosen.tolist(), wrong.tolist(), strict=True):
        a, b = pairs[pair]
        rows.append((f"{a:03}", f"{b:03}", 1.0 if (camps[a] == camps[b]) != turned else -1.0))
    return network_of(rows)


@settings(max_examples=50, deadline=None)
@given(TIES)
def test_the_bound_is_below_and_rounding_above(ties: list[tuple[str, str, float]]) -> None:
    network = network_of(ties)
    relaxed = CycleRelaxation(network).tighten(deadline=time.monotonic() + 10)
    camps, value = rounded(network, relaxed.errors)
    least = least_violated(network, 2) if network.n else 0.0
    assert relaxed.value <= least + 1e-6
    assert least - 1e-9 <= value == violated(network, camps)
    assert (relaxed.spare >= 0).all()
    assert (relaxed.spare <= np.abs(network.weight) + 1e-9).all()


def test_an_odd_cycle_that_has_no_triangle_is_found() -> None:
    network = network_of([("A", "B", 1), ("B", "C", 1), ("C", "D", 1), ("D", "E", 1), ("A", "E", -1)])
    relaxation = CycleRelaxation(network)
    assert relaxation.tighten(deadline=time.monotonic() + 10).value == pytest.approx(1)
    together = relaxation.parted(0, 4, same=True, deadline=time.monotonic() + 10)
    apart = relaxation.parted(0, 2, same=False, deadline=time.monotonic() + 10)
    assert (together.value, apart.value) == (pytest.approx(1), pytest.approx(1))
    # What was asked for one pair does not stay for the next.
    assert relaxation.tighten(deadline=time.monotonic() + 10).value == pytest.approx(1)


def test_nodes_held_in_the_wrong_camps_cost_more() -> None:
    network = network_of([("A", "B", 2), ("B", "C", 3), ("A", "C", 4)])
    relaxation = CycleRelaxation(network)
    relaxation.tighten(deadline=time.monotonic() + 10)
    assert relaxation.parted(0, 1, same=False, deadline=time.monotonic() + 10).value == pytest.approx(5)


def test_a_sparse_noisy_network_is_proved() -> None:
    network = planted(nodes=90, ties=420, noise=0.15)
    division = two_camps(network, seconds=60)
    assert division.exact
    assert division.bound == division.value == violated(network, division.camps)


def test_without_time_there_are_bounds_and_no_claim() -> None:
    network = planted(nodes=60, ties=700, noise=0.45)
    hurried, proved = two_camps(network, seconds=1e-3), best_division(network, starts=100)[1]
    assert 0 <= hurried.bound <= proved
    assert hurried.bound <= hurried.value
    assert hurried.exact == (hurried.value - hurried.bound < tolerance(network))


def test_many_networks_are_divided_side_by_side_as_alone() -> None:
    networks = [planted(nodes=20, ties=80, noise=0.1, seed=seed) for seed in range(4)]
    together = best_divisions(np.array([network.matrix for network in networks]))
    for network, camps in zip(networks, together, strict=True):
        assert violated(network, camps) == two_camps(network).value


def test_a_division_repeats_for_its_seed() -> None:
    network = planted(nodes=40, ties=300, noise=0.3)
    first, second = best_division(network, seed=3), best_division(network, seed=3)
    assert first[1] == second[1]
    assert (first[0] == second[0]).all()
