from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import verbale
from tests.archive.reading import stub_for, write_press
from verbale.archive.archive import Archive
from verbale.errors import ArchiveError
from verbale.record import Record, Statement


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setattr("verbale.archive.adding.parcelling", stub_for)
    with verbale.Archive(tmp_path / "press.verbale") as opened:
        opened.add(write_press(tmp_path / "press", count=3), tmp_path / "missing.txt", publisher="The Ministry")
        yield opened


def test_documents_and_records(archive: Archive) -> None:
    documents = list(archive.documents())
    assert [document.publisher for document in documents] == ["The Ministry"] * 3
    records = list(archive.records())
    assert [record.document.id for record in records] == [document.text_id for document in documents]
    assert all(isinstance(record, Record) for record in records)


def test_facts_come_again_each_time_they_are_asked_for(archive: Archive) -> None:
    statements = archive.statements()
    assert [one.fact.quote for one in statements] == [one.fact.quote for one in statements]
    assert all(isinstance(one.fact, Statement) for one in statements)
    assert list(archive.events()) == []


def test_facts_as_frames(archive: Archive) -> None:
    frame = archive.statements().to_pandas()
    assert set(frame["speaker"]) == {"NOR"}
    assert {"document", "origin", "day", "verdict", "cue.act"} <= set(frame.columns)
    assert archive.documents().to_polars()["words"].sum() == sum(document.words for document in archive.documents())
    assert archive.events().to_polars().is_empty()


def test_rejected_facts_are_left_out(archive: Archive) -> None:
    hit = archive.search("border", kinds=("statement",)).hits[0] if archive.count("border") else None
    item = archive.queue(kinds=("statement",))[0] if hit is None else hit.id
    archive.reject(item, reviewer="Ana")
    assert len(archive.statements().to_rows()) == 2
    assert len(archive.statements(rejected=True).to_rows()) == 3
    archive.undo(item=item, reviewer="Ana")
    assert len(archive.statements().to_rows()) == 3


def test_failures_are_listed(archive: Archive) -> None:
    (failure,) = archive.failures()
    assert failure.code == "not_found"


def test_questions_are_passed_on(archive: Archive) -> None:
    assert archive.count(kinds=("statement",), speaker_country="Norway") == 3
    assert {facet.value for facet in archive.facets() if facet.facet == "act"} == {"say"}
    assert list(archive.known("people")) == []
    with pytest.raises(ValueError, match="none of people"):
        archive.known("secrets")


def test_a_copy_is_equal(archive: Archive, tmp_path: Path) -> None:
    archive.backup(tmp_path / "copy.verbale")
    with Archive(tmp_path / "copy.verbale", read_only=True) as copy:
        assert copy.digest() == archive.digest()
        assert copy.check() == []


def test_reading_only_makes_no_archive(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError):
        Archive(tmp_path / "none.verbale", read_only=True)
    assert not (tmp_path / "none.verbale").exists()
