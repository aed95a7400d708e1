"""`verbale people`, `formats`, `projects`, `proposals`, `figures`, `agreements`, `meetings`: what an archive knows."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

import click

from verbale.cli.asked import connected, console, write_csv, write_json

_ON_A_SCREEN = 50  # rows in the terminal where --limit does not say otherwise; files get all

_LISTS: tuple[tuple[str, str, str, str], ...] = (
    ("people", "knowing", "Person", """List people with the offices they were seen in, and how often they speak.

    Offices are dated by the documents that name them: "seen as Minister 2019-03-01 … 2020-09-16" is no date of appointment."""),
    ("formats", "sittings", "KnownFormat", """List standing formats (the Quad, Azerbaijan-Turkey-Georgia) and how often each met.

    A meeting counts when a document tells that it took place, with a date, and names the format or lists exactly its
    members. The same date in several documents counts once. Planned meetings and those without a date do not count."""),
    ("projects", "knowing", "KnownProject", """List pipelines, railways, corridors and other works between countries."""),
    ("proposals", "proposing", "KnownProposal", """List proposals, how often each was made, and what was reported as done.

    The same side proposing nearly the same words in another document repeats itself. "Reported as done" needs a later
    document that itself asserts it of those who were to act; read the evidence before you rely on it."""),
    ("figures", "knowing", "KnownFigure", """List figures with what they measure, from whom and to whom."""),
    ("agreements", "knowing", "KnownAgreement", """List treaties, declarations, memoranda and resolutions."""),
    ("meetings", "knowing", "KnownMeeting", """List meetings by date, with their hosts and participants."""),
)  # fmt: skip


def _command(name: str, room: str, kind: str, help_text: str) -> click.Command:
    def run(
        *, archive: str, limit: int | None, as_json: bool, as_csv: bool, excel_safe: bool, **asked: str | None
    ) -> None:
        if as_json and as_csv:
            raise click.UsageError("choose one of --json and --csv")
        only = {option: bool(asked.pop(option, None)) for option in ("repeated", "done")}
        rows = _rows(archive, name, room, asked)
        kept = [row for row in rows if (not only["repeated"] or row.origins > 1) and (not only["done"] or row.done)]
        _write(name, kept, getattr(_room(room), kind), limit, as_json=as_json, as_csv=as_csv, excel_safe=excel_safe)

    example = f"\n\n\\b\n    verbale {name} press.verbale --country Turkey --from 2020-01 --to 2020-12"
    command: Callable[..., None] = run
    for option in reversed(_options(name)):
        command = option(command)
    return click.command(name, help=help_text + example)(command)


def _options(name: str) -> list[Callable[[Any], Any]]:
    special = [
        click.option("--repeated", is_flag=True, help="Only what was proposed in several origins."),
        click.option("--done", is_flag=True, help="Only what was later reported as done."),
    ]
    return [
        click.argument("archive", type=click.Path(dir_okay=False)),
        click.option("--country", metavar="COUNTRY", help="Only where it takes part: TUR or Turkey."),
        click.option("--from", "since", metavar="DATE", help="Published from 2020, 2020-01 or 2020-01-31 on."),
        click.option("--to", "until", metavar="DATE", help="Published up to 2020, 2020-12 or 2020-12-31, included."),
        *(special if name == "proposals" else []),
        click.option("--limit", type=click.IntRange(0), help=f"Rows; {_ON_A_SCREEN} in the terminal, else all."),
        click.option("--json", "as_json", is_flag=True, help="Write a list as JSON, with all evidence."),
        click.option("--csv", "as_csv", is_flag=True, help="Write a table as CSV."),
        click.option("--excel-safe", is_flag=True, help="With --csv, put ' before cells that a spreadsheet would run."),
    ]


def _room(room: str) -> Any:
    return import_module(f"verbale.archive.{room}")


def _rows(archive: str, name: str, room: str, asked: dict[str, str | None]) -> Any:
    from verbale.archive.seen import Asked

    with connected(archive) as connection:
        return getattr(_room(room), name)(connection, Asked(**asked))


def _write(  # noqa: PLR0913
    name: str, rows: list[Any], kind: type, limit: int | None, *, as_json: bool, as_csv: bool, excel_safe: bool
) -> None:
    from verbale.record import Rows

    if as_json:
        write_json(Rows(rows[:limit]).to_rows())
    elif as_csv:
        write_csv(Rows(rows[:limit]).to_rows(), kind, sys.stdout, excel_safe=excel_safe)
    else:
        from verbale.show.known import show_known

        show_known(name, rows[: _ON_A_SCREEN if limit is None else limit], console(), total=len(rows))


listings = [_command(*entry) for entry in _LISTS]
"""The commands, to be added to `verbale`."""
