"""Exact frustration and camps against brute force on small networks, and on shapes whose answer is known."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verbale.analysis.clustering import any_camps
from verbale.analysis.descent import best_division, violated
from verbale.analysis.frustration import two_camps
from verbale.analysis.network import SignedNetwork, network_of

TIES = st.lists(
    st.tuples(st.sampled_from("ABCDEFG"), st.sampled_from("ABCDEFG"), st.sampled_from([-3.0, -1.0, 1.0, 2.0])),
    min_size=1,
    max_size=14,
)


def least_violated(network: SignedNetwork, camps: int) -> float:
    """By trying every division."""
    divisions = product(range(camps), repeat=network.n)
    return min(violated(network, np.array(division)) for division in divisions)


@settings(max_examples=60, deadline=None)
@given(TIES)
def test_two_camps_are_exact(ties: list[tuple[str, str, float]]) -> None:
    network = network_of(ties)
    division = two_camps(network)
    assert division.exact
    assert division.value == pytest.approx(least_violated(network, 2) if network.n else 0.0)
    assert division.value == pytest.approx(violated(network, division.camps))
    assert best_division(network)[1] >= division.value - 1e-9


@settings(max_examples=25, deadline=None)
@given(TIES.map(lambda ties: [tie for tie in ties if "G" not in tie and "F" not in tie] or [("A", "B", 1.0)]))
def test_any_number_of_camps_is_exact(ties: list[tuple[str, str, float]]) -> None:
    network = network_of(ties)
    division = any_camps(network)
    assert division.exact
    assert division.value == pytest.approx(least_violated(network, max(1, network.n)) if network.n else 0.0)


@pytest.mark.parametrize(
    ("ties", "two", "any_number"),
    [
        ([("A", "B", 1), ("B", "C", 1), ("A", "C", 1)], 0, 0),
        ([("A", "B", -1), ("B", "C", -1), ("A", "C", -1)], 1, 0),  # three mutual enemies: three camps
        ([("A", "B", 1), ("B", "C", 1), ("A", "C", -1)], 1, 1),
        ([("A", "B", 1), ("C", "D", -1)], 0, 0),  # two parts that have nothing to do with each other
        ([], 0, 0),
    ],
)
def test_known_shapes(ties: list[tuple[str, str, float]], two: float, any_number: float) -> None:
    network = network_of(ties)
    assert two_camps(network).value == two
    assert any_camps(network).value == any_number
