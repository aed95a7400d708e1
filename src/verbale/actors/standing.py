"""Whose official a person is when the text's words beside the name do not say: known leaders, the publisher's state."""

from __future__ import annotations

from dataclasses import replace

from verbale.actors.folding import fold
from verbale.actors.gazetteer import known_actors, look_up, states, states_in
from verbale.actors.leaders import Leader, find_leader
from verbale.actors.scene import OfficePhrase, Scene
from verbale.actors.vocabulary import reference_words, title_words
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
        phrase.country = _of_the_house(scene, phrase)


def _of_the_house(scene: Scene, phrase: OfficePhrase) -> str | None:
    """The publisher's state, else that of the scene; envoys may be anybody's."""
    if phrase.words & title_words("accredited"):
        return None
    return scene.home or (None if phrase.words & title_words("abroad") else scene.setting(phrase.head))


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
    """The state whose ministry, parliament or agency publishes the document or makes the statement; None for the press."""
    document = scene.document
    speaker = document.speaker or ""
    if speaker.startswith("org:") and speaker[-4:-3] == "-" and speaker[-3:].upper() in states():
        return speaker[-3:].upper()
    if _is_governmental(document.publisher or ""):
        told = document.publisher_country if document.publisher_country in known_actors() else None
        return told or country_in(document.publisher or "")
    return country_in(speaker) if _is_governmental(speaker) else None


def _is_governmental(name: str) -> bool:
    """Whether a publisher's name is that of a body of a state: "Ministry of …", "Embassy of …", "Office of the President"."""
    words = set(fold(name).split())
    return bool(words & reference_words("publishers")) or _is_known_government(name)


def _is_known_government(name: str) -> bool:
    """Whether the tables know a name as a government body's."""
    known = look_up(name)
    actor = known_actors().get(known.actor) if known is not None else None
    return actor is not None and (actor.kind == "government" or (known is not None and known.form == "seat"))


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


def leader_of(scene: Scene, person: str) -> Leader | None:
    """The well-known office holder that a person of the cast, named without an office, was in the document's year."""
    leader = _leader(scene, scene.actors[person], [])
    return leader if leader is not None and leader.serves_in(_year(scene)) else None


def _leader(scene: Scene, actor: Actor, titles: list[str]) -> Leader | None:
    return find_leader(tuple(fold(actor.name).split()), titles, _year(scene))


def _year(scene: Scene) -> int | None:
    published = scene.document.published
    return int(published.date[:4]) if published is not None else None
