"""Many documents into an archive: taken out of what they came in, read by workers, stored batch by batch.

One process writes. A batch is one transaction: what `progress` has been told of is in the archive, whatever happens
next. What was added before is passed over without being read, so a run that was stopped is finished by starting it again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, exists, func, literal, not_, select

from verbale.archive.parcel import Parcel
from verbale.archive.parcelling import WORKER_LIMITS, lost, parcelling, sha256, unopened
from verbale.archive.pool import Pool, PoolLimits, batched_by_weight
from verbale.archive.summary import Progress, Summary
from verbale.archive.tables import documents, sources
from verbale.archive.versions import current_versions
from verbale.errors import Failure, VerbaleError
from verbale.intake.gather import gather
from verbale.intake.given import Given
from verbale.intake.limits import Limits
from verbale.intake.urls import gather_urls

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from verbale.archive.store import Store
    from verbale.archive.worker import Work

_LOOKED_UP = 128  # documents whose hashes are looked up together
_MOST_WAITING = 500  # failures before reading that are held; a file may have a million bad lines
_LOOKED_UP_BYTES = 4_000_000  # of them held meanwhile


def add(  # noqa: PLR0913 - what a run may be told
    store: Store,
    paths: Iterable[str | Path] = (),
    *,
    urls: Iterable[str] = (),
    about: Mapping[str, Any] | None = None,
    columns: Mapping[str, str] | None = None,
    retry: bool = False,
    workers: int = 1,
    pipeline: str | None = None,
    limits: Limits = WORKER_LIMITS,
    pool_limits: PoolLimits | None = None,
    progress: Progress | None = None,
    opener: Callable[[], Work] | None = None,
) -> Summary:
    """Add documents to an archive. What it holds afterwards does not depend on their order or on `workers`.

    Args:
        store: an open archive.
        paths, about, columns, limits: as in `verbale.intake.gather`.
        urls: pages and feeds to fetch.
        retry: read again what failed in an earlier run.
        workers: processes that read; each holds its own model, about 350 MB.
        pipeline: an installed spaCy pipeline's name instead of the shipped model.
        pool_limits: time and memory of a worker.
        progress: see `Progress`.
        opener: makes what reads in each worker, instead of `parcelling`; see `Pool`.

    Raises:
        VerbaleError: the archive or the pipeline cannot be used; what was stored until then is kept.
        KeyboardInterrupt: the run was stopped; what was stored until then is kept.
    """
    about = about or {}
    files = gather(paths, about=about, columns=columns, limits=limits)
    stream = chain(files, gather_urls(urls, about=about, columns=columns, limits=limits))
    opener = opener or partial(parcelling, pipeline=pipeline, threads=None if workers == 1 else 1, limits=limits)
    pool = Pool[Given, Parcel](opener, workers=workers, weight=_size, lost=lost, limits=pool_limits)
    run = _Run(store, Summary(workers=workers), progress, pipeline=pipeline, retry=retry)
    return run.through(pool, stream)


class _Run:
    """A stream on its way into a store, and the tally of it."""

    def __init__(
        self, store: Store, summary: Summary, progress: Progress | None, *, pipeline: str | None, retry: bool
    ) -> None:
        self._store = store
        self._summary = summary
        self._progress = progress
        self._versions = current_versions(pipeline)
        self._retry = retry
        self._run = 0
        self._waiting: list[Parcel] = []  # failures before reading, stored with the next batch

    def through(self, pool: Pool[Given, Parcel], stream: Iterator[Given | Failure]) -> Summary:
        """Read and store everything."""
        self._run = self._store.begin_run(self._summary.command, self._versions._asdict())
        try:
            with closing(pool.run(self._unread(stream))) as batches:
                for parcels in batches:
                    self._write(parcels)
            self._write([])
        except BaseException:
            self._summary.stopped = True
            with suppress(VerbaleError):  # the archive itself may be what failed
                self._finish()
            raise
        self._finish()
        return self._summary

    def _finish(self) -> None:
        self._summary.tick()
        with self._store.reading() as connection:
            self._summary.stories, self._summary.words = stories_of(connection, self._run)
        self._store.finish_run(self._run, self._summary.to_dict())

    def _write(self, parcels: list[Parcel]) -> None:
        batch, self._waiting = [*self._waiting, *parcels], []
        if batch:
            with self._summary.clock("write"):
                written = self._store.write(batch, run=self._run)
            self._summary.count(batch, written)
        self._summary.tell(self._progress)

    def _unread(self, stream: Iterator[Given | Failure]) -> Iterator[Given]:
        """Documents that the archive does not have. Failures are set aside, known documents counted."""
        given = batched_by_weight(self._taken(stream), weight=_size, heaviest=_LOOKED_UP_BYTES, longest=_LOOKED_UP)
        for batch in given:
            with self._summary.clock("look up"):
                there = self._there(batch)
            self._summary.outcomes.update(outcome for outcome in there if outcome)
            self._summary.tell(self._progress)
            yield from (item for item, outcome in zip(batch, there, strict=True) if not outcome)

    def _there(self, batch: list[Given]) -> list[str | None]:
        """What became of documents before; None for those that are to be read."""
        pairs = [(item.uri, sha256(item.data)) for item in batch]
        stored = self._store.known(pairs, failed=False)
        tried = stored if self._retry else self._store.known(pairs)
        return ["already" if pair in stored else "failed before" if pair in tried else None for pair in pairs]

    def _taken(self, stream: Iterator[Given | Failure]) -> Iterator[Given]:
        while True:
            with self._summary.clock("gather"):
                item = next(stream, None)
            if item is None:
                return
            if isinstance(item, Failure):
                self._waiting.append(unopened(item))
                if len(self._waiting) >= _MOST_WAITING:
                    self._write([])
            else:
                yield item


def stories_of(connection: Connection, run: int) -> tuple[Counter[str], int]:
    """How many of the documents that a run added stand for a text, an address or a story with others, and the words of
    all that it read."""
    other = documents.alias()
    mine = sources.c.document_id == documents.c.id
    before = exists().where(mine, sources.c.run_id < run)
    kinds = (
        ("same text", other.c.text_id == documents.c.text_id),
        ("new version", (other.c.url == documents.c.url) & (not_(other.c.current) | not_(documents.c.current))),
        ("near-duplicate", other.c.origin == documents.c.origin),
    )
    shared = [(exists().where(condition, other.c.id != documents.c.id), literal(name)) for name, condition in kinds]
    found = (
        select(case(*shared).label("story"), before.label("old"), func.count(), func.sum(documents.c.words))
        .where(exists().where(mine, sources.c.run_id == run))
        .group_by("story", "old")
    )
    rows = connection.execute(found).all()
    stories = Counter({story: number for story, old, number, _ in rows if story and not old})
    return stories, sum(words for *_, words in rows)


def _size(given: Given) -> int:
    return len(given.data)
