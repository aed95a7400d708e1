"""`verbale brief`: a dossier on two states or a region."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from verbale.cli.asked import connected, write_json
from verbale.cli.relations import first_day, last_day

if TYPE_CHECKING:
    from verbale.brief.model import Brief
    from verbale.brief.subject import Subject

_LINES = 12  # as `brief.gathering.LIMIT`, which would load much for `--help`


@click.command(short_help="A dossier on two countries or a region, every line cited.")
@click.argument("archive", type=click.Path(dir_okay=False))
@click.argument("first", required=False)
@click.argument("second", required=False)
@click.option(
    "--region",
    "name",
    metavar="REGION",
    help="A preset (`verbale polarization --regions` lists them) or states: ARM,AZE,Georgia.",
)
@click.option("--out", type=click.Path(dir_okay=False), help="File to write: .html, .md or .docx.")
@click.option("--from", "since", metavar="DATE", help="From 2020, 2020-01 or 2020-01-31 on.")
@click.option("--to", "until", metavar="DATE", help="Up to 2020, 2020-12 or 2020-12-31, included.")
@click.option("--limit", type=click.IntRange(1, 1000), default=_LINES, show_default=True, help="Lines of each section.")
@click.option(
    "--without-guests", is_flag=True, help="Only states inside a preset region, not those that it is seen with."
)
@click.option("--no-chart", is_flag=True, help="Without pictures, which the extra `charts` draws.")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@click.option("--json", "as_json", is_flag=True, help="Write the dossier as JSON to standard output.")
def brief(  # noqa: PLR0913 - one parameter an option
    *, archive: str, first: str | None, second: str | None, name: str | None, out: str | None, since: str | None,
    until: str | None, limit: int, without_guests: bool, no_chart: bool, force: bool, as_json: bool,
) -> None:  # fmt: skip
    """A dossier on FIRST and SECOND, or on a region, from ARCHIVE; countries by name or code.

    The relation in numbers, timeline, main statements, deeds, claims and who denies them, figures, projects,
    agreements, formats, open proposals, people. Selected from the record by rules that it tells; every line leads to
    its passage. Without --out it is printed as Markdown.

    \b
        verbale brief press.verbale Turkey Azerbaijan --out tur-aze.html
        verbale brief press.verbale --region south-caucasus --from 2020 --out caucasus.docx
    """
    subject = _subject(first, second, name, guests=not without_guests)
    if as_json and out:
        raise click.UsageError("choose one of --json and --out")
    from verbale.brief.gathering import gather

    if out:
        from verbale.brief.writing import check_path

        check_path(Path(out), force=force)
    start, end = first_day(since), last_day(until)
    with connected(archive) as connection:
        made = gather(
            connection,
            subject,
            archive=Path(archive).name,
            since=start,
            until=end,
            limit=limit,
            charts=not no_chart and out is not None,
        )
    _write(made, out, as_json=as_json, force=force)


def _subject(first: str | None, second: str | None, name: str | None, *, guests: bool) -> Subject:
    if name is not None and first is None:
        from verbale.brief.subject import region_of

        return region_of(name, guests=guests)
    if name is not None or first is None or second is None:
        raise click.UsageError("name two countries, or a --region")
    from verbale.brief.subject import pair_of

    return pair_of(first, second)


def _write(made: Brief, out: str | None, *, as_json: bool, force: bool) -> None:
    if as_json:
        write_json(made.to_dict())
    elif out is None:
        from verbale.brief.markdown import to_markdown

        click.echo(to_markdown(made), nl=False)
    else:
        from verbale.brief.wording import counted
        from verbale.brief.writing import write_brief
        from verbale.show.safe import safe

        path = write_brief(made, out, force=force)
        passages = sum(len(source.passages) for source in made.sources)
        click.echo(f"{safe(str(path))}: {counted(passages, 'passage')} of {counted(len(made.sources), 'document')}")
