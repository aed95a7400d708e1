"""Pipelines, railways, corridors and other works, by a table of known ones and by the shape of their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from verbale.actors.folding import fold
from verbale.actors.gazetteer import look_up
from verbale.actors.places import find
from verbale.data import read_rows, read_toml
from verbale.finding.context import Reading
from verbale.finding.naming import (
    NameTable,
    bracketed,
    chain_parts,
    is_capital,
    name_before,
    pieces_of,
    state_named,
    words,
)
from verbale.finding.numerals import Phrases, Piece
from verbale.record import Project, Statement

ROUTE_WORDS = 16
"""Pieces after a project's name in which "between A and B" or "linking A with B" may still tell its countries."""

_ROUTE_OPENERS = frozenset(
    {"between", "linking", "links", "connecting", "connects", "from", "through", "via", "joining"}
)


@dataclass(frozen=True, slots=True)
class _Mention:
    """A project's name on pieces `[first, last)`."""

    first: int
    last: int
    key: str
    name: str
    short: str | None
    kind: str
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Head:
    """The kind word of a project on pieces `[first, last)`; `plural` when several names may share it."""

    first: int
    last: int
    kind: str
    plural: bool


def find_projects(reading: Reading, statements: Sequence[Statement]) -> list[Project]:  # noqa: ARG001 - all finders take both
    """The projects of a document, one record each, with the first mention as evidence."""
    text = reading.document.reading
    pieces = pieces_of(text)
    known = list(_known(pieces))
    covered = _covered(known)
    joined = (item for mention in known for item in _joined(pieces, mention, covered))
    mentions = sorted([*known, *joined, *_shaped(pieces, covered)], key=lambda mention: mention.first)
    projects = []
    for number, mention in enumerate(_distinct(mentions), start=1):
        evidence = reading.document.offsets.to_original(pieces[mention.first].start, pieces[mention.last - 1].end)
        projects.append(
            Project(
                id=f"j{number}",
                name=mention.name,
                short_name=mention.short,
                kind=mention.kind,
                countries=mention.countries,
                evidence=evidence,
                quote=reading.quote(evidence),
            )
        )
    return projects


def is_work(pieces: Sequence[Piece], index: int) -> bool:
    """Whether a kind of work follows at a piece, brackets before it skipped: "A-B-C (ABC) railway" is no grouping."""
    bracket = bracketed(pieces, index)
    return _kinds().at(pieces, bracket[1] if bracket else index) is not None


def _distinct(mentions: Sequence[_Mention]) -> list[_Mention]:
    """One mention a project: the first, with a short name that any mention gives."""
    by_key: dict[str, _Mention] = {}
    shorts: dict[str, str] = {}
    for mention in mentions:
        key = shorts.get(fold(mention.name), mention.key)
        first = by_key.setdefault(key, mention)
        if first.short is None and mention.short:
            by_key[key] = replace(first, short=mention.short)
        if mention.short:
            shorts.setdefault(fold(mention.short), key)
            shorts.setdefault(f"{fold(mention.short)} {mention.kind}", key)
    return list(by_key.values())


def _known(pieces: Sequence[Piece]) -> Iterator[_Mention]:
    for hit in _table().find(pieces):
        row = hit.meaning
        last, short = _extended(pieces, hit.last)
        yield _Mention(
            first=hit.first,
            last=last,
            key=fold(row["name"]),
            name=row["name"],
            short=row["short_name"] or short or None,
            kind=row["kind"],
            countries=tuple(filter(None, row["countries"].split("|"))),
        )


def _extended(pieces: Sequence[Piece], index: int) -> tuple[int, str | None]:
    """Past the brackets, kind words and "project" that follow a name; the abbreviation in the brackets."""
    short = None
    for _ in range(2):
        if found := bracketed(pieces, index):
            short, index = found
        if kind := _kinds().at(pieces, index):
            index = kind[1]
        if index < len(pieces) and pieces[index].key in _tails():
            index += 1
    return index, short


def _covered(known: Sequence[_Mention]) -> frozenset[int]:
    return frozenset(index for mention in known for index in range(mention.first, mention.last))


def _shaped(pieces: Sequence[Piece], covered: frozenset[int]) -> Iterator[_Mention]:
    """Projects by shape: a name or a chain of places before a kind word."""
    index = 0
    while index < len(pieces):
        found = _kinds().at(pieces, index)
        if found is None:
            index += 1
            continue
        if index not in covered:
            yield from _before_kind(pieces, index, found, covered)
        index = found[1]


def _joined(pieces: Sequence[Piece], known: _Mention, covered: frozenset[int]) -> Iterator[_Mention]:
    """The chains that share a plural head with a known project: "the Moscow-Kazan and Rasht-Astara railways"."""
    end = _before_joint(pieces, known.first) if pieces[known.last - 1].key.endswith("s") else None
    at = next((index for index in range(known.first, known.last) if _kinds().at(pieces, index)), None)
    if end is not None and at is not None:
        head = _Head(at, (_kinds().at(pieces, at) or ("", at + 1))[1], known.kind, plural=True)
        yield from _names_left(pieces, end, head, covered)


def _before_kind(
    pieces: Sequence[Piece], index: int, found: tuple[str, int], covered: frozenset[int]
) -> Iterator[_Mention]:
    kind, last = found
    if last < len(pieces) and pieces[last].key in _tails():
        last += 1
    end, short, plural = index, None, pieces[last - 1].key.endswith("s")
    if index >= 3 and pieces[index - 1].text == ")" and (bracket := bracketed(pieces, index - 3)):
        end, short = index - 3, bracket[0]
    elif bracket := bracketed(pieces, last):
        short, last = bracket
    names = _names_left(pieces, end, _Head(index, found[1], kind, plural), covered, last=last, short=short)
    yield from names if plural else islice(names, 1)


def _names_left(  # noqa: PLR0913 - all that a head word tells
    pieces: Sequence[Piece], end: int, head: _Head, covered: frozenset[int], *, last: int = 0, short: str | None = None
) -> Iterator[_Mention]:
    """The name that ends at a piece and, leftwards, those coordinated with it."""
    before: int | None = end
    while before is not None:
        first = name_before(pieces, before)
        if first == before or before - 1 in covered:
            return
        mention = _mention(pieces, (first, before), head, max(last, before), short)
        if mention is None:
            return
        yield mention
        before = _before_joint(pieces, first)
        last, short = 0, None


def _before_joint(pieces: Sequence[Piece], index: int) -> int | None:
    """The end of the name that "and", a comma or "as well as" coordinates with the name at a piece."""
    while index > 0 and pieces[index - 1].key in ("the", "as", "well", "and", ",", "or"):
        index -= 1
        if pieces[index].key in ("and", ",", "or") and index > 0 and is_capital(pieces[index - 1]):
            return index
    return None


def _mention(
    pieces: Sequence[Piece], name: tuple[int, int], head: _Head, last: int, short: str | None
) -> _Mention | None:
    labels = [words(pieces, *part) for part in chain_parts(pieces, *name)]
    if not _is_name(labels, head.kind, capital=pieces[head.first].text[0].isupper(), plural=head.plural):
        return None
    full = f"{words(pieces, *name)} {words(pieces, head.first, head.last)}"
    return _Mention(name[0], last, fold(full), full, short, head.kind, _countries(labels) or _route(pieces, last))


def _is_name(labels: Sequence[str], kind: str, *, capital: bool, plural: bool) -> bool:
    known = [look_up(label) for label in labels]
    if any(item is not None and item.form in ("adjective", "people") for item in known):
        return False
    if len(labels) > 1:
        return True
    if kind in read_toml("project_kinds")["weak"]["kinds"]:
        return kind == "corridor" and capital and known[0] is None
    return known[0] is None and not plural and fold(labels[0]) not in read_toml("project_kinds")["generic"]["words"]


def _countries(labels: Sequence[str]) -> tuple[str, ...]:
    found = (state_named(label) or _country_of_place(label) for label in labels)
    return tuple(dict.fromkeys(country for country in found if country))


def _country_of_place(name: str) -> str | None:
    place = find(name)
    return place.country if place else None


def _route(pieces: Sequence[Piece], index: int) -> tuple[str, ...]:
    """The states named right after a project by "between A and B" or "linking A with B"."""
    opened, found, at = False, [], index
    while at < min(index + ROUTE_WORDS, len(pieces)) and pieces[at].text not in ".;:!?":
        opened = opened or pieces[at].key in _ROUTE_OPENERS
        size = next(
            (
                n
                for n in (3, 2, 1)
                if opened and is_capital(pieces[at]) and state_named(words(pieces, at, min(at + n, len(pieces))))
            ),
            0,
        )
        if size:
            found.append(state_named(words(pieces, at, at + size)))
        at += size or 1
    return tuple(dict.fromkeys(state for state in found if state))


@cache
def _table() -> NameTable[Mapping[str, str]]:
    rows = read_rows("projects")
    names = [(row["name"], row) for row in rows]
    return NameTable([*names, *((alias, row) for row in rows for alias in (row["aliases"] or "").split("|"))])


@cache
def _kinds() -> Phrases[str]:
    return Phrases(
        (phrase, kind) for kind, phrases in read_toml("project_kinds")["kinds"].items() for phrase in phrases
    )


@cache
def _tails() -> frozenset[str]:
    return frozenset(read_toml("project_kinds")["tails"]["words"])
