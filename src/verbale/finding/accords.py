"""Names of agreements by shape: "Treaty of Kars", "the Shusha Declaration", "Minsk agreements".

"UN Security Council Resolution 822".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from verbale.actors.gazetteer import look_up
from verbale.data import read_toml
from verbale.finding.naming import NameTable, is_capital, name_before, words
from verbale.finding.numerals import Phrases, Piece, adjacent

_LINKS = frozenset({"of", "on", "for", "concerning", "against", "between", "relating"})
_INSIDE = frozenset({"of", "on", "for", "the", "and", "to", "in", "&", "against"})
_BODIES = (
    "UN Security Council", "United Nations Security Council", "UNSC", "Security Council", "UN General Assembly",
    "General Assembly", "UNGA", "UN", "UNHRC", "Human Rights Council",
)  # fmt: skip
_NUMBER = re.compile(r"\d{1,4}")

REACH = 12
"""Pieces that a name may run on after its head.

"Convention on the Prevention and Punishment of the Crime of Genocide".
"""


@dataclass(frozen=True, slots=True)
class Name:
    """An agreement's name at characters `[start, end)` of the text read."""

    start: int
    end: int
    words: str
    kind: str


def names(pieces: Sequence[Piece]) -> Iterator[Name]:
    """Every named agreement of a text, in order, none overlapping another."""
    index = 0
    while index < len(pieces):
        last = index + 1
        for name, end in _at(pieces, index):
            yield name
            last = max(last, end)
        index = last


def _at(pieces: Sequence[Piece], index: int) -> Iterator[tuple[Name, int]]:
    known = _known().at(pieces, index)
    if known is not None:
        yield _name(pieces, index, known.last, known.meaning), known.last
        return
    head = _heads().at(pieces, index)
    if head is None:
        return
    kind, end = head
    if kind == "resolution":
        yield from _resolutions(pieces, index, end)
        return
    named = _named(pieces, index, end, kind)
    if named is not None:
        yield named


def _named(pieces: Sequence[Piece], index: int, end: int, kind: str) -> tuple[Name, int] | None:
    """A head with a name before it or after it; None for a plain noun."""
    if end < len(pieces) and pieces[end].key in _words("not_before"):
        return None
    capital = is_capital(pieces[index])
    first = name_before(pieces, index)
    after = _runs_on(pieces, end) if capital else end
    if capital and (first < index or after > end):
        return _name(pieces, first, after, kind), after
    lower = pieces[end - 1].key in _words("named_lower") and first < index and not _is_sentence_start(pieces, first)
    return (_name(pieces, first, end, kind), end) if lower and is_proper(pieces, first, index) else None


def is_proper(pieces: Sequence[Piece], first: int, last: int) -> bool:
    """Whether the words before a lower-case head name a place or a date, not a people ("the Turkish agreement")."""
    known = look_up(words(pieces, first, last))
    return known is None or known.form not in ("adjective", "people")


def _is_sentence_start(pieces: Sequence[Piece], index: int) -> bool:
    return index == 0 or (pieces[index - 1].text in ".!?\n" and not adjacent(pieces, index))


def _runs_on(pieces: Sequence[Piece], index: int) -> int:
    """The end of "of Kars", "on the Law of the Sea", "of Understanding" after a head."""
    if index >= len(pieces) or pieces[index].key not in _LINKS:
        return index
    at, end = index + 1, index
    while at < min(index + REACH, len(pieces)):
        if is_capital(pieces[at]) and not (pieces[at - 1].key == "and" and pieces[at - 2].text == ","):
            end = at + 1
        elif (pieces[at].key == "the" and pieces[at - 1].key == "and") or (
            pieces[at].key not in _INSIDE and not (pieces[at].text == "-" and adjacent(pieces, at))
        ):
            break
        at += 1
    return end


def _resolutions(pieces: Sequence[Piece], index: int, end: int) -> Iterator[tuple[Name, int]]:
    """ "Resolution 822", "resolutions 822, 853, 874 and 884": one a number."""
    first, body = _body_before(pieces, index)
    at = end + (end < len(pieces) and pieces[end].key in ("no", "nos", "no.", "№"))
    at += at < len(pieces) and pieces[at].text == "."
    start = first
    while at < len(pieces) and pieces[at].kind == "number":
        for number in _NUMBER.findall(pieces[at].text) if "," in pieces[at].text else [pieces[at].text]:
            yield Name(pieces[start].start, pieces[at].end, f"{body} {number}".strip(), "resolution"), at + 1
        start = at = at + 1
        while at < len(pieces) and (pieces[at].text in ",/" or pieces[at].key in ("and", "or")):
            at += 1
        start = at


def _body_before(pieces: Sequence[Piece], index: int) -> tuple[int, str]:
    found = _bodies().before(pieces, index)
    first = found[1] if found else index
    label = words(pieces, first, index)
    return first, f"{label} Resolution" if label else "Resolution"


def _name(pieces: Sequence[Piece], first: int, last: int, kind: str) -> Name:
    return Name(pieces[first].start, pieces[last - 1].end, words(pieces, first, last), kind)


@cache
def _heads() -> Phrases[str]:
    return Phrases(
        (phrase, kind) for kind, phrases in read_toml("agreement_kinds")["kinds"].items() for phrase in phrases
    )


@cache
def _known() -> NameTable[str]:
    return NameTable(read_toml("agreement_kinds")["known"].items())


@cache
def _bodies() -> Phrases[str]:
    return Phrases((body, body) for body in _BODIES)


@cache
def _words(table: str) -> frozenset[str]:
    return frozenset(read_toml("agreement_kinds")[table]["words"])
