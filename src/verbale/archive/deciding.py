"""A reviewer's decisions on an archive: taken, undone, told again. Each is one transaction, with the rows that follow
from it; nothing that was read and no decision is ever deleted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, false, select, update

from verbale.actors.gazetteer import known_actors
from verbale.archive.correcting import Surroundings, check_correction, check_shape
from verbale.archive.journal import Store, append_review, read_reviews, reviews_for, utc_now
from verbale.archive.merging import MERGED_FIELDS, UNMERGED_KINDS, resolve
from verbale.archive.projection import Element, ItemRow, item_row
from verbale.archive.query import bindable, shortened
from verbale.archive.refreshing import read_rows, refresh
from verbale.archive.reviewing import (
    ASIDE,
    MERGE,
    REFERENCES,
    VERDICTS,
    Matching,
    Review,
    judged_rows,
    match_reviews,
    merges_of,
)
from verbale.archive.tables import documents, item_actors, items, reviews
from verbale.errors import ReviewConflict, ReviewError
from verbale.record import to_plain

_LONGEST_NUMBER = 16  # digits; longer ones are marks without a letter
_LEAST_MARK = 8  # so many characters of a mark name a fact, as with commits


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided, and the fact as it stands now.

    Attributes:
        review: the row that was written, or closed by an undo.
        item: id of the fact; None for merges.
        version: of the fact from now on, for `expected`.
        documents: how many documents' rows were made anew.
    """

    review: Review
    item: int | None
    version: str | None
    documents: int

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {"item": self.item, "version": self.version, "documents": self.documents} | self.review.to_dict()


def version_of(data: str, verdict: str | None) -> str:
    """A fact's version: changes with its element and its verdict.

    Args:
        data, verdict: as the table `items` has them.
    """
    return hashlib.sha256(f"{verdict}|{data}".encode()).hexdigest()[:12]


def find_item(connection: Connection, name: int | str) -> int:
    """The number of a fact.

    Args:
        name: its number, its id as `verbale search` shows it (`1f0c3a5b7d92/s3`), its mark, or the mark's first eight
            digits or more.

    Raises:
        ReviewError: no such fact, or several.
    """
    written = bindable(str(name))
    query = select(items.c.id).limit(2)
    if "/" in written:
        key, _, local_id = written.partition("/")
        query = query.join(documents).where(
            items.c.local_id == local_id, documents.c.key.startswith(key, autoescape=True)
        )
    elif written.isdecimal() and len(written) < _LONGEST_NUMBER:
        query = query.where(items.c.id == int(written))
    elif len(written) >= _LEAST_MARK:
        query = query.where(items.c.mark.startswith(written, autoescape=True))
    else:
        query = query.where(false())
    found = connection.scalars(query).all()
    if len(found) == 1:
        return int(found[0])
    what = "is the beginning of more than one fact's name" if found else "is no fact of the archive"
    raise ReviewError(f"{shortened(written)!r} {what}; `verbale review ARCHIVE list` shows names")


def decide(  # noqa: PLR0913 - a decision has this many parts
    store: Store,
    item: int | str,
    action: str,
    *,
    after: Element | None = None,
    reviewer: str,
    reason: str | None = None,
    expected: str | None = None,
) -> Decision:
    """Accept, reject or correct a fact.

    Args:
        item: a fact, as `find_item` takes it.
        action: accept, reject, correct.
        after: for correct, the whole element as it should be.
        expected: the fact's version when it was looked at (`version_of`); None decides whatever it is by now.

    Raises:
        ReviewConflict: the fact is another one by now.
        ReviewError: no such fact or action, or a correction that breaks the contract.
    """
    if action not in VERDICTS or not reviewer.strip() or (action == "correct") != (after is not None):
        raise ReviewError("a decision is accept, reject, or correct with an element, and has a reviewer's name")
    with store.writing() as connection:
        row = _item(connection, find_item(connection, item))
        if expected is not None and expected != version_of(row.data, row.verdict):
            raise ReviewConflict(
                f"{row.kind} {row.id} was changed in the meantime (now {row.verdict or 'not judged'}); look again, then decide"
            )
        scene = _Scene.of(connection, row.document_id)
        own = scene.row(row.kind, row.local_id)
        before = json.loads(own.data)
        kept = None
        if action != "reject":
            element = before if after is None else _corrected(connection, scene, row, before, after)
            kept = _with_aside(connection, scene, row, element)
        number = append_review(
            connection, action=action, document_key=scene.key, kind=row.kind, mark=scene.mark_for(own), before=before,
            after=kept, reviewer=reviewer.strip(), reason=reason,
        )  # fmt: skip
        refresh(connection, [row.document_id])
        return _decision(connection, number, item=row.id, count=1)


def undo(store: Store, *, item: int | str | None = None, review: int | None = None, reviewer: str) -> Decision:
    """Close a decision, so that the one before it holds again, or what was read.

    Args:
        item: a fact, whose last open decision is meant; or
        review: a decision's number.

    Raises:
        ReviewError: there is no such open decision.
    """
    with store.writing() as connection:
        fact = None if item is None else find_item(connection, item)
        number = review if fact is None else _last_open(connection, fact)
        closed = connection.execute(
            update(reviews).where(reviews.c.id == number, reviews.c.closed.is_(None))
            .values(closed=utc_now(), closed_by=reviewer)
        )  # fmt: skip
        if closed.rowcount != 1:
            raise ReviewError("there is no decision to undo; `verbale review ARCHIVE history` shows decisions")
        done = read_reviews(connection, reviews.c.id == number)[0]
        touched = _documents_of(connection, done)
        refresh(connection, touched)
        return _decision(connection, done.number, item=fact or _item_of(connection, done), count=len(touched))


def merge(  # noqa: PLR0913 - a decision has this many parts
    store: Store, gone: str, kept: str, *, document: str | None = None, reviewer: str, reason: str | None = None
) -> Decision:
    """Say that two ids are one actor: every fact of `gone` becomes one of `kept`.

    Args:
        gone, kept: actor ids.
        document: key of the one document in which they are the same; None for the whole archive.

    Raises:
        ReviewError: an actor that is not known, a state or disputed entity as `gone`, one that is merged already,
            or a circle.
    """
    if not reviewer.strip():
        raise ReviewError("a decision has a reviewer's name")
    with store.writing() as connection:
        before, after = (_actor(connection, actor, document) for actor in (gone, kept))
        _check_merge(connection, before, after, document)
        number = append_review(
            connection, action=MERGE, document_key=document, kind=None, mark=None, before=before, after=after,
            reviewer=reviewer.strip(), reason=reason,
        )  # fmt: skip
        touched = _documents_of(connection, read_reviews(connection, reviews.c.id == number)[0])
        refresh(connection, touched)
        return _decision(connection, number, item=None, count=len(touched))


def history(store: Store, *, item: int | str | None = None, actor: str | None = None) -> list[Review]:
    """Decisions in the order in which they were made, those that were undone too.

    Args:
        item: only those on this fact.
        actor: only merges of this actor, either way.
    """
    with store.reading() as connection:
        found = read_reviews(connection) if item is None else _of_fact(connection, find_item(connection, item))
    if actor is not None:
        found = [r for r in found if r.action == MERGE and actor in (r.before["id"], (r.after or {}).get("id"))]
    return found


def orphans(store: Store) -> list[Review]:
    """Open decisions whose fact is gone: the document was read again, or is no longer there."""
    with store.reading() as connection:
        lost = read_reviews(
            connection, reviews.c.closed.is_(None), reviews.c.mark.is_not(None), reviews.c.mark.not_in(select(items.c.mark))
        )  # fmt: skip
        found: list[Review] = []
        for key in sorted({review.document_key or "" for review in lost}):
            document = connection.scalar(select(documents.c.id).where(documents.c.key == key))
            if document is None:
                found += [review for review in lost if review.document_key == key]
            else:
                found += _Scene.of(connection, document).matching.orphans
        return sorted(found, key=lambda review: review.number)


# --- one document ---


@dataclass(frozen=True, slots=True)
class _Scene:
    """A document as read and judged, before merges."""

    key: str
    text: str
    machine: Sequence[ItemRow]
    judged: Sequence[ItemRow]
    matching: Matching

    @classmethod
    def of(cls, connection: Connection, document: int) -> _Scene:
        key, words, machine = read_rows(connection, document)
        decided = reviews_for(connection, key)
        return cls(key, words, machine, judged_rows(machine, decided), match_reviews(machine, decided))

    def row(self, kind: str, local_id: str) -> ItemRow:
        return next(row for row in self.judged if (row.kind, row.local_id) == (kind, local_id))

    def mark_for(self, row: ItemRow) -> str:
        """The mark under which decisions on a row are kept: an older one, where they were carried over from it."""
        at = next(at for at, machine in enumerate(self.machine) if machine.mark == row.mark)
        holding = self.matching.by_row.get(at)
        return holding.mark if holding is not None and holding.mark else row.mark


def _corrected(connection: Connection, scene: _Scene, row: Row[Any], before: Element, after: Element) -> Element:
    """The reviewer's element with the ids of before merges in all that the reviewer left alone."""
    seen = json.loads(row.data)
    known = {other.local_id for other in scene.machine if other.kind == "actor"}
    check_shape(row.kind, after)
    asked = _named(row.kind, after)
    around = Surroundings(
        text=scene.text,
        actors=known | {actor for actor in asked - known if _is_known(connection, actor)},
        elements={other.local_id for other in scene.machine if other.kind in ("statement", "meeting")},
    )
    check_correction(row.kind, seen, after, around)
    changed = {name: value for name, value in after.items() if value != seen[name]}
    if not changed:
        raise ReviewError("nothing is changed; accept the fact if it is right")
    return {**before, **changed}


def _named(kind: str, element: Element) -> set[str]:
    """Ids of the actors in an element, the actor itself and countries apart."""
    parts = item_row(kind, element, "", {}, None).actors
    return {actor for part, actor, _, _ in parts if part not in {"self", "countries"}}


def _with_aside(connection: Connection, scene: _Scene, row: Row[Any], element: Element) -> Element:
    """An element with what it needs to stand among the elements of another reading."""
    marks = {other.local_id: other.mark for other in scene.machine if other.kind in ("statement", "meeting")}
    read = next(json.loads(r.data) for r in scene.machine if (r.kind, r.local_id) == (row.kind, row.local_id))
    changed = [name for name in REFERENCES.get(row.kind, ()) if element[name] != read[name]]
    here = {other.local_id for other in scene.machine if other.kind == "actor"}
    aside = {
        "marks": {name: marks.get(element[name]) for name in changed},
        "countries": {
            actor: _actor(connection, actor, None)["country"] for actor in sorted(_named(row.kind, element) - here)
        },
    }
    return {**element, ASIDE: aside} if any(aside.values()) else element


# --- actors ---


def _is_known(connection: Connection, actor: str) -> bool:
    return actor in known_actors() or _document_with(connection, actor, None) is not None


def _document_with(connection: Connection, actor: str, key: str | None) -> int | None:
    """The document of least key whose record holds an actor."""
    query = select(documents.c.id).join(items).where(items.c.kind == "actor", items.c.local_id == actor)
    if key is not None:
        query = query.where(documents.c.key == key)
    return connection.scalar(query.order_by(documents.c.key).limit(1))


def _actor(connection: Connection, actor: str, key: str | None) -> dict[str, Any]:
    """What is known of an actor, as judged and before merges: in a document, else in the archive, else in the tables."""
    document = _document_with(connection, actor, key) or _document_with(connection, actor, None)
    if document is not None:
        element = json.loads(_Scene.of(connection, document).row("actor", actor).data)
    elif actor in known_actors():
        element = to_plain(known_actors()[actor])
    else:
        raise ReviewError(f"the archive knows no actor {actor[:80]!r}; `verbale people` lists those that it knows")
    return {name: element[name] for name in MERGED_FIELDS}


def _check_merge(connection: Connection, gone: Element, kept: Element, document: str | None) -> None:
    if document is not None and _document_with(connection, gone["id"], document) is None:
        raise ReviewError(f"{gone['id']} is not in that document")
    if gone["kind"] in UNMERGED_KINDS:
        raise ReviewError(f"{gone['id']} is a {gone['kind']}; states and disputed entities are not merged into others")
    if gone["id"] == kept["id"]:
        raise ReviewError("an actor cannot be merged into itself")
    open_merges = [review for review in read_reviews(connection, reviews.c.action == MERGE) if review.closed is None]
    for review in open_merges:
        if review.before["id"] == gone["id"] and review.document_key == document:
            raise ReviewError(
                f"{gone['id']} is merged into {(review.after or {})['id']} already (decision {review.number}); undo that first"
            )
    for scope in {review.document_key for review in open_merges} if document is None else {document}:
        holding = merges_of(review for review in open_merges if review.document_key in {None, scope})
        if resolve(holding).get(kept["id"], kept)["id"] == gone["id"]:
            raise ReviewError(f"{kept['id']} is merged into {gone['id']}; the other way would make a circle")


# --- what a decision touches ---


def _of_fact(connection: Connection, item: int) -> list[Review]:
    row = _item(connection, item)
    scene = _Scene.of(connection, row.document_id)
    own = scene.row(row.kind, row.local_id)
    return read_reviews(
        connection, reviews.c.document_key == scene.key, reviews.c.mark.in_({own.mark, scene.mark_for(own)})
    )


def _last_open(connection: Connection, item: int) -> int | None:
    return max((review.number for review in _of_fact(connection, item) if review.closed is None), default=None)


def _documents_of(connection: Connection, review: Review) -> Collection[int]:
    """Documents whose rows a decision may change."""
    if review.document_key is not None:
        return connection.scalars(select(documents.c.id).where(documents.c.key == review.document_key)).all()
    actors = (review.before["id"], (review.after or {}).get("id"))
    named = select(items.c.document_id).where(items.c.kind == "actor", items.c.local_id == actors[0])
    # A correction may name an actor whom the document itself does not know.
    corrected = (
        select(items.c.document_id)
        .join(item_actors)
        .where(items.c.verdict.is_not(None), item_actors.c.actor.in_(actors))
    )
    return sorted({*connection.scalars(named), *connection.scalars(corrected)})


def _item_of(connection: Connection, review: Review) -> int | None:
    if review.mark is None:
        return None
    return connection.scalar(select(items.c.id).where(items.c.mark == review.mark))


def _decision(connection: Connection, number: int, *, item: int | None, count: int) -> Decision:
    version = None
    if item is not None:
        row = _item(connection, item)
        version = version_of(row.data, row.verdict)
    return Decision(
        review=read_reviews(connection, reviews.c.id == number)[0], item=item, version=version, documents=count
    )


def _item(connection: Connection, item: int) -> Row[Any]:
    return connection.execute(select(items).where(items.c.id == item)).one()
