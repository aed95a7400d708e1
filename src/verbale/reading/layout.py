"""The words of a ``Doc`` without its blanks, the paragraphs they stand in, and the way back to tokens."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from verbale.reading.stretches import Stretch, split

PARAGRAPHS = "verbale_paragraphs"
"""Key of ``doc.user_data`` under which the character offsets of paragraph starts are given."""


@dataclass(frozen=True)
class Layout:
    """A document's words, cut into stretches.

    ``tokens`` holds the token of each word; ``offsets`` the word at which each stretch starts.
    """

    words: list[str]
    tokens: NDArray[np.int64]
    stretches: list[Stretch]
    offsets: list[int]
    length: int

    @classmethod
    def of(cls, doc: Doc) -> Layout:
        """Lay out a tokenised document."""
        kept = [token for token in doc if not token.is_space]
        words = [token.text for token in kept]
        ends = [token.idx + len(token) for token in kept]
        starts = [token.idx for token in kept]
        glued = [at > 0 and ends[at - 1] == start for at, start in enumerate(starts)]
        stretches = split(words, glued, paragraph_words(doc, starts))
        offsets = np.cumsum([0, *(len(stretch.words) for stretch in stretches)])[:-1].tolist()
        return cls(words, np.array([token.i for token in kept], dtype=np.int64), stretches, offsets, len(doc))

    def span(self, words: tuple[int, int], offset: int) -> tuple[int, int]:
        """The half-open range of tokens of a range of words of the stretch that starts at ``offset``."""
        return int(self.tokens[words[0] + offset]), int(self.tokens[words[1] + offset - 1]) + 1

    def head_offsets(self, heads: NDArray[np.int64]) -> NDArray[np.uint64]:
        """Heads as spaCy stores them, relative to the token; blanks hang on the word before, else on the first."""
        owner = np.arange(self.length)
        if len(self.tokens):
            owner = self.tokens[np.maximum(np.searchsorted(self.tokens, owner, side="right") - 1, 0)]
        target = owner.copy()
        target[self.tokens] = self.tokens[heads]
        return (target - np.arange(self.length)).astype(np.int64).view(np.uint64)


def paragraph_words(doc: Doc, starts: list[int]) -> list[int]:
    """The words at which paragraphs start: as given with the document, else after blank lines.

    Args:
        doc: the document; ``doc.user_data`` may hold offsets under ``PARAGRAPHS``.
        starts: the character at which each word starts.
    """
    given = doc.user_data.get(PARAGRAPHS)
    if given is None:
        given = [token.idx + len(token) for token in doc if token.is_space and _is_break(token.text)]
    found = {bisect_left(starts, offset) for offset in given}
    return sorted(at for at in found if at < len(starts))


def _is_break(blank: str) -> bool:
    return blank.count("\n") > 1 or "\u2029" in blank or blank.replace("\r\n", "\n").count("\r") > 1
