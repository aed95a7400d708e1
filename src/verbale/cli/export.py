"""`verbale export`: an archive in the formats of other programs."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from verbale.archive.projection import KINDS

if TYPE_CHECKING:
    from verbale.export.formats import Options, Written
    from verbale.export.source import Entry

_FORMATS = ("jsonl", "csv", "parquet", "ftm", "webannotation", "brat", "dna", "polecat", "csl", "bibtex")  # fmt: skip
_PATIENCE = 1.0  # seconds before a progress bar shows
_MOST_COUNTS = 4  # kinds of items that the summary line names


@click.command(short_help="Write an archive in the formats of other programs.")
@click.argument("archive", type=click.Path(dir_okay=False))
@click.option(
    "--format", "form", required=True, type=click.Choice(_FORMATS, case_sensitive=False), help="See docs/export.md."
)
@click.option(
    "-o", "--out", type=click.Path(), help="FILE or FOLDER; a name in .zip packs a folder. Default: standard output."
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(KINDS, case_sensitive=False),
    help="Only these; may be repeated (csv, parquet, webannotation, brat).",
)
@click.option("--from", "since", metavar="DATE", help="Published from 2020, 2020-01 or 2020-01-31 on.")
@click.option("--to", "until", metavar="DATE", help="Published up to then, included.")
@click.option(
    "--country",
    "countries",
    multiple=True,
    metavar="COUNTRY",
    help="Documents that name this state or its people and bodies: TUR or Turkey.",
)
@click.option("--publisher", "publishers", multiple=True, metavar="NAME", help="Published by, the whole name.")
@click.option("--claims", is_flag=True, help="Also events that only a speaker claims, marked as such (ftm, polecat).")
@click.option("--excel-safe", is_flag=True, help="Put ' before cells that a spreadsheet would run (csv, dna, polecat).")
@click.option("--all-copies", is_flag=True, help="Also near-duplicates and replaced versions, each for itself.")
@click.option("--force", is_flag=True, help="Replace an earlier export.")
@click.option("--json", "as_json", is_flag=True, help="Tell what was written as JSON.")
def export(  # noqa: PLR0913 - one parameter an option
    *, archive: str, form: str, out: str | None, kinds: tuple[str, ...], claims: bool, excel_safe: bool, force: bool,
    as_json: bool, **selected: Any,
) -> None:  # fmt: skip
    """Write the documents of ARCHIVE with their records, corrected as reviewers decided, in the order of their keys.

    The same archive gives the same bytes, whatever the order in which documents were added. One document of each
    origin goes out, unless --all-copies is given.

    \b
        verbale export press.verbale --format csv --out press-tables.zip --excel-safe
        verbale export press.verbale --format polecat --claims --from 2020 --country Armenia > events.txt
    """
    from verbale.export.archived import exportable
    from verbale.export.formats import Options

    options = Options(kinds=kinds, excel_safe=excel_safe, claims=claims, force=force)
    _check(form, out, options, as_json=as_json)
    with exportable(Path(archive), _selection(**selected)) as chosen:
        target = Path(out) if out else None
        written = _write(with_progress(chosen.entries(), total=chosen.count()), target, form, options)
    _tell(written, form, target, as_json=as_json)


def _selection(*, countries: tuple[str, ...], **selected: Any) -> Any:
    from verbale.archive.query import country_of
    from verbale.export.archived import Selection

    return Selection(countries=tuple(country_of(name) for name in countries), **selected)


def _check(form: str, out: str | None, options: Options, *, as_json: bool) -> None:
    from verbale.export.formats import FORMATS, takes

    if out is None and FORMATS[form].is_folder:
        raise click.UsageError(f"{form} writes a folder of files; name it with --out (a name in .zip packs it)")
    if out is None and as_json:
        raise click.UsageError("--json tells what was written on standard output; send the export elsewhere with --out")
    for option, given in (("kinds", options.kinds), ("claims", options.claims), ("excel_safe", options.excel_safe)):
        if given and not takes(form, option):
            name = {"kinds": "--kind", "excel_safe": "--excel-safe"}.get(option, f"--{option}")
            others = ", ".join(name for name in FORMATS if takes(name, option))
            raise click.UsageError(f"{name} means nothing to {form}; it is for {others}")


def _write(entries: Iterable[Entry], target: Path | None, form: str, options: Options) -> Written:
    from verbale.export.formats import export as write

    if target is None:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8", newline="")
        return write(entries, sys.stdout, form, options=options)
    return write(entries, target, form, options=options)


def with_progress(entries: Iterator[Entry], *, total: int) -> Iterator[Entry]:
    """Entries, with a bar on standard error once it takes longer than a second and somebody is looking."""
    if not sys.stderr.isatty():
        yield from entries
        return
    from rich.console import Console
    from rich.progress import Progress

    began = time.monotonic()
    with Progress(console=Console(stderr=True), transient=True, disable=False) as progress:
        task = progress.add_task("Writing", total=total, visible=False)
        for entry in entries:
            yield entry
            progress.update(task, advance=1, visible=time.monotonic() - began > _PATIENCE)


def _tell(written: Written, form: str, target: Path | None, *, as_json: bool) -> None:
    """What was written: a line on standard error, or JSON."""
    from verbale.export.formats import plain
    from verbale.export.targets import size_of

    if as_json and target:
        about = {"format": form, "out": str(target), "bytes": size_of(target), **plain(written)}
        click.echo(json.dumps(about, ensure_ascii=False, indent=2))
        return
    if not written.documents:
        click.echo("verbale: no document fits; nothing but an empty export was written", err=True)
        return
    most = sorted(((count, kind) for kind, count in written.items.items() if count), reverse=True)[:_MOST_COUNTS]
    held = ", ".join(f"{count:,} {kind}s" for count, kind in most)
    where = f" to {target} ({size_of(target):,} bytes)" if target else ""
    click.echo(f"verbale: wrote {written.documents:,} documents ({held or 'no items'}) as {form}{where}", err=True)
    for note in written.notes:
        click.echo(f"verbale: {note}", err=True)
