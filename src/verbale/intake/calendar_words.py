"""Tokens of a text as a date grammar sees them, and the words of the calendar in many languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from verbale.data import read_toml

_TOKEN = re.compile(r"(?P<number>[0-9]+)|(?P<word>[^\W\d_]+)|[^\w\s]|[\d_]")
_LONGEST_NUMBER = 8  # digits; nothing longer is part of a date, and int() of a huge number is slow
_ORDINALS = frozenset(("st", "nd", "rd", "th", "er", "º"))
_LONGEST_WORD = 24  # letters; no month or day is longer


class Token(NamedTuple):
    """A run of digits, a run of letters, or one sign."""

    start: int
    end: int
    text: str
    key: str
    number: int | None

    @property
    def is_capital(self) -> bool:
        """Whether it starts with a capital letter."""
        return self.text[:1].isupper()


def tokens(text: str) -> list[Token]:
    """The tokens of a text; linear."""
    found = []
    for match in _TOKEN.finditer(text):
        words = match.group()
        group = match.lastgroup
        number = int(words) if group == "number" and len(words) <= _LONGEST_NUMBER else None
        found.append(Token(match.start(), match.end(), words, fold(words) if group == "word" else words, number))
    return found


def fold(word: str) -> str:
    """Lower case without accents; a word too long to be of the calendar folds to nothing."""
    if len(word) > _LONGEST_WORD:
        return ""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFD", word.replace("İ", "i").casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("ı", "i")


def is_ordinal_mark(token: Token) -> bool:
    """Whether a token is the `th` of `12th`, the `er` of `1er`."""
    return token.key in _ORDINALS


@cache
def calendar() -> Mapping[str, Any]:
    """The calendar's words as data."""
    return read_toml("calendar")


@cache
def months(language: str | None = None) -> Mapping[str, int]:
    """Month names, folded, to 1 … 12: of one language, or of all with the first language that names a word winning."""
    tables = calendar()["months"]
    chosen = [tables[language]] if language in tables else tables.values()
    found: dict[str, int] = {}
    for table in chosen:
        for number, names in enumerate(table, start=1):
            for name in names:
                found.setdefault(fold(name), number)
    return found


@cache
def weekdays() -> Mapping[str, int]:
    """Weekday names, folded, to 0 (Monday) … 6."""
    return {name: day for day, names in enumerate(calendar()["weekdays"]["en"]) for name in names}


@cache
def words(section: str, name: str) -> frozenset[str]:
    """A word list of the calendar's data."""
    return frozenset(calendar()[section][name])
