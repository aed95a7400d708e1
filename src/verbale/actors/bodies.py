"""Bodies of states by pattern: "Turkish Foreign Ministry", "Kenya's parliament", "the Armenian army", "the Iraqi
government"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from verbale.actors.folding import atoms, kebab
from verbale.actors.gazetteer import known_actors, seat_of
from verbale.actors.localities import state_at
from verbale.actors.scene import Found, Scene
from verbale.actors.vocabulary import Body, bodies, ministry_sector, ministry_slug, office_words
from verbale.data import read_toml
from verbale.record import Actor, ActorKind

# Groups whose noun alone, without a state, never names a body of one state worth keeping open.
NEEDS_STATE = frozenset(
    {"state", "people", "media", "business", "rebels", "opposition", "police", "spies", "mission", "party"}
)
_MODIFIERS = frozenset({"ADJ", "NOUN", "PROPN"})
_KINDS: dict[str, ActorKind] = {
    "party": "organisation", "media": "organisation", "business": "organisation",
    "people": "group", "rebels": "group", "opposition": "group",
}  # fmt: skip
_OF_BODIES = frozenset({"military", "police", "state", "rebels", "opposition"})
_WITH_FIELDS = frozenset({"ministry", "court", "executive", "parliament"})
_WIDEST = (
    9  # tokens: the longest name of a ministry's field that is read, "Foreign Affairs, Regional Integration and …"
)


@dataclass(frozen=True, slots=True)
class BodyPhrase:
    """A noun phrase that names a body: tokens `[start, end)`, its noun's class, its owners, a ministry's field."""

    start: int
    end: int
    head: str
    body: Body
    owners: tuple[str, ...]
    field: str


def find_bodies(scene: Scene) -> list[BodyPhrase]:
    """Enter bodies whose owner the phrase tells; give back those whose state only the document can tell."""
    open_phrases = []
    for phrase in _phrases(scene):
        if phrase.owners:
            actors = tuple(dict.fromkeys(enter_body(scene, phrase, owner) for owner in phrase.owners))
            scene.add(Found(phrase.start, phrase.end, actors, "nominal"))
        elif _is_possessed(scene, phrase) or _may_stand_alone(scene, phrase):
            open_phrases.append(phrase)
    return open_phrases


def _is_possessed(scene: Scene, phrase: BodyPhrase) -> bool:
    before = scene.folded[phrase.start - 1] if phrase.start else ""
    return before in ("'s", "'") or before in possessives()


def _may_stand_alone(scene: Scene, phrase: BodyPhrase) -> bool:
    """Whether a body without an owner may mean one spoken of before: "the army", "the Foreign Ministry", not "3rd
    Battalion"."""
    before = scene.folded[phrase.start - 1] if phrase.start else ""
    if phrase.body.group == "rebels":
        return before == "the" and phrase.start == phrase.end - len(phrase.head.split())
    if phrase.body.group != "military":
        return phrase.body.group not in NEEDS_STATE
    after = scene.tokens[phrase.end] if phrase.end < len(scene.tokens) else None
    is_modifier = (
        after is not None and after.pos_ in ("NOUN", "PROPN") and scene.tokens[phrase.end - 1].dep_ == "compound"
    )
    return before == "the" and not phrase.field and phrase.head in whole_army() and not is_modifier


def enter_body(scene: Scene, phrase: BodyPhrase, state: str) -> str:
    """The actor that a phrase names once its owner is known; a state's government or side is the state, NATO's
    forces are NATO."""
    if state in scene.actors and not scene.is_state(state):
        return state
    if phrase.body.group == "state":
        return scene.know(state) if state in known_actors() else state
    scene.know(state)
    actor_id, sector = _identity(phrase, state)
    if actor_id in known_actors():
        return scene.know(actor_id)
    kind: ActorKind = _KINDS.get(phrase.body.group, "government")
    country = None if state.startswith("disputed:") else state
    name = _name(scene, phrase, state)
    return scene.enter(Actor(id=actor_id, kind=kind, name=name, country=country, sector=sector, wikidata=None))


def slug_of(phrase: BodyPhrase) -> str:
    """What tells one body of a state from another: "mfa", "parliament", "armed-forces"."""
    if phrase.body.group == "ministry":
        return ministry_slug(phrase.field) or f"ministry-of-{kebab(phrase.field)}"
    if phrase.head == "foreign office":
        return "mfa"
    if phrase.body.group == "military":
        return "armed-forces"
    if phrase.body.group == "parliament":
        return "parliament"
    return kebab(
        f"{phrase.field} {phrase.head}" if phrase.body.group in ("party", "court", "executive") else phrase.head
    )


def _identity(phrase: BodyPhrase, state: str) -> tuple[str, str]:
    code = kebab(state.removeprefix("disputed:"))
    slug = slug_of(phrase)
    if phrase.body.group == "ministry":
        return f"org:{slug}-{code}", ministry_sector(slug)
    if phrase.body.group == "military":
        return f"org:{code}-armed-forces", "MIL"
    return f"org:{slug}-{code}", phrase.body.sector or "GOV"


def _name(scene: Scene, phrase: BodyPhrase, state: str) -> str:
    owner = scene.actors[state].name
    if phrase.body.group == "military":
        return f"Armed forces of {owner}"
    if phrase.body.group == "ministry" and slug_of(phrase) == "mfa":
        return f"Ministry of Foreign Affairs of {owner}"
    if phrase.body.group == "parliament":
        return f"Parliament of {owner}"
    return scene.text(phrase.start, phrase.end)


def _phrases(scene: Scene) -> Iterator[BodyPhrase]:
    position = 0
    while position < len(scene.tokens):
        match = _body_at(scene, position)
        if match is None:
            position += 1
            continue
        size, words, body = match
        phrase = _phrase(scene, position, position + size, words, body)
        if phrase is not None:
            yield phrase
        position = max(position + size, phrase.end if phrase else 0)


def _phrase(scene: Scene, first: int, last: int, words: str, body: Body) -> BodyPhrase | None:
    start, left_owners = _left(scene, first, body)
    if not left_owners and (seat := _seat_before(scene, start)) is not None and body.group == "state":
        start, left_owners = start - 1, (seat,)
    end, field_end, right_owners = _right(scene, last, body)
    covering = scene.covering(first, "name", "alias")
    if covering is not None and covering.actors:
        state_name = scene.actors[covering.actors[0]].kind in ("state", "disputed")
        if state_name or not left_owners or covering.start < first:
            return None
    left_field = scene.folded[_after_state(scene, start, first) : first]
    right_field = scene.folded[last:field_end]
    name = " ".join(
        w for w in (*left_field, *right_field) if w not in ("of", "the", "'s", "for", "-", "on", "republic")
    )
    if body.group == "police" and not left_owners + right_owners and (state := state_at(scene, end)) is not None:
        right_owners = (state,)
    if body.group == "ministry" and "ministry" in right_field:
        return None  # "the Department of the Ministry": the ministry is found by itself
    return BodyPhrase(start, end, words, body, left_owners or right_owners, name)


def _seat_before(scene: Scene, start: int) -> str | None:
    """ "The Quito government": the state of the capital right before a noun."""
    word = scene.tokens[start - 1] if start else None
    return seat_of(word.text) if word is not None and word.dep_ == "compound" else None


def _after_state(scene: Scene, start: int, first: int) -> int:
    """Where the field words begin: after the words of the owner, or of both owners."""
    position = start
    while position < first:
        item = _state_at(scene, position)
        joins = scene.folded[position] in ("'s", "'", "-")
        joins = joins or (scene.folded[position] == "and" and _state_at(scene, position + 1) is not None)
        if item is None and not joins:
            break
        position = item.end if item is not None else position + 1
    return position


def _left(scene: Scene, first: int, body: Body) -> tuple[int, tuple[str, ...]]:
    """Where the phrase starts, and the states or bodies before the noun that own it."""
    position = first
    while position > 0 and first - position < _WIDEST and not scene.tokens[position].is_sent_start:
        before = position - 1
        possessive = scene.folded[before] in ("'s", "'") and before > 0
        item = _owner_at(scene, before - 1 if possessive else before, body)
        if item is not None and item.end == (before if possessive else position):
            return _with_fellow(scene, item, body)
        if possessive or not _may_modify(scene, before, body):
            break
        position = before
    return position, ()


def _with_fellow(scene: Scene, item: Found, body: Body) -> tuple[int, tuple[str, ...]]:
    """An owner and the one joined to it: "Greek and Turkish warships", "the Turkish-Azerbaijani forces"."""
    position = item.start - 1
    if position > 0 and scene.folded[position] in ("and", "-", "–", "/"):
        fellow = _owner_at(scene, position - 1, body)
        if fellow is not None and fellow.end == position and fellow.form == item.form:
            return fellow.start, (fellow.actors[0], item.actors[0])
    return item.start, (item.actors[0],)


def _owner_at(scene: Scene, index: int, body: Body) -> Found | None:
    """A state over a token; for forces and delegates, also a body that has its own: "NATO warplanes", "M23 rebels"."""
    state = _state_at(scene, index)
    if state is not None or body.group not in _OF_BODIES:
        return state
    named = (item for item in scene.at.get(index, ()) if len(item.actors) == 1 and item.form is not None)
    return next((item for item in named if scene.actors[item.actors[0]].kind in ("igo", "group")), None)


def _may_modify(scene: Scene, index: int, body: Body) -> bool:
    token = scene.tokens[index]
    if token.ent_type_ in ("PERSON", "DATE", "GPE"):
        return False
    if scene.folded[index] in office_words().fields or token.text == "-":
        return True
    if scene.folded[index] == "and":
        return body.group == "ministry" and index > 0 and scene.folded[index - 1] in office_words().fields
    if token.pos_ == "ADJ" and token.text.islower():
        return body.group in ("military", "people", "state", "rebels", "police", "business")
    return token.pos_ in _MODIFIERS


def _right(scene: Scene, last: int, body: Body) -> tuple[int, int, tuple[str, ...]]:
    """Where the phrase ends, where its field ends, and which states stand after "of" or "in"."""
    end, field_end = last, last
    while end < len(scene.tokens) and scene.folded[end] in ("of", "for", "in"):
        if scene.folded[end] == "in":
            return last if end == last else end, field_end, _seated(scene, end, body)
        if scene.folded[end] == "for" and body.group != "ministry":
            break
        name_end, owners = _owners_after(scene, end + 1, body)
        if owners:
            return name_end, field_end, owners
        stop = _field_end(scene, end + 1) if body.group in _WITH_FIELDS else end + 1
        if stop <= end + 1:
            break
        end = field_end = stop
    return end, field_end, ()


def _seated(scene: Scene, index: int, body: Body) -> tuple[str, ...]:
    if body.group not in ("state", "military", "police", "ministry") or index + 1 >= len(scene.tokens):
        return ()
    seat = seat_of(scene.tokens[index + 1].text) or seat_of(scene.doc[index + 1 : index + 3].text)
    return (scene.know(seat),) if seat else ()


def _owners_after(scene: Scene, index: int, body: Body) -> tuple[int, tuple[str, ...]]:
    """States named at `index`, past "the", one or two: "the governments of Kenya and Uganda"."""
    if index < len(scene.tokens) and scene.folded[index] == "the":
        index += 1
    item = _owner_at(scene, index, body) if index < len(scene.tokens) else None
    if item is None or item.start > index or item.form == "adjective":
        return index, ()
    position = item.end + 1
    if position < len(scene.tokens) and scene.folded[item.end] == "and" and scene.folded[index - 1] != "republic":
        position += scene.folded[position] == "the"
        fellow = _owner_at(scene, position, body) if position < len(scene.tokens) else None
        if (
            fellow is not None
            and fellow.start == position
            and fellow.form != "adjective"
            and scene.tokens[index - 2].text.endswith("s")
        ):
            return fellow.end, (item.actors[0], fellow.actors[0])
    return item.end, (item.actors[0],)


def _field_end(scene: Scene, index: int) -> int:
    """The end of a ministry's field: capitalised words or words of the fields' list, joined by "and" or commas."""
    words = office_words().fields
    end, limit = index, min(index + _WIDEST, len(scene.tokens))
    position = index
    while position < limit:
        token, folded = scene.tokens[position], scene.folded[position]
        if _state_at(scene, position) is not None and folded not in words:
            break
        if folded in words or (
            token.is_title and token.pos_ in _MODIFIERS and token.ent_type_ not in ("PERSON", "GPE", "DATE")
        ):
            end = position + 1
        elif not (folded in ("and", "the", "&", "-") or (token.text == "," and token.ent_type_ == "ORG")):
            break
        position += 1
    return end


def _state_at(scene: Scene, index: int) -> Found | None:
    """The mention of a single state or disputed entity over a token."""
    for item in scene.at.get(index, ()):
        named = len(item.actors) == 1 and item.kind in ("name", "alias", "adjective")
        if named and scene.is_state(item.actors[0]):
            return item
    return None


def _body_at(scene: Scene, index: int) -> tuple[int, str, Body] | None:
    best = None
    for words, name, body in _heads().get(scene.folded[index], ()):
        if scene.folded[index : index + len(words)] == words and (best is None or len(words) > best[0]):
            best = (len(words), name, body)
    return best


@cache
def possessives() -> frozenset[str]:
    """Pronouns that stand before what is somebody's."""
    return frozenset(read_toml("reference")["possessives"]["words"])


@cache
def whole_army() -> frozenset[str]:
    """Nouns that mean a state's armed forces as a whole."""
    return frozenset(read_toml("bodies")["military"]["whole"])


@cache
def _heads() -> dict[str, list[tuple[list[str], str, Body]]]:
    table: dict[str, list[tuple[list[str], str, Body]]] = {}
    for name, body in bodies().items():
        words = _split_possessive(name)
        table.setdefault(words[0], []).append((words, name, body))
    return table


def _split_possessive(name: str) -> list[str]:
    return atoms(name.replace("'s ", " \u2019s ")) if "'" not in name else name.replace("'s", " 's").split()
