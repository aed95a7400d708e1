"""Writing parcels, in the caller's transaction. What a document brings is stored whole or not at all."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or
from sqlalchemy.exc import IntegrityError

from verbale.archive.blobs import encodable, pack, unpack, with_text, without_text
from verbale.archive.folding import fold_text
from verbale.archive.itemising import insert_items, project_anew
from verbale.archive.linking import link, settle_versions
from verbale.archive.origins import signature
from verbale.archive.parcel import Parcel, document_key
from verbale.archive.projection import first_day
from verbale.archive.tables import LONG_TEXT, PASSAGE, documents, passages, raws, records, sources
from verbale.errors import RecordError, UnknownDocument
from verbale.record import Record

Status = Literal["added", "again", "known", "failed"]

BAD_EVIDENCE = "bad_evidence"
"""Code of a failure: a quote that is not in the text, or a reference to nothing."""

BAD_RECORD = "bad_record"
"""Code of a failure: what the reader handed over is no record of this schema."""

QUOTE_REFUSED = "quote is not in the text"
"""What the triggers of `tables.QUOTE_TRIGGERS` say."""

_NO_RECORD = (ValueError, KeyError, TypeError, AttributeError, zlib.error)

VERSIONS = ("software", "model", "rules")
"""What a run tells of itself and every record keeps: `begin_run`'s `versions`."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a parcel.

    Attributes:
        uri, sha256: the parcel's.
        status: `added`: a new document. `again`: a document that was there, from another source. `known`: the same
            bytes from the same source, nothing done. `failed`: a row with `code`.
        document_id: row of the document, None where there is none.
        code: why it failed.
    """

    uri: str
    sha256: str
    status: Status
    document_id: int | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """What all parcels of a transaction share: the run, its versions, and the time in UTC."""

    run: int
    versions: Mapping[str, str]
    now: str


def write_parcels(connection: Connection, parcels: Iterable[Parcel], batch: Batch) -> list[Outcome]:
    """Store each parcel; a document that cannot be stored leaves a failure and disturbs no other."""
    return [_write(connection, parcel, batch) for parcel in parcels]


def known_pairs(connection: Connection, pairs: Iterable[tuple[str, str]], *, failed: bool) -> set[tuple[str, str]]:
    """Which (uri, sha256) have a source row; with `failed` False only those that gave a document."""
    found = set()
    for uri, sha256 in pairs:
        row = _source(connection, uri, sha256)
        if row is not None and (failed or row.document_id is not None):
            found.add((uri, sha256))
    return found


def replace_record(connection: Connection, document_id: int, parcel: Parcel, versions: Mapping[str, str]) -> None:
    """Put another reading of the same text in the place of a document's record; reviews are applied to it.

    The document keeps its key, by which reviews know it, and its origin. Metadata that the new reading tells otherwise
    (genre, date, speaker …) are stored.

    Raises:
        UnknownDocument: no such document.
        RecordError: the parcel holds no record, a bad one, or one of another text.
    """
    row = connection.execute(select(documents.c.text_id, documents.c.url).where(documents.c.id == document_id)).first()
    if row is None:
        raise UnknownDocument(f"no document {document_id}; `verbale search` tells numbers", None)
    if parcel.record is None:
        raise RecordError(f"{parcel.uri}: {parcel.code}: {parcel.message}; the record is as it was")
    record = checked_record(parcel.record)
    if record["document"]["id"] != row.text_id:
        raise RecordError(f"document {document_id}: the new record is of another text; add that as a document")
    values = _metadata(record["document"])
    connection.execute(update(documents).where(documents.c.id == document_id).values(**values))
    packed = {"data": pack(without_text(record)), **_software(versions)}
    connection.execute(update(records).where(records.c.document_id == document_id).values(**packed))
    project_anew(connection, document_id)
    for url in {row.url, values["url"]}:
        settle_versions(connection, url)


def _write(connection: Connection, parcel: Parcel, batch: Batch) -> Outcome:
    source = _source(connection, parcel.uri, parcel.sha256)
    if source is not None and (source.document_id is not None or parcel.record is None):
        return Outcome(parcel.uri, parcel.sha256, "known", source.document_id, source.code)
    if parcel.record is None:
        return _failed(connection, parcel, batch, parcel.code or "unusable", parcel.message)
    try:
        with _savepoint(connection):
            return _store(connection, parcel, batch)
    except RecordError as error:
        return _failed(connection, parcel, batch, BAD_EVIDENCE, str(error))
    except _NO_RECORD as error:
        return _failed(connection, parcel, batch, BAD_RECORD, f"{type(error).__name__}: {error}")
    except IntegrityError as error:
        if QUOTE_REFUSED not in str(error.orig):
            raise
        return _failed(connection, parcel, batch, BAD_EVIDENCE, QUOTE_REFUSED)


@contextmanager
def _savepoint(connection: Connection) -> Iterator[None]:
    """Undo a document alone. Where SQLite has undone the whole transaction (no room, no disk) the error goes on."""
    connection.exec_driver_sql("SAVEPOINT document")
    try:
        yield
    except BaseException:
        raw = connection.connection.driver_connection
        if raw is not None and raw.in_transaction:
            connection.exec_driver_sql("ROLLBACK TO document")
            connection.exec_driver_sql("RELEASE document")
        raise
    connection.exec_driver_sql("RELEASE document")


def checked_record(data: bytes) -> dict[str, Any]:
    """The dictionary of a parcel's record, of which every part has been checked.

    Raises:
        RecordError: a quote is not in the text, a reference names nothing, or the id is not the text's hash.
        ValueError, KeyError, TypeError, zlib.error: no record.
    """
    record: dict[str, Any] = unpack(data)
    Record.from_dict(record)
    text = record["document"]["text"].encode("utf-8")
    if record["document"]["id"] != "sha256:" + hashlib.sha256(text).hexdigest():
        raise RecordError("the document's id is not the hash of its text")
    return record


def _store(connection: Connection, parcel: Parcel, batch: Batch) -> Outcome:
    record = checked_record(parcel.record or b"")
    key = document_key(record["document"])
    _keep_raw(connection, parcel)
    there = connection.execute(select(documents.c.id, documents.c.raw).where(documents.c.key == key)).first()
    if there is None:
        document_id = _add(connection, record, key, parcel, batch)
    else:
        document_id = int(there.id)
        if parcel.raw is not None and (there.raw is None or parcel.sha256 < there.raw):  # whichever came first
            connection.execute(update(documents).where(documents.c.id == document_id).values(raw=parcel.sha256))
    _note(connection, parcel, batch, {"document_id": document_id, "code": None, "message": None})
    return Outcome(parcel.uri, parcel.sha256, "again" if there else "added", document_id)


def _add(connection: Connection, record: dict[str, Any], key: str, parcel: Parcel, batch: Batch) -> int:
    text: str = record["document"]["text"]
    row = _metadata(record["document"]) | {
        "key": key,
        "text_id": record["document"]["id"],
        "text": text,
        "words": len(text.split()),
        "raw": parcel.sha256 if parcel.raw is not None else None,
        "origin": key,
        "current": True,
        "signature": parcel.signature or signature(text),
    }
    document_id: int = connection.execute(insert(documents).values(**row).returning(documents.c.id)).scalar_one()
    _keep_passages(connection, document_id, text)
    packed = {"data": pack(without_text(record)), **_software(batch.versions)}
    connection.execute(insert(records).values(document_id=document_id, **packed))
    connection.exec_driver_sql(
        "INSERT INTO documents_search(rowid, title, body) VALUES (?, ?, ?)",
        (document_id, fold_text(row["title"] or ""), fold_text(text)),
    )
    insert_items(connection, document_id, key, record)
    link(connection, document_id)
    return document_id


def _keep_passages(connection: Connection, document_id: int, text: str) -> None:
    if len(text) >= LONG_TEXT:
        starts = range(0, len(text), PASSAGE)
        rows = [{"document_id": document_id, "number": at // PASSAGE, "text": text[at : at + PASSAGE]} for at in starts]
        connection.execute(insert(passages), rows)


def _failed(connection: Connection, parcel: Parcel, batch: Batch, code: str, message: str | None) -> Outcome:
    _keep_raw(connection, parcel)
    _note(connection, parcel, batch, {"document_id": None, "code": code, "message": encodable(message or "")})
    return Outcome(parcel.uri, parcel.sha256, "failed", None, code)


def _note(connection: Connection, parcel: Parcel, batch: Batch, result: Mapping[str, Any]) -> None:
    row = {"kind": parcel.kind, "about": parcel.about, "added": batch.now, "run_id": batch.run, **result}
    noted = insert_or(sources).values(uri=encodable(parcel.uri), sha256=parcel.sha256, **row)
    connection.execute(noted.on_conflict_do_update(index_elements=["uri", "sha256"], set_=row))


def _keep_raw(connection: Connection, parcel: Parcel) -> None:
    if parcel.raw is not None:
        row = {"sha256": parcel.sha256, "size": parcel.size, "data": parcel.raw}
        connection.execute(insert_or(raws).values(**row).on_conflict_do_nothing())


def _source(connection: Connection, uri: str, sha256: str) -> Row[*tuple[Any, ...]] | None:
    wanted = (sources.c.uri == encodable(uri), sources.c.sha256 == sha256)
    return connection.execute(select(sources.c.document_id, sources.c.code).where(*wanted)).first()


def _software(versions: Mapping[str, str]) -> dict[str, str]:
    return {name: str(versions.get(name, "")) for name in VERSIONS}


def _metadata(document: Mapping[str, Any]) -> dict[str, Any]:
    published = document["published"] or {}
    names = ("title", "url", "publisher", "publisher_country", "language", "genre", "speaker")
    return {name: document[name] for name in names} | {
        "published": first_day(published["date"]) if published else None,
        "published_precision": published.get("precision"),
        "published_basis": published.get("basis"),
    }


def stored_record(connection: Connection, document_id: int) -> dict[str, Any]:
    """`Record.to_dict()` of a document, as read.

    Raises:
        UnknownDocument: no such document.
    """
    query = select(records.c.data, documents.c.text).join(documents).where(documents.c.id == document_id)
    row = connection.execute(query).first()
    if row is None:
        raise UnknownDocument(f"no document {document_id}; `verbale search` tells numbers", None)
    return with_text(unpack(row.data), row.text)
