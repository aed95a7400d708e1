"""The runner's own way of cutting words, for data that come as text or are cut otherwise."""

from __future__ import annotations

from functools import cache

from spacy.language import Language

from verbale.reading.pipeline import blank
from verbale.reading.tokens import Words


@cache
def _pipeline() -> Language:
    return blank()


def cut(chunk: str) -> list[str]:
    """The words of a stretch without white space."""
    tokenizer = _pipeline().tokenizer
    assert isinstance(tokenizer, Words)
    return tokenizer.cut(chunk)


def split(source: str) -> tuple[list[str], list[int]]:
    """The words of a text, without blanks, and the character at which each starts."""
    tokens = [token for token in _pipeline().make_doc(source) if not token.is_space]
    return [token.text for token in tokens], [token.idx for token in tokens]
