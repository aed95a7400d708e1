"""`verbale read`: documents in, records out, as tables, marked text or JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING, Any

import click

from verbale.cli.outputs import opened_output

if TYPE_CHECKING:
    from verbale.intake.document import Document
    from verbale.reader import Failure
    from verbale.record import Record

_UNUSABLE, _SOME_FAILED = 2, 1


@click.command()
@click.argument("files", nargs=-1)
@click.option("--url", help="Fetch this page; with a FILE, only record where the file came from.")
@click.option("--json", "as_json", is_flag=True, help="Write the record as JSON (an array for several files).")
@click.option(
    "--jsonl", "as_lines", is_flag=True, help="Read JSON lines {id, text, title, …}; write one record a line."
)
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write to this file.")
@click.option("--text", "as_text", is_flag=True, help="Show the text with its evidence marked.")
@click.option("--why", is_flag=True, help="Show the rule and confidence behind each statement and event.")
@click.option("--title", help="The document's title.")
@click.option("--publisher", help="Who published it.")
@click.option("--publisher-country", metavar="ISO3", help="The publisher's country, ISO 3166-1 alpha-3.")
@click.option("--date", help="When it was published; else it is found in the document, or left open.")
@click.option(
    "--genre", type=click.Choice(["report", "news", "statement", "speech"]), help="What kind of document it is."
)
@click.option("--speaker", help="Whose words the whole text is (an actor id), for speeches and statements.")
@click.option("--pipeline", metavar="NAME", help="An installed spaCy pipeline instead of the shipped model.")
@click.option("--threads", type=click.IntRange(1, 256), help="Threads for the model; all cores if not given.")
def read(  # noqa: PLR0913 - one parameter an option
    *, files: tuple[str, ...], url: str | None, as_json: bool, as_lines: bool, output: str | None, as_text: bool, why:
    bool,
    pipeline: str | None, threads: int | None, **about: str | None,
) -> None:  # fmt: skip
    """Read documents and show who said what of whom, what was done or claimed, figures and plans.

    FILE is plain text, HTML, PDF, Word or a mail message, told by its content; - is standard input. Many files, tables,
    feeds and archives go into an archive: `verbale add`.
    """
    if not files and not url and not as_lines:
        raise click.UsageError("nothing to read; name a FILE, or - for standard input, or --url")
    if sum((as_json, as_lines, as_text)) > 1:
        raise click.UsageError("choose one of --json, --jsonl and --text")
    outcomes = _outcomes(files, url=url, as_lines=as_lines, pipeline=pipeline, threads=threads, about=about)
    tally = _Tally()
    shown = tally.counted(_with_progress(outcomes, total=None if as_lines else len(files)))
    with opened_output(output) as stream:
        if as_lines:
            _write_lines(shown, stream)
        elif as_json:
            _write_json(shown, stream, many=len(files) > 1)
        else:
            _show(shown, stream, as_text=as_text, why=why, many=len(files) > 1)
    tally.finish()


class _Tally:
    """Counts what was read and what failed, and says so at the end."""

    def __init__(self) -> None:
        self.read = self.failed = 0

    def counted(self, outcomes: Iterable[Record | Failure]) -> Iterator[Record | Failure]:
        """Pass outcomes on, naming failures on standard error."""
        from verbale.reader import Failure
        from verbale.show.safe import safe

        for outcome in outcomes:
            if isinstance(outcome, Failure):
                self.failed += 1
                where = f"{outcome.source_id}: " if outcome.source_id else ""
                click.echo(safe(f"verbale: {where}{outcome.message} [{outcome.code}]"), err=True)
            else:
                self.read += 1
            yield outcome

    def finish(self) -> None:
        """Leave with 2 where nothing could be read, 1 where something could not."""
        if self.failed:
            raise click.exceptions.Exit(_SOME_FAILED if self.read else _UNUSABLE)


def _outcomes(  # noqa: PLR0913
    files: tuple[str, ...], *, url: str | None, as_lines: bool, pipeline: str | None, threads: int | None,
    about: dict[str, str | None],
) -> Iterator[Record | Failure]:  # fmt: skip
    from verbale.cli.inputs import documents, json_lines
    from verbale.reader import Reader

    known: dict[str, Any] = {name: value for name, value in about.items() if value is not None}
    items: Iterable[Document | Failure]
    items = json_lines(files, about=known) if as_lines else documents(files, url=url, about=known, named=len(files) > 1)
    return Reader(pipeline=pipeline, threads=threads).read_many(items)


def _with_progress(outcomes: Iterator[Record | Failure], *, total: int | None) -> Iterator[Record | Failure]:
    """Outcomes, with a bar on standard error while there are several and somebody is looking."""
    if total in {1, 0} or not sys.stderr.isatty():
        yield from outcomes
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(outcomes, description="Reading", total=total, console=Console(stderr=True), transient=True)


def _write_lines(outcomes: Iterable[Record | Failure], stream: IO[str]) -> None:
    for outcome in outcomes:
        stream.write(json.dumps(outcome.to_dict(), ensure_ascii=False, allow_nan=False) + "\n")
        stream.flush()


def _write_json(outcomes: Iterable[Record | Failure], stream: IO[str], *, many: bool) -> None:
    plain = [outcome.to_dict() for outcome in outcomes]
    if many:
        stream.write(json.dumps(plain, ensure_ascii=False, allow_nan=False, indent=2) + "\n")
    elif "error" not in plain[0]:
        stream.write(json.dumps(plain[0], ensure_ascii=False, allow_nan=False, indent=2) + "\n")


def _show(outcomes: Iterable[Record | Failure], stream: IO[str], *, as_text: bool, why: bool, many: bool) -> None:
    from rich.console import Console

    from verbale.reader import Failure
    from verbale.show import marked_text, show_record
    from verbale.show.safe import safe

    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    for outcome in outcomes:
        if isinstance(outcome, Failure):
            continue
        if many:
            console.rule(safe(outcome.document.source_id or ""))
        if as_text:
            console.print(marked_text(outcome))
        else:
            show_record(outcome, console, why=why)
