"""Dates in words: where a text names one, what it means by itself, and what it means on a given day of publication.

Never raises, linear in the text, and knows nothing of today.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from verbale.intake.calendar_words import tokens, weekdays
from verbale.intake.date_grammar import Scanner
from verbale.intake.date_values import DateMatch, ParsedDate, day_value, days_value, month_value, year_value
from verbale.record import DateBasis, DatePrecision, Published

__all__ = ["DateMatch", "ParsedDate", "Resolved", "find_dates", "parse_date", "resolve"]

_FAR_PAST, _NEAR_FUTURE = (
    274,
    91,
)  # days: a date without a year that is nearer ahead than that is not taken for last year's
_YEAR_MONTH = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?")
_FILLERS = frozenset(("date", "on", "the", "г", "год", "года", "року", "il", "yil", "yili", "r", "roku", "в"))


@dataclass(frozen=True, slots=True)
class Resolved:
    """What an expression means: ISO `start` and `end` (inclusive; equal for one day)."""

    start: str
    end: str
    precision: DatePrecision
    basis: DateBasis


def parse_date(text: str, *, language: str | None = None) -> ParsedDate | None:
    """The date that a whole string names, or None. `03/04/2025` keeps its year and is marked ambiguous.

    Args:
        text: "12 mart 2025", "2020-09-16", "Sept. 16, 2020", "July 2020", "2020-07", "2020".
        language: two letters; month names of other languages then do not count.
    """
    found = [match for match in find_dates(text, language=language) if match.value is not None]
    if len(found) != 1:
        return _bare(text.strip())
    rest = text[: found[0].start] + " " + text[found[0].end :]
    names = [token.key for token in tokens(rest) if token.text.isalnum()]
    return found[0].value if all(name in weekdays() or name in _FILLERS for name in names) else None


def _bare(text: str) -> ParsedDate | None:
    """A year, or a month as ISO 8601 writes it; inside a text, such digits may be anything."""
    found = _YEAR_MONTH.fullmatch(text)
    if found is None:
        return None
    year, month = found.groups()
    return month_value(int(year), int(month)) if month else year_value(int(year))


def find_dates(text: str, *, language: str | None = None) -> list[DateMatch]:
    """Every date expression of a text, in order, none overlapping."""
    return Scanner(tokens(text), language).all()


def resolve(
    match: DateMatch, published: Published | ParsedDate | str | None, *, future: bool | None = None
) -> Resolved | None:
    """What a match means for a text published then; None where that is unknown.

    Args:
        match: of `find_dates`.
        published: the day of publication; one known only to the month or year settles no more than that.
        future: whether the sentence speaks of what is to come; None if unknown.
    """
    if match.value is not None:
        return Resolved(match.value.start, match.value.end, match.value.precision, "stated")
    day, precision = _anchor(published)
    if day is None:
        return None
    found = (
        _partial(match, day, precision, future=future) if match.kind == "partial" else _relative(match, day, precision)
    )
    return Resolved(found.start, found.end, found.precision, "relative") if found else None


def _anchor(published: Published | ParsedDate | str | None) -> tuple[dt.date | None, DatePrecision]:
    if published is None:
        return None, "year"
    if isinstance(published, Published):
        return _iso(published.date), published.precision
    if isinstance(published, ParsedDate):
        return _iso(published.start), published.precision
    parsed = parse_date(published)
    return (_iso(parsed.start), parsed.precision) if parsed else (None, "year")


def _iso(day: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(day)
    except ValueError:
        return None


def _partial(match: DateMatch, anchor: dt.date, precision: DatePrecision, *, future: bool | None) -> ParsedDate | None:
    if match.weekday is not None:
        return _weekday(match, anchor, future=future) if precision == "day" else None
    if match.unit == "year":
        return _month_day(anchor.year + match.amount, match)
    if match.month is None or precision == "year":
        return None
    spans = [_month_day(year, match) for year in (anchor.year - 1, anchor.year, anchor.year + 1)]
    past = [span for span in spans if span and span.start <= anchor.isoformat()]
    coming = [span for span in spans if span and span.end >= anchor.isoformat()]
    if future:
        return coming[0] if coming else None
    if not past:
        return None
    gap = (anchor - dt.date.fromisoformat(past[-1].end)).days
    wait = (dt.date.fromisoformat(coming[0].start) - anchor).days if coming else _NEAR_FUTURE
    unsure = future is None and gap > _FAR_PAST and 0 < wait < _NEAR_FUTURE
    return None if unsure else past[-1]


def _month_day(year: int, match: DateMatch) -> ParsedDate | None:
    assert match.month is not None
    if match.day is None:
        return month_value(year, match.month)
    return days_value(year, match.month, match.day, match.last_day)


def _weekday(match: DateMatch, anchor: dt.date, *, future: bool | None) -> ParsedDate:
    assert match.weekday is not None
    back = (anchor.weekday() - match.weekday) % 7
    if match.amount < 0:
        back = back or 7
    elif match.amount > 0 or (future and back):
        back -= 7
    return day_value(anchor - dt.timedelta(days=back))


def _relative(match: DateMatch, anchor: dt.date, precision: DatePrecision) -> ParsedDate | None:
    if match.unit == "year":
        return year_value(anchor.year + match.amount)
    if precision == "year":
        return None
    if match.unit == "month":
        months_on = anchor.year * 12 + anchor.month - 1 + match.amount
        return month_value(months_on // 12, months_on % 12 + 1)
    if precision == "month":
        return None
    if match.unit == "week":
        monday = anchor - dt.timedelta(days=anchor.weekday()) + dt.timedelta(weeks=match.amount)
        return ParsedDate(monday.isoformat(), (monday + dt.timedelta(days=6)).isoformat(), "day")
    return day_value(anchor + dt.timedelta(days=match.amount))
