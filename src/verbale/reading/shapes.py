"""What the encoder is told about a word beyond its letters: case, whether a paragraph starts, whether it is glued.

The word pieces are uncased, so letter case comes in as an embedding of its own, together with the two facts of layout
that pieces lose. Training and running both use this file; a change asks for a new model.
"""

from __future__ import annotations

from collections.abc import Iterable

from tokenizers import Tokenizer

NO_LETTERS, LOWER, TITLE, UPPER, MIXED = range(5)
CASES = 5
SHAPES = CASES * 4
"""Five cases, times paragraph start or not, times glued to the word before or not."""

MAX_PIECES = 8
"""Pieces of one word that are read: enough for any name; a longer one is a web address or noise."""

REMEMBERED = 200_000
"""Words whose pieces are kept between texts: some 40 MB at worst."""


def case_of(word: str) -> int:
    """The letter case of a word: one of the five constants above."""
    if word.islower():
        return LOWER
    if word.istitle() or (len(word) == 1 and word.isupper()):
        return TITLE
    if word.isupper():
        return UPPER
    if word.upper() == word.lower():
        return NO_LETTERS
    return TITLE if word[0].isupper() and word[1:].islower() else MIXED


def shape_of(word: str, *, paragraph: bool, glued: bool) -> int:
    """The number of a word's shape, 0 to ``SHAPES`` - 1."""
    return case_of(word) + CASES * paragraph + 2 * CASES * glued


class WordPieces:
    """Word pieces of single words; those of words seen before are remembered."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        """Take a tokenizer whose pieces of a text are those of its words, one after another."""
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self._tokenizer = tokenizer
        self._unknown = tokenizer.token_to_id("[UNK]") or 0
        self._seen: dict[str, tuple[int, ...]] = {}

    def of(self, words: Iterable[str]) -> list[tuple[int, ...]]:
        """The pieces of each word, at least one and at most ``MAX_PIECES``."""
        words = list(words)
        if len(self._seen) > REMEMBERED:
            self._seen.clear()
        new = list(dict.fromkeys(word for word in words if word not in self._seen))
        if new:
            clipped = [word[: 16 * MAX_PIECES] for word in new]
            for word, coded in zip(new, self._tokenizer.encode_batch(clipped, add_special_tokens=False), strict=True):
                self._seen[word] = tuple(coded.ids[:MAX_PIECES] or [self._unknown])
        return [self._seen[word] for word in words]
