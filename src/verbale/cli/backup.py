"""`verbale backup` and `verbale restore`: copies of an archive, made while it is in use, and put back."""

from __future__ import annotations

import click


@click.command(short_help="Copy an archive while it is in use.")
@click.argument("archive", type=click.Path(dir_okay=False))
@click.argument("target", type=click.Path(dir_okay=False))
@click.option("--replace", is_flag=True, help="TARGET may be there already and goes.")
@click.option("--json", "as_json", is_flag=True, help="Write what was done as JSON.")
def backup(*, archive: str, target: str, replace: bool, as_json: bool) -> None:
    """Copy ARCHIVE as it is now to TARGET, one file, while others may read and write. It appears whole or not at all.

    \b
        verbale backup press.verbale backups/press-2026-11.verbale
    """
    from verbale.archive.store import open_store

    with open_store(archive, read_only=True) as store:
        store.backup(target, replace=replace)
    _tell(f"{archive} is copied to {target}", target, as_json=as_json)


@click.command(short_help="Put a copy of an archive back.")
@click.argument("copy", type=click.Path(dir_okay=False))
@click.argument("archive", type=click.Path(dir_okay=False))
@click.option("--replace", is_flag=True, help="ARCHIVE may be there already and goes.")
@click.option("--json", "as_json", is_flag=True, help="Write what was done as JSON.")
def restore(*, copy: str, archive: str, replace: bool, as_json: bool) -> None:
    """Put COPY, which `verbale backup` or a change of schema wrote, back as ARCHIVE, after looking whether it is whole.

    \b
        verbale restore backups/press-2026-11.verbale press.verbale --replace
    """
    from verbale.archive.backup import restore as put_back

    put_back(copy, archive, replace=replace)
    _tell(f"{copy} is back as {archive}", archive, as_json=as_json)


def _tell(words: str, target: str, *, as_json: bool) -> None:
    from pathlib import Path

    from verbale.cli.asked import write_json
    from verbale.show.safe import safe

    if as_json:
        write_json({"written": target, "bytes": Path(target).stat().st_size})
    else:
        click.echo(safe(words))
