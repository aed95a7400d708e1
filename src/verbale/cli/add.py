"""`verbale add`: documents of every kind into an archive."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from verbale.cli.workers import default_workers, pool_limits, worker_options

if TYPE_CHECKING:
    from rich.console import Console

    from verbale.archive.summary import Progress, Summary

_SOME_FAILED, _UNUSABLE, _STOPPED = 1, 2, 130  # 130 is what a shell says of a command that Ctrl-C ended


@click.command(short_help="Read files, folders, feeds, archives and pages into an archive.")
@click.argument("archive", type=click.Path(dir_okay=False))
@click.argument("paths", nargs=-1)
@click.option("--url", "urls", multiple=True, help="Fetch this page or feed too; may be repeated.")
@click.option("--publisher", help="Who published them; wins over what they say of themselves.")
@click.option("--publisher-country", metavar="ISO3", help="The publisher's country, ISO 3166-1 alpha-3.")
@click.option("--genre", type=click.Choice(["report", "news", "statement", "speech"]), help="What kind they are.")
@click.option("--date", help="When they were published; else it is found in each document, or left open.")
@click.option(
    "--column", "columns", multiple=True, metavar="FIELD=NAME",
    help="In tables and JSON lines, the column that holds text, title, url, publisher, date …; may be repeated.",
)  # fmt: skip
@worker_options
@click.option("--retry", is_flag=True, help="Read again what failed in an earlier run.")
@click.option("--json", "as_json", is_flag=True, help="Write the summary as JSON.")
def add(  # noqa: PLR0913 - one parameter an option
    *, archive: str, paths: tuple[str, ...], urls: tuple[str, ...], columns: tuple[str, ...], workers: int | None,
    memory: int | None, pipeline: str | None, retry: bool, as_json: bool, **about: str | None,
) -> None:  # fmt: skip
    """Read the documents in PATHs and add them to ARCHIVE, which is made if it is not there.

    A PATH is a file or a folder; - is standard input. Text, HTML, PDF, Word, mail, JSON lines, CSV, feeds, WARC and ZIP
    are told by their content. What was added before is passed over, so a run that was stopped goes on when the same
    command is given again.

    \b
        verbale add press.verbale reports/ speeches.jsonl.gz crawl.warc.gz --publisher "Ministry of Foreign Affairs"
        verbale add press.verbale table.csv --column text=Body --column date="Published on"
    """
    if not paths and not urls:
        raise click.UsageError("nothing to add; name files or folders, or - for standard input, or --url")
    from verbale.archive.adding import add as add_documents
    from verbale.archive.store import open_store

    known = {name: value for name, value in about.items() if value is not None}
    with open_store(archive, create=True) as store, progress_shown("Adding") as progress:
        run = add_documents(
            store, paths, urls=urls, about=known, columns=columns_of(columns), retry=retry, pipeline=pipeline,
            workers=workers or default_workers(), pool_limits=pool_limits(memory), progress=progress,
        )  # fmt: skip
    finish(run, archive=archive, as_json=as_json)


def columns_of(given: tuple[str, ...]) -> dict[str, str]:
    """`FIELD=NAME` options as a mapping.

    Raises:
        BadParameter: one has no `=`, or names a field that no document has.
    """
    from verbale.intake.given import ABOUT

    fields = ("text", "id", *ABOUT)
    columns = {}
    for option in given:
        field, equals, name = option.partition("=")
        if not equals or not name or field not in fields:
            raise click.BadParameter(f"{option!r} is not FIELD=NAME; FIELD is one of {', '.join(fields)}")
        columns[field] = name
    return columns


@contextlib.contextmanager
def progress_shown(verb: str) -> Iterator[Progress | None]:
    """A bar on standard error while somebody is looking; Ctrl-C ends the command with advice."""
    try:
        with _bar(verb) as progress:
            yield progress
    except KeyboardInterrupt:
        click.echo("verbale: stopped. What was stored is kept; give the same command again to go on.", err=True)
        raise click.exceptions.Exit(_STOPPED) from None


@contextlib.contextmanager
def _bar(verb: str) -> Iterator[Progress | None]:
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    words = "{task.description} · {task.fields[seen]:,} documents · {task.fields[rate]:,.1f} a second · {task.fields[failed]:,} failed ·"
    with Bar(
        SpinnerColumn(), TextColumn(words), TimeElapsedColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task(verb, total=None, seen=0, rate=0.0, failed=0)

        def show(run: Summary) -> None:
            rate = run.to_dict()["documents_per_second"]
            bar.update(task, seen=run.seen, rate=rate, failed=run.failed)

        yield show


def finish(run: Summary, *, archive: str, as_json: bool) -> None:
    """Print what a run did, and leave with 1 where some documents failed, 2 where nothing could be used."""
    if as_json:
        from verbale.cli.asked import write_json

        write_json(run.to_dict())
    else:
        from verbale.show.summary import show_summary

        show_summary(run, _console(), archive=archive)
    if run.failed:
        raise click.exceptions.Exit(_SOME_FAILED if run.outcomes.total() else _UNUSABLE)


def _console() -> Console:
    from rich.console import Console

    return Console(file=sys.stdout, highlight=False, emoji=False)
