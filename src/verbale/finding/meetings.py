"""Meetings: the gatherings that a document tells of, one record each however often it is mentioned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from verbale.data import read_toml
from verbale.finding.context import Reading
from verbale.finding.dates import dated_spans, when_in, when_of
from verbale.finding.gatherings import (
    Gathering,
    gatherings,
    has_verb,
    is_background,
    is_occasion,
    is_told,
    parts,
    top_of,
    words_of,
)
from verbale.finding.inside import Inside, actors_at
from verbale.finding.syntax import conjuncts, status_of, trim
from verbale.finding.whereabouts import place_of
from verbale.record import Meeting, Part, Participant, Place, Statement, When

_ORDER: tuple[Part, ...] = ("host", "moderator", "speaker", "guest", "attendee")
"""The part that is kept when the text gives somebody more than one, most telling first."""

_NEVER_FIRST = frozenset({"event"})
"""Kinds that only stand for a gathering already named; "recent events" are none."""

_BODIES = frozenset({"forum", "conference", "dialogue", "session", "panel"})
"""Kinds whose nouns name standing bodies too ("the Pacific Islands Forum")."""

NEAR = 40
"""Tokens within which a noun names the gathering that a verb told of ("met … at the summit")."""

_WISHES = frozenset({"propose", "urge", "demand", "ask", "hope", "reject", "promise", "threaten", "support"})
"""Acts whose object need not have taken place."""


@dataclass(slots=True)
class _Draft:
    """One meeting while its mentions are gathered."""

    first: Gathering
    kind: str
    title: str | None
    mentions: list[Gathering] = field(default_factory=list)
    parts: dict[str, Part] = field(default_factory=dict)
    organisers: list[str] = field(default_factory=list)


def find_meetings(reading: Reading, statements: Sequence[Statement]) -> list[Meeting]:
    """The meetings that the author tells of, in text order; what speakers say of other meetings is theirs to say.

    Speakers of a report's statements take part in the meeting that the report is of.
    """
    inside = Inside(reading.document.text, statements)
    drafts: list[_Draft] = []
    for found in gatherings(reading.doc):
        if _is_authors(reading, inside, found):
            _add(reading, drafts, found)
    drafts = [draft for draft in drafts if draft.parts or draft.organisers or draft.title or _is_held(draft)]
    meetings = [_record(reading, draft, number) for number, draft in enumerate(drafts, start=1)]
    return _with_speakers(reading, statements, meetings)


def meeting_of(reading: Reading, statements: Sequence[Statement], meetings: Sequence[Meeting]) -> Mapping[str, str]:
    """Which meeting each statement was made at, by statement id.

    In the report of a webinar, conference or other gathering that gives the floor, every statement after its first
    mention; at talks, visits
    and calls, those of their participants. Statements inside statements follow the outer one. Two gatherings with a
    floor: the nearest before.
    """
    floors = [meeting for meeting in meetings if meeting.kind in _floors()] or _reported(reading, meetings)
    told = {}
    for statement in statements:
        at = statement.evidence[0]
        before = [meeting for meeting in floors if meeting.evidence[0] <= at] or floors[:1]
        if before:
            told[statement.id] = before[-1].id
            continue
        sides = {statement.speaker, *statement.speaks_for}
        joined = [
            meeting
            for meeting in meetings
            if meeting.evidence[0] <= at and sides & {item.actor for item in meeting.participants}
        ]
        if joined:
            told[statement.id] = joined[-1].id
    for statement in statements:
        if statement.within in told:
            told[statement.id] = told[statement.within]
    return told


def _reported(reading: Reading, meetings: Sequence[Meeting]) -> list[Meeting]:
    """The one meeting that a report is of."""
    return list(meetings) if reading.document.genre == "report" and len(meetings) == 1 else []


def _is_authors(reading: Reading, inside: Inside, found: Gathering) -> bool:
    """Whether the document itself tells of a gathering, and not one of its speakers.

    So it does outside statements, in the own voice of a statement or speech, and where the words hang on the cue
    ("told a press conference",
    "agreed after talks") unless the cue wishes for them.
    """
    statement = inside.statement(reading.evidence(found.token))
    if statement is None:
        return True
    if statement.cue is None:
        return reading.document.genre in ("statement", "speech")
    start, end = statement.evidence
    head = reading.evidence(top_of(found.token).head)[0]
    return not start <= head < end and (statement.cue.act not in _WISHES or is_occasion(found))


def _add(reading: Reading, drafts: list[_Draft], found: Gathering) -> None:
    """Add a mention to the meeting that it is of, or begin one."""
    same = next((draft for draft in reversed(drafts) if _is_same(reading, draft, found)), None)
    if same is None:
        told = found.title or has_verb(found) or (is_told(found) and _is_tied(reading, found))
        if found.kind in _NEVER_FIRST or not (told or (not drafts and is_occasion(found))):
            return
        if is_background(found) or _is_body(reading, found):
            return
        if status_of(found.token) in ("hypothetical", "called-for", "negated", "planned"):
            return
        same = _Draft(found, found.kind, found.title)
        drafts.append(same)
    same.mentions.append(found)
    same.title = same.title or found.title
    if same.kind in _generic() and found.kind not in _generic():
        same.kind = found.kind
    _add_parts(reading, same, found)


def _is_same(reading: Reading, draft: _Draft, found: Gathering) -> bool:
    if found.title and draft.title:
        return found.title == draft.title
    if found.kind == draft.kind:
        return True
    if (
        found.definite
        and found.token.pos_ != "VERB"
        and (found.kind in _generic() or draft.kind in _generic() or {found.kind, draft.kind} <= _floors())
    ):
        return True
    near = found.token.i - draft.mentions[-1].token.i < NEAR
    if near and draft.kind in _generic() and draft.first.token.pos_ == "VERB" and found.token.pos_ == "NOUN":
        return True
    return found.token.pos_ == "VERB" and bool(set(_actors(reading, found)) & set(draft.parts))


def _is_tied(reading: Reading, found: Gathering) -> bool:
    """Whether somebody known takes part in a gathering, or it has a date."""
    return bool(_actors(reading, found)) or when_of(reading, found.token) is not None


def _is_body(reading: Reading, found: Gathering) -> bool:
    """Whether the noun names a standing body ("the Pacific Islands Forum") and no gathering."""
    named = (reading.cast.actors.get(actor) for actor in actors_at(reading, found.token))
    return (
        found.kind in _BODIES
        and found.token.pos_ == "PROPN"
        and any(actor is not None and actor.kind != "person" for actor in named)
    )


def _actors(reading: Reading, found: Gathering) -> list[str]:
    return [actor for _, token in parts(found) for item in conjuncts(token) for actor in actors_at(reading, item)]


def _add_parts(reading: Reading, draft: _Draft, found: Gathering) -> None:
    for part, token in parts(found):
        for item in conjuncts(token):
            for actor in actors_at(reading, item):
                if part is None:
                    draft.organisers += [] if actor in draft.organisers else [actor]
                elif actor not in draft.parts or _ORDER.index(part) < _ORDER.index(draft.parts[actor]):
                    draft.parts[actor] = part


def _is_held(draft: _Draft) -> bool:
    return any(is_told(found) for found in draft.mentions) or is_occasion(draft.first)


def _record(reading: Reading, draft: _Draft, number: int) -> Meeting:
    best = next((found for found in draft.mentions if found.title), draft.first)
    evidence = reading.evidence(trim(reading.doc, *words_of(best)))
    topic = next((found.topic for found in draft.mentions if found.topic), None)
    title = draft.title or topic
    return Meeting(
        id=f"m{number}",
        kind="talks" if draft.kind == "meeting" else draft.kind,
        title=" ".join(title.split()) if title else None,
        date=_date(reading, draft),
        place=_place(reading, draft),
        organisers=tuple(draft.organisers),
        participants=tuple(Participant(actor=actor, part=part) for actor, part in draft.parts.items()),
        evidence=evidence,
        quote=reading.quote(evidence),
    )


def _date(reading: Reading, draft: _Draft) -> When | None:
    """The date of a mention or of its verb; else the first date before it in the sentence that first tells of it."""
    for found in draft.mentions:
        when = when_of(reading, found.token) or when_of(reading, found.token.head)
        if when is not None:
            return when
    sentence = draft.first.token.sent
    before = [span for span in dated_spans(reading.doc) if sentence.start <= span.first < draft.first.token.i]
    return when_in(reading, before[0].first, before[0].last) if before else None


def _place(reading: Reading, draft: _Draft) -> Place | None:
    for found in draft.mentions:
        place = place_of(reading, found.token)
        if place is not None:
            return place
    return None


def _with_speakers(reading: Reading, statements: Sequence[Statement], meetings: Sequence[Meeting]) -> list[Meeting]:
    where = meeting_of(reading, statements, meetings)
    floors = {meeting.id for meeting in meetings if meeting.kind in _floors()} | {
        meeting.id for meeting in _reported(reading, meetings)
    }
    speakers: dict[str, list[str]] = {}
    for statement in statements:
        at = where.get(statement.id)
        actor = reading.cast.actors.get(statement.speaker or "")
        if at is not None and statement.within is None and actor is not None and actor.kind == "person":
            speakers.setdefault(at, []).append(actor.id)
    found = []
    for meeting in meetings:
        if meeting.id not in floors:
            found.append(meeting)
            continue
        known = {item.actor: item.part for item in meeting.participants}
        for actor_id in speakers.get(meeting.id, ()):
            if known.get(actor_id) in (None, "attendee"):
                known[actor_id] = "speaker"
        found.append(
            replace(meeting, participants=tuple(Participant(actor=actor, part=part) for actor, part in known.items()))
        )
    return found


@cache
def _generic() -> frozenset[str]:
    return frozenset({*read_toml("meeting_kinds")["generic"]["words"], "meeting", "event"})


@cache
def _floors() -> frozenset[str]:
    return frozenset(read_toml("meeting_kinds")["floors"]["kinds"])
