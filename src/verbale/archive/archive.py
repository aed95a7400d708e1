"""`Archive`: everything that can be done with an archive, from Python. Each verb is a few lines onto what does it.

What stands above the archive (analysis, export) is imported by the verb that needs it and by nothing else here.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from sqlalchemy import select

from verbale.archive.facts import Fact, StoredDocument, Stream, conditions
from verbale.archive.store import Store, open_store
from verbale.archive.tables import items, sources
from verbale.errors import Failure
from verbale.record import (
    Actor,
    Agreement,
    Event,
    Figure,
    Format,
    Meeting,
    Project,
    Proposal,
    Record,
    Rows,
    Statement,
    from_plain,
)

if TYPE_CHECKING:
    from verbale.analysis.polarization import Polarization
    from verbale.analysis.relations import Relations
    from verbale.analysis.tie_table import TieTable
    from verbale.archive.checking import Finding
    from verbale.archive.deciding import Decision
    from verbale.archive.reviewing import Review
    from verbale.archive.searching import Facet, Found
    from verbale.archive.summary import Summary
    from verbale.export.formats import Written

F = TypeVar("F")
_KNOWN = {
    "people": "knowing", "projects": "knowing", "agreements": "knowing", "meetings": "knowing", "figures": "knowing",
    "proposals": "proposing", "formats": "sittings",
}  # fmt: skip


class Archive:
    """An archive of documents and what was read in them: one SQLite file.

        >>> with Archive("press.verbale") as archive:  # doctest: +SKIP
        ...     archive.add("reports/", "speeches.jsonl", publisher="Ministry of Foreign Affairs", workers=2)
        ...     archive.search("border closure", speaker_country="TUR", since="2020").hits.to_pandas()

    Args:
        path: of the file; it is made where there is none.
        read_only: never write; the archive must be there.

    Raises:
        ArchiveError: the file is no archive, is damaged, of a newer version, or may not be opened.
    """

    def __init__(self, path: str | os.PathLike[str], *, read_only: bool = False) -> None:
        self.store: Store = open_store(Path(path), create=not read_only, read_only=read_only)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go."""
        self.store.close()

    # ── documents in ──────────────────────────────────────────────────────────────────────────────────────────────

    def add(
        self,
        *paths: str | os.PathLike[str],
        urls: Sequence[str] = (),
        workers: int = 1,
        columns: Mapping[str, str] | None = None,
        pipeline: str | None = None,
        retry: bool = False,
        **about: Any,
    ) -> Summary:
        """Add the documents in files and folders of any kind; see `verbale.archive.adding.add`.

        Args:
            about: what is known of them all: `title`, `url`, `publisher`, `publisher_country`, `date`, `genre`,
                `speaker`; `progress` is told after each batch.
        """
        from verbale.archive.adding import add

        progress = about.pop("progress", None)
        return add(
            self.store, [Path(path) for path in paths], urls=urls, about=about, columns=columns, workers=workers,
            pipeline=pipeline, retry=retry, progress=progress,
        )  # fmt: skip

    def reread(self, *, older_only: bool = False, workers: int = 1, pipeline: str | None = None) -> Summary:
        """Read the documents again with the model and rules of now; reviews stay. See `verbale.archive.rereading`."""
        from verbale.archive.rereading import reread

        return reread(self.store, older_only=older_only, workers=workers, pipeline=pipeline)

    # ── what it holds ─────────────────────────────────────────────────────────────────────────────────────────────

    def documents(self) -> Stream[StoredDocument]:
        """All documents, in the order of their keys."""
        names = StoredDocument.__dataclass_fields__
        return Stream(
            lambda: (StoredDocument(**{name: getattr(row, name) for name in names}) for row in self.store.documents())
        )

    def records(self) -> Iterator[Record]:
        """Each document's record as it was read, without reviewers' decisions, in the order of keys."""
        return (self.record(document.id) for document in self.documents())

    def record(self, document: int) -> Record:
        """The record of a document (`StoredDocument.id`), as read.

        Raises:
            UnknownDocument: there is none.
        """
        return self.store.record(document)

    def statements(self, *, old_versions: bool = False, rejected: bool = False) -> Stream[Fact[Statement]]:
        """All statements. So too `events`, `figures` …; they are as reviewers left them.

        Args:
            old_versions: also those of texts that a later one at the same address has replaced.
            rejected: also those that a reviewer rejected.
        """
        return self._facts("statement", Statement, old_versions=old_versions, rejected=rejected)

    def events(self, *, old_versions: bool = False, rejected: bool = False) -> Stream[Fact[Event]]:
        """All events; see `statements`."""
        return self._facts("event", Event, old_versions=old_versions, rejected=rejected)

    def figures(self, *, old_versions: bool = False, rejected: bool = False) -> Stream[Fact[Figure]]:
        """All figures; see `statements`."""
        return self._facts("figure", Figure, old_versions=old_versions, rejected=rejected)

    def proposals(self, *, old_versions: bool = False, rejected: bool = False) -> Stream[Fact[Proposal]]:
        """All proposals; see `statements`."""
        return self._facts("proposal", Proposal, old_versions=old_versions, rejected=rejected)

    def projects(self, *, old_versions: bool = False, rejected: bool = False) -> Stream[Fact[Project]]:
        """All projects; see `statements`."""
        return self._facts("project", Project, old_versions=old_versions, rejected=rejected)

    def formats(self, *, old_versions: bool = False, rejected: bool = False) -> Stream[Fact[Format]]:
        """All formats; see `statements`."""
        return self._facts("format", Format, old_versions=old_versions, rejected=rejected)

    def agreements(self, *, old_versions: bool = False, rejected: bool = False) -> Stream[Fact[Agreement]]:
        """All agreements; see `statements`."""
        return self._facts("agreement", Agreement, old_versions=old_versions, rejected=rejected)

    def meetings(self, *, old_versions: bool = False, rejected: bool = False) -> Stream[Fact[Meeting]]:
        """All meetings; see `statements`."""
        return self._facts("meeting", Meeting, old_versions=old_versions, rejected=rejected)

    def actors(self, *, old_versions: bool = False, rejected: bool = False) -> Stream[Fact[Actor]]:
        """All actors, once a document; see `statements`."""
        return self._facts("actor", Actor, old_versions=old_versions, rejected=rejected)

    def _facts(self, kind: str, record_type: type[F], *, old_versions: bool, rejected: bool) -> Stream[Fact[F]]:
        where = (items.c.kind == kind, *conditions(old_versions=old_versions, rejected=rejected))

        def ask() -> Iterator[Fact[F]]:
            for row in self.store.items(*where):
                fact = from_plain(record_type, json.loads(row.data))
                yield Fact(document=row.key, origin=row.origin, day=row.day, verdict=row.verdict, fact=fact)

        return Stream(ask, Fact.to_row)

    def failures(self) -> Stream[Failure]:
        """What could not be added, and why."""
        query = select(sources.c.uri, sources.c.code, sources.c.message).where(sources.c.code.is_not(None))

        def ask() -> Iterator[Failure]:
            for row in self.store.stream(query.order_by(sources.c.uri, sources.c.sha256)):
                yield Failure(source_id=row.uri, code=row.code, message=row.message or "")

        return Stream(ask, Failure.to_dict)

    # ── questions ─────────────────────────────────────────────────────────────────────────────────────────────────

    def search(self, text: str = "", **facets: Any) -> Found:
        """Facts by words and by who, whom, when and how: `facets` are the fields of `verbale.archive.query.Query`.

        Raises:
            QueryError: a facet that cannot be understood; says what can.
        """
        from verbale.archive.query import Query
        from verbale.archive.searching import search

        with self.store.reading() as connection:
            return search(connection, Query(text=text, **facets))

    def count(self, text: str = "", **facets: Any) -> int:
        """How many facts a search finds, near-duplicates once."""
        from verbale.archive.query import Query
        from verbale.archive.searching import count

        with self.store.reading() as connection:
            return count(connection, Query(text=text, **facets))

    def facets(self, text: str = "", **facets: Any) -> Rows[Facet]:
        """How a search's results spread over countries, acts, types, kinds, years and publishers."""
        from verbale.archive.query import Query
        from verbale.archive.searching import facets as facets_of

        with self.store.reading() as connection:
            return facets_of(connection, Query(text=text, **facets))

    def known(self, what: str, **asked: Any) -> Rows[Any]:
        """What the archive knows over all documents, with counts, first and last mention, the most frequent first.

        Args:
            what: people, projects, agreements, meetings, figures, proposals or formats (with how often each met).
            asked: `country`, `since`, `until`.
        """
        from importlib import import_module

        from verbale.archive.seen import Asked

        if what not in _KNOWN:
            raise ValueError(f"{what!r} is none of {', '.join(_KNOWN)}")
        ask = getattr(import_module(f"verbale.archive.{_KNOWN[what]}"), what)
        with self.store.reading() as connection:
            found: Rows[Any] = ask(connection, Asked(**asked))
        return found

    def ties(self, **options: Any) -> TieTable:
        """Who said or did what to whom between states; see `verbale.archive.ties.read_ties`."""
        from verbale.archive.ties import read_ties

        with self.store.reading() as connection:
            return read_ties(connection, **options)

    def relations(self, source: str | None = None, target: str | None = None, **options: Any) -> Relations:
        """Relations between states over time; see `verbale.analysis.relations.relations`."""
        from verbale.analysis.relations import relations

        return relations(self.ties(), source, target, **options)

    def polarization(self, region: str | Sequence[str], **settings: Any) -> Polarization:
        """Polarization of a region over time; `settings` as in `verbale.analysis.polarization.Settings`."""
        from verbale.analysis.polarization import Settings, polarization

        return polarization(self.ties(), region, settings=Settings(**settings))

    # ── review ────────────────────────────────────────────────────────────────────────────────────────────────────

    def queue(self, **filters: Any) -> list[int]:
        """Numbers of facts to be judged, the least certain first; see `verbale.archive.queue.queue`."""
        from verbale.archive.queue import queue

        with self.store.reading() as connection:
            return queue(connection, **filters)

    def accept(self, item: int | str, *, reviewer: str, reason: str | None = None) -> Decision:
        """Say that a fact is right."""
        from verbale.archive.deciding import decide

        return decide(self.store, item, "accept", reviewer=reviewer, reason=reason)

    def reject(self, item: int | str, *, reviewer: str, reason: str | None = None) -> Decision:
        """Say that a fact is none."""
        from verbale.archive.deciding import decide

        return decide(self.store, item, "reject", reviewer=reviewer, reason=reason)

    def correct(self, item: int | str, *assignments: str, reviewer: str, reason: str | None = None) -> Decision:
        """Say what is right: `correct(17, "speaker=NOR", "act=condemn", reviewer="Ana")`."""
        from verbale.archive.correcting import corrected
        from verbale.archive.deciding import decide
        from verbale.archive.queue import fact_of

        fact = fact_of(self.store, item)
        after = corrected(fact.hit.kind, fact.element, assignments, text=fact.text)
        return decide(
            self.store, fact.number, "correct", after=after, reviewer=reviewer, reason=reason, expected=fact.version
        )

    def merge(self, gone: str, kept: str, *, reviewer: str, reason: str | None = None) -> Decision:
        """Say that two ids are one actor: the facts of `gone` become those of `kept`."""
        from verbale.archive.deciding import merge

        return merge(self.store, gone, kept, reviewer=reviewer, reason=reason)

    def undo(self, *, item: int | str | None = None, review: int | None = None, reviewer: str) -> Decision:
        """Close a decision, so that the one before it holds again."""
        from verbale.archive.deciding import undo

        return undo(self.store, item=item, review=review, reviewer=reviewer)

    def history(self, *, item: int | str | None = None, actor: str | None = None) -> list[Review]:
        """Decisions in the order in which they were made."""
        from verbale.archive.deciding import history

        return history(self.store, item=item, actor=actor)

    # ── out, and safe ─────────────────────────────────────────────────────────────────────────────────────────────

    def export(self, target: str | os.PathLike[str], form: str, **options: Any) -> Written:
        """Write the archive in a format of `verbale export`.

        Args:
            target: a file or folder.
            form: jsonl, csv, parquet, ftm, webannotation, brat, dna, polecat, csl or bibtex.
            options: fields of `verbale.export.formats.Options` and `verbale.export.archived.Selection`.
        """
        from verbale.export.archived import Selection, exportable
        from verbale.export.formats import Options, export

        chosen = {name: options.pop(name) for name in Selection.__dataclass_fields__ if name in options}
        with exportable(self.store.path, Selection(**chosen)) as selected:
            return export(selected.entries(), Path(target), form, options=Options(**options))

    def check(self) -> list[Finding]:
        """Everything that is not as it should be; empty for a sound archive."""
        return self.store.check()

    def digest(self) -> str:
        """A hash of what the archive holds, whatever the order, the workers and the clock were."""
        return self.store.digest()

    def backup(self, target: str | os.PathLike[str], *, replace: bool = False) -> None:
        """Copy the archive as it is now to one file, while others may write to it."""
        self.store.backup(Path(target), replace=replace)
