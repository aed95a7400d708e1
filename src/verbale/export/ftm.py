"""Records as FollowTheMoney entities, one JSON object a line.

Schemata and properties are those of followthemoney 4.x (followthemoney.tech). What one document says goes out with it;
actors, positions, projects and formats of many documents are gathered and go out last, each once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from verbale.actors.gazetteer import known_actors
from verbale.data import read_rows, read_toml
from verbale.export.gathering import Gathering
from verbale.export.reviewed import bare_actor
from verbale.export.source import Entry, actors_by_id, end_of, is_fact, names, one_line, start_of
from verbale.record import Actor, Agreement, Event, Figure, Meeting, Proposal, Record, Role, Statement

Properties = Mapping[str, Iterable[str | None]]
Entity = tuple[str, str, dict[str, list[str]]]
"""Id, schema and properties; values sorted, each once."""

_ID_CHARACTERS = 40  # hexadecimal, 160 bits, as long as the SHA-1 ids that FollowTheMoney makes itself
_TRIGGER_CHARACTERS = 120  # of an event's words in its name


def lines(entries: Iterable[Entry], *, claims: bool = False) -> Iterator[str]:
    """Entities of all entries.

    Args:
        entries: what to write.
        claims: also events that a speaker claims, with the keyword `claimed`; else only what documents assert.
    """
    with Gathering() as shared:
        for entry in entries:
            for entity in _document_entities(entry, claims=claims):
                yield _line(entity)
            for entity in _shared_entities(entry.record):
                shared.add(*entity)
        for entity in shared.entities():
            yield _line(entity)


def entity_id(*parts: str) -> str:
    """An id from what identifies an entity; FollowTheMoney's ids hold letters, digits, `-` and `.` only."""
    return "verbale-" + hashlib.sha256("|".join(parts).encode()).hexdigest()[:_ID_CHARACTERS]


def _line(entity: Entity) -> str:
    name, schema, properties = entity
    return json.dumps({"id": name, "schema": schema, "properties": properties}, ensure_ascii=False) + "\n"


def _entity(name: str, schema: str, properties: Properties) -> Entity:
    cleaned = {key: sorted({value for value in values if value}) for key, values in properties.items()}
    return name, schema, {key: values for key, values in cleaned.items() if values}


# --- shared by documents ---


def _shared_entities(record: Record) -> Iterator[Entity]:
    for actor in (*record.actors, *_unlisted(record)):
        yield _actor(actor)
        for role in actor.roles:
            if _is_position(role):
                yield _position(record, role)
    for project in record.projects:
        yield _entity(
            entity_id("project", project.kind, project.name), "Project",
            {"name": [one_line(project.name)], "alias": [project.short_name], "keywords": [project.kind],
             "country": map(country_code, project.countries)},
        )  # fmt: skip
    for standing in record.formats:
        yield _entity(
            entity_id("format", standing.name), "Organization",
            {"name": [one_line(standing.name)], "classification": ["format of cooperation"]},
        )  # fmt: skip


def _unlisted(record: Record) -> Iterator[Actor]:
    """Actors that meetings, figures and the like name and the record does not list; most are states."""
    elsewhere = (
        *(name for one in record.meetings for name in (*one.organisers, *(part.actor for part in one.participants))),
        *(name for one in record.figures for name in (one.from_, one.to) if name),
        *(name for one in record.proposals for name in (one.by_actor, *one.addressees) if name),
        *(name for one in record.formats for name in one.members),
        *(name for one in record.agreements for name in one.parties),
    )
    for name in sorted(set(elsewhere) - {actor.id for actor in record.actors}):
        yield known_actors().get(name) or bare_actor(name)


def _actor(actor: Actor) -> Entity:
    schema = read_toml("ftm")["schemata"][actor.kind]
    person = actor.kind == "person"
    return _entity(
        entity_id("actor", actor.id), schema,
        {
            "name": [one_line(actor.name) or actor.id],
            "country": [country_code(actor.country)],
            "wikidataId": [actor.wikidata],
            "sector": [actor.sector],
            "classification": [None if person else actor.kind],
            "position": [one_line(role.title) for role in actor.roles] if person else [],
        },
    )  # fmt: skip


def _position(record: Record, role: Role) -> Entity:
    organization = actors_by_id(record).get(role.organisation or "")
    is_body = organization is not None and _is_organization(organization)
    return _entity(
        _position_id(role), "Position",
        {"name": [one_line(role.title)], "country": [country_code(role.country)],
         "organization": [_actor_id(role.organisation) if is_body else None]},
    )  # fmt: skip


def _position_id(role: Role) -> str:
    return entity_id("position", one_line(role.title), role.organisation or "", role.country or "")


def _is_position(role: Role) -> bool:
    return role.official and bool(one_line(role.title))


def _is_organization(actor: Actor) -> bool:
    return read_toml("ftm")["schemata"][actor.kind] in ("Organization", "PublicBody")


@cache
def country_code(alpha3: str | None) -> str | None:
    """FollowTheMoney's code of a country: ISO alpha-2 in lower case, for past states its own; None where it has none."""
    if alpha3 is None:
        return None
    past: str | None = read_toml("ftm")["countries"].get(alpha3)
    return past or _alpha2().get(alpha3)


@cache
def _alpha2() -> Mapping[str, str]:
    rows = (row for row in read_rows("countries") if row["kind"] != "historical" and row["alpha2"])
    return {row["id"]: row["alpha2"].lower() for row in rows}


# --- of one document ---


def _document_entities(entry: Entry, *, claims: bool) -> Iterator[Entity]:
    yield _document(entry)
    for actor in entry.record.actors:
        yield _mention(entry, actor)
        if actor.kind == "person":
            yield from _offices(entry, actor)
    for statement in entry.record.statements:
        yield _statement(entry, statement)
    for event in entry.record.events:
        if is_fact(event) and (claims or event.claimed_by is None):
            yield _event(entry, event)
    gatherings: list[Meeting | Agreement] = [*entry.record.meetings, *entry.record.agreements]
    for gathering in gatherings:
        yield _gathering(entry, gathering)
    notes: list[Figure | Proposal] = [*entry.record.figures, *entry.record.proposals]
    for note in notes:
        yield _note(entry, note)
    for standing in entry.record.formats:
        yield from _members(entry, standing.id, entity_id("format", standing.name), standing.members, standing.quote)


def _document(entry: Entry) -> Entity:
    document = entry.record.document
    return _entity(
        _document_id(entry), "Article" if document.genre == "news" else "PlainText",
        {
            "title": [one_line(document.title or "")], "fileName": [entry.key], "sourceUrl": [document.url],
            "publisher": [one_line(document.publisher or "")], "country": [country_code(document.publisher_country)],
            "publishedAt": [entry.published], "keywords": [document.genre], "bodyText": [document.text],
            "author": [one_line(name) for name in names(entry.record, filter(None, [document.speaker]))],
        },
    )  # fmt: skip


def _mention(entry: Entry, actor: Actor) -> Entity:
    return _entity(
        _own_id(entry, "mention", actor.id), "Mention",
        {"document": [_document_id(entry)], "name": [one_line(actor.name) or actor.id], "resolved": [_actor_id(actor.id)],
         "detectedSchema": [read_toml("ftm")["schemata"][actor.kind]], "contextCountry": [country_code(actor.country)]},
    )  # fmt: skip


def _offices(entry: Entry, actor: Actor) -> Iterator[Entity]:
    """An Occupancy for each official role, an Employment for each other in a body that is known."""
    known = actors_by_id(entry.record)
    for number, role in enumerate(actor.roles):
        about: dict[str, list[str | None]] = {
            "date": [entry.published],
            "proof": [_document_id(entry)],
            "description": [role.quote],
        }
        name = _own_id(entry, "role", actor.id, str(number))
        post: dict[str, list[str | None]]
        employer = known.get(role.organisation or "")
        if _is_position(role):
            post = {"holder": [_actor_id(actor.id)], "post": [_position_id(role)]}
            yield _entity(name, "Occupancy", {**about, **post})
        elif employer is not None and _is_organization(employer):
            post = {
                "employee": [_actor_id(actor.id)],
                "employer": [_actor_id(employer.id)],
                "role": [one_line(role.title)],
            }
            yield _entity(name, "Employment", {**about, **post})


def _statement(entry: Entry, statement: Statement) -> Entity:
    speaker = ", ".join(names(entry.record, filter(None, [statement.speaker]))) or "unknown speaker"
    act = statement.cue.act if statement.cue else "say"
    stances = [f"toward {names(entry.record, [one.toward])[0]}: {one.value!r}" for one in statement.stance]
    actors = {statement.speaker, *statement.speaks_for, *statement.about, *(one.toward for one in statement.stance)}
    return _entity(
        _own_id(entry, statement.id), "Note",
        {"name": [one_line(f"{speaker}: {act}")], "description": [statement.quote], "summary": map(one_line, stances),
         "keywords": ["statement", act], "entity": map(_actor_id, actors), "proof": [_document_id(entry)]},
    )  # fmt: skip


def _event(entry: Entry, event: Event) -> Entity:
    trigger = one_line(entry.record.document.text[slice(*event.trigger)])[:_TRIGGER_CHARACTERS]
    kind = f"{event.type} ({event.mode})" if event.mode else event.type
    claim = next((one for one in entry.record.statements if one.id == event.claimed_by), None)
    claimants = names(entry.record, filter(None, [claim.speaker])) if claim else []
    return _entity(
        _own_id(entry, event.id), "Event",
        {
            "name": [f"{kind}: {trigger}"], "description": [event.quote], **_when_and_where(event),
            "keywords": [event.type, event.mode, event.status, "claimed" if event.claimed_by else "asserted"],
            "summary": [one_line(f"claimed by {', '.join(claimants) or 'an unknown speaker'}")] if event.claimed_by else [],
            "involved": map(_actor_id, (*event.actor, *event.recipient)), "proof": [_document_id(entry)],
        },
    )  # fmt: skip


def _gathering(entry: Entry, item: Meeting | Agreement) -> Entity:
    if isinstance(item, Meeting):
        name, actors = item.title or item.kind, [one.actor for one in item.participants]
        organizers: Iterable[str] = item.organisers
    else:
        name, actors, organizers = item.name, list(item.parties), ()
    return _entity(
        _own_id(entry, item.id), "Event",
        {"name": [one_line(name)], "description": [item.quote], **_when_and_where(item),
         "keywords": ["meeting" if isinstance(item, Meeting) else "agreement", item.kind],
         "organizer": map(_actor_id, organizers), "involved": map(_actor_id, actors), "proof": [_document_id(entry)]},
    )  # fmt: skip


def _when_and_where(item: Event | Meeting | Agreement) -> Properties:
    place = None if isinstance(item, Agreement) else item.place
    ending = end_of(item.date)
    start = start_of(item.date)
    return {
        "startDate": [start] if ending else [], "endDate": [ending], "date": [] if ending else [start],
        "location": [one_line(place.name)] if place else [], "country": [country_code(place.country)] if place else [],
    }  # fmt: skip


def _note(entry: Entry, item: Figure | Proposal) -> Entity:
    if isinstance(item, Figure):
        keywords, actors = ["figure", item.unit, item.measures], [item.from_, item.to]
        value = f"{item.value!r} {item.unit}" if item.high is None else f"{item.value!r} – {item.high!r} {item.unit}"
        words = [item.qualifier, value]
    else:
        keywords, actors = ["proposal", item.force], [item.by_actor, *item.addressees]
        words = [item.action]
    return _entity(
        _own_id(entry, item.id), "Note",
        {"name": [one_line(" ".join(filter(None, words)))], "description": [item.quote],
         "keywords": [one_line(word) for word in keywords if word], "entity": map(_actor_id, actors),
         "proof": [_document_id(entry)]},
    )  # fmt: skip


def _members(entry: Entry, local: str, organization: str, members: Iterable[str], words: str) -> Iterator[Entity]:
    for member in members:
        yield _entity(
            _own_id(entry, local, member), "Membership",
            {"member": [_actor_id(member)], "organization": [organization], "date": [entry.published],
             "proof": [_document_id(entry)], "description": [words]},
        )  # fmt: skip


def _document_id(entry: Entry) -> str:
    return entity_id("document", entry.key)


def _own_id(entry: Entry, *parts: str) -> str:
    return entity_id("of", entry.key, *parts)


def _actor_id(name: str | None) -> str | None:
    return entity_id("actor", name) if name is not None else None
