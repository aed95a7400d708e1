"""What a quantity measures: the words of the sentence that it hangs on, looked up in `data/measures.toml`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from verbale.data import read_toml
from verbale.finding.quantities import Quantity
from verbale.finding.syntax import children, objects, passive_subjects, preposition, subjects

_INTO_NOUN = frozenset({"compound", "nummod", "amod", "nmod:unmarked", "nmod:npmod", "nmod:desc", "det"})
_PARTITIVE = frozenset({"in", "of", "for", "on"})


@dataclass(frozen=True, slots=True)
class Measure:
    """One row of the vocabulary."""

    name: str
    flow: str | None
    units: frozenset[str]
    only: frozenset[str]
    phrases: frozenset[str]
    time: bool

    def fits(self, quantity: Quantity) -> bool:
        """Whether the quantity's unit can be this measure's; a bare number fits what counts people."""
        if quantity.kind == "time":
            return self.time
        if quantity.kind is None:
            return self.units == {"people"}
        if self.time or (self.only and quantity.unit not in self.only):
            return False
        return not self.units or quantity.kind in self.units


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure and the word of the sentence that told it; `measure` None: a word outside the vocabulary."""

    word: Token
    measure: Measure | None


def measured(anchor: Token, quantity: Quantity) -> Measured | None:
    """What the quantity at a token measures; None when no word tells.

    The nearest word of the vocabulary that fits the unit wins; failing that, the noun that the quantity modifies or
    is predicated of.
    """
    for word in _words(anchor, quantity):
        for measure in _of(word):
            if measure.fits(quantity):
                return Measured(word, measure)
    for word in _before(anchor):
        flow = next((item for item in _of(word) if item.flow and item.fits(quantity)), None)
        if flow is not None:
            return Measured(word, flow)
    noun = (
        next((word for word in _nouns(anchor) if word.ent_type_ != "DATE"), None)
        if quantity.kind in ("money", "measure")
        else None
    )
    return Measured(noun, None) if noun is not None else None


def label(found: Measured) -> str:
    """The name of the measure, or the noun with its compounds in lower case."""
    if found.measure is not None:
        return found.measure.name
    parts = [child for child in found.word.children if child.dep_ == "compound" and child.i < found.word.i]
    return " ".join(part.lower_ for part in [*parts, found.word])


REACH = 14
"""Tokens before a quantity in which the noun of a flow still tells what it measures, should the parse miss the tie."""


def _before(anchor: Token) -> Iterator[Token]:
    """The nouns before a quantity in its clause, nearest first: back to a stop, a bracket or another number."""
    for index in range(anchor.i - 1, max(anchor.i - REACH, anchor.sent.start) - 1, -1):
        token = anchor.doc[index]
        if token.text in ".;:()!?" or token.pos_ == "NUM":
            return
        if token.pos_ == "NOUN":
            yield token


def _words(anchor: Token, quantity: Quantity) -> Iterator[Token]:
    """Words that may tell the measure, nearest first."""
    if quantity.kind in ("people", "things"):
        yield from children(anchor, "acl", "amod", "acl:relcl")
        yield from _verbs(anchor)
        yield anchor
    yield from _nouns(anchor)
    if quantity.kind not in ("people", "things"):
        yield from _verbs(anchor)
        yield anchor


def _nouns(anchor: Token) -> Iterator[Token]:
    """Nouns that a quantity modifies, contains or is predicated of."""
    yield from (token for token in children(anchor, "nsubj", "nsubj:outer") if token.pos_ in ("NOUN", "PROPN"))
    yield from (
        token
        for token in children(anchor, "nmod")
        if preposition(token) in _PARTITIVE and token.pos_ == "NOUN" and token.i > anchor.i
    )
    if anchor.dep_ in _INTO_NOUN and anchor.head.pos_ in ("NOUN", "PROPN", "ADJ"):
        yield anchor.head
        yield from _over(anchor.head)
    yield from _over(anchor)
    verb = _verb(anchor)
    if verb is not None:
        yield from (
            token
            for token in (*subjects(verb), *passive_subjects(verb))
            if token.pos_ == "NOUN" and token.i != anchor.i
        )
        yield from (token for token in objects(verb) if token.pos_ == "NOUN" and token.i != anchor.i)


def _over(token: Token) -> Iterator[Token]:
    """The nouns that a nominal modifies, two steps up at the most: "a rise in exports of 5 per cent"."""
    for _ in range(2):
        if token.dep_ not in ("nmod", "appos", "conj", "nmod:unmarked", "acl") or token.head.pos_ not in (
            "NOUN",
            "PROPN",
        ):
            return
        token = token.head
        yield token


def _verb(anchor: Token) -> Token | None:
    """The verb that a quantity is an argument of, through a noun that it modifies."""
    token = anchor
    for _ in range(3):
        if token.head == token:
            return None
        if token.head.pos_ in ("VERB", "AUX") and token.dep_ not in ("conj", "parataxis"):
            return token.head
        if token.dep_ not in _INTO_NOUN and token.dep_ not in ("nmod", "conj", "appos"):
            return None
        token = token.head
    return None


def _verbs(anchor: Token) -> Iterator[Token]:
    verb = _verb(anchor)
    if verb is None:
        return
    yield from (
        child
        for child in verb.children
        if child.dep_ in ("xcomp", "amod", "advcl") and child.i > anchor.i and child.pos_ in ("ADJ", "NOUN")
    )
    yield verb
    if verb.dep_ == "xcomp" and verb.head.pos_ == "VERB":
        yield verb.head


def _of(word: Token) -> Iterator[Measure]:
    if word.pos_ in ("VERB", "AUX"):
        yield from _table("verbs").get(word.lemma_.lower(), ())
        return
    first = next(
        (child for child in word.children if child.dep_ in ("compound", "amod") and child.i == word.i - 1), None
    )
    if first is not None:
        yield from _table("nouns").get(f"{first.lower_} {word.lemma_.lower()}", ())
    yield from _table("nouns").get(word.lemma_.lower(), ())
    if word.lower_ != word.lemma_.lower():
        yield from _table("nouns").get(word.lower_, ())
    yield from _table("phrases").get(word.lower_, ())


@cache
def _table(kind: str) -> dict[str, list[Measure]]:
    found: dict[str, list[Measure]] = {}
    for name, row in read_toml("measures").items():
        measure = Measure(
            name=name,
            flow=row.get("flow"),
            units=frozenset(row.get("units", ())),
            only=frozenset(row.get("only", ())),
            phrases=frozenset(row.get("phrases", ())),
            time=row.get("time", False),
        )
        for word in row.get(kind, ()):
            found.setdefault(word, []).append(measure)
    return found
