"""Figures: quantities with what they measure, from whom to whom, when, and in whose statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Span, Token

from verbale.data import read_toml
from verbale.finding.context import Reading
from verbale.finding.dates import when_of
from verbale.finding.inside import Inside, sides
from verbale.finding.measures import Measured, label, measured
from verbale.finding.quantities import Quantity, find_quantities
from verbale.finding.syntax import agents, children, conjuncts, obliques, preposition, subjects
from verbale.record import Figure, Statement, When

SMALL = 3
"""Up to this many people, written as a word, are no figure unless a verb says what befell them ("two officials")."""

_TO = ("in", "to", "into", "for", "toward", "towards", "on", "against")


def find_figures(reading: Reading, statements: Sequence[Statement]) -> list[Figure]:
    """The figures of a document in text order."""
    inside = Inside(reading.document.text, statements)
    found: list[Figure] = []
    for quantity in find_quantities(reading.document.reading, bare=True):
        span = reading.doc.char_span(quantity.start, quantity.end, alignment_mode="expand")
        if span is None or not len(span):
            continue
        about = measured(_anchor(span), quantity)
        if _counts(quantity, span, about):
            found.append(_figure(reading, inside, f"f{len(found) + 1}", quantity, _anchor(span), about))
    return found


def _anchor(span: Span) -> Token:
    return span.root


def _counts(quantity: Quantity, span: Span, about: Measured | None) -> bool:
    """Whether a quantity is worth a record: what counts people or time needs words that say what of."""
    measure = about.measure if about else None
    if quantity.kind is None:
        return measure is not None and _bare_fits(span, about)
    if quantity.kind == "time" or (quantity.unit == "%" and span[0].is_alpha and "cent" not in span.text):
        return (
            measure is not None
        )  # a time, or a share in words ("a third of"), measures only what the vocabulary knows
    small = quantity.value <= SMALL and quantity.high is None and not span[0].text[0].isdigit()
    return not (quantity.kind in ("people", "things") and small and measure is None)


def _bare_fits(span: Span, about: Measured | None) -> bool:
    """A number alone counts people as the argument of a verb of the vocabulary or after its noun ("a toll at five")."""
    root = span.root
    if (
        about is None
        or (span.text.lower() == "one" and about.word.pos_ != "VERB")
        or root.dep_ in ("nummod", "compound", "det", "advmod")
    ):
        return False
    if preposition(root) in ("in", "since", "by", "until", "on", "at") or children(root, "nmod"):
        return preposition(root) == "at" and about.word.pos_ == "NOUN"
    return True


def _figure(  # noqa: PLR0913, PLR0917 - one argument a fact
    reading: Reading, inside: Inside, identifier: str, quantity: Quantity, anchor: Token, about: Measured | None
) -> Figure:
    evidence = reading.document.offsets.to_original(quantity.start, quantity.end)
    statement = inside.statement(evidence)
    giver, taker = _direction(reading, anchor, about) if about else (None, None)
    return Figure(
        id=identifier,
        value=quantity.value,
        high=quantity.high,
        unit=quantity.unit or "people",
        qualifier=quantity.qualifier,
        measures=label(about) if about else None,
        from_=giver,
        to=taker,
        date=_date(reading, anchor, about),
        statement=statement.id if statement else None,
        evidence=evidence,
        quote=reading.quote(evidence),
    )


def _date(reading: Reading, anchor: Token, about: Measured | None) -> When | None:
    words = [anchor, *([about.word] if about else []), *_governing_verbs(anchor, about)]
    return next((when for word in words if (when := when_of(reading, word)) is not None), None)


def _direction(reading: Reading, anchor: Token, about: Measured) -> tuple[str | None, str | None]:
    flow = about.measure.flow if about.measure else None
    verbs = list(_governing_verbs(anchor, about))
    gives = any(verb.lemma_ in read_toml("measures")["flows"]["giver"] for verb in verbs)
    if flow == "mutual" or (flow is None and not gives):
        return None, None
    owner = (_one(reading, _owners(about.word)) if flow else None) or _one(reading, _sources(verbs, about.word))
    owner = owner or _beside(reading, about.word, before=True)
    places = [about.word, anchor, *verbs]
    towards = _one(reading, (token for place in places for token in _linked(place, *_TO))) or _one(
        reading, _receivers(verbs, anchor)
    )
    towards = towards or _beside(reading, about.word, before=False)
    away = _one(reading, (token for place in places for token in _linked(place, "from")))
    if flow == "taker":
        return away, owner if owner != away else None
    if about.measure is not None and about.measure.name == "expelled":
        towards = _one(reading, _owners(anchor)) or towards
    giver = owner or away
    return giver, towards if towards != giver else None


def _beside(reading: Reading, word: Token, *, before: bool) -> str | None:
    """The actor right before a noun ("Chile's investment") or right after its preposition ("investment in Chile").

    By the order of words alone, for when the parse misses the tie.
    """
    doc = word.doc
    if before:
        at = word.i - 1 - (word.i > 1 and doc[word.i - 1].lower_ in ("'s", "’s", "'", "’"))
        return _one(reading, iter([doc[at]])) if at >= 0 else None
    if word.i + 1 >= len(doc) or doc[word.i + 1].lower_ not in _TO:
        return None
    found = [mention for mention in reading.cast.within(word.i + 2, word.i + 6) if mention.start <= word.i + 3]
    return _one(reading, (doc[mention.head] for mention in found))


def _one(reading: Reading, tokens: Iterator[Token]) -> str | None:
    """The single actor behind the first of some words that has any; None when it stands for several."""
    for token in tokens:
        found = sides(reading, [token])
        if found:
            single = len(found) == 1 and len(conjuncts(token)) == 1
            return found[0] if single and not found[0].startswith("person:") else None
    return None


def _owners(word: Token) -> Iterator[Token]:
    """ "Azerbaijan's investment", "Turkish investment", "investment by Turkey", "exports of Estonia"."""
    yield from children(word, "nmod:poss", "amod", "compound", "nmod:desc")
    yield from (token for token in children(word, "nmod") if preposition(token) in ("by", "of"))


def _linked(word: Token, *prepositions: str) -> Iterator[Token]:
    """Nominals that a preposition ties to a word, or to its "from" phrase: "exports from Brazil to China"."""
    yield from obliques(word, *prepositions)
    for origin in obliques(word, "from"):
        yield from obliques(origin, *prepositions)


def _governing_verbs(anchor: Token, about: Measured | None) -> Iterator[Token]:
    """The verbs above the quantity or its measure, nearest first."""
    seen: set[int] = set()
    for token in (anchor, *([about.word] if about else [])):
        for _ in range(3):
            if token.pos_ == "VERB" and token.i not in seen:
                seen.add(token.i)
                yield token
            if token.head == token or token.dep_ in ("parataxis", "ccomp", "advcl", "acl:relcl"):
                break
            token = token.head  # noqa: PLW2901 - climbs from each start
    return


def _sources(verbs: Sequence[Token], word: Token) -> Iterator[Token]:
    """Who gives: the subject or agent of a verb that has the measured thing as its object."""
    for verb in verbs:
        yield from (token for token in (*subjects(verb), *agents(verb)) if token.i != word.i)


def _receivers(verbs: Sequence[Token], anchor: Token) -> Iterator[Token]:
    """To whom: the indirect object, which a parser may take for a part of the sum ("lent India $2 billion")."""
    for verb in verbs:
        yield from children(verb, "iobj")
        if verb.lemma_ in ("lend", "loan", "give", "owe", "pay", "grant"):
            yield from children(verb, "obj")
            yield from (child for child in children(anchor, "compound", "nmod:desc") if child.pos_ == "PROPN")
