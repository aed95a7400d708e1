"""All finders in their order → one record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from verbale.finding.agreements import find_agreements
from verbale.finding.context import Reading
from verbale.finding.events import find_events
from verbale.finding.figures import find_figures
from verbale.finding.formats import find_formats
from verbale.finding.meetings import find_meetings, meeting_of
from verbale.finding.projects import find_projects
from verbale.finding.proposals import find_proposals
from verbale.finding.stance import with_stance
from verbale.finding.statements import find_statements
from verbale.record import Actor, Meeting, Record, Rows, Source, Statement, Warning


def assemble(reading: Reading) -> Record:
    """Run the finders on one document: statements, events, stance, then what both lean on."""
    statements: Sequence[Statement] = find_statements(reading)
    events = find_events(reading, statements)
    statements = with_stance(reading, statements, events)
    meetings = find_meetings(reading, statements)
    statements = _with_meetings(reading, statements, meetings)
    return Record(
        document=_source(reading),
        actors=Rows(_actors(reading)),
        meetings=Rows(meetings),
        statements=Rows(statements),
        events=Rows(events),
        figures=Rows(find_figures(reading, statements)),
        proposals=Rows(find_proposals(reading, statements)),
        projects=Rows(find_projects(reading, statements)),
        formats=Rows(find_formats(reading, statements)),
        agreements=Rows(find_agreements(reading, statements)),
        warnings=Rows(_warnings(reading, statements)),
    )


def _with_meetings(reading: Reading, statements: Sequence[Statement], meetings: Sequence[Meeting]) -> list[Statement]:
    where = meeting_of(reading, statements, meetings)
    return [replace(statement, meeting=where.get(statement.id)) for statement in statements]


def _source(reading: Reading) -> Source:
    document = reading.document
    return Source(
        id=document.id,
        title=document.title,
        url=document.url,
        publisher=document.publisher,
        publisher_country=document.publisher_country,
        language=document.language,
        genre=reading.genre,
        speaker=reading.cast.genre_speaker,
        published=document.published,
        text=document.text,
        source_id=document.source_id,
    )


def _actors(reading: Reading) -> list[Actor]:
    """Actors in the order of their first mention; those without one (the document's own speaker) last."""
    far = len(reading.document.text)
    return sorted(
        reading.cast.actors.values(), key=lambda actor: (actor.mentions[0][0] if actor.mentions else far, actor.id)
    )


def _warnings(reading: Reading, statements: Sequence[Statement]) -> list[Warning]:
    found = list(reading.document.warnings)
    unknown = [item for item in statements if item.speaker is None and not item.speaks_for]
    if unknown:
        message = f"the speaker of {len(unknown)} of {len(statements)} statements could not be told"
        found.append(Warning(code="unresolved_speaker", message=message, evidence=unknown[0].speaker_evidence))
    return found
