"""A wish, and the readings of a parse that all kinds of wishes share: its extent, its doers, whom it asks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from verbale.data import read_toml
from verbale.finding.context import Reading
from verbale.finding.inside import actors_at
from verbale.finding.syntax import agents, children, conjuncts, is_infinitive, is_passive, obliques, subjects
from verbale.record import Force

_VERBAL = frozenset({"VERB", "AUX"})


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish on tokens `[first, last)`; `action` are the tokens of what is to be done.

    `whole`: a statement's whole content.
    """

    first: int
    last: int
    action: tuple[int, int]
    force: Force
    addressees: tuple[str, ...]
    trigger: Token
    whole: bool = False
    by: str | None = None
    """Who wishes, where the words name somebody other than the speaker of the statement.

    "Madrid asked everyone to …".
    """
    headless: bool = False
    """No subject was found: the clause may start earlier than the parse tells."""


def is_open(verb: Token) -> bool:
    """Whether a clause tells what is not yet: an infinitive, a gerund, a bare subjunctive, a modal or future."""
    if verb.pos_ not in _VERBAL and not children(verb, "cop"):
        return True
    helpers = {child.lower_ for child in verb.children if child.dep_ in ("aux", "aux:pass", "cop")}
    if helpers & {"will", "would", "can", "could", "may", "should", "must", "be", "’ll", "'ll"}:
        return True
    if helpers & {"has", "have", "had", "is", "are", "was", "were", "did", "does"}:
        return False
    return verb.tag_ in ("VB", "VBG") or bool(helpers & {"to"}) or is_infinitive(verb)


def stops(verb: Token) -> bool:
    """Whether a verb names what one only demands of another: to stop, to leave, to let go."""
    return verb.lemma_ in cue_words("stopping", "verbs")


def addressees(reading: Reading, verb: Token) -> tuple[str, ...]:
    """Who is to act: the subject of an active verb, the agent of a passive one."""
    doers = agents(verb) if is_passive(verb) else [*subjects(verb), *children(verb, "nsubj")]
    return actors_of(reading, doers)


def asked(reading: Reading, cue: Token) -> tuple[str, ...]:
    """Whom the cue addresses: "urged Armenia", "called on both sides", "appealed to the Council"."""
    return actors_of(reading, [*children(cue, "obj", "iobj"), *obliques(cue, "on", "upon", "to", "from", "of")])


def actors_of(reading: Reading, tokens: list[Token]) -> tuple[str, ...]:
    """The actors behind words and those coordinated with them, without repeats."""
    found = (actor for token in tokens for item in conjuncts(token) for actor in actors_at(reading, item))
    return tuple(dict.fromkeys(found))


def end_of(verb: Token) -> int:
    """The end of a predicate's phrase: before a coordinated clause with a subject or modal of its own."""
    last = verb.right_edge.i + 1
    for child in verb.children:
        apart = child.dep_ == "parataxis" or (child.dep_ == "conj" and _stands_alone(child))
        if apart and child.i > verb.i:
            last = min(last, child.left_edge.i)
    return max(last, verb.i + 1)


def _stands_alone(verb: Token) -> bool:
    return any(child.dep_.startswith(("nsubj", "csubj")) or child.lower_ in modals() for child in verb.children)


def first_of_phrase(verb: Token) -> int:
    """Where the words of the action begin: the verb with the adverbs right before it."""
    before = [
        child.i
        for child in verb.children
        if child.dep_ in ("advmod", "cop", "aux:pass") and child.i < verb.i and child.lower_ not in modals()
    ]
    first = verb.i
    while first - 1 in before:
        first -= 1
    return first


@cache
def cue_words(table: str, key: str) -> frozenset[str]:
    """The words of one list of `data/proposal_cues.toml`."""
    return frozenset(read_toml("proposal_cues")[table][key])


@cache
def modals() -> frozenset[str]:
    """All modal verbs of obligation."""
    return cue_words("modals", "demand") | cue_words("modals", "proposal")
