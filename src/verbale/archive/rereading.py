"""Documents of an archive read again, with the model and the rules of now. Reviews stay, and are applied to what comes.

A document is opened from the bytes that were given, in the way in which they were given. Where a newer intake takes
another text out of them, the record stays as it is: that would be another document, and reviews speak of this one.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, and_, not_, select

from verbale.archive.blobs import unpack, without_text
from verbale.archive.parcel import Parcel
from verbale.archive.parcelling import WORKER_LIMITS, given_again, lost, parcelling
from verbale.archive.pool import Pool, PoolLimits
from verbale.archive.summary import Progress, Summary
from verbale.archive.tables import documents, raws, records, sources
from verbale.archive.versions import Versions, current_versions
from verbale.errors import Failure, RecordError, VerbaleError
from verbale.intake.given import Given
from verbale.intake.limits import Limits

if TYPE_CHECKING:
    from verbale.archive.store import Store
    from verbale.archive.worker import Work

OTHER_TEXT = "other_text"
"""Code of a failure: today's intake takes another text out of the bytes."""

_PAGE = 64  # documents taken out of the store at a time


@dataclass(frozen=True, slots=True)
class Held:
    """A document that an archive holds, as it was given."""

    document_id: int
    text_id: str
    given: Given


Reread = tuple[Held, Parcel]


def reread(  # noqa: PLR0913 - what a run may be told
    store: Store,
    *,
    older_only: bool = False,
    workers: int = 1,
    pipeline: str | None = None,
    limits: Limits = WORKER_LIMITS,
    pool_limits: PoolLimits | None = None,
    progress: Progress | None = None,
    opener: Callable[[], Work] | None = None,
) -> Summary:
    """Read the documents of an archive again. Each is a transaction of its own; a run that was stopped goes on with
    `older_only`.

    Args:
        store: an open archive.
        older_only: pass over what the present software, model and rules have read.
        workers, pipeline, limits, pool_limits, progress, opener: as in `adding.add`.

    Raises:
        VerbaleError: the archive or the pipeline cannot be used.
        KeyboardInterrupt: the run was stopped; what was stored until then is kept.
    """
    versions = current_versions(pipeline)
    summary = Summary(command="reread", workers=workers)
    open_one = opener or partial(parcelling, pipeline=pipeline, threads=None if workers == 1 else 1, limits=limits)
    pool = Pool[Held, Reread](partial(_paired, open_one), workers=workers, weight=_size, lost=_lost, limits=pool_limits)
    run = store.begin_run(summary.command, versions._asdict())
    try:
        with closing(pool.run(_held(store, summary, versions if older_only else None))) as batches:
            for batch in batches:
                for held, parcel in batch:
                    _replace(store, summary, held, parcel, run)
                summary.tell(progress)
    except BaseException:
        summary.stopped = True
        with suppress(VerbaleError):
            _finish(store, summary, run)
        raise
    _finish(store, summary, run)
    return summary


def _paired(opener: Callable[[], Work]) -> Callable[[Sequence[Held]], list[Reread]]:
    """What reads given documents, as what reads held ones."""
    work = opener()
    return lambda batch: list(zip(batch, work([held.given for held in batch]), strict=True))


def _lost(held: Held, code: str, message: str) -> Reread:
    return held, lost(held.given, code, message)


def _size(held: Held) -> int:
    return len(held.given.data)


def _finish(store: Store, summary: Summary, run: int) -> None:
    summary.tick()
    store.finish_run(run, summary.to_dict())


def _held(store: Store, summary: Summary, versions: Versions | None) -> Iterator[Held]:
    """The documents of an archive, in the order of their numbers; with `versions`, those that others have read."""
    last = 0
    while True:
        with summary.clock("gather"), store.reading() as connection:
            page = [_taken(row) for row in _page(connection, last, versions)]
        if not page:
            return
        yield from page
        last = page[-1].document_id


def _page(connection: Connection, last: int, versions: Versions | None) -> Sequence[Any]:
    theirs = sources.alias()
    first = (
        select(theirs.c.id)
        .where(theirs.c.document_id == documents.c.id, theirs.c.sha256 == documents.c.raw)
        .order_by(theirs.c.uri)
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(documents.c.id, documents.c.text_id, raws.c.data, sources.c.uri, sources.c.kind,
               sources.c.about)
        .join(records, records.c.document_id == documents.c.id)
        .outerjoin(raws, raws.c.sha256 == documents.c.raw)
        .outerjoin(sources, sources.c.id == first)
        .where(documents.c.id > last)
        .order_by(documents.c.id)
        .limit(_PAGE)
    )  # fmt: skip
    if versions is not None:
        query = query.where(not_(and_(*(records.c[name] == value for name, value in versions._asdict().items()))))
    return connection.execute(query).all()


def _taken(row: Any) -> Held:
    given = given_again(uri=row.uri, kind=row.kind, data=zlib.decompress(row.data), about=row.about)
    return Held(row.id, row.text_id, given)


def _replace(store: Store, summary: Summary, held: Held, parcel: Parcel, run: int) -> None:
    """Store what a worker read, and count it."""
    summary.spent(parcel)
    failure = _unusable(held, parcel)
    if failure is not None:
        summary.fail(failure)
        return
    with summary.clock("write"):
        before = without_text(store.record(held.document_id).to_dict())
        try:
            store.replace_record(held.document_id, parcel, run=run)
        except RecordError as error:
            summary.fail(Failure(source_id=held.given.uri, code="bad_record", message=str(error)))
            return
    after = unpack(parcel.record or b"")
    summary.words += len(after["document"]["text"].split())
    summary.outcomes["unchanged" if without_text(after) == before else "reread"] += 1


def _unusable(held: Held, parcel: Parcel) -> Failure | None:
    """Why there is nothing to put in the place of a record."""
    uri = held.given.uri
    if parcel.record is None:
        return Failure(source_id=uri, code=parcel.code or "unusable", message=parcel.message or "")
    if unpack(parcel.record)["document"]["id"] != held.text_id:
        message = "today's intake takes another text out of it; the record stays. Add the file again to have both"
        return Failure(source_id=uri, code=OTHER_TEXT, message=message)
    return None
