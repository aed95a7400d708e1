from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.archive.stories import PORT, RIVER, parcel_of, wire_copy
from verbale.archive.store import open_store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A sound archive: two of one story, one alone, two versions of one page."""
    place = tmp_path / "press.verbale"
    parcels = [
        parcel_of(RIVER), parcel_of(wire_copy(RIVER)), parcel_of(PORT), parcel_of("First word.", url="https://a.example/1"),
        parcel_of("Second word.", url="https://a.example/1", published="2020-01-01"),
    ]  # fmt: skip
    with open_store(place, create=True) as store:
        store.write(parcels, run=store.begin_run("test", {}))
        assert store.check() == []
    return place


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        ("UPDATE documents SET text = text || ' more' WHERE id = 1", "text"),
        ("UPDATE documents SET signature = x'016d' WHERE id = 3", "signature"),
        ("UPDATE documents SET origin = key WHERE id IN (1, 2)", "origin"),
        ("UPDATE documents SET current = 1", "version"),
        ("UPDATE documents SET current = 0 WHERE id = 3", "version"),
        ("DELETE FROM records WHERE document_id = 1", "evidence"),
        ("DELETE FROM items WHERE id = 1", "items"),
        ("UPDATE items SET name = 'Other' WHERE id = 1", "items"),
        ("UPDATE items SET verdict = 'rejected' WHERE id = 1", "items"),
        ("UPDATE item_actors SET country = 'ARM' WHERE item_id = 1", "items"),
        ("DELETE FROM item_actors WHERE item_id = 1", "items"),
        ("DROP TRIGGER items_quote_update; UPDATE items SET quote = 'Thy' WHERE id = 1", "items"),
        ("DELETE FROM items_search WHERE rowid = 1", "search"),
        ("INSERT INTO items_search(rowid, folded) VALUES (99, 'x')", "search"),
        ("UPDATE items_search SET folded = 'x' WHERE rowid = 1", "search"),
        ("UPDATE documents_search SET body = 'x' WHERE rowid = 1", "search"),
        ("DELETE FROM documents_search WHERE rowid = 1", "search"),
        ("DELETE FROM bands WHERE document_id = 1", "bands"),
        ("DELETE FROM bands WHERE document_id = 1 AND band = 3", "bands"),
        ("UPDATE sources SET document_id = NULL, code = 'x' WHERE document_id = 1", "orphan"),
        ("UPDATE sources SET document_id = NULL WHERE document_id = 1", "orphan"),
        ("INSERT INTO raws VALUES ('x', 1, 'x')", "orphan"),
        ("UPDATE sources SET document_id = 77 WHERE document_id = 1", "reference"),
    ],
)
def test_what_is_wrong_is_found(path: Path, damage: str, code: str) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(damage)
    with open_store(path) as store:
        before = store.digest() if code not in {"evidence", "signature"} else None
        found = store.check()
        assert code in {finding.code for finding in found}
        assert all(finding.message for finding in found)
        assert before is None or store.digest() == before
