"""The formats by name, and the one function that writes an archive in one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from verbale.archive.projection import KINDS
from verbale.export import bibtex, csl, dna, folders, ftm, jsonl, parquet, polecat, webannotation
from verbale.export.delimited import CELL_CHARACTERS, Cells
from verbale.export.source import Entry
from verbale.export.targets import file_target, folder_target

Lines = Iterator[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to write.

    Attributes:
        kinds: of `projection.KINDS`; none: all that the format holds.
        excel_safe: harmless to spreadsheets (CSV, DNA, POLECAT), see `delimited.Cells`.
        claims: also events that a speaker claims (FollowTheMoney, POLECAT).
        force: replace an earlier export.
    """

    kinds: tuple[str, ...] = ()
    excel_safe: bool = False
    claims: bool = False
    force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """What a format is and takes.

    Attributes:
        name: as given to `--format`.
        summary: what it is, in some words.
        suffixes: of its files; more than none with `is_folder`.
        is_folder: whether it is a folder of files.
        options: which of `Options` it obeys.
    """

    name: str
    summary: str
    suffixes: tuple[str, ...]
    is_folder: bool = False
    options: frozenset[str] = frozenset()


FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format(name="jsonl", summary="records, one a line; nothing is lost", suffixes=(".jsonl",)),
        Format(name="csv", summary="tables as CSV, a folder or ZIP", suffixes=(".csv",), is_folder=True,
               options=frozenset(("kinds", "excel_safe"))),
        Format(name="parquet", summary="the same tables as Parquet", suffixes=(".parquet",), is_folder=True,
               options=frozenset(("kinds",))),
        Format(name="ftm", summary="FollowTheMoney entities, JSON lines", suffixes=(".json",),
               options=frozenset(("claims",))),
        Format(name="webannotation", summary="W3C Web Annotations, JSON-LD", suffixes=(".jsonld",),
               options=frozenset(("kinds",))),
        Format(name="brat", summary="brat standoff, a folder or ZIP", suffixes=(".txt", ".ann", ".conf"), is_folder=True,
               options=frozenset(("kinds",))),
        Format(name="dna", summary="Discourse Network Analyzer's event list", suffixes=(".csv",),
               options=frozenset(("excel_safe",))),
        Format(name="polecat", summary="PLOVER events with POLECAT's columns", suffixes=(".txt",),
               options=frozenset(("claims", "excel_safe"))),
        Format(name="csl", summary="documents as CSL-JSON", suffixes=(".json",)),
        Format(name="bibtex", summary="documents as BibTeX", suffixes=(".bib",)),
    )
}  # fmt: skip


@dataclass
class Written:
    """What was written.

    Attributes:
        documents: how many.
        items: how many of each kind the documents hold.
        notes: what was left out or changed, in words.
    """

    documents: int = 0
    items: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    notes: list[str] = field(default_factory=list)

    def counted(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Pass entries on."""
        for entry in entries:
            self.documents += 1
            for kind in KINDS:
                self.items[kind] += len(getattr(entry.record, f"{kind}s"))
            yield entry


def export(entries: Iterable[Entry], target: Path | IO[str], form: str, *, options: Options | None = None) -> Written:
    """Write entries, which must be in the order of their keys.

    Args:
        entries: read once, one in memory at a time.
        target: a path; for formats that are one file also a text stream with no newline translation.
        form: of `FORMATS`.
        options: see `Options`.

    Raises:
        ExportError: the target is there already, or cannot be written. Nothing is left half written.
        MissingExtra: the format needs a package that is not installed.
    """
    options = options or Options()
    written, cells = Written(), Cells(excel_safe=options.excel_safe)
    counted = written.counted(entries)
    if FORMATS[form].is_folder:
        _write_folder(counted, Path(str(target)), FORMATS[form], options, cells)
    else:
        made = _LINES[form](counted, options, cells, written)
        with file_target(target, force=options.force) if isinstance(target, Path) else nullcontext(target) as stream:
            for line in made:
                stream.write(line)
    written.notes += _notes(cells)
    return written


def _write_folder(entries: Iterator[Entry], target: Path, form: Format, options: Options, cells: Cells) -> None:
    with folder_target(target, form.suffixes, force=options.force) as folder:
        for _ in _FOLDERS[form.name](entries, folder, cells, options.kinds):
            pass


_FOLDERS: Mapping[str, Callable[[Iterable[Entry], Path, Cells, Sequence[str]], Iterator[Entry]]] = {
    "csv": folders.write_csv,
    "parquet": lambda entries, folder, _, kinds: parquet.write(entries, folder, kinds),
    "brat": lambda entries, folder, _, kinds: folders.write_brat(entries, folder, kinds),
}


def _dna(entries: Iterable[Entry], _: Options, cells: Cells, written: Written) -> Lines:
    writer = dna.Dna(cells)
    yield from writer.lines(entries)
    for count, why in ((writer.undated, "of unknown day"), (writer.neutral, "neither for nor against")):
        if count:
            written.notes.append(f"{count} stances {why} were left out")


_LINES: Mapping[str, Callable[[Iterable[Entry], Options, Cells, Written], Lines]] = {
    "jsonl": lambda entries, *_: jsonl.lines(entries),
    "ftm": lambda entries, options, *_: ftm.lines(entries, claims=options.claims),
    "webannotation": lambda entries, options, *_: webannotation.lines(entries, options.kinds),
    "dna": _dna,
    "polecat": lambda entries, options, cells, _: polecat.lines(entries, cells, claims=options.claims),
    "csl": lambda entries, *_: csl.lines(entries),
    "bibtex": lambda entries, *_: bibtex.lines(entries),
}


def _notes(cells: Cells) -> Iterator[str]:
    if cells.guarded:
        yield f"{cells.guarded} cells got a ' in front"
    if cells.shortened:
        yield f"{cells.shortened} cells were cut at {CELL_CHARACTERS:,} characters"


def takes(form: str, option: str) -> bool:
    """Whether a format obeys an option."""
    return option in FORMATS[form].options


def plain(written: Written) -> dict[str, Any]:
    """What was written, JSON-ready."""
    return {"documents": written.documents, "items": written.items, "notes": written.notes}
