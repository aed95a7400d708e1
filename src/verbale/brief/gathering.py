"""Gathering a dossier: selection from the record by rules that are told, each line with the passage it comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, func, select

from verbale.analysis.tie_table import TieTable
from verbale.archive.tables import documents, records
from verbale.archive.ties import read_ties
from verbale.brief import events as happened
from verbale.brief.citing import Citations, coarse_days
from verbale.brief.facts import Fact, load
from verbale.brief.listings import Listings
from verbale.brief.model import Brief, Section, Source
from verbale.brief.pictures import timeline_of
from verbale.brief.regional import camps, pairs, unobserved
from verbale.brief.relation import Period, at_a_glance, one_sided
from verbale.brief.statements import official, statements
from verbale.brief.subject import Subject
from verbale.brief.wording import counted

LIMIT = 12
"""Lines of a section: with twelve sections that is some fifteen pages, what one takes to a meeting."""

_CAUTIONS = (
    "What is not here was not found in these documents. Absence of evidence is no evidence of absence.",
    "A claim is told as a claim; that it stands here does not make it true, and a missing denial is no consent.",
    "Everything was found by a program, which misses and mistakes things. Read the passage before you rely on a line; "
    "“verbale show ARCHIVE ID” prints it in its document.",
)


def gather(  # noqa: PLR0913 - one parameter a choice
    connection: Connection, subject: Subject, *, archive: str, since: str | None = None, until: str | None = None,
    limit: int = LIMIT, charts: bool = True,
) -> Brief:  # fmt: skip
    """A dossier from an archive. The same archive gives the same dossier.

    Args:
        connection: of the archive, for reading.
        subject: two states or a region, of `pair_of` or `region_of`.
        archive: its name, for the head.
        since, until: first and last day: of a fact's own date, else of publication; listings that span documents go by
            publication.
        limit: lines of a section, at least 1.
        charts: put in the pair's timeline where the extra `charts` is installed.
    """
    period = Period(since, until)
    facts = load(connection, subject.scope, since=since, until=until)
    ties = read_ties(connection)
    cited = Citations(connection)
    sections, sources = cited.numbered(_sections(connection, facts, ties, subject, cited, period, limit))
    if charts and subject.is_pair:
        chart, picture = timeline_of(ties, subject.states, since, until)
        sections = (replace(sections[0], chart=chart, picture=picture), *sections[1:])
    return Brief(
        title=subject.title, subtitle=_subtitle(subject, period), states=subject.states,
        head=_head(connection, archive, subject, period, sources), cautions=_cautions(connection, ties, subject, period, sources),
        sections=sections, sources=sources,
    )  # fmt: skip


def _sections(  # noqa: PLR0913, PLR0917 - private, one call
    connection: Connection, facts: Mapping[str, Sequence[Fact]], ties: TieTable, subject: Subject, cited: Citations,
    period: Period, limit: int,
) -> list[Section]:  # fmt: skip
    known = Listings(connection, subject, cited, since=period.since, until=period.until, limit=limit)
    if subject.is_pair:
        first = [at_a_glance(ties, facts["statement"], subject, cited, period=period)]
    else:
        first = [pairs(ties, subject, period=period, limit=limit), camps(ties, subject, period=period)]
    return [
        *first,
        happened.timeline(facts, subject, cited, limit=2 * limit),
        statements(facts["statement"], subject, cited, limit=limit),
        happened.deeds(facts["event"], subject, cited, limit=limit),
        happened.claims(facts, subject, cited, limit=limit),
        known.figures(facts["figure"]),
        known.projects(),
        known.agreements(),
        known.formats(),
        known.proposals(facts["proposal"]),
        known.people(_between(facts, subject.scope)),
    ]


def _between(facts: Mapping[str, Sequence[Fact]], scope: frozenset[str]) -> Iterable[Fact]:
    """Facts that join two of the states, in which people may take part."""
    for found in official(facts["statement"], scope).values():
        yield from found
    yield from (one for one in facts["event"] if happened.dyads(one, scope))
    for group in happened.meetings(facts["meeting"], scope):
        yield from group


def _subtitle(subject: Subject, period: Period) -> str:
    return f"{'Dossier on the relation' if subject.is_pair else 'Dossier on the region'}, {_period_words(period)}"


def _period_words(period: Period) -> str:
    if period.since and period.until:
        return f"{period.since} to {period.until}"
    if period.since or period.until:
        return f"from {period.since}" if period.since else f"up to {period.until}"
    return "all that the archive holds"


def _head(
    connection: Connection, archive: str, subject: Subject, period: Period, sources: Sequence[Source]
) -> tuple[tuple[str, str], ...]:
    total, origins, publishers, first, last = _counts(connection)
    cited = Counter(source.publisher or "publisher not known" for source in sources)
    names = ", ".join(
        f"{name} ({number})" for name, number in sorted(cited.items(), key=lambda row: (-row[1], row[0]))[:8]
    )
    dated = f", published {first} to {last}" if first else ", none dated"
    rows = (
        ("Archive", archive),
        ("Period", _period_words(period)),
        ("States", ", ".join(subject.states) if len(subject.states) <= 40 else f"{len(subject.states)} states"),
        (
            "Archive holds",
            f"{counted(total, 'document')}, {counted(origins, 'separate text')}, {counted(publishers, 'publisher')}{dated}",
        ),
        (
            "Cited here",
            f"{counted(len(sources), 'document')}, {counted(sum(len(source.passages) for source in sources), 'passage')}",
        ),
        ("Cited publishers", names),
        ("Read by", _versions(connection)),
    )
    return tuple((label, value) for label, value in rows if value)


def _counts(connection: Connection) -> tuple[int, int, int, str | None, str | None]:
    columns = (
        func.count(), func.count(documents.c.origin.distinct()), func.count(documents.c.publisher.distinct()),
        func.min(documents.c.published), func.max(documents.c.published),
    )  # fmt: skip
    row = connection.execute(select(*columns).where(documents.c.current)).one()
    days = coarse_days(connection)
    first, last = (days.get(day or "", day) for day in row[3:])
    return row[0], row[1], row[2], first, last


def _versions(connection: Connection) -> str:
    """What read the documents: software, model and rules, with the number of documents where they differ."""
    columns = (records.c.software, records.c.model, records.c.rules)
    rows = connection.execute(select(*columns, func.count()).group_by(*columns).order_by(*columns)).all()
    words = [f"verbale {row[0]}, model {row[1]}, rules {row[2]}" for row in rows]
    if len(rows) > 1:
        words = [f"{one} ({counted(row[3], 'document')})" for one, row in zip(words, rows, strict=True)]
    return "; ".join(words)


def _cautions(
    connection: Connection, ties: TieTable, subject: Subject, period: Period, sources: Sequence[Source]
) -> tuple[str, ...]:
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
