"""The command line: `verbale read`, `verbale schema`, `verbale model`. Thin; heavy parts are imported by the command
that needs them."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import click

from verbale.cli.add import add
from verbale.cli.backup import backup, restore
from verbale.cli.balance import balance
from verbale.cli.brief import brief
from verbale.cli.check import check, failures
from verbale.cli.export import export
from verbale.cli.known import listings
from verbale.cli.model import model
from verbale.cli.polarization import polarization
from verbale.cli.read import read
from verbale.cli.relations import relations
from verbale.cli.reread import reread
from verbale.cli.review import review
from verbale.cli.schema import schema
from verbale.cli.search import search
from verbale.cli.show_ import show
from verbale.errors import VerbaleError

UNUSABLE = 2  # exit code for input that cannot be used, as for wrong options
_CRASHED = 3
_DEBUG = "VERBALE_DEBUG"  # set in the environment, it lets errors through with their traceback


class _Commands(click.Group):
    """Turns every error into one clear line; nobody who reads documents should meet a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        if os.environ.get(_DEBUG):
            return super().invoke(ctx)
        try:
            return super().invoke(ctx)
        except VerbaleError as error:
            _fail(str(error), UNUSABLE)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError, SystemExit):
            raise
        except Exception as error:
            _fail(f"this should not happen ({type(error).__name__}: {error}); {_DEBUG}=1 shows where", _CRASHED)


def _fail(message: str, code: int) -> NoReturn:
    from verbale.show.safe import safe

    click.echo(f"verbale: {safe(message)}", err=True)
    raise click.exceptions.Exit(code)


def _print_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's own signature
    if value:
        from verbale import __version__

        click.echo(f"verbale {__version__}")
        ctx.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Print the version."
)
def commands() -> None:
    """Read documents of international affairs and keep the record: who said what of whom, what was done, what was
    only claimed."""


commands.add_command(read)
commands.add_command(schema)
commands.add_command(model)
commands.add_command(balance)
commands.add_command(add)
commands.add_command(reread)
commands.add_command(backup)
commands.add_command(restore)
commands.add_command(check)
commands.add_command(failures)
commands.add_command(export)
commands.add_command(review)
commands.add_command(search)
commands.add_command(show)
for listing in listings:
    commands.add_command(listing)
commands.add_command(relations)
commands.add_command(polarization)
commands.add_command(brief)


def main() -> None:
    """The `verbale` command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    commands(prog_name="verbale")
