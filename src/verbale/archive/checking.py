"""Whether an archive is sound: the file, the evidence, and everything that is derived from something else.

Nothing is changed. What is found wrong in derived tables comes from a fault of Verbale or from another program that
wrote to the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select

from verbale.archive.blobs import unpack, with_text
from verbale.archive.components import components
from verbale.archive.folding import fold_text, search_text
from verbale.archive.itemising import actor_values, rows_of, values_of
from verbale.archive.linking import is_address
from verbale.archive.origins import buckets, signature
from verbale.archive.tables import bands, documents, item_actors, items, passages, raws, records, sources
from verbale.errors import RecordError
from verbale.record import Record

_PAGE = 50  # documents in memory at a time


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be.

    Attributes:
        code: `file`, `reference`, `text`, `evidence`, `items`, `search`, `signature`, `bands`, `origin`, `version`,
            `orphan`.
        message: what, in words.
        document_key: of the document it concerns, where there is one.
    """

    code: str
    message: str
    document_key: str | None = None


def findings(connection: Connection) -> Iterator[Finding]:
    """All findings. Reads everything once; takes about as long as writing it did. Of a damaged file only the damage is
    told."""
    damage = list(file_findings(connection))
    yield from damage
    if any(finding.code == "file" for finding in damage):
        return
    yield from _document_findings(connection)
    yield from _search_findings(connection)
    yield from _origin_findings(connection)
    yield from _version_findings(connection)
    yield from _orphan_findings(connection)


def file_findings(connection: Connection) -> Iterator[Finding]:
    """What SQLite itself finds: damaged pages, indexes that differ from their tables, references to nothing."""
    messages = list(connection.exec_driver_sql("PRAGMA integrity_check").scalars())
    yield from (Finding("file", message) for message in messages if message != "ok")
    if messages != ["ok"]:
        return
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield Finding("reference", f"{table}, row {row}: refers to a row of {parent} that is not there")


def _document_findings(connection: Connection) -> Iterator[Finding]:
    query = select(documents, records.c.data).outerjoin(records).order_by(documents.c.id)
    passage = select(passages.c.text).order_by(passages.c.number)
    for row in connection.execution_options(yield_per=_PAGE).execute(query):
        if row.text_id != "sha256:" + hashlib.sha256(row.text.encode()).hexdigest():
            yield Finding("text", "the text is not the one whose hash is its id", row.key)
        elif row.signature != signature(row.text):
            yield Finding("signature", "is not the text's", row.key)
        in_passages = "".join(connection.scalars(passage.where(passages.c.document_id == row.id)))
        if in_passages not in ("", row.text):
            yield Finding("text", "its passages are not its text", row.key)
        yield from _record_findings(connection, row)


def _record_findings(connection: Connection, row: Row[*tuple[Any, ...]]) -> Iterator[Finding]:
    if row.data is None:
        yield Finding("evidence", "has no record", row.key)
        return
    record = with_text(unpack(row.data), row.text)
    try:
        Record.from_dict(record)
    except (RecordError, KeyError) as error:
        yield Finding("evidence", str(error), row.key)
        return
    wanted = {(item.kind, item.local_id): item for item in rows_of(connection, row.key, record)}
    there = {(item.kind, item.local_id): item for item in _items_of(connection, row.id)}
    for name in sorted(wanted.keys() ^ there.keys()):
        yield Finding("items", f"{' '.join(name)} is {'missing' if name in wanted else 'not in the record'}", row.key)
    for name in sorted(wanted.keys() & there.keys()):
        item, found = wanted[name], there[name]
        same = all(getattr(found, column) == value for column, value in values_of(item).items())
        if not same or _sorted(actor_values(found.id, item)) != _sorted(_actors_of(connection, found.id)):
            yield Finding("items", f"{' '.join(name)} is not what the record and its reviews say", row.key)
        elif found.quote is not None and row.text[found.start : found.end] != found.quote:
            yield Finding("evidence", f"{' '.join(name)}: the quote is not in the text", row.key)


def _items_of(connection: Connection, document_id: int) -> list[Row[*tuple[Any, ...]]]:
    return list(connection.execute(select(items).where(items.c.document_id == document_id)))


def _actors_of(connection: Connection, item_id: int) -> list[dict[str, Any]]:
    rows = connection.execute(select(item_actors).where(item_actors.c.item_id == item_id))
    return [dict(row._mapping) for row in rows]


def _sorted(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(repr(sorted(row.items())) for row in rows)


def _search_findings(connection: Connection) -> Iterator[Finding]:
    """Full-text rows without their item or document, the other way round, and rows with other words."""
    for table, own in (("items_search", "items"), ("documents_search", "documents")):
        for one, other in ((table, own), (own, table)):
            number = f"SELECT rowid FROM {one} EXCEPT SELECT rowid FROM {other}"
            for (row,) in connection.exec_driver_sql(number).all():
                yield Finding("search", f"row {row} of {one} has none in {other}")
    query = "SELECT i.id, i.quote, i.name, s.folded FROM items i JOIN items_search s ON s.rowid = i.id"
    for row, quote, name, folded in connection.exec_driver_sql(query):
        if folded != search_text(quote, name):
            yield Finding("search", f"row {row} of items_search holds other words than its item")
    query = "SELECT d.key, d.title, d.text, s.title, s.body FROM documents d JOIN documents_search s ON s.rowid = d.id"
    for key, title, text, folded, body in connection.exec_driver_sql(query):
        if folded != fold_text(title or "") or body != fold_text(text):
            yield Finding("search", "documents_search holds other words than the document", key)


def _origin_findings(connection: Connection) -> Iterator[Finding]:
    origins = components(connection)
    query = select(documents.c.id, documents.c.key, documents.c.origin).order_by(documents.c.id)
    for number, key, origin in connection.execute(query):
        if origins[number] != origin:
            yield Finding("origin", f"is {origin[:12]}…, should be {origins[number][:12]}…", key)
    yield from _band_findings(connection)


def _band_findings(connection: Connection) -> Iterator[Finding]:
    """A text is entered once: by the first document that had it."""
    entered: dict[str, int] = {}
    query = select(documents.c.id, documents.c.key, documents.c.text_id, documents.c.signature)
    for row in connection.execute(query.order_by(documents.c.id)):
        own = select(bands.c.bucket).where(bands.c.document_id == row.id).order_by(bands.c.band)
        there = list(connection.scalars(own))
        if there and there != buckets(row.signature):
            yield Finding("bands", "are not those of its signature", row.key)
        entered[row.text_id] = entered.get(row.text_id, 0) + bool(there)
    for text_id, times in sorted(entered.items()):
        if times != 1:
            yield Finding("bands", f"text {text_id[:19]}… is entered {times} times, not once")


def _version_findings(connection: Connection) -> Iterator[Finding]:
    chosen: dict[str, tuple[str, str]] = {}
    query = select(documents.c.key, documents.c.url, documents.c.published, documents.c.current)
    for key, url, published, _ in connection.execute(query):
        if is_address(url):
            chosen[url] = max(chosen.get(url, ("", "")), (published or "", key))
    for key, url, _, current in connection.execute(query.order_by(documents.c.key)):
        if current != (not is_address(url) or chosen[url][1] == key):
            yield Finding("version", "is wrongly marked as the current text of its address, or as not", key)


def _orphan_findings(connection: Connection) -> Iterator[Finding]:
    unsourced = (
        select(documents.c.key).outerjoin(sources).group_by(documents.c.id).having(func.count(sources.c.id) == 0)
    )
    for key in connection.scalars(unsourced):
        yield Finding("orphan", "no source is known", key)
    given = select(sources.c.sha256)
    for sha256 in connection.scalars(select(raws.c.sha256).where(raws.c.sha256.not_in(given))):
        yield Finding("orphan", f"bytes {sha256[:12]}… are of no source")
    neither = sources.c.document_id.is_(None) & sources.c.code.is_(None)
    for uri in connection.scalars(select(sources.c.uri).where(neither)):
        yield Finding("orphan", f"{uri}: neither a document nor a failure")
