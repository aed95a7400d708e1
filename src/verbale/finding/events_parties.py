"""Who the words in a predicate's slots stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from spacy.tokens import Token

from verbale.actors import denoted, first_person, possessor
from verbale.actors.cast import Cast
from verbale.finding.syntax import conjuncts, preposition

# Prepositions behind which the owner, the doer or the home of a thing stands ("forces of X", "statement by X",
# "officials from X"): looked at in this order when a phrase itself names no actor.
_OWNERS = ("of", "by", "from", "between", "against", "with", "for", "in", "at", "on", "near", "to")
_SINGULAR = frozenset({"i", "me", "my", "mine"})
_FIRST_PERSON = _SINGULAR | {"we", "us", "our", "ours"}
_HOLDERS = frozenset({"state", "disputed", "government", "igo", "organisation", "group", "person"})


class Parties:
    """Actors behind tokens, one document's."""

    def __init__(self, cast: Cast, voices: Mapping[int, str] | None = None) -> None:
        self._cast = cast
        self._voices = voices or {}
        self._known: dict[int, tuple[str, ...]] = {}
        self._owners: dict[int, tuple[str, ...]] = {}

    def named(self, token: Token) -> tuple[str, ...]:
        """The actors that a token itself stands for."""
        if token.i not in self._known:
            self._known[token.i] = self._political(denoted(self._cast, token) or self._first_person(token))
        return self._known[token.i]

    def _first_person(self, token: Token) -> tuple[str, ...]:
        """Who "I" and "we" are in the mouth of whoever speaks here."""
        speaker = self._voices.get(token.i)
        if speaker is None or token.lower_ not in _FIRST_PERSON:
            return ()
        return first_person(self._cast, speaker) or ((speaker,) if token.lower_ in _SINGULAR else ())

    def behind(self, token: Token, *, prepositions: Sequence[str] = _OWNERS) -> tuple[str, ...]:
        """The actors that a token stands for, or whose thing it is; empty when neither is known."""
        if token.i not in self._owners:
            self._owners[token.i] = self.named(token) or self._owner(token, prepositions)
        return self._owners[token.i]

    def of(self, tokens: Iterable[Token]) -> tuple[str, ...]:
        """The actors behind several tokens, each once, in order."""
        return unique(actor for token in tokens for actor in self.behind(token))

    def country(self, actor: str) -> str | None:
        """The state behind an actor."""
        return self._cast.country(actor)

    def _owner(self, token: Token, prepositions: Sequence[str]) -> tuple[str, ...]:
        if token.pos_ not in ("NOUN", "PROPN", "NUM", "ADJ", "PRON", "DET"):
            return ()
        owner = self._political(possessor(self._cast, token)) or self._modifier(token)
        if owner:
            return owner
        for name in prepositions:
            for child in token.children:
                if child.dep_.split(":")[0] == "nmod" and child.i > token.i and preposition(child) == name:
                    found = unique(actor for item in conjuncts(child) for actor in self.named(item) or self._near(item))
                    if found:
                        return found
        return ()

    def _near(self, token: Token) -> tuple[str, ...]:
        return self._political(possessor(self._cast, token)) or self._modifier(token)

    def _modifier(self, token: Token) -> tuple[str, ...]:
        """Adjectives and names before a noun, or in apposition to it: "Turkish and Greek sides"."""
        found: list[str] = []
        for child in token.children:
            if child.dep_ in ("amod", "compound", "nmod:poss", "appos", "nmod", "flat") and (child.i < token.i or child.dep_ == "appos"):
                if child.dep_ == "nmod" and preposition(child):
                    continue
                for item in conjuncts(child):
                    found.extend(self.named(item))
        return unique(found)

    def _political(self, actors: Iterable[str]) -> tuple[str, ...]:
        return unique(actor for actor in actors if self._is_political(actor))

    def _is_political(self, actor: str) -> bool:
        entry = self._cast.actors.get(actor)
        if entry is None:
            return False
        if entry.kind == "person":
            return entry.country is not None or bool(entry.roles) or entry.sector is not None
        return entry.kind in _HOLDERS


def unique(actors: Iterable[str]) -> tuple[str, ...]:
    """Each once, in order of first appearance."""
    return tuple(dict.fromkeys(actors))
