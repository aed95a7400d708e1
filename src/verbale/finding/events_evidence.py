"""The words that show an event: its trigger, and the clause that tells it."""

from __future__ import annotations

from spacy.tokens import Span, Token

from verbale.finding.events_candidates import Candidate
from verbale.finding.syntax import children, trim

_TRIGGER_WORDS = 3  # a light verb and its noun are one trigger when they stand this close
_LOOSE = ("parataxis", "punct", "discourse", "vocative", "list")


def trigger_span(candidate: Candidate) -> Span:
    """The word that tells of the event, with its particle, or with its light verb where that is near."""
    word, clause = candidate.word, candidate.clause
    doc = word.doc
    first = last = word.i
    if candidate.nominal:
        if clause.i != word.i and 0 < word.i - clause.i < _TRIGGER_WORDS:
            first = clause.i
    else:
        for particle in children(word, "compound:prt"):
            if 0 < particle.i - word.i < _TRIGGER_WORDS:
                last = particle.i
    return doc[first : last + 1]


def clause_span(candidate: Candidate) -> Span:
    """The event's clause: its subtree without clauses set beside it, stretched to the parties in the same sentence."""
    clause = candidate.clause
    doc = clause.doc
    sentence = clause.sent
    first, last = _extent(clause)
    trigger = trigger_span(candidate)
    first, last = min(first, trigger.start), max(last, trigger.end - 1)
    for argument in candidate.arguments:
        if sentence.start <= argument.i < sentence.end:
            first, last = min(first, argument.left_edge.i, argument.i), max(last, argument.i)
    trimmed = trim(doc, first, last + 1)
    return trimmed if trimmed.start <= trigger.start and trimmed.end >= trigger.end else doc[first : last + 1]


def _extent(head: Token) -> tuple[int, int]:
    first = last = head.i
    for child in head.children:
        if child.dep_ in _LOOSE or (child.dep_ == "conj" and child.pos_ in ("VERB", "AUX")) or child.dep_ == "cc":
            continue
        first, last = min(first, child.left_edge.i), max(last, child.right_edge.i)
    return first, last
