"""The shipped encoder on onnxruntime: windows of word pieces in, scores and vectors of words out.

Each window is run by itself, on one thread, and windows are spread over a pool of threads. So nothing is padded, and
the scores of a text depend on that text alone: int8 activations are scaled by what is in the run, and a batch of
several texts would let one change the other's scores.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from tokenizers import Tokenizer

from verbale.errors import PipelineError
from verbale.reading.shapes import WordPieces

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

FILES = ("model.onnx", "heads.npz", "tokenizer.json", "config.json")
START, END = 101, 102
"""Numbers of the pieces that open and close every window, in BERT's vocabulary."""


@dataclass(frozen=True)
class WindowScores:
    """What the encoder says of the words of one window; rows are words."""

    tags: Floats
    vectors: Floats


class Model:
    """Weights, labels and the session that runs them. Build it with ``shared_model``: it takes a second to load."""

    def __init__(self, folder: Path, threads: int | None) -> None:
        """Read the files of ``folder``; ``threads`` None means one a core."""
        missing = [name for name in FILES if not (folder / name).exists()]
        if missing:
            raise PipelineError(
                f"the English model is incomplete: {folder} lacks {', '.join(missing)}; reinstall verbale, or make the "
                "model with `python -m training.train` and `python -m training.export`"
            )
        self.config: Mapping[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.weights: Mapping[str, Floats] = dict(np.load(folder / "heads.npz"))
        self.pieces = WordPieces(Tokenizer.from_file(str(folder / "tokenizer.json")))
        self._session = _session(folder / "model.onnx")
        self._pool = ThreadPoolExecutor(threads or os.cpu_count() or 1)

    @property
    def room(self) -> int:
        """Pieces of words that fit in one window."""
        return int(self.config["window"]) - 2

    def columns(self) -> dict[str, slice]:
        """Where each head's scores stand in ``WindowScores.tags``."""
        return _slices(self.config["heads"])

    def parts(self) -> dict[str, slice]:
        """Where each kind of vector stands in ``WindowScores.vectors``."""
        arc, label, link = (int(self.config[name]) for name in ("arc", "label", "link"))
        return _slices({
            "arc_dependent": arc, "arc_head": arc, "label_dependent": label, "label_head": label,
            "source": link, "content": link, "cue": link,
        })  # fmt: skip

    def run(self, windows: Sequence[tuple[Ints, Ints, Ints]]) -> list[WindowScores]:
        """Scores of windows: each is (pieces, shapes, position of each word's first piece), without start and end."""
        return list(self._pool.map(self._one, windows))

    def _one(self, window: tuple[Ints, Ints, Ints]) -> WindowScores:
        pieces, shapes, first = window
        feed = {
            "pieces": np.concatenate([[START], pieces, [END]])[None].astype(np.int64),
            "shapes": np.concatenate([[0], shapes, [0]])[None].astype(np.int64),
            "first": (first + 1)[None].astype(np.int64),
        }
        tags, vectors = self._session.run(None, feed)
        return WindowScores(tags[0], vectors[0])


def _slices(widths: Mapping[str, int]) -> dict[str, slice]:
    ends = np.cumsum([0, *widths.values()])
    return {name: slice(int(ends[at]), int(ends[at + 1])) for at, name in enumerate(widths)}


def _session(path: Path) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    wanted = ("CUDAExecutionProvider", "CPUExecutionProvider")
    return ort.InferenceSession(
        str(path), options, providers=[name for name in wanted if name in ort.get_available_providers()]
    )


@cache
def shared_model(folder: Path, threads: int | None) -> Model:
    """The model of a folder, loaded once a process and thread count."""
    return Model(folder, threads)
