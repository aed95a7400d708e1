"""`verbale reread`: an archive's documents read again with the model and the rules of now."""

from __future__ import annotations

import click

from verbale.cli.add import finish, progress_shown
from verbale.cli.workers import default_workers, pool_limits, worker_options


@click.command(short_help="Read an archive's documents again with a newer model.")
@click.argument("archive", type=click.Path(dir_okay=False))
@click.option(
    "--older-only", is_flag=True, help="Only those that another version has read; also to go on after a stop."
)
@worker_options
@click.option("--json", "as_json", is_flag=True, help="Write the summary as JSON.")
def reread(  # noqa: PLR0913 - one parameter an option
    *, archive: str, older_only: bool, workers: int | None, memory: int | None, pipeline: str | None, as_json: bool
) -> None:  # fmt: skip
    """Read the documents of ARCHIVE again. What reviewers decided stays, and is applied to the new records.

    Documents are opened from the bytes that the archive keeps; the files that they came from are not needed.

    \b
        verbale reread press.verbale --older-only
    """
    from verbale.archive.rereading import reread as reread_documents
    from verbale.archive.store import open_store

    with open_store(archive) as store, progress_shown("Reading again") as progress:
        run = reread_documents(
            store, older_only=older_only, pipeline=pipeline, workers=workers or default_workers(),
            pool_limits=pool_limits(memory), progress=progress,
        )  # fmt: skip
    finish(run, archive=archive, as_json=as_json)
