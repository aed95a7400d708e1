"""The grammar of date expressions: one pass over tokens, each rule looking a few tokens ahead."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from verbale.intake.calendar_words import Token, calendar, is_ordinal_mark, months, weekdays, words
from verbale.intake.date_values import (
    FIRST_YEAR,
    LAST_YEAR,
    DateMatch,
    ParsedDate,
    Unit,
    days_value,
    month_value,
    year_value,
)

_DASHES = frozenset("-–—−‒")
_UNITS: dict[str, Unit] = {
    "day": "day", "days": "day", "week": "week", "weeks": "week", "month": "month", "months": "month",
    "year": "year", "years": "year",
}  # fmt: skip
_PARTS_OF_DAY = frozenset(("morning", "afternoon", "evening", "night"))
_TURNS = {"last": -1, "previous": -1, "past": -1, "this": 0, "current": 0, "next": 1, "coming": 1, "upcoming": 1}
_LEADS = frozenset(("on", "last", "this", "next", "by", "since", "until", "from", "and", "but", "the", "late", "early"))
_MOST = 999  # of any unit "ago"; more is not a date of the press

Found = tuple[int, DateMatch]  # the index after the last token, and the match
_Rules = tuple[Callable[[int], Found | None], ...]


@cache
def _openers(language: str | None) -> frozenset[str]:
    """Words that a date expression may start with."""
    others = (months("en"), weekdays(), calendar()["days"], calendar()["numbers"], _TURNS, ("day",))
    return frozenset(months(language)).union(*others)


@dataclass
class Scanner:
    """Finds date expressions in tokens, left to right."""

    tokens: Sequence[Token]
    language: str | None = None
    _months: Mapping[str, int] = field(init=False)
    _openers: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self._months = months(self.language)
        self._openers = _openers(self.language)

    def all(self) -> list[DateMatch]:
        """Every match in order; none overlap."""
        of_numbers: _Rules = (self._numeric, self._day_month, self._years, self._ago)
        of_words: _Rules = (
            self._month_day, self._month_alone, self._relative_day, self._turn, self._ago, self._weekday,
        )  # fmt: skip
        found: list[DateMatch] = []
        index = 0
        while index < len(self.tokens):
            token = self.tokens[index]
            rules = of_numbers if token.number is not None else of_words if token.key in self._openers else ()
            hit = next((hit for rule in rules if (hit := rule(index))), None)
            if hit:
                found.append(self._related(index, hit[1]))
            index = hit[0] if hit else index + 1
        return found

    # What stands at a place.

    def _at(self, index: int) -> Token | None:
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def _key(self, index: int) -> str:
        token = self._at(index)
        return token.key if token else ""

    def _number(self, index: int, low: int, high: int, digits: int = 2) -> int | None:
        token = self._at(index)
        if token is None or token.number is None or len(token.text) > digits or not low <= token.number <= high:
            return None
        return token.number

    def _year_at(self, index: int) -> int | None:
        token = self._at(index)
        if token is None or len(token.text) != 4 or self._touches(index):
            return None
        return self._number(index, FIRST_YEAR, LAST_YEAR, 4)

    def _touches(self, index: int) -> bool:
        """Whether a number is part of a larger one or of a code: `1,993.5`, `2020s` is no year."""
        token, after, last = self.tokens[index], self._at(index + 1), self._at(index - 1)
        if after and after.start == token.end:
            beyond = self._at(index + 2)
            if after.text in ".," and beyond and beyond.start == after.end and beyond.number is not None:
                return True
            if after.text in "%°" or (after.text.isalpha() and len(after.text) <= 2):
                return True
        return bool(last and last.end == token.start and last.text in "$€£₼#.,")

    def _month_at(self, index: int) -> tuple[int, int] | None:
        """The month named at a token and the index after it, its abbreviating point included."""
        token = self._at(index)
        month = self._months.get(token.key) if token else None
        if token is None or month is None or not self._plausible_month(token, index):
            return None
        point = self._at(index + 1)
        abbreviated = point and point.text == "." and point.start == token.end and len(token.text) <= 4
        return month, index + 2 if abbreviated else index + 1

    def _plausible_month(self, token: Token, index: int) -> bool:
        """`may` and `mars` in small letters are months only before a year."""
        if token.is_capital or token.key not in words("context", "verbs") or not token.text.isascii():
            return True
        return self._number(index + 1, FIRST_YEAR, LAST_YEAR, 4) is not None

    def _match(self, first: int, after: int, value: ParsedDate | None, **partial: int | str | None) -> Found | None:
        start, end = self.tokens[first].start, self.tokens[after - 1].end
        if value is not None:
            return after, DateMatch(start=start, end=end, kind="absolute", value=value)
        if partial.get("month") is None:
            return None
        return after, DateMatch(start=start, end=end, kind="partial", **partial)  # type: ignore[arg-type]

    def _related(self, index: int, match: DateMatch) -> DateMatch:
        lead = self._key(index - 1)
        if lead == "since":
            return dataclasses.replace(match, relation="since")
        return dataclasses.replace(match, relation="until") if lead in ("until", "till") else match

    # The rules.

    def _numeric(self, index: int) -> Found | None:
        """2020-09-16, 2020/09/16, 16.09.2020, 09/16/2020, and 03/04/2025, which is either."""
        parts = [self._at(index + offset) for offset in range(5)]
        if any(part is None for part in parts):
            return None
        a, sign, b, sign_again, c = (part for part in parts if part is not None)
        joined = a.end == sign.start and sign.end == b.start and b.end == sign_again.start and sign_again.end == c.start
        if not joined or sign.text != sign_again.text or sign.text not in "-/.":
            return None
        if a.number is None or b.number is None or c.number is None or self._runs_on(index):
            return None
        value = _numbers_value(a, b, c, sign.text)
        return self._match(index, index + 5, value) if value else None

    def _runs_on(self, index: int) -> bool:
        """Whether `1.2.2020` is part of a longer row such as a version or an address."""
        before, first, last, after = (
            self._at(index - 1),
            self.tokens[index],
            self.tokens[index + 4],
            self._at(index + 5),
        )
        if before and before.end == first.start and before.text in "-/.":
            return True
        beyond = self._at(index + 6)
        follows = after and after.start == last.end and after.text in "-/."
        return bool(follows and beyond and after and beyond.start == after.end and beyond.number is not None)

    def _day_month(self, index: int) -> Found | None:
        """16 September 2020, 12th of March, 14–16 May 2021, 30 August – 2 September 2020."""
        day = self._day_at(index)
        if day is None or self._is_decimal(index):
            return None
        first, after = day
        last, after = self._range_end(after)
        while self._key(after) in words("context", "glue"):
            after += 1
        month = self._month_at(after)
        if month is None:
            return None
        if last is None:
            reach = self._into_next_month(index, first, month)
            if reach:
                return reach
        return self._with_year(index, month[1], month[0], first, last)

    def _into_next_month(self, index: int, first: int, month: tuple[int, int]) -> Found | None:
        """30 August – 2 September 2020."""
        last, after = self._range_end(month[1])
        end = self._month_at(after) if last is not None else None
        year = self._year_at(end[1]) if end else None
        if end is None or year is None or last is None:
            return None
        start_value = days_value(year - (end[0] < month[0]), month[0], first)
        end_value = days_value(year, end[0], last)
        if start_value is None or end_value is None:
            return None
        return self._match(index, end[1] + 1, dataclasses.replace(start_value, end=end_value.end))

    def _day_at(self, index: int) -> tuple[int, int] | None:
        day = self._number(index, 1, 31)
        if day is None:
            return None
        mark = self._at(index + 1)
        if mark and is_ordinal_mark(mark) and mark.start == self.tokens[index].end:
            return day, index + 2
        if mark and mark.text == "." and mark.start == self.tokens[index].end and self._month_at(index + 2):
            return day, index + 2
        return day, index + 1

    def _is_decimal(self, index: int) -> bool:
        before = self._at(index - 1)
        return bool(before and before.end == self.tokens[index].start and before.text in "$€£₼.,/")

    def _range_end(self, index: int) -> tuple[int | None, int]:
        sign = self._at(index)
        if sign and (sign.text in _DASHES or sign.key in ("to", "and", "through")):
            end = self._day_at(index + 1)
            if end:
                return end
        return None, index

    def _month_day(self, index: int) -> Found | None:
        """September 16, 2020; Sept. 16; May 14–16, 2021; July 2020."""
        month = self._month_at(index)
        if month is None:
            return None
        number, after = month
        day = self._day_at(after)
        if day is None or self._is_clock(day[1]):
            return self._month_year(index, number, after)
        first, after = day
        last, after = self._range_end(after)
        return self._with_year(index, after, number, first, last)

    def _is_clock(self, index: int) -> bool:
        """Whether a number goes on as an hour or an amount: `June 12:30`, `May 5.4`."""
        sign, after = self._at(index), self._at(index + 1)
        return bool(
            sign
            and after
            and sign.text in ":.,%"
            and sign.end == after.start
            and after.number is not None
            and len(after.text) != 4
        )

    def _month_year(self, index: int, month: int, after: int) -> Found | None:
        at = after
        while self._key(at) in (",", "of", "de", "del"):
            at += 1
        year = self._year_at(at)
        return self._match(index, at + 1, month_value(year, month)) if year else None

    def _with_year(self, index: int, after: int, month: int, first: int, last: int | None) -> Found | None:
        """A day and month with the year that follows, if one does; else without it."""
        at = after
        if self._key(at) in (",", "of", "de", "del"):
            at += 1
        year = self._year_at(at)
        if year is not None:
            value = days_value(year, month, first, last)
            return self._match(index, at + 1, value) if value else None
        if days_value(2000, month, first, last) is None:  # 2000 was a leap year: any day that exists exists in it
            return None
        turn = self._turn_of_year(at)
        if turn is not None:
            return self._match(index, at + 2, None, month=month, day=first, last_day=last, amount=turn, unit="year")
        return self._match(index, after, None, month=month, day=first, last_day=last)

    def _turn_of_year(self, index: int) -> int | None:
        return _TURNS.get(self._key(index)) if self._key(index + 1) == "year" else None

    def _month_alone(self, index: int) -> Found | None:
        """`in July`, `last May`: only capitalised, and led in where the name is also a word or a person."""
        token = self.tokens[index]
        month = months("en").get(token.key)
        if month is None or not token.is_capital or len(token.text) < 3:
            return None
        lead = self._key(index - 1)
        if lead not in words("context", "leads") and not (lead == "-" and self._key(index - 2) == "mid"):
            return None
        following = self._at(index + 1)
        if following and following.is_capital and following.text.isalpha() and token.key in words("context", "verbs"):
            return None
        return self._match(index, index + 1, None, month=month)

    def _years(self, index: int) -> Found | None:
        """`in 1993`, `since 1993`, `1991–1994`, `the 1990s`: a year must be led in, ranged or a decade."""
        decade = self._decade(index)
        if decade:
            return decade
        year = self._year_at(index)
        if year is None:
            return None
        sign = self._at(index + 1)
        last = self._year_at(index + 2) if sign and (sign.text in _DASHES or sign.key in ("to", "and")) else None
        if (
            last is not None
            and last > year
            and ((sign is not None and sign.text in _DASHES) or self._key(index - 1) in ("from", "between"))
        ):
            return self._match(index, index + 3, year_value(year, last))
        if self._key(index - 1) not in words("context", "year_leads") or self._counts_things(index):
            return None
        return self._match(index, index + 1, year_value(year))

    def _decade(self, index: int) -> Found | None:
        token, mark = self.tokens[index], self._at(index + 1)
        if token.number is None or len(token.text) != 4 or token.number % 10 or mark is None:
            return None
        if mark.key != "s" or mark.start != token.end or not FIRST_YEAR <= token.number <= LAST_YEAR:
            return None
        return self._match(index, index + 2, year_value(token.number, token.number + 9))

    def _counts_things(self, index: int) -> bool:
        """`in 2000 villages`, `of 1500 people`: a plural right after says that it is no year."""
        after = self._at(index + 1)
        if after is None or not after.text.islower() or self._key(index - 1) in ("since", "year"):
            return False
        return (
            after.key.endswith("s")
            and len(after.key) > 3
            and after.key not in ("this", "elections", "towards", "was", "has")
        )

    def _relative_day(self, index: int) -> Found | None:
        """`today`, `yesterday`, `the day before yesterday`, `the day after tomorrow`."""
        days = calendar()["days"]
        key = self._key(index)
        if key == "day" and self._key(index + 1) in ("before", "after"):
            turn, base = self._key(index + 1), self._key(index + 2)
            amount = {("before", "yesterday"): -2, ("after", "tomorrow"): 2}.get((turn, base))
            return self._counted(index, index + 3, "day", amount) if amount else None
        if key not in days or self._in_name(index):
            return None
        after = index + 2 if self._key(index + 1) in _PARTS_OF_DAY else index + 1
        return self._counted(index, after, "day", days[key])

    def _in_name(self, index: int) -> bool:
        """`Russia Today`, `USA Today` are newspapers."""
        token, before = self.tokens[index], self._at(index - 1)
        named = before and before.is_capital and before.text.isalpha() and before.key not in _LEADS
        return token.is_capital and bool(named)

    def _counted(self, index: int, after: int, unit: Unit, amount: int) -> Found:
        start, end = self.tokens[index].start, self.tokens[after - 1].end
        return after, DateMatch(start=start, end=end, kind="relative", unit=unit, amount=amount)

    def _turn(self, index: int) -> Found | None:
        """`last week`, `this year`, `next month`, `earlier this week`, `last Friday`, `this morning`."""
        turn = _TURNS.get(self._key(index))
        if turn is None:
            return None
        first = index - 1 if self._key(index - 1) in ("earlier", "later") else index
        key = self._key(index + 1)
        if key in ("week", "month", "year"):
            return self._counted(first, index + 2, _UNITS[key], turn)
        if key in _PARTS_OF_DAY and self._key(index) in ("this", "last"):
            return self._counted(first, index + 2, "day", turn)
        day = weekdays().get(key)
        if day is not None:
            return index + 2, self._weekday_match(first, index + 2, day, turn)
        return None

    def _ago(self, index: int) -> Found | None:
        """`two days ago`, `30 years ago`, `a week later` is not one: it counts from the story, not from the paper."""
        amount = self._number(index, 1, _MOST, 3)
        if amount is None:
            amount = calendar()["numbers"].get(self._key(index))
        unit = _UNITS.get(self._key(index + 1))
        if (
            amount is None
            or unit is None
            or self._key(index + 2) not in ("ago", "earlier")
            or self._key(index + 2) == "earlier"
        ):
            return None
        return self._counted(index, index + 3, unit, -amount)

    def _weekday(self, index: int) -> Found | None:
        """`on Friday`, `Friday`, with the name in full; `Black Friday` and `Bloody Sunday` are names."""
        token = self.tokens[index]
        day = weekdays().get(token.key)
        if day is None or not token.is_capital or len(token.text) < 6 or self._in_name(index):
            return None
        return index + 1, self._weekday_match(index, index + 1, day, 0)

    def _weekday_match(self, first: int, after: int, day: int, turn: int) -> DateMatch:
        start, end = self.tokens[first].start, self.tokens[after - 1].end
        return DateMatch(start=start, end=end, kind="partial", weekday=day, amount=turn)


def _numbers_value(a: Token, b: Token, c: Token, sign: str) -> ParsedDate | None:
    assert a.number is not None and b.number is not None and c.number is not None  # noqa: PT018
    if len(a.text) == 4:
        return days_value(a.number, b.number, c.number) if a.number >= FIRST_YEAR and _is_civil(a.number) else None
    if len(c.text) != 4 or not _is_civil(c.number) or len(a.text) > 2 or len(b.text) > 2:
        return None
    day_first, month_first = days_value(c.number, b.number, a.number), days_value(c.number, a.number, b.number)
    if sign == ".":
        return day_first
    if day_first and month_first and day_first != month_first:
        whole = year_value(c.number)
        return dataclasses.replace(whole, ambiguous=True) if whole else None
    return day_first or month_first


def _is_civil(year: int) -> bool:
    """Whether a year written in figures alone is surely of the civil calendar: 1404 may be of the Persian one."""
    return 1500 < year <= LAST_YEAR
