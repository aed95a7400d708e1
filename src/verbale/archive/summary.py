"""What a run did: documents by outcome, failures by code, and where the time went."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from verbale.archive.parcel import Parcel
from verbale.errors import Failure

if TYPE_CHECKING:
    from verbale.archive.writing import Outcome

KEPT = 10
"""Failures that a summary carries; all of them are in the archive."""

_UNREAD = ("already", "failed before")


@dataclass(slots=True, kw_only=True)
class Summary:
    """Counts and times of a run.

    Attributes:
        command: `add` or `reread`.
        workers: processes that read.
        outcomes: documents by what became of them: `added`, `again` (a document that is there, from another source),
            `already` (the same bytes from the same source), `failed before`, `reread`, `unchanged`.
        stories: of the documents added, how many share their text (`same text`), their address (`new version`) or
            their story (`near-duplicate`) with another; each is counted under the first that holds.
        codes: failed documents by code.
        failures: the first `KEPT` of them.
        words: of the documents that were read.
        seconds: by stage. `gather`, `look up`, `write` and `wait` are the writer's own and make up `elapsed`; `intake`,
            `parse`, `find` and `pack` are those of all workers together.
        elapsed: seconds of the whole run.
        stopped: whether it was interrupted.
    """

    command: str = "add"
    workers: int = 1
    outcomes: Counter[str] = field(default_factory=Counter)
    stories: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    words: int = 0
    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    elapsed: float = 0.0
    stopped: bool = False
    _started: float = field(default_factory=time.perf_counter, repr=False)

    @property
    def failed(self) -> int:
        """Documents that could not be used."""
        return sum(self.codes.values())

    @property
    def seen(self) -> int:
        """Documents that were looked at, whatever became of them."""
        return sum(self.outcomes.values()) + self.failed

    @property
    def read(self) -> int:
        """Documents that were read in this run."""
        return sum(number for outcome, number in self.outcomes.items() if outcome not in _UNREAD)

    def count(self, parcels: Iterable[Parcel], outcomes: Iterable[Outcome]) -> None:
        """Take in what became of parcels, and their workers' times."""
        for parcel, outcome in zip(parcels, outcomes, strict=True):
            self.spent(parcel)
            if outcome.code is not None:
                message = parcel.message or "what was read breaks the record's contract"
                self.fail(Failure(source_id=parcel.uri, code=outcome.code, message=message))
            else:
                self.outcomes["already" if outcome.status == "known" else outcome.status] += 1

    def spent(self, parcel: Parcel) -> None:
        """Take in a worker's times."""
        for stage, seconds in (parcel.seconds or {}).items():
            self.seconds[stage] += seconds

    def fail(self, failure: Failure) -> None:
        """Count a failure."""
        self.codes[failure.code] += 1
        if len(self.failures) < KEPT:
            self.failures.append(failure)

    @contextmanager
    def clock(self, stage: str) -> Iterator[None]:
        """Count the seconds of the block to a stage."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] += time.perf_counter() - started

    def tick(self) -> None:
        """Bring `elapsed` and `wait` up to now."""
        self.elapsed = time.perf_counter() - self._started
        busy = sum(self.seconds[stage] for stage in ("gather", "look up", "write"))
        self.seconds["wait"] = max(0.0, self.elapsed - busy)

    def tell(self, progress: Progress | None) -> None:
        """Tell somebody who looks on."""
        self.tick()
        if progress is not None:
            progress(self)

    def to_dict(self) -> dict[str, Any]:
        """As `--json` and the archive's table of runs have it."""
        return {
            "command": self.command,
            "workers": self.workers,
            "documents": {**self.outcomes, "failed": self.failed},
            "of_the_added": dict(self.stories),
            "failed_by_code": dict(sorted(self.codes.items())),
            "failures": [failure.to_dict() for failure in self.failures],
            "words": self.words,
            "elapsed": round(self.elapsed, 3),
            "documents_per_second": round(_rate(self.read, self.elapsed), 3),
            "words_per_second": round(_rate(self.words, self.elapsed), 1),
            "seconds": _rounded(self.seconds),
            "stopped": self.stopped,
        }


Progress = Callable[[Summary], None]
"""Is told after each batch what a run has done so far; that is stored by then."""


def _rate(number: int, seconds: float) -> float:
    return number / seconds if seconds else 0.0


def _rounded(seconds: Mapping[str, float]) -> dict[str, float]:
    return {stage: round(spent, 3) for stage, spent in seconds.items()}
