"""What worker processes do in tests: numbers doubled, and every way to die on the way."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence

from verbale.errors import PipelineError

KILL, HANG, RAISE, HOARD, PRINT = -1, -2, -3, -4, -5


def doubling() -> Callable[[Sequence[int]], list[str]]:
    hoard: list[bytes] = []

    def work(batch: Sequence[int]) -> list[str]:
        for item in batch:
            misbehave(item, hoard)
        return [f"{item}*2={item * 2}" for item in batch]

    return work


def misbehave(item: int, hoard: list[bytes]) -> None:
    if item == KILL:
        os._exit(9)
    if item == HANG:
        time.sleep(60)
    if item == RAISE:
        raise ValueError("no number")
    if item == HOARD:
        hoard.append(bytes([1]) * 400_000_000)
        time.sleep(60)
    if item == PRINT:
        print("a library that prints", flush=True)


def naming_process() -> Callable[[Sequence[int]], list[str]]:
    return lambda batch: [str(os.getpid()) for _ in batch]


def missing() -> Callable[[Sequence[int]], list[str]]:
    raise PipelineError("the pipeline is not installed")


def dead() -> Callable[[Sequence[int]], list[str]]:
    os._exit(5)
