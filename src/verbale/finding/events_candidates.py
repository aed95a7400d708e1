"""From predicates to event candidates: which sense a word has here, who the parties are, what its status is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from spacy.tokens import Token

from verbale.finding.events_frames import Frame, fits, frame_of, has_particle, noun_names, verb_names
from verbale.finding.events_lexicon import EventLexicon, Sense
from verbale.finding.events_parties import Parties, unique
from verbale.finding.events_status import noun_status, verb_status
from verbale.finding.stance_hostile import is_hostile_act
from verbale.finding.syntax import preposition
from verbale.record import EventType, Status

# Types whose event touches a place itself, so that the place stands for its state; and visits.
_TOUCHING: frozenset[EventType] = frozenset({"ASSAULT", "MOBILIZE", "COERCE", "RETREAT", "AID", "ACCUSE"})
# Who condemns or protests against an act blames its doer, never its victim.
_BLAMING: frozenset[EventType] = frozenset({"ACCUSE", "REJECT", "PROTEST"})
_PREDICATES = ("VERB", "NOUN", "PROPN", "ADJ", "AUX")
# Confidence of the patterns, set by their precision on the development half of the gold sentences and the corpus.
_VERBAL = 0.8
_LIGHT = 0.8
_NOMINAL = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An event in the making.

    `word` tells of it; `clause` is the verb whose clause it is told in, or the word. `governed`: an operator has spoken
    for its status. `speech`: it is done by being said. `alleged`: somebody is accused of it. `consumes`: its sense asks
    for the `objects` it has, so that they tell of no event of their own.
    """

    word: Token
    clause: Token
    rule: str
    type: EventType
    mode: str | None
    cameo: str | None
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    arguments: tuple[Token, ...]
    status: Status
    confidence: float
    reciprocal: bool = False
    alleged: bool = False
    nominal: bool = False
    governed: bool = False
    speech: bool = False
    consumes: bool = False
    objects: tuple[Token, ...] = ()

    def parties(self) -> tuple[str, ...]:
        """Actors and recipients."""
        return unique((*self.actor, *self.recipient))

    def but(self, **changes: object) -> Candidate:
        """A copy with some fields changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


class Matcher:
    """Finds the candidate of single predicates of one document."""

    def __init__(self, lexicon: EventLexicon, parties: Parties) -> None:
        self._lexicon = lexicon
        self._parties = parties

    def candidate(self, token: Token) -> Candidate | None:
        """The event that this word tells of, taken by itself; None when it tells of none or nobody takes part."""
        if token.pos_ not in _PREDICATES or (token.pos_ == "NOUN" and not self._lexicon.may_know(token)):
            return None
        frame = frame_of(token, self._lexicon)
        for senses in self._senses(token):
            for sense in senses:
                found = self._with_sense(frame, sense)
                if found is not None:
                    return found
        return None

    def _senses(self, token: Token) -> Iterable[tuple[Sense, ...]]:
        if token.pos_ in ("VERB", "AUX", "ADJ"):
            table, names = self._lexicon.verbs, verb_names(token)
            if has_particle(token) and any(" " in name and name in table for name in names):
                names = [name for name in names if " " in name]
            elif has_particle(token):
                return
        else:
            table, names = self._lexicon.nouns, noun_names(token)
        for name in names:
            if name in table:
                yield table[name]

    def _with_sense(self, frame: Frame, sense: Sense) -> Candidate | None:
        if not fits(frame, sense):
            return None
        if (
            sense.party
            and not frame.nominal
            and not any(self._receivers(sense, frame.fill(slot)) for slot in sense.party)
        ):
            return None
        filled = self._cast_roles(frame, sense)
        if not any(self._parties.is_public(key) for key in filled.parties()) or not self._is_asserted(frame, filled):
            return None
        return filled

    def _is_asserted(self, frame: Frame, found: Candidate) -> bool:
        """A noun by itself only names a thing; with both parties, or in a clause of its own, it tells of an event."""
        if not frame.nominal or frame.light:
            return True
        if frame.clause is not None:
            return bool(found.parties())
        return len(found.parties()) > 1

    def _cast_roles(self, frame: Frame, sense: Sense) -> Candidate:
        actor_tokens = [item for slot in sense.actor for item in frame.fill(slot, of=sense.of)]
        actor = self._parties.of(actor_tokens) if not frame.nominal else self._owners(actor_tokens)
        recipient: tuple[str, ...] = ()
        recipient_tokens: list[Token] = []
        for slot in sense.recipient:
            tokens = frame.fill(slot, of=sense.of)
            recipient = tuple(item for item in self._receivers(sense, tokens) if item not in actor)
            if recipient or self._acts(sense, tokens):
                recipient_tokens = tokens
                break
        if sense.reciprocal:
            actor, recipient = self._together(frame, actor, recipient), ()
        return Candidate(
            word=frame.word,
            clause=frame.clause or frame.word,
            rule=sense.id + self._pattern(frame),
            type=sense.type,
            mode=sense.mode,
            cameo=sense.cameo,
            actor=actor,
            recipient=recipient,
            arguments=(*actor_tokens, *recipient_tokens),
            status=noun_status(frame, self._lexicon) if frame.nominal else verb_status(frame.word),
            confidence=_LIGHT if frame.light else _NOMINAL if frame.nominal else _VERBAL,
            reciprocal=sense.reciprocal,
            speech=sense.speech,
            nominal=frame.nominal,
            consumes=bool(sense.objects) and sense.type != "REQUEST",
            objects=() if frame.nominal else tuple(frame.fill(sense.at)),
        )

    def _receivers(self, sense: Sense, tokens: list[Token]) -> tuple[str, ...]:
        acts = self._acts(sense, tokens)
        others = [token for token in tokens if token not in acts]
        touching = sense.type in _TOUCHING or sense.mode == "visit"
        found = self._parties.struck(others) if touching else self._parties.addressed(others)
        return unique((*self._parties.doing(acts), *found))

    @staticmethod
    def _acts(sense: Sense, tokens: list[Token]) -> list[Token]:
        """Acts against somebody that are condemned, whose victims are not."""
        if sense.type not in _BLAMING:
            return []
        return [token for token in tokens if is_hostile_act(token) or _is_against(token)]

    def _owners(self, tokens: list[Token]) -> tuple[str, ...]:
        return unique(actor for token in tokens for actor in self._parties.behind(token, prepositions=("of", "from")))

    def _together(self, frame: Frame, actor: tuple[str, ...], recipient: tuple[str, ...]) -> tuple[str, ...]:
        """All who take part in a reciprocal event, "between" them or "with" each other."""
        between = self._parties.of(frame.fill("between"))
        among = self._parties.of(frame.fill("of", of="recipient")) if frame.nominal and not (actor or between) else ()
        return unique((*between, *recipient, *among) if between else (*actor, *recipient, *among))

    @staticmethod
    def _pattern(frame: Frame) -> str:
        return "+light" if frame.light else "+noun" if frame.nominal else ""


def _is_against(noun: Token) -> bool:
    return any(child.dep_ == "nmod" and preposition(child) == "against" for child in noun.children)
