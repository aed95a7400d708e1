"""Figures, projects, agreements, formats, proposals and people: what the archive knows across documents, cut to a dossier."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from verbale.actors.folding import fold
from verbale.actors.gazetteer import known_actors, states
from verbale.archive.knowing import (
    Held,
    KnownAgreement,
    KnownProject,
    Person,
    agreements,
    people,
    projects,
    same_figure,
)
from verbale.archive.proposing import KnownProposal, proposals
from verbale.archive.seen import Asked, Sighting
from verbale.archive.sittings import KnownFormat, formats
from verbale.brief.citing import Citations, coarse_days
from verbale.brief.facts import Doc, Fact
from verbale.brief.model import Line, Row, Section, Table
from verbale.brief.subject import Subject, names_of, state_name
from verbale.brief.wording import (
    ARROW,
    MOST_CITES,
    actor_name,
    counted,
    marks_of,
    person_words,
    speaker_words,
    told_name,
)
from verbale.show.names import number_words

FIGURES_RULE = (
    "Numbers from one to the other, then numbers without both ends that are said in statements about the other. Each "
    "stands as its source defines it; they are not added up, since definitions differ."
)
PROJECTS_RULE = "Works that documents give to both states (for a region: to two of them at least), those in most separate texts first."
AGREEMENTS_RULE = (
    "Agreements whose parties are both states (for a region: two of them at least), those in most separate texts first."
)
FORMATS_RULE = (
    "Standing groupings with both states among their members. “Met” counts sittings that documents tell with a date; it "
    "is a lower bound."
)
PROPOSALS_RULE = (
    "Proposals of one to the other, to both, or made in speaking of the other, that no later document of the archive "
    "reports as done; most often made first. “Open” means that no report of it was found."
)
PEOPLE_RULE = (
    "People of these states who speak of, meet or act toward the other, by number of statements. Dates are days of the documents "
    "that name the office, not of appointment."
)


class Listings:
    """What an archive knows of some states.

    Args:
        connection: of the archive.
        subject: the states.
        cited: takes the citations.
        since, until: first and last day of publication.
        limit: of lines in each section.
    """

    def __init__(  # noqa: PLR0913 - one parameter a choice
        self, connection: Connection, subject: Subject, cited: Citations, *, since: str | None, until: str | None, limit: int
    ) -> None:  # fmt: skip
        self._connection = connection
        self._subject = subject
        self._cited = cited
        self._limit = limit
        self._since, self._until = since, until
        self._days = coarse_days(connection)

    def _asked(self) -> list[Asked]:
        """Questions that together cover what two of the states share: all but the last one's are enough for a pair."""
        coded = [state for state in self._subject.states if state in states()]
        if self._subject.is_pair and coded:
            return [Asked(country=coded[0], since=self._since, until=self._until)]
        return [Asked(since=self._since, until=self._until)]

    def _known(
        self, find: Callable[[Connection, Asked], Iterable[Any]], sides: Callable[[Any], Iterable[str]]
    ) -> list[Any]:
        """Rows of a listing in which two of the states take part."""
        return [
            row for asked in self._asked() for row in find(self._connection, asked)
            if len(set(_states(sides(row))) & self._subject.scope) > 1
        ]  # fmt: skip

    def projects(self) -> Section:
        """Pipelines, railways, corridors …"""
        found: list[KnownProject] = self._known(projects, lambda row: row.countries)
        rows = tuple(
            Row(
                cells=(
                    _titled(one.name, one.short_name),
                    one.kind,
                    names_of(list(one.countries)),
                    str(one.origins),
                    self._span(one),
                ),
                cites=self._cited.of_ids(one.example),
            )
            for one in found[: self._limit]
        )
        columns = ("project", "kind", "countries", "separate texts", "seen")
        return self._tabled("projects", "Projects", PROJECTS_RULE, columns, rows, len(found), numeric=(3,))

    def agreements(self) -> Section:
        """Treaties, declarations, memoranda …"""
        found: list[KnownAgreement] = self._known(agreements, lambda row: row.parties)
        rows = tuple(
            Row(
                cells=(
                    one.name,
                    one.kind,
                    _sides(one.parties),
                    ", ".join(one.dates) or "–",
                    str(one.origins),
                    self._span(one),
                ),
                cites=self._cited.of_ids(one.example),
            )
            for one in found[: self._limit]
        )
        columns = ("agreement", "kind", "parties", "dated", "separate texts", "seen")
        return self._tabled("agreements", "Agreements", AGREEMENTS_RULE, columns, rows, len(found), numeric=(4,))

    def _tabled(  # noqa: PLR0913, PLR0917 - private; a section's parts
        self, name: str, title: str, rule: str, columns: tuple[str, ...], rows: tuple[Row, ...], total: int, *, numeric: tuple[int, ...]
    ) -> Section:  # fmt: skip
        tables = (Table(columns=columns, rows=rows, numeric=numeric),) if rows else ()
        empty = f"No {title.lower()} of theirs in these documents."
        return Section(id=name, title=title, rule=rule, tables=tables, more=total - len(rows), empty=empty)

    def formats(self) -> Section:
        """Standing groupings and how often they met."""
        found: list[KnownFormat] = self._known(formats, lambda row: row.members)
        lines = tuple(self._format(one) for one in found[: self._limit])
        return Section(
            id="formats", title="Formats", rule=FORMATS_RULE, lines=lines, more=len(found) - len(lines),
            empty="No standing format with both is named in these documents.",
        )  # fmt: skip

    def _format(self, one: KnownFormat) -> Line:
        undated = f"{counted(len(one.undated), 'meeting')} told without a date, not counted" if one.undated else ""
        marks = (f"named in {counted(one.origins, 'separate text')}", undated)
        sittings = tuple(
            Line(date=met.date, what="met", toward=f"in {met.place}" if met.place else None, quote=met.evidence[0].quote,
                 cites=self._sightings(met.evidence))
            for met in one.sittings[-self._limit :]
        )  # fmt: skip
        return Line(
            who=one.name, what=f"met {one.met}×" if one.met else "no dated meeting known", toward=_sides(one.members) or "members not known",
            marks=tuple(mark for mark in marks if mark), cites=self._cited.of_ids(one.example), under=sittings,
        )  # fmt: skip

    def _sightings(self, found: Sequence[Sighting]) -> tuple[str, ...]:
        return self._cited.of_ids(*(one.id for one in found[:MOST_CITES]))

    def proposals(self, facts: Iterable[Fact]) -> Section:
        """Proposals of the one to the other, or said about it, that are not reported as done."""
        known = {one.row.id: one for one in facts}
        said = {name for name, one in known.items() if _is_proposed_between(one, self._subject.scope)}
        asked = [Asked(since=self._since, until=self._until)]
        rows = [row for one in asked for row in proposals(self._connection, one)]
        found = [row for row in rows if not row.done and self._is_between(row, said)]
        lines = tuple(self._proposal(one, known) for one in found[: self._limit])
        done = sum(bool(row.done) and self._is_between(row, said) for row in rows)
        rule = f"{PROPOSALS_RULE} {counted(done, 'proposal')} reported as done not listed." if done else PROPOSALS_RULE
        return Section(
            id="proposals",
            title="Open proposals",
            rule=rule,
            lines=lines,
            more=len(found) - len(lines),
            empty="None found.",
        )

    def _is_between(self, row: KnownProposal, said: set[str]) -> bool:
        if any(one.id in said for one in row.made):
            return True
        scope = self._subject.scope
        to = set(_states(row.addressees)) & scope
        by = set(_states([row.by] if row.by else [])) & scope
        return bool(by and to - by) or len(to) > 1

    def _proposal(self, one: KnownProposal, known: Mapping[str, Fact]) -> Line:
        first = next((known[made.id] for made in one.made if made.id in known), None)
        maker = (first and _maker(first)) or one.by_name or "not known who"
        times = f"made in {one.origins} separate texts" if one.origins > 1 else ""
        return Line(
            date=self._days.get(one.last or "", one.last), reported=True, who=_to(maker, one.addressees), what=one.force,
            quote=one.action, marks=(times,) if times else (), cites=self._sightings(one.made),
        )  # fmt: skip

    def people(self, concerned: Iterable[Fact]) -> Section:
        """Those who take part in facts between the states."""
        places = _people_in(concerned)
        asked = [
            Asked(country=state, since=self._since, until=self._until)
            for state in self._subject.states
            if state in states()
        ]
        found: dict[str, Person] = {}
        for one in asked:
            found |= {person.id: person for person in people(self._connection, one) if person.id in places}
        ordered = sorted(found.values(), key=lambda person: (-person.statements, -person.origins, person.id))
        rows = tuple(self._person(person, places[person.id]) for person in ordered[: self._limit])
        columns = ("name", "country", "offices, as seen", "statements", "seen")
        return self._tabled("people", "People", PEOPLE_RULE, columns, rows, len(ordered), numeric=(3,))

    def _person(self, person: Person, docs: Sequence[Doc]) -> Row:
        offices = "; ".join(self._office(role) for role in person.roles) or "no office told"
        cites = dict.fromkeys(key for doc in docs for key in self._roles(doc, person.id))
        return Row(
            cells=(
                person.name,
                names_of(list(person.countries)),
                offices,
                f"{person.statements:,}",
                self._span(person),
            ),
            cites=tuple(cites)[:MOST_CITES],
        )

    def _office(self, role: Held) -> str:
        is_told = role.organisation is None or fold(role.organisation) in fold(role.title)
        words = role.title if is_told else f"{role.title}, {role.organisation}"
        return f"{words} ({self._span(role)})" if role.first else words

    def _span(self, row: Any) -> str:
        """First and last day of publication, as far as they are known."""
        first, last = (self._days.get(day or "", day) for day in (row.first, row.last))
        return str(first or "–") if first == last else f"{first} … {last}"

    def _roles(self, doc: Doc, actor_id: str) -> list[str]:
        """Where a document tells an actor's offices, or else names it."""
        actor = doc.actors.get(actor_id)
        if actor is None:
            return []
        spots = [role["evidence"] for role in actor["roles"]] or actor["mentions"][:1]
        return [self._cited.words(doc, start, end, f"{doc.key[:12]}/{actor['id']}") for start, end in spots[:2]]

    def figures(self, facts: Sequence[Fact]) -> Section:
        """Numbers with direction, then those said about the other."""
        groups: dict[Hashable, list[Fact]] = {}
        for one in facts:
            if _is_between(one, self._subject.scope) or _is_said_between(one, self._subject.scope):
                groups.setdefault(same_figure(one.row), []).append(one)
        ordered = sorted(groups.values(), key=self._figure_order)
        rows = tuple(self._figure(group) for group in ordered[: self._limit])
        columns = ("figure", "of what", "from → to", "date", "told by", "words")
        return self._tabled("figures", "Figures", FIGURES_RULE, columns, rows, len(ordered), numeric=())

    def _figure_order(self, group: Sequence[Fact]) -> tuple[Any, ...]:
        one = group[0]
        origins = len({fact.row.origin for fact in group})
        return (
            not _is_between(one, self._subject.scope),
            one.row.code is None,
            -origins,
            one.row.code or "",
            one.day or "9999",
            one.row.id,
        )

    def _figure(self, group: Sequence[Fact]) -> Row:
        one = group[0]
        element = one.element
        ends = [_end(one, part) for part in ("from", "to")]
        way = f"{ends[0] or '?'}{ARROW}{ends[1] or '?'}" if any(ends) else "not told"
        teller = f"claim: {speaker_words(one.said)}" if one.said else "the document"
        number = number_words(element["value"], element["high"], element["unit"], element["qualifier"])
        date = one.date or "–" if one.is_dated else f"reported {one.date}" if one.date else "–"
        marks = marks_of(one)
        return Row(
            cells=(
                number,
                element["measures"] or "–",
                way,
                date,
                "; ".join((teller, *marks)),
                (one.said or one).row.quote or "",
            ),
            cites=self._cited.of(*group[:MOST_CITES]),
        )


def _end(fact: Fact, part: str) -> str | None:
    actor = next(iter(fact.ids(part)), None)
    if actor is None:
        return None
    element = fact.doc.actor(actor)
    return told_name(element) if element is not None else actor_name(actor)


def _is_between(fact: Fact, scope: frozenset[str]) -> bool:
    """Whether a figure goes from one state to another."""
    giving, taking = set(fact.countries("from")) & scope, set(fact.countries("to")) & scope
    return bool(giving and taking and giving != taking)


def _is_said_between(fact: Fact, scope: frozenset[str]) -> bool:
    """Whether a figure that lacks an end stands in a statement of one about the other."""
    ends = set(fact.countries("from", "to"))
    if fact.said is None or not ends <= scope:
        return False
    homes = set(fact.said.countries("speaker", "speaks_for")) & scope
    return bool((set(fact.said.toward()) | ends) & scope - homes) and bool(homes)


def _maker(fact: Fact) -> str | None:
    """Who proposes: name, office and the state that the maker speaks for, if any; a UN official's passport is no side."""
    maker = next(iter(fact.ids("by_actor")), None)
    if maker is None:
        return None
    name, side = person_words(fact.doc, maker), names_of(fact.states("by_actor"))
    return f"{name} ({side})" if side and side.casefold() not in name.casefold() else name


def _is_proposed_between(fact: Fact, scope: frozenset[str]) -> bool:
    """Whether a proposal's addressees, or the statement that makes it, concern one of the states and its maker another."""
    makers = fact.countries("by_actor")
    concerned = set(fact.countries("addressees")) | (set(fact.said.toward()) if fact.said else set())
    return len(concerned & scope) > 1 or bool(set(makers) & scope and concerned & scope - set(makers))


def _people_in(facts: Iterable[Fact]) -> dict[str, list[Doc]]:
    """Documents in which each person takes part in one of the facts, first published first."""
    found: dict[str, dict[int, Doc]] = {}
    for one in facts:
        for part in ("speaker", "actor", "recipient", "organisers", "participants", "by_actor"):
            for actor in one.ids(part):
                found.setdefault(actor, {})[one.doc.number] = one.doc
    return {actor: list(docs.values()) for actor, docs in found.items()}


def _states(ids: Iterable[str]) -> Iterable[str]:
    """States among ids, and those behind governments and bodies of the tables."""
    for one in ids:
        actor = known_actors().get(one)
        if one in states() or (actor is not None and actor.kind == "disputed"):
            yield one
        elif actor is not None and actor.kind == "government" and actor.country:
            yield actor.country


def _sides(ids: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(state_name(one) if one in states() else actor_name(one) for one in ids))


def _to(by: str, addressees: Sequence[str]) -> str:
    return f"{by}{ARROW}{_sides(addressees)}" if addressees else by


def _titled(name: str, short: str | None) -> str:
    return name if not short or short in name else f"{name} ({short})"
