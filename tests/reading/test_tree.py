from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from verbale.reading.tree import best_tree, is_tree


def scores(longest: int) -> st.SearchStrategy[np.ndarray]:
    values = st.floats(-40, 40, width=32)
    return st.integers(1, longest).flatmap(lambda n: arrays.arrays(np.float32, (n, n + 1), elements=values))


@given(scores(25))
@settings(deadline=None)
def test_result_is_always_a_tree_with_one_root(given_scores: np.ndarray) -> None:
    heads = best_tree(given_scores)
    assert np.count_nonzero(heads == -1) == 1
    for at in range(len(heads)):
        above, steps = at, 0
        while heads[above] != -1:
            above, steps = int(heads[above]), steps + 1
            assert steps <= len(heads)


@given(scores(4))
@settings(deadline=None, max_examples=60)
def test_no_tree_scores_higher(given_scores: np.ndarray) -> None:
    def total(heads: np.ndarray) -> float:
        return float(sum(given_scores[at, head] for at, head in enumerate(heads)))

    count = len(given_scores)
    every = (np.array(heads) for heads in itertools.product(range(-1, count), repeat=count))
    trees = [heads for heads in every if (heads != np.arange(count)).all() and is_tree(heads)]
    assert total(best_tree(given_scores)) >= max(map(total, trees)) - 1e-3


def test_broken_scores_still_give_a_tree() -> None:
    assert is_tree(best_tree(np.full((6, 7), np.nan)))
    assert is_tree(best_tree(np.full((6, 7), np.inf)))


def test_no_words_no_tree() -> None:
    assert best_tree(np.zeros((0, 1))).tolist() == []


def test_greedy_cycle_is_opened_where_it_costs_least() -> None:
    # Both words prefer each other; the second loses less by hanging on the root.
    assert best_tree(np.array([[0.0, 9.0, 1.0], [9.0, 0.0, 8.0]])).tolist() == [1, -1]
