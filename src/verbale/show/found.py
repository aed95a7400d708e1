"""Results of a search in the terminal: who said or did it, when, the sentence with the words marked, and where it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from verbale.actors.folding import fold
from verbale.show.safe import safe

if TYPE_CHECKING:
    from verbale.archive.asking import Hit
    from verbale.archive.query import Term
    from verbale.archive.searching import Facet, Found

_WORD = re.compile(r"[^\W_]+")
_QUIET, _ACT, _FOUND = "dim", "cyan", "bold yellow"
_FACETS = {"speaker_country": "Speaker's country", "kind": "Kind", "act": "Act", "type": "Event type", "year": "Year",
           "publisher": "Publisher"}  # fmt: skip
_BAR = 20  # characters of the longest bar


def show_found(found: Found, console: Console, *, terms: Sequence[Term] = (), offset: int = 0) -> None:
    """Print a page of results.

    Args:
        found: the page.
        console: where to; without colours, found words stand between « ».
        terms: what was searched for, to be marked.
        offset: how many results stand on earlier pages.
    """
    for number, hit in enumerate(found.hits, start=offset + 1):
        row = Table.grid(padding=(0, 2, 0, 0))
        row.add_column(justify="right", min_width=3, style=_QUIET)
        row.add_column()
        row.add_row(str(number), Group(_who(hit), _words(hit, terms, plain=_is_plain(console)), _where(hit)))
        console.print(Padding(row, (0, 0, 1, 0)))
    last = offset + len(found.hits)
    page = (
        f"{offset + 1}–{last} of {found.total:,}"
        if found.hits
        else f"none of {found.total:,}"
        if offset
        else "nothing found"
    )
    console.print(Text(page, style=_QUIET))


def _is_plain(console: Console) -> bool:
    return console.no_color or not console.is_terminal


def _who(hit: Hit) -> Text:
    """`Ana Silva condemn, toward Armenia −0.8 · 2020-09-16`, `ASSAULT Armenia → Azerbaijan, claimed by …`."""
    pieces: list[tuple[str, str]] = []
    if hit.kind == "statement":
        pieces += [
            (safe(hit.speaker or "Speaker not known"), "bold"),
            (f" {hit.code or 'went on'}", _ACT),
            (_stances(hit), ""),
        ]
    else:
        pieces += [
            (hit.kind if hit.kind != "event" else hit.code or "event", _ACT),
            (_doers(hit), "bold"),
            (_standing(hit), ""),
        ]
    return Text.assemble(*pieces, (f" · {hit.day}" if hit.day else "", _QUIET))


def _stances(hit: Hit) -> str:
    toward = [f"{safe(part.name)} {'−' if part.value < 0 else '+'}{abs(part.value):.1f}"
              for part in hit.actors if part.part == "stance" and part.value is not None]  # fmt: skip
    about = dict.fromkeys(safe(part.name) for part in hit.actors if part.part == "about")
    words = f", toward {', '.join(toward)}" if toward else ""
    return words or (f", about {', '.join(about)}" if about else "")


def _doers(hit: Hit) -> str:
    sides = [_side(hit, ("actor", "from", "by_actor")), _side(hit, ("recipient", "to", "addressees"))]
    if not any(sides):
        sides = [_side(hit, ("organisers", "participants", "members", "parties", "countries")), ""]
    name = f" {safe(hit.name)}" if hit.name and hit.kind != "event" else ""
    way = " → ".join(sides) if sides[1] else sides[0]
    return name + (f" {way.strip()}" if way.strip() and hit.kind in {"event", "figure", "proposal"} else "")


def _side(hit: Hit, parts: tuple[str, ...]) -> str:
    return ", ".join(dict.fromkeys(safe(part.name) for part in hit.actors if part.part in parts))


def _standing(hit: Hit) -> str:
    status = f", {hit.status}" if hit.status else ""
    return f"{status}, claimed by {safe(hit.speaker or 'somebody')}" if hit.claimed and hit.kind == "event" else status


def _words(hit: Hit, terms: Sequence[Term], *, plain: bool) -> Text:
    """The sentence; what is not evidence in it is dim."""
    if hit.sentence is None or hit.sentence_start is None or hit.start is None or hit.end is None:
        return Text(safe(hit.name or ""))
    first, last = hit.start - hit.sentence_start, hit.end - hit.sentence_start
    parts = ((hit.sentence[:first], _QUIET), (hit.sentence[first:last], ""), (hit.sentence[last:], _QUIET))
    return Text.assemble(*(piece for words, style in parts for piece in _marked(words, style, terms, plain=plain)))


def _marked(words: str, style: str, terms: Sequence[Term], *, plain: bool) -> Iterator[tuple[str, str]]:
    done = 0
    for start, end in marks(words, terms):
        found = words[start:end]
        yield _spaced(words[done:start]), style
        yield (f"«{_spaced(found)}»" if plain else _spaced(found)), _FOUND
        done = end
    yield _spaced(words[done:]), style


def _spaced(words: str) -> str:
    """Safe words in one line; a space stays where white space was at either end."""
    if not words.strip():
        return " " * bool(words)
    return " " * words[0].isspace() + safe(words) + " " * words[-1].isspace()


def marks(words: str, terms: Iterable[Term]) -> list[tuple[int, int]]:
    """Where the searched words and phrases stand in a text, in order and without overlap."""
    sought = tuple(terms)
    places = [(found.start(), found.end(), fold(found[0])) for found in _WORD.finditer(words)] if sought else []
    found = sorted((places[i][0], places[i + len(term.words) - 1][1])
                   for i in range(len(places)) for term in sought if _stands(term, places, i))  # fmt: skip
    kept: list[tuple[int, int]] = []
    for start, end in found:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _stands(term: Term, places: Sequence[tuple[int, int, str]], index: int) -> bool:
    if index + len(term.words) > len(places):
        return False
    last = len(term.words) - 1
    return all(
        places[index + k][2].startswith(word) if term.prefix and k == last else places[index + k][2] == word
        for k, word in enumerate(term.words)
    )


def _where(hit: Hit) -> Text:
    source = " · ".join(safe(part) for part in (hit.publisher, hit.title) if part)
    place = f"[{hit.start}–{hit.end}]" if hit.start is not None else ""
    copies = f" · +{hit.copies} {'copy' if hit.copies == 1 else 'copies'}" if hit.copies else ""
    verdict = f" · {hit.verdict}" if hit.verdict else ""
    return Text.assemble(
        (f"{source}{' · ' if source else ''}", _QUIET), safe(hit.id), (f" {place}{copies}{verdict}", _QUIET)
    )


def show_facets(found: Sequence[Facet], console: Console) -> None:
    """Print how results spread, with bars, one facet after another."""
    for name, heading in _FACETS.items():
        group = [item for item in found if item.facet == name]
        if group:
            console.print(_facet(heading, sorted(group, key=lambda item: item.value) if name == "year" else group))
            console.print()


def _facet(heading: str, group: Sequence[Facet]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(heading, min_width=24, overflow="fold")
    table.add_column("", justify="right", style=_ACT)
    table.add_column("")
    most = max(item.count for item in group)
    for item in group:
        table.add_row(
            Text(safe(item.value)), f"{item.count:,}", Text("█" * max(1, round(_BAR * item.count / most)), style=_QUIET)
        )
    return table
