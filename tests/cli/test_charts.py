"""`--chart FILE` of the commands that can draw."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.charts.made_up import region
from verbale.archive import ties as archive_ties
from verbale.cli import commands
from verbale.cli import polarization as polarization_command
from verbale.cli import relations as relations_command

TIES = "source,target,weight\nA,B,2\nC,D,1\nA,C,-1\nB,D,-3\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, list(arguments))


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch) -> str:
    """An archive that has made-up ties; what reading one needs is tested elsewhere."""

    @contextmanager
    def connected(_: str) -> Iterator[None]:
        yield None

    def read_ties(_: Any, **__: Any) -> Any:
        return region()

    monkeypatch.setattr(archive_ties, "read_ties", read_ties)
    for name in ("relations", "polarization"):
        module = {"relations": relations_command, "polarization": polarization_command}[name]
        monkeypatch.setitem(module.callback.__globals__, "connected", connected)  # type: ignore[union-attr]
    return "press.verbale"


@pytest.mark.parametrize(
    ("arguments", "title"),
    [
        (("relations", "TUR", "AZE"), "Turkey and Azerbaijan: how each speaks of the other"),
        (("relations", "--all"), "Who speaks how of whom"),
        (("relations", "TUR", "--all"), "Of whom Turkey speaks, and how"),
        (("polarization", "--region", "ARM,RUS,AZE,TUR"), "Polarization: ARM, RUS, AZE, TUR"),
        (("polarization", "--region", "south-caucasus", "--picture", "camps"), "Camps: South Caucasus, 2003"),
    ],
)
def test_an_archive_is_drawn(arguments: tuple[str, ...], title: str, archive: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    command, *rest = arguments
    result = run(command, archive, *rest, "--replicates", "50", "--chart", str(path))
    assert result.exit_code == 0, result.output
    assert json.loads(path.read_text("utf-8"))["title"]["text"] == [title]
    assert "a.json written" in result.stderr
    assert "a.json" not in result.stdout


def test_a_timeline_has_two_sides_even_where_one_was_asked_for(archive: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    result = run("relations", archive, "TUR", "AZE", "--json", "--chart", str(path))
    assert "Azerbaijan of Turkey in 2" in path.read_text("utf-8")
    assert {row["source"] for row in json.loads(result.stdout)["rows"]} == {"TUR"}


def test_a_table_of_ties_is_drawn(tmp_path: Path) -> None:
    (tmp_path / "ties.csv").write_text(TIES, "utf-8")
    result = run("balance", str(tmp_path / "ties.csv"), "--shuffles", "0", "--chart", str(tmp_path / "a.json"))
    assert result.exit_code == 0, result.output
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))["title"]["text"] == ["Camps of a signed network"]


@pytest.mark.parametrize("name", ["a.gif", "none/a.svg"])
def test_a_path_that_cannot_be_is_refused_before_any_work(name: str, tmp_path: Path) -> None:
    result = run("balance", str(tmp_path / "not-there.csv"), "--chart", str(tmp_path / name))
    assert result.exit_code == 2
    assert "name it with .png" in result.stderr or "no folder" in result.stderr
    assert "not-there" not in result.stderr
