"""Bodies of states by pattern: "Turkish Foreign Ministry", "Kenya's parliament", "the Armenian army", "the Iraqi government"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from verbale.actors.folding import atoms, kebab
from verbale.actors.gazetteer import known_actors, seat_of
from verbale.actors.scene import Found, Scene
from verbale.actors.vocabulary import Body, bodies, ministry_sector, ministry_slug, office_words
from verbale.data import read_toml
from verbale.record import Actor, ActorKind

# Groups whose noun alone, without a state, never names a body of one state worth keeping open.
NEEDS_STATE = frozenset(
    {"state", "people", "media", "business", "rebels", "opposition", "police", "spies", "mission", "party"}
)
_MODIFIERS = frozenset({"ADJ", "NOUN", "PROPN"})
_PRIVATE_GROUPS = {"party": "organisation", "media": "organisation", "business": "organisation", "people": "group", "rebels": "group", "opposition": "group"}  # fmt: skip
_WIDEST = (
    9  # tokens: the longest name of a ministry's field that is read, "Foreign Affairs, Regional Integration and …"
)


@dataclass(frozen=True, slots=True)
class BodyPhrase:
    """A noun phrase that names a body: tokens `[start, end)`, its noun's class, its state, and the field of a ministry."""

    start: int
    end: int
    head: str
    body: Body
    state: str | None
    field: str


def find_bodies(scene: Scene) -> list[BodyPhrase]:
    """Enter bodies whose state the phrase tells; give back those whose state only the document can tell."""
    open_phrases = []
    for phrase in _phrases(scene):
        if phrase.state is not None:
            scene.add(Found(phrase.start, phrase.end, (enter_body(scene, phrase, phrase.state),), "nominal"))
        elif (phrase.start and scene.folded[phrase.start - 1] in ("his", "her", "its", "their", "'s", "'")) or (
            phrase.body.group not in NEEDS_STATE and (phrase.field or phrase.body.group != "military")
        ):
            open_phrases.append(phrase)
    return open_phrases


def _is_whole_army(scene: Scene, phrase: BodyPhrase) -> bool:
    """Whether a military noun without a state means the armed forces as such: "the army", not "3rd Battalion"."""
    before = scene.folded[phrase.start - 1] if phrase.start else ""
    return before == "the" and phrase.head in whole_army()


def enter_body(scene: Scene, phrase: BodyPhrase, state: str) -> str:
    """The actor that a phrase names once its state is known; a government or side is the state itself."""
    if phrase.body.group == "state":
        return scene.know(state) if state in known_actors() else state
    scene.know(state)
    actor_id, sector = _identity(phrase, state)
    if actor_id in known_actors():
        return scene.know(actor_id)
    kind: ActorKind = _PRIVATE_GROUPS.get(phrase.body.group, "government")  # type: ignore[assignment]
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
    while position < len(scene.doc):
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
    start, left_state = _left(scene, first, body)
    end, field_end, right_state = _right(scene, last, body)
    covering = scene.covering(first, "name", "alias")
    if covering is not None and covering.actors:
        state_name = scene.actors[covering.actors[0]].kind in ("state", "disputed")
        if state_name or left_state is None or covering.start < first:
            return None
    left_field = scene.folded[_after_state(scene, start, first) : first]
    right_field = scene.folded[last:field_end]
    name = " ".join(
        w for w in (*left_field, *right_field) if w not in ("of", "the", "'s", "for", "-", "on", "republic")
    )
    if body.group == "ministry" and "ministry" in right_field:
        return None  # "the Department of the Ministry": the ministry is found by itself
    return BodyPhrase(start, end, words, body, left_state or right_state, name)


def _after_state(scene: Scene, start: int, first: int) -> int:
    """Where the field words begin: after the state's own words."""
    position = start
    while position < first:
        item = _state_at(scene, position)
        if item is not None:
            position = item.end
        elif scene.folded[position] in ("'s", "'", "-"):
            position += 1
        else:
            break
    return position


def _left(scene: Scene, first: int, body: Body) -> tuple[int, str | None]:
    """Where the phrase starts and which state stands before the noun."""
    position = first
    while position > 0 and first - position < _WIDEST:
        before = position - 1
        if scene.doc[position].is_sent_start:
            break
        possessive = scene.folded[before] in ("'s", "'") and before > 0
        item = _state_at(scene, before - 1 if possessive else before)
        if item is not None and item.end == (before if possessive else position):
            return _whole_pair(scene, item), item.actors[0]
        if possessive or not _may_modify(scene, before, body):
            break
        position = before
    return position, None


def _whole_pair(scene: Scene, item: Found) -> int:
    return item.start


def _may_modify(scene: Scene, index: int, body: Body) -> bool:
    token = scene.doc[index]
    if token.ent_type_ in ("PERSON", "DATE", "GPE"):
        return False
    if scene.folded[index] in office_words().fields or token.text == "-":
        return True
    if scene.folded[index] == "and":
        return body.group == "ministry" and index > 0 and scene.folded[index - 1] in office_words().fields
    if token.pos_ == "ADJ" and token.text.islower():
        return body.group in ("military", "people", "state", "rebels", "police", "business")
    return token.pos_ in _MODIFIERS


def _right(scene: Scene, last: int, body: Body) -> tuple[int, int, str | None]:
    """Where the phrase ends, where its field ends, and which state stands after "of"."""
    end, field_end, state = last, last, None
    while end < len(scene.doc) and scene.folded[end] in ("of", "for", "to", "in") and state is None:
        if scene.folded[end] == "in" and body.group in ("state", "military", "police") and end + 1 < len(scene.doc):
            seat = seat_of(scene.doc[end + 1].text) or seat_of(scene.doc[end + 1 : end + 3].text)
            return (last, field_end, seat) if seat else (end, field_end, None)
        if scene.folded[end] in ("to", "in") or (scene.folded[end] == "for" and body.group != "ministry"):
            break
        name_end, owner = _state_after(scene, end + 1)
        if owner is not None:
            return name_end, field_end, owner
        stop = _field_end(scene, end + 1) if body.group in ("ministry", "court", "executive", "parliament") else end + 1
        if stop <= end + 1:
            break
        end = field_end = stop
    return end, field_end, state


def _state_after(scene: Scene, index: int) -> tuple[int, str | None]:
    """A state's name at `index`, past "the"."""
    if index < len(scene.doc) and scene.folded[index] == "the":
        index += 1
    item = _state_at(scene, index) if index < len(scene.doc) else None
    if item is not None and item.start <= index and item.form != "adjective":
        return item.end, item.actors[0]
    return index, None


def _field_end(scene: Scene, index: int) -> int:
    """The end of a ministry's field: capitalised words or words of the fields' list, joined by "and" or commas."""
    words = office_words().fields
    end, limit = index, min(index + _WIDEST, len(scene.doc))
    position = index
    while position < limit:
        token, folded = scene.doc[position], scene.folded[position]
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
        if len(item.actors) == 1 and item.kind in ("name", "alias", "adjective"):
            if scene.actors[item.actors[0]].kind in ("state", "disputed"):
                return item
    return None


def _body_at(scene: Scene, index: int) -> tuple[int, str, Body] | None:
    best = None
    for words, name, body in _heads().get(scene.folded[index], ()):
        if scene.folded[index : index + len(words)] == words and (best is None or len(words) > best[0]):
            best = (len(words), name, body)
    return best


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
