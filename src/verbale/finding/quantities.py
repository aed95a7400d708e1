"""Quantities in plain text: money, shares, people, lengths and other measures, with ranges and hedges.

A grammar of its own, total and linear. It leaves out what only looks like a quantity: dates, years, ordinals, clock
times, ages, telephone numbers, and the numbers of articles, resolutions and aircraft.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from verbale.actors.folding import fold
from verbale.actors.gazetteer import look_up
from verbale.data import read_toml
from verbale.finding.numerals import DASHES, Numeral, Phrases, Piece, adjacent, lex, numeral_at
from verbale.record import Qualifier

UnitClass = Literal["money", "measure", "time", "people", "things"]

MODIFIERS = 2
"""Words that may stand between a number and the noun it counts: "23 senior Russian diplomats"."""

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Four plain digits in this range are a year unless a hedge or a hard unit says otherwise."""

_MASKED = re.compile(r"(?:https?://|www\.)\S+|\+\d[\d ()-]{6,}")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity at characters `[start, end)`, hedge not included.

    `value` is scaled ("$20bn" gives 2e10); `high` is the upper end of a range. `unit` is None for a bare number.
    `kind` says what sort of unit it is.
    """

    start: int
    end: int
    value: float
    high: float | None
    unit: str | None
    kind: UnitClass | None
    qualifier: Qualifier | None


@dataclass(frozen=True, slots=True)
class _Unit:
    name: str
    factor: float
    kind: UnitClass


@dataclass(frozen=True, slots=True)
class _Term:
    """A number with the unit written at it: pieces `[first, last)`."""

    first: int
    last: int
    number: Numeral
    unit: _Unit | None


def find_quantities(text: str, *, bare: bool = False) -> list[Quantity]:
    """All quantities of a text, in order, none overlapping another.

    Args:
        text: any text; Latin and Cyrillic number habits are read.
        bare: also give numbers without a unit, for a caller who knows from the syntax what they count.
    """
    pieces = lex(_MASKED.sub(lambda match: "\n" * len(match.group()), text))
    return [item for item in _scan(pieces) if item.unit is not None or bare]


def _scan(pieces: Sequence[Piece]) -> Iterator[Quantity]:
    index, label_end = 0, -1
    while index < len(pieces):
        term = _term_at(pieces, index)
        if term is None:
            index += 1
            continue
        terms, last = _range_from(pieces, term)
        if _is_label(pieces, terms, label_end):
            label_end = last
        else:
            yield from (item for item in _quantities(pieces, terms, last) if item is not None)
        index = max(last, index + 1)


def _term_at(pieces: Sequence[Piece], index: int) -> _Term | None:
    if index >= len(pieces):
        return None
    prefix = _currency_prefix(pieces, index)
    unit, at = prefix if prefix else (None, index)
    number = numeral_at(pieces, at, weak=unit is not None and unit.kind == "money")
    if number is None:
        return None
    if unit is None:
        return _with_suffix(pieces, number)
    repeated = _units().at(pieces, number.last)
    last = repeated[1] if repeated and repeated[0].name == unit.name else number.last
    return _Term(index, last, number, unit)


def _with_suffix(pieces: Sequence[Piece], number: Numeral) -> _Term:
    if number.share:
        return _Term(number.first, number.last, number, _Unit("%", 1, "measure"))
    scaled = numeral_at(pieces, number.first, weak=True)
    if scaled is not None and scaled.last > number.last:
        found = _suffix(pieces, scaled.last, scaled)
        if found:
            return _Term(number.first, found[1], scaled, found[0])
    hedge = _hedges_after().at(pieces, number.last)
    found = _suffix(pieces, number.last, number) or (_suffix(pieces, hedge[1], number) if hedge else None)
    unit, last = found if found else (None, number.last)
    return _Term(number.first, last, number, unit)


def _suffix(pieces: Sequence[Piece], index: int, number: Numeral) -> tuple[_Unit, int] | None:
    at = index + (
        index < len(pieces) and pieces[index].text in DASHES and adjacent(pieces, index) and adjacent(pieces, index + 1)
    )
    if at >= len(pieces):
        return None
    found = _code(pieces[at], at) or _units().at(pieces, at)
    if found and not _is_won(pieces, found, number):
        return found
    return _counted(pieces, at, number) if at == index else None


def _is_won(pieces: Sequence[Piece], found: tuple[_Unit, int], number: Numeral) -> bool:
    """Whether a money word that is also a common verb stands after a small number ("two won")."""
    return pieces[found[1] - 1].key in _large_only() and number.value < 1000


def _code(piece: Piece, at: int) -> tuple[_Unit, int] | None:
    codes = read_toml("units")["currency"]["codes"]
    if piece.text in codes:
        return _Unit("CNY" if piece.text == "RMB" else piece.text, 1, "money"), at + 1
    return None


def _counted(pieces: Sequence[Piece], index: int, number: Numeral) -> tuple[_Unit, int] | None:
    """The counted noun, after at most two modifiers; a singular only after one."""
    at, skipped = index, 0
    while at < len(pieces) and pieces[at].kind == "word" and skipped <= MODIFIERS:
        found = None if _is_compound_part(pieces, at) else _counts().at(pieces, at) or _of_people(pieces, at)
        singular = found is not None and found[1] == at + 1 and pieces[at].key in _words("singular")
        if found and (not singular or (number.value == 1 and _ends_phrase(pieces, found[1]))):
            return found
        if pieces[at].key in _words("stops") or _is_month(pieces, at) or (found is None and numeral_at(pieces, at)):
            return None
        at, skipped = at + 1, skipped + 1
        if at + 1 < len(pieces) and pieces[at].text == "-" and adjacent(pieces, at):
            at += 1
    return None


def _is_compound_part(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a word is the hyphened end of a modifier: "20 anti-aircraft guns" are guns, "20 ex-soldiers" soldiers."""
    hyphened = at > 0 and pieces[at - 1].text == "-" and adjacent(pieces, at)
    return hyphened and not _ends_phrase(pieces, at + 1)


def _of_people(pieces: Sequence[Piece], at: int) -> tuple[_Unit, int] | None:
    """ "22 Americans": a people's name in the plural that no noun follows."""
    piece = pieces[at]
    if not piece.text[0].isupper() or not piece.key.endswith(("s", "ese", "men")):
        return None
    known = look_up(piece.text)
    if known is None or known.form not in ("people", "adjective"):
        return None
    plural = piece.key.endswith("s") and look_up(piece.text[:-1]) is not None
    return (_Unit("people", 1.0, "people"), at + 1) if plural or _ends_phrase(pieces, at + 1) else None


def _ends_phrase(pieces: Sequence[Piece], index: int) -> bool:
    return index >= len(pieces) or pieces[index].kind != "word" or pieces[index].key in _words("stops")


def _currency_prefix(pieces: Sequence[Piece], index: int) -> tuple[_Unit, int] | None:
    piece = pieces[index]
    if piece.text == "%" or piece.key == "yuzde":
        glued = adjacent(pieces, index) or (piece.text == "%" and not adjacent(pieces, index + 1))
        return None if glued else (_Unit("%", 1, "measure"), index + 1)
    found = _code(piece, index) or _symbol(pieces, index)
    if found is None or (adjacent(pieces, index) and pieces[index - 1].kind != "sign"):
        return None
    return found


def _symbol(pieces: Sequence[Piece], index: int) -> tuple[_Unit, int] | None:
    """A currency sign, its letters in capitals and glued to it: "A$", never "a $"."""
    found = _symbols().at(pieces, index)
    if found is not None and any(not adjacent(pieces, at) for at in range(index + 1, found[1])):
        return None
    return found if found is None or pieces[index].text.isupper() or pieces[index].kind == "sign" else None


def _range_from(pieces: Sequence[Piece], term: _Term) -> tuple[list[_Term], int]:
    """The term alone, or with the upper end of the range it opens, and the index after."""
    joint = term.last
    if joint >= len(pieces) or not (pieces[joint].text in DASHES or pieces[joint].key in ("to", "or", "and")):
        return [term], term.last
    if pieces[joint].key == "and" and (term.first == 0 or _before_hedge(pieces, term.first) != "between"):
        return [term], term.last
    upper = _term_at(pieces, joint + 1)
    if (
        upper is None
        or not _may_join(term, upper)
        or (pieces[joint].text in DASHES and upper.unit is None and term.unit is None)
    ):
        return [term], term.last
    low = _levelled(term, upper)
    if low.number.value >= upper.number.value:
        return [term], term.last
    return [low, upper], upper.last


def _before_hedge(pieces: Sequence[Piece], index: int) -> str:
    hedge = _hedges().before(pieces, index)
    at = (hedge[1] if hedge else index) - 1
    return pieces[at].key if at >= 0 else ""


def _may_join(low: _Term, high: _Term) -> bool:
    if low.unit is None:
        return not low.number.share
    return low.unit == high.unit or (
        high.unit is None and low.unit.kind in ("money", "measure") and low.first < low.number.first
    )


def _levelled(low: _Term, high: _Term) -> _Term:
    """The lower end with the scale and unit that only the upper end carries: "$2-3 billion", "20-25%"."""
    number = low.number
    if number.scale == 1 and high.number.scale != 1 and number.mantissa < high.number.mantissa:
        number = replace(number, scale=high.number.scale, plain=False)
    return replace(low, number=number, unit=low.unit or high.unit)


def _quantities(pieces: Sequence[Piece], terms: list[_Term], last: int) -> list[Quantity | None]:
    first = terms[0].first
    if len(terms) == 2 and _is_change(pieces, terms):
        return [_quantity(pieces, [replace(term, unit=term.unit or terms[1].unit)], term.last) for term in terms]
    if (
        len(terms) == 1
        and terms[0].unit
        and first > 0
        and pieces[first - 1].text in "-−"
        and _is_negative(pieces, first)
    ):
        low = terms[0]
        terms = [replace(low, first=first - 1, number=replace(low.number, mantissa=-low.number.mantissa))]
    return [_quantity(pieces, terms, last)]


def _is_negative(pieces: Sequence[Piece], first: int) -> bool:
    return adjacent(pieces, first) and not adjacent(pieces, first - 1)


def _is_change(pieces: Sequence[Piece], terms: list[_Term]) -> bool:
    """ "from 10 to 15 per cent" tells two values, unless something "ranges from" the one to the other."""
    first = terms[0].first
    if pieces[terms[0].last].key != "to" or _before_hedge(pieces, first) != "from":
        return False
    verbs = {piece.key for piece in pieces[max(0, first - 4) : first]}
    return not any(verb.startswith(("rang", "vari", "vary", "run")) for verb in verbs)


def _quantity(pieces: Sequence[Piece], terms: list[_Term], last: int) -> Quantity | None:
    low, high = terms[0], terms[-1] if len(terms) == 2 else None
    unit = (high or low).unit or low.unit
    hedge = _hedges().before(pieces, low.first)
    after = _hedges_after().at(pieces, last) or _hedges_after().at(pieces, low.number.last)
    qualifier = hedge[0] if hedge else after[0] if after else None
    if unit is None or unit.kind in ("people", "things", "time"):
        if _is_date_or_label(pieces, low, last, hedged=qualifier is not None):
            return None
        low = replace(low, number=_whole(low.number, pieces))
    factor = unit.factor if unit else 1
    return Quantity(
        start=pieces[low.first].start,
        end=pieces[last - 1].end,
        value=_rounded(low.number.value * factor),
        high=_rounded(high.number.value * factor) if high else None,
        unit=unit.name if unit else None,
        kind=unit.kind if unit else None,
        qualifier=qualifier,
    )


def _rounded(value: float) -> float:
    return float(f"{value:.12g}")


def _whole(number: Numeral, pieces: Sequence[Piece]) -> Numeral:
    """ "2.500 people" are two thousand five hundred: people come whole, so the stop groups thousands."""
    if (
        number.scale == 1
        and number.mantissa != number.mantissa.to_integral_value()
        and re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", pieces[number.first].text)
    ):
        return replace(number, mantissa=number.mantissa * 1000)
    return number


def _is_label(pieces: Sequence[Piece], terms: list[_Term], label_end: int) -> bool:
    """Whether a number names a thing ("Resolution 822, 853 and 874"), a model ("F-16") or is part of a code."""
    low = terms[0]
    first, last = low.first, terms[-1].last
    if _is_glued(pieces, first, last):
        return True
    if low.unit is not None and low.unit.kind in ("money", "measure"):
        return False
    before = first - 1 - (first > 0 and pieces[first - 1].text in ".(")
    if before >= 0 and pieces[before].key in _labels("before") and pieces[low.number.first].kind == "number":
        return True
    after_label = (
        label_end >= 0
        and first - label_end <= 2
        and all(piece.text in "," or piece.key in ("and", "or") for piece in pieces[label_end:first])
    )
    return after_label and label_end < first and low.unit is None


def _is_glued(pieces: Sequence[Piece], first: int, last: int) -> bool:
    """Letters, points, colons or strokes that stick to a number make it a code, a time, a date or a version."""
    if adjacent(pieces, first):
        before = pieces[first - 1]
        if before.kind != "sign" or before.text in "/:.#_@&":
            return True
        if before.text in DASHES and adjacent(pieces, first - 1) and pieces[first - 2].kind != "sign":
            return True
    if last < len(pieces) and adjacent(pieces, last):
        after = pieces[last]
        if after.kind != "sign":
            return True
        return after.text in "/:_@" and adjacent(pieces, last + 1)
    return False


def _is_date_or_label(pieces: Sequence[Piece], term: _Term, last: int, *, hedged: bool) -> bool:
    number, before = term.number, pieces[term.first - 1] if term.first else None
    if _phrase_after(pieces, last) or (before is not None and before.text in "'’"):
        return True
    digits = pieces[number.first].kind == "number"
    if digits and (_is_month(pieces, last) or _follows_month(pieces, term.first)):
        return True
    if number.plain and len(pieces[number.first].text) == 4 and not hedged:
        return FIRST_YEAR <= number.value < LAST_YEAR or term.unit is None
    if term.unit is not None and term.unit.kind == "time":
        old = [piece.key for piece in pieces[last : last + 2]]
        return "old" in old
    definite = before is not None and before.key in ("the", "these", "those", "both", "other")
    return definite and not digits and number.value <= 12


def _phrase_after(pieces: Sequence[Piece], last: int) -> bool:
    return _clock().at(pieces, last) is not None


def _is_month(pieces: Sequence[Piece], index: int) -> bool:
    return 0 <= index < len(pieces) and pieces[index].key in _month_names() and pieces[index].text != "may"


def _follows_month(pieces: Sequence[Piece], index: int) -> bool:
    """ "October 17", "Oct. 17"."""
    stop = index > 1 and pieces[index - 1].text == "." and adjacent(pieces, index - 1)
    return _is_month(pieces, index - 1 - stop)


@cache
def _units() -> Phrases[_Unit]:
    data = read_toml("units")
    money = [(word, _Unit(code, 1.0, "money")) for code, words in data["currency"]["words"].items() for word in words]
    money += [
        (word, _Unit(code, 1.0, "money")) for code, words in data["currency"]["large_words"].items() for word in words
    ]
    money += [(sign, _Unit(code, 1.0, "money")) for sign, code in data["currency"]["symbols"].items()]
    measures = [
        (word, _Unit(unit["name"], unit.get("factor", 1.0), "measure"))
        for unit in data["unit"]
        for word in unit["words"]
    ]
    time = [(word, _Unit(name, 1.0, "time")) for name, words in data["time"].items() for word in words]
    return Phrases([*money, *measures, *time])


@cache
def _symbols() -> Phrases[_Unit]:
    return Phrases(
        (sign, _Unit(code, 1.0, "money")) for sign, code in read_toml("units")["currency"]["symbols"].items()
    )


@cache
def _large_only() -> frozenset[str]:
    return frozenset(word for words in read_toml("units")["currency"]["large_words"].values() for word in words)


@cache
def _counts() -> Phrases[_Unit]:
    data = read_toml("units")
    people = [(word, _Unit("people", 1.0, "people")) for word in data["people"]["words"]]
    things = [(word, _Unit("votes", 1.0, "things")) for word in data["votes"]["words"]]
    things += [(word, _Unit(word, 1.0, "things")) for word in data["things"]["words"]]
    return Phrases([*people, *things])


@cache
def _hedges() -> Phrases[Qualifier]:
    return Phrases((phrase, name) for name, phrases in read_toml("numerals")["hedges"].items() for phrase in phrases)


@cache
def _hedges_after() -> Phrases[Qualifier]:
    return Phrases(
        (phrase, name) for name, phrases in read_toml("numerals")["hedges_after"].items() for phrase in phrases
    )


@cache
def _clock() -> Phrases[bool]:
    return Phrases((phrase, True) for phrase in read_toml("numerals")["labels"]["after"])


@cache
def _month_names() -> frozenset[str]:
    return frozenset(map(fold, read_toml("numerals")["months"]["words"]))


@cache
def _labels(side: str) -> frozenset[str]:
    return frozenset(map(fold, read_toml("numerals")["labels"][side]))


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(map(fold, read_toml("units")[name]["words"]))
