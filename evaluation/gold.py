"""Treebank documents as raw text with gold words at character offsets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from training.example import Text
from training.treebank import read_lemmas, read_treebank

Place = tuple[int, int]


@dataclass
class GoldText:
    """One document: its text, and for each word its place and labels; ``heads`` has -1 for roots."""

    text: str
    paragraphs: list[int]
    spans: list[Place]
    upos: list[str]
    lemmas: list[str]
    heads: list[int]
    deprels: list[str]
    sentence: list[int]
    genre: str
    identity: str

    def sentences(self) -> set[Place]:
        """First and last character of each sentence."""
        found: dict[int, Place] = {}
        for number, (start, end) in zip(self.sentence, self.spans, strict=True):
            found[number] = (found.get(number, (start, end))[0], end)
        return set(found.values())

    def arcs(self, *, labelled: bool = False) -> set[tuple]:
        """(word, head) or (word, head, relation) by place; the head of a root is None."""
        return {
            (place, self.spans[head] if head >= 0 else None, *([relation] if labelled else []))
            for place, head, relation in zip(self.spans, self.heads, self.deprels, strict=True)
        }


def read_gold(path: Path) -> list[GoldText]:
    """The documents of a treebank, as their layout was: a blank line between paragraphs."""
    lemmas = iter(read_lemmas(path))
    return [_gold(text, [next(lemmas) for _ in text.words]) for text, _ in read_treebank(path)]


def _gold(text: Text, lemmas: list[str]) -> GoldText:
    source, spans, paragraphs = "", [], []
    for at, word in enumerate(text.words):
        if text.paragraph[at]:
            source += "\n\n" if at else ""
            paragraphs.append(len(source))
        elif at and not text.glued[at]:
            source += " "
        spans.append((len(source), len(source) + len(word)))
        source += word
    return GoldText(
        source,
        paragraphs,
        spans,
        [tag or "_" for tag in text.upos],
        lemmas,
        text.heads,
        [relation or "_" for relation in text.deprels],
        text.sentence,
        text.genre,
        text.identity,
    )
