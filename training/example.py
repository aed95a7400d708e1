"""What every reader of data gives and the trainer takes: words with layers of labels, each of which may be unknown."""

from __future__ import annotations

from dataclasses import dataclass, field

UNKNOWN = -100
"""A label that the data do not give; the loss leaves it out."""


@dataclass
class Attribution:
    """One piece of attributed speech: word ranges, half-open, counted from the start of the text; None where absent."""

    cue: tuple[int, int] | None
    source: tuple[int, int] | None
    contents: list[tuple[int, int]]


@dataclass
class Text:
    """A document, or a stretch of one, as words. Every list has one entry a word.

    ``heads`` counts from the start of the text, -1 is the root, ``UNKNOWN`` is unknown. ``names`` holds for each word
    the set of tags that the data allow, None when they say nothing. ``contents_known`` is False where cues and sources
    are marked as we mark them and contents are not.
    """

    words: list[str]
    glued: list[bool]
    sentence: list[int]
    paragraph: list[bool]
    upos: list[str | None] = field(default_factory=list)
    xpos: list[str | None] = field(default_factory=list)
    feats: list[str | None] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deprels: list[str | None] = field(default_factory=list)
    names: list[frozenset[str] | None] = field(default_factory=list)
    speech_known: list[bool] = field(default_factory=list)
    speech: list[Attribution] = field(default_factory=list)
    sentences_known: bool = True
    contents_known: bool = True
    genre: str = ""
    identity: str = ""

    def complete(self) -> Text:
        """Fill the layers that a reader left out with unknowns."""
        count = len(self.words)
        for layer in ("upos", "xpos", "feats", "deprels", "names"):
            if not getattr(self, layer):
                setattr(self, layer, [None] * count)
        self.heads = self.heads or [UNKNOWN] * count
        self.speech_known = self.speech_known or [False] * count
        return self


NAME_TYPES = ("PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "DATE", "MONEY", "LAW")
NAME_TAGS = ("O", *(f"{prefix}-{kind}" for kind in NAME_TYPES for prefix in "BI"))


def tags_of(kinds: set[str], *, first: bool) -> frozenset[str]:
    """The tags that a word may carry when its name is of one of these kinds; "O" stands for no name."""
    prefix = "B" if first else "I"
    return frozenset("O" if kind == "O" else f"{prefix}-{kind}" for kind in kinds)
