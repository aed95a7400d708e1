"""How long a search takes: 50 mixed queries over a given archive, once open.

    python -m benchmarks.search ARCHIVE [--rounds 3] [--slowest 5]

The queries mix words, phrases, beginnings of words and facets, broad ones and narrow ones, as people ask them. Each runs
in every round through `verbale.archive.searching.search`, which also counts all results and fetches the first page. The
target is a median below 100 ms over the 4,428 speeches of the UN's general debates (`../shared/data/speeches`).
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection

from verbale.archive.opening import open_engine, reading
from verbale.archive.query import Query
from verbale.archive.searching import search

WORDS = ("peace", "border closure", '"climate change"', "nuclear weapon*", "terrorism", "Azerbaijan", "palestin* state",
         '"security council" reform', "sanctions lifted", "refugee*")  # fmt: skip
FACETS: tuple[dict[str, Any], ...] = (
    {},
    {"speaker_country": "Turkey"},
    {"about": "ARM", "kinds": ("statement",)},
    {"since": "2001", "until": "2005-06"},
)
ALONE: tuple[dict[str, Any], ...] = (
    {"speaker_country": "TUR", "about": "ARM", "act": ("condemn",)},
    {"speaker_country": "USA", "act": ("threaten", "warn")},
    {"type": ("ASSAULT",), "status": ("happened",), "claimed": False},
    {"type": ("AID",), "actor": "Japan"},
    {"type": ("SANCTION",), "recipient": "Iraq", "since": "1991", "until": "1995"},
    {"toward": "Israel", "max_stance": -0.5},
    {"toward": "Russia", "min_stance": 0.5, "since": "2010"},
    {"kinds": ("figure",), "about": "China"},
    {"kinds": ("proposal",), "since": "2008", "until": "2008"},
    {"kinds": ("statement",), "sort": "confidence", "since": "1999-09", "until": "1999-09"},
)


def queries() -> Iterator[Query]:
    """Fifty of them."""
    for words, facet in product(WORDS, FACETS):
        yield Query(text=words, **facet)
    for facet in ALONE:
        yield Query(**facet)


class Timed(NamedTuple):
    """Milliseconds that a query takes on the clock and of the processor, and how many results it has."""

    wall: float
    cpu: float
    total: int


def timed(connection: Connection, query: Query) -> Timed:
    """A query, asked once."""
    wall, cpu = time.perf_counter(), time.process_time()
    total = search(connection, query).total
    return Timed((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000, total)


def asked(query: Query) -> str:
    """A query's words and facets, in short."""
    plain = Query()
    names = [name for name in Query.__slots__ if getattr(query, name) != getattr(plain, name)]
    return ", ".join(f"{name}={getattr(query, name)!r}" for name in names)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--slowest", type=int, default=5, help="how many of the slowest to name")
    options = parser.parse_args()
    engine = open_engine(options.archive, create=False, read_only=True)
    with reading(engine, options.archive) as connection:
        times = {asked(query): [timed(connection, query) for _ in range(options.rounds)] for query in queries()}
    engine.dispose()
    every = sorted(run.wall for runs in times.values() for run in runs)
    cpu = statistics.median(run.cpu for runs in times.values() for run in runs)
    print(f"{len(times)} queries, {options.rounds} rounds: median {statistics.median(every):.1f} ms ({cpu:.1f} ms of the processor), "
          f"p95 {every[int(len(every) * 0.95)]:.1f} ms")  # fmt: skip
    slowest = sorted(times.items(), key=lambda item: -statistics.median(run.wall for run in item[1]))
    for name, runs in slowest[: options.slowest]:
        middle = [statistics.median(run[column] for run in runs) for column in (0, 1)]
        print(f"{middle[0]:8.1f} ms ({middle[1]:.1f}) {runs[0].total:>7,} results  {name}")


if __name__ == "__main__":
    main()
