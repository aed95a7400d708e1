"""The mean of several trainings."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from training.average import average  # noqa: E402 - needs torch


def test_weights_are_averaged_and_counters_kept() -> None:
    one = {"w": torch.tensor([1.0, 2.0]), "n": torch.tensor(3)}
    two = {"w": torch.tensor([3.0, 6.0]), "n": torch.tensor(5)}
    mean = average([one, two])
    assert mean["w"].tolist() == [2.0, 4.0]
    assert mean["n"].item() == 3


def test_one_network_is_its_own_mean() -> None:
    assert average([{"w": torch.tensor([1.5])}])["w"].tolist() == [1.5]


@pytest.mark.parametrize(
    ("states", "error"),
    [
        ([], "at least one run"),
        ([{"w": torch.zeros(2)}, {"w": torch.zeros(3)}], "different networks"),
        ([{"w": torch.zeros(2)}, {"v": torch.zeros(2)}], "different networks"),
    ],
)
def test_what_cannot_be_averaged(states: list[dict[str, torch.Tensor]], error: str) -> None:
    with pytest.raises(ValueError, match=error):
        average(states)
