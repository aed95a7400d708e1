"""Margins against trying every division, and on shapes whose answer is known."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verbale.analysis.descent import violated
from verbale.analysis.frustration import Division, two_camps
from verbale.analysis.margins import Margins, margins
from verbale.analysis.network import SignedNetwork, network_of

TIES = st.lists(
    st.tuples(st.sampled_from("ABCDEFGH"), st.sampled_from("ABCDEFGH"), st.sampled_from([-3.0, -1.0, 0.5, 1.0, 2.0])),
    min_size=1,
    max_size=18,
)


def moved_least(network: SignedNetwork, division: Division, node: int, anchor: int) -> float:
    """The least violated weight with a node's relation to the anchor turned round, minus the least, by trying every division."""
    turned = division.camps[node] == division.camps[anchor]
    tried = (np.array(camps) for camps in product((0, 1), repeat=network.n))
    return min(violated(network, camps) for camps in tried if (camps[node] != camps[anchor]) == turned) - division.value


def solved(ties: list[tuple[str, str, float]], **options: float) -> tuple[SignedNetwork, Division, Margins]:
    network = network_of(ties)
    division = two_camps(network)
    return network, division, margins(network, division, **options)  # type: ignore[arg-type]


@settings(max_examples=40, deadline=None)
@given(TIES)
def test_margins_are_exact(ties: list[tuple[str, str, float]]) -> None:
    network, division, found = solved(ties)
    for node, anchor in enumerate(found.anchor.tolist()):
        if anchor < 0:
            assert np.isnan(found.value[node])
            assert node not in network.ends
        elif anchor != node:
            assert found.exact[node]
            assert found.value[node] == pytest.approx(moved_least(network, division, node, anchor))
        else:
            bound_to_it = found.value[(found.anchor == anchor) & (np.arange(network.n) != anchor)]
            assert found.value[node] == bound_to_it.max()


@settings(max_examples=20, deadline=None)
@given(TIES)
def test_bounds_hold_without_time(ties: list[tuple[str, str, float]]) -> None:
    network, division, found = solved(ties, seconds=1e-9)
    for node, anchor in enumerate(found.anchor.tolist()):
        if anchor >= 0 and anchor != node:
            least = moved_least(network, division, node, anchor)
            assert found.bound[node] - 1e-9 <= least <= found.value[node] + 1e-9


@settings(max_examples=20, deadline=None)
@given(TIES)
def test_a_division_that_is_not_the_best_gives_no_exact_margin_below_the_truth(
    ties: list[tuple[str, str, float]],
) -> None:
    network = network_of(ties)
    best = two_camps(network)
    one = np.zeros(network.n, dtype=np.int64)
    worse = Division(one, violated(network, one), 0.0, exact=False)
    found = margins(network, worse)
    for node, anchor in enumerate(found.anchor.tolist()):
        if anchor >= 0 and anchor != node:
            tried = (np.array(camps) for camps in product((0, 1), repeat=network.n))
            parted = min(violated(network, camps) for camps in tried if camps[node] != camps[anchor])
            assert found.bound[node] - 1e-9 <= max(0.0, parted - best.value) <= found.value[node] + 1e-9


@pytest.mark.parametrize(
    ("ties", "values"),
    [
        ([("A", "B", 3.0)], {"A": 3, "B": 3}),
        ([("A", "B", -1.0), ("B", "C", -1.0), ("A", "C", -1.0)], {"A": 0, "B": 0, "C": 0}),
        # A pair of friends and their enemy: C can leave at a cost of both hostile ties.
        ([("A", "B", 2.0), ("A", "C", -1.0), ("B", "C", -1.0)], {"C": 2}),
        # A chain is as firm as its weakest tie on the way to the anchor, which is B with the most to lose.
        ([("A", "B", 5.0), ("B", "C", 4.0), ("C", "D", -1.0), ("D", "E", 3.0)], {"A": 5, "B": 5, "C": 4, "D": 1, "E": 1}),
    ],
)  # fmt: skip
def test_known_margins(ties: list[tuple[str, str, float]], values: dict[str, float]) -> None:
    network, _, found = solved(ties)
    by_name = dict(zip(network.nodes, found.value.tolist(), strict=True))
    assert {name: by_name[name] for name in values} == pytest.approx(values)
    assert found.exact.all()


def test_each_part_has_its_own_anchor_and_a_lone_node_none() -> None:
    network = network_of([("A", "B", 1.0), ("C", "D", -1.0)], nodes=["A", "B", "C", "D", "E"])
    found = margins(network, two_camps(network))
    assert found.anchor.tolist() == [0, 0, 2, 2, -1]
    assert found.value[:4].tolist() == [1, 1, 1, 1]
    assert np.isnan(found.value[4])


def test_the_anchor_can_be_chosen() -> None:
    network = network_of([("A", "B", 5.0), ("B", "C", 1.0)])
    found = margins(network, two_camps(network), anchor=2)
    assert found.anchor.tolist() == [2, 2, 2]
    assert found.value.tolist() == [1, 1, 1]
