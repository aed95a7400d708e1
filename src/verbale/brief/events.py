"""Deeds, claims and who denies them, and the timeline of events and meetings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from verbale.actors.folding import fold
from verbale.archive.knowing import same_meeting
from verbale.archive.proposing import DONE_SHARED, words_of_action
from verbale.archive.ties import plover_score
from verbale.brief.citing import Citations
from verbale.brief.facts import NEVER, Fact, without_copies
from verbale.brief.model import Line, Row, Section, Table
from verbale.brief.statements import statement_line
from verbale.brief.subject import Subject, state_name
from verbale.brief.wording import (
    ARROW,
    MOST_CITES,
    event_words,
    marks_of,
    person_words,
    speaker_words,
    way_words,
)
from verbale.data import read_toml

HELD = ("happened", "ongoing")
DENYING = ("deny", "reject")

DEEDS_RULE = (
    "Events between the states that a document itself asserts as happened or ongoing; nobody's claims. Ordered by weight "
    "(PLOVER's score, either sign), then newest first; deeds before words of the same weight. The same event of the same "
    "day in several texts is one line."
)
CLAIMS_RULE = (
    "Events that somebody says happened; the document does not assert them, and nothing here says that they are true. "
    "Conflict first, then by weight, newest first. Below a claim stands who denies it: the same event told as not having happened, or "
    "in the same text a denial of the accused side or its rejection of the claim; elsewhere its denial or rejection in the same words. No denial found is not consent."
)
TIMELINE_RULE = (
    "Events, planned ones too, and meetings in order of time; claims that have a date of their own are marked. Where the "
    "text gives a fact no date, the day of publication stands with “reported”. If there are more than fit, those with a "
    "date of their own and of most weight are kept."
)
_MEETING_WEIGHT = 4.0  # as PLOVER scores a visit or a multilateral meeting


def dyads(fact: Fact, scope: frozenset[str]) -> list[tuple[str, str]]:
    """Directed pairs of an event within the scope: actor to recipient; without a recipient each to each."""
    sources = fact.states("actor")
    targets = fact.states("recipient") if fact.element["recipient"] else sources
    return [(a, b) for a in sources for b in targets if a != b and {a, b} <= scope]


def weight(fact: Fact) -> float:
    """PLOVER's score of an event; 0 for other facts."""
    return plover_score(fact.element["type"], fact.element["mode"])


def between(events: Iterable[Fact], scope: frozenset[str], *, claimed: bool) -> list[Fact]:
    """Events that happened between states of the scope, once an origin."""
    kept = (one for one in events if one.is_claim == claimed and one.row.status in HELD and dyads(one, scope))
    return without_copies(kept)


def _together(facts: Iterable[Fact]) -> list[list[Fact]]:
    """The same type of event of the same parties on the same day of its own is one, in however many texts."""
    groups: dict[Any, list[Fact]] = {}
    for one in facts:
        own = one.element["date"]
        is_day = own is not None and own["precision"] == "day" and not own["end"]
        sides = (one.states("actor"), one.states("recipient"))
        key = (one.row.code, *sides, own["start"]) if is_day else one.row.id
        groups.setdefault(key, []).append(one)
    return list(groups.values())


def deeds(events: Sequence[Fact], subject: Subject, cited: Citations, *, limit: int) -> Section:
    """The section of deeds: counts by type and direction, then the weightiest."""
    found = between(events, subject.scope, claimed=False)
    groups = sorted(_together(found), key=lambda group: _by_weight(group[0]))
    lines = tuple(_event_line(group, cited) for group in groups[:limit])
    return Section(
        id="deeds", title="Deeds", rule=DEEDS_RULE, tables=_counts(groups, subject), lines=lines, more=len(groups) - len(lines),
        empty="No event between them is asserted in these documents: unobserved, not absent.",
    )  # fmt: skip


def _by_weight(fact: Fact) -> tuple[Any, ...]:
    return -abs(weight(fact)), fact.element["quad"] % 2, _newest(fact.day), fact.row.id


def _newest(day: str | None) -> int:
    """Sorts later days first, unknown ones last."""
    return -int(day.replace("-", "")) if day else 0


def _counts(groups: Sequence[Sequence[Fact]], subject: Subject) -> tuple[Table, ...]:
    counted: dict[tuple[str, str], dict[str, int]] = {}
    for group in groups:
        one = group[0]
        way = _way(one, subject.scope)
        row = counted.setdefault((str(one.element["quad"]), str(one.row.code)), {})
        row[way] = row.get(way, 0) + 1
    ways = sorted({way for row in counted.values() for way in row})
    if not counted or not subject.is_pair:
        return ()
    rows = tuple(
        Row(cells=(_QUADS[quad], code.lower(), *(str(row.get(way, 0)) for way in ways)))
        for (quad, code), row in sorted(counted.items())
    )
    columns = ("kind", "type", *ways)
    return (Table(title="By type and direction", columns=columns, rows=rows, numeric=tuple(range(2, len(columns)))),)


_QUADS = {"1": "cooperation in words", "2": "cooperation in deeds", "3": "conflict in words", "4": "conflict in deeds"}


def _way(fact: Fact, scope: frozenset[str]) -> str:
    if not fact.element["recipient"]:
        return "together"
    pairs = dyads(fact, scope)
    return f"{state_name(pairs[0][0])}{ARROW}{state_name(pairs[0][1])}"


def _event_line(group: Sequence[Fact], cited: Citations) -> Line:
    one = group[0]
    others = (f"told in {len(group)} texts",) if len({fact.row.origin for fact in group}) > 1 else ()
    return Line(
        date=one.date, reported=not one.is_dated, who=way_words(one), what=event_words(one), toward=place_words(one),
        quote=one.row.quote, marks=marks_of(one, *others), cites=cited.of(*group[:MOST_CITES]),
    )  # fmt: skip


def place_words(fact: Fact) -> str | None:
    """The place, where the text ties one to the event."""
    place = fact.element.get("place")
    return f"in {' '.join(place['name'].split())}" if place else None


# ── claims ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def claims(facts: Mapping[str, Sequence[Fact]], subject: Subject, cited: Citations, *, limit: int) -> Section:
    """The section of claims, each with its denials."""
    found = sorted(between(facts["event"], subject.scope, claimed=True), key=_conflict_first)
    denials = Denials(facts)
    lines = tuple(_claim_line(one, denials, cited) for one in found[:limit])
    return Section(
        id="claims", title="Claims and denials", rule=CLAIMS_RULE, lines=lines, more=len(found) - len(lines), empty="No claim found.",
    )  # fmt: skip


def _conflict_first(fact: Fact) -> tuple[Any, ...]:
    return fact.element["quad"] < 3, *_by_weight(fact)


def _claim_line(fact: Fact, denials: Denials, cited: Citations) -> Line:
    under = tuple(_denial_line(one, why, cited) for one, why in denials.of(fact))
    own = set(fact.said.states("speaks_for")) & set(fact.states("actor")) if fact.said else set()
    claimant = speaker_words(fact.said) if fact.said else "somebody"
    return Line(
        date=fact.date, reported=not fact.is_dated, who=f"claimed by {claimant}", what=f"{way_words(fact)}: {event_words(fact)}",
        toward=place_words(fact), quote=fact.row.quote, claim=True,
        marks=marks_of(fact, "of its own side" if own else ""), cites=cited.of(fact), under=under,
    )  # fmt: skip


def _denial_line(fact: Fact, why: str, cited: Citations) -> Line:
    if fact.kind == "statement":
        line = statement_line(fact, cited, why=why)
        return Line(
            date=line.date,
            who=f"denied by {line.who}",
            what=line.what,
            quote=line.quote,
            marks=line.marks,
            cites=line.cites,
        )
    teller = (
        f"denied by {speaker_words(fact.said)}" if fact.said else "told as not having happened by the document itself"
    )
    return Line(date=fact.doc.published, who=teller, what=event_words(fact), quote=fact.row.quote,
                marks=marks_of(fact, why), cites=cited.of(fact))  # fmt: skip


class Denials:
    """Who denies what, found by side and by word, never by comparing all with all.

    Args:
        facts: events and statements of the states.
    """

    def __init__(self, facts: Mapping[str, Sequence[Fact]]) -> None:
        negated = [one for one in facts["event"] if one.row.status == "negated"]
        self._negated: dict[tuple[str, str], list[Fact]] = {}
        for one in without_copies(negated):
            for side in one.states("actor"):
                self._negated.setdefault((str(one.row.code), side), []).append(one)
        self._said: dict[str, list[Fact]] = {}
        self._by_word: dict[tuple[str, str], list[Fact]] = {}
        for one in without_copies(one for one in facts["statement"] if one.row.code in DENYING):
            for side in one.states("speaks_for"):
                self._said.setdefault(f"{one.row.document}|{side}", []).append(one)
                for word in sorted(words_of_action(one.row.quote or "")):
                    self._by_word.setdefault((side, word), []).append(one)

    def of(self, claim: Fact) -> list[tuple[Fact, str]]:
        """Denials of a claim, each with how it was told to be one, in order of time."""
        found: dict[int, tuple[Fact, str]] = {}
        for side in claim.states("actor"):
            for one in self._negated.get((str(claim.row.code), side), ()):
                if _same_recipient(one, claim) and not _same_source(one, claim):
                    found.setdefault(id(one), (one, "the same event, denied"))
            for one in self._in_words(claim, side):
                if not _same_source(one, claim):
                    found.setdefault(id(one), (one, "denial in the same words"))
            for one in self._said.get(f"{claim.row.document}|{side}", ()):
                if not _same_source(one, claim) and _is_about(one, claim):
                    found.setdefault(id(one), (one, "denial by the accused side in the same text"))
        return sorted(found.values(), key=lambda entry: (entry[0].day or NEVER, entry[0].row.id))

    def _in_words(self, claim: Fact, side: str) -> list[Fact]:
        shared: dict[int, list[Fact]] = {}
        for word in sorted(words_of_action(claim.row.quote or "")):
            for one in self._by_word.get((side, word), ()):
                shared.setdefault(id(one), []).append(one)
        first = claim.doc.published or ""
        return [
            hits[0]
            for hits in shared.values()
            if len(hits) >= DONE_SHARED and (hits[0].doc.published or NEVER) >= first
        ]


def _same_recipient(one: Fact, claim: Fact) -> bool:
    mine, theirs = set(one.states("recipient")), set(claim.states("recipient"))
    return not mine or not theirs or bool(mine & theirs)


def _same_source(one: Fact, claim: Fact) -> bool:
    """Whether both come from the same side; nobody denies their own claim."""
    mine = _sides(one if one.kind == "statement" else one.said)
    return bool(mine) and mine == _sides(claim.said)


def _sides(statement: Fact | None) -> frozenset[str]:
    return frozenset(statement.states("speaks_for") or statement.ids("speaker")) if statement else frozenset()


_WORD = re.compile(r"[^\W_]+")


@cache
def _claim_words() -> frozenset[str]:
    return frozenset(read_toml("denials")["objects"])


def _is_about(one: Fact, claim: Fact) -> bool:
    """Whether a denial in the claim's own text is about it: it denies, or shares a word with it, and names a party of the
    claim other than its own side, or nobody. "Rejects face-to-face meetings" denies no attack; "rejected that account" does."""
    shared = words_of_action(one.row.quote or "") & words_of_action(claim.row.quote or "")
    named = _WORD.findall(fold(one.row.quote or ""))
    if one.row.code != "deny" and not shared and not set(named) & _claim_words():
        return False
    concerned = set(one.toward()) - set(one.states("speaks_for"))
    parties = set(claim.states("actor", "recipient")) | _sides(claim.said)
    return not concerned or bool(concerned & parties)


# ── timeline ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def timeline(facts: Mapping[str, Sequence[Fact]], subject: Subject, cited: Citations, *, limit: int) -> Section:
    """Events, planned ones too, meetings and claims in order of time."""
    asserted = [
        one
        for one in facts["event"]
        if not one.is_claim and one.row.status in (*HELD, "planned") and dyads(one, subject.scope)
    ]
    entries = [(group, _event_line) for group in _together(without_copies(asserted))]
    claimed = between(facts["event"], subject.scope, claimed=True)
    entries += [([one], _claimed_entry) for one in claimed if one.is_dated]
    entries += [(group, meeting_line) for group in meetings(facts["meeting"], subject.scope)]
    kept = sorted(entries, key=lambda entry: _keep(entry[0][0]))[:limit]
    kept.sort(key=lambda entry: (entry[0][0].day or NEVER, entry[0][0].doc.key, entry[0][0].row.start or 0))
    lines = tuple(make(group, cited) for group, make in kept)
    return Section(
        id="timeline", title="Timeline", rule=TIMELINE_RULE, lines=lines, more=len(entries) - len(lines),
        empty="No event or meeting between them in these documents.",
    )  # fmt: skip


def _keep(fact: Fact) -> tuple[Any, ...]:
    value = weight(fact) if fact.kind == "event" else _MEETING_WEIGHT
    return not fact.is_dated, fact.is_claim, -abs(value), _newest(fact.day), fact.row.id


def _claimed_entry(group: Sequence[Fact], cited: Citations) -> Line:
    one = group[0]
    claimant = speaker_words(one.said) if one.said else "somebody"
    return Line(
        date=one.date, reported=not one.is_dated, who=way_words(one), what=event_words(one),
        toward=f"claimed by {claimant}", quote=one.row.quote, claim=True, marks=marks_of(one), cites=cited.of(one),
    )  # fmt: skip


def meetings(facts: Iterable[Fact], scope: frozenset[str]) -> list[list[Fact]]:
    """Meetings in which people of two states of the scope take part, those of one kind, day and place together."""
    groups: dict[Any, list[Fact]] = {}
    for one in facts:
        groups.setdefault(same_meeting(one.row), []).append(one)
    found = []
    for group in groups.values():
        sides = {side for one in group for side in one.countries("organisers", "participants")}
        if len(sides & scope) > 1:
            found.append(group)
    return found


def meeting_line(group: Sequence[Fact], cited: Citations) -> Line:
    """A meeting as a line: kind, title, who took part."""
    one = group[0]
    people = dict.fromkeys(person_words(fact.doc, actor) for fact in group for actor in fact.ids("participants"))
    hosts = dict.fromkeys(person_words(fact.doc, actor) for fact in group for actor in fact.ids("organisers"))
    title = next((fact.row.name for fact in group if fact.row.name), None)
    who = "; ".join(filter(None, (_listed("with ", people), _listed("organised by ", hosts))))
    texts = len({fact.row.origin for fact in group})
    return Line(
        date=one.date, reported=not one.is_dated, who=who or None, what=f"meeting: {one.row.code or 'kind not known'}",
        toward=" ".join(filter(None, (place_words(one), f"“{title}”" if title else None))) or None,
        quote=one.row.quote, marks=marks_of(one, f"told in {texts} texts" if texts > 1 else ""), cites=cited.of(*group[:MOST_CITES]),
    )  # fmt: skip


_MOST_PEOPLE = 12


def _listed(before: str, names: Iterable[str]) -> str:
    found = list(names)
    more = f" and {len(found) - _MOST_PEOPLE} more" if len(found) > _MOST_PEOPLE else ""
    return f"{before}{', '.join(found[:_MOST_PEOPLE])}{more}" if found else ""
