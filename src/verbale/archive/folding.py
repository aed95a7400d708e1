"""Folded text for the full-text tables and for signatures. The same folding as names have, without its cache."""

from __future__ import annotations

from verbale.actors.folding import fold


def fold_text(text: str) -> str:
    """A text of any length in lower case without marks, as `verbale.actors.folding.fold` makes it.

    That function remembers what it was asked; whole documents would fill its cache and be looked up never again.
    What is searched for must go through one of the two.
    """
    return fold.__wrapped__(text)


def search_text(quote: str | None, name: str | None) -> str:
    """What `items_search` holds for an item: its quote and its name, folded."""
    return fold_text(" ".join(part for part in (quote, name) if part))
