from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from .conftest import Command

PAGE = Path(__file__).parents[2] / "docs" / "balance.md"
TIES = "source,target,weight\nA,B,1\nB,C,2\nA,C,-1\nC,D,-3\n"


@pytest.fixture
def ties(tmp_path: Path) -> str:
    path = tmp_path / "ties.csv"
    path.write_text(TIES, "utf-8")
    return str(path)


def test_camps_and_margins_are_shown(verbale: Command, ties: str) -> None:
    result = verbale("balance", ties, "--shuffles", "5")
    assert result.exit_code == 0, result.output
    for words in (
        "4 nodes, 4 ties, 2 negative",
        "proved",
        "Camp A",
        "Camp B",
        "anchor",
        "non-aligned",
        "Triangle index",
    ):
        assert words in result.stdout


def test_json_has_what_was_promised(verbale: Command, ties: str, tmp_path: Path) -> None:
    result = verbale("balance", ties, "--json", "--shuffles", "5", "--seed", "1")
    found = json.loads(result.stdout)
    assert {
        "n", "ties", "negative", "frustration", "weighted_frustration", "exact", "bound", "f", "camps", "any_camps",
        "triangle_index", "walk_balance", "z",
    } <= set(found)  # fmt: skip
    assert (found["n"], found["ties"], found["negative"]) == (4, 4, 2)
    assert (found["frustration"], found["weighted_frustration"], found["exact"]) == (1, 1.0, True)
    assert found["f"] == pytest.approx(1 - 2 / 7)
    packed = tmp_path / "ties.csv.gz"
    packed.write_bytes(gzip.compress(TIES.encode()))
    for again in (("balance", str(packed)), ("balance", "-")):
        same = verbale(*again, "--json", "--shuffles", "5", "--seed", "1", stdin=TIES)
        assert same.stdout == result.stdout


def test_bad_rows_are_told_and_the_rest_is_used(verbale: Command, tmp_path: Path) -> None:
    path = tmp_path / "bad\x1b[31m.csv"
    path.write_text(TIES + "A,,1\nA,\x1b[31mE,much\n", "utf-8")
    result = verbale("balance", str(path), "--json", "--shuffles", "0")
    assert result.exit_code == 1
    assert "line 6" in result.stderr
    assert "line 7" in result.stderr
    assert "\x1b" not in result.stderr
    found = json.loads(result.stdout)
    assert [row["line"] for row in found["bad_rows"]] == [6, 7]
    assert found["ties"] == 4


def test_two_directions_are_joined_as_asked(verbale: Command) -> None:
    rows = "source,target,sign\nA,B,1\nB,A,-1\n"
    assert json.loads(verbale("balance", "-", "--json", stdin=rows).stdout)["ties"] == 0
    for rule in ("min", "hostile-if-either"):
        found = json.loads(verbale("balance", "-", "--json", "--symmetrise", rule, stdin=rows).stdout)
        assert (found["ties"], found["negative"]) == (1, 1)


def test_columns_anchor_threshold_and_alpha(verbale: Command) -> None:
    rows = "from;to;tone\nA;B;1\nB;C;1\nA;C;-1\n"
    result = verbale(
        "balance", "-", "--json", "--source", "from", "--target", "to", "--weight", "tone", "--anchor", "C", "--threshold", "9",
        "--alpha", "0.9", "--seconds", "5", stdin=rows,
    )  # fmt: skip
    found = json.loads(result.stdout)
    assert found["anchors"] == ["C"]
    assert found["non_aligned"] == ["A", "B", "C"]
    assert found["any_camps"]["alpha"] == 0.9


@pytest.mark.parametrize(
    "rows", ["source,target,weight\n", "source,target,sign\nA,A,1\n", "source,target,sign\nA,B,1\n"]
)
def test_nearly_empty_networks_are_shown(verbale: Command, rows: str) -> None:
    result = verbale("balance", "-", stdin=rows)
    assert result.exit_code == 0, result.output
    assert "Z: " in result.stdout


@pytest.mark.parametrize("arguments", [("nowhere.csv",), ("-", "--source", "from"), ("-", "--anchor", "Z")])
def test_what_cannot_be_used_is_said(verbale: Command, arguments: tuple[str, ...]) -> None:
    result = verbale("balance", *arguments, stdin=TIES)
    assert result.exit_code == 2
    assert result.stderr.startswith("verbale: ")
    assert "Traceback" not in result.output


def test_the_page_shows_what_is_printed(verbale: Command) -> None:
    blocks = PAGE.read_text("utf-8").split("```")
    rows = blocks[1].removeprefix("csv\n")
    shown = blocks[3].strip().splitlines()
    assert shown[0] == "$ verbale balance ties.csv"
    printed = {line.rstrip() for line in verbale("balance", "-", stdin=rows).stdout.splitlines()}
    assert [line for line in shown[1:] if line.rstrip() not in printed | {"…"}] == []
