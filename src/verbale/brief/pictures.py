"""The timeline of a pair as a picture, where the extra `charts` is installed."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from verbale.analysis.relations import relations
from verbale.analysis.tie_table import TieTable
from verbale.errors import MissingExtra

_ACTIVE = re.compile(r"(?i)<\s*(?:script|foreignobject|image|use)\b|\son\w+\s*=|\bhref\s*=")
_FEWEST = 2
"""Observed years that make a picture; one is told better by the table."""


def timeline_of(
    ties: TieTable, states: Sequence[str], since: str | None, until: str | None
) -> tuple[str | None, bytes | None]:
    """SVG and PNG of what two states say of each other by year; None twice where the extra is missing, or nothing is to be seen."""
    first, second = states
    found = relations(ties, first, second, start=since, end=until, both=True)
    if len({row.window for row in found.rows if row.mean is not None}) < _FEWEST:
        return None, None
    try:
        from verbale.charts import dyad_timeline, save_chart

        chart = dyad_timeline(found, first, second)
        with tempfile.TemporaryDirectory() as folder:
            svg = save_chart(chart, Path(folder) / "timeline.svg").read_text(encoding="utf-8")
            png = save_chart(chart, Path(folder) / "timeline.png").read_bytes()
    except MissingExtra:
        return None, None
    # The page promises to hold nothing that acts or fetches, whoever drew the picture.
    return (None if _ACTIVE.search(svg) else svg), png
