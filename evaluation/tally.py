"""Counts from which precision, recall and F follow."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Counts of what was found, of what is there, and of what agrees."""

    found: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, found: set, gold: set) -> None:
        """Compare two sets."""
        self.found[name] += len(found)
        self.gold[name] += len(gold)
        self.right[name] += len(found & gold)

    def count(self, name: str, *, found: int = 0, gold: int = 0, right: int = 0) -> None:
        """Add to the counts themselves."""
        self.found[name] += found
        self.gold[name] += gold
        self.right[name] += right

    def scores(self) -> dict[str, float]:
        """F of each name, in per cent."""
        return {
            name: round(200 * self.right[name] / max(1, self.found[name] + self.gold[name]), 2)
            for name in sorted(self.gold)
        }
