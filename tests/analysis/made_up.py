"""Made-up ties for the tests of relations and polarization."""

from __future__ import annotations

from typing import Any

from verbale.analysis.tie_table import Tie, TieTable, tie_table


def tie(source: str, target: str, value: float, story: int = 0, **changes: Any) -> Tie:
    """A tie of the words layer in its own document, of one of three publishers."""
    known: dict[str, Any] = {
        "layer": "words", "day": "2020-05-01", "document": f"d{story}", "origin": f"o{story}", "publisher": f"p{story % 3}", "item": "s1"
    }  # fmt: skip
    return Tie(source=source, target=target, value=value, **(known | changes))


def two_camps(*, years: int = 1, stories: int = 6, publishers: int = 3) -> TieTable:
    """ARM and RUS against AZE and TUR, told without doubt in every year."""
    camps = {"ARM": 1, "RUS": 1, "AZE": 0, "TUR": 0}
    pairs = [(a, b) for a in camps for b in camps if a != b]
    ties = []
    for year in range(years):
        for number in range(stories):
            for place, (a, b) in enumerate(pairs):
                story = (year * stories + number) * len(pairs) + place
                value = 0.7 if camps[a] == camps[b] else -0.7
                ties.append(
                    tie(a, b, value, story, day=f"{2016 + year}-03-01", publisher=f"p{(number + place) % publishers}")
                )
    return tie_table(ties)
