"""Whose words a whole document is: the speaker of a speech, the body that makes a statement."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from verbale.actors.folding import fold, kebab
from verbale.actors.gazetteer import find_names, known_actors, look_up
from verbale.actors.scene import Found, Scene
from verbale.actors.vocabulary import bodies, ministry_slug
from verbale.data import read_toml
from verbale.record import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

# "Address by …", "Statement of …": the name follows such a word in the title or the first lines.
_BY = frozenset({"by", "of", "from"})
_BODY_WORDS = frozenset(
    {"office", "council", "commission", "committee", "organisation", "organization", "union", "group"}
)
_SMALL = frozenset({"of", "the", "for", "republic", "kingdom"})
# Characters from the top in which a speech names its speaker.
_TOP = 600


def voice_of(scene: Scene) -> str | None:
    """The actor whose words the document is, entered in the cast; None where it is nobody's or cannot be told.

    The caller's `speaker` (an alpha-3 code, an actor's id or a name) comes first; then, in a speech, the person whom
    the top names; then, in a statement, the publisher.
    """
    voice = _voice(scene)
    country = scene.actors[voice].country if voice is not None else None
    if country is not None and country in known_actors():
        scene.know(country)  # whom a ministry speaks for belongs to the cast, named in the text or not
    return voice


def _voice(scene: Scene) -> str | None:
    document = scene.document
    if document.genre not in ("speech", "statement"):
        return None
    if document.speaker:
        return _named(scene, document.speaker)
    if document.genre == "speech":
        return _at_the_top(scene)
    return _body(scene, document.publisher) if document.publisher else None


def _named(scene: Scene, name: str) -> str:
    known = name if name in known_actors() else None
    if known is None and (found := look_up(name)) is not None:
        known = found.actor
    if known is not None:
        return scene.know(known)
    words = set(fold(name).split())
    for actor in scene.actors.values():
        if actor.id == name or (actor.kind == "person" and _is_one_name(words, set(fold(actor.name).split()))):
            return actor.id
    if name.startswith("org:"):
        return scene.enter(
            _new(scene, name, "government" if scene.home else "organisation", name[4:].replace("-", " "), scene.home)
        )
    if any(word in bodies() or word in _BODY_WORDS for word in fold(name).split()):
        return _body(scene, name) or scene.enter(_new(scene, f"org:{kebab(name)}", "organisation", name, None))
    return scene.enter(_new(scene, f"person:{kebab(name)}", "person", name, scene.home))


def _is_one_name(left: set[str], right: set[str]) -> bool:
    return len(left & right) >= min(len(left), len(right), 2) and bool(left & right)


def _at_the_top(scene: Scene) -> str | None:
    """The person of the byline. A person whom the first sentences greet or congratulate is not the speaker."""
    named = [item for item in scene.found if item.kind == "name" and _is_person(scene, item)]
    top = [item for item in named if scene.tokens[item.start].idx < _TOP]
    return next(
        (item.actors[0] for item in top if _is_byline(scene.tokens[max(0, item.start - 12) : item.start])), None
    )


def _is_byline(before: Sequence[Token]) -> bool:
    """Whether these words, up to a name, lead from what the text is called to its speaker: "Address by H.E. Ms"."""
    called = read_toml("genres")["speech"]["bylines"]
    for word, by in pairwise(before):
        if word.lower_ in called and by.lower_ in _BY:
            after = before[by.i - before[0].i + 1 :]
            return not any(token.pos_ == "VERB" or (token.is_sent_end and token.text in ".!?") for token in after)
    return False


def _is_person(scene: Scene, item: Found) -> bool:
    return len(item.actors) == 1 and scene.actors[item.actors[0]].kind == "person"


def _body(scene: Scene, publisher: str) -> str | None:
    known = look_up(publisher)
    if known is not None:
        return scene.know(known.actor)
    words = fold(publisher)
    same = (
        actor.id
        for actor in scene.actors.values()
        if actor.kind in ("government", "organisation", "igo") and fold(actor.name) == words
    )
    found = next(same, None)
    if found is not None or scene.home is None:
        return found
    identifier = f"org:{ministry_of(publisher, scene.home) or kebab(publisher)}"
    if identifier in known_actors():
        return scene.know(identifier)
    return scene.enter(_new(scene, identifier, "government", publisher, scene.home))


def ministry_of(publisher: str, state: str) -> str | None:
    """The id that a state's ministry has in texts: "Ministry of Foreign Affairs of Estonia" is "mfa-est"."""
    words = _without_state(publisher, state)
    heads = [word for word in words if word in bodies() and bodies()[word].group == "ministry"]
    slug = ministry_slug(" ".join(word for word in words if word not in heads)) if len(heads) == 1 else None
    return f"{slug}-{state.lower()}" if slug is not None else None


def _without_state(publisher: str, state: str) -> list[str]:
    """The folded words of a body's name without those of its state and without small words."""
    words = publisher.split()
    folded, every = [fold(word) for word in words], [True] * len(words)
    named = [
        range(first, last) for first, last, known in find_names(folded, every, every, words) if known.actor == state
    ]
    return [
        word for index, word in enumerate(folded)
        if word not in _SMALL and not any(index in span for span in named)
    ]  # fmt: skip


def _new(scene: Scene, identifier: str, kind: str, name: str, country: str | None) -> Actor:
    sector = "GOV" if country is not None else None
    if country is not None:
        scene.know(country)
    return Actor(id=identifier, kind=kind, name=name, country=country, sector=sector, wikidata=None)  # type: ignore[arg-type]
