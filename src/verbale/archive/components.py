"""Origins computed anew from all documents: what adding them one by one must have come to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import combinations, groupby, pairwise

from sqlalchemy import Connection, Row, select

from verbale.archive.linking import is_address
from verbale.archive.origins import same_story
from verbale.archive.tables import bands, documents

_SIGNATURES = 20_000  # held in memory, 15 MB


def components(connection: Connection) -> dict[int, str]:
    """The origin of every document, by row number, from its text, address and signature alone."""
    keys = {number: key for number, key in connection.execute(select(documents.c.id, documents.c.key))}  # noqa: C416
    parents = {number: number for number in keys}
    for one, other in _certain(connection):
        _join(parents, one, other)
    signature = _signatures(connection)
    for one, other in _candidates(connection):
        if _root(parents, one) != _root(parents, other) and same_story(signature(one), signature(other)):
            _join(parents, one, other)
    least: dict[int, str] = {}
    for number, key in keys.items():
        root = _root(parents, number)
        least[root] = min(key, least.get(root, key))
    return {number: least[_root(parents, number)] for number in keys}


def _certain(connection: Connection) -> Iterator[tuple[int, int]]:
    """Pairs with one text, and pairs with one address."""
    for column in (documents.c.text_id, documents.c.url):
        rows = connection.execute(select(column, documents.c.id).where(column.is_not(None)).order_by(column))
        for value, group in groupby(rows, key=lambda row: row[0]):
            if column is documents.c.text_id or is_address(value):
                yield from pairwise(number for _, number in group)


def _candidates(connection: Connection) -> Iterator[tuple[int, int]]:
    def place(row: Row[int, int, int]) -> tuple[int, int]:
        return row[0], row[1]

    query = select(bands.c.band, bands.c.bucket, bands.c.document_id).order_by(bands.c.band, bands.c.bucket)
    for _, group in groupby(connection.execution_options(yield_per=1_000).execute(query), key=place):
        yield from combinations([row[2] for row in group], 2)


def _signatures(connection: Connection) -> Callable[[int], bytes]:
    @lru_cache(maxsize=_SIGNATURES)
    def signature(number: int) -> bytes:
        found: bytes = connection.scalars(select(documents.c.signature).where(documents.c.id == number)).one()
        return found

    return signature


def _root(parents: dict[int, int], number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number


def _join(parents: dict[int, int], one: int, other: int) -> None:
    parents[_root(parents, one)] = _root(parents, other)
