"""The cast of one document: who is mentioned where, and who stands behind a word."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from spacy.tokens import Doc, Token

from verbale.actors.gazetteer import known_actors
from verbale.record import Actor, Warning  # noqa: A004 - the contract's own word

MentionKind = Literal["name", "alias", "adjective", "office", "nominal", "pronoun"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens `[start, end)` of the Doc that denote an actor; `actors` is empty where it could not be resolved.

    `head` is the token that governs the mention's phrase. More than one actor: "the two countries", "both sides",
    "they".
    """

    start: int
    end: int
    head: int
    actors: tuple[str, ...]
    kind: MentionKind


def head_of(tokens: Sequence[Token] | Doc, start: int, end: int) -> Token:
    """The first of a document's tokens `[start, end)` that is governed from outside of them."""
    for index in range(start, end):
        token = tokens[index]
        if not start <= token.head.i < end or token.head == token:
            return token
    return tokens[start]


@dataclass(frozen=True)
class Cast:
    """Actors of one document by id, and their mentions in text order (outer before inner).

    `genre_speaker` is the actor whose words the whole text is, where the document names one. `warnings` tell what was
    left open.
    """

    doc: Doc
    actors: Mapping[str, Actor]
    mentions: Sequence[Mention]
    warnings: tuple[Warning, ...] = ()
    genre_speaker: str | None = None
    _by_head: dict[int, Mention] = field(init=False, repr=False, compare=False)
    _starts: list[int] = field(init=False, repr=False, compare=False)
    _over: dict[int, list[Mention]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_head: dict[int, Mention] = {}
        for mention in self.mentions:
            by_head.setdefault(mention.head, mention)
        object.__setattr__(self, "_by_head", by_head)
        over: dict[int, list[Mention]] = {}
        for mention in self.mentions:
            for index in range(mention.start, mention.end):
                over.setdefault(index, []).append(mention)
        object.__setattr__(self, "_starts", [mention.start for mention in self.mentions])
        object.__setattr__(self, "_over", over)

    def headed_by(self, token: Token) -> Mention | None:
        """The outermost mention whose phrase this token governs."""
        return self._by_head.get(token.i)

    def over(self, index: int) -> Sequence[Mention]:
        """Mentions that cover a token, outer before inner."""
        return self._over.get(index, ())

    def within(self, start: int, end: int) -> list[Mention]:
        """Mentions that lie inside tokens `[start, end)`, in text order."""
        first = bisect_right(self._starts, start - 1)
        last = bisect_right(self._starts, end - 1)
        return [mention for mention in self.mentions[first:last] if mention.end <= end]

    def admit(self, actor_id: str) -> None:
        """Make a state of the tables part of the cast: a place in it is somebody's party, though no words name the
        state itself."""
        if actor_id not in self.actors and isinstance(self.actors, dict):
            self.actors[actor_id] = known_actors()[actor_id]

    def country(self, actor_id: str) -> str | None:
        """The state (or disputed entity) behind an actor: alpha-3, or the actor's own id when it is a state."""
        actor = self.actors.get(actor_id)
        if actor is None:
            return None
        return actor.id if actor.kind in ("state", "disputed") else actor.country
