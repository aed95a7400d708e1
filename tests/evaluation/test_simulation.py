from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evaluation.simulation import WORLDS, World, coverage, narrowing, told, truth
from verbale.analysis.components import MEASURES


def test_worlds_are_told_the_same_way_again() -> None:
    one, two = told(World(stories=20), 5)[0], told(World(stories=20), 5)[0]
    assert np.array_equal(one.value, two.value)
    assert one.documents == two.documents


def test_truth_is_what_was_planted() -> None:
    world = replace(WORLDS["even camps"], lean=0.0)
    planted = truth(world, told(world, 0)[0])
    assert planted == pytest.approx(
        {"f_w": 1.0, "evenness": 1.0, "cohesion": 0.27, "hostility": 0.24, "non_aligned": 0.0}
    )


def test_copies_do_not_narrow_intervals() -> None:
    assert narrowing(runs=2) > 0.97


def test_intervals_cover_planted_truth() -> None:
    found = coverage(World(stories=150), runs=6, replicates=100)
    assert np.mean([found[name] for name in MEASURES]) >= 0.9
