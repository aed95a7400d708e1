"""A record as tables, the document's head first. Made to read well in 80 columns, and without colour."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from verbale.record import Actor, By, Event, Meeting, Record, Statement
from verbale.show.names import figure_words, name_of, names_of, published_words, stance_words, when_words
from verbale.show.safe import safe

_ACT = "cyan"
_FOR, _AGAINST = "green", "red"
_QUIET = "dim"
_NAMES_A_BODY = re.compile(
    r" (?:of|at|for|in|to) "
)  # an office such as "Head of Department at the Centre" says where by itself
_STATUS_STYLES = {
    "happened": "",
    "ongoing": "",
    "negated": "strike",
    "planned": "italic",
    "called-for": "italic",
    "hypothetical": "italic",
}
_ID_WIDTH, _ACT_WIDTH = 4, 13  # so that the tables of all speakers line up; the longest act is "congratulate"
_MANNERS = {"direct": "“”", "mixed": "“…", "indirect": "", "continued": "↳"}


def show_record(record: Record, console: Console, *, why: bool = False) -> None:
    """Print a record: who, what was said, what was done or claimed, figures, plans, warnings.

    Args:
        record: what reading yielded.
        console: where to.
        why: also the rule and confidence behind each statement and event.
    """
    console.print(_head(record))
    for title, part in _parts(record, why=why):
        console.print()
        console.print(Text(title, style="bold"))
        console.print(part)


def _parts(record: Record, *, why: bool) -> Iterator[tuple[str, RenderableType]]:
    sections: Sequence[tuple[str, Sequence[object], RenderableType]] = (
        ("People and offices", record.actors, _people(record)),
        ("Meetings", record.meetings, _meetings(record)),
        ("Statements", record.statements, Group(*_statements(record, why=why))),
        ("Events", record.events, _events(record, why=why)),
        ("Figures", record.figures, _figures(record)),
        ("Proposals", record.proposals, _proposals(record)),
        ("Projects, formats and agreements", (*record.projects, *record.formats, *record.agreements), _works(record)),
        ("Warnings", record.warnings, _warnings(record)),
    )
    yield from ((title, part) for title, items, part in sections if items)


def _head(record: Record) -> Panel:
    source = record.document
    known: list[str | None] = [
        source.publisher,
        source.publisher_country,
        published_words(source.published),
        source.genre,
        source.language,
    ]
    lines = [
        Text(safe(source.title or "Untitled"), style="bold"),
        Text(" · ".join(safe(part) for part in known if part)),
    ]
    if source.speaker:
        lines.append(Text(f"Spoken by {name_of(record, source.speaker)}"))
    if source.url:
        lines.append(Text(safe(source.url), style=_QUIET))
    counts = (
        (len(record.statements), "statement"), (len(record.events), "event"), (len(record.figures), "figure"),
        (len(record.proposals), "proposal"),
    )  # fmt: skip
    lines.append(Text(", ".join(f"{count} {word}{'s' * (count != 1)}" for count, word in counts), style=_QUIET))
    return Panel(Group(*lines), border_style=_QUIET)


def _table(*headings: tuple[str, int | None]) -> Table:
    """A table without boxes; a width of None shares what is left."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), expand=True, header_style=_QUIET)
    for heading, ratio in headings:
        table.add_column(heading, ratio=ratio, overflow="fold")
    return table


def _people(record: Record) -> RenderableType:
    table = _table(("name", 3), ("office", 6), ("country", 2))
    people = [actor for actor in record.actors if actor.kind == "person"]
    for person in people:
        offices = list(dict.fromkeys(_office(record, person, number) for number in range(len(person.roles))))
        table.add_row(Text(safe(person.name)), Text("\n".join(offices) or "–"), Text(_country(record, person)))
    others = _others(record)
    return Group(table, Padding(others, (1 if people else 0, 0, 0, 0))) if people else others


def _office(record: Record, person: Actor, number: int) -> str:
    role = person.roles[number]
    title = safe(role.title)
    if role.organisation is None or _NAMES_A_BODY.search(title):
        return title
    return f"{title}, {name_of(record, role.organisation)}"


def _country(record: Record, person: Actor) -> str:
    offices: list[str | None] = [role.country for role in person.roles if role.country]
    codes = offices or [person.country]
    return ", ".join(name_of(record, code) for code in dict.fromkeys(filter(None, codes)))


def _others(record: Record) -> Text:
    kinds = (
        ("States", ("state",)), ("Disputed", ("disputed",)), ("Governments", ("government",)),
        ("Organisations", ("igo", "organisation")), ("Groups", ("group",)),
    )  # fmt: skip
    lines = []
    for label, members in kinds:
        names = ", ".join(dict.fromkeys(safe(actor.name) for actor in record.actors if actor.kind in members))
        if names:
            lines.append(Text.assemble((f"{label}: ", _QUIET), names))
    return Text("\n").join(lines)


def _meetings(record: Record) -> Table:
    table = _table(("meeting", 3), ("when, where", 2), ("who", 4))
    for meeting in record.meetings:
        place = safe(meeting.place.name) if meeting.place else ""
        where = "\n".join(filter(None, (when_words(meeting.date), place)))
        title = Text.assemble((safe(meeting.kind), _ACT), "\n" + safe(meeting.title) if meeting.title else "")
        table.add_row(title, Text(where or "–"), Text(_who_met(record, meeting)))
    return table


def _who_met(record: Record, meeting: Meeting) -> str:
    parts = [f"organised by {names_of(record, meeting.organisers)}"] if meeting.organisers else []
    by_part: dict[str, list[str]] = {}
    for participant in meeting.participants:
        by_part.setdefault(participant.part, []).append(name_of(record, participant.actor))
    return "\n".join([*parts, *(f"{part}: {', '.join(names)}" for part, names in by_part.items())])


def _statements(record: Record, *, why: bool) -> Iterator[RenderableType]:
    """A table a speaker, in the order in which speakers first speak."""
    groups: dict[str | None, list[Statement]] = {}
    for statement in record.statements:
        groups.setdefault(statement.speaker, []).append(statement)
    for number, (speaker, statements) in enumerate(groups.items()):
        if number:
            yield Text()
        yield _speaker_line(record, speaker, statements)
        yield Padding(_said(record, statements, why=why), (0, 0, 0, 2))


def _speaker_line(record: Record, speaker: str | None, statements: Iterable[Statement]) -> Text:
    if speaker is None:
        return Text("Speaker not known", style="italic")
    actor = record.actor(speaker)
    office = f" – {_office(record, actor, 0)}" if actor and actor.roles else ""
    sides = dict.fromkeys(side for statement in statements for side in statement.speaks_for if side != speaker)
    behind = f", for {names_of(record, sides)}" if sides else ""
    return Text.assemble((name_of(record, speaker), "bold"), office, (behind, _QUIET))


def _said(record: Record, statements: Iterable[Statement], *, why: bool) -> Table:
    table = _table(("", None), ("", None), ("words", 8), ("stance", 3))
    table.show_header = False
    table.columns[0].min_width, table.columns[1].min_width = _ID_WIDTH, _ACT_WIDTH
    for statement in statements:
        within = f"\nin {statement.within}" if statement.within else ""
        row = [
            Text(statement.id + within, style=_QUIET),
            Text.assemble(
                (statement.cue.act if statement.cue else "…", _ACT), (f" {_MANNERS[statement.manner]}".rstrip(), _QUIET)
            ),
            Text.assemble(safe(statement.quote), _why(statement.by) if why else ""),
            _stances(record, statement),
        ]
        table.add_row(*row)
    return table


def _stances(record: Record, statement: Statement) -> Text:
    lines = [
        Text(stance_words(record, stance), style=_FOR if stance.value > 0 else _AGAINST if stance.value < 0 else "")
        for stance in statement.stance
    ]
    return Text("\n").join(lines)


def _why(by: By) -> Text:
    return Text(f"\n{safe(by.rule)}, {by.confidence:.2f}", style=_QUIET)


def _events(record: Record, *, why: bool) -> Table:
    table = _table(("", None), ("event", 3), ("who → whom", 4), ("words", 6), ("claimed by", 3))
    speakers = {statement.id: statement.speaker for statement in record.statements}
    for event in record.events:
        row = [
            Text(event.id, style=_QUIET),
            _event_kind(event),
            Text(_direction(names_of(record, event.actor), names_of(record, event.recipient))),
            Text.assemble(_event_words(record, event), _why(event.by) if why else ""),
            _claim(record, event, speakers),
        ]
        table.add_row(*row)
    return table


def _event_kind(event: Event) -> Text:
    mode = f"\n{safe(event.mode)}" if event.mode else ""
    status = "" if event.status == "happened" else f"\n{event.status}"
    return Text.assemble((event.type, _ACT), mode, (status, _STATUS_STYLES[event.status]))


def _event_words(record: Record, event: Event) -> Text:
    """The event's words with its trigger marked, then when and where."""
    start, (first, last) = event.evidence[0], event.trigger
    text = record.document.text
    words = Text(safe(event.quote))
    if start <= first < last <= event.evidence[1]:
        before, trigger, after = text[start:first], text[first:last], text[last : event.evidence[1]]
        words = Text.assemble(_spaced(before), (safe(trigger), "bold"), _spaced(after))
    place = f"in {safe(event.place.name)}" if event.place else ""
    where = ", ".join(filter(None, (when_words(event.date), place)))
    return Text.assemble(words, (f"\n{where}", _QUIET)) if where else words


def _spaced(words: str) -> str:
    """Safe words that keep a space at either end, where there was one."""
    return " " * words[:1].isspace() + safe(words) + " " * (len(words.strip()) > 0 and words[-1:].isspace())


def _claim(record: Record, event: Event, speakers: dict[str, str | None]) -> Text:
    if event.claimed_by is None:
        return Text("(document)", style=_QUIET)
    return Text(f"{name_of(record, speakers.get(event.claimed_by))} ({event.claimed_by})")


def _direction(first: str, second: str) -> str:
    return f"{first or '?'} → {second}" if second else first or "?"


def _figures(record: Record) -> Table:
    table = _table(("figure", 3), ("of what", 3), ("from → to", 3), ("words", 5))
    for figure in record.figures:
        ends = [name_of(record, end) if end else "" for end in (figure.from_, figure.to)]
        way = _direction(*ends) if figure.to else ends[0]
        measures = "\n".join(filter(None, (safe(figure.measures or ""), when_words(figure.date))))
        table.add_row(Text(figure_words(figure)), Text(measures or "–"), Text(way or "–"), Text(safe(figure.quote)))
    return table


def _proposals(record: Record) -> Table:
    table = _table(("by", 3), ("", None), ("action", 7), ("to", 3))
    for proposal in record.proposals:
        table.add_row(
            Text(name_of(record, proposal.by_actor)), Text(proposal.force, style=_ACT), Text(safe(proposal.action)),
            Text(names_of(record, proposal.addressees) or "–"),
        )  # fmt: skip
    return table


def _works(record: Record) -> Table:
    table = _table(("", None), ("name", 6), ("members", 5))
    for project in record.projects:
        short = (
            f" ({safe(project.short_name)})" if project.short_name and project.short_name not in project.name else ""
        )
        table.add_row(
            Text(safe(project.kind), style=_ACT),
            Text(safe(project.name) + short),
            Text(_states(record, project.countries)),
        )
    for standing in record.formats:
        table.add_row(Text("format", style=_ACT), Text(safe(standing.name)), Text(names_of(record, standing.members)))
    for agreement in record.agreements:
        signed = f", {when_words(agreement.date)}" if agreement.date else ""
        table.add_row(
            Text(safe(agreement.kind), style=_ACT),
            Text(safe(agreement.name) + signed),
            Text(names_of(record, agreement.parties)),
        )
    return table


def _states(record: Record, codes: Iterable[str]) -> str:
    return ", ".join(name_of(record, code) for code in codes)


def _warnings(record: Record) -> Text:
    return Text("\n").join(
        Text.assemble((f"{safe(item.code)}: ", "yellow"), safe(item.message)) for item in record.warnings
    )
