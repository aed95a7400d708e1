"""The page that tells how camps read from speeches compare with history, with the sentences behind the main signs."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from string import Template

import numpy as np

from evaluation.regions import ENOUGH, LENGTHS, Case, Expectation, Judged, Score, Standing
from evaluation.speeches import described, speech_names
from verbale.analysis.tie_table import TieTable
from verbale.archive.tie_evidence import TieEvidence, evidence_of
from verbale.cli.asked import connected

_TEMPLATE = Path(__file__).parent / "templates" / "history.md"
_REASONS = Path(__file__).parent / "reasons.toml"
_WORDS = 30  # of a quote; enough to see the sign, and no more of a speech than that
_EACH = 2  # sentences shown for each direction of a pair, each of another year
_FETCHED = 4
_WORD = {"yes": "**yes**", "no": "**NO**", "open": "open", "too little": "too little"}


def history_page(  # noqa: PLR0913, PLR0917 - the parts of the page
    archive: Path, ties: TieTable, cases: Sequence[Case], rows: Sequence[Judged], standings: Sequence[Standing],
    scores: Sequence[Score],
) -> str:  # fmt: skip
    """The page, all its numbers and quotes from the archive.

    Args:
        archive: for the sentences.
        ties: its words layer.
        cases: the expectations.
        rows, standings, scores: what `evaluation.regions` found.
    """
    source, names = described(archive, ties), speech_names(archive)
    sections = [
        "\n\n".join(_section(case, rows, standings, _Sentences(archive, ties, names), _reasons())) for case in cases
    ]
    blanks = {
        "documents": f"{source['documents']:,}", "ties": f"{source['ties']:,}", "read_by": source["read_by"], "years": source["years"],
        "enough": str(ENOUGH), "scores": _scores(scores), "sections": "\n\n".join(sections),
    }  # fmt: skip
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(blanks)


class _Sentences:
    """Finds the strongest sentences of a pair."""

    def __init__(self, archive: Path, ties: TieTable, names: dict[str, str]) -> None:
        self.archive, self.ties, self.names = archive, ties, names

    def of(self, source: str, target: str, *, sign: int = 0) -> list[TieEvidence]:
        """What one state says of another, strongest first, then oldest; only of one sign where it is given (+1 or -1)."""
        ties = self.ties
        signs = ties.signs()
        wanted = signs != 0 if sign == 0 else signs == sign
        rows = np.flatnonzero((ties.source == ties.code(source)) & (ties.target == ties.code(target)) & wanted)
        # The archive's words cost far more than the numbers, so only the strongest of each year are fetched.
        order = rows[np.lexsort((ties.start[rows], ties.document[rows], ties.day[rows], -np.abs(ties.value[rows])))]
        years = ties.day[order].astype("datetime64[Y]").astype(np.int64)
        strongest = order[np.sort(np.unique(years, return_index=True)[1])][:_FETCHED]
        with connected(str(self.archive)) as connection:
            found = list(evidence_of(connection, ties.where(strongest)))
        return sorted(found, key=lambda row: (-abs(row.value), row.day or "", row.document, row.start))

    def line(self, row: TieEvidence) -> str:
        """One sentence with its citation."""
        words = row.quote.split()
        quote = " ".join(words[:_WORDS]) + (" …" if len(words) > _WORDS else "")
        place = f"{self.names.get(row.document, '?')} · `{row.document[:16]}` {row.start}–{row.end}"
        return f"- {row.source} → {row.target} {_signed(row.value)}: “{_plain(quote)}” [{place}]"


def _section(
    case: Case, rows: Sequence[Judged], standings: Sequence[Standing], sentences: _Sentences, reasons: dict[str, str]
) -> Iterator[str]:
    mine = [row for row in rows if row.region == case.id]
    yield f"## {case.title}"
    yield f"Panel: {', '.join(case.states)}; camp A is {case.anchor}'s."
    yield "\n".join(_expectations(case))
    yield "\n".join(_grid(case, [row for row in mine if (row.length, row.signs) == (LENGTHS[0], "raw")]))
    yield "\n".join(_camps([row for row in standings if row.region == case.id]))
    yield _others(mine)
    for one in case.expected:
        yield "\n".join(_quotes(one, sentences))
    missed = [row for row in mine if (row.length, row.signs) == (LENGTHS[0], "raw") and row.judgement in ("no", "open")]
    if missed:
        yield "### Why not"
        yield reasons.get(case.id, "Not looked into yet.")
        for one in case.expected:
            if any((row.first, row.second, row.relation) == (one.first, one.second, one.relation) for row in missed):
                yield "\n".join(_against(one, sentences))


def _expectations(case: Case) -> Iterator[str]:
    yield "Expected before looking:"
    yield ""
    for one in case.expected:
        camps = "opposite camps" if one.relation == "opposite" else "one camp"
        yield f"- {one.first} and {one.second} in {camps}, {one.since}–{min(one.until, 2014)}: {one.why}."


def _grid(case: Case, rows: Sequence[Judged]) -> Iterator[str]:
    windows = list(dict.fromkeys(row.window for row in sorted(rows, key=lambda row: row.window)))
    yield f"| pair, expected | {' | '.join(windows)} |"
    yield f"|---|{'---|' * len(windows)}"
    for one in case.expected:
        cells = {
            row.window: _cell(row) for row in rows
            if (row.first, row.second, row.relation) == (one.first, one.second, one.relation)
        }  # fmt: skip
        shown = " | ".join(cells.get(window, "") for window in windows)
        yield f"| {one.first}–{one.second} {one.relation} | {shown} |"


def _cell(row: Judged) -> str:
    certainty = "" if row.certainty is None or row.judgement == "too little" else f" {row.certainty:.0%}"
    mean = "" if row.mean is None else f" {_signed(row.mean)}"
    return f"{_WORD[row.judgement]}{certainty};{mean} ({row.statements:.0f})"


def _camps(standings: Sequence[Standing]) -> Iterator[str]:
    yield "| window | camp A | camp B | in neither |"
    yield "|---|---|---|---|"
    for row in standings:
        if (row.length, row.signs) == (LENGTHS[0], "raw"):
            yield f"| {row.window} | {' '.join(row.a) or '–'} | {' '.join(row.b) or '–'} | {', '.join(row.aside) or '–'} |"


def _others(rows: Sequence[Judged]) -> str:
    """What does not come out in the other settings, in a line each."""
    lines = ["Came out, by setting:", ""]
    for length in LENGTHS:
        for signs in ("raw", "adjusted"):
            chosen = [row for row in rows if (row.length, row.signs) == (length, signs)]
            wrong = [row for row in chosen if row.judgement in ("no", "open")]
            right = sum(row.judgement == "yes" for row in chosen)
            listed = ", ".join(f"{row.first}–{row.second} {row.window} ({row.judgement})" for row in wrong)
            lines.append(
                f"- {length} years, {signs} signs: {right} of {right + len(wrong)}{f'; not {listed}' if wrong else ''}"
            )
    return "\n".join(lines)


def _quotes(one: Expectation, sentences: _Sentences) -> Iterator[str]:
    yield f"Strongest words between {one.first} and {one.second}:"
    yield ""
    rows = [row for ends in _both(one) for row in sentences.of(*ends)[:_EACH]]
    yield "\n".join(map(sentences.line, rows)) or "- none with a sign."


def _against(one: Expectation, sentences: _Sentences) -> Iterator[str]:
    """The sentences whose sign history does not expect."""
    wanted = -1 if one.relation == "opposite" else 1
    yield f"Words between {one.first} and {one.second} of the other sign:"
    yield ""
    rows = [row for ends in _both(one) for row in sentences.of(*ends, sign=-wanted)[:_EACH]]
    yield "\n".join(map(sentences.line, rows)) or "- none."


def _both(one: Expectation) -> tuple[tuple[str, str], tuple[str, str]]:
    return (one.first, one.second), (one.second, one.first)


def _scores(scores: Sequence[Score]) -> str:
    lines = ["| windows | signs | came out | not | open | expected by chance | too little evidence |"]
    lines.append("|---|---|--:|--:|--:|--:|--:|")
    lines += [
        f"| {row.length} years | {row.signs} | {row.yes} of {row.yes + row.no + row.open} | {row.no} | {row.open} | {row.chance} | {row.too_little} |"
        for row in scores
    ]
    return "\n".join(lines)


def _reasons() -> dict[str, str]:
    return tomllib.loads(_REASONS.read_text(encoding="utf-8"))["why"] if _REASONS.exists() else {}


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")


def _plain(words: str) -> str:
    """Words of a text, with nothing that Markdown would take for its own."""
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>|#" else letter for letter in words)
