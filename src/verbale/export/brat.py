"""Records in brat's standoff format: a `.txt` and an `.ann` for each document, and an `annotation.conf`.

Offsets count Unicode code points, as brat's server does under Python 3. A text-bound annotation may not hold a line
break, so evidence over several lines becomes fragments (`T1<TAB>Statement 0 10;11 20<TAB>…`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import get_args

from verbale.export.source import Entry, one_line
from verbale.record import Act, Actor, Event, EventType, Evidence, Manner, Statement, Status

# What `str.splitlines` parts at: brat's server reads lines that way, so none of these may stand in a line of `.ann`.
_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_MENTIONS = {
    "state": "State", "government": "Government", "igo": "Intergovernmental", "organisation": "Organisation",
    "person": "Person", "group": "Group", "disputed": "Disputed",
}  # fmt: skip
_PLAIN = {"figure": "Figure", "proposal": "Proposal", "project": "Project", "format": "Format", "agreement": "Agreement",
          "meeting": "Meeting"}  # fmt: skip
_SIGNS = ("negative", "neutral", "positive")


def annotation(entry: Entry, kinds: Collection[str] = ()) -> str:
    """The `.ann` of a document.

    Args:
        entry: whose text goes into the `.txt` as it is.
        kinds: of `projection.KINDS`; none: all. Mentions of actors are written whenever something refers to them.
    """
    lines = _Lines(entry)
    if not kinds or "actor" in kinds:
        for actor in entry.record.actors:
            for span in actor.mentions:
                lines.mention(actor, span)
    for kind, label in _PLAIN.items():
        for item in getattr(entry.record, f"{kind}s") if not kinds or kind in kinds else ():
            lines.text_bound(label, item.evidence, note=item.id)
    for statement in entry.record.statements if not kinds or "statement" in kinds else ():
        _statement(lines, statement)
    for event in entry.record.events if not kinds or "event" in kinds else ():
        _event(lines, event)
    return "".join(f"{line}\n" for line in lines.lines)


@dataclass
class _Lines:
    """The lines of an `.ann` as they grow, and who is mentioned where."""

    entry: Entry
    lines: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    mentions: dict[tuple[str, Evidence], str | None] = field(default_factory=dict)

    def number(self, letter: str) -> str:
        self.counts[letter] = self.counts.get(letter, 0) + 1
        return f"{letter}{self.counts[letter]}"

    def text_bound(self, label: str, span: Evidence, *, note: str | None = None) -> str | None:
        """A T line; None where the span holds nothing but line breaks."""
        pieces = fragments(self.entry.record.document.text, span)
        if not pieces:
            return None
        name = self.number("T")
        text = self.entry.record.document.text
        places = ";".join(f"{start} {end}" for start, end in pieces)
        self.lines.append(f"{name}\t{label} {places}\t{' '.join(text[start:end] for start, end in pieces)}")
        if note:
            self.note(name, note)
        return name

    def mention(self, actor: Actor, span: Evidence) -> str | None:
        """The T of an actor's mention, written once."""
        place = (actor.id, span)
        if place not in self.mentions:
            self.mentions[place] = self.text_bound(_MENTIONS[actor.kind], span, note=f"{actor.id} {actor.name}")
        return self.mentions[place]

    def stands_for(self, actor_id: str, near: Evidence) -> str | None:
        """A mention of the actor inside these words, else the actor's first one, else None."""
        actor = self.entry.record.actor(actor_id)
        if actor is None or not actor.mentions:
            return None
        inside = (span for span in actor.mentions if near[0] <= span[0] and span[1] <= near[1])
        return self.mention(actor, next(inside, actor.mentions[0]))

    def note(self, name: str, words: str) -> None:
        self.lines.append(f"{self.number('#')}\tAnnotatorNotes {name}\t{one_line(words)}")

    def attribute(self, label: str, name: str, value: str = "") -> None:
        self.lines.append(f"{self.number('A')}\t{label} {name} {value}".rstrip())

    def relation(self, label: str, first: str | None, second: str | None) -> None:
        if first and second:
            self.lines.append(f"{self.number('R')}\t{label} Arg1:{first} Arg2:{second}")


def fragments(text: str, span: Evidence) -> list[Evidence]:
    """The stretches of a span between its line breaks."""
    found, start = [], None
    for place in range(*span):
        if text[place] in _BREAKS:
            if start is not None:
                found.append((start, place))
            start = None
        elif start is None:
            start = place
    if start is not None:
        found.append((start, span[1]))
    return found


def _statement(lines: _Lines, statement: Statement) -> None:
    name = lines.text_bound("Statement", statement.evidence, note=statement.id)
    if name is None:
        return
    lines.attribute("Manner", name, statement.manner)
    speaker = lines.entry.record.actor(statement.speaker or "")
    if statement.cue:
        lines.attribute("Act", name, statement.cue.act)
        lines.relation("Cue", name, lines.text_bound("Cue", statement.cue.evidence))
    if speaker and statement.speaker_evidence:
        lines.relation("Speaker", name, lines.mention(speaker, statement.speaker_evidence))
    for actor_id in statement.about:
        lines.relation("About", name, lines.stands_for(actor_id, statement.evidence))
    for stance in statement.stance:
        words = lines.text_bound("Stance", stance.evidence, note=f"{stance.toward} {stance.value!r}")
        if words:
            lines.attribute("Polarity", words, _SIGNS[(stance.value > 0) - (stance.value < 0) + 1])
            lines.relation("StanceOf", words, name)
            lines.relation("Toward", words, lines.stands_for(stance.toward, statement.evidence))


def _event(lines: _Lines, event: Event) -> None:
    trigger = lines.text_bound(event.type, event.trigger)
    if trigger is None:
        return
    roles = [
        f"{role}{number if number > 1 else ''}:{mention}"
        for role, ids in (("Actor", event.actor), ("Recipient", event.recipient))
        for number, mention in enumerate(filter(None, (lines.stands_for(one, event.evidence) for one in ids)), start=1)
    ]
    name = lines.number("E")
    lines.lines.append(" ".join((f"{name}\t{event.type}:{trigger}", *roles)))
    lines.attribute("Status", name, event.status)
    if event.claimed_by:
        lines.attribute("Claimed", name)
    by = f", claimed in {event.claimed_by}" if event.claimed_by else ""
    lines.note(name, f"{event.id} {event.type}{f'/{event.mode}' if event.mode else ''}{by}")


def configuration() -> str:
    """The `annotation.conf` without which brat shows nothing."""
    kinds = [*_MENTIONS.values(), *_PLAIN.values(), "Statement", "Cue", "Stance"]
    anyone = "|".join(_MENTIONS.values())
    events = [f"{kind}\tActor*:{anyone}, Recipient*:{anyone}" for kind in get_args(EventType)]
    relations = [
        "Cue\tArg1:Statement, Arg2:Cue", f"Speaker\tArg1:Statement, Arg2:{anyone}",
        f"About\tArg1:Statement, Arg2:{anyone}", "StanceOf\tArg1:Stance, Arg2:Statement",
        f"Toward\tArg1:Stance, Arg2:{anyone}",
    ]  # fmt: skip
    attributes = [
        f"Manner\tArg:Statement, Value:{'|'.join(get_args(Manner))}", f"Act\tArg:Statement, Value:{'|'.join(get_args(Act))}",
        f"Polarity\tArg:Stance, Value:{'|'.join(_SIGNS)}", f"Status\tArg:<EVENT>, Value:{'|'.join(get_args(Status))}",
        "Claimed\tArg:<EVENT>",
    ]  # fmt: skip
    return "".join(_section(*section) for section in (
        ("entities", kinds), ("relations", relations), ("events", events), ("attributes", attributes),
    ))  # fmt: skip


def _section(name: str, lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in _section_lines(name, lines))


def _section_lines(name: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"[{name}]"
    yield from lines
    yield ""
