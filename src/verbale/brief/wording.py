"""How people, acts, stances and events are written in a dossier: labels and the document's own words, no sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from verbale.analysis.tie_table import NEUTRAL
from verbale.archive.acting import state_of
from verbale.brief.facts import Doc, Fact
from verbale.brief.subject import names_of, state_name
from verbale.show.known import actor_words

MOST_CITES = 4
"""Passages behind one line; further ones of a fact that many documents tell add paper, not certainty."""

ARROW = " → "
_ISOLATES = "\u2068\u2069"  # around right-to-left words; writers put them, once


def actor_name(actor_id: str) -> str:
    """The name of an actor that the document does not tell: the tables', else the words of its id."""
    return actor_words(actor_id).strip(_ISOLATES)


def speaker_words(fact: Fact) -> str:
    """Who says a statement: name, office and side."""
    speaker = next(iter(fact.ids("speaker")), None)
    states = fact.states("speaks_for") or fact.countries("speaks_for")
    side = names_of(states)
    if speaker is None:
        return side or "speaker not known"
    name = person_words(fact.doc, speaker)
    return f"{name} ({side})" if side and not _holds(name, side) else name


def _holds(name: str, side: str) -> bool:
    return side.casefold() in name.casefold()


def person_words(doc: Doc, actor_id: str) -> str:
    """An actor's name and, where the document tells one, office."""
    actor = doc.actor(actor_id)
    if actor is None:
        return actor_name(actor_id)
    office = office_of(actor)
    name = told_name(actor)
    return f"{name}, {office}" if office and office.casefold() not in name.casefold() else name


def office_of(actor: Mapping[str, Any]) -> str | None:
    """The first official office of an actor, else the first that the document gives."""
    roles = sorted(actor["roles"], key=lambda role: not role["official"])
    return str(roles[0]["title"]) if roles else None


def sides_words(fact: Fact, part: str) -> str:
    """Those in a part of an event: names, with the state of each that is not one."""
    return ", ".join(dict.fromkeys(_side(fact.doc, one) for one in fact.ids(part)))


def _side(doc: Doc, actor_id: str) -> str:
    actor = doc.actor(actor_id)
    state = state_of(actor)
    if actor is None or state is None or actor["kind"] in ("state", "disputed"):
        return state_name(state) if state else _name(doc, actor_id)
    name = _name(doc, actor_id)
    return name if _holds(name, state_name(state)) else f"{name} ({state_name(state)})"


def _name(doc: Doc, actor_id: str) -> str:
    actor = doc.actor(actor_id)
    return told_name(actor) if actor is not None else actor_name(actor_id)


def told_name(actor: Mapping[str, Any]) -> str:
    """An actor's name; a state's as the tables have it, so that one state has one name throughout."""
    return state_name(actor["country"]) if actor["kind"] == "state" and actor["country"] else str(actor["name"])


def way_words(fact: Fact) -> str:
    """Who acted toward whom."""
    actor, recipient = sides_words(fact, "actor") or "?", sides_words(fact, "recipient")
    return f"{actor}{ARROW}{recipient}" if recipient else actor


def event_words(fact: Fact) -> str:
    """Type, mode and, unless it happened, status of an event: `assault, aerial`, `agree (planned)`."""
    words = ", ".join(filter(None, (str(fact.row.code).lower(), fact.element.get("mode"))))
    status = fact.row.status
    return words if status == "happened" else f"{words} ({status})"


def stance_words(values: Mapping[str, float]) -> str:
    """`Azerbaijan +0.8, Armenia −0.9`; a plain mention has no number."""
    return ", ".join(_stance(state, value) for state, value in values.items())


def _stance(state: str, value: float) -> str:
    if abs(value) < NEUTRAL:
        return f"{state_name(state)} (no stance)"
    return f"{state_name(state)} {signed(value, digits=1)}"


def signed(value: float | None, *, digits: int = 2) -> str:
    """`+0.42`, `−0.10`, `0.00`; a dash for None."""
    if value is None:
        return "–"
    words = f"{value:+.{digits}f}".replace("-", "−")
    return words if float(f"{value:.{digits}f}") else words[1:]


def marks_of(fact: Fact, *more: str) -> tuple[str, ...]:
    """What a reader should know of a fact beside its words."""
    verdicts = {"corrected": "corrected by a reviewer", "accepted": "checked by a reviewer"}
    found = (
        *more,
        verdicts.get(fact.verdict or "", ""),
        f"in {fact.origins} separate texts" if fact.origins > 1 else "",
        f"+{fact.copies} {'copy' if fact.copies == 1 else 'copies'}" if fact.copies else "",
    )
    return tuple(mark for mark in found if mark)


def counted(number: float, one: str, many: str | None = None) -> str:
    """`1 document`, `12 documents`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
