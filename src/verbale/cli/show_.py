"""`verbale show`: one document or one fact of an archive."""

from __future__ import annotations

import click

from verbale.cli.asked import connected, console, write_json


@click.command(short_help="Show a document of an archive, or one of its facts.")
@click.argument("archive", type=click.Path(dir_okay=False))
@click.argument("name", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Write it as JSON, a document with its whole record.")
def show(*, archive: str, name: str, as_json: bool) -> None:
    """Print the document or the fact of ARCHIVE that ID names, as `verbale search` prints ids.

    A document comes with its sources, copies, versions and its text marked; a fact with the sentences around it, who
    claims it, and what reviewers decided. Six digits of a document's id are enough where no other begins with them.

    \b
        verbale show press.verbale 1dfc383f7b94
        verbale show press.verbale 1dfc383f7b94/s12
    """
    from verbale.archive.showing import ShownItem
    from verbale.archive.showing import show as find

    with connected(archive) as connection:
        shown = find(connection, name)
    if as_json:
        write_json(shown.to_dict())
        return
    from verbale.show.shown import show_document, show_item

    if isinstance(shown, ShownItem):
        show_item(shown, console())
    else:
        show_document(shown, console())
