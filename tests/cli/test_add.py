from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.archive.reading import stub_for, write_press
from tests.cli.conftest import Command
from verbale.archive.summary import Summary


@pytest.fixture(autouse=True)
def _stub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verbale.archive.adding.parcelling", stub_for)
    monkeypatch.setattr("verbale.archive.rereading.parcelling", stub_for)


@pytest.fixture
def archive(tmp_path: Path) -> str:
    return str(tmp_path / "press.verbale")


@pytest.fixture
def press(tmp_path: Path) -> Path:
    return write_press(tmp_path / "press", count=3)


def test_adding_ends_with_a_summary(verbale: Command, archive: str, press: Path) -> None:
    done = verbale("add", archive, str(press), "--workers", "1")
    assert done.exit_code == 0, done.output
    assert "3  added" in done.stdout
    assert "with 1 worker" in done.stdout
    assert "parse" in done.stdout
    again = verbale("add", archive, str(press))
    assert again.exit_code == 0
    assert "3  added before" in again.stdout


def test_failures_are_named_and_counted(verbale: Command, archive: str, press: Path) -> None:
    for number in range(12):
        (press / f"empty{number}.txt").write_text(" ")
    (press / "evil\x1b[31m.txt").write_text(" ")
    done = verbale("add", archive, str(press))
    assert done.exit_code == 1
    assert "13  failed: empty" in done.stdout
    assert "… and 3 more; `verbale failures" in done.stdout
    listed = verbale("failures", archive)
    assert listed.stdout.count("[empty]") == 13
    assert "13 empty" in listed.stdout
    assert "\x1b" not in done.stdout + listed.stdout
    lines = verbale("failures", archive, "--json", "--code", "empty").stdout.splitlines()
    assert {json.loads(line)["error"]["code"] for line in lines} == {"empty"}
    assert verbale("failures", archive, "--code", "other").stdout == "nothing failed\n"


def test_nothing_usable(verbale: Command, archive: str) -> None:
    done = verbale("add", archive, "missing.txt")
    assert done.exit_code == 2
    assert "there is no file missing.txt" in done.stdout


def test_no_paths(verbale: Command, archive: str) -> None:
    done = verbale("add", archive)
    assert done.exit_code == 2
    assert "nothing to add" in done.output
    assert not Path(archive).exists()


def test_a_file_that_is_no_archive_is_left_alone(verbale: Command, press: Path) -> None:
    target = press / "00.txt"
    before = target.read_bytes()
    done = verbale("add", str(target), str(press))
    assert done.exit_code == 2
    assert "not an archive" in done.output
    assert target.read_bytes() == before


def test_the_summary_as_json(verbale: Command, archive: str, press: Path) -> None:
    plain = json.loads(verbale("add", archive, str(press), "--json").stdout)
    assert plain["documents"] == {"added": 3, "failed": 0}
    assert {"gather", "look up", "write", "wait", "intake", "parse", "find", "pack"} == set(plain["seconds"])


def test_columns_are_mapped(verbale: Command, archive: str, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("Body,Headline\nThe minister said that the border is open.,A border\n")
    done = verbale("add", archive, str(table), "--column", "text=Body", "--column", "title=Headline")
    assert done.exit_code == 0, done.output
    hits = json.loads(verbale("search", archive, "--kind", "statement", "--json").stdout)["hits"]
    assert [hit["title"] for hit in hits] == ["A border"]


@pytest.mark.parametrize("column", ["text", "text=", "colour=Body"])
def test_a_wrong_column_is_refused(verbale: Command, archive: str, press: Path, column: str) -> None:
    done = verbale("add", archive, str(press), "--column", column)
    assert done.exit_code == 2
    assert "FIELD=NAME" in done.output


def test_ctrl_c(verbale: Command, archive: str, press: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> Summary:
        raise KeyboardInterrupt

    monkeypatch.setattr("verbale.archive.adding.add", interrupted)
    done = verbale("add", archive, str(press))
    assert done.exit_code == 130
    assert "again to go on" in done.output


def test_rereading(verbale: Command, archive: str, press: Path) -> None:
    verbale("add", archive, str(press))
    done = verbale("reread", archive, "--workers", "1")
    assert done.exit_code == 0, done.output
    assert "3  read again, the same record" in done.stdout
    assert json.loads(verbale("reread", archive, "--older-only", "--json").stdout)["documents"] == {"failed": 0}


def test_an_archive_is_copied_checked_and_put_back(verbale: Command, archive: str, press: Path, tmp_path: Path) -> None:
    verbale("add", archive, str(press))
    copy, third = str(tmp_path / "copy.verbale"), str(tmp_path / "third.verbale")
    assert verbale("backup", archive, copy).exit_code == 0
    assert verbale("backup", archive, copy).exit_code == 2
    assert json.loads(verbale("backup", archive, copy, "--replace", "--json").stdout)["written"] == copy
    assert verbale("restore", copy, third).exit_code == 0
    digests = {json.loads(verbale("check", path, "--digest", "--json").stdout)["digest"] for path in (archive, third)}
    assert len(digests) == 1
    assert "all is as it should be" in verbale("check", archive).stdout


def test_a_missing_archive(verbale: Command, archive: str) -> None:
    for command in ("reread", "check", "failures"):
        done = verbale(command, archive)
        assert done.exit_code == 2
        assert "there is no such archive" in done.output
    assert not Path(archive).exists()
