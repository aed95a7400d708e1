"""Whose official a person is when the text's words beside the name do not say: known leaders, the publisher's state."""

from __future__ import annotations

from dataclasses import replace

from verbale.actors.folding import fold
from verbale.actors.gazetteer import known_actors, look_up, states, states_in
from verbale.actors.leaders import Leader, find_leader
from verbale.actors.scene import OfficePhrase, Scene
from verbale.actors.vocabulary import title_words
from verbale.record import Actor


def settle_phrases(scene: Scene, phrases: list[OfficePhrase]) -> None:
    """Give offices of named people the country or body that their own words leave out, before roles are written."""
    by_person: dict[str, list[OfficePhrase]] = {}
    for phrase in phrases:
        if phrase.person is not None:
            by_person.setdefault(phrase.person, []).append(phrase)
    for person, held in by_person.items():
        stated = next((phrase.country for phrase in held if phrase.country), None)
        leader = _leader(scene, scene.actors[person], [phrase.title for phrase in held])
        for phrase in held:
            _settle(scene, phrase, stated, leader)


def _settle(scene: Scene, phrase: OfficePhrase, stated: str | None, leader: Leader | None) -> None:
    if phrase.country is not None or phrase.organisation is not None or phrase.standing == "private":
        return
    if leader is not None and leader.organisation is not None:
        phrase.organisation = scene.know(leader.organisation)
    elif stated is not None:
        phrase.country = stated
    elif leader is not None and leader.country is not None:
        phrase.country = leader.country
    elif not _is_somebody_elses(scene, phrase) and phrase.words & title_words("national"):
        phrase.country = scene.home or (None if phrase.words & title_words("abroad") else scene.setting(phrase.head))


def _is_somebody_elses(scene: Scene, phrase: OfficePhrase) -> bool:
    """Whether the office stands with a possessive or "a": that of another state, or of nobody in particular."""
    before = scene.folded[phrase.start - 1] if phrase.start else ""
    return before in ("his", "her", "their", "a", "an", "its") or "counterpart" in phrase.words


def settle_people(scene: Scene) -> None:
    """Give every named person without a country that of a well-known bearer of the name."""
    for actor in list(scene.actors.values()):
        if actor.kind != "person":
            continue
        leader = _leader(scene, actor, [role.title for role in scene.roles.get(actor.id, ())])
        if leader is None or (actor.country is not None and actor.country != leader.country):
            continue
        if leader.country is not None:
            scene.know(leader.country)
        sector = actor.sector or (
            "GOV" if leader.office and leader.serves_in(_year(scene)) and not leader.organisation else None
        )
        scene.actors[actor.id] = replace(actor, country=leader.country, sector=sector)


def home_of(scene: Scene) -> str | None:
    """The state whose ministry, parliament or agency publishes the document, told by the caller or by the
    publisher's name."""
    if scene.document.publisher_country in known_actors():
        return scene.document.publisher_country
    speaker = scene.document.speaker or ""
    if speaker.startswith("org:") and speaker[-4:-3] == "-" and speaker[-3:].upper() in states():
        return speaker[-3:].upper()
    return country_in(scene.document.publisher or "") or country_in(speaker)


def publisher_of(scene: Scene) -> str | None:
    """The international body that publishes the document, else the publisher's state."""
    known = look_up(scene.document.publisher or "")
    if known is not None and known.actor in known_actors() and known_actors()[known.actor].kind == "igo":
        return known.actor
    return scene.home


def country_in(name: str) -> str | None:
    """The one state that a body's name holds: "Ministry of Foreign Affairs of Estonia" gives EST."""
    found = states_in(name)
    return found[0] if len(found) == 1 else None


def _leader(scene: Scene, actor: Actor, titles: list[str]) -> Leader | None:
    return find_leader(tuple(fold(actor.name).split()), titles, _year(scene))


def _year(scene: Scene) -> int | None:
    published = scene.document.published
    return int(published.date[:4]) if published is not None else None
