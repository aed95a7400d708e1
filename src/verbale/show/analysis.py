"""Relations and polarization as tables in the terminal; every number beside what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from verbale.analysis.estimates import Estimate, Estimated
from verbale.analysis.polarization import Camp, Polarization
from verbale.analysis.relations import Relation, Relations
from verbale.show.safe import safe

if TYPE_CHECKING:
    from verbale.archive.tie_evidence import TieEvidence

_QUIET = "dim"
_STYLES = {"positive": "green", "negative": "red", "neutral": "", "unobserved": "dim"}
_ARROWS = {"positive": "▲", "negative": "▼", "neutral": "●", "unobserved": "·"}
_HEADS = {"words": "says of", "deeds": "acts toward", "claims": "is claimed to act toward"}
_NONE = "–"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def show_relations(found: Relations, console: Console) -> None:
    """Print relations, one table a directed pair."""
    console.print(
        Text(
            f"{found.layer} by {found.by}, {found.start or '?'} to {found.end or '?'}; values −1 … +1; interval {found.level:.0%}",
            _QUIET,
        )
    )
    notes = Footnotes()
    for source, target in dict.fromkeys((row.source, row.target) for row in found.rows):
        rows = [row for row in found.rows if (row.source, row.target) == (source, target)]
        console.print()
        console.print(Text(f"{safe(source)} {_HEADS[found.layer]} {safe(target)}", "bold"))
        console.print(_relation_table(rows, notes))
    notes.show(console)
    if not found.rows:
        console.print(
            "No ties: nothing of this layer between these states is in the archive, or nothing of it has a date."
        )
    if found.undated:
        console.print(Text(f"{found.undated} ties are in no window: without a date, or with one too coarse.", _QUIET))


def _relation_table(rows: Sequence[Relation], notes: Footnotes) -> Table:
    table = Table(box=None, pad_edge=False, header_style=_QUIET)
    for name in ("window", "", "mean", "interval", "sum", "volume", "+", "−", "0", "docs", "stories", "publ."):
        table.add_column(name, justify="left" if name in ("window", "") else "right", no_wrap=True)
    for row in rows:
        if row.state == "unobserved":
            table.add_row(row.window, _ARROWS[row.state], Text("unobserved", _QUIET))
            continue
        known = row.low is not None
        interval = Text(_range(row.low, row.high)) if known else notes.mark(_NONE, row.reason or "not estimable")
        table.add_row(
            row.window, Text(_ARROWS[row.state], _STYLES[row.state]), signed(row.mean), interval, signed(row.sum),
            _count(row.volume), _count(row.positive), _count(row.negative), _count(row.neutral), str(row.documents),
            str(row.origins), str(row.publishers),
        )  # fmt: skip
    return table


def show_evidence(rows: Iterable[TieEvidence], console: Console) -> None:
    """Print the sentences behind relations."""
    console.print()
    console.print(Text("Sentences", "bold"))
    for row in rows:
        head = f"{row.day or 'no date'}  {row.source} → {row.target} {signed(row.value)}  {row.what or ''}"
        console.print(Text(safe(head)))
        source = " · ".join(safe(part) for part in (row.speaker, row.publisher, row.title, row.url) if part)
        copies = f" (+{row.copies} copies)" if row.copies else ""
        console.print(Padding(Text(f"“{safe(row.quote)}”"), (0, 0, 0, 2), expand=False))
        console.print(
            Padding(
                Text(f"{source}{copies} [{row.document[:12]} {row.item} {row.start}–{row.end}]", _QUIET), (0, 0, 0, 2)
            )
        )


def show_polarization(found: Polarization, console: Console) -> None:
    """Print polarization: measures by window, camps, checks, notes."""
    settings = found.settings
    console.print(Text(f"Polarization: {safe(found.region)}", "bold"))
    console.print(Text(
        f"{settings.layer}, windows of {settings.length} {settings.by}, two directions joined by {settings.symmetrise}, at least {settings.minimum:g} "
        f"reports a pair; {settings.draws.replicates} replicates over origins and publishers; coder {found.coder}", _QUIET,
    ))  # fmt: skip
    notes = Footnotes()
    for signs, told in (("raw", "Raw signs"), ("adjusted", "Signs against the system's own warmth")):
        rows = [row for row in found.rows if row.signs == signs]
        console.print()
        console.print(Text(told, "bold"))
        console.print(_measure_table(rows, notes))
    notes.show(console)
    console.print()
    console.print(Text("Camps (raw signs)", "bold"))
    console.print(_camp_table(found))
    if found.left_out:
        console.print()
        console.print(Text("Without one publisher (raw signs): widest change of F", "bold"))
        console.print(_left_table(found))
    for note in found.notes:
        console.print(Text(f"Note: {safe(note)}.", _QUIET))
    console.print(
        Text(
            "F: weighted balance, 1 needs no hostility. Z below 0: less frustrated than chance. Reports: ties, below them how many "
            "stories in how many publishers. --json has all of it.",
            _QUIET,
        )
    )


def _measure_table(rows: Sequence[Estimated], notes: Footnotes) -> Table:
    table = Table(box=None, pad_edge=False, header_style=_QUIET)
    for name in ("window", "F", "Z", "even", "cohesion", "hostile", "aside", "pairs", "reports"):
        table.add_column(name, justify="left" if name == "window" else "right", no_wrap=True)
    for row in rows:
        pairs = Text(f"{row.pairs} of {row.possible}").append(
            f"\n+{row.positive} −{row.negative} 0:{row.neutral}", _QUIET
        )
        rests = Text(_count(row.reports)).append(f"\n{row.origins} in {row.publishers}", _QUIET)
        if row.reason:
            table.add_row(row.window, notes.mark(_NONE, row.reason), *[""] * 5, pairs, rests)
            continue
        z = _NONE if row.z is None else signed(row.z, digits=1)
        measures = [_estimate(part, notes) for part in (row.evenness, row.cohesion, row.hostility, row.non_aligned)]
        table.add_row(row.window, _estimate(row.f_w, notes), z, *measures, pairs, rests)
    return table


class Footnotes:
    """Reasons told once below a table, and the numbers that stand for them in it."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def mark(self, value: str, reason: str) -> Text:
        """A value with the number of its reason."""
        number = self._numbers.setdefault(reason, len(self._numbers) + 1)
        return Text(value).append(str(number).translate(_RAISED), _QUIET)

    def show(self, console: Console) -> None:
        """Print the reasons that were marked."""
        for reason, number in self._numbers.items():
            console.print(Text(f"{str(number).translate(_RAISED)} {safe(reason)}", _QUIET))


def _estimate(found: Estimate, notes: Footnotes) -> Text:
    """The value and its interval below it, ".61–.97"; without either the number of the reason."""
    if found.value is None:
        return notes.mark(_NONE, found.reason) if found.reason else Text(_NONE, _QUIET)
    value = f"{found.value + 0.0:.2f}".replace("-0.00", "0.00").replace("-", "−")
    if found.low is not None and found.high is not None:
        return Text(value).append(f"\n{_short(found.low)}–{_short(found.high)}", _QUIET)
    return notes.mark(value, found.reason) if found.reason else Text(value)


def _short(value: float) -> str:
    """`.61`, `1`, `−.20`."""
    return f"{value:.2f}".replace("-", "−").replace("0.", ".").replace("1.00", "1").replace(".00", "0")


def _camp_table(found: Polarization) -> Table:
    table = Table(box=None, pad_edge=False, header_style=_QUIET)
    for name in ("window", f"A (with {found.anchor or '?'})", "B", "non-aligned", "other"):
        table.add_column(name)
    raw = [camp for camp in found.camps if camp.signs == "raw"]
    for window in dict.fromkeys(row.window for row in found.rows):
        rows = [camp for camp in raw if camp.window == window]
        others = ", ".join(f"{camp.state} {camp.camp}" for camp in rows if camp.camp in ("apart", "neutral"))
        table.add_row(window, *(_members(rows, name) for name in ("A", "B", "non-aligned")), others)
    return table


def _members(rows: Sequence[Camp], camp: str) -> str:
    """States with the share of replicates that agree: `TUR .93`."""
    return ", ".join(
        row.state + (f" {row.certainty:.2f}".replace("0.", ".") if row.certainty is not None else "")
        for row in rows
        if row.camp == camp
    )


def _left_table(found: Polarization) -> Table:
    table = Table(box=None, pad_edge=False, header_style=_QUIET)
    for name in ("window", "publisher left out", "its share", "F", "F without"):
        table.add_column(name)
    points = {row.window: row.f_w.value for row in found.rows if row.signs == "raw"}
    for window in dict.fromkeys(row.window for row in found.left_out):
        point = points.get(window)
        rows = [row for row in found.left_out if row.window == window and row.f_w is not None]
        if point is None or not rows:
            continue
        row = max(rows, key=lambda left: abs((left.f_w or 0.0) - point))
        table.add_row(window, safe(row.publisher), f"{row.share:.0%}", f"{point:.2f}", f"{row.f_w:.2f}")
    return table


def signed(value: float | None, *, digits: int = 2) -> str:
    """`+0.42`, `−0.10`; a dash for None."""
    return _NONE if value is None else f"{value:+.{digits}f}".replace("-", "−")


def _range(low: float | None, high: float | None) -> str:
    return f"[{low:.2f}, {high:.2f}]".replace("-", "−")


def _count(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
