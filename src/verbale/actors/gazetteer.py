"""Known names of states, disputed entities and organisations, and the search for them in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from verbale.actors.folding import atoms, fold
from verbale.data import read_rows, read_toml
from verbale.record import Actor, ActorKind

Form = Literal["name", "alias", "adjective", "people", "capital", "seat", "ambiguous"]

# A name in several lists keeps the meaning of the first: "Azerbaijani" is an adjective before it is a people.
_PRECEDENCE: tuple[Form, ...] = ("ambiguous", "name", "alias", "adjective", "people", "seat", "capital")
_END = ""
_LONGEST_ABBREVIATION = 8  # letters; longer words in capitals are shouted names
_LONGEST_MIXED = 5


@dataclass(frozen=True, slots=True)
class Known:
    """One name of one actor. `exact`: an abbreviation, matched with its capitals; `lower`: may be written in lower
    case."""

    actor: str
    form: Form
    text: str
    exact: bool
    lower: bool


@dataclass(frozen=True, slots=True)
class State:
    """A row of the countries table that other rooms need: id, names and where its capital lies."""

    id: str
    alpha2: str
    name: str
    full_name: str
    capital: str | None
    lat: float
    lon: float
    until: int | None


@cache
def states() -> Mapping[str, State]:
    """All states by alpha-3, historical ones included."""
    return {row["id"]: _state(row) for row in read_rows("countries")}


@cache
def known_actors() -> Mapping[str, Actor]:
    """States, disputed entities and organisations of the tables by id, without mentions."""
    rows = [*map(_state_actor, read_rows("countries")), *map(_disputed_actor, read_rows("disputed"))]
    return {actor.id: actor for actor in [*rows, *map(_organisation_actor, read_rows("organisations"))]}


@cache
def de_jure(actor_id: str) -> str | None:
    """PLOVER's country code of a disputed entity; None for anything else. For a setting of the analysis, not for
    records."""
    return next((row["de_jure"] or None for row in read_rows("disputed") if row["id"] == actor_id), None)


def look_up(name: str) -> Known | None:
    """What a whole name denotes, or None: "Türkiye" gives TUR."""
    node: Any = _tree()
    for atom in atoms(name):
        node = node.get(atom)
        if node is None:
            return None
    found: list[Known] = node.get(_END, [])
    return next((known for known in found if not known.exact or known.text == name), None)


def people_of(word: str) -> str | None:
    """The state whose people a word names: "Cypriots" gives CYP; an adjective gives None."""
    known = look_up(word)
    return known.actor if known is not None and known.form == "people" else None


def states_in(text: str) -> list[str]:
    """States that a short text names by name, adjective or capital, each once, in order."""
    words = re.findall(r"[^\W_]+|[^\w\s]|_", text)
    every = [True] * len(words)
    found = [known.actor for _, _, known in find_names([fold(word) for word in words], every, every, words)]
    return list(dict.fromkeys(actor for actor in found if actor in states()))


def seat_of(city: str) -> str | None:
    """The state whose capital a name is: "Athens" gives GRC."""
    known = look_up(city)
    return known.actor if known is not None and known.form == "capital" and known.actor in states() else None


def find_names(
    stream: list[str], starts: list[bool], ends: list[bool], words: list[str]
) -> Iterator[tuple[int, int, Known]]:
    """The longest known name at each place of a stream of atoms, left to right, without overlap.

    Args:
        stream: folded atoms of a text.
        starts: whether a token of the text starts at the atom.
        ends: whether a token ends with it.
        words: the atom as written.

    Yields:
        First and last-plus-one atom, and the name.
    """
    position = 0
    while position < len(stream):
        match = _longest(stream, starts, ends, words, position)
        if match is None:
            position += 1
            continue
        yield match
        position = match[1]


def _longest(
    stream: list[str], starts: list[bool], ends: list[bool], words: list[str], position: int
) -> tuple[int, int, Known] | None:
    node: Any = _tree().get(stream[position]) if starts[position] else None
    best: tuple[int, int, Known] | None = None
    end = position
    while node is not None:
        end += 1
        if _END in node and ends[end - 1]:
            known = next((item for item in node[_END] if _is_written_so(item, words[position:end])), None)
            best = (position, end, known) if known else best
        node = node.get(stream[end]) if end < len(stream) else None
    return best


def _is_written_so(known: Known, words: list[str]) -> bool:
    if known.exact:
        return "".join(words) == "".join(known.text.split())
    return known.lower or words[0][:1].isupper()


@cache
def _tree() -> dict[str, Any]:
    root: dict[str, Any] = {}
    for known in sorted(_all_names(), key=lambda item: _PRECEDENCE.index(item.form)):
        node = root
        for atom in atoms(known.text):
            node = node.setdefault(atom, {})
        node.setdefault(_END, []).append(known)
    return root


def _all_names() -> Iterator[Known]:
    for row in read_rows("countries"):
        yield from _names_of(row, "metonyms")
    for row in read_rows("disputed"):
        yield from _names_of(row, None)
    for row in read_rows("organisations"):
        yield from _names_of(row, "seats")
    for name in read_toml("ambiguous")["names"]:
        yield _known("", "ambiguous", name)


def _names_of(row: Mapping[str, str], seats: str | None) -> Iterator[Known]:
    yield _known(row["id"], "name", row["name"])
    lists: tuple[tuple[str, Form], ...] = (
        ("full_name", "name"), ("aliases", "alias"), ("adjectives", "adjective"), ("people", "people"),
        ("capital", "capital"), ("capital_aliases", "capital"),
    )  # fmt: skip
    for column, form in (*lists, *(((seats, "seat"),) if seats else ())):
        for name in (row.get(column) or "").split("|"):
            if name:
                yield _known(row["id"], form, name)


def _known(actor: str, form: Form, name: str) -> Known:
    letters = [c for c in name if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    exact = len(letters) <= _LONGEST_ABBREVIATION and capitals == len(letters)
    exact = exact or (len(letters) <= _LONGEST_MIXED and capitals > 1 and " " not in name)  # "LeT", "AfDB"
    return Known(actor, form, name, exact, not exact and name[:1].islower())


def _state(row: Mapping[str, str]) -> State:
    return State(
        row["id"], row["alpha2"], row["name"], row["full_name"], row["capital"] or None,
        float(row["lat"]), float(row["lon"]), int(row["until"]) if row["until"] else None,
    )  # fmt: skip


def _state_actor(row: Mapping[str, str]) -> Actor:
    # Recognition of Kosovo, Taiwan and Palestine is in dispute; their ids stay codes, their kind says so.
    kind: ActorKind = "disputed" if row["kind"] == "other" or row["id"] == "PSE" else "state"
    return Actor(
        id=row["id"], kind=kind, name=row["name"], country=row["id"], sector=None, wikidata=row["wikidata"] or None
    )


def _disputed_actor(row: Mapping[str, str]) -> Actor:
    return Actor(
        id=row["id"], kind="disputed", name=row["name"], country=None, sector="PRE", wikidata=row["wikidata"] or None
    )


def _organisation_actor(row: Mapping[str, str]) -> Actor:
    kind: ActorKind = row["kind"]  # type: ignore[assignment]
    return Actor(
        id=row["id"], kind=kind, name=row["name"], country=row["country"] or None, sector=row["sector"] or None,
        wikidata=row["wikidata"] or None,
    )  # fmt: skip
