"""The words of offices and bodies, from data: which noun makes an official, which one a ministry or an army."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from verbale.data import read_toml

Standing = Literal["public", "body", "private"]


@dataclass(frozen=True, slots=True)
class Office:
    """An office word: `public` acts for a state, `body` for whatever body it belongs to, `private` for nobody."""

    standing: Standing
    sector: str


@dataclass(frozen=True, slots=True)
class Body:
    """A noun that names a body of a state: the class it is of ("ministry", "military", …) and its sector."""

    group: str
    sector: str | None


@cache
def title_words(name: str) -> frozenset[str]:
    """A list of `offices.toml` under `words`: "of_state", "national", "abroad", "private_sectors", "leads"."""
    return frozenset(read_toml("offices")["words"][name])


@cache
def reference_words(table: str, name: str = "words") -> frozenset[str]:
    """A list of `reference.toml`: the words of one of its tables."""
    return frozenset(read_toml("reference")[table][name])


@dataclass(frozen=True, slots=True)
class OfficeWords:
    """Words around office nouns, each set folded and lower case."""

    before: frozenset[str]
    fields: frozenset[str]
    former: frozenset[str]
    ended: frozenset[str]
    lead: frozenset[str]
    sent: frozenset[str]
    holds: frozenset[str]
    takes: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    titles: frozenset[str]
    heralds: frozenset[str]
    doubtful: frozenset[str]
    short: Mapping[str, str]


@cache
def offices() -> Mapping[str, Office]:
    """Offices by their words ("prime minister"), plurals included."""
    found: dict[str, Office] = {}
    for standing in ("public", "body", "private"):
        for sector, words in read_toml("offices")[standing].items():
            for word in words:
                found.setdefault(word, Office(standing, sector))
    return found


@cache
def office_words() -> OfficeWords:
    """The words that may surround an office."""
    data = read_toml("offices")
    words, titles = data["words"], data["titles"]
    return OfficeWords(
        before=frozenset(words["rank"]) | frozenset(words["field"]) | frozenset(words["former"]),
        fields=frozenset(words["field"]),
        former=frozenset(words["former"]),
        ended=frozenset(words["ended"]),
        lead=frozenset(words["lead"]),
        sent=frozenset(words["sent"]),
        holds=frozenset(words["holds"]),
        takes=frozenset(words["takes"]),
        male=frozenset(titles["m"]),
        female=frozenset(titles["f"]),
        titles=frozenset(titles["plain"]) | frozenset(titles["m"]) | frozenset(titles["f"]),
        heralds=frozenset(titles["heralds"]),
        doubtful=frozenset(titles["doubtful"]),
        short=data["short"],
    )


@cache
def bodies() -> Mapping[str, Body]:
    """Nouns of state bodies by their words ("armed forces")."""
    found: dict[str, Body] = {}
    for group, table in read_toml("bodies").items():
        for head in table.get("heads", ()):
            found.setdefault(head, Body(group, table.get("sector")))
    return found


@cache
def _given_names() -> Mapping[str, str]:
    table = read_toml("given_names")
    return {name: gender for gender, key in (("m", "male"), ("f", "female")) for name in table[key].split()}


def given_gender(words: tuple[str, ...]) -> str | None:
    """The gender that the first word of a folded name tells, hyphenated names by the whole or their first part."""
    table = _given_names()
    whole = "".join(words[:3]) if "-" in words[1:2] else words[0]
    return table.get(words[0]) or table.get(whole) or table.get(words[0].split("-")[0])


def ministry_slug(field: str) -> str | None:
    """The short id of a ministry by its folded field: "foreign affairs" gives "mfa"."""
    slug: str | None = read_toml("bodies")["slugs"].get(field)
    return slug


def ministry_sector(slug: str) -> str:
    """PLOVER sector of a ministry by its short id; plain government unless the table says otherwise."""
    sector: str = read_toml("bodies")["sectors"].get(slug, "GOV")
    return sector


@cache
def _organisation_tails() -> Mapping[str, str]:
    table: Mapping[str, list[str]] = read_toml("bodies")["organisations"]
    return {word: sector for sector, words in table.items() for word in words}


def organisation_sector(name: str) -> str | None:
    """The sector that an organisation's own name tells ("… University", "… Liberation Front"), or None."""
    words = name.casefold().replace("’", "'").split()
    tails = _organisation_tails()
    for size in (3, 2, 1):
        sector = tails.get(" ".join(words[-size:]))
        if sector:
            return sector
    return next((tails[word] for word in words[:2] if word in tails), None)
