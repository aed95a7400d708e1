"""Draws the documents that are annotated a second time, and guards that the second text is the first.

`python -m training.corpus.sample draw FOLDER` writes head and bare text of the drawn documents, without any annotation.
`python -m training.corpus.sample check` compares `second/` with `docs/`: head and text alike, markup aside.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

from training.corpus.markup import Annotated, load, parse

FIRST = Path(__file__).parent / "docs"
SECOND = Path(__file__).parent / "second"
# One prefix a batch of the corpus: meetings, statements and speeches, disputes, comments, news.
PREFIXES = ("m-", "s-", "d-", "c-", "n-")
SIZE = 30  # six documents a prefix: what one annotator does in one sitting


def draw(documents: list[Annotated], *, size: int = SIZE) -> list[Annotated]:
    """The first `size / 5` documents of each prefix in the order of their ids' hashes; the same for the same corpus."""
    each = size // len(PREFIXES)
    chosen: list[Annotated] = []
    for prefix in PREFIXES:
        chosen += sorted((one for one in documents if one.id.startswith(prefix)), key=_order)[:each]
    return chosen


def bare(document: Annotated) -> str:
    """A corpus file with head and text only."""
    head = "\n".join(f"{name}: {value}".rstrip() for name, value in document.meta.items())
    return f"{head}\n---\n{document.text}\n---\n"


def differences(first: Path = FIRST, second: Path = SECOND) -> Iterator[str]:
    """Files of `second` whose head or text is not that of their namesakes in `first`, in words."""
    for again in load(second):
        document = parse((first / f"{again.id}.txt").read_text(encoding="utf-8"))
        if again.meta != document.meta:
            yield f"{again.id}: another head"
        if again.text != document.text:
            yield f"{again.id}: other text {_where(document.text, again.text)}"


def _where(first: str, second: str) -> str:
    pairs = enumerate(zip(first, second, strict=False))
    at = next((place for place, (one, other) in pairs if one != other), min(len(first), len(second)))
    return f"at {at}: {first[at : at + 40]!r} became {second[at : at + 40]!r}"


def _order(document: Annotated) -> str:
    # Salted, so that the order is not the one that decides who is held out.
    return hashlib.sha256(f"second {document.id}".encode()).hexdigest()


def main(arguments: list[str]) -> int:
    """Draw or check, as the first argument says; 1 when a text differs."""
    if arguments[:1] == ["check"]:
        found = list(differences())
        sys.stdout.writelines(f"{line}\n" for line in found)
        return 1 if found else 0
    if len(arguments) != 2 or arguments[0] != "draw":
        sys.stderr.write("usage: python -m training.corpus.sample draw FOLDER | check\n")
        return 2
    folder = Path(arguments[1])
    folder.mkdir(parents=True, exist_ok=True)
    for document in draw(list(load(FIRST))):
        (folder / f"{document.id}.txt").write_text(bare(document), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
