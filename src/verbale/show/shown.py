"""One document or one fact of an archive in the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from verbale.show.marked import marked_text
from verbale.show.names import name_of, published_words
from verbale.show.safe import safe

if TYPE_CHECKING:
    from verbale.archive.asking import Hit
    from verbale.archive.reviewing import Review
    from verbale.archive.showing import Other, ShownDocument, ShownItem

_QUIET, _ACT = "dim", "cyan"
_NOTHING_TO_SAY = ("id", "evidence", "quote", "by", "mentions", "speaker_evidence", "trigger")


def show_document(shown: ShownDocument, console: Console) -> None:
    """Print a document: what it is, its copies and versions, and its text with statements and events marked."""
    console.print(Panel(Group(*_head(shown)), border_style=_QUIET))
    if shown.others:
        console.print(_others(shown))
    console.print(marked_text(shown.record))


def _head(shown: ShownDocument) -> Iterator[RenderableType]:
    source = shown.record.document
    yield Text(safe(source.title or "Untitled"), style="bold")
    known = (
        source.publisher,
        source.publisher_country,
        published_words(source.published),
        source.genre,
        source.language,
    )
    yield Text(" · ".join(safe(part) for part in known if part))
    if source.speaker:
        yield Text(f"Spoken by {name_of(shown.record, source.speaker)}")
    for place in dict.fromkeys(filter(None, (source.url, *shown.sources))):
        yield Text(safe(place), style=_QUIET)
    if not shown.current:
        yield Text("A later version has replaced this text.", style="yellow")
    verdicts = ", ".join(f"{local} {verdict}" for local, verdict in shown.judged)
    yield Text(f"id {shown.key}" + (f"\nreviewed: {safe(verdicts)}" if verdicts else ""), style=_QUIET)


def _others(shown: ShownDocument) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style=_QUIET)
    for heading in ("same origin", "", "published", "publisher", "title"):
        table.add_column(heading, overflow="fold")
    for one in shown.others:
        table.add_row(
            one.id, _relation(one), one.published or "–", Text(safe(one.publisher or "–")), Text(safe(one.title or "–"))
        )
    return table


def _relation(one: Other) -> str:
    return one.relation if one.current else f"{one.relation}, replaced"


def show_item(shown: ShownItem, console: Console) -> None:
    """Print a fact: what it says, in its surroundings, who claims it, and what reviewers decided."""
    hit = shown.hit
    console.print(Text.assemble((safe(hit.id), "bold"), f"  {hit.kind}", (f" {hit.code}" if hit.code else "", _ACT)))
    if hit.sentence is not None:
        console.print(Padding(_context(shown), (1, 0, 1, 2)))
    console.print(_fields(shown))
    if shown.said_in is not None:
        console.print(Text.assemble("\nClaimed by ", (safe(shown.said_in.speaker or "somebody"), "bold"), f" in {safe(shown.said_in.id)}: ",
                                    f"“{safe(shown.said_in.quote or '')}”"))  # fmt: skip
    for review in shown.reviews:
        console.print(_decision(review))
    source = " · ".join(safe(part) for part in (hit.publisher, hit.title, hit.published, hit.url) if part)
    copies = (
        f"\n{hit.copies} {'copy' if hit.copies == 1 else 'copies'} of the same origin have the same words"
        if hit.copies
        else ""
    )
    console.print(Text(f"\n{source}{copies}", style=_QUIET))


def _context(shown: ShownItem) -> Text:
    hit = shown.hit
    first, last = (hit.start or 0) - (hit.sentence_start or 0), (hit.end or 0) - (hit.sentence_start or 0)
    own = hit.sentence or ""
    return Text.assemble(
        (safe(shown.before) + " " if shown.before else "", _QUIET), (_spaced(own[:first]), _QUIET), "›",
        (safe(own[first:last]), "bold"), "‹", (_spaced(own[last:]), _QUIET),
        (" " + safe(shown.after) if shown.after else "", _QUIET),
    )  # fmt: skip


def _spaced(words: str) -> str:
    return " " * words[:1].isspace() + safe(words) + " " * (len(words.strip()) > 0 and words[-1:].isspace())


def _fields(shown: ShownItem) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(style=_QUIET)
    table.add_column(overflow="fold")
    for name, value in _rows(shown):
        table.add_row(name, Text(safe(value)))
    return table


def _rows(shown: ShownItem) -> Iterator[tuple[str, str]]:
    hit = shown.hit
    for part in dict.fromkeys(actor.part for actor in hit.actors if actor.part != "self"):
        named = (
            f"{one.name}{'' if one.value is None else f' {one.value:+.1f}'}" for one in hit.actors if one.part == part
        )
        yield part.replace("_", " "), ", ".join(dict.fromkeys(named))
    plain = {name: value for name, value in shown.element.items() if name not in _NOTHING_TO_SAY}
    said = {actor.part for actor in hit.actors}
    for name, value in plain.items():
        if name not in said and isinstance(value, str | int | float) and value != "":
            yield name.replace("_", " "), str(value)
    for role in shown.element.get("roles") or ():
        yield "office", str(role["title"])
    when = shown.element.get("date")
    if when:
        yield (
            "date",
            f"{when['start']}{' … ' + when['end'] if when['end'] else ''} ({when['basis']}, “{when['quote']}”)",
        )
    place = shown.element.get("place")
    if place:
        yield "place", str(place["name"])
    yield from _evidence(hit, shown.element.get("by"))


def _evidence(hit: Hit, by: dict[str, object] | None) -> Iterator[tuple[str, str]]:
    if hit.start is not None:
        yield "evidence", f"[{hit.start}, {hit.end})"
    if by:
        yield "found by", f"{by['rule']}, confidence {by['confidence']:.2f}"
    if hit.verdict:
        yield "verdict", hit.verdict


def _decision(review: Review) -> Text:
    undone = f", undone {review.closed} by {safe(review.closed_by or '?')}" if review.closed else ""
    reason = f": {safe(review.reason)}" if review.reason else ""
    return Text(
        f"{review.made} {safe(review.reviewer)} {review.action}{reason}{undone}",
        style="strike" if review.closed else "",
    )
