"""Processes that read: what the commands that start them share."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from verbale.archive.pool import PoolLimits

F = TypeVar("F", bound=Callable[..., Any])

_MOST_WORKERS = 8  # 3 GB of models; who has more memory says so with --workers


def worker_options(command: F) -> F:
    """The options `--workers`, `--memory` and `--pipeline`."""
    options = (
        click.option(
            "--workers", type=click.IntRange(1, 64), help="Processes that read, 350 MB each; one a core if not given."
        ),
        click.option(
            "--memory", type=click.IntRange(400), metavar="MB",
            help="What one worker may hold, 850 if not given; a document that needs more fails.",
        ),
        click.option("--pipeline", metavar="NAME", help="An installed spaCy pipeline instead of the shipped model."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def default_workers() -> int:
    """One a core that this process may use, at most as many as fit in most machines' memory."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(available, _MOST_WORKERS)


def pool_limits(memory: int | None) -> PoolLimits | None:
    """Limits of workers that may hold so many megabytes; a worker is replaced well before it is killed."""
    from verbale.archive.pool import PoolLimits

    return PoolLimits(memory_mb=memory, recycle_mb=memory * 3 // 4) if memory else None
