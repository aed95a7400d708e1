"""What rules take for or against an actor in a statement's words, each sign with the words it rests on.

Three kinds of evidence: the act toward its target ("thanked Turkey"), what the speaker tells that somebody did to somebody
(the events claimed by the statement), and evaluative words tied by syntax to an actor ("aggressive policy of Armenia",
"Armenia is the main obstacle", "fraternal relations with Turkey").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.tokens import Span, Token

from verbale.actors import denoted, possessor
from verbale.data import read_toml
from verbale.finding.context import Reading
from verbale.finding.stance_hostile import doers, hostile, is_of_process
from verbale.finding.syntax import (
    OBLIGATION,
    children,
    conjuncts,
    is_negated,
    is_passive,
    objects,
    obliques,
    passive_subjects,
    preposition,
    subjects,
    trim,
)
from verbale.record import Event, Statement

# A denied judgement ("is no friend") turns round, and is weaker than its contrary said outright.
_NEGATED = -0.6
_DOING = frozenset({"by"})
_AIMED = frozenset({"to", "for", "of", "at", "with", "against", "towards", "toward", "over", "on"})
_TARGET_ACTS = frozenset(
    {"thank", "praise", "congratulate", "welcome", "support", "condemn", "accuse", "criticise", "reject", "threaten"}
)


@dataclass(frozen=True)
class Sign:
    """For (up to +1) or against (down to -1) an actor, the words that show it, and the kind of rule."""

    actor: str
    value: float
    span: Span
    kind: str = "word"


def signs_of(
    reading: Reading, statement: Statement, events: Sequence[Event], content: Sequence[Token], own: set[str | None]
) -> list[Sign]:
    """Every sign in a statement.

    Args:
        reading: the document.
        statement: its act counts.
        events: those that the statement claims.
        content: the tokens of what was said.
        own: the speaker's own side.
    """
    return [*_of_act(reading, statement), *_of_events(reading, events, own), *_of_words(reading, statement, content)]


# --- the act toward its target


def _of_act(reading: Reading, statement: Statement) -> Iterator[Sign]:
    if statement.cue is None or statement.cue.act not in _TARGET_ACTS:
        return
    value = read_toml("stance")["acts"][statement.cue.act]
    cue = reading.span(statement.cue.evidence)
    for head in targets(cue) if cue is not None else ():
        if value > 0 and is_of_process(head):
            continue
        actors = side(reading, denoted(reading.cast, head)) or side(reading, _whose(reading, head))
        for actor in actors:
            yield Sign(actor, value, trim(head.doc, head.left_edge.i, head.i + 1), "act")


def targets(cue: Span) -> list[Token]:
    """What the act is aimed at: the object of the cue, else its "to/for/of/at/with" phrase; for a passive, its subject."""
    inside = set(range(cue.start, cue.end))
    aimed = [item for token in cue for item in (*objects(token), *passive_subjects(token))]
    named = [item for item in aimed if item.i not in inside]
    phrases = [
        item
        for token in cue
        for item in children(token, "obl", "nmod")
        if item.i not in inside and preposition(item) in _AIMED
    ]
    return [part for item in named or phrases[:1] for part in conjuncts(item)]


def side(reading: Reading, actors: Sequence[str]) -> tuple[str, ...]:
    """A state for its government's bodies, others as they are."""
    cast = reading.cast
    sides = (cast.country(actor) if cast.actors[actor].kind == "government" else actor for actor in actors)
    return tuple(dict.fromkeys(side for side in sides if side is not None and side in cast.actors))


# --- what somebody is said to have done


def _of_events(reading: Reading, events: Sequence[Event], own: set[str | None]) -> Iterator[Sign]:
    table: Any = read_toml("stance")["events"]
    for event in events:
        trigger = reading.span(event.trigger)
        if trigger is None or event.status in ("negated", "hypothetical"):
            continue
        if event.type in ("SUPPORT", "AGREE") and any(map(is_of_process, objects(trigger.root))):
            continue
        actors, recipients = side(reading, event.actor), side(reading, event.recipient)
        if set(actors) & own:
            value = table["own"].get(event.type)
            others = recipients or tuple(actor for actor in actors if actor not in own)
            yield from (Sign(actor, value, trigger, "own deed") for actor in others if value is not None)
        elif event.status == "called-for":
            value = table["demanded"].get(event.type)
            yield from (Sign(actor, value, trigger, "demand") for actor in actors if value is not None)
        elif not is_excused(trigger.root):
            value = table["doer"].get(event.type)
            if value is not None and (_counts_anyhow(event, value, table) or set(recipients) & own):
                yield from (Sign(actor, value, trigger, "deed") for actor in actors)


def is_excused(act: Token) -> bool:
    """Whether an act of force is told as aimed at those whom the speaker's own words condemn."""
    aimed = [*objects(act), *obliques(act, "of", "on", "against")]
    words = read_toml("stance")["excused"]["words"]
    return any(token.lemma_.lower() in words for item in aimed for token in item.subtree)


def _counts_anyhow(event: Event, value: float, table: Any) -> bool:
    """Hostile deeds count against their doer whoever suffers them, kindness and accusations only those to the speaker's side."""
    return value < 0 and event.type not in table["toward_own"]


# --- evaluative words


@cache
def polarity() -> dict[str, float]:
    """Judging lemmas, from -1 to +1."""
    data = read_toml("stance")
    weights = data["weights"]
    table: dict[str, float] = {}
    for sign, name in ((1, "positive"), (-1, "negative")):
        for strength in ("strong", "clear"):
            table.update((word, sign * weights[strength]) for word in data[name][strength])
    return table


@cache
def _verb_polarity() -> dict[str, float]:
    data = read_toml("stance")
    weight = data["weights"]["verb"]
    return {verb: sign * weight for sign, name in ((1, "positive"), (-1, "negative")) for verb in data[name]["verbs"]}


def _of_words(reading: Reading, statement: Statement, tokens: Sequence[Token]) -> Iterator[Sign]:
    asks = statement.cue is not None and statement.cue.act in ("demand", "urge")
    first, last = tokens[0].i, tokens[-1].i
    for token in tokens:
        if token.pos_ == "VERB" and token.lemma_ in read_toml("stance")["obliged"]["verbs"]:
            yield from _of_obligation(reading, token, first, last, asked=asks)
        if token.pos_ == "VERB" and token.lemma_ in _verb_polarity():
            yield from _of_verb(reading, token, first, last)
        value = polarity().get(token.lemma_.lower())
        if value is not None and token.pos_ in ("NOUN", "ADJ", "PROPN", "VERB", "ADV") and not _in_name(reading, token):
            value = value * _NEGATED if is_negated(token) or is_negated(token.head) else value
            yield from _of_word(reading, token, value, first, last)
        yield from _of_hostile(reading, token, first, last)
        if token.lemma_.lower() in read_toml("stance")["ties"]["nouns"]:
            yield from _of_tie(reading, token, first, last)


def _of_hostile(reading: Reading, token: Token, first: int, last: int) -> Iterator[Sign]:
    """Who does a hostile act that a noun or a participle with "by" tells of, whatever the rest of the sentence says."""
    actors: list[str] = []
    if token.pos_ == "NOUN" and not is_excused(token):
        actors = doers(reading, token)
    elif token.pos_ in ("VERB", "ADJ") and token.lemma_ in hostile("verbs"):
        told = not (is_excused(token) or is_negated(token) or _is_hypothetical(token))
        actors = [actor for agent in _agents(token) if told for actor in denoted(reading.cast, agent)]
    value = polarity().get(token.lemma_.lower(), read_toml("stance")["hostile"]["value"])
    for actor in side(reading, tuple(dict.fromkeys(actors))):
        if _mentioned(reading, actor, first, last):
            yield Sign(actor, value, token.doc[token.i : token.i + 1], "hostile")


def _of_verb(reading: Reading, verb: Token, first: int, last: int) -> Iterator[Sign]:
    if is_negated(verb) or _is_hypothetical(verb):
        return
    value = _verb_polarity()[verb.lemma_]
    if value > 0 or is_excused(verb):
        return  # what third parties do well is praise only in evaluative words; kindness to one's side comes from events
    for doer in _agents(verb) or ([] if is_passive(verb) else subjects(verb)):
        if first <= doer.i <= last:
            for actor in side(reading, denoted(reading.cast, doer)):
                yield Sign(actor, value, verb.doc[verb.i : verb.i + 1], "verb")


def _agents(verb: Token) -> list[Token]:
    """Who does what a participle tells: "territories occupied by X"."""
    phrases = children(verb, "obl", "obl:agent", "nmod")
    return [part for item in phrases if preposition(item) == "by" for part in conjuncts(item)]


def _of_obligation(reading: Reading, verb: Token, first: int, last: int, *, asked: bool) -> Iterator[Sign]:
    """ "Armenia should withdraw": whoever is told to stop, leave or comply is held to be in the wrong."""
    asked = asked and verb.dep_ in ("xcomp", "ccomp", "advcl", "acl") and not first <= verb.head.i < verb.i
    held = (
        asked or any(child.lower_ in OBLIGATION for child in verb.children if child.dep_ == "aux") or _is_had_to(verb)
    )
    for subject in subjects(verb) if held and not is_passive(verb) else ():
        if first <= subject.i <= last:
            for actor in side(reading, denoted(reading.cast, subject)):
                yield Sign(actor, read_toml("stance")["obliged"]["value"], verb.doc[verb.i : verb.i + 1], "duty")


def _is_had_to(verb: Token) -> bool:
    return verb.dep_ == "xcomp" and verb.head.lemma_ in ("have", "need", "ought")


def _is_hypothetical(verb: Token) -> bool:
    return any(child.lower_ in ("if", "would", "could", "might", "should", "must") for child in verb.children)


def _in_name(reading: Reading, token: Token) -> bool:
    """Whether a word is part of an actor's name, where it judges nothing ("the Democratic Republic of the Congo")."""
    over = reading.cast.over(token.i)
    return any(mention.kind in ("name", "alias") and mention.end - mention.start > 1 for mention in over)


def _of_word(reading: Reading, token: Token, value: float, first: int, last: int) -> Iterator[Sign]:
    """The actor that an evaluative noun or adjective is about: subject of "is", possessor, or the noun modified."""
    noun = token.head if token.dep_ == "amod" else token
    owners = [*(denoted(reading.cast, noun) if noun != token else ()), *_whose(reading, noun)]
    if not owners and value < 0:
        owners = _doers(reading, noun)
    if children(noun, "cop") or noun.dep_ == "xcomp":
        for subject in subjects(noun):
            owners += denoted(reading.cast, subject) or _whose(reading, subject)
    for actor in side(reading, owners):
        if _mentioned(reading, actor, first, last):
            yield Sign(actor, value, token.doc[token.i : token.i + 1])


def _whose(reading: Reading, noun: Token) -> list[str]:
    """Whose a judged thing is. Who suffers a hostile act, and where a trouble is, is not to blame for it."""
    data = read_toml("stance")
    if noun.lemma_.lower() in data["troubles"]["nouns"]:
        return []
    if noun.lemma_.lower() in data["suffered"]["nouns"]:
        carried_out = [
            agent for verb in children(noun, "acl") if verb.lemma_ in hostile("carrying") for agent in _agents(verb)
        ]
        return [
            *possessor(reading.cast, noun, cases=_DOING),
            *(actor for item in carried_out for actor in denoted(reading.cast, item)),
        ]
    return list(possessor(reading.cast, noun))


def _doers(reading: Reading, noun: Token) -> list[str]:
    """The subject of the verb that a judged noun hangs on: "they resort to blackmail"."""
    head = noun
    while head.dep_ in ("conj", "appos", "obj", "obl", "nmod") and head.head != head:
        head = head.head
        if head.pos_ == "VERB":
            does = head.lemma_ in read_toml("stance")["doing"]["verbs"]
            return [actor for subject in subjects(head) if does for actor in denoted(reading.cast, subject)]
    return []


def _mentioned(reading: Reading, actor: str, first: int, last: int) -> bool:
    inside = reading.cast.within(first, last + 1)
    return any(actor in mention.actors or actor in side(reading, mention.actors) for mention in inside)


def _of_tie(reading: Reading, noun: Token, first: int, last: int) -> Iterator[Sign]:
    """ "fraternal ties with Kenya", "relations … are developing": evaluation near the tie is about its partners."""
    near = [*noun.children, *(noun.head.children if noun.head != noun else ()), noun.head]
    values = [
        polarity()[word.lemma_.lower()]
        for word in near
        if word.lemma_.lower() in polarity() and first <= word.i <= last
    ]
    values += [0.4 for word in near if word.pos_ == "VERB" and _verb_polarity().get(word.lemma_, 0) > 0]
    if not values or is_negated(noun.head):
        return
    weight = read_toml("stance")["weights"]["tie"]
    value = weight if sum(values) > 0 else -weight
    partners = [
        actor
        for mention in reading.cast.within(max(first, noun.left_edge.i), min(last, noun.right_edge.i) + 1)
        for actor in mention.actors
    ]
    for actor in side(reading, partners):
        yield Sign(actor, value, noun.doc[noun.i : noun.i + 1], "tie")
