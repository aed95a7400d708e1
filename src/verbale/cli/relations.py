"""`verbale relations`: what states say of and do to each other, window by window."""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

import click

from verbale.cli.asked import connected, write_csv, write_json
from verbale.cli.pictures import chart_option, draw

LAYERS, UNITS, DISPUTED = ("words", "deeds", "claims"), ("year", "quarter", "month"), ("self", "de-jure", "drop")


@click.command(short_help="How two states, or all, speak of and act toward each other over time.")
@click.argument("archive", type=click.Path(dir_okay=False))
@click.argument("source", required=False)
@click.argument("target", required=False)
@click.option("--by", type=click.Choice(UNITS), default="year", show_default=True, help="Unit of the windows.")
@click.option(
    "--layer",
    type=click.Choice(LAYERS),
    default="words",
    show_default=True,
    help="Official statements; events that documents assert; events that somebody claims.",
)
@click.option("--from", "since", metavar="DATE", help="From 2020, 2020-01 or 2020-01-31 on.")
@click.option("--to", "until", metavar="DATE", help="Up to 2020, 2020-12 or 2020-12-31, included.")
@click.option("--both", is_flag=True, help="Also the other direction: TARGET of SOURCE.")
@click.option(
    "--all", "all_pairs", is_flag=True, help="All pairs that are observed (with SOURCE: all that it speaks of)."
)
@click.option("--evidence", is_flag=True, help="List the sentences behind the numbers.")
@click.option(
    "--disputed",
    type=click.Choice(DISPUTED),
    default="self",
    show_default=True,
    help="Whether disputed entities count as themselves, for the state of PLOVER's code, or not.",
)
@click.option("--min-confidence", type=click.FloatRange(0, 1), default=0.0, help="Leave out facts of less confidence.")
@click.option(
    "--replicates", type=click.IntRange(50, 5000), default=300, show_default=True, help="Draws behind each interval."
)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option(
    "--csv", "as_csv", is_flag=True, help="Write CSV, a row a pair and window (with --evidence: a row a sentence)."
)
@click.option("--excel-safe", is_flag=True, help="With --csv, put ' before cells that a spreadsheet would run.")
@chart_option("a timeline of a pair, a map of SOURCE with --all, a heat map of all pairs")
def relations(  # noqa: PLR0913 - one parameter an option
    *, archive: str, source: str | None, target: str | None, since: str | None, until: str | None, all_pairs: bool,
    evidence: bool, disputed: Any, min_confidence: float, replicates: int, as_json: bool, as_csv: bool, excel_safe: bool,
    layer: Any, by: Any, both: bool, chart: str | None,
) -> None:  # fmt: skip
    """How SOURCE speaks of, or acts toward, TARGET in ARCHIVE over time; countries by name or code.

    A window in which nothing was observed is shown as unobserved, never as zero. Sum and mean stand side by side with
    their volume; a wire story that many sites copied counts once.

    \b
        verbale relations press.verbale Turkey Azerbaijan --by year --both
        verbale relations press.verbale TUR AZE --layer deeds --from 2020 --evidence
        verbale relations press.verbale --all --by month --csv > relations.csv
        verbale relations press.verbale TUR AZE --chart tur-aze.svg
    """
    if not all_pairs and (source is None or target is None):
        raise click.UsageError("name two countries, or --all for every pair")
    if as_json and as_csv:
        raise click.UsageError("choose one of --json and --csv")
    from verbale.analysis.regions import state_code
    from verbale.analysis.relations import relations as relations_of
    from verbale.analysis.uncertainty import Draws
    from verbale.archive.tie_evidence import evidence_of
    from verbale.archive.ties import read_ties

    pair = tuple(state_code(name) if name else None for name in (source, target))
    start, end = first_day(since), last_day(until)
    with connected(archive) as connection:
        ties = read_ties(connection, disputed=disputed, min_confidence=min_confidence, layers=[layer])
        ask = partial(
            relations_of, ties, *pair, layer=layer, by=by, start=start, end=end, draws=Draws(replicates=replicates)
        )
        found = ask(both=both)
        behind = evidence_of(connection, _behind(ties, found)) if evidence else None
    if chart:
        draw(_picture(ask(both=both or all(pair)), *pair), chart)  # a timeline has two sides
    _print(found, behind, as_json=as_json, as_csv=as_csv, excel_safe=excel_safe)


def _picture(found: Any, source: str | None, target: str | None) -> Any:
    from verbale.charts import dyad_timeline, heat_map, relations_map

    if source and target:
        return dyad_timeline(found, source, target)
    return relations_map(found, source) if source else heat_map(found)


def first_day(date: str | None) -> str | None:
    """The first day of a year, month or day given on the command line."""
    from verbale.archive.query import days_of

    days = days_of(date)
    return days[0] if days else None


def last_day(date: str | None) -> str | None:
    """The last day of a year, month or day given on the command line."""
    from verbale.archive.query import days_of

    days = days_of(date)
    return days[1] if days else None


def _behind(ties: Any, found: Any) -> Any:
    """The ties of the rows that are shown."""
    import numpy as np

    wanted = {(row.source, row.target) for row in found.rows}
    rows = np.array(
        [(ties.states[a], ties.states[b]) in wanted for a, b in zip(ties.source, ties.target, strict=True)], dtype=bool
    )
    if found.start and found.end:
        rows &= (ties.day >= np.datetime64(found.start)) & (ties.day <= np.datetime64(found.end))
    return ties.where(rows)


def _print(found: Any, behind: Any, *, as_json: bool, as_csv: bool, excel_safe: bool) -> None:
    from verbale.analysis.relations import Relation
    from verbale.archive.tie_evidence import TieEvidence

    if as_json:
        write_json(found.to_dict() | ({} if behind is None else {"evidence": behind.to_rows()}))
    elif as_csv and behind is not None:
        write_csv(behind.to_rows(), TieEvidence, sys.stdout, excel_safe=excel_safe)
    elif as_csv:
        write_csv(found.rows.to_rows(), Relation, sys.stdout, excel_safe=excel_safe)
    else:
        from verbale.cli.asked import console
        from verbale.show.analysis import show_evidence, show_relations

        show_relations(found, console())
        if behind is not None:
            show_evidence(behind, console())
