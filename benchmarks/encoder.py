"""How the encoder is best run: each window by itself, or in batches, sorted by length or as they come.

    python -m benchmarks.encoder [--model FOLDER …] [--threads 2] [--repeat 3]

Windows are those that the runner makes of ``training/corpus/docs``. A batch holds about 2,048 word pieces and is padded
to its longest window; by itself no window is padded. Pieces count without padding, the best of the repeats counts; run
it on an idle machine. The last figure is the share of words whose part of speech is another one than when their window
is run by itself: int8 activations are scaled by all that is in a run.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from benchmarks.reading import texts
from training.cutting import split
from training.own import raw_text
from verbale.reading.component import SHIPPED
from verbale.reading.model import END, START, Ints, Model
from verbale.reading.stretches import Stretch, covers, encode

PIECES = 2048
"""Word pieces of a batch, padding included."""

Window = tuple[Ints, Ints, Ints]
Way = Callable[[Model, Sequence[Window], ThreadPoolExecutor], list[np.ndarray]]


def windows_of(model: Model, given: Sequence[str]) -> list[Window]:
    """The windows in which the runner reads texts."""
    found = []
    for text in given:
        marked = raw_text(text, *split(text))
        paragraphs = [at for at, opens in enumerate(marked.paragraph) if opens]
        stretch = Stretch(marked.words, marked.glued, paragraphs)
        own = model.pieces.of(stretch.words)
        found += [encode(stretch, cover, own) for cover in covers([len(p) for p in own], paragraphs, model.room)]
    return found


def alone(model: Model, windows: Sequence[Window], _: ThreadPoolExecutor) -> list[np.ndarray]:
    """The runner's way."""
    return [scores.tags for scores in model.run(windows)]


def as_they_come(model: Model, windows: Sequence[Window], pool: ThreadPoolExecutor) -> list[np.ndarray]:
    """Batches in the order of the text."""
    return _batched(model, windows, list(range(len(windows))), pool)


def sorted_by_length(model: Model, windows: Sequence[Window], pool: ThreadPoolExecutor) -> list[np.ndarray]:
    """Batches of windows of like length."""
    return _batched(model, windows, sorted(range(len(windows)), key=lambda at: len(windows[at][0])), pool)


def _batched(model: Model, windows: Sequence[Window], order: list[int], pool: ThreadPoolExecutor) -> list[np.ndarray]:
    found: list[np.ndarray] = [np.empty(0)] * len(windows)
    for members, tags in pool.map(
        lambda group: (group, _run(model, [windows[at] for at in group])), _groups(windows, order)
    ):
        for at, own in zip(members, tags, strict=True):
            found[at] = own
    return found


def _groups(windows: Sequence[Window], order: list[int]) -> Iterator[list[int]]:
    group: list[int] = []
    longest = 0
    for at in order:
        longest = max(longest, len(windows[at][0]) + 2)
        if group and longest * (len(group) + 1) > PIECES:
            yield group
            group, longest = [], len(windows[at][0]) + 2
        group.append(at)
    yield group


def _run(model: Model, windows: Sequence[Window]) -> list[np.ndarray]:
    width = max(len(pieces) for pieces, _, _ in windows) + 2
    feed = {name: np.zeros((len(windows), width), np.int64) for name in ("pieces", "shapes")}
    feed["first"] = np.zeros((len(windows), max(len(first) for _, _, first in windows)), np.int64)
    for row, (pieces, shapes, first) in enumerate(windows):
        feed["pieces"][row, : len(pieces) + 2] = [START, *pieces, END]
        feed["shapes"][row, 1 : len(shapes) + 1] = shapes
        feed["first"][row, : len(first)] = first + 1
    tags = model._session.run(["tags"], feed)[0]
    return [tags[row, : len(first)] for row, (_, _, first) in enumerate(windows)]


def measure(
    model: Model, windows: Sequence[Window], way: Way, threads: int, repeat: int
) -> tuple[float, list[np.ndarray]]:
    """The best rate in pieces a second, and the scores."""
    pieces, best, scores = sum(len(window[0]) for window in windows), 0.0, []
    with ThreadPoolExecutor(threads) as pool:
        for _ in range(repeat):
            started = time.perf_counter()
            scores = way(model, windows, pool)
            best = max(best, pieces / (time.perf_counter() - started))
    return best, scores


def other_tags(model: Model, first: list[np.ndarray], second: list[np.ndarray]) -> float:
    """Per cent of words whose part of speech differs."""
    column = model.columns()["upos"]
    pairs = [(a[:, column].argmax(1), b[:, column].argmax(1)) for a, b in zip(first, second, strict=True)]
    return 100 * sum(int((a != b).sum()) for a, b in pairs) / sum(len(a) for a, _ in pairs)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, nargs="*", default=[SHIPPED])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--corpus", type=Path, default=Path("training/corpus/docs"))
    arguments = parser.parse_args()
    given = texts(arguments.corpus)
    for folder in arguments.model:
        model = Model(folder, arguments.threads)
        windows = windows_of(model, given)
        random.Random(1).shuffle(windows)
        base: list[np.ndarray] = []
        for way in (alone, as_they_come, sorted_by_length):
            rate, scores = measure(model, windows, way, arguments.threads, arguments.repeat)
            base = base or scores
            print(
                f"{folder.name}, {way.__name__.replace('_', ' ')}: {rate:,.0f} pieces a second, "
                f"{other_tags(model, base, scores):.2f} % of words tagged otherwise", flush=True
            )  # fmt: skip


if __name__ == "__main__":
    main()
