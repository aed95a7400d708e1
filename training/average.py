"""Average several trainings of one network into one: ``python -m training.average --run A --run B --out DIR``.

Trainings that start from the same weights and differ in their order of texts (``--seed`` of `training.train`) end in the
same valley; the mean of their weights reads unseen texts better than each of them, at the cost of one ("model soups",
Wortsman et al. 2022). Optimisers and steps are not kept: the outcome is to be exported, not trained further.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor


def average(states: Sequence[dict[str, Tensor]]) -> dict[str, Tensor]:
    """The mean of several networks' weights; counters are the first one's.

    Raises:
        ValueError: for no networks, or for networks of different shapes.
    """
    if not states:
        raise ValueError("give at least one run to average")
    shapes = [{name: weight.shape for name, weight in state.items()} for state in states]
    if any(shape != shapes[0] for shape in shapes):
        raise ValueError("the runs are of different networks: average trainings of the same layers and labels")
    return {
        name: torch.stack([state[name] for state in states]).mean(0) if weight.is_floating_point() else weight
        for name, weight in states[0].items()
    }


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, action="append", required=True, help="folder with checkpoint.pt; repeat")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    read = [torch.load(run / "checkpoint.pt", map_location="cpu", weights_only=True) for run in arguments.run]
    if any(state["labels"] != read[0]["labels"] for state in read):
        raise SystemExit("the runs have different labels: train them on the same data")
    mean = average([state["network"] for state in read])
    arguments.out.mkdir(parents=True, exist_ok=True)
    kept = {name: read[0][name] for name in ("plan", "labels", "step")}
    torch.save({"network": mean, **kept}, arguments.out / "checkpoint.pt")


if __name__ == "__main__":
    main()
