"""Words that take an event as complement: "agreed to send", "threatened to attack", "called on X to withdraw".

Candidates are made bottom-up, so an operator finds its complement's candidate ready and changes, swallows or keeps it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from spacy.tokens import Token

from verbale.finding.events_candidates import Candidate
from verbale.finding.events_frames import Frame, frame_of, noun_names, verb_names
from verbale.finding.events_lexicon import EventLexicon, Operator, Own, codebook, event_lexicon
from verbale.finding.events_parties import Parties, unique
from verbale.finding.events_status import COOPERATIVE, HOSTILE, YIELDING, is_to_infinitive, noun_status, verb_status
from verbale.finding.syntax import children, conjuncts, first_conjunct, passive_subjects, preposition, subjects
from verbale.record import EventType, Status

_CONFIDENCE = 0.8
_BARE_CONFIDENCE = 0.5
# Where an operator's complement hangs.
_CLAUSAL = ("xcomp", "ccomp", "acl")
_NOMINAL = ("obj", "nsubj:pass")
_COMPLEMENT_PREPOSITIONS = frozenset(
    {"for", "on", "to", "from", "with", "of", "against", "in", "at", "about", "upon", "into"}
)
_ADDRESSEES = ("obj", "iobj", "on", "upon", "to", "from", "with", "that")
_CONTENT = ("obj", "iobj", "to", "with", "for", "from", "against", "on", "in", "into", "of")


@dataclass(frozen=True, slots=True)
class Composed:
    """What an operator makes of its complements: its own event, what stays of theirs, and what it swallows."""

    own: Candidate | None
    changed: tuple[Candidate, ...] = ()
    swallowed: tuple[int, ...] = ()


class Composer:
    """Applies operators to the candidates under them."""

    def __init__(self, lexicon: EventLexicon, parties: Parties) -> None:
        self._lexicon = lexicon
        self._parties = parties
        self._builders: Mapping[Own, Callable[[_Case], Candidate | None]] = {
            "commit": self._commit,
            "threaten": self._threaten,
            "refuse": self._refuse,
            "request": self._request,
            "stop": self._stop,
            "none": lambda _: None,
        }

    def operator(self, token: Token) -> Operator | None:
        """The operator that a word is, by its longest name."""
        if token.pos_ in ("VERB", "AUX"):
            table, names = self._lexicon.verb_operators, verb_names(token)
        elif token.pos_ == "ADJ":
            table, names = self._lexicon.adjective_operators, [token.lemma_.lower()]
        elif token.pos_ in ("NOUN", "PROPN") and self._lexicon.may_know(token):
            table, names = self._lexicon.noun_operators, noun_names(token)
        else:
            return None
        return next((table[name] for name in names if name in table), None)

    def compose(self, token: Token, direct: Candidate | None, found: Mapping[int, Candidate]) -> Composed:
        """The events of an operator word, given its own candidate as a plain predicate and those of words below it."""
        operator = self.operator(token)
        if operator is None:
            return Composed(direct)
        complements = self._complements(token, operator)
        events = [found[item.i] for item in complements if item.i in found]
        if not events:
            return Composed(self._supplied(token, operator, direct, complements))
        case = _Case(token, operator, frame_of(token, self._lexicon), events[0], direct, self._parties)
        own = self._builders[operator.own](case)
        kept = () if operator.absorb and own is not None else tuple(self._changed(event, case) for event in events)
        swallowed = tuple(event.word.i for event in events) if operator.absorb and own is not None else ()
        return Composed(own or direct, kept, swallowed)

    def _supplied(
        self, token: Token, operator: Operator, direct: Candidate | None, complements: list[Token]
    ) -> Candidate | None:
        """The operator's plain event, with the recipient of the clause under it where its own slots name none."""
        bare = self._bare(token, operator, complements)
        if direct is None or bare is None or direct.recipient or direct.type != bare.type or len(direct.actor) > 1:
            return direct or bare
        return direct.but(
            recipient=_others(bare.recipient, direct.actor), arguments=(*direct.arguments, *bare.arguments)
        )

    def _complements(self, token: Token, operator: Operator) -> list[Token]:
        found = []
        for child in token.children:
            label = child.dep_.split(":")[0]
            if label in _CLAUSAL and not child.dep_.endswith("relcl"):
                if not _only_tells(operator, child):
                    found.append(child)
            elif child.dep_ in _NOMINAL:
                if operator.id != "undertake":
                    found.append(child)
            elif (label in ("obl", "nmod") and preposition(child) in _COMPLEMENT_PREPOSITIONS) or (
                label == "advcl"
                and (is_to_infinitive(child) or operator.at or _case_of(child) in _COMPLEMENT_PREPOSITIONS)
            ):
                found.append(child)
        return [item for child in sorted(found, key=lambda child: child.i) for item in conjuncts(child)]

    def _changed(self, event: Candidate, case: _Case) -> Candidate:
        status = _effect(case.operator, event.status, case)
        actor = event.actor
        if case.operator.swap and not event.nominal:
            addressed = tuple(item for item in case.addressees() if item not in event.recipient)
            actor = addressed or tuple(item for item in actor if item not in case.actors())
        return event.but(
            status=status, actor=actor, governed=True, alleged=event.alleged or case.operator.to == "alleged"
        )

    def _bare(self, token: Token, operator: Operator, complements: list[Token]) -> Candidate | None:
        """An operator over a clause that tells of no known event: still a promise, a threat, a refusal or a demand."""
        clause = next(
            (item for item in complements if item.dep_ in ("xcomp", "ccomp", "acl") and item.pos_ in ("VERB", "AUX")),
            None,
        )
        own = _BARE.get(operator.own)
        if clause is None or own is None or (clause.dep_ == "ccomp" and not _is_demanded(clause, own)):
            return None
        frame = frame_of(token, self._lexicon)
        actor = self._parties.of(frame.fill("subj", of="actor"))
        slots = _ADDRESSEES if own == "REQUEST" else ("to", "with", "against", "obj")
        recipient = _others(self._first(frame, slots) or self._first(Frame(clause, clause), _CONTENT), actor)
        if not actor or (own == "REQUEST" and not recipient):
            return None
        return Candidate(
            word=token,
            clause=frame.clause or token,
            rule=f"operator.{operator.id}+bare",
            type=own,
            mode=None,
            cameo=codebook().composed(own, None, None),
            actor=actor,
            recipient=recipient,
            arguments=(clause,),
            status=noun_status(frame, self._lexicon) if frame.nominal else verb_status(token),
            confidence=_BARE_CONFIDENCE,
            nominal=frame.nominal,
        )

    def _first(self, frame: Frame, slots: tuple[str, ...]) -> tuple[str, ...]:
        for slot in slots:
            found = self._parties.addressed(frame.fill(slot))
            if found:
                return found
        return ()

    def _commit(self, case: _Case) -> Candidate | None:
        kind = case.event.type
        negated = case.event.status == "negated"
        if kind in COOPERATIVE:
            own: EventType = "REJECT" if negated else "AGREE"
        elif kind in YIELDING:
            own = "REJECT" if negated else "CONCEDE"
        elif kind in HOSTILE:
            own = "AGREE" if negated else "THREATEN"
        else:
            own = "AGREE"
        actor = case.actors()
        return case.own(own, recipient=_partners(case.event, actor) or _others(case.addressees(), actor))

    def _threaten(self, case: _Case) -> Candidate | None:
        if case.event.type == "THREATEN" or (case.event.nominal and case.event.type not in HOSTILE):
            return None
        actor = case.actors()
        return case.own("THREATEN", recipient=_partners(case.event, actor) or _others(case.addressees(), actor))

    def _refuse(self, case: _Case) -> Candidate | None:
        actor = case.actors()
        if not case.event.nominal:
            return case.own("REJECT", recipient=_partners(case.event, actor))
        if case.direct is not None and case.direct.recipient:
            return case.own("REJECT", recipient=_others(case.direct.recipient, actor))
        theirs = (
            _others(case.event.actor, actor)
            or _others(case.event.recipient, actor)
            or _others(case.addressees(), actor)
        )
        return case.own("REJECT", recipient=theirs)

    def _request(self, case: _Case) -> Candidate | None:
        if case.direct is not None and case.direct.type != "REQUEST":
            return case.direct
        actor = case.actors()
        if case.event.nominal or case.event.clause == case.token:
            asked = _others(case.addressees(but_object=True), actor) or _others(case.event.actor, actor)
            recipient = asked or _others(case.event.recipient, actor)
        else:
            recipient = _others(case.addressees(), actor) or _others(case.event.actor, actor)
        return case.own("REQUEST", recipient=recipient) if actor or recipient else None

    def _stop(self, case: _Case) -> Candidate | None:
        if case.event.type in HOSTILE:
            own: EventType = "RETREAT"
        elif case.event.type in COOPERATIVE:
            own = "SANCTION"
        else:
            return None
        if case.direct is not None and case.direct.type == own:
            return case.direct
        return case.own(own, recipient=case.event.recipient)


_BARE: Mapping[Own, EventType] = {"commit": "AGREE", "threaten": "THREATEN", "refuse": "REJECT", "request": "REQUEST"}


@dataclass(frozen=True)
class _Case:
    """An operator and the event under it."""

    token: Token
    operator: Operator
    frame: Frame
    event: Candidate
    direct: Candidate | None
    parties: Parties

    def actors(self) -> tuple[str, ...]:
        """Who promises, refuses, demands: the operator's subject, or the event's own actor when control hides it."""
        own = self.parties.of(self.frame.fill("subj", of="actor"))
        if own or self.operator.swap or self.frame.fill("subj", of="actor"):
            return own
        return () if self.event.nominal else self.event.actor

    def addressees(self, *, but_object: bool = False) -> tuple[str, ...]:
        """To whom the operator's words go."""
        for slot in _ADDRESSEES:
            if but_object and slot == "obj":
                continue
            tokens = [item for item in self.frame.fill(slot) if item.i != self.event.word.i]
            if self.event.nominal:  # what hangs on the thing demanded addresses nobody: "the withdrawal from X"
                tokens = [item for item in tokens if first_conjunct(item).head == self.token]
            found = self.parties.addressed(tokens if slot != "that" else _subjects_below(self.token))
            if found:
                return found
        return ()

    def own(self, kind: EventType, *, recipient: tuple[str, ...]) -> Candidate:
        """The operator's event of this kind."""
        status = noun_status(self.frame, event_lexicon()) if self.frame.nominal else verb_status(self.token)
        mode = _mode(kind, self.event)
        return Candidate(
            word=self.token,
            clause=self.frame.clause or self.token,
            rule=f"operator.{self.operator.id}({self.event.rule})",
            type=kind,
            mode=mode,
            cameo=codebook().composed(kind, self.event.type, self.event.mode),
            actor=self.actors(),
            recipient=recipient,
            arguments=(*self.frame.fill("subj", of="actor"), self.event.word, *self.event.arguments),
            status=status,
            confidence=min(_CONFIDENCE, self.event.confidence),
            nominal=self.frame.nominal,
        )


def _mode(kind: EventType, event: Candidate) -> str | None:
    book = codebook()
    if kind in ("REQUEST", "REJECT"):
        return book.asked_mode.get(event.type)
    if kind == "THREATEN":
        return book.threat_mode.get(f"{event.type}/{event.mode}") or book.threat_mode.get(event.type)
    if kind == "SANCTION":
        return "discontinue"
    if kind == "RETREAT":
        return "ceasefire" if event.type == "ASSAULT" else "access" if event.type in ("SANCTION", "COERCE") else None
    return None


def _effect(operator: Operator, status: Status, case: _Case) -> Status:
    """The complement's status under an operator, whose own modality counts too ("did not agree to send")."""
    if operator.to == "negated":
        return "happened" if status == "negated" else "negated"
    if status == "negated":
        return status
    outer = noun_status(case.frame, event_lexicon()) if case.frame.nominal else verb_status(case.token)
    if operator.to == "alleged":
        return status if status not in ("hypothetical",) else "happened"
    if operator.to == "same":
        return outer
    if outer in ("negated", "hypothetical") and operator.to in ("happened", "ongoing", "planned"):
        return outer
    return operator.to


def _is_demanded(clause: Token, own: EventType) -> bool:
    """Whether a "that" clause is a demand: "must", "should", or the bare subjunctive ("that the army leave")."""
    if own != "REQUEST":
        return False
    has_helper = any(child.dep_ == "aux" for child in clause.children)
    return verb_status(clause) == "called-for" or (clause.tag_ == "VB" and not has_helper)


def _only_tells(operator: Operator, clause: Token) -> bool:
    """ "told reporters that troops had crossed": the verb that can order only reports here."""
    return (
        operator.to == "called-for"
        and clause.dep_ == "ccomp"
        and not is_to_infinitive(clause)
        and not _is_demanded(clause, "REQUEST")
    )


def _case_of(clause: Token) -> str | None:
    for child in clause.children:
        if child.dep_ in ("mark", "case") and child.i < clause.i:
            return child.lower_
    return None


def _subjects_below(token: Token) -> list[Token]:
    return [item for clause in children(token, "ccomp") for item in [*subjects(clause), *passive_subjects(clause)]]


def _partners(event: Candidate, own: tuple[str, ...]) -> tuple[str, ...]:
    """On whom an event acts, or with whom it is done."""
    return _others(event.recipient, own) or (_others(event.actor, own) if event.reciprocal else ())


def _others(actors: tuple[str, ...], own: tuple[str, ...]) -> tuple[str, ...]:
    return unique(actor for actor in actors if actor not in own)
