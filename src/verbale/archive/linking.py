"""Origins and versions in the store: which documents tell one story, and which text at an address is the latest.

Origins are the connected components of "one story" (`origins.same_story`) and "one address", named by the least key in
them. Adding a document joins the components that it touches, which gives the same components in any order. Which text
at an address is current is decided by (date of publication, key), never by the time of adding.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import urlsplit

from sqlalchemy import Connection, and_, func, insert, select, update

from verbale.archive.origins import buckets, same_story
from verbale.archive.tables import bands, documents

# One parameter, a list of buckets whose place is the band: 42 conditions would take longer to put together than to answer.
_NEAR = """SELECT signature, origin FROM documents WHERE id IN (
    SELECT bands.document_id FROM json_each(?) AS wanted
    CROSS JOIN bands ON bands.band = wanted.key AND bands.bucket = wanted.value
) ORDER BY origin"""


def link(connection: Connection, document_id: int) -> None:
    """Give a new document its origin, and join others to it.

    Its row must be in `documents` already. Called once for a document.
    """
    row = connection.execute(
        select(documents.c.key, documents.c.text_id, documents.c.url, documents.c.signature).where(
            documents.c.id == document_id
        )
    ).one()
    found = {row.key, *_of_same_text(connection, document_id, row.text_id)}
    if len(found) == 1:  # the same text has the same signature: what it is near to, its twin has found
        found |= _of_same_story(connection, row.signature)
        _enter(connection, document_id, row.signature)
    if is_address(row.url):
        found |= _at_address(connection, document_id, row.url)
    _join(connection, found)
    settle_versions(connection, row.url)


def settle_versions(connection: Connection, url: str | None) -> None:
    """Mark the latest of the texts at an address; the others are not current."""
    if url is None or not is_address(url):
        return
    here = documents.c.url == url
    latest = (
        select(documents.c.id)
        .where(here)
        .order_by(func.coalesce(documents.c.published, "").desc(), documents.c.key.desc())
        .limit(1)
        .scalar_subquery()
    )
    chosen = connection.scalar(select(latest))
    is_chosen = documents.c.id == chosen
    connection.execute(update(documents).where(here, documents.c.current != is_chosen).values(current=is_chosen))


def is_address(url: str | None) -> bool:
    """Whether a URL names a document. A bare site does not: many documents give it as their own."""
    if not url:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.path.strip("/") or parts.query or parts.fragment)


def _of_same_text(connection: Connection, document_id: int, text_id: str) -> set[str]:
    same = and_(documents.c.text_id == text_id, documents.c.id != document_id)
    return set(connection.scalars(select(documents.c.origin).where(same).distinct()))


def _of_same_story(connection: Connection, signature: bytes) -> set[str]:
    """Origins with a document that is one story with this signature. Each origin is asked until one document says so."""
    found: set[str] = set()
    for other, origin in _candidates(connection, signature):
        if origin not in found and same_story(signature, other):
            found.add(origin)
    return found


def _candidates(connection: Connection, signature: bytes) -> Iterator[tuple[bytes, str]]:
    """Signature and origin of each document that shares a bucket, by origin."""
    found = connection.exec_driver_sql(_NEAR, (json.dumps(buckets(signature)),))
    yield from ((row.signature, row.origin) for row in found)


def _enter(connection: Connection, document_id: int, signature: bytes) -> None:
    rows = [{"band": n, "bucket": bucket, "document_id": document_id} for n, bucket in enumerate(buckets(signature))]
    connection.execute(insert(bands), rows)


def _at_address(connection: Connection, document_id: int, url: str) -> set[str]:
    here = and_(documents.c.url == url, documents.c.id != document_id)
    return set(connection.scalars(select(documents.c.origin).where(here).distinct()))


def _join(connection: Connection, origins: set[str]) -> None:
    least = min(origins)
    moved = documents.c.origin.in_(origins - {least})
    connection.execute(update(documents).where(moved).values(origin=least))
