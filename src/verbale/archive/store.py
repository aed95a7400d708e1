"""The store: one SQLite file with documents, records, where they came from, and what reviewers decided.

A commit that has been acknowledged survives `kill -9` and a power cut; a reader sees one state to its end and is never
held up by a writer; two writers take turns. Nothing in the store is deleted or repaired unasked.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, insert, select, update

from verbale.archive import backup, checking, digesting, opening, writing
from verbale.archive.journal import utc_now
from verbale.archive.opening import BUSY_SECONDS
from verbale.archive.parcel import Parcel
from verbale.archive.refreshing import refresh
from verbale.archive.tables import documents, items, runs
from verbale.archive.writing import Batch, Outcome
from verbale.errors import DamagedArchive
from verbale.record import Record

_PAGE = 200  # rows that an iterator holds at a time


def open_store(
    path: str | Path, *, create: bool = False, read_only: bool = False, busy_seconds: float = BUSY_SECONDS
) -> Store:
    """Open an archive.

    Args:
        path: of the file. SQLite keeps two more beside it while it is open (`-wal`, `-shm`).
        create: make it where there is none; an archive that is there is opened as it is.
        read_only: never write, not even to bring an older schema up to date.
        busy_seconds: how long to wait for another program's transaction.

    Raises:
        MissingArchive, NotAnArchive, NewerArchive, OlderArchive, BusyArchive, LockedArchive, FullArchive,
        DamagedArchive: each says what to do next; the file is as it was.
    """
    place = Path(path)
    engine = opening.open_engine(place, create=create, read_only=read_only, busy_seconds=busy_seconds)
    return Store(place, engine, read_only=read_only)


class Store:
    """An open archive; made by `open_store`, closed by `close` or at the end of `with`.

    May be used from several threads, each call being a transaction of its own; not across a fork.

    Attributes:
        path: of the file.
        engine: SQLAlchemy's, set as `opening` says. `reading` and `writing` give connections.
        read_only: as opened.
    """

    def __init__(self, path: Path, engine: Engine, *, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self.engine = engine

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go. The last to close folds the log into it."""
        self.engine.dispose()

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection that sees one state of the archive to its end, whoever writes meanwhile."""
        return opening.reading(self.engine, self.path)

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction; only one program has one at a time. Commits at the end, rolls back on any error.

        Raises:
            BusyArchive: another's lasted longer than the wait.
        """
        return opening.writing(self.engine, self.path)

    def begin_run(self, command: str, versions: Mapping[str, object]) -> int:
        """Note that a command starts.

        Args:
            command: as typed.
            versions: `software`, `model`, `rules`, kept with every record of the run; more may be told.

        Returns:
            The run's number, for `write`.
        """
        row = {"command": command, "started": utc_now(), "versions": json.dumps(versions, sort_keys=True)}
        with self.writing() as connection:
            number: int = connection.execute(insert(runs).values(**row).returning(runs.c.id)).scalar_one()
        return number

    def finish_run(self, run: int, summary: Mapping[str, Any]) -> None:
        """Note that a command ended, with its counts and times."""
        row = {"finished": utc_now(), "summary": json.dumps(summary, sort_keys=True)}
        with self.writing() as connection:
            connection.execute(update(runs).where(runs.c.id == run).values(**row))

    def known(self, pairs: Iterable[tuple[str, str]], *, failed: bool = True) -> set[tuple[str, str]]:
        """Which of these (uri, sha256 of the bytes given) have been dealt with, so that a run can go on where it stopped.

        Args:
            pairs: what is about to be read.
            failed: also those that gave no document; False to try them again.
        """
        with self.reading() as connection:
            return writing.known_pairs(connection, pairs, failed=failed)

    def write(self, parcels: Iterable[Parcel], *, run: int) -> list[Outcome]:
        """Store a batch in one transaction; when this returns, it is on the disk.

        The same bytes from the same source are nothing new; a document that is there gets another source. A parcel
        that cannot be stored leaves a failure (`bad_evidence`, `bad_record`) and disturbs no other. A
        parcel whose source failed before and now has a record takes the failure's place.

        Args:
            parcels: some tens at a time: the transaction's log grows with them, and others wait meanwhile.
            run: of `begin_run`.

        Returns:
            One outcome a parcel, in order.
        """
        with self.writing() as connection:
            versions = json.loads(connection.scalars(select(runs.c.versions).where(runs.c.id == run)).one())
            return writing.write_parcels(connection, parcels, Batch(run, versions, utc_now()))

    def replace_record(self, document_id: int, parcel: Parcel, *, run: int) -> None:
        """Put another reading of the same text in the place of a document's record, and apply its reviews to it.

        Raises:
            UnknownDocument: no such document.
            RecordError: the parcel holds no record, a bad one, or one of another text; nothing was changed.
        """
        with self.writing() as connection:
            versions = json.loads(connection.scalars(select(runs.c.versions).where(runs.c.id == run)).one())
            writing.replace_record(connection, document_id, parcel, versions)

    def refresh(self, document_ids: Iterable[int]) -> None:
        """Make documents' items again from their records and the decisions on them."""
        with self.writing() as connection:
            refresh(connection, document_ids)

    def documents(self, *where: ColumnElement[bool]) -> Iterator[Row[Any]]:
        """Rows of `documents` without text and signature, in the order of their keys.

        Args:
            where: conditions on `tables.documents`, all of which must hold.
        """
        columns = [column for column in documents.c if column.name not in {"text", "signature"}]
        yield from self.stream(select(*columns).where(*where).order_by(documents.c.key))

    def items(self, *where: ColumnElement[bool]) -> Iterator[Row[Any]]:
        """Rows of `items` with `key`, `origin` and `current` of their document, by its key and then as in the record.

        Args:
            where: conditions on `tables.items` and `tables.documents`, all of which must hold.
        """
        columns = (*items.c, documents.c.key, documents.c.origin, documents.c.current)
        query = select(*columns).join(documents).where(*where).order_by(documents.c.key, items.c.id)
        yield from self.stream(query)

    def stream(self, query: Select[Any]) -> Iterator[Row[Any]]:
        """The rows of a query, some hundreds in memory at a time, all of one state of the archive."""
        with self.reading() as connection:
            yield from connection.execution_options(yield_per=_PAGE).execute(query)

    def record(self, document_id: int) -> Record:
        """The record of a document, as read.

        Raises:
            UnknownDocument: no such document.
        """
        with self.reading() as connection:
            return Record.from_dict(writing.stored_record(connection, document_id))

    def check(self) -> list[checking.Finding]:
        """Everything that is not as it should be; an empty list for a sound archive. Changes nothing."""
        found: list[checking.Finding] = []
        try:
            with self.reading() as connection:
                found.extend(checking.findings(connection))
        except DamagedArchive as error:  # so damaged that SQLite cannot go on looking
            found.append(checking.Finding("file", str(error)))
        return found

    def digest(self) -> str:
        """A hash of what the archive holds, the same whatever the order, the batches, the workers and the clock were."""
        with self.reading() as connection:
            return digesting.digest(connection)

    def backup(self, target: str | Path, *, replace: bool = False) -> None:
        """Copy the archive as it is now to one file, while others may write to it.

        Args:
            target: of the copy; it appears whole or not at all.
            replace: an archive that is there may go.
        """
        backup.back_up(self.path, Path(target), replace=replace)
