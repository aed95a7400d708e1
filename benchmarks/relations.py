"""Relations of all pairs by month over many coded ties in Parquet: `python -m benchmarks.relations [--ties 100000 1000000 10000000]`.

Ties are made up: 190 states with few talkative ones, 25 years, 3,000 publishers, origins of one to eight documents.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from verbale.analysis.large import aggregate, write_parquet
from verbale.analysis.tie_table import TieTable

STATES, PUBLISHERS, DAYS = 190, 3_000, 25 * 365


def made_up(ties: int, *, seed: int = 0) -> TieTable:
    """A tie table of so many rows; the same for the same seed."""
    random = np.random.default_rng(seed)
    talk = 1 / np.arange(1.0, STATES + 1)
    source = random.choice(STATES, ties, p=talk / talk.sum()).astype(np.int32)
    target = ((source + 1 + random.choice(STATES - 1, ties, p=talk[1:] / talk[1:].sum())) % STATES).astype(np.int32)
    document = np.sort(random.integers(0, max(1, ties // 6), ties)).astype(np.int32)
    origin = (document // random.integers(1, 9, document.max() + 1, dtype=np.int32)[document]).astype(np.int32)
    published = random.integers(0, DAYS, document.max() + 1)
    empty = np.full(ties, np.nan)
    return TieTable(
        layer=np.zeros(ties, dtype=np.int8), source=source, target=target,
        day=np.datetime64("2000-01-01", "D") + published[document], precision=np.zeros(ties, dtype=np.int8),
        value=random.choice([-0.7, 0.0, 0.0, 0.6], ties), score=empty, goldstein=empty,
        confidence=np.full(ties, 0.8), weight=1 / random.integers(1, 4, ties).astype(float), document=document,
        origin=origin, publisher=random.integers(0, PUBLISHERS, document.max() + 1)[document].astype(np.int32),
        item=np.zeros(ties, dtype=np.int32), start=np.zeros(ties, dtype=np.int32), end=np.ones(ties, dtype=np.int32),
        claimant=np.full(ties, -1, dtype=np.int32), states=tuple(f"S{n:03d}" for n in range(STATES)),
        documents=(), origins=(), publishers=(), items=("s1",),
    )  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Print sizes and times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ties", type=int, nargs="+", default=[100_000, 1_000_000, 10_000_000])
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(arguments)
    for ties in options.ties:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "ties.parquet"
            write_parquet(made_up(ties), path)
            times = []
            for _ in range(3):
                begun, busy = time.perf_counter(), time.process_time()
                found = aggregate(path, by="month", threads=options.threads)
                times.append((time.perf_counter() - begun, time.process_time() - busy))
            sys.stdout.write(
                f"{ties:>11,} ties  {path.stat().st_size / 1e6:7.1f} MB  {found.num_rows:>9,} dyad-months  "
                f"best {min(times)[0]:6.2f} s, of processors {min(times)[1]:6.2f} s\n"
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
