"""Well-known places, by the words of their names: they settle what the model leaves open of a name's type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Literal

from verbale.data import read_rows, read_text, read_toml

Toponym = Literal["GPE", "LOC"]


def toponym(words: Sequence[str]) -> Toponym | None:
    """LOC for seas and regions across states, GPE for other known places, None for any other name.

    A name that is also a common word, a given name or that of several things is not taken for a place; nor is an
    abbreviation that is written as a place's name ("GAO" is not Gao in Mali).
    """
    if len(words) == 1 and len(words[0]) <= _LONGEST_ABBREVIATION and words[0].isupper() and words[0] not in _written():
        return None
    return _toponyms().get(_key(words))


_LONGEST_ABBREVIATION = 4
"""Letters; longer words in capitals are mostly shouted names."""

_SHORTEST = 3
"""Letters: shorter names stand for much else."""


def _key(words: Iterable[str]) -> str:
    """Letters alone, so that hyphens, full stops and blanks do not matter: "Guinea - Bissau", "Guinea-Bissau"."""
    joined = "".join(words).casefold()
    return joined if joined.isalpha() else "".join(filter(str.isalpha, joined))


@cache
def _toponyms() -> Mapping[str, Toponym]:
    other = {name for names in read_toml("given_names").values() for name in names.split()}
    other |= set(read_text("words_en.txt").split()) | {_key([name]) for name in read_toml("ambiguous")["names"]}
    table: dict[str, Toponym] = {}
    for name, kind in _entries():
        key = _key([name])
        if len(key) >= _SHORTEST and key not in other:
            table.setdefault(key, kind)
    return table


@cache
def _written() -> frozenset[str]:
    return frozenset(name for name, _ in _entries())


def _entries() -> Iterator[tuple[str, Toponym]]:
    for table in ("countries", "disputed"):
        for row in read_rows(table):
            for column in ("name", "full_name", "aliases", "capital", "capital_aliases"):
                yield from ((name, "GPE") for name in (row.get(column) or "").split("|"))
    for row in read_rows("places"):
        kind: Toponym = "GPE" if row["kind"] != "sea" and (row["country"] or row["kind"] == "city") else "LOC"
        yield from ((name, kind) for name in [row["name"], *row["aliases"].split("|")])
    yield from ((name, "GPE") for name in read_toml("names")["places"])
