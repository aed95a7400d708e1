"""A reviewer's decisions on an archive: taken, undone, told again. Each is one transaction, with the rows that follow
from it; nothing that was read and no decision is ever deleted."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, Row, delete, false, insert, or_, select, text, update

from verbale.actors.gazetteer import known_actors
from verbale.archive.correcting import Surroundings, check_correction
from verbale.archive.folding import search_text
from verbale.archive.merging import MERGED_FIELDS, UNMERGED_KINDS, resolve
from verbale.archive.projection import Element, ItemRow, item_row, project
from verbale.archive.reviewing import (
    ASIDE,
    MERGE,
    REFERENCES,
    VERDICTS,
    Matching,
    Review,
    apply_reviews,
    judged_rows,
    match_reviews,
    merges_of,
)
from verbale.archive.tables import documents, item_actors, items, records, reviews
from verbale.errors import ReviewConflict, ReviewError
from verbale.record import to_plain

_MARK_LENGTH = 24
_LEAST_MARK = 8  # so many characters of a mark name a fact, as with commits
_COLUMNS = ("kind", "local_id", "mark", "start", "end", "quote", "code", "name", "status", "said_in", "day", "value",
            "confidence", "verdict", "data")  # fmt: skip


class Store(Protocol):
    """What a decision needs of an archive."""

    @property
    def engine(self) -> Engine:
        """Of the database, with the tables of `tables.py`."""


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
    """The id of a fact named by its id, its mark, or the beginning of one.

    Raises:
        ReviewError: no such fact, or several.
    """
    written = str(name)
    if written.isdecimal() and len(written) < _MARK_LENGTH:
        found = connection.scalars(select(items.c.id).where(items.c.id == min(int(written), 2**62))).all()
    elif _LEAST_MARK <= len(written) <= _MARK_LENGTH:
        found = connection.scalars(select(items.c.id).where(items.c.mark.startswith(written, autoescape=True))).all()
    else:
        found = []
    if len(found) == 1:
        return int(found[0])
    what = "more than one fact begins so" if found else "no such fact is in the archive"
    raise ReviewError(f"{written[:60]!r}: {what}; `verbale review ARCHIVE list` shows ids")


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
        item: id or mark.
        action: accept, reject, correct.
        after: for correct, the whole element as it should be.
        expected: the fact's version when it was looked at (`version_of`); None decides whatever it is by now.

    Raises:
        ReviewConflict: the fact is another one by now.
        ReviewError: no such fact or action, or a correction that breaks the contract.
    """
    if action not in VERDICTS or not reviewer.strip() or (action == "correct") != (after is not None):
        raise ReviewError("a decision is accept, reject, or correct with an element, and has a reviewer's name")
    with store.engine.begin() as connection:
        _lock(connection)
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
        number = _append(
            connection, action=action, document_key=scene.key, kind=row.kind, mark=scene.mark_for(own), before=before,
            after=kept, reviewer=reviewer.strip(), reason=reason,
        )  # fmt: skip
        _refresh(connection, [row.document_id])
        return _decision(connection, number, item=row.id, count=1)


def undo(store: Store, *, item: int | str | None = None, review: int | None = None, reviewer: str) -> Decision:
    """Close a decision, so that the one before it holds again, or what was read.

    Args:
        item: a fact, whose last open decision is meant; or
        review: a decision's number.

    Raises:
        ReviewError: there is no such open decision.
    """
    with store.engine.begin() as connection:
        _lock(connection)
        fact = None if item is None else find_item(connection, item)
        number = review if fact is None else _last_open(connection, fact)
        closed = connection.execute(
            update(reviews).where(reviews.c.id == number, reviews.c.closed.is_(None))
            .values(closed=_now(), closed_by=reviewer)
        )  # fmt: skip
        if closed.rowcount != 1:
            raise ReviewError("there is no decision to undo; `verbale review ARCHIVE history` shows decisions")
        done = _reviews(connection, reviews.c.id == number)[0]
        touched = _documents_of(connection, done)
        _refresh(connection, touched)
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
    with store.engine.begin() as connection:
        _lock(connection)
        before, after = (_actor(connection, actor, document) for actor in (gone, kept))
        _check_merge(connection, before, after, document)
        number = _append(
            connection, action=MERGE, document_key=document, kind=None, mark=None, before=before, after=after,
            reviewer=reviewer.strip(), reason=reason,
        )  # fmt: skip
        touched = _documents_of(connection, _reviews(connection, reviews.c.id == number)[0])
        _refresh(connection, touched)
        return _decision(connection, number, item=None, count=len(touched))


def history(store: Store, *, item: int | str | None = None, actor: str | None = None) -> list[Review]:
    """Decisions in the order in which they were made, those that were undone too.

    Args:
        item: only those on this fact.
        actor: only merges of this actor, either way.
    """
    with store.engine.connect() as connection:
        if item is None:
            found = _reviews(connection)
        else:
            found = _of_fact(connection, find_item(connection, item))
    if actor is not None:
        found = [r for r in found if r.action == MERGE and actor in (r.before["id"], (r.after or {}).get("id"))]
    return found


def orphans(store: Store) -> list[Review]:
    """Open decisions whose fact is gone: the document was read again, or is no longer there."""
    with store.engine.connect() as connection:
        lost = _reviews(
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


def reviews_for(connection: Connection, key: str) -> list[Review]:
    """All that `apply_reviews` needs for a document: its decisions, undone ones too, and merges that hold everywhere.

    Args:
        key: of the document.
    """
    everywhere = (reviews.c.action == MERGE) & reviews.c.document_key.is_(None) & reviews.c.closed.is_(None)
    return _reviews(connection, or_(reviews.c.document_key == key, everywhere))


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
        key, words, machine = _read_rows(connection, document)
        decided = reviews_for(connection, key)
        return cls(key, words, machine, judged_rows(machine, decided), match_reviews(machine, decided))

    def row(self, kind: str, local_id: str) -> ItemRow:
        return next(row for row in self.judged if (row.kind, row.local_id) == (kind, local_id))

    def mark_for(self, row: ItemRow) -> str:
        """The mark under which decisions on a row are kept: an older one, where they were carried over from it."""
        at = next(at for at, machine in enumerate(self.machine) if machine.mark == row.mark)
        holding = self.matching.by_row.get(at)
        return holding.mark if holding is not None and holding.mark else row.mark


def _read_rows(connection: Connection, document: int) -> tuple[str, str, list[ItemRow]]:
    found = connection.execute(
        select(documents.c.key, documents.c.text, records.c.data).join(records).where(documents.c.id == document)
    ).one()
    return found.key, found.text, project(json.loads(zlib.decompress(found.data)), found.key)


def _corrected(connection: Connection, scene: _Scene, row: Row[Any], before: Element, after: Element) -> Element:
    """The reviewer's element with the ids of before merges in all that the reviewer left alone."""
    seen = json.loads(row.data)
    known = {other.local_id for other in scene.machine if other.kind == "actor"}
    asked = {actor for _, actor, _, _ in _named(row.kind, after)}
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


def _named(kind: str, element: Element) -> Sequence[tuple[str, str, str | None, float | None]]:
    try:
        return item_row(kind, element, "", {}, None).actors
    except (KeyError, TypeError, AttributeError):
        return ()  # its shape is wrong, which `check_correction` tells


def _with_aside(connection: Connection, scene: _Scene, row: Row[Any], element: Element) -> Element:
    """An element with what it needs to stand among the elements of another reading."""
    marks = {other.local_id: other.mark for other in scene.machine if other.kind in ("statement", "meeting")}
    read = next(json.loads(r.data) for r in scene.machine if (r.kind, r.local_id) == (row.kind, row.local_id))
    changed = [name for name in REFERENCES.get(row.kind, ()) if element[name] != read[name]]
    actors = {actor for part, actor, _, _ in _named(row.kind, element) if part not in ("self", "countries")}
    here = {other.local_id for other in scene.machine if other.kind == "actor"}
    aside = {
        "marks": {name: marks.get(element[name]) for name in changed},
        "countries": {actor: _actor(connection, actor, None)["country"] for actor in sorted(actors - here)},
    }
    return {**element, ASIDE: aside} if any(aside.values()) else element


def _refresh(connection: Connection, touched: Iterable[int]) -> None:
    """Make the rows of documents anew, those that differ, and what is searched with them."""
    for document in touched:
        key, _, machine = _read_rows(connection, document)
        wanted = apply_reviews(machine, reviews_for(connection, key))
        there = {(row.kind, row.local_id): row for row in _items_of(connection, document)}
        actors = _actors_of(connection, document)
        for row in wanted:
            old = there[row.kind, row.local_id]
            if any(getattr(old, name) != getattr(row, name) for name in _COLUMNS) or actors.get(old.id, set()) != set(
                row.actors
            ):
                _rewrite(connection, old.id, row)


def _rewrite(connection: Connection, item: int, row: ItemRow) -> None:
    values = {name: getattr(row, name) for name in _COLUMNS}
    connection.execute(update(items).where(items.c.id == item).values(values))
    connection.execute(delete(item_actors).where(item_actors.c.item_id == item))
    parts = [
        {"item_id": item, "part": part, "actor": actor, "country": country, "value": value}
        for part, actor, country, value in row.actors
    ]
    if parts:
        connection.execute(insert(item_actors), parts)
    connection.execute(text("DELETE FROM items_search WHERE rowid = :id"), {"id": item})
    connection.execute(
        text("INSERT INTO items_search (rowid, folded) VALUES (:id, :folded)"),
        {"id": item, "folded": search_text(row.quote, row.name)},
    )


def _items_of(connection: Connection, document: int) -> Sequence[Row[Any]]:
    return connection.execute(select(items).where(items.c.document_id == document)).all()


def _actors_of(connection: Connection, document: int) -> Mapping[int, set[tuple[Any, ...]]]:
    found: dict[int, set[tuple[Any, ...]]] = {}
    own = select(item_actors).join(items, items.c.id == item_actors.c.item_id).where(items.c.document_id == document)
    for row in connection.execute(own):
        found.setdefault(row.item_id, set()).add((row.part, row.actor, row.country, row.value))
    return found


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
    open_merges = [review for review in _reviews(connection, reviews.c.action == MERGE) if review.closed is None]
    for review in open_merges:
        if review.before["id"] == gone["id"] and review.document_key == document:
            raise ReviewError(
                f"{gone['id']} is merged into {(review.after or {})['id']} already (decision {review.number}); undo that first"
            )
    for scope in {review.document_key for review in open_merges} if document is None else {document}:
        holding = merges_of(review for review in open_merges if review.document_key in {None, scope})
        if resolve(holding).get(kept["id"], kept)["id"] == gone["id"]:
            raise ReviewError(f"{kept['id']} is merged into {gone['id']}; the other way would make a circle")


# --- rows of `reviews` ---


def _append(connection: Connection, *, before: Element, after: Element | None, **values: Any) -> int:
    values |= {"before": _json(before), "after": None if after is None else _json(after), "made": _now()}
    key = connection.execute(insert(reviews).values(values)).inserted_primary_key
    return int(key[0]) if key else 0


def _reviews(connection: Connection, *conditions: Any) -> list[Review]:
    found = connection.execute(select(reviews).where(*conditions).order_by(reviews.c.id))
    return [_review(row) for row in found]


def _review(row: Row[Any]) -> Review:
    values = dict(row._mapping)
    before, after = json.loads(values.pop("before")), values.pop("after")
    return Review(number=values.pop("id"), before=before, after=json.loads(after) if after else None, **values)


def _of_fact(connection: Connection, item: int) -> list[Review]:
    row = _item(connection, item)
    scene = _Scene.of(connection, row.document_id)
    own = scene.row(row.kind, row.local_id)
    return _reviews(
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
    return Decision(review=_reviews(connection, reviews.c.id == number)[0], item=item, version=version, documents=count)


def _item(connection: Connection, item: int) -> Row[Any]:
    return connection.execute(select(items).where(items.c.id == item)).one()


def _lock(connection: Connection) -> None:
    """Be the one writer before anything is looked at, so that what was looked at is what is decided on."""
    connection.execute(update(items).where(false()).values(verdict=items.c.verdict))


def _json(value: Element) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
