"""The page on exports names everything that there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from verbale.cli.export import export
from verbale.export.columns import TABLES
from verbale.export.dna import HEADER
from verbale.export.formats import FORMATS
from verbale.export.polecat import CLAIM_COLUMNS

PAGE = (Path(__file__).parents[2] / "docs" / "export.md").read_text("utf-8")


@pytest.mark.parametrize(
    "name", [option for parameter in export.params for option in parameter.opts if option.startswith("--")]
)
def test_every_option_is_told(name: str) -> None:
    assert f"`{name}`" in PAGE


def test_every_format_has_its_section() -> None:
    headings = {word for line in PAGE.splitlines() if line.startswith("## ") for word in line[3:].split(" and ")}
    assert set(FORMATS) <= headings


@pytest.mark.parametrize("name", [*TABLES, *HEADER, *CLAIM_COLUMNS])
def test_every_table_and_column_of_ours_is_told(name: str) -> None:
    assert f"`{name}`" in PAGE


def test_the_command_offers_the_formats() -> None:
    (parameter,) = (one for one in export.params if one.name == "form")
    assert list(parameter.type.choices) == list(FORMATS)  # type: ignore[attr-defined]
