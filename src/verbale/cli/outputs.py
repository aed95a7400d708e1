"""Where a command writes: standard output, or a file."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import click


@contextlib.contextmanager
def opened_output(path: str | None) -> Iterator[IO[str]]:
    """Standard output, or a file that takes its name only when it is whole."""
    if path is None:
        yield sys.stdout
        return
    partial = Path(f"{path}.partial")
    try:
        with partial.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
        os.replace(partial, path)
    except OSError as error:
        raise click.FileError(path, error.strerror or str(error)) from error
    finally:
        partial.unlink(missing_ok=True)
