from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archive.reading import capitals, stub, write_press
from verbale import Archive
from verbale.archive.adding import add
from verbale.archive.rereading import reread
from verbale.archive.versions import Versions, current_versions


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "press.verbale") as opened:
        add(opened.store, [write_press(tmp_path / "press", count=3)], opener=stub, about={"publisher": "The Ministry"})
        yield opened


def test_the_same_reader_changes_nothing(archive: Archive) -> None:
    before = archive.digest()
    run = reread(archive.store, opener=stub)
    assert run.outcomes == {"unchanged": 3}
    assert archive.digest() == before


def test_a_newer_reader_gives_new_records(archive: Archive) -> None:
    run = reread(archive.store, opener=capitals, workers=2)
    assert run.outcomes == {"reread": 3}
    assert {statement.fact.cue.act for statement in archive.statements() if statement.fact.cue} == {"warn"}
    assert len(archive.statements().to_rows()) == 6
    assert {document.publisher for document in archive.documents()} == {"The Ministry"}
    assert archive.check() == []


def test_reviews_stay(archive: Archive) -> None:
    first, second, _ = archive.search(kinds=("statement",)).hits
    archive.reject(first.id, reviewer="Ana")
    archive.correct(second.id, "act=condemn", reviewer="Ana", reason="the tone")
    reread(archive.store, opener=capitals)
    verdicts = {(one.document, one.fact.quote): one for one in archive.statements(rejected=True)}
    assert verdicts[first.document, str(first.quote)].verdict == "rejected"
    corrected = verdicts[second.document, str(second.quote)]
    assert corrected.verdict == "corrected"
    assert corrected.fact.cue is not None
    assert corrected.fact.cue.act == "condemn"
    assert archive.check() == []


def test_only_what_another_version_has_read(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    assert reread(archive.store, opener=capitals, older_only=True).seen == 0
    newer = current_versions()._replace(rules="newer")
    monkeypatch.setattr("verbale.archive.rereading.current_versions", lambda _: newer)
    assert reread(archive.store, opener=capitals, older_only=True).outcomes == {"reread": 3}
    assert reread(archive.store, opener=capitals, older_only=True).seen == 0


def test_a_document_is_opened_as_it_was_given(tmp_path: Path) -> None:
    lines = tmp_path / "lines.jsonl"
    lines.write_text(json.dumps({"id": "a", "text": "The minister said so.", "genre": "speech", "date": "2020-05-04"}))
    with Archive(tmp_path / "press.verbale") as archive:
        add(archive.store, [lines], opener=stub, about={"title": "A speech", "speaker": "NOR"})
        before = [record.to_dict() for record in archive.records()]
        lines.unlink()
        assert reread(archive.store, opener=stub).outcomes == {"unchanged": 1}
        assert [record.to_dict() for record in archive.records()] == before
        assert before[0]["document"]["published"]["date"] == "2020-05-04"


def test_a_document_whose_reader_dies_keeps_its_record(archive: Archive) -> None:
    def texts() -> set[str]:
        return {record.document.text for record in archive.records()}

    before = texts()
    run = reread(archive.store, opener=dying)
    assert run.codes == {"crashed": 3}
    assert texts() == before


def dying() -> object:
    import os

    return lambda _: os._exit(3)


def test_versions_tell_models_and_rules_apart() -> None:
    shipped, other = current_versions(), current_versions("a_pipeline")
    assert shipped == current_versions(None)
    assert shipped.model != other.model
    assert (shipped.software, shipped.rules) == (other.software, other.rules)
    assert isinstance(shipped, Versions)
