"""What date expressions mean: values and matches, made only where the calendar has such a day."""

from __future__ import annotations

import calendar as _calendar
import datetime as dt
from dataclasses import dataclass
from typing import Literal

from verbale.record import DatePrecision

DateKind = Literal["absolute", "partial", "relative"]
Unit = Literal["day", "week", "month", "year"]
Relation = Literal["since", "until"]

FIRST_YEAR, LAST_YEAR = 1000, 2199  # years that a four-digit number may stand for


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """Days `start` to `end` (ISO, inclusive), to a precision. `ambiguous`: day and month could be either way round."""

    start: str
    end: str
    precision: DatePrecision
    ambiguous: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMatch:
    """A date expression at `[start, end)` of a text.

    `absolute` ones have a `value`. `partial` ones lack the year: `month`, `day` (and `last_day` of a range) or
    `weekday`.
    `relative` ones count `amount` `unit`s from the day of publication. `relation`: "since …", "until …".
    """

    start: int
    end: int
    kind: DateKind
    value: ParsedDate | None = None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    weekday: int | None = None
    unit: Unit | None = None
    amount: int = 0
    relation: Relation | None = None


def day_value(day: dt.date) -> ParsedDate:
    """One day."""
    return ParsedDate(day.isoformat(), day.isoformat(), "day")


def days_value(year: int, month: int, first: int, last: int | None = None) -> ParsedDate | None:
    """A day or a range of days of one month; None where there is no such day."""
    try:
        start = dt.date(year, month, first)
        end = dt.date(year, month, last or first)
    except ValueError:
        return None
    return ParsedDate(start.isoformat(), end.isoformat(), "day") if start <= end else None


def month_value(year: int, month: int) -> ParsedDate | None:
    """A whole month, or None beyond the calendar."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        return None
    return ParsedDate(
        f"{year:04}-{month:02}-01", f"{year:04}-{month:02}-{_calendar.monthrange(year, month)[1]}", "month"
    )


def year_value(year: int, last: int | None = None) -> ParsedDate | None:
    """A year or a range of years, or None beyond the calendar."""
    if not FIRST_YEAR <= year <= (last or year) <= LAST_YEAR:
        return None
    return ParsedDate(f"{year:04}-01-01", f"{last or year:04}-12-31", "year")
