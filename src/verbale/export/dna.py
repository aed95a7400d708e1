"""Stances as Discourse Network Analyzer's event list.

The layout is that of DNA's own CSV event list (`eventCSV` in its `Exporter.java`): semicolons, the statement's number
and time, the document, its text, then the variables of the default statement type "DNA Statement": person,
organization, concept, agreement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from verbale.export.delimited import Cells, lines
from verbale.export.source import Entry, actors_by_id, names, one_line
from verbale.record import Record, Statement

HEADER = (
    "statement ID", "time", "document ID", "document title", "author", "source", "section", "type", "text", "person",
    "organization", "concept", "agreement",
)  # fmt: skip
_MIDNIGHT = "00:00:00"


@dataclass
class Dna:
    """Writes the event list and counts the stances that it cannot hold.

    Attributes:
        undated: of documents and meetings without a day; DNA orders statements by time.
        neutral: of value 0; DNA knows agreement and disagreement only.
    """

    cells: Cells
    undated: int = 0
    neutral: int = 0

    def lines(self, entries: Iterable[Entry]) -> Iterator[str]:
        """The header and one line for each stance and each organization for which it is taken."""
        return lines(HEADER, self._rows(entries), self.cells, delimiter=";")

    def _rows(self, entries: Iterable[Entry]) -> Iterator[list[object]]:
        number = 0
        for place, entry in enumerate(entries, start=1):
            document = entry.record.document
            author = one_line(next(iter(names(entry.record, [document.speaker])), "") if document.speaker else "")
            about = [
                place,
                one_line(document.title or ""),
                author,
                one_line(document.publisher or ""),
                "",
                document.genre,
            ]
            for statement in entry.record.statements:
                for variables in self._variables(entry, statement):
                    number += 1
                    time, *rest = variables
                    yield [number, time, *about, one_line(statement.quote), *rest]

    def _variables(self, entry: Entry, statement: Statement) -> Iterator[tuple[str, str, str, str, int]]:
        """Time, person, organization, concept and agreement."""
        day = _day(entry, statement)
        person, organizations = _who(entry.record, statement)
        for stance in statement.stance:
            if day is None:
                self.undated += 1
            elif not stance.value:
                self.neutral += 1
            else:
                concept = one_line(names(entry.record, [stance.toward])[0])
                for organization in organizations:
                    yield f"{day} {_MIDNIGHT}", person, organization, concept, int(stance.value > 0)


def _day(entry: Entry, statement: Statement) -> str | None:
    """The day of the meeting where it was said, else of publication; only full days."""
    meeting = next((meeting for meeting in entry.record.meetings if meeting.id == statement.meeting), None)
    if meeting and meeting.date and meeting.date.precision == "day":
        return meeting.date.start
    published = entry.record.document.published
    return published.date if published and published.precision == "day" else None


def _who(record: Record, statement: Statement) -> tuple[str, list[str]]:
    """The person who speaks, and the organizations: those spoken for, else a speaker that is no person."""
    speaker = actors_by_id(record).get(statement.speaker or "")
    person = one_line(speaker.name) if speaker and speaker.kind == "person" else ""
    organizations = [one_line(name) for name in names(record, statement.speaks_for)]
    if not organizations and speaker and not person:
        organizations = [one_line(speaker.name)]
    return person, organizations or [""]
