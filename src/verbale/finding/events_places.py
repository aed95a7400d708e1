"""Where an event took place: only what words tie to its predicate."""

from __future__ import annotations

from spacy.tokens import Token

from verbale.finding.context import Reading
from verbale.finding.events_candidates import Candidate
from verbale.finding.syntax import preposition
from verbale.record import Place

_LOCATIVE = frozenset({"in", "at", "near", "on", "off", "outside", "around", "across", "inside"})


def place_of(reading: Reading, candidate: Candidate) -> Place | None:
    """The place named in a locative phrase of the event's word or clause."""
    for head in (candidate.word, candidate.clause):
        for child in head.children:
            if child.dep_.split(":")[0] in ("obl", "nmod") and preposition(child) in _LOCATIVE:
                place = _place(reading, child)
                if place is not None:
                    return place
    return None


def _place(reading: Reading, token: Token) -> Place | None:
    return None
