from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from tests.archive.stories import PORT, RIVER, failure_of, parcel_of, record_of
from verbale.archive.store import Store, open_store
from verbale.archive.tables import (
    LONG_TEXT,
    PASSAGE,
    documents,
    item_actors,
    items,
    passages,
    raws,
    records,
    reviews,
    runs,
    sources,
)
from verbale.errors import RecordError, UnknownDocument


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "press.verbale", create=True) as opened:
        yield opened


@pytest.fixture
def run(store: Store) -> int:
    return store.begin_run("test", {"software": "1", "model": "m", "rules": "r"})


def count(store: Store, table: Any) -> int:
    with store.reading() as connection:
        return connection.scalars(select(func.count()).select_from(table)).one()


def searched(store: Store, table: str, words: str) -> list[int]:
    with store.reading() as connection:
        found = connection.exec_driver_sql(f"SELECT rowid FROM {table} WHERE {table} MATCH ?", (f'"{words}"',))
        return [row[0] for row in found]


def test_a_document_is_stored_with_all_that_belongs_to_it(store: Store, run: int) -> None:
    (outcome,) = store.write([parcel_of(RIVER, title="Səlcuq: talks", published="2020-05-14")], run=run)
    assert (outcome.status, outcome.document_id, outcome.code) == ("added", 1, None)
    (row,) = store.documents()
    assert (row.title, row.published, row.current, row.words) == (
        "Səlcuq: talks",
        "2020-05-14",
        True,
        len(RIVER.split()),
    )
    assert row.origin == row.key
    assert store.record(1).document.text == RIVER
    assert [(item.kind, item.quote, item.day) for item in store.items()] == [
        ("project", "The", "2020-05-14"),
        ("actor", None, "2020-05-14"),
    ]
    assert searched(store, "documents_search", "salcuq") == [1]
    assert searched(store, "documents_search", "shared river") == [1]
    assert searched(store, "items_search", "georgia") == [2]
    with store.reading() as connection:
        kept = connection.execute(select(records.c.software, records.c.model, records.c.rules)).one()
    assert tuple(kept) == ("1", "m", "r")
    assert store.check() == []


def test_the_same_given_twice_changes_nothing(store: Store, run: int) -> None:
    store.write([parcel_of(RIVER)], run=run)
    before = store.digest()
    outcomes = store.write([parcel_of(RIVER), parcel_of(RIVER)], run=run)
    assert [outcome.status for outcome in outcomes] == ["known", "known"]
    assert store.digest() == before


def test_the_same_document_elsewhere_is_another_source(store: Store, run: int) -> None:
    other = dataclasses.replace(parcel_of(RIVER, uri="b"), sha256="0" * 64)
    first, second = store.write([parcel_of(RIVER, uri="a"), other], run=run)
    assert (first.status, second.status) == ("added", "again")
    assert first.document_id == second.document_id
    assert (count(store, documents), count(store, sources), count(store, raws)) == (1, 2, 2)
    assert [row.raw for row in store.documents()] == ["0" * 64]


def test_which_bytes_stand_for_a_document_does_not_depend_on_order(tmp_path: Path) -> None:
    given = [parcel_of(RIVER, uri="a"), dataclasses.replace(parcel_of(RIVER, uri="b"), sha256="0" * 64)]
    digests = []
    for name, parcels in (("one", given), ("other", given[::-1])):
        with open_store(tmp_path / name, create=True) as store:
            store.write(parcels, run=store.begin_run("test", {}))
            digests.append(store.digest())
    assert digests[0] == digests[1]


def test_the_same_text_of_another_publisher_is_another_document_of_one_origin(store: Store, run: int) -> None:
    store.write([parcel_of(RIVER, publisher="Herald"), parcel_of(RIVER, publisher="Gazette")], run=run)
    assert len({row.origin for row in store.documents()}) == 1
    assert count(store, documents) == 2


def test_failures_are_rows(store: Store, run: int) -> None:
    (outcome,) = store.write([failure_of("cut.pdf")], run=run)
    assert (outcome.status, outcome.code) == ("failed", "malformed")
    (again,) = store.write([failure_of("cut.pdf")], run=run)
    assert (again.status, again.code) == ("known", "malformed")
    assert store.known([("cut.pdf", "0" * 64), ("x", "y")]) == {("cut.pdf", "0" * 64)}
    assert store.known([("cut.pdf", "0" * 64)], failed=False) == set()
    assert store.check() == []


def test_a_document_takes_the_place_of_its_failure(store: Store, run: int) -> None:
    good = parcel_of(RIVER, uri="a")
    store.write([dataclasses.replace(good, record=None, code="timeout", message="60 s")], run=run)
    (outcome,) = store.write([good], run=run)
    assert outcome.status == "added"
    with store.reading() as connection:
        assert tuple(connection.execute(select(sources.c.document_id, sources.c.code, sources.c.message)).one()) == (
            1,
            None,
            None,
        )


def bad_quote() -> dict[str, Any]:
    record = record_of(RIVER)
    record["projects"][0]["quote"] = "Thy"
    return record


def other_id() -> dict[str, Any]:
    record = record_of(RIVER)
    record["document"]["id"] = "sha256:0"
    return record


def unknown_actor() -> dict[str, Any]:
    record = record_of(RIVER)
    record["events"] = [
        {"id": "e1", "type": "AGREE", "mode": None, "quad": 1, "cameo": None, "goldstein": None, "actor": ["ARM"], "recipient": [],
         "trigger": [0, 3], "evidence": [0, 3], "quote": "The", "date": None, "place": None, "status": "happened", "claimed_by": None,
         "by": {"rule": "r", "confidence": 1.0}}
    ]  # fmt: skip
    return record


@pytest.mark.parametrize("record", [bad_quote(), other_id(), unknown_actor()])
def test_bad_evidence_is_refused_and_disturbs_no_other(store: Store, run: int, record: dict[str, Any]) -> None:
    outcomes = store.write([parcel_of(PORT), parcel_of(RIVER, record=record, uri="bad"), parcel_of(RIVER)], run=run)
    assert [(outcome.status, outcome.code) for outcome in outcomes] == [
        ("added", None),
        ("failed", "bad_evidence"),
        ("added", None),
    ]
    assert store.check() == []
    assert count(store, documents) == 2


@pytest.mark.parametrize("data", [b"no zlib", b"", b"x\x9c\x03\x00\x00\x00\x00\x01"])
def test_what_is_no_record_is_refused(store: Store, run: int, data: bytes) -> None:
    (outcome,) = store.write([dataclasses.replace(parcel_of(RIVER), record=data)], run=run)
    assert (outcome.status, outcome.code) == ("failed", "bad_record")
    assert count(store, raws) == 1  # the bytes are kept: they can be read again


def test_the_store_itself_refuses_a_quote_that_is_not_in_the_text(store: Store, run: int) -> None:
    store.write([parcel_of(RIVER)], run=run)
    with closing(sqlite3.connect(store.path)) as raw, pytest.raises(sqlite3.IntegrityError, match="quote is not"):
        raw.execute("UPDATE items SET quote = 'Thy' WHERE kind = 'project'")


def test_a_refusal_by_the_store_is_a_failure_too(store: Store, run: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verbale.archive.writing.Record.from_dict", lambda _: None)
    outcomes = store.write([parcel_of(RIVER, record=bad_quote()), parcel_of(PORT)], run=run)
    assert [outcome.code for outcome in outcomes] == ["bad_evidence", None]
    assert store.check() == []


def test_lone_surrogates_and_nul(store: Store, run: int) -> None:
    odd = parcel_of(PORT, title="a\ud800b\0c", publisher="\udfff", uri="u\udc00ri")
    outcomes = store.write([odd, parcel_of("Broken \ud800 text.", uri="broken"), failure_of("f\ud800")], run=run)
    assert [outcome.status for outcome in outcomes] == ["added", "failed", "failed"]
    assert next(store.documents()).title == "a\ufffdb\0c"
    assert store.known([("u\udc00ri", odd.sha256)]) == {("u\udc00ri", odd.sha256)}
    assert store.check() == []
    assert store.write([odd], run=run)[0].status == "known"


def test_a_text_with_nul_is_kept_whole(store: Store, run: int) -> None:
    store.write([parcel_of("First \0then more.")], run=run)
    assert store.record(1).document.text == "First \0then more."
    assert store.check() == []


def test_a_fact_behind_a_nul_is_refused_as_sqlite_cannot_see_it(store: Store, run: int) -> None:
    (outcome,) = store.write([parcel_of("\0First then more.")], run=run)
    assert (outcome.status, outcome.code) == ("failed", "bad_evidence")
    assert store.check() == []


def test_evidence_counts_code_points(store: Store, run: int) -> None:
    flag = "\U0001f1e6\U0001f1ff"
    outcomes = store.write([parcel_of(f"{flag}\u0301 met. Nothing more was said.")], run=run)
    assert outcomes[0].status == "added"
    assert next(store.items()).quote == f"{flag}\u0301"


def test_facts_of_a_long_text_are_checked_passage_by_passage(store: Store, run: int) -> None:
    text = "é" * PASSAGE * 2 + RIVER + "\U0001f600" * LONG_TEXT
    spans = [(0, 3), (PASSAGE - 2, PASSAGE + 2), (PASSAGE - 1, PASSAGE), (PASSAGE, PASSAGE + 9), (5, PASSAGE * 2 + 9), (len(text) - 1, len(text))]  # fmt: skip
    record = record_of(text)
    (project,) = record["projects"]
    record["projects"] = [
        project | {"id": f"j{n}", "evidence": list(span), "quote": text[slice(*span)]} for n, span in enumerate(spans)
    ]
    (outcome,) = store.write([parcel_of(text, record=record)], run=run)
    assert outcome.status == "added"
    assert store.check() == []
    with store.reading() as connection:
        assert len(connection.execute(select(passages)).all()) == -(-len(text) // PASSAGE)
    for change in ("quote = 'x'", "start = start + 1", "document_id = 99"):
        with closing(sqlite3.connect(store.path)) as raw, pytest.raises(sqlite3.IntegrityError, match="quote is not"):
            raw.execute(f"UPDATE items SET {change} WHERE local_id = 'j1'")
    with closing(sqlite3.connect(store.path)) as raw, raw:
        raw.execute("UPDATE passages SET text = 'x' WHERE number = 20")
    assert [finding.code for finding in store.check()] == ["text"]


def test_runs_are_noted(store: Store, run: int) -> None:
    store.finish_run(run, {"added": 3})
    with store.reading() as connection:
        row = connection.execute(select(runs)).one()
    assert (row.command, json.loads(row.versions)["software"], json.loads(row.summary)) == ("test", "1", {"added": 3})
    assert row.started <= row.finished


def test_replacing_a_record_keeps_key_and_reviews(store: Store, run: int) -> None:
    store.write([parcel_of(RIVER), parcel_of(PORT)], run=run)
    row = next(store.documents(documents.c.id == 1))
    project = next(store.items(items.c.kind == "project", items.c.document_id == 1))
    review = {
        "action": "reject", "document_key": row.key, "kind": "project", "mark": project.mark, "before": project.data,
        "reviewer": "ana", "made": "2020-01-01T00:00:00Z",
    }  # fmt: skip
    with store.writing() as connection:
        connection.execute(insert(reviews).values(**review))
    store.refresh([1])
    assert next(store.items(items.c.id == project.id)).verdict == "rejected"
    record = record_of(RIVER, genre="report", published="2021-01-02")
    record["actors"][0]["name"] = "Sakartvelo"
    newer = store.begin_run("reread", {"software": "2"})
    store.replace_record(1, parcel_of(RIVER, record=record), run=newer)
    (after,) = store.documents(documents.c.id == 1)
    assert (after.key, after.genre, after.published) == (row.key, "report", "2021-01-02")
    verdicts = {item.kind: item.verdict for item in store.items(items.c.document_id == 1)}
    assert verdicts == {"project": "rejected", "actor": None}
    assert len(searched(store, "items_search", "sakartvelo")) == 1
    assert len(searched(store, "items_search", "georgia")) == 1
    assert store.check() == []


@pytest.mark.parametrize("parcel", [parcel_of(PORT), failure_of("x"), parcel_of(RIVER, record=bad_quote())])
def test_a_bad_replacement_changes_nothing(store: Store, run: int, parcel: Any) -> None:
    store.write([parcel_of(RIVER)], run=run)
    before = store.digest()
    with pytest.raises(RecordError):
        store.replace_record(1, parcel, run=run)
    assert store.digest() == before


def test_unknown_documents(store: Store, run: int) -> None:
    with pytest.raises(UnknownDocument, match="no document 7"):
        store.record(7)
    with pytest.raises(UnknownDocument):
        store.replace_record(7, parcel_of(RIVER), run=run)


def test_iterators_see_one_state_and_conditions(store: Store, run: int) -> None:
    store.write([parcel_of(f"Word{n} {RIVER}", uri=str(n)) for n in range(30)], run=run)
    rows = store.items(items.c.kind == "project")
    first = next(rows)
    store.write([parcel_of(PORT)], run=run)
    assert len(list(rows)) == 29
    assert [row.key for row in store.documents()] == sorted(row.key for row in store.documents())
    assert first.origin == min(row.origin for row in store.documents())


def test_actors_of_items_are_rows(store: Store, run: int) -> None:
    store.write([parcel_of(RIVER)], run=run)
    with store.reading() as connection:
        found = connection.execute(select(item_actors.c.part, item_actors.c.actor, item_actors.c.country)).all()
    assert {tuple(row) for row in found} == {("countries", "GEO", "GEO"), ("self", "GEO", "GEO")}


def test_nothing_depends_on_the_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digests = set()
    for name, times in {
        "forth": ["2020-02-29T23:59:59Z"] * 9,
        "back": [f"20{30 - n}-03-29T02:30:00Z" for n in range(9)],
    }.items():
        clock = iter(times)
        monkeypatch.setattr("verbale.archive.store.utc_now", lambda: next(clock))  # noqa: B023
        with open_store(tmp_path / name, create=True) as store:
            run = store.begin_run("test", {})
            for text in (RIVER, PORT):
                store.write([parcel_of(text, url="https://a.example/1")], run=run)
            store.finish_run(run, {})
            digests.add(store.digest())
    assert len(digests) == 1


def test_digest_tells_contents_apart(tmp_path: Path) -> None:
    digests = set()
    for name, parcels in {
        "none": [], "river": [parcel_of(RIVER)], "elsewhere": [parcel_of(RIVER, uri="x")], "failed": [failure_of("x")],
        "port": [parcel_of(PORT)], "titled": [parcel_of(RIVER, title="x")],
    }.items():  # fmt: skip
        with open_store(tmp_path / name, create=True) as store:
            store.write(parcels, run=store.begin_run("test", {}))
            digests.add(store.digest())
    assert len(digests) == 6
