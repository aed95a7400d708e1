"""Wishes that a verb performs: "We call on …", "Madrid asked everyone to …", "let us …"."""

from __future__ import annotations

from spacy.tokens import Token

from verbale.finding.context import Reading
from verbale.finding.inside import actors_at
from verbale.finding.syntax import children, is_infinitive, is_negated, is_passive, preposition, status_of, subjects
from verbale.finding.wish_parts import (
    Wish,
    actors_of,
    addressees,
    asked,
    cue_words,
    end_of,
    first_of_phrase,
    is_open,
    stops,
)
from verbale.record import Force

_FIRST_PERSON = frozenset({"i", "we"})


def of_performative(reading: Reading, verb: Token) -> Wish | None:
    """ "We call on … to …", "I propose that …" in the speaker's own voice, and "let us …"."""
    if verb.pos_ != "VERB":
        return None
    if verb.lemma_ == "let" and not subjects(verb):
        return _of_let(reading, verb)
    return _of_ask(reading, verb)


def _of_ask(reading: Reading, verb: Token) -> Wish | None:
    force = _performative_force(verb)
    below = _action_below(verb) if force is not None else None
    if force is None or below is None or (force == "hope" and not is_open(below)):
        return None
    if is_passive(verb) or is_negated(verb) or status_of(verb) in ("hypothetical", "called-for"):
        return None
    stop: Force = "demand" if force != "hope" and stops(below) else force
    between = [child for child in children(verb, "obl") if verb.i < child.i < below.i]
    whom = asked(reading, verb) or actors_of(reading, between) or addressees(reading, below)
    if any(child.lower_ == "me" for child in children(verb, "obj", "iobj")):
        return None  # "asked me to convey": a message, no wish
    action = (first_of_phrase(below), end_of(below))
    own = [child for child in children(verb, "nsubj") if child.lower_ in _FIRST_PERSON]
    if own:
        past = "Past" in verb.morph.get("Tense", [])
        return None if past else Wish(own[0].i, end_of(verb), action, stop, whom, verb)
    by = _wisher(reading, verb)
    if by is None and (subjects(verb) or reading.document.genre != "statement"):
        return None
    named = [child.left_edge.i for child in children(verb, "obj", "iobj", "obl") if verb.i < child.i < below.i]
    first = min([below.left_edge.i, *named])
    first += verb.doc[first].lower_ in ("on", "upon", "for") and first < below.i
    return Wish(first, end_of(below), action, stop, whom, below, by=by)


def _action_below(verb: Token) -> Token | None:
    """What is wished for: the complement of a verb of wishing."""
    below = children(verb, "xcomp", "ccomp", "obl", "obj", "advcl")
    return next((child for child in below if child.i > verb.i and _is_action(verb, child)), None)


def _wisher(reading: Reading, verb: Token) -> str | None:
    """The one actor who is the subject of a verb of wishing."""
    found = [actor for token in subjects(verb) for actor in actors_at(reading, token)]
    return found[0] if found else None


def _of_let(reading: Reading, verb: Token) -> Wish | None:
    """ "Let us form a committee", "let them ratify": with something to be done to something.

    "let us walk" and "let me say" are turns of speech.
    """
    below = next((child for child in children(verb, "xcomp", "ccomp") if child.i > verb.i), None)
    whom = [*children(verb, "obj"), *(children(below, "nsubj") if below is not None else [])]
    if below is None or not whom or whom[0].lower_ in ("me", "him", "her", "it", "that", "this"):
        return None
    if not any(
        child.pos_ in ("NOUN", "PROPN")
        for child in below.children
        if child.dep_ in ("obj", "obl") and child.i > below.i
    ):
        return None
    return Wish(verb.i, end_of(verb), (below.i, end_of(verb)), "proposal", addressees(reading, below), verb)


def _performative_force(verb: Token) -> Force | None:
    for force in ("demand", "proposal", "hope"):
        if verb.lemma_ in cue_words("performatives", force):
            near = {token.lower_ for token in verb.doc[verb.i + 1 : verb.i + 4]}
            if verb.lemma_ in ("call", "plead") and not near & {"for", "on", "upon", "with"}:
                return None
            if verb.lemma_ in ("want", "like") and not children(verb, "obj", "ccomp"):
                return None
            if verb.lemma_ == "look" and not any(child.lower_ == "forward" for child in verb.children):
                return None
            return force
    return None


def _is_action(verb: Token, child: Token) -> bool:
    if (
        verb.lemma_ in ("hope", "wish", "expect", "want", "like")
        and child.dep_ == "xcomp"
        and not children(verb, "obj")
    ):
        return False  # what somebody means to do himself
    if verb.lemma_ == "ask" and child.dep_ == "ccomp":
        return False  # a question
    if child.dep_ in ("xcomp", "ccomp"):
        return (child.tag_ != "VBD" and not children(child, "cop")) or is_open(child)
    if child.dep_ == "advcl":
        return is_infinitive(child)
    if child.dep_ == "obl":
        return preposition(child) == "for" or (
            verb.lemma_ == "insist" and preposition(child) in ("on", "upon") and child.pos_ == "NOUN"
        )
    return (
        verb.lemma_ in ("demand", "propose", "suggest", "recommend", "advocate", "request", "seek")
        and child.pos_ == "NOUN"
    )
