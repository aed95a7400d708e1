"""`--chart FILE`: what commands that can draw share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from verbale.charts.style import Picture

F = TypeVar("F", bound=Callable[..., Any])


def chart_option(shows: str) -> Callable[[F], F]:
    """The option `--chart`; `shows` tells what is drawn."""
    return click.option(
        "--chart", metavar="FILE", callback=_checked, help=f"Also draw {shows}: FILE.png, .svg, .html or .json."
    )


def _checked(_: click.Context, __: click.Parameter, path: str | None) -> str | None:
    """Complain of an ending or a missing package before any work is done."""
    if path is not None:
        from verbale.charts import check_path

        check_path(path)
    return path


def draw(picture: Picture, path: str) -> None:
    """Write a picture and say so on standard error."""
    from verbale.charts import save_chart
    from verbale.show.safe import safe

    save_chart(picture, path)
    click.echo(safe(f"verbale: {path} written"), err=True)
