"""What a run of `verbale add` or `verbale reread` did, as a table."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from verbale.archive.summary import KEPT, Summary
from verbale.show.safe import safe

_OUTCOMES = {
    "added": "added",
    "again": "there already, now from another source too",
    "already": "added before",
    "failed before": "failed before; --retry tries them again",
    "reread": "read again, with another record",
    "unchanged": "read again, the same record",
}
_STORIES = {
    "same text": "with the text of another document",
    "new version": "with another text at the address",
    "near-duplicate": "near-duplicates of another document",
}
"""All there are, in the order in which they are shown."""

_OWN = ("gather", "look up", "write", "wait")
_WORKERS = ("intake", "parse", "find", "pack")


def show_summary(summary: Summary, console: Console, *, archive: str) -> None:
    """Print what became of the documents, how fast, where the time went, and the first failures.

    Args:
        summary: of the run.
        console: where to.
        archive: its name, for the advice on how to go on.
    """
    console.print(_documents(summary))
    console.print(_speed(summary))
    console.print(_stages(summary))
    _failures(summary, console, archive)


def _documents(summary: Summary) -> Table:
    table = Table(show_header=False, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(justify="right")
    table.add_column()
    for outcome, words in _OUTCOMES.items():
        if summary.outcomes[outcome]:
            table.add_row(f"{summary.outcomes[outcome]:,}", words)
        if outcome == "added":
            for story, meaning in _STORIES.items():
                if summary.stories[story]:
                    table.add_row("", f"[dim]of them {summary.stories[story]:,} {meaning}[/dim]")
    for code, number in sorted(summary.codes.items()):
        table.add_row(f"[red]{number:,}[/red]", f"failed: {safe(code)}")
    if not summary.seen:
        table.add_row("0", "documents")
    return table


def _speed(summary: Summary) -> str:
    plain = summary.to_dict()
    rate, words = plain["documents_per_second"], plain["words_per_second"]
    workers = "1 worker" if summary.workers == 1 else f"{summary.workers} workers"
    return f"{summary.elapsed:,.1f} s with {workers}: {rate:,.1f} documents and {words:,.0f} words a second"


def _stages(summary: Summary) -> str:
    def line(name: str, stages: tuple[str, ...]) -> str:
        return f"{name}: " + ", ".join(f"{stage} {summary.seconds.get(stage, 0.0):,.1f} s" for stage in stages)

    return f"[dim]{line('writer', _OWN)}\n{line('workers', _WORKERS)}[/dim]"


def _failures(summary: Summary, console: Console, archive: str) -> None:
    for failure in summary.failures:
        where = safe(failure.source_id or "")
        console.print(f"verbale: {where}: {safe(failure.message)} [{failure.code}]", markup=False, style="red")
    if summary.failed > len(summary.failures):
        rest = summary.failed - KEPT
        console.print(f"… and {rest:,} more; `verbale failures {safe(archive)}` lists all", markup=False, style="red")
