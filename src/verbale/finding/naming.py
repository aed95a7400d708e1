"""Names from data tables and names by shape, in a text cut into pieces. Shared by projects, formats and agreements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from verbale.actors.folding import fold
from verbale.actors.gazetteer import Form, look_up
from verbale.data import read_toml
from verbale.finding.numerals import DASHES, Phrases, Piece, adjacent, lex

T = TypeVar("T")

ABBREVIATION = 8
"""Letters of the longest abbreviation that is matched with its capitals."""

_STATE_FORMS: frozenset[Form] = frozenset({"name", "alias", "capital"})
_STATE_OR_ADJECTIVE: frozenset[Form] = frozenset({"name", "alias", "capital", "adjective"})
_DETERMINERS = frozenset(
    {
        "the",
        "a",
        "an",
        "this",
        "that",
        "our",
        "their",
        "its",
        "these",
        "both",
        "new",
        "and",
        "in",
        "on",
        "of",
        "for",
        "at",
        "as",
    }
)


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """A known name on pieces `[first, last)`."""

    first: int
    last: int
    meaning: T


class NameTable(Generic[T]):
    """Known names with what they stand for. Names match with a capital, abbreviations with all of theirs."""

    def __init__(self, names: Iterable[tuple[str, T]]) -> None:
        """Take pairs of a name and its meaning; an earlier pair wins."""
        self._phrases: Phrases[tuple[str, T]] = Phrases(
            (_bare(name), (_bare(name), meaning)) for name, meaning in names if name
        )

    def find(self, pieces: Sequence[Piece]) -> Iterator[Hit[T]]:
        """The longest known name at each place, left to right, without overlap."""
        index = 0
        while index < len(pieces):
            hit = self.at(pieces, index)
            if hit is not None:
                yield hit
            index = hit.last if hit else index + 1

    def at(self, pieces: Sequence[Piece], index: int) -> Hit[T] | None:
        """The longest known name that starts at a piece."""
        found = self._phrases.at(pieces, index)
        if found is None or (adjacent(pieces, index) and pieces[index - 1].kind != "sign"):
            return None
        (name, meaning), last = found
        return Hit(index, last, meaning) if _is_written_so(name, pieces[index:last]) else None


def _bare(name: str) -> str:
    return name.removeprefix("the ")


def _is_written_so(name: str, pieces: Sequence[Piece]) -> bool:
    if name.isupper() and " " not in name and len(name) <= ABBREVIATION:
        return "".join(piece.text for piece in pieces) == name
    return name[0].islower() or not pieces[0].text[0].islower()


@lru_cache(maxsize=64)
def pieces_of(text: str) -> list[Piece]:
    """The pieces of a text; kept for the next finder that asks."""
    return lex(text)


def is_capital(piece: Piece) -> bool:
    """Whether a piece is a word with a capital."""
    return piece.kind == "word" and piece.text[0].isupper()


def bracketed(pieces: Sequence[Piece], index: int) -> tuple[str, int] | None:
    """An abbreviation in brackets at a piece, "(BTC)": its letters and the index after the bracket."""
    if index + 2 >= len(pieces) or pieces[index].text != "(" or pieces[index + 2].text != ")":
        return None
    inner = pieces[index + 1].text
    return (inner, index + 3) if inner.isupper() and len(inner) >= 2 else None


def name_before(pieces: Sequence[Piece], index: int) -> int:
    """Where the run of capitalised words and dash chains before a piece begins; the index itself when there is none."""
    first = index
    while first > max(index - LONGEST_NAME, 0) and is_capital(pieces[first - 1]):
        first -= 1
        while first > 1 and pieces[first - 1].text in DASHES and is_chained(pieces, first - 1):
            first -= 2
    while first < index and pieces[first].key in _DETERMINERS:
        first += 1
    return first


def is_chained(pieces: Sequence[Piece], dash: int) -> bool:
    """Whether a dash joins two capitalised words, close or with blanks on both sides."""
    if not 0 < dash < len(pieces) - 1 or pieces[dash].text not in DASHES:
        return False
    if not (is_capital(pieces[dash - 1]) and is_capital(pieces[dash + 1])):
        return False
    return adjacent(pieces, dash) == adjacent(pieces, dash + 1)


def chain_parts(pieces: Sequence[Piece], first: int, last: int) -> list[tuple[int, int]]:
    """The parts of a dash chain on pieces `[first, last)`: "Baku-Tbilisi-Ceyhan" has three."""
    parts, start = [], first
    for index in range(first, last):
        if pieces[index].text in DASHES:
            parts.append((start, index))
            start = index + 1
    return [*parts, (start, last)]


def words(pieces: Sequence[Piece], first: int, last: int) -> str:
    """The words of pieces `[first, last)` with single blanks, dashes as hyphens without them."""
    out = ""
    for index in range(first, last):
        dash = pieces[index].text in DASHES
        glue = dash or (index > first and (pieces[index - 1].text in DASHES or adjacent(pieces, index)))
        out += ("" if glue or not out else " ") + ("-" if dash else pieces[index].text)
    return out


def state_named(name: str) -> str | None:
    """The state or disputed entity of a name, an alias or a capital; None for adjectives, other bodies and what is
    ambiguous.

    "Georgia" among names of states is the state: the ambiguous names' own table says which reading is taken.
    """
    return _meant(name, _STATE_FORMS)


def _meant(name: str, forms: frozenset[Form]) -> str | None:
    known = look_up(name)
    if known is None or known.actor.startswith("org:"):
        return None
    if known.form == "ambiguous":
        preferred: str | None = read_toml("ambiguous")["prefer"].get(fold(name))
        return preferred
    return known.actor if known.form in forms else None


LONGEST_NAME = 14
"""Pieces of the longest name that is read leftwards; a longer run of capitals is a heading."""

STATE_WORDS = 6
"""Words of the longest state name that a list of states is read with.

"Democratic People's Republic of Korea" and a "the".
"""


def state_at(pieces: Sequence[Piece], index: int, *, adjectives: bool = False) -> tuple[str, int] | None:
    """The state whose name starts at a piece, "the" skipped: its id and the index after it; the longest name wins.

    Args:
        pieces: of the text.
        index: where to look.
        adjectives: whether "Turkish" counts too.
    """
    index += index < len(pieces) and pieces[index].key == "the"
    if index >= len(pieces) or not is_capital(pieces[index]):
        return None
    for last in range(min(index + STATE_WORDS, len(pieces)), index, -1):
        if pieces[last - 1].kind != "word":
            continue
        state = _meant(words(pieces, index, last), _STATE_OR_ADJECTIVE if adjectives else _STATE_FORMS)
        if state:
            return state, last
    return None


def state_list(pieces: Sequence[Piece], index: int) -> tuple[list[str], int]:
    """A list of states from a piece on, "A, B and C": their ids and the index after the list."""
    found: list[str] = []
    end = index
    while (state := state_at(pieces, index)) is not None:
        found.append(state[0])
        end = index = state[1]
        while index < len(pieces) and (pieces[index].text in ",&" or pieces[index].key in ("and", "plus")):
            index += 1
        if index == end:
            break
    return found, end
