"""Where something took place: the place in a locative phrase of a predicate or noun."""

from __future__ import annotations

from spacy.tokens import Span, Token

from verbale.actors.places import PlaceInfo, find
from verbale.finding.context import Reading
from verbale.finding.syntax import children, preposition
from verbale.record import Place, PlacePrecision

_LOCATIVE = frozenset({"in", "at", "near", "on", "off", "outside", "around", "across", "inside"})
_PLACE_ENTITIES = frozenset({"GPE", "LOC", "FAC"})
LONGEST = 5
"""Tokens of a place name that are tried, the longest first."""


def place_of(reading: Reading, word: Token) -> Place | None:
    """The place that a locative phrase ties to a word, or to the verb that it is an argument of."""
    heads = [word]
    if word.dep_ in ("nsubj", "nsubj:pass", "obj") and word.head.pos_ == "VERB":
        heads.append(word.head)
    heads += children(word, "acl")
    for head in heads:
        for child in head.children:
            if child.dep_.split(":")[0] in ("obl", "nmod") and preposition(child) in _LOCATIVE:
                place = place_at(reading, child)
                if place is not None:
                    return place
    return None


def place_at(reading: Reading, head: Token) -> Place | None:
    """The place that a token heads, by the tables; failing that, the model's, without coordinates."""
    doc = head.doc
    for first in range(max(head.i - LONGEST + 1, 0), head.i + 1):
        for last in range(min(head.i + LONGEST, len(doc)), head.i, -1):
            known = find(doc[first:last].text) if doc[first].text[:1].isupper() else None
            if known is not None:
                return _place(reading, doc[first:last], known)
    entity = next(
        (item for item in head.sent.ents if item.start <= head.i < item.end and item.label_ in _PLACE_ENTITIES), None
    )
    return _unknown(reading, entity) if entity is not None else None


def _place(reading: Reading, span: Span, known: PlaceInfo) -> Place:
    evidence = reading.evidence(span)
    return Place(
        name=known.name,
        country=known.country,
        lat=known.lat,
        lon=known.lon,
        precision=known.kind,
        evidence=evidence,
        quote=reading.quote(evidence),
    )


def _unknown(reading: Reading, entity: Span) -> Place:
    evidence = reading.evidence(entity)
    precision: PlacePrecision = "region" if entity.label_ == "LOC" else "city"
    name = " ".join(entity.text.split())
    return Place(name=name, country=None, precision=precision, evidence=evidence, quote=reading.quote(evidence))
