"""Standing groupings of states: known ones by name, others by the shape of the words ("Azerbaijan-Turkey-Georgia")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from verbale.actors.gazetteer import look_up
from verbale.data import read_rows, read_toml
from verbale.finding.context import Reading
from verbale.finding.naming import (
    NameTable,
    chain_parts,
    is_capital,
    is_chained,
    pieces_of,
    state_at,
    state_list,
    state_named,
    words,
)  # fmt: skip
from verbale.finding.numerals import Phrases, Piece
from verbale.finding.projects import is_work
from verbale.record import Format, Statement

MINIMUM = 3
"""Members that make a chain of states a format; two states are a relation."""

BODY_WORDS = 6
"""Capitalised words after "Turkey-Azerbaijan" among which "Commission" is looked for.

"Joint Intergovernmental Economic Commission".
"""


@dataclass(frozen=True, slots=True)
class _Mention:
    """A format on pieces `[first, last)`; `key` is what makes it the same as another."""

    first: int
    last: int
    key: str
    name: str
    members: tuple[str, ...]


def find_formats(reading: Reading, statements: Sequence[Statement]) -> list[Format]:  # noqa: ARG001 - all finders take both
    """The formats of a document, one record each, with the first mention as evidence."""
    pieces = pieces_of(reading.document.reading)
    known = list(_known(pieces))
    taken = {index for mention in known for index in range(mention.first, mention.last)}
    shaped = (item for item in (*_chains(pieces), *_described(pieces), *_numbered(pieces)) if item.first not in taken)
    first_by_key: dict[str, _Mention] = {}
    for mention in sorted((*known, *shaped), key=lambda item: (item.first, -item.last)):
        first_by_key.setdefault(mention.key, mention)
    return [_record(reading, pieces, mention, number) for number, mention in enumerate(first_by_key.values(), start=1)]


def _record(reading: Reading, pieces: Sequence[Piece], mention: _Mention, number: int) -> Format:
    evidence = reading.document.offsets.to_original(pieces[mention.first].start, pieces[mention.last - 1].end)
    return Format(
        id=f"x{number}", name=mention.name, members=mention.members, evidence=evidence, quote=reading.quote(evidence)
    )


def _known(pieces: Sequence[Piece]) -> Iterator[_Mention]:
    for hit in _table().find(pieces):
        row = hit.meaning
        yield _Mention(
            hit.first, hit.last, row["name"], row["name"], tuple(filter(None, (row["members"] or "").split("|")))
        )


def _chains(pieces: Sequence[Piece]) -> Iterator[_Mention]:
    """ "Azerbaijan-Turkey-Georgia", and "Turkey-Azerbaijan Joint Commission"."""
    index = 0
    while index < len(pieces):
        last = _chain_end(pieces, index)
        if last > index + 1:
            members = _members(pieces, index, last)
            body = _body_after(pieces, last)
            if members and body:
                yield _Mention(index, body, words(pieces, index, body), words(pieces, index, body), members)
            elif len(members) >= MINIMUM and not is_work(pieces, last):
                yield _Mention(index, last, _key(members), words(pieces, index, last), members)
        index = max(last, index + 1)


def _chain_end(pieces: Sequence[Piece], index: int) -> int:
    """The end of a chain of state names joined by dashes; the index itself when none starts there."""
    first = (
        state_at(pieces, index, adjectives=True) if is_capital(pieces[index]) and pieces[index].key != "the" else None
    )
    end = first[1] if first else index
    while end > index and end + 1 < len(pieces) and is_chained(pieces, end):
        following = state_at(pieces, end + 1, adjectives=True)
        if following is None:
            return end if end + 2 >= len(pieces) or pieces[end + 1].kind != "word" else index + 1
        end = following[1]
    return end


def _members(pieces: Sequence[Piece], first: int, last: int) -> tuple[str, ...]:
    """The states of a chain, each part of which must be one; empty when fewer than two."""
    found = [_state(words(pieces, *part)) for part in chain_parts(pieces, first, last)]
    states = tuple(dict.fromkeys(state for state in found if state))
    return states if len(states) == len(found) >= 2 else ()


def _state(name: str) -> str | None:
    known = look_up(name)
    return known.actor if known is not None and known.form == "adjective" else state_named(name)


def _body_after(pieces: Sequence[Piece], index: int) -> int | None:
    """The end of "Joint Economic Commission" after a chain."""
    bodies, end = read_toml("format_words")["bodies"]["words"], None
    for at in range(index, min(index + BODY_WORDS, len(pieces))):
        if not (is_capital(pieces[at]) or pieces[at].key in ("on", "of", "and", "for", "-")):
            break
        if pieces[at].text in bodies:
            end = at + 1
    return end


def _described(pieces: Sequence[Piece]) -> Iterator[_Mention]:
    """ "the trilateral mechanism between A, B and C", "quadrilateral platform of A, B, C and D"."""
    sizes = _phrases("sizes")
    for index in range(len(pieces)):
        size = sizes.at(pieces, index)
        head = _head_after(pieces, size[1]) if size else None
        link = _phrases("links").at(pieces, head) if head else None
        if link is None:
            continue
        members, last = state_list(pieces, link[1])
        if len(members) >= MINIMUM:
            yield _Mention(index, last, _key(members), words(pieces, index, last), tuple(dict.fromkeys(members)))


def _head_after(pieces: Sequence[Piece], index: int) -> int | None:
    """The end of the head noun that follows a size word, one more word between at the most."""
    for at in (index, index + 1):
        if found := _phrases("heads").at(pieces, at):
            return found[1]
    return None


def _numbered(pieces: Sequence[Piece]) -> Iterator[_Mention]:
    """ "4+2 format": two small numbers joined by a plus, before a word for a grouping."""
    for index in range(1, len(pieces) - 2):
        low, high = pieces[index - 1], pieces[index + 1]
        small = pieces[index].text == "+" and all(item.kind == "number" and len(item.text) <= 2 for item in (low, high))
        if small and (found := _phrases("numbered").at(pieces, index + 2)):
            yield _Mention(index - 1, found[1], f"{low.text}+{high.text}", f"{low.text}+{high.text}", ())


def _key(members: Sequence[str]) -> str:
    return "|".join(sorted(members))


@cache
def _table() -> NameTable[Mapping[str, str]]:
    rows = read_rows("formats")
    names = [(row["name"], row) for row in rows]
    return NameTable([*names, *((alias, row) for row in rows for alias in (row["aliases"] or "").split("|"))])


@cache
def _phrases(name: str) -> Phrases[bool]:
    return Phrases((phrase, True) for phrase in read_toml("format_words")[name]["words"])
