"""Windows to padded tensors."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from training.example import UNKNOWN
from training.windows import Window


def to_tensors(batch: list[Window], device: str = "cpu") -> dict[str, Tensor]:
    """Pad a batch: pieces with 0, labels with unknown, sentences with -1; ``real`` tells words from padding."""
    words = max(len(window.first) for window in batch)
    result = {name: _padded([getattr(window, name) for window in batch], 0) for name in ("pieces", "shapes", "first")}
    for name in batch[0].layers:
        if name != "names":
            fill = -1 if name == "sentence" else UNKNOWN
            result[name] = _padded([window.layers[name] for window in batch], fill)
    tags = batch[0].layers["names"].shape[1]
    allowed = np.ones((len(batch), words, tags), dtype=bool)
    real = np.zeros((len(batch), words), dtype=bool)
    for row, window in enumerate(batch):
        allowed[row, : len(window.first)] = window.layers["names"]
        real[row, : len(window.first)] = True
    result |= {"names": allowed, "real": real}
    return {name: torch.from_numpy(array).to(device) for name, array in result.items()}


def _padded(arrays: list[np.ndarray], fill: int) -> np.ndarray:
    result = np.full((len(arrays), max(map(len, arrays))), fill, dtype=np.int64)
    for row, array in enumerate(arrays):
        result[row, : len(array)] = array
    return result
