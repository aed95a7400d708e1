"""Gathering a dossier: selection from the record by rules that are told, each line with the passage it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from verbale.analysis.tie_table import TieTable
from verbale.archive.ties import read_ties
from verbale.brief import events as happened
from verbale.brief.camps import camps
from verbale.brief.citing import Citations
from verbale.brief.facts import Fact, load
from verbale.brief.heading import cautions_of, head_of, subtitle_of
from verbale.brief.listings import Listings
from verbale.brief.model import Brief, Section
from verbale.brief.pictures import timeline_of
from verbale.brief.regional import pairs
from verbale.brief.relation import Period, at_a_glance
from verbale.brief.statements import official, statements
from verbale.brief.subject import Subject

LIMIT = 12
"""Lines of a section: with twelve sections that is some fifteen pages, what one takes to a meeting."""


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
        charts: put in the pair's timeline, or the region's camps, where the extra `charts` is installed.
    """
    period = Period(since, until)
    facts = load(connection, subject.scope, since=since, until=until)
    ties = read_ties(connection)
    cited = Citations(connection)
    sections, sources = cited.numbered(_sections(connection, facts, ties, subject, cited, period, limit, charts=charts))
    if charts and subject.is_pair:
        chart, picture = timeline_of(ties, subject.states, since, until)
        sections = (replace(sections[0], chart=chart, picture=picture), *sections[1:])
    return Brief(
        title=subject.title, subtitle=subtitle_of(subject, period), states=subject.states,
        head=head_of(connection, archive, subject, period, _between(facts, subject.scope), sources),
        cautions=cautions_of(connection, ties, subject, period, sources),
        sections=sections, sources=sources,
    )  # fmt: skip


def _sections(  # noqa: PLR0913, PLR0917 - private, one call
    connection: Connection, facts: Mapping[str, Sequence[Fact]], ties: TieTable, subject: Subject, cited: Citations,
    period: Period, limit: int, *, charts: bool,
) -> list[Section]:  # fmt: skip
    known = Listings(connection, subject, cited, since=period.since, until=period.until, limit=limit)
    if subject.is_pair:
        first = [at_a_glance(ties, facts["statement"], subject, cited, period=period)]
    else:
        first = [pairs(ties, subject, period=period, limit=limit), camps(ties, subject, period=period, charts=charts)]
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
