"""Which statement a stretch of text is in, and who is meant by a word.

Shared by the finders that lean on statements and cast.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from verbale.actors import speaks_for
from verbale.finding.context import Reading
from verbale.record import Evidence, Statement


class Inside:
    """The innermost statement at every character of a text."""

    def __init__(self, text: str, statements: Sequence[Statement]) -> None:
        """Paint the statements over the text, the longest first, so that the innermost stays on top."""
        self._owner: list[Statement | None] = [None] * len(text)
        for item in sorted(statements, key=lambda item: item.evidence[0] - item.evidence[1]):
            start, end = item.evidence
            self._owner[start:end] = [item] * (end - start)

    def statement(self, evidence: Evidence) -> Statement | None:
        """The innermost statement where the evidence starts, if it holds all of it."""
        owner = self._owner[evidence[0]]
        return owner if owner is not None and owner.evidence[1] >= evidence[1] else None


def actors_at(reading: Reading, token: Token) -> tuple[str, ...]:
    """The actors that a word denotes as the head of their phrase; empty when unknown."""
    mention = reading.cast.headed_by(token)
    return mention.actors if mention else ()


def sides(reading: Reading, tokens: Iterable[Token]) -> tuple[str, ...]:
    """The actors behind words, a person as the state or body acted for, in text order without repeats."""
    found = (side_of(reading, actor) for token in tokens for actor in actors_at(reading, token))
    return tuple(dict.fromkeys(found))


def side_of(reading: Reading, actor_id: str) -> str:
    """The state or body that a person acts for, the state behind a ministry or army; any other actor is its own side."""
    actor = reading.cast.actors.get(actor_id)
    if actor is None or actor.kind not in ("person", "government"):
        return actor_id
    return next(iter(speaks_for(reading.cast, actor_id)), actor_id)
