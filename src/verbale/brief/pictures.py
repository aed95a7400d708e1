"""Pictures of a dossier, where the extra `charts` is installed."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from verbale.analysis.polarization import Polarization
from verbale.analysis.relations import relations
from verbale.analysis.tie_table import TieTable
from verbale.errors import MissingExtra

Drawn = tuple[str | None, bytes | None]
"""SVG and PNG of a picture; None twice where the extra is missing, or nothing is to be seen."""

_ACTIVE = re.compile(r"(?i)<\s*(?:script|foreignobject|image|use)\b|\son\w+\s*=|\bhref\s*=")
_FEWEST = 2
"""Observed years that make a picture; one is told better by the table."""


def timeline_of(ties: TieTable, states: Sequence[str], since: str | None, until: str | None) -> Drawn:
    """What two states say of each other by year."""
    first, second = states
    found = relations(ties, first, second, start=since, end=until, both=True)
    if len({row.window for row in found.rows if row.mean is not None}) < _FEWEST:
        return None, None

    def chart() -> Any:
        from verbale.charts import dyad_timeline

        return dyad_timeline(found, first, second)

    return _drawn(chart)


def camps_picture(found: Polarization, ties: TieTable) -> Drawn:
    """The signed network of the last window, with its camps."""

    def chart() -> Any:
        from verbale.charts import region_network, signed_network

        return signed_network(region_network(found, ties))

    return _drawn(chart)


def components_picture(found: Polarization) -> Drawn:
    """The components of polarization over time."""

    def chart() -> Any:
        from verbale.charts import polarization_over_time

        return polarization_over_time(found)

    return _drawn(chart)


def _drawn(chart: Callable[[], Any]) -> Drawn:
    try:
        from verbale.charts import save_chart

        made = chart()
        with tempfile.TemporaryDirectory() as folder:
            svg = save_chart(made, Path(folder) / "picture.svg").read_text(encoding="utf-8")
            png = save_chart(made, Path(folder) / "picture.png").read_bytes()
    except MissingExtra:
        return None, None
    # The page promises to hold nothing that acts or fetches, whoever drew the picture.
    return (None if _ACTIVE.search(svg) else svg), png
