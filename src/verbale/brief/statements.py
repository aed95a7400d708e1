"""Main statements of each side about the others, and other voices; chosen by rules that are told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from verbale.brief.citing import Citations
from verbale.brief.facts import NEVER, Fact, without_copies
from verbale.brief.model import Line, Section
from verbale.brief.subject import Subject, state_name
from verbale.brief.wording import marks_of, speaker_words, stance_words

FEWEST_WORDS = 4
"""Statements of fewer words ("they agreed") tell a reader nothing, however strong their stance."""

RULE = (
    "Official statements of the one that take a stance toward, or speak of, the other. Chosen in turn: the strongest "
    "stance, the most recent, the one in most separate texts; then put in order of time, newest first."
)
OTHERS_RULE = (
    "Statements about both, or about the other, by people who do not speak for a state of this dossier (think tanks, "
    "media, third parties). Chosen and ordered in the same way."
)


def official(facts: Iterable[Fact], scope: frozenset[str]) -> dict[str, list[Fact]]:
    """Statements by the state that makes them, those of the states of the scope about each other.

    What an official of another state reports is left out, as in relations.
    """
    found: dict[str, list[Fact]] = {}
    for one in facts:
        sources = one.states("speaks_for")
        if one.said is not None and not set(one.said.states("speaks_for")) <= set(sources):
            continue
        for source in sources:
            if source in scope and about(one, source, scope):
                found.setdefault(source, []).append(one)
    return found


def about(fact: Fact, source: str, scope: frozenset[str]) -> dict[str, float]:
    """Stances of a statement toward states of the scope other than its own."""
    return {state: value for state, value in fact.toward().items() if state in scope and state != source}


def statements(facts: Sequence[Fact], subject: Subject, cited: Citations, *, limit: int) -> Section:
    """The section: a part for each side, then other voices."""
    sides = official(facts, subject.scope)
    each = limit if subject.is_pair else max(2, limit // 3)
    shown = subject.states if subject.is_pair else [state for state in subject.states if state in sides]
    parts = [_side(sides.get(state, []), state, subject, cited, limit=each) for state in shown]
    others = _others(facts, subject, {id(one) for found in sides.values() for one in found})
    parts.append(_other_voices(others, subject, cited, limit=each))
    return Section(id="statements", title="Main statements", rule=RULE, parts=tuple(parts), empty="No statement found.")


def _side(facts: Sequence[Fact], state: str, subject: Subject, cited: Citations, *, limit: int) -> Section:
    chosen = without_copies(facts)
    lines = [
        _line(one, why, about(one, state, subject.scope), cited)
        for one, why in main(chosen, state, subject.scope, limit)
    ]
    other = [one for one in subject.states if one != state]
    title = f"{state_name(state)} of {state_name(other[0])}" if subject.is_pair else state_name(state)
    return Section(
        id=f"statements-{state}", title=title, lines=tuple(lines), more=len(chosen) - len(lines),
        empty="No official statement of this side about the other in these documents: unobserved, not neutral.",
    )  # fmt: skip


def main(facts: Sequence[Fact], state: str | None, scope: frozenset[str], limit: int) -> list[tuple[Fact, str]]:
    """At most `limit` statements with the reason for each, newest first: taken in turn from three orders."""
    worth = [one for one in facts if len((one.row.quote or "").split()) >= FEWEST_WORDS]
    strength = {id(one): max(map(abs, about(one, state or "", scope).values()), default=0.0) for one in worth}
    orders = (
        ("strongest", sorted((one for one in worth if strength[id(one)]), key=lambda one: (-strength[id(one)], *_place(one)))),
        ("most recent", sorted(worth, key=_place, reverse=True)),
        ("most reported", sorted((one for one in worth if one.origins > 1), key=lambda one: (-one.origins, *_place(one)))),
    )  # fmt: skip
    chosen: dict[int, tuple[Fact, str]] = {}
    for turn in zip_longest(*([(why, one) for one in order[: 2 * limit]] for why, order in orders)):
        for entry in turn:
            if entry is not None and len(chosen) < limit:
                chosen.setdefault(id(entry[1]), (entry[1], entry[0]))
    return sorted(chosen.values(), key=lambda entry: _place(entry[0]), reverse=True)


def _place(fact: Fact) -> tuple[str, str, int]:
    # Undated ones are neither recent nor first.
    return fact.day or "", fact.doc.key, fact.row.start or 0


def _line(fact: Fact, why: str | None, values: dict[str, float], cited: Citations) -> Line:
    return statement_line(fact, cited, values=values, why=why)


def statement_line(
    fact: Fact, cited: Citations, *, values: dict[str, float] | None = None, why: str | None = None
) -> Line:
    """A statement as a line: who, with office; act; stances; words."""
    return Line(
        date=fact.date, who=speaker_words(fact), what=fact.row.code or "say", toward=stance_words(values or {}) or None,
        quote=fact.row.quote, marks=marks_of(fact, why or ""), cites=cited.of(fact),
    )  # fmt: skip


def _others(facts: Iterable[Fact], subject: Subject, taken: set[int]) -> list[Fact]:
    """Statements of those who speak for no state of the dossier: of the pair about both or from one about the other."""
    found = []
    for one in facts:
        if id(one) in taken or set(one.states("speaks_for")) & subject.scope:
            continue
        concerned = set(one.toward()) & subject.scope
        homes = set(one.countries("speaker", "speaks_for")) & subject.scope
        if len(concerned) > 1 or (concerned - homes and homes):
            found.append(one)
    return found


def _other_voices(facts: Sequence[Fact], subject: Subject, cited: Citations, *, limit: int) -> Section:
    chosen = without_copies(facts)
    lines = [
        _line(one, why, about(one, "", subject.scope), cited) for one, why in main(chosen, None, subject.scope, limit)
    ]
    return Section(
        id="statements-others", title="Other voices", rule=OTHERS_RULE, lines=tuple(lines), more=len(chosen) - len(lines),
        empty="None.",
    )  # fmt: skip


def last_of(facts: Iterable[Fact]) -> Fact | None:
    """The most recent dated statement."""
    dated = [one for one in facts if one.day and one.day < NEVER]
    return max(dated, key=_place, default=None)
