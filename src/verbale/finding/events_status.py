"""Whether an event has happened, goes on, is planned, called for, hypothetical or negated, as its own words say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from spacy.tokens import Token

from verbale.finding.events_frames import Frame
from verbale.finding.events_lexicon import EventLexicon
from verbale.finding.syntax import CONDITIONS, ancestors, children, is_negated, preposition, status_of
from verbale.record import EventType, Status

COOPERATIVE: frozenset[EventType] = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID"})
YIELDING: frozenset[EventType] = frozenset({"CONCEDE", "RETREAT"})
VERBAL: frozenset[EventType] = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN"})
HOSTILE: frozenset[EventType] = frozenset(set(get_args(EventType)) - COOPERATIVE - YIELDING - VERBAL)
"""Material conflict: what can be threatened."""

_NOUNS_ABOVE = 3  # nouns between a noun and its verb: "a format of coordination and dialogue should be formed"
_REPORTED_WOULD = "would"
_DETERMINERS_OF_NOTHING = frozenset({"no", "any", "neither"})


def verb_status(verb: Token) -> Status:
    """The status of a verb's event; "would" in reported speech is a plan, an infinitive of purpose is one too."""
    status = status_of(verb)
    if status == "hypothetical" and _is_reported_future(verb):
        return "planned"
    if status in ("happened", "ongoing") and _has_nobody(verb):
        return "negated"
    if status in ("happened", "ongoing") and is_to_infinitive(verb):
        return "planned" if _follows_be(verb) else "hypothetical"
    return status


def is_to_infinitive(verb: Token) -> bool:
    """Whether a verb is an infinitive with "to" and no operator has spoken for it."""
    return any(child.lower_ == "to" and child.pos_ == "PART" for child in verb.children)


def _follows_be(verb: Token) -> bool:
    return verb.dep_ == "xcomp" and verb.head.lemma_ == "be"


def _has_nobody(verb: Token) -> bool:
    """Whether nobody does it: "no country supported", "neither side attended"."""
    return any(
        grandchild.lower_ in ("no", "neither", "none") and grandchild.dep_ == "det"
        for child in children(verb, "nsubj", "nsubj:pass", "obj")
        for grandchild in child.children
    ) or any(child.lower_ in ("nobody", "none", "neither") for child in children(verb, "nsubj", "nsubj:pass"))


def _is_reported_future(verb: Token) -> bool:
    helpers = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    if _REPORTED_WOULD not in helpers and "'d" not in helpers:
        return False
    if any(child.lower_ in CONDITIONS for child in verb.children if child.dep_ == "mark"):
        return False
    if any(
        grandchild.lower_ in CONDITIONS for child in children(verb, "advcl") for grandchild in children(child, "mark")
    ):
        return False
    return any(above.dep_ in ("ccomp", "parataxis") for above in (verb, *ancestors_within(verb)))


def ancestors_within(token: Token, limit: int = 4) -> Sequence[Token]:
    """The nearest few heads above a token."""
    found = []
    for above in ancestors(token):
        found.append(above)
        if len(found) == limit:
            break
    return found


def noun_status(frame: Frame, lexicon: EventLexicon) -> Status:
    """The status of a noun's event: its own modifiers', else its clause's."""
    word = frame.word
    for child in word.lefts:
        named = lexicon.noun_status.get(child.lower_)
        if named is not None:
            return named
    governed = lexicon.governed_status.get(preposition(word) or "")
    if governed == "negated":
        return governed
    if is_negated(word):
        return "negated"
    if frame.clause is not None:
        return verb_status(frame.clause)
    return _inherited(word)


def _inherited(word: Token) -> Status:
    """The status of the clause that a noun stands in, where that clause only wants or plans what it tells."""
    steps = 0
    while word.dep_.split(":")[0] in ("nmod", "conj") and word.head.pos_ in ("NOUN", "PROPN") and steps < _NOUNS_ABOVE:
        word, steps = word.head, steps + 1
    if word.head.pos_ == "VERB" and word.dep_ in ("nsubj", "nsubj:pass", "obj"):
        status = verb_status(word.head)
        return status if status in ("planned", "called-for", "hypothetical") else "happened"
    return "happened"
