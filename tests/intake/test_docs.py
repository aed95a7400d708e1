"""docs/intake.md names every limit with its value, and every code that intake gives."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from verbale.intake import Limits

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "intake.md").read_text(encoding="utf-8")
SOURCES = [path.read_text(encoding="utf-8") for path in (ROOT / "src" / "verbale" / "intake").glob("*.py")]
CODES = {code for source in SOURCES for code in re.findall(r'code="([a-z_:]+)"', source)} | {
    code for source in SOURCES for code in re.findall(r'yield "([a-z_]+)", f"', source)
}
ELSEWHERE = {
    "control_characters",
    "mended",
    "language",
    "hidden_characters",
    "mixed_script",
    "date",
    "ambiguous_date",
}  # docs/reading.md, docs/dates.md


@pytest.mark.parametrize("limit", [field.name for field in fields(Limits)])
def test_every_limit_is_told_with_its_value(limit: str) -> None:
    row = re.search(rf"\| `{limit}` \| ([\d,]+)( MB| s)? \|", PAGE)
    assert row
    value = int(row.group(1).replace(",", "")) * (1_000_000 if row.group(2) == " MB" else 1)
    assert value == getattr(Limits(), limit)


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_is_told(code: str) -> None:
    family = code.split(":", maxsplit=1)[0] + ":…" if ":" in code else code
    assert f"`{code}`" in PAGE or f"`{family}`" in PAGE or code in ELSEWHERE
