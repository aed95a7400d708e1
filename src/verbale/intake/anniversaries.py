"""Dates that prove themselves: "the 102nd anniversary of … was marked yesterday" says when it was written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from verbale.data import read_toml
from verbale.intake.calendar_words import Token, tokens
from verbale.intake.date_values import DateMatch
from verbale.intake.dates import find_dates
from verbale.record import Evidence, Published

_ANNIVERSARY = re.compile(r"\banniversary\b", re.IGNORECASE)
_REACH = 250  # characters of the sentence looked at on either side of the word
_SENTENCE_END = re.compile(r"[.!?…]['\"”’)]*\s+(?=[\"“‘A-ZÀ-Þ])|\n\s*\n")
_NEAR = 12  # tokens from the word "anniversary" within which the event is named
_MOST_MENTIONS = 20  # anniversaries looked at; a text that speaks of more does not date itself by them
_MOST_YEARS = 999
_LAST_DAY = dt.date.max.year - 1
_UNITS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENS = (
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
)
_TENS = ("twentieth", "thirtieth", "fortieth", "fiftieth", "sixtieth", "seventieth", "eightieth", "ninetieth")
_SMALL = frozenset(("of", "the", "to", "in", "on", "by", "and", "a", "s"))


@dataclass(frozen=True, slots=True)
class _Event:
    date: dt.date
    name: str
    keys: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Anniversary:
    years: int
    index: int
    found: list[Token]
    start: int
    end: int


def infer_from_anniversary(text: str) -> Published | None:
    """The day of publication that an anniversary proves, with the words that prove it; None where they prove none.

    `text` is the reading text; the evidence counts its characters.
    """
    if not _ANNIVERSARY.search(text):
        return None
    floor = _latest_mentioned(text)
    results = {
        (published.date, published.precision): published
        for anniversary in islice(_anniversaries(text), _MOST_MENTIONS)
        for published in _dated(text, anniversary, floor)
    }
    days = [published for published in results.values() if published.precision == "day"]
    best = days or list(results.values())
    return best[0] if len(best) == 1 else None


def _anniversaries(text: str) -> Iterator[_Anniversary]:
    for match in _ANNIVERSARY.finditer(text):
        start, end = _sentence(text, *match.span())
        found = tokens(text[start:end])
        index = next(i for i, token in enumerate(found) if start + token.start == match.start())
        years = _ordinal_before(found, index)
        if years:
            yield _Anniversary(years, index, found, start, end)


def _sentence(text: str, start: int, end: int) -> Evidence:
    left, right = max(0, start - _REACH), min(len(text), end + _REACH)
    before = [match.end() for match in _SENTENCE_END.finditer(text, left, start)]
    after = _SENTENCE_END.search(text, end, right)
    return (before[-1] if before else left), (after.start() + 1 if after else right)


def _ordinal_before(found: list[Token], index: int) -> int | None:
    """The number of years in `102nd anniversary`, `30-year anniversary`, `thirty-first anniversary`."""
    before = [token for token in found[max(0, index - 6) : index] if token.text not in "-–"]
    for position in range(len(before) - 1, -1, -1):
        number = before[position].number
        if number is not None and 0 < number <= _MOST_YEARS:
            follows = before[position + 1].key if position + 1 < len(before) else ""
            return number if follows in ("st", "nd", "rd", "th", "year") else None
        named = _in_words([token.key for token in before[max(0, position - 1) : position + 1]])
        if named:
            return named
    return None


def _in_words(names: list[str]) -> int | None:
    last = names[-1]
    if last in _TEENS:
        return 10 + _TEENS.index(last)
    if last in _TENS:
        return 20 + 10 * _TENS.index(last)
    if last in ("hundredth", "centenary"):
        return 100
    if last in _UNITS:
        tens = [i for i, ten in enumerate(_TENS) if len(names) > 1 and names[0] == ten[:-4] + "y"]
        return (20 + 10 * tens[0] if tens else 0) + _UNITS.index(last) + 1
    return None


def _dated(text: str, anniversary: _Anniversary, floor: str) -> Iterator[Published]:
    days = {
        event.date.replace(
            year=event.date.year + anniversary.years,
            day=min(event.date.day, 28) if event.date.month == 2 else event.date.day,
        )
        for event in _events_named(anniversary)
        if event.date.year + anniversary.years < _LAST_DAY
    }
    likely = [day for day in days if day.isoformat() >= floor]
    if len(likely) != 1:
        return
    for match in find_dates(text[anniversary.start : anniversary.end]):
        published = _counted(likely[0], match, (anniversary.start, anniversary.end))
        if published:
            yield published


def _counted(day: dt.date, match: DateMatch, sentence: Evidence) -> Published | None:
    """When a text was published that says, by `match`, how the anniversary on `day` lay to it."""
    if match.unit == "day" and abs(match.amount) <= 2:
        found = day - dt.timedelta(days=match.amount)
        return Published(date=found.isoformat(), precision="day", basis="inferred", evidence=sentence)
    if match.unit == "year" and match.amount == 0 and match.month is None:
        return Published(date=f"{day.year}-01-01", precision="year", basis="inferred", evidence=sentence)
    last = day + dt.timedelta(days=6)
    within_week = (match.unit == "week" and match.amount == 0) or match.weekday == day.weekday()
    if within_week and (day.year, day.month) == (last.year, last.month):
        return Published(date=f"{day:%Y-%m}-01", precision="month", basis="inferred", evidence=sentence)
    return None


def _events_named(anniversary: _Anniversary) -> list[_Event]:
    low, high = max(0, anniversary.index - _NEAR), anniversary.index + _NEAR + 1
    near = [token.key for token in anniversary.found[low:high]]
    others: list[str] = read_toml("dated_events")["other_than"]
    if any(word.startswith(tuple(others)) for word in near):
        return []
    named = [(event, max((len(key) for key in event.keys if _all_in(key, near)), default=0)) for event in _events()]
    most = max((size for _, size in named), default=0)
    return [event for event, size in named if size and size == most]


def _all_in(key: tuple[str, ...], near: list[str]) -> bool:
    return all(any(word.startswith(stem) for word in near) for stem in key)


@cache
def _events() -> tuple[_Event, ...]:
    return tuple(
        _Event(dt.date.fromisoformat(event["date"]), event["name"], tuple(_stems(key) for key in event["keys"]))
        for event in read_toml("dated_events")["event"]
    )


def _stems(key: str) -> tuple[str, ...]:
    return tuple(token.key for token in tokens(key) if token.key not in _SMALL and token.text.isalnum())


def _latest_mentioned(text: str) -> str:
    """The latest full date that the text tells of as past: it was not published before. ISO, or empty."""
    past = [
        match.value.start
        for match in find_dates(text)
        if match.value is not None and match.value.precision == "day" and not match.value.ambiguous
    ]
    return min(past, default="") if len(past) < 2 else sorted(past)[len(past) // 2]
