"""The archive of speeches that evaluations rest on: its ties, and what it was read by."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from verbale.analysis.tie_table import TieTable
from verbale.archive.tables import documents, records
from verbale.archive.ties import read_ties
from verbale.cli.asked import connected


def speech_ties(archive: Path) -> TieTable:
    """All ties of the words layer of an archive."""
    with connected(str(archive)) as connection:
        return read_ties(connection, layers=["words"])


def described(archive: Path, ties: TieTable) -> dict[str, Any]:
    """What an archive holds: documents, ties, what was left out, and which software, model and rules read it."""
    columns = (records.c.software, records.c.model, records.c.rules)
    with connected(str(archive)) as connection:
        count = connection.execute(select(func.count()).select_from(documents).where(documents.c.current)).scalar_one()
        readers = connection.execute(select(*columns).distinct().order_by(*columns)).all()
    return {
        "documents": int(count),
        "ties": len(ties),
        "left_out": dict(ties.left_out),
        "read_by": "; ".join(
            f"{software}, model {model[:12]}, rules {rules[:12]}" for software, model, rules in readers
        ),
    }
