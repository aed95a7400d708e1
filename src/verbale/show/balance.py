"""Balance of a network in the terminal: what is proved, the camps, who stands how firmly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from verbale.analysis.balance import Balance, Held
from verbale.show.safe import safe

_QUIET = "dim"
_NONE = "–"
_LETTERS = "AB"
_REASONS = {
    "f": "F",
    "triangle_index": "Triangle index",
    "walk_balance": "Walk balance",
    "least_laplacian": "Least eigenvalue",
    "z": "Z",
    "shuffled": "Shuffles",
    "exact": "Frustration",
    "any_camps": "Any number of camps",
    "margins": "Margins",
    "parts": "Parts",
    "isolated": "Isolated",
    "loops": "Loops",
    "repeated": "Repeated ties",
    "both": "Both directions",
    "zero": "Zero ties",
}


def show_balance(found: Balance, console: Console) -> None:
    """Print a balance: indices, two camps with margins, any number of camps, what to know."""
    negative = f"{found.negative} negative" if found.negative else "none negative"
    console.print(Text(f"{found.n} nodes, {found.ties} ties, {negative}", "bold"))
    console.print()
    console.print(_indices(found))
    for letter, names in zip(_LETTERS, found.camps, strict=False):
        console.print()
        console.print(Text.assemble((f"Camp {letter}", "bold"), (f"  {len(names)}", _QUIET)))
        console.print(_members(found, names))
    if len(found.any_camps.camps) > 1:
        console.print()
        console.print(_any_camps(found))
    if reasons := _reasons(found):
        console.print()
        console.print(reasons)


def _indices(found: Balance) -> Table:
    table = _grid()
    for name, value, words in _rows(found):
        table.add_row(name, value, Text(words, _QUIET))
    return table


def _rows(found: Balance) -> Iterator[tuple[str, str, str]]:
    proved = "proved" if found.exact else f"not proved; at least {found.bound}"
    yield "Frustration", f"{found.frustration}", f"ties that two camps must violate; {proved}"
    if found.weighted_frustration != found.frustration:
        least = "proved" if found.exact else f"not proved; at least {number(found.weighted_bound)}"
        yield "  by weight", number(found.weighted_frustration), least
    yield "F", _decimal(found.f), "1 is balanced"
    if found.f_signs != found.f:
        yield "  by sign", _decimal(found.f_signs), ""
    copies = found.shuffled
    against = (
        "" if copies is None else f"against {copies.copies} shuffles: {copies.mean:.4g} ± {copies.sd:.3g}; below 0: more balanced"
    )  # fmt: skip
    yield "Z", _NONE if found.z is None else f"{found.z:.2f}", against
    yield "Triangle index", _decimal(found.triangle_index), "share of balanced triangles"
    yield "Walk balance", _decimal(found.walk_balance), "not comparable across sizes"
    yield "Least eigenvalue", _decimal(found.least_laplacian), "of the signed Laplacian; not comparable across sizes"


def _members(found: Balance, names: Sequence[str]) -> Table:
    table = _grid()
    firm = sorted(names, key=lambda name: (-found.margins[name].margin, name))
    for name in firm:
        held = found.margins[name]
        table.add_row(Text("  " + safe(name)), _margin(held), Text(_standing(found, name, held), _QUIET))
    return table


def _margin(held: Held) -> str:
    return number(held.margin) if held.exact else f"{number(held.bound)}–{number(held.margin)}"


def _standing(found: Balance, name: str, held: Held) -> str:
    words = "" if held.exact else "not proved"
    if held.non_aligned is None:
        words = "not proved; aligned or not is open"
    elif held.non_aligned:
        words = ", ".join(filter(None, ("non-aligned", words)))
    return words + (" anchor" if name in found.anchors else "")


def _any_camps(found: Balance) -> Text:
    camps = found.any_camps
    proved = "proved" if camps.weighted_exact else f"not proved; at least {number(camps.weighted_bound)}"
    blame = "" if camps.alpha == 0.5 else f", α {camps.alpha:g}"
    head = f"  {len(camps.camps)}, violating {number(camps.weighted_frustration)}{blame}; {proved}\n"
    lines = "\n".join(f"  {number}. {', '.join(map(safe, names))}" for number, names in enumerate(camps.camps, 1))
    return Text.assemble(("Any number of camps", "bold"), (head, _QUIET), lines)


def _reasons(found: Balance) -> Text:
    unlike = {"walk_balance", "least_laplacian"}  # said beside the figures
    lines = [
        f"{_REASONS.get(code, code)}: {words}"
        for code, words in found.reasons.items()
        if code not in unlike or getattr(found, code) is None
    ]
    return Text("\n".join(lines), _QUIET)


def number(value: float) -> str:
    """A weight without needless digits."""
    return f"{value:.6g}"


def _decimal(value: float | None) -> str:
    return _NONE if value is None else f"{value:.4f}"


def _grid() -> Table:
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column(justify="right", no_wrap=True)
    table.add_column()
    return table
