"""One fact as a reviewer sees it: its sentence with the evidence marked, and its fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from verbale.archive.asking import Hit
from verbale.archive.reviewing import Review
from verbale.show.safe import safe

_QUIET, _NAME, _EVIDENCE = "dim", "cyan", "bold"
_HIDDEN = frozenset(("id", "evidence", "trigger", "speaker_evidence", "quote", "mentions", "quad", "wikidata"))
"""Fields that the marked sentence shows already, or that follow from another."""

_FIRST = (
    "speaker",
    "speaks_for",
    "cue",
    "type",
    "status",
    "actor",
    "recipient",
    "claimed_by",
    "name",
    "kind",
    "value",
    "unit",
)
"""Fields in the order in which a reader asks for them; the rest follow by name."""

_SAID_BY = frozenset(("claimed_by", "statement"))
"""Fields that name a statement, whose speaker the search result knows."""

_VERDICT_STYLES = {"accepted": "green", "corrected": "yellow", "rejected": "red"}


def show_fact(hit: Hit, element: Mapping[str, Any], console: Console, *, place: str = "") -> None:
    """Print a fact to be judged.

    Args:
        hit: the fact with its sentence and names.
        element: its fields, as in the record.
        console: where to.
        place: such as "3 of 20".
    """
    console.print(_head(hit, place))
    if hit.sentence is not None:
        console.print(_sentence(hit, element))
    console.print(_fields(hit, element))


def _head(hit: Hit, place: str) -> Text:
    source = " · ".join(safe(part) for part in (hit.publisher, hit.title, hit.published) if part)
    verdict = hit.verdict or "not judged"
    return Text.assemble(
        (f"{place}  " if place else "", _QUIET), (hit.kind, "bold"), f" {safe(hit.id)}  ",
        (verdict, _VERDICT_STYLES.get(verdict, _QUIET)), (f"  {source}" if source else "", _QUIET),
    )  # fmt: skip


def _sentence(hit: Hit, element: Mapping[str, Any]) -> Text:
    """The sentence, its evidence between ⟦ ⟧ and an event's trigger between ‹ ›."""
    words, first = hit.sentence or "", hit.sentence_start or 0
    edges: list[tuple[int, str]] = [(hit.start or 0, "⟦"), (hit.end or 0, "⟧")]
    if element.get("trigger"):
        edges += zip(element["trigger"], "‹›", strict=True)
    result, done = Text("  "), 0
    for place, mark in sorted(edges, key=lambda edge: (edge[0], "⟦‹›⟧".index(edge[1]))):
        cut = min(max(place - first, done), len(words))
        result.append(safe(words[done:cut], one_line=False), style=_QUIET if mark == "⟦" else _EVIDENCE)
        result.append(mark, style=_NAME)
        done = cut
    return result.append(safe(words[done:], one_line=False), style=_QUIET)


def _fields(hit: Hit, element: Mapping[str, Any]) -> Table:
    """What the record says, then what it leaves open, then what found it."""
    names = {part.id: part.name for part in hit.actors}
    written = {name: _written(value, names) for name, value in element.items() if name not in _HIDDEN}
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 2))
    table.add_column(style=_NAME)
    table.add_column(overflow="fold")
    for name, words in sorted(written.items(), key=lambda field: (_rank(field[0]), field[0])):
        if words:
            said = f" {safe(hit.speaker)}" if hit.speaker and name in _SAID_BY else ""
            table.add_row(name, Text(words + said, style=_QUIET if name == "by" else ""))
    if nothing := [name for name, words in sorted(written.items()) if not words]:
        table.add_row("–", Text(", ".join(nothing), style=_QUIET))
    return table


def _rank(name: str) -> int:
    return _FIRST.index(name) if name in _FIRST else len(_FIRST) + (name == "by")


def _written(value: Any, names: Mapping[str, str]) -> str:
    """A field's value in one line; ids of actors with their names."""
    if isinstance(value, Mapping):
        return ", ".join(_parts(value, names))
    if isinstance(value, list):
        return "; ".join(_written(entry, names) for entry in value)
    if isinstance(value, str):
        name = names.get(value)
        return safe(value) if name is None or name == value else f"{safe(name)} ({safe(value)})"
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _parts(value: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    for name, part in value.items():
        if name == "quote":
            yield f"“{safe(part)}”"
        elif name not in _HIDDEN and part not in (None, []):
            written = _written(part, names)
            yield written if name in ("toward", "actor") else f"{name} {written}"


def show_reviews(reviews: Sequence[Review], console: Console, *, states: Mapping[int, str]) -> None:
    """Print decisions as a table.

    Args:
        reviews: in the order wanted.
        console: where to.
        states: of a decision's number: `holds`, `undone`, `orphan` …
    """
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style=_QUIET)
    for heading in ("no", "when", "who", "what", "fact", "state", "reason"):
        table.add_column(heading, overflow="fold", no_wrap=heading in {"no", "when", "what", "state"})
    for review in reviews:
        table.add_row(
            str(review.number), review.made, Text(safe(review.reviewer)), review.action, Text(_fact(review)),
            states.get(review.number, ""), Text(safe(review.reason or "")),
        )  # fmt: skip
    console.print(table)


def _fact(review: Review) -> str:
    if review.kind is None:
        return f"{safe(review.before['id'])} → {safe((review.after or {}).get('id', '?'))}"
    words = review.before.get("quote") or review.before.get("name") or review.before.get("id") or ""
    return f"{review.kind} {(review.document_key or '')[:12]}/{safe(review.before['id'])}: {safe(words)}"
