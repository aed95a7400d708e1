"""The archive of speeches that evaluations rest on: its ties, and what it was read by."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from verbale.analysis.tie_table import UNKNOWN_PUBLISHER, TieTable
from verbale.archive.tables import documents, records, sources
from verbale.archive.ties import read_ties
from verbale.cli.asked import connected


def speech_ties(archive: Path) -> TieTable:
    """All ties of the words layer of an archive.

    Where no document names a publisher, each speaking state is taken as the publisher of its own speeches, so that intervals know
    how many sources there are.
    """
    with connected(str(archive)) as connection:
        ties = read_ties(connection, layers=["words"])
    return ties if set(ties.publishers) - {UNKNOWN_PUBLISHER} else own_publishers(ties)


def own_publishers(ties: TieTable) -> TieTable:
    """The same ties, each with its speaking state as the publisher."""
    return replace(ties, publisher=ties.source, publishers=ties.states)


def speech_names(archive: Path) -> dict[str, str]:
    """The name that each document was given when it was added (`ARM_61_2006`), by its key; of several the first."""
    query = (
        select(documents.c.key, func.min(sources.c.uri))
        .select_from(sources.join(documents, sources.c.document_id == documents.c.id))
        .group_by(documents.c.key)
    )
    with connected(str(archive)) as connection:
        return {key: uri.rpartition("#")[2] for key, uri in connection.execute(query).all()}


def described(archive: Path, ties: TieTable) -> dict[str, Any]:
    """What an archive holds: documents, ties, what was left out, and which software, model and rules read it."""
    columns = (records.c.software, records.c.model, records.c.rules)
    with connected(str(archive)) as connection:
        count = connection.execute(select(func.count()).select_from(documents).where(documents.c.current)).scalar_one()
        readers = connection.execute(select(*columns).distinct().order_by(*columns)).all()
        first, last = connection.execute(select(func.min(documents.c.published), func.max(documents.c.published))).one()
    return {
        "documents": int(count),
        "years": f"{first[:4]}–{last[:4]}" if first else "no year",
        "ties": len(ties),
        "left_out": dict(ties.left_out),
        "read_by": "; ".join(
            f"{software}, model {model[:12]}, rules {rules[:12]}" for software, model, rules in readers
        ),
    }
