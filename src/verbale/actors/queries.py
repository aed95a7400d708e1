"""Questions to a cast: for whom an actor speaks, whom a noun phrase denotes, who possesses, who "we" are."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from verbale.actors.cast import Cast, Mention
from verbale.actors.vocabulary import bodies, offices, title_words
from verbale.record import Actor

_STATE_KINDS = frozenset({"state", "disputed"})
_PUBLIC_KINDS = frozenset({"igo", "group"})

_OWNING = frozenset({"of", "by", None})


def speaks_for(cast: Cast, actor_id: str) -> tuple[str, ...]:
    """The state, government or body whose position an actor's words are; empty for a private view.

    An official speaks for the state, a chair or spokesperson for the body, a state for itself; a ministry speaks for
    its state; researchers, journalists and former officials speak for themselves.
    """
    actor = cast.actors.get(actor_id)
    if actor is None:
        return ()
    if actor.kind in _STATE_KINDS:
        return (actor.id,)
    if actor.kind == "government":
        return (actor.country,) if actor.country in cast.actors and actor.country else (actor.id,)
    if actor.kind != "person":
        return (actor.id,)
    return _of_person(cast, actor)


def _of_person(cast: Cast, actor: Actor) -> tuple[str, ...]:
    for role in actor.roles:
        body = cast.actors.get(role.organisation) if role.organisation else None
        if role.official:
            if body is not None and body.kind in _PUBLIC_KINDS:
                return (body.id,)
            state = role.country or (actor.country if any(r.official for r in actor.roles) else None)
            if state is not None and state in cast.actors:
                return (state,)
            if body is not None:
                return speaks_for(cast, body.id)
    if not actor.roles and actor.sector == "GOV" and actor.country in cast.actors and actor.country is not None:
        return (actor.country,)
    return next(
        (
            (r.organisation,)
            for r in actor.roles
            if r.organisation in cast.actors and r.organisation and _leads(r.title)
        ),
        (),
    )


@cache
def _leads(title: str) -> bool:
    """Whether a title is that of one who speaks for a body: a chair, head, director, spokesperson."""
    lowered = title.lower()
    words = set(lowered.replace(",", " ").split())
    return not lowered.startswith(("former", "ex-")) and bool(words & title_words("leads"))


def denoted(cast: Cast, token: Token) -> tuple[str, ...]:
    """The actors that the noun phrase headed by a token denotes as party to an event; empty for things.

    "Armenian artillery" denotes Armenia's armed forces; "Turkish investment" denotes nobody (see `possessor`).
    Conjuncts are the caller's.
    """
    mention = cast.headed_by(token)
    if mention is not None and mention.actors and mention.kind != "adjective":
        return mention.actors
    inner = _covering(cast, token)
    if inner is not None and inner.kind != "adjective":
        return inner.actors
    if mention is not None and mention.kind == "adjective" and _stands_alone(token):
        return mention.actors
    if token.pos_ in ("NOUN", "PROPN") and (
        token.lower_ in bodies() or token.lower_ in offices() or _singular(token) in offices()
    ):
        return possessor(cast, token)
    return ()


def _stands_alone(token: Token) -> bool:
    return token.dep_ not in ("amod", "compound", "nmod:unmarked")


def _singular(token: Token) -> str:
    return token.lemma_.lower()


def _covering(cast: Cast, token: Token) -> Mention | None:
    """The mention that a token heads from the inside: its own head lies outside of the mention."""
    for mention in cast.over(token.i):
        if mention.actors and not mention.start <= token.head.i < mention.end:
            return mention
    return None


def possessor(cast: Cast, token: Token, *, cases: frozenset[str | None] = _OWNING) -> tuple[str, ...]:
    """Actors of a noun's possessive and adjective modifiers and of those with these cases, in text order, each once.

    Args:
        cast: of the document.
        token: the noun.
        cases: prepositions of phrases after the noun that tell whose it is; None for a phrase without any.
    """
    found: list[str] = []
    for child in sorted(_modifiers(token, cases), key=lambda item: item.i):
        mention = cast.headed_by(child) or _covering(cast, child)
        if mention is not None:
            found.extend(mention.actors)
        elif child.dep_ != "amod":
            found.extend(denoted(cast, child))
    return tuple(dict.fromkeys(found))


def _modifiers(token: Token, cases: frozenset[str | None]) -> list[Token]:
    found = []
    for child in token.children:
        if child.dep_ in ("nmod:poss", "amod", "compound", "nmod:unmarked") or (
            child.dep_ == "nmod" and _case(child) in cases
        ):
            found.append(child)
            found.extend(item for item in child.subtree if item.dep_ == "conj" and item.head in found)
    return found


def _case(token: Token) -> str | None:
    return next((child.lower_ for child in token.children if child.dep_ == "case" and child.i < token.i), None)


def first_person(cast: Cast, speaker: str | None) -> tuple[str, ...]:
    """Who "we", "our country", "our side" are in a speaker's mouth: those whom the speaker speaks for."""
    return speaks_for(cast, speaker) if speaker is not None else ()
