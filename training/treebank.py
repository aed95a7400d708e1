"""Reads Universal Dependencies treebanks (CoNLL-U), gzipped or not, into texts."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from training.example import Text

FEATURES = (
    "Case",
    "Definite",
    "Degree",
    "Gender",
    "Mood",
    "Number",
    "NumType",
    "Person",
    "Poss",
    "PronType",
    "Reflex",
    "Tense",
    "VerbForm",
    "Voice",
)
"""The features that readers of the record's rules use; the rest (spelling, number style) is left out."""


@dataclass
class Sentence:
    """The rows of one sentence, and what its comments say."""

    rows: list[list[str]] = field(default_factory=list)
    glued_after: set[int] = field(default_factory=set)
    starts_paragraph: bool = False
    document: str | None = None


def read_treebank(path: Path) -> Iterator[tuple[Text, list[str]]]:
    """Documents of a treebank, each with the tenth column of its words (entities, discourse)."""
    document: list[Sentence] = []
    name = ""
    for sentence in _sentences(path):
        if sentence.document is not None:
            if document:
                yield _text(document, name)
            document, name = [], sentence.document
        document.append(sentence)
    if document:
        yield _text(document, name)


def _sentences(path: Path) -> Iterator[Sentence]:
    opener = gzip.open if path.suffix == ".gz" else open
    sentence = Sentence()
    with opener(path, "rt", encoding="utf-8") as lines:
        for raw in lines:
            line = raw.rstrip("\n")
            if line.startswith("#"):
                _comment(sentence, line)
            elif line:
                _row(sentence, line.split("\t"))
            elif sentence.rows:
                yield sentence
                sentence = Sentence()
    if sentence.rows:
        yield sentence


def _comment(sentence: Sentence, line: str) -> None:
    if line.startswith("# newdoc"):
        sentence.document = line.partition("=")[2].strip()
        sentence.starts_paragraph = True
    elif line.startswith("# newpar"):
        sentence.starts_paragraph = True


def _row(sentence: Sentence, row: list[str]) -> None:
    if "." in row[0]:
        return
    if "-" in row[0]:
        first, last = map(int, row[0].split("-"))
        sentence.glued_after.update(range(first, last))
        if "SpaceAfter=No" in row[9]:
            sentence.glued_after.add(last)
        return
    if "SpaceAfter=No" in row[9]:
        sentence.glued_after.add(int(row[0]))
    sentence.rows.append(row)


def _text(document: list[Sentence], name: str) -> tuple[Text, list[str]]:
    text = Text(
        words=[],
        glued=[],
        sentence=[],
        paragraph=[],
        identity=name,
        genre=name.split("_")[1] if name.startswith("GUM_") else name.split("-", maxsplit=1)[0],
    )
    notes: list[str] = []
    columns: dict[str, list] = {layer: [] for layer in ("upos", "xpos", "feats", "heads", "deprels", "known")}
    for number, sentence in enumerate(document):
        offset = len(text.words)
        for at, row in enumerate(sentence.rows):
            text.words.append(row[1].replace(" ", ""))
            text.glued.append(int(row[0]) - 1 in sentence.glued_after)
            text.sentence.append(number)
            text.paragraph.append(at == 0 and sentence.starts_paragraph)
            columns["upos"].append(row[3])
            columns["xpos"].append(row[4])
            columns["feats"].append(wanted_features(row[5]))
            columns["heads"].append(offset + int(row[6]) - 1 if row[6] != "0" else -1)
            columns["deprels"].append(row[7])
            notes.append(row[9])
    text.upos, text.xpos, text.feats = columns["upos"], columns["xpos"], columns["feats"]
    text.heads, text.deprels = columns["heads"], columns["deprels"]
    return text.complete(), notes


def wanted_features(column: str) -> str:
    """The features column cut down to ``FEATURES``, in their order of writing; "_" for none."""
    kept = [pair for pair in column.split("|") if pair.partition("=")[0] in FEATURES]
    return "|".join(kept) or "_"


def read_lemmas(path: Path) -> Iterator[str]:
    """The base form of each word, in the order of ``read_treebank``."""
    return (row[2] for sentence in _sentences(path) for row in sentence.rows)
