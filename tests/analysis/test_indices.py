from __future__ import annotations

import math

import numpy as np
import pytest

from verbale.analysis.indices import least_laplacian, shuffled_frustration, triangle_index, walk_balance
from verbale.analysis.network import network_of

FRIENDS = [("A", "B", 1.0), ("B", "C", 1.0), ("A", "C", 1.0)]
ENEMIES = [("A", "B", -1.0), ("B", "C", -1.0), ("A", "C", -1.0)]
MIXED = [*FRIENDS, ("C", "D", -2.0), ("B", "D", 1.0)]  # one balanced triangle, one not


@pytest.mark.parametrize(
    ("ties", "index"),
    [(FRIENDS, 1.0), (ENEMIES, 0.0), (MIXED, 0.5), ([("A", "B", 1.0), ("B", "C", -1.0)], None), ([], None)],
)
def test_triangle_index(ties: list[tuple[str, str, float]], index: float | None) -> None:
    assert triangle_index(network_of(ties)) == (index if index is None else pytest.approx(index))


@pytest.mark.parametrize(
    ("ties", "value"),
    [
        (FRIENDS, 1.0),
        # eigenvalues 2, -1, -1 of three friends, turned round for three enemies
        (ENEMIES, (math.exp(-2) + 2 * math.e) / (math.exp(2) + 2 / math.e)),
        ([("A", "B", -7.0)], 1.0),
        ([], None),
    ],
)
def test_walk_balance(ties: list[tuple[str, str, float]], value: float | None) -> None:
    assert walk_balance(network_of(ties)) == (value if value is None else pytest.approx(value))


@pytest.mark.parametrize(("ties", "value"), [(FRIENDS, 0.0), (ENEMIES, 1.0), ([("A", "B", -1.0)], 0.0), ([], None)])
def test_least_laplacian(ties: list[tuple[str, str, float]], value: float | None) -> None:
    assert least_laplacian(network_of(ties)) == (value if value is None else pytest.approx(value))


def test_walks_of_a_large_network_stay_finite() -> None:
    everybody = [(f"{a:03}", f"{b:03}", 1.0) for a in range(900) for b in range(a + 1, 900) if (a + b) % 7 == 0]
    assert walk_balance(network_of(everybody)) == pytest.approx(1.0)


def ring(size: int) -> list[tuple[str, str, float]]:
    """A circle of friends with chords, three hostile ties in a row of chords."""
    ties = [(f"{i:02}", f"{(i + 1) % size:02}", 1.0) for i in range(size)]
    return ties + [(f"{i:02}", f"{(i + 2) % size:02}", -1.0 if i < 3 else 1.0) for i in range(size)]


def test_shuffles_repeat_for_a_seed_and_are_exact_when_small() -> None:
    network = network_of(ring(12))
    first = shuffled_frustration(network, copies=20, seed=5, seconds=600)
    assert first == shuffled_frustration(network, copies=20, seed=5, seconds=600)
    assert first is not None
    assert (first.copies, first.exact) == (20, 20)
    assert 0 < first.mean <= 3  # three hostile ties are violated at most
    assert first.z(first.mean + first.sd) == pytest.approx(1)


def test_a_large_network_is_shuffled_by_the_walk() -> None:
    network = network_of(ring(80))
    found = shuffled_frustration(network, copies=10, seconds=600)
    assert found is not None
    assert (found.copies, found.exact) == (10, 0)


def test_walk_and_proof_agree_on_shuffles(monkeypatch: pytest.MonkeyPatch) -> None:
    network = network_of(ring(14))
    exact = shuffled_frustration(network, copies=12, seconds=600)
    monkeypatch.setattr("verbale.analysis.indices.EXACT_TIES", 0)
    walked = shuffled_frustration(network, copies=12, seconds=600)
    assert exact is not None
    assert walked is not None
    assert walked.mean == pytest.approx(exact.mean)
    assert walked.exact == 0


def test_too_few_copies_give_nothing_and_equal_ones_no_z() -> None:
    network = network_of([("A", "B", 1.0), ("B", "C", -1.0)])
    assert shuffled_frustration(network, copies=1) is None
    tree = shuffled_frustration(network, copies=5, seconds=600)
    assert tree is not None
    assert tree.mean == 0
    assert tree.z(0.0) is None


def test_weights_stay_where_they_are() -> None:
    network = network_of([("A", "B", 5.0), ("B", "C", -5.0), ("A", "C", 5.0)])
    found = shuffled_frustration(network, copies=6, seconds=600)
    assert found is not None
    assert found.mean == 5.0
    assert np.isclose(found.sd, 0.0)


def test_eigenvalues_of_very_large_networks_are_left_out() -> None:
    chain = network_of([(f"{i:04}", f"{i + 1:04}", 1.0) for i in range(1_200)])
    assert walk_balance(chain) is None
    assert least_laplacian(chain) is None
