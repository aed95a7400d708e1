"""`verbale balance`: frustration, camps and margins of a table of signed ties."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from verbale.cli.asked import console, write_json
from verbale.cli.pictures import chart_option, draw
from verbale.errors import MalformedInput

if TYPE_CHECKING:
    from verbale.analysis.signs import Symmetrise
    from verbale.analysis.tie_file import TieFile

_STDIN = "-"
_SOME_BAD = 1
_TOLD = 20  # bad rows told one by one


@click.command()
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option("--source", default="source", show_default=True, metavar="COLUMN", help="Column of the first node.")
@click.option("--target", default="target", show_default=True, metavar="COLUMN", help="Column of the second node.")
@click.option("--weight", default="weight", show_default=True, metavar="COLUMN", help="Column of the signed weight.")
@click.option(
    "--sign", default="sign", show_default=True, metavar="COLUMN", help="Column of the sign: 1, 0, -1, + or -."
)
@click.option("--symmetrise", type=click.Choice(["mean", "min", "hostile-if-either"]), default="mean", show_default=True,
              help="What becomes of A→B and B→A: their mean, the lesser, or the lesser when either is hostile.")  # fmt: skip
@click.option("--seconds", type=click.FloatRange(min=0, min_open=True), default=30.0, show_default=True,
              help="Time for everything; what is not proved by then is shown with its bounds.")  # fmt: skip
@click.option(
    "--shuffles", type=click.IntRange(0, 10_000), default=100, show_default=True, help="Sign-shuffled copies behind Z."
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of the shuffles and walks.")
@click.option("--alpha", type=click.FloatRange(0, 1, min_open=True, max_open=True), default=0.5, show_default=True,
              help="Blame of a negative tie inside a camp, for any number of camps.")  # fmt: skip
@click.option(
    "--threshold", type=click.FloatRange(0), help="Margin below which a node is non-aligned; else the median weight."
)
@click.option("--anchor", metavar="NODE", help="The node that stays when margins are found.")
@chart_option("the network with its two camps")
def balance(  # noqa: PLR0913 - one parameter an option
    *, file: str, as_json: bool, source: str, target: str, weight: str, sign: str, symmetrise: Symmetrise, seconds: float, shuffles: int,
    seed: int, alpha: float, threshold: float | None, anchor: str | None, chart: str | None,
) -> None:  # fmt: skip
    """How a signed network divides into camps, how firmly, and what no division can avoid.

    FILE is a table with a line of headings, `source,target,weight` or `source,target,sign`, delimited by comma, semicolon, tab or
    bar, plain or gzipped; - is standard input.

    \b
    Example:
      verbale balance ties.csv --json --seconds 10
    """
    from verbale.analysis.balance import balance_of
    from verbale.analysis.ties import gather

    found = _read(file, {"source": source, "target": target, "weight": weight, "sign": sign})
    gathered = gather(found.ties, symmetrise=symmetrise, signs=found.signs)
    answer = balance_of(
        gathered, seconds=seconds, shuffles=shuffles, seed=seed, alpha=alpha, threshold=threshold, anchor=anchor
    )
    if chart:
        from verbale.charts import balance_network, signed_network

        draw(signed_network(balance_network(gathered.network, answer)), chart)
    if as_json:
        plain = answer.to_dict() | {"bad_rows": [{"line": line, "error": error} for line, error in found.bad]}
        write_json(plain)
    else:
        from verbale.show.balance import show_balance

        show_balance(answer, console())
    _tell_bad(file, found)


def _read(file: str, columns: dict[str, str]) -> TieFile:
    from verbale.analysis.tie_file import read_ties

    if file == _STDIN:
        return read_ties(sys.stdin.buffer, columns=columns)
    try:
        with open(file, "rb") as stream:
            return read_ties(stream, columns=columns)
    except OSError as error:
        raise MalformedInput(f"{file} cannot be read: {error.strerror or error}") from error


def _tell_bad(file: str, found: TieFile) -> None:
    """Name bad rows on standard error and leave with 1 where there are any."""
    from verbale.show.safe import safe

    where = "" if file == _STDIN else f"{file}, "
    for line, error in found.bad[:_TOLD]:
        click.echo(safe(f"verbale: {where}line {line}: {error}"), err=True)
    if len(found.bad) > _TOLD:
        click.echo(f"verbale: and {len(found.bad) - _TOLD:,} bad rows more; --json lists all", err=True)
    if found.bad:
        raise click.exceptions.Exit(_SOME_BAD)
