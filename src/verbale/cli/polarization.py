"""`verbale polarization`: how a region divides into camps over time, and how sure that is."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any

import click

from verbale.cli.asked import connected, write_json, write_table
from verbale.cli.pictures import chart_option, draw
from verbale.cli.relations import DISPUTED, LAYERS, UNITS, first_day, last_day


@click.command(short_help="Camps and polarization of a region over time.")
@click.argument("archive", required=False, type=click.Path(dir_okay=False))
@click.option(
    "--region",
    "name",
    metavar="REGION",
    default="world",
    show_default=True,
    help="A preset (--regions lists them) or states: ARM,AZE,Georgia.",
)
@click.option("--by", type=click.Choice(UNITS), default="year", show_default=True, help="Unit of the windows.")
@click.option(
    "--window", "length", type=click.IntRange(1, 100), default=1, show_default=True, help="Units of a window."
)
@click.option(
    "--step", type=click.IntRange(1, 100), help="Units between windows' starts; windows do not overlap if not given."
)
@click.option(
    "--layer", type=click.Choice(LAYERS), default="words", show_default=True, help="What relations are read from."
)
@click.option("--from", "since", metavar="DATE", help="From 2020, 2020-01 or 2020-01-31 on.")
@click.option("--to", "until", metavar="DATE", help="Up to 2020, 2020-12 or 2020-12-31, included.")
@click.option(
    "--symmetrise",
    type=click.Choice(("mean", "min", "hostile-if-either")),
    default="mean",
    show_default=True,
    help="How A of B and B of A become one tie.",
)
@click.option(
    "--minimum",
    type=click.FloatRange(0.1),
    default=2.0,
    show_default=True,
    help="Reports that a pair needs to count as observed.",
)
@click.option(
    "--panel",
    type=click.Choice(("region", "always")),
    default="region",
    show_default=True,
    help="All states of the region, or those observed in every window.",
)
@click.option("--anchor", metavar="STATE", help="Whose camp is called A; the state of most reports if not given.")
@click.option("--rarefy", metavar="N|least", help="Draw so many reports in every window, so that windows compare.")
@click.option(
    "--replicates", type=click.IntRange(50, 2000), default=200, show_default=True, help="Draws of each level."
)
@click.option(
    "--disputed", type=click.Choice(DISPUTED), default="self", show_default=True, help="As for `verbale relations`."
)
@click.option(
    "--without-guests", is_flag=True, help="Only states inside a preset region, not those that it is seen with."
)
@click.option("--regions", "list_regions", is_flag=True, help="List the preset regions and stop.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON: measures, camps, checks, settings, notes.")
@click.option("--csv", "as_csv", is_flag=True, help="Write CSV, a row a window and kind of signs.")
@chart_option("the components over time")
@click.option(
    "--picture",
    type=click.Choice(("over-time", "camps")),
    default="over-time",
    show_default=True,
    help="With --chart: the components over time, or the network of the last window with an observed pair.",
)
def polarization(  # noqa: PLR0913 - one parameter an option
    *, archive: str | None, name: str, since: str | None, until: str | None, rarefy: str | None, replicates: int, disputed: Any,
    without_guests: bool, list_regions: bool, as_json: bool, as_csv: bool, anchor: str | None, chart: str | None,
    picture: str, **options: Any,
) -> None:  # fmt: skip
    """How the states of a region divide into camps in ARCHIVE, window by window.

    Balance, evenness, cohesion, hostility and who stands aside are separate numbers; each stands with its 95 % interval
    and with the pairs, reports, origins and publishers behind it. What cannot be estimated is said to be so, and why.

    \b
        verbale polarization press.verbale --region south-caucasus --by year
        verbale polarization press.verbale --region ARM,AZE,GEO,TUR --window 4 --json
        verbale polarization press.verbale --region gulf --chart camps.svg --picture camps
    """
    if list_regions:
        _list_regions()
        return
    if archive is None:
        raise click.UsageError("name an ARCHIVE, or --regions for the list of regions")
    if as_json and as_csv:
        raise click.UsageError("choose one of --json and --csv")
    from verbale.analysis.polarization import Settings
    from verbale.analysis.polarization import polarization as polarization_of
    from verbale.analysis.regions import region, state_code
    from verbale.analysis.uncertainty import Draws
    from verbale.archive.ties import read_ties

    settings = Settings(
        start=first_day(since), end=last_day(until), anchor=state_code(anchor) if anchor else None,
        rarefy=_rarefied(rarefy), draws=Draws(replicates=replicates), **options,
    )  # fmt: skip
    panel = region(name, guests=not without_guests)
    with connected(archive) as connection:
        ties = read_ties(connection, disputed=disputed, layers=[settings.layer])
    found = polarization_of(ties, panel, settings=settings)
    if chart:
        draw(_picture(found, ties, picture), chart)
    _print(found, as_json=as_json, as_csv=as_csv)


def _picture(found: Any, ties: Any, picture: str) -> Any:
    from verbale.charts import polarization_over_time, region_network, signed_network

    return polarization_over_time(found) if picture == "over-time" else signed_network(region_network(found, ties))


def _rarefied(words: str | None) -> Any:
    if words is None or words == "least":
        return words
    try:
        number = float(words)
    except ValueError:
        number = 0.0
    if not number > 0:
        raise click.UsageError("--rarefy takes a number of reports above 0, or the word least")
    return number


def _list_regions() -> None:
    from verbale.analysis.regions import region, region_names

    for name in region_names():
        found = region(name)
        states = ", ".join(found.states) if len(found.states) < 40 else f"{len(found.states)} states"
        click.echo(f"{name:24} {states}")


def _print(found: Any, *, as_json: bool, as_csv: bool) -> None:
    if as_json:
        write_json(found.to_dict())
    elif as_csv:
        rows = [dict(_flat(row)) for row in found.rows.to_rows()]
        write_table(rows, list(rows[0]) if rows else ["window"], sys.stdout)
    else:
        from verbale.cli.asked import console
        from verbale.show.analysis import show_polarization

        show_polarization(found, console())


def _flat(row: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Nested measures as columns: `f_w.value`, `f_w.low` …"""
    for name, value in row.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value
