"""What an archive knows, as tables: people, formats, projects, proposals, figures, agreements, meetings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from verbale.actors.gazetteer import known_actors
from verbale.show.names import number_words
from verbale.show.safe import safe

if TYPE_CHECKING:
    from verbale.archive.knowing import Held, KnownAgreement, KnownFigure, KnownMeeting, KnownProject, Person
    from verbale.archive.proposing import KnownProposal
    from verbale.archive.seen import Sighting
    from verbale.archive.sittings import KnownFormat

_QUIET, _ACT = "dim", "cyan"
_EVIDENCE = 3  # sentences of evidence shown for one thing; all are in --json


def show_known(name: str, rows: Sequence[Any], console: Console, *, total: int) -> None:
    """Print rows of what `verbale <name>` lists.

    Args:
        name: people, formats, projects, proposals, figures, agreements or meetings.
        rows: as the functions of that name give them.
        console: where to.
        total: how many there are, of which `rows` are the first.
    """
    if rows:
        console.print(_VIEWS[name](rows))
    more = (
        f"{len(rows)} of {total:,}; --limit shows more"
        if len(rows) < total
        else f"{total:,} {name}"
        if total
        else "none known"
    )
    console.print(Text(f"\n{more}" if rows else more, style=_QUIET))


def _table(*headings: tuple[str, int | None], numbers: tuple[str, ...] = ("origins",)) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), expand=True, header_style=_QUIET)
    for heading, ratio in headings:
        table.add_column(heading, ratio=ratio, overflow="fold", justify="right" if heading in numbers else "left")
    return table


def _actors(ids: Iterable[str]) -> str:
    """Names of the tables; a body of a document that no table has is shown by the words of its id."""
    return ", ".join(dict.fromkeys(actor_words(actor) for actor in ids))


def actor_words(actor: str) -> str:
    """An actor's name as the tables have it, else the words of its id: `person:ana-silva` gives "Ana Silva"."""
    known = known_actors().get(actor)
    if known is not None:
        return safe(known.name)
    _, mark, words = actor.partition(":")
    return safe(words.replace("-", " ").title() if mark else actor)


def _span(row: Any) -> str:
    if row.first is None:
        return "–"
    return str(row.first) if row.first == row.last else f"{row.first}\n{row.last}"


def _people(rows: Sequence[Person]) -> RenderableType:
    table = _table(("name", 4), ("country", 3), ("offices, as seen", 8), ("said", None), ("origins", None), ("seen", None),
                   numbers=("said", "origins"))  # fmt: skip
    for person in rows:
        offices = Text("\n").join([_office(role) for role in person.roles]) if person.roles else Text("–")
        table.add_row(Text(safe(person.name), style="bold"), Text(_actors(person.countries) or "–"), offices,
                      f"{person.statements:,}", f"{person.origins:,}", Text(_span(person)))  # fmt: skip
    return table


def _office(role: Held) -> Text:
    body = (
        f", {safe(role.organisation)}" if role.organisation and safe(role.organisation) not in safe(role.title) else ""
    )
    dates = "" if role.first is None else role.first if role.first == role.last else f"{role.first} … {role.last}"
    return Text.assemble(safe(role.title) + body, (f" ({dates})" if dates else "", _QUIET))


def _formats(rows: Sequence[KnownFormat]) -> RenderableType:
    parts: list[RenderableType] = []
    for one in rows:
        times = f"met {one.met}×" if one.met else "no dated meeting known"
        parts.append(Text.assemble((safe(one.name), "bold"), (f"  {times}", _ACT)))
        undated = f"{len(one.undated)} told without a date, not counted · " if one.undated else ""
        named = f"named in {one.origins} {'text' if one.origins == 1 else 'texts'}"
        parts.append(Padding(Text(_actors(one.members) or "members not known"), (0, 0, 0, 2)))
        parts.append(Padding(Text(f"{undated}{named}{_seen(one)}", style=_QUIET), (0, 0, 0, 2)))
        for sitting in one.sittings:
            place = f", {safe(sitting.place)}" if sitting.place else ""
            parts.append(Padding(Text(f"{sitting.date}{place}", style=_ACT), (0, 0, 0, 2)))
            parts.append(_evidence(sitting.evidence))
        if one.undated:
            parts.append(_evidence(one.undated))
        parts.append(Text())
    return Group(*parts[:-1])


def _seen(row: Any) -> str:
    if row.first is None:
        return ""
    return f", {row.first}" if row.first == row.last else f", {row.first} … {row.last}"


def _evidence(found: Sequence[Sighting]) -> RenderableType:
    lines = []
    for one in found[:_EVIDENCE]:
        why = f"{one.why}: " if one.why else ""
        source = f" {one.published or ''} {safe(one.source or '')}".rstrip()
        lines.append(Text.assemble((why, _QUIET), f"“{safe(one.quote or '')}”", (f"{source} · ", _QUIET), safe(one.id)))
    if len(found) > _EVIDENCE:
        lines.append(Text(f"and {len(found) - _EVIDENCE} more", style=_QUIET))
    return Padding(Group(*lines), (0, 0, 0, 4))


_COUNTED = (("origins", None), ("seen", None))


def _counted(row: Any) -> tuple[str, Text]:
    """How many origins, and when first and last; below, where to look."""
    return f"{row.origins:,}", Text.assemble(_span(row), (f"\n{row.example}", _QUIET))


def _named(name: str, *details: str | None) -> Text:
    return Text.assemble((safe(name), "bold"), *((f"\n{safe(detail)}", _ACT) for detail in details if detail))


def _projects(rows: Sequence[KnownProject]) -> RenderableType:
    table = _table(("project", 5), ("countries", 4), *_COUNTED)
    for one in rows:
        short = f" ({one.short_name})" if one.short_name and one.short_name not in one.name else ""
        table.add_row(_named(one.name + short, one.kind), Text(_actors(one.countries) or "–"), *_counted(one))
    return table


def _proposals(rows: Sequence[KnownProposal]) -> RenderableType:
    parts: list[RenderableType] = []
    for one in rows:
        to = f" → {_actors(one.addressees)}" if one.addressees else ""
        times = f"  {one.origins}×" if one.origins > 1 else ""
        parts.append(
            Text.assemble(
                (safe(one.by_name or "?"), "bold"), to, (f"  {one.force}", _ACT), (times, "bold"), (_seen(one), _QUIET)
            )
        )
        parts.append(Padding(Text(safe(one.action)), (0, 0, 0, 2)))
        parts.append(_evidence(one.made))
        if one.done:
            parts.append(Padding(Text("reported as done:", style="green"), (0, 0, 0, 2)))
            parts.append(_evidence(one.done))
        parts.append(Text())
    return Group(*parts[:-1])


def _figures(rows: Sequence[KnownFigure]) -> RenderableType:
    table = _table(("figure", 4), ("of what", 3), ("from → to", 3), *_COUNTED)
    for one in rows:
        ends = [actor_words(end) if end else "" for end in (one.from_, one.to)]
        way = f"{ends[0] or '?'} → {ends[1]}" if ends[1] else ends[0]
        what = "\n".join(filter(None, (safe(one.measures or ""), one.date or "", "claimed" if one.claimed else "")))
        number = Text(number_words(one.value, one.high, one.unit, one.qualifier), style="bold")
        number.append(f"\n“{safe(one.quote)}”", style="not bold")
        table.add_row(number, Text(what or "–"), Text(way or "–"), *_counted(one))
    return table


def _agreements(rows: Sequence[KnownAgreement]) -> RenderableType:
    table = _table(("agreement", 5), ("parties", 3), ("dated", None), *_COUNTED)
    for one in rows:
        dates = Text("\n".join(one.dates) or "–")
        table.add_row(_named(one.name, one.kind), Text(_actors(one.parties) or "–"), dates, *_counted(one))
    return table


def _meetings(rows: Sequence[KnownMeeting]) -> RenderableType:
    table = _table(("date", None), ("meeting", 3), ("who", 5), *_COUNTED)
    for one in rows:
        place = f", {safe(one.place)}" if one.place else ""
        title = Text.assemble((safe(one.kind) + place, _ACT), f"\n{safe(one.title)}" if one.title else "")
        hosts = f"organised by {_actors(one.organisers)}" if one.organisers else ""
        who = "\n".join(filter(None, (hosts, _actors(one.participants))))
        table.add_row(Text(one.date or "–"), title, Text(who or "–"), *_counted(one))
    return table


_VIEWS: Mapping[str, Callable[[Any], RenderableType]] = {
    "people": _people, "formats": _formats, "projects": _projects, "proposals": _proposals, "figures": _figures,
    "agreements": _agreements, "meetings": _meetings,
}  # fmt: skip
