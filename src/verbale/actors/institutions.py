"""Institutions named by what they are: "Center for Strategic Research of the Ministry of …", "Kenya Law School"."""

from __future__ import annotations

from functools import cache

from verbale.actors.folding import kebab
from verbale.actors.scene import Found, Scene, is_short_form
from verbale.actors.vocabulary import organisation_sector
from verbale.data import read_toml
from verbale.record import Actor

_WIDEST = 16  # tokens of a name; longer ones are no names any more
_SHORTEST = 2
_JOINS = frozenset({"of", "for", "on", "and", "the", "in", "&", "de", "des", "du"})


def find_institutions(scene: Scene) -> None:
    """Enter institutions whose whole name can be read off its capitals, with the state that they belong to."""
    reached = 0
    for token in scene.tokens:
        if token.i < reached or scene.folded[token.i] not in _heads() or not token.is_title:
            continue
        start, end = _left(scene, token.i, reached), _right(scene, token.i + 1)
        if end - start < _SHORTEST or _is_known(scene, start, end):
            continue
        scene.add(Found(start, end, (_enter(scene, start, end),), "name"))
        reached = end


def _left(scene: Scene, index: int, reached: int) -> int:
    """Where the name starts: past capitalised modifiers, a state's adjective among them."""
    position = index
    while position > reached and not scene.tokens[position].is_sent_start:
        before = scene.tokens[position - 1]
        if before.pos_ not in ("ADJ", "NOUN", "PROPN") or not before.text[:1].isupper() or before.ent_type_ == "PERSON":
            break
        position -= 1
    return position


def _right(scene: Scene, index: int) -> int:
    """Where the name ends: past "for X", "of Y and Z", as long as capitals go on."""
    end, position = index, index
    while position < min(index + _WIDEST, len(scene.tokens)):
        token, folded = scene.tokens[position], scene.folded[position]
        if token.is_sent_start or token.ent_type_ in ("PERSON", "DATE"):
            break
        if token.text[:1].isupper() and token.pos_ in ("ADJ", "NOUN", "PROPN"):
            end = position + 1
        elif (
            folded not in _JOINS
            or (position == index and folded not in ("of", "for", "on"))
            or folded == "in"
            or (folded == "and" and not _goes_on(scene, position + 1))
        ):
            break
        position += 1
    return end


def _goes_on(scene: Scene, index: int) -> bool:
    """Whether "and" joins a field of the same name rather than a second institution."""
    following = scene.folded[index] if index < len(scene.tokens) else ""
    return following not in _heads() and following != "the"


def _is_known(scene: Scene, start: int, end: int) -> bool:
    inside = (item for index in range(start, end) for item in scene.at.get(index, ()))
    return any(
        item.actors
        and not scene.is_state(item.actors[0])
        and ((item.start <= start and item.end >= end) or item.form is not None)
        for item in inside
    )


def _enter(scene: Scene, start: int, end: int) -> str:
    name = scene.text(start, end)
    inside = [i for index in range(start, end) for i in scene.at.get(index, ()) if len(i.actors) == 1]
    country = next((c for i in inside if (c := scene.country_of(i.actors[0])) and not c.startswith("disputed:")), None)
    of_government = any(scene.actors[item.actors[0]].kind == "government" for item in inside)
    sector = "GOV" if of_government else organisation_sector(name)
    kind = "government" if of_government else "group" if sector == "REB" else "organisation"
    slug = f"{kebab(_short(scene, end) or name)}-{country.lower()}" if country else kebab(name)
    return scene.enter(
        Actor(id=f"org:{slug}", kind=kind, name=name, country=country, sector=sector, wikidata=None)  # type: ignore[arg-type]
    )


def _short(scene: Scene, end: int) -> str | None:
    """The abbreviation in brackets after a name."""
    if end + 2 < len(scene.tokens) and scene.tokens[end].text == "(" and scene.tokens[end + 2].text == ")":
        short = scene.tokens[end + 1].text
        return short if is_short_form(short) else None
    return None


@cache
def _heads() -> frozenset[str]:
    return frozenset(read_toml("bodies")["institutions"]["nouns"])
