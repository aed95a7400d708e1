"""Command-line arguments to things a `Reader` reads: files, standard input, JSON lines, a URL."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from verbale.errors import InputError
from verbale.intake.limits import Limits
from verbale.reader import Failure

if TYPE_CHECKING:
    from verbale.intake.document import Document

STDIN = "-"
_PEEK = 4096  # bytes looked at to tell JSON lines from a document


def documents(
    files: Sequence[str], *, url: str | None, about: Mapping[str, Any], named: bool = False
) -> Iterator[Document | Failure]:
    """Each file's document, or why there is none.

    Args:
        files: paths; `-` is standard input.
        url: an address that is fetched when there are no files, and only recorded when there are.
        about: what the caller knows of the document: `title`, `publisher` …
        named: whether each document keeps its file's name as its id.
    """
    from verbale.intake import load
    from verbale.intake.fetch import fetch

    if url and not files:
        try:
            page = fetch(url)
            yield load(page.data, url=page.url, content_type=page.content_type, **about)
        except InputError as error:
            yield Failure(source_id=url, code=error.code, message=str(error))
        return
    for name in files:
        try:
            source = _standard_input() if name == STDIN else Path(name)
            yield load(source, url=url, source_id=name if named else None, **about)
        except InputError as error:
            yield Failure(source_id=name, code=error.code, message=str(error))


def json_lines(files: Sequence[str], *, about: Mapping[str, Any]) -> Iterator[Document | Failure]:
    """Documents of JSON lines in files or standard input; a file that starts with no `{` is one document."""
    from verbale.intake.jsonl import BadLine, read_jsonl

    for name in files or (STDIN,):
        try:
            if name != STDIN and not _looks_like_lines(Path(name)):
                yield from documents([name], url=None, about=about, named=True)
                continue
            with sys.stdin.buffer if name == STDIN else Path(name).open("rb") as lines:
                for item in read_jsonl(lines):
                    if isinstance(item, BadLine):
                        where = "" if name == STDIN else f"{name}, "
                        message = f"{where}line {item.number}: {item.error}"
                        yield Failure(source_id=item.source_id, code=item.error.code, message=message)
                    else:
                        yield item
        except OSError as error:
            yield Failure(
                source_id=name, code="unreadable", message=f"{name} cannot be read: {error.strerror or error}"
            )


def _standard_input() -> bytes:
    return sys.stdin.buffer.read(Limits().input_bytes + 1)


def _looks_like_lines(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(_PEEK).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
