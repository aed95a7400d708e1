"""The head of a dossier: what it rests on, and what a reader must not conclude."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, func, select

from verbale.analysis.tie_table import TieTable
from verbale.archive.tables import documents, records
from verbale.brief.citing import coarse_days
from verbale.brief.facts import Fact
from verbale.brief.model import Source
from verbale.brief.regional import unobserved
from verbale.brief.relation import Period, one_sided
from verbale.brief.subject import Subject
from verbale.brief.wording import counted

_CAUTIONS = (
    "What is not here was not found in these documents. Absence of evidence is no evidence of absence.",
    "A claim is told as a claim; that it stands here does not make it true, and a missing denial is no consent.",
    "Everything was found by a program, which misses and mistakes things. Read the passage before you rely on a line; "
    "“verbale show ARCHIVE ID” prints it in its document.",
)


def subtitle_of(subject: Subject, period: Period) -> str:
    """What kind of dossier it is, and on what time."""
    return f"{'Dossier on the relation' if subject.is_pair else 'Dossier on the region'}, {_period_words(period)}"


def _period_words(period: Period) -> str:
    if period.since and period.until:
        return f"{period.since} to {period.until}"
    if period.since or period.until:
        return f"from {period.since}" if period.since else f"up to {period.until}"
    return "all that the archive holds"


def head_of(  # noqa: PLR0913, PLR0917 - what a head tells of
    connection: Connection, archive: str, subject: Subject, period: Period, between: Iterable[Fact], sources: Sequence[Source]
) -> tuple[tuple[str, str], ...]:  # fmt: skip
    """What the dossier rests on, as label and value.

    Args:
        connection: of the archive.
        archive: its name.
        subject, period: what was asked.
        between: facts that join two of the states.
        sources: the documents that are cited.
    """
    cited = Counter(source.publisher or "publisher not known" for source in sources)
    names = ", ".join(
        f"{name} ({number})" for name, number in sorted(cited.items(), key=lambda row: (-row[1], row[0]))[:8]
    )
    rows = (
        ("Archive", archive),
        ("Period", _period_words(period)),
        ("States", ", ".join(subject.states) if len(subject.states) <= 40 else f"{len(subject.states)} states"),
        ("Archive holds", _holdings(connection, Period())),
        ("In the period", _holdings(connection, period) if period != Period() else ""),
        ("On the subject", _spread(between)),
        (
            "Cited here",
            f"{counted(len(sources), 'document')}, {counted(sum(len(source.passages) for source in sources), 'passage')}",
        ),
        ("Cited publishers", names),
        ("Read by", _versions(connection)),
    )
    return tuple((label, value) for label, value in rows if value)


def _holdings(connection: Connection, period: Period) -> str:
    """Documents that were published in a period, origins, publishers, first and last day."""
    columns = (
        func.count(), func.count(documents.c.origin.distinct()), func.count(documents.c.publisher.distinct()),
        func.min(documents.c.published), func.max(documents.c.published),
    )  # fmt: skip
    wanted = select(*columns).where(documents.c.current)
    wanted = wanted.where(documents.c.published >= period.since) if period.since else wanted
    wanted = wanted.where(documents.c.published <= period.until) if period.until else wanted
    row = connection.execute(wanted).one()
    days = coarse_days(connection)
    first, last = (days.get(day or "", day) for day in row[3:])
    dated = f"published {first} to {last}" if first else "none dated"
    return f"{_numbers(row[0], row[1], row[2])}, {dated}"


def _spread(facts: Iterable[Fact]) -> str:
    """Documents that tell something between the states; copies count as documents, not as separate texts."""
    docs = {one.doc.number: one.doc for one in facts}
    publishers = {doc.publisher for doc in docs.values() if doc.publisher}
    words = _numbers(len(docs), len({doc.origin for doc in docs.values()}), len(publishers))
    return f"{words} with a statement, event or meeting between the states"


def _numbers(total: int, origins: int, publishers: int) -> str:
    return f"{counted(total, 'document')}, {counted(origins, 'separate text')}, {counted(publishers, 'publisher')}"


def _versions(connection: Connection) -> str:
    """What read the documents: software, model and rules, with the number of documents where they differ."""
    columns = (records.c.software, records.c.model, records.c.rules)
    rows = connection.execute(select(*columns, func.count()).group_by(*columns).order_by(*columns)).all()
    words = [f"verbale {row[0]}, model {row[1]}, rules {row[2]}" for row in rows]
    if len(rows) > 1:
        words = [f"{one} ({counted(row[3], 'document')})" for one, row in zip(words, rows, strict=True)]
    return "; ".join(words)


def cautions_of(
    connection: Connection, ties: TieTable, subject: Subject, period: Period, sources: Sequence[Source]
) -> tuple[str, ...]:
    """What a reader must not conclude."""
    undated = connection.execute(
        select(func.count()).where(documents.c.current, documents.c.published.is_(None))
    ).scalar_one()
    publishers = {source.publisher for source in sources}
    return (
        *_CAUTIONS,
        *_silences(ties, subject, period),
        *_partial(publishers),
        *([f"{counted(undated, 'document')} of the archive without a date: in no year, and in no period that was asked for."] if undated else []),
    )  # fmt: skip


def _partial(publishers: set[str | None]) -> list[str]:
    """What follows from who published."""
    if publishers == {None}:
        return ["The publishers of the cited documents are not known: whose account this is cannot be told."]
    if len(publishers) == 1:
        return [f"One publisher only ({next(iter(publishers))}): read it as one side's account."]
    return []


def _silences(ties: TieTable, subject: Subject, period: Period) -> list[str]:
    silent = one_sided(ties, subject, period) if subject.is_pair else list(unobserved(ties, subject, period))
    if not silent:
        return []
    if subject.is_pair:
        return [f"Unobserved, no official statement found: {', '.join(silent)}."]
    more = f" and {len(silent) - 15} more" if len(silent) > 15 else ""
    return [f"States with no official statement by or about another of the region: {', '.join(silent[:15])}{more}."]
