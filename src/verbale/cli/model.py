"""`verbale model`: what the shipped model is, was trained on, and scores."""

from __future__ import annotations

import click


@click.group()
def model() -> None:
    """The English model that comes with Verbale."""


@model.command()
@click.option("--plain", is_flag=True, help="The card's Markdown as it is.")
def info(*, plain: bool) -> None:
    """Show the model card: data and licences, scores, limits."""
    from verbale.reading import model_card

    card = model_card()
    if plain:
        click.echo(card)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(card))
