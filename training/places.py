"""Short lists that tell apart what the data sets lump together: countries among places, words of dates and of money."""

from __future__ import annotations

import tomllib
from pathlib import Path

_LISTS = {
    name: frozenset(entry.strip() for entry in text.replace("\n", " ").split(","))
    for name, text in tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")).items()
}

COUNTRIES = _LISTS["countries"]
WATERS_AND_LANDS = _LISTS["waters_and_lands"]
DATE_WORDS = _LISTS["date_words"]
MONEY_WORDS = _LISTS["money_words"]
MULTIPLIERS = _LISTS["multipliers"]
CURRENCY_SIGNS = _LISTS["currency_signs"]
TITLES = _LISTS["titles"]
