from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.brief.made import archive_of, relation

from .conftest import Command

PAGE = Path(__file__).parents[2] / "docs" / "brief.md"


@pytest.fixture
def archive(tmp_path: Path) -> str:
    return str(archive_of(tmp_path / "press.verbale", *relation()))


@pytest.mark.parametrize("ending", ["html", "md", "docx"])
def test_a_file_is_written(verbale: Command, archive: str, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"brief.{ending}"
    result = verbale("brief", archive, "Turkey", "aze", "--out", str(out), "--no-chart")
    assert result.exit_code == 0, result.output
    assert "passages of 2 documents" in result.output
    first = out.read_bytes()
    assert verbale("brief", archive, "TUR", "AZE", "--out", str(out), "--no-chart", "--force").exit_code == 0
    assert out.read_bytes() == first


def test_without_a_file_it_is_markdown(verbale: Command, archive: str) -> None:
    assert verbale("brief", archive, "TUR", "AZE").output.startswith("# Turkey and Azerbaijan\n")


def test_json(verbale: Command, archive: str) -> None:
    plain = json.loads(verbale("brief", archive, "TUR", "AZE", "--from", "2021", "--limit", "3", "--json").output)
    assert plain["title"] == "Turkey and Azerbaijan"
    assert ["Period", "from 2021-01-01"] in plain["head"]


def test_a_region(verbale: Command, archive: str) -> None:
    result = verbale("brief", archive, "--region", "TUR,AZE,Georgia")
    assert result.exit_code == 0, result.output
    assert "## Camps and polarization" in result.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["TUR"], "name two countries"),
        (["TUR", "AZE", "--region", "gulf"], "name two countries"),
        (["TUR", "TUR"], "same state"),
        (["TUR", "Azerbeijan"], "Azerbaijan"),
        (["TUR", "AZE", "--out", "a.pdf"], "ending"),
        (["TUR", "AZE", "--out", "a.md", "--json"], "one of"),
        (["TUR", "AZE", "--from", "soon"], "is no date"),
        (["--region", "atlantis"], "atlantis"),
    ],
)
def test_what_cannot_be_answered_is_refused(verbale: Command, archive: str, arguments: list[str], message: str) -> None:
    result = verbale("brief", archive, *arguments)
    assert result.exit_code == 2
    assert message in result.output


def test_a_missing_archive_is_told(verbale: Command, tmp_path: Path) -> None:
    result = verbale("brief", str(tmp_path / "none.verbale"), "TUR", "AZE")
    assert result.exit_code == 2
    assert "none.verbale" in result.output


def test_every_option_is_in_the_docs(verbale: Command) -> None:
    page, told = PAGE.read_text("utf-8"), verbale("brief", "--help").output
    options = {word.strip(",") for word in told.split() if word.startswith("--") and word.strip(",") != "--help"}
    assert options
    assert all(option in page for option in options)
