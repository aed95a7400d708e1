"""Well-known office holders: the country, and the international body, of a name that the text gives without one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from verbale.actors.folding import atoms
from verbale.data import read_rows

# Offices whose class is told by one word of the title, from the narrowest on.
_CLASSES = (
    "deputy foreign minister", "prime minister", "secretary-general", "secretary of state", "foreign secretary",
    "foreign minister", "high representative", "president", "chancellor", "premier", "king", "spokes", "chair",
    "director", "commissioner", "envoy", "minister", "general", "ambassador", "secretary",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Leader:
    """A row of the table; `since` and `until` are years in public office, None where open."""

    words: frozenset[str]
    country: str | None
    office: str
    organisation: str | None
    since: int | None
    until: int | None

    def serves_in(self, year: int | None) -> bool:
        """Whether the person was in public office in a year; without a year, at any time."""
        return year is None or (
            (self.since is None or self.since <= year) and (self.until is None or year <= self.until)
        )


def find_leader(name: tuple[str, ...], titles: list[str], year: int | None) -> Leader | None:
    """The one leader that a name fits.

    Args:
        name: folded words of the name. One word alone needs an office in `titles` that fits.
        titles: offices that the text gives, in its words.
        year: of the document, None when unknown. A lone surname needs an office held then.
    """
    words = frozenset(part for word in name for part in atoms(word) if part.isalnum())
    options = {id(leader): leader for word in words for leader in _by_word().get(word, ())}.values()
    fits = [leader for leader in options if _fits(words, leader.words)]
    if len(words) == 1:
        fits = [
            leader
            for leader in fits
            if leader.serves_in(year) and any(_same_office(title, leader.office) for title in titles)
        ]
    if len(fits) > 1:
        fits = [leader for leader in fits if leader.serves_in(year)]
    countries = {(leader.country, leader.organisation) for leader in fits}
    return fits[0] if len(countries) == 1 else None


def _fits(words: frozenset[str], full: frozenset[str]) -> bool:
    return words <= full or (len(full) > 1 and full <= words)


def _same_office(title: str, office: str) -> bool:
    return _class(title) == _class(office) is not None


def _class(title: str) -> str | None:
    folded = title.lower().replace("secretary general", "secretary-general")
    return next((name for name in _CLASSES if name in folded), None)


@cache
def _by_word() -> Mapping[str, list[Leader]]:
    table: dict[str, list[Leader]] = {}
    for row in read_rows("leaders"):
        words = frozenset(part for part in atoms(row["name"]) if part.isalnum())
        leader = Leader(
            words, row["country"] or None, row["office"], row["organisation"] or None,
            int(row["since"]) if row["since"] else None, int(row["until"]) if row["until"] else None,
        )  # fmt: skip
        for word in words:
            table.setdefault(word, []).append(leader)
    return table
