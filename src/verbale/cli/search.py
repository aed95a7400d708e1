"""`verbale search`: full text and facets over an archive's facts."""

from __future__ import annotations

import sys
from typing import Any

import click

from verbale.archive.projection import KINDS
from verbale.archive.query import ACTS, GENRES, MOST_ROWS, SORTS, STATUSES, TYPES, VERDICTS, Query, terms_of
from verbale.cli.asked import connected, write_csv, write_json


def _choices(values: tuple[str, ...]) -> click.Choice[str]:
    return click.Choice(values, case_sensitive=False)


@click.command(short_help="Find statements, events, figures … in an archive.")
@click.argument("archive", type=click.Path(dir_okay=False))
@click.argument("words", nargs=-1)
@click.option("--kind", "kinds", multiple=True, type=_choices(KINDS), help="Only these; may be repeated.")
@click.option("--speaker", metavar="NAME", help="Who says it: a name or an id.")
@click.option("--speaker-country", metavar="COUNTRY", help="For which state: TUR or Turkey; its officials too.")
@click.option("--about", metavar="NAME", help="Whom it is about, or who takes part: a country, a name or an id.")
@click.option("--toward", metavar="NAME", help="Toward whom the speaker takes a stance.")
@click.option("--min-stance", type=float, metavar="X", help="Only stances from X, -1 (enemy) to 1 (ally).")
@click.option("--max-stance", type=float, metavar="X", help="Only stances up to X.")
@click.option("--act", multiple=True, type=_choices(ACTS), metavar="ACT", help="Acts of statements, as condemn, urge.")
@click.option("--type", multiple=True, type=_choices(TYPES), metavar="TYPE", help="Types of events, as ASSAULT, AGREE.")
@click.option("--status", multiple=True, type=_choices(STATUSES), metavar="STATUS", help="Of events, as happened.")
@click.option("--actor", metavar="NAME", help="Who did it (events).")
@click.option("--recipient", metavar="NAME", help="To whom it was done (events).")
@click.option("--claimed/--asserted", default=None, help="Events that a speaker claims, or that the document asserts.")
@click.option("--publisher", metavar="PART", help="Published by, a part of the name is enough.")
@click.option("--genre", type=_choices(GENRES), help="Kind of document.")
@click.option("--from", "since", metavar="DATE", help="From 2020, 2020-01 or 2020-01-31 on.")
@click.option("--to", "until", metavar="DATE", help="Up to 2020, 2020-12 or 2020-12-31, included.")
@click.option(
    "--verdict", "--reviewed", type=_choices(VERDICTS), help="What reviewers said; rejected facts are left out else."
)
@click.option("--old-versions", is_flag=True, help="Also texts that a later version has replaced.")
@click.option("--all-copies", is_flag=True, help="Show near-duplicates each for itself.")
@click.option(
    "--sort", type=_choices(SORTS), help="Default: relevance where there are words, else date (newest first)."
)
@click.option("--limit", type=click.IntRange(0, MOST_ROWS), default=20, show_default=True, help="Results on a page.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Results to pass over.")
@click.option("--count", "as_count", is_flag=True, help="Only how many there are.")
@click.option("--facets", "as_facets", is_flag=True, help="Count by speaker's country, act, type, year, publisher.")
@click.option("--json", "as_json", is_flag=True, help="Write {total, hits} as JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="Write a table of results as CSV.")
@click.option("--excel-safe", is_flag=True, help="With --csv, put ' before cells that a spreadsheet would run.")
def search(  # noqa: PLR0913 - one parameter an option
    *, archive: str, words: tuple[str, ...], as_count: bool, as_facets: bool, as_json: bool, as_csv: bool,
    excel_safe: bool, **asked: Any,
) -> None:  # fmt: skip
    """Find statements, events, figures and more in ARCHIVE by words and by who, whom, when and how.

    All WORDS must be there, in any order and any spelling of the letters (Kiran finds Kıran). A "phrase in quotes"
    stays together, clos* finds closed and closure. Statements are found by their speaker's name too.

    \b
        verbale search press.verbale '"border closure"' --speaker-country Turkey --from 2020-01 --to 2020-12
        verbale search press.verbale --about ARM --act condemn --kind statement --csv > condemned.csv
    """
    if sum((as_count, as_facets, as_json and not as_facets, as_csv)) > 1:
        raise click.UsageError("choose one of --count, --facets, --json and --csv")
    query = Query(text=" ".join(words), **asked)
    with connected(archive) as connection:
        from verbale.archive import searching

        if as_count:
            click.echo(searching.count(connection, query))
        elif as_facets:
            _print_facets(searching.facets(connection, query), as_json=as_json)
        else:
            _print(searching.search(connection, query), query, as_json=as_json, as_csv=as_csv, excel_safe=excel_safe)


def _print_facets(found: Any, *, as_json: bool) -> None:
    if as_json:
        write_json(found.to_rows())
        return
    from verbale.cli.asked import console
    from verbale.show.found import show_facets

    show_facets(found, console())


def _print(found: Any, query: Query, *, as_json: bool, as_csv: bool, excel_safe: bool) -> None:
    from verbale.cli.asked import console
    from verbale.show.found import show_found

    if as_json:
        write_json({"total": found.total, "hits": found.hits.to_rows()})
    elif as_csv:
        from verbale.archive.asking import Hit

        write_csv(found.hits.to_rows(), Hit, sys.stdout, excel_safe=excel_safe)
    else:
        show_found(found, console(), terms=terms_of(query.text), offset=query.offset)
