"""Numbers in running text: digits of several habits, number words, scales.

Total functions over a list of pieces, linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Generic, Literal, TypeVar, cast

from verbale.actors.folding import fold
from verbale.data import read_toml

MAX_DIGITS = 30
"""Longer digit strings are serial numbers; Decimal would also take quadratic time on a page of digits."""

_PIECE = re.compile(
    r"(?P<number>\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,'’]\d+)*)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)"
    r"|(?P<sign>\S)"
)
_GROUPED = re.compile(r"\d{1,3}(?:([.,'’ ])\d{3})(?:\1\d{3})*")
DASHES = frozenset("-–—‑~")

T = TypeVar("T")
Kind = Literal["number", "word", "sign"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A number, word or single sign of a text, `[start, end)` in characters; `key` is the folded word."""

    kind: Kind
    text: str
    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number read from pieces `[first, last)`: its value before scaling and the scale that follows it."""

    first: int
    last: int
    mantissa: Decimal
    scale: Decimal
    plain: bool
    """Digits only, with no scale and no separator: it may be a year or a label."""
    share: bool = False
    """A fraction of a whole ("two thirds"), in per cent."""

    @property
    def value(self) -> float:
        """The number as it counts."""
        return float(self.mantissa * self.scale)


class Phrases(Generic[T]):
    """Phrases of pieces and what each stands for; the longest match wins."""

    def __init__(self, meanings: Iterable[tuple[str, T]]) -> None:
        """Take pairs of a phrase and its meaning; an earlier pair wins over a later one of the same words."""
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        self._by_last: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, meaning in meanings:
            keys = tuple(piece.key for piece in lex(phrase))
            if keys:
                self._by_first.setdefault(keys[0], []).append((keys, meaning))
                self._by_last.setdefault(keys[-1], []).append((keys, meaning))
        for table in (self._by_first, self._by_last):
            for entries in table.values():
                entries.sort(key=lambda entry: -len(entry[0]))

    def at(self, pieces: Sequence[Piece], index: int) -> tuple[T, int] | None:
        """The longest phrase that starts at a piece: its meaning and the index after it."""
        if not 0 <= index < len(pieces):
            return None
        for keys, meaning in self._by_first.get(pieces[index].key, ()):
            if all(index + k < len(pieces) and pieces[index + k].key == key for k, key in enumerate(keys)):
                return meaning, index + len(keys)
        return None

    def before(self, pieces: Sequence[Piece], index: int) -> tuple[T, int] | None:
        """The longest phrase that ends right before a piece: its meaning and its first index."""
        if not 0 < index <= len(pieces):
            return None
        for keys, meaning in self._by_last.get(pieces[index - 1].key, ()):
            first = index - len(keys)
            if first >= 0 and all(pieces[first + k].key == key for k, key in enumerate(keys)):
                return meaning, first
        return None


def lex(text: str) -> list[Piece]:
    """Cut a text into numbers, words and signs."""
    pieces: list[Piece] = []
    for match in _PIECE.finditer(text):
        kind = cast("Kind", match.lastgroup)
        pieces.append(Piece(kind, match.group(), match.start(), match.end(), fold(match.group())))
    return pieces


def adjacent(pieces: Sequence[Piece], index: int) -> bool:
    """Whether a piece touches the one before it."""
    return 0 < index < len(pieces) and pieces[index - 1].end == pieces[index].start


@cache
def tables() -> Mapping[str, Mapping[str, float]]:
    """Number words by kind: `ones`, `tens`, `scales`, `weak_scales`, `fractions`."""
    data = read_toml("numerals")
    names = ("ones", "tens", "scales", "weak_scales", "fractions")
    return {name: {fold(word): value for word, value in data[name].items()} for name in names}


def read_digits(text: str, *, decimal_comma: bool = False) -> Decimal | None:
    """The value of digits with separators: "1,200", "1.5", "1 200 000", "1.234,5", "12'000"; None when they make no
    number.

    Args:
        text: digits and separators.
        decimal_comma: read a single comma or stop before three digits as a decimal sign ("1,500 млрд").
    """
    if len(text) > MAX_DIGITS:
        return None
    plain = re.sub(r"[\s\u00a0\u202f\u2009]", " ", text).replace("’", "'")
    last = max(plain.rfind("."), plain.rfind(","))
    grouped = _GROUPED.fullmatch(plain)
    single = last >= 0 and plain.count(".") + plain.count(",") == 1 and " " not in plain and "'" not in plain
    is_thousands = bool(grouped) and not (single and (plain[last] == "." or decimal_comma or plain.startswith("0")))
    if is_thousands or last < 0:
        return _decimal(re.sub(r"\D", "", plain)) if is_thousands or plain.isdigit() or grouped else None
    whole, fraction = plain[:last], plain[last + 1 :]
    if not (whole.isdigit() or _GROUPED.fullmatch(whole)) or not fraction.isdigit():
        return None
    return _decimal(re.sub(r"\D", "", whole) + "." + fraction)


def _decimal(digits: str) -> Decimal | None:
    try:
        return Decimal(digits)
    except InvalidOperation:
        return None


def numeral_at(pieces: Sequence[Piece], index: int, *, weak: bool = False) -> Numeral | None:
    """The number that starts at a piece.

    Args:
        pieces: of the text.
        index: where to look.
        weak: whether one-letter scales count ("$4.2m"), as after a currency sign.
    """
    if not 0 <= index < len(pieces):
        return None
    if pieces[index].kind == "number":
        return _from_digits(pieces, index, weak=weak)
    if pieces[index].kind == "word":
        return _share(pieces, index) or _from_words(pieces, index)
    return None


def _from_digits(pieces: Sequence[Piece], index: int, *, weak: bool) -> Numeral | None:
    scale, last = _scales(pieces, index + 1, weak=weak)
    foreign = last > index + 1 and not pieces[last - 1].key.isascii()
    mantissa = read_digits(pieces[index].text, decimal_comma=foreign)
    if mantissa is None:
        return None
    plain = last == index + 1 and pieces[index].text.isdigit()
    return Numeral(index, last, mantissa, scale, plain)


def _scales(pieces: Sequence[Piece], index: int, *, weak: bool) -> tuple[Decimal, int]:
    """The product of scale words from a piece on ("hundred thousand": at most two), and the index after them."""
    scale, found = Decimal(1), 0
    while index < len(pieces) and found < 2:
        at = index
        if pieces[at].text in DASHES and adjacent(pieces, at + 1):
            at += 1
        if at >= len(pieces) or pieces[at].kind != "word":
            break
        factor = tables()["scales"].get(pieces[at].key)
        if factor is None and weak and at == index and not found:
            factor = tables()["weak_scales"].get(pieces[at].key)
        if factor is None:
            break
        scale, index, found = scale * Decimal(factor), at + 1, found + 1
    return scale, index


def _share(pieces: Sequence[Piece], index: int) -> Numeral | None:
    """ "a third of", "two-thirds of", "half of", "half the": a share only before "of" or a determiner."""
    count, at = Decimal(1), index
    if pieces[at].key in ("a", "an", "one"):
        at += 1
    elif pieces[at].key in tables()["ones"]:
        count, at = Decimal(tables()["ones"][pieces[at].key]), at + 1
    if at > index and at < len(pieces) and pieces[at].text in DASHES:
        at += 1
    part = tables()["fractions"].get(pieces[at].key) if at < len(pieces) else None
    if part is None or (at == index and pieces[at].key != "half"):
        return None
    follows = pieces[at + 1].key if at + 1 < len(pieces) else ""
    if follows != "of" and not (pieces[at].key == "half" and follows in ("the", "its", "their", "all")):
        return None
    return Numeral(index, at + 1, min(count * Decimal(str(part)), Decimal(100)), Decimal(1), False, True)


def _from_words(pieces: Sequence[Piece], index: int) -> Numeral | None:
    """ "two hundred", "twenty-five thousand", "a million", "half a million", "one and a half million"."""
    if pieces[index].key in ("a", "an", "half"):
        at = (
            index
            + 1
            + (pieces[index].key == "half" and index + 1 < len(pieces) and pieces[index + 1].key in ("a", "an"))
        )
        scale, last = _scales(pieces, at, weak=False)
        if last == at:
            return None
        return Numeral(index, last, Decimal("0.5") if pieces[index].key == "half" else Decimal(1), scale, False)
    total, current, at = Decimal(0), Decimal(0), index
    while True:
        small, after = _below_hundred(pieces, at)
        if after == at:
            break
        current, at = small, after
        scale, at = _scales(pieces, at, weak=False)
        if scale == 1:
            total += current
            break
        total += current * scale
        joined = at + (at < len(pieces) and pieces[at].key == "and")
        if _below_hundred(pieces, joined)[1] == joined or scale not in (100, 1000):
            break
        at = joined
    return Numeral(index, at, total, Decimal(1), False) if at > index else None


def _below_hundred(pieces: Sequence[Piece], index: int) -> tuple[Decimal, int]:
    """A number word up to ninety-nine, halves included; the index after it, or the same index when there is none."""
    ones, tens = tables()["ones"], tables()["tens"]
    if not 0 <= index < len(pieces):
        return Decimal(0), index
    key = pieces[index].key
    if key in tens:
        at = index + 1
        if at + 1 < len(pieces) and pieces[at].text in DASHES:
            at += 1
        if at < len(pieces) and 0 < ones.get(pieces[at].key, 0) < 10:
            return Decimal(tens[key] + ones[pieces[at].key]), at + 1
        return Decimal(tens[key]), index + 1
    if key in ones:
        half = [piece.key for piece in pieces[index + 1 : index + 4]] == ["and", "a", "half"]
        return Decimal(ones[key]) + (Decimal("0.5") if half else 0), index + 1 + 3 * half
    return Decimal(0), index
