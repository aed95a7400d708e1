"""Annotations of texts that are not the project's own, kept without their texts.

`python -m training.corpus.standoff bare --data ../shared/data --out DIR` writes each document of re3d as a corpus file
with empty annotations; DIR lies outside the repository. `python -m training.corpus.standoff pack DIR [--data …]` turns
the annotated ones into `re3d.jsonl`, one document a line: id, hash of the text, head, spans as `[tag, key, start, end]`
in code points of the text as re3d has it, and annotation lines. `load_standoff` joins them with the texts again.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.corpus.markup import Annotated, MarkupError, Span, is_held_out, parse, parse_item
from training.corpus.validate import problems

STANDOFF = Path(__file__).with_name("re3d.jsonl")
ID_PREFIX = "re3d-"
MIN_WORDS = 20  # the shortest of re3d's releases are three or four sentences
COUNTRY_OF_SOURCE = {
    "UK Government": "GBR",
    "US State Department": "USA",
    "CENTCOM": "USA",
    "Australian Department of Foreign Affairs": "AUS",
    "Delegation of the European Union to Syria": "",
}


class StandoffError(ValueError):
    """Annotations and text do not belong together; the message says which document."""


def read_sources(data: Path) -> dict[str, dict[str, Any]]:
    """re3d's documents by our id; `data` is the folder that holds `re3d/`."""
    found = {}
    for path in sorted((data / "re3d").glob("*-documents.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
            for row in map(json.loads, lines):
                found[ID_PREFIX + row["_id"].lower()] = row
    return found


def bare_files(data: Path) -> Iterator[tuple[str, str]]:
    """Id and contents of a corpus file for each document: head, text, no annotations."""
    for key, row in read_sources(data).items():
        head = {
            "id": key,
            "genre": "statement",
            "date": "",
            "publisher": row["sourceName"],
            "publisher_country": COUNTRY_OF_SOURCE.get(row["sourceName"], ""),
            "title": " ".join(row["title"].split()),
            "speaker": "",
        }
        lines = "".join(f"{name}: {value}\n" for name, value in head.items())
        yield key, f"{lines}---\n{row['text']}\n---\n"


def pack_line(document: Annotated) -> str:
    """A document's annotations as one line of JSON; neither its text nor its title."""
    row = {
        "id": document.id,
        "sha256": _digest(document.text),
        "meta": {name: value for name, value in document.meta.items() if name not in ("id", "title")},
        "spans": [[span.tag, span.key, span.start, span.end] for span in document.spans],
        "items": [item.line() for item in document.items],
    }
    return json.dumps(row, ensure_ascii=False)


def pack(folder: Path, sources: dict[str, dict[str, Any]] | None = None) -> list[str]:
    """The lines of a folder's annotated files, in order of their ids; files without annotations are left out.

    Args:
        folder: holds the files that `bare` wrote, annotated since.
        sources: re3d's documents, to check that annotating changed no character of a text.

    Raises:
        StandoffError: a file does not follow GUIDE.md, or its text is not the source's.
    """
    lines = []
    for path in sorted(folder.glob("*.txt")):
        document = _read_annotated(path)
        if not document.spans:
            continue
        if sources is not None and sources[document.id]["text"] != document.text:
            raise StandoffError(f"{path}: its text is not that of re3d; only markup may be added")
        lines.append(pack_line(document))
    return lines


def load_standoff(data: Path, packed: Path = STANDOFF, *, held_out: bool | None = None) -> Iterator[Annotated]:
    """The annotated documents with their texts; only the held-out fifth, or only the rest, when asked.

    Args:
        data: the folder that holds `re3d/`.
        packed: the annotations.
        held_out: as in `markup.load`.

    Raises:
        StandoffError: a document is missing from `data` or its text is another than the annotated one.
    """
    sources = read_sources(data)
    for line in packed.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if held_out is None or held_out == is_held_out(row["id"]):
            yield _join(row, sources.get(row["id"]))


def _join(row: dict[str, Any], source: dict[str, Any] | None) -> Annotated:
    if source is None:
        raise StandoffError(f"{row['id']}: not among the documents of re3d")
    if _digest(source["text"]) != row["sha256"]:
        raise StandoffError(f"{row['id']}: the text differs from the one that was annotated")
    meta = {"id": row["id"], **row["meta"], "title": " ".join(source["title"].split())}
    spans = tuple(Span(start, end, tag, key) for tag, key, start, end in row["spans"])
    return Annotated(meta, source["text"], spans, tuple(map(parse_item, row["items"])))


def _read_annotated(path: Path) -> Annotated:
    try:
        document = parse(path.read_bytes().decode("utf-8"), unwrap=False)
    except MarkupError as error:
        raise StandoffError(f"{path}: {error}") from error
    found = list(problems(document, min_words=MIN_WORDS)) if document.spans else []
    if found:
        raise StandoffError(f"{path}: " + "; ".join(found))
    return document


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _arguments(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    bare = commands.add_parser("bare", help="write re3d's documents as files to annotate")
    bare.add_argument("--data", type=Path, required=True, help="folder that holds re3d/")
    bare.add_argument("--out", type=Path, required=True, help="folder outside the repository")
    packing = commands.add_parser("pack", help="turn annotated files into re3d.jsonl")
    packing.add_argument("folder", type=Path)
    packing.add_argument("--data", type=Path, help="folder that holds re3d/, to check that no text was changed")
    packing.add_argument("--to", type=Path, default=STANDOFF)
    return parser.parse_args(given)


def main(given: list[str]) -> int:
    """Run `bare` or `pack`; 1 when a file is not fit to be packed."""
    arguments = _arguments(given)
    if arguments.command == "bare":
        arguments.out.mkdir(parents=True, exist_ok=True)
        for key, contents in bare_files(arguments.data):
            (arguments.out / f"{key}.txt").write_bytes(contents.encode("utf-8"))
        return 0
    try:
        lines = pack(arguments.folder, read_sources(arguments.data) if arguments.data else None)
    except StandoffError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    arguments.to.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    sys.stdout.write(f"{len(lines)} documents\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
