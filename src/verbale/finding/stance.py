"""Stance: what a statement's words say, for or against, of the actors in them.

Rules find signs (`stance_signs`); a small model (`stance_model`) weighs them with the other words of the statement and where
they stand, and decides for each actor between for, against and neither. A speaker's own side has none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Span, Token

from verbale.actors import denoted
from verbale.data import read_toml
from verbale.finding.context import Reading
from verbale.finding.stance_features import Signal, features_of, word_of, words_of
from verbale.finding.stance_hostile import can_tell, is_in_body_name, is_party, is_victim, suffered
from verbale.finding.stance_model import AGAINST, FOR, NEITHER, stance_model
from verbale.finding.stance_signs import Sign, is_excused, polarity, side, signs_of, targets
from verbale.finding.syntax import preposition
from verbale.record import Event, Stance, Statement

# Probability that the model must leave to what a rule says. When it was set, in cross-validation: precision .67 and recall .45 of the signs of
# actors named in statements; rules alone .55 and .38, the model alone .68 and .40.
_NOT_DENIED = 0.3
_POSSESSORS = 3  # nouns between a victim and what it suffers: "the occupation of a part of the territory of X"


def with_stance(reading: Reading, statements: Sequence[Statement], events: Sequence[Event]) -> list[Statement]:
    """The same statements, each with the stance that its words show."""
    claimed: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.claimed_by is not None:
            claimed[event.claimed_by].append(event)
    return [replace(item, stance=tuple(_stances(reading, item, claimed[item.id]))) for item in statements]


def _stances(reading: Reading, statement: Statement, events: Sequence[Event]) -> Iterator[Stance]:
    for judged in judged_actors(reading, statement, events):
        sign = _decided(judged)
        if sign != NEITHER and (stance := _written(reading, judged, sign)) is not None:
            yield stance


def _decided(judged: Judged) -> int:
    """An act is believed; other rules where the model does not think otherwise; the model alone where it is sure.

    Where rule and model contradict each other, neither is believed.
    """
    acts = {sign.value > 0 for sign in judged.signs if sign.kind in ("act", "hostile")}
    if len(acts) == 1:
        return FOR if acts.pop() else AGAINST
    sign = _weighed(judged)
    if sign == AGAINST:
        return NEITHER if _suffers(judged) else sign
    return NEITHER if judged.mentions and all(map(is_party, judged.mentions)) else sign


def _weighed(judged: Judged) -> int:
    """What rules and model together say of an actor whom no act is aimed at."""
    model = stance_model()
    odds = model.probabilities(judged.features)
    ruled = {sign.value > 0 for sign in judged.signs}
    if len(ruled) == 1:
        told = FOR if ruled.pop() else AGAINST
        if odds[told] >= _NOT_DENIED and odds[told] >= odds[AGAINST + FOR - told]:
            return told
    best = int(odds.argmax())
    if ruled and best not in {FOR if friendly else AGAINST for friendly in ruled}:
        return NEITHER
    barred = _uses_excused_force(judged) or _suffers(judged) if best == AGAINST else _is_acted_against(judged)
    return best if odds[best] >= model.least and not barred else NEITHER


def _suffers(judged: Judged) -> bool:
    """Whether the actor stands only where a hostile act falls or something happens: "the invasion of X", "busy in X"."""
    return bool(judged.mentions) and all(map(_is_suffering, judged.mentions))


def _is_suffering(mention: Token) -> bool:
    """ "the occupation of X", "the occupation of X's territory", "the X problem", "those who attacked X", "busy in X"."""
    if (mention.dep_ == "obl" and preposition(mention) in _WHERE) or is_victim(mention):
        return True
    if mention.dep_ in ("obj", "iobj", "nsubj:pass") and mention.head.lemma_.lower() in suffered("verbs"):
        return True
    above = mention
    for _ in range(_POSSESSORS):
        hit = preposition(above) in ("of", "on", "against", "in") or above.dep_ == "compound"
        if hit and above.head.lemma_.lower() in suffered("nouns"):
            return True
        if above.dep_ not in ("amod", "compound", "nmod:poss", "nmod", "conj") or above.head.pos_ not in (
            "NOUN",
            "PROPN",
        ):
            return False
        above = above.head
    return False


_WHERE = frozenset({"in", "at", "near", "around", "inside"})


def _is_acted_against(judged: Judged) -> bool:
    """ "its defence against X": praise around it is not for X."""
    near = (item for mention in judged.mentions for item in (mention, mention.head))
    return any(preposition(item) == "against" for item in near)


def _uses_excused_force(judged: Judged) -> bool:
    """Whether the actor is told to act against those whom the same words condemn."""
    verbs = {mention.head.i: mention.head for mention in judged.mentions if mention.dep_ == "nsubj"}
    return any(verb.pos_ == "VERB" and is_excused(verb) for verb in verbs.values())


@dataclass(frozen=True)
class Judged:
    """An actor whom a statement may be for or against: what speaks for either, and where."""

    actor: str
    signs: tuple[Sign, ...]
    features: Mapping[str, float]
    content: Span
    mentions: tuple[Token, ...]


def judged_actors(reading: Reading, statement: Statement, events: Sequence[Event]) -> Iterator[Judged]:
    """Every actor but the speaker's own side that a statement is about, with what its words show of it.

    Args:
        reading: the document.
        statement: one of its statements.
        events: those that the statement claims.
    """
    content = reading.span(statement.evidence)
    if content is None:
        return
    own = set(statement.speaks_for) | {statement.speaker}
    own |= {reading.cast.country(actor) for actor in own if actor is not None}
    signs = signs_of(reading, statement, events, list(content), own)
    actors = dict.fromkeys((*side(reading, statement.about), *(sign.actor for sign in signs)))
    others = [actor for actor in actors if actor not in own]
    words = words_of(statement, list(content), polarity(), sides=len(others))
    for actor in others:
        mine = tuple(sign for sign in signs if sign.actor == actor)
        mentions = tuple(_mentions(reading, statement, actor, content))
        if mentions and all(map(is_in_body_name, mentions)):
            continue
        features = features_of(
            words, mentions, [Signal(sign.kind, sign.value) for sign in mine if sign.kind != "hostile"],
            _parts(reading, events, actor), kind=reading.cast.actors[actor].kind,
        )  # fmt: skip
        yield Judged(actor, mine, features, content, mentions)


def _mentions(reading: Reading, statement: Statement, actor: str, content: Span) -> list[Token]:
    """Where an actor, or a body of that state, stands in what was said or as whom the act is aimed at."""
    cue = reading.span(statement.cue.evidence) if statement.cue is not None else None
    heads = [
        reading.doc[mention.head]
        for mention in reading.cast.within(content.start, content.end)
        if actor in mention.actors or actor in side(reading, mention.actors)
    ]
    aimed = [
        head
        for head in (targets(cue) if cue is not None else ())
        if actor in side(reading, denoted(reading.cast, head))
    ]
    return list({head.i: head for head in (*heads, *aimed)}.values())


def _parts(reading: Reading, events: Sequence[Event], actor: str) -> Iterator[tuple[Event, str]]:
    for event in events:
        if actor in side(reading, event.actor):
            yield event, "actor"
        if actor in side(reading, event.recipient):
            yield event, "recipient"


def _written(reading: Reading, judged: Judged, sign: int) -> Stance | None:
    """The stance with its strongest evidence: what a rule found, else the word that weighs most; None without such a word."""
    way = 1 if sign == FOR else -1
    agreeing = [item for item in judged.signs if item.value * way > 0]
    if agreeing:
        best = max(agreeing, key=lambda item: (abs(item.value), -item.span.start))
        value, span = best.value, best.span
    else:
        telling = _telling(judged, sign)
        if telling is None:
            return None
        value, span = way * read_toml("stance")["weights"]["model"], telling
    evidence = reading.evidence(span)
    return Stance(toward=judged.actor, value=round(value, 2), evidence=evidence, quote=reading.quote(evidence))


def _telling(judged: Judged, sign: int) -> Span | None:
    """The content word whose features speak most for a sign; None where there is none."""
    model, content = stance_model(), judged.content
    near = {name: model.weight(name, sign) for name in judged.features}

    def weight(token: Token) -> float:
        word, judging = word_of(token), polarity().get(token.lemma_.lower(), 0.0) * (1 if sign == FOR else -1)
        return judging + sum(
            value for name, value in near.items() if name.rpartition("=")[2].rpartition(">")[2] == word
        )

    words = [token for token in content if can_tell(token)]
    best = max(words, key=lambda token: (weight(token), -token.i), default=None)
    if best is None:
        return None
    return content.doc[best.i : best.i + 1]
