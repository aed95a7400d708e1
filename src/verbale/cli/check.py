"""`verbale check` and `verbale failures`: whether an archive is sound, and what could not be added to it."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import Any

import click

_FINDINGS = 1
_SHOWN = 50


@click.command(short_help="Look whether an archive is sound.")
@click.argument("archive", type=click.Path(dir_okay=False))
@click.option(
    "--digest", "with_digest", is_flag=True, help="Also the hash of what it holds; equal archives have equal hashes."
)
@click.option("--json", "as_json", is_flag=True, help="Write {findings, digest} as JSON.")
def check(*, archive: str, with_digest: bool, as_json: bool) -> None:
    """Look whether the file of ARCHIVE is whole, every quote stands in its text, and all that is derived is right.

    Changes nothing. Leaves with 1 where something is not as it should be.

    \b
        verbale check press.verbale
    """
    from verbale.archive.store import open_store
    from verbale.cli.asked import write_json

    with open_store(archive, read_only=True) as store:
        found = store.check()
        digest = store.digest() if with_digest else None
    if as_json:
        write_json({"findings": [dataclasses.asdict(finding) for finding in found], "digest": digest})
    else:
        _print(found, digest)
    if found:
        raise click.exceptions.Exit(_FINDINGS)


def _print(found: list[Any], digest: str | None) -> None:
    from verbale.show.safe import safe

    for finding in found[:_SHOWN]:
        where = f" (document {finding.document_key[:12]})" if finding.document_key else ""
        click.echo(safe(f"{finding.code}: {finding.message}{where}"))
    if len(found) > _SHOWN:
        click.echo(f"… and {len(found) - _SHOWN:,} more; --json writes all")
    click.echo(f"{len(found):,} findings" if found else "all is as it should be")
    if digest:
        click.echo(digest)


@click.command(short_help="List what could not be added to an archive.")
@click.argument("archive", type=click.Path(dir_okay=False))
@click.option("--code", "codes", multiple=True, metavar="CODE", help="Only these codes; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Write {source_id, error: {code, message}} one a line.")
def failures(*, archive: str, codes: tuple[str, ...], as_json: bool) -> None:
    """List every document that `verbale add` could not use, with why.

    \b
        verbale failures press.verbale --code encrypted
    """
    import json

    from verbale.archive.archive import Archive
    from verbale.show.safe import safe

    tally: Counter[str] = Counter()
    with Archive(archive, read_only=True) as opened:
        for failure in opened.failures():
            if codes and failure.code not in codes:
                continue
            tally[failure.code] += 1
            plain = json.dumps(failure.to_dict(), ensure_ascii=False)
            click.echo(plain if as_json else safe(f"{failure.source_id}: {failure.message} [{failure.code}]"))
    if not as_json:
        click.echo(", ".join(f"{number:,} {code}" for code, number in sorted(tally.items())) or "nothing failed")
